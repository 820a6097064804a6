//! Whole pages of the demo, as snapshots: a landmark that is lost, a heading that moved, a link that leads
//! elsewhere shows as a difference to read.
//!
//! After a change that is meant, `INSTA_UPDATE=always cargo test -p server tests::pages` writes them anew, and
//! `git diff` shows what to review.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use domain::decision::{Decision, DecisionScope, Ruling, TagDecision};
use domain::list::timeline::Entry;

use super::curators::let_alice_in;
use super::demo_site;
use super::outline::outline;
use super::*;

/// The folder of the snapshots, next to this file.
const FOLDER: &str = "pages";

/// What readers meet: the name of the snapshot, and the path. `{entry}` is an entry that cites much, `{note}` its first note,
/// `{edited}` an entry of which a note was edited.
const ENGLISH: [(&str, &str); 36] = [
    ("timeline", "/"),
    ("timeline-of-a-sig", "/?sig=node"),
    ("search", "/?q=sidecar"),
    ("search-for-a-kep", "/?q=KEP-753"),
    ("timeline-empty", "/?sig=docs"),
    ("timeline-by-moves", "/?changed=1&order=moved"),
    ("timeline-thin", "/?sig=node&version=1.28"),
    ("month", "/2023/10"),
    ("entry", "/e/{entry}"),
    ("note", "/e/{entry}/{note}"),
    ("history", "/e/{edited}/history"),
    ("keps", "/keps"),
    ("keps-of-a-sig", "/keps?sig=node&q=sidecar"),
    ("keps-empty", "/keps?sig=network&q=sidcar"),
    ("keps-changed", "/keps?changed=1"),
    ("kep", "/keps/753"),
    ("annotate", "/annotate"),
    ("sigs", "/sigs"),
    ("sig", "/sigs/node"),
    ("sig-releases", "/sigs/node?version=1.28..1.29"),
    ("sig-releases-empty", "/sigs/docs?version=1.20"),
    ("versions", "/versions"),
    ("version", "/versions/1.29"),
    ("ref", "/refs/kubernetes/kubernetes/116429"),
    ("verdicts", "/verdicts"),
    ("digests", "/digest"),
    ("digest", "/digest/2023-10"),
    ("digest-of-a-cycle", "/digest/1.29"),
    ("digest-empty", "/digest/2026-W48"),
    ("status", "/status"),
    ("sign-in", "/sign-in"),
    ("not-found", "/nope"),
    ("bad-request", "/?sig=nodee"),
    ("unreadable-search", "/?q=sgi:node"),
    ("kep-as-of", "/keps/753?as_of=2024-01-01"),
    ("bad-as-of", "/keps/753?as_of=2030-01-01"),
];

/// The same in Japanese, where words and their order differ most.
const JAPANESE: [(&str, &str); 6] = [
    ("timeline-ja", "/?sig=node"),
    ("note-ja", "/e/{entry}/{note}"),
    ("sig-releases-ja", "/sigs/node?version=1.29"),
    ("kep-ja", "/keps/753"),
    ("digest-ja", "/digest/2023-10"),
    ("not-found-ja", "/nope"),
];

/// What curators meet besides.
const CURATOR: [(&str, &str); 13] = [
    ("curator-timeline", "/?sig=node"),
    ("curator-note", "/e/{entry}/{note}"),
    ("curator-review", "/review"),
    ("curator-references", "/review?kind=references"),
    ("curator-untagged", "/review?kind=untagged"),
    ("curator-confirmations", "/review?kind=confirmations"),
    ("curator-bulk", "/bulk?filter=sig%3Dnode&tag=network&ruling=applied"),
    ("curator-decisions", "/decisions"),
    ("curator-status", "/status"),
    ("curator-import", "/imports/2"),
    ("curator-forget", "/forget/{note}"),
    ("curator-begin", "/write"),
    ("curator-tokens", "/tokens"),
];

/// What curators meet where a notebook is written; `{written}` is its note.
const WRITER: [(&str, &str); 2] =
    [("curator-write", "/write?text=KEP-753"), ("curator-edit", "/write/{written}")];

/// The entry of the demo that cites much.
async fn entry(site: &Site) -> Entry {
    entry_of_day(site, "2023-10-07").await
}

async fn entry_of_day(site: &Site, day: &str) -> Entry {
    let filter = format!("in={day}").parse().unwrap();
    site.store.timeline(&filter).await.unwrap().entries.remove(0)
}

/// Asks for each page and compares it with its snapshot; fails when it has seen all.
async fn compare(site: &Site, pages: &[(&str, &str)], header: Option<(&str, &str)>) {
    let entry = entry(site).await;
    let edited = entry_of_day(site, "2023-04-12").await;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(FOLDER);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut differing = Vec::new();
    for (name, path) in pages {
        let path = path
            .replace("{entry}", entry.id.as_str())
            .replace("{note}", entry.notes[0].id.as_str())
            .replace("{edited}", edited.id.as_str());
        let request = header
            .into_iter()
            .fold(Request::get(&path), |request, (name, value)| request.header(name, value));
        let answer = site.send(request.body(Body::empty()).unwrap()).await;
        let page = format!("{} {path}\n{}", answer.status.as_u16(), outline(&answer.body));
        let compare = || settings.bind(|| insta::assert_snapshot!(*name, page));
        if catch_unwind(AssertUnwindSafe(compare)).is_err() {
            differing.push(name);
        }
    }
    assert!(differing.is_empty(), "pages that differ from their snapshots: {differing:?}");
}

#[tokio::test]
async fn readers_meet_the_pages_of_the_snapshots() {
    compare(&demo_site().await, &ENGLISH, None).await;
}

#[tokio::test]
async fn readers_meet_them_in_japanese() {
    compare(&demo_site().await, &JAPANESE, Some(("accept-language", "ja"))).await;
}

#[tokio::test]
async fn curators_meet_the_pages_of_the_snapshots() {
    let site = demo_site().await;
    let cookie = let_alice_in(&site).await;
    decide_at_a_fixed_time(&site).await;
    compare(&site, &CURATOR, Some(("cookie", &cookie))).await;
    let written = super::write::note_of_diary(&site).await;
    let pages = WRITER.map(|(name, path)| (name, path.replace("{written}", &written)));
    let pages: Vec<(&str, &str)> = pages.iter().map(|(name, path)| (*name, path.as_str())).collect();
    compare(&site, &pages, Some(("cookie", &cookie))).await;
}

/// Two decisions of alice, one of them undone.
async fn decide_at_a_fixed_time(site: &Site) {
    let at = "2026-11-22T10:00:00Z".parse().unwrap();
    let note = entry(site).await.notes[0].id.clone();
    for tag in ["sig-network", "1.30"] {
        let tag = tag.parse().unwrap();
        let decision = TagDecision { on: DecisionScope::Note(note.clone()), tag, ruling: Ruling::Applied };
        site.store.decide(&[Decision::Tag(decision)], "alice", at).await.unwrap();
    }
    let last = site.store.last_batches("alice", 1).await.unwrap()[0].id;
    site.store.undo(last, "alice", at).await.unwrap();
}

#[test]
fn no_snapshot_is_left_of_a_page_that_is_compared_no_more() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/tests").join(FOLDER);
    let stored: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            file.unwrap().path().with_extension("").file_name().unwrap().to_string_lossy().into_owned()
        })
        .collect();
    let compared =
        ENGLISH.iter().chain(&JAPANESE).chain(&CURATOR).chain(&WRITER).map(|(name, _)| (*name).to_owned());
    assert_eq!(stored, compared.collect());
}
