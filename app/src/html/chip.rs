//! References in the running text: each becomes a chip that links to its target.

use std::fmt::Write;
use std::ops::Range;

use domain::cite::Target;
use domain::list::timeline::Reference;

use super::link::{citation_href, rel_attribute};
use super::{citation_state, escape};
use crate::text::Lang;

/// The HTML of a note with a chip in the place of every reference, in one pass.
///
/// `html` is trusted: it was sanitised when it was stored. Ranges that do not fit it
/// (no import writes such) leave the text as it is.
///
/// `note` is the id of the note, unique on the page.
pub fn weave(note: &str, html: &str, references: &[Reference], lang: Lang) -> String {
    weave_marked(note, html, references, &[], lang)
}

/// The same with a mark around each of `hits`, which are as [`domain::list::search::hits_in_html`] gives them:
/// in order, without a tag in any. Where a hit goes over the edge of a chip, each side has a mark of its own.
pub fn weave_marked(
    note: &str,
    html: &str,
    references: &[Reference],
    hits: &[Range<usize>],
    lang: Lang,
) -> String {
    let mut woven = String::with_capacity(html.len() + references.len() * 200);
    let mut done = 0;
    for (position, reference) in references.iter().enumerate() {
        let range = reference.range.start as usize..reference.range.end as usize;
        if html.get(done..range.start).is_none() || html.get(range.clone()).is_none() {
            continue;
        }
        push_marked(&mut woven, html, done..range.start, hits);
        done = range.end;
        if reference.none {
            push_marked(&mut woven, html, range, hits);
            continue;
        }
        if range.is_empty() {
            push_chip_after_link(&mut woven, reference);
        } else {
            let mut literal = String::new();
            push_marked(&mut literal, html, range, hits);
            push_chip(&mut woven, reference, &literal, lang);
        }
        if let Some(outcome) = &reference.outcome {
            citation_state::push(
                &mut woven,
                &reference.target,
                outcome,
                &format!("w-{note}-{position}"),
                lang,
            );
        }
    }
    push_marked(&mut woven, html, done..html.len(), hits);
    adapt_elements(woven, lang)
}

/// Copies a stretch of `html`, with a mark around each part of `hits` in it.
fn push_marked(woven: &mut String, html: &str, stretch: Range<usize>, hits: &[Range<usize>]) {
    let mut done = stretch.start;
    let first = hits.partition_point(|hit| hit.end <= stretch.start);
    for hit in hits[first..].iter().take_while(|hit| hit.start < stretch.end) {
        let (start, end) = (hit.start.max(done), hit.end.min(stretch.end));
        let (Some(before), Some(hit)) = (html.get(done..start), html.get(start..end)) else { continue };
        if !hit.is_empty() {
            let _ = write!(woven, "{before}<mark>{hit}</mark>");
            done = end;
        }
    }
    woven.push_str(html.get(done..stretch.end).unwrap_or_default());
}

/// Gives elements of a note what they need in the reader's language: what may scroll by itself comes within
/// the reach of the keyboard, and text that was a link says so.
///
/// Text of a note cannot be mistaken for these elements: its `<` are `&lt;`.
fn adapt_elements(html: String, lang: Lang) -> String {
    let table =
        format!("<div class=\"table\" role=\"group\" aria-label=\"{}\" tabindex=\"0\"><table>", lang.table());
    let lost = format!("<span class=\"lost-link\" title=\"{}\">", lang.lost_link());
    [
        ("<pre>", "<pre tabindex=\"0\">"),
        ("<table>", &table),
        ("</table>", "</table></div>"),
        ("<span class=\"lost-link\">", &lost),
    ]
    .into_iter()
    .fold(
        html,
        |html, (element, adapted)| {
            if html.contains(element) { html.replace(element, adapted) } else { html }
        },
    )
}

/// A chip that holds the literal itself, which is HTML already.
fn push_chip(woven: &mut String, reference: &Reference, literal: &str, lang: Lang) {
    push_open(woven, reference, "chip");
    woven.push_str(literal);
    if reference.corrected {
        let reading = escape::html(&reference.target.name());
        let _ = write!(
            woven,
            "<span class=\"chip-reading\"><span class=\"visually-hidden\"> {} </span>\
             <span aria-hidden=\"true\"> → </span>{reading}</span>",
            lang.corrected_to()
        );
    }
    woven.push_str("</a>");
}

