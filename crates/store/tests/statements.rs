//! How many statements a page takes. Alone in its file: it listens to everything that sqlx runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::digest::{Digest, DigestKind};
use domain::gate::{GateRecord, GateSource, GateSpec, GateStanding};
use domain::kep::Stage;
use domain::list::entry_part::EntryPart;
use domain::list::feed::FeedItems;
use domain::list::filter::{NoteCursor, NotePlace, Order};
use domain::list::subject::Subject;
use domain::pages::{KepAnswer, ReviewKind};
use store::{KepChange, KepHistory, SourceProgress, SyncEnd, SyncKind};
use support::statement_log::StatementLog;
use support::{Database, filter, long_journal};

#[tokio::test]
async fn a_page_takes_a_fixed_number_of_statements() {
    let (few, many) = (Database::new().await, Database::new().await);
    few.import("few", &long_journal(1)).await;
    many.import("many", &long_journal(60)).await;
    for db in [&few, &many] {
        sync(db).await;
    }
    let log = StatementLog::listen();
    let all = "notebook=few&notebook=many&sig=node&sig=none&exclude.sig=windows&version=none&version=1.28&cycle=1.28&exclude.cycle=1.17&in=2020\
        &stage=beta&stage=none&status=implemented&github=merged&github=unknown&verdict=held&verdict=overtaken&changed=1&kep=753&ref=k/k/1&repo=k/k&since=2020&until=2030&has=code&q=note -windows";
    for query in [
        "",
        "sig=node&version=none",
        "sig=node",
        "sig=none&names=node",
        "github=unknown",
        "in=2020-01",
        "cycle=1.17..1.18",
        all,
        "order=moved",
        "q=note",
        "q=note&order=relevance",
    ] {
        let mut costs = Vec::new();
        for db in [&few, &many] {
            log.drain();
            let page = db.store.timeline(&filter(query)).await.unwrap();
            let references =
                page.entries.iter().flat_map(|entry| &entry.notes).flat_map(|note| &note.references);
            assert!(references.clone().all(|reference| reference.outcome.is_some()), "{query}");
            if query.is_empty() {
                assert!(references.count() >= 3);
                let mut notes = page.entries.iter().flat_map(|entry| &entry.notes);
                assert!(notes.any(|note| !note.gates.is_empty()));
            }
            costs.push(log.drain().len());
        }
        assert!(costs[0] >= 5, "statements are counted: {costs:?}");
        assert_eq!(costs[0], costs[1], "{query}");
    }
    let some = "notebook=few&notebook=many&sig=node&version=none&version=1.28&in=2020&kep=753";
    for query in ["", "sig=node", some] {
        let mut costs = Vec::new();
        for db in [&few, &many] {
            db.store.timeline(&filter(query)).await.unwrap();
            log.drain();
            let entries = db.store.selection(&filter(query), 200).await.unwrap();
            costs.push(log.drain().len());
            db.store.note_selection(&filter(query), None, 200).await.unwrap();
            costs.push(log.drain().len());
            let last = entries.entries.last().unwrap();
            let after_last = NotePlace { entry: last.entry.place(Order::Newest), note: u32::MAX };
            db.store
                .note_selection(&filter(query), Some(&NoteCursor::Before(after_last)), 200)
                .await
                .unwrap();
            costs.push(log.drain().len());
        }
        assert_eq!(costs[..3], costs[3..], "{query}");
        // The counts are cached by then, and which entries a filter finds of its own generation; a notebook by its name
        // is looked up, and the entry of a cursor.
        let more = usize::from(!query.is_empty()) + usize::from(query == some);
        assert_eq!(costs[..2], [7 + more; 2], "{query}");
    }
    for query in ["q=KEP-753", "q=k/k%231", "q=SIG+Node", "q=1.28"] {
        let subject = Subject::from_filter(&filter(query)).unwrap();
        log.drain();
        assert!(few.store.subject(&subject).await.unwrap().is_some(), "{query}");
        assert_eq!(log.drain().len(), 1, "{query}");
    }
    for db in [&few, &many] {
        let notes: Vec<_> = db.texts().await.into_keys().collect();
        log.drain();
        assert_eq!(db.store.curation(&notes).await.unwrap().len(), notes.len());
        assert_eq!(log.drain().len(), 4, "what curators see");
        db.store.history(&notes[0]).await.unwrap();
        assert_eq!(log.drain().len(), 1, "a history");
    }
    let mut costs = Vec::new();
    for notes in [1, 60] {
        let prepared =
            (0..notes).map(|n| ingest::prepare(&format!("- KEP-753 and k/k#{n}"), false)).collect();
        log.drain();
        let preview = few.store.preview(prepared, "2020-01-01".parse().unwrap(), "Asia/Tokyo").await.unwrap();
        costs.push(log.drain().len());
        assert!(preview.iter().flat_map(|note| &note.references).all(|it| it.outcome.is_some()));
        assert_eq!(preview.len(), notes);
    }
    assert_eq!(costs[0], costs[1], "a preview");
    for &kind in ReviewKind::ALL {
        let mut costs = Vec::new();
        for (db, days) in [(&few, 1), (&many, 60)] {
            let journal = long_journal(days).replace("(k/k#", "and Foobar 1.20 (kk#");
            db.import("waits", &journal).await;
            log.drain();
            let now = "2026-11-22T00:00:00Z".parse().unwrap();
            let review = db.store.review(kind, None, now).await.unwrap();
            // Of each day one note has no SIG, in the other notebook of the database too.
            let notebooks =
                if matches!(kind, ReviewKind::Untagged | ReviewKind::Confirmations) { 2 } else { 1 };
            let waiting = days * notebooks;
            let is_paged = kind != ReviewKind::Confirmations;
            assert_eq!(
                (review.waiting() as usize, review.next.is_some()),
                (waiting, waiting > 20 && is_paged),
                "{kind:?}"
            );
            costs.push(log.drain().len());
        }
        assert_eq!(costs[0], costs[1], "{kind:?}");
        assert_eq!(costs[0], 5, "{kind:?}");
    }
    for page in [
        "note",
        "KEPs",
        "KEPs by words",
        "KEP",
        "reference",
        "SIGs",
        "SIG",
        "SIG in releases",
        "versions",
        "version",
        "upgrade",
        "gates",
        "status",
        "history",
        "imports",
        "digest of notes",
        "digest of moves",
        "digest of a cycle",
        "digests",
        "site map",
        "feed",
        "KEP feed",
    ] {
        let mut costs = Vec::new();
        for db in [&few, &many] {
            log.drain();
            load(db, page).await;
            costs.push(log.drain().len());
        }
        assert!(costs[0] > 0, "{page}: statements are counted");
        assert_eq!(costs[0], costs[1], "{page}");
    }
    for (page, more) in [
        ("timeline", 9),
        ("entry", 18),
        ("notes", 9),
        ("export", 9),
        ("KEPs", 4),
        ("KEP", 12),
        ("reference", 12),
        ("SIG in releases", 12),
    ] {
        let mut costs = Vec::new();
        for db in [&few, &many] {
            for store in [db.store.clone(), db.store.as_of(Some("2026-01-01".parse().unwrap()))] {
                // The counts of a list are cached by then.
                load_as_of(&store, page).await;
                log.drain();
                load_as_of(&store, page).await;
                costs.push(log.drain().len());
            }
        }
        assert_eq!(costs[..2], costs[2..], "{page}");
        assert_eq!(costs[1] - costs[0], more, "{page}");
    }
}

