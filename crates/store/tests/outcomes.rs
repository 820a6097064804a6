//! The outcomes of references: derived by imports and syncs, shown on pages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::cite::Repo;
use domain::github::{Answer, Item, ItemEvent, ItemEventKind, ItemKey, ItemKind, ItemState};
use domain::outcome::{MissingReason, Outcome, Relation};
use ingest::kep_yaml::read;
use jiff::Timestamp;
use store::{FetchedItem, KepChange, KepHistory, KepPull, SyncEnd, SyncKind};
use support::{Database, filter};

const JOURNAL: &str = "\
---
title: Notes
time_zone: Asia/Tokyo
---
## 2023-11-01

- KEP-753 and kubernetes/enhancements#4183
- k/k#1 and KEP-3990
- nothing is cited
";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn change(day: &str, yaml: &str) -> KepChange {
    let (revision, _) = read(yaml);
    KepChange {
        folder: "sig-node/753-sidecar-containers".into(),
        moved_from: None,
        at: at(&format!("{day}T00:00:00Z")),
        commit: day.into(),
        revision: Some((revision, Vec::new())),
    }
}

fn kep(status: &str, stage: &str, milestones: &str) -> String {
    format!(
        "title: Sidecars\nkep-number: 753\nowning-sig: sig-node\nparticipating-sigs: [sig-apps]\n\
         status: {status}\nstage: {stage}\nmilestone:\n{milestones}"
    )
}

/// The course of KEP-753 in short.
fn history() -> KepHistory {
    KepHistory {
        progress: None,
        titles: Vec::new(),
        whole: true,
        changes: vec![
            change("2023-06-12", &kep("implementable", "alpha", "  alpha: v1.28\n  beta: v1.29\n")),
            change(
                "2025-03-01",
                &kep("implemented", "stable", "  alpha: v1.28\n  beta: v1.29\n  stable: v1.33\n"),
            ),
        ],
        pulls: vec![KepPull { pull: 4183, number: 753, position: 0, merged_at: at("2023-10-05T19:27:00Z") }],
    }
}

async fn sync_keps(db: &Database) {
    let run = db.store.begin_sync(SyncKind::Keps, "a test", at("2026-11-22T00:00:00Z")).await.unwrap();
    db.store.store_keps(&history()).await.unwrap();
    let end = SyncEnd { data_at: Some(at("2026-07-24T00:00:00Z")), ..SyncEnd::default() };
    db.store.end_sync(run, at("2026-11-22T00:01:00Z"), &end).await.unwrap();
    db.store.derive().await.unwrap();
}

fn pull(number: u64) -> FetchedItem {
    let merged = at("2023-12-05T00:00:00Z");
    let item = Item {
        kind: ItemKind::Pull,
        title: "Do it".into(),
        state: ItemState::Merged,
        created_at: Some(at("2023-01-01T00:00:00Z")),
        closed_at: Some(merged),
        merged_at: Some(merged),
        updated_at: Some(merged),
        milestone: Some("v1.29".into()),
        labels: vec!["sig/network".into(), "kind/bug".into()],
        events: Some(vec![ItemEvent { at: merged, what: ItemEventKind::Merged }]),
        moved_to: None,
    };
    FetchedItem {
        key: ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number },
        answer: Some(Answer::Item(Box::new(item))),
        at: at("2026-11-22T00:00:00Z"),
        etag: None,
    }
}

/// The outcomes of all references, in order.
async fn outcomes(db: &Database) -> Vec<Option<Outcome>> {
    let page = db.store.timeline(&filter("")).await.unwrap();
    let notes = page.entries.into_iter().flat_map(|entry| entry.notes);
    notes
        .flat_map(|note| note.references)
        .map(|reference| reference.outcome.map(|outcome| *outcome))
        .collect()
}

/// The shown tags of each note, as in `sig-node (owns KEP-753)`.
async fn tags(db: &Database) -> Vec<Vec<String>> {
    let entries = db.store.export(&filter("")).await.unwrap();
    let notes = entries.into_iter().flat_map(|entry| entry.notes);
    let tag = |tag: store::ExportedTag| {
        let value = match tag.tag.tag {
            domain::tag::Tag::Sig(sig) => sig.to_string(),
            domain::tag::Tag::Version(version) => version.to_string(),
        };
        format!(
            "{value}{} ({})",
            if tag.state == store::TagState::Applied { "" } else { "?" },
            tag.tag.evidence
        )
    };
    notes.map(|note| note.tags.into_iter().map(tag).collect()).collect()
}

#[tokio::test]
async fn before_a_sync_nothing_is_claimed() {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    let outcomes = outcomes(&db).await;
    assert_eq!(outcomes[0], None, "a KEP");
    let item = outcomes[2].as_ref().and_then(|outcome| outcome.item.as_ref());
    assert_eq!(item.and_then(|item| item.missing), Some(MissingReason::NotFetched));
}

#[tokio::test]
async fn a_sync_after_the_import_and_an_import_after_the_sync_give_the_same() {
    let (before, after) = (Database::new().await, Database::new().await);
    sync_keps(&before).await;
    before.store.store_items(&[pull(1)]).await.unwrap();
    before.import("notes", JOURNAL).await;
    after.import("notes", JOURNAL).await;
    sync_keps(&after).await;
    after.store.store_items(&[pull(1)]).await.unwrap();
    after.store.derive().await.unwrap();
    assert_eq!(outcomes(&before).await, outcomes(&after).await);
    assert_eq!(tags(&before).await, tags(&after).await);
    assert_eq!(after.store.derive().await.unwrap(), store::DerivedChanges::default(), "nothing is new");
}

