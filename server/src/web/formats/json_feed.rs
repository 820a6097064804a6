//! A feed as JSON Feed 1.1.

use app::feed::{FeedCitation, FeedItem};
use domain::outcome::verdict::Verdict;
use serde::Serialize;

use super::feed::Feed;

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    description: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    favicon: String,
    language: &'static str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    date_published: String,
    date_modified: String,
    language: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(rename = "_kepline", skip_serializing_if = "Option::is_none")]
    kepline: Option<Extension<'a>>,
}

/// What became of what an item cites.
#[derive(Serialize)]
struct Extension<'a> {
    citations: Vec<CitationJson<'a>>,
}

#[derive(Serialize)]
struct CitationJson<'a> {
    name: &'a str,
    url: &'a str,
    state: Option<&'a str>,
    verdict: Option<Verdict>,
    changed: bool,
}

/// The document; `None` where it cannot be written, which nothing in a feed can bring about.
pub fn print(feed: &Feed) -> Option<String> {
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        description: &feed.subtitle,
        home_page_url: &feed.page_url,
        feed_url: &feed.own_url,
        favicon: format!("{}/favicon.svg", feed.site),
        language: feed.lang.as_str(),
        authors: [Author { name: "Kepline", url: Some(&feed.site) }],
        items: feed.items.iter().map(|item| self::item(feed, item)).collect(),
    };
    serde_json::to_string(&document).ok()
}

fn item<'a>(feed: &'a Feed, item: &'a FeedItem) -> Item<'a> {
    let citations: Vec<CitationJson<'a>> = item.citations.iter().map(citation_json).collect();
    Item {
        id: format!("{}{}", feed.tag, item.name),
        url: &item.url,
        title: &item.title,
        content_html: &item.html,
        date_published: item.published.to_string(),
        date_modified: item.updated.to_string(),
        language: item.lang.as_str(),
        authors: item.author.iter().map(|name| Author { name, url: None }).collect(),
        tags: item.tags.iter().map(|(_, label)| label.as_str()).collect(),
        kepline: (!citations.is_empty()).then_some(Extension { citations }),
    }
}

fn citation_json(citation: &FeedCitation) -> CitationJson<'_> {
    CitationJson {
        name: &citation.name,
        url: &citation.url,
        state: citation.state.as_deref(),
        verdict: citation.verdict,
        changed: citation.changed,
    }
}
