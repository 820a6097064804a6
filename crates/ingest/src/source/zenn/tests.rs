use domain::Date;
use domain::notebook::draft::{Draft, DraftEntry, SourceFormat};
use domain::remark::RemarkKind;
use proptest::prelude::*;

use crate::source::{NoSource, ReadOptions, SourceFile, read};

fn day(text: &str) -> Option<Date> {
    Some(text.parse().expect("a date"))
}

fn read_all(text: &str) -> (Draft, Vec<(RemarkKind, Option<u32>, String)>) {
    let options = ReadOptions::default();
    let (draft, remarks) = read(&SourceFile { path: "", bytes: text.as_bytes() }, &options).expect("a scrap");
    (draft, remarks.into_iter().map(|remark| (remark.kind, remark.line, remark.message)).collect())
}

fn notes(entry: &DraftEntry) -> Vec<&str> {
    entry.notes.iter().map(|note| note.markdown.as_str()).collect()
}

const EXPORT: &str = r##"{
  "title": "Kubernetes - 2031",
  "closed": false,
  "created_at": "2031-01-02",
  "comments": [
    {
      "author": "jo",
      "created_at": "2031-03-01",
      "body_markdown": "how to read this"
    },
    {
      "author": "jo",
      "created_at": "2031-01-06",
      "body_markdown": "# A heading\n\n## 2031/1/5\n\n- a ([slack](https://example.org/p1))\n- b",
      "body_updated_at": "2031-01-07",
      "children": [
        { "author": "kim", "created_at": "2031-02-01", "body_markdown": "it was reverted" }
      ]
    },
    {
      "author": "jo",
      "created_at": "2031-01-08",
      "body_markdown": ""
    }
  ]
}"##;

#[test]
fn an_export_has_an_entry_for_each_post_and_reply() {
    let (draft, remarks) = read_all(EXPORT);
    assert_eq!(draft.format, SourceFormat::ZennExport);
    assert_eq!((draft.title.as_deref(), draft.author.as_deref()), (Some("Kubernetes - 2031"), Some("jo")));
    assert_eq!((draft.time_zone, draft.lost_links, draft.announced_entries), (None, false, None));
    let days = |entry: &DraftEntry| (entry.line, entry.date, entry.not_after);
    let shown: Vec<_> = draft.entries.iter().map(|entry| (days(entry), notes(entry))).collect();
    // The first post names another day than that on which it was posted, so that others may have been written before
    // theirs.
    assert_eq!(
        shown,
        [
            ((14, day("2031-01-05"), None), vec!["a ([slack](https://example.org/p1))", "b"]),
            ((14, None, day("2031-01-06")), vec!["# A heading"]),
            ((23, None, day("2031-01-08")), vec![]),
            ((17, None, day("2031-02-01")), vec!["it was reverted"]),
            ((9, None, day("2031-03-01")), vec!["how to read this"]),
        ]
    );
    let post = &draft.entries[0].posting;
    assert_eq!((post.posted, post.edited, post.reply_to), (day("2031-01-06"), day("2031-01-07"), None));
    let reply = &draft.entries[3].posting;
    assert_eq!((reply.author.as_deref(), reply.reply_to), (Some("kim"), day("2031-01-06")));
    assert!(draft.entries[2].body_lost);
    assert_eq!(remarks, [(RemarkKind::Lost, Some(23), "post 4 is empty".to_owned())]);
}

const API: &str = r#"{"scrap": {"slug": "01", "title": "T", "path": "/jo/scraps/01", "comments_count": 3,
"user": {"username": "jo", "name": "Jo Doe"}, "comments": [
{"slug": "c1", "created_at": "2031-01-05T00:10:00.000+09:00", "body_updated_at": null,
"body_html": "<ul>\n<li>a (<a href=\"https://github.com/kubernetes/kubernetes/pull/1\">k/k#1</a>)</li>\n</ul>",
"user": {"username": "jo", "name": "Jo Doe"}, "children": [
{"slug": "c2", "created_at": "2031-01-09T01:00:00.000+09:00", "body_html": "<p>b</p>",
"user": {"username": "kim", "name": "Kim"}, "children": []}]}]}}"#;

#[test]
fn an_answer_of_the_api_is_read_like_an_export() {
    let (draft, remarks) = read_all(API);
    assert_eq!(draft.format, SourceFormat::ZennApi);
    assert_eq!(draft.author.as_deref(), Some("Jo Doe"));
    assert_eq!(draft.origin.as_deref(), Some("https://zenn.dev/jo/scraps/01"));
    assert_eq!(draft.time_zone.as_deref(), Some("Asia/Tokyo"));
    let shown: Vec<_> = draft
        .entries
        .iter()
        .map(|entry| (entry.key.as_deref(), entry.date, entry.posting.author.as_deref(), notes(entry)))
        .collect();
    assert_eq!(
        shown,
        [
            (
                Some("c1"),
                day("2031-01-05"),
                None,
                vec!["a ([k/k#1](https://github.com/kubernetes/kubernetes/pull/1))"]
            ),
            (Some("c2"), day("2031-01-09"), Some("Kim"), vec!["b"]),
        ]
    );
    assert_eq!((draft.entries[0].line, draft.entries[1].line), (4, 6));
    // Two are there with the reply, and one without.
    assert_eq!(remarks, [(RemarkKind::Announced, None, "3 posts announced, 2 found".to_owned())]);
    assert_eq!(draft.announced_entries, Some(3));
    for count in ["1", "2"] {
        let (draft, remarks) =
            read_all(&API.replace("\"comments_count\": 3", &format!("\"comments_count\": {count}")));
        assert_eq!((draft.announced_entries, remarks), (None, vec![]));
    }
}