/// A chip after a link that is there already; other addresses need none.
fn push_chip_after_link(woven: &mut String, reference: &Reference) {
    let short = match &reference.target {
        Target::Github { repo, number, .. } => format!("{}#{number}", repo.name),
        Target::Kep(number) => format!("KEP-{number}"),
        Target::Release { tag, .. } => tag.clone(),
        Target::Url(_) => return,
    };
    woven.push(' ');
    push_open(woven, reference, "chip chip-behind");
    woven.push_str(&escape::html(&short));
    woven.push_str("</a>");
}

fn push_open(woven: &mut String, reference: &Reference, class: &str) {
    let href = citation_href(&reference.target, reference.outcome.as_deref());
    let rel = rel_attribute(&href);
    let _ = write!(
        woven,
        "<a class=\"{class}\" data-kind=\"{}\" href=\"{}\" title=\"{}\"{rel}>",
        reference.target.kind(),
        escape::html(&href),
        escape::html(&reference.target.name())
    );
}

#[cfg(test)]
mod tests {
    use domain::cite::{GithubKind, Repo};

    use super::*;

    fn github(range: std::ops::Range<u32>, corrected: bool) -> Reference {
        let repo = Repo::new("kubernetes", "kubernetes");
        let target = Target::Github { repo, number: 1, kind: GithubKind::Unknown };
        Reference {
            literal: "k/k#1".into(),
            label: None,
            nth: 0,
            target,
            corrected,
            none: false,
            range,
            outcome: None,
        }
    }

    #[test]
    fn a_reference_becomes_a_chip_and_the_rest_stays() {
        assert_eq!(
            weave("n", "<p>a (k/k#1) b</p>", &[github(6..11, false)], Lang::En),
            "<p>a (<a class=\"chip\" data-kind=\"github\" href=\"https://github.com/kubernetes/kubernetes/issues/1\" \
             title=\"kubernetes/kubernetes#1\" rel=\"noopener nofollow\">k/k#1</a>) b</p>"
        );
    }

    #[test]
    fn a_correction_shows_its_reading() {
        let woven = weave("n", "<p>k/k#1</p>", &[github(3..8, true)], Lang::Ja);
        assert!(woven.contains("訂正:"), "{woven}");
        assert!(woven.contains("</span>kubernetes/kubernetes#1</span></a></p>"), "{woven}");
    }

    #[test]
    fn what_is_no_reference_is_plain_text() {
        let none = |range| Reference { none: true, ..github(range, false) };
        assert_eq!(weave("n", "<p>a k/k#1 b</p>", &[none(5..10)], Lang::En), "<p>a k/k#1 b</p>");
        assert_eq!(
            weave("n", "<a href=\"#\">x</a>!", &[none(17..17)], Lang::En),
            "<a href=\"#\">x</a>!",
            "after a link too"
        );
    }

    #[test]
    fn a_link_keeps_its_text_and_is_followed_by_a_chip() {
        let woven = weave("n", "<a href=\"#\">x</a>!", &[github(17..17, false)], Lang::En);
        assert!(woven.starts_with("<a href=\"#\">x</a> <a class=\"chip chip-behind\""), "{woven}");
        assert!(woven.ends_with(">kubernetes#1</a>!"), "{woven}");
    }

    #[test]
    fn another_address_in_a_link_gets_no_chip() {
        let mut url = github(1..1, false);
        url.target = Target::Url("https://example.org/".into());
        assert_eq!(weave("n", "ab", &[url], Lang::En), "ab");
    }

    #[test]
    fn a_lost_link_says_what_it_was() {
        let html = "<p>(<span class=\"lost-link\">slack</span>)</p>";
        let woven = weave("n", html, &[], Lang::En);
        assert!(
            woven.contains("title=\"This was a link; its address was lost in the copy\">slack<"),
            "{woven}"
        );
    }

