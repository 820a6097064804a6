//! What an import of journals takes: `cargo bench -p store --bench import -- FILE…`, of what `tools/corpus` writes.
//!
//! They are imported as one notebook, again as they are, and again with one note more; then a tiny notebook.

use std::path::Path;
use std::time::Instant;

use domain::notebook::draft::{Draft, DraftEntry, DraftNote};
use domain::notebook::{Notebook, Rights};
use ingest::source::{self, ReadOptions, SourceFile};
use store::{Replacement, Store};

#[tokio::main]
async fn main() {
    let files: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = Store::open(&url).await.expect("a database");
    for step in ["new", "again"] {
        let draft = read(&files);
        import(step, &store, "corpus", draft.entries).await;
    }
    let mut draft = read(&files);
    draft.entries.extend(entry());
    import("one more", &store, "corpus", draft.entries).await;
    import("tiny", &store, "tiny", Vec::from_iter(entry())).await;
    let size = std::fs::metadata(store.path()).map_or(0, |file| file.len());
    println!(
        "database {} MB, words {} ",
        size / 1_000_000,
        store.integrity().await.expect("it is sound").len()
    );
}

fn read(files: &[String]) -> Draft {
    let begun = Instant::now();
    let drafts = files.iter().map(|path| {
        let bytes = std::fs::read(path).expect("a file");
        let name = Path::new(path).file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let file = SourceFile { path: &name, bytes: &bytes };
        source::read(&file, &ReadOptions::default()).expect("a journal").0
    });
    let draft = source::join(drafts.collect());
    println!("read {:.2?}, {}", begun.elapsed(), memory());
    draft
}

fn entry() -> Option<DraftEntry> {
    let markdown = "One note more on KEP-753 in SIG Node".to_owned();
    Some(DraftEntry {
        date: "2026-11-11".parse().ok(),
        notes: vec![DraftNote { line: 1, markdown }],
        ..DraftEntry::default()
    })
}

async fn import(step: &str, store: &Store, slug: &str, entries: Vec<DraftEntry>) {
    let notebook = Notebook {
        slug: slug.parse().expect("a slug"),
        title: slug.to_owned(),
        author: None,
        origin: None,
        time_zone: "Asia/Tokyo".to_owned(),
        rights: Rights::Own,
        announced_entries: None,
        lost_links: false,
    };
    let at = jiff::Timestamp::now();
    let replacement = Replacement { notebook, entries, at, may_lose: false, dry_run: false };
    let begun = Instant::now();
    let report = store
        .replace(replacement, |markdown| ingest::prepare(markdown, false), |_, _| {})
        .await
        .expect("an import");
    println!("{step} {:.2?}: {:?}, {}", begun.elapsed(), report.notes, memory());
}

/// What the process takes and took at most.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}
