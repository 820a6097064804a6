//! What became of a citation, next to its text: a button with the chip, and a popover with the whole story.
//!
//! The story is a popover: it opens without JavaScript too. It may stand inside a paragraph, so
//! that everything in it is phrasing.

use std::fmt::Write;

use domain::address::{Page, kep_href};
use domain::as_of;
use domain::cite::Target;
use domain::list::timeline::Reference;
use domain::outcome::{ItemOutcome, KepOutcome, MissingReason, Outcome, Relation};

use super::escape;
use super::link::rel_attribute;
use crate::request::looked_at_from;
use crate::text::Lang;
use crate::text::chip::{ChipText, Form};
use crate::text::verdict::sign;

/// How much of a chip a note still has to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    #[default]
    Whole,
    /// Whose state it is, and the sign: what became of it stands in the note already.
    SubjectAndSign,
    /// The sign alone: the same was cited before.
    Sign,
}

/// Adds the button that shows the chip and opens the story of `id`, which is one of a kind on the page.
///
/// Who does not see the signs gets the whole in words, whatever the extent.
pub fn push_button(woven: &mut String, chip: &ChipText, extent: Extent, id: &str, lang: Lang) {
    let ChipText { about, form, mine, label, changed, stands_out } = chip;
    let _ = write!(
        woven,
        "<button type=\"button\" class=\"state\" lang=\"{}\"{}{} popovertarget=\"{id}\" aria-label=\"{}\">",
        lang.as_str(),
        if *changed { " data-changed" } else { "" },
        if *stands_out { " data-stands-out" } else { "" },
        escape::html(label),
    );
    if let Some(about) = about.as_ref().filter(|_| extent != Extent::Sign) {
        let _ = write!(woven, "<span class=\"state-about\">{}</span> ", escape::html(about));
    }
    let Form { then, sign, lead, news } = form;
    let whole = extent == Extent::Whole;
    if let Some(then) = then.as_ref().filter(|_| whole) {
        let _ = write!(woven, "<span class=\"state-then\">{} → </span>", escape::html(then));
    }
    let _ = write!(woven, "<span class=\"shape\">{sign}</span>");
    if whole && !news.is_empty() {
        let _ =
            write!(woven, " {}<span class=\"state-now\">{}</span>", escape::html(lead), escape::html(news));
    }
    if let Some(mine) = mine.as_ref().filter(|_| whole) {
        let _ = write!(woven, " <span class=\"state-mine\">{}</span>", escape::html(mine));
    }
    woven.push_str("</button>");
}

/// Adds the story that the button of `id` opens. Its link to GitHub leads to the part that was cited.
pub fn push_popover(woven: &mut String, reference: &Reference, outcome: &Outcome, id: &str, lang: Lang) {
    let _ = write!(woven, "<span class=\"story\" lang=\"{}\" id=\"{id}\" popover>", lang.as_str());
    push_story(woven, reference, outcome, lang);
    woven.push_str("</span>");
}

fn push_story(woven: &mut String, reference: &Reference, outcome: &Outcome, lang: Lang) {
    let target = &reference.target;
    // The story of a KEP that lives on under another number gives the reason itself.
    let lives_on = outcome.kep.as_ref().is_some_and(|kep| kep.relation == Relation::ContinuedAs);
    if let Some(read_as) = outcome.read_as.as_ref().filter(|_| !lives_on) {
        push_line(woven, &format!("{} {}: {}", lang.corrected_to(), read_as.target.name(), read_as.reason));
    }
    if let Some(item) = &outcome.item {
        push_title(woven, &format!("{} {}", lang.item_kind(item.kind), item.key), item.title.as_deref());
        push_item_story(woven, outcome, item, lang);
    }
    if let Some(kep) = &outcome.kep {
        push_kep_story(woven, outcome, kep, lang);
    }
    if let Some(mine) = reference.in_cluster.as_ref().and_then(|kep| lang.kep_in_cluster(kep)) {
        let _ = write!(woven, "<span class=\"story-line my-cluster\">{}</span>", escape::html(&mine));
    }
    woven.push_str("<span class=\"story-links\">");
    if let Some(kep) = outcome.kep.as_ref().filter(|kep| kep.relation != Relation::Unknown) {
        let name = format!("KEP-{}", kep.number);
        push_link(woven, &kep_href(kep.number, kep.has_page()), &name);
    }
    if let Some(item) = &outcome.item {
        let page = Page::Item(item.key.clone());
        push_link(woven, &page.href(), &format!("{}#{}", item.key.repo.name, item.key.number));
    }
    let label = if matches!(target, Target::Kep(_)) { "kep.k8s.io" } else { lang.on_github() };
    push_link(woven, &reference.public_address(), label);
    woven.push_str("</span>");
}

