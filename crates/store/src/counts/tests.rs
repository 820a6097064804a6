use domain::Date;
use domain::notebook::draft::{DraftEntry, DraftNote, Fidelity};
use domain::notebook::{Notebook, Rights};

use super::*;
use crate::{KepChange, KepHistory, KepPull, Replacement, SyncEnd, SyncKind};

const SENTENCES: [&str; 8] = [
    "SIG Node は Kubernetes 1.28 で alpha の予定 (KEP-753)",
    "SIG Network と SIG Node が 1.29 を試す (k/k#1)",
    "KEP-127 is beta in Kubernetes 1.30",
    "`kubectl` を試す (kubernetes/enhancements#4183)",
    "nothing of note",
    "KEP-753 is alpha in Kubernetes 1.27, KEP-127 too",
    "kubelet を停止, k/k#2",
    "SIG Storage: stable in 1.33, see KEP-753",
];

/// What lists are restricted by, one or two at a time.
const PARTS: [&str; 26] = [
    "",
    "sig=node",
    "sig=none",
    "sig=node&sig=none",
    "exclude.sig=network",
    "sig=node&exclude.sig=network",
    "sig=none&names=node",
    "version=1.28",
    "version=1.28..1.30&version=none",
    "exclude.version=1.29",
    "cycle=1.27",
    "exclude.cycle=1.27",
    "in=2023-03",
    "since=2023-02&until=2023-05",
    "notebook=one",
    "stage=stable",
    "stage=none",
    "status=implemented",
    "github=unknown",
    "verdict=overtaken",
    "verdict=late&expected=alpha",
    "expected=beta",
    "changed=1",
    "kep=753",
    "q=試す",
    "has=code",
];

/// Dice that fall the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// Notes at random, in entries of which some share a day, some have none and some no notes.
fn journal(slug: &str, dice: &mut Dice) -> Replacement {
    let first = Date::constant(2023, 1, 1);
    let entry = |n: i64, dice: &mut Dice| {
        let day = first.saturating_add(jiff::Span::new().days(n / 2 * 7));
        let notes = (0..dice.roll(4)).map(|_| DraftNote {
            line: 1,
            markdown: format!("{} {}", SENTENCES[dice.roll(SENTENCES.len())], dice.roll(1000)),
        });
        let notes: Vec<DraftNote> = notes.collect();
        let date = Some(day).filter(|_| n % 7 != 3);
        let (not_before, not_after) = if date.is_none() {
            (Some(day).filter(|_| n % 2 == 0), Some(day.saturating_add(jiff::Span::new().days(3))))
        } else {
            (None, None)
        };
        DraftEntry { line: 1, date, not_before, not_after, notes, ..DraftEntry::default() }
    };
    Replacement {
        notebook: Notebook {
            slug: slug.parse().expect("a slug"),
            title: format!("Title of {slug}"),
            author: None,
            origin: None,
            time_zone: "Asia/Tokyo".to_owned(),
            rights: Rights::Own,
            announced_entries: None,
            lost_links: false,
            is_written: false,
        },
        entries: (0..30).map(|n| entry(n, dice)).collect(),
        fidelity: Fidelity::Written,
        source: None,
        origin: None,
        at: jiff::Timestamp::UNIX_EPOCH,
        may_lose: true,
        is_part: false,
        dry_run: false,
        seen: None,
    }
}

/// Two KEPs that have moved on since most of the notes.
async fn sync(store: &Store) {
    let at = |day: &str| -> jiff::Timestamp { format!("{day}T00:00:00Z").parse().expect("an instant") };
    let change = |folder: &str, day: &str, rest: &str| KepChange {
        folder: folder.to_owned(),
        moved_from: None,
        at: at(day),
        commit: format!("{day} {folder}"),
        revision: Some((
            ingest::kep_yaml::read(&format!("title: T\nowning-sig: sig-node\n{rest}")).0,
            Vec::new(),
        )),
    };
    let alpha = "status: implementable\nstage: alpha\nmilestone:\n  alpha: v1.28\n";
    let stable = "status: implemented\nstage: stable\nmilestone:\n  alpha: v1.28\n  stable: v1.33\n";
    let history = KepHistory {
        whole: true,
        changes: vec![
            change("sig-node/753-sidecars", "2022-06-12", alpha),
            change("sig-node/127-userns", "2022-07-12", &alpha.replace("1.28", "1.25")),
            change("sig-node/753-sidecars", "2025-03-01", stable),
        ],
        pulls: vec![KepPull { pull: 4183, number: 753, position: 0, merged_at: at("2023-10-05") }],
        ..KepHistory::default()
    };
    let run = store.begin_sync(SyncKind::Keps, "a test", at("2026-07-24")).await.expect("a run");
    store.store_keps(&history).await.expect("KEPs");
    let end = SyncEnd { data_at: Some(at("2026-07-24")), ..SyncEnd::default() };
    store.end_sync(run, at("2026-07-24"), &end).await.expect("an end");
    store.derive().await.expect("outcomes");
}

