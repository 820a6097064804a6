//! Documents that are annotated: judged as notes are, at a fixed price. Alone in its file: it listens to everything that
//! sqlx runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::annotation::{Annotation, CitationSubject, Finding};
use domain::outcome::Outcome;
use support::statement_log::StatementLog;
use support::{Database, filter, keps};

const DAY: &str = "2023-02-01";

const NOTE: &str = "KEP-753 comes to alpha in 1.28 (kubernetes/enhancements#753, k/k#1), not KEP-9";

async fn annotate(db: &Database, document: &str, as_of: Option<&str>) -> Annotation {
    let document = ingest::markdown::document::read(document);
    let store = db.store.as_of(as_of.map(|day| day.parse().unwrap()));
    store.annotate(document, DAY.parse().ok()).await.unwrap()
}

fn outcomes(annotation: &Annotation) -> Vec<Outcome> {
    let subjects = annotation.citations.iter().map(|citation| &citation.subject);
    let references = subjects.filter_map(|subject| match subject {
        CitationSubject::Reference(reference) => Some(reference),
        _ => None,
    });
    references.filter_map(|reference| reference.outcome.as_deref().cloned()).collect()
}

#[tokio::test]
async fn a_document_is_judged_as_a_note_is_at_a_fixed_price() {
    let db = Database::new().await;
    keps::sync_keps(&db, keps::revisions("sig-node/753-sidecars", "sig-node", 4), Vec::new()).await;
    let journal = format!("---\ntime_zone: UTC\n---\n# Notes\n\n## {DAY}\n- {NOTE}\n");
    db.import("notes", &journal).await;
    for as_of in [None, Some("2024-01-01")] {
        let store = db.store.as_of(as_of.map(|day| day.parse().unwrap()));
        let entries = store.timeline(&filter("")).await.unwrap().entries;
        let references = entries.iter().flat_map(|entry| &entry.notes).flat_map(|note| &note.references);
        let noted: Vec<Outcome> = references.filter_map(|it| it.outcome.as_deref().cloned()).collect();
        let annotation = annotate(&db, NOTE, as_of).await;
        assert_eq!(outcomes(&annotation), noted, "as of {as_of:?}");
        assert_eq!(noted.len(), 4);
    }
    let log = StatementLog::listen();
    let mut costs = Vec::new();
    for length in [1, 400] {
        let document = format!("{NOTE} and k/k#{length}\n\n").repeat(length);
        log.drain();
        let annotation = annotate(&db, &document, None).await;
        assert!(annotation.citations.len() >= 5 * length, "{}", annotation.citations.len());
        costs.push(log.drain().len());
    }
    assert!(costs[0] >= 5 && costs[0] == costs[1], "{costs:?}");
    let many = annotate(&db, &"KEP-9 ".repeat(9), None).await;
    assert!(many.citations.iter().all(|citation| citation.findings == [Finding::Unknown]));
}
