//! An entry with its notes, and the parts around it on its own page.

use domain::Date;
use domain::address::Page;
use domain::decision::Ruling;
use domain::id::{EntryId, NoteId};
use domain::list::filter::{Filter, Period, VersionRange};
use domain::list::search::{Term, hits_in_html};
use domain::list::timeline::{Entry, Neighbour, Note};
use domain::notebook::posting::Posting;
use domain::notebook::{Notebook, Rights};
use domain::outcome::Outcome;
use domain::pages::ImportedRevision;
use domain::tag::{NoteTag, Tag};
use leptos::prelude::*;

use crate::html::chip::{Weaving, weave};
use crate::parts::copy_button::CopyButton;
use crate::parts::curate::{Curate, CurateEntry, Decide};
use crate::parts::follow_ups::{FollowUps, Follows};
use crate::parts::noted_gates::NotedGates;
use crate::parts::search::DeepHit;
use crate::request::{Reader, Site, from_same_day, looked_at_from};
use crate::text::Lang;
use crate::text::names::tag_label;

/// An entry with the notes that it holds here; what is folded is a link to the whole.
#[component]
pub fn EntryArticle(
    entry: Entry,
    /// The level of its heading: 1 on a page of its own, 2 in a list, 3 in a section of a page.
    level: u8,
    /// Whether to show its notebook: where entries of several notebooks stand together.
    named: bool,
    /// The terms of the search, to be marked.
    #[prop(optional)]
    terms: Vec<Term>,
    /// Whether long notes show their first lines alone, until one wants all.
    #[prop(optional)]
    long_folded: bool,
    /// The KEP on whose own page it stands.
    #[prop(optional_no_strip)]
    page_kep: Option<u32>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let latest_move = LatestMove::find(&entry, lang);
    let Entry { id, notebook, date, not_before, not_after, posting, body_lost, notes, folded, .. } = entry;
    let is_written = notebook.is_written;
    let path = from_same_day(Page::Entry(id.clone()));
    let heading = match latest_move {
        Some(latest_move) => {
            view! { <MoveLink path=path.clone() latest_move date not_before not_after /> }.into_any()
        }
        None => view! { <DayLink path=path.clone() date not_before not_after /> }.into_any(),
    };
    let heading = match level {
        1 => view! { <h1 class="day">{heading}</h1> }.into_any(),
        3 => view! { <h3 class="day">{heading}</h3> }.into_any(),
        _ => view! { <h2 class="day">{heading}</h2> }.into_any(),
    };
    let lost = body_lost.then(|| view! { <p class="body-lost">{lang.body_lost()}</p> });
    let card = |note| {
        view! { <NoteCard entry=id.clone() is_written note terms=terms.clone() long_folded page_kep /> }
    };
    let notes: Vec<_> = notes.into_iter().map(card).collect();
    let element = format!("e-{id}");
    let folded = (folded > 0).then(|| {
        view! {
            <p class="folded">
                <a href=path>{lang.folded(folded)}</a>
            </p>
        }
    });
    let notebook = named.then(|| {
        let author = notebook.author.map(|author| format!(" {} {author}", lang.by()));
        view! {
            <p class="entry-notebook">
                <a href=from_same_day(Filter::default().toggle_notebook(&notebook.slug))>{notebook.title}</a>
                {author}
            </p>
        }
    });
    view! {
        <article class="entry" id=element>
            {heading}
            <div class="notes">{notebook} <PostingLine posting /> {lost} {notes} {folded} <CurateEntry entry=id /></div>
        </article>
    }
    .into_any()
}

