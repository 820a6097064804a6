use proptest::prelude::*;

use super::*;
use crate::list::filter::{Filter, FilterKey};

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

#[test]
fn the_box_is_read_as_filter_keys_and_words() {
    let check = |typed: &str, query: &str| {
        let raw: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        let filter = format!("q={raw}").parse().map(|filter: Filter| {
            let pairs = filter.pairs().into_iter();
            pairs.map(|(key, value)| format!("{}={value}", key.as_str())).collect::<Vec<_>>().join("&")
        });
        assert_eq!(filter.map_err(|error| error.to_string()), Ok(query.to_owned()), "{typed}");
    };
    check("停止", "q=停止");
    check("  停止　 検証 停止", "q=停止 検証");
    check("\"graceful   shutdown\" -windows", "q=\"graceful shutdown\" -windows");
    check("“graceful shutdown", "q=\"graceful shutdown\"");
    check("-\"a b\"c", "q=-\"a b\" c");
    check("--concurrency", "q=--concurrency");
    check("-", "q=-");
    check("\"\" -\"\"", "");
    check(
        "sig:node version:1.28 kep:753 repo:containerd/containerd state:merged since:2023-09 until:2023-10 has:code",
        "sig=node&version=1.28&github=merged&kep=753&repo=containerd/containerd&since=2023-09&until=2023-10&has=code",
    );
    check("SIG:Node,network", "sig=network&sig=node");
    check("sig:\"SIG Node\" 停止", "sig=node&q=停止");
    check("-sig:windows -version:1.27", "exclude.sig=windows&exclude.version=1.27");
    check("ｓｉｇ：ｎｏｄｅ", "sig=node");
    check("state:beta state:implemented state:changed", "stage=beta&status=implemented&changed=1");
    check(
        "kep:KEP-753 repo:k/e pr:k/k#115138",
        "kep=753&ref=kubernetes/kubernetes#115138&repo=kubernetes/enhancements",
    );
    check("https://kep.k8s.io/753 std::io 12:30", "q=https://kep.k8s.io/753 std::io 12:30");
    check("\"busybox:1.28\"", "q=\"busybox:1.28\"");
    check("has:lost_link", "has=lost-link");
}

#[test]
fn what_the_box_cannot_mean_is_told() {
    let check = |typed: &str, told: &str| {
        let raw: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        let error = format!("q={raw}").parse::<Filter>().expect_err(typed).to_string();
        assert!(error.contains(told), "{typed}: {error}");
    };
    check("foo:bar", "there is no field `foo:`");
    check("sgi:node", "did you mean `sig:`?");
    check("busybox:1.28", "in quotes");
    check("sig:", "`sig` cannot be ``");
    check("sig:ndoe", "did you mean `node`?");
    check("state:mergd", "did you mean `merged`?");
    check("-kep:753", "`-kep:` cannot be left out");
    check("since:yesterday", "`since` cannot be `yesterday`");
    check("since:2023 since:2024", "`since` can be given only once");
    check("repo:containerd", "such as `containerd/containerd`");
    check("has:everything", "`code`");
    check(&"x".repeat(101), "longer than 100");
    check(&(0..17).map(|n| format!("w{n} ")).collect::<String>(), "more than 16 words");
}

#[test]
fn every_field_has_a_name_of_its_own() {
    for (n, (name, _)) in Field::NAMES.into_iter().enumerate() {
        assert!(Field::NAMES[..n].iter().all(|(other, _)| *other != name), "{name}");
        assert!(Field::from_name(&name.to_uppercase()).is_some());
    }
    assert_eq!(Field::from_name("wg"), Some(Field::Key(FilterKey::Sig)));
    assert_eq!(Field::from_name("sig "), None);
}

/// Whether the index, asked for what is [`index_query`], has the note.
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

    #[test]
    fn what_a_box_holds_is_read_again_as_the_same(typed in "[a停 \"“:：\\-－sig,node　]{0,30}") {
        let raw: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        if let Ok(filter) = format!("q={raw}").parse::<Filter>() {
            let again: Filter = filter.query().parse().expect("what was printed");
            prop_assert_eq!(again, filter, "{:?}", typed);
        }
    }
}
