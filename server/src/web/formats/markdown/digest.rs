//! Digests as Markdown: complete in themselves, for a mail or a chat, where all links lead to this site.

use std::fmt::Write;

use app::html::cited_links::cited_links;
use app::html::escape;
use app::text::excerpt::first_sentence;
use app::text::verdict::sign;
use domain::Date;
use domain::address::Page;
use domain::digest::{Digest, DigestKind, DigestMove, DigestPeriod, MoveGroups, SigMoves, UpcomingRelease};
use domain::id::{EntryId, NoteId};
use domain::list::filter::{Filter, Order};
use domain::list::timeline::{Entry, Note};
use domain::outcome::moves::MoveSubject;
use domain::pages::ReleaseExpectation;
use domain::version::Version;
use store::Store;

use super::head::head;
use super::notes::push_sources;
use crate::web::formats::context::RenderContext;
use crate::web::formats::format_request::FormatRequest;
use crate::web::formats::refusal::Refusal;

/// How many citations of a note are named.
const CITED: usize = 4;

/// The digest of the last period of a kind that is over.
pub async fn latest(
    store: &Store,
    kind: DigestKind,
    request: &FormatRequest,
    context: &RenderContext,
) -> Result<String, Refusal> {
    let index = store.digest_index(context.today).await?;
    let line = index.finished(kind).next().ok_or(Refusal::NotFound)?;
    render(store, line.period, request, context).await
}

/// The digest of a period, with its head.
pub async fn render(
    store: &Store,
    period: DigestPeriod,
    request: &FormatRequest,
    context: &RenderContext,
) -> Result<String, Refusal> {
    let digest = load(store, period, context).await?;
    let lang = context.lang;
    let size = lang.digest_size(digest.notes, digest.entries_count, digest.moves.count);
    let running = digest.is_running.then(|| lang.digest_running().to_owned());
    let facts = [Some(lang.days(digest.days)), running, Some(size).filter(|size| !size.is_empty())];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let request = FormatRequest { list: Page::Digest(period), ..request.clone() };
    let title = lang.digest_title(period);
    Ok(head(&title, &request, context, &facts) + &body(&digest, context))
}

/// The digest of a period, where there is one.
pub async fn load(store: &Store, period: DigestPeriod, context: &RenderContext) -> Result<Digest, Refusal> {
    let digest = store.digest(period, context.today).await?;
    digest.map_err(|why| Refusal::NoSuch(context.lang.why_no_digest(why)))
}

/// What follows the head.
pub fn body(digest: &Digest, context: &RenderContext) -> String {
    let lang = context.lang;
    let mut out = String::new();
    if !digest.marks.is_empty() {
        let marks = lang.sentences(digest.marks.iter().map(|mark| lang.dated_mark(mark)));
        let _ = writeln!(out, "\n{} {marks}", lang.in_these_days());
    }
    if digest.is_empty() {
        let _ = writeln!(out, "\n{}", lang.digest_empty());
    } else {
        push_notes(&mut out, digest, context);
        push_moves(&mut out, &digest.moves, context);
    }
    if let DigestPeriod::Cycle(version) = digest.period {
        push_expectations(&mut out, version, &digest.expectations, context);
    }
    match &digest.upcoming {
        Some(upcoming) => push_upcoming(&mut out, upcoming, context),
        None => {
            let _ = writeln!(out, "\n{}", lang.no_later_release(digest.days.last));
        }
    }
    if digest.is_empty() {
        let neighbours = [(lang.earlier_digest(), digest.previous), (lang.later_digest(), digest.next)];
        for (label, period) in neighbours {
            if let Some(period) = period {
                let _ = writeln!(out, "\n{label}: <{}{}>", context.site, Page::Digest(period));
            }
        }
    }
    push_sources(&mut out, digest.entries.iter().map(|entry| &entry.notebook), context);
    out
}

