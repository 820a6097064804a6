//! Which day the notes of a journal get.

use super::*;
use crate::source::DayOrder;

/// Entries in a line each: the day, or its bounds, and the notes; then remarks.
fn days_of(path: &str, text: &str, options: &ReadOptions) -> (String, String) {
    let file = SourceFile { path, bytes: text.as_bytes() };
    let (draft, remarks) = crate::source::read(&file, options).expect("notes");
    assert_eq!(substance(&through_journal(&draft)), substance(&draft), "{}", journal_of(&draft));
    let show = |entry: &DraftEntry| {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let day = match entry.date {
            Some(date) => date.to_string(),
            None => format!("{}..{}", day(entry.not_before), day(entry.not_after)),
        };
        let notes: Vec<String> = entry.notes.iter().map(|note| note.markdown.replace('\n', "/")).collect();
        format!("{day} {}", notes.join(" | ")).trim_end().to_owned()
    };
    let entries: Vec<String> = draft.entries.iter().map(show).collect();
    let remarks: Vec<String> = remarks.iter().map(Remark::to_string).collect();
    (entries.join("\n"), remarks.join("\n"))
}

fn check(text: &str, entries: &[&str], remarks: &[&str]) {
    check_at("", &ReadOptions::default(), text, entries, remarks);
}

fn check_at(path: &str, options: &ReadOptions, text: &str, entries: &[&str], remarks: &[&str]) {
    assert_eq!(days_of(path, text, options), (entries.join("\n"), remarks.join("\n")), "{path} {text}");
}

#[test]
fn a_heading_of_any_level_and_spelling_is_a_day() {
    for heading in [
        "# Dec 5, 2023",
        "## 5 December 2023",
        "### [2023-12-05](https://example.org)",
        "#### [[2023-12-05]]",
        "##### <2023-12-05 Tue>",
        "###### 【2023/12/05】",
        "## **2023年12月5日**",
        "２０２３／１２／５\n===",
        "## 令和5年12月5日(火)",
    ] {
        let (entries, remarks) = days_of("", &format!("{heading}\n- a"), &ReadOptions::default());
        let expected = if heading.contains("](") {
            "2023-12-05 [2023-12-05](https://example.org) | a"
        } else {
            "2023-12-05 a"
        };
        assert_eq!((entries.as_str(), remarks.as_str()), (expected, ""), "{heading}");
    }
    // The parser takes it for an item with a number.
    check("15. Oktober 2019\n===\n- a\n\n17. Oktober 2019\n---\n- b", &["2019-10-15 a", "2019-10-17 b"], &[]);
    check("15. Oktober 2019: call\n===\n- a", &["2019-10-15 call | a"], &[]);
    check("15. Oktober 2019\n\ntext\n\n17. Oktober 2019\n\n- b", &["2019-10-15 text", "2019-10-17 b"], &[]);
    check("## Triage (2021-12-30)\n- a", &["2021-12-30 Triage | a"], &[]);
    check("# December 14th, 2016, 11a - Noon (Pacific)\n- a", &["2016-12-14 11a - Noon (Pacific) | a"], &[]);
    check("## 2023-10-12 (Wed)\n- a", &["2023-10-12 a"], &["line 1: 2023-10-12 is another day of the week"]);
}

