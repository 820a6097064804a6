//! The search box, and the quotation of a hit deep in a note.

use domain::list::filter::{Filter, FilterKey};
use domain::list::keps::{KepFilter, KepKey};
use domain::list::search::{MAX_TERM_CHARS, Term, snippet};
use leptos::prelude::*;

use crate::parts::as_of::AsOfField;
use crate::parts::icon::{Icon, Picture};
use crate::parts::inline_code::inline_code;
use crate::request::Reader;

/// The longest text that is worth typing.
const MAX_CHARS: usize = 10 * MAX_TERM_CHARS;

/// From how many characters before it on the first hit of a note is quoted above the note.
const DEEP: usize = 240;

/// A form that narrows `filter` by terms and fields. With JavaScript it suggests, and searches while one types.
#[component]
pub fn SearchBox(
    filter: Filter,
    /// The text that was typed, where it cannot be read.
    #[prop(optional, into)]
    typed: Option<String>,
    /// Why it cannot be read.
    #[prop(optional, into)]
    error: Option<String>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let help: Vec<_> = lang
        .search_help()
        .into_iter()
        .map(|(example, hint)| view! { <div><dt><code>{example}</code></dt><dd>{hint}</dd></div> }.into_any())
        .collect();
    let failed = error.is_some();
    let error = error.map(|error| {
        view! { <p class="search-error" id="search-error" role="alert">{inline_code(&error)}</p> }
    });
    let text = typed.unwrap_or_else(|| filter.search_text());
    // On narrow screens a box without a search waits until it is looked for.
    let filled = !text.is_empty();
    view! {
        <form class="search search-large" role="search" method="get" action="/" autocomplete="off" aria-label=lang.search_notes() data-search data-filled=filled>
            <span hidden data-follows-list="rest">
                <HiddenFields filter />
            </span>
            <AsOfField />
            <SearchField text failed />
            {error}
            <details class="search-help">
                <summary>{lang.search_fields()}</summary>
                <dl>{help}</dl>
            </details>
        </form>
    }
    .into_any()
}

/// A small box for pages that are no lists of notes, which have the large one; where there is no room, a link that
/// brings the large one to light.
#[component]
pub fn HeaderSearch(
    /// Whether the page is a list of notes.
    is_list: bool,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let small = (!is_list).then(|| {
        view! {
            <form class="search search-small" role="search" method="get" action="/" autocomplete="off" aria-label=lang.search_notes() data-search>
                <SearchField text=String::new() failed=false />
            </form>
        }
    });
    view! {
        {small}
        <a class="search-link" href=if is_list { "#q" } else { "/#q" } title=lang.search()>
            <Picture icon=Icon::Glass />
            <span class="visually-hidden">{lang.search()}</span>
        </a>
    }
    .into_any()
}

/// A form that narrows a list of KEPs by words.
#[component]
pub fn KepSearch(filter: KepFilter) -> impl IntoView {
    let lang = Reader::current().lang;
    let text = filter.search_text();
    let hidden: Vec<_> = filter
        .at_page(0)
        .pairs()
        .into_iter()
        .filter(|(key, _)| *key != KepKey::Q)
        .map(|(key, value)| view! { <input type="hidden" name=key.as_str() value=value /> }.into_any())
        .collect();
    view! {
        <form class="search" role="search" method="get" action="/keps" autocomplete="off" aria-label=lang.search_keps()>
            {hidden}
            <div class="search-row">
                <label class="search-field">
                    <Picture icon=Icon::Glass />
                    <span class="visually-hidden">{lang.search_keps()}</span>
                    <input
                        type="search"
                        name="q"
                        value=text
                        placeholder=lang.kep_search_example()
                        maxlength=MAX_CHARS
                        enterkeyhint="search"
                        autocapitalize="none"
                        spellcheck="false"
                    />
                </label>
                <button type="submit" class="search-go">
                    {lang.search()}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// The rest of the filter goes along; the page does not.
#[component]
fn HiddenFields(filter: Filter) -> impl IntoView {
    filter
        .without_cursor()
        .pairs()
        .into_iter()
        .filter(|(key, _)| *key != FilterKey::Q)
        .map(|(key, value)| view! { <input type="hidden" name=key.as_str() value=value /> })
        .collect_view()
}

#[component]
fn SearchField(text: String, failed: bool) -> impl IntoView {
    let lang = Reader::current().lang;
    view! {
        <div class="search-row">
            <label class="search-field">
                <Picture icon=Icon::Glass />
                <span class="visually-hidden">{lang.search_notes()}</span>
                <input
                    type="search"
                    id="q"
                    name="q"
                    value=text
                    placeholder=lang.search_example()
                    maxlength=MAX_CHARS
                    enterkeyhint="search"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=failed.then_some("true")
                    aria-describedby=failed.then_some("search-error")
                />
            </label>
            <button type="submit" class="search-go">
                {lang.search()}
            </button>
            <ul
                class="suggestions"
                id="suggestions"
                role="listbox"
                aria-label=lang.suggestions()
                data-one=lang.one_suggestion()
                data-some=lang.some_suggestions()
                hidden
            ></ul>
        </div>
    }
}

/// The text around the first hit of a note, where one would have to read far to come upon it.
#[component]
pub fn DeepHit(
    text: String,
    terms: Vec<Term>,
    /// The note's permalink.
    path: String,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let found = snippet(&text, &terms).filter(|found| found.depth >= DEEP);
    found
        .map(|found| {
            let pieces: Vec<_> = found
                .pieces
                .into_iter()
                .map(|(piece, is_hit)| match is_hit {
                    true => view! { <mark>{piece}</mark> }.into_any(),
                    false => piece.into_any(),
                })
                .collect();
            view! {
                <p class="deep-hit">
                    <span class="visually-hidden">{lang.deep_hit()} " "</span>
                    <a href=path>{found.cut_before.then_some("… ")} {pieces} {found.cut_after.then_some(" …")}</a>
                </p>
            }
        })
        .into_any()
}
