//! How what notes expected turned out, wherever it is said.

use serde_json::json;

use super::curators::{form, let_alice_in};
use super::*;

const NOTES: &str = "---\ntitle: Field notes\nrights: own\n---\n\n## 2023-11-01\n- KEP-753 is planned\n- something else: k/k#1\n";

/// A site whose note cites a KEP that was planned for beta in 1.29 and came in 1.31.
pub(super) async fn site() -> Site {
    let site = site_with_notes(NOTES).await;
    let at = |text: &str| text.parse().unwrap();
    let change = |day: &str, version: &str| store::KepChange {
        folder: "sig-node/753-sidecar-containers".into(),
        moved_from: None,
        at: at(&format!("{day}T00:00:00Z")),
        commit: day.into(),
        revision: Some((
            ingest::kep_yaml::read(&format!(
                "title: Sidecars\nstatus: implementable\nstage: beta\nmilestone:\n  beta: {version}\n"
            ))
            .0,
            Vec::new(),
        )),
    };
    let changes = vec![change("2023-10-01", "v1.29"), change("2024-05-01", "v1.31")];
    let history = store::KepHistory { whole: true, changes, ..store::KepHistory::default() };
    let now = at("2026-07-25T00:00:00Z");
    let run = site.store.begin_sync(store::SyncKind::Keps, "a test", now).await.unwrap();
    site.store.store_keps(&history).await.unwrap();
    let end = store::SyncEnd { data_at: Some(now), ..store::SyncEnd::default() };
    site.store.end_sync(run, now, &end).await.unwrap();
    site.store.derive().await.unwrap();
    site
}

#[tokio::test]
async fn a_list_is_narrowed_by_verdicts() {
    let site = site().await;
    let home = site.get("/").await.body;
    assert!(home.contains("How it turned out") && home.contains("name=\"verdict\" value=\"late\""), "{home}");
    let late = site.get("/?verdict=late").await.body;
    assert!(
        late.contains("<title>Outcome: late — Kepline</title>") && !late.contains("something else"),
        "{late}"
    );
    let searched = site.get("/?q=verdict:late").await;
    assert_eq!(
        (searched.status, searched.header("location")),
        (StatusCode::MOVED_PERMANENTLY, "/?verdict=late")
    );
    assert_eq!(site.get("/api/v1/notes?verdict=held").await.json()["total"], 0);
    let wrong = site.get("/?verdict=lat").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.body.contains("did you mean <code>late</code>"), "{}", wrong.body);
    let cannot = site.get("/api/v1/notes?q=-verdict:late").await;
    assert_eq!(cannot.status, StatusCode::BAD_REQUEST, "{}", cannot.body);
}

#[tokio::test]
async fn answers_and_feeds_say_what_was_expected() {
    let site = site().await;
    let notes = site.get("/api/v1/notes?verdict=late").await.json();
    let reference = &notes["items"][0]["references"][0];
    assert_eq!(reference["verdict"], "late");
    assert_eq!(
        reference["verdict_evidence"],
        json!({
            "stage": "beta", "version": "1.29", "source": "kep", "came_in": "1.31", "releases_late": 2,
            "revisions": ["2023-10-01", "2024-05-01"]
        })
    );
    let line = "2 releases late, beta 1.31 (planned 1.29)";
    for path in ["/index.atom?items=notes", "/index.json?items=notes", "/index.md"] {
        let body = site.get(path).await.body.replace('\\', "");
        assert!(body.contains(line), "{path}: {body}");
    }
    assert!(site.get("/index.json?items=notes").await.body.contains("\"verdict\":\"late\""));
    let note = site.store.timeline(&Default::default()).await.unwrap().entries.remove(0);
    let page = site.get(&format!("/e/{}/{}", note.id, note.notes[0].id)).await.body;
    assert!(page.contains(&format!("; {line}")), "the card: {page}");
}

#[tokio::test]
async fn a_curator_sets_and_clears_a_verdict() {
    let site = site().await;
    let note = site.store.timeline(&Default::default()).await.unwrap().entries[0].notes[0].id.to_string();
    let verdict = async || {
        let notes = site.get("/api/v1/notes?kep=753").await.json();
        let reference = &notes["items"][0]["references"][0];
        (reference["verdict"].clone(), reference["verdict_evidence"]["source"].clone())
    };
    let choice = |judged: &str| {
        form(&[("note", &note), ("literal", "KEP-753"), ("nth", "0"), ("judged", judged), ("back", "/")])
    };
    let strange = site.post("/fn/judge", &[("origin", PUBLIC_URL)], &choice("held")).await;
    assert_eq!(strange.status, StatusCode::UNAUTHORIZED);
    let cookie = let_alice_in(&site).await;
    let own = [("origin", PUBLIC_URL), ("cookie", cookie.as_str()), ("accept", "text/html")];
    let home = super::curators::page(&site, "/", &cookie).await.body;
    assert_eq!(home.matches("action=\"/fn/judge\"").count(), 1, "of KEPs alone");
    let done = site.post("/fn/judge", &own, &choice("held")).await;
    assert_eq!(done.header("location"), format!("/#n-{note}"));
    assert_eq!(verdict().await, (json!("held"), json!("curator")));
    let chosen = super::curators::page(&site, "/", &cookie).await.body;
    assert!(chosen.contains("<option value=\"held\" selected"), "{chosen}");
    site.post("/fn/judge", &own, &choice("none")).await;
    assert_eq!(verdict().await, (json!(null), json!(null)));
    site.post("/fn/judge", &own, &choice("cleared")).await;
    assert_eq!(verdict().await, (json!("late"), json!("kep")));
    let wrong = site.post("/fn/judge", &own, &choice("kept")).await;
    assert_eq!(verdict().await, (json!("late"), json!("kep")), "{}", wrong.body);
}
