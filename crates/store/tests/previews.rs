//! Notes that are not stored look as they will once they are.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::list::timeline::Note;
use domain::pages::NotePreview;
use support::{Database, filter, keps};

const DAY: &str = "2023-10-11";

const NOTES: [&str; 4] = [
    "SIG Node moves KEP-753 to beta in 1.29 (kubernetes/enhancements#753)",
    "`k/k#1` is code, kubernetes/enhancent#753 is misspelt, and [a link](https://github.com/kubernetes/kubernetes/pull/1)",
    "a > quote on [k8s 1.28](javascript:alert(1)) <script>alert(1)</script>",
    "kubelet without anything to cite",
];

#[tokio::test]
async fn a_preview_is_what_an_import_makes() {
    let db = Database::new().await;
    keps::sync_keps(&db, keps::revisions("sig-node/753-sidecars", "sig-node", 4), Vec::new()).await;
    let prepared = NOTES.map(|markdown| ingest::prepare(markdown, false)).to_vec();
    let previews = db.store.preview(prepared, DAY.parse().unwrap(), "Asia/Tokyo").await.unwrap();
    db.import(
        "notes",
        &format!("# Notes\n\n## {DAY}\n{}\n", NOTES.map(|note| format!("- {note}")).join("\n")),
    )
    .await;
    let entries = db.store.timeline(&filter("")).await.unwrap().entries;
    let stored: Vec<NotePreview> = entries[0].notes.iter().map(preview_of_stored).collect();
    assert_eq!(previews, stored);
    let outcomes = previews.iter().flat_map(|note| &note.references).filter(|it| it.outcome.is_some());
    assert!(outcomes.count() >= 3, "{previews:?}");
    assert!(previews.iter().flat_map(|note| &note.references).any(|it| it.corrected), "{previews:?}");
    assert!(!previews[0].tags.is_empty());
}

#[tokio::test]
async fn nothing_is_stored() {
    let db = Database::new().await;
    let prepared = vec![ingest::prepare(NOTES[0], false)];
    let generation = db.store.generation().await.unwrap();
    db.store.preview(prepared, DAY.parse().unwrap(), "Asia/Tokyo").await.unwrap();
    assert_eq!(db.store.generation().await.unwrap(), generation);
    assert!(db.texts().await.is_empty());
}

fn preview_of_stored(note: &Note) -> NotePreview {
    NotePreview {
        html: note.html.clone(),
        text: note.text.clone(),
        references: note.references.clone(),
        tags: note.tags.clone(),
    }
}
