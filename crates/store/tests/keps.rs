//! The history of KEPs: who is who when folders move, and stretch after stretch.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::kep::KepRevision;
use jiff::Timestamp;
use store::{KepChange, KepCounts, KepHistory, KepProgress, KepPull, Store, SyncEnd, SyncKind};
use support::Database;

fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// Changes as texts: `commit +folder`, `commit -folder` and `commit old>new`; a commit is its second.
fn history(whole: bool, changes: &[&str]) -> KepHistory {
    let change = |text: &&str| {
        let (commit, what) = text.split_once(' ').unwrap();
        let (sign, rest) = what.split_at(1);
        let (folder, moved_from) = match (sign, what.split_once('>')) {
            (_, Some((from, to))) => (to, Some(from.to_owned())),
            _ => (rest, None),
        };
        let title = Some(format!("{folder} at {commit}"));
        let revision = (sign != "-")
            .then(|| (KepRevision { title, ..KepRevision::default() }, vec!["is odd".to_owned()]));
        KepChange {
            folder: folder.to_owned(),
            moved_from,
            at: instant(commit.parse().unwrap()),
            commit: commit.to_owned(),
            revision,
        }
    };
    KepHistory { whole, changes: changes.iter().map(change).collect(), ..KepHistory::default() }
}

/// Each KEP with the commits of its history, as `folder[ gone]: 1 2`.
async fn described(store: &Store) -> Vec<String> {
    let mut described: Vec<String> = store
        .stored_keps()
        .await
        .unwrap()
        .into_iter()
        .map(|kep| {
            let gone = if kep.gone { " gone" } else { "" };
            format!("{}{gone}: {}", kep.folder, kep.commits.join(" "))
        })
        .collect();
    described.sort();
    described
}

async fn check(changes: &[&str], expected: &[&str]) {
    let database = Database::new().await;
    database.store.store_keps(&history(true, changes)).await.unwrap();
    assert_eq!(described(&database.store).await, expected, "{changes:?}");
    // A stretch a commit gives the same as one stretch.
    let database = Database::new().await;
    for stretch in changes.chunk_by(|a, b| a.split(' ').next() == b.split(' ').next()) {
        database.store.store_keps(&history(false, stretch)).await.unwrap();
    }
    assert_eq!(described(&database.store).await, expected, "{changes:?}, commit by commit");
}

#[tokio::test]
async fn a_kep_keeps_its_history_when_its_folder_moves() {
    check(&["1 +a/5-x", "2 a/5-x>b/5-x", "2 -a/5-x", "3 +b/5-x"], &["b/5-x: 1 2 3"]).await;
    // Renumbered, which only the commit shows.
    check(&["1 +a/5-x", "2 a/5-x>a/6-x", "2 -a/5-x"], &["a/6-x: 1 2"]).await;
    // In a commit that is no move, under another name.
    check(&["1 +a/5-x", "2 +b/5-y", "2 -a/5-x"], &["b/5-y: 1 2"]).await;
    // Removed, then added.
    check(&["1 +a/5-x", "2 -a/5-x", "3 +b/5-y"], &["b/5-y: 1 3"]).await;
    // Added, then removed.
    check(&["1 +a/5-x", "2 +b/5-x", "3 -a/5-x"], &["b/5-x: 1 2"]).await;
    // There and back.
    check(&["1 +a/5-x", "2 a/5-x>b/5-x", "2 -a/5-x", "3 b/5-x>a/5-x", "3 -b/5-x"], &["a/5-x: 1 2 3"]).await;
}

#[tokio::test]
async fn a_removed_file_is_gone_with_its_history_kept() {
    check(&["1 +a/5-x", "2 -a/5-x"], &["a/5-x gone: 1"]).await;
    check(&["1 +a/5-x", "2 -a/5-x", "3 +a/5-x"], &["a/5-x: 1 3"]).await;
    check(&["1 -a/5-x"], &[]).await;
}

#[tokio::test]
async fn two_keps_of_one_number_stay_two() {
    let both = ["1 +cloud/2133-out-of-tree", "2 +node/2133-kubelet", "3 +node/2133-kubelet"];
    check(&both, &["cloud/2133-out-of-tree: 1", "node/2133-kubelet: 2 3"]).await;
    let removed = [&both[..], &["4 -cloud/2133-out-of-tree"]].concat();
    check(&removed, &["cloud/2133-out-of-tree gone: 1", "node/2133-kubelet: 2 3"]).await;
    // A move of one of them is that one's.
    let moved = [&both[..], &["4 node/2133-kubelet>auth/2133-kubelet", "4 -node/2133-kubelet"]].concat();
    check(&moved, &["auth/2133-kubelet: 2 3 4", "cloud/2133-out-of-tree: 1"]).await;
}

#[tokio::test]
async fn keps_without_a_number_are_known_by_their_folder() {
    check(
        &["1 +arch/0000-kep-process", "2 +cli/0000-x", "3 -cli/0000-x", "4 +node/0000-y"],
        &["arch/0000-kep-process: 1", "cli/0000-x gone: 2", "node/0000-y: 4"],
    )
    .await;
}

#[tokio::test]
async fn the_whole_takes_the_place_of_what_was_known() {
    let database = Database::new().await;
    let pull = KepPull { pull: 12, number: 5, position: 0, merged_at: instant(1) };
    let first = KepHistory { pulls: vec![pull], ..history(true, &["1 +a/5-x", "2 +a/6-y"]) };
    let counts = database.store.store_keps(&first).await.unwrap();
    assert_eq!(counts, KepCounts { new_keps: 2, revisions: 2, pulls: 1 });
    // The same pull request again is none.
    let again = KepHistory { pulls: vec![pull], ..history(false, &["3 +a/5-x"]) };
    let counts = database.store.store_keps(&again).await.unwrap();
    assert_eq!(counts, KepCounts { new_keps: 0, revisions: 1, pulls: 0 });
    database.store.store_keps(&history(true, &["9 +a/5-x"])).await.unwrap();
    assert_eq!(described(&database.store).await, ["a/5-x: 9"]);
}

#[tokio::test]
async fn how_far_was_read_is_kept_with_what_was_read() {
    let database = Database::new().await;
    let store = &database.store;
    let run = store.begin_sync(SyncKind::Keps, "a place", instant(10)).await.unwrap();
    assert_eq!(store.last_sync(SyncKind::Keps).await.unwrap(), None);
    let before = store.generation().await.unwrap();
    let progress = KepProgress { run, data_at: Some(instant(9)), cursor: "9".to_owned() };
    store.store_keps(&KepHistory { progress: Some(progress), ..history(true, &["9 +a/5-x"]) }).await.unwrap();
    assert!(store.generation().await.unwrap() > before);
    // Cut off here, the next run goes on after it.
    let last = store.last_sync(SyncKind::Keps).await.unwrap().unwrap();
    assert_eq!((last.cursor.as_deref(), last.data_at, last.finished_at), (Some("9"), Some(instant(9)), None));
    let end = SyncEnd { error: Some("the disk is full".to_owned()), ..SyncEnd::default() };
    let run = store.begin_sync(SyncKind::Keps, "a place", instant(20)).await.unwrap();
    store.end_sync(run, instant(21), &end).await.unwrap();
    assert_eq!(store.last_sync(SyncKind::Keps).await.unwrap(), Some(last));
}