#[test]
fn times_are_days_of_the_zone_that_was_stated() {
    let options = ReadOptions { time_zone: Some("America/New_York"), ..ReadOptions::default() };
    let (draft, _) = read(&SourceFile { path: "", bytes: API.as_bytes() }, &options).expect("a scrap");
    assert_eq!(draft.time_zone.as_deref(), Some("America/New_York"));
    assert_eq!(draft.entries[0].date, day("2031-01-04"));
}

#[test]
fn a_page_of_several_is_incomplete() {
    let check = |json: &str, expected: &[&str]| {
        let (_, remarks) = read_all(json);
        let remarks: Vec<&str> = remarks.iter().map(|(_, _, message)| message.as_str()).collect();
        assert_eq!(remarks, expected, "{json}");
    };
    let incomplete = ["it is incomplete: there is a next page of posts, which is not in it"];
    let posts = r#""comments":[{"created_at":"2031-01-05","body_html":"<p>a</p>"}]"#;
    check(&format!(r#"{{"scrap":{{"title":"T"}},{posts},"next_page":2}}"#), &incomplete);
    check(&format!(r#"{{"scrap":{{"title":"T"}},{posts},"next_page":null}}"#), &[]);
    check(&format!(r#"{{"scrap":{{"title":"T",{posts},"next_page":"x"}}}}"#), &incomplete);
}

#[test]
fn a_saved_page_carries_its_scrap() {
    let page = r#"<!DOCTYPE html><html><head><title>T</title></head><body><p>T</p>
<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"scrap":{"title":"T","slug":"01",
"path":"/jo/scraps/01","user":{"name":"Jo Doe"}},"comments":[{"slug":"c1","createdAt":"2031-01-05T00:10:00+09:00",
"bodyHtml":"<p>a &amp;lt; b</p>","bodyUpdatedAt":"2031-01-06T00:10:00+09:00","user":{"name":"Jo Doe"}}]}}}</script></body></html>"#;
    let (draft, remarks) = read_all(page);
    assert_eq!((draft.format, draft.title.as_deref()), (SourceFormat::ZennPage, Some("T")));
    assert_eq!(
        (draft.entries[0].date, draft.entries[0].posting.edited),
        (day("2031-01-05"), day("2031-01-06"))
    );
    assert_eq!(notes(&draft.entries[0]), ["a \\&lt; b"]);
    assert_eq!(remarks, []);
}

#[test]
fn a_day_that_is_none_is_reported() {
    let (draft, remarks) =
        read_all(r#"{"title":"T","comments":[{"created_at":"2031-13-40","body_markdown":"a"}]}"#);
    assert_eq!(draft.entries[0].date, None);
    let expected = "post 1: `2031-13-40` is not read as a day".to_owned();
    assert_eq!(remarks, [(RemarkKind::UnreadDay, Some(1), expected)]);
}

#[test]
fn other_json_and_other_pages_are_refused() {
    let check = |text: &str, part: &str| match read(
        &SourceFile { path: "", bytes: text.as_bytes() },
        &ReadOptions::default(),
    ) {
        Err(NoSource(message)) => assert!(message.contains(part), "{message}"),
        Ok(read) => panic!("{text}: {read:?}"),
    };
    check(r#"{"name":"x"}"#, "JSON of another shape");
    check(r#"{"title":"T","comments":[{"text":"a"}]}"#, "JSON of another shape");
    check(r#"{"title":"T","comments":{"a":1}}"#, "JSON of another shape");
    check(r#"[{"title":"T"}]"#, "JSON of another shape");
    check("<!doctype html><p>a</p>", "a web page");
    check("<html><script id=\"__NEXT_DATA__\">{\"props\":{}}</script></html>", "a web page");
    check("<html><script id=\"__NEXT_DATA__\">{</script></html>", "a web page");
}

#[test]
fn the_examples_of_zenn_are_read() {
    for (name, entries) in [("example-export.json", 7), ("example-api.json", 3)] {
        let Some(text) = real_data::zenn_example(name) else { return };
        let (draft, remarks) = read_all(&text);
        assert_eq!(draft.entries.len(), entries, "{name}: {draft:#?}");
        assert!(draft.entries.iter().all(|entry| entry.date.is_some() && !entry.body_lost));
        assert_eq!(remarks, [], "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn an_export_that_is_cut_off_is_refused(at in any::<prop::sample::Index>()) {
        let cut = at.index(EXPORT.len() - 1);
        let result = read(&SourceFile { path: "", bytes: &EXPORT.as_bytes()[..cut] }, &ReadOptions::default());
        prop_assert!(result.is_err() || EXPORT[..cut].trim().is_empty());
    }

    #[test]
    fn a_changed_byte_panics_no_reader(
        at in any::<prop::sample::Index>(), byte in any::<u8>(), source in prop::sample::select(vec![EXPORT, API]),
    ) {
        let mut bytes = source.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read(&SourceFile { path: "", bytes: &bytes }, &ReadOptions::default());
    }
}

#[test]
fn posts_without_a_day_have_that_of_their_posting_where_days_in_headings_are_it() {
    let agreeing = EXPORT.replace("2031/1/5", "2031/1/6");
    let (draft, _) = read_all(&agreeing);
    let days: Vec<_> = draft.entries.iter().map(|entry| (entry.date, entry.not_after)).collect();
    let dated = |text| (day(text), None);
    assert_eq!(
        days,
        [
            dated("2031-01-06"),
            dated("2031-01-06"),
            dated("2031-01-08"),
            dated("2031-02-01"),
            dated("2031-03-01")
        ]
    );
}
