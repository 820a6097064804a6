//! Server functions: the only way from the pages to the store.

use domain::decision::Event;
use domain::id::{EntryId, NoteId};
use domain::list::filter::Filter;
use domain::list::keps::{KepFilter, KepList};
use domain::list::timeline::{EntryPage, NotePlace, Timeline};
use domain::pages::{ItemPage, SigList, SigPage, StatusPage, VersionList, VersionPage};
use domain::pages::{KepAnswer, KepName};
use domain::sig::Sig;
use domain::version::Version;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use domain::address::own_path::OwnPath;
#[cfg(feature = "ssr")]
use domain::decision::{Correction, Decision, Meant, Mention, On, TagDecision, Verdict};

mod review;
mod suggest;

pub use review::{
    CountList, DecideOnList, ReadDecisions, ReadReview, Undo, count_list, decide_on_list, decisions, review,
    undo,
};

pub use suggest::{Offer, ReadSuggestions, suggest};

use crate::error::AppError;
use crate::request::SignedIn;

/// The curator who asks. Every server function that writes asks this first: a stranger gets a 401 and changes nothing.
pub fn curator() -> Result<SignedIn, AppError> {
    SignedIn::current().ok_or_else(|| AppError::SignInNeeded.told())
}

/// A page of the timeline, with what it can be narrowed by.
#[server(name = ReadTimeline, prefix = "/fn", endpoint = "timeline", input = GetUrl)]
pub async fn timeline(#[server(default)] filter: Filter) -> Result<Timeline, AppError> {
    let store = expect_context::<store::Store>();
    let mut timeline = store.timeline(&filter).await?;
    curate(&store, timeline.entries.iter_mut().flat_map(|entry| &mut entry.notes)).await?;
    Ok(timeline)
}

/// An entry with all of its notes, or with the one that is named.
#[server(name = ReadEntry, prefix = "/fn", endpoint = "entry", input = GetUrl)]
pub async fn entry(id: EntryId, #[server(default)] only: Option<NoteId>) -> Result<EntryPage, AppError> {
    let store = expect_context::<store::Store>();
    let mut page = store.entry(&id, only.as_ref()).await?.ok_or_else(|| AppError::NotFound.told())?;
    curate(&store, &mut page.entry.notes).await?;
    Ok(page)
}

/// Adds to notes what only curators see, where a curator asks.
#[cfg(feature = "ssr")]
async fn curate(
    store: &store::Store,
    notes: impl IntoIterator<Item = &mut domain::list::timeline::Note>,
) -> Result<(), AppError> {
    if SignedIn::current().is_none() {
        return Ok(());
    }
    let notes: Vec<_> = notes.into_iter().collect();
    let ids: Vec<NoteId> = notes.iter().map(|note| note.id.clone()).collect();
    let mut curations = store.curation(&ids).await?;
    for note in notes {
        note.curation = Some(Box::new(curations.remove(&note.id).unwrap_or_default()));
    }
    Ok(())
}

/// Decides on a tag of a note, or of an entry and so of its notes; a form comes back to `back`.
#[server(name = DecideTag, prefix = "/fn", endpoint = "decide-tag")]
pub async fn decide_tag(
    #[server(default)] note: Option<NoteId>,
    #[server(default)] entry: Option<EntryId>,
    tag: String,
    verdict: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let curator = curator()?;
    let anchor = note.as_ref().map(|note| format!("n-{note}"));
    let on = match (note, entry) {
        (Some(note), None) => On::Note(note),
        (None, Some(entry)) => On::Entry(entry),
        _ => return Err(AppError::BadRequest("a note or an entry, one of them".to_owned()).told()),
    };
    let decision = TagDecision { on, tag: read(&tag)?, verdict: read(&verdict)? };
    decide(&curator, Decision::Tag(decision)).await?;
    lead_back(&back, anchor.as_deref());
    Ok(())
}

