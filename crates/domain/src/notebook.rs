//! A notebook: one imported source, with what its author allows.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::Date;

pub mod draft;
pub mod followed;
pub mod import_log;
pub mod posting;
pub mod prepared;
pub mod reimport;
pub mod word_diff;
pub mod writing;

/// The name of a notebook in URLs and on the command line: letters and digits
/// of any script in lower case, joined by single hyphens, 1 to 80 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NotebookSlug(String);

impl NotebookSlug {
    const MAX_CHARS: usize = 80;

    /// The slug of a title: `Kubernetes - 2023` becomes `kubernetes-2023`.
    ///
    /// `None` when the title has neither letter nor digit.
    pub fn from_title(title: &str) -> Option<Self> {
        // The lower case of a letter may hold marks that are none: `İ` becomes two characters.
        let lower = title.to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let slug: String = words.join("-").chars().take(Self::MAX_CHARS).collect();
        let slug = slug.trim_end_matches('-');
        (!slug.is_empty()).then(|| Self(slug.to_owned()))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NotebookSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no notebook slug.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a notebook name: letters, digits and single hyphens")]
pub struct NotASlug(String);

impl FromStr for NotebookSlug {
    type Err = NotASlug;

    /// Accepts exactly what [`NotebookSlug::from_title`] would give for it, in any case.
    fn from_str(text: &str) -> Result<Self, NotASlug> {
        let shown = || NotASlug(text.chars().take(40).collect());
        if text.chars().count() > Self::MAX_CHARS {
            return Err(shown());
        }
        match Self::from_title(text) {
            Some(slug) if slug.0 == text.to_lowercase() => Ok(slug),
            _ => Err(shown()),
        }
    }
}

impl TryFrom<String> for NotebookSlug {
    type Error = NotASlug;

    fn try_from(text: String) -> Result<Self, NotASlug> {
        text.parse()
    }
}

impl From<NotebookSlug> for String {
    fn from(slug: NotebookSlug) -> Self {
        slug.0
    }
}

/// One imported source of notes, with what its author allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notebook {
    /// Its name in URLs.
    pub slug: NotebookSlug,
    /// The title that readers see.
    pub title: String,
    /// Who wrote it, where the source says so.
    pub author: Option<String>,
    /// Where it was first published, an `http` or `https` address.
    pub origin: Option<String>,
    /// The IANA name of the zone its days are meant in.
    pub time_zone: String,
    /// What its author allows.
    pub rights: Rights,
    /// How many entries its source announces.
    pub announced_entries: Option<u32>,
    /// Whether its source is a copy in which links lost their addresses.
    pub lost_links: bool,
    /// Whether it lives here: its notes are written in Kepline, and no source has them.
    #[serde(default)]
    pub is_written: bool,
}

impl Notebook {
    /// One that lives here, and of which nothing else is stated: its title is its slug, its zone is UTC.
    pub fn written(slug: NotebookSlug) -> Self {
        Self {
            title: slug.to_string(),
            slug,
            author: None,
            origin: None,
            time_zone: "UTC".to_owned(),
            rights: Rights::default(),
            announced_entries: None,
            lost_links: false,
            is_written: true,
        }
    }

    /// The day at an instant in its time zone; in UTC where that zone is unknown.
    pub fn day_at(&self, at: Timestamp) -> Date {
        let zone = TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC);
        at.to_zoned(zone).date()
    }
}

/// Who reads, as far as rights make a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// A curator who is signed in.
    Curator,
    /// Anybody else, and what is made once for everybody, such as a share card.
    Stranger,
}

/// What the author of a notebook lets others do with it.
///
/// Only `Own` and `Licensed` let pages be indexed and the text of notes leave them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Rights {
    /// The operator wrote the notes.
    Own,
    /// Somebody else's notes, under the licence that the text states.
    Licensed(String),
    /// Nothing is known: pages say `noindex`.
    #[default]
    Unstated,
}

impl Rights {
    /// The word of the command line and the export: `own`, `licensed`, `unstated`.
    pub fn as_str(&self) -> &'static str {
        self.into()
    }

    /// Whether search engines may index the pages.
    pub fn allow_indexing(&self) -> bool {
        !matches!(self, Self::Unstated)
    }

    /// Whether `viewer` gets the text of notes outside of their page: in feeds, Markdown and the API, and
    /// in what a page says of itself to programs (descriptions, share cards, structured data).
    ///
    /// The page itself shows it to everybody.
    pub fn allow_text(&self, viewer: Viewer) -> bool {
        match self {
            Self::Own | Self::Licensed(_) => true,
            Self::Unstated => viewer == Viewer::Curator,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_title_gives_a_slug() {
        let check = |title: &str, slug: Option<&str>| {
            assert_eq!(NotebookSlug::from_title(title).as_ref().map(NotebookSlug::as_str), slug, "{title}");
        };
        check("Kubernetes - 2023", Some("kubernetes-2023"));
        check("  SIG Node / 週報 ", Some("sig-node-週報"));
        check("---", None);
        check("", None);
        check(&"長".repeat(200), Some(&"長".repeat(80)));
        // In lower case it is an `i` and a mark that is no letter.
        check("İstanbul", Some("i-stanbul"));
        check(&"İ".repeat(41), Some(&["i"; 40].join("-")));
        check("ΣΑΣ ΣΑΣ", Some("σας-σας"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn the_slug_of_any_title_reads_itself(title in prop::collection::vec(letter(), 0..120)) {
            let title: String = title.into_iter().collect();
            if let Some(slug) = NotebookSlug::from_title(&title) {
                prop_assert_eq!(slug.as_str().parse(), Ok(slug.clone()), "{}", title);
            }
        }
    }

    /// Any character, often one that is written otherwise in lower case or parts words.
    fn letter() -> impl Strategy<Value = char> {
        prop_oneof![
            any::<char>(),
            prop::sample::select(vec!['İ', 'Σ', 'ẞ', 'Ⅷ', 'ǅ', 'K', '長', 'a', '1', '-', ' '])
        ]
    }

    #[test]
    fn a_slug_reads_itself_and_nothing_else() {
        assert_eq!("kubernetes-2023".parse::<NotebookSlug>().map(String::from), Ok("kubernetes-2023".into()));
        assert_eq!("Kubernetes-2023".parse::<NotebookSlug>().map(String::from), Ok("kubernetes-2023".into()));
        for wrong in ["", "a--b", "-a", "a b", "../etc", "<script>", "a'b"] {
            assert!(wrong.parse::<NotebookSlug>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_stated_rights_allow_indexing() {
        assert!(Rights::Own.allow_indexing());
        assert!(Rights::Licensed("CC BY 4.0".into()).allow_indexing());
        assert!(!Rights::Unstated.allow_indexing());
    }

    #[test]
    fn text_leaves_its_page_where_rights_are_stated_and_for_curators() {
        use Viewer::{Curator, Stranger};
        for (rights, viewer, allowed) in [
            (Rights::Own, Stranger, true),
            (Rights::Own, Curator, true),
            (Rights::Licensed("CC BY 4.0".into()), Stranger, true),
            (Rights::Licensed("CC BY 4.0".into()), Curator, true),
            (Rights::Unstated, Stranger, false),
            (Rights::Unstated, Curator, true),
            (Rights::default(), Stranger, false),
        ] {
            assert_eq!(rights.allow_text(viewer), allowed, "{rights:?} {viewer:?}");
        }
    }
}
