//! The author's notes with the real history of the KEPs, where both are at hand.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::list::filter::Filter;
use domain::outcome::verdict::Verdict;
use store::SyncKind;

use super::{Site, site_with_notes};
use crate::sync::{self, Github, Progress, Settings};

async fn real_site() -> Option<Site> {
    let (notes, bundle) = (real_data::notes()?, real_data::keps_bundle_path()?);
    let site = site_with_notes(&notes).await;
    let github = Github::new("http://127.0.0.1:1".parse().unwrap(), None).unwrap();
    let settings = Settings { keps_git: String::new(), github, every: None };
    let progress = Progress::silent();
    let outcomes =
        sync::run(&site.store, &settings, &[SyncKind::Keps], bundle.to_str(), &progress).await.unwrap();
    assert!(outcomes[0].result.is_ok(), "{outcomes:?}");
    Some(site)
}

/// The values of `href` in a page that begin with one of `starts`, as they are meant.
fn links(html: &str, starts: &[&str]) -> Vec<String> {
    let values = html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = values.filter(|value| starts.iter().any(|start| value.starts_with(start)));
    own.map(|value| value.replace("&amp;", "&")).collect()
}

#[tokio::test]
async fn no_chip_leads_to_a_page_that_is_not_there() {
    let Some(site) = real_site().await else { return };
    let mut led_to = BTreeSet::new();
    let mut next = Some("/".to_owned());
    while let Some(page) = next {
        let html = site.get(&page).await.body;
        led_to.extend(links(&html, &["/keps/", "/refs/"]));
        next = links(&html, &["/?after="]).pop();
    }
    assert!(led_to.len() > 200, "{} pages", led_to.len());
    let mut dead = Vec::new();
    for path in led_to {
        let answer = site.get(&path).await;
        if answer.status != StatusCode::OK {
            dead.push((answer.status, path));
        }
    }
    assert_eq!(dead, []);
}

/// How what the real notes expected turned out: citations by verdict, in the order of verdicts.
const VERDICTS: [(&str, usize); 8] = [
    ("held", 12),
    ("late", 4),
    ("early", 0),
    ("missed", 0),
    ("dropped", 1),
    ("overtaken", 10),
    ("open", 0),
    ("unknown", 0),
];

#[tokio::test]
async fn the_real_notes_have_these_verdicts() {
    let Some(site) = real_site().await else { return };
    let entries = site.store.export(&Filter::default()).await.unwrap();
    let references = entries.iter().flat_map(|entry| &entry.notes).flat_map(|note| &note.note.references);
    let judged: Vec<Verdict> = references
        .filter_map(|reference| Some(reference.outcome.as_ref()?.judgement.as_ref()?.verdict))
        .collect();
    let counts: Vec<(&str, usize)> = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.as_str(), judged.iter().filter(|other| *other == verdict).count()))
        .collect();
    assert_eq!(counts, VERDICTS);
}
