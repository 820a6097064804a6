//! The demo shows what its facts state.

use std::collections::BTreeSet;

use domain::github::{ItemKey, ItemState};
use domain::list::filter::Filter;
use domain::list::timeline::Reference;
use domain::outcome::{MissingReason, Outcome};
use tempfile::TempDir;

use super::*;

async fn database() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("demo.db").display());
    (Store::open(&url).await.unwrap(), folder)
}

/// Every citation of the demo with its day.
async fn cited(store: &Store) -> Vec<(String, Reference)> {
    let entries = store.export(&Filter::default()).await.unwrap();
    let entries = entries.into_iter().map(|entry| {
        let day = entry.entry.date.map(|day| day.to_string()).unwrap_or_default();
        entry.notes.into_iter().map(move |note| (day.clone(), note.note.references))
    });
    entries
        .flatten()
        .flat_map(|(day, references)| references.into_iter().map(move |cited| (day.clone(), cited)))
        .collect()
}

#[test]
fn every_line_of_the_facts_is_read() {
    let facts = DemoFacts::read(FACTS).unwrap();
    let lines = |what: &str| FACTS.lines().filter(|line| line.split('\t').next() == Some(what)).count();
    let keps: BTreeSet<&str> = facts.history.changes.iter().map(|change| &change.folder[..]).collect();
    let pulls: BTreeSet<u64> = facts.history.pulls.iter().map(|pull| pull.pull).collect();
    assert_eq!((keps.len(), facts.history.changes.len()), (lines("kep"), lines("rev")));
    assert_eq!((pulls.len(), facts.items.len()), (lines("pull"), lines("item")));
    assert_eq!(facts.unknown.len(), lines("none"));
    assert!(facts.data_at < facts.now);
    assert!(facts.history.changes.iter().all(|change| change.at <= facts.data_at));
    let read_as_they_stand = facts.history.changes.iter().filter_map(|change| change.revision.as_ref());
    assert!(
        read_as_they_stand
            .clone()
            .all(|(kep, _)| !matches!(kep.standing.status, domain::kep::Status::Other(_)))
    );
    assert!(read_as_they_stand.clone().all(|(kep, _)| kep.title.is_some() && kep.owning_sig.is_some()));
}

#[test]
fn a_line_that_cannot_be_read_is_reported_with_its_number() {
    for text in [
        "data\t2026-07-24",
        "rev\t2026-07-24T00:00:00Z\timplementable",
        "kep\tsig-node/without-a-number\tsig-node",
        "kep\tsig-node/1-x\tsig-node\nrev\t2026-07-24T00:00:00Z\timplementable\talpha\t1.37\talpha soon",
        "pull\t1\t2026-07-24T00:00:00Z\tKEP-1",
        "item\tkubernetes/kubernetes\tpull\tmerged",
        "item\tkubernetes/kubernetes#1\tpull\tgone",
        "none\t#1",
        "what",
    ] {
        let error = DemoFacts::read(&format!("# a remark\n\n{text}\n")).unwrap_err().to_string();
        let line = 2 + text.lines().count();
        assert!(error.starts_with(&format!("line {line} cannot be read")), "{text}: {error}");
    }
    assert!(DemoFacts::read("").is_err(), "when and up to when is required");
}

#[tokio::test]
async fn every_citation_has_its_facts_or_is_listed_as_not_known() {
    let (store, _folder) = database().await;
    install(&store).await.unwrap();
    let unknown: BTreeSet<ItemKey> = DemoFacts::read(FACTS).unwrap().unknown.into_iter().collect();
    let mut missing = BTreeSet::new();
    for (day, reference) in cited(&store).await {
        let Some(outcome) = reference.outcome else {
            assert!(reference.target.item_key().is_none(), "{day} {}", reference.literal);
            continue;
        };
        if let Some(kep) = &outcome.kep {
            assert!(kep.now.status.is_some(), "{day} {}", reference.literal);
        }
        missing.extend(
            outcome.item.filter(|item| item.missing == Some(MissingReason::NotFetched)).map(|item| item.key),
        );
    }
    assert_eq!(missing, unknown);
}

#[tokio::test]
async fn facts_are_stored_once_and_never_over_a_sync() {
    let (store, _folder) = database().await;
    install(&store).await.unwrap();
    let runs = store.sync_runs(SyncKind::Keps, 10).await.unwrap();
    let facts = DemoFacts::read(FACTS).unwrap();
    assert_eq!((runs.len(), runs[0].data_at, runs[0].finished_at), (1, Some(facts.data_at), Some(facts.now)));
    assert_eq!(runs[0].source.as_deref(), Some("brought along with Kepline"));
    assert!(store.last_sync(SyncKind::Github).await.unwrap().is_some());
    install(&store).await.unwrap();
    assert_eq!(store.sync_runs(SyncKind::Keps, 10).await.unwrap().len(), 1, "nothing is new");
    // Another version of Kepline brings other facts.
    store_facts(&store, &format!("{FACTS}# more\n")).await.unwrap();
    assert_eq!(store.sync_runs(SyncKind::Keps, 10).await.unwrap().len(), 2);
    // Who syncs the demo has newer ones.
    let run = store.begin_sync(SyncKind::Keps, "elsewhere", facts.now).await.unwrap();
    let end = SyncEnd { data_at: Some(facts.now), ..SyncEnd::default() };
    store.end_sync(run, facts.now, &end).await.unwrap();
    install(&store).await.unwrap();
    assert_eq!(store.last_sync(SyncKind::Keps).await.unwrap().unwrap().source.as_deref(), Some("elsewhere"));
}

