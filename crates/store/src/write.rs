//! Writing in a notebook that lives here: the notebook becomes what it was with one change, as by an import.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use domain::Date;
use domain::decision::curator::CuratorName;
use domain::id::{EntryId, NoteId};
use domain::notebook::draft::Fidelity;
use domain::notebook::import_log::RunKind;
use domain::notebook::prepared::PreparedNote;
use domain::notebook::reimport::{self, ImportChange, Plan, PlannedNote, PreviousEntry};
use domain::notebook::writing::{Change, DayPlace, WordsSeen};
use domain::notebook::{Notebook, NotebookSlug};
use jiff::Timestamp;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::follow_ups;
use crate::import_run::{NewRun, load_notebook};
use crate::notebook_state::{EntryState, NoteState, NotebookState};
use crate::replace::{
    PlannedContent, Prepare, Report, StoredContent, StoredEntry, StoredHead, plan_with_free_ids,
    store_content, store_head,
};
use crate::rows::{NotebookRow, read, read_opt};
use crate::{Error, Result, RunId, Store, statistics};

/// What writing did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The entry in which the notes are, or were.
    pub entry: EntryId,
    /// The notes that were added, edited, withdrawn or brought back.
    pub notes: Vec<NoteId>,
    /// The number under which it is undone.
    pub run: RunId,
    /// What changed by it.
    pub report: Report,
}

/// A note as an editor needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteWords {
    /// Without its entries.
    pub notebook: Notebook,
    /// The entry in which it is, or was last.
    pub entry: EntryId,
    /// The day of the entry.
    pub day: Option<Date>,
    /// Its Markdown now, or as it was last.
    pub markdown: String,
    /// Whether it left the notebook.
    pub is_withdrawn: bool,
}

impl Store {
    /// The notebooks that live here, by title.
    pub async fn written_notebooks(&self) -> Result<Vec<Notebook>> {
        let mut sql = crate::sql::sql();
        sql.push("select ").push(NotebookRow::COLUMNS);
        sql.push(" from notebook where is_written = 1 order by title, slug");
        let rows: Vec<NotebookRow> = sql.build_query_as().fetch_all(self.reader()?).await?;
        rows.into_iter().map(NotebookRow::value).collect()
    }

    /// Begins a notebook that lives here, without entries.
    ///
    /// Fails with [`Error::NotebookExists`] where its slug is taken.
    pub async fn begin_notebook(&self, notebook: &Notebook, at: Timestamp) -> Result<()> {
        let mut db = self.begin().await?;
        if load_notebook(&mut db, notebook.slug.as_str()).await?.is_some() {
            return Err(Error::NotebookExists(notebook.slug.to_string()));
        }
        let at = at.to_string();
        let id = store_head(&mut db, &Notebook { is_written: true, ..notebook.clone() }, &at).await?;
        crate::derive::record_version_of_first_import(&mut db, id).await?;
        crate::read_again::record_version(&mut db, id).await?;
        crate::generation::raise(&mut db).await?;
        db.commit().await?;
        Ok(())
    }

    /// A note with its Markdown; `None` where no note has that id.
    pub async fn note_words(&self, id: &NoteId) -> Result<Option<NoteWords>> {
        #[derive(FromRow)]
        struct Row {
            entry_id: String,
            date: Option<String>,
            markdown: String,
            is_withdrawn: bool,
            #[sqlx(flatten)]
            notebook: NotebookRow,
        }
        let mut sql = crate::sql::sql();
        sql.push("select ").push(NotebookRow::COLUMNS);
        sql.push(
            ", note.entry_id, entry.date, note.markdown, note.vanished_at is not null as is_withdrawn from note \
             cross join entry on entry.id = note.entry_id \
             cross join notebook on notebook.id = note.notebook_id where note.id = ",
        );
        sql.push_bind(id.as_str());
        let row: Option<Row> = sql.build_query_as().fetch_optional(self.reader()?).await?;
        let words = |row: Row| {
            Ok(NoteWords {
                notebook: row.notebook.value()?,
                entry: read("id", &row.entry_id)?,
                day: read_opt("day", row.date.as_deref())?,
                markdown: row.markdown,
                is_withdrawn: row.is_withdrawn,
            })
        };
        row.map(words).transpose()
    }

