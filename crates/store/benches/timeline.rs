//! What a page costs with 100,000 entries, as ratios to the first unfiltered page of the same run,
//! and how SQLite plans it.
//!
//! Not a test: it takes a minute and asserts nothing about time. `make bench` runs it.

use std::path::Path;
use std::time::{Duration, Instant};

use domain::list::filter::{Cursor, Filter};
use domain::notebook::Notebook;
use domain::notebook::draft::{DraftEntry, DraftNote};
use store::{Replacement, Store};

const ENTRIES: u32 = 100_000;
const RUNS: u32 = 15;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run());
}

async fn run() {
    // A bench is also built, and then run without arguments, by `cargo test --benches`.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    // The import takes a minute: its database is left for the next run.
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-100000.db");
    let url = format!("sqlite://{}", path.display());
    let mut store = Store::open(&url).await.expect("a database");
    if store.notebooks().await.expect("the shelf").is_empty() {
        let begun = Instant::now();
        store
            .replace(generated(), |markdown| ingest::prepare(markdown, false), |_, _| {})
            .await
            .expect("an import");
        println!("imported in {:.1} s", begun.elapsed().as_secs_f64());
        // Pages are served by another process than that of the import, with the statistics that it left.
        store.close().await;
        store = Store::open(&url).await.expect("the same database");
    }
    println!("{ENTRIES} entries with {} notes", ENTRIES * 2);

    let deep = deep_cursor(&store).await;
    let mut first = None;
    for query in [
        "",
        &deep,
        "sig=node",
        "sig=windows",
        "version=1.20..1.22",
        "sig=node&version=1.28",
        "in=2031-05",
        "sig=none",
        "q=変更",
        "q=予定 -windows",
        "q=k/k%2399999",
        "q=k",
        "q=変更&order=relevance",
        "q=どこにもない",
        "repo=containerd/containerd",
    ] {
        let filter: Filter = query.parse().expect("a filter");
        let (median, notes) = time(&store, &filter).await;
        let base = *first.get_or_insert(median);
        println!(
            "{:>8.2} times  {:>8.1} ms  {notes:>7} notes  /?{query}",
            median.as_secs_f64() / base.as_secs_f64(),
            median.as_secs_f64() * 1000.0
        );
    }
    for query in ["sig=node&version=1.28", "q=変更", "q=変更&order=relevance"] {
        println!("\nplans of /?{query}:");
        let filter: Filter = query.parse().expect("a filter");
        for (name, plan) in store.plans(&filter).await.expect("plans") {
            println!("  {name}");
            for line in plan {
                println!("    {line}");
            }
        }
    }
}

async fn time(store: &Store, filter: &Filter) -> (Duration, u32) {
    let mut times = Vec::new();
    let mut notes = 0;
    for _ in 0..RUNS {
        let begun = Instant::now();
        notes = store.timeline(filter).await.expect("a page").notes;
        times.push(begun.elapsed());
    }
    times.sort();
    (times[times.len() / 2], notes)
}

/// A page in the middle of the list.
async fn deep_cursor(store: &Store) -> String {
    let middle: Filter = "in=2100".parse().expect("a filter");
    let page = store.timeline(&middle).await.expect("a page");
    let place = page.entries.last().expect("an entry").place(Default::default());
    Filter::default().at(Cursor::After(place)).query()
}

/// A notebook with two notes a day, tagged in turn.
fn generated() -> Replacement {
    const SIGS: [&str; 7] =
        ["SIG Node", "SIG Network", "SIG Storage", "SIG Apps", "SIG Auth", "SIG Windows", "nobody"];
    let mut day = domain::Date::constant(2000, 1, 1);
    let entries = (0..ENTRIES)
        .map(|n| {
            let note = |markdown: String| DraftNote { line: 1, markdown };
            // Spread as by dice, the same in every run.
            let sig = SIGS[(n.wrapping_mul(2_654_435_761) >> 16) as usize % SIGS.len()];
            let entry = DraftEntry {
                line: 1,
                date: Some(day),
                notes: vec![
                    note(format!("{sig} は Kubernetes 1.{} で変更を予定 (k/k#{n})", 14 + n % 23)),
                    note(format!("the {n}th note without any tag (containerd/containerd#{n})")),
                ],
                ..DraftEntry::default()
            };
            day = day.tomorrow().expect("a day of this millennium");
            entry
        })
        .collect();
    Replacement {
        notebook: Notebook {
            slug: "bench".parse().expect("a slug"),
            title: "Bench".to_owned(),
            author: None,
            origin: None,
            time_zone: "Asia/Tokyo".to_owned(),
            rights: domain::notebook::Rights::Own,
            announced_entries: None,
            lost_links: false,
        },
        entries,
        at: jiff::Timestamp::UNIX_EPOCH,
        may_lose: false,
        dry_run: false,
    }
}
