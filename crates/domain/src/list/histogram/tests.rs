use super::*;

fn filter(query: &str) -> Filter {
    query.parse().unwrap()
}

fn counts(periods: &[(&str, u32)]) -> Vec<FacetCount<Period>> {
    let count = |(period, notes): &(&str, u32)| FacetCount { value: period.parse().unwrap(), notes: *notes };
    periods.iter().rev().map(count).collect()
}

fn facets(months: &[(&str, u32)], days: &[(&str, u32)]) -> Facets {
    Facets { months: counts(months), days: counts(days), ..Facets::default() }
}

fn drawn(query: &str, months: &[(&str, u32)], days: &[(&str, u32)]) -> Vec<Strip> {
    strips(&filter(query), &facets(months, days), &Releases::built_in())
}

/// A line a strip: its step and time, then its bars as day, notes, height.
#[track_caller]
fn check(query: &str, months: &[(&str, u32)], days: &[(&str, u32)], expected: &[&str]) {
    let described = |strip: &Strip| {
        let bars = strip.bars.iter().map(|bar| {
            let sign = match bar.chosen {
                BarSelection::No => "",
                BarSelection::Within => "-",
                BarSelection::Itself => "*",
            };
            format!(" {}:{}/{}{sign}", bar.first, bar.notes, bar.height)
        });
        format!("{:?} {}..{}{}", strip.step, strip.first, strip.last, bars.collect::<String>())
    };
    let found: Vec<String> = drawn(query, months, days).iter().map(described).collect();
    assert_eq!(found, expected, "{query}");
}

const MONTHS: &[(&str, u32)] = &[("2023-02", 10), ("2023-03", 40), ("2023-06", 1), ("2023-10", 20)];

#[test]
fn months_are_bars_and_months_without_notes_are_gaps() {
    check(
        "",
        MONTHS,
        &[],
        &["Month 2023-02-01..2023-10-31 2023-02-01:10/10 2023-03-01:40/40 2023-06-01:1/3 2023-10-01:20/20"],
    );
    let strip = &drawn("", MONTHS, &[])[0];
    let june = &strip.bars[2];
    // 120 of 273 days lie before it, 30 are its own.
    assert_eq!((june.x, june.x + june.width), (120 * WHOLE / 273, 150 * WHOLE / 273));
    assert_eq!(strip.bars.last().map(|bar| bar.x + bar.width), Some(WHOLE));
    assert_eq!(strip.most().map(|bar| bar.notes), Some(40));
}

#[test]
fn nothing_to_choose_from_is_not_drawn() {
    check("", &[], &[], &[]);
    check("", &[("2023-10", 3)], &[("2023-10-11", 3)], &[]);
    check("", &[("2023-10", 3)], &[("2023-10-10", 1), ("2023-10-11", 2)], &[]);
}

#[test]
fn a_short_time_is_shown_by_weeks() {
    check(
        "",
        &[("2023-09", 1), ("2023-10", 5)],
        &[("2023-09-29", 1), ("2023-10-02", 2), ("2023-10-08", 2), ("2023-10-17", 1)],
        &["Week 2023-09-29..2023-10-17 2023-09-29:1/10 2023-10-02:4/40 2023-10-16:1/10"],
    );
}

#[test]
fn a_long_time_is_shown_by_years() {
    check(
        "",
        &[("2018-12", 1), ("2019-01", 1), ("2023-03", 4), ("2023-10", 4)],
        &[],
        &["Year 2018-01-01..2023-12-31 2018-01-01:1/5 2019-01-01:1/5 2023-01-01:8/40"],
    );
}

#[test]
fn what_no_list_can_hold_is_cut_at_its_old_end() {
    let strips = drawn("", &[("0001-01", 1), ("1999-12", 2), ("2023-10", 1)], &[]);
    let bars: Vec<u32> = strips[0].bars.iter().map(|bar| bar.notes).collect();
    assert_eq!((strips[0].first.year(), bars), (1964, vec![2, 1]));
    assert!(drawn("", &[("2023-10", 1), ("9999-12", 1)], &[]).is_empty(), "the end of all days");
}

#[test]
fn what_the_filter_selects_is_marked() {
    let months = &[("2022-12", 1), ("2023-01", 1), ("2023-10", 1)];
    check(
        "in=2023",
        months,
        &[],
        &["Month 2022-12-01..2023-10-31 2022-12-01:1/40 2023-01-01:1/40- 2023-10-01:1/40-"],
    );
    check(
        "since=2023-01",
        months,
        &[],
        &["Month 2022-12-01..2023-10-31 2022-12-01:1/40 2023-01-01:1/40- 2023-10-01:1/40-"],
    );
    check(
        "in=2023-01&in=2023-10",
        months,
        &[],
        &["Month 2022-12-01..2023-10-31 2022-12-01:1/40 2023-01-01:1/40* 2023-10-01:1/40*"],
    );
}

