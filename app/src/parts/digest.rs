//! The parts of a digest: its notes, what moved, what comes next; and links to digests.

use domain::address::Page;
use domain::digest::{Digest, DigestMove, DigestPeriod, MoveGroup, MoveGroups, SigMoves, UpcomingRelease};
use domain::list::filter::{Filter, FilterPart, Grain, Order};
use domain::list::timeline::{Entry, Note};
use domain::outcome::moves::MoveSubject;
use leptos::prelude::*;

use crate::html::cited_links::{CitedLink, cited_links};
use crate::html::link::rel_attribute;
use crate::request::{DataAge, Reader};
use crate::text::Lang;
use crate::text::excerpt::first_sentence;

/// How many citations of a note are named.
const CITED: usize = 4;

/// The notes of a period by their entries, each by its first words.
#[component]
pub fn DigestNotes(digest: Digest) -> impl IntoView {
    let lang = Reader::current().lang;
    let left_out = digest.notes_left_out();
    let Digest { period, days, entries, notes, entries_count, .. } = digest;
    let several = entries.windows(2).any(|pair| pair[0].notebook.slug != pair[1].notebook.slug);
    let days_of_notes: Vec<_> =
        entries.into_iter().map(|entry| view! { <DigestEntry entry several /> }.into_any()).collect();
    let list = if notes == 0 {
        view! { <p>{lang.digest_no_notes()}</p> }.into_any()
    } else {
        view! { <ol class="digest-days">{days_of_notes}</ol> }.into_any()
    };
    let timeline = Filter { order: Order::default(), ..period.filter(days) }.href();
    let label = if left_out > 0 { lang.more_of_them(left_out) } else { lang.on_the_timeline().to_owned() };
    let way_out = (notes > 0).then(|| view! { <p><a class="way-out" href=timeline>{label}</a></p> });
    view! {
        <section aria-labelledby="digest-notes">
            <h2 id="digest-notes">
                {lang.digest_notes()} " " <span class="list-count">{lang.list_size(notes, entries_count)}</span>
            </h2>
            {list}
            {way_out}
        </section>
    }
    .into_any()
}

#[component]
fn DigestEntry(
    entry: Entry,
    /// Whether there are several notebooks, so that each entry names its own.
    several: bool,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = lang.entry_title(&entry);
    let day = match entry.date {
        Some(day) => view! { <time datetime=day.to_string()>{title}</time> }.into_any(),
        None => title.into_any(),
    };
    let notebook = several.then(|| view! { " " <span class="quiet">{entry.notebook.title.clone()}</span> });
    let lost = entry.body_lost.then(|| view! { <p class="quiet">{lang.body_lost()}</p> });
    let Entry { id, notes, .. } = entry;
    let lines: Vec<_> = notes
        .into_iter()
        .map(|note| {
            let href = Page::Note(id.clone(), note.id.clone()).href();
            view! { <NoteLine href note /> }.into_any()
        })
        .collect();
    view! {
        <li>
            <h3><a href=Page::Entry(id).href()>{day}</a>{notebook}</h3>
            {lost}
            <ul>{lines}</ul>
        </li>
    }
    .into_any()
}

/// A note by its first words, with what it cites.
#[component]
fn NoteLine(href: String, note: Note) -> impl IntoView {
    let lang = Reader::current().lang;
    let sentence = first_sentence(&note.text);
    let sentence = if sentence.is_empty() { lang.a_note().to_owned() } else { sentence };
    let text_lang = Lang::detect(&sentence).as_str();
    let cited = cited_links(&note.references, lang);
    let more = cited.len().saturating_sub(CITED);
    let links: Vec<_> = cited
        .into_iter()
        .take(CITED)
        .map(|CitedLink { name, href, state }| {
            let rel = (!rel_attribute(&href).is_empty()).then_some("noopener nofollow");
            let state = state.map(|state| view! { ": " {state} });
            view! { <li><a href=href rel=rel>{name}</a>{state}</li> }.into_any()
        })
        .collect();
    let more = (more > 0).then(|| view! { <li>{format!("+{more}")}</li> });
    let cited = (!links.is_empty()).then(|| view! { <ul class="digest-cited">{links} {more}</ul> });
    view! { <li><a href=href lang=text_lang>{sentence}</a>{cited}</li> }.into_any()
}

/// What moved, in groups.
#[component]
pub fn DigestMoves(moves: MoveGroups) -> impl IntoView {
    let lang = Reader::current().lang;
    let MoveGroups { groups, count, left_out } = moves;
    let has_facts = DataAge::current().as_of.keps.is_some();
    let content = match (count, has_facts) {
        (0, true) => view! { <p>{lang.digest_no_moves()}</p> }.into_any(),
        (0, false) => {
            view! { <p>{crate::parts::inline_code::inline_code(lang.digest_no_facts())}</p> }.into_any()
        }
        _ => {
            let groups: Vec<_> =
                groups.into_iter().map(|(group, sigs)| view! { <Group group sigs /> }.into_any()).collect();
            view! { <p class="quiet">{lang.digest_moves_hint()}</p> {groups} }.into_any()
        }
    };
    let rest = (left_out > 0).then(|| {
        let all = Filter { changed: true, order: Order::Moved, ..Filter::default() }.href();
        view! { <p><a class="way-out" href=all>{lang.more_of_them(left_out)}</a></p> }
    });
    let size = (count > 0).then(|| view! { " " <span class="list-count">{lang.move_count(count)}</span> });
    view! {
        <section aria-labelledby="digest-moves">
            <h2 id="digest-moves">{lang.digest_moves()}{size}</h2>
            {content}
            {rest}
        </section>
    }
    .into_any()
}

