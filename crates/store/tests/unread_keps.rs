//! Files of KEPs that become unreadable, and numbers that several KEPs have.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::kep::{KepLoss, Status};
use domain::outcome::Relation;
use domain::pages::{KepAnswer, KepPage};
use store::{KepChange, KepHistory};
use support::keps::{change, sync_keps};
use support::{Database, filter};

const SIDECARS: &str = "title: Sidecars\nowning-sig: sig-node\nstatus: implementable\nstage: alpha\nmilestone:\n  alpha: v1.28\n";

/// A commit with the remarks of its reader.
fn read(folder: &str, day: &str, yaml: &str) -> KepChange {
    let (revision, remarks) = ingest::kep_yaml::read(yaml);
    let remarks = remarks.iter().map(ToString::to_string).collect();
    KepChange { revision: Some((revision, remarks)), ..change(folder, day, None) }
}

async fn page(db: &Database, name: &str) -> KepPage {
    match db.store.kep(&name.parse().unwrap()).await.unwrap() {
        KepAnswer::One(page) => *page,
        answer => panic!("{answer:?}"),
    }
}

async fn unread(db: &Database) -> Vec<String> {
    let unread = db.store.unread_keps().await.unwrap();
    unread.iter().map(|kep| format!("{} {}: {}", kep.folder, kep.loss.as_str(), kep.reason)).collect()
}

#[tokio::test]
async fn the_last_revision_that_can_be_read_counts() {
    for (broken, expected) in [
        ("", "everything: is no map of fields"),
        ("\u{1}\u{2}\u{0}", "everything: "),
        ("- a\n- b\n", "everything: is no map of fields; read line by line"),
        // Cut off in the middle.
        ("title: Sidecars\nowning-sig: sig-no", "status: "),
        ("status: implementable\nstage: alpha\n", "title: has no title"),
    ] {
        let db = Database::new().await;
        db.import("notes", "## 2023-10-11\n- KEP-753\n").await;
        let folder = "sig-node/753-sidecars";
        let changes = vec![read(folder, "2023-06-12", SIDECARS), read(folder, "2025-01-01", broken)];
        sync_keps(&db, changes, Vec::new()).await;
        let sidecars = page(&db, "753").await;
        assert_eq!(sidecars.newest.standing.status, Status::Implementable, "{broken:?}");
        assert_eq!(sidecars.line.title.as_deref(), Some("Sidecars"));
        let found = unread(&db).await;
        assert!(found[0].starts_with(&format!("{folder} {expected}")), "{broken:?}: {found:?}");
        let status = db.store.status("0").await.unwrap().unread_keps;
        assert_eq!(
            (status.total(), status.files[0].path.as_str()),
            (1, "keps/sig-node/753-sidecars/kep.yaml")
        );

        // The next that can be read takes its place, and so does the removal.
        let mended = KepHistory {
            changes: vec![read(folder, "2025-02-01", &SIDECARS.replace("implementable", "withdrawn"))],
            ..KepHistory::default()
        };
        db.store.store_keps(&mended).await.unwrap();
        assert_eq!(page(&db, "753").await.newest.standing.status, Status::Withdrawn);
        assert_eq!(unread(&db).await, [""; 0]);
        let removed = |day, yaml: Option<&str>| KepHistory {
            changes: vec![change(folder, day, yaml)],
            ..KepHistory::default()
        };
        db.store.store_keps(&removed("2025-03-01", Some(broken))).await.unwrap();
        db.store.store_keps(&removed("2025-04-01", None)).await.unwrap();
        assert_eq!(unread(&db).await, [""; 0], "what is gone need not be read");
    }
}

#[tokio::test]
async fn an_odd_status_is_unknown_and_the_file_still_counts() {
    let db = Database::new().await;
    let folder = "sig-node/753-sidecars";
    let odd = SIDECARS
        .replace("status: implementable", "status: \": :\"")
        .replace("Sidecars", "Sidecar containers");
    sync_keps(&db, vec![read(folder, "2023-06-12", SIDECARS), read(folder, "2025-01-01", &odd)], Vec::new())
        .await;
    let sidecars = page(&db, "753").await;
    assert_eq!(sidecars.newest.standing.status, Status::Unstated);
    assert_eq!(sidecars.line.title.as_deref(), Some("Sidecar containers"));
    assert_eq!(unread(&db).await, [""; 0]);
}

#[tokio::test]
async fn a_file_that_never_could_be_read_is_a_kep_of_which_nothing_is_known() {
    let db = Database::new().await;
    sync_keps(&db, vec![read("sig-node/753-sidecars", "2023-06-12", "- a\n")], Vec::new()).await;
    assert_eq!(page(&db, "753").await.newest.standing.status, Status::Unstated);
}