    #[test]
    fn an_address_cannot_leave_its_attribute() {
        let mut url = github(0..1, false);
        url.target = Target::Url("https://x/\"><script>".into());
        let woven = weave("n", "a", &[url], Lang::En);
        assert!(!woven.contains("<script>"), "{woven}");
    }

    #[test]
    fn what_scrolls_is_within_reach_of_the_keyboard() {
        assert_eq!(
            weave("n", "<pre><code>&lt;pre&gt;</code></pre>", &[], Lang::En),
            "<pre tabindex=\"0\"><code>&lt;pre&gt;</code></pre>"
        );
        assert_eq!(
            weave("n", "<table></table>", &[], Lang::Ja),
            "<div class=\"table\" role=\"group\" aria-label=\"表\" tabindex=\"0\"><table></table></div>"
        );
    }

    #[track_caller]
    fn check_marks(html: &str, references: &[Reference], query: &str, expected: &str) {
        let terms = format!("q={query}").parse::<domain::list::filter::Filter>().unwrap().terms;
        let hits = domain::list::search::hits_in_html(html, &terms);
        let woven = weave_marked("n", html, references, &hits, Lang::En);
        let bare: String = woven
            .split_inclusive('>')
            .map(|piece| match piece.rfind("<a ") {
                Some(at) => piece[..at].to_owned() + "<a>",
                None => piece.to_owned(),
            })
            .collect();
        assert_eq!(bare, expected, "{query}");
    }

    #[test]
    fn what_was_searched_for_is_marked() {
        let chip = || [github(6..11, false)];
        check_marks("<p>停止する</p>", &[], "停止", "<p><mark>停止</mark>する</p>");
        check_marks("<p>a &amp; b</p>", &[], "b", "<p>a &amp; <mark>b</mark></p>");
        check_marks(
            "<p>一<strong>二三</strong>四</p>",
            &[],
            "二三四",
            "<p>一<strong><mark>二三</mark></strong><mark>四</mark></p>",
        );
        check_marks("<p>a (k/k#1) b</p>", &chip(), "k/k%231", "<p>a (<a><mark>k/k#1</mark></a>) b</p>");
        check_marks(
            "<p>a (k/k#1) b</p>",
            &chip(),
            "(k/k",
            "<p>a <mark>(</mark><a><mark>k/k</mark>#1</a>) b</p>",
        );
        check_marks("<p>a (k/k#1) b</p>", &chip(), "zebra", "<p>a (<a>k/k#1</a>) b</p>");
        check_marks("<p>mark p</p>", &[], "p", "<p>mark <mark>p</mark></p>");
    }

    proptest::proptest! {
        #[test]
        fn without_its_marks_a_note_is_what_it_was(
            pieces in proptest::collection::vec(proptest::sample::select(vec![
                "<p>", "</p>", "<code>", "</code>", "<pre>", "</pre>", "<a href=\"#a\">", "</a>", "k/k#1", "停止",
                " ", "&amp;", "&lt;b&gt;", "Kubernetes", "é", "ﾃﾞ", "v1.28", "\n", "-", "<span class=\"lost-link\">", "</span>",
            ]), 0..24),
            terms in proptest::sample::subsequence(vec!["k/k", "停", "%26", "b", "kube", "1", "テ", "é", "k/k%231+停", "<", "code"], 0..5),
        ) {
            let html = pieces.concat();
            let references: Vec<Reference> = html
                .match_indices("k/k#1")
                .map(|(at, literal)| github(at as u32..(at + literal.len()) as u32, at % 2 == 0))
                .collect();
            let terms = format!("q={}", terms.join("+")).parse::<domain::list::filter::Filter>().unwrap().terms;
            let hits = domain::list::search::hits_in_html(&html, &terms);
            let plain = weave("n", &html, &references, Lang::En);
            let marked = weave_marked("n", &html, &references, &hits, Lang::En);
            proptest::prop_assert_eq!(marked.replace("<mark>", "").replace("</mark>", ""), plain);
        }
    }

    #[test]
    fn ranges_that_do_not_fit_leave_the_text() {
        assert_eq!(weave("n", "あ", &[github(1..2, false), github(7..9, false)], Lang::En), "あ");
    }
}
