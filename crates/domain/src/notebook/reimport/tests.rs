use proptest::prelude::*;

use std::collections::HashMap;

use super::*;
use crate::Date;
use crate::notebook::draft::{Fidelity, StatedIds};
use crate::notebook::writing::WordsSeen;

mod addition;

/// A source, one entry a line: `2023-09-15: a | b`, `-: a` without a date, `-:` empty, `2023-09-15 #key: a`.
fn source(text: &str) -> Vec<SourceEntry<'_>> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(read_entry).collect()
}

fn read_entry(line: &str) -> SourceEntry<'_> {
    let (head, body) = line.split_once(':').expect("a colon after the date");
    let (date, key) = head.split_once(" #").map_or((head, None), |(date, key)| (date, Some(key)));
    let notes = body.split('|').map(str::trim).filter(|note| !note.is_empty()).collect();
    SourceEntry { key, date: date.parse().ok(), notes, ids: None }
}

fn slug() -> NotebookSlug {
    "k8s".parse().expect("a slug")
}

fn import(known: &[PreviousEntry<'static>], new: &[SourceEntry<'_>]) -> Plan {
    let plan = plan(&slug(), known, new, &|_| false);
    assert_eq!(plan.entries.len(), new.len());
    for (planned, entry) in plan.entries.iter().zip(new) {
        assert_eq!(planned.notes.len(), entry.notes.len());
    }
    plan
}

/// What is stored after `plan` was followed.
fn store(
    known: &[PreviousEntry<'static>],
    new: &[SourceEntry<'_>],
    plan: &Plan,
) -> Vec<PreviousEntry<'static>> {
    let kept: HashSet<&NoteId> =
        plan.entries.iter().flat_map(|entry| &entry.notes).map(|note| &note.id).collect();
    let left = |entry: &PreviousEntry<'static>| -> Vec<PreviousNote<'static>> {
        let notes = entry.notes.iter().filter(|note| !kept.contains(&note.id));
        notes.map(|note| PreviousNote { vanished: true, ..note.clone() }).collect()
    };
    let mut stored: Vec<PreviousEntry<'static>> = Vec::new();
    for (planned, entry) in plan.entries.iter().zip(new) {
        let notes = planned.notes.iter().zip(&entry.notes);
        let mut notes: Vec<PreviousNote<'static>> = notes
            .map(|(note, text)| PreviousNote {
                id: note.id.clone(),
                text: (*text).to_owned().into(),
                vanished: false,
            })
            .collect();
        notes.extend(known.iter().filter(|known| known.id == planned.id).flat_map(left));
        let key = entry.key.map(str::to_owned);
        stored.push(PreviousEntry { id: planned.id.clone(), key, date: entry.date, notes, vanished: false });
    }
    let planned: HashSet<EntryId> = stored.iter().map(|entry| entry.id.clone()).collect();
    let gone = known.iter().filter(|entry| !planned.contains(&entry.id));
    stored.extend(gone.map(|entry| PreviousEntry { notes: left(entry), vanished: true, ..entry.clone() }));
    stored
}

fn first(text: &str) -> Vec<PreviousEntry<'static>> {
    let new = source(text);
    store(&[], &new, &import(&[], &new))
}

/// What became of each note: `a` unchanged, `+a` new, `a<b` edited from b, `~a` moved, `^a` returned,
/// after the same mark (`*` edited) for its entry; then what vanished.
fn story(known: &[PreviousEntry<'static>], new: &[SourceEntry<'_>], plan: &Plan) -> String {
    let texts: HashMap<&NoteId, &str> =
        known.iter().flat_map(|entry| &entry.notes).map(|note| (&note.id, note.text.as_ref())).collect();
    let mut lines = Vec::new();
    for (planned, entry) in plan.entries.iter().zip(new) {
        let mark = match planned.change {
            ImportChange::New => "+",
            ImportChange::Unchanged => "",
            ImportChange::Edited => "*",
            ImportChange::Moved => "~",
            ImportChange::Returned => "^",
        };
        let date = entry.date.map_or("-".to_owned(), |date| date.to_string());
        let old = known.iter().find(|known| known.id == planned.id).filter(|known| known.date != entry.date);
        let old = old.map(|old| format!("<{}", old.date.map_or("-".to_owned(), |date| date.to_string())));
        let notes = planned.notes.iter().zip(&entry.notes).map(|(note, text)| match note.change {
            ImportChange::New => format!("+{text}"),
            ImportChange::Unchanged => (*text).to_owned(),
            ImportChange::Edited => format!("{text}<{}", texts[&note.id]),
            ImportChange::Moved => format!("~{text}"),
            ImportChange::Returned => format!("^{text}"),
        });
        let line =
            format!("{mark}{date}{}: {}", old.unwrap_or_default(), notes.collect::<Vec<_>>().join(" | "));
        lines.push(line.trim_end().to_owned());
    }
    let gone = |entry: &&EntryId| {
        let date = known.iter().find(|known| known.id == **entry).and_then(|known| known.date);
        date.map_or("-".to_owned(), |date| date.to_string())
    };
    if !plan.vanished_entries.is_empty() {
        lines.push(format!(
            "gone: {}",
            plan.vanished_entries.iter().map(|id| gone(&id)).collect::<Vec<_>>().join(" | ")
        ));
    }
    if !plan.vanished_notes.is_empty() {
        lines.push(format!(
            "lost: {}",
            plan.vanished_notes.iter().map(|id| texts[id]).collect::<Vec<_>>().join(" | ")
        ));
    }
    lines.join("\n")
}

