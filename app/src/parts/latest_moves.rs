//! What happened since the notes: the band at the top of the timeline.

use domain::address::Page;
use domain::list::filter::{Filter, Order};
use domain::list::timeline::{CitedKepCounts, MovedKep};
use leptos::prelude::*;

use crate::parts::timeline::MovedKeps;
use crate::request::{DataAge, Reader};
use crate::text::latest_moves::ResultText;

/// The KEPs that moved last, each with a link to a note that cites it; how many have moved, and how old that is.
///
/// Without any facts it says how to get them, and nothing where nothing has moved.
#[component]
pub fn LatestMoves(
    /// The latest first.
    moves: Vec<MovedKep>,
    /// The KEPs that the notes cite.
    keps: CitedKepCounts,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let Some(as_of) = DataAge::current().as_of.keps_day() else {
        return view! {
            <p class="hint">{lang.no_facts_yet()} " " <code>"kepline sync"</code></p>
        }
        .into_any();
    };
    if moves.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = moves.into_iter().map(|moved| view! { <MoveItem moved /> }).collect();
    let all = Filter::default().with_order(Order::Moved).href();
    view! {
        <section class="latest-moves" aria-labelledby="latest-moves">
            <h2 id="latest-moves">{lang.since_these_notes()}</h2>
            <ol>{items}</ol>
            <div class="moves-foot">
                <MovedKeps keps />
                <a href=all>{lang.all_moves()}</a>
                <a href=Page::Verdicts.href()>{lang.verdicts()}</a>
                <a href=Page::OnThisDay(None).href()>{lang.on_this_day()}</a>
                <KepAge day=as_of />
            </div>
        </section>
    }
    .into_any()
}

/// A KEP that has moved, as a link to the note.
#[component]
fn MoveItem(moved: MovedKep) -> impl IntoView {
    let lang = Reader::current().lang;
    let MovedKep { day, entry, note, noted_on, outcome } = moved;
    let href = Page::Note(entry, note).href();
    let noted = lang.noted_then(noted_on, &outcome);
    let now = outcome.kep.as_ref().map(|kep| lang.kep_result(kep, outcome.judgement.as_ref()));
    let now = now.map(|result| view! { <Became result /> });
    let number = outcome.kep.as_ref().map(|kep| format!("KEP-{}", kep.number));
    let title = outcome.kep.and_then(|kep| kep.title);
    view! {
        <li>
            <a href=href>
                <time class="move-day" datetime=day.to_string()>{lang.short_day(day)}</time>
                " "
                <span class="move-kep"><b>{number}</b> " " <span lang="en">{title}</span></span>
                " "
                <span class="move-then">{noted}</span>
                " "
                {now}
            </a>
        </li>
    }
    .into_any()
}

/// What became of a KEP, with its sign.
#[component]
pub fn Became(result: ResultText) -> impl IntoView {
    let ResultText { sign, text, in_time } = result;
    view! {
        <span class="became" data-in-time=in_time.map(|in_time| in_time.to_string())>
            <span class="shape" aria-hidden="true">{sign}</span>
            " "
            {text}
        </span>
    }
    .into_any()
}

/// The day of the facts about KEPs, with their age where they are old.
#[component]
fn KepAge(day: domain::Date) -> impl IntoView {
    let lang = Reader::current().lang;
    let stale = DataAge::current().stale_days().map(|days| {
        view! { <span class="stale"><span>{lang.elapsed(days * 86_400)}</span> {lang.old()}</span> }
    });
    view! {
        <p class="as-of">
            <time datetime=day.to_string()>{lang.keps_known_until(day)}</time>
            {stale.map(|stale| view! { " · " {stale} })}
        </p>
    }
    .into_any()
}