#[test]
fn a_period_has_bounds_and_no_day() {
    check("# 2023年10月\n- a", &["2023-10-01..2023-10-31 a"], &[]);
    check("## 2023-10-11 ~ 2023-10-15\n- a", &["2023-10-11..2023-10-15 a"], &[]);
    check("## 2023/10/11-13: KubeCon\n- a", &["2023-10-11..2023-10-13 KubeCon | a"], &[]);
    check(
        "## 2023-W41\n- a\n## 2023-W40\n- b",
        &["2023-10-02..2023-10-08 b", "2023-10-09..2023-10-15 a"],
        &[],
    );
    // Neighbours do not change them; the last day decides the order.
    check(
        "# 2023-10-01\n- a\n# 2023-10-11 ~ 2023-10-15\n- b\n# 2023-10-12\n- c\n# 2023-10-20",
        &["2023-10-01 a", "2023-10-12 c", "2023-10-11..2023-10-15 b", "2023-10-20"],
        &[],
    );
    // A month above days says when they are.
    check(
        "# 2023年10月\n## 11日(水)\n- a\n## 12日(木)\n- b\n# 2023年11月\nplan\n## 1日\n- c",
        &["2023-10-11 a", "2023-10-12 b", "2023-11-01 c", "2023-11-01..2023-11-30 plan"],
        &[],
    );
    check("# 2023\n## October\n### 12th (Thu)\n- a", &["2023-10-12 a"], &[]);
    check("# 2023-W41\n## Monday\n- a\n## 木曜日\n- b", &["2023-10-09 a", "2023-10-12 b"], &[]);
    check("# Kubernetes - 2023\n## 10/12 (木)\n- a\n## 10/13\n- b", &["2023-10-12 a", "2023-10-13 b"], &[]);
    check("## 2023年10月\n## 11日(水)\n- a", &["2023-10-11 a"], &[]);
    // A part of a day that is named after a month is none.
    check("## 2023-10-11\n### October 2023\n- a", &["2023-10-11 ### October 2023 | a"], &[]);
}

#[test]
fn the_year_of_a_day_is_not_guessed() {
    check(
        "## 10/12 (木)\n- a\n## 10月13日\n- b",
        &[".. 10/12 (木) | a", ".. 10月13日 | b"],
        &[
            "2 headings from line 1 on look like days and were not read",
            "line 1: nothing says which year it is of: 10/12 (木)",
            "line 3: nothing says which year it is of: 10月13日",
        ],
    );
    // Another day of the week, and a leap over the turn of the year, speak against it.
    check(
        "# 2023\n## 10/12 (金)\n- a",
        &[".. 10/12 (金) | a"],
        &["line 2: nothing says which year it is of: 10/12 (金)"],
    );
    check(
        "# Notes 2023\n## 12月28日\n- a\n## 1月5日\n- b",
        &[".. 1月5日 | b", "2023-12-28 a"],
        &["line 4: nothing says which year it is of: 1月5日"],
    );
    // With its day of the week it is of the year of the day above.
    check(
        "## 2023-12-28\n- a\n## 1/5 (Fri)\n- b\n## 1/6\n- c",
        &["2023-12-28 a", "2024-01-05 b", "2024-01-05.. 1/6 | c"],
        &["line 5: nothing says which year it is of: 1/6"],
    );
    check(
        "# 2023年の日記\n10月11日（水）\n起きた\n\n10月12日\n寝た",
        &["2023-10-11 起きた", "2023-10-12 寝た"],
        &[],
    );
    // A heading that ends the part of a year ends its days.
    check(
        "# Log\n## 2023年\n### 10月12日\n- a\n## Other\n### 10月13日\n- b",
        &[".. ## Other | 10月13日 | b", "2023-10-12 a"],
        &["line 6: nothing says which year it is of: 10月13日"],
    );
}

#[test]
fn the_file_or_the_operator_says_whether_months_come_first() {
    let text = "## 12/07/2020\n- a\n";
    let unread = ["line 1: the month or the day may come first: 12/07/2020"];
    check(text, &[".. 12/07/2020 | a"], &unread);
    let order = |order| ReadOptions { day_order: Some(order), ..ReadOptions::default() };
    check_at("", &order(DayOrder::MonthFirst), text, &["2020-12-07 a"], &[]);
    check_at("", &order(DayOrder::DayFirst), text, &["2020-07-12 a"], &[]);
    check(&format!("{text}## 12/21/2020\n- b"), &["2020-12-07 a", "2020-12-21 b"], &[]);
    check(&format!("{text}## 21/12/2020\n- b"), &["2020-07-12 a", "2020-12-21 b"], &[]);
    check(
        &format!("{text}## 21/12/2020\n- b\n## 12/31/2020\n- c"),
        &["..2020-12-21 12/07/2020 | a", "2020-12-21 b", "2020-12-31 c"],
        &unread,
    );
    check("## Mon 12/07/2020\n- a", &["2020-12-07 a"], &[]);
}