    /// Changes a notebook that lives here, as one run that can be undone; `writer` is the curator, or nobody where it is
    /// written on this machine. `prepare` is as for [`Self::replace`].
    ///
    /// Fails with [`Error::NotWritten`] where the notebook has a source, with [`Error::Conflict`] where the words of a note are
    /// no longer those that its editor saw, with [`Error::NoNote`] where the notebook has no such note or the one that is
    /// followed up on is not there, and with
    /// [`Error::NothingWritten`] where nothing would be other than before.
    pub async fn write(
        &self,
        notebook: &NotebookSlug,
        change: Change,
        writer: Option<&CuratorName>,
        at: Timestamp,
        prepare: impl Fn(&str, bool) -> PreparedNote + Send + Sync + 'static,
    ) -> Result<Written> {
        let mut transaction = self.begin().await?;
        let writer = writer.map(CuratorName::to_string);
        let written = write(
            &mut transaction,
            notebook.clone(),
            change,
            writer.as_deref(),
            &at.to_string(),
            Arc::new(prepare),
        )
        .await?;
        transaction.commit().await?;
        Ok(written)
    }
}

async fn write(
    db: &mut SqliteConnection,
    slug: NotebookSlug,
    change: Change,
    writer: Option<&str>,
    at: &str,
    prepare: Prepare,
) -> Result<Written> {
    let head = load_notebook(db, slug.as_str()).await?;
    let head = head.ok_or_else(|| Error::NoNotebook(slug.to_string()))?;
    if !head.is_written {
        return Err(Error::NotWritten(slug.to_string()));
    }
    let before = StoredHead::load(db, slug.as_str()).await?;
    let notebook = store_head(db, &head, at).await?;
    let (stored, known) = StoredContent::load(db, notebook, &[]).await?;
    let mut state = NotebookState::now(&stored, &known);
    let follows = match &change {
        Change::FollowUp { follows, .. } => Some(follows.clone()),
        _ => None,
    };
    let changed = state.change(change, &stored, &known)?;
    let planned = state.planned();
    let plan = plan_with_free_ids(db, |taken| reimport::plan_state(&slug, &known, &planned, taken)).await?;
    let (entry, notes) = changed.find(&state, &plan);
    let report = Report::new(&plan, false);
    if report.is_unchanged() {
        return Err(Error::NothingWritten);
    }
    let (entries, fidelity) = state.drafts();
    let run = NewRun {
        notebook,
        at,
        kind: RunKind::Import,
        undoes: None,
        before: Some(&head),
        source: None,
        is_written: true,
        written_by: writer,
        origin: None,
    };
    let run = run.begin(db).await?;
    let time_zone = head.time_zone.clone();
    let content = PlannedContent { notebook, time_zone, before, stored, entries, plan };
    let changed_notes: HashSet<NoteId> = notes.iter().cloned().collect();
    let fidelity = move |note: &PlannedNote, known: Option<Fidelity>| {
        let is_edited = note.change == ImportChange::Edited && changed_notes.contains(&note.id);
        let before = fidelity.get(&note.id).copied().or(known);
        before.filter(|_| !is_edited).unwrap_or(Fidelity::Written)
    };
    let remade = store_content(db, content, fidelity, (run, at), prepare, &|_, _| {}).await?;
    if let Some(follows) = follows {
        follow_ups::store(db, &notes, &follows).await?;
    }
    let report = Report { remade, ..report };
    run.end(db, &report.json()).await?;
    statistics::renew_if_grown(db).await?;
    Ok(Written { entry, notes, run, report })
}

/// Which notes a change is about.
enum Changed {
    /// Notes without an id yet: so many at the end of the entry at a place.
    Added { entry: usize, count: usize },
    /// A note that has an id, and an entry in which it was.
    Known { note: NoteId, entry: EntryId },
}

impl Changed {
    /// The entry and the notes, as they are planned.
    fn find(&self, state: &NotebookState<'_>, plan: &Plan) -> (EntryId, Vec<NoteId>) {
        match self {
            Self::Added { entry, count } => {
                let planned = &plan.entries[*entry];
                let notes = &planned.notes[planned.notes.len() - count..];
                (planned.id.clone(), notes.iter().map(|note| note.id.clone()).collect())
            }
            Self::Known { note, entry } => {
                let has_note =
                    |entry: &EntryState<'_>| entry.notes.iter().any(|it| it.id.as_ref() == Some(note));
                let now = state.entries.iter().position(has_note).map(|at| plan.entries[at].id.clone());
                (now.unwrap_or_else(|| entry.clone()), vec![note.clone()])
            }
        }
    }
}

