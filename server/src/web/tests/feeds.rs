//! Lists in other forms: feeds and Markdown.

use std::collections::BTreeSet;

use atom_syndication::Feed as Atom;
use domain::list::feed::FeedItems;
use serde_json::Value;

use super::curators::{let_alice_in, page};
use super::*;

/// Notes whose rights are unstated.
const UNSTATED: &str = "\
---
title: Private notes
---

## 2023-10-12
- a secret word on KEP-753 (k/k#115138)
- nothing is cited by this secret word
";

const HOSTILE: &str = "\
---
title: '<b>]]> & \"notes\"'
rights: own
---

## 2023-10-12
- ends ]]> here \u{1} and <script>alert(1)</script> &amp; `]]>`
";

pub(super) async fn get_with(site: &Site, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.send(request.body(Body::empty()).unwrap()).await
}

/// A feed that meets RFC 4287.
fn atom(answer: &Answer) -> Atom {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
    feed_rs::parser::parse(answer.body.as_bytes()).unwrap();
    let feed: Atom = answer.body.parse().unwrap();
    assert!(
        !feed.title.value.is_empty() && feed.id.starts_with("tag:kepline.example,2023:list/"),
        "{feed:?}"
    );
    assert!(feed.authors.iter().all(|author| !author.name.is_empty()) && feed.authors.len() == 1);
    let rels: Vec<_> = feed.links.iter().map(|link| link.rel.as_str()).collect();
    assert_eq!(rels, ["self", "alternate"]);
    assert!(feed.entries.len() <= 100);
    let ids: BTreeSet<_> = feed.entries.iter().map(|entry| &entry.id).collect();
    assert_eq!(ids.len(), feed.entries.len(), "an id is unique");
    assert!(feed.entries.is_sorted_by(|one, other| one.updated >= other.updated), "newest first");
    if let Some(first) = feed.entries.first() {
        assert_eq!(feed.updated, first.updated);
    }
    for entry in &feed.entries {
        assert!(entry.id.starts_with("tag:kepline.example,2023:"), "{}", entry.id);
        assert!(!entry.title.value.trim().is_empty());
        assert!(entry.published.is_some_and(|published| published <= entry.updated));
        assert_eq!(entry.links.len(), 1);
        assert!(entry.content.is_some() || entry.summary.is_some());
        let content = entry.content.as_ref().and_then(|content| content.value.clone());
        only_absolute(&content.or(entry.summary.as_ref().map(|text| text.value.clone())).unwrap());
        assert!(entry.links[0].href.starts_with(PUBLIC_URL));
    }
    feed
}

/// Expects absolute addresses only, and nothing that runs.
fn only_absolute(html: &str) {
    for attribute in ["href=\"", "src=\""] {
        for (at, _) in html.match_indices(attribute) {
            let address = &html[at + attribute.len()..];
            assert!(["https://", "http://", "mailto:"].iter().any(|it| address.starts_with(it)), "{html}");
        }
    }
    for odd in ["<script", "<button", "popover", " id=\"", "style="] {
        assert!(!html.contains(odd), "{odd}: {html}");
    }
}

