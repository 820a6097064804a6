//! Who has an answer already: the same rules for feeds, the API, sitemaps and files.

use std::collections::HashMap;

use super::curators::let_alice_in;
use super::feeds::get_with;
use super::*;

const FEED: &str = "/index.atom";
const MARKDOWN: &str = "/2023/10.md";
const API: &str = "/api/v1/notes";
const SITE_MAP: &str = "/sitemap.xml";
const FILE: &str = "/icon.svg";

async fn site_with_files() -> Site {
    let site = site_with_notes(NOTES).await;
    let files = HashMap::from([("icon.svg".to_owned(), "<svg/>".repeat(200).into_bytes())]);
    let router = router(site.store.clone(), options(PUBLIC_URL, SiteFiles::new(files), None));
    Site { router, ..site }
}

/// All values of a header.
fn values<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    answer.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
}

#[tokio::test]
async fn tags_are_compared_as_the_standard_says() {
    let site = site_with_files().await;
    for path in [FEED, MARKDOWN, API, SITE_MAP, FILE] {
        let first = site.get(path).await;
        let tag = first.header("etag");
        let opaque = tag.trim_start_matches("W/");
        let (weak, listed) = (format!("W/{opaque}"), format!("\"x\", {opaque} ,W/\"y\""));
        let without_quotes = opaque.trim_matches('"');
        for (tags, known) in [
            (vec![tag], true),
            (vec![opaque], true),
            (vec![&weak], true),
            (vec![&listed], true),
            (vec!["\"x\"", tag], true),
            (vec!["*"], true),
            (vec!["\"x\""], false),
            (vec!["\"x\", W/\"y\""], false),
            (vec![without_quotes], false),
            (vec!["\"a b\", \", \""], false),
            (vec!["", ",,"], false),
        ] {
            let headers: Vec<_> = tags.iter().map(|tag| ("if-none-match", *tag)).collect();
            let answer = get_with(&site, path, &headers).await;
            let status = if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
            assert_eq!(answer.status, status, "{path}: {tags:?}");
            assert_eq!(answer.body.is_empty(), known, "{path}: {tags:?}");
        }
    }
}

#[tokio::test]
async fn a_304_has_what_caches_need_of_the_answer() {
    let site = site_with_files().await;
    for path in [FEED, MARKDOWN, API, SITE_MAP, FILE] {
        for coding in ["identity", "br"] {
            let coding = ("accept-encoding", coding);
            let first = get_with(&site, path, &[coding]).await;
            let again = get_with(&site, path, &[coding, ("if-none-match", first.header("etag"))]).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
            for name in ["etag", "last-modified", "cache-control", "vary"] {
                assert_eq!(values(&again, name), values(&first, name), "{path} {coding:?}: {name}");
            }
            assert!(!again.headers.contains_key("content-type"), "{path}");
        }
    }
}

#[tokio::test]
async fn a_date_counts_without_tags_alone() {
    let site = site_with_files().await;
    let first = site.get(FEED).await;
    let (tag, modified) = (first.header("etag"), first.header("last-modified"));
    let (past, future) = ("Thu, 01 Jan 2015 00:00:00 GMT", "Thu, 01 Jan 2099 00:00:00 GMT");
    for (tags, since, known) in [
        (None, modified, true),
        (None, future, true),
        (None, past, false),
        (None, "yesterday", false),
        (Some("\"x\""), modified, false),
        (Some(tag), past, true),
    ] {
        let mut headers = vec![("if-modified-since", since)];
        headers.extend(tags.map(|tags| ("if-none-match", tags)));
        let status = get_with(&site, FEED, &headers).await.status;
        assert_eq!(status == StatusCode::NOT_MODIFIED, known, "{headers:?}: {status}");
    }
    // What has no date is not older than any.
    for path in [API, SITE_MAP, FILE] {
        let answer = get_with(&site, path, &[("if-modified-since", future)]).await;
        assert_eq!((answer.status, answer.header("last-modified")), (StatusCode::OK, ""), "{path}");
    }
}

#[tokio::test]
async fn no_condition_hides_that_nothing_is_there() {
    let site = site_with_files().await;
    let future = ("if-modified-since", "Thu, 01 Jan 2099 00:00:00 GMT");
    for path in [
        "/keps/99999.atom",
        "/refs/a/b/1.atom",
        "/e/0a1b2c3d.md",
        "/api/v1/keps/99999",
        "/sitemap/9.xml",
        "/pkg/0/icon.svg",
    ] {
        for condition in [("if-none-match", "*"), future] {
            let answer = get_with(&site, path, &[condition]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {condition:?}");
            assert_eq!(answer.header("etag"), "", "{path}");
        }
    }
    let unread = get_with(&site, "/api/v1/notes?sig=nod", &[("if-none-match", "*")]).await;
    assert_eq!(unread.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn only_reads_are_conditional() {
    let site = site_with_files().await;
    let tag = site.get(API).await.header("etag").to_owned();
    let head = Request::head(API).header("if-none-match", &tag).body(Body::empty()).unwrap();
    assert_eq!(site.send(head).await.status, StatusCode::NOT_MODIFIED);
    let answer = site.post(API, &[("if-none-match", &tag)], "").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "notes are added with a token");
}

#[tokio::test]
async fn what_varies_is_on_one_line() {
    let site = site_with_files().await;
    let cookie = let_alice_in(&site).await;
    for (path, names) in [
        ("/", "accept-encoding, cookie, accept-language"),
        (FEED, "cookie, accept-language, accept-encoding"),
        (API, "cookie, accept-encoding"),
        (FILE, "accept-encoding"),
    ] {
        for cookie in ["", &cookie] {
            let answer = get_with(&site, path, &[("accept-encoding", "gzip"), ("cookie", cookie)]).await;
            assert_eq!(values(&answer, "vary"), [names], "{path}");
        }
    }
}
