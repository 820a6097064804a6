//! The snapshot: what is written is read again, and what follows of it is what a sync brings.

use domain::kep::KepRevision;
use domain::list::keps::KepFilter;
use jiff::Timestamp;
use store::{KepChange, KepHistory, KepPull, KepSnapshot};

use super::*;
use crate::import::import_text;
use crate::sync::{GitRepository, Progress, read_whole};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn change(commit: &str, folder: &str, moved_from: Option<&str>, yaml: Option<&str>) -> KepChange {
    KepChange {
        folder: folder.to_owned(),
        moved_from: moved_from.map(str::to_owned),
        at: at(commit.parse().unwrap()),
        commit: commit.to_owned(),
        revision: yaml.map(|yaml| (ingest::kep_yaml::read(yaml).0, Vec::new())),
    }
}

const ALPHA: &str = "title: A KEP\nkep-number: 5\nowning-sig: sig-node\nstatus: implementable\nstage: alpha\n\
                     see-also:\n  - /keps/sig-node/6-y\n  - the KEP on y\nmilestone:\n  alpha: v1.28\n  beta: TBD\n";
const BETA: &str = "title: A KEP\nkep-number: 5\nowning-sig: sig-apps\nstatus: implementable\nstage: beta\n\
                    milestone:\n  alpha: v1.28\n  beta: v1.29\n";

fn sample() -> KepSnapshot {
    let changes = vec![
        change("1", "sig-node/5-x", None, Some(ALPHA)),
        change("2", "sig-node/6-y", None, Some("title: Another\nstatus: provisional\n")),
        change("3", "sig-apps/5-x", Some("sig-node/5-x"), Some(BETA)),
        change("3", "sig-node/5-x", None, None),
        change("4", "sig-node/6-y", None, None),
    ];
    let pull = |pull, number, position| KepPull { pull, number, position, merged_at: at(3) };
    let pulls = vec![pull(12, 6, 0), pull(12, 5, 1), pull(13, 5, 0)];
    let history = KepHistory { whole: true, changes, pulls, ..KepHistory::default() };
    KepSnapshot { history, data_at: at(4), cursor: "4".to_owned() }
}

/// The changes with facts alone.
fn facts_of(changes: &[KepChange]) -> Vec<KepChange> {
    let facts = |change: &KepChange| KepChange {
        revision: change.revision.as_ref().map(|(revision, _)| (format::facts(revision), Vec::new())),
        ..change.clone()
    };
    changes.iter().map(facts).collect()
}

#[test]
fn what_is_written_is_read_again() {
    let sample = sample();
    let bytes = write(&sample).unwrap();
    let again = read(&bytes).unwrap();
    assert_eq!((again.data_at, &again.cursor), (sample.data_at, &sample.cursor));
    assert_eq!(again.history.changes, facts_of(&sample.history.changes));
    assert_eq!(again.history.pulls, sample.history.pulls);
    assert!(again.history.whole && again.history.progress.is_none());
    assert_eq!(write(&again).unwrap(), bytes, "the same facts are the same bytes");
}

#[test]
fn texts_of_a_file_are_not_written() {
    let revision: KepRevision = ingest::kep_yaml::read(ALPHA).0;
    assert!(!revision.unread.is_empty());
    let facts = format::facts(&revision);
    assert_eq!(facts.see_also, ["/keps/sig-node/6-y"]);
    assert!(facts.unread.is_empty());
    assert_eq!(facts.standing, revision.standing);
}

#[test]
fn bytes_that_are_no_snapshot_are_an_error() {
    for bytes in [&b""[..], b"no snapshot", &write(&sample()).unwrap()[..20]] {
        assert!(read(bytes).is_err());
    }
}

async fn database() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    (Store::open(&url).await.unwrap(), folder)
}

const NOTES: &str = "# Notes\n\n## 2023-10-11\n- KEP-753 and KEP-127\n";