/// Who posted an entry and when, where the source says so of it alone.
#[component]
pub fn PostingLine(posting: Posting) -> impl IntoView {
    let lang = Reader::current().lang;
    if posting.is_empty() {
        return ().into_any();
    }
    let Posting { author, time_zone, posted, edited, reply_to } = posting;
    let day = |label: &'static str, day: Option<Date>| {
        day.map(|day| {
            view! {
                <span>
                    {label} " " <time datetime=day.to_string()>{lang.short_day(day)}</time>
                </span>
            }
            .into_any()
        })
    };
    let reply_to = reply_to.and_then(|day| Some((day, Period::day(day)?))).map(|(day, period)| {
        view! {
            <span>
                {lang.reply_to()} " " <a href=from_same_day(Page::Archive(period))>{lang.short_day(day)}</a>
            </span>
        }
        .into_any()
    });
    let author = author.map(|author| view! { <span>{lang.by()} " " {author}</span> }.into_any());
    let time_zone = time_zone.map(|zone| view! { <span>{zone}</span> }.into_any());
    let pieces = [author, reply_to, day(lang.posted(), posted), day(lang.edited(), edited), time_zone];
    view! { <p class="entry-posting">{pieces.into_iter().flatten().collect_view()}</p> }.into_any()
}

/// The day of an entry as a link to its permalink; its pieces read as [`Lang::entry_title`].
#[component]
pub fn DayLink(
    path: String,
    date: Option<Date>,
    not_before: Option<Date>,
    not_after: Option<Date>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let content = match date {
        Some(date) => {
            let pieces = lang
                .day_pieces(date)
                .map(|(kind, text)| view! { <span class=format!("day-{kind}")>{text}</span> });
            let pieces = Vec::from(pieces);
            view! { <time datetime=date.to_string()>{pieces}</time> }.into_any()
        }
        None => {
            let (undated, bounds) = lang.undated_pieces(not_before, not_after);
            view! {
                <span class="undated">
                    <span class="day-date">{undated}</span>
                    <span class="day-bounds">{bounds}</span>
                </span>
            }
            .into_any()
        }
    };
    view! { <a href=path>{content}</a> }.into_any()
}

/// The move that an entry is sorted by in a list by moves.
struct LatestMove {
    day: Date,
    /// What it has reached: `alpha 1.36`; `None` where the note that cites it is folded.
    reached: Option<String>,
}

impl LatestMove {
    fn find(entry: &Entry, lang: Lang) -> Option<Self> {
        // The order is that of today: seen from an earlier day, the move may lie ahead.
        let day = entry.moved_on.filter(|day| looked_at_from().is_none_or(|from| *day <= from))?;
        let references = entry.notes.iter().flat_map(|note| &note.references);
        let mut outcomes = references.filter_map(|reference| reference.outcome.as_deref());
        let moved = outcomes.find(|outcome| outcome.moved_on == Some(day));
        let reached = moved.and_then(Outcome::latest_move).map(|it| lang.reached_state(&it));
        Some(Self { day, reached })
    }
}

/// The day of a move as a link to the entry, with what was reached and when it was noted.
#[component]
fn MoveLink(
    path: String,
    latest_move: LatestMove,
    date: Option<Date>,
    not_before: Option<Date>,
    not_after: Option<Date>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let LatestMove { day, reached } = latest_move;
    let reached = reached.map(|reached| view! { <span class="day-move">{reached}</span> " " });
    let noted = match date {
        Some(date) => view! { <time datetime=date.to_string()>{lang.noted_on(date)}</time> }.into_any(),
        None => lang.undated_between(not_before, not_after).into_any(),
    };
    view! {
        <a href=path class="moved-day">
            <time class="day-date" datetime=day.to_string()>
                {lang.day_without_weekday(day)}
            </time>
            " "
            {reached}
            <span class="day-noted">{noted}</span>
        </a>
    }
    .into_any()
}

