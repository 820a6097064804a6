//! An address over HTTP: fetched where it is other than before, within limits.
//!
//! Redirects are followed here and not by reqwest: where each leads is checked before anything is sent there.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use domain::notebook::followed::{LookState, Revision, SourceAddress};
use http::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION};
use http::{HeaderMap, HeaderName, StatusCode};
use reqwest::Response;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use url::Url;

use super::fetched::{Content, Fetched};
use super::hosts::AllowedHosts;
use super::settings::SourceSettings;

/// By what an answer is asked for conditionally.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Validators {
    etag: Option<String>,
    last_modified: Option<String>,
}

impl Validators {
    fn new(headers: &HeaderMap) -> Self {
        let text = |name: HeaderName| headers.get(name)?.to_str().ok().map(str::to_owned);
        Self { etag: text(ETAG), last_modified: text(LAST_MODIFIED) }
    }

    /// Those of a stamp that was stored.
    fn from_stamp(stamp: Option<&str>) -> Self {
        stamp.and_then(|stamp| serde_json::from_str(stamp).ok()).unwrap_or_default()
    }

    fn stamp(&self) -> String {
        serde_json::json!(self).to_string()
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What an address answers, where it is other than before.
///
/// # Errors
/// Where it does not answer, or with more than an import takes, and where it leads to a host that may not be reached.
pub async fn fetch(
    address: &SourceAddress,
    looks: &LookState,
    settings: &SourceSettings,
) -> anyhow::Result<Fetched> {
    let limit = settings.limits.web_time;
    tokio::time::timeout(limit, fetch_unlimited(address, looks, settings))
        .await
        .unwrap_or_else(|_| bail!("the whole answer did not come within {} s", limit.as_secs_f32()))
}

async fn fetch_unlimited(
    address: &SourceAddress,
    looks: &LookState,
    settings: &SourceSettings,
) -> anyhow::Result<Fetched> {
    let before = Validators::from_stamp(looks.stamp.as_deref());
    let url = address.web_url().context("it is no address over HTTP")?;
    let mut response = follow(url, &before, settings).await?;
    match response.status() {
        StatusCode::OK => {}
        StatusCode::NOT_MODIFIED if !before.is_empty() => return Ok(Fetched::Unchanged { stamp: None }),
        status => bail!("{}", refusal(status)),
    }
    let validators = Validators::new(response.headers());
    let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
    let path = folder.path().join(address.name());
    let digest = save(&mut response, &path, settings.limits.bytes).await?;
    let revision = match &validators.etag {
        Some(etag) => Revision::Etag(etag.clone()),
        None => Revision::Digest(digest),
    };
    let stamp = validators.stamp();
    if looks.revision.as_ref() == Some(&revision) {
        return Ok(Fetched::Unchanged { stamp: Some(stamp) });
    }
    Ok(Fetched::Content(Content { path, revision, stamp, folder: Some(folder) }))
}

/// The answer of an address, through its redirects.
async fn follow(mut url: Url, before: &Validators, settings: &SourceSettings) -> anyhow::Result<Response> {
    for _ in 0..=settings.limits.redirects {
        let response = request(&url, before, &settings.hosts).await?;
        if !is_redirect(response.status()) {
            return Ok(response);
        }
        let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        let to = location.and_then(|location| url.join(location).ok());
        let to = to.context("it leads on to an address that cannot be read")?;
        ensure!(matches!(to.scheme(), "http" | "https"), "it leads on to what is no address over HTTP");
        ensure!(
            url.scheme() == "http" || to.scheme() == "https",
            "it leads from an encrypted address to one that is not"
        );
        url = to;
    }
    bail!("it leads on more than {} times", settings.limits.redirects)
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Sends one request, to what was checked of its host.
async fn request(url: &Url, before: &Validators, hosts: &AllowedHosts) -> anyhow::Result<Response> {
    let addresses = hosts.resolve(url).await?;
    // reqwest is built without a cryptography of its own; a second call leaves the first in place.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .user_agent(concat!("kepline/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .resolve_to_addrs(url.host_str().unwrap_or_default(), &addresses)
        .build()
        .context("cannot set up HTTPS: are the system's ca-certificates installed?")?;
    let mut request = client.get(url.clone());
    if let Some(etag) = &before.etag {
        request = request.header(IF_NONE_MATCH, etag);
    }
    if let Some(day) = &before.last_modified {
        request = request.header(IF_MODIFIED_SINCE, day);
    }
    // The address in reqwest's own message may hold what is secret.
    request.send().await.map_err(reqwest::Error::without_url).context("it does not answer")
}

/// Writes the body of an answer to a file, at most `limit` bytes; gives its digest.
async fn save(response: &mut Response, path: &Path, limit: u64) -> anyhow::Result<String> {
    let too_large = || format!("the answer is larger than {} MiB", limit / 1024 / 1024);
    ensure!(response.content_length().is_none_or(|length| length <= limit), too_large());
    let mut file = File::create(path).await.context("cannot create a temporary file")?;
    let (mut hash, mut length) = (Sha256::new(), 0);
    while let Some(chunk) = response.chunk().await.map_err(reqwest::Error::without_url)? {
        length += chunk.len() as u64;
        ensure!(length <= limit, too_large());
        hash.update(&chunk);
        file.write_all(&chunk).await.context("cannot write a temporary file")?;
    }
    file.flush().await.context("cannot write a temporary file")?;
    Ok(hex::encode(hash.finalize()))
}

/// What an answer without content means, and what to do about it.
fn refusal(status: StatusCode) -> String {
    let advice = match status.as_u16() {
        401 | 403 => ": it wants a user and a password, in the address, or is not for programs",
        404 | 410 => ": there is nothing at the address; was the file moved?",
        429 => ": it is asked too often",
        500.. => ": it is broken; it is tried again",
        _ => "",
    };
    format!("it answers {}{advice}", status.as_u16())
}