/// A feed that meets JSON Feed 1.1.
fn json(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/feed+json; charset=utf-8");
    let feed: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    for key in ["title", "home_page_url", "feed_url", "language"] {
        assert!(feed[key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
    }
    for item in feed["items"].as_array().unwrap() {
        for key in ["id", "url", "title", "content_html", "language"] {
            assert!(item[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {item}");
        }
        for key in ["date_published", "date_modified"] {
            assert!(item[key].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{item}");
        }
        only_absolute(item["content_html"].as_str().unwrap());
    }
    feed
}

fn markdown(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "text/markdown; charset=utf-8");
    &answer.body
}

/// The ids of an Atom feed after the name of the site.
fn names(feed: &Atom) -> Vec<&str> {
    feed.entries.iter().map(|entry| entry.id.split_once(":").unwrap().1.split_once(":").unwrap().1).collect()
}

#[tokio::test]
async fn a_feed_holds_exactly_the_notes_of_its_list() {
    let site = demo_site().await;
    for query in
        ["sig=node", "kep=753", "in=2023-10", "version=1.28..1.29&changed=1", "sig=none", "stage=alpha"]
    {
        let answer = site.get(&format!("/index.atom?items=notes&{query}")).await;
        let feed = atom(&answer);
        let ids: BTreeSet<_> = names(&feed).into_iter().map(str::to_owned).collect();
        let entries = site.store.export(&query.parse().unwrap()).await.unwrap();
        let notes = entries.iter().flat_map(|entry| &entry.notes);
        let listed: BTreeSet<_> = notes.map(|note| format!("note/{}", note.note.id)).collect();
        assert_eq!(ids, listed, "{query}");
        let as_json = json(&site.get(&format!("/index.json?items=notes&{query}")).await);
        assert_eq!(as_json["items"].as_array().unwrap().len(), ids.len(), "{query}");
        assert_eq!(as_json["home_page_url"], format!("{PUBLIC_URL}/?{query}"));
        assert_eq!(as_json["feed_url"], format!("{PUBLIC_URL}/index.json?items=notes&{query}"));
    }
}

#[tokio::test]
async fn every_list_has_its_forms() {
    let site = demo_site().await;
    for (path, title) in [
        ("/index", "Timeline"),
        ("/2023", "2023"),
        ("/2023/10", "October 2023"),
        ("/2023/02/14", "14 February 2023 (Tue)"),
        ("/sigs/node", "SIG Node"),
        ("/versions/1.29", "1.29"),
        ("/keps/753", "KEP-753 Sidecar Containers"),
        ("/keps", "KEPs"),
        ("/refs/kubernetes/enhancements/3811", "kubernetes/enhancements#3811"),
    ] {
        let feed = atom(&site.get(&format!("{path}.atom")).await);
        assert_eq!(feed.title.value, format!("{title} — Kepline"), "{path}");
        assert!(!feed.entries.is_empty(), "{path}");
        let as_json = json(&site.get(&format!("{path}.json")).await);
        assert_eq!(as_json["items"].as_array().unwrap().len(), feed.entries.len(), "{path}");
        let text = site.get(&format!("{path}.md")).await;
        assert!(markdown(&text).starts_with(&format!("# {title}\n")), "{path}: {}", text.body);
    }
    for path in ["/sigs.md", "/versions.md"] {
        assert!(markdown(&site.get(path).await).contains("| --- |"), "{path}");
    }
    for path in [
        "/sigs.atom",
        "/versions.json",
        "/status.atom",
        "/nope.md",
        "/sigs/nobody.atom",
        "/versions/9.99.atom",
        "/keps/999999.atom",
        "/refs/a/b/1.atom",
        "/e/0a1b2c3d.md",
        "/e/0a1b2c3d.atom",
        "/2023/13.atom",
        "/versions/one.md",
        "/index.atom?notebook=nope",
        "/index.md?notebook=nope",
        "/keps.md?page=99",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.get("/versions/1.29").await.status, StatusCode::OK, "a version is no form");
    assert_eq!(site.get("/speculation.json").await.status, StatusCode::OK, "nor is what is no list");
}

#[tokio::test]
async fn a_form_of_a_list_has_one_address() {
    let site = demo_site().await;
    for (path, location) in [
        ("/index.atom?sig=SIG+Node&items=moves", "/index.atom?items=moves&sig=node"),
        ("/index.atom?order=asc&before=2023-10-11.57.0a1b2c3d", "/index.atom"),
        ("/index.json?utm_source=x&lang=JA", "/index.json?lang=ja"),
        ("/2023/9.atom", "/2023/09.atom"),
        ("/2023/10.atom?sig=node", "/index.atom?sig=node&in=2023-10"),
        ("/2023/10.md?sig=node&order=asc", "/index.md?sig=node&in=2023-10&order=asc"),
        ("/sigs/SIG%20Node.atom?items=notes", "/sigs/node.atom?items=notes"),
        ("/versions/v1.29.md", "/versions/1.29.md"),
        ("/kep/753.atom", "/keps/753.atom"),
        ("/keps/753-sidecar-containers.atom", "/keps/753.atom"),
        ("/keps.atom?sort=number&page=2&stage=GA", "/keps.atom?stage=stable"),
        ("/sigs.md?sig=node", "/sigs.md"),
        ("/index.atom/", "/index.atom"),
    ] {
        site.get(path).await.expect_moved(location);
    }
    for (path, why) in [
        ("/index.atom?sgi=node", "unknown filter `sgi`; did you mean `sig`?"),
        ("/index.atom?items=move", "did you mean `moves`?"),
        ("/index.json?lang=fr", "expected `en` or `ja`"),
        ("/index.md?items=moves", "a key of feeds"),
        ("/keps.atom?items=notes", "no notes"),
        ("/keps.json?nope=1", "nope"),
        ("/sigs/node.atom?version=x", "`version` cannot be `x`"),
        ("/index.atom?sig=%zz", "percent-encoded"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.header("content-type").starts_with("text/plain"), "{path}");
        assert!(answer.body.contains(why), "{path}: {}", answer.body);
    }
    let japanese = get_with(&site, "/index.atom?items=move", &[("accept-language", "ja")]).await;
    assert!(japanese.body.contains("指定できません"), "{}", japanese.body);
}

#[tokio::test]
async fn who_has_the_answer_gets_none() {
    let site = site_with_notes(NOTES).await;
    for path in ["/index.atom", "/index.json?sig=node", "/2023/10.md"] {
        let first = site.get(path).await;
        let (etag, modified) = (first.header("etag"), first.header("last-modified"));
        assert!(etag.starts_with("W/\"") && modified.ends_with(" GMT"), "{etag} {modified}");
        assert_eq!(first.header("cache-control"), "public, max-age=300");
        assert_eq!(first.header("x-content-type-options"), "nosniff");
        assert_eq!(first.header("x-robots-tag"), "noindex", "the page is what search engines keep");
        let varies: Vec<_> = first.headers.get_all("vary").iter().filter_map(|it| it.to_str().ok()).collect();
        assert_eq!(varies, ["cookie, accept-language, accept-encoding"]);
        let old = "Thu, 01 Jan 2015 00:00:00 GMT";
        for (headers, status) in [
            (vec![("if-none-match", etag)], StatusCode::NOT_MODIFIED),
            (vec![("if-none-match", "\"x\", *")], StatusCode::NOT_MODIFIED),
            (vec![("if-none-match", etag.trim_start_matches("W/"))], StatusCode::NOT_MODIFIED),
            (vec![("if-modified-since", modified)], StatusCode::NOT_MODIFIED),
            (vec![("if-none-match", "\"x\""), ("if-modified-since", modified)], StatusCode::OK),
            (vec![("if-none-match", etag), ("if-modified-since", old)], StatusCode::NOT_MODIFIED),
            (vec![("if-modified-since", old)], StatusCode::OK),
            (vec![("if-modified-since", "yesterday")], StatusCode::OK),
        ] {
            let answer = get_with(&site, path, &headers).await;
            assert_eq!(answer.status, status, "{path}: {headers:?}");
            assert_eq!(answer.header("etag"), etag, "{path}");
            assert_eq!(answer.body.is_empty(), status == StatusCode::NOT_MODIFIED);
        }
        let head = Request::head(path).body(Body::empty()).unwrap();
        let head = site.send(head).await;
        assert_eq!((head.status, head.header("etag"), head.body.as_str()), (StatusCode::OK, etag, ""));
        assert_eq!(head.header("content-type"), first.header("content-type"));
        let other = get_with(&site, path, &[("accept-language", "ja"), ("if-none-match", etag)]).await;
        assert_eq!(other.status, StatusCode::OK, "another language is another answer");
        assert_ne!(other.header("etag"), etag);
    }
    let etag = site.get("/index.atom").await.header("etag").to_owned();
    assert_ne!(site.get("/index.atom?sig=node").await.header("etag"), etag);
    import_text(&site.store, &NOTES.replace("something else", "something other")).await.unwrap();
    assert_ne!(site.get("/index.atom").await.header("etag"), etag, "a write makes it another");
}

#[tokio::test]
async fn an_edit_changes_the_note_and_the_feed_and_nothing_else() {
    let site = site_with_notes(NOTES).await;
    let before = atom(&site.get("/index.atom").await);
    // Times have fractions of a second: the second import is later by then.
    import_text(&site.store, &NOTES.replace("something else", "something other")).await.unwrap();
    let after = atom(&site.get("/index.atom").await);
    assert_eq!(after.entries.len(), before.entries.len());
    assert!(after.updated > before.updated);
    for entry in &after.entries {
        let was = before.entries.iter().find(|was| was.id == entry.id).unwrap();
        let is_edited = entry.title.value.contains("something other");
        assert_eq!(entry.updated != was.updated, is_edited, "{}", entry.title.value);
        assert_eq!(entry.published, was.published);
    }
    assert!(after.entries[0].title.value.contains("2023-10-10: something other"));
}

#[tokio::test]
async fn a_note_keeps_its_formatting_and_shows_what_became_of_what_it_cites() {
    let site = demo_site().await;
    let feed = atom(&site.get("/index.atom?items=notes&in=2023-02-14").await);
    let html_of = |title: &str| {
        let found = feed.entries.iter().find(|entry| entry.title.value.contains(title)).unwrap();
        (found, found.content.as_ref().unwrap().value.clone().unwrap())
    };
    let (freeze, html) = html_of("enhancements freeze");
    assert!(freeze.title.value.starts_with("2023-02-14: 1.27"), "{}", freeze.title.value);
    assert_eq!(freeze.content.as_ref().unwrap().lang.as_deref(), Some("ja"));
    assert_eq!(freeze.authors[0].name, "Kepline");
    assert!(
        freeze.categories.iter().any(|it| it.term == "sig-node" && it.label.as_deref() == Some("SIG Node"))
    );
    for expected in [
        "14 February 2023 (Tue)</a>",
        "<ul>",
        "<code>shareProcessNamespace</code>",
        "<a href=\"https://kepline.example/keps/753\" title=\"KEP-753\">KEP-753</a> <span lang=\"en\">[",
        "→ stable 1.33",
        "KEP data as of ",
    ] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    let japanese =
        get_with(&site, "/index.atom?items=notes&in=2023-02-14", &[("accept-language", "ja")]).await;
    let by_key = site.get("/index.atom?items=notes&lang=ja&in=2023-02-14").await;
    for answer in [japanese, by_key] {
        let feed = atom(&answer);
        assert_eq!(feed.lang.as_deref(), Some("ja"));
        let html = feed.entries[0].content.as_ref().unwrap().value.clone().unwrap();
        assert!(html.contains("2023年2月14日") && html.contains("KEP データ"), "{html}");
        assert_eq!(feed.id, "tag:kepline.example,2023:list/index?items=notes&in=2023-02-14");
    }
}

#[tokio::test]
async fn moves_are_items_of_their_own() {
    let site = demo_site().await;
    let feed = atom(&site.get("/index.atom?items=moves&kep=753").await);
    let stable = "moves/kep/753/stable/1.33";
    assert!(names(&feed).contains(&stable), "{:?}", names(&feed));
    let entry = feed.entries.iter().find(|entry| entry.id.ends_with(stable)).unwrap();
    assert!(entry.title.value.starts_with("KEP-753 Sidecar Containers, cited in "), "{}", entry.title.value);
    assert!(entry.title.value.ends_with("became stable in 1.33"), "{}", entry.title.value);
    assert_eq!(entry.links[0].href, "https://kepline.example/keps/753");
    let html = entry.content.as_ref().unwrap().value.clone().unwrap();
    assert!(
        html.contains("stable 1.33 (2025-04-23)") && html.contains("https://kepline.example/e/"),
        "{html}"
    );
    assert!(entry.updated.to_rfc3339().starts_with("2025-04-23"), "an earlier move is dated by its day");

    let both = atom(&site.get("/index.atom").await);
    assert!(names(&both).iter().any(|name| name.starts_with("moves/")), "moves are not pushed out by notes");
    let keps = atom(&site.get("/keps.atom?stage=stable").await);
    assert!(names(&keps).contains(&stable) && names(&keps).iter().all(|name| name.starts_with("moves/kep/")));
    let states = json(&site.get("/keps/753.json?items=moves").await);
    assert!(states["items"][0]["_kepline"]["citations"][0]["changed"] == true, "{states}");
}

#[tokio::test]
async fn unstated_rights_leave_no_word_to_strangers() {
    let site = site_with_notes(UNSTATED).await;
    let cookie = let_alice_in(&site).await;
    for path in ["/index.atom", "/index.json", "/index.md", "/2023/10.atom"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!answer.body.contains("secret"), "{path}: {}", answer.body);
        assert!(answer.body.contains("KEP-753, kubernetes/kubernetes#115138"), "{path}: {}", answer.body);
        assert!(answer.body.contains("no words of them leave this site"), "{path}: {}", answer.body);
        assert_eq!(answer.header("cache-control"), "public, max-age=300");
        let curator = page(&site, path, &cookie).await;
        assert!(curator.body.contains("a secret word on"), "{path}: {}", curator.body);
        assert_eq!(curator.header("cache-control"), "private, no-cache");
        assert_ne!(curator.header("etag"), answer.header("etag"));
    }
    let feed = atom(&site.get("/index.atom").await);
    assert!(feed.entries.iter().all(|entry| entry.content.is_none() && entry.summary.is_some()));
    assert_eq!(feed.entries.last().unwrap().title.value, "2023-10-12: KEP-753, kubernetes/kubernetes#115138");
    let entry = site.store.export(&Default::default()).await.unwrap().remove(0);
    let (id, note) = (&entry.entry.id, &entry.notes[0].note.id);
    for path in [format!("/e/{id}.md"), format!("/e/{id}/{note}.md")] {
        let answer = site.get(&path).await;
        assert!(!markdown(&answer).contains("secret"), "{path}: {}", answer.body);
        assert!(page(&site, &path, &cookie).await.body.contains("secret"), "{path}");
    }
}

#[tokio::test]
async fn hostile_text_stays_text() {
    let site = site_with_notes(HOSTILE).await;
    let feed = atom(&site.get("/index.atom").await);
    let html = feed.entries[0].content.as_ref().unwrap().value.clone().unwrap();
    assert!(html.contains("ends ]]&gt; here") && html.contains("&lt;script&gt;alert(1)"), "{html}");
    assert!(html.contains("&lt;b&gt;]]&gt; &amp;"), "the title of a notebook is text too: {html}");
    json(&site.get("/index.json").await);
    let text = site.get("/index.md").await;
    assert!(markdown(&text).contains("[\\<b\\>\\]\\]\\> & \"notes\"]("), "{}", text.body);
}

#[tokio::test]
async fn markdown_can_be_pasted() {
    let site = demo_site().await;
    let answer = site.get("/index.md?in=2023-02-14").await;
    let text = markdown(&answer);
    for expected in [
        "# 14 February 2023 (Tue)\n\n<https://kepline.example/?in=2023-02-14> · 3 notes in 1 entry · KEP data as of ",
        "\n## [14 February 2023 (Tue)](https://kepline.example/e/",
        "\n- 1.27 の enhancements freeze",
        "\n  - KEP-753: 2/9",
        "\n    - 新しい種類の",
        "今度こそ\n  - ↳ [KEP-753](<https://kep.k8s.io/753>): planned alpha 1.27 → stable 1.33; 1 release late, alpha 1.28 (planned 1.27)\n",
        "\n  - ↳ [KEP-3761](<https://github.com/kubernetes/enhancements/issues/3761>): KEP-753: ",
        "→ stable 1.33",
        "\n---\n\n[Kepline demo](https://kepline.example/?notebook=kepline-demo) by Kepline · Licence: Apache-2.0",
    ] {
        assert!(text.contains(expected), "{expected}:\n{text}");
    }
    let entry = site.store.export(&"in=2023-02-14".parse().unwrap()).await.unwrap().remove(0);
    let (id, note) = (&entry.entry.id, &entry.notes[1].note.id);
    let one = site.get(&format!("/e/{id}/{note}.md")).await;
    assert!(
        markdown(&one).contains("- User namespaces") && !one.body.contains("enhancements freeze を"),
        "{}",
        one.body
    );
    let moved = site.get(&format!("/e/0a1b2c3d/{note}.md")).await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (StatusCode::MOVED_PERMANENTLY, format!("/e/{id}/{note}.md").as_str())
    );
    let keps = site.get("/keps.md?sig=node").await;
    assert!(
        markdown(&keps)
            .contains("| [KEP-753](https://kepline.example/keps/753) | Sidecar Containers | SIG Node |")
    );
}

#[tokio::test]
async fn a_long_list_links_to_its_next_part() {
    let mut notes = "---\ntitle: Long\nrights: own\n---\n".to_owned();
    let mut day = domain::Date::constant(2020, 1, 1);
    for _ in 0..205 {
        notes += &format!("\n## {day}\n- on that day\n");
        day = day.tomorrow().unwrap();
    }
    let site = site_with_notes(&notes).await;
    let first = site.get("/index.md").await;
    assert!(
        markdown(&first).contains("The newest 200 of 205 entries"),
        "{}",
        &first.body[first.body.len() - 300..]
    );
    let next = first.body.split("goes on at <").nth(1).unwrap().split('>').next().unwrap();
    let rest = site.get(next.strip_prefix(PUBLIC_URL).unwrap()).await;
    assert_eq!(markdown(&rest).matches("\n## [").count(), 5);
    let feed = site.store.feed(&Default::default(), FeedItems::All).await.unwrap();
    assert_eq!(feed.notes.len(), 100, "a feed is bounded");
    assert_eq!(atom(&site.get("/index.atom").await).entries.len(), 100);
}

#[tokio::test]
async fn pages_lead_to_their_other_forms() {
    let site = demo_site().await;
    for (path, other) in [
        ("/", "/index.atom"),
        ("/?sig=node&order=asc", "/index.atom?sig=node"),
        ("/2023/10", "/index.atom?in=2023-10"),
        ("/sigs/node", "/sigs/node.atom"),
        ("/versions/1.29", "/versions/1.29.atom"),
        ("/keps?stage=stable&sort=number", "/keps.atom?stage=stable"),
        ("/keps/753", "/keps/753.atom"),
        ("/refs/kubernetes/enhancements/3811", "/refs/kubernetes/enhancements/3811.atom"),
    ] {
        let page = site.get(path).await;
        let link = format!("href=\"{PUBLIC_URL}{}\"", other.replace('&', "&amp;"));
        let head = page.body.split("</head>").next().unwrap();
        assert!(head.contains("application/atom+xml") && head.contains(&link), "{path}: {link} in {head}");
        assert!(head.contains("application/feed+json"), "{path}");
        assert_eq!(site.get(other).await.status, StatusCode::OK, "{other}");
        let markdown = other.replacen(".atom", ".md", 1).replace('&', "&amp;");
        assert!(page.body.contains(&format!("href=\"{markdown}\"")), "{path}: {markdown}");
    }
    let japanese = get_with(&site, "/?sig=node", &[("accept-language", "ja")]).await;
    assert!(japanese.body.contains("/index.atom?lang=ja&amp;sig=node"), "a feed reader sends no language");
}