#[tokio::test]
async fn citations_are_judged_then_and_now() {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    sync_keps(&db).await;
    db.store.store_items(&[pull(1)]).await.unwrap();
    db.store.derive().await.unwrap();
    let outcomes: Vec<Outcome> = outcomes(&db).await.into_iter().flatten().collect();
    let [kep, about, item, unknown] = &outcomes[..] else { panic!("{outcomes:?}") };

    let kep = kep.kep.as_ref().unwrap();
    let stages = [&kep.then, &kep.now].map(|state| state.shipped.unwrap().to_string());
    assert_eq!(stages, ["alpha 1.28", "stable 1.33"]);
    assert_eq!(kep.shipped_on.map(|day| day.to_string()).as_deref(), Some("2025-04-23"));

    let about_kep = about.kep.as_ref().unwrap();
    assert_eq!((about_kep.number, about_kep.relation), (753, Relation::PullAbout));
    assert_eq!(about.item.as_ref().map(|item| item.then.state), Some(ItemState::Merged));

    let moved = item.item.as_ref().unwrap();
    assert_eq!((moved.then.state, moved.now.state), (ItemState::Open, ItemState::Merged));
    assert_eq!(moved.release.map(|version| version.to_string()).as_deref(), Some("1.29"));
    assert_eq!(
        (item.changed, item.moved_on.map(|day| day.to_string()).as_deref()),
        (true, Some("2023-12-05"))
    );

    assert_eq!(unknown.kep.as_ref().map(|kep| kep.relation), Some(Relation::Unknown));
}

#[tokio::test]
async fn what_is_cited_tags_the_note_with_its_evidence() {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    sync_keps(&db).await;
    db.store.store_items(&[pull(1)]).await.unwrap();
    db.store.derive().await.unwrap();
    assert_eq!(
        tags(&db).await,
        [
            vec!["sig-apps? (takes part in KEP-753)", "sig-node (owns KEP-753)"],
            vec![
                "sig-network (sig/network on kubernetes/kubernetes#1)",
                "1.29 (milestone v1.29 of kubernetes/kubernetes#1)"
            ],
            vec![],
        ]
    );
    // An import derives the tags of the text again, and retains those of what is cited.
    db.import("notes", &JOURNAL.replace("nothing is cited", "SIG Storage")).await;
    let tags = tags(&db).await;
    assert_eq!(
        (tags[0].len(), tags[1].len(), tags[2].as_slice()),
        (2, 2, &["sig-storage (SIG Storage)".to_owned()][..])
    );
}

#[tokio::test]
async fn what_is_to_be_fetched_from_github_is_what_notes_cite() {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    sync_keps(&db).await;
    let keys = |items: Vec<store::CitedItem>| -> Vec<String> {
        items.into_iter().map(|item| item.key.to_string()).collect()
    };
    assert_eq!(
        keys(db.store.cited_items().await.unwrap()),
        ["kubernetes/enhancements#3990", "kubernetes/enhancements#4183", "kubernetes/kubernetes#1"]
    );
    db.store
        .store_items(&[FetchedItem { key: ItemKey { number: 3990, ..pull(1).key }, ..pull(1) }])
        .await
        .unwrap();
    db.store.store_items(&[pull(1)]).await.unwrap();
    let items = db.store.cited_items().await.unwrap();
    assert!(items[..2].iter().all(|item| item.open && item.fetched_at.is_none()));
    assert_eq!((items[2].key.number, items[2].open), (1, false));
    // The note goes, and what it cites is fetched no more.
    db.import("notes", &JOURNAL.replace("- k/k#1 and KEP-3990\n", "")).await;
    assert_eq!(keys(db.store.cited_items().await.unwrap()), ["kubernetes/enhancements#4183"]);
}

#[tokio::test]
async fn a_vanished_note_has_no_outcomes_and_a_kep_counts_those_that_are_there() {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    sync_keps(&db).await;
    db.import("notes", &JOURNAL.replace("- KEP-753 and kubernetes/enhancements#4183\n", "")).await;
    assert!(
        outcomes(&db)
            .await
            .into_iter()
            .flatten()
            .all(|outcome| outcome.kep.is_none_or(|kep| kep.number != 753))
    );
}

#[tokio::test]
async fn then_is_the_end_of_the_day_in_the_zone_of_the_entry() {
    // The pull request was merged at midnight in London: that day was over in Tokyo, and went on in Los Angeles.
    for (zone, then) in [("Asia/Tokyo", ItemState::Open), ("America/Los_Angeles", ItemState::Merged)] {
        let db = Database::new().await;
        let head = format!("2023-12-04\n\n<!-- kepline: {{\"time_zone\":\"{zone}\"}} -->\n");
        db.import("notes", &JOURNAL.replace("2023-11-01\n", &head)).await;
        db.store.store_items(&[pull(1)]).await.unwrap();
        db.store.derive().await.unwrap();
        let mut items = outcomes(&db).await.into_iter().flatten().filter_map(|outcome| outcome.item);
        let pull = items.next_back().unwrap();
        assert_eq!(pull.then.state, then, "{zone}");
    }
}
