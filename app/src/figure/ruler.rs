//! The drawing of a KEP's story: a ruler of releases with its promises, their fates, and the notes.
//!
//! Without inline styles: places are attributes, colours come from the style sheet. What the
//! drawing shows by shapes, the table below it says in words.

use domain::address::Page;
use domain::outcome::ruler::{DOT, HEAD, LANE, Lane, PromiseMark, Ruler};
use domain::outcome::story::Fate;
use domain::pages::NoteCitation;
use leptos::prelude::*;

use crate::request::Reader;

/// Half of a mark.
const R: i32 = 6;

/// The stages with their promises, and the notes below; scrolls by itself where the screen is narrow.
#[component]
pub fn RulerFigure(
    ruler: Ruler,
    /// The story of each stage, in words.
    description: String,
    /// The notes of the ruler's dots.
    notes: Vec<NoteCitation>,
    name: String,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let (width, height) = (ruler.width, ruler.height);
    let guides: Vec<_> = ruler
        .ticks
        .iter()
        .map(|tick| {
            view! {
                <line class="ruler-guide" x1=tick.x x2=tick.x y1=HEAD - 4 y2=height />
                <text class="ruler-version" x=tick.x y=HEAD - 10 text-anchor="middle">{tick.version.to_string()}</text>
            }
            .into_any()
        })
        .collect();
    let today = ruler
        .data_day
        .map(|x| view! { <line class="ruler-today" x1=x x2=x y1=HEAD - 4 y2=height /> }.into_any());
    let lanes: Vec<_> = ruler.lanes.into_iter().map(|lane| view! { <LaneRow lane width /> }).collect();
    let dots_height = ruler.dots_height;
    let dots: Vec<_> = ruler
        .dots
        .iter()
        .filter_map(|dot| {
            let note = notes.get(dot.note)?;
            let label = lang.note_on(note.day?);
            let title = label.clone();
            let href = Page::Note(note.entry.clone(), note.note.clone()).href();
            Some(
                view! {
                    <a href=href aria-label=label>
                        <title>{title}</title>
                        <rect class="ruler-touch" x=dot.x - DOT / 2 y=dot.y - DOT / 2 width=DOT height=DOT />
                        <circle class="ruler-dot" cx=dot.x cy=dot.y r="5" />
                    </a>
                }
                .into_any(),
            )
        })
        .collect();
    let notes = (!dots.is_empty()).then(|| {
        view! {
            <svg
                class="ruler-notes"
                role="group"
                aria-label=lang.citing_notes()
                width=width
                height=dots_height
                viewBox=format!("0 0 {width} {dots_height}")
            >
                {dots}
            </svg>
        }
    });
    view! {
        <div class="ruler" role="group" aria-label=lang.ruler_scrolls() tabindex="0">
            <svg
                class="ruler-lanes"
                role="img"
                aria-labelledby="ruler-title"
                aria-describedby="ruler-description"
                width=width
                height=height
                viewBox=format!("0 0 {width} {height}")
            >
                <title id="ruler-title">{lang.ruler_title(&name)}</title>
                <desc id="ruler-description">{description}</desc>
                {guides}
                {today}
                {lanes}
            </svg>
            {notes}
        </div>
    }
    .into_any()
}

/// A stage: its name before its first mark, arrows from each promise to the next.
#[component]
fn LaneRow(lane: Lane, width: i32) -> impl IntoView {
    let y = lane.y;
    let first = lane.marks.iter().map(|mark| mark.x).min().unwrap_or_default();
    let arrows: Vec<_> = lane
        .marks
        .windows(2)
        .filter(|pair| pair[0].x != pair[1].x)
        .map(|pair| view! { <path class="ruler-arrow" d=arrow(pair[0].x, pair[1].x, y) /> }.into_any())
        .collect();
    let marks: Vec<_> = lane.marks.iter().map(|mark| view! { <MarkShape mark=*mark y /> }).collect();
    view! {
        <g data-stage=lane.stage.as_str()>
            <line class="ruler-lane" x1="0" x2=width y1=y + LANE / 2 y2=y + LANE / 2 />
            <text class="ruler-stage" x=first - 2 * R y=y + 4 text-anchor="end">
                {lane.stage.as_str()}
            </text>
            {arrows}
            {marks}
        </g>
    }
    .into_any()
}

/// An arrow between two marks, with a head of its own.
fn arrow(from: i32, to: i32, y: i32) -> String {
    let way = (to - from).signum();
    let (start, end) = (from + way * (R + 3), to - way * (R + 3));
    format!("M{start} {y}H{end}M{} {}L{end} {y}L{} {}", end - way * 5, y - 4, end - way * 5, y + 4)
}

/// Filled: it came. Hollow: it was promised. Crossed: the release came out without it.
#[component]
fn MarkShape(mark: PromiseMark, y: i32) -> impl IntoView {
    let x = mark.x;
    let fate = match mark.fate {
        Fate::Shipped => "shipped",
        Fate::Planned | Fate::Unconfirmed => "planned",
        Fate::Missed(_) => "missed",
        _ => "moved",
    };
    let d = 9;
    let cross = match mark.fate {
        Fate::Missed(_) => {
            Some(format!("M{} {}L{} {}M{} {}L{} {}", x - d, y - d, x + d, y + d, x - d, y + d, x + d, y - d))
        }
        Fate::GivenUp | Fate::TakenBack(_) => Some(format!("M{} {}L{} {}", x - d, y + d, x + d, y - d)),
        _ => None,
    };
    view! {
        <circle class="ruler-mark" data-fate=fate cx=x cy=y r=R />
        {cross.map(|d| view! { <path class="ruler-cross" d=d /> })}
    }
    .into_any()
}

/// What the signs of the drawing mean.
#[component]
pub fn RulerLegend() -> impl IntoView {
    let lang = Reader::current().lang;
    let sign = |fate: Fate, label: &'static str| {
        let mark = PromiseMark { x: 10, version: domain::version::Version { minor: 0 }, fate };
        view! {
            <li>
                <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
                    <MarkShape mark y=10 />
                </svg>
                {label}
            </li>
        }
        .into_any()
    };
    let signs = vec![
        sign(Fate::Shipped, lang.sign_shipped()),
        sign(Fate::Planned, lang.sign_promised()),
        sign(Fate::Missed(None), lang.sign_missed()),
    ];
    view! {
        <ul class="ruler-legend" aria-label=lang.legend()>
            {signs}
            <li>
                <svg width="28" height="20" viewBox="0 0 28 20" aria-hidden="true">
                    <path class="ruler-arrow" d=arrow(-5, 34, 10) />
                </svg>
                {lang.sign_put_off()}
            </li>
            <li>
                <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
                    <circle class="ruler-dot" cx="10" cy="10" r="5" />
                </svg>
                {lang.sign_note()}
            </li>
        </ul>
    }
    .into_any()
}