/// One note: its text with chips, its tags, its permalink.
#[component]
pub fn NoteCard(
    entry: EntryId,
    /// Whether its notebook is written here, so that curators are led to the form that edits it.
    is_written: bool,
    note: Note,
    terms: Vec<Term>,
    long_folded: bool,
    page_kep: Option<u32>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let Note { id, html, text, references, tags, gates, confirmed_on, follows, follow_ups, curation } = note;
    let hits = hits_in_html(&html, &terms);
    let html = weave(id.as_str(), &html, &references, Weaving { lang, hits: &hits, page_kep });
    let page = Page::Note(entry, id.clone());
    let path = page.href();
    let here = from_same_day(page);
    let text_lang = Lang::detect(&text);
    // Without JavaScript: a box before the text, by whose mark the style sheet unfolds it.
    let (fold, unfold) = (long_folded && is_long(&text))
        .then(|| {
            let (box_id, name) = (format!("all-{id}"), lang.whole_note());
            let id = box_id.clone();
            (
                view! { <input type="checkbox" class="fold visually-hidden" id=id aria-label=name autocomplete="off" /> },
                view! { <label class="fold-label" for=box_id>{name}</label> },
            )
        })
        .unzip();
    let deep = (!hits.is_empty()).then(|| view! { <DeepHit text terms path=here.clone() /> });
    let links = (!tags.is_empty()).then(|| {
        let curated = curation.is_some().then(|| id.clone());
        let links: Vec<_> =
            tags.iter().map(|tag| view! { <TagLink tag=tag.clone() note=curated.clone() /> }).collect();
        let why = format!("why-{id}");
        let reasons: Vec<_> = tags
            .iter()
            .map(|tag| view! { <li><strong>{tag_label(&tag.tag)}</strong>" "{lang.tag_reason(tag)}</li> })
            .collect();
        view! {
            <ul class="tags">{links}</ul>
            <button
                type="button"
                class="why"
                popovertarget=why.clone()
                title=lang.why_these_tags()
                aria-label=lang.why_these_tags()
            >
                "ⓘ"
            </button>
            <div class="story" id=why popover="auto">
                <strong>{lang.why_these_tags()}</strong>
                <ul class="reasons">{reasons}</ul>
            </div>
        }
        .into_any()
    });
    let confirmed = confirmed_on.map(|day| {
        view! {
            <time class="note-confirmed" datetime=day.to_string() title=lang.confirmed_on(day)>
                {lang.confirmed_in(day)}
            </time>
        }
    });
    let element = format!("n-{id}");
    let edit = (is_written && curation.is_some()).then(|| {
        let href = Page::EditNote(id.clone()).href();
        view! { <a class="edit" href=href rel="nofollow">{lang.edit_note()}</a> }
    });
    let follow_up = curation.is_some().then(|| {
        let href = Page::follow_up_href(&id);
        view! { <a class="edit" href=href rel="nofollow">{lang.write_follow_up()}</a> }
    });
    let follows = follows.map(|older| view! { <Follows older /> });
    let curate = curation.map(|curation| view! { <Curate note=id tags references curation=*curation /> });
    view! {
        <section class="note" id=element>
            {deep}
            {fold}
            <div class="note-body" lang=text_lang.as_str() inner_html=html></div>
            {unfold}
            <NotedGates gates />
            {follows}
            <FollowUps follow_ups />
            <footer class="note-foot">
                {links}
                {confirmed}
                <span class="note-actions">
                    <a class="permalink" href=here title=lang.permalink() aria-label=lang.permalink()>
                        "#"
                    </a>
                    <CopyLink path />
                    {edit}
                    {follow_up}
                </span>
            </footer>
            {curate}
        </section>
    }
    .into_any()
}

/// Whether a text takes clearly more lines than a folded note shows.
fn is_long(text: &str) -> bool {
    const LINES: usize = 7;
    /// In halves of a full-width character.
    const LINE_WIDTH: usize = 72;
    let width = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let lines = text.lines().map(|line| width(line).div_ceil(LINE_WIDTH).max(1));
    lines.sum::<usize>() >= LINES
}

/// A button that copies the absolute address of a path.
#[component]
fn CopyLink(path: String) -> impl IntoView {
    let lang = Reader::current().lang;
    view! { <CopyButton text=Site::absolute(&path) label=lang.copy_link() /> }
}