fn trimmed(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn messages(plan: &Plan) -> Vec<String> {
    plan.remarks.iter().map(ToString::to_string).collect()
}

/// `after` over `before` is described as `expected`, without a remark.
fn check(before: &str, after: &str, expected: &str) {
    let (known, new) = (first(before), source(after));
    let plan = import(&known, &new);
    assert_eq!(story(&known, &new, &plan), trimmed(expected));
    assert_eq!(messages(&plan), Vec::<String>::new());
}

fn id(known: &[PreviousEntry<'static>], entry: usize, note: usize) -> NoteId {
    known[entry].notes[note].id.clone()
}

fn new_id(plan: &Plan, entry: usize, note: usize) -> NoteId {
    plan.entries[entry].notes[note].id.clone()
}

const WEEK: &str = "
    -: sidecar containers | in-place resize
    -:
    2023-09-14: kubelet restarts init containers | same words
    2023-09-15: scheduler skips pods | same words | pod overhead
    2023-09-16: same words | volume health
    2023-09-17:
    2023-09-18: node swap";

#[test]
fn the_second_import_of_the_same_changes_nothing() {
    check(WEEK, WEEK, WEEK);
    let (known, new) = (first(WEEK), source(WEEK));
    let plan = import(&known, &new);
    assert_eq!(store(&known, &new, &plan), known);
    let unchanged = |unchanged| ChangeCount { unchanged, ..ChangeCount::default() };
    assert_eq!(plan.counts(), ChangeCounts { entries: unchanged(7), notes: unchanged(10) });
    assert!(!plan.loses_more_than_half());
}

#[test]
fn a_first_import_gives_the_same_ids_in_any_database() {
    assert_eq!(first(WEEK), first(WEEK));
    let other = plan(&"other".parse().expect("a slug"), &[], &source(WEEK), &|_| false);
    assert_ne!(other.entries[0].id, first(WEEK)[0].id);
    assert_eq!(other.counts().notes, ChangeCount { new: 10, ..ChangeCount::default() });
    assert!(!other.loses_more_than_half());
}

#[test]
fn five_notes_in_a_new_first_entry_change_no_other() {
    let after = format!("-: n1 | n2 | n3 | n4 | n5\n{}", WEEK.trim());
    check(WEEK, &after, &format!("+-: +n1 | +n2 | +n3 | +n4 | +n5\n{WEEK}"));
}

#[test]
fn five_notes_at_the_top_of_the_first_entry_change_no_other() {
    let more = "one about etcd | two about CSI | three about CNI | four about DRA | five about cgroups";
    let after = WEEK.replacen("-: ", &format!("-: {more} | "), 1);
    let added = "one about etcd | +two about CSI | +three about CNI | +four about DRA | +five about cgroups";
    check(WEEK, &after, &WEEK.replacen("-: ", &format!("*-: +{added} | "), 1));
}

#[test]
fn notes_of_a_day_may_change_places() {
    check("2023-09-15: a | b | c", "2023-09-15: b | a | c", "*2023-09-15: ~b | a | c");
}

#[test]
fn two_days_may_change_places() {
    check(
        "2023-09-15: a | b\n2023-09-16: c",
        "2023-09-16: c\n2023-09-15: a | b",
        "~2023-09-16: c\n2023-09-15: a | b",
    );
    check("-: a | b\n-: c | d", "-: c | d\n-: a | b", "~-: c | d\n-: a | b");
}

#[test]
fn a_typo_fixed_keeps_the_id() {
    check(
        "2023-09-15: the kublet restarts it | b",
        "2023-09-15: the kubelet restarts it | b",
        "*2023-09-15: the kubelet restarts it<the kublet restarts it | b",
    );
}

#[test]
fn one_half_of_a_note_split_in_two_keeps_the_id() {
    check(
        "2023-09-15: a | kubelet restarts the container, and the scheduler skips it | b",
        "2023-09-15: a | kubelet restarts the container | and the scheduler skips it | b",
        "*2023-09-15: a | kubelet restarts the container<kubelet restarts the container, and the scheduler skips it
            | +and the scheduler skips it | b"
            .replace("\n            ", " ")
            .as_str(),
    );
}

#[test]
fn a_note_that_grew_between_its_neighbours_keeps_its_id() {
    check(
        "2023-09-15: a | pod overhead | b",
        "2023-09-15: a | pod overhead is now counted where the scheduler adds up what a node has left | b",
        "*2023-09-15: a | pod overhead is now counted where the scheduler adds up what a node has left<pod overhead | b",
    );
    check(
        "2023-09-15: a | pod overhead | b",
        "2023-09-15: a | etcd 3.6 | b",
        "*2023-09-15: a | +etcd 3.6 | b\nlost: pod overhead",
    );
}

#[test]
fn a_note_may_move_to_another_day() {
    check(
        "2023-09-15: a | b\n2023-09-16: c",
        "2023-09-15: a\n2023-09-16: b | c",
        "*2023-09-15: a\n*2023-09-16: ~b | c",
    );
    check(
        "2023-09-15: a | the kublet restarts it\n2023-09-16: c",
        "2023-09-15: a\n2023-09-16: c | the kubelet restarts it",
        "*2023-09-15: a\n*2023-09-16: c | the kubelet restarts it<the kublet restarts it",
    );
}

#[test]
fn an_edited_note_is_sooner_the_one_of_its_own_entry() {
    check(
        "2023-09-15: k/k#115138 is merged now\n2023-09-16: k/k#115139 is merged now",
        "2023-09-15: k/k#115130 is merged now\n2023-09-16: k/k#115137 is merged now",
        "*2023-09-15: k/k#115130 is merged now<k/k#115138 is merged now
         *2023-09-16: k/k#115137 is merged now<k/k#115139 is merged now",
    );
}

#[test]
fn a_day_may_get_another_date() {
    check(
        "2023-09-15: a | b\n2023-09-18: c",
        "2023-09-16: a | b\n2023-09-18: c",
        "*2023-09-16<2023-09-15: a | b\n2023-09-18: c",
    );
    check("2023-09-15: a | b", "-: a | b", "*-<2023-09-15: a | b");
    check("-: a | b", "2023-09-15: a | b", "*2023-09-15<-: a | b");
    check("2023-09-15: a", "2023-09-16: z", "+2023-09-16: +z\ngone: 2023-09-15\nlost: a");
}

#[test]
fn a_day_that_is_put_right_keeps_the_id_of_its_entry() {
    // Month and day were taken for each other.
    check(
        "2023-07-12: kubelet restarts | pods wait",
        "2023-12-07: kubelet restarts | pods wait",
        "*2023-12-07<2023-07-12: kubelet restarts | pods wait",
    );
    // Another entry has the old day now.
    check(
        "2023-07-12: kubelet restarts | pods wait\n2023-12-07: etcd grows | nodes leave",
        "2023-07-12: etcd grows | nodes leave\n2023-12-07: kubelet restarts | pods wait",
        "*2023-07-12<2023-12-07: etcd grows | nodes leave\n*2023-12-07<2023-07-12: kubelet restarts | pods wait",
    );
    // What stands on many days says nothing.
    check(
        "2023-07-12: agenda | kubelet restarts\n2023-09-12: agenda | swap\n2023-12-07: agenda | etcd grows",
        "2023-07-12: agenda | etcd grows\n2023-09-12: agenda | swap\n2023-12-07: agenda | kubelet restarts",
        "*2023-07-12<2023-12-07: agenda | etcd grows\n~2023-09-12: agenda | swap\n\
         *2023-12-07<2023-07-12: agenda | kubelet restarts",
    );
    // A day that has some of its notes still is the same day, whatever moved to another one.
    check(
        "2023-07-12: kubelet restarts its containers | pods wait",
        "2023-07-12: pods wait\n2023-07-13: kubelet restarts its containers",
        "*2023-07-12: pods wait\n+2023-07-13: ~kubelet restarts its containers",
    );
}

#[test]
fn an_entry_that_comes_apart_is_the_largest_of_its_parts() {
    let before =
        "-: alpha of pods | bravo of nodes | charlie of volumes and much more | delta | echo | foxtrot";
    let after = "2023-10-11: alpha of pods\n2023-10-12: bravo of nodes | charlie of volumes and much more\n\
        2023-10-13: delta\n2023-10-14: echo | foxtrot";
    let expected = "+2023-10-11: ~alpha of pods\n\
        *2023-10-12<-: bravo of nodes | charlie of volumes and much more\n\
        +2023-10-13: ~delta\n+2023-10-14: ~echo | ~foxtrot";
    check(before, after, expected);
    // The same where it had a day, which was wrong.
    check(&before.replace("-:", "2023-01-11:"), after, &expected.replace("<-:", "<2023-01-11:"));
    // Where one of them still has its day, it is that one.
    check(
        &before.replace("-:", "2023-10-13:"),
        after,
        &expected
            .replace("*2023-10-12<-: ", "+2023-10-12: ~")
            .replace("| charlie", "| ~charlie")
            .replace("+2023-10-13: ~", "*2023-10-13: "),
    );
    // One note that moved away is no part of what was removed.
    check(
        "2023-10-11: alpha | bravo of nodes | charlie\n2023-10-12: delta",
        "2023-10-12: delta\n2023-10-20: alpha",
        "2023-10-12: delta\n+2023-10-20: ~alpha\ngone: 2023-10-11\nlost: bravo of nodes | charlie",
    );
}

/// A journal as it was read without its days: each heading a note, or above its first paragraph.
fn unread_journal(days: usize, notes: usize) -> (String, String) {
    let (mut before, mut after) = (String::from("-:"), String::new());
    for day in 1..=days {
        let heading = format!("### {day} October 2023 of the week");
        let texts: Vec<String> = (0..notes)
            .map(|note| format!("note {note} about thing {}", day * 7_919 + note * 104_729))
            .collect();
        // On odd days the first note is the paragraph below the heading.
        let separator = if day % 2 == 1 { "\\n\\n" } else { " | " };
        before += &format!(" {}{heading}{separator}{}", if day == 1 { "" } else { "| " }, texts.join(" | "));
        after += &format!("2023-10-{day:02}: {}\n", texts.join(" | "));
    }
    (before, after)
}

#[test]
fn a_file_that_gets_its_days_keeps_every_note_and_loses_no_more_than_headings() {
    for notes in [1, 2, 7] {
        let (before, after) = unread_journal(28, notes);
        let mut old: Vec<(Option<Date>, Vec<String>)> = vec![(None, Vec::new())];
        let whole = before.trim_start_matches("-:");
        old[0].1 = whole.split('|').map(|note| note.trim().replace("\\n", "\n")).collect();
        let old = as_source(&old);
        let known = store(&[], &old, &import(&[], &old));
        let new = source(&after);
        let plan = import(&known, &new);
        assert_eq!(messages(&plan), Vec::<String>::new());
        let before: HashMap<&NoteId, &str> =
            known[0].notes.iter().map(|note| (&note.id, note.text.as_ref())).collect();
        for (planned, text) in
            plan.entries.iter().zip(&new).flat_map(|(planned, entry)| planned.notes.iter().zip(&entry.notes))
        {
            assert!(before[&planned.id].ends_with(text), "{text}");
        }
        // The headings that stood alone, on the fourteen even days.
        assert!(
            plan.vanished_notes.iter().all(|id| before[id].starts_with("### ") && !before[id].contains('\n'))
        );
        assert_eq!(plan.vanished_notes.len(), 14);
        assert!(!plan.loses_more_than_half());
        let kept = plan.entries.iter().filter(|entry| entry.id == known[0].id).count();
        assert_eq!((kept, plan.vanished_entries.len()), (1, 0));
    }
}

#[test]
fn headings_alone_count_where_there_is_nothing_else() {
    let loses = |before: &str, after: &str| import(&first(before), &source(after)).loses_more_than_half();
    assert!(!loses("-: # Alpha | # Bravo | # Charlie | delta", "2023-10-11: delta"));
    assert!(loses("-: # Alpha | # Bravo | # Charlie", "-: # Alpha"));
    assert!(loses("-: # Alpha | bravo | charlie | delta", "-: # Alpha | bravo"));
}

#[test]
fn ids_that_a_source_states_are_those_of_what_is_new_unless_they_are_taken() {
    let ids = |entry: &str, notes: &[(&str, &str)]| StatedIds {
        entry: entry.parse().ok(),
        notes: notes.iter().map(|(id, words)| (id.parse().expect("an id"), WordsSeen::new(words))).collect(),
    };
    let (first, second) = (
        ids("eeeeeeee", &[("aaaaaaaa", "one"), ("bbbbbbbb", "two")]),
        ids("ffffffff", &[("aaaaaaaa", "three"), ("cccccccc", "four")]),
    );
    let mut new = source("2023-09-15: one | two\n2023-09-16: three | four");
    let minted = import(&[], &new);
    (new[0].ids, new[1].ids) = (Some(&first), Some(&second));
    let plan = plan(&slug(), &[], &new, &|id| id == "ffffffff" || id == "cccccccc");
    let ids =
        |entry: usize| plan.entries[entry].notes.iter().map(|note| note.id.as_str()).collect::<Vec<_>>();
    assert_eq!(plan.entries[0].id.as_str(), "eeeeeeee");
    assert_eq!(ids(0), ["aaaaaaaa", "bbbbbbbb"]);
    assert_eq!(plan.entries[1].id, minted.entries[1].id);
    let others: Vec<&str> = minted.entries[1].notes.iter().map(|note| note.id.as_str()).collect();
    assert_eq!(ids(1), others);

    // What is known keeps the id that it has here.
    let known = store(&[], &new, &minted);
    let again = import(&known, &new);
    assert_eq!(again.entries[0].id, minted.entries[0].id);
    assert!(again.entries.iter().all(|entry| entry.change == ImportChange::Unchanged));
}

#[test]
fn a_note_whose_heading_alone_is_other_keeps_its_id() {
    let known = |text: &str| {
        let new = vec![SourceEntry { key: None, date: None, notes: vec![text], ids: None }];
        store(&[], &new, &import(&[], &new))
    };
    for (before, after) in [
        ("## SIG Node\n\nswap is on", "swap is on"),
        ("swap is on", "## SIG Node\n\nswap is on"),
        (
            "## SIG Node\n\nswap is on",
            "### A very long heading that says something else altogether\n\nswap is on",
        ),
    ] {
        let known = known(before);
        let plan = import(
            &known,
            &[SourceEntry {
                key: None,
                date: Some(Date::constant(2023, 10, 11)),
                notes: vec![after],
                ids: None,
            }],
        );
        assert_eq!(new_id(&plan, 0, 0), id(&known, 0, 0), "{before} {after}");
    }
}

#[test]
fn a_note_that_vanished_and_returns_gets_its_old_id() {
    let known = first("2023-09-15: a | b | c\n2023-09-16: d");
    let new = source("2023-09-15: a | c\n2023-09-16: d");
    let plan = import(&known, &new);
    assert_eq!(story(&known, &new, &plan), "*2023-09-15: a | c\n2023-09-16: d\nlost: b");
    let without = store(&known, &new, &plan);
    // Another import without it does not lose it a second time.
    let plan = import(&without, &new);
    assert_eq!(story(&without, &new, &plan), "2023-09-15: a | c\n2023-09-16: d");
    for (after, expected) in [
        ("2023-09-15: a | b | c\n2023-09-16: d", "*2023-09-15: a | ^b | c\n2023-09-16: d"),
        ("2023-09-15: a | c\n2023-09-16: d | b", "2023-09-15: a | c\n*2023-09-16: d | ^b"),
    ] {
        let new = source(after);
        let plan = import(&without, &new);
        assert_eq!(story(&without, &new, &plan), expected);
        let back = plan
            .entries
            .iter()
            .flat_map(|entry| &entry.notes)
            .find(|note| note.change == ImportChange::Returned);
        assert_eq!(back.map(|note| note.id.clone()), Some(id(&known, 0, 1)));
    }
}

#[test]
fn a_day_that_vanished_and_returns_gets_its_old_id() {
    for (day, other) in
        [("2023-09-15: a | b", "2023-09-16: c"), ("-: a | b", "-: c"), ("- #x: a | b", "- #y: c")]
    {
        let both = format!("{day}\n{other}");
        let known = first(&both);
        let new = source(other);
        let without = store(&known, &new, &import(&known, &new));
        assert!(without[1].vanished);
        let new = source(&both);
        let plan = import(&without, &new);
        assert_eq!(
            (plan.entries[0].change, plan.entries[0].id.clone()),
            (ImportChange::Returned, known[0].id.clone()),
            "{day}"
        );
        assert_eq!((new_id(&plan, 0, 0), new_id(&plan, 0, 1)), (id(&known, 0, 0), id(&known, 0, 1)));
        assert!(plan.vanished_notes.is_empty() && plan.vanished_entries.is_empty());
    }
}

#[test]
fn when_everything_is_replaced_everything_vanishes() {
    let known = first("2023-09-15: alpha | bravo\n-: charlie");
    let new = source("2023-10-15: xylem | yucca\n-: zinnia");
    let plan = import(&known, &new);
    let replaced = |count| ChangeCount { new: count, vanished: count, ..ChangeCount::default() };
    assert_eq!(plan.counts(), ChangeCounts { entries: replaced(2), notes: replaced(3) });
    assert!(plan.loses_more_than_half());
    let nothing = import(&known, &[]);
    assert_eq!((nothing.vanished_entries.len(), nothing.vanished_notes.len()), (2, 3));
}

#[test]
fn half_of_the_notes_is_not_more_than_half() {
    let loses = |before: &str, after: &str| import(&first(before), &source(after)).loses_more_than_half();
    assert!(!loses("-: alpha | bravo", "-: alpha"));
    assert!(loses("-: alpha | bravo | charlie", "-: alpha"));
    assert!(!loses("-:", ""));
}

#[test]
fn equal_texts_of_two_days_do_not_swap() {
    let before = "2023-09-15: same | a | same too\n2023-09-16: same | b | same too";
    check(before, before, before);
    check(
        before,
        "2023-09-15: a\n2023-09-16: same | b | same too",
        "*2023-09-15: a\n2023-09-16: same | b | same too\nlost: same | same too",
    );
    // The days change places and keep their own.
    let (known, new) =
        (first(before), source("2023-09-16: same | b | same too\n2023-09-15: same | a | same too"));
    let plan = import(&known, &new);
    assert_eq!((new_id(&plan, 0, 0), new_id(&plan, 1, 0)), (id(&known, 1, 0), id(&known, 0, 0)));
}

#[test]
fn equal_texts_of_a_day_keep_their_order_whatever_is_around_them() {
    let known = first("2023-09-15: same | x | y | same | z");
    let plan = import(&known, &source("2023-09-15: x | y | same | z | same"));
    assert_eq!((new_id(&plan, 0, 2), new_id(&plan, 0, 4)), (id(&known, 0, 0), id(&known, 0, 3)));
    assert_eq!(messages(&plan), Vec::<String>::new());
}

#[test]
fn a_twin_put_before_a_note_is_remarked() {
    let known = first("2023-09-15: same");
    let plan = import(&known, &source("2023-09-15: same | same"));
    assert_eq!(new_id(&plan, 0, 0), id(&known, 0, 0));
    let message = "2 notes of 2023-09-15 with the same text \"same\": which is which is uncertain";
    assert_eq!(messages(&plan), [message]);
    // Afterwards the two are distinguished by their order.
    let new = source("2023-09-15: same | same");
    let known = store(&known, &new, &plan);
    assert_eq!(messages(&import(&known, &new)), Vec::<String>::new());
    let plan = import(&known, &source("2023-09-15: same"));
    assert_eq!((new_id(&plan, 0, 0), messages(&plan)), (id(&known, 0, 0), vec![message.to_owned()]));
}

#[test]
fn a_twin_that_its_neighbours_distinguish_is_not_remarked() {
    check("2023-09-15: a | same | b", "2023-09-15: same | a | same | b", "*2023-09-15: +same | a | same | b");
    check("2023-09-15: a | same | b | same", "2023-09-15: b | same", "*2023-09-15: b | same\nlost: a | same");
}

#[test]
fn twins_that_left_their_entries_are_remarked() {
    let known = first("2023-09-15: same | a\n2023-09-16: same | b\n2023-09-17: c");
    let plan = import(&known, &source("2023-09-15: a\n2023-09-16: b\n2023-09-17: c | same"));
    assert_eq!(new_id(&plan, 2, 1), id(&known, 0, 0));
    assert_eq!(
        messages(&plan),
        ["2 notes in several entries with the same text \"same\": which is which is uncertain"]
    );
}

#[test]
fn empty_entries_keep_their_ids() {
    check("2023-09-15:\n-:\n2023-09-17:", "2023-09-15:\n-:\n2023-09-17:", "2023-09-15:\n-:\n2023-09-17:");
    check("-:\n2023-09-15:", "-: the image is back\n2023-09-15:", "*-: +the image is back\n2023-09-15:");
    check(
        "2023-09-15: a\n-:\n2023-09-17: b",
        "2023-09-17: b\n-:",
        "2023-09-17: b\n+-:\ngone: 2023-09-15 | -\nlost: a",
    );
    check("-:\n2023-09-15: a", "-:\n-:\n2023-09-15: a", "-:\n+-:\n2023-09-15: a");
}

#[test]
fn a_key_outweighs_date_and_content() {
    check(
        "2023-09-15 #x: a | b\n2023-09-16 #y: c",
        "2023-09-16 #x: c\n2023-09-15 #y: a | b",
        "*2023-09-16<2023-09-15: ~c\n*2023-09-15<2023-09-16: ~a | ~b",
    );
    // A source that gives keys for the first time.
    check("2023-09-15: a\n-: b", "2023-09-15 #x: a\n- #y: b", "*2023-09-15: a\n*-: b");
    // Another key is another entry, whatever is in it.
    check("2023-09-15 #x: a", "2023-09-15 #y: a", "+2023-09-15: ~a\ngone: 2023-09-15");
}

#[test]
fn entries_of_one_date_are_distinguished_by_content() {
    let before = "2023-09-15: a | b\n2023-09-15: c | d\n2023-09-15:";
    check(before, before, before);
    check(
        before,
        "2023-09-15: c | d\n2023-09-15: a | b\n2023-09-15:",
        "~2023-09-15: c | d\n2023-09-15: a | b\n2023-09-15:",
    );
    let plan = import(&first("2023-09-15: alpha"), &source("2023-09-15: bravo\n2023-09-15: charlie"));
    assert_eq!(messages(&plan), ["2 entries are dated 2023-09-15: which is which is uncertain"]);
}

#[test]
fn an_undated_entry_is_found_by_what_is_left_of_it() {
    check(
        "-: alpha | bravo | charlie\n-: delta | echo",
        "-: delta | echo | foxtrot\n-: alpha | charlie",
        "*-: delta | echo | +foxtrot\n*-: alpha | charlie\nlost: bravo",
    );
}

#[test]
fn no_id_is_given_twice_whatever_is_taken() {
    let new = source(WEEK);
    let free = import(&[], &new);
    let all = |plan: &Plan| -> Vec<String> {
        let entries = plan.entries.iter().flat_map(|entry| {
            [entry.id.to_string()].into_iter().chain(entry.notes.iter().map(|note| note.id.to_string()))
        });
        entries.collect()
    };
    let taken: HashSet<String> = all(&free).into_iter().collect();
    let salted = plan(&slug(), &[], &new, &|id| taken.contains(id));
    assert!(all(&salted).iter().all(|id| !taken.contains(id)));
    assert_eq!(all(&salted).len(), all(&salted).into_iter().collect::<HashSet<_>>().len());
}

#[test]
fn the_time_grows_with_the_notes_and_not_with_their_square() {
    // 4,000 notes, every one edited: comparing each with each would be 16 million comparisons.
    let notes = |word: &str| -> Notes {
        let text = |day, note| {
            format!("day {day} note {note} {word} {}", (day * 7_919 + note * 104_729) % 1_000_003)
        };
        let date = |day| Date::constant(2020, 1, 1).checked_add(jiff::Span::new().days(day)).ok();
        (0..100).map(|day| (date(day), (0..40).map(|note| text(day, note)).collect())).collect()
    };
    let (before, after) = (notes("merged"), notes("merges"));
    let (before, after) = (as_source(&before), as_source(&after));
    let known = store(&[], &before, &import(&[], &before));
    let plan = import(&known, &after);
    assert_eq!(plan.counts().notes, ChangeCount { changed: 4_000, ..ChangeCount::default() });
}

#[test]
fn an_entry_of_very_many_notes_comes_apart_in_time_that_grows_with_them() {
    // Every eighth is edited, every fifth is one of three with the same text, of which one is left out.
    let text = |n: usize, word: &str| match n {
        n if n % 5 == 0 => format!("the same thing {}", n / 15),
        n if n % 8 == 0 => format!("thing {} {word} with {}", n * 7_919, n * 104_729 % 1_000_003),
        n => format!("thing {} stays with {}", n * 7_919, n * 104_729 % 1_000_003),
    };
    let (days, each) = (200, 100);
    let before: Notes = vec![(None, (0..days * each).map(|n| text(n, "merges")).collect())];
    let date = |day: usize| Date::constant(2020, 1, 1).checked_add(jiff::Span::new().days(day as i64)).ok();
    let after: Notes = (0..days)
        .map(|day| {
            let notes = (day * each..(day + 1) * each).filter(|n| n % 15 != 10);
            (date(day), notes.map(|n| text(n, "merged")).collect())
        })
        .collect();
    let (before, after) = (as_source(&before), as_source(&after));
    let known = store(&[], &before, &import(&[], &before));
    let counts = import(&known, &after).counts();
    assert_eq!((counts.notes.new, counts.entries.new, counts.entries.vanished), (0, 199, 0));
}

#[derive(Clone, Debug)]
enum Edit {
    Insert(usize, usize, String),
    Remove(usize, usize),
    Move(usize, usize, usize),
    Rewrite(usize, usize, String),
    SwapEntries(usize, usize),
    DropEntry(usize),
    Redate(usize, i8),
}

type Notes = Vec<(Option<Date>, Vec<String>)>;

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![Just("same".to_owned()), "[a-d]{1,3}", "[a-z]{3,8}( [a-z]{3,8}){0,4}", "[あ-ん]{2,8}"]
}

fn any_notes() -> impl Strategy<Value = Notes> {
    let date = proptest::option::weighted(0.8, (1i8..=28).prop_map(|day| Date::constant(2023, 9, day)));
    proptest::collection::vec((date, proptest::collection::vec(any_text(), 0..5)), 0..8)
}

fn any_edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = || 0usize..8;
    let edit = prop_oneof![
        (at(), at(), any_text()).prop_map(|(entry, note, text)| Edit::Insert(entry, note, text)),
        (at(), at()).prop_map(|(entry, note)| Edit::Remove(entry, note)),
        (at(), at(), at()).prop_map(|(entry, note, to)| Edit::Move(entry, note, to)),
        (at(), at(), any_text()).prop_map(|(entry, note, text)| Edit::Rewrite(entry, note, text)),
        (at(), at()).prop_map(|(one, other)| Edit::SwapEntries(one, other)),
        at().prop_map(Edit::DropEntry),
        (at(), 1i8..=28).prop_map(|(entry, day)| Edit::Redate(entry, day)),
    ];
    proptest::collection::vec(edit, 0..8)
}

