//! The head of a document: title, description, and the card for where it is shared.

use domain::address::embed_address;
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Script, Title};

use crate::html::escape;
use crate::request::{Site, looked_at_from};
use crate::share::Share;

/// Width and height of the picture of a share card: what those who show one expect.
const PICTURE: (&str, &str) = ("1200", "630");

/// Title, description, canonical address (that of today) and what share cards read.
#[component]
pub fn Head(
    /// The title before the site's name; none on the home page.
    title: Option<String>,
    #[prop(into)] description: String,
    /// The path of the page's one address.
    #[prop(into)]
    canonical: String,
    /// Whether search engines may index it.
    indexed: bool,
    /// What it says where it is shared: in the note's language, whoever reads.
    #[prop(default = None)]
    share: Option<Share>,
) -> impl IntoView {
    let url = Site::absolute(&canonical);
    // What is shared has a title of its own: that of the page may have words that stay on it.
    let card_title = share.as_ref().map(|share| share.title.clone()).or_else(|| title.clone());
    // What looks from another day is for who follows the link: cards and search engines have today's.
    let today = looked_at_from().is_none();
    let (indexed, share) = (indexed && today, share.filter(|_| today));
    let full = match &title {
        Some(title) => format!("{title} — Kepline"),
        None => "Kepline".to_owned(),
    };
    let card_title = card_title.unwrap_or_else(|| "Kepline".to_owned());
    let kind = share.as_ref().map_or("website", Share::open_graph_type);
    let published = share.as_ref().and_then(Share::published).map(|day| day.to_string());
    let picture = share.map(|share| view! { <Picture share url=url.clone() title=card_title.clone() /> });
    view! {
        // Leptos writes a title as it is, and some of its text comes from the address.
        <Title text=escape::html(&full) />
        <Meta name="description" content=description.clone() />
        <Link rel="canonical" href=url.clone() />
        <Meta property="og:title" content=card_title />
        <Meta property="og:description" content=description />
        <Meta property="og:url" content=url />
        <Meta property="og:type" content=kind />
        <Meta property="og:site_name" content="Kepline" />
        {published.map(|day| view! { <Meta property="article:published_time" content=day /> })}
        {picture}
        {(!indexed).then(|| view! { <Meta name="robots" content="noindex" /> })}
    }
    .into_any()
}

/// The picture of a share card, and structured data.
#[component]
fn Picture(
    share: Share,
    /// The page's address.
    url: String,
    title: String,
) -> impl IntoView {
    let embed = Site::absolute(&embed_address(&url));
    let picture = Site::absolute(&share.picture());
    let linked = share.json_ld(&url, &picture, &Site::absolute(""));
    view! {
        <Meta property="og:locale" content=share.lang.locale() />
        <Meta property="og:image" content=picture />
        <Meta property="og:image:type" content="image/png" />
        <Meta property="og:image:width" content=PICTURE.0 />
        <Meta property="og:image:height" content=PICTURE.1 />
        <Meta property="og:image:alt" content=share.card.alternative() />
        <Meta name="twitter:card" content="summary_large_image" />
        <Link rel="alternate" type_="application/json+oembed" href=embed title />
        <Script type_="application/ld+json">{linked}</Script>
    }
    .into_any()
}