#[test]
fn what_looks_like_a_day_and_is_not_read_ends_the_entry_above() {
    check(
        "## 2023-02-01\n- a\n## 2023/02/30\n- b\n## 2023-03-01\n- c",
        &["2023-02-01 a", "2023-02-01..2023-03-01 2023/02/30 | b", "2023-03-01 c"],
        &["line 3: there is no such day: 2023/02/30"],
    );
    check(
        "## 2023-02-01\n- a\n## 2023年3月1日の件\n- b",
        &[".. 2023年3月1日の件 | b", "2023-02-01 a"],
        &["line 3: the words around the day may be about another one: 2023年3月1日の件"],
    );
    check(
        "## 2023-02-01\n- a\n### Moved to 2023-03-01\n- b\n### 1.28.4\n- c",
        &["2023-02-01 a | ### Moved to 2023-03-01 | b | ### 1.28.4 | c"],
        &["line 3: a day within an entry was not read: Moved to 2023-03-01"],
    );
    // Days among words are read where that is how the headings of a level name them.
    check(
        "## Notes of 2023-02-01\n- a\n## Notes of 2023-02-08\n- b",
        &["2023-02-01 Notes of 2023-02-01 | a", "2023-02-08 Notes of 2023-02-08 | b"],
        &[],
    );
    check(
        "## 2023-09-20\n- a\n## Freeze (2023-10-06)\n- b\n## 2023-09-21\n- c",
        &["2023-09-20 a", "2023-09-20..2023-09-21 Freeze (2023-10-06) | b", "2023-09-21 c"],
        &["line 3: the words around the day may be about another one: Freeze (2023-10-06)"],
    );
    check(
        "## 2023-09-20\n- a\n## Triage (2023-09-21)\n- b\n## 2023-09-22\n- c",
        &["2023-09-20 a", "2023-09-21 Triage | b", "2023-09-22 c"],
        &[],
    );
    check(
        "## Mar 10 2022\n- a\n## Meeting 2022-03-17\n- b\n## Meeting 2022-03-24\n- c\n## Plan of 2022-03-31\n- d",
        &[
            "2022-03-10 a",
            "2022-03-17 Meeting 2022-03-17 | b",
            "2022-03-24 Meeting 2022-03-24 | c",
            "2022-03-24.. Plan of 2022-03-31 | d",
        ],
        &["line 7: the words around the day may be about another one: Plan of 2022-03-31"],
    );
    check("# 日付不明\n- a\n# No date\n- b", &[".. a", ".. b"], &[]);
    check(
        "# Notes of 2023-02-01\n- a",
        &[".. a"],
        &["line 1: the words around the day may be about another one: Notes of 2023-02-01"],
    );
}

#[test]
fn an_odd_day_is_read_and_remarked() {
    let options = ReadOptions { today: Some(day("2023-11-01")), ..ReadOptions::default() };
    let remarked = |text: &str, remarks: &[&str]| {
        assert_eq!(days_of("", text, &options).1, remarks.join("\n"), "{text}");
    };
    remarked("# 2014-06-05\n- a", &["line 1: 2014-06-05 is before the first commit of Kubernetes"]);
    remarked("# 2014-06-06\n- a\n# 2024-11-01\n- b", &[]);
    remarked("# 2024-11-02\n- a", &["line 1: 2024-11-02 is more than a year ahead"]);
    let sorted = "the days are out of order: they were sorted";
    let days = |days: &[&str]| days.iter().map(|day| format!("# {day}\n- a\n")).collect::<String>();
    // One that the others speak against; a file in no order has no habit.
    remarked(
        &days(&["2023-01-01", "2023-01-02", "2023-10-03", "2023-01-04", "2023-01-05", "2023-01-06"]),
        &[sorted, "line 5: 2023-10-03 is out of order among the days around it"],
    );
    remarked(
        &days(&["2023-01-06", "2023-01-05", "2023-01-04", "2022-01-03", "2023-01-02", "2023-01-01"]),
        &[sorted, "line 7: 2022-01-03 is out of order among the days around it"],
    );
    remarked(&days(&["2023-01-03", "2023-01-01", "2023-01-02"]), &[sorted]);
}

