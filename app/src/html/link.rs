//! Links to what is cited.

use domain::address::Page;
use domain::cite::Target;
use domain::github::ItemKey;
use domain::outcome::Outcome;

/// Where a citation leads: to the page of its target, else to the target's public address.
pub fn citation_href(target: &Target, outcome: Option<&Outcome>) -> String {
    match outcome.map(|outcome| outcome.destination(target)) {
        Some(Target::Kep(number)) => Page::kep(number).href(),
        Some(Target::Github { repo, number, .. }) => Page::Item(ItemKey { repo, number }).href(),
        _ => target.href(),
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
        assert_eq!(citation_href(&Target::Kep(753), None), "https://kep.k8s.io/753");
    }
}