impl<'a> NotebookState<'a> {
    /// Makes a change in what is `stored`, as the values that identity is judged by `known`.
    fn change(
        &mut self,
        change: Change,
        stored: &StoredContent,
        known: &'a [PreviousEntry<'_>],
    ) -> Result<Changed> {
        match change {
            Change::Add { day, notes } | Change::FollowUp { day, notes, .. } => {
                let count = notes.len();
                if count == 0 {
                    return Err(Error::NothingWritten);
                }
                let notes = notes.into_iter().map(|markdown| NoteState {
                    id: None,
                    markdown: Cow::Owned(markdown),
                    fidelity: Fidelity::Written,
                });
                let entry = self.put(day, notes.collect(), None);
                Ok(Changed::Added { entry, count })
            }
            Change::Edit { note, seen, markdown, day } => {
                let (at, place) = self.find(&note, seen)?;
                let entry = self.entry_id(at);
                self.entries[at].notes[place].markdown = Cow::Owned(markdown);
                if let Some(day) = day.filter(|day| self.entries[at].entry.date != Some(*day)) {
                    self.move_note(at, place, day);
                }
                Ok(Changed::Known { note, entry })
            }
            Change::Withdraw { note, seen } => {
                let (at, place) = self.find(&note, seen)?;
                let entry = self.entry_id(at);
                self.entries[at].notes.remove(place);
                self.remove_if_empty(at);
                Ok(Changed::Known { note, entry })
            }
            Change::Restore { note } => {
                let is_wanted = |entry: &&PreviousEntry<'_>| {
                    entry.notes.iter().any(|known| known.id == note && (known.vanished || entry.vanished))
                };
                let home = known.iter().find(is_wanted).ok_or_else(|| Error::NoNote(note.to_string()))?;
                let (Some(words), Some(place), Some(entry)) = (
                    home.notes.iter().find(|known| known.id == note),
                    stored.note(&note),
                    stored.entry(&home.id),
                ) else {
                    return Err(Error::NoNote(note.to_string()));
                };
                let restored = NoteState {
                    id: Some(note.clone()),
                    markdown: Cow::Borrowed(&*words.text),
                    fidelity: place.fidelity,
                };
                let (_, position) = stored.place(place);
                match self.entries.iter_mut().find(|it| it.id.as_ref() == Some(&home.id)) {
                    Some(entry) => entry.notes.insert(position.min(entry.notes.len()), restored),
                    None => self.put_back(home.id.clone(), entry.clone(), restored),
                }
                Ok(Changed::Known { note, entry: home.id.clone() })
            }
        }
    }

    /// The places of a note, whose words are those that its editor saw.
    fn find(&self, note: &NoteId, seen: WordsSeen) -> Result<(usize, usize)> {
        let place = |entry: &EntryState<'_>| entry.notes.iter().position(|it| it.id.as_ref() == Some(note));
        let found = self.entries.iter().enumerate().find_map(|(at, entry)| Some((at, place(entry)?)));
        let (at, place) = found.ok_or_else(|| Error::NoNote(note.to_string()))?;
        let now = &self.entries[at].notes[place].markdown;
        if WordsSeen::new(now) == seen {
            Ok((at, place))
        } else {
            Err(Error::Conflict { now: now.to_string() })
        }
    }

    /// The id of an entry that was there before.
    fn entry_id(&self, at: usize) -> EntryId {
        self.entries[at].id.clone().expect("an entry that was there has an id")
    }

    /// Puts notes where those of a day go, in an entry that is there or in one with `id`; gives its place.
    fn put(&mut self, day: Date, notes: Vec<NoteState<'a>>, id: Option<(EntryId, StoredEntry)>) -> usize {
        let days: Vec<Option<Date>> = self.entries.iter().map(|it| it.entry.date).collect();
        match DayPlace::new(&days, day) {
            DayPlace::Join(at) => {
                self.entries[at].notes.extend(notes);
                at
            }
            DayPlace::Begin(at) => {
                let (id, entry) = match id {
                    Some((id, entry)) => (Some(id), StoredEntry { date: Some(day), ..entry }),
                    None => (None, StoredEntry::with_day(day)),
                };
                self.entries.insert(at, EntryState { id, entry, notes });
                at
            }
        }
    }

    /// Puts a note back whose entry left the notebook with it.
    fn put_back(&mut self, id: EntryId, entry: StoredEntry, note: NoteState<'a>) {
        match entry.date {
            Some(day) => {
                self.put(day, vec![note], Some((id, entry)));
            }
            None => self.entries.push(EntryState { id: Some(id), entry, notes: vec![note] }),
        }
    }

    /// Moves a note to another day: with its entry where it is alone in it and the day has none.
    fn move_note(&mut self, at: usize, place: usize, day: Date) {
        let note = self.entries[at].notes.remove(place);
        let alone = self.entries[at].notes.is_empty();
        let left = alone.then(|| self.entries.remove(at));
        self.put(day, vec![note], left.and_then(|left| Some((left.id?, left.entry))));
    }

    fn remove_if_empty(&mut self, at: usize) {
        if self.entries[at].notes.is_empty() {
            self.entries.remove(at);
        }
    }
}
