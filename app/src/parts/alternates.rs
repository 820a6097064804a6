//! The same list in other forms: feeds and Markdown, for programs in the head and for people in sight.

use domain::address::{Format, Page, join};
use domain::list::filter::Filter;
use leptos::prelude::*;
use leptos_meta::Link;

use crate::parts::icon::{Icon, Picture};
use crate::request::{Reader, Site};
use crate::text::Lang;

/// The address of a feed of a list, in the language of the page that leads to it.
pub fn feed_href(page: &Page, format: Format, lang: Lang) -> String {
    let query = page.query();
    let query = match (lang, query.is_empty()) {
        (Lang::En, _) => query,
        (Lang::Ja, true) => "lang=ja".to_owned(),
        (Lang::Ja, false) => format!("lang=ja&{query}"),
    };
    join(&page.path_as(format), &query)
}

/// Links to the feeds of a list, for feed readers and for people; and to its Markdown.
///
/// Pages in Japanese lead to feeds in Japanese: a feed reader sends no language. Browsers fetch none of
/// them ahead, nor do search engines keep them next to the page.
#[component]
pub fn Alternates(
    /// The list, without order and page.
    page: Page,
    /// What the list is called, in the titles of its feeds.
    #[prop(into)]
    title: String,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let [atom, json] = [Format::Atom, Format::Json].map(|format| feed_href(&page, format, lang));
    let markdown = join(&page.path_as(Format::Markdown), &page.query());
    let feeds = page.formats().contains(&Format::Atom);
    let named = |kind: &str| format!("{title} — Kepline ({kind})");
    let (atom_title, json_title) = (named("Atom"), named("JSON Feed"));
    let head = feeds.then(|| {
        view! {
            <Link rel="alternate" type_="application/atom+xml" href=Site::absolute(&atom) title=atom_title />
            <Link rel="alternate" type_="application/feed+json" href=Site::absolute(&json) title=json_title />
        }
    });
    let subscribe = feeds.then(|| {
        view! {
            <a href=atom rel="nofollow" type="application/atom+xml" title=lang.as_feed()>
                <Picture icon=Icon::Feed />
                {lang.subscribe()}
            </a>
            <a href=json rel="nofollow" type="application/feed+json" title=lang.as_json_feed()>"JSON"</a>
        }
    });
    view! {
        {head}
        <nav class="alternates" aria-label=lang.other_forms()>
            {subscribe}
            <a href=markdown rel="nofollow" type="text/markdown" title=lang.as_markdown()>"Markdown"</a>
        </nav>
    }
    .into_any()
}

/// The other forms of a timeline, whatever URL led to it.
#[component]
pub fn ListAlternates(
    /// The filter of the list.
    filter: Filter,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = lang.list_title(&filter).unwrap_or_else(|| lang.timeline().to_owned());
    let page = Page::from(domain::list::feed::unordered(filter));
    view! { <Alternates page title /> }
}
