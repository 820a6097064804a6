//! The bars of notes over time above a list: each is a link that sets the list's time.
//!
//! Real links, so that they work without JavaScript and screen readers meet them one by one. The tab
//! key stops at few of them: at the bar that is chosen and those next to it, else at the newest; dozens
//! of stops would stand between the reader and the notes. With JavaScript the arrow keys lead on from
//! there, and without it the boxes of the panel choose any month.
//!
//! Without inline styles: places are attributes in percent, so that the labels keep their size whatever
//! the width of the screen.

use domain::list::histogram::{Anchor, Bar, BarSelection, HEIGHT, Room, Step, Strip};
use leptos::prelude::*;

use crate::request::{Reader, from_same_day};

/// Where the line lies that the bars stand on, below the names of the releases.
const GROUND: u32 = 18 + HEIGHT;

/// The line that the labels below stand on.
const LABELS: u32 = GROUND + 15;

/// The height of a strip.
const FOOT: u32 = LABELS + 5;

/// The strips of a list; nothing where there is no choice.
#[component]
pub fn MonthBar(strips: Vec<Strip>) -> impl IntoView {
    strips.into_iter().map(|strip| view! { <StripNav strip /> }).collect_view()
}

#[component]
fn StripNav(strip: Strip) -> impl IntoView {
    let lang = Reader::current().lang;
    let step = strip.step;
    let title = lang.histogram(step);
    let scale = lang.histogram_scale(&strip);
    let stops = stops(&strip.bars);
    let bars: Vec<_> =
        strip.bars.into_iter().zip(stops).map(|(bar, stop)| view! { <BarLink step bar stop /> }).collect();
    let ticks: Vec<_> = strip
        .releases
        .iter()
        .map(|tick| {
            let x = percent(tick.x);
            let name = (tick.room != Room::Never).then(|| {
                view! {
                    <text x=x.clone() y="10" text-anchor=anchor(tick.anchor) data-room=room(tick.room)>
                        {tick.version.to_string()}
                    </text>
                }
            });
            view! {
                <g class="histogram-release">
                    <title>{lang.tick(tick)}</title>
                    <line x1=x.clone() x2=x.clone() y1="14" y2=GROUND />
                    {name}
                </g>
            }
            .into_any()
        })
        .collect();
    let labels: Vec<_> = strip
        .labels
        .iter()
        .filter(|label| label.room != Room::Never)
        .map(|label| {
            view! {
                <text x=percent(label.x) y=LABELS text-anchor=anchor(label.anchor) data-room=room(label.room)>
                    {lang.bar_label(label)}
                </text>
            }
            .into_any()
        })
        .collect();
    view! {
        <nav class="histogram" aria-label=title>
            <p class="histogram-scale">{scale}</p>
            <svg role="group" aria-label=title width="100%" height=FOOT>
                <g aria-hidden="true">
                    <line class="histogram-ground" x1="0" x2="100%" y1=GROUND y2=GROUND />
                    {ticks}
                    {labels}
                </g>
                {bars}
            </svg>
        </nav>
    }
    .into_any()
}

/// A bar, with all of the height above and below it for the pointer.
#[component]
fn BarLink(
    step: Step,
    bar: Bar,
    /// Whether the tab key stops at it.
    stop: bool,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let label = lang.bar(step, &bar);
    let title = label.clone();
    let (x, width) = (percent(bar.x), percent(bar.width));
    let (current, chosen) = match bar.chosen {
        BarSelection::No => (None, None),
        BarSelection::Within => (None, Some("within")),
        BarSelection::Itself => (Some("true"), Some("itself")),
    };
    let under = chosen.map(|_| {
        view! { <rect class="histogram-chosen" x=x.clone() width=width.clone() y=GROUND height="3" /> }
    });
    view! {
        <a
            href=from_same_day(bar.leads_to)
            rel="nofollow"
            aria-label=label
            aria-current=current
            data-chosen=chosen
            tabindex=if stop { "0" } else { "-1" }
        >
            <title>{title}</title>
            <rect class="histogram-touch" x=x.clone() width=width.clone() y="0" height=FOOT />
            <rect class="histogram-bar" x=x width=width y=GROUND - bar.height height=bar.height />
            {under}
        </a>
    }
    .into_any()
}

/// At which bars the tab key stops: at what is chosen and its neighbours, else at the newest.
fn stops(bars: &[Bar]) -> Vec<bool> {
    let chosen: Vec<bool> = bars.iter().map(|bar| bar.chosen == BarSelection::Itself).collect();
    if !chosen.contains(&true) {
        return (1..=bars.len()).map(|n| n == bars.len()).collect();
    }
    let at = |n: Option<usize>| n.and_then(|n| chosen.get(n)).copied().unwrap_or_default();
    (0..bars.len()).map(|n| at(n.checked_sub(1)) || at(Some(n)) || at(Some(n + 1))).collect()
}

/// A hundredth of a percent as SVG spells it.
fn percent(share: i64) -> String {
    format!("{}.{:02}%", share / 100, share % 100)
}

fn anchor(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

fn room(room: Room) -> Option<&'static str> {
    (room == Room::Wide).then_some("wide")
}

#[cfg(test)]
mod tests {
    use domain::list::filter::Filter;

    use super::*;

    #[track_caller]
    fn check(chosen: &[BarSelection], expected: &[usize]) {
        let day = "2023-10-01".parse().unwrap();
        let bar = |chosen: &BarSelection| Bar {
            first: day,
            last: day,
            notes: 1,
            x: 0,
            width: 1,
            height: 1,
            chosen: *chosen,
            leads_to: Filter::default(),
        };
        let stops = stops(&chosen.iter().map(bar).collect::<Vec<_>>());
        let stops: Vec<usize> = (0..stops.len()).filter(|n| stops[*n]).collect();
        assert_eq!(stops, expected, "{chosen:?}");
    }

    #[test]
    fn the_tab_key_stops_at_few_bars() {
        use BarSelection::{Itself, No, Within};
        check(&[No, No, No], &[2]);
        check(&[No, Itself, No, No], &[0, 1, 2]);
        check(&[Itself, No, No], &[0, 1]);
        check(&[Within, Within, No], &[2]);
        check(&[Itself, No, No, Itself], &[0, 1, 2, 3]);
        check(&[], &[]);
    }

    #[test]
    fn shares_are_written_in_percent() {
        assert_eq!(
            (percent(0), percent(5), percent(2_527)),
            ("0.00%".into(), "0.05%".into(), "25.27%".into())
        );
        assert_eq!(percent(domain::list::histogram::WHOLE), "100.00%");
    }
}
