//! The pages about KEPs, pull requests, SIGs and versions.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::cite::Repo;
use domain::github::{Answer, Item, ItemEvent, ItemEventKind, ItemKey, ItemKind, ItemState};
use domain::kep::Stage;
use domain::outcome::MissingReason;
use domain::outcome::story::Fate;
use domain::pages::{KepAnswer, KepLine, KepName, KepPage};
use domain::version::Version;
use ingest::kep_yaml::read;
use jiff::Timestamp;
use store::{FetchedItem, KepChange, KepHistory, KepPull, SyncEnd, SyncKind};
use support::Database;

const JOURNAL: &str = "\
---
title: Notes
time_zone: Asia/Tokyo
---
## 2023-02-10
- KEP-753 is planned for Kubernetes 1.27

## 2023-10-05
- kubernetes/enhancements#4183 (SIG Node), and once more KEP 753
- k/k#1 and KEP-3990

## 2023-10-11
- Kubernetes/kubernetes#1 again
- something else
";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn change(folder: &str, day: &str, yaml: &str) -> KepChange {
    KepChange {
        folder: folder.into(),
        moved_from: None,
        at: at(&format!("{day}T00:00:00Z")),
        commit: day.into(),
        revision: Some((read(yaml).0, Vec::new())),
    }
}

fn sidecars(day: &str, status: &str, stage: &str, alpha: &str, beta: &str, stable: &str) -> KepChange {
    let yaml = format!(
        "title: Sidecars\nkep-number: 753\nowning-sig: sig-node\nparticipating-sigs: [sig-apps]\n\
         status: {status}\nstage: {stage}\nsee-also: [\"/keps/sig-node/2133-one\", \"KEP-9999\"]\n\
         milestone:\n  alpha: {alpha}\n  beta: {beta}\n  stable: {stable}\n"
    );
    change("sig-node/753-sidecars", day, &yaml)
}

fn history() -> KepHistory {
    let pull = |pull, number, day: &str| KepPull {
        pull,
        number,
        position: 0,
        merged_at: at(&format!("{day}T19:27:00Z")),
    };
    KepHistory {
        progress: None,
        whole: true,
        changes: vec![
            change(
                "sig-architecture/0000-process",
                "2018-01-01",
                "title: Process\nowning-sig: sig-architecture\nstatus: implemented\n",
            ),
            change(
                "sig-node/2133-one",
                "2020-01-01",
                "title: One\nowning-sig: sig-node\nstatus: implementable\n",
            ),
            change(
                "sig-cloud-provider/2133-other",
                "2020-01-02",
                "title: Other\nowning-sig: sig-cloud-provider\n",
            ),
            sidecars("2023-02-09", "implementable", "alpha", "v1.27", "v1.28", "v1.30"),
            sidecars("2023-06-12", "implementable", "alpha", "v1.28", "v1.29", "v1.32"),
            sidecars("2025-02-04", "implemented", "stable", "v1.28", "v1.29", "v1.33"),
        ],
        pulls: vec![
            pull(4183, 753, "2023-10-05"),
            pull(3761, 753, "2023-02-09"),
            pull(5000, 753, "2025-02-04"),
        ],
        titles: vec![(5000, "Promote it".to_owned())],
    }
}

fn merged() -> FetchedItem {
    let merged = at("2023-10-10T00:00:00Z");
    FetchedItem {
        key: ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number: 1 },
        answer: Some(Answer::Item(Box::new(Item {
            kind: ItemKind::Pull,
            title: "Do it".into(),
            state: ItemState::Merged,
            created_at: Some(at("2023-01-01T00:00:00Z")),
            closed_at: Some(merged),
            merged_at: Some(merged),
            updated_at: Some(merged),
            milestone: Some("v1.29".into()),
            labels: vec!["kind/bug".into()],
            events: Some(vec![ItemEvent { at: merged, what: ItemEventKind::Merged }]),
            moved_to: None,
        }))),
        at: at("2026-11-22T00:00:00Z"),
        etag: None,
    }
}

async fn database() -> Database {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    let run = db.store.begin_sync(SyncKind::Keps, "a test", at("2026-11-22T00:00:00Z")).await.unwrap();
    db.store.store_keps(&history()).await.unwrap();
    let end = SyncEnd {
        data_at: Some(at("2026-07-24T00:00:00Z")),
        error: Some("token=secret".into()),
        ..SyncEnd::default()
    };
    db.store.end_sync(run, at("2026-11-22T00:01:00Z"), &end).await.unwrap();
    db.store.store_items(&[merged()]).await.unwrap();
    db.store.derive().await.unwrap();
    db
}

async fn answer(db: &Database, name: &str) -> KepAnswer {
    db.store.kep(&name.parse().unwrap()).await.unwrap()
}

async fn page(db: &Database, name: &str) -> KepPage {
    match answer(db, name).await {
        KepAnswer::One(page) => *page,
        other => panic!("{name}: {other:?}"),
    }
}

