//! "Cite this": the address of a page to take away, plain and as Markdown.
//!
//! Without JavaScript it is two fields to select from; with it each has a button that copies.

use domain::list::timeline::Entry;
use leptos::prelude::*;

use crate::html::escape;
use crate::parts::copy_button::CopyButton;
use crate::request::{Reader, Site};
use crate::text::Lang;

/// A page to cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageCitation {
    pub path: String,
    /// Its title: `2023-10-11 · Kubernetes - 2023`.
    pub name: String,
    pub author: Option<String>,
}

impl PageCitation {
    /// An entry, or a note of it, at its path.
    pub fn for_entry(entry: &Entry, path: String, lang: Lang) -> Self {
        let day = match entry.date {
            Some(date) => date.to_string(),
            None => lang.undated_between(entry.not_before, entry.not_after),
        };
        let name = format!("{day} · {}", entry.notebook.title);
        Self { path, name, author: entry.author().map(str::to_owned) }
    }

    /// As Markdown: `[2023-10-11 · Kubernetes - 2023](https://…) — Somebody`.
    pub fn markdown(&self, url: &str) -> String {
        // A parenthesis that is not closed would end the address.
        let url = url.replace('(', "%28").replace(')', "%29");
        let author =
            self.author.as_ref().map(|author| format!(" — {}", escape::markdown(author))).unwrap_or_default();
        format!("[{}]({url}){author}", escape::markdown(&self.name))
    }
}

/// The fields with the address of a page and its Markdown.
#[component]
pub fn Cite(citation: PageCitation) -> impl IntoView {
    let lang = Reader::current().lang;
    let url = Site::absolute(&citation.path);
    let markdown = citation.markdown(&url);
    let only_here = Site::current().is_loopback.then(|| view! { <p class="quiet">{lang.only_here()}</p> });
    view! {
        <details class="cite">
            <summary>{lang.cite()}</summary>
            {only_here}
            <CiteField id="cite-url" label=lang.cite_url() value=url />
            <CiteField id="cite-markdown" label=lang.cite_markdown() value=markdown />
        </details>
    }
    .into_any()
}

/// A field to select from, with a button that copies it.
#[component]
pub fn CiteField(id: &'static str, label: &'static str, value: String) -> impl IntoView {
    let lang = Reader::current().lang;
    view! {
        <p class="cite-field">
            <label for=id>{label}</label>
            <input id=id type="text" readonly value=value.clone() spellcheck="false" autocomplete="off" />
            <CopyButton text=value label=lang.copy() failed=lang.copy_failed_select() />
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_names_what_it_leads_to() {
        let citation = |name: &str, author: Option<&str>| PageCitation {
            path: "/e/1".to_owned(),
            name: name.to_owned(),
            author: author.map(str::to_owned),
        };
        assert_eq!(
            citation("2023-10-11 · Field notes", Some("Some Body")).markdown("https://k.example/e/1"),
            "[2023-10-11 · Field notes](https://k.example/e/1) — Some Body"
        );
        assert_eq!(
            citation("a [b](c) <d>\n`e`", None).markdown("https://k.example/?q=(x"),
            r"[a \[b\](c) \<d\> \`e\`](https://k.example/?q=%28x)"
        );
    }
}