fn push_kep_story(woven: &mut String, outcome: &Outcome, kep: &KepOutcome, lang: Lang) {
    let name = format!("KEP-{}", kep.number);
    match kep.relation {
        Relation::Unknown => return push_line(woven, lang.unknown_kep()),
        Relation::Ambiguous => return push_line(woven, lang.several_keps()),
        _ => push_title(woven, &name, kep.title.as_deref()),
    }
    if let Some(read_as) = outcome.read_as.as_ref().filter(|_| kep.relation == Relation::ContinuedAs) {
        push_line(woven, &format!("{}: {}", lang.lives_on(kep.number), read_as.reason));
    }
    if let Some(day) = outcome.then_day {
        push_line(woven, &lang.kep_then(day, &kep.then));
        for missed in &kep.then.missed {
            push_line(woven, &lang.missed_evidence(missed));
        }
    }
    push_line(woven, &lang.kep_now(&kep.now, kep.shipped_on));
    // What is missed then and now stands above.
    for missed in kep.now.missed.iter().filter(|missed| !kep.then.missed.contains(missed)) {
        push_line(woven, &lang.missed_evidence(missed));
    }
    if let Some(judgement) = &outcome.judgement {
        let line = escape::html(&lang.judgement_with_proof(judgement));
        let sign = sign(judgement.verdict);
        let _ = write!(
            woven,
            "<span class=\"story-line story-verdict\"><span class=\"shape\" aria-hidden=\"true\">{sign}</span> {line}</span>"
        );
    }
    if let Some(successor) = kep.successor {
        push_line(woven, &lang.lives_on(successor));
    }
}

fn push_item_story(woven: &mut String, outcome: &Outcome, item: &ItemOutcome, lang: Lang) {
    if let Some(missing) = item.missing {
        // That it is a KEP's number says more than that GitHub was not asked.
        if missing != MissingReason::NotFetched || outcome.kep.is_none() {
            push_line(woven, lang.missing_reason(missing));
        }
        return;
    }
    if let Some(day) = outcome.then_day.filter(|_| item.then != item.now) {
        push_line(woven, &lang.item_then(day, item));
    }
    push_line(woven, &lang.item_now_since(item));
    if let Some(moved_to) = &item.moved_to {
        push_line(woven, &format!("→ {moved_to}"));
    }
}

fn push_title(woven: &mut String, name: &str, title: Option<&str>) {
    let _ = write!(woven, "<span class=\"story-title\"><strong>{}</strong>", escape::html(name));
    if let Some(title) = title {
        let _ = write!(woven, " <span lang=\"en\">{}</span>", escape::html(title));
    }
    woven.push_str("</span>");
}

fn push_line(woven: &mut String, line: &str) {
    let _ = write!(woven, "<span class=\"story-line\">{}</span>", escape::html(line));
}

fn push_link(woven: &mut String, href: &str, label: &str) {
    let href = &if href.starts_with('/') { as_of::carried(href, looked_at_from()) } else { href.to_owned() };
    let _ = write!(
        woven,
        "<a href=\"{}\"{}>{}</a>",
        escape::html(href),
        rel_attribute(href),
        escape::html(label)
    );
}

#[cfg(test)]
mod tests {
    use domain::Date;
    use domain::cite::Repo;
    use domain::github::{ItemKey, ItemKind, ItemStanding, ItemState};
    use domain::kep::{Milestone, Stage, Status};
    use domain::outcome::then_now;
    use domain::outcome::verdict::{Expectation, ExpectationSource, Judgement, Verdict};
    use domain::version::Version;

