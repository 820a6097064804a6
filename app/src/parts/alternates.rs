//! The same list in other forms: feeds and Markdown, for programs in the head and for people in sight.

use domain::filter::Filter;
use leptos::prelude::*;
use leptos_meta::Link;

use crate::parts::icon::{Icon, Picture};
use crate::request::{Reader, Site};
use crate::text::Lang;

/// The path of a list in another form: the root's is called `index`.
pub fn other_form(path: &str, query: &str, suffix: &str) -> String {
    let base = if path == "/" { "/index" } else { path };
    if query.is_empty() { format!("{base}.{suffix}") } else { format!("{base}.{suffix}?{query}") }
}

/// Links to the feeds of a list, for feed readers and for people; and to its Markdown.
///
/// Pages in Japanese lead to feeds in Japanese: a feed reader tells no language. Browsers fetch none of
/// them ahead, nor do search engines keep them beside the page.
#[component]
pub fn Alternates(
    /// The path of the list.
    #[prop(into)]
    path: String,
    /// Its query, canonical, without order and page.
    #[prop(into, optional)]
    query: String,
    /// What the list is called, in the titles of its feeds.
    #[prop(into)]
    title: String,
    /// Whether there are feeds of it; otherwise only Markdown.
    #[prop(default = true)]
    feeds: bool,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let feed_query = match (lang, query.is_empty()) {
        (Lang::En, _) => query.clone(),
        (Lang::Ja, true) => "lang=ja".to_owned(),
        (Lang::Ja, false) => format!("lang=ja&{query}"),
    };
    let [atom, json] = ["atom", "json"].map(|suffix| other_form(&path, &feed_query, suffix));
    let markdown = other_form(&path, &query, "md");
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
        <nav class="alternates" aria-label=lang.take_along()>
            {subscribe}
            <a href=markdown rel="nofollow" type="text/markdown" title=lang.as_markdown()>"Markdown"</a>
        </nav>
    }
    .into_any()
}

/// The other forms of a timeline, whatever URL led to it.
#[component]
pub fn ListAlternates(
    /// As it was asked for.
    filter: Filter,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = lang.list_title(&filter).unwrap_or_else(|| lang.timeline().to_owned());
    let query = domain::feed::unordered(filter).query();
    view! { <Alternates path="/" query title /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_its_other_forms_beside_it() {
        let check = |path: &str, query: &str, expected: &str| {
            assert_eq!(other_form(path, query, "atom"), expected);
        };
        check("/", "", "/index.atom");
        check("/", "sig=node", "/index.atom?sig=node");
        check("/keps/753", "", "/keps/753.atom");
        check("/versions/1.29", "lang=ja", "/versions/1.29.atom?lang=ja");
    }
}