#[tokio::test]
async fn many_unread_files_are_counted_and_some_named() {
    let db = Database::new().await;
    let folder = |n: usize| format!("sig-node/{}-thing", 700 + n);
    let mut changes: Vec<KepChange> = (0..30).map(|n| read(&folder(n), "2023-06-12", SIDECARS)).collect();
    changes.extend(
        (0..30).map(|n| read(&folder(n), "2023-06-13", if n % 3 == 0 { "title: Sidecars\n" } else { "" })),
    );
    sync_keps(&db, changes, Vec::new()).await;
    let status = db.store.status("0").await.unwrap().unread_keps;
    assert_eq!(status.counts, [(KepLoss::Everything, 20), (KepLoss::Status, 10)]);
    assert_eq!((status.total(), status.files.len()), (30, 20));
}

const ONE: &str =
    "title: One\nowning-sig: sig-node\nstatus: implemented\nstage: stable\nmilestone:\n  stable: v1.26\n";
const OTHER: &str = "title: Other\nowning-sig: sig-cloud-provider\nstatus: provisional\nstage: alpha\n";

/// Notes that cite a number of two KEPs in every way.
async fn with_twins() -> Database {
    let db = Database::new().await;
    db.import(
        "notes",
        "## 2020-10-11\n- KEP-2133 and kubernetes/enhancements#2133\n- kubernetes/enhancements#2500\n",
    )
    .await;
    let changes = vec![
        change("sig-node/2133-one", "2020-01-01", Some(ONE)),
        change("sig-cloud-provider/2133-other", "2020-01-02", Some(OTHER)),
    ];
    let pull = store::KepPull {
        pull: 2500,
        number: 2133,
        position: 0,
        merged_at: "2020-10-01T00:00:00Z".parse().unwrap(),
    };
    sync_keps(&db, changes, vec![pull]).await;
    db
}

#[tokio::test]
async fn a_number_of_two_keps_is_neither_of_them() {
    let db = with_twins().await;
    let notes = db.store.timeline(&filter("")).await.unwrap().entries.remove(0).notes;
    for reference in &notes[0].references {
        let kep = reference.outcome.as_ref().unwrap().kep.as_ref().unwrap();
        assert_eq!((kep.number, kep.relation), (2133, Relation::Ambiguous), "{}", reference.literal);
        assert_eq!((&kep.title, &kep.now.status, kep.now.shipped), (&None, &None, None));
        assert!(reference.outcome.as_ref().unwrap().judgement.is_none());
    }
    assert_eq!(notes[0].tags, [], "nobody knows which group owns it");
    // Of the pull request its own state is known, which is that it was merged.
    let pull = notes[1].references[0].outcome.as_ref().unwrap();
    assert!(pull.kep.is_none() && pull.item.is_some());
    assert_eq!(db.found("kep=2133").await.len(), 1);
}

#[tokio::test]
async fn pages_and_lists_show_each_with_its_own_state() {
    let db = with_twins().await;
    let described = |keps: &[domain::pages::KepLine]| -> Vec<String> {
        keps.iter().map(|kep| format!("{} {} {:?}", kep.name, kep.status(), kep.stage())).collect()
    };
    let both = ["2133-one implemented Some(Stable)", "2133-other provisional None"];
    let KepAnswer::Several(2133, twins) = db.store.kep(&"2133".parse().unwrap()).await.unwrap() else {
        panic!("several")
    };
    assert_eq!(described(&twins), both);
    assert_eq!(described(&db.store.keps(&Default::default()).await.unwrap().keps), both);
    assert_eq!(page(&db, "2133-other").await.line.title.as_deref(), Some("Other"));
}

#[tokio::test]
async fn where_one_of_them_is_gone_the_other_is_meant() {
    let db = with_twins().await;
    let gone = KepHistory {
        changes: vec![change("sig-cloud-provider/2133-other", "2021-01-01", None)],
        ..KepHistory::default()
    };
    db.store.store_keps(&gone).await.unwrap();
    db.store.derive().await.unwrap();
    let notes = db.store.timeline(&filter("")).await.unwrap().entries.remove(0).notes;
    let kep = notes[0].references[0].outcome.as_ref().unwrap().kep.as_ref().unwrap();
    assert_eq!((kep.relation, kep.title.as_deref()), (Relation::Itself, Some("One")));
    assert_eq!(page(&db, "2133").await.cited.len(), 3);
}
