//! The counts of verdicts: each is that of the notes that its filter finds.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::outcome::verdict::Verdict;
use domain::pages::{VerdictCounts, VerdictPage};
use support::keps::{change, sync_keps};
use support::{Database, filter};

const JOURNAL: &str = "\
---
title: Notes
time_zone: Asia/Tokyo
---
## 2022-12-01

- KEP-1 is not written yet

## 2023-03-01

- KEP-1 and KEP-2, for SIG Node
- KEP-3 again: KEP-3

## 2023-09-01

- KEP-1 once more
- KEP-4
- nothing
";

fn yaml(sig: &str, status: &str, stage: &str, milestones: &str) -> String {
    format!(
        "title: A title\nowning-sig: {sig}\nstatus: {status}\nstage: {stage}\nmilestone:\n  {milestones}\n"
    )
}

async fn judged() -> Database {
    let db = Database::new().await;
    db.import("notes", JOURNAL).await;
    let revised = |folder: &str, day: &str, yaml: String| change(folder, day, Some(&yaml));
    let node = "sig-node";
    let changes = vec![
        // Alpha as planned, beta two releases late.
        revised("sig-node/1-one", "2023-01-10", yaml(node, "implementable", "alpha", "alpha: v1.27")),
        revised(
            "sig-node/1-one",
            "2023-06-10",
            yaml(node, "implementable", "beta", "alpha: v1.27\n  beta: v1.29"),
        ),
        revised(
            "sig-node/1-one",
            "2024-03-10",
            yaml(node, "implementable", "beta", "alpha: v1.27\n  beta: v1.31"),
        ),
        // A release late.
        revised("sig-apps/2-two", "2023-01-10", yaml("sig-apps", "implementable", "alpha", "alpha: v1.27")),
        revised("sig-apps/2-two", "2023-06-10", yaml("sig-apps", "implementable", "alpha", "alpha: v1.28")),
        // Dropped.
        revised("sig-apps/3-three", "2023-01-10", yaml("sig-apps", "implementable", "alpha", "alpha: v1.27")),
        revised("sig-apps/3-three", "2023-02-10", yaml("sig-apps", "implementable", "alpha", "beta: v1.30")),
        revised("sig-apps/3-three", "2023-04-10", yaml("sig-apps", "withdrawn", "alpha", "alpha: v1.40")),
        // Still to come.
        revised("sig-node/4-four", "2023-06-10", yaml(node, "implementable", "alpha", "alpha: v1.60")),
    ];
    sync_keps(&db, changes, Vec::new()).await;
    db
}

/// That each figure is the number of notes that its link finds.
async fn check(db: &Database, counts: &VerdictCounts, query: &str) {
    let notes = async |verdicts: &str| {
        let query = format!("{query}&{verdicts}");
        db.store.timeline(&filter(&query)).await.unwrap().notes
    };
    let mut all = Vec::new();
    for (verdict, expected) in counts.expectations() {
        let key = format!("verdict={}", verdict.as_str());
        assert_eq!(notes(&key).await, expected, "{query} {key}");
        all.push(key);
    }
    assert_eq!(notes(&all.join("&")).await, counts.notes, "{query}");
}

#[tokio::test]
async fn each_figure_is_the_number_of_notes_that_it_leads_to() {
    let db = judged().await;
    let page = db.store.verdicts().await.unwrap();
    let VerdictPage { all, slips, sigs, stages, years, cycles, .. } = &page;
    let count = |verdict| all.get(verdict);
    assert_eq!((count(Verdict::Held), count(Verdict::Late), count(Verdict::Dropped)), (1, 2, 1));
    assert_eq!((count(Verdict::Open), count(Verdict::Overtaken), all.notes), (1, 1, 4));
    assert_eq!((slips.count, slips.releases, slips.average()), (2, 3, Some(1.5)));
    check(&db, all, "").await;
    let names: Vec<&str> = sigs.iter().map(|group| group.value.as_str()).collect();
    assert_eq!((names.len(), names[0]), (2, "sig-node"));
    for group in sigs {
        check(&db, &group.counts, &format!("sig={}", group.value.short())).await;
    }
    for group in stages {
        check(&db, &group.counts, &format!("expected={}", group.value)).await;
    }
    let values: Vec<String> = years.iter().map(|group| group.value.to_string()).collect();
    assert_eq!(values, ["2023"]);
    for group in years {
        check(&db, &group.counts, &format!("in={}", group.value)).await;
    }
    let values: Vec<String> = cycles.iter().map(|group| group.value.to_string()).collect();
    assert_eq!(values, ["1.29", "1.27"]);
    for group in cycles {
        check(&db, &group.counts, &format!("cycle={}", group.value)).await;
    }
}

