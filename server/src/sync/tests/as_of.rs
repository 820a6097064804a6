//! What a database says as of a day is what one says that was synced only up to that day.

use std::collections::BTreeMap;

use domain::list::filter::Filter;
use domain::outcome::Outcome;
use domain::outcome::verdict::Verdict;
use jiff::tz::TimeZone;

use super::*;

/// A database with the author's notes, to be synced.
async fn with_notes(notes: &str) -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = Store::open(&url).await.unwrap();
    import_text(&store, notes).await.unwrap();
    (store, folder)
}

/// Syncs the KEPs from a repository at an instant up to which they are complete.
async fn sync_keps_at(store: &Store, folder: &TempDir, repository: &Path, at: Timestamp) {
    let run = store.begin_sync(SyncKind::Keps, "a test", at).await.unwrap();
    let source = GitRepository::find(repository.to_str().unwrap()).unwrap();
    let report = keps::run(store, run, &source, folder.path(), &Progress::silent()).await.unwrap();
    store.end_sync(run, at, &SyncEnd { data_at: Some(at), ..report.end }).await.unwrap();
    store.derive().await.unwrap();
}

/// The outcome of each reference of the notes that are not newer than a day, by note and position.
async fn outcomes(store: &Store, until: Date) -> BTreeMap<(String, usize, String), Option<Outcome>> {
    let mut outcomes = BTreeMap::new();
    for entry in store.export(&Filter::default()).await.unwrap() {
        let last = entry.entry.date.or(entry.entry.not_after);
        if last.is_some_and(|last| last > until) {
            continue;
        }
        for note in &entry.notes {
            for (position, reference) in note.note.references.iter().enumerate() {
                let key = (note.note.id.to_string(), position, reference.literal.clone());
                outcomes.insert(key, reference.outcome.as_deref().cloned());
            }
        }
    }
    outcomes
}

/// Three days between a plan and what became of it: of the notes' year, and one and two years later.
const DAYS: [&str; 3] = ["2023-11-20", "2024-08-31", "2025-05-01"];

#[tokio::test]
async fn as_of_a_day_the_facts_are_those_that_were_synced_by_then() {
    let (Some(notes), Some(repository)) = (real_data::notes(), real_data::keps_repository()) else { return };
    let zone = TimeZone::get("Asia/Tokyo").unwrap();
    let (full, folder) = with_notes(&notes).await;
    sync_keps_at(&full, &folder, repository.path(), Timestamp::now()).await;
    // From the newest day to the oldest, each cut a part of the one before.
    for text in DAYS.iter().rev() {
        let day: Date = text.parse().unwrap();
        let end = day.tomorrow().unwrap().to_zoned(zone.clone()).unwrap().timestamp();
        let tip = git(
            repository.path(),
            &["rev-list", "-1", "--first-parent", &format!("--before={}", end.as_second() - 1), "master"],
        );
        git(repository.path(), &["update-ref", "refs/heads/master", tip.trim()]);
        let (cut, folder) = with_notes(&notes).await;
        let last = end - jiff::SignedDuration::from_nanos(1);
        sync_keps_at(&cut, &folder, repository.path(), last).await;
        let (expected, found) = (outcomes(&cut, day).await, outcomes(&full.as_of(Some(day)), day).await);
        let known = expected.values().flatten().filter(|it| it.kep.is_some()).count();
        let judged = expected.values().flatten().filter_map(|it| it.judgement.as_ref()).count();
        assert!(known > 40 && judged > 10, "{text}: {known} states, {judged} verdicts");
        assert_eq!(expected.len(), found.len(), "{text}");
        let differing: Vec<_> =
            expected.iter().filter(|(reference, outcome)| found.get(reference) != Some(outcome)).collect();
        assert!(differing.is_empty(), "{text}: {differing:#?}");
        let held = |verdict: Verdict| {
            let judged = found.values().flatten().filter_map(|it| it.judgement.as_ref());
            judged.filter(|it| it.verdict == verdict).count()
        };
        eprintln!(
            "{text}: {} references, {known} states, {judged} verdicts, {} held",
            found.len(),
            held(Verdict::Held)
        );
    }
}
