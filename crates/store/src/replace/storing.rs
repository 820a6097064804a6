//! A planned change of a notebook, stored: its entries, its notes and all that follows from them.

use domain::id::NoteId;
use domain::notebook::draft::{DraftEntry, Fidelity};
use domain::notebook::import_log::NoteChange;
use domain::notebook::prepared::{PreparedNote, READING_VERSION};
use domain::notebook::reimport::{ImportChange, Plan, PlannedNote};
use sqlx::sqlite::SqliteConnection;
use tokio::task::{JoinHandle, spawn_blocking};

use super::change_log::{keep_entries, keep_notes};
use super::changes::{IndexChanges, NoteRow, store_entries, store_notes, store_places, store_vanished};
use super::prepare::{Judging, Prepare, PriorState, ReadyBatch, ReadyNote, SourceNote, prepare_notes};
use super::stored::{NotePlace, StoredContent, StoredEntry, StoredHead};
use crate::derive::{self, BatchChanges, ImportFacts};
use crate::import_run::RunId;
use crate::rendering::StoredRenderings;
use crate::{Result, fts, in_force, read_again};

/// How many notes are prepared and stored at once: the index of words writes out what it has gathered after each.
const NOTES_AT_ONCE: usize = 1000;

/// What a notebook is to become.
pub(crate) struct PlannedContent {
    pub notebook: i64,
    /// IANA name of the zone that its days are meant in.
    pub time_zone: String,
    /// As it was before; absent where it was not there.
    pub before: Option<StoredHead>,
    pub stored: StoredContent,
    /// Oldest first.
    pub entries: Vec<DraftEntry>,
    /// As many entries and notes as there are.
    pub plan: Plan,
}

/// Stores what a notebook is to become, with all that follows from it; `fidelity` says how much of what was written a note
/// has then. Gives how many notes were made anew that are unchanged.
pub(crate) async fn store_content(
    db: &mut SqliteConnection,
    content: PlannedContent,
    fidelity: impl Fn(&PlannedNote, Option<Fidelity>) -> Fidelity,
    (run, at): (RunId, &str),
    prepare: Prepare,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<usize> {
    let PlannedContent { notebook, time_zone, before, stored, entries, plan } = content;
    let mut import = ImportRun {
        notebook,
        run,
        at: at.to_owned(),
        next_words_id: fts::next_words_id(db).await?,
        stored,
        is_read_otherwise: before.as_ref().is_some_and(|before| before.reading_version != READING_VERSION),
        has_other_zone: before.as_ref().is_some_and(|before| before.time_zone != time_zone),
        moved: Vec::new(),
        to_derive: plan.vanished_notes.clone(),
        changes: BatchChanges::default(),
        remade: 0,
    };
    store_vanished(db, run, &plan, &import.stored, at).await?;
    // All entries first: a note may move into an entry that comes later.
    import.store_entries(db, &entries, &plan).await?;
    let new_notes = plan.entries.iter().flat_map(|entry| &entry.notes);
    let new_notes = new_notes.filter(|note| note.change == ImportChange::New).count();
    let facts = ImportFacts::load(db, new_notes).await?;
    let judging = Judging { time_zone, facts: facts.all().cloned() };
    import.store_notes(db, entries, &plan, fidelity, &Preparation { prepare, judging }, progress).await?;
    import.derive_known_notes(db).await?;
    derive::finish_import(db, &facts, &import.changes).await?;
    derive::record_version_of_first_import(db, notebook).await?;
    Ok(import.remade)
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
    run: RunId,
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
        let (mut rows, mut kept) = (Vec::new(), Vec::new());
        for (position, (entry, planned)) in entries.iter().zip(&plan.entries).enumerate() {
            let entry = StoredEntry::new(entry, position);
            let before = self.stored.entry(&planned.id);
            if before == Some(&entry) {
                continue;
            }
            if before.is_some_and(|before| !before.has_days_of(&entry)) {
                self.to_derive.extend(planned.notes.iter().map(|note| note.id.clone()));
            }
            kept.extend(before.map(|before| (planned.id.clone(), before.clone())));
            rows.push((planned.id.clone(), entry));
            if rows.len() == NOTES_AT_ONCE {
                keep_entries(db, self.run, std::mem::take(&mut kept)).await?;
                store_entries(db, self.notebook, self.run, std::mem::take(&mut rows)).await?;
            }
        }
        keep_entries(db, self.run, kept).await?;
        store_entries(db, self.notebook, self.run, rows).await
    }

    /// Stores the notes of a source, each batch while the next one is prepared.
    async fn store_notes(
        &mut self,
        db: &mut SqliteConnection,
        entries: Vec<DraftEntry>,
        plan: &Plan,
        fidelity: impl Fn(&PlannedNote, Option<Fidelity>) -> Fidelity,
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
                let stored = self.stored.note(&place.id).map(|stored| stored.fidelity);
                let fidelity = fidelity(planned_note, stored);
                let before = self.before(&place, planned_note.change);
                if self.is_as_before(before) && stored == Some(fidelity) {
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
                    fidelity,
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
        keep_notes(db, self.run, NoteChange::Moved, self.moved.iter().map(|place| &place.id)).await?;
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
        let mut log = NoteLog::default();
        for ReadyNote { source, prepared, index: words, rendering } in notes {
            let SourceNote { place, markdown, fidelity, before, .. } = source;
            rendered.push(rendering);
            let same_texts = renderings.has_texts(place.id.as_str(), &prepared);
            let (words_id, was_indexed, is_no_news, same_place) = match before {
                PriorState::New => (None, false, false, false),
                PriorState::Known { vanished, same_markdown, same_place } => {
                    known.push((place.id.clone(), same_place, same_texts));
                    log.add(&place.id, vanished, same_markdown, same_place);
                    let words_id = renderings.words_id(place.id.as_str());
                    (words_id, words_id.is_some() && !vanished, same_markdown, same_place)
                }
            };
            let same_fidelity = self.stored.note(&place.id).is_some_and(|note| note.fidelity == fidelity);
            if same_place && same_texts && same_fidelity {
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
            rows.push(NoteRow { place, markdown, html, text, content, fidelity, words_id, is_no_news });
        }
        log.store(db, self.run).await?;
        store_notes(db, self.notebook, self.run, &self.at, rows).await?;
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

/// Notes of a batch whose state of before is to be kept.
#[derive(Default)]
struct NoteLog {
    edited: Vec<NoteId>,
    moved: Vec<NoteId>,
    returned: Vec<NoteId>,
}

impl NoteLog {
    fn add(&mut self, id: &NoteId, vanished: bool, same_markdown: bool, same_place: bool) {
        let notes = match (vanished, same_markdown, same_place) {
            (true, ..) => &mut self.returned,
            (false, false, _) => &mut self.edited,
            (false, true, false) => &mut self.moved,
            (false, true, true) => return,
        };
        notes.push(id.clone());
    }

    async fn store(self, db: &mut SqliteConnection, run: RunId) -> Result<()> {
        keep_notes(db, run, NoteChange::Edited, self.edited.iter()).await?;
        keep_notes(db, run, NoteChange::Moved, self.moved.iter()).await?;
        keep_notes(db, run, NoteChange::Returned, self.returned.iter()).await
    }
}