#[tokio::test]
async fn one_note_was_edited_once() {
    let (store, _folder) = database().await;
    for _ in 0..2 {
        install(&store).await.unwrap();
        let runs = store.run_log(false).await.unwrap().runs;
        assert_eq!(runs.iter().map(|run| run.notes.changed).collect::<Vec<_>>(), [1, 0]);
    }
}

/// What a KEP was and is, as text.
fn kep(outcome: &Outcome) -> String {
    let Some(kep) = &outcome.kep else { return String::new() };
    let describe = |state: &domain::outcome::then_now::KepState| {
        let mut parts = vec![state.status_name().to_owned()];
        parts.extend(state.shipped.map(|shipped| format!("shipped {shipped}")));
        parts.extend(state.planned.map(|planned| {
            let since = if planned.released_since { ", released since" } else { "" };
            format!("planned {}{since}", planned.milestone)
        }));
        parts.extend(state.missed.iter().map(|missed| format!("missed {}", missed.milestone)));
        parts.join("; ")
    };
    format!("KEP-{}: {} -> {}", kep.number, describe(&kep.then), describe(&kep.now))
}

#[tokio::test]
async fn the_demo_shows_then_and_now() {
    let (store, _folder) = database().await;
    install(&store).await.unwrap();
    let cited = cited(&store).await;
    let check = |day: &str, literal: &str, expected: &str| {
        let found = cited.iter().find(|(its, reference)| its == day && reference.literal == literal);
        let outcome = found.and_then(|(_, reference)| reference.outcome.as_ref());
        let outcome = outcome.unwrap_or_else(|| panic!("{literal} is cited on {day}"));
        assert_eq!(kep(outcome), expected, "{day} {literal}");
    };
    let sidecars = "KEP-753: implementable; planned alpha 1.27 -> implemented; shipped stable 1.33";
    check("2023-02-14", "KEP-753", sidecars);
    check("2023-02-14", "KEP 3761", sidecars);
    check(
        "2023-04-12",
        "KEP-753",
        "KEP-753: implementable; missed alpha 1.27 -> implemented; shipped stable 1.33",
    );
    check(
        "2023-10-07",
        "kubernetes/enhancements#4183",
        "KEP-753: implementable; shipped alpha 1.28; planned beta 1.29 -> implemented; shipped stable 1.33",
    );
    // Its file forgot that it was beta in 1.30.
    let namespaces = "KEP-127: implementable; shipped beta 1.30 -> implemented; shipped stable 1.36";
    check("2024-04-18", "KEP-127", namespaces);
    check("2025-02-15", "KEP-127", namespaces);
    check(
        "2024-10-12",
        "KEP-3063",
        "KEP-3063: withdrawn; shipped alpha 1.26 -> withdrawn; shipped alpha 1.26",
    );
    check(
        "2025-12-18",
        "KEP-4188",
        "KEP-4188: implementable; missed alpha 1.35 -> implementable; shipped alpha 1.36; planned beta 1.37, \
         released since",
    );
    let successor = |literal: &str| {
        let mut outcomes = cited.iter().filter(|(_, reference)| reference.literal == literal);
        outcomes.find_map(|(_, reference)| reference.outcome.as_ref()?.kep.as_ref()?.successor)
    };
    assert_eq!((successor("KEP-3063"), successor("KEP-4153")), (Some(4381), Some(5073)));
}

#[tokio::test]
async fn what_is_not_known_of_a_pull_request_is_not_guessed() {
    let (store, _folder) = database().await;
    install(&store).await.unwrap();
    let items = cited(&store).await.into_iter().filter_map(|(_, reference)| reference.outcome?.item);
    let (known, unknown): (Vec<_>, Vec<_>) = items.partition(|item| item.missing.is_none());
    assert!(known.iter().all(|item| item.now.state == ItemState::Merged));
    assert!(unknown.iter().all(|item| item.now == domain::github::ItemStanding::UNKNOWN));
    // Release notes state with which release it came, not on which day it was merged.
    let sidecars = known.iter().find(|item| item.key.number == 116429).unwrap();
    assert_eq!((sidecars.then.state, sidecars.now.since), (ItemState::Unknown, None));
    assert_eq!(sidecars.release.map(|version| version.to_string()).as_deref(), Some("1.28"));
}