#[tokio::test]
async fn a_first_import_without_a_network_has_states() {
    let (store, _folder) = database().await;
    store_if_never_synced(&store).await;
    import_text(&store, NOTES).await.unwrap();
    let page = store.timeline(&"kep=753".parse().unwrap()).await.unwrap();
    let outcome = page.entries[0].notes[0].references[0].outcome.as_deref().unwrap();
    let kep = outcome.kep.as_ref().unwrap();
    assert!(kep.then.shipped.unwrap().stage < kep.now.shipped.unwrap().stage);
    assert!(outcome.judgement.is_some());
    let keps = store.keps(&KepFilter::default()).await.unwrap();
    assert!(keps.all > 600 && keps.cited == 2, "{} {}", keps.all, keps.cited);
    let as_of = store.data_as_of().await.unwrap();
    assert!(as_of.keps_are_snapshot);
    assert_eq!(as_of.keps_day(), keps.data_day);
    // A run that lies as far back is due at once.
    let run = store.sync_runs(SyncKind::Keps, 1).await.unwrap().remove(0);
    assert_eq!((run.started_at, run.finished_at), (as_of.keps.unwrap(), as_of.keps));
}

#[tokio::test]
async fn notes_come_without_it_where_it_cannot_be_read() {
    let (store, _folder) = database().await;
    store_or_warn(&store, b"no snapshot").await;
    import_text(&store, NOTES).await.unwrap();
    let page = store.timeline(&"q=KEP-753".parse().unwrap()).await.unwrap();
    assert_eq!(page.notes, 1);
    assert!(store.stored_keps().await.unwrap().is_empty());
    assert!(store.last_sync(SyncKind::Keps).await.unwrap().is_none());
}

#[tokio::test]
async fn it_is_stored_once_and_never_over_a_sync() {
    let (store, _folder) = database().await;
    let bytes = write(&sample()).unwrap();
    store_snapshot(&store, &bytes).await.unwrap();
    store_snapshot(&store, &bytes).await.unwrap();
    assert_eq!(store.sync_runs(SyncKind::Keps, 10).await.unwrap().len(), 1);
    assert!(!store.is_outdated().await.unwrap(), "what follows is derived");
    let (store, _folder) = database().await;
    let run = store.begin_sync(SyncKind::Keps, "elsewhere", at(9)).await.unwrap();
    let end = store::SyncEnd { data_at: Some(at(9)), ..store::SyncEnd::default() };
    store.end_sync(run, at(9), &end).await.unwrap();
    store_snapshot(&store, &bytes).await.unwrap();
    assert!(store.stored_keps().await.unwrap().is_empty());
    assert!(!store.data_as_of().await.unwrap().keps_are_snapshot);
}

#[tokio::test]
async fn while_a_sync_is_under_way_it_stays_out() {
    let (store, _folder) = database().await;
    let lock = Lock::take(&store.path()).unwrap();
    store_snapshot(&store, &write(&sample()).unwrap()).await.unwrap();
    assert!(store.stored_keps().await.unwrap().is_empty());
    drop(lock);
    store_snapshot(&store, &write(&sample()).unwrap()).await.unwrap();
    let keps = store.stored_keps().await.unwrap();
    let keps: Vec<_> = keps.iter().map(|kep| (&kep.folder[..], kep.gone, kep.commits.len())).collect();
    assert_eq!(keps, [("sig-apps/5-x", false, 2), ("sig-node/6-y", true, 1)]);
}

#[tokio::test]
async fn the_notes_that_are_there_already_are_judged() {
    let (store, _folder) = database().await;
    import_text(&store, NOTES).await.unwrap();
    store_if_never_synced(&store).await;
    assert_eq!(store.keps(&KepFilter::default()).await.unwrap().cited, 2);
}

#[test]
fn it_is_small() {
    assert!(SNAPSHOT.len() < 400_000, "{} bytes", SNAPSHOT.len());
}

#[tokio::test]
async fn it_says_what_the_history_says_that_it_was_made_of() {
    let Some(bundle) = real_data::keps_bundle_path() else { return };
    let cache = tempfile::tempdir().unwrap();
    let source = GitRepository::find(&bundle.to_string_lossy()).unwrap();
    let whole = read_whole(&source, cache.path(), &Progress::silent()).await.unwrap();
    let carried = read(SNAPSHOT).unwrap();
    // Another release may carry another day.
    if carried.cursor == whole.cursor {
        assert_eq!(carried.data_at, whole.data_at);
        assert_eq!(carried.history.changes, facts_of(&whole.history.changes));
        let sorted = |mut pulls: Vec<KepPull>| {
            pulls.sort_unstable();
            pulls
        };
        assert_eq!(sorted(carried.history.pulls), sorted(whole.history.pulls));
    }
}
