//! A part of a source: what it does not have stays.

use super::*;

/// The last day that each entry may be of: its own, else that of the next dated one.
fn days(dates: impl DoubleEndedIterator<Item = Option<Date>>) -> Vec<Option<Date>> {
    let mut next = None;
    let day = |date: Option<Date>| {
        next = date.or(next);
        next
    };
    let mut days: Vec<Option<Date>> = dates.rev().map(day).collect();
    days.reverse();
    days
}

/// What is there after `new` was added: the plan, and the whole as a source would have it.
fn append<'a>(known: &'a [PreviousEntry<'static>], new: &[SourceEntry<'a>]) -> (Plan, Vec<SourceEntry<'a>>) {
    let (stored, source) =
        (days(known.iter().map(|entry| entry.date)), days(new.iter().map(|entry| entry.date)));
    let day = |known: Option<usize>, at: Option<usize>| {
        let date = at.and_then(|at| new[at].date);
        let bounds = [known.and_then(|known| stored[known]), at.and_then(|at| source[at])];
        date.or(bounds.into_iter().flatten().min()).unwrap_or(Date::MIN)
    };
    let addition = Addition::new(known, new, None, day);
    (addition.plan(&slug(), known, new, None, &|_| false), addition.source(known, new))
}

/// `part` added to `before` is described as `expected`, loses nothing, and adds nothing a second time.
#[track_caller]
fn check(before: &str, part: &str, expected: &str) {
    let (known, new) = (first(before), source(part));
    let (plan, whole) = append(&known, &new);
    assert_eq!(story(&known, &whole, &plan), trimmed(expected));
    assert_eq!(messages(&plan), Vec::<String>::new());
    assert_eq!(plan.counts().notes.vanished, 0);
    let after = store(&known, &whole, &plan);
    let (again, same) = append(&after, &new);
    assert_eq!(store(&after, &same, &again), after, "the same again");
    let counts = again.counts();
    for count in [counts.entries, counts.notes] {
        assert_eq!(count, ChangeCount { unchanged: count.unchanged, ..ChangeCount::default() });
    }
}

#[test]
fn days_that_are_not_in_the_part_stay() {
    check(WEEK, "2023-09-18: node swap", WEEK);
    check(
        WEEK,
        "2023-09-18: node swap | more on swap\n2023-09-19: etcd",
        &WEEK.replace("2023-09-18: node swap", "*2023-09-18: node swap | +more on swap\n+2023-09-19: +etcd"),
    );
}

#[test]
fn new_days_stand_at_their_place() {
    check(
        "2023-09-10: a\n2023-09-20: b\n2023-09-30: c",
        "2023-09-05: u\n2023-09-15: v\n2023-09-25: w",
        "+2023-09-05: +u\n2023-09-10: a\n+2023-09-15: +v\n2023-09-20: b\n+2023-09-25: +w\n2023-09-30: c",
    );
}

#[test]
fn new_notes_of_a_day_come_after_those_that_are_there() {
    check("2023-09-15: a | b", "2023-09-15: c | d", "*2023-09-15: a | b | +c | +d");
    check("2023-09-15: a | b | c", "2023-09-15: b | d", "*2023-09-15: a | b | c | +d");
    check("2023-09-15: a | b", "2023-09-15: a | n | b", "*2023-09-15: a | +n | b");
}

#[test]
fn an_edited_note_of_the_part_is_no_second_note() {
    check(
        "2023-09-14: the kublet starts it\n2023-09-15: a | the kublet restarts it | c",
        "2023-09-15: the kubelet restarts it",
        "2023-09-14: the kublet starts it
         *2023-09-15: a | the kubelet restarts it<the kublet restarts it | c",
    );
}

#[test]
fn a_new_note_like_another_of_its_day_is_a_note_of_its_own() {
    check(
        "2023-09-15: the first thought | the second thought",
        "2023-09-15: a third thought",
        "*2023-09-15: the first thought | the second thought | +a third thought",
    );
    check(
        "2023-09-15: k/k#115138 is merged | KEP-753 is beta in 1.29",
        "2023-09-15: k/k#116429 is merged | KEP-2400 is beta in 1.30",
        "*2023-09-15: k/k#115138 is merged | KEP-753 is beta in 1.29 | +k/k#116429 is merged | +KEP-2400 is beta in 1.30",
    );
}

#[test]
fn a_note_moves_between_days_of_the_part_alone() {
    check(
        "2023-09-14: a\n2023-09-15: b | c\n2023-09-16: d",
        "2023-09-15: b\n2023-09-16: d | c",
        "2023-09-14: a\n*2023-09-15: b\n*2023-09-16: d | ~c",
    );
    // What is only alike is another note, as the part may have left the old one out.
    check(
        "2023-09-14: k/k#115138 is merged now",
        "2023-09-14: a\n2023-09-15: k/k#115139 is merged now",
        "*2023-09-14: k/k#115138 is merged now | +a\n+2023-09-15: +k/k#115139 is merged now",
    );
    // The same words on another day that the part does not have are another note.
    check(
        "2023-09-14: the daily standup\n2023-09-16: d",
        "2023-09-16: d | the daily standup\n2023-09-17: the daily standup",
        "2023-09-14: the daily standup
         *2023-09-16: d | +the daily standup
         +2023-09-17: +the daily standup",
    );
}

#[test]
fn a_day_like_another_is_a_day_of_its_own() {
    check("2023-09-15: a | b", "2023-09-16: a | b", "2023-09-15: a | b\n+2023-09-16: +a | +b");
    check(
        "2023-09-15: a | b | x",
        "2023-09-15: n\n2023-09-16: a | b",
        "*2023-09-15: x | +n\n+2023-09-16: ~a | ~b",
    );
}

