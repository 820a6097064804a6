//! What an upgrade changes, on its pages, as a checklist and in the API; feature gates.

use std::collections::BTreeMap;

use domain::gate::{GateRecord, GateSource, GateSpec, GateStanding};
use domain::kep::Stage;
use domain::release_note::ReleaseNote;
use domain::version::Version;
use store::{ReadReleaseNotes, ReleaseNoteFile, SourceProgress};

use super::*;

const NOTES: &str = "---\ntitle: Field notes\nrights: own\n---\n\n## 2023-11-01\n- `PaintShed` is worth the trouble\n- k/k#7 is near\n";

fn v(minor: u16) -> Version {
    Version { minor }
}

fn spec(from: u16, stage: Stage, on: bool, locked: bool) -> GateSpec {
    let standing = GateStanding { stage, default: Some(on), locked: Some(locked) };
    GateSpec { from: v(from), until: None, standing }
}

/// A site that knows two gates and three release notes of 1.30.
async fn site_with(notes: &str) -> Site {
    let site = site_with_notes(notes).await;
    let at = |text: &str| text.parse().unwrap();
    let progress = SourceProgress {
        commit: Some("c0ffee".to_owned()),
        data_at: Some(at("2026-07-28T00:00:00Z")),
        checked_at: at("2026-11-22T00:00:00Z"),
        error: None,
    };
    let paint = [
        spec(28, Stage::Alpha, false, false),
        spec(30, Stage::Beta, true, false),
        spec(31, Stage::Stable, true, true),
    ];
    let oil = [spec(29, Stage::Alpha, false, false)];
    let records = BTreeMap::from([
        ("PaintShed".parse().unwrap(), GateRecord::new(paint, v(37))),
        ("OilHinges".parse().unwrap(), GateRecord::new(oil, v(37))),
    ]);
    site.store.store_gates(GateSource::List, &records, &progress).await.unwrap();
    let note = |pull, action_required, text: &str| ReleaseNote {
        pull,
        release: v(30),
        sigs: vec!["sig-node".parse().unwrap()],
        kinds: Vec::new(),
        areas: Vec::new(),
        action_required,
        text: Some(text.to_owned()),
        keps: Vec::new(),
    };
    let notes = vec![
        note(7, true, "Move the <b>brushes</b> first."),
        note(8, false, "Turned `PaintShed` on by default."),
        note(9, false, "Swept the floor."),
    ];
    let file = ReleaseNoteFile { blob: Some("b1".to_owned()), error: None, notes: notes.len() };
    let read = ReadReleaseNotes { release: v(30), file, notes: Some(notes) };
    site.store.store_release_notes(&[read], &progress).await.unwrap();
    site.store.derive().await.unwrap();
    site
}

#[tokio::test]
async fn the_page_of_an_upgrade_has_what_changes_and_the_notes_that_say_why() {
    let site = site_with(NOTES).await;
    let page = site.get("/upgrade/1.29..1.30").await;
    assert_eq!(page.status, StatusCode::OK);
    for text in [
        "Upgrade from 1.29 to 1.30",
        "Move the &lt;b&gt;brushes&lt;/b&gt; first.",
        "/gates/PaintShed",
        "alpha, off → beta, on",
        "is worth the trouble",
        "k/k#7 is near",
        "2026-07-28",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("Swept the floor"), "other release notes are on a page of their own");
    let other = site.get("/upgrade/1.29..1.30?part=other").await.body;
    assert!(other.contains("Swept the floor") && !other.contains("brushes"), "{other}");
    let action = site.get("/upgrade/1.29..1.30?action=1").await.body;
    assert!(action.contains("brushes") && !action.contains("/gates/PaintShed"), "{action}");
    let nothing = site.get("/upgrade/1.29..1.30?sig=windows").await.body;
    assert!(nothing.contains("Nothing is known to change"), "{nothing}");
}

