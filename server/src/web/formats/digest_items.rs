//! Digests as items of feeds.

use app::feed::FeedItem;
use domain::Timestamp;
use domain::address::Page;
use domain::digest::{DigestKind, DigestPeriod};
use jiff::tz::TimeZone;
use store::{LastWrite, Store};

use super::context::RenderContext;
use super::markdown::digest;
use super::refusal::Refusal;

/// How many digests the feed of a kind has.
const DIGESTS: usize = 8;

/// The digests of the last periods of a kind that are over and hold something, the newest first.
pub async fn latest(
    store: &Store,
    kind: DigestKind,
    context: &RenderContext,
    written: &LastWrite,
) -> Result<Vec<FeedItem>, Refusal> {
    let index = store.digest_index(context.today).await?;
    let mut items = Vec::new();
    for line in index.finished(kind).take(DIGESTS) {
        items.push(item(store, line.period, context, written).await?);
    }
    Ok(items)
}

/// The digest of a period: new when the period is over, and again when what moved in it becomes known later.
pub async fn item(
    store: &Store,
    period: DigestPeriod,
    context: &RenderContext,
    written: &LastWrite,
) -> Result<FeedItem, Refusal> {
    let digest = digest::load(store, period, context).await?;
    let lang = context.lang;
    let is_over = digest.days.last.tomorrow().ok().filter(|_| !digest.is_running);
    let over_at = is_over.and_then(|day| day.to_zoned(TimeZone::UTC).ok()).map(|day| day.timestamp());
    let published = over_at.unwrap_or(written.at);
    let updated = digest.moves.known_at().map_or(published, |known_at: Timestamp| published.max(known_at));
    let size = lang.digest_size(digest.notes, digest.entries_count, digest.moves.count);
    let title = lang.digest_title(period);
    let html = ingest::markdown::render(&digest::body(&digest, context), false).html;
    Ok(FeedItem {
        name: format!("digest/{period}"),
        url: format!("{}{}", context.site, Page::Digest(period)),
        title: if size.is_empty() { title } else { format!("{title}: {size}") },
        html,
        lang,
        is_withheld: false,
        published,
        updated,
        author: None,
        tags: Vec::new(),
        citations: Vec::new(),
    })
}
