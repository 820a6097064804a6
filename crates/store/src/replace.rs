//! Imports: what is found again in a source keeps its id, all in one transaction.

use std::collections::HashSet;
use std::sync::Arc;

use domain::id::NoteId;
use domain::notebook::Notebook;
use domain::notebook::draft::DraftEntry;
use domain::notebook::prepared::{PreparedNote, READING_VERSION};
use domain::notebook::reimport::{self, ChangeCount, ImportChange, Plan, SourceEntry};
use domain::remark::Remark;
use sqlx::sqlite::SqliteConnection;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::derive::{self, BatchChanges, ImportFacts};
use crate::rendering::StoredRenderings;
use crate::{Error, Result, Store, fts, generation, in_force, read_again, statistics};

mod changes;
mod digests;
mod prepare;
mod stored;

use changes::{IndexChanges, NoteRow, store_entries, store_head, store_notes, store_places, store_vanished};
use prepare::{Judging, Prepare, PriorState, ReadyBatch, ReadyNote, SourceNote, prepare_notes};
use stored::{NotePlace, StoredContent, StoredEntry, StoredHead, taken_ids};

/// How many notes are prepared and stored at once: the index of words writes out what it has gathered after each.
const NOTES_AT_ONCE: usize = 1000;

/// From how many notes on the database keeps more of itself in memory while they are stored.
const LARGE: usize = 5000;

/// The new state of a notebook.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// The notebook without its entries.
    pub notebook: Notebook,
    /// Oldest first.
    pub entries: Vec<DraftEntry>,
    /// The time of the import.
    pub at: jiff::Timestamp,
    /// Whether more than half of the notes may vanish.
    pub may_lose: bool,
    /// Whether to report what would change and change nothing.
    pub dry_run: bool,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Whether the notebook was not there before.
    pub is_new: bool,
    /// Entries by what changed of them.
    pub entries: ChangeCount,
    /// Notes by what changed of them.
    pub notes: ChangeCount,
    /// Unchanged notes whose HTML, references or tags are other than before, by a newer Kepline.
    pub remade: usize,
    /// What was uncertain when notes were matched with those stored.
    pub remarks: Vec<Remark>,
}

impl Report {
    /// Whether nothing is other than before.
    fn is_unchanged(&self) -> bool {
        let untouched = |count: &ChangeCount| count.new + count.changed + count.vanished == 0;
        untouched(&self.entries) && untouched(&self.notes) && self.remade == 0
    }
}

impl Store {
    /// Replaces the content of a notebook, or leaves everything as it was on any error.
    ///
    /// `prepare` makes the HTML, text, references and tags of a note from its Markdown. Only notes that are new, that
    /// have another Markdown than before or that were read by other rules are prepared: some at a time, while those
    /// before them are stored, so that a large source is in memory as Markdown alone. `report` is called with how many
    /// notes are done and how many there are.
    ///
    /// Fails with [`Error::LosesTooMuch`] when more than half of the notes would vanish
    /// and that was not allowed.
    pub async fn replace(
        &self,
        replacement: Replacement,
        prepare: impl Fn(&str) -> PreparedNote + Send + Sync + 'static,
        report: impl Fn(usize, usize) + Send + Sync,
    ) -> Result<Report> {
        let is_large = replacement.entries.iter().map(|entry| entry.notes.len()).sum::<usize>() >= LARGE;
        let mut transaction = self.begin().await?;
        if is_large {
            // All indexes of notes are written to in no order: pages are otherwise written and read again many times.
            sqlx::query("pragma cache_size = -49152").execute(&mut *transaction).await?;
        }
        let dry_run = replacement.dry_run;
        let replaced = replace(&mut transaction, replacement, Arc::new(prepare), &report).await;
        if replaced.is_ok() && !dry_run {
            transaction.commit().await?;
        } else {
            transaction.rollback().await?;
        }
        if is_large {
            sqlx::query("pragma cache_size = -2000").execute(&self.writer).await?;
        }
        replaced
    }
}

