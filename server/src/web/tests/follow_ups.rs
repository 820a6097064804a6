//! Notes that follow up on older ones, as curators write them and readers see them.

use super::curators::{form, let_alice_in, page};
use super::*;

async fn post(site: &Site, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
    let headers = [("origin", PUBLIC_URL), ("cookie", cookie), ("accept", "text/html,*/*;q=0.8")];
    site.post(path, &headers, &form(pairs)).await
}

/// The first note of a site that cites KEP-753, with the path of its page.
async fn old_note(site: &Site) -> (String, String) {
    let entry = site.store.timeline(&"in=2023-11-01".parse().unwrap()).await.unwrap().entries.remove(0);
    (entry.notes[0].id.to_string(), format!("/e/{}/{}", entry.id, entry.notes[0].id))
}

#[tokio::test]
async fn a_follow_up_is_written_below_the_words_of_the_older_note() {
    let site = super::verdicts::site().await;
    let cookie = let_alice_in(&site).await;
    let (old, old_path) = old_note(&site).await;
    let address = format!("/write?follows={old}");
    assert_eq!(site.get(&address).await.status, StatusCode::UNAUTHORIZED);
    // The notebook that is begun first leads on to the follow-up.
    let begin = page(&site, &address, &cookie).await.body;
    assert!(
        begin.contains(&format!("value=\"{address}\"")) && begin.contains("KEP-753 is planned"),
        "{begin}"
    );
    site.store.begin_notebook(&super::write::notebook(), now()).await.unwrap();

    let written_form = page(&site, &address, &cookie).await.body;
    for text in [
        "Follow up on a note",
        "KEP-753 is planned",
        &format!("href=\"{old_path}\""),
        &format!("action=\"{address}\""),
    ] {
        assert!(written_form.contains(text), "{text}: {written_form}");
    }
    let fields = |action| {
        [
            ("action", action),
            ("notebook", "diary"),
            ("date", "2026-11-20"),
            ("markdown", "it came in 1.31"),
            ("follows", old.as_str()),
        ]
    };
    let preview = post(&site, &cookie, &address, &fields("preview")).await.body;
    assert!(
        preview.contains("KEP-753 is planned") && preview.contains(&format!("value=\"{old}\"")),
        "{preview}"
    );
    let saved = post(&site, &cookie, &address, &fields("save")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let newer = site.get(saved.header("location").split('#').next().unwrap()).await.body;
    assert!(newer.contains("Follows up on") && newer.contains(&format!("href=\"{old_path}\"")), "{newer}");
    for path in ["/".to_owned(), old_path.clone(), old_path.rsplit_once('/').unwrap().0.to_owned()] {
        let body = site.get(&path).await.body;
        assert!(body.contains("class=\"follow-ups\"") && body.contains("it came in 1.31"), "{path}: {body}");
        assert!(body.contains("datetime=\"2026-11-20\""), "{path}");
        assert!(!body.contains("/write?follows="), "{path}: readers see no forms");
    }
    let queue = page(&site, "/review?kind=confirmations", &cookie).await.body;
    assert!(queue.contains("To confirm (0)"), "{queue}");
    assert!(page(&site, "/", &cookie).await.body.contains(&format!("/write?follows={old}")));
}

#[tokio::test]
async fn a_note_that_is_not_there_is_not_followed_up_on() {
    let site = super::verdicts::site().await;
    let cookie = let_alice_in(&site).await;
    site.store.begin_notebook(&super::write::notebook(), now()).await.unwrap();
    for id in ["0a1b2c3d", "<script>", "ああ"] {
        let query = form(&[("follows", id)]);
        let answer = page(&site, &format!("/write?{query}"), &cookie).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}: {}", answer.body);
        let pairs = [("action", "save"), ("notebook", "diary"), ("markdown", "kept words"), ("follows", id)];
        let answer = post(&site, &cookie, "/write", &pairs).await;
        assert!(answer.status.is_client_error(), "{id}: {}", answer.status);
        assert!(
            answer.body.contains("kept words") && answer.body.contains("is not there"),
            "{id}: {}",
            answer.body
        );
    }
    assert!(site.store.timeline(&"notebook=diary".parse().unwrap()).await.unwrap().entries.is_empty());
}

#[tokio::test]
async fn feeds_and_the_api_have_it_as_a_note_of_its_own_notebook() {
    let site = super::verdicts::site().await;
    let (old, _) = old_note(&site).await;
    let unstated =
        domain::notebook::Notebook { rights: domain::notebook::Rights::Unstated, ..super::write::notebook() };
    site.store.begin_notebook(&unstated, now()).await.unwrap();
    let change = domain::notebook::writing::Change::FollowUp {
        follows: old.parse().unwrap(),
        day: "2026-11-20".parse().unwrap(),
        notes: vec!["words of a follow-up".to_owned()],
    };
    site.store.write(&unstated.slug, change, None, now(), ingest::prepare).await.unwrap();
    for path in
        ["/index.atom", "/index.json", "/index.md", "/api/v1/notes", "/api/v1/entries", "/keps/753.md"]
    {
        let body = site.get(path).await.body;
        assert!(!body.contains("words of a follow-up"), "{path}: {body}");
    }
    assert!(site.get("/").await.body.contains("words of a follow-up"), "pages show it");
}
