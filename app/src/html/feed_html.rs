//! A note as it leaves the site, in feeds: links and text, nothing that needs a style sheet or a script.

use std::fmt::Write;

use domain::cite::Target;
use domain::list::timeline::Reference;

use super::escape;
use super::link::citation_href;
use crate::text::Lang;

/// The HTML of a note with a link in the place of every reference, followed by its states then and
/// now: `KEP-753 [alpha 1.28 → stable 1.33]`.
///
/// As in [`super::chip::weave`], `html` is trusted and ranges that do not fit it leave the text.
/// Addresses of this site begin with `site`.
pub fn feed_html(html: &str, references: &[Reference], site: &str, lang: Lang) -> String {
    let mut out = String::with_capacity(html.len() + references.len() * 120);
    let mut done = 0;
    for reference in references {
        let range = reference.range.start as usize..reference.range.end as usize;
        let (Some(before), Some(literal)) = (html.get(done..range.start), html.get(range.clone())) else {
            continue;
        };
        out.push_str(before);
        done = range.end;
        if reference.none {
            out.push_str(literal);
            continue;
        }
        if !range.is_empty() {
            push_link(&mut out, reference, literal, site);
        } else if !matches!(reference.target, Target::Url(_)) {
            out.push(' ');
            push_link(&mut out, reference, &escape::html(&reference.target.name()), site);
        }
        let reading =
            (reference.corrected && !range.is_empty()).then(|| format!("= {}", reference.target.name()));
        let outcome = reference.outcome.as_ref().and_then(|outcome| lang.outcome_with_verdict(outcome));
        let annotations: Vec<String> = reading.into_iter().chain(outcome).collect();
        if !annotations.is_empty() {
            let _ = write!(
                out,
                " <span lang=\"{}\">[{}]</span>",
                lang.as_str(),
                escape::html(&annotations.join(": "))
            );
        }
    }
    out.push_str(html.get(done..).unwrap_or_default());
    out
}

fn push_link(out: &mut String, reference: &Reference, label: &str, site: &str) {
    let href = absolute_href(reference, site);
    let _ = write!(
        out,
        "<a href=\"{}\" title=\"{}\">{label}</a>",
        escape::html(&href),
        escape::html(&reference.target.name())
    );
}

/// Where a citation leads, absolute: to the page of what is cited, else to its public address.
pub fn absolute_href(reference: &Reference, site: &str) -> String {
    let href = citation_href(&reference.target, reference.fragment.as_deref(), reference.outcome.as_deref());
    if href.starts_with('/') { format!("{site}{href}") } else { href }
}

#[cfg(test)]
mod tests {
    use domain::Date;
    use domain::outcome::then_now;
    use domain::outcome::{KepOutcome, Outcome, Relation};

    use super::*;

    fn kep(range: std::ops::Range<u32>, corrected: bool) -> Reference {
        let state = |stage, minor| then_now::KepState {
            status: Some(domain::kep::Status::Implementable),
            shipped: Some(domain::kep::Milestone { stage, version: domain::version::Version { minor } }),
            ..then_now::KepState::default()
        };
        let kep = KepOutcome {
            number: 753,
            relation: Relation::Itself,
            title: None,
            then: state(domain::kep::Stage::Alpha, 28),
            now: state(domain::kep::Stage::Stable, 33),
            shipped_on: None,
            successor: None,
        };
        let outcome = Outcome {
            then_day: Some(Date::constant(2023, 11, 1)),
            kep: Some(kep),
            changed: true,
            ..Outcome::default()
        };
        Reference {
            literal: "KEP-753".into(),
            label: None,
            nth: 0,
            target: Target::Kep(753),
            corrected,
            fragment: None,
            none: false,
            range,
            outcome: Some(Box::new(outcome)),
            in_cluster: None,
        }
    }

    const SITE: &str = "https://kepline.example";

    #[test]
    fn a_citation_is_an_absolute_link_with_then_and_now() {
        assert_eq!(
            feed_html("<p>a KEP-753 b</p>", &[kep(5..12, false)], SITE, Lang::En),
            "<p>a <a href=\"https://kepline.example/keps/753\" title=\"KEP-753\">KEP-753</a> \
             <span lang=\"en\">[alpha 1.28 → stable 1.33]</span> b</p>"
        );
        let unknown = Reference { outcome: None, ..kep(0..1, false) };
        assert_eq!(
            feed_html("a", &[unknown], SITE, Lang::En),
            "<a href=\"https://kep.k8s.io/753\" title=\"KEP-753\">a</a>"
        );
    }

    #[test]
    fn a_correction_shows_its_reading() {
        let html = feed_html("KEP", &[kep(0..3, true)], SITE, Lang::Ja);
        assert!(html.ends_with("<span lang=\"ja\">[= KEP-753: alpha 1.28 → stable 1.33]</span>"), "{html}");
    }

    #[test]
    fn what_is_no_reference_and_what_does_not_fit_stays() {
        let none = Reference { none: true, ..kep(0..1, false) };
        assert_eq!(feed_html("ab", &[none], SITE, Lang::En), "ab");
        assert_eq!(feed_html("あ", &[kep(1..2, false), kep(7..9, false)], SITE, Lang::En), "あ");
    }

    #[test]
    fn after_a_link_stands_what_it_cites() {
        let html = feed_html("<a href=\"https://x/\">x</a>", &[kep(26..26, false)], SITE, Lang::En);
        assert!(html.contains("x</a> <a href=\"https://kepline.example/keps/753\""), "{html}");
    }
}
