//! Links to what is cited.

use domain::address::Page;
use domain::cite::Target;
use domain::github::ItemKey;
use domain::outcome::Outcome;

use crate::request::from_same_day;

/// Where a citation leads: to the page of its target, as of the day that the page looks from; else to the target's public
/// address, and there to the part that was cited.
pub fn citation_href(target: &Target, fragment: Option<&str>, outcome: Option<&Outcome>) -> String {
    match outcome.map(|outcome| outcome.destination(target)) {
        Some(Target::Kep(number)) => from_same_day(Page::kep(number)),
        Some(Target::Github { repo, number, .. }) => from_same_day(Page::Item(ItemKey { repo, number })),
        _ => target.href_of_part(fragment),
    }
}

/// The `rel` attribute of a link, with a space before it; empty for a link within the site.
pub fn rel_attribute(href: &str) -> &'static str {
    if href.starts_with('/') { "" } else { " rel=\"noopener nofollow\"" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_outcome_a_chip_leads_to_the_public_address() {
        assert_eq!(citation_href(&Target::Kep(753), None, None), "https://kep.k8s.io/753");
        let comment = citation_href(&Target::kep_issue(753), Some("issuecomment-3"), None);
        assert_eq!(comment, "https://github.com/kubernetes/enhancements/issues/753#issuecomment-3");
    }
}
