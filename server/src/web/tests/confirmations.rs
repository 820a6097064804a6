//! Notes whose citations have moved, as curators confirm them and readers see it.

use domain::list::filter::Filter;
use domain::list::timeline::Entry;

use super::curators::{form, let_alice_in, page};
use super::*;

async fn first_entry(site: &Site) -> Entry {
    site.store.timeline(&Filter::default()).await.unwrap().entries.remove(0)
}

/// The value of a field of the first form that a page has for an address.
fn field(page: &str, action: &str, name: &str) -> String {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).unwrap();
    let field = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    field.split('"').next().unwrap().to_owned()
}

const QUEUE: &str = "/review?kind=confirmations";

#[tokio::test]
async fn a_stranger_gets_a_401() {
    let site = super::verdicts::site().await;
    assert_eq!(site.get(QUEUE).await.status, StatusCode::UNAUTHORIZED);
    let home = site.get("/").await.body;
    assert!(!home.contains("/fn/confirm") && !home.contains("note-confirmed"), "{home}");
}

#[tokio::test]
async fn a_note_waits_with_what_it_expected_and_what_came() {
    let site = super::verdicts::site().await;
    let cookie = let_alice_in(&site).await;
    let english = page(&site, QUEUE, &cookie).await.body;
    for text in [
        "To confirm (1)",
        "What it expected slipped by 2 releases",
        "expected beta 1.29 (kep.yaml of 2023-10-01)",
        "beta 1.31, 2 releases late",
        "KEP-753 became beta in 1.31",
        "<time datetime=\"2024-08-13\">",
    ] {
        let plain = english.replace("<!>", "");
        assert!(plain.contains(text) || english.contains(text), "{text}: {english}");
    }
    let japanese = page(&site, QUEUE, &format!("{cookie}; kepline_lang=ja")).await.body;
    assert!(japanese.contains("予定から 2 リリースずれました"), "{japanese}");
}

#[tokio::test]
async fn a_note_that_is_still_true_says_so_until_that_is_undone() {
    let site = super::verdicts::site().await;
    let cookie = let_alice_in(&site).await;
    let own = [("origin", PUBLIC_URL), ("cookie", cookie.as_str()), ("accept", "text/html")];
    let queue = page(&site, QUEUE, &cookie).await.body;
    let (note, words) = (field(&queue, "/fn/confirm", "note"), field(&queue, "/fn/confirm", "words"));
    let back = field(&queue, "/fn/confirm", "back");
    assert_eq!(back, QUEUE);
    let confirm = |confirmation: &str, words: &str| {
        form(&[("note", &note), ("confirmation", confirmation), ("words", words), ("back", QUEUE)])
    };
    for (confirmation, words) in [("true", words.as_str()), ("still-true", "words"), ("", "")] {
        let wrong = site.post("/fn/confirm", &own[..2], &confirm(confirmation, words)).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{confirmation} {words}: {}", wrong.body);
    }
    let done = site.post("/fn/confirm", &own, &confirm("still-true", &words)).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::FOUND, QUEUE), "{}", done.body);
    let queue = page(&site, QUEUE, &cookie).await.body;
    assert!(queue.contains("Nothing waits here.") && queue.contains("To confirm (0)"), "{queue}");

    let entry = first_entry(&site).await;
    let day = entry.notes[0].confirmed_on.unwrap();
    let mark = format!("confirmed {}", day.strftime("%Y-%m"));
    for path in ["/".to_owned(), format!("/e/{}", entry.id), format!("/e/{}/{note}", entry.id)] {
        let body = site.get(&path).await.body;
        assert!(body.contains(&mark) && body.contains(&format!("datetime=\"{day}\"")), "{path}: {body}");
        assert!(!body.contains("alice"), "{path}: who it was is for curators");
    }
    let decisions = page(&site, "/decisions", &cookie).await.body;
    assert!(decisions.contains("alice: Still true"), "{decisions}");
    let batch = site.store.last_batches("alice", 1).await.unwrap().remove(0).id.0.to_string();
    site.post("/fn/undo", &own, &form(&[("batch", &batch), ("back", "/decisions")])).await;
    assert!(!site.get("/").await.body.contains("note-confirmed"));
    assert!(page(&site, QUEUE, &cookie).await.body.contains("To confirm (1)"));
}

#[tokio::test]
async fn a_note_that_is_put_off_waits_no_more_and_says_nothing() {
    let site = super::verdicts::site().await;
    let cookie = let_alice_in(&site).await;
    let own = [("origin", PUBLIC_URL), ("cookie", cookie.as_str()), ("accept", "text/html")];
    let queue = page(&site, QUEUE, &cookie).await.body;
    let (note, words) = (field(&queue, "/fn/confirm", "note"), field(&queue, "/fn/confirm", "words"));
    let later = form(&[("note", &note), ("confirmation", "later"), ("words", &words), ("back", QUEUE)]);
    site.post("/fn/confirm", &own, &later).await;
    assert!(page(&site, QUEUE, &cookie).await.body.contains("To confirm (0)"));
    assert!(!site.get("/").await.body.contains("note-confirmed"));
}
