use proptest::prelude::*;

use super::*;

fn word(text: &str) -> Term {
    Term::word(text).expect("a word")
}

fn phrase(text: &str) -> Term {
    Term::phrase(text).expect("a phrase")
}

/// What is found of a term, as it stands in the text.
fn found<'a>(text: &'a str, term: &Term) -> Vec<&'a str> {
    hits(text, std::slice::from_ref(term)).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn words_are_found_as_a_reader_expects() {
    let check = |text: &str, typed: &str, expected: &[&str]| {
        assert_eq!(found(text, &word(typed)), expected, "{typed} in {text}");
    };
    check("Pod の停止を検証した", "停止", &["停止"]);
    check("Pod の停止を検証した", "検証", &["検証"]);
    check("Pod の停止を検証した", "証", &["証"]);
    check("Pod の停止を検証した", "止検", &[]);
    check("停止停止", "停止", &["停止", "停止"]);
    check("graceful shutdown", "grace", &["grace"]);
    check("graceful shutdown", "shut", &["shut"]);
    check("disgrace", "grace", &[]);
    check("terminationGracePeriodSeconds", "grace", &["Grace"]);
    check("terminationGracePeriodSeconds", "graceperiod", &["GracePeriod"]);
    check("terminationGracePeriodSeconds", "GracePeriodSeconds", &["GracePeriodSeconds"]);
    check("terminationGracePeriodSeconds", "race", &[]);
    check("terminationGracePeriodSeconds=30", "seconds=30", &["Seconds=30"]);
    check("HTTPServer", "server", &["Server"]);
    check("two PRs", "pr", &["PR"]);
    check("two PRs", "rs", &[]);
    check("see (k/k#115138)", "k/k#115138", &["k/k#115138"]);
    check("see (k/k#115138)", "115138", &["115138"]);
    check("see k/k#115138", "k/k#115", &["k/k#115"]);
    check("see kk#115138", "k/k#115138", &[]);
    check("see k / k # 115138", "k/k#115138", &[]);
    check("k/k#115331RestartPolicy=Always", "restartpolicy", &["RestartPolicy"]);
    check("KEP-753 と KEP-7530", "kep-753", &["KEP-753", "KEP-753"]);
    check("KEP 753", "KEP-753", &[]);
    check("v1.28 へ", "1.28", &["1.28"]);
    check("v1.28 へ", "v1.28", &["v1.28"]);
    check("1.128", "1.28", &[]);
    check("shared_buffers", "buffers", &["buffers"]);
    check("ＫＥＰ－７５３", "kep-753", &["ＫＥＰ－７５３"]);
    check("ｺﾝﾃﾅ", "コンテナ", &["ｺﾝﾃﾅ"]);
    check("ﾊﾟｯﾁ", "パッチ", &["ﾊﾟｯﾁ"]);
    check("—concurrency を上げる", "--concurrency", &["—concurrency"]);
    check("--concurrency を上げる", "—concurrency", &["--concurrency"]);
    check("コンテナー", "コンテナ", &["コンテナ"]);
    check("Podが停止", "podが", &["Podが"]);
    check("Podが停止", "pod停止", &[]);
    check("İstanbul", "i", &["İ"]);
    check("", "a", &[]);
}

#[test]
fn in_quotes_words_are_whole() {
    let check = |text: &str, typed: &str, expected: &[&str]| {
        assert_eq!(found(text, &phrase(typed)), expected, "{typed} in {text}");
    };
    check("graceful shutdown of a node", "graceful shutdown", &["graceful shutdown"]);
    check("graceful\n  shutdown", "graceful shutdown", &["graceful\n  shutdown"]);
    check("graceful shutdowns", "graceful shutdown", &[]);
    check("ungraceful shutdown", "graceful shutdown", &[]);
    check("KEP-753 と KEP-7530", "KEP-753", &["KEP-753"]);
    check("terminationGracePeriod", "grace", &[]);
    check("停止する", "停止", &["停止"]);
    check("sig:node と書く", "sig:node", &["sig:node"]);
}

