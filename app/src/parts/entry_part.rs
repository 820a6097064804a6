//! Which notes of a long entry a page shows, with links to those before and after them.

use domain::address::Page;
use domain::id::{EntryId, NoteId};
use domain::list::entry_part::EntryPart;
use domain::list::timeline::Entry;
use leptos::prelude::*;

use crate::request::{Reader, from_same_day};

/// Where a part of an entry begins and ends.
#[derive(Clone, Debug)]
pub struct PartBounds {
    entry: EntryId,
    /// The notes before it, counted.
    before: u32,
    /// The first of its notes, with how many there are, and the last.
    first: NoteId,
    count: u32,
    last: NoteId,
    /// The notes after it, counted.
    after: u32,
}

impl PartBounds {
    /// The bounds of the notes of `entry` that are here; `None` where these are all.
    pub fn new(entry: &Entry, before: u32, after: u32) -> Option<Self> {
        let (first, last) = (entry.notes.first()?, entry.notes.last()?);
        (before + after > 0).then(|| Self {
            entry: entry.id.clone(),
            before,
            first: first.id.clone(),
            count: u32::try_from(entry.notes.len()).unwrap_or(u32::MAX),
            last: last.id.clone(),
            after,
        })
    }
}

/// Which notes these are, and links to the others.
#[component]
pub fn PartPager(bounds: PartBounds) -> impl IntoView {
    let lang = Reader::current().lang;
    let PartBounds { entry, before, first, count, last, after } = bounds;
    let link = |part: EntryPart, rel: &'static str, label: &'static str, notes: u32| {
        let href = from_same_day(Page::EntryPart(entry.clone(), part));
        view! {
            <a rel=rel class=rel href=href>
                <span class="pager-words">{label}</span>
                <span class="pager-day">{notes.to_string()}</span>
            </a>
        }
    };
    let previous =
        (before > 0).then(|| link(EntryPart::Before(first), "prev", lang.notes_before_these(), before));
    let next = (after > 0).then(|| link(EntryPart::After(last), "next", lang.notes_after_these(), after));
    view! {
        <nav class="pager entry-part" aria-label=lang.notes_of_entry()>
            {previous}
            <span class="pager-place">{lang.part_of_entry(before + 1, before + count, before + count + after)}</span>
            {next}
        </nav>
    }
    .into_any()
}
