//! What notes said before, imports that are taken back, and what is removed for good: who sees it, and who may do it.

use domain::list::timeline::Entry;

use super::curators::{form, let_alice_in, page};
use super::*;

/// A first state of the notes, and the same a little later: one is edited, one has left.
const BEFORE: &str = "\
---
title: Field notes
author: Somebody
rights: own
---

## 2023-10-10
- the first thought <script>alert(1)</script>
- a note of confidence that leaves
- a note that stays
";

const AFTER: &str = "\
---
title: Field notes
author: Somebody
rights: own
---

## 2023-10-10
- the second thought <script>alert(1)</script>
- a note that stays
";

async fn site() -> (Site, Entry) {
    site_under("rights: own").await
}

async fn site_under(rights: &str) -> (Site, Entry) {
    let site = site_with_notes(&BEFORE.replace("rights: own", rights)).await;
    let entry = site.store.timeline(&Default::default()).await.unwrap().entries.remove(0);
    import_text(&site.store, &AFTER.replace("rights: own", rights)).await.unwrap();
    (site, entry)
}

async fn post(site: &Site, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
    let referer = format!("{PUBLIC_URL}/status");
    let headers =
        [("origin", PUBLIC_URL), ("cookie", cookie), ("accept", "text/html"), ("referer", &*referer)];
    site.post(path, &headers, &form(pairs)).await
}

/// The number of the newest run.
async fn newest_run(site: &Site) -> String {
    site.store.run_log(false).await.unwrap().runs[0].id.to_string()
}

fn history(entry: &Entry) -> String {
    format!("/e/{}/history", entry.id)
}

fn note(entry: &Entry, n: usize) -> String {
    format!("/e/{}/{}", entry.id, entry.notes[n].id)
}