#[test]
fn a_heading_above_those_of_days_ends_the_day() {
    check(
        "## kubernetes/kubernetes\n#### 2024-01-15\n- a\n## containerd/containerd\n#### 2024-01-19\n- b",
        &["2024-01-15 ## kubernetes/kubernetes | a", "2024-01-19 ## containerd/containerd | b"],
        &[],
    );
    check(
        "#### 2024-01-15\n- a\n## containerd\nabout it\n#### 2024-01-19\n- b\n##### c\n- d",
        &["2024-01-15 a", "2024-01-15..2024-01-19 ## containerd//about it", "2024-01-19 b | ##### c | d"],
        &[],
    );
    check(
        "### 2024-01-15\n- a\n## Empty\n# 2024-01-19\n- b",
        &["2024-01-15 a", "2024-01-15..2024-01-19 ## Empty", "2024-01-19 b"],
        &[],
    );
    // Of the same level it is a part of the day, as ever.
    check("## 2024-01-15\n- a\n## Other\n- b", &["2024-01-15 a | ## Other | b"], &[]);
}

#[test]
fn lines_are_days_where_the_days_of_a_file_stand_so() {
    check("2023-10-11\n\n- a\n\n2023-10-12\n- b", &["2023-10-11 a", "2023-10-12 b"], &[]);
    check(
        "**2023-10-11**\n\n- a\n\n**Oct 12, 2023: KubeCon**\n- b",
        &["2023-10-11 a", "2023-10-12 KubeCon | b"],
        &[],
    );
    check("2023年10月11日\n寝た\n\n2023年10月12日\n起きた", &["2023-10-11 寝た", "2023-10-12 起きた"], &[]);
    check(
        "# Log\n## SIG Node\n**2023-10-11**\n- a\n## SIG Apps\n**2023-10-12**\n### Topic\n- b",
        &["2023-10-11 ## SIG Node | a", "2023-10-12 ## SIG Apps | ### Topic | b"],
        &[],
    );
    // One alone is none, nor one in the entry of a heading.
    check(
        "- a\n\n2023-10-11\n\n- b",
        &[".. a", ".. 2023-10-11 | b"],
        &["line 3: a day stands on a line of its own, and no other does: 2023-10-11"],
    );
    check(
        "## 2023-10-11\n- a\n\n2023-10-09\n\n2023-10-08\n",
        &["2023-10-11 a//2023-10-09//2023-10-08"],
        &[
            "line 4: a day within an entry was not read: 2023-10-09",
            "line 6: a day within an entry was not read: 2023-10-08",
        ],
    );
    // Of a list of days it is said that they are not read.
    check(
        "- 2023-10-11\n  - a\n- 2023-10-12\n  - b",
        &[".. 2023-10-11/- a | 2023-10-12/- b"],
        &[
            "line 1: a day within an entry was not read: - 2023-10-11",
            "line 3: a day within an entry was not read: - 2023-10-12",
        ],
    );
    check(
        "the day was 2023-10-11\n\n2023-10-12 was another\n",
        &[".. the day was 2023-10-11//2023-10-12 was another"],
        &[],
    );
}

