use domain::Date;

use super::*;

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

/// The days of a line by itself, as `first` or `first..last`, with the title; why there is none after a `!`.
fn read(text: &str) -> String {
    read_in(text, None, &Orders::default())
}

fn read_in(text: &str, within: Option<Span>, orders: &Orders) -> String {
    let Some(mention) = find(text) else { return String::new() };
    let days = match mention.days(within, orders) {
        Ok(Span { first, last }) if first == last => first.to_string(),
        Ok(Span { first, last }) => format!("{first}..{last}"),
        Err(reason) => format!("!{reason:?}"),
    };
    let place = match mention.place {
        Place::Whole | Place::Leading => "",
        Place::Trailing => "<",
        Place::Phrase => "?",
    };
    format!("{days}{place} {}", mention.title).trim_end().to_owned()
}

#[test]
fn a_day_is_read_in_many_spellings() {
    for text in [
        "2023/10/11",
        " 2023-10-11 ",
        "2023.10.11",
        "2023. 10. 11.",
        "2023‐10‐11",
        "2023 / 10 / 11",
        "2023年10月11日",
        "2023年 10月 11日（水）",
        "2023 年 10 月 11 日",
        "２０２３／１０／１１",
        "２０２３年１０月１１日",
        "令和5年10月11日",
        "令和 5 年 10 月 11 日 (水)",
        "2023-10-11 (Wed)",
        "2023-10-11 Wednesday",
        "2023-10-11, Wed.",
        "Wed 2023-10-11",
        "Wednesday, 2023-10-11",
        "水曜日 2023/10/11",
        "2023/10/11 水",
        "2023/10/11(水曜日)",
        "2023年10月11日 星期三",
        "2023年10月11日 周三",
        "2023년 10월 11일 (수)",
        "2023년 10월 11일 수요일",
        "11 October 2023",
        "11. Oktober 2023",
        "11 octobre 2023",
        "11 de octubre de 2023",
        "11th of October 2023",
        "11th October, 2023",
        "Oct 11, 2023",
        "October 11 2023",
        "OCT. 11, 2023",
        "October 11th, 2023",
        "Wed, Oct 11, 2023",
        "Wed Oct 11 2023",
        "Wednesday 11 October 2023",
        "2023 Oct 11",
        "2023, October 11th",
        "2023-Oct-11",
        "11-Oct-2023",
        "11/Oct/2023",
        "Oct-11-2023",
        "Oct 11 '23",
        "20231011",
        "2023-W41-3",
        "【2023/10/11】",
        "[2023-10-11]",
        "[[2023-10-11]]",
        "<2023-10-11 Wed>",
        "(2023-10-11)",
        "**2023-10-11**",
        "__2023-10-11__",
        "*2023-10-11* (Wed)",
        "`2023-10-11`",
        "**2023-10-11 (水)**",
        "「2023-10-11」",
        "23/10/11",
        "2023-10-11:",
        "- 2023-10-11",
        "11-Oct-23",
    ] {
        assert_eq!(read(text), "2023-10-11", "{text}");
    }
    for (text, expected) in [
        ("19 December 2017", "2017-12-19"),
        ("Dec 5, 2023", "2023-12-05"),
        ("29.03.2023", "2023-03-29"),
        ("03.29.2023", "2023-03-29"),
        ("12/21/2020", "2020-12-21"),
        ("21/12/2020", "2020-12-21"),
        ("12/21/20", "2020-12-21"),
        ("12-21-2020", "2020-12-21"),
        ("12/12/2020", "2020-12-12"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成31年4月30日", "2019-04-30"),
        ("2023/2/3", "2023-02-03"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_stands_around_a_day_is_its_title() {
    let check = |text: &str, expected: &str| assert_eq!(read(text), expected, "{text}");
    check("2023-10-11: KubeCon", "2023-10-11 KubeCon");
    check("2023-10-11 (Wed) - KubeCon", "2023-10-11 KubeCon");
    check("2023-10-11 (KubeCon)", "2023-10-11 (KubeCon)");
    check("2023-10-11：準備", "2023-10-11 準備");
    check("2023-10-11 準備", "2023-10-11 準備");
    check("2023-10-11 Sun exposure", "2023-10-11 Sun exposure");
    check("2023-10-11 Wed KubeCon", "2023-10-11 KubeCon");
    check("2023/10/11 日程", "2023-10-11 日程");
    check("2023-10-11: --concurrency", "2023-10-11 --concurrency");
    check("2023-10-11 -- KubeCon", "2023-10-11 KubeCon");
    check("2023-10-11T09:00", "2023-10-11 09:00");
    check("2023-10-11 10:00-11:00", "2023-10-11 10:00-11:00");
    check("2023-10-11-kubecon", "2023-10-11 kubecon");
    check("2023-10-11 (水・祝)", "2023-10-11 (水・祝)");
    check("2023-10-11 - 13 PRs reviewed", "2023-10-11 13 PRs reviewed");
    check("📅 2023-10-11 KubeCon", "2023-10-11 📅 KubeCon");
    check("December 14th, 2016, 11a - Noon (Pacific)", "2016-12-14 11a - Noon (Pacific)");
    check("Triage (2021-12-30)", "2021-12-30< Triage");
    check("SIG Node - Oct 11, 2023", "2023-10-11< SIG Node");
    check("SIG Node: 2023-10-11 (Wed)", "2023-10-11< SIG Node");
    check("Date: 2023-10-11", "2023-10-11< Date");
    check("[2023-10-12](https://example.org)", "2023-10-12 [2023-10-12](https://example.org)");
    check("[2023-10-12](u): KubeCon", "2023-10-12 [2023-10-12](u): KubeCon");
    check("[2023-10-12][u]", "2023-10-12 [2023-10-12][u]");
    check("[2023-10-12: KubeCon](u)", "2023-10-12 [2023-10-12: KubeCon](u)");
    check("**2023-10-12: KubeCon**", "2023-10-12 KubeCon");
    check("**2023-10-12** KubeCon", "2023-10-12 KubeCon");
    // Words close to a day may be about another one than that of the notes.
    check("Freeze moved to 2023-10-12", "2023-10-12? Freeze moved to 2023-10-12");
    check("Plan of 2023-10-12 in short", "2023-10-12? Plan of 2023-10-12 in short");
    check("2023年10月11日の件", "2023-10-11? 2023年10月11日の件");
}

#[test]
fn a_period_is_its_first_and_its_last_day() {
    let check = |text: &str, expected: &str| assert_eq!(read(text), expected, "{text}");
    for text in [
        "2023-10-11 ~ 2023-10-15",
        "2023-10-11〜2023-10-15",
        "2023/10/11-15",
        "2023/10/11 - 15",
        "2023/10/11 ~ 15",
        "2023/10/11 – 10/15",
        "2023-10-11 to 2023-10-15",
        "2023-10-11 (Wed) ~ 2023-10-15 (Sun)",
        "2023年10月11日〜15日",
        "2023年10月11日から10月15日まで",
        "Oct 11-15, 2023",
        "October 11 – 15, 2023",
        "11-15 October 2023",
        "11.–15. Oktober 2023",
        "11 Oct - 15 Oct 2023",
        "October 11 - October 15, 2023",
    ] {
        check(text, "2023-10-11..2023-10-15");
    }
    check("2023年10月", "2023-10-01..2023-10-31");
    check("2023-10", "2023-10-01..2023-10-31");
    check("2023年10月上旬", "2023-10-01..2023-10-10");
    check("2023年10月下旬：準備", "2023-10-21..2023-10-31 準備");
    check("October 2023", "2023-10-01..2023-10-31");
    check("2023 October: plans", "2023-10-01..2023-10-31 plans");
    check("2023-W41", "2023-10-09..2023-10-15");
    check("2023W41: plans", "2023-10-09..2023-10-15 plans");
    check("2023", "2023-01-01..2023-12-31");
    check("2023年", "2023-01-01..2023-12-31");
    check("2023-10 ~ 2023-12", "2023-10-01..2023-12-31");
    check("10/16/2023 - 10/20/2023", "2023-10-16..2023-10-20");
    check("2023/10/11-13 KubeCon", "2023-10-11..2023-10-13 KubeCon");
    check("Week Ending December 10, 2023", "2023-12-04..2023-12-10");
    check("LWKD: week ending 2023-12-10", "2023-12-04..2023-12-10< LWKD");
    check("Week of Dec 4, 2023", "2023-12-04..2023-12-10");
    check("Week of Dec 6, 2023: plans", "2023-11-30..2023-12-12 plans");
    check("week starting 2023-12-05", "2023-12-05..2023-12-11");
    check("2023年12月4日の週", "2023-12-04..2023-12-10");
}

#[test]
fn what_only_looks_like_a_day_is_none() {
    let check = |text: &str, expected: &str| assert_eq!(read(text), expected, "{text}");
    for text in [
        "2023/13/40",
        "2023/02/30",
        "2023-02-29",
        "0001-02-03",
        "0000-01-01",
        "2023年13月1日",
        "30.02.2023",
        "31 April 2023",
    ] {
        check(text, "!NoSuchDay");
    }
    for text in ["12/07/2020", "07.12.2020", "12/07/20", "20/07/15"] {
        check(text, "!Order");
    }
    for text in [
        "10/12 (木)",
        "10/12",
        "11日(水)",
        "October 12",
        "12. Oktober",
        "10月12日",
        "Oct 12th (Thu)",
        "11th",
        "March",
    ] {
        check(text, "!Year");
    }
    for text in ["2023-10-11-12", "2023-10-11, 2023-10-12", "2023年10月11", "2023年第41週", "10/11 ~ 10/13"]
    {
        assert!(read(text).starts_with("!Unclear"), "{text}: {}", read(text));
    }
    for text in [
        "",
        "x",
        "1.28.4",
        "v1.28",
        "1.28",
        "2023/10/111",
        "20233/1/1",
        "-001-1-1",
        "CVE-2023-10",
        "k/k#115138",
        "Kubernetes 2023",
        "1/2 of the work",
        "3日間",
        "10.0.0.1",
        "release-2023-10-11",
        "https://example.org/2023/10/11",
        "2023.10",
        "99999999",
        "2023 plans",
        "v2023-10-11",
        "24 hours",
        "11 items",
        "12345678901234567890",
        "1.2023-10-11",
    ] {
        check(text, "");
    }
}

#[test]
fn the_file_settles_the_order_of_numbers() {
    let check = |seen: &[&str], stated: Option<DayOrder>, text: &str, expected: &str| {
        let mut orders = Orders::new(stated);
        seen.iter().for_each(|seen| orders.learn(&find(seen).expect("a date")));
        assert_eq!(read_in(text, None, &orders), expected, "{seen:?} {stated:?} {text}");
    };
    let (month_first, day_first) = (Some(DayOrder::MonthFirst), Some(DayOrder::DayFirst));
    check(&["12/21/2020"], None, "12/07/2020", "2020-12-07");
    check(&["21/12/2020"], None, "12/07/2020", "2020-07-12");
    check(&["21/12/2020", "12/21/2020"], None, "12/07/2020", "!Order");
    check(&["21/12/2020", "12/21/2020"], month_first, "12/07/2020", "2020-12-07");
    check(&["12/21/2020"], day_first, "12/07/2020", "2020-12-07");
    check(&[], month_first, "12/07/2020", "2020-12-07");
    check(&[], day_first, "12/07/2020", "2020-07-12");
    check(&[], day_first, "12/21/2020", "2020-12-21");
    check(&["12/21/2020"], None, "07.12.2020", "!Order");
    check(&["12/21/20"], None, "12/07/2020", "2020-12-07");
    check(&["23/10/12"], None, "20/07/15", "2020-07-15");
    // A day of the week settles what is open, and never what is settled.
    check(&[], None, "Mon 12/07/2020", "2020-12-07");
    check(&[], None, "Sun 12/07/2020", "2020-07-12");
    check(&[], None, "Thu 12/07/2020", "!Order");
    check(&["12/21/2020"], None, "Sun 12/07/2020", "2020-12-07");
}

#[test]
fn a_day_without_its_year_is_one_of_those_around_it() {
    let check = |within: &str, text: &str, expected: &str| {
        let (first, last) = within.split_once("..").expect("two days");
        let within = Span::new(date(first), date(last));
        assert_eq!(read_in(text, within, &Orders::default()), expected, "{within:?} {text}");
    };
    let (year, month, week) = ("2023-01-01..2023-12-31", "2023-10-01..2023-10-31", "2023-10-09..2023-10-15");
    for within in [year, month, week] {
        for text in ["10/12 (木)", "10月12日", "October 12", "12. Oktober", "Oct 12th (Thu)", "10-12 (Thu)"]
        {
            check(within, text, "2023-10-12");
        }
        // Another day of the week speaks against the year.
        check(within, "10/12 (金)", "!Year");
    }
    for within in [month, week] {
        for text in ["12日", "12日(木)", "12th", "Thu 12th", "12 (Thu)", "10/12"] {
            check(within, text, "2023-10-12");
        }
    }
    check(year, "12日", "!Year");
    check(year, "10/12", "!Order");
    check(year, "10/13", "2023-10-13");
    check(year, "10/12: KubeCon", "!Order KubeCon");
    check(year, "10/13: KubeCon", "2023-10-13 KubeCon");
    check(year, "10月", "2023-10-01..2023-10-31");
    check(month, "11月1日", "!Year");
    check(week, "Thursday", "2023-10-12");
    check(week, "木曜日", "2023-10-12");
    check(month, "Thursday", "!Year");
    check("2022-12-26..2023-01-01", "12/31", "2022-12-31");
    check("2022-12-26..2023-01-01", "1/1", "2023-01-01");
}

#[test]
fn a_path_names_days() {
    let check = |path: &str, named: &str, within: &str| {
        let show = |span: Option<Span>| match span {
            None => String::new(),
            Some(Span { first, last }) if first == last => first.to_string(),
            Some(Span { first, last }) => format!("{first}..{last}"),
        };
        let days = days_of_path(path);
        assert_eq!((show(days.named), show(days.within)), (named.to_owned(), within.to_owned()), "{path}");
    };
    let (year, month) = ("2023-01-01..2023-12-31", "2023-05-01..2023-05-31");
    for path in [
        "2023-05-22.md",
        "2023_05_22.md",
        "2023.05.22.md",
        "20230522.md",
        "2023-05-22-title.md",
        "2023-05-22 a title.md",
        "2023/05/22.md",
        "2023/5/22-title.md",
        "2023/05-22.md",
        "notes/2023/05/22.md",
        "journals/2023_05_22.md",
        "2023/05/2023-05-22.md",
        "2023/2023-05/22.md",
        "SIG-Node-2023-05-22.md",
        "2023年5月22日.md",
        "22 May 2023.md",
        "2023-05-22.en.md",
        "20230522_title.txt",
    ] {
        check(path, "2023-05-22", year);
    }
    check("2023-05.md", month, month);
    check("2023/05.md", month, month);
    check("2023-W21.md", "2023-05-22..2023-05-28", "2023-05-22..2023-05-28");
    check("2023.md", year, year);
    check("2023/05/notes.md", "", month);
    check("2023/notes.md", "", year);
    check("kubernetes-2023.txt", "", year);
    check("10-11-2023.md", "", year);
    for path in ["", "notes.md", "1.28.4.md", "2023-13-40.md", "05/22.md", "k8s-1.28.md", "99991231.md"] {
        check(path, "", "");
    }
}

#[test]
fn a_heading_may_have_no_day() {
    type Bounds<'a> = (Option<&'a str>, Option<&'a str>);
    let check = |text: &str, expected: Option<(Option<Bounds<'_>>, &str)>| {
        let found = undated(text).map(|undated| (undated.bounds, undated.title));
        let bounds = |(first, last): Bounds<'_>| (first.map(date), last.map(date));
        assert_eq!(found, expected.map(|(days, title)| (days.map(bounds), title)), "{text}");
    };
    for text in ["Undated", "undated", "No date", "日付なし", "日付不明"] {
        check(text, Some((None, "")));
    }
    check("Undated: ideas", Some((None, "ideas")));
    check("日付不明（秋）", Some((None, "（秋）")));
    check("Undated (2023-10-11 ~ 2023-10-13)", Some((Some((Some("2023-10-11"), Some("2023-10-13"))), "")));
    check("Undated (2023-10-11 ~)", Some((Some((Some("2023-10-11"), None)), "")));
    check("Undated (~ 2023-10-13)", Some((Some((None, Some("2023-10-13"))), "")));
    check("Undated (~)", Some((Some((None, None)), "")));
    check("Undatedness", None);
    check("日付なしの話", None);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    /// Spellings that mean one day by themselves.
    const FORMS: [&str; 22] = [
        "%Y-%m-%d",
        "%Y/%-m/%-d",
        "%Y.%m.%d",
        "%Y年%-m月%-d日",
        "%Y 年 %m 月 %d 日",
        "%b %-d, %Y",
        "%B %-d %Y",
        "%-d %B %Y",
        "%d-%b-%Y",
        "%Y %b %d",
        "%A, %B %-d, %Y",
        "%a %Y-%m-%d",
        "%Y-%m-%d (%a)",
        "%Y-%m-%d %A",
        "[[%Y-%m-%d]]",
        "<%Y-%m-%d %a>",
        "【%Y/%m/%d】",
        "**%Y-%m-%d**",
        "%Y%m%d",
        "%G-W%V-%u",
        "%b %-d '%y",
        "%d. %B %Y",
    ];

    fn any_day() -> impl Strategy<Value = Date> {
        (2014_i16..=2038, 1_i8..=12, 1_i8..=28)
            .prop_map(|(year, month, day)| Date::new(year, month, day).expect("a day"))
    }

    /// Pieces that dates are made of, and what stands around them.
    const PIECES: [&str; 40] = [
        "2023", "10", "11", "31", "1", "99", "0", "00012", "/", "-", ".", " ", ",", "年", "月", "日", "W",
        "T", "th", "Oct", "May", "of", "'", "(", ")", "[", "]", "<", ">", "~", "–", "から", "まで", "Wed",
        "水", "曜", "令和", "元", "*", "\u{3000}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn a_day_reads_itself_in_every_spelling(day in any_day(), form in prop::sample::select(&FORMS[..]), title in "[a-z]{3,8}") {
            let spelled = day.strftime(form).to_string();
            prop_assert_eq!(read(&spelled), day.to_string());
            prop_assert_eq!(read(&format!("{spelled}: {title}")), format!("{day} {title}"));
            prop_assert_eq!(read(&format!("{title}: {spelled}")), format!("{day}< {title}"));
            prop_assert_eq!(read(&format!("{title} ({spelled})")), format!("{day}< {title}"));
        }

        #[test]
        fn numbers_are_read_as_one_of_their_orders_or_not_at_all(day in any_day(), mark in prop::sample::select(&["/", ".", "-"][..])) {
            let (month_first, day_first) = (day.strftime("%m{}%d{}%Y"), day.strftime("%d{}%m{}%Y"));
            let spelled = [month_first, day_first].map(|text| text.to_string().replace("{}", mark));
            let orders = [DayOrder::MonthFirst, DayOrder::DayFirst].map(|order| Orders::new(Some(order)));
            for (text, orders) in spelled.iter().zip(&orders) {
                prop_assert_eq!(read_in(text, None, orders), day.to_string());
                let alone = read(text);
                prop_assert!(alone == day.to_string() || alone == "!Order", "{text} {alone}");
            }
        }

        #[test]
        fn a_period_is_read_as_what_it_is(first in any_day(), length in 1_i32..300, form in prop::sample::select(&[" ~ ", "〜", " to ", " – "][..])) {
            let last = first.checked_add(jiff::ToSpan::days(length)).expect("a day");
            prop_assert_eq!(read(&format!("{first}{form}{last}")), format!("{first}..{last}"));
        }

        #[test]
        fn any_text_is_read(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12), text in "\\PC{0,20}") {
            for text in [pieces.concat(), text] {
                read(&text);
                undated(&text);
                days_of_path(&text);
                year_at_edge(&text);
            }
        }
    }

    #[test]
    fn a_line_of_any_length_is_read_in_linear_time() {
        let started = std::time::Instant::now();
        for piece in PIECES {
            for other in ["", " ", "x", "1", "("] {
                read(&format!("{piece}{other}").repeat(5_000));
            }
        }
        assert!(started.elapsed() < std::time::Duration::from_secs(60), "{:?}", started.elapsed());
    }
}
