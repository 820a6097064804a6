//! `/e/{entry}/history`: what the notes of an entry said before.

use domain::address::Page;
use domain::id::EntryId;
use domain::pages::{HistoryPage, NoteHistory, Step};
use leptos::prelude::*;

use super::entry::{UnknownEntry, param};
use crate::api;
use crate::parts::diff::Diff;
use crate::parts::entry::Crumbs;
use crate::parts::head::Head;
use crate::parts::loaded::loaded_or_not_found;
use crate::parts::revisions::EditLink;
use crate::request::{Reader, viewer};
use crate::text::Lang;
use crate::text::excerpt::first_sentence;

/// The history of the entry that the path names.
#[component]
pub fn Page() -> impl IntoView {
    let id = param("entry").and_then(|id| id.parse::<EntryId>().ok());
    let Some(id) = id else { return view! { <UnknownEntry /> }.into_any() };
    let content = async move {
        let page = api::entry_history(id).await?;
        Ok(view! { <History page /> })
    };
    loaded_or_not_found(content, || view! { <UnknownEntry /> }).into_any()
}

#[component]
fn History(page: HistoryPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let allows_words = page.allows_words(viewer());
    let HistoryPage { entry, notes, unchanged, is_cut } = page;
    let title = lang.history_title(&lang.entry_title(&entry));
    let summary =
        if notes.is_empty() { lang.nothing_changed().to_owned() } else { lang.unchanged_notes(unchanged) };
    let withheld = (!allows_words && !notes.is_empty())
        .then(|| view! { <p class="review-hint">{lang.words_withheld()}</p> });
    let cut = is_cut.then(|| view! { <p class="review-hint">{lang.older_changes()}</p> });
    let (id, is_written) = (entry.id.clone(), entry.notebook.is_written);
    let sections: Vec<_> =
        notes.into_iter().map(|note| view! { <NoteSection entry=id.clone() is_written note /> }).collect();
    view! {
        <Head
            title=Some(format!("{title} — {}", entry.notebook.title))
            description=lang.history_description()
            canonical=Page::History(entry.id.clone())
            indexed=false
        />
        <main id="main" class="page" tabindex="-1">
            <Crumbs date=entry.date />
            <h1>{title}</h1>
            <p>{summary}</p>
            {withheld}
            {sections}
            {cut}
            <p>
                <a href=Page::Entry(entry.id).href()>{lang.to_entry()}</a>
            </p>
        </main>
    }
    .into_any()
}

/// A note with what happened to it.
#[component]
fn NoteSection(
    entry: EntryId,
    /// Whether its notebook is written here.
    is_written: bool,
    note: NoteHistory,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let NoteHistory { id, markdown, vanished_at, added_at, steps } = note;
    let heading = Some(first_sentence(&markdown)).filter(|sentence| !sentence.is_empty());
    let heading = heading.unwrap_or_else(|| lang.note_of_id(&id));
    let heading_lang = Lang::detect(&heading).as_str();
    let gone = if is_written { lang.withdrawn_here() } else { lang.has_left_source() };
    let gone = vanished_at.map(|_| view! { " " <span class="quiet">{gone}</span> });
    let edit = is_written.then(|| view! { <EditLink note=id.clone() is_withdrawn=vanished_at.is_some() /> });
    let last_words = (vanished_at.is_some() && !markdown.is_empty()).then(|| {
        view! { <LastWords markdown=markdown.clone() /> }
    });
    let steps: Vec<_> = steps.into_iter().map(|step| view! { <StepItem step /> }).collect();
    let added = added_at.map(|at| {
        view! { <li><p class="step">{lang.first_seen()} " " <time datetime=at.to_string()>{lang.instant(at)}</time></p></li> }
    });
    let element = format!("n-{id}");
    view! {
        <section class="note-history" id=element>
            <h2>
                <a href=Page::Note(entry, id).href() lang=heading_lang>{heading}</a>
                {gone}
            </h2>
            {last_words}
            <ol>{steps} {added}</ol>
            {edit}
        </section>
    }
    .into_any()
}

/// What a note said when it left its source.
#[component]
pub(super) fn LastWords(markdown: String) -> impl IntoView {
    let lang = Reader::current().lang;
    let text_lang = Lang::detect(&markdown).as_str();
    view! {
        <p class="quiet">{lang.last_words()}</p>
        <div class="diff" dir="auto" lang=text_lang>{markdown}</div>
    }
    .into_any()
}

/// Something that happened to a note: when, what, by which files.
#[component]
fn StepItem(step: Step) -> impl IntoView {
    let lang = Reader::current().lang;
    let what = lang.history_step(&step);
    let source = step.source.as_deref().map(|files| format!(" · {}", lang.from_files(files)));
    let written = step.is_written.then(|| format!(" · {}", lang.written_here(step.written_by.as_deref())));
    let diff = step.kind.diff().to_vec();
    let diff = (!diff.is_empty()).then(|| view! { <Diff parts=diff /> });
    view! {
        <li>
            <p class="step">
                <time datetime=step.at.to_string()>{lang.instant(step.at)}</time>
                " · "
                {what}
                {source}
                {written}
            </p>
            {diff}
        </li>
    }
    .into_any()
}
