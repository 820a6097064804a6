//! What a page says of itself in the document's head.

use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};

use crate::request::Site;

/// Title, description, canonical address and what share cards read.
#[component]
pub fn Head(
    /// What stands before the site's name; nothing on the home page.
    title: Option<String>,
    #[prop(into)] description: String,
    /// The path of the page's one address.
    #[prop(into)]
    canonical: String,
    /// Whether search engines may keep it.
    indexed: bool,
    /// The day of what is shown, for articles.
    #[prop(default = None)]
    published: Option<String>,
    /// What a share card says instead of the title: in the note's language, whoever asks.
    #[prop(default = None)]
    card_title: Option<String>,
) -> impl IntoView {
    let url = Site::absolute(&canonical);
    let kind = if published.is_some() { "article" } else { "website" };
    let full = match &title {
        Some(title) => format!("{title} — Kepline"),
        None => "Kepline".to_owned(),
    };
    let card_title = card_title.or(title).unwrap_or_else(|| "Kepline".to_owned());
    view! {
        <Title text=full />
        <Meta name="description" content=description.clone() />
        <Link rel="canonical" href=url.clone() />
        <Meta property="og:title" content=card_title />
        <Meta property="og:description" content=description />
        <Meta property="og:url" content=url />
        <Meta property="og:type" content=kind />
        <Meta property="og:site_name" content="Kepline" />
        {published.map(|day| view! { <Meta property="article:published_time" content=day /> })}
        {(!indexed).then(|| view! { <Meta name="robots" content="noindex" /> })}
    }
    .into_any()
}

/// How many characters a description has at most: what cards and result lists show.
const EXCERPT_CHARS: usize = 160;

/// The first words of a text on one line.
pub fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXCERPT_CHARS {
        return line;
    }
    let cut: String = line.chars().take(EXCERPT_CHARS - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_line_of_bounded_length() {
        assert_eq!(excerpt("one\n  two"), "one two");
        assert_eq!(excerpt(&"長い".repeat(200)).chars().count(), EXCERPT_CHARS);
        assert_eq!(excerpt(""), "");
    }
}