#[tokio::test]
async fn a_stage_that_was_expected_restricts_a_list_by_itself() {
    let db = judged().await;
    let page = db.store.timeline(&filter("expected=beta")).await.unwrap();
    assert_eq!((page.notes, page.matching_entries, page.entries.len()), (2, 2, 2));
    assert!(page.entries.iter().all(|entry| !entry.notes.is_empty()), "{:?}", page.entries);
    assert_eq!(page.facets.changed, 2, "facets are of the notes that match");
    let whole = db.store.timeline(&filter("")).await.unwrap();
    assert!(whole.notes > 2 && whole.facets.no_sig > page.facets.no_sig);
}

#[tokio::test]
async fn slips_and_arrivals_lead_to_a_note() {
    let db = judged().await;
    let page = db.store.verdicts().await.unwrap();
    let slips: Vec<(u32, i32)> = page.longest_slips.iter().map(|it| (it.kep, it.releases_late())).collect();
    assert_eq!(slips, [(1, 2), (2, 1)]);
    let quickest: Vec<(u32, Option<i32>)> = page.quickest.iter().map(|it| (it.kep, it.days())).collect();
    assert_eq!(quickest, [(1, Some(41))], "1.27 came out on 2023-04-11");
    let texts = db.texts().await;
    assert!(texts[&page.quickest[0].note].contains("KEP-1 and KEP-2"));
}

#[tokio::test]
async fn without_facts_there_are_no_verdicts() {
    let db = Database::new().await;
    assert_eq!(db.store.verdicts().await.unwrap(), VerdictPage::default());
    db.import("notes", JOURNAL).await;
    assert_eq!(db.store.verdicts().await.unwrap(), VerdictPage::default());
}

#[tokio::test]
async fn a_version_says_what_the_notes_of_its_cycle_expected_of_it() {
    let db = judged().await;
    let expected = async |version: &str| {
        let page = db.store.version(version.parse().unwrap()).await.unwrap().unwrap();
        let shown = page.expectations.iter().map(|it| {
            let came = it.came_in.map_or("never".to_owned(), |release| release.to_string());
            let days: Vec<String> = it.notes.iter().filter_map(|note| Some(note.day?.to_string())).collect();
            format!(
                "KEP-{} {} {} in {came}, {} by {}",
                it.kep,
                it.stage,
                it.verdict.as_str(),
                it.notes_count,
                days.join(" ")
            )
        });
        shown.collect::<Vec<_>>()
    };
    assert_eq!(
        expected("1.27").await,
        ["KEP-1 alpha held in 1.27, 1 by 2023-03-01", "KEP-2 alpha late in 1.28, 1 by 2023-03-01",]
    );
    assert_eq!(expected("1.29").await, ["KEP-1 beta late in 1.31, 1 by 2023-09-01"]);
    assert!(expected("1.28").await.is_empty(), "nobody wrote of it while it was in the making");
    let again =
        "# More\n\n## 2023-02-01\n\n- KEP-1\n\n## 2023-02-02\n\n- KEP-1 KEP-1\n\n## 2023-02-03\n\n- KEP-1\n";
    db.import("more", again).await;
    assert_eq!(
        expected("1.27").await[0],
        "KEP-1 alpha held in 1.27, 4 by 2023-02-01 2023-02-02 2023-02-03",
        "a note counts once, and the first are named"
    );
}