#[tokio::test]
async fn earlier_words_are_text_with_what_is_other_marked() {
    let (site, entry) = site().await;
    let answer = site.get(&history(&entry)).await;
    assert_eq!(answer.status, StatusCode::OK);
    for part in [
        "<del><span class=\"visually-hidden\">removed: </span>first</del>",
        "<ins><span class=\"visually-hidden\">added: </span>second</ins>",
        " thought &lt;script&gt;alert(1)&lt;/script&gt;",
        "1 note is as it came.",
        "has left its source",
        "content=\"noindex\"",
    ] {
        assert!(answer.body.contains(part), "{part}: {}", answer.body);
    }
    assert!(!answer.body.contains("<script>alert"));
    assert!(site.get(&format!("/e/{}", entry.id)).await.body.contains(&history(&entry)));
    let stays = site.store.timeline(&Default::default()).await.unwrap().entries[0].notes[1].id.clone();
    assert!(site.get(&format!("/e/{}/{stays}", entry.id)).await.body.contains(&history(&entry)));
    assert!(!site.get("/sitemap.xml").await.body.contains("/history"));
    for unknown in ["/e/zzzzzzzz/history", "/e/x/history"] {
        assert_eq!(site.get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[tokio::test]
async fn an_entry_without_changes_leads_back() {
    let site = site_with_notes(BEFORE).await;
    let entry = site.store.timeline(&Default::default()).await.unwrap().entries.remove(0);
    let body = site.get(&history(&entry)).await.body;
    assert!(body.contains("No note of this entry has changed since it came."), "{body}");
    assert!(body.contains(&format!("href=\"/e/{}\"", entry.id)));
}

#[tokio::test]
async fn earlier_words_are_for_curators_where_rights_are_unstated() {
    let (site, entry) = site_under("rights: unstated").await;
    let cookie = let_alice_in(&site).await;
    let path = history(&entry);
    let (stranger, curator) = (site.get(&path).await, page(&site, &path, &cookie).await);
    assert_eq!((stranger.status, curator.status), (StatusCode::OK, StatusCode::OK));
    for words in ["first", "thought", "confidence"] {
        assert!(!stranger.body.contains(words), "{words}: {}", stranger.body);
        assert!(curator.body.contains(words), "{words}: {}", curator.body);
    }
    let stranger = stranger.body;
    assert!(stranger.contains("shown to curators alone") && stranger.contains(" · edited"), "{stranger}");
}

#[tokio::test]
async fn the_words_of_a_note_that_left_are_for_curators() {
    let (site, entry) = site().await;
    let cookie = let_alice_in(&site).await;
    let gone = note(&entry, 1);
    for path in [&gone, &history(&entry)] {
        assert!(!site.get(path).await.body.contains("confidence"), "{path}");
        assert!(page(&site, path, &cookie).await.body.contains("confidence"), "{path}");
    }
    let (stranger, curator) = (site.get(&gone).await, page(&site, &gone, &cookie).await);
    assert_eq!((stranger.status, curator.status), (StatusCode::GONE, StatusCode::GONE));
    let forget = format!("href=\"/forget/{}\"", entry.notes[1].id);
    assert!(curator.body.contains(&forget) && !stranger.body.contains("/forget/"));
}

#[tokio::test]
async fn what_curators_decide_on_imports_is_theirs_alone() {
    let (site, entry) = site().await;
    let run = newest_run(&site).await;
    for (path, pairs) in [
        ("/fn/undo-import", [("run", run.as_str()), ("x", "y")]),
        ("/fn/forget", [("id", entry.id.as_str()), ("agreed", "yes")]),
    ] {
        let answer = site.post(path, &[("origin", PUBLIC_URL)], &form(&pairs)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let note = entry.notes[0].id.to_string();
    for path in [format!("/imports/{run}"), format!("/forget/{note}"), format!("/forget/{}", entry.id)] {
        assert_eq!(site.get(&path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let cookie = let_alice_in(&site).await;
    let foreign = [("origin", "https://evil.example"), ("cookie", cookie.as_str())];
    for (path, pairs) in [
        ("/fn/undo-import", form(&[("run", &run)])),
        ("/fn/forget", form(&[("id", &note), ("agreed", "yes")])),
    ] {
        assert_eq!(site.post(path, &foreign, &pairs).await.status, StatusCode::FORBIDDEN, "{path}");
        let read = page(&site, &format!("{path}?{pairs}"), &cookie).await;
        assert_eq!(read.status, StatusCode::METHOD_NOT_ALLOWED, "{path}: a GET changes nothing");
    }
    assert_eq!(site.store.run_log(false).await.unwrap().runs.len(), 2);
    assert!(site.store.has_entry(&entry.id).await.unwrap());
}

#[tokio::test]
async fn an_import_is_taken_back_after_a_look_and_brought_back() {
    let (site, entry) = site().await;
    let cookie = let_alice_in(&site).await;
    let run = newest_run(&site).await;
    let link = format!("href=\"/imports/{run}\"");
    let (stranger, status) = (site.get("/status").await, page(&site, "/status", &cookie).await);
    assert!(stranger.body.contains("Notes: 1 changed, 1 left the source"), "{}", stranger.body);
    assert!(status.body.contains(&link) && !stranger.body.contains("/imports/"), "{}", status.body);

    let look = page(&site, &format!("/imports/{run}"), &cookie).await;
    assert_eq!(look.status, StatusCode::OK);
    for part in ["Undo this import?", "2 notes come back, or are again as they were."] {
        assert!(look.body.contains(part), "{part}: {}", look.body);
    }
    assert!(!site.get("/").await.body.contains("first thought"), "looking changes nothing");
    assert_eq!(newest_run(&site).await, run);

    let done = post(&site, &cookie, "/fn/undo-import", &[("run", &run)]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::FOUND, "/status#imports"));
    let home = site.get("/").await.body;
    assert!(home.contains("first thought") && home.contains("confidence"), "{home}");
    let status = page(&site, "/status", &cookie).await.body;
    assert!(status.contains("undid the import of") && status.contains("Bring back…"), "{status}");

    let spent = page(&site, &format!("/imports/{run}"), &cookie).await;
    assert!(spent.body.contains("This import cannot be undone"), "{}", spent.body);
    assert!(!spent.body.contains("action=\"/fn/undo-import\""));
    let again = post(&site, &cookie, "/fn/undo-import", &[("run", &run)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "back to where the form is, with the reason");
    assert_eq!(page(&site, "/imports/99", &cookie).await.status, StatusCode::NOT_FOUND);

    let undo = newest_run(&site).await;
    let look = page(&site, &format!("/imports/{undo}"), &cookie).await.body;
    assert!(look.contains("Bring this import back?"), "{look}");
    post(&site, &cookie, "/fn/undo-import", &[("run", &undo)]).await;
    assert!(site.get("/").await.body.contains("second thought"));
    assert!(page(&site, "/status", &cookie).await.body.contains("brought back the import of"));
    let body = site.get(&history(&entry)).await.body;
    assert!(body.contains("as an import was undone"), "{body}");
}

#[tokio::test]
async fn decisions_stand_in_the_log_with_the_way_back() {
    let (site, _) = site().await;
    let cookie = let_alice_in(&site).await;
    let note = site.store.timeline(&Default::default()).await.unwrap().entries[0].notes[0].id.to_string();
    let tag = [("note", note.as_str()), ("tag", "sig-storage"), ("ruling", "applied"), ("back", "/")];
    post(&site, &cookie, "/fn/decide-tag", &tag).await;
    let status = page(&site, "/status", &cookie).await.body;
    assert!(status.contains("alice: 1 decision"), "{status}");
    assert!(!site.get("/status").await.body.contains("alice"), "strangers see nobody's name");
    let undone = post(&site, &cookie, "/fn/undo", &[("batch", "1"), ("back", "/status")]).await;
    assert_eq!(undone.header("location"), "/status");
    let status = page(&site, "/status", &cookie).await.body;
    assert!(!status.contains("action=\"/fn/undo\""), "{status}");
}

#[tokio::test]
async fn what_is_forgotten_answers_410_in_every_form() {
    let (site, entry) = site().await;
    let cookie = let_alice_in(&site).await;
    let [id, path] = [entry.notes[0].id.to_string(), note(&entry, 0)];
    let permalink = page(&site, &path, &cookie).await.body;
    let card = super::cards::picture_of(&site, &path).await;
    assert!(permalink.contains(&format!("href=\"/forget/{id}\"")));
    let look = page(&site, &format!("/forget/{id}"), &cookie).await;
    for part in
        ["Forget this note?", "1 note<", "1 earlier text", "0 decisions", "backups", "name=\"agreed\""]
    {
        assert!(look.body.contains(part), "{part}: {}", look.body);
    }
    let unsure = post(&site, &cookie, "/fn/forget", &[("id", &id)]).await;
    assert_ne!(unsure.status, StatusCode::FOUND, "the box is not ticked");
    assert!(site.get("/").await.body.contains("second thought"));

    let done = post(&site, &cookie, "/fn/forget", &[("id", &id), ("agreed", "yes")]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::FOUND, path.as_str()));
    for path in [path.clone(), format!("{path}.md"), format!("/api/v1/notes/{id}"), card] {
        for answer in [site.get(&path).await, page(&site, &path, &cookie).await] {
            assert_eq!(answer.status, StatusCode::GONE, "{path}: {}", answer.body);
            assert!(!answer.body.contains("thought"), "{path}");
        }
    }
    assert!(site.get(&path).await.body.contains("This was removed for good"));
    assert_eq!(page(&site, &format!("/forget/{id}"), &cookie).await.status, StatusCode::GONE);
    assert_eq!(page(&site, "/forget/zzzzzzzz", &cookie).await.status, StatusCode::NOT_FOUND);
    assert!(!page(&site, &history(&entry), &cookie).await.body.contains("thought"));
}

#[tokio::test]
async fn a_forgotten_entry_answers_410_in_every_form() {
    let (site, entry) = site().await;
    let cookie = let_alice_in(&site).await;
    let id = entry.id.to_string();
    let path = format!("/e/{id}");
    let card = super::cards::picture_of(&site, &path).await;
    assert!(page(&site, &path, &cookie).await.body.contains(&format!("href=\"/forget/{id}\"")));
    let look = page(&site, &format!("/forget/{id}"), &cookie).await.body;
    assert!(look.contains("Forget this entry") && look.contains("3 notes"), "{look}");
    let done = post(&site, &cookie, "/fn/forget", &[("id", &id), ("agreed", "yes")]).await;
    assert_eq!(done.header("location"), path);
    for path in [
        &path,
        &format!("{path}.md"),
        &history(&entry),
        &note(&entry, 1),
        &format!("/api/v1/entries/{id}"),
        &card,
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::GONE, "{path}: {}", answer.body);
    }
    let api: serde_json::Value =
        serde_json::from_str(&site.get(&format!("/api/v1/entries/{id}")).await.body).unwrap();
    assert_eq!(api["error"]["code"], "gone");
}
