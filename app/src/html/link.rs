//! Links to what is cited.

use domain::address::Page;
use domain::cite::Target;
use domain::github::ItemKey;
use domain::list::timeline::Reference;
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

/// Where what is meant lives, and there the part that was cited: a number that is called a KEP may be a pull request
/// about one.
pub fn public_address(reference: &Reference) -> String {
    let destination = reference.outcome.as_ref().map(|outcome| outcome.destination(&reference.target));
    match destination {
        Some(other) if other != reference.target => other.href(),
        _ => reference.public_address(),
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
