//! What a note cites, as links with states, where its own words are not shown.

use domain::list::timeline::Reference;

use super::link::citation_href;
use crate::text::Lang;

/// A citation with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedLink {
    /// Its name in full, as `KEP-753`.
    pub name: String,
    /// Where it leads: a path of this site, or a public address.
    pub href: String,
    /// Then and now, as in `alpha 1.28 → stable 1.33`; `None` where nothing is known.
    pub state: Option<String>,
}

/// The citations of a note, each target once: first those of which something is known, in the order of the text.
///
/// Plain addresses are left out: they stand in the note.
pub fn cited_links(references: &[Reference], lang: Lang) -> Vec<CitedLink> {
    let mut links: Vec<CitedLink> = Vec::new();
    for reference in references.iter().filter(|it| !it.none && it.target.kind() != "url") {
        let outcome = reference.outcome.as_deref();
        let href = citation_href(&reference.target, reference.fragment.as_deref(), outcome);
        let name = reference.target.name();
        // A KEP is cited by its number and by its issue.
        if links.iter().all(|link| link.name != name && link.href != href) {
            links.push(CitedLink { name, href, state: outcome.and_then(|it| lang.outcome_summary(it)) });
        }
    }
    links.sort_by_key(|link| link.state.is_none());
    links
}
