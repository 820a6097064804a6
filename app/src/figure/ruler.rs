//! The drawing of a KEP's story: a ruler of releases with its promises, their fates, and the notes.
//!
//! Without inline styles: places are attributes, colours come from the style sheet. Places along the
//! ruler are percentages, so that it stretches and shrinks with the page while marks and names keep
//! their size. What the drawing shows by shapes, the table below it says in words.

use domain::address::Page;
use domain::outcome::ruler::{DOT, HEAD, LANE, LEAD, Lane, Ruler, STEP};
use domain::outcome::story::Fate;
use domain::pages::NoteCitation;
use leptos::prelude::*;

use crate::request::{Reader, from_same_day};

/// Half of a mark.
const R: i32 = 6;

/// From the middle of a mark to an arrow.
const GAP: i32 = R + 3;

/// A stage whose marks reach further than this has its name above its last mark as well.
const LONG_LANE: i32 = 6 * STEP;

/// The stages with their promises, and the notes below; where the screen is narrow and the story long it
/// scrolls by itself, from its end.
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
    let height = ruler.height;
    let guides: Vec<_> = ruler
        .ticks
        .iter()
        .map(|tick| {
            let x = place(&ruler, tick.x);
            view! {
                <line class="ruler-guide" x1=x.clone() x2=x.clone() y1=HEAD - 4 y2=height />
                <text class="ruler-version" x=x y=HEAD - 10 text-anchor="middle">{tick.version.to_string()}</text>
            }
            .into_any()
        })
        .collect();
    let today = ruler.data_day.map(|day| {
        let x = place(&ruler, day);
        view! { <line class="ruler-today" x1=x.clone() x2=x y1=HEAD - 4 y2=height /> }.into_any()
    });
    let lanes: Vec<_> = ruler.lanes.iter().map(|lane| lane_row(&ruler, lane)).collect();
    let dots: Vec<_> = ruler
        .dots
        .iter()
        .filter_map(|dot| {
            let note = notes.get(dot.note)?;
            let label = lang.note_on(note.day?);
            let title = label.clone();
            let href = from_same_day(Page::Note(note.entry.clone(), note.note.clone()));
            Some(
                view! {
                    <svg x=place(&ruler, dot.x) y=dot.y overflow="visible">
                        <a href=href aria-label=label>
                            <title>{title}</title>
                            <rect class="ruler-touch" x=-DOT / 2 y=-DOT / 2 width=DOT height=DOT />
                            <circle class="ruler-dot" r="5" />
                        </a>
                    </svg>
                }
                .into_any(),
            )
        })
        .collect();
    let notes = (!dots.is_empty()).then(|| {
        view! {
            <svg class="ruler-notes" role="group" aria-label=lang.citing_notes() height=ruler.dots_height>
                {dots}
            </svg>
        }
    });
    view! {
        <div class="ruler" role="group" aria-label=lang.ruler_scrolls() tabindex="0">
            <div class="ruler-sheet">
                // Nothing to see: as wide as the drawing is at least.
                <svg width=ruler.least_width() height="0" aria-hidden="true"></svg>
                <svg
                    class="ruler-lanes"
                    role="img"
                    aria-labelledby="ruler-title"
                    aria-describedby="ruler-description"
                    height=height
                >
                    <title id="ruler-title">{lang.ruler_title(&name)}</title>
                    <desc id="ruler-description">{description}</desc>
                    {guides}
                    {today}
                    {lanes}
                </svg>
                {notes}
            </div>
        </div>
    }
    .into_any()
}

/// A place along the ruler, as an attribute.
fn place(ruler: &Ruler, x: i32) -> String {
    format!("{:.2}%", ruler.percent(x))
}

/// A stage: its name before its first mark, arrows from each promise to the next.
fn lane_row(ruler: &Ruler, lane: &Lane) -> AnyView {
    let y = lane.y;
    let first = lane.marks.iter().map(|mark| mark.x).min().unwrap_or_default();
    let last = lane.marks.iter().map(|mark| mark.x).max().unwrap_or_default();
    let again = (last - first > LONG_LANE).then(|| {
        view! {
            <text class="ruler-stage" x=place(ruler, last) dx=R y=y - R - 3 text-anchor="end" aria-hidden="true">
                {lane.stage.as_str()}
            </text>
        }
        .into_any()
    });
    let arrows: Vec<_> = lane
        .marks
        .windows(2)
        .filter(|pair| pair[0].x != pair[1].x)
        .map(|pair| {
            let (from, to) = (place(ruler, pair[0].x), place(ruler, pair[1].x));
            let head = arrow_head(0, (pair[1].x - pair[0].x).signum());
            view! {
                <line class="ruler-arrow" x1=from x2=to.clone() y1=y y2=y />
                <svg x=to y=y overflow="visible"><path class="ruler-arrow" d=head /></svg>
            }
            .into_any()
        })
        .collect();
    let marks: Vec<_> = lane
        .marks
        .iter()
        .map(|mark| {
            view! {
                <svg x=place(ruler, mark.x) y=y overflow="visible">
                    <circle class="ruler-gap" r=GAP />
                    <MarkShape fate=mark.fate />
                </svg>
            }
            .into_any()
        })
        .collect();
    view! {
        <g data-stage=lane.stage.as_str()>
            <line class="ruler-lane" x1=-LEAD x2="100%" y1=y + LANE / 2 y2=y + LANE / 2 />
            <text class="ruler-stage" x=place(ruler, first) dx=-2 * R y=y + 4 text-anchor="end">
                {lane.stage.as_str()}
            </text>
            {again}
            {arrows}
            {marks}
        </g>
    }
    .into_any()
}

/// The head of an arrow that leads to a mark at `x`, from the left for 1 and from the right for -1.
fn arrow_head(x: i32, way: i32) -> String {
    let end = x - way * GAP;
    format!("M{} -4L{end} 0L{} 4", end - way * 5, end - way * 5)
}

/// Filled: it came. Hollow: it was promised. Crossed: the release came out without it.
#[component]
fn MarkShape(fate: Fate) -> impl IntoView {
    let name = match fate {
        Fate::Shipped => "shipped",
        Fate::Planned | Fate::Unconfirmed => "planned",
        Fate::Missed(_) => "missed",
        _ => "moved",
    };
    let cross = match fate {
        Fate::Missed(_) => Some("M-9 -9L9 9M-9 9L9 -9"),
        Fate::GivenUp | Fate::TakenBack(_) => Some("M-9 9L9 -9"),
        _ => None,
    };
    view! {
        <circle class="ruler-mark" data-fate=name r=R />
        {cross.map(|d| view! { <path class="ruler-cross" d=d /> })}
    }
    .into_any()
}

/// What the signs of the drawing mean.
#[component]
pub fn RulerLegend() -> impl IntoView {
    let lang = Reader::current().lang;
    let sign = |fate: Fate, label: &'static str| {
        view! {
            <li>
                <svg width="20" height="20" viewBox="-10 -10 20 20" aria-hidden="true">
                    <MarkShape fate />
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
                <svg width="28" height="20" viewBox="0 -10 28 20" aria-hidden="true">
                    <path class="ruler-arrow" d=format!("M3 0H25{}", arrow_head(25 + GAP, 1)) />
                </svg>
                {lang.sign_put_off()}
            </li>
            <li>
                <svg width="20" height="20" viewBox="-10 -10 20 20" aria-hidden="true">
                    <circle class="ruler-dot" r="5" />
                </svg>
                {lang.sign_note()}
            </li>
        </ul>
    }
    .into_any()
}
