//! What an upgrade changes, on its pages, as a checklist and in the API; feature gates.

use std::collections::BTreeMap;

use domain::address::Page;
use domain::gate::{GateRecord, GateSource, GateSpec, GateStanding};
use domain::kep::Stage;
use domain::release_note::ReleaseNote;
use domain::version::Version;
use store::{ReadReleaseNotes, ReleaseNoteFile, SourceProgress, SyncEnd, SyncKind};

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
    let run = site.store.begin_sync(SyncKind::Gates, "a test", progress.checked_at).await.unwrap();
    site.store.store_gates(GateSource::List, &records, &progress).await.unwrap();
    let end = SyncEnd { data_at: progress.data_at, ..SyncEnd::default() };
    site.store.end_sync(run, progress.checked_at, &end).await.unwrap();
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
    let (main, other) = page.body.split_once(r#"id="part-other""#).expect("other release notes");
    assert!(!main.contains("Swept the floor"), "{main}");
    let folded = other.split_once("<details class=\"sig-notes\">").expect("a disclosure").1;
    assert!(folded.contains("SIG Node") && folded.contains("Swept the floor"), "{folded}");
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
async fn notes_say_what_became_of_the_gates_that_they_name() {
    let site = site_with(NOTES).await;
    let entry = site.store.timeline(&Default::default()).await.unwrap().entries.remove(0);
    let [entry_page, note_page] =
        [Page::Entry(entry.id.clone()), Page::Note(entry.id, entry.notes[0].id.clone())]
            .map(|page| page.href());
    for address in ["/", "/2023/11", &entry_page, &note_page] {
        let page = site.get(address).await.body;
        for text in [
            r#"href="/gates/PaintShed""#,
            "On 1 Nov 2023, in 1.28: alpha, off. Now, in 1.37: stable, locked on",
            r#"<span class="note-gate-then">alpha, off</span> → "#,
            r#"<span class="note-gate-now">stable, locked on</span>"#,
        ] {
            assert!(page.contains(text), "{address}: {text}: {page}");
        }
        assert!(!page.contains("OilHinges"), "{address}: it is named nowhere");
        let japanese = Request::get(address).header("accept-language", "ja").body(Body::empty()).unwrap();
        let page = site.send(japanese).await.body;
        assert!(page.contains("alpha・オフ") && page.contains("stable・オンに固定"), "{address}: {page}");
    }
}

#[tokio::test]
async fn gates_have_a_list_and_a_page_each() {
    let site = site_with(NOTES).await;
    let list = site.get("/gates").await.body;
    assert!(list.contains("/gates/PaintShed") && list.contains("/gates/OilHinges"), "{list}");
    let page = site.get("/gates/PaintShed").await.body;
    for text in ["alpha, off", "beta, on", "stable, locked on", "is worth the trouble", "k/k#8"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let card = super::cards::picture_of(&site, "/gates/PaintShed").await;
    assert!(card.starts_with("/cards/") && card.ends_with("/gates/PaintShed.png"), "{card}");
    let picture = site.get(&card).await;
    assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/png"));
    assert_eq!(site.get("/cards/0/gates/BarnDoor.png").await.status, StatusCode::NOT_FOUND);
    let other = site.get("/gates/paintshed").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "a name begins with a capital");
    let other = site.get("/gates/Paintshed").await;
    assert_eq!((other.status, other.header("location")), (StatusCode::FOUND, "/gates/PaintShed"));
    assert_eq!(site.get("/gates/BarnDoor").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_says_what_they_run_sees_what_keps_are_there() {
    let site = demo_site().await;
    let get = async |path: &str, runs: &str| {
        let request = Request::get(path).header("cookie", format!("kepline_version={runs}"));
        site.send(request.body(Body::empty()).unwrap()).await.body
    };
    for (runs, sentence, mark) in [
        ("1.30", "In 1.30: beta since 1.29, on by default; stable in 1.33", Some("1.30: beta, on")),
        ("1.27", "Not in 1.27; alpha in 1.28", Some("from 1.28")),
        // The chip says so itself.
        ("1.34", "In 1.34: stable since 1.33, on by default", None),
    ] {
        let page = get("/keps/753", runs).await;
        assert!(page.contains(&format!(r#"<p class="my-cluster">{sentence}</p>"#)), "{runs}: {page}");
        let list = get("/?kep=753", runs).await;
        assert!(
            list.contains(&format!(r#"<span class="story-line my-cluster">{sentence}</span>"#)),
            "{list}"
        );
        let marks = |mark: &str| list.contains(&format!(r#"<span class="state-mine">{mark}</span>"#));
        assert!(mark.map_or(!marks("1.34: stable, on"), marks), "{list}");
    }
    let earlier = get("/keps/753?as_of=2024-01-01", "1.30").await;
    assert!(!earlier.contains(r#"<p class="my-cluster">"#), "the cluster is one of today: {earlier}");
    let stranger = site.get("/?kep=753").await.body;
    assert!(!stranger.contains("my-cluster") && !stranger.contains("state-mine"), "{stranger}");
}
