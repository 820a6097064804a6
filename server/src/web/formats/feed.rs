//! A feed as a value, before it is written as Atom or JSON.

use app::feed::{FeedContext, FeedItem};
use app::text::Lang;
use domain::Timestamp;
use domain::address::Page;
use domain::list::feed::FeedItems;
use store::{LastWrite, Store};
use url::Url;

use super::context::RenderContext;
use super::digest_items;
use super::format_request::FormatRequest;
use super::list_title::list_title;
use super::refusal::Refusal;
use crate::web::searchable::searchable;

/// A feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// The prefix of ids: `tag:kepline.example,2023:`.
    pub tag: String,
    /// The end of its id.
    pub name: String,
    /// The title of its list.
    pub title: String,
    /// The kinds of its items.
    pub subtitle: String,
    pub own_url: String,
    pub page_url: String,
    /// The address of the site.
    pub site: String,
    /// The language around the notes.
    pub lang: Lang,
    /// When something in it changed last.
    pub updated: Timestamp,
    /// Newest first.
    pub items: Vec<FeedItem>,
}

/// The feed of a list.
pub async fn load(
    store: &Store,
    request: &FormatRequest,
    context: &RenderContext,
    written: &LastWrite,
) -> Result<Feed, Refusal> {
    let mut request = request.clone();
    let title = list_title(store, &mut request, context.lang).await?;
    let items = match &request.list {
        Page::Digest(period) => vec![digest_items::item(store, *period, context, written).await?],
        Page::LatestDigest(kind) => digest_items::latest(store, *kind, context, written).await?,
        _ => notes_and_moves(store, &request, context).await?,
    };
    let subtitle = match &request.list {
        Page::Digest(_) | Page::LatestDigest(_) => context.lang.digests_hint(),
        Page::Keps(_) => context.lang.feed_items(FeedItems::Moves),
        _ => context.lang.feed_items(request.feed_query.items),
    };
    let absolute = |path: String| format!("{}{path}", context.site);
    Ok(Feed {
        tag: tag(&context.site),
        name: request.name(),
        title: format!("{title} — Kepline"),
        subtitle: subtitle.to_owned(),
        own_url: absolute(request.address()),
        page_url: absolute(request.list.href()),
        site: context.site.clone(),
        lang: context.lang,
        updated: items.first().map_or(written.at, |item| item.updated),
        items,
    })
}

/// The items of a list of notes or KEPs, newest first.
async fn notes_and_moves(
    store: &Store,
    request: &FormatRequest,
    context: &RenderContext,
) -> Result<Vec<FeedItem>, Refusal> {
    let found = match &request.list {
        Page::Keps(keps) => store.kep_feed(keps).await?,
        _ => match searchable(store, &request.filter, context.viewer).await? {
            Some(filter) => store.feed(&filter, request.feed_query.items).await?,
            None => store::Feed::default(),
        },
    };
    if found.unknown_notebook.is_some() {
        return Err(Refusal::NotFound);
    }
    let feed_context =
        FeedContext { lang: context.lang, site: &context.site, as_of: context.as_of, viewer: context.viewer };
    let notes =
        found.notes.iter().map(|it| feed_context.note_item(&it.entry, &it.note, it.added_at, it.changed_at));
    let moves = found.moves.iter().map(|it| feed_context.move_item(it));
    let mut items: Vec<FeedItem> = moves.chain(notes).collect();
    // The sort is stable: items of the same instant stay in the order of the store.
    items.sort_by_key(|item| std::cmp::Reverse(item.updated));
    Ok(items)
}

/// The beginning of ids, which stay the same as long as the host of the site does.
fn tag(site: &str) -> String {
    let url = Url::parse(site).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    // An address in brackets is no name of an authority.
    let host: String = host.chars().filter(|c| c.is_ascii_alphanumeric() || "-.".contains(*c)).collect();
    format!("tag:{host},2023:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_begin_with_the_name_of_the_site() {
        assert_eq!(tag("https://kepline.example"), "tag:kepline.example,2023:");
        assert_eq!(tag("http://127.0.0.1:3000"), "tag:127.0.0.1,2023:");
        assert_eq!(tag("http://[::1]:3000"), "tag:1,2023:");
    }
}