    use super::super::link::citation_href;
    use super::*;

    fn kep_state(stage: Stage, minor: u16) -> then_now::KepState {
        let shipped = Milestone { stage, version: Version { minor } };
        then_now::KepState {
            status: Some(Status::Implementable),
            shipped: Some(shipped),
            ..then_now::KepState::default()
        }
    }

    fn kep(then: then_now::KepState, now: then_now::KepState) -> KepOutcome {
        KepOutcome {
            number: 753,
            relation: Relation::Itself,
            title: Some("A <title>".into()),
            then,
            now,
            shipped_on: Some(Date::constant(2025, 4, 23)),
            successor: None,
        }
    }

    fn item(then: ItemState, now: ItemState, missing: Option<MissingReason>) -> ItemOutcome {
        let standing = |state| ItemStanding { state, since: None };
        ItemOutcome {
            key: ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number: 1 },
            kind: Some(ItemKind::Pull),
            title: None,
            then: standing(then),
            now: standing(now),
            release: None,
            moved_to: None,
            missing,
        }
    }

    fn citing(target: &Target, fragment: Option<&str>) -> Reference {
        Reference {
            literal: target.name(),
            label: None,
            nth: 0,
            target: target.clone(),
            fragment: fragment.map(str::to_owned),
            corrected: false,
            none: false,
            range: 0..0,
            outcome: None,
            in_cluster: None,
        }
    }

    fn pushed(target: &Target, outcome: &Outcome, extent: Extent) -> String {
        let mut woven = String::new();
        if let Some(chip) = Lang::En.chip(target, outcome, None) {
            push_button(&mut woven, &chip, extent, "id", Lang::En);
        }
        push_popover(&mut woven, &citing(target, None), outcome, "id", Lang::En);
        woven
    }

    /// The text of a piece of HTML.
    fn text(html: &str) -> String {
        let texts = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_kep_that_moved_shows_then_and_now() {
        let day = Some(Date::constant(2023, 11, 1));
        let kep = kep(kep_state(Stage::Alpha, 28), kep_state(Stage::Stable, 33));
        let outcome = Outcome { then_day: day, kep: Some(kep), changed: true, ..Outcome::default() };
        let target = Target::Kep(753);
        assert_eq!(citation_href(&target, None, Some(&outcome)), "/keps/753");
        let html = pushed(&target, &outcome, Extent::Whole);
        assert!(
            html.starts_with(
                "<button type=\"button\" class=\"state\" lang=\"en\" data-changed data-stands-out"
            ),
            "{html}"
        );
        let text = text(&html);
        assert!(text.starts_with("alpha 1.28 → ● stable 1.33"), "{text}");
        assert!(html.contains("aria-label=\"KEP-753: alpha 1.28, now stable 1.33\""), "{html}");
        assert!(text.contains("On 1 Nov 2023: alpha 1.28"), "{text}");
        assert!(text.contains("Stable in 1.33 (23 Apr 2025)"), "{text}");
        assert!(html.contains("A &lt;title&gt;"), "{html}");
    }

    #[test]
    fn the_link_to_github_leads_to_the_comment_that_was_cited() {
        let merged = Some(item(ItemState::Merged, ItemState::Merged, None));
        let outcome = Outcome { item: merged, ..Outcome::default() };
        let target = Target::enhancements_pull(1);
        let mut html = String::new();
        push_popover(&mut html, &citing(&target, Some("discussion_r12")), &outcome, "id", Lang::En);
        let link = "<a href=\"https://github.com/kubernetes/enhancements/pull/1#discussion_r12\"";
        assert!(html.contains(link), "{html}");
        assert_eq!(
            html.matches("discussion_r12").count(),
            1,
            "the page of the target is of the whole: {html}"
        );
    }

    #[test]
    fn what_has_not_moved_shows_now_alone() {
        let day = Some(Date::constant(2025, 5, 1));
        let kep = kep(kep_state(Stage::Stable, 33), kep_state(Stage::Stable, 33));
        let outcome = Outcome { then_day: day, kep: Some(kep), ..Outcome::default() };
        let html = pushed(&Target::Kep(753), &outcome, Extent::Whole);
        assert!(!html.contains("data-changed"));
        assert!(text(&html).starts_with("● stable 1.33"));
    }

    #[test]
    fn what_the_note_has_stated_already_is_a_sign_alone() {
        let kep = kep(kep_state(Stage::Alpha, 28), kep_state(Stage::Stable, 33));
        let kep = KepOutcome { relation: Relation::PullAbout, ..kep };
        let outcome =
            Outcome { then_day: Some(Date::constant(2023, 11, 1)), kep: Some(kep), ..Outcome::default() };
        let button = |extent| {
            let html = pushed(&Target::Kep(753), &outcome, extent);
            assert!(html.contains("aria-label=\"KEP-753: alpha 1.28, now stable 1.33\""), "{html}");
            text(html.split_once("</button>").unwrap().0)
        };
        assert_eq!(button(Extent::Whole), "KEP-753 ● stable 1.33");
        assert_eq!(button(Extent::SubjectAndSign), "KEP-753 ●");
        assert_eq!(button(Extent::Sign), "●");
    }

    #[test]
    fn the_story_says_what_proves_its_verdict() {
        let expected = Expectation {
            milestone: Milestone { stage: Stage::Beta, version: Version { minor: 29 } },
            source: ExpectationSource::Kep,
        };
        let judgement = Judgement {
            verdict: Verdict::Late,
            expected: Some(expected),
            came_in: Some(Version { minor: 31 }),
            revisions: vec![Date::constant(2023, 9, 27), Date::constant(2024, 6, 3)],
            curator: None,
        };
        let kep = kep(kep_state(Stage::Alpha, 28), kep_state(Stage::Stable, 33));
        let outcome = Outcome { kep: Some(kep), judgement: Some(judgement), ..Outcome::default() };
        let text = text(&pushed(&Target::Kep(753), &outcome, Extent::Whole));
        let line = "↷ 2 releases late, beta 1.31 (planned 1.29) · kep.yaml of 2023-09-27 and 2024-06-03";
        assert!(text.contains(line), "{text}");
    }

    #[test]
    fn a_number_that_no_kep_has_is_what_github_knows_it_to_be() {
        let absent = then_now::KepState::default;
        let unknown = KepOutcome { relation: Relation::Unknown, ..kep(absent(), absent()) };
        let day = Some(Date::constant(2023, 11, 1));
        let merged = Some(item(ItemState::Merged, ItemState::Merged, None));
        let outcome = Outcome { then_day: day, kep: Some(unknown), item: merged, ..Outcome::default() };
        let text = text(&pushed(&Target::Kep(1), &outcome, Extent::Whole));
        assert!(text.starts_with("● merged"), "{text}");
        assert!(text.contains("no KEP has this number"), "the story says it: {text}");
    }

    #[test]
    fn what_lives_on_as_a_kep_without_a_file_leads_to_its_issue() {
        let enhancements = |number| ItemKey { repo: Repo::new("kubernetes", "enhancements"), number };
        let kep = KepOutcome {
            number: 5334,
            relation: Relation::ContinuedAs,
            ..kep(then_now::KepState::default(), then_now::KepState::default())
        };
        let item =
            ItemOutcome { key: enhancements(3542), ..item(ItemState::Unknown, ItemState::Unknown, None) };
        let outcome = Outcome { kep: Some(kep), item: Some(item), ..Outcome::default() };
        let target = Target::Kep(3542);
        assert_eq!(citation_href(&target, None, Some(&outcome)), "/refs/kubernetes/enhancements/3542");
        let html = pushed(&target, &outcome, Extent::Whole);
        assert!(!html.contains("\"/keps/"), "{html}");
        let issue = "<a href=\"https://github.com/kubernetes/enhancements/issues/5334\" \
                     rel=\"noopener nofollow\">KEP-5334</a>";
        assert!(html.contains(issue), "{html}");
    }
}
