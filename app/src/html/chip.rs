//! References in the running text: each becomes a chip that links to its target, with what became of it.
//!
//! A citation, its state and the brackets and marks around them are one unit of a line, which a browser breaks
//! only where the line is narrower than it. What would be too wide for a phone is two.

use std::collections::HashSet;
use std::fmt::Write;
use std::ops::Range;

use domain::cite::Target;
use domain::list::timeline::Reference;
use domain::outcome::{CitedSubject, Outcome};

use super::citation_state::{self, Extent};
use super::escape;
use super::link::{citation_href, rel_attribute};
use crate::text::Lang;
use crate::text::chip::columns;

/// How many columns stay together on a line: about as many as a phone has within a list.
const UNIT_COLUMNS: usize = 36;

/// What opens a bracket, and stands on the line of what it holds.
const OPENERS: &[char] = &['(', '[', '（', '［', '「', '『', '【', '〈', '《', '“', '‘'];

/// What ends a bracket, a clause or a sentence, and stands on the line of what it follows.
const CLOSERS: &[char] = &[
    ')', ']', '）', '］', '」', '』', '】', '〉', '》', '”', '’', ',', '.', ':', ';', '!', '?', '、', '。',
    '，', '．', '：', '；', '！', '？', '・', '…',
];

/// How the text of a note is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weaving<'a> {
    /// The language of the page.
    pub lang: Lang,
    /// What a search found, each to be marked, as [`domain::list::search::hits_in_html`] gives them: in order,
    /// without a tag in any. Where one goes over the edge of a chip, each side has a mark of its own.
    pub hits: &'a [Range<usize>],
    /// The KEP on whose own page the note stands, which says what became of it.
    pub page_kep: Option<u32>,
}

/// The HTML of a note with a chip in the place of every reference, in one pass.
///
/// `html` is trusted: it was sanitised when it was stored. Ranges that do not fit it
/// (no import writes such) leave the text as it is.
///
/// `note` is the id of the note, unique on the page.
pub fn weave(note: &str, html: &str, references: &[Reference], weaving: Weaving<'_>) -> String {
    let Weaving { lang, hits, page_kep } = weaving;
    let mut woven = String::with_capacity(html.len() + references.len() * 400);
    let mut cited = CitationLog::default();
    let mut done = 0;
    for (position, reference) in references.iter().enumerate() {
        let range = reference.range.start as usize..reference.range.end as usize;
        let (Some(before), Some(literal)) = (html.get(done..range.start), html.get(range.clone())) else {
            continue;
        };
        if reference.none {
            push_marked(&mut woven, html, done..range.end, hits);
            done = range.end;
            continue;
        }
        let openers =
            if range.is_empty() { 0 } else { before.len() - before.trim_end_matches(OPENERS).len() };
        push_marked(&mut woven, html, done..range.start - openers, hits);
        let rest = &html[range.end..];
        let next = references.get(position + 1).map_or(html.len(), |next| next.range.start as usize);
        let closers = rest.len() - rest.trim_start_matches(CLOSERS).len();
        done = (range.end + closers).min(next.max(range.end));
        if !html.is_char_boundary(done) {
            done = range.end;
        }

        let mut link = String::new();
        push_marked(&mut link, html, range.start - openers..range.start, hits);
        if range.is_empty() {
            push_chip_after_link(&mut link, reference);
        } else {
            let mut marked = String::new();
            push_marked(&mut marked, html, range.clone(), hits);
            push_chip(&mut link, reference, &marked, lang);
        }
        let outcome = reference.outcome.as_deref();
        let chip = outcome.and_then(|outcome| lang.chip(&reference.target, outcome, page_kep));
        let chip = chip.map(|chip| chip.with_cluster(reference, lang));
        let id = format!("w-{note}-{position}");
        let mut state = String::new();
        let mut width = columns(literal);
        if let (Some(outcome), Some(chip)) = (outcome, &chip) {
            let extent = cited.extent(&reference.target, outcome);
            citation_state::push_button(&mut state, chip, extent, &id, lang);
            if extent == Extent::Whole {
                width += columns(&chip.text());
            }
        }
        let mut marks = String::new();
        push_marked(&mut marks, html, range.end..done, hits);
        if range.is_empty() && !link.is_empty() {
            woven.push(' ');
        }
        push_units(&mut woven, &link, &state, &marks, width);
        if let (Some(outcome), Some(_)) = (outcome, &chip) {
            citation_state::push_popover(&mut woven, reference, outcome, &id, lang);
        }
    }
    push_marked(&mut woven, html, done..html.len(), hits);
    adapt(woven, note, lang)
}