async fn replace(
    db: &mut SqliteConnection,
    replacement: Replacement,
    prepare: Prepare,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<Report> {
    let Replacement { notebook: head, entries, at, may_lose, .. } = replacement;
    let at = at.to_string();
    let before = StoredHead::load(db, head.slug.as_str()).await?;
    let notebook = store_head(db, &head, &at).await?;
    let (plan, stored) = plan(db, notebook, &head, &entries).await?;
    if plan.loses_more_than_half() && !may_lose {
        return Err(Error::LosesTooMuch {
            notebook: head.slug.to_string(),
            vanishing: plan.vanished_notes.len(),
            known: stored.present_notes(),
        });
    }
    let is_other = |differs: fn(&StoredHead, &Notebook) -> bool| {
        before.as_ref().is_some_and(|before| differs(before, &head))
    };
    let mut import = ImportRun {
        notebook,
        at: at.clone(),
        next_words_id: fts::next_words_id(db).await?,
        stored,
        is_read_otherwise: is_other(|before, head| {
            before.reading_version != READING_VERSION || before.lost_links != head.lost_links
        }),
        has_other_zone: is_other(|before, head| before.time_zone != head.time_zone),
        moved: Vec::new(),
        to_derive: plan.vanished_notes.clone(),
        changes: BatchChanges::default(),
        remade: 0,
    };
    store_vanished(db, &plan, &at).await?;
    // All entries first: a note may move into an entry that comes later.
    import.store_entries(db, &entries, &plan).await?;
    let new_notes = plan.entries.iter().flat_map(|entry| &entry.notes);
    let new_notes = new_notes.filter(|note| note.change == ImportChange::New).count();
    let facts = ImportFacts::load(db, new_notes).await?;
    let judging = Judging { time_zone: head.time_zone, facts: facts.all().cloned() };
    import.store_notes(db, entries, &plan, &Preparation { prepare, judging }, progress).await?;
    import.derive_known_notes(db).await?;
    derive::finish_import(db, &facts, &import.changes).await?;
    derive::record_version_of_first_import(db, notebook).await?;
    let counts = plan.counts();
    let report = Report {
        is_new: before.is_none(),
        entries: counts.entries,
        notes: counts.notes,
        remade: import.remade,
        remarks: plan.remarks,
    };
    record_run(db, notebook, &at, &report).await?;
    if !report.is_unchanged() {
        statistics::renew_if_grown(db).await?;
    }
    Ok(report)
}

/// Which entry and note keeps which id, and what is stored of the notebook.
async fn plan(
    db: &mut SqliteConnection,
    notebook: i64,
    head: &Notebook,
    entries: &[DraftEntry],
) -> Result<(Plan, StoredContent)> {
    let source: Vec<SourceEntry<'_>> = entries
        .iter()
        .map(|entry| SourceEntry {
            date: entry.date,
            key: entry.key.as_deref(),
            notes: entry.notes.iter().map(|note| note.markdown.as_str()).collect(),
        })
        .collect();
    let (stored, previous) = StoredContent::load(db, notebook, &source).await?;
    let mut taken = HashSet::new();
    loop {
        let plan = reimport::plan(&head.slug, &previous, &source, &|id| taken.contains(id));
        // Only what was minted is looked for among the ids of other notebooks, and hardly ever found.
        let new = |change| change == ImportChange::New;
        let entries = plan.entries.iter().filter(|entry| new(entry.change)).map(|entry| entry.id.as_str());
        let notes = plan.entries.iter().flat_map(|entry| &entry.notes);
        let notes = notes.filter(|note| new(note.change)).map(|note| note.id.as_str());
        let found = taken_ids(db, &entries.chain(notes).collect::<Vec<_>>()).await?;
        if found.is_empty() {
            return Ok((plan, stored));
        }
        taken.extend(found);
    }
}

/// What makes notes ready to be stored.
struct Preparation {
    prepare: Prepare,
    judging: Judging,
}

impl Preparation {
    /// Begins to prepare notes on a thread of its own.
    fn begin(&self, notes: Vec<SourceNote>) -> JoinHandle<Result<ReadyBatch>> {
        let (prepare, judging) = (self.prepare.clone(), self.judging.clone());
        spawn_blocking(move || prepare_notes(notes, &prepare, &judging))
    }
}

/// An import under way.
struct ImportRun {
    notebook: i64,
    at: String,
    next_words_id: i64,
    stored: StoredContent,
    /// Whether notes were read by other rules than those of today, so that each is prepared again.
    is_read_otherwise: bool,
    /// Whether days were meant in another time zone before.
    has_other_zone: bool,
    /// Where notes stand that are otherwise as they were.
    moved: Vec<NotePlace>,
    /// Notes that were there before and are to be judged again.
    to_derive: Vec<NoteId>,
    changes: BatchChanges,
    remade: usize,
}

impl ImportRun {
    async fn store_entries(
        &mut self,
        db: &mut SqliteConnection,
        entries: &[DraftEntry],
        plan: &Plan,
    ) -> Result<()> {
        let mut rows = Vec::new();
        for (position, (entry, planned)) in entries.iter().zip(&plan.entries).enumerate() {
            let entry = StoredEntry::new(entry, position);
            let before = self.stored.entry(&planned.id);
            if before == Some(&entry) {
                continue;
            }
            if before.is_some_and(|before| !before.has_days_of(&entry)) {
                self.to_derive.extend(planned.notes.iter().map(|note| note.id.clone()));
            }
            rows.push((planned.id.clone(), entry));
            if rows.len() == NOTES_AT_ONCE {
                store_entries(db, self.notebook, std::mem::take(&mut rows)).await?;
            }
        }
        store_entries(db, self.notebook, rows).await
    }

    /// Stores the notes of a source, each batch while the next one is prepared.
    async fn store_notes(
        &mut self,
        db: &mut SqliteConnection,
        entries: Vec<DraftEntry>,
        plan: &Plan,
        preparation: &Preparation,
        progress: &(dyn Fn(usize, usize) + Send + Sync),
    ) -> Result<()> {
        let total = entries.iter().map(|entry| entry.notes.len()).sum();
        let mut done = 0;
        let mut batch = Vec::new();
        let mut preparing: Option<JoinHandle<Result<ReadyBatch>>> = None;
        for (entry, planned) in entries.into_iter().zip(&plan.entries) {
            let DraftEntry { date, not_before, not_after, posting, notes, .. } = entry;
            for (position, (note, planned_note)) in notes.into_iter().zip(&planned.notes).enumerate() {
                done += 1;
                let (id, entry) = (planned_note.id.clone(), planned.id.clone());
                let place = NotePlace { id, entry, position, date };
                let before = self.before(&place, planned_note.change);
                if self.is_as_before(before) {
                    if matches!(before, PriorState::Known { same_place: false, .. }) {
                        self.to_derive.push(place.id.clone());
                        self.moved.push(place);
                    }
                    continue;
                }
                batch.push(SourceNote {
                    place,
                    bounds: (not_before, not_after),
                    time_zone: posting.time_zone.clone(),
                    markdown: note.markdown,
                    before,
                });
                if batch.len() == NOTES_AT_ONCE {
                    let next = preparation.begin(std::mem::take(&mut batch));
                    if let Some(ready) = preparing.replace(next) {
                        self.store_batch(db, join(ready).await?).await?;
                        progress(done - NOTES_AT_ONCE, total);
                    }
                }
            }
        }
        let last = preparation.begin(batch);
        if let Some(ready) = preparing {
            self.store_batch(db, join(ready).await?).await?;
        }
        self.store_batch(db, join(last).await?).await?;
        store_places(db, std::mem::take(&mut self.moved)).await?;
        progress(total, total);
        read_again::record_version(db, self.notebook).await
    }

    /// What is stored of a note of the source.
    fn before(&self, place: &NotePlace, change: ImportChange) -> PriorState {
        let Some(stored) = self.stored.note(&place.id) else { return PriorState::New };
        let same_markdown = matches!(change, ImportChange::Unchanged | ImportChange::Moved);
        PriorState::Known {
            vanished: stored.vanished,
            same_markdown,
            same_place: same_markdown && self.stored.has_place(stored, place),
        }
    }

    /// Whether preparing a note would give what is stored of it.
    fn is_as_before(&self, before: PriorState) -> bool {
        !self.is_read_otherwise && matches!(before, PriorState::Known { same_markdown: true, .. })
    }

    async fn store_batch(&mut self, db: &mut SqliteConnection, batch: ReadyBatch) -> Result<()> {
        let ReadyBatch { notes, new_notes } = batch;
        let known = notes.iter().filter(|note| note.source.before != PriorState::New);
        let known: Vec<String> = known.map(|note| note.source.place.id.to_string()).collect();
        let renderings = if known.is_empty() {
            StoredRenderings::default()
        } else {
            // With references their outcomes go.
            self.changes.keps.extend(derive::keps_cited_by(db, &known).await?);
            StoredRenderings::load(db, known.iter().map(String::as_str)).await?
        };
        let (mut rows, mut index, mut rendered) = (Vec::new(), IndexChanges::default(), Vec::new());
        // Known notes, with whether they stand where they stood and have the same texts.
        let mut known = Vec::new();
        for ReadyNote { source, prepared, index: words, rendering } in notes {
            let SourceNote { place, markdown, before, .. } = source;
            rendered.push(rendering);
            let same_texts = renderings.has_texts(place.id.as_str(), &prepared);
            let (words_id, was_indexed, is_no_news, same_place) = match before {
                PriorState::New => (None, false, false, false),
                PriorState::Known { vanished, same_markdown, same_place } => {
                    known.push((place.id.clone(), same_place, same_texts));
                    let words_id = renderings.words_id(place.id.as_str());
                    (words_id, words_id.is_some() && !vanished, same_markdown, same_place)
                }
            };
            if same_place && same_texts {
                continue;
            }
            let words_id = words_id.unwrap_or_else(|| {
                self.next_words_id += 1;
                self.next_words_id - 1
            });
            if !(same_texts && was_indexed) {
                index.add(words_id, words, was_indexed);
            }
            let PreparedNote { html, text, content, .. } = prepared;
            rows.push(NoteRow { place, markdown, html, text, content, words_id, is_no_news });
        }
        store_notes(db, self.notebook, &self.at, rows).await?;
        let with_new_rendering = renderings.replace(db, rendered).await?;
        for (id, same_place, same_texts) in known {
            let same_rendering = same_texts && !with_new_rendering.contains(id.as_str());
            self.remade += usize::from(same_place && !same_rendering);
            if !(same_place && same_rendering) {
                self.to_derive.push(id);
            }
        }
        self.changes.extend(new_notes.store(db).await?);
        index.store(db).await
    }

    /// Judges the notes again that were there before and of which something is other, with what curators decided on them.
    async fn derive_known_notes(&mut self, db: &mut SqliteConnection) -> Result<()> {
        let mut notes: Vec<String> = self.to_derive.iter().map(NoteId::to_string).collect();
        notes.extend(in_force::update_for_notebook(db, self.notebook).await?);
        if self.has_other_zone {
            let all: Vec<String> =
                sqlx::query_scalar("select id from note where notebook_id = ? and vanished_at is null")
                    .bind(self.notebook)
                    .fetch_all(&mut *db)
                    .await?;
            notes.extend(all);
        }
        notes.sort_unstable();
        notes.dedup();
        let facts = ImportFacts::load(db, notes.len()).await?;
        self.changes.extend(derive::derive_known_notes(db, &facts, &notes).await?);
        Ok(())
    }
}

/// What was prepared; a panic goes on here.
async fn join(ready: JoinHandle<Result<ReadyBatch>>) -> Result<ReadyBatch> {
    ready.await.unwrap_or_else(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(error) => panic!("notes are prepared to their end: {error}"),
    })
}

async fn record_run(db: &mut SqliteConnection, notebook: i64, at: &str, report: &Report) -> Result<()> {
    let report =
        serde_json::json!({ "entries": report.entries, "notes": report.notes, "remade": report.remade });
    sqlx::query("insert into import_run (notebook_id, at, report) values (?, ?, ?)")
        .bind(notebook)
        .bind(at)
        .bind(report.to_string())
        .execute(&mut *db)
        .await?;
    generation::raise(db).await
}