fn edited(mut notes: Notes, edits: &[Edit]) -> Notes {
    for edit in edits {
        let count = notes.len();
        match edit {
            _ if count == 0 => {}
            Edit::Insert(entry, note, text) => {
                let entry = &mut notes[entry % count].1;
                entry.insert(note % (entry.len() + 1), text.clone());
            }
            Edit::Remove(entry, note) | Edit::Move(entry, note, _) if !notes[entry % count].1.is_empty() => {
                let entry = &mut notes[entry % count].1;
                let text = entry.remove(note % entry.len());
                if let Edit::Move(_, _, to) = edit {
                    notes[to % count].1.push(text);
                }
            }
            Edit::Rewrite(entry, note, text) if !notes[entry % count].1.is_empty() => {
                let entry = &mut notes[entry % count].1;
                let at = note % entry.len();
                entry[at] = text.clone();
            }
            Edit::SwapEntries(one, other) => notes.swap(one % count, other % count),
            Edit::DropEntry(entry) => drop(notes.remove(entry % count)),
            Edit::Redate(entry, day) => notes[entry % count].0 = Some(Date::constant(2023, 9, *day)),
            Edit::Remove(..) | Edit::Move(..) | Edit::Rewrite(..) => {}
        }
    }
    notes
}

fn as_source(notes: &Notes) -> Vec<SourceEntry<'_>> {
    notes
        .iter()
        .map(|(date, notes)| SourceEntry {
            key: None,
            date: *date,
            notes: notes.iter().map(String::as_str).collect(),
            ids: None,
        })
        .collect()
}

