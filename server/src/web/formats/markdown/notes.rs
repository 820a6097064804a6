//! Notes as Markdown.
//!
//! They stand as their authors wrote them; below each stands what it cites, with public addresses and
//! what became of it, so that nothing depends on this site. Author, origin and rights of each notebook follow at the end.

use std::fmt::Write;

use app::html::escape;
use app::html::link::public_address;
use app::text::Lang;
use domain::address::{Format, Page, join};
use domain::list::entry_part::EntryPart;
use domain::list::filter::{Cursor, Filter};
use domain::list::timeline::Reference;
use domain::notebook::{Notebook, Rights};
use ingest::source::push_item;
use store::{ExportedEntry, ExportedNote, Selection, Store};

use super::head::head;
use crate::web::formats::context::RenderContext;
use crate::web::formats::format_request::FormatRequest;
use crate::web::formats::list_title::list_title;
use crate::web::formats::refusal::Refusal;
use crate::web::searchable::searchable;

/// How many entries a document holds.
const ENTRIES: u16 = 200;

/// The notes of a timeline.
pub async fn timeline(
    store: &Store,
    request: &FormatRequest,
    context: &RenderContext,
) -> Result<String, Refusal> {
    let lang = context.lang;
    let mut request = request.clone();
    let title = list_title(store, &mut request, lang).await?;
    let selection = match searchable(store, &request.filter, context.viewer).await? {
        Some(filter) => store.selection(&filter, ENTRIES).await?,
        None => Selection::default(),
    };
    if selection.unknown_notebook.is_some() {
        return Err(Refusal::NotFound);
    }
    let count = lang.list_size(selection.notes, selection.matching_entries);
    let mut out = head(&title, &request, context, &count);
    for entry in &selection.entries {
        push_entry(&mut out, entry, context);
    }
    if let Some(last) = selection.entries.last().filter(|_| selection.has_next) {
        let place = last.entry.place(request.filter.order);
        let next = Page::from(request.filter.at(Cursor::After(place)));
        let path = join(&next.path_as(request.format), &request.feed_query.query(&next.query()));
        let shown = u32::try_from(selection.entries.len()).unwrap_or(u32::MAX);
        let left_out = lang.left_out(shown, selection.matching_entries);
        let _ = writeln!(out, "\n{left_out} <{}{path}>", context.site);
    }
    push_sources(&mut out, selection.entries.iter().map(|entry| &entry.entry.notebook), context);
    Ok(out)
}

/// An entry, or one note of it.
pub fn entry(entry: ExportedEntry, request: &FormatRequest, context: &RenderContext) -> String {
    let title = context.lang.entry_title(&entry.entry);
    let mut out = head(&title, request, context, &entry.entry.notebook.title);
    out.push('\n');
    push_notes(&mut out, &entry, context);
    push_rest(&mut out, &entry, context);
    push_sources(&mut out, std::iter::once(&entry.entry.notebook), context);
    out
}

fn push_entry(out: &mut String, entry: &ExportedEntry, context: &RenderContext) {
    let day = escape::markdown(&context.lang.entry_title(&entry.entry));
    let _ = writeln!(out, "\n## [{day}]({}{})\n", context.site, Page::Entry(entry.entry.id.clone()));
    push_notes(out, entry, context);
    push_rest(out, entry, context);
}

/// Where an entry goes on of which there is only a part.
fn push_rest(out: &mut String, entry: &ExportedEntry, context: &RenderContext) {
    let Some(last) = entry.notes.last().filter(|_| entry.is_cut) else { return };
    let rest = Page::EntryPart(entry.entry.id.clone(), EntryPart::After(last.note.id.clone()));
    let path = join(&rest.path_as(Format::Markdown), &rest.query());
    let _ = writeln!(out, "\n{}: <{}{path}>", context.lang.folded(entry.entry.folded), context.site);
}