#[test]
fn a_line_says_the_day_of_its_section() {
    check(
        "## SIG Node\n- **Date:** 03.29.2023\n- a\n## SIG Apps\n- **Date:** 03.30.2023\n- b",
        &[
            "2023-03-29 ## SIG Node | **Date:** 03.29.2023 | a",
            "2023-03-30 ## SIG Apps | **Date:** 03.30.2023 | b",
        ],
        &[],
    );
    check(
        "# Weekly\nAttendees: x\nDate: Dec 5, 2023\n\n- a",
        &["2023-12-05 Attendees: x/Date: Dec 5, 2023 | a"],
        &[],
    );
    check("日付：2023/12/05\n\n- a", &["2023-12-05 日付：2023/12/05 | a"], &[]);
    check(
        "## Weekly\nDate: 12/07/2020\n",
        &[".. ## Weekly//Date: 12/07/2020"],
        &["line 2: the month or the day may come first: Date: 12/07/2020"],
    );
    check(
        "## 2023-12-05\nDate: 2023-12-06\n",
        &["2023-12-05 Date: 2023-12-06"],
        &["line 2: this line says 2023-12-06, its heading 2023-12-05"],
    );
    check(
        "## Weekly\n**Date: March 3, 2021**\n\n- a\n## Weekly\n**Date: March 10, 2021**\n- b",
        &[
            "2021-03-03 ## Weekly//**Date: March 3, 2021** | a",
            "2021-03-10 ## Weekly//**Date: March 10, 2021** | b",
        ],
        &[],
    );
    check("## 2023-12-05\n### KEP\n- Date: 2023-12-01", &["2023-12-05 ### KEP | Date: 2023-12-01"], &[]);
}

#[test]
fn a_file_is_of_the_day_that_it_is_named_after() {
    let named = |path: &str, text: &str, entries: &[&str]| {
        check_at(path, &ReadOptions::default(), text, entries, &[]);
    };
    named("2023-05-22.md", "- a", &["2023-05-22 a"]);
    named("2023/05/22.md", "# Title\n- a\n## Part\n- b", &["2023-05-22 a | ## Part | b"]);
    named("2023-05.md", "- a", &["2023-05-01..2023-05-31 a"]);
    named("2023-05.md", "## 22日(月)\n- a", &["2023-05-22 a"]);
    named("2023/notes.md", "## 5/22\n- a", &["2023-05-22 a"]);
    named(
        "2023-05-22.md",
        "- a\n## 2023-05-23\n- b\n## Undated\n- c",
        &["2023-05-22 a", "2023-05-23 b", "2023-05-23.. c"],
    );
    named("notes.md", "- a", &[".. a"]);
}

#[test]
fn the_title_of_a_whole_file_stays_its_title() {
    let check = |text: &str, title: Option<&str>| {
        assert_eq!(read_text(text).0.title.as_deref(), title, "{text}");
    };
    check("# 2023年10月\n- a", Some("2023年10月"));
    check("# Triage (2021-12-30)\n- a", Some("Triage (2021-12-30)"));
    check("# 2023年10月\n- a\n# 2023年11月\n- b", None);
    check("# 2021-12-30\n- a", None);
    check("# Notes since 2021-12-30\n- a", Some("Notes since 2021-12-30"));
    check("# Notes (2021-12-30)\n## 2021-12-01\n- a", Some("Notes (2021-12-30)"));
}

#[test]
fn a_note_keeps_its_id_when_its_day_is_read_at_last() {
    use domain::notebook::NotebookSlug;
    use domain::notebook::reimport::{PreviousEntry, PreviousNote, SourceEntry, plan};

    let text = "# Log\n\n## Dec 5, 2023\n\n- a first note\n- a second one\n\n## 21 December 2023\n\n- a third note\n";
    // What was read of it when words were no days.
    let before: Vec<&str> =
        vec!["## Dec 5, 2023", "a first note", "a second one", "## 21 December 2023", "a third note"];
    let slug: NotebookSlug = "log".parse().expect("a slug");
    let first =
        plan(&slug, &[], &[SourceEntry { key: None, date: None, notes: before.clone(), ids: None }], &|_| {
            false
        });
    let known = PreviousEntry {
        id: first.entries[0].id.clone(),
        key: None,
        date: None,
        notes: first.entries[0]
            .notes
            .iter()
            .zip(&before)
            .map(|(note, text)| PreviousNote { id: note.id.clone(), text: (*text).into(), vanished: false })
            .collect(),
        vanished: false,
    };
    let (draft, _) = read_text(text);
    let new: Vec<SourceEntry<'_>> = draft.entries.iter().map(SourceEntry::from).collect();
    let second = plan(&slug, std::slice::from_ref(&known), &new, &|_| false);
    let ids: Vec<String> =
        second.entries.iter().flat_map(|entry| &entry.notes).map(|note| note.id.to_string()).collect();
    let expected: Vec<String> = [1, 2, 4].iter().map(|at| known.notes[*at].id.to_string()).collect();
    assert_eq!(ids, expected);
    assert!(second.entries.iter().any(|entry| entry.id == known.id));
    assert!(!second.loses_more_than_half());
}

