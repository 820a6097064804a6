//! A notebook that lives here: what is written in it is there, is kept as it was, and is nobody else's.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;

use domain::Date;
use domain::id::{EntryId, NoteId};
use domain::list::filter::Filter;
use domain::list::timeline::NoteLocation;
use domain::notebook::Notebook;
use domain::notebook::writing::{Change, WordsSeen};
use domain::pages::StepKind;
use store::{Error, Replacement, Result, RunId, Store, Written};
use support::corpus::Dice;
use support::{Database, replace, replacement};

fn notebook(slug: &str) -> Notebook {
    Notebook { title: "Diary".to_owned(), ..replacement(slug, "").notebook }
}

async fn diary() -> Database {
    let db = Database::new().await;
    db.store.begin_notebook(&notebook("diary"), "2031-02-01T09:00:00Z".parse().unwrap()).await.unwrap();
    db
}

async fn write(store: &Store, change: Change) -> Result<Written> {
    let writer = "kim".parse().unwrap();
    let at = "2031-02-01T10:00:00Z".parse().unwrap();
    store.write(&"diary".parse().unwrap(), change, Some(&writer), at, ingest::prepare).await
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn add(on: &str, notes: &[&str]) -> Change {
    Change::Add { day: day(on), notes: notes.iter().map(|note| (*note).to_owned()).collect() }
}

fn edit(note: &NoteId, before: &str, after: &str) -> Change {
    Change::Edit { note: note.clone(), seen: WordsSeen::new(before), markdown: after.to_owned(), day: None }
}

fn withdraw(note: &NoteId, before: &str) -> Change {
    Change::Withdraw { note: note.clone(), seen: WordsSeen::new(before) }
}

/// Every entry as `2031-02-01 | one | two`.
async fn content(store: &Store) -> Vec<String> {
    let entries = store.export(&Filter::default()).await.unwrap();
    let line = |entry: &store::ExportedEntry| {
        let date = entry.entry.date.map(|date| date.to_string()).unwrap_or_default();
        let notes = entry.notes.iter().map(|note| note.markdown.clone());
        std::iter::once(date).chain(notes).collect::<Vec<_>>().join(" | ")
    };
    entries.iter().map(line).collect()
}

/// All ids of entries and notes with their Markdown, in order.
async fn ids(store: &Store) -> Vec<(EntryId, Vec<(NoteId, String)>)> {
    let entries = store.export(&Filter::default()).await.unwrap();
    let entry = |entry: store::ExportedEntry| {
        (entry.entry.id, entry.notes.into_iter().map(|note| (note.note.id, note.markdown)).collect())
    };
    entries.into_iter().map(entry).collect()
}

#[tokio::test]
async fn what_is_written_of_a_day_stands_in_its_entry() {
    let db = diary().await;
    let first = write(&db.store, add("2031-02-02", &["KEP-753 in 1.28", "SIG Node"])).await.unwrap();
    let second = write(&db.store, add("2031-02-02", &["k/k#1"])).await.unwrap();
    let early = write(&db.store, add("2031-01-30", &["earlier"])).await.unwrap();
    write(&db.store, add("2031-02-01", &["between"])).await.unwrap();
    assert_eq!(
        content(&db.store).await,
        ["2031-01-30 | earlier", "2031-02-01 | between", "2031-02-02 | KEP-753 in 1.28 | SIG Node | k/k#1"]
    );
    assert_eq!((first.notes.len(), &first.entry), (2, &second.entry));
    assert_ne!(early.entry, first.entry);
    let location = db.store.note_location(&second.notes[0]).await.unwrap();
    assert_eq!(location, Some(NoteLocation::In(first.entry.clone())));
    assert_eq!(db.found("sig=node").await, ["SIG Node"]);
    assert_eq!(db.found("q=between").await, ["between"]);
    let page = db.store.entry_history(&first.entry).await.unwrap().unwrap();
    assert_eq!((page.notes.len(), page.unchanged), (0, 3));
}

#[tokio::test]
async fn an_edit_keeps_the_words_of_before_and_who_wrote() {
    let db = diary().await;
    let written = write(&db.store, add("2031-02-02", &["KEP-753 in 1.28", "other"])).await.unwrap();
    let note = &written.notes[0];
    let edited = write(&db.store, edit(note, "KEP-753 in 1.28", "KEP-753 in 1.29")).await.unwrap();
    assert_eq!((&edited.entry, &edited.notes), (&written.entry, &vec![note.clone()]));
    assert_eq!(content(&db.store).await, ["2031-02-02 | KEP-753 in 1.29 | other"]);
    let history = db.store.entry_history(&written.entry).await.unwrap().unwrap();
    let [step] = &history.notes[0].steps[..] else { panic!("{history:?}") };
    assert!(matches!(&step.kind, StepKind::Edited(diff) if !diff.is_empty()), "{step:?}");
    assert_eq!((step.is_written, step.written_by.as_deref()), (true, Some("kim")));
    let log = db.store.run_log(false).await.unwrap();
    assert_eq!((log.runs.len(), log.runs[0].is_written, log.runs[0].id), (2, true, edited.run.0));
    // It is undone as an import is.
    let at = "2031-02-01T11:00:00Z".parse().unwrap();
    db.store.undo_run(edited.run, at, false, ingest::prepare).await.unwrap();
    assert_eq!(content(&db.store).await, ["2031-02-02 | KEP-753 in 1.28 | other"]);
    assert!(db.store.written_notebooks().await.unwrap()[0].is_written);
}

#[tokio::test]
async fn the_second_of_two_who_edit_a_note_gets_its_words() {
    let db = diary().await;
    let note = write(&db.store, add("2031-02-02", &["one"])).await.unwrap().notes.remove(0);
    write(&db.store, edit(&note, "one", "two")).await.unwrap();
    for late in [edit(&note, "one", "three"), withdraw(&note, "one")] {
        let error = write(&db.store, late).await.unwrap_err();
        assert!(matches!(&error, Error::Conflict { now } if now == "two"), "{error:?}");
    }
    assert_eq!(content(&db.store).await, ["2031-02-02 | two"]);
    let error = write(&db.store, edit(&note, "two", "two")).await.unwrap_err();
    assert!(matches!(error, Error::NothingWritten), "{error:?}");
    assert_eq!(db.store.run_log(false).await.unwrap().runs.len(), 2);
}

#[tokio::test]
async fn a_note_moves_to_another_day_and_alone_with_its_entry() {
    let db = diary().await;
    let first = write(&db.store, add("2031-02-02", &["one", "two"])).await.unwrap();
    let move_to = |note: &NoteId, words: &str, on: &str| Change::Edit {
        note: note.clone(),
        seen: WordsSeen::new(words),
        markdown: words.to_owned(),
        day: Some(day(on)),
    };
    let moved = write(&db.store, move_to(&first.notes[0], "one", "2031-02-05")).await.unwrap();
    assert_ne!(moved.entry, first.entry);
    assert_eq!(content(&db.store).await, ["2031-02-02 | two", "2031-02-05 | one"]);
    // An address of the entry leads to its note still.
    let alone = write(&db.store, move_to(&first.notes[1], "two", "2031-02-09")).await.unwrap();
    assert_eq!(alone.entry, first.entry);
    assert_eq!(content(&db.store).await, ["2031-02-05 | one", "2031-02-09 | two"]);
    let joined = write(&db.store, move_to(&first.notes[1], "two", "2031-02-05")).await.unwrap();
    assert_eq!(joined.entry, moved.entry);
    assert_eq!(content(&db.store).await, ["2031-02-05 | one | two"]);
}

#[tokio::test]
async fn a_note_is_withdrawn_and_comes_back_where_it_was() {
    let db = diary().await;
    let written = write(&db.store, add("2031-02-02", &["one", "two", "three"])).await.unwrap();
    let (one, two) = (&written.notes[0], &written.notes[1]);
    write(&db.store, withdraw(two, "two")).await.unwrap();
    assert_eq!(content(&db.store).await, ["2031-02-02 | one | three"]);
    let gone = db.store.note_location(two).await.unwrap();
    assert_eq!(gone, Some(NoteLocation::Gone(written.entry.clone())));
    let words = db.store.note_words(two).await.unwrap().unwrap();
    assert_eq!(
        (words.markdown.as_str(), words.is_withdrawn, words.day),
        ("two", true, Some(day("2031-02-02")))
    );
    assert!(matches!(write(&db.store, edit(two, "two", "2")).await, Err(Error::NoNote(_))));

    write(&db.store, Change::Restore { note: two.clone() }).await.unwrap();
    assert_eq!(content(&db.store).await, ["2031-02-02 | one | two | three"]);
    assert!(matches!(write(&db.store, Change::Restore { note: two.clone() }).await, Err(Error::NoNote(_))));

    // The last one of a day takes its entry with it.
    for (note, words) in written.notes.iter().zip(["one", "two", "three"]) {
        write(&db.store, withdraw(note, words)).await.unwrap();
    }
    assert_eq!(content(&db.store).await, [""; 0]);
    let back = write(&db.store, Change::Restore { note: one.clone() }).await.unwrap();
    assert_eq!((back.entry, content(&db.store).await), (written.entry, vec!["2031-02-02 | one".to_owned()]));
}

#[tokio::test]
async fn nothing_is_written_into_a_notebook_with_a_source() {
    let db = Database::new().await;
    db.import("diary", "## 2031-02-02\n- one\n").await;
    let error = write(&db.store, add("2031-02-02", &["two"])).await.unwrap_err();
    assert!(matches!(error, Error::NotWritten(_)), "{error:?}");
    let taken = db.store.begin_notebook(&notebook("diary"), "2031-02-01T09:00:00Z".parse().unwrap()).await;
    assert!(matches!(taken, Err(Error::NotebookExists(_))), "{taken:?}");
    assert_eq!(db.store.written_notebooks().await.unwrap(), []);
    db.store.remove_notebook(&"diary".parse().unwrap()).await.unwrap();
    assert!(matches!(write(&db.store, add("2031-02-02", &["two"])).await, Err(Error::NoNotebook(_))));
}

#[tokio::test]
async fn an_import_takes_nothing_away_that_was_written_here() {
    let db = diary().await;
    write(&db.store, add("2031-02-02", &["one", "two", "three"])).await.unwrap();
    let import = |text: &str| {
        let replacement = replacement("diary", text);
        Replacement { notebook: Notebook { is_written: true, ..replacement.notebook }, ..replacement }
    };
    let refused = replace(&db.store, &import("## 2031-02-02\n- one\n- two\n")).await.unwrap_err();
    assert!(matches!(refused, Error::LosesWritten { vanishing: 1, .. }), "{refused:?}");
    replace(&db.store, &import("## 2031-02-02\n- one\n- two\n- three\n- four\n")).await.unwrap();
    assert_eq!(content(&db.store).await, ["2031-02-02 | one | two | three | four"]);
    assert_eq!(db.store.written_notebooks().await.unwrap().len(), 1);
}

#[tokio::test]
async fn ids_are_those_that_the_source_states() {
    let db = diary().await;
    let written = write(&db.store, add("2031-02-02", &["one", "two"])).await.unwrap();
    write(&db.store, edit(&written.notes[0], "one", "- a list\n- of two")).await.unwrap();
    write(&db.store, add("2031-01-01", &["before all"])).await.unwrap();
    let here = ids(&db.store).await;

    let mut replacement = replacement("diary", "");
    for (entry, notes) in &here {
        let mut draft = domain::notebook::draft::DraftEntry::default();
        draft.ids.entry = Some(entry.clone());
        for (note, markdown) in notes {
            draft.ids.notes.push((note.clone(), WordsSeen::new(markdown)));
            draft.notes.push(domain::notebook::draft::DraftNote { line: 1, markdown: markdown.clone() });
        }
        replacement.entries.push(draft);
    }
    let other = Database::new().await;
    replace(&other.store, &replacement).await.unwrap();
    assert_eq!(ids(&other.store).await, here);

    // Beside the notebook from which it came, nothing is taken from it.
    let copy = Replacement { notebook: notebook("copy"), ..replacement };
    replace(&db.store, &copy).await.unwrap();
    assert_eq!(ids(&db.store).await.len(), 4);
    assert!(here.iter().all(|(entry, _)| entry.as_str().len() == 8));
}

/// A note with its Markdown.
type WrittenNote = (NoteId, String);

/// What a notebook should have: the notes of each day.
type Days = BTreeMap<Date, Vec<WrittenNote>>;

async fn days(store: &Store) -> Days {
    let mut days = Days::new();
    for entry in store.export(&Filter::default()).await.unwrap() {
        let notes = entry.notes.into_iter().map(|note| (note.note.id, note.markdown)).collect();
        let other = days.insert(entry.entry.date.unwrap(), notes);
        assert!(other.is_none(), "a day has one entry");
    }
    days
}

/// A note among those of all days.
fn any_note(days: &Days, dice: &mut Dice) -> Option<(Date, NoteId, String)> {
    let notes: Vec<_> =
        days.iter().flat_map(|(day, notes)| notes.iter().map(move |note| (day, note))).collect();
    let at = (!notes.is_empty()).then(|| dice.roll(notes.len()))?;
    let (day, (id, words)) = notes[at];
    Some((*day, id.clone(), words.clone()))
}

fn remove(days: &mut Days, day: Date, note: &NoteId) {
    let notes = days.get_mut(&day).unwrap();
    notes.retain(|(id, _)| id != note);
    if notes.is_empty() {
        days.remove(&day);
    }
}

#[tokio::test]
async fn any_series_of_changes_is_there_and_is_undone() {
    let db = diary().await;
    let mut dice = Dice::new(0x0077_7269_7465);
    let any_day = |dice: &mut Dice| Date::constant(2031, 2, 1 + dice.roll(6) as i8);
    let mut expected = Days::new();
    let mut withdrawn: Vec<WrittenNote> = Vec::new();
    // The state before each run that is in effect.
    let mut before: Vec<(RunId, Days, Vec<WrittenNote>)> = Vec::new();
    for turn in 0..80 {
        let was = (expected.clone(), withdrawn.clone());
        let words = format!("{turn} SIG Node, KEP-{}", 700 + dice.roll(9));
        let written = match (dice.roll(10), any_note(&expected, &mut dice)) {
            (0..=2, _) | (_, None) => {
                let day = any_day(&mut dice);
                let notes = vec![words.clone(), format!("{words} again")];
                let written = write(&db.store, Change::Add { day, notes: notes.clone() }).await.unwrap();
                expected.entry(day).or_default().extend(written.notes.iter().cloned().zip(notes));
                written
            }
            (3 | 4, Some((day, note, seen))) => {
                let notes = expected.get_mut(&day).unwrap();
                notes.iter_mut().find(|(id, _)| *id == note).unwrap().1.clone_from(&words);
                write(&db.store, edit(&note, &seen, &words)).await.unwrap()
            }
            (5 | 6, Some((day, note, seen))) => {
                let to = any_day(&mut dice);
                if to == day {
                    continue;
                }
                remove(&mut expected, day, &note);
                expected.entry(to).or_default().push((note.clone(), words.clone()));
                let seen = WordsSeen::new(&seen);
                write(&db.store, Change::Edit { note, seen, markdown: words, day: Some(to) }).await.unwrap()
            }
            (7, Some((day, note, seen))) => {
                remove(&mut expected, day, &note);
                withdrawn.push((note.clone(), seen.clone()));
                write(&db.store, withdraw(&note, &seen)).await.unwrap()
            }
            (8, Some(_)) => {
                let Some((note, words)) = withdrawn.pop() else { continue };
                let written = write(&db.store, Change::Restore { note: note.clone() }).await.unwrap();
                // Where it stood among others is for other tests: here, that it is there and nothing else is other.
                let now = days(&db.store).await;
                let mut others = now.clone();
                let home =
                    *now.iter().find(|(_, notes)| notes.contains(&(note.clone(), words.clone()))).unwrap().0;
                remove(&mut others, home, &note);
                assert_eq!(others, expected, "turn {turn}");
                expected = now;
                written
            }
            (_, Some(_)) => {
                let Some((run, days_before, withdrawn_before)) = before.pop() else { continue };
                let at = "2031-02-01T12:00:00Z".parse().unwrap();
                db.store.undo_run(run, at, false, ingest::prepare).await.unwrap();
                (expected, withdrawn) = (days_before, withdrawn_before);
                assert_eq!(days(&db.store).await, expected, "turn {turn}");
                continue;
            }
        };
        before.push((written.run, was.0, was.1));
        assert_eq!(days(&db.store).await, expected, "turn {turn}");
    }
    assert!(expected.len() > 2 && before.len() > 20, "{} days, {} runs", expected.len(), before.len());
    assert_eq!(db.store.check_content().await.unwrap().notes_indexed_wrongly, 0);
    let found: usize = expected.values().map(Vec::len).sum();
    assert_eq!(db.store.timeline(&support::filter("sig=node")).await.unwrap().notes as usize, found);
    assert_eq!(db.store.derive().await.unwrap(), store::DerivedChanges::default(), "nothing was stale");
}
