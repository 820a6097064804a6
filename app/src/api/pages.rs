//! What pages say about KEPs, pull requests and issues, SIGs, versions and the data itself.

use domain::list::filter::VersionRange;
use domain::list::keps::{KepFilter, KepList};
use domain::pages::{
    ItemPage, KepAnswer, KepName, SigList, SigPage, SigReleasesPage, StatusPage, VerdictPage, VersionList,
    VersionPage,
};
use domain::sig::Sig;
use domain::version::Version;
use leptos::prelude::*;

use super::cluster::add_cluster;
use crate::error::AppError;

/// What a name of a KEP leads to.
pub async fn kep(name: KepName) -> Result<KepAnswer, AppError> {
    let store = expect_context::<store::Store>();
    let mut answer = store.kep(&name).await?;
    if let KepAnswer::One(page) = &mut answer {
        add_cluster(&store, page.entries.iter_mut().flat_map(|entry| &mut entry.notes)).await?;
    }
    Ok(answer)
}

/// A page of the list of KEPs.
pub async fn keps(filter: KepFilter) -> Result<KepList, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.keps(&filter).await?)
}

/// A pull request or an issue that notes cite.
pub async fn item(owner: String, repo: String, number: u64) -> Result<ItemPage, AppError> {
    let store = expect_context::<store::Store>();
    let key = domain::github::ItemKey { repo: domain::cite::Repo::new(owner, repo), number };
    store.item(&key).await?.ok_or_else(|| AppError::NotFound.respond())
}

/// Every SIG and WG.
pub async fn sigs() -> Result<SigList, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.sigs().await?)
}

/// A SIG or WG.
pub async fn sig(sig: Sig) -> Result<SigPage, AppError> {
    let store = expect_context::<store::Store>();
    store.sig(&sig).await?.ok_or_else(|| AppError::NotFound.respond())
}

/// A SIG or WG in some releases.
pub async fn sig_releases(sig: Sig, range: VersionRange) -> Result<SigReleasesPage, AppError> {
    let store = expect_context::<store::Store>();
    store.sig_releases(&sig, range).await?.ok_or_else(|| AppError::NotFound.respond())
}

/// Every version.
pub async fn versions() -> Result<VersionList, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.versions().await?)
}

/// A version.
pub async fn version(version: Version) -> Result<VersionPage, AppError> {
    let store = expect_context::<store::Store>();
    store.version(version).await?.ok_or_else(|| AppError::NotFound.respond())
}

/// How expectations turned out.
pub async fn verdicts() -> Result<VerdictPage, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.verdicts().await?)
}

/// How old the data is, and what each sync did.
pub async fn status() -> Result<StatusPage, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.status(env!("CARGO_PKG_VERSION")).await?)
}