#[test]
fn no_heading_that_names_a_day_is_passed_over() {
    let unread = |line: u32, reason: &str, text: &str| format!("line {line}: {reason}: {text}");
    let (open, words) =
        ("nothing says which year it is of", "the words around the day may be about another one");
    // What pandoc adds is no part of the day.
    check("# Log {#log}\n\n# 2023-12-06 {#dec-6}\n- a", &["2023-12-06 a"], &[]);
    check("# 2023\n\n## Dec 6 {#dec-6}\n- a", &["2023-12-06 a"], &[]);
    for (heading, reason, text) in [
        ("Dec 6 {#dec-6}", open, "Dec 6"),
        ("Nov 29 Agenda {#nov-29-agenda}", words, "Nov 29 Agenda"),
        ("July 7th Meeting", words, "July 7th Meeting"),
        ("July 7/8 - Meeting", "it is not certain which day this is", "July 7/8 - Meeting"),
        ("Planning of 30 June", words, "Planning of 30 June"),
        ("10月11日の会議", words, "10月11日の会議"),
        ("Cancelled: 2023-10-11 Meeting", words, "Cancelled: 2023-10-11 Meeting"),
    ] {
        let text_of_file = format!("# Log\n\n## 2023-01-05\n- a\n\n## {heading}\n- b");
        // One day does not say in which direction the file goes.
        let entries = [format!(".. {text} | b"), String::from("2023-01-05 a")];
        let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
        check(&text_of_file, &entries, &[&unread(6, reason, text)]);
    }
    // Those of a part of a day stay in it.
    check(
        "## 2023-10-11\n- a\n### Plans for Dec 6\n- b\n### Notes of 2023-10-11\n- c\n### May we\n- d",
        &["2023-10-11 a | ### Plans for Dec 6 | b | ### Notes of 2023-10-11 | c | ### May we | d"],
        &["line 3: a day within an entry was not read: Plans for Dec 6"],
    );
    // A title says so as well, and the first of many is none.
    check(
        "# Log of 2023-10-01\n## 2023-10-11\n- a",
        &["2023-10-11 a"],
        &[&unread(1, words, "Log of 2023-10-01")],
    );
    check(
        "# December 17th Meeting\n- a\n# December 3rd Call\n- b",
        &[".. December 17th Meeting | a", ".. December 3rd Call | b"],
        &[
            "2 headings from line 1 on look like days and were not read",
            &unread(1, open, "December 17th Meeting"),
            &unread(3, open, "December 3rd Call"),
        ],
    );
}

