//! Server functions: the only way from the pages to the store.

use domain::filter::Filter;
use domain::id::{EntryId, NoteId};
use domain::kep_list::{KepFilter, KepList};
use domain::pages::{ItemPage, SigList, SigPage, StatusPage, VersionList, VersionPage};
use domain::pages::{KepAnswer, KepName};
use domain::sig::Sig;
use domain::timeline::{EntryPage, NotePlace, Timeline};
use domain::version::Version;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

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
    Ok(store.timeline(&filter).await?)
}

/// An entry with all of its notes, or with the one that is named.
#[server(name = ReadEntry, prefix = "/fn", endpoint = "entry", input = GetUrl)]
pub async fn entry(id: EntryId, #[server(default)] only: Option<NoteId>) -> Result<EntryPage, AppError> {
    let store = expect_context::<store::Store>();
    store.entry(&id, only.as_ref()).await?.ok_or_else(|| AppError::NotFound.told())
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
    let key = domain::github::Key { repo: domain::reference::Repo::new(owner, repo), number };
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