#[test]
fn hits_in_html_leave_tags_and_entities_whole() {
    let check = |html: &str, typed: &str, expected: &[&str]| {
        let hits = hits_in_html(html, &[word(typed)]);
        let found: Vec<&str> = hits.into_iter().map(|range| &html[range]).collect();
        assert_eq!(found, expected, "{typed} in {html}");
    };
    check("<p>停止</p>", "停止", &["停止"]);
    check("<p>停<em>止</em></p>", "停止", &["停", "止"]);
    check("<li>停</li><li>止</li>", "停止", &[]);
    check("<p>a &lt;none&gt; b</p>", "<none>", &["&lt;none&gt;"]);
    check("<p>R&amp;D</p>", "r&d", &["R&amp;D"]);
    check("<p>R&amp;D</p>", "amp", &[]);
    check("<p class=\"pod\">あ pod & pod</p>", "pod", &["pod", "pod"]);
    check("<a href=\"https://pod.example\">x</a>", "pod", &[]);
    check("&", "&", &["&"]);
    check("<", "x", &[]);
}

#[test]
fn hits_of_several_terms_are_one_where_they_overlap() {
    let terms = [word("停止"), word("止ま"), word("windows").without()];
    let text = "停止まで windows";
    let found: Vec<&str> = hits(text, &terms).into_iter().map(|range| &text[range]).collect();
    assert_eq!(found, ["停止ま"]);
}

#[test]
fn a_snippet_shows_what_stands_around_the_first_hit() {
    let text = format!("{}\n  停止 を{}", "あ".repeat(50), "い".repeat(200));
    let snippet = snippet(&text, &[word("停止")]).expect("a hit");
    assert_eq!(snippet.pieces[0].0, format!("{} ", "あ".repeat(27)));
    assert_eq!(snippet.pieces[1], ("停止".to_owned(), true));
    assert!(snippet.cut_before && snippet.cut_after);
    assert_eq!(snippet.depth, 53);
    assert_eq!(super::snippet("nothing", &[word("停止")]), None);
    let whole = super::snippet("停止", &[word("停止")]).expect("a hit");
    assert_eq!(
        (whole.pieces, whole.cut_before, whole.cut_after),
        (vec![("停止".to_owned(), true)], false, false)
    );
}

/// Whether a query of the index by [`index_query`] gives the note.
fn is_indexed(text: &str, term: &Term) -> bool {
    let Some(IndexQuery { tokens, is_open, in_parts }) = index_query(term) else { return false };
    let IndexText { tokens: whole, parts } = index_text(text);
    let has = |column: &str| {
        let column: Vec<&str> = column.split(' ').filter(|token| !token.is_empty()).collect();
        column.windows(tokens.len()).any(|window| {
            let (last, before) = (tokens.len() - 1, &tokens[..tokens.len() - 1]);
            let ends =
                if is_open { window[last].starts_with(&tokens[last]) } else { window[last] == tokens[last] };
            ends && window[..last] == *before
        })
    };
    has(&whole) || (in_parts && has(&parts))
}

/// Texts in which much is nearly met.
const CROWDED: &str = "[abABs12１ｱﾞ停止をー、#/:\\- —\n<&éß\u{301}]{0,24}";

proptest! {
    #[test]
    fn the_index_finds_what_is_there_and_nothing_else(text in CROWDED, typed in "[abABs12停止をー、#/: \\-é]{1,4}") {
        for term in [Term::word(&typed), Term::phrase(&typed)].into_iter().flatten() {
            let there = !hits(&text, std::slice::from_ref(&term)).is_empty();
            prop_assert_eq!(is_indexed(&text, &term), there, "{} in {:?}", term, text);
        }
    }

    #[test]
    fn any_text_is_indexed_by_tokens_that_need_no_escaping(text in any::<String>()) {
        let IndexText { tokens: whole, parts } = index_text(&text);
        let is_plain = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || c == ' ';
        prop_assert!(whole.chars().chain(parts.chars()).all(is_plain));
        prop_assert!(!whole.contains("  ") && !parts.contains("  "));
        prop_assert!(!whole.chars().any(|c| c.is_ascii_uppercase()));
    }

    #[test]
    fn hits_lie_on_bounds_of_characters_in_order(html in "[ab停&;<>p/ lt#]{0,30}", typed in "[ab停lt&<]{1,2}") {
        let terms: Vec<Term> = Term::word(&typed).into_iter().collect();
        for (text, hits) in [(&html, hits(&html, &terms)), (&html, hits_in_html(&html, &terms))] {
            let mut at = 0;
            for hit in hits {
                prop_assert!(hit.start >= at && hit.end > hit.start);
                prop_assert!(text.get(hit.clone()).is_some());
                at = hit.end;
            }
        }
    }
}
