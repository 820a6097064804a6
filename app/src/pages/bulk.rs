//! `/bulk`: a tag for all notes of a list, first to be looked at, then to be confirmed.

use domain::address::Page;
use domain::decision::Verdict;
use domain::list::filter::Filter;
use domain::tag::Tag;
use leptos::prelude::*;

use crate::api;
use crate::error::AppError;
use crate::parts::head::Head;
use crate::parts::loaded::loaded;
use crate::request::{PageRequest, Reader, SignedIn};
use crate::text::names::tag_label;

/// The way to it from a filtered list; nothing for readers.
#[component]
pub fn TagAll(
    filter: Filter,
    /// How many notes the list has, on all of its pages.
    notes: u32,
) -> impl IntoView {
    let lang = Reader::current().lang;
    (SignedIn::current().is_some() && notes > 0 && !filter.is_unfiltered())
        .then(|| {
            view! {
                <details class="tag-all">
                    <summary>{lang.tag_all(notes)}</summary>
                    <form method="get" action=Page::Bulk.href()>
                        <input type="hidden" name="filter" value=whole_list(&filter).query() />
                        <input
                            name="tag"
                            list="known-tags"
                            required
                            maxlength="64"
                            autocomplete="off"
                            aria-label=lang.tag_field()
                            placeholder=lang.tag_field()
                        />
                        <button type="submit" name="verdict" value=Verdict::Applied.as_str()>
                            {lang.apply_to_all()}
                        </button>
                        <button type="submit" name="verdict" value=Verdict::Rejected.as_str()>
                            {lang.remove_from_all()}
                        </button>
                    </form>
                </details>
            }
        })
        .into_any()
}

fn whole_list(filter: &Filter) -> Filter {
    filter.without_cursor().with_order(Default::default())
}

/// The request: the list, the tag, the verdict on it.
#[derive(Clone, Debug)]
struct Bulk {
    filter: Filter,
    tag: Tag,
    verdict: Verdict,
}

impl Bulk {
    fn read(request: &PageRequest) -> Result<Self, AppError> {
        let wrong = |error: &dyn std::fmt::Display| AppError::BadRequest(error.to_string());
        let lang = Reader::current().lang;
        let value = |key: &str| request.value(key).unwrap_or_default().trim();
        if value("tag").is_empty() || value("verdict").is_empty() {
            return Err(AppError::BadRequest(lang.bulk_incomplete().to_owned()));
        }
        let filter = value("filter").parse();
        let filter: Filter = filter.map_err(|error| AppError::BadRequest(lang.filter_error(&error)))?;
        Ok(Self {
            filter: whole_list(&filter),
            tag: value("tag").parse().map_err(|error| wrong(&error))?,
            verdict: value("verdict").parse().map_err(|error| wrong(&error))?,
        })
    }
}

/// How many notes it is about and what will happen; nothing happens yet.
#[component]
pub fn Page() -> impl IntoView {
    loaded(async move {
        api::curator()?;
        let bulk = Bulk::read(&PageRequest::current())?;
        let notes = api::count_list(bulk.filter.clone()).await?;
        Ok(view! { <Confirm bulk notes /> })
    })
}

#[component]
fn Confirm(bulk: Bulk, notes: u32) -> impl IntoView {
    let lang = Reader::current().lang;
    let Bulk { filter, tag, verdict } = bulk;
    let label = tag_label(&tag);
    let title = lang.bulk_title(verdict, &label, notes);
    let list = lang.list_title(&filter).unwrap_or_else(|| lang.timeline().to_owned());
    let form = (notes > 0).then(|| {
        view! {
            <form class="confirm" method="post" action="/fn/decide-on-list">
                <input type="hidden" name="filter" value=filter.query() />
                <input type="hidden" name="tag" value=tag.value() />
                <input type="hidden" name="verdict" value=verdict.as_str() />
                <input type="hidden" name="expected" value=notes.to_string() />
                <button type="submit" class="apply-all">{lang.confirm()}</button>
            </form>
        }
    });
    view! {
        <Head title=Some(title.clone()) description=lang.bulk_hint() canonical=Page::Bulk indexed=false />
        <main id="main" class="page bulk" tabindex="-1">
            <h1>{title}</h1>
            <p>
                {lang.list_of_notes()}
                " "
                <a href=filter.href()>{list}</a>
            </p>
            <p>{lang.bulk_hint()}</p>
            {form}
            <p>
                <a href=filter.href()>{lang.cancel()}</a>
            </p>
        </main>
    }
    .into_any()
}