/// That the counts of a list are those that SQLite makes of it.
async fn expect_same_counts(store: &Store, filter: &Filter) {
    let list = store.counted_list(filter).await.expect("a list");
    assert!(store.notes_of_long(&list).await.expect("a length").is_none(), "SQLite counts");
    let notes = store.list_notes(&list.filter).await.expect("notes");
    let sigs = store.sig_counts(&list).await.expect("SIGs");
    assert_eq!(&tag_counts(&notes, "sig", OmittedPart::Sigs).expect("SIGs"), sigs, "{filter}");
    let versions = store.version_counts(&list).await.expect("versions");
    assert_eq!(
        &tag_counts(&notes, "version", OmittedPart::Versions).expect("versions"),
        versions,
        "{filter}"
    );
    for omitted in [OmittedPart::Nothing, OmittedPart::Cycles, OmittedPart::Period] {
        let mut days = store.load_days(&list, omitted).await.expect("days");
        let mut found = notes.days(omitted);
        for days in [&mut days, &mut found] {
            days.dated.sort();
            days.undated.sort();
        }
        assert_eq!(found, days, "{filter} {omitted:?}");
    }
    for state in [StateKind::Stage, StateKind::Status, StateKind::Github, StateKind::Verdict] {
        let mut states = store.state_counts(&list, state).await.expect("states");
        let mut found = notes.counts(state.part());
        states.sort();
        found.sort();
        assert_eq!(found, states, "{filter} {state:?}");
    }
    let changed: i64 = notes.counts(OmittedPart::Changed).into_iter().map(|(_, notes)| notes).sum();
    assert_eq!(changed, i64::from(store.changed_count(&list).await.expect("a count")), "{filter}");
    let keps = store.count_keps(&list).await.expect("KEPs");
    assert_eq!((notes.kep_counts().cited, notes.kep_counts().moved), (keps.cited, keps.moved), "{filter}");
    assert_eq!(&notes.cited_keps(), store.cited_keps(&list).await.expect("KEPs"), "{filter}");
    let titles = store.titles(notes.counts(OmittedPart::Notebooks)).await.expect("titles");
    let notebooks: Vec<(String, String, i64)> = notebooks_sql(sql(), &list.filter)
        .build_query_as()
        .fetch_all(&store.reader)
        .await
        .expect("notebooks");
    assert_eq!(titles, notebooks, "{filter}");
}

#[tokio::test]
async fn long_lists_are_counted_in_memory_as_sqlite_counts_them() {
    let mut dice = Dice(20);
    for _ in 0..2 {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let store = Store::open(&url).await.expect("a database");
        // The second state of a notebook lets some notes vanish and others return.
        for slug in ["one", "two", "one", "two"] {
            let import = store.replace(journal(slug, &mut dice), ingest::prepare, |_, _| {});
            import.await.expect("an import");
            sync(&store).await;
        }
        let whole = store.timeline(&Filter::default()).await.expect("a page");
        assert!(whole.notes > 50 && whole.facets.no_sig > 0 && whole.facets.verdicts.len() > 1, "{whole:?}");
        for one in PARTS {
            for _ in 0..5 {
                let query = format!("{one}&{}", PARTS[dice.roll(PARTS.len())]);
                // A key that is given twice where it may be given once is no filter.
                let Ok(filter) = query.trim_matches('&').parse::<Filter>() else { continue };
                expect_same_counts(&store, &filter).await;
            }
        }
    }
}