fn push_notes(out: &mut String, digest: &Digest, context: &RenderContext) {
    let lang = context.lang;
    let _ = writeln!(out, "\n## {}\n", lang.digest_notes());
    for entry in &digest.entries {
        push_entry(out, entry, context);
    }
    if digest.notes == 0 {
        let _ = writeln!(out, "{}", lang.digest_no_notes());
    }
    let left_out = digest.notes_left_out();
    if left_out > 0 {
        let all = Filter { order: Order::default(), ..digest.period.filter(digest.days) }.href();
        let _ = writeln!(out, "- {}: <{}{all}>", lang.more_of_them(left_out), context.site);
    }
}

/// The notes of an entry: of those whose words are withheld, what they cite.
fn push_entry(out: &mut String, entry: &Entry, context: &RenderContext) {
    let lang = context.lang;
    let title = escape::markdown(&lang.entry_title(entry));
    let count = lang.note_count(entry.notes.len() as u32);
    let _ = writeln!(out, "- **[{title}]({}{})** · {count}", context.site, Page::Entry(entry.id.clone()));
    let has_text = entry.notebook.rights.allow_text(context.viewer);
    for note in &entry.notes {
        let cited = citations(note, context);
        let href = note_href(&entry.id, &note.id, context);
        if has_text {
            let sentence = first_sentence(&note.text);
            let label = if sentence.is_empty() { lang.a_note() } else { &sentence };
            let cited = if cited.is_empty() { cited } else { format!(" — {cited}") };
            let _ = writeln!(out, "  - [{}]({href}){cited}", escape::markdown(label));
        } else if !cited.is_empty() {
            let _ = writeln!(out, "  - {cited} — [{}]({href})", lang.a_note());
        }
    }
}

/// `[KEP-753](…): alpha 1.28 → stable 1.33; [kubernetes/kubernetes#1](…)`
fn citations(note: &Note, context: &RenderContext) -> String {
    let cited = cited_links(&note.references, context.lang);
    let more = cited.len().saturating_sub(CITED);
    let links = cited.into_iter().take(CITED).map(|cited| {
        let href =
            if cited.href.starts_with('/') { format!("{}{}", context.site, cited.href) } else { cited.href };
        let state = cited.state.map(|state| format!(": {}", escape::markdown(&state))).unwrap_or_default();
        format!("[{}](<{}>){state}", escape::markdown(&cited.name), href.replace(['<', '>', '\n'], ""))
    });
    let more = (more > 0).then(|| format!("+{more}"));
    links.chain(more).collect::<Vec<_>>().join("; ")
}

fn push_moves(out: &mut String, moves: &MoveGroups, context: &RenderContext) {
    let lang = context.lang;
    let _ = writeln!(out, "\n## {}", lang.digest_moves());
    if moves.count == 0 {
        let has_facts = context.as_of.keps.is_some();
        let none = if has_facts { lang.digest_no_moves() } else { lang.digest_no_facts() };
        let _ = writeln!(out, "\n{none}");
    }
    for (group, sigs) in &moves.groups {
        let _ = writeln!(out, "\n### {}", lang.move_group(*group));
        for SigMoves { sig, moves } in sigs {
            match sig {
                Some(sig) => {
                    let _ = writeln!(out, "\n**{}**\n", escape::markdown(&sig.label()));
                }
                // Where nothing has a group, no line says so.
                None if sigs.len() == 1 => out.push('\n'),
                None => {
                    let _ = writeln!(out, "\n**{}**\n", lang.without_sig());
                }
            }
            for moved in moves {
                push_move(out, moved, context);
            }
        }
    }
    if moves.left_out > 0 {
        let all = Filter { changed: true, order: Order::Moved, ..Filter::default() }.href();
        let _ = writeln!(out, "\n{}: <{}{all}>", lang.more_of_them(moves.left_out), context.site);
    }
}

