//! What a search names, and KEPs by words.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::list::keps::KepFilter;
use domain::list::subject::{Subject, SubjectAnswer};
use domain::pages::KepName;
use store::Store;
use support::keps::{change, sync_keps};
use support::{Database, filter};

const JOURNAL: &str = "\
---
title: Notes
---
## 2023-10-05
- KEP-753 in SIG Node for Kubernetes 1.28, and KEP 753 again
- kubernetes/enhancements#4183
- k/k#1
- K/K#1 with KEP-753
";

async fn database() -> Database {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    let sidecars = "title: Sidecar Containers\nowning-sig: sig-node\nstatus: implemented\nstage: stable\n\
         feature-gates:\n  - name: SidecarContainers\n    components: [kubelet]\nmilestone:\n  stable: v1.33\n";
    let one = "title: Pod resize, one\nowning-sig: sig-node\nstatus: provisional\n";
    let other = "title: Other\nowning-sig: sig-cli\nstatus: provisional\n";
    let changes = vec![
        change("sig-node/753-sidecars", "2023-01-01", Some(sidecars)),
        change("sig-node/2133-one", "2023-01-02", Some(one)),
        change("sig-cli/2133-other", "2023-01-03", Some(other)),
    ];
    sync_keps(&db, changes, Vec::new()).await;
    db
}

/// The answer to a query in a line.
async fn answer(db: &Database, query: &str) -> String {
    answer_of(&db.store, query).await
}

async fn answer_of(store: &Store, query: &str) -> String {
    let subject = Subject::from_filter(&filter(query)).unwrap();
    match store.subject(&subject).await.unwrap() {
        None => "nothing".to_owned(),
        Some(SubjectAnswer::Kep(kep)) => {
            let shipped = kep.state.shipped.map(|shipped| shipped.to_string()).unwrap_or_default();
            format!("{} {} {shipped} {}", kep.name, kep.title.unwrap_or_default(), kep.notes)
        }
        Some(SubjectAnswer::SeveralKeps(number, keps)) => {
            let names: Vec<String> = keps.iter().map(|kep| kep.name.to_string()).collect();
            format!("several of {number}: {}", names.join(", "))
        }
        Some(SubjectAnswer::Item { key, title, now, notes }) => {
            format!("{key} {title:?} {} {notes}", now.state)
        }
        Some(SubjectAnswer::Sig(line)) => format!("{} {} {}", line.sig, line.notes, line.keps),
        Some(SubjectAnswer::Version(version, notes)) => format!("{version} {notes}"),
    }
}

#[tokio::test]
async fn a_search_that_names_something_has_an_answer() {
    let db = database().await;
    for (query, expected) in [
        ("q=KEP-753", "753 Sidecar Containers stable 1.33 2"),
        ("q=%23753", "753 Sidecar Containers stable 1.33 2"),
        ("q=KEP-2133", "several of 2133: 2133-one, 2133-other"),
        ("q=KEP-9999", "nothing"),
        ("q=k/k%231", "kubernetes/kubernetes#1 None unknown 2"),
        ("q=Kubernetes/KUBERNETES%231", "kubernetes/kubernetes#1 None unknown 2"),
        ("q=k/k%232", "nothing"),
        ("q=SIG+Node", "sig-node 2 2"),
        ("q=sig-cli", "sig-cli 0 1"),
        ("q=wg-sidecar", "nothing"),
        ("q=v1.28", "1.28 1"),
        ("q=1.20", "1.20 0"),
    ] {
        assert_eq!(answer(&db, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn as_of_a_day_the_answer_is_that_of_the_day() {
    let db = database().await;
    let answer_on = |day: &str| {
        let store = db.store.as_of(Some(day.parse().unwrap()));
        async move { answer_of(&store, "q=KEP-753").await }
    };
    assert_eq!(answer_on("2022-12-31").await, "nothing");
    assert_eq!(answer_on("2023-12-01").await, "753 Sidecar Containers  2");
    assert_eq!(answer_on("2026-07-24").await, answer(&db, "q=KEP-753").await);
}

#[tokio::test]
async fn keps_are_found_by_words_of_what_is_known_of_them() {
    let db = database().await;
    for (query, expected) in [
        ("", &["753", "2133-one", "2133-other"][..]),
        ("q=sidecar", &["753"]),
        ("q=SidecarContainers", &["753"]),
        ("q=containers", &["753"]),
        ("q=KEP-753", &["753"]),
        ("q=2133", &["2133-one", "2133-other"]),
        ("q=node", &["753", "2133-one"]),
        ("q=node+resize", &["2133-one"]),
        ("q=sig-cli", &["2133-other"]),
        ("q=%25", &[]),
    ] {
        let filter: KepFilter = query.parse().unwrap();
        let mut found: Vec<String> = Vec::new();
        for kep in db.store.keps(&filter).await.unwrap().keps {
            found.push(kep.name.to_string());
            assert!(matches!(kep.name, KepName::Number(753)) == (kep.gates == ["SidecarContainers"]));
        }
        found.sort_by_key(|name| expected.iter().position(|expected| expected == name));
        assert_eq!(found, expected, "{query}");
    }
}