#[tokio::test]
async fn addresses_of_upgrades_lead_to_their_one_spelling_or_say_why_not() {
    let site = site_with(NOTES).await;
    let check = async |address: &str, status: StatusCode, text: &str| {
        let answer = site.get(address).await;
        assert_eq!(answer.status, status, "{address}: {}", answer.body);
        let found = match answer.headers.get("location") {
            Some(location) => location.to_str().unwrap().to_owned(),
            None => answer.body,
        };
        assert!(found.contains(text), "{address}: {found}");
    };
    check("/upgrade?from=1.27&to=1.29", StatusCode::FOUND, "/upgrade/1.27..1.29").await;
    check("/upgrade/v1.27..1.29.3?sig=node", StatusCode::FOUND, "/upgrade/1.27..1.29?sig=node").await;
    check("/upgrade/1.27..latest", StatusCode::FOUND, "/upgrade/1.27..1.").await;
    check("/upgrade/current-1..current", StatusCode::FOUND, "/upgrade/1.").await;
    check("/upgrade/1.27..1.29?notes=yes", StatusCode::MOVED_PERMANENTLY, "?notes=1").await;
    check("/upgrade/1.29..1.29", StatusCode::NOT_FOUND, "changes nothing").await;
    check("/upgrade/1.29..1.27", StatusCode::NOT_FOUND, "/upgrade/1.27..1.29").await;
    check("/upgrade/1.27..1.99", StatusCode::NOT_FOUND, "1.99").await;
    check("/upgrade/1.14..1.37", StatusCode::NOT_FOUND, "/upgrade/1.17..1.37").await;
    check("/upgrade/x", StatusCode::BAD_REQUEST, "not a Kubernetes version").await;
    check("/upgrade/1.27..1.29?part=old", StatusCode::BAD_REQUEST, "part").await;
    check("/upgrade", StatusCode::OK, "<select").await;
    check(
        "/upgrade/1.29..1.30.json?sig=node",
        StatusCode::MOVED_PERMANENTLY,
        "/api/v1/upgrades/1.29..1.30?sig=node",
    )
    .await;
}

#[tokio::test]
async fn an_upgrade_is_a_checklist_and_an_item_of_the_api() {
    let site = site_with(NOTES).await;
    let list = site.get("/upgrade/1.29..1.30.md").await;
    assert_eq!(list.header("content-type"), "text/markdown; charset=utf-8");
    assert!(
        list.body.contains("- [ ] 1.30 **on by default** `PaintShed`: alpha, off → beta, on"),
        "{}",
        list.body
    );
    assert!(list.body.contains(r"Move the \<b\>brushes\</b\> first."), "{}", list.body);
    let item = site.get("/api/v1/upgrades/1.29..1.30").await.json()["item"].clone();
    let changes = item["changes"].as_array().unwrap();
    let kinds: Vec<&str> = changes.iter().map(|change| change["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["action_required", "default_on", "beta", "release_note", "release_note"]);
    assert_eq!(changes[1]["gate"], "PaintShed");
    assert_eq!(changes[1]["pull"], 8);
    assert_eq!((&changes[1]["default_from"], &changes[1]["default_to"]), (&false.into(), &true.into()));
    assert!(changes[1]["notes"][0]["first_words"].as_str().unwrap().contains("worth the trouble"));
    let for_node = site.get("/api/v1/upgrades/1.29..1.30?sig=node&part=other").await.json();
    assert_eq!(for_node["item"]["changes"].as_array().unwrap().len(), 2);
    let wrong = site.get("/api/v1/upgrades/1.30..1.29").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{}", wrong.body);
}

#[tokio::test]
async fn words_of_notes_with_unstated_rights_are_on_pages_alone() {
    let site = site_with(&NOTES.replace("rights: own\n", "")).await;
    assert!(site.get("/upgrade/1.29..1.30").await.body.contains("worth the trouble"));
    for address in ["/upgrade/1.29..1.30.md", "/api/v1/upgrades/1.29..1.30"] {
        let answer = site.get(address).await.body;
        assert!(answer.contains("PaintShed") && !answer.contains("worth the trouble"), "{answer}");
    }
}

#[tokio::test]
async fn gates_have_a_list_and_a_page_each() {
    let site = site_with(NOTES).await;
    let list = site.get("/gates").await.body;
    assert!(list.contains("/gates/PaintShed") && list.contains("/gates/OilHinges"), "{list}");
    let page = site.get("/gates/PaintShed").await.body;
    for text in ["alpha, off", "beta, on", "stable, on (locked on)", "is worth the trouble", "k/k#8"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let other = site.get("/gates/paintshed").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "a name begins with a capital");
    let other = site.get("/gates/Paintshed").await;
    assert_eq!((other.status, other.header("location")), (StatusCode::FOUND, "/gates/PaintShed"));
    assert_eq!(site.get("/gates/BarnDoor").await.status, StatusCode::NOT_FOUND);
}