/// The id of each text that occurs once among what is there.
fn unique<'a>(known: &'a [PreviousEntry<'static>]) -> HashMap<&'a str, &'a NoteId> {
    let mut ids: HashMap<&str, Vec<&NoteId>> = HashMap::new();
    for note in known.iter().flat_map(|entry| &entry.notes).filter(|note| !note.vanished) {
        ids.entry(&note.text).or_default().push(&note.id);
    }
    ids.into_iter().filter_map(|(text, ids)| (ids.len() == 1).then(|| (text, ids[0]))).collect()
}

proptest! {
    #[test]
    fn a_plan_of_the_same_state_is_the_identity(notes in any_notes(), edits in any_edits()) {
        let (before, after) = (as_source(&notes), edited(notes.clone(), &edits));
        let after = as_source(&after);
        let known = store(&[], &before, &import(&[], &before));
        let known = store(&known, &after, &import(&known, &after));
        let plan = import(&known, &after);
        prop_assert_eq!(&store(&known, &after, &plan), &known);
        prop_assert_eq!(&plan.remarks, &vec![]);
        let counts = plan.counts();
        for count in [counts.entries, counts.notes] {
            prop_assert_eq!(count, ChangeCount { unchanged: count.unchanged, ..ChangeCount::default() });
        }
    }

    #[test]
    fn a_unique_text_keeps_its_id_through_any_edits(notes in any_notes(), first in any_edits(), second in any_edits()) {
        let mut known: Vec<PreviousEntry<'static>> = Vec::new();
        let mut states = vec![notes];
        for edits in [&first, &second] {
            states.push(edited(states[states.len() - 1].clone(), edits));
        }
        for state in &states {
            let new = as_source(state);
            let plan = import(&known, &new);
            prop_assert_eq!(&plan, &import(&known, &new), "deterministic");
            let after = store(&known, &new, &plan);
            let (old_ids, new_ids) = (unique(&known), unique(&after));
            for (text, id) in &old_ids {
                if let Some(new_id) = new_ids.get(text) {
                    prop_assert_eq!(id, new_id, "{}", text);
                }
            }
            let ids: Vec<&str> = after.iter().flat_map(|entry| {
                [entry.id.as_str()].into_iter().chain(entry.notes.iter().map(|note| note.id.as_str()))
            }).collect();
            prop_assert_eq!(ids.len(), ids.iter().collect::<HashSet<_>>().len(), "ids are unique");
            let before: HashSet<&NoteId> = known.iter().flat_map(|entry| &entry.notes).map(|note| &note.id).collect();
            let kept: HashSet<&NoteId> = after.iter().flat_map(|entry| &entry.notes).map(|note| &note.id).collect();
            prop_assert!(before.is_subset(&kept), "no id is lost");
            known = after;
        }
    }
}