/// A tag that filters the timeline by itself.
#[component]
fn TagLink(
    tag: NoteTag,
    /// The note, for a curator who may take the tag away.
    note: Option<NoteId>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let (label, href) = (tag_label(&tag.tag), from_same_day(tag_filter(&tag.tag)));
    let why = lang.tag_reason(&tag);
    let inherited = tag.inherited.then(|| {
        view! { <span class="inherited" title=lang.inherited()>"↳"<span class="visually-hidden">" "{lang.inherited()}</span></span> }
    });
    let reject = note.map(|note| {
        let label = lang.ruling_on(Ruling::Rejected, &label);
        view! { <Decide note tag=tag.tag.clone() ruling=Ruling::Rejected label sign="×" /> }
    });
    view! {
        <li>
            <a class="tag" data-kind=tag.tag.kind() href=href title=why>
                {label.clone()}
                {inherited}
            </a>
            {reject}
        </li>
    }
    .into_any()
}

/// The timeline of a tag alone.
fn tag_filter(tag: &Tag) -> Filter {
    let all = Filter::default();
    match tag {
        Tag::Sig(sig) => all.toggle_sig(sig),
        Tag::Version(version) => all.toggle_version(VersionRange::new(*version, *version)),
    }
}

/// The notebook, its author, its source and its rights.
#[component]
pub fn Provenance(
    notebook: Notebook,
    /// What it was imported from last, where it follows a source.
    #[prop(default = None)]
    imported: Option<ImportedRevision>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let timeline = from_same_day(Filter::default().toggle_notebook(&notebook.slug));
    let author = notebook.author.map(|author| format!(" {} {author}", lang.by()));
    let rights = match notebook.rights {
        Rights::Own => lang.rights_own().to_owned(),
        Rights::Licensed(licence) => format!("{} {licence}", lang.rights_licensed()),
        Rights::Unstated => lang.rights_unstated().to_owned(),
    };
    let origin = notebook.origin.filter(|origin| domain::cite::reference::is_web(origin)).map(|origin| {
        view! {
            <a href=origin rel="noopener nofollow">
                {lang.origin()}
            </a>
        }
    });
    view! {
        <p class="provenance">
            <a href=timeline>{notebook.title}</a>
            {author}
            " · "
            {rights}
            {origin.map(|origin| view! { " · " {origin} })}
            {imported.map(|imported| format!(" · {}", lang.as_of_revision(&imported)))}
        </p>
    }
    .into_any()
}

/// Links to the entries before and after this one in its notebook.
#[component]
pub fn Neighbours(previous: Option<Neighbour>, next: Option<Neighbour>) -> impl IntoView {
    let lang = Reader::current().lang;
    let link = |neighbour: Neighbour, rel: &'static str, label: &'static str| {
        let day = neighbour.date.map_or_else(|| lang.undated().to_owned(), |date| date.to_string());
        view! {
            <a rel=rel class=rel href=from_same_day(Page::Entry(neighbour.id))>
                <span class="pager-words">{label}</span>
                <span class="pager-day">{day}</span>
            </a>
        }
    };
    let previous = previous.map(|entry| link(entry, "prev", lang.previous_entry()));
    let next = next.map(|entry| link(entry, "next", lang.next_entry()));
    view! {
        <nav class="pager" aria-label=lang.pages()>
            {previous}
            {next}
        </nav>
    }
    .into_any()
}

/// Links up from an entry: the timeline, its year, its month; and a button that copies its address.
#[component]
pub fn Crumbs(
    date: Option<Date>,
    /// The path to copy; none where the page has a button for it elsewhere.
    #[prop(optional, into)]
    path: Option<String>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let month = date.and_then(|date| Period::month(date.year(), date.month()));
    let up: Vec<_> = month
        .and_then(Period::parent)
        .into_iter()
        .chain(month)
        .map(|period| view! { <li><a href=from_same_day(Page::Archive(period))>{lang.period(period)}</a></li> })
        .collect();
    view! {
        <nav class="crumbs" aria-label=lang.archive()>
            <ol>
                <li>
                    <a href=from_same_day(Page::timeline())>{lang.timeline()}</a>
                </li>
                {up}
            </ol>
            {path.map(|path| view! { <CopyLink path /> })}
        </nav>
    }
    .into_any()
}
