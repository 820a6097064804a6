//! The badge of a page, to put into a document elsewhere.

use domain::address::Page;
use leptos::prelude::*;

use crate::html::escape;
use crate::parts::cite::CiteField;
use crate::request::{Reader, Site};
use crate::text::Lang;

/// The badge, with what shows it in Markdown and in HTML.
#[component]
pub fn BadgeSnippets(
    page: Page,
    /// What the badge is of: `KEP-753`.
    name: String,
) -> impl IntoView {
    let lang = Reader::current().lang;
    page.badge_path().map(|path| {
        let path = if lang == Lang::Ja { format!("{path}?lang=ja") } else { path };
        let (picture, url) = (Site::absolute(&path), Site::absolute(&page.path()));
        let markdown = format!("[![{}]({picture})]({url})", escape::markdown(&name));
        let html = format!("<a href=\"{url}\"><img src=\"{picture}\" alt=\"{}\"></a>", escape::html(&name));
        view! {
            <details class="cite">
                <summary>{lang.badge()}</summary>
                <p class="quiet">{lang.badge_hint()}</p>
                <p><img src=path alt=name loading="lazy" height="20" /></p>
                <CiteField id="badge-markdown" label=lang.cite_markdown() value=markdown />
                <CiteField id="badge-html" label="HTML" value=html />
            </details>
        }
    })
}