/// Loads one of the pages that can look from a day, which must not be empty.
async fn load_as_of(store: &store::Store, page: &str) {
    let all = filter("");
    let found = match page {
        "timeline" => !store.timeline(&all).await.unwrap().entries.is_empty(),
        "entry" => {
            let last = store.timeline(&all).await.unwrap().entries.remove(0);
            store.entry(&last.id, &EntryPart::First).await.unwrap().is_some()
        }
        "notes" => store.note_selection(&all, None, 200).await.unwrap().notes > 0,
        "export" => !store.export(&all).await.unwrap().is_empty(),
        "KEPs" => store.keps(&Default::default()).await.unwrap().cited > 0,
        "KEP" => matches!(store.kep(&"753".parse().unwrap()).await.unwrap(), KepAnswer::One(_)),
        "SIG in releases" => {
            let sig = "sig-node".parse().unwrap();
            store.sig_releases(&sig, "1.17..1.33".parse().unwrap()).await.unwrap().is_some()
        }
        _ => {
            let repo = domain::cite::Repo::new("kubernetes", "kubernetes");
            store.item(&domain::github::ItemKey { repo, number: 1 }).await.unwrap().is_some()
        }
    };
    assert!(found, "{page}");
}

/// Brings a KEP and a gate, so that what notes cite and name has states.
async fn sync(db: &Database) {
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    let (revision, _) = ingest::kep_yaml::read(
        "title: Sidecars\nowning-sig: sig-node\nstatus: implemented\nstage: stable\nmilestone:\n  stable: v1.33\n",
    );
    let change = KepChange {
        folder: "sig-node/753-sidecars".into(),
        moved_from: None,
        at: at("2019-01-01T00:00:00Z"),
        commit: "0".into(),
        revision: Some((revision, Vec::new())),
    };
    let run = db.store.begin_sync(SyncKind::Keps, "a test", at("2026-07-24T00:00:00Z")).await.unwrap();
    db.store
        .store_keps(&KepHistory { whole: true, changes: vec![change], ..KepHistory::default() })
        .await
        .unwrap();
    let end = SyncEnd { data_at: Some(at("2026-07-24T00:00:00Z")), ..SyncEnd::default() };
    db.store.end_sync(run, at("2026-07-24T00:00:00Z"), &end).await.unwrap();
    let run = db.store.begin_sync(SyncKind::Gates, "a test", at("2026-07-24T00:00:00Z")).await.unwrap();
    let standing = GateStanding { stage: Stage::Alpha, default: Some(false), locked: None };
    let spec = GateSpec { from: "1.28".parse().unwrap(), until: None, standing };
    let record = GateRecord::new([spec], "1.37".parse().unwrap());
    let progress = SourceProgress {
        data_at: end.data_at,
        checked_at: at("2026-07-24T00:00:00Z"),
        ..SourceProgress::default()
    };
    let gates = [("SidecarContainers".parse().unwrap(), record)].into();
    db.store.store_gates(GateSource::List, &gates, &progress).await.unwrap();
    db.store.end_sync(run, at("2026-07-24T00:00:00Z"), &end).await.unwrap();
    db.store.derive().await.unwrap();
}

