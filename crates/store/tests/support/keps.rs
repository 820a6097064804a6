//! Syncs of KEPs by the dozen.

use jiff::Timestamp;
use store::{KepChange, KepHistory, KepPull, SyncEnd, SyncKind};

use super::Database;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A commit on a day that writes the file in a folder, or removes it.
pub fn change(folder: &str, day: &str, yaml: Option<&str>) -> KepChange {
    KepChange {
        folder: folder.into(),
        moved_from: None,
        at: at(&format!("{day}T00:00:00Z")),
        commit: format!("{day} {folder}"),
        revision: yaml.map(|yaml| (ingest::kep_yaml::read(yaml).0, Vec::new())),
    }
}

/// The revisions of a KEP that goes from alpha 1.28 on, a stage each, then only changes its title; at most 12.
pub fn revisions(folder: &str, sig: &str, count: usize) -> Vec<KepChange> {
    let milestones = ["alpha: v1.28", "beta: v1.30", "stable: v1.33"];
    (0..count)
        .map(|n| {
            let stage = ["alpha", "beta", "stable"][n.min(2)];
            let status = if n < 2 { "implementable" } else { "implemented" };
            let milestones = milestones[..=n.min(2)].join("\n  ");
            let yaml = format!(
                "title: {folder} {n}\nowning-sig: {sig}\nparticipating-sigs: [sig-testing]\nstatus: {status}\n\
                 stage: {stage}\nmilestone:\n  {milestones}\n"
            );
            change(folder, &format!("2023-{:02}-12", n + 1), Some(&yaml))
        })
        .collect()
}

/// Brings KEPs whole, and derives what follows.
pub async fn sync_keps(db: &Database, mut changes: Vec<KepChange>, pulls: Vec<KepPull>) {
    changes.sort_by_key(|change| change.at);
    let run = db.store.begin_sync(SyncKind::Keps, "a test", at("2026-07-24T00:00:00Z")).await.unwrap();
    let history = KepHistory { whole: true, changes, pulls, ..KepHistory::default() };
    db.store.store_keps(&history).await.unwrap();
    let end = SyncEnd { data_at: Some(at("2026-07-24T00:00:00Z")), ..SyncEnd::default() };
    db.store.end_sync(run, at("2026-07-24T00:00:00Z"), &end).await.unwrap();
    db.store.derive().await.unwrap();
}