fn names(keps: &[KepLine]) -> Vec<String> {
    keps.iter().map(|kep| kep.name.to_string()).collect()
}

#[tokio::test]
async fn a_kep_has_its_story_and_those_who_cite_it() {
    let db = database().await;
    let page = page(&db, "753").await;
    assert_eq!((page.folder.as_str(), page.gone, page.line.notes), ("sig-node/753-sidecars", false, 2));
    assert_eq!(page.line.state.shipped.unwrap().to_string(), "stable 1.33");
    let stable: Vec<(String, bool)> = page.story[2]
        .promises
        .iter()
        .map(|promise| (promise.version.to_string(), promise.fate == Fate::Shipped))
        .collect();
    assert_eq!(stable, [("1.30".into(), false), ("1.32".into(), false), ("1.33".into(), true)]);
    assert_eq!(
        (page.since.unwrap().to_string(), page.data_day.to_string()),
        ("2023-02-09".into(), "2026-07-24".into())
    );
    let cited: Vec<(&str, String)> =
        page.cited.iter().map(|cited| (cited.literal.as_str(), cited.day.unwrap().to_string())).collect();
    assert_eq!(
        cited,
        [
            ("kubernetes/enhancements#4183", "2023-10-05".to_owned()),
            ("KEP 753", "2023-10-05".to_owned()),
            ("KEP-753", "2023-02-10".to_owned()),
        ]
    );
    let notes: Vec<usize> = page.entries.iter().map(|entry| entry.notes.len()).collect();
    assert_eq!((notes, page.entries[0].folded), (vec![1, 1], 1));
    let pulls: Vec<(u64, Option<&str>, u32)> =
        page.pulls.iter().map(|pull| (pull.pull, pull.title.as_deref(), pull.notes)).collect();
    assert_eq!(pulls, [(4183, None, 1), (5000, Some("Promote it"), 0), (3761, None, 0)]);
    let see_also: Vec<_> =
        page.see_also.iter().map(|pointer| (pointer.kep, pointer.title.as_deref())).collect();
    assert_eq!(see_also[1], (None, None), "no KEP has that number");
    assert_eq!(see_also[0].0, Some(2133));
}

#[tokio::test]
async fn a_kep_has_one_name() {
    let db = database().await;
    let elsewhere = |number| KepAnswer::Elsewhere(KepName::Number(number));
    assert_eq!(answer(&db, "753-sidecars").await, elsewhere(753));
    assert_eq!(answer(&db, "753-wrong").await, elsewhere(753));
    assert_eq!(page(&db, "0000-process").await.line.title.as_deref(), Some("Process"));
    let KepAnswer::Several(2133, twins) = answer(&db, "2133").await else { panic!() };
    assert_eq!(names(&twins), ["2133-one", "2133-other"]);
    assert_eq!(page(&db, "2133-other").await.line.title.as_deref(), Some("Other"));
}