fn push_notes(out: &mut String, entry: &ExportedEntry, context: &RenderContext) {
    if let Some(author) = &entry.entry.posting.author {
        let _ = writeln!(out, "{} {}\n", context.lang.by(), escape::markdown(author));
    }
    if entry.entry.body_lost {
        let _ = writeln!(out, "{}", context.lang.body_lost());
    }
    let text_allowed = entry.entry.notebook.rights.allow_text(context.viewer);
    for note in &entry.notes {
        if text_allowed {
            push_note(out, note, context.lang);
        } else {
            let names = names(note);
            let label = if names.is_empty() { context.lang.a_note().to_owned() } else { names };
            let page = Page::Note(entry.entry.id.clone(), note.note.id.clone());
            let _ = writeln!(out, "- [{}]({}{page})", escape::markdown(&label), context.site);
        }
    }
}

fn push_note(out: &mut String, note: &ExportedNote, lang: Lang) {
    let width = push_item(out, &note.markdown);
    let lines: Vec<String> = cited(note).into_iter().map(|reference| citation(reference, lang)).collect();
    // After a paragraph of several lines, the next line would be part of it; after an item of a list it is an item.
    let last = note.markdown.lines().next_back().unwrap_or_default().trim_start();
    let is_item = ["- ", "* ", "+ "].iter().any(|bullet| last.starts_with(bullet));
    if note.markdown.contains('\n') && !is_item && !lines.is_empty() {
        out.push('\n');
    }
    for line in lines {
        let _ = writeln!(out, "{:width$}- {line}", "");
    }
}

/// `↳ [KEP-753](<https://kep.k8s.io/753>): alpha 1.28 → stable 1.33; as planned, beta 1.29`: the arrow sets it apart from the author's text.
fn citation(reference: &Reference, lang: Lang) -> String {
    let href = public_address(reference).replace(['<', '>', '\n'], "");
    let link = format!("↳ [{}](<{href}>)", escape::markdown(&reference.target.name()));
    match reference.outcome.as_ref().and_then(|outcome| lang.outcome_with_verdict(outcome)) {
        Some(state) => format!("{link}: {}", escape::markdown(&state)),
        None => link,
    }
}

/// What a note cites, each once; a plain address stands in its text.
fn cited(note: &ExportedNote) -> Vec<&Reference> {
    let mut cited: Vec<&Reference> = Vec::new();
    for reference in note.note.references.iter().filter(|it| !it.none && it.target.kind() != "url") {
        if cited.iter().all(|other| other.target != reference.target) {
            cited.push(reference);
        }
    }
    cited
}

fn names(note: &ExportedNote) -> String {
    cited(note).iter().map(|reference| reference.target.name()).collect::<Vec<_>>().join(", ")
}

/// Whose notes these are, where they come from, and what may be done with them.
pub(super) fn push_sources<'a>(
    out: &mut String,
    notebooks: impl Iterator<Item = &'a Notebook>,
    context: &RenderContext,
) {
    let lang = context.lang;
    let mut seen: Vec<&Notebook> = Vec::new();
    for notebook in notebooks {
        if seen.iter().all(|other| other.slug != notebook.slug) {
            seen.push(notebook);
        }
    }
    if seen.is_empty() {
        return;
    }
    out.push_str("\n---\n");
    for notebook in seen {
        let list = Filter::default().toggle_notebook(&notebook.slug).href();
        let author = notebook
            .author
            .as_ref()
            .map(|author| format!(" {} {}", lang.by(), escape::markdown(author)))
            .unwrap_or_default();
        let rights = match &notebook.rights {
            Rights::Own => lang.rights_own().to_owned(),
            Rights::Licensed(licence) => format!("{} {}", lang.rights_licensed(), escape::markdown(licence)),
            Rights::Unstated if notebook.rights.allow_text(context.viewer) => {
                lang.rights_unstated().to_owned()
            }
            Rights::Unstated => lang.text_withheld().to_owned(),
        };
        let origin = notebook.origin.as_ref().filter(|origin| domain::cite::reference::is_web(origin));
        let origin = origin.map(|origin| format!(" · <{origin}>")).unwrap_or_default();
        let title = escape::markdown(&notebook.title);
        let _ = writeln!(out, "\n[{title}]({}{list}){author} · {rights}{origin}", context.site);
    }
}
