//! The sources that notebooks follow: who sees them, and what their buttons do.

use std::time::Duration;

use domain::notebook::followed::{NewSource, SourceAddress};

use super::curators::{form, let_alice_in, page};
use super::*;
use crate::sources::{AddedSource, LossConsent, add, look_settled};

const JOURNAL: &str =
    "---\ntitle: Followed\nrights: own\n---\n\n## 2026-10-11\n- one\n- two\n- three\n- four\n";

async fn post(site: &Site, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
    let referer = format!("{PUBLIC_URL}/sources");
    let headers =
        [("origin", PUBLIC_URL), ("cookie", cookie), ("accept", "text/html"), ("referer", &*referer)];
    site.post(path, &headers, &form(pairs)).await
}

/// A site of which a notebook follows a file; gives the file and the number of the source.
async fn site_that_follows() -> (Site, std::path::PathBuf, String) {
    let site = site_with_notes("").await;
    let path = site._folder.path().join("private-name.md");
    std::fs::write(&path, JOURNAL).unwrap();
    let address = SourceAddress::path(path.display().to_string());
    let every = Duration::from_secs(3600);
    let added = AddedSource { address, notebook: None, every, rights: None };
    add(&site.store, &settings(), added).await.unwrap();
    let id = site.store.followed_sources().await.unwrap()[0].id.to_string();
    (site, path, id)
}

fn settings() -> SourceSettings {
    SourceSettings::new(Default::default())
}

async fn notes(site: &Site) -> u32 {
    site.store.notebooks().await.unwrap()[0].notes
}

#[tokio::test]
async fn sources_are_for_curators_and_strangers_see_how_many_there_are() {
    let (site, _, id) = site_that_follows().await;
    let cookie = let_alice_in(&site).await;
    assert_eq!(site.get("/sources").await.status, StatusCode::UNAUTHORIZED);
    let curator = page(&site, "/sources", &cookie).await;
    assert_eq!(curator.status, StatusCode::OK);
    for part in ["private-name.md", "follows", "file or folder", "1h", "SHA-256 ", "content=\"noindex\""] {
        assert!(curator.body.contains(part), "{part}: {}", curator.body);
    }
    let status = site.get("/status").await.body;
    assert!(status.contains("<dt>Sources</dt><dd>1</dd>"), "{status}");
    assert!(!status.contains("/sources") && !status.contains("private-name.md /"), "{status}");
    assert!(page(&site, "/status", &cookie).await.body.contains("href=\"/sources\""));
    let figures = site.get("/metrics").await.body;
    for figure in [
        "kepline_sources{kind=\"path\"} 1",
        "kepline_sources_failing{kind=\"path\"} 0",
        "kepline_sources{kind=\"git\"} 0",
    ] {
        assert!(figures.contains(figure), "{figure}: {figures}");
    }
    let entry = site.store.timeline(&Default::default()).await.unwrap().entries.remove(0);
    let path = format!("/e/{}", entry.id);
    let (stranger, curator) = (site.get(&path).await.body, page(&site, &path, &cookie).await.body);
    assert!(stranger.contains(" · as of SHA-256 ") && !stranger.contains("private-name"), "{stranger}");
    assert!(curator.contains("private-name.md"), "{curator}");
    for (path, pairs) in [
        ("/fn/look-at-source", vec![("source", id.as_str())]),
        ("/fn/pause-source", vec![("source", id.as_str()), ("paused", "true")]),
        ("/fn/remove-source", vec![("source", id.as_str()), ("agreed", "yes")]),
        ("/fn/add-source", vec![("address", "https://example.org/notes.md")]),
    ] {
        let stranger = site.post(path, &[("origin", PUBLIC_URL)], &form(&pairs)).await;
        assert_eq!(stranger.status, StatusCode::UNAUTHORIZED, "{path}");
        let foreign = [("origin", "https://evil.example"), ("cookie", cookie.as_str())];
        assert_eq!(site.post(path, &foreign, &form(&pairs)).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(!site.store.followed_sources().await.unwrap()[0].is_paused);
}

#[tokio::test]
async fn what_waits_is_shown_with_what_it_takes_and_imported_by_one_button() {
    let (site, path, id) = site_that_follows().await;
    let cookie = let_alice_in(&site).await;
    std::fs::write(&path, "---\ntitle: Followed\n---\n\n## 2026-10-11\n- four\n").unwrap();
    look_settled(&site.store, &settings(), id.parse().unwrap(), &LossConsent::Nothing).await.unwrap();
    assert_eq!(notes(&site).await, 4);
    let body = page(&site, "/sources", &cookie).await.body;
    let entry = site.store.timeline(&Default::default()).await.unwrap().entries.remove(0);
    for note in &entry.notes[..3] {
        assert!(body.contains(&format!("href=\"/e/{}/{}\"", entry.id, note.id)), "{}: {body}", note.text);
    }
    assert!(body.contains("0 new, 0 changed, 1 unchanged notes; 3 would leave"), "{body}");
    assert!(site.get("/status").await.body.contains("1 waiting for a curator"));
    let seen = body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let stale = post(&site, &cookie, "/fn/look-at-source", &[("source", &id), ("seen", "digest:00")]).await;
    assert_eq!((stale.status, notes(&site).await), (StatusCode::FOUND, 4), "another revision is no consent");
    let answer = post(&site, &cookie, "/fn/look-at-source", &[("source", &id), ("seen", &seen)]).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::FOUND, "/sources"),
        "{}",
        answer.body
    );
    assert_eq!(notes(&site).await, 1);
    assert!(!page(&site, "/sources", &cookie).await.body.contains("name=\"seen\""));
}