#[tokio::test]
async fn a_number_that_is_no_kep_gives_what_is_known_of_it() {
    let db = database().await;
    let unknown = async |name: &str| match answer(&db, name).await {
        KepAnswer::Unknown(unknown) => unknown,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(names(&unknown("3761").await.pull_about), ["753"]);
    assert_eq!(unknown("3990").await.notes, 1);
    let lives_on = async |name: &str| {
        unknown(name).await.continued_as.map(|successor| (successor.number, successor.has_page))
    };
    assert_eq!(lives_on("3759").await, Some((753, true)));
    assert_eq!(lives_on("3542").await, Some((5334, false)), "its proposal is open");
    let nothing = unknown("no-such-folder").await;
    assert_eq!((nothing.number, nothing.any_kep), (None, true));
    let empty = Database::new().await;
    assert!(matches!(answer(&empty, "753").await, KepAnswer::Unknown(unknown) if !unknown.any_kep));
}

#[tokio::test]
async fn the_list_has_those_first_that_notes_cite() {
    let db = database().await;
    let list = db.store.keps(&"sort=number".parse().unwrap()).await.unwrap();
    assert_eq!(names(&list.keps), ["753", "0000-process", "2133-one", "2133-other"]);
    assert_eq!((list.matching, list.cited), (4, 1));
    let filtered = db.store.keps(&"sig=node&stage=stable".parse().unwrap()).await.unwrap();
    assert_eq!(names(&filtered.keps), ["753"]);
}

#[tokio::test]
async fn a_pull_request_lists_every_note_in_every_spelling() {
    let db = database().await;
    let item = async |owner: &str, repo: &str, number| {
        db.store.item(&ItemKey { repo: Repo::new(owner, repo), number }).await.unwrap()
    };
    let page = item("Kubernetes", "kubernetes", 1).await.unwrap();
    assert_eq!(page.key.to_string(), "kubernetes/kubernetes#1");
    assert_eq!(
        (page.now.state, page.release, page.missing),
        (ItemState::Merged, Some(Version { minor: 29 }), None)
    );
    let then: Vec<(&str, ItemState)> =
        page.cited.iter().map(|cited| (cited.literal.as_str(), cited.then.unwrap().state)).collect();
    assert_eq!(then, [("Kubernetes/kubernetes#1", ItemState::Merged), ("k/k#1", ItemState::Open)]);
    assert_eq!(page.entries.len(), 2);

    let about = item("kubernetes", "enhancements", 4183).await.unwrap();
    assert_eq!((names(&about.keps), about.now.state), (vec!["753".to_owned()], ItemState::Merged));
    let unknown = item("kubernetes", "enhancements", 3990).await.unwrap();
    assert_eq!((unknown.now.state, unknown.missing), (ItemState::Unknown, Some(MissingReason::NotFetched)));
    assert!(item("kubernetes", "kubernetes", 99).await.is_none());
    assert!(item("kubernetes", "kubernetes", u64::MAX).await.is_none());
}

#[tokio::test]
async fn a_group_has_its_keps_and_notes() {
    let db = database().await;
    let node = db.store.sig(&"node".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(names(&node.owned), ["753", "2133-one"]);
    assert!(node.line.notes >= 1 && !node.entries.is_empty());
    let apps = db.store.sig(&"apps".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!((names(&apps.owned), names(&apps.takes_part)), (vec![], vec!["753".to_owned()]));
    assert!(db.store.sig(&"wg-nobody".parse().unwrap()).await.unwrap().is_none());
    let list = db.store.sigs().await.unwrap();
    let line = list.sigs.iter().find(|line| line.sig.as_str() == "sig-node").unwrap();
    assert_eq!((line.keps, line.notes), (2, node.line.notes));
    assert!(list.sigs.iter().any(|line| line.sig.group().is_some_and(|group| !group.active)));
}

#[tokio::test]
async fn a_version_lists_what_came_with_it_and_what_did_not() {
    let db = database().await;
    let version = async |minor| db.store.version(Version { minor }).await.unwrap();
    let stages = |keps: &[(Stage, Vec<KepLine>)]| -> Vec<String> {
        keps.iter().map(|(stage, keps)| format!("{stage} {}", names(keps).join(" "))).collect()
    };
    let page = version(28).await.unwrap();
    assert_eq!((stages(&page.shipped), stages(&page.missed)), (vec!["alpha 753".to_owned()], vec![]));
    let page = version(27).await.unwrap();
    assert_eq!((stages(&page.shipped), stages(&page.missed)), (vec![], vec!["alpha 753".to_owned()]));
    assert_eq!((page.line.notes, page.line.cycle_notes), (1, 1));
    assert_eq!(stages(&version(32).await.unwrap().missed), ["stable 753"]);
    assert_eq!(stages(&version(30).await.unwrap().missed), [""; 0], "it was put off in time");
    let (first, last) = version(29).await.unwrap().cycle.unwrap();
    assert_eq!((first.to_string(), last.to_string()), ("2023-08-16".into(), "2023-12-13".into()));
    assert!(version(99).await.is_none());
    let list = db.store.versions().await.unwrap();
    assert!(list.versions.is_sorted_by(|one, other| one.version > other.version));
    let line = list.versions.iter().find(|line| line.version.minor == 29).unwrap();
    assert_eq!(line.cycle_notes, 4);
}

#[tokio::test]
async fn the_status_counts_and_keeps_secrets() {
    let db = database().await;
    let status = db.store.status("1.2.3").await.unwrap();
    let counts = status.counts;
    assert_eq!((counts.notebooks, counts.entries, counts.notes, counts.references), (1, 3, 5, 6));
    assert_eq!((counts.with_state, counts.unknown, counts.keps, counts.items), (5, 1, 4, 1));
    let keps = status.kinds.iter().find(|kind| kind.kind == "keps").unwrap();
    assert_eq!((keps.data_at, keps.runs.len()), (Some(at("2026-07-24T00:00:00Z")), 1));
    assert!(keps.runs[0].failed);
    assert!(!format!("{status:?}").contains("secret"));
}

#[tokio::test]
async fn keps_are_found_by_the_beginning_of_their_number_and_by_their_title() {
    let db = Database::new().await;
    assert_eq!(db.store.keps_like("7", 8).await.unwrap(), [], "nothing is known before a sync");
    let db = database().await;
    for (text, expected) in
        [("", true), ("75", true), ("53", false), ("SIDE", true), ("%", false), ("s_d", false)]
    {
        let found = db.store.keps_like(text, 8).await.unwrap();
        let is_found = found.contains(&(753, "Sidecars".to_owned()));
        assert_eq!(is_found, expected, "{text}: {found:?}");
    }
    assert_eq!(db.store.keps_like("", 1).await.unwrap().len(), 1);
}