#[test]
fn a_bar_sets_the_time_and_that_of_the_filter_takes_it_back() {
    let hrefs = |query: &str| -> Vec<String> {
        let strips = drawn(query, MONTHS, &[]);
        strips[0].bars.iter().map(|bar| bar.leads_to.query()).collect()
    };
    assert_eq!(hrefs(""), ["in=2023-02", "in=2023-03", "in=2023-06", "in=2023-10"]);
    assert_eq!(
        hrefs("sig=node&in=2023-03&after=2023-03-11.57.0a1b2c3d"),
        ["sig=node&in=2023-02", "sig=node", "sig=node&in=2023-06", "sig=node&in=2023-10"]
    );
    assert_eq!(
        hrefs("in=2023-03&since=2023-03-06&until=2023-03-12"),
        ["in=2023-02", "", "in=2023-06", "in=2023-10"]
    );
    assert_eq!(hrefs("in=2023-02&in=2023-03")[..2], ["in=2023-03", "in=2023-02"]);
}

#[test]
fn a_week_stays_within_the_month_that_it_was_found_in() {
    let days = &[("2023-10-01", 1), ("2023-10-09", 2), ("2023-10-31", 1)];
    let weeks = |query: &str| drawn(query, MONTHS, days).remove(1);
    let hrefs = |query: &str| -> Vec<String> {
        weeks(query).bars.iter().map(|bar| format!("{} {:?}", bar.leads_to.query(), bar.chosen)).collect()
    };
    assert_eq!(
        hrefs("in=2023-10"),
        [
            "in=2023-10&since=2023-10-01&until=2023-10-01 Within",
            "in=2023-10&since=2023-10-09&until=2023-10-15 Within",
            "in=2023-10&since=2023-10-30&until=2023-10-31 Within",
        ]
    );
    assert_eq!(
        hrefs("in=2023-10&since=2023-10-09&until=2023-10-15")[1..],
        ["in=2023-10 Itself", "in=2023-10&since=2023-10-30&until=2023-10-31 No"]
    );
    assert_eq!(hrefs("since=2023-10-09&until=2023-10-15")[1], " Itself");
    assert_eq!(hrefs("since=2023-10&until=2023-10")[1], "since=2023-10-09&until=2023-10-15 Within");
}

#[test]
fn releases_stand_on_their_days() {
    let strip = &drawn("", MONTHS, &[])[0];
    let ticks: Vec<String> =
        strip.releases.iter().map(|tick| format!("{} {} {}", tick.version, tick.day, tick.x)).collect();
    assert_eq!(ticks, ["1.27 2023-04-11 2527", "1.28 2023-08-15 7142"]);
    assert!(strip.releases.iter().all(|tick| tick.room == Room::Always));
}

#[test]
fn releases_of_many_years_have_no_names_that_collide() {
    let strip = &drawn("", &[("2014-01", 1), ("2026-01", 1)], &[])[0];
    let named = |room: Room| strip.releases.iter().filter(|tick| tick.room == room).count();
    assert!(named(Room::Always) >= 4 && named(Room::Wide) > 0 && named(Room::Never) > 0);
    let mut end = 0;
    for tick in strip.releases.iter().filter(|tick| tick.room == Room::Always) {
        assert!(tick.x >= end, "{tick:?}");
        end = tick.x + 1_000;
    }
}

#[test]
fn few_months_are_named_and_many_by_their_years() {
    let labels = |months: &[(&str, u32)]| -> Vec<String> {
        let strip = &drawn("", months, &[])[0];
        strip.labels.iter().map(|label| format!("{:?} {}", label.step, label.day)).collect()
    };
    assert_eq!(labels(MONTHS)[..2], ["Month 2023-02-01", "Month 2023-03-01"]);
    assert_eq!(labels(MONTHS).len(), 9);
    assert_eq!(
        labels(&[("2022-11", 1), ("2024-02", 1)]),
        ["Year 2022-11-01", "Year 2023-01-01", "Year 2024-01-01"]
    );
}

#[test]
fn the_days_of_a_short_time_are_counted() {
    let check = |query: &str, expected: Option<(&str, &str)>| {
        let days = detailed_days(&filter(query)).map(|(first, last)| (first.to_string(), last.to_string()));
        assert_eq!(days, expected.map(|(first, last)| (first.to_owned(), last.to_owned())), "{query}");
    };
    check("", None);
    check("sig=node", None);
    check("in=2023", None);
    check("in=2023-10", Some(("2023-10-01", "2023-10-31")));
    check("in=2023-10-11", Some(("2023-10-01", "2023-10-31")));
    check("in=2023-09-30&in=2023-11-01", Some(("2023-09-01", "2023-11-30")));
    check("in=2023-01&in=2023-10", None);
    check("since=2023-10-09&until=2023-11-15", Some(("2023-10-01", "2023-11-30")));
    check("since=2023-10-09", None);
    check("until=2023-10-09", None);
    check("since=2023-10-09&until=2023-08-15", None);
    check("in=2023-10&since=2022&until=2024", Some(("2023-10-01", "2023-10-31")));
}

#[test]
fn whiles_follow_one_another_without_gap_or_overlap() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    for step in [Step::Week, Step::Month, Step::Year] {
        let spans = spans(step, day("2023-12-20"), day("2024-03-01"));
        assert!(spans.windows(2).all(|pair| pair[0].1.tomorrow().unwrap() == pair[1].0), "{step:?}");
        assert!(spans.iter().all(|(first, last)| first <= last), "{step:?}");
    }
    assert_eq!(spans(Step::Week, day("2023-10-11"), day("2023-10-11")).len(), 1);
}
