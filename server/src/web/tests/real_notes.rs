//! The author's notes with the real history of the KEPs, where both are at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use app::text::Lang;
use app::text::chip::{COLUMNS, columns};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::github::ItemState;
use domain::list::filter::Filter;
use domain::outcome::move_weight::MoveWeight;
use domain::outcome::verdict::Verdict;
use domain::pages::{ReviewKind, TaggedWords};
use domain::sig::Sig;
use domain::tag::Tag;
use store::{SyncKind, TagState};

use super::{Site, site_with_notes};
use crate::sync::{self, Github, Progress, Settings};

pub(super) async fn real_site() -> Option<Site> {
    let (notes, bundle) = (real_data::notes()?, real_data::keps_bundle_path()?);
    let site = site_with_notes(&notes).await;
    let github = Github::new("http://127.0.0.1:1".parse().unwrap(), None).unwrap();
    let settings = Settings::at_nowhere(github);
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

/// The same with the release notes and the gates, without an answer of GitHub.
pub(super) async fn site_with_gates() -> Option<Site> {
    let path = |bundle: PathBuf| bundle.to_string_lossy().into_owned();
    let (release_notes, list, pages) = (
        real_data::release_notes_bundle_path()?,
        real_data::kubernetes_bundle_path()?,
        real_data::website_bundle_path()?,
    );
    let site = real_site().await?;
    let github = Github::new("http://127.0.0.1:1".parse().unwrap(), None).unwrap();
    let settings = Settings {
        release_notes_git: path(release_notes),
        kubernetes_git: path(list),
        website_git: path(pages),
        ..Settings::at_nowhere(github)
    };
    let kinds = [SyncKind::ReleaseNotes, SyncKind::Gates];
    let outcomes = sync::run(&site.store, &settings, &kinds, None, &Progress::silent()).await.unwrap();
    assert!(outcomes.iter().all(|outcome| outcome.result.is_ok()), "{outcomes:?}");
    Some(site)
}

#[tokio::test]
async fn release_notes_say_of_a_third_of_the_cited_pull_requests_what_they_are() {
    let Some(site) = site_with_gates().await else { return };
    let entries = site.store.export(&Filter::default()).await.unwrap();
    let notes = || entries.iter().flat_map(|entry| &entry.notes);
    let references = notes().flat_map(|note| &note.note.references);
    let items = references.filter_map(|reference| reference.outcome.as_ref()?.item.as_ref());
    let items: BTreeMap<u64, bool> = items
        .filter(|item| item.key.repo.is_kubernetes())
        .map(|item| (item.key.number, item.release.is_some() && item.now.state == ItemState::Merged))
        .collect();
    // Of the 137 numbers that the notes call Kubernetes' own, corrections take one elsewhere.
    assert_eq!((items.len(), items.values().filter(|is_noted| **is_noted).count()), (136, 48));
    let has_sig = |note: &&store::ExportedNote| {
        note.tags.iter().any(|tag| tag.state == TagState::Applied && matches!(tag.tag.tag, Tag::Sig(_)))
    };
    let tagged = entries.iter().filter(|entry| entry.notes.iter().any(|note| has_sig(&note))).count();
    assert!(tagged >= 75, "{tagged} of {} entries have a SIG", entries.len());
    let gates: BTreeSet<&str> = notes().flat_map(|note| &note.gates).map(|gate| gate.as_str()).collect();
    assert!(gates.contains("InPlacePodVerticalScaling"), "{gates:?}");
    eprintln!("{tagged} of {} entries have a SIG; gates: {gates:?}", entries.len());
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
async fn what_misleads_most_is_to_be_confirmed_first() {
    let Some(site) = real_site().await else { return };
    let now = domain::Timestamp::now();
    let review = site.store.review(ReviewKind::Confirmations, None, now).await.unwrap();
    let mut weights = Vec::new();
    for reviewed in &review.notes {
        let moved = reviewed.moved.as_ref().unwrap();
        weights.push(moved.weight);
        assert!(!moved.moves.is_empty(), "{}", reviewed.note.id);
        eprintln!("{} of {:?}: {:?}", reviewed.note.id, reviewed.day, moved.weight);
        for moved in &moved.moves {
            let reference = &reviewed.note.references[moved.position as usize];
            let outcome = reference.outcome.as_ref().unwrap();
            let judgement =
                outcome.judgement.as_ref().map(|judgement| Lang::En.judgement_with_proof(judgement));
            let (day, what) = (moved.day, Lang::En.moved_to(&moved.change));
            eprintln!("  {} [{judgement:?}] {} {day}: {what}", reference.literal, moved.subject);
        }
    }
    assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
    assert!(weights.contains(&MoveWeight::Dropped) && weights.contains(&MoveWeight::Kept), "{weights:?}");
    eprintln!("{} wait", review.waiting());
}

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

/// Each tagged note without its tags: whether the groups that the other notes suggest hold one of its own.
#[tokio::test]
async fn the_likeliest_groups_of_a_note_hold_its_own() {
    let Some(site) = real_site().await else { return };
    let entries = site.store.export(&Default::default()).await.unwrap();
    let notes = entries.iter().flat_map(|entry| &entry.notes);
    let tagged: Vec<(&str, Vec<Sig>)> = notes
        .map(|exported| {
            let applied = exported.tags.iter().filter(|tag| tag.state == TagState::Applied);
            let mut sigs: Vec<Sig> = applied
                .filter_map(|tag| if let Tag::Sig(sig) = &tag.tag.tag { Some(sig.clone()) } else { None })
                .collect();
            sigs.sort();
            sigs.dedup();
            (&exported.note.text[..], sigs)
        })
        .filter(|(_, sigs)| !sigs.is_empty())
        .collect();
    let (mut first, mut offered) = (0, 0);
    for (n, (text, sigs)) in tagged.iter().enumerate() {
        let mut others = TaggedWords::default();
        for (_, (text, sigs)) in tagged.iter().enumerate().filter(|(other, _)| *other != n) {
            others.add(text, sigs);
        }
        let likely = others.likely(text);
        first += usize::from(likely.first().is_some_and(|first| sigs.contains(&first.sig)));
        offered += usize::from(likely.iter().any(|likely| sigs.contains(&likely.sig)));
    }
    println!("of {} tagged notes {first} have theirs first, {offered} among five", tagged.len());
    assert!(offered * 3 > tagged.len() * 2, "{offered} of {}", tagged.len());
}

/// What the chips of a page show, and whether something has moved.
fn chip_texts(html: &str) -> Vec<(bool, String)> {
    let text = |button: &str| {
        let (attributes, content) = button.split_once('>')?;
        let content = content.split_once("</button>")?.0;
        let pieces = content.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        Some((attributes.contains("data-changed"), pieces.collect::<String>()))
    };
    html.split("<button type=\"button\" class=\"state\"").skip(1).filter_map(text).collect()
}

#[tokio::test]
async fn no_chip_is_wider_than_28_columns() {
    let Some(site) = real_site().await else { return };
    for lang in ["en", "ja"] {
        let mut chips = Vec::new();
        let mut next = Some("/".to_owned());
        while let Some(page) = next {
            let request = Request::get(&page).header("accept-language", lang).body(Body::empty()).unwrap();
            let html = site.send(request).await.body;
            chips.extend(chip_texts(&html));
            next = links(&html, &["/?after="]).pop();
        }
        assert!(chips.iter().all(|(_, text)| text != "?"), "GitHub was never asked");
        for moved_alone in [true, false] {
            let chosen = chips.iter().filter(|(moved, _)| *moved || !moved_alone);
            let mut widths: Vec<_> = chosen.map(|(_, text)| (columns(text), text)).collect();
            widths.sort();
            let at = |percent: usize| widths[(widths.len() - 1) * percent / 100].0;
            let which = if moved_alone { "moved" } else { "all" };
            println!(
                "{lang}, {which}: {} chips, median {}, p90 {}, longest {}",
                widths.len(),
                at(50),
                at(90),
                at(100)
            );
            if std::env::var_os("KEPLINE_SHOW").is_some() && !moved_alone {
                widths.iter().for_each(|(width, text)| println!("  {width} {text}"));
            }
            assert!(at(100) <= COLUMNS, "{:?}", widths.last());
        }
    }
}