/// Says what a citation of a note means: a target, `none`, or `cleared` for what its words say.
#[server(name = Correct, prefix = "/fn", endpoint = "correct")]
pub async fn correct(
    note: NoteId,
    literal: String,
    #[server(default)] nth: u32,
    meant: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let curator = curator()?;
    let anchor = format!("n-{note}");
    let meant = if meant.trim() == Verdict::Cleared.as_str() { Meant::Cleared } else { read(&meant)? };
    let correction = Correction { note, mention: Mention { literal, nth }, meant };
    decide(&curator, Decision::Correction(correction)).await?;
    lead_back(&back, Some(&anchor));
    Ok(())
}

/// What was decided on a note, newest first; for curators.
#[server(name = ReadHistory, prefix = "/fn", endpoint = "history", input = GetUrl)]
pub async fn history(note: NoteId) -> Result<Vec<Event>, AppError> {
    curator()?;
    let store = expect_context::<store::Store>();
    Ok(store.history(&note).await?)
}

#[cfg(feature = "ssr")]
async fn decide(curator: &SignedIn, decision: Decision) -> Result<(), AppError> {
    let store = expect_context::<store::Store>();
    store.decide(&[decision], &curator.name, domain::Timestamp::now()).await?;
    Ok(())
}

/// A value of a form, or what would be one.
#[cfg(feature = "ssr")]
fn read<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error: T::Err| AppError::BadRequest(error.to_string()).told())
}

/// Sends a form that was submitted without JavaScript back to where it stood, if that is on this site.
#[cfg(feature = "ssr")]
pub(crate) fn lead_back(back: &str, anchor: Option<&str>) {
    if let Ok(back) = back.parse::<OwnPath>() {
        leptos_axum::redirect(&anchor.map_or_else(|| back.to_string(), |anchor| format!("{back}#{anchor}")));
    }
}

/// Where a note stands, or stood before it left its source.
#[server(name = FindNote, prefix = "/fn", endpoint = "note", input = GetUrl)]
pub async fn note_place(id: NoteId) -> Result<NotePlace, AppError> {
    let store = expect_context::<store::Store>();
    store.note_place(&id).await?.ok_or_else(|| AppError::NotFound.told())
}

/// What a name of a KEP leads to.
#[server(name = ReadKep, prefix = "/fn", endpoint = "kep", input = GetUrl)]
pub async fn kep(name: KepName) -> Result<KepAnswer, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.kep(&name).await?)
}

/// A page of the list of KEPs.
#[server(name = ReadKeps, prefix = "/fn", endpoint = "keps", input = GetUrl)]
pub async fn keps(#[server(default)] filter: KepFilter) -> Result<KepList, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.keps(&filter).await?)
}

/// A pull request or an issue that notes cite.
#[server(name = ReadItem, prefix = "/fn", endpoint = "ref", input = GetUrl)]
pub async fn item(owner: String, repo: String, number: u64) -> Result<ItemPage, AppError> {
    let store = expect_context::<store::Store>();
    let key = domain::github::Key { repo: domain::cite::reference::Repo::new(owner, repo), number };
    store.item(&key).await?.ok_or_else(|| AppError::NotFound.told())
}

/// Every SIG and WG.
#[server(name = ReadSigs, prefix = "/fn", endpoint = "sigs", input = GetUrl)]
pub async fn sigs() -> Result<SigList, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.sigs().await?)
}

/// A SIG or WG.
#[server(name = ReadSig, prefix = "/fn", endpoint = "sig", input = GetUrl)]
pub async fn sig(sig: Sig) -> Result<SigPage, AppError> {
    let store = expect_context::<store::Store>();
    store.sig(&sig).await?.ok_or_else(|| AppError::NotFound.told())
}

/// Every version.
#[server(name = ReadVersions, prefix = "/fn", endpoint = "versions", input = GetUrl)]
pub async fn versions() -> Result<VersionList, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.versions().await?)
}

/// A version.
#[server(name = ReadVersion, prefix = "/fn", endpoint = "version", input = GetUrl)]
pub async fn version(version: Version) -> Result<VersionPage, AppError> {
    let store = expect_context::<store::Store>();
    store.version(version).await?.ok_or_else(|| AppError::NotFound.told())
}

/// How fresh the facts are.
#[server(name = ReadStatus, prefix = "/fn", endpoint = "status", input = GetUrl)]
pub async fn status() -> Result<StatusPage, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.status(env!("CARGO_PKG_VERSION")).await?)
}
