use std::ops::Range;

use domain::annotation::additions::{Addition, addition, with_additions, without_additions};
use domain::annotation::{CitedDocument, SourcePlace};
use proptest::prelude::*;

use super::*;

/// Where each citation, then each version, stands, and where something may be added.
fn places(document: &CitedDocument) -> Vec<SourcePlace> {
    let references = document.passages.iter().flat_map(|passage| &passage.references);
    let mut places: Vec<SourcePlace> = references.map(|cited| cited.place.clone()).collect();
    places.extend(document.versions.iter().map(|named| named.place.clone()));
    places
}

/// The document with `+` wherever something may be added after what it cites, and the words that cite.
#[track_caller]
fn check(source: &str, marked: &str, words: &[&str]) {
    let document = read(source);
    let places = places(&document);
    let cited: Vec<&str> = places.iter().map(|place| &source[place.range.clone()]).collect();
    assert_eq!(cited, words, "{source}");
    let mut additions: Vec<Addition> =
        places.iter().filter_map(|place| Some(Addition { at: place.addition?, text: "+".into() })).collect();
    additions.sort_by_key(|addition| addition.at);
    assert_eq!(with_additions(source, &additions), marked, "{source}");
}

#[test]
fn a_citation_is_where_it_stands_in_the_source() {
    check("See KEP-753 and k/k#115138.", "See KEP-753+ and k/k#115138+.", &["KEP-753", "k/k#115138"]);
    check("a &amp; k/k\\#12, `code` KEP-1", "a &amp; k/k\\#12+, `code` KEP-1+", &["k/k\\#12", "KEP-1"]);
    check(
        "- KEP-753\r\n  - k/k#12\r\n\r\n> KEP 127\r\n",
        "- KEP-753+\r\n  - k/k#12+\r\n\r\n> KEP 127+\r\n",
        &["KEP-753", "k/k#12", "KEP 127"],
    );
    check("k/k#115138 then (#115138)", "k/k#115138+ then (#115138+)", &["k/k#115138", "#115138"]);
    check(
        "## Kubernetes 1.28 の KEP-753\n",
        "## Kubernetes 1.28+ の KEP-753+\n",
        &["KEP-753", "Kubernetes 1.28"],
    );
}

#[test]
fn what_is_added_after_an_element_stands_outside_of_it() {
    check(
        "[the plan](https://kep.k8s.io/753), <https://github.com/kubernetes/kubernetes/pull/12>",
        "[the plan](https://kep.k8s.io/753)+, <https://github.com/kubernetes/kubernetes/pull/12>+",
        &["[the plan](https://kep.k8s.io/753)", "<https://github.com/kubernetes/kubernetes/pull/12>"],
    );
    check("**KEP-753**は *a KEP-1 b*", "**KEP-753**+は *a KEP-1+ b*", &["KEP-753", "KEP-1"]);
    check(
        "***[x](https://kep.k8s.io/753)***です",
        "***[x](https://kep.k8s.io/753)***+です",
        &["[x](https://kep.k8s.io/753)"],
    );
    check(
        "| a | b |\n|---|---|\n| KEP-753 | c |\n",
        "| a | b |\n|---|---|\n| KEP-753+ | c |\n",
        &["KEP-753"],
    );
    check("**「KEP-753」**なので", "**「KEP-753+」**なので", &["KEP-753"]);
}

#[test]
fn code_cites_nothing_and_html_is_left_as_it_is() {
    check(
        "`KEP-753`\n\n```\nk/k#12\n```\n\n    k/k#13\n",
        "`KEP-753`\n\n```\nk/k#12\n```\n\n    k/k#13\n",
        &[],
    );
    check("<!-- KEP-1 -->\n\n<div>KEP-753</div>\n", "<!-- KEP-1 -->\n\n<div>KEP-753</div>\n", &["KEP-753"]);
    let document = read("`SidecarContainers`\n\n```\n--feature-gates=A=true\n```\n");
    let texts: Vec<&str> = document.passages.iter().map(|passage| passage.text.as_str()).collect();
    assert_eq!(texts, ["SidecarContainers", "--feature-gates=A=true\n"]);
    let place = document.passages[0].map.locate(&(0..17)).unwrap();
    assert_eq!(place, SourcePlace { range: 1..18, addition: Some(19) });
    let place = document.passages[1].map.locate(&(16..17)).unwrap();
    assert_eq!(place.addition, None);
}

