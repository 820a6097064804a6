use proptest::prelude::*;

use super::*;
use crate::outcome::story::Promise;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn promise(minor: u16, fate: Fate) -> Promise {
    Promise { version: Version { minor }, day: day("2023-01-01"), fate }
}

fn story(promises: &[(u16, Fate)]) -> Vec<StageStory> {
    let promises = promises.iter().map(|(minor, fate)| promise(*minor, *fate)).collect();
    vec![StageStory { stage: Stage::Alpha, promises }]
}

#[track_caller]
fn laid_out(story: &[StageStory], notes: &[&str]) -> Ruler {
    let notes: Vec<Date> = notes.iter().map(|text| day(text)).collect();
    lay_out(story, &notes, &Releases::built_in(), day("2026-07-24")).unwrap()
}

#[test]
fn releases_stand_at_even_distances_and_promises_at_their_releases() {
    let slipped = story(&[(27, Fate::Missed(Some(day("2023-06-12")))), (29, Fate::Shipped)]);
    let ruler = laid_out(&slipped, &[]);
    let ticks: Vec<(String, i32)> =
        ruler.ticks.iter().map(|tick| (tick.version.to_string(), tick.x)).collect();
    assert_eq!(ticks, [("1.27".into(), 84), ("1.28".into(), 84 + STEP), ("1.29".into(), 84 + 2 * STEP)]);
    let marks: Vec<i32> = ruler.lanes[0].marks.iter().map(|mark| mark.x).collect();
    assert_eq!(marks, [84, 84 + 2 * STEP]);
    assert_eq!((ruler.width, ruler.height), (84 + 2 * STEP + 36, HEAD + LANE));
}

#[test]
fn a_drawing_that_stretches_has_places_in_percent() {
    let check = |promises: &[(u16, Fate)], percents: &[f64], least: i32| {
        let ruler = laid_out(&story(promises), &[]);
        let found: Vec<f64> = ruler.lanes[0].marks.iter().map(|mark| ruler.percent(mark.x)).collect();
        assert_eq!((found.as_slice(), ruler.least_width()), (percents, least), "{promises:?}");
    };
    check(&[(20, Fate::Shipped), (25, Fate::Shipped), (30, Fate::Shipped)], &[0.0, 50.0, 100.0], 340);
    // Few releases do not spread over the whole of a page.
    check(&[(28, Fate::Shipped)], &[0.0], 7 * LEAST_STEP);
    check(&[(23, Fate::Shipped), (30, Fate::Shipped)], &[0.0, 100.0], 7 * LEAST_STEP);
}

#[test]
fn a_day_lies_between_the_releases_in_proportion() {
    let check = |text: &str, expected: f64| {
        let found = position(day(text), &Releases::built_in());
        assert!((found - expected).abs() < 0.01, "{text}: {found}");
    };
    check("2023-08-15", 28.0);
    check("2023-10-14", 28.5);
    check("2023-12-13", 29.0);
    check("2018-11-23", 13.0);
    check("2026-12-26", 38.0);
}

#[test]
fn a_note_widens_the_ruler_and_stands_at_its_day() {
    let ruler = laid_out(&story(&[(28, Fate::Shipped)]), &["2023-04-11"]);
    assert_eq!(ruler.ticks[0].version, Version { minor: 27 });
    assert_eq!(ruler.dots, [Dot { note: 0, x: 84, y: 12 }]);
}

#[test]
fn notes_that_are_close_stand_above_one_another() {
    let ruler =
        laid_out(&story(&[(28, Fate::Shipped)]), &["2023-08-20", "2023-08-15", "2024-08-15", "2023-08-15"]);
    let rows: Vec<i32> = ruler.dots.iter().map(|dot| dot.y).collect();
    assert_eq!(rows, [60, 12, 12, 36]);
    assert_eq!(ruler.dots_height, 72);
}

#[test]
fn the_data_s_day_is_there_while_something_is_to_come() {
    assert_eq!(laid_out(&story(&[(28, Fate::Shipped)]), &[]).data_day, None);
    let open = laid_out(&story(&[(36, Fate::Shipped), (38, Fate::Planned)]), &[]);
    assert!(open.data_day.is_some_and(|x| 84 < x && x < 84 + STEP), "{open:?}");
}

#[test]
fn versions_that_no_release_is_known_of_have_their_place() {
    let ruler = laid_out(&story(&[(4, Fate::Shipped), (5, Fate::Shipped)]), &[]);
    assert_eq!(ruler.ticks.len(), 2);
    assert_eq!(laid_out(&story(&[(60, Fate::Planned)]), &[]).ticks.last().unwrap().version.minor, 60);
}

#[test]
fn without_a_promise_there_is_no_ruler() {
    assert_eq!(lay_out(&[], &[day("2023-01-01")], &Releases::built_in(), day("2023-01-01")), None);
}

proptest! {
    #[test]
    fn everything_lies_within_and_dots_keep_their_distance(
        minors in prop::collection::vec(1u16..60, 1..5),
        offsets in prop::collection::vec(0i32..4000, 0..80),
    ) {
        let promises: Vec<(u16, Fate)> = minors.into_iter().map(|minor| (minor, Fate::Planned)).collect();
        let notes: Vec<Date> = offsets
            .iter()
            .map(|days| day("2016-01-01").saturating_add(jiff::Span::new().days(*days)))
            .collect();
        let ruler = lay_out(&story(&promises), &notes, &Releases::built_in(), day("2026-07-24")).unwrap();
        let within = |x: i32| (0..ruler.width).contains(&x);
        prop_assert!(ruler.lanes.iter().flat_map(|lane| &lane.marks).all(|mark| within(mark.x)));
        prop_assert!(ruler.ticks.iter().all(|tick| within(tick.x)));
        prop_assert!(ruler.ticks.is_sorted_by_key(|tick| tick.x));
        for (n, dot) in ruler.dots.iter().enumerate() {
            prop_assert!(within(dot.x) && dot.y < ruler.dots_height);
            for other in &ruler.dots[..n] {
                let least = (dot.x - other.x).abs() * LEAST_STEP / STEP;
                prop_assert!(dot.y != other.y || least >= DOT - 1);
            }
        }
    }
}