const TODAY: domain::Date = domain::Date::constant(2026, 11, 28);

async fn digest(db: &Database, period: &str) -> Digest {
    db.store.digest(period.parse().unwrap(), TODAY).await.unwrap().unwrap()
}

/// Loads one of the other pages, which must not be empty.
async fn load(db: &Database, page: &str) {
    let store = &db.store;
    let found = match page {
        "note" => {
            let entry = store.timeline(&filter("order=asc")).await.unwrap().entries.remove(0);
            let page = store.note_page(&entry.id, &entry.notes[0].id).await.unwrap().unwrap();
            page.entry.notes.len() == 1 && store.has_entry(&entry.id).await.unwrap()
        }
        "KEPs" => store.keps(&Default::default()).await.unwrap().cited > 0,
        "KEPs by words" => store.keps(&"q=sidecars&sig=node".parse().unwrap()).await.unwrap().cited > 0,
        "KEP" => matches!(store.kep(&"753".parse().unwrap()).await.unwrap(), KepAnswer::One(_)),
        "reference" => {
            let repo = domain::cite::Repo::new("kubernetes", "kubernetes");
            store.item(&domain::github::ItemKey { repo, number: 1 }).await.unwrap().is_some()
        }
        "SIGs" => !store.sigs().await.unwrap().sigs.is_empty(),
        "SIG" => store.sig(&"sig-node".parse().unwrap()).await.unwrap().is_some(),
        "SIG in releases" => {
            let page = store
                .sig_releases(&"sig-node".parse().unwrap(), "1.17..1.33".parse().unwrap())
                .await
                .unwrap();
            page.is_some_and(|page| page.keps.iter().any(|kep| kep.cited))
        }
        "versions" => !store.versions().await.unwrap().versions.is_empty(),
        "version" => store.version("1.28".parse().unwrap()).await.unwrap().is_some(),
        "upgrade" => {
            let range = "1.27..1.33".parse().unwrap();
            store.upgrade(range, &Default::default()).await.unwrap().with_notes > 0
        }
        "gates" => store.gate_list().await.unwrap().gates.len() == 1,
        "history" => {
            let entry = store.timeline(&filter("order=asc")).await.unwrap().entries.remove(0);
            store.entry_history(&entry.id).await.unwrap().unwrap().unchanged > 0
        }
        "imports" => !store.run_log(true).await.unwrap().runs.is_empty(),
        "digest of notes" => digest(db, "2020-01").await.notes > 0,
        "digest of moves" => digest(db, "2025-04").await.moves.count == 1,
        "digest of a cycle" => digest(db, "1.18").await.notes > 0,
        "digests" => !store.digest_index(TODAY).await.unwrap().lines(DigestKind::Month).is_empty(),
        "site map" => store.site_map().await.unwrap().any_kep,
        "feed" => {
            let feed = store.feed(&filter("kep=753"), FeedItems::All).await.unwrap();
            !feed.notes.is_empty() && !feed.moves.is_empty()
        }
        "KEP feed" => !store.kep_feed(&Default::default()).await.unwrap().moves.is_empty(),
        _ => store.status("a test").await.unwrap().counts.notes > 0,
    };
    assert!(found, "{page}");
}