#[test]
fn front_matter_gives_the_day_and_is_no_text() {
    let check = |source: &str, day: Option<&str>| {
        let document = read(source);
        assert_eq!(document.day.map(|day| day.to_string()).as_deref(), day, "{source}");
        let cited: Vec<Range<usize>> = places(&document).into_iter().map(|place| place.range).collect();
        assert_eq!(cited.len(), 1, "{source}");
        assert_eq!(&source[cited[0].clone()], "KEP-753");
    };
    check("---\ntitle: KEP-1\ndate: 2024-05-01\n---\n\nKEP-753", Some("2024-05-01"));
    check("---\r\ndate: 2024-05-01\r\n---\r\nKEP-753", Some("2024-05-01"));
    check("---\ndate: 2024-05\ntitle: a\n---\nKEP-753", None);
    check("KEP-753\n\n---\n", None);
}

#[test]
fn the_html_has_marks_in_its_text() {
    let source = "a **KEP-753** b\n\n[^1] `c`\n\n[^1]: k/k#12 d\n";
    let document = read(source);
    let places: Vec<usize> = places(&document).into_iter().filter_map(|place| place.addition).collect();
    let marked = render_with_marks(source, 0, &places);
    let html: String = marked
        .pieces
        .iter()
        .map(|(html, number)| number.map_or_else(|| html.clone(), |number| format!("{html}{{{number}}}")))
        .collect();
    assert!(html.starts_with("<p>a <strong>KEP-753</strong>{0} b</p>"), "{html}");
    assert!(html.contains("k/k#12{1} d"), "{html}");
    let bare: String = marked.pieces.iter().map(|(html, _)| html.as_str()).collect();
    assert_eq!(bare, crate::markdown::render(source, false).html);
}

#[test]
fn a_source_cannot_forge_a_mark() {
    let forged = "a\u{fde0}\u{fde0}\u{fde0}\u{fde0}\u{fde0} KEP-753";
    let marked = render_with_marks(forged, 0, &[forged.len()]);
    assert_eq!(marked.pieces.len(), 2, "{marked:?}");
    assert_eq!(marked.pieces[0].1, Some(0));
    assert!(marked.pieces[0].0.ends_with("KEP-753"));
}

#[test]
fn very_many_citations_take_little_time() {
    let begun = std::time::Instant::now();
    let flood = "k/k#1 ".repeat(256 * 1024 / 6);
    let document = read(&flood);
    let places: Vec<usize> = places(&document).into_iter().filter_map(|place| place.addition).collect();
    assert_eq!(places.len(), 43_690);
    assert_eq!(render_with_marks(&document.source, 0, &places).pieces.len(), 43_691);
    for hostile in ["> ".repeat(120_000), "[".repeat(250_000), "**KEP-1".repeat(36_000), "(↳ ".repeat(60_000)]
    {
        let document = read(&hostile);
        assert_eq!(document.source, hostile);
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{:?}", begun.elapsed());
}

fn check_document(text: &str) -> Result<(), TestCaseError> {
    let document = read(text);
    let source = &document.source;
    prop_assert_eq!(&*without_additions(source), source.as_str());
    let mut additions = Vec::new();
    for place in places(&document) {
        prop_assert!(source.get(place.range.clone()).is_some_and(|words| !words.is_empty()), "{place:?}");
        if let Some(at) = place.addition {
            prop_assert!(source.is_char_boundary(at) && at >= place.range.end, "{place:?}");
            additions.push(Addition { at, text: addition("alpha 1.27 → stable (1.33)") });
        }
    }
    additions.sort_by_key(|addition| addition.at);
    let annotated = with_additions(source, &additions);
    prop_assert_eq!(without_additions(&annotated), source.as_str());
    let places: Vec<usize> = additions.iter().map(|addition| addition.at).collect();
    let marked = render_with_marks(source, 0, &places);
    let html: String = marked.pieces.iter().map(|(html, _)| html.as_str()).collect();
    prop_assert!(!html.contains("<script") && !html.contains(['\u{fde0}', '\u{fdd0}']), "{}", html);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn without_what_was_added_a_document_is_what_it_was(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "KEP-753", "k/k#12", "#12", "1.28", "Kubernetes", "https://kep.k8s.io/753", " ", "\n", "\n\n", "- ", "> ", "|", "|-|\n",
            "`", "```\n", "*", "**", "_", "~~", "[", "](", ")", "<", ">", "<!--", "-->", "<div>", "<td>", "&amp;", "\\", "「", "」", "は",
            "[^1]", "[^1]:", "    ", "#", "---\n", "date: 2024-01-01\n", "\r\n", "(↳ ", " (↳ ", ":::message\n", "![", "é", "\u{202e}",
            "\u{fde0}", "\0",
        ]), 0..30),
    ) {
        check_document(&pieces.concat())?;
    }

    #[test]
    fn any_text_is_a_document(text in "\\PC{0,80}") {
        check_document(&text)?;
    }
}