/// Gives the elements of a text what a page needs; `id` is unique on it.
pub(super) fn adapt(html: String, id: &str, lang: Lang) -> String {
    link_footnotes(adapt_elements(html, lang), id, lang)
}

/// What a note has cited so far.
#[derive(Default)]
struct CitationLog {
    targets: HashSet<Target>,
    /// The KEPs whose state stands in the note.
    keps: HashSet<u32>,
}

impl CitationLog {
    /// How much is left to say of a citation: a target that was cited before has its sign alone.
    fn extent(&mut self, target: &Target, outcome: &Outcome) -> Extent {
        let target_is_new = self.targets.insert(outcome.destination(target));
        let kep_is_new = match outcome.subject() {
            Some(CitedSubject::Kep(kep) | CitedSubject::PullAbout(kep)) => self.keps.insert(kep.number),
            _ => true,
        };
        match (target_is_new, kep_is_new) {
            (false, _) => Extent::Sign,
            (true, false) => Extent::SubjectAndSign,
            (true, true) => Extent::Whole,
        }
    }
}

/// Adds a citation, its state and the marks that follow, in one unit or in two; `width` is about that of all.
fn push_units(woven: &mut String, link: &str, state: &str, marks: &str, width: usize) {
    let mut push = |unit: &[&str]| {
        let _ = write!(woven, "<span class=\"cited\">{}</span>", unit.concat());
    };
    match (link.is_empty(), state.is_empty()) {
        (true, true) => woven.push_str(marks),
        (true, false) => push(&[state, marks]),
        (false, _) if width <= UNIT_COLUMNS => push(&[link, state, marks]),
        (false, false) => {
            push(&[link]);
            push(&[state, marks]);
        }
        // An address alone: it breaks anywhere.
        (false, true) => woven.extend([link, marks]),
    }
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
    let task = |sign, label| format!("<span class=\"task\" role=\"img\" aria-label=\"{label}\">{sign}");
    let (to_do, done) = (task('☐', lang.task_open()), task('☑', lang.task_done()));
    [
        ("<span class=\"task\">☐", to_do.as_str()),
        ("<span class=\"task\">☑", &done),
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

/// Links footnotes with where they are cited, and back. The ids are those of this note alone.
fn link_footnotes(html: String, note: &str, lang: Lang) -> String {
    const MARK: &str = "<sup class=\"footnote\">[";
    const ITEM: &str = "<li class=\"footnote\">";
    let mut places: Vec<(usize, &str)> = html.match_indices(MARK).chain(html.match_indices(ITEM)).collect();
    if places.is_empty() {
        return html;
    }
    places.sort_unstable();
    let mut out = String::with_capacity(html.len() + places.len() * 120);
    let mut cited = HashSet::new();
    let mut listed = 0_usize;
    let mut done = 0;
    for (at, element) in places {
        let rest = &html[at + element.len()..];
        out.push_str(&html[done..at]);
        done = at;
        if element == ITEM {
            listed += 1;
            let _ = write!(out, "<li class=\"footnote\" id=\"fn-{note}-{listed}\">");
            if cited.contains(&listed) {
                let label = lang.back_to_text();
                let _ = write!(out, "<a href=\"#fr-{note}-{listed}\" aria-label=\"{label}\">↑</a> ");
            }
            done = at + element.len();
            continue;
        }
        let Some((number, _)) = rest.split_once(']') else { continue };
        let Ok(parsed) = number.parse::<usize>() else { continue };
        // What cites it again has no id.
        let id = if cited.insert(parsed) { format!(" id=\"fr-{note}-{parsed}\"") } else { String::new() };
        let label = lang.footnote();
        let _ = write!(
            out,
            "<sup class=\"footnote\"><a{id} href=\"#fn-{note}-{parsed}\" aria-label=\"{label} {parsed}\">[{parsed}]</a>"
        );
        done = at + element.len() + number.len() + 1;
    }
    out.push_str(&html[done..]);
    out
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

/// A chip after a link that is there already; addresses need none, but for those of discussions on GitHub.
fn push_chip_after_link(woven: &mut String, reference: &Reference) {
    let short = match &reference.target {
        Target::Github { repo, number, .. } => format!("{}#{number}", repo.name),
        Target::Kep(number) => format!("KEP-{number}"),
        Target::Release { tag, .. } => tag.clone(),
        target @ Target::Url(_) => match target.discussion() {
            Some((repo, number)) => format!("{} discussion #{number}", repo.name),
            None => return,
        },
    };
    push_open(woven, reference, "chip chip-behind");
    woven.push_str(&escape::html(&short));
    woven.push_str("</a>");
}

fn push_open(woven: &mut String, reference: &Reference, class: &str) {
    let href = citation_href(&reference.target, reference.fragment.as_deref(), reference.outcome.as_deref());
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
    use domain::kep::{Milestone, Stage, Status};
    use domain::outcome::then_now::KepState;
    use domain::outcome::{KepOutcome, Relation};
    use domain::version::Version;

    use super::*;

    const EN: Weaving<'_> = Weaving { lang: Lang::En, hits: &[], page_kep: None };
    const JA: Weaving<'_> = Weaving { lang: Lang::Ja, ..EN };

    fn woven(html: &str, references: &[Reference]) -> String {
        weave("n", html, references, EN)
    }

    fn github(range: std::ops::Range<u32>, corrected: bool) -> Reference {
        let repo = Repo::new("kubernetes", "kubernetes");
        let target = Target::Github { repo, number: 1, kind: GithubKind::Unknown };
        Reference {
            literal: "k/k#1".into(),
            label: None,
            nth: 0,
            target,
            fragment: None,
            corrected,
            none: false,
            range,
            outcome: None,
            in_cluster: None,
        }
    }

    #[test]
    fn a_reference_becomes_a_chip_and_the_rest_stays() {
        assert_eq!(
            woven("<p>a (k/k#1) b</p>", &[github(6..11, false)]),
            "<p>a <span class=\"cited\">(<a class=\"chip\" data-kind=\"github\" href=\"https://github.com/kubernetes/kubernetes/issues/1\" \
             title=\"kubernetes/kubernetes#1\" rel=\"noopener nofollow\">k/k#1</a>)</span> b</p>"
        );
    }

    #[test]
    fn a_correction_shows_its_reading() {
        let woven = weave("n", "<p>k/k#1</p>", &[github(3..8, true)], JA);
        assert!(woven.contains("訂正:"), "{woven}");
        assert!(woven.contains("</span>kubernetes/kubernetes#1</span></a></span></p>"), "{woven}");
    }

    #[test]
    fn what_is_no_reference_is_plain_text() {
        let none = |range| Reference { none: true, ..github(range, false) };
        assert_eq!(woven("<p>a k/k#1 b</p>", &[none(5..10)]), "<p>a k/k#1 b</p>");
        assert_eq!(
            woven("<a href=\"#\">x</a>!", &[none(17..17)]),
            "<a href=\"#\">x</a>!",
            "after a link too"
        );
    }

    #[test]
    fn a_link_keeps_its_text_and_is_followed_by_a_chip() {
        let woven = self::tests::woven("<a href=\"#\">x</a>!", &[github(17..17, false)]);
        assert!(
            woven.starts_with("<a href=\"#\">x</a> <span class=\"cited\"><a class=\"chip chip-behind\""),
            "{woven}"
        );
        assert!(woven.ends_with(">kubernetes#1</a>!</span>"), "{woven}");
    }

    #[test]
    fn brackets_and_marks_stay_with_the_citation() {
        let check = |html: &str, range: std::ops::Range<u32>, expected: &str| {
            let woven = woven(html, &[github(range, false)]);
            let (start, rest) = woven.split_once("<a ").expect("a chip");
            let (link, rest) = rest.split_once('>').expect("an element");
            assert!(link.starts_with("class=\"chip\""), "{woven}");
            let units =
                (start.to_owned() + rest).replace("<span class=\"cited\">", "{").replace("</span>", "}");
            assert_eq!(units, expected);
        };
        check("「k/k#1」を、", 3..8, "{「k/k#1</a>」}を、");
        check("(k/k#1)、と", 1..6, "{(k/k#1</a>)、}と");
        check("a k/k#1, b", 2..7, "a {k/k#1</a>,} b");
        check("<b>k/k#1</b>)", 3..8, "<b>{k/k#1</a>}</b>)");
        // What no line of a phone holds breaks as it must.
        let address = format!("({})", "https://example.org/".repeat(3));
        check(&address, 1..61, &format!("({}</a>)", "https://example.org/".repeat(3)));
    }

    #[test]
    fn a_target_that_is_cited_again_has_its_sign_alone() {
        let shipped = |stage| KepState {
            status: Some(Status::Implementable),
            shipped: Some(Milestone { stage, version: Version { minor: 33 } }),
            ..KepState::default()
        };
        let kep = |target: Target, relation, range| {
            let (then, now) = (shipped(Stage::Stable), shipped(Stage::Stable));
            let kep = KepOutcome {
                number: 753,
                relation,
                title: None,
                then,
                now,
                shipped_on: None,
                successor: None,
            };
            let outcome = Some(Box::new(Outcome { kep: Some(kep), ..Outcome::default() }));
            Reference { target, outcome, ..github(range, false) }
        };
        let pull = github(0..0, false).target;
        let references = [
            kep(Target::Kep(753), Relation::Itself, 0..1),
            kep(pull.clone(), Relation::PullAbout, 2..3),
            kep(Target::Kep(753), Relation::Itself, 4..5),
            kep(pull, Relation::PullAbout, 6..7),
        ];
        let woven = woven("a b c d", &references);
        let buttons = woven.split("aria-label=\"KEP-753: stable 1.33\">").skip(1);
        let texts: Vec<String> = buttons
            .map(|rest| rest.split("</button>").next().unwrap_or_default())
            .map(|html| html.split('<').map(|piece| piece.split_once('>').map_or(piece, |it| it.1)).collect())
            .collect();
        assert_eq!(texts, ["● stable 1.33", "KEP-753 ●", "●", "●"]);
        assert_eq!(woven.matches("popover>").count(), 4, "the whole story of each");
    }

    #[test]
    fn another_address_in_a_link_gets_no_chip() {
        let mut url = github(1..1, false);
        url.target = Target::Url("https://example.org/".into());
        assert_eq!(woven("ab", &[url]), "ab");
    }

    #[test]
    fn a_discussion_is_named_after_its_link() {
        let mut url = github(1..1, false);
        url.target = Target::Url("https://github.com/containerd/containerd/discussions/12".into());
        let woven = woven("ab", &[url]);
        assert!(woven.contains("title=\"containerd/containerd discussion #12\""), "{woven}");
        assert!(woven.contains(">containerd discussion #12</a>"), "{woven}");
    }

    #[test]
    fn a_chip_leads_to_the_comment_that_was_cited() {
        let comment = Reference { fragment: Some("issuecomment-3".into()), ..github(0..1, false) };
        let woven = woven("a", &[comment]);
        assert!(woven.contains("/kubernetes/issues/1#issuecomment-3\""), "{woven}");
    }

    #[test]
    fn a_lost_link_says_what_it_was() {
        let html = "<p>(<span class=\"lost-link\">slack</span>)</p>";
        let woven = self::tests::woven(html, &[]);
        assert!(
            woven.contains("title=\"This was a link; its address was lost in the copy\">slack<"),
            "{woven}"
        );
    }

    #[test]
    fn an_address_cannot_leave_its_attribute() {
        let mut url = github(0..1, false);
        url.target = Target::Url("https://x/\"><script>".into());
        let woven = self::tests::woven("a", &[url]);
        assert!(!woven.contains("<script>"), "{woven}");
    }

    #[test]
    fn what_scrolls_is_within_reach_of_the_keyboard() {
        assert_eq!(
            woven("<pre><code>&lt;pre&gt;</code></pre>", &[]),
            "<pre tabindex=\"0\"><code>&lt;pre&gt;</code></pre>"
        );
        assert_eq!(
            weave("n", "<table></table>", &[], JA),
            "<div class=\"table\" role=\"group\" aria-label=\"表\" tabindex=\"0\"><table></table></div>"
        );
    }

    #[test]
    fn tasks_say_what_they_are() {
        assert_eq!(
            woven("<li><span class=\"task\">☑</span> a</li>", &[]),
            "<li><span class=\"task\" role=\"img\" aria-label=\"Done\">☑</span> a</li>"
        );
        assert!(weave("n", "<span class=\"task\">☐</span>", &[], JA).contains("aria-label=\"未完了\">☐"));
    }

    #[test]
    fn footnotes_lead_there_and_back_within_their_note() {
        let html = "<p>a<sup class=\"footnote\">[1]</sup> b<sup class=\"footnote\">[1]</sup></p>\n\
                    <ol class=\"footnotes\"><li class=\"footnote\"><p>c</p></li><li class=\"footnote\"><p>d</p></li></ol>";
        assert_eq!(
            weave("x", html, &[], EN),
            "<p>a<sup class=\"footnote\"><a id=\"fr-x-1\" href=\"#fn-x-1\" aria-label=\"Footnote 1\">[1]</a></sup> \
             b<sup class=\"footnote\"><a href=\"#fn-x-1\" aria-label=\"Footnote 1\">[1]</a></sup></p>\n\
             <ol class=\"footnotes\"><li class=\"footnote\" id=\"fn-x-1\"><a href=\"#fr-x-1\" \
             aria-label=\"Back to the text\">↑</a> <p>c</p></li><li class=\"footnote\" id=\"fn-x-2\"><p>d</p></li></ol>"
        );
        // As a search marks it.
        let marked = "<sup class=\"footnote\">[<mark>1</mark>]</sup>";
        assert_eq!(woven(marked, &[]), marked);
    }

    #[track_caller]
    fn check_marks(html: &str, references: &[Reference], query: &str, expected: &str) {
        let terms = format!("q={query}").parse::<domain::list::filter::Filter>().unwrap().terms;
        let hits = domain::list::search::hits_in_html(html, &terms);
        let woven = weave("n", html, references, Weaving { hits: &hits, ..EN });
        let bare: String = woven
            .split_inclusive('>')
            .map(|piece| match piece.rfind("<a ") {
                Some(at) => piece[..at].to_owned() + "<a>",
                None => piece.to_owned(),
            })
            .collect();
        let bare = bare.replace("<span class=\"cited\">", "{").replace("</span>", "}");
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
        check_marks("<p>a (k/k#1) b</p>", &chip(), "k/k%231", "<p>a {(<a><mark>k/k#1</mark></a>)} b</p>");
        check_marks(
            "<p>a (k/k#1) b</p>",
            &chip(),
            "(k/k",
            "<p>a {<mark>(</mark><a><mark>k/k</mark>#1</a>)} b</p>",
        );
        check_marks("<p>a (k/k#1) b</p>", &chip(), "zebra", "<p>a {(<a>k/k#1</a>)} b</p>");
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
            let plain = woven(&html, &references);
            let marked = weave("n", &html, &references, Weaving { hits: &hits, ..EN });
            proptest::prop_assert_eq!(marked.replace("<mark>", "").replace("</mark>", ""), plain);
        }
    }

    #[test]
    fn ranges_that_do_not_fit_leave_the_text() {
        assert_eq!(woven("あ", &[github(1..2, false), github(7..9, false)]), "あ");
    }
}
