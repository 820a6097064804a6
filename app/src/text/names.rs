//! Names that are the same in both languages.

use domain::list::timeline::Reference;
use domain::pages::KepLine;
use domain::tag::Tag;

/// How many citations are named where a note's text is left out.
const CITATIONS: usize = 5;

/// What a KEP is called: `KEP-753`, or its folder where it has no number.
pub fn kep_name(kep: &KepLine) -> String {
    kep.number.map_or_else(|| kep.name.to_string(), |number| format!("KEP-{number}"))
}

/// What a tag is called: `SIG Node`, `v1.29`.
pub fn tag_label(tag: &Tag) -> String {
    match tag {
        Tag::Sig(sig) => sig.label(),
        Tag::Version(version) => format!("v{version}"),
    }
}

/// The names of the first targets that are cited, each once: `KEP-753, kubernetes/kubernetes#115138`.
pub fn cited_names<'a>(references: impl IntoIterator<Item = &'a Reference>) -> String {
    let mut names: Vec<String> = Vec::new();
    for reference in references.into_iter().filter(|reference| !reference.none) {
        let name = reference.target.name();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = if names.len() > CITATIONS { ", …" } else { "" };
    names.truncate(CITATIONS);
    names.join(", ") + more
}