#[tokio::test]
async fn a_source_is_paused_resumed_and_removed() {
    let (site, _, id) = site_that_follows().await;
    let cookie = let_alice_in(&site).await;
    for (paused, label) in [("true", "Resume"), ("false", "Pause")] {
        post(&site, &cookie, "/fn/pause-source", &[("source", &id), ("paused", paused)]).await;
        let body = page(&site, "/sources", &cookie).await.body;
        assert!(body.contains(&format!(">{label}</button>")), "{body}");
    }
    let unconfirmed = post(&site, &cookie, "/fn/remove-source", &[("source", &id)]).await;
    assert_eq!(unconfirmed.status, StatusCode::SEE_OTHER);
    assert_eq!(site.store.followed_sources().await.unwrap().len(), 1);
    post(&site, &cookie, "/fn/remove-source", &[("source", &id), ("agreed", "yes")]).await;
    assert_eq!((site.store.followed_sources().await.unwrap().len(), notes(&site).await), (0, 4));
    assert!(page(&site, "/sources", &cookie).await.body.contains("No notebook follows a source yet."));
}

#[tokio::test]
async fn only_addresses_are_added_in_the_browser() {
    let site = site_with_notes("").await;
    let cookie = let_alice_in(&site).await;
    for address in
        ["/etc/passwd", "file:///etc/passwd", "git@example.org:me/notes", "ssh://example.org/a", "notes.md"]
    {
        for git in [None, Some(("git", "yes"))] {
            let pairs: Vec<_> = [("address", address)].into_iter().chain(git).collect();
            let headers = [("origin", PUBLIC_URL), ("cookie", cookie.as_str())];
            let answer = site.post("/fn/add-source", &headers, &form(&pairs)).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}: {}", answer.body);
        }
    }
    let headers = [("origin", PUBLIC_URL), ("cookie", cookie.as_str())];
    let private = form(&[("address", "http://me:s3cret@10.0.0.1/notes.md")]);
    let answer = site.post("/fn/add-source", &headers, &private).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(!answer.body.contains("s3cret"), "{}", answer.body);
    assert_eq!(site.store.followed_sources().await.unwrap(), []);
}

#[tokio::test]
async fn a_secret_of_an_address_is_on_no_page() {
    let site = site_with_notes(NOTES).await;
    let cookie = let_alice_in(&site).await;
    let address = SourceAddress::parse("https://me:s3cret@example.org/n.md?token=s3cret", false).unwrap();
    let notebook = "field-notes".parse().unwrap();
    let source = NewSource { address, notebook, every: Duration::from_secs(3600), rights: None };
    site.store.add_source(&source, now()).await.unwrap();
    for path in ["/sources", "/status", "/"] {
        let body = page(&site, path, &cookie).await.body;
        assert!(!body.contains("s3cret"), "{path}: {body}");
    }
    assert!(page(&site, "/sources", &cookie).await.body.contains("https://example.org/n.md"));
}
