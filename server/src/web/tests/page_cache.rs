//! Pages in memory: whose they are, how long, and that they are the same bytes for all.

use std::time::Duration;

use super::busy::begun_export;
use super::cards::picture_of;
use super::curators::{let_alice_in, page};
use super::feeds::get_with;
use super::*;

/// Notes whose text strangers get on pages alone.
fn unstated() -> String {
    NOTES.replace("rights: own\n", "")
}

#[tokio::test]
async fn a_page_is_the_same_bytes_for_all_and_no_script_stands_in_it() {
    let sites = [demo_site().await, demo_site().await];
    for path in ["/", "/keps/753", "/sigs/node", "/nope", "/?sig=nod"] {
        let [one, two] = [sites[0].get(path).await, sites[1].get(path).await];
        assert_eq!(one.body, two.body, "{path}");
        assert!(!one.body.contains("nonce"), "{path}");
        for script in one.body.split("<script").skip(1) {
            let (tag, content) = script.split_once('>').unwrap();
            let is_data = tag == " type=\"application/ld+json\"";
            assert!(
                is_data || (tag.contains(" src=\"/pkg/") && content.starts_with("</script>")),
                "{path}: {tag}"
            );
        }
        let policy = one.header("content-security-policy");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    }
}

#[tokio::test]
async fn what_a_curator_may_see_is_never_sent_to_strangers() {
    for curator_first in [true, false] {
        let site = site_with_notes(&unstated()).await;
        let cookie = let_alice_in(&site).await;
        for (path, secret) in [
            ("/", "action=\"/sign-out\""),
            ("/?sig=node", "action=\"/sign-out\""),
            ("/index.atom", "something else"),
            ("/index.json", "something else"),
            ("/2023/10.md", "something else"),
            ("/api/v1/notes", "something else"),
        ] {
            let order = if curator_first { [true, false, true, false] } else { [false, true, false, true] };
            for is_curator in order {
                let answer = if is_curator { page(&site, path, &cookie).await } else { site.get(path).await };
                assert_eq!(answer.status, StatusCode::OK, "{path}");
                assert_eq!(answer.body.contains(secret), is_curator, "{path}: {}", answer.body);
            }
        }
    }
}

#[tokio::test]
async fn who_has_a_page_gets_a_304_with_its_policy() {
    let site = site_with_notes(NOTES).await;
    for path in ["/", "/sigs/node", "/2023/10"] {
        let first = site.get(path).await;
        let tag = first.header("etag");
        assert!(tag.starts_with("W/\""), "{path}");
        let again = get_with(&site, path, &[("if-none-match", tag), ("accept-encoding", "br")]).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
        for name in ["content-security-policy", "cache-control", "vary", "etag"] {
            assert_eq!(again.header(name), first.header(name), "{path}: {name}");
        }
        assert_ne!(again.header("x-request-id"), first.header("x-request-id"));
        let japanese = [("if-none-match", tag), ("accept-language", "ja")];
        assert_eq!(get_with(&site, path, &japanese).await.status, StatusCode::OK, "{path}: another page");
        let head = site.send(Request::head(path).body(Body::empty()).unwrap()).await;
        let size = first.body.len().to_string();
        assert_eq!((head.body.as_str(), head.header("content-length")), ("", size.as_str()), "{path}");
    }
    assert_eq!(site.get("/status").await.header("etag"), "", "it changes with each sync");
}

#[tokio::test]
async fn an_import_of_another_process_shows() {
    let site = site_with_notes(NOTES).await;
    let paths = ["/", "/index.atom", "/api/v1/notes"];
    for path in paths {
        assert!(site.get(path).await.body.contains("something else"), "{path}");
    }
    let other = store::Store::open(&format!("sqlite://{}", site.store.path().display())).await.unwrap();
    import_text(&other, &NOTES.replace("something else", "something new")).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    for path in paths {
        let body = site.get(path).await.body;
        assert!(body.contains("something new") && !body.contains("something else"), "{path}");
    }
    import_text(&site.store, NOTES).await.unwrap();
    for path in paths {
        assert!(site.get(path).await.body.contains("something else"), "{path}: an own write shows at once");
    }
}

#[tokio::test]
async fn what_is_kept_is_sent_without_the_database() {
    let limits = store::Limits { read_wait: Duration::from_millis(200), readers: 1, ..Default::default() };
    let site = site_within(NOTES, limits).await;
    let card = picture_of(&site, "/sigs/node").await;
    let kept = ["/", "/index.atom", "/api/v1/notes", &card];
    for path in kept {
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
    }
    let filter = Default::default();
    let _export = begun_export(&site.store, &filter).await;
    for path in kept {
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(site.get("/keps").await.status, StatusCode::SERVICE_UNAVAILABLE, "this one is not");
}