#[test]
fn days_in_code_and_tables_are_counted() {
    let remark = |count: u32, line: u32| {
        format!(
            "{count} lines from line {line} on look like days and stand in code or a table: they were not read"
        )
    };
    let remarks_on = |text: &str| days_of("", text, &ReadOptions::default()).1;
    assert_eq!(
        remarks_on(
            "# Log\n\n##\n\n        December 2, 2019 (recording)\n\na\n\n##\n\n        Dec 9, 2019\n\nb"
        ),
        remark(2, 5)
    );
    assert_eq!(
        remarks_on(
            "<table>\n<tr>\n<td>Dec 18, 2018\n</td>\n</tr>\n<tr><td>Dec 4, 2018</td></tr>\n</table>\n"
        ),
        remark(2, 3)
    );
    assert_eq!(
        remarks_on("| day | what |\n|---|---|\n| 2018-12-18 | a |\n| 2018-12-19 | b |\n"),
        remark(2, 3)
    );
    // Logs, and tables of plans among days.
    assert_eq!(remarks_on("# Log\n\n    2018-12-18 09:00 started\n    2018-12-18 09:01 stopped\n"), "");
    let days: String = (1..9).map(|day| format!("## 2023-10-0{day}\n- a\n")).collect();
    assert_eq!(
        remarks_on(&format!("{days}\n| 2023-11-01 | freeze |\n|---|---|\n| 2023-11-08 | release |\n")),
        ""
    );
}

#[test]
fn the_order_of_headings_proves_days() {
    let words = "the words around the day may be about another one";
    // Years, from the day above on, up to a gap; day by day.
    check(
        "# Oct 7, 2020\n- a\n# September 30\n- b\n# July 1st Meeting\n- c\n# Jun 24\n- d\n# Dec 30\n- e",
        &[
            "..2020-06-24 Dec 30 | e",
            "2020-06-24 d",
            "2020-07-01 July 1st Meeting | c",
            "2020-09-30 b",
            "2020-10-07 a",
        ],
        &["line 9: nothing says which year it is of: Dec 30"],
    );
    check(
        "# December 30\n- a\n# Jan 6, 2021\n- b\n# Jan 13\n- c\n# Jan 20\n- d",
        &["2020-12-30 a", "2021-01-06 b", "2021-01-13 c", "2021-01-20 d"],
        &[],
    );
    // Words around a day that lies in order; not outside of it.
    check(
        "# 2016-10-06\n- a\n# [Cancelled] 2016-10-13: KubeCon\n- b\n# 2016-10-20\n- c\n# Freeze of 2016-12-01\n- d\n# 2016-10-27\n- e",
        &[
            "2016-10-06 a",
            "2016-10-13 [Cancelled] 2016-10-13: KubeCon | b",
            "2016-10-20 c",
            "2016-10-20..2016-10-27 Freeze of 2016-12-01 | d",
            "2016-10-27 e",
        ],
        &[&format!("line 7: {words}: Freeze of 2016-12-01")],
    );
    check(
        "# 2016-10-06\n- a\n# Moved to 2016-10-13\n- b\n# 2016-10-20\n- c\n# 2016-10-27\n- d",
        &["2016-10-06 a", "2016-10-06..2016-10-20 Moved to 2016-10-13 | b", "2016-10-20 c", "2016-10-27 d"],
        &[&format!("line 3: {words}: Moved to 2016-10-13")],
    );
    // The name of the file, unless a heading says another year.
    let named = "2016-meeting-notes.md";
    let days_in = |text: &str| days_of(named, text, &ReadOptions::default()).0;
    assert_eq!(
        days_in("# Dec 13\n- a\n# Dec 6 Agenda\n- b\n# Nov 29\n- c"),
        "2016-11-29 c\n2016-12-06 Dec 6 Agenda | b\n2016-12-13 a"
    );
    assert_eq!(
        days_in("# Jan 13, 2017\n- a\n# Jan 6\n- b\n# Jan 5\n- c"),
        ".. Jan 6 | b\n.. Jan 5 | c\n2017-01-13 a"
    );
    // A heading with a year is nearer.
    assert_eq!(
        days_in("# 2015\n## Dec 15\n- a\n## Dec 8 Meeting\n- b\n## Dec 1\n- c"),
        "2015-12-01 c\n2015-12-08 Dec 8 Meeting | b\n2015-12-15 a"
    );
    // Two years remain.
    assert!(
        !days_of("", "# Jan 6\n- a\n# Jan 13\n- b\n# Jan 20\n- c", &ReadOptions::default())
            .0
            .contains("-01-")
    );
}