/// `- 2023-08-15 [KEP-753](…) Sidecars: alpha 1.28 → beta 1.29 — noted [2023-10-11](…), +2`
fn push_move(out: &mut String, moved: &DigestMove, context: &RenderContext) {
    let (lang, site) = (context.lang, &context.site);
    let page = match &moved.subject {
        MoveSubject::Kep(number) => Page::kep(*number),
        MoveSubject::Item(key) => Page::Item(key.clone()),
    };
    let name = escape::markdown(&lang.subject_name(&moved.subject));
    let change = escape::markdown(&lang.digest_change(moved));
    let notes = moved.citing.iter().map(|note| note_link(&note.entry, &note.note, note.day, context));
    let more = Some(moved.more_notes()).filter(|more| *more > 0).map(|more| format!("+{more}"));
    let notes = notes.chain(more).collect::<Vec<_>>().join(", ");
    let noted = if notes.is_empty() { notes } else { format!(" — {} {notes}", lang.noted_in()) };
    let _ = writeln!(
        out,
        "- {} [{name}]({site}{page}){}: {change}{noted}",
        moved.day,
        title(moved.title.as_deref())
    );
}

/// What a KEP was expected to reach in the release of a cycle, and whether it did.
fn push_expectations(
    out: &mut String,
    version: Version,
    expectations: &[ReleaseExpectation],
    context: &RenderContext,
) {
    let (lang, site) = (context.lang, &context.site);
    if expectations.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## {}\n", lang.expected_of_it());
    let counts = lang.expectation_counts(&ReleaseExpectation::count(expectations));
    let _ = writeln!(out, "{counts} · <{site}{}>\n", Page::Version(version));
    for expected in expectations {
        let came_in = expected.came_in.map(|release| match expected.released {
            Some(day) => format!(" ({release}, {day})"),
            None => format!(" ({release})"),
        });
        let verdict = format!("{} {}", sign(expected.verdict), lang.verdict(expected.verdict));
        let notes = expected.notes.iter().map(|note| note_link(&note.entry, &note.note, note.day, context));
        let notes = notes.collect::<Vec<_>>().join(", ");
        let _ = writeln!(
            out,
            "- [KEP-{}]({site}{}){}: {} {verdict}{} — {} {notes}",
            expected.kep,
            Page::kep(expected.kep),
            title(expected.title.as_deref()),
            expected.stage,
            came_in.unwrap_or_default(),
            lang.noted_in()
        );
    }
}

fn push_upcoming(out: &mut String, upcoming: &UpcomingRelease, context: &RenderContext) {
    let (lang, site) = (context.lang, &context.site);
    let version = upcoming.release.version;
    let page = Page::Version(version);
    let _ = writeln!(out, "\n## [{}]({site}{page})\n", lang.upcoming_release(version));
    for step in upcoming.steps() {
        let day = match step.day {
            Some((day, later)) => format!("{day} ({})", lang.days_later(later)),
            None => lang.not_known().to_owned(),
        };
        let _ = writeln!(out, "- {}: {day}", lang.release_event(step.event));
    }
    if upcoming.plans.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n### {}\n\n{}\n", lang.plans_for_it(), lang.plans_as_of(upcoming.after));
    for plan in &upcoming.plans {
        let _ = writeln!(
            out,
            "- [KEP-{}]({site}{}){}: {} — {}",
            plan.kep,
            Page::kep(plan.kep),
            title(plan.title.as_deref()),
            plan.stage,
            lang.plan_fate(plan.fate)
        );
    }
    if upcoming.plans_left_out > 0 {
        let _ = writeln!(out, "- {}: <{site}{page}>", lang.more_of_them(upcoming.plans_left_out));
    }
}

/// A title after a name, with a space before it.
fn title(title: Option<&str>) -> String {
    title.map(|title| format!(" {}", escape::markdown(title))).unwrap_or_default()
}

fn note_link(entry: &EntryId, note: &NoteId, day: Option<Date>, context: &RenderContext) -> String {
    let label = day.map_or_else(|| context.lang.undated().to_owned(), |day| day.to_string());
    format!("[{label}]({})", note_href(entry, note, context))
}

fn note_href(entry: &EntryId, note: &NoteId, context: &RenderContext) -> String {
    format!("{}{}", context.site, Page::Note(entry.clone(), note.clone()))
}