#[component]
fn Group(group: MoveGroup, sigs: Vec<SigMoves>) -> impl IntoView {
    let lang = Reader::current().lang;
    let is_one = sigs.len() == 1;
    let sigs: Vec<_> = sigs
        .into_iter()
        .map(|SigMoves { sig, moves }| {
            let heading = match sig {
                Some(sig) => {
                    let label = sig.label();
                    view! { <h4><a href=Page::Sig(sig).href()>{label}</a></h4> }.into_any()
                }
                // Where nothing has a group, no heading says so.
                None if is_one => ().into_any(),
                None => view! { <h4>{lang.without_sig()}</h4> }.into_any(),
            };
            let lines: Vec<_> =
                moves.into_iter().map(|moved| view! { <MoveLine moved /> }.into_any()).collect();
            view! { {heading} <ul class="digest-moves">{lines}</ul> }.into_any()
        })
        .collect();
    view! { <div class="digest-group"><h3>{lang.move_group(group)}</h3>{sigs}</div> }.into_any()
}

/// What moved on which day, with the page that proves it and the notes that cite it.
#[component]
fn MoveLine(moved: DigestMove) -> impl IntoView {
    let lang = Reader::current().lang;
    let (name, states) = (lang.subject_name(&moved.subject), lang.digest_change(&moved));
    let (page, all) = match &moved.subject {
        MoveSubject::Kep(number) => (Page::kep(*number), Filter::default().toggle_kep(*number)),
        MoveSubject::Item(key) => (Page::Item(key.clone()), Filter::default().toggle_ref(key)),
    };
    let more = moved.more_notes();
    let DigestMove { day, title, citing, .. } = moved;
    let title = title.map(|title| view! { " " <span class="move-title" lang="en">{title}</span> });
    let notes: Vec<_> = citing
        .into_iter()
        .enumerate()
        .map(|(n, note)| {
            let comma = if n == 0 { "" } else { "," };
            let label = note.day.map_or_else(|| lang.undated().to_owned(), |day| lang.short_day(day));
            view! { {comma} " " <a href=Page::Note(note.entry, note.note).href()>{label}</a> }.into_any()
        })
        .collect();
    let more = (more > 0).then(|| view! { " " <a href=all.href()>{format!("+{more}")}</a> });
    view! {
        <li>
            <time class="move-day" datetime=day.to_string()>{lang.short_day(day)}</time>
            " "
            <span class="move-what">
                <a href=page.href()>{name}</a>{title} ": " <span class="move-states">{states}</span>
                " "
                <span class="quiet">{lang.noted_in()}{notes}{more}</span>
            </span>
        </li>
    }
    .into_any()
}

/// The release that comes after a period, and what cited KEPs planned for it.
#[component]
pub fn DigestUpcoming(upcoming: UpcomingRelease) -> impl IntoView {
    let lang = Reader::current().lang;
    let version = upcoming.release.version;
    let steps: Vec<_> = upcoming
        .steps()
        .into_iter()
        .map(|step| {
            let day = match step.day {
                Some((day, later)) => view! {
                    <time datetime=day.to_string()>{lang.short_day(day)}</time>
                    " "
                    <span class="quiet">{lang.days_later(later)}</span>
                }
                .into_any(),
                None => lang.not_known().into_any(),
            };
            view! { <div><dt>{lang.release_event(step.event)}</dt><dd>{day}</dd></div> }.into_any()
        })
        .collect();
    let UpcomingRelease { after, plans, plans_left_out, .. } = upcoming;
    let lines: Vec<_> = plans
        .into_iter()
        .map(|plan| {
            let title = plan.title.map(|title| view! { " " <span class="move-title" lang="en">{title}</span> });
            view! {
                <li>
                    <span class="move-what">
                        <a href=Page::kep(plan.kep).href()>"KEP-" {plan.kep}</a>{title} ": " {plan.stage.as_str()}
                        " — "
                        <span class="move-states">{lang.plan_fate(plan.fate)}</span>
                    </span>
                </li>
            }
            .into_any()
        })
        .collect();
    let rest = (plans_left_out > 0).then(|| {
        let release = Page::Version(version).href();
        view! { <p><a class="way-out" href=release>{lang.more_of_them(plans_left_out)}</a></p> }
    });
    let plans = (!lines.is_empty()).then(|| {
        view! {
            <h3>{lang.plans_for_it()}</h3>
            <p class="quiet">{lang.plans_as_of(after)}</p>
            <ul class="digest-moves">{lines}</ul>
            {rest}
        }
    });
    view! {
        <section aria-labelledby="digest-next">
            <h2 id="digest-next"><a href=Page::Version(version).href()>{lang.upcoming_release(version)}</a></h2>
            <dl class="facts">{steps}</dl>
            {plans}
        </section>
    }
    .into_any()
}

/// A link to the digest of a month or a cycle that a list is of; to all digests from the whole timeline.
#[component]
pub fn DigestWayOut(filter: Filter) -> impl IntoView {
    let lang = Reader::current().lang;
    let period = match filter.parts().as_slice() {
        [] if filter.cursor.is_none() => None,
        [FilterPart::Period(month)] if month.grain() == Grain::Month => Some(DigestPeriod::Month(*month)),
        [FilterPart::Cycle(range)] if range.from == range.to => Some(DigestPeriod::Cycle(range.from)),
        _ => return ().into_any(),
    };
    let (page, label) = match period {
        Some(period) => (Page::Digest(period), lang.digest_title(period)),
        None => (Page::Digests, lang.digests().to_owned()),
    };
    view! { <p class="digest-link"><a class="way-out" href=page.href()>{label}</a></p> }.into_any()
}
