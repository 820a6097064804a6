//! What strangers do not get: the text of notes whose authors did not state their rights.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use super::super::curators::let_alice_in;
use super::super::{NOTES, site_with_notes};
use super::{items, send};

const TEXT_FIELDS: [&str; 3] = ["markdown", "text", "html"];

fn is_withheld(note: &Value) -> bool {
    let withheld = TEXT_FIELDS.iter().filter(|field| note[**field].is_null()).count();
    assert!(withheld == 0 || withheld == TEXT_FIELDS.len());
    withheld > 0
}

#[tokio::test]
async fn unstated_rights_keep_the_words_from_strangers() {
    for (rights, withheld) in [("own", false), ("unstated", true), ("licensed\nlicence: CC BY 4.0", false)] {
        let notes = NOTES.replace("rights: own", &format!("rights: {rights}"));
        let site = site_with_notes(&notes).await;
        let list = site.get("/api/v1/notes").await.json();
        let note = items(&list).iter().find(|note| note["references"][0].is_object()).unwrap();
        assert_eq!(is_withheld(note), withheld, "{rights}");
        assert_eq!(note["source"]["withheld"].is_string(), withheld, "{rights}");
        assert_eq!(note["source"]["rights"], rights.lines().next().unwrap());
        assert_eq!(note["references"][0]["literal"], "k/k#115138");
        assert_eq!(note["tags"][0]["value"], "sig-node");
        assert_eq!(note["title"], "2023-10-10: kubernetes/kubernetes#115138");
        let entries = site.get("/api/v1/entries").await.json();
        for entry in items(&entries) {
            for note in entry["notes"].as_array().unwrap() {
                assert_eq!(is_withheld(note), withheld, "{rights}");
            }
        }
        for kind in ["notes", "entries"] {
            let list = site.get(&format!("/api/v1/{kind}")).await.json();
            for item in items(&list) {
                let one = site.get(&format!("/api/v1/{kind}/{}", item["id"].as_str().unwrap())).await;
                assert!(!(withheld && one.body.contains("tries Kubernetes")), "{rights}");
            }
        }
    }
}

#[tokio::test]
async fn a_curator_gets_everything_and_no_cache_may_store_it() {
    let site = site_with_notes(&NOTES.replace("rights: own", "rights: unstated")).await;
    let cookie = let_alice_in(&site).await;
    let headers = [("cookie", &*cookie)];
    let answer = send(&site, Method::GET, "/api/v1/notes", &headers).await;
    assert!(items(&answer.json()).iter().all(|note| !is_withheld(note)));
    assert!(answer.body.contains("tries Kubernetes"));
    assert!(answer.header("cache-control").starts_with("private"));
    let stranger = site.get("/api/v1/notes").await;
    assert!(!stranger.body.contains("tries Kubernetes"));
    assert_ne!(stranger.header("etag"), answer.header("etag"));
    for known in [&stranger, &answer] {
        assert_eq!(known.header("vary"), "cookie, accept-encoding");
    }
    let swapped = [("cookie", &*cookie), ("if-none-match", stranger.header("etag"))];
    let answer = send(&site, Method::GET, "/api/v1/notes", &swapped).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_note_that_left_its_source_is_gone() {
    let site = site_with_notes(NOTES).await;
    let list = site.get("/api/v1/notes?sig=node").await.json();
    let id = items(&list)[0]["id"].as_str().unwrap().to_owned();
    let without = NOTES.replace("- SIG Node tries Kubernetes 1.28 (k/k#115138)\n", "");
    crate::import::import_text(&site.store, &without).await.unwrap();
    let answer = site.get(&format!("/api/v1/notes/{id}")).await;
    assert_eq!((answer.status, answer.json()["error"]["code"].as_str()), (StatusCode::GONE, Some("gone")));
}
