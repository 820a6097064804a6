//! `/bulk`: a tag for all notes of a list, first to be looked at, then to be confirmed.

use domain::address::Page;
use domain::decision::Ruling;
use domain::list::filter::Filter;
use domain::tag::Tag;
use leptos::prelude::*;

use crate::api;
use crate::error::AppError;
use crate::parts::head::Head;
use crate::parts::loaded::loaded;
use crate::parts::tag_all::whole_list;
use crate::request::{PageRequest, Reader};
use crate::text::names::tag_label;

/// The request: the list, the tag, the ruling on it.
#[derive(Clone, Debug)]
struct Bulk {
    filter: Filter,
    tag: Tag,
    ruling: Ruling,
}

impl Bulk {
    fn read(request: &PageRequest) -> Result<Self, AppError> {
        let wrong = |error: &dyn std::fmt::Display| AppError::BadRequest(error.to_string());
        let lang = Reader::current().lang;
        let value = |key: &str| request.value(key).unwrap_or_default().trim();
        if value("tag").is_empty() || value("ruling").is_empty() {
            return Err(AppError::BadRequest(lang.bulk_incomplete().to_owned()));
        }
        let filter = value("filter").parse();
        let filter: Filter = filter.map_err(|error| AppError::BadRequest(lang.filter_error(&error)))?;
        Ok(Self {
            filter: whole_list(&filter),
            tag: value("tag").parse().map_err(|error| wrong(&error))?,
            ruling: value("ruling").parse().map_err(|error| wrong(&error))?,
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
    let Bulk { filter, tag, ruling } = bulk;
    let label = tag_label(&tag);
    let title = lang.bulk_title(ruling, &label, notes);
    let list = lang.list_title(&filter).unwrap_or_else(|| lang.timeline().to_owned());
    let form = (notes > 0).then(|| {
        view! {
            <form class="confirm" method="post" action="/fn/decide-on-list">
                <input type="hidden" name="filter" value=filter.query() />
                <input type="hidden" name="tag" value=tag.value() />
                <input type="hidden" name="ruling" value=ruling.as_str() />
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