#[test]
fn an_entry_without_a_day_joins_the_one_that_it_is() {
    check(WEEK, "-: sidecar containers | in-place resize", WEEK);
    check(WEEK, "-:\n2023-09-14: kubelet restarts init containers | same words", WEEK);
    check(
        "-: sidecar containers | in-place resize\n2023-09-14: a",
        "-: sidecar containers | in-place resize | etcd\n2023-09-14: a",
        "*-: sidecar containers | in-place resize | +etcd\n2023-09-14: a",
    );
    check(
        "-: sidecars\n2023-09-14: a",
        "-: swap\n2023-09-15: b",
        "-: sidecars\n2023-09-14: a\n+-: +swap\n+2023-09-15: +b",
    );
    // What was empty is not what happens to stand next to it.
    check("-:\n2023-09-14: a", "-: swap\n2023-09-15: b", "-:\n2023-09-14: a\n+-: +swap\n+2023-09-15: +b");
    check("-: a | b\n2023-09-14: c", "2023-09-15: a | b", "~2023-09-14: c\n*2023-09-15<-: a | b");
}

#[test]
fn a_key_outweighs_the_day() {
    check(
        "2023-09-15 #x: a | b\n2023-09-16 #y: c",
        "2023-09-17 #x: b | d\n2023-09-16 #z: e",
        "~2023-09-16: c\n+2023-09-16: +e\n*2023-09-17<2023-09-15: a | b | +d",
    );
    // A part without keys takes none away.
    check("2023-09-15 #x: a", "2023-09-15: a | b", "*2023-09-15: a | +b");
}

#[test]
fn what_had_vanished_returns() {
    let (known, without) = (first("2023-09-15: a | b\n2023-09-16: c"), source("2023-09-15: a"));
    let left = store(&known, &without, &import(&known, &without));
    let new = source("2023-09-16: c | d\n2023-09-17: b");
    let (plan, whole) = append(&left, &new);
    assert_eq!(story(&left, &whole, &plan), "2023-09-15: a\n^2023-09-16: ^c | +d\n+2023-09-17: ^b");
    assert_eq!(new_id(&plan, 2, 0), id(&known, 0, 1));
}

#[test]
fn what_is_stored_keeps_its_words_whatever_the_source_has_less_of() {
    let known = first("2023-09-15: a | [b](https://b.example)");
    let new = source("2023-09-15: b | c");
    let words = |words: &str| KnownWords { words: words.to_owned(), fidelity: Fidelity::Written };
    let shown = ShownWords {
        known: vec![vec![words("a"), words("b")]],
        new: vec![vec!["b".to_owned(), "c".to_owned()]],
        fidelity: Fidelity::Copy,
    };
    let addition = Addition::new(&known, &new, Some(&shown), |_, _| Date::MIN);
    let plan = addition.plan(&slug(), &known, &new, Some(&shown), &|_| false);
    let notes: Vec<_> = plan.entries[0].notes.iter().map(|note| (note.change, note.words)).collect();
    assert_eq!(
        notes,
        [
            (ImportChange::Unchanged, PlannedWords::Stored),
            (ImportChange::Unchanged, PlannedWords::Kept),
            (ImportChange::New, PlannedWords::Source)
        ]
    );
}

#[test]
fn the_whole_added_to_nothing_is_its_import() {
    let new = source(WEEK);
    let (plan, whole) = append(&[], &new);
    assert_eq!((plan, whole), (import(&[], &new), new));
}

/// A journal with each day once, in order, and notes of which no two are alike.
fn any_journal() -> impl Strategy<Value = Notes> {
    proptest::collection::btree_map(1i8..=28, proptest::collection::vec("[a-z]{12}", 0..5), 0..8).prop_map(
        |days| {
            let entry = |(day, notes)| (Some(Date::constant(2023, 9, day)), notes);
            days.into_iter().map(entry).collect()
        },
    )
}

proptest! {
    #[test]
    fn the_whole_that_has_grown_is_imported_and_added_alike(
        notes in any_journal(), more in any_journal(), at in 0usize..5,
    ) {
        let mut grown: std::collections::BTreeMap<Option<Date>, Vec<String>> = notes.iter().cloned().collect();
        for (day, notes) in more {
            let there = grown.entry(day).or_default();
            let at = at.min(there.len());
            there.splice(at..at, notes);
        }
        let grown: Notes = grown.into_iter().collect();
        let (before, after) = (as_source(&notes), as_source(&grown));
        let known = store(&[], &before, &import(&[], &before));
        let (plan, whole) = append(&known, &after);
        prop_assert_eq!(&whole, &after);
        prop_assert_eq!(plan, import(&known, &after));
    }

    #[test]
    fn nothing_is_lost_and_the_same_again_changes_nothing(notes in any_notes(), part in any_notes()) {
        // As a source is read: oldest first.
        let (mut notes, mut part) = (notes, part);
        notes.sort_by_key(|(date, _)| *date);
        part.sort_by_key(|(date, _)| *date);
        let (before, new) = (as_source(&notes), as_source(&part));
        let known = store(&[], &before, &import(&[], &before));
        let (plan, whole) = append(&known, &new);
        prop_assert!(plan.vanished_notes.is_empty() && plan.vanished_entries.is_empty());
        let after = store(&known, &whole, &plan);
        let present: HashSet<&NoteId> = after.iter().flat_map(|entry| &entry.notes).map(|note| &note.id).collect();
        prop_assert!(known.iter().flat_map(|entry| &entry.notes).all(|note| present.contains(&note.id)));
        let source_notes: usize = part.iter().map(|(_, notes)| notes.len()).sum();
        prop_assert!(present.len() >= source_notes);
        let (again, same) = append(&after, &new);
        prop_assert_eq!(store(&after, &same, &again), after);
    }
}
