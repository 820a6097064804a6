//! Imports: what is found again in a source keeps its id, all in one transaction.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::id::{EntryId, NoteId};
use domain::notebook::Notebook;
use domain::notebook::draft::{DraftEntry, Fidelity};
use domain::notebook::import_log::RunKind;
use domain::notebook::prepared::PreparedNote;
use domain::notebook::reimport::{
    self, Addition, ChangeCount, ImportChange, Plan, PlannedEntry, PlannedNote, PlannedWords, PreviousEntry,
    ShownWords, SourceEntry, shown_words,
};
use domain::remark::Remark;
use sqlx::sqlite::SqliteConnection;

use crate::import_run::{NewRun, RunId, RunOrigin, load_notebook};
use crate::{Error, Result, Store, forget, generation, statistics};

mod addition;
mod change_log;
mod changes;
mod digests;
mod prepare;
mod stored;
mod storing;

pub(crate) use changes::store_head;
use changes::store_lost_links;
pub(crate) use prepare::Prepare;
use stored::taken_ids;
pub(crate) use stored::{StoredContent, StoredEntry, StoredHead};
pub(crate) use storing::{PlannedContent, store_content};

/// From how many notes on the database keeps more of itself in memory while they are stored.
const LARGE: usize = 5000;

/// The new state of a notebook.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// The notebook without its entries.
    pub notebook: Notebook,
    /// Oldest first.
    pub entries: Vec<DraftEntry>,
    /// How much of what was written the source has.
    pub fidelity: Fidelity,
    /// What the log calls the source: the names of its files.
    pub source: Option<String>,
    /// The source that it came from by itself.
    pub origin: Option<RunOrigin>,
    /// The time of the import.
    pub at: jiff::Timestamp,
    /// Whether more than half of the notes may vanish.
    pub may_lose: bool,
    /// Whether the entries are a part of the notebook, so that nothing vanishes: as for [`Addition`].
    pub is_part: bool,
    /// Whether to report what would change and change nothing.
    pub dry_run: bool,
    /// The number of [`Store::generation`] that the database must have, where what would change was shown before.
    pub seen: Option<i64>,
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
    /// Changed notes with the same words as before, and with links that had been lost.
    pub repaired: usize,
    /// Unchanged notes of which the source has the same words, but less of what was written: what is stored was kept.
    pub kept: usize,
    /// Unchanged notes that a part of the source does not have: they stay.
    pub not_in_part: usize,
    /// The notes that left, in their old order.
    pub vanished: Vec<NoteId>,
    /// Notes of the source that were forgotten, and left out.
    pub forgotten: usize,
    /// Unchanged notes whose HTML, references or tags are other than before, by a newer Kepline.
    pub remade: usize,
    /// Whether more than half of the notes that were there left.
    pub loses_more_than_half: bool,
    /// Its number; `None` where nothing was imported, but reported.
    pub run: Option<RunId>,
    /// What was uncertain when notes were matched with those stored.
    pub remarks: Vec<Remark>,
}

impl Report {
    /// What a plan does.
    pub(crate) fn new(plan: &Plan, is_new: bool) -> Self {
        let counts = plan.counts();
        let words = plan.entries.iter().flat_map(|entry| &entry.notes).map(|note| note.words);
        let with = |wanted| words.clone().filter(|words| *words == wanted).count();
        Self {
            is_new,
            entries: counts.entries,
            notes: counts.notes,
            repaired: with(PlannedWords::Repaired),
            kept: with(PlannedWords::Kept),
            not_in_part: with(PlannedWords::Stored),
            vanished: plan.vanished_notes.clone(),
            forgotten: 0,
            remade: 0,
            loses_more_than_half: plan.loses_more_than_half(),
            run: None,
            remarks: plan.remarks.clone(),
        }
    }

    /// Whether nothing is other than before.
    pub fn is_unchanged(&self) -> bool {
        let untouched = |count: &ChangeCount| count.new + count.changed + count.vanished == 0;
        untouched(&self.entries) && untouched(&self.notes) && self.remade == 0
    }

    /// As it is kept with its run.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "entries": self.entries,
            "notes": self.notes,
            "repaired": self.repaired,
            "kept": self.kept,
            "not_in_part": self.not_in_part,
            "forgotten": self.forgotten,
            "remade": self.remade,
        })
    }
}

impl Store {
    /// Replaces the content of a notebook, or leaves everything as it was on any error.
    ///
    /// `prepare` makes the HTML, text, references and tags of a note from its Markdown; its second argument says whether its
    /// source lost its links. Only notes that are new, that
    /// have another Markdown than before or that were read by other rules are prepared: some at a time, while those
    /// before them are stored, so that a large source is in memory as Markdown alone. `report` is called with how many
    /// notes are done and how many there are.
    ///
    /// Fails with [`Error::LosesTooMuch`] when more than half of the notes would vanish, with [`Error::LosesWritten`]
    /// when some of a notebook that lives here would, and that was not allowed, and with [`Error::ChangedSince`] when the
    /// database is not as it was seen.
    pub async fn replace(
        &self,
        replacement: Replacement,
        prepare: impl Fn(&str, bool) -> PreparedNote + Send + Sync + 'static,
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
    let Replacement {
        notebook: head,
        mut entries,
        fidelity,
        source,
        origin,
        at,
        may_lose,
        is_part,
        dry_run,
        seen,
    } = replacement;
    if let Some(seen) = seen
        && generation::number(db).await? != seen
    {
        return Err(Error::ChangedSince);
    }
    let at = at.to_string();
    let slug = head.slug.as_str();
    let (before, notebook_before) = (StoredHead::load(db, slug).await?, load_notebook(db, slug).await?);
    let notebook = store_head(db, &head, &at).await?;
    let text = |markdown: &str| prepare(markdown, fidelity.lost_links()).text;
    let forgotten = forget::leave_out(db, notebook, &mut entries, text).await?;
    let Planned { plan, entries, stored } =
        plan(db, notebook, &head, entries, (fidelity, is_part), &prepare).await?;
    if head.is_written && !plan.vanished_notes.is_empty() && !may_lose {
        return Err(Error::LosesWritten {
            notebook: head.slug.to_string(),
            vanishing: plan.vanished_notes.len(),
        });
    }
    if plan.loses_more_than_half() && !may_lose {
        return Err(Error::LosesTooMuch {
            notebook: head.slug.to_string(),
            vanishing: plan.vanished_notes.len(),
            known: stored.present_notes(),
        });
    }
    let run = NewRun {
        notebook,
        at: &at,
        kind: RunKind::Import,
        undoes: None,
        before: notebook_before.as_ref(),
        source: source.as_deref(),
        is_written: false,
        written_by: None,
        origin: origin.as_ref(),
    };
    let run = run.begin(db).await?;
    let mut report =
        Report { forgotten, run: (!dry_run).then_some(run), ..Report::new(&plan, before.is_none()) };
    let time_zone = head.time_zone.clone();
    let is_copy = |note: &PlannedNote| {
        let known = stored.note(&note.id).map(|note| note.fidelity);
        planned_fidelity(note, known, fidelity).lost_links()
    };
    let lost_links = plan.entries.iter().flat_map(|entry| &entry.notes).any(is_copy);
    let content = PlannedContent { notebook, time_zone, before, stored, entries, plan };
    let fidelity = |note: &PlannedNote, known| planned_fidelity(note, known, fidelity);
    report.remade = store_content(db, content, fidelity, (run, &at), prepare, progress).await?;
    if lost_links != head.lost_links {
        store_lost_links(db, notebook, lost_links).await?;
    }
    run.end(db, &report.json()).await?;
    if !report.is_unchanged() {
        statistics::renew_if_grown(db).await?;
    }
    Ok(report)
}

/// How much of what was written a note has after an import of a source.
fn planned_fidelity(note: &PlannedNote, known: Option<Fidelity>, source: Fidelity) -> Fidelity {
    match note.words {
        PlannedWords::Source | PlannedWords::Repaired => source,
        PlannedWords::Kept | PlannedWords::Stored => known.unwrap_or(source),
    }
}

/// What is known of an entry and not stated by a source that has less of what was written.
fn keep_known(entry: &mut DraftEntry, planned: &PlannedEntry, stored: &StoredContent) {
    let Some(known) = stored.entry(&planned.id) else { return };
    if planned.keeps_key {
        entry.key.clone_from(&known.key);
    }
    if planned.keeps_days {
        (entry.date, entry.not_before, entry.not_after) = (known.date, known.not_before, known.not_after);
        entry.posting.clone_from(&known.posting);
    }
}

/// Stored Markdown that stays in the place of that of the source.
struct KeptWords {
    entry: usize,
    note: usize,
    markdown: String,
}

/// What an import makes of a notebook.
struct Planned {
    plan: Plan,
    /// As many entries and notes as the plan has, with the words that they have then.
    entries: Vec<DraftEntry>,
    stored: StoredContent,
}

/// Which entry and note keeps which id, what is stored of the notebook, and what is to be.
async fn plan(
    db: &mut SqliteConnection,
    notebook: i64,
    head: &Notebook,
    entries: Vec<DraftEntry>,
    (fidelity, is_part): (Fidelity, bool),
    prepare: &Prepare,
) -> Result<Planned> {
    let source: Vec<SourceEntry<'_>> = entries.iter().map(SourceEntry::from).collect();
    let (stored, previous) = StoredContent::load(db, notebook, &source).await?;
    let shown = match stored.has_other_fidelity(fidelity) {
        true => {
            let words = |markdown: &&str| shown_words(&prepare(markdown, fidelity.lost_links()).text);
            let new = source.iter().map(|entry| entry.notes.iter().map(words).collect()).collect();
            Some(ShownWords { known: stored.load_words(db, notebook, &previous).await?, new, fidelity })
        }
        false => None,
    };
    let addition = is_part.then(|| {
        let day = |known: Option<usize>, new: Option<usize>| {
            let stored = known.and_then(|at| stored.entry(&previous[at].id));
            addition::joined_day(stored, new.map(|at| &entries[at]))
        };
        Addition::new(&previous, &source, shown.as_ref(), day)
    });
    let plan = plan_with_free_ids(db, |taken| match (&addition, &shown) {
        (Some(addition), shown) => addition.plan(&head.slug, &previous, &source, shown.as_ref(), taken),
        (None, None) => reimport::plan(&head.slug, &previous, &source, taken),
        (None, Some(shown)) => reimport::plan_by_words(&head.slug, &previous, &source, shown, taken),
    })
    .await?;
    let addition = addition.map(|addition| {
        let known: Vec<EntryId> = previous.iter().map(|entry| entry.id.clone()).collect();
        (addition, known)
    });
    let kept = kept_words(&plan, previous);
    drop(source);
    let mut entries = match addition {
        Some((addition, known)) => addition::joined_entries(&addition, &known, &stored, entries),
        None => entries,
    };
    for KeptWords { entry, note, markdown } in kept {
        entries[entry].notes[note].markdown = markdown;
    }
    for (entry, planned) in entries.iter_mut().zip(&plan.entries) {
        keep_known(entry, planned, &stored);
    }
    Ok(Planned { plan, entries, stored })
}

/// A plan whose new ids are those of nothing else: it is made again while it has some that another notebook has.
pub(crate) async fn plan_with_free_ids(
    db: &mut SqliteConnection,
    make: impl Fn(&dyn Fn(&str) -> bool) -> Plan,
) -> Result<Plan> {
    let mut taken = HashSet::new();
    loop {
        let plan = make(&|id: &str| taken.contains(id));
        // Only what was minted is looked for among the ids of other notebooks, and hardly ever found.
        let new = |change| change == ImportChange::New;
        let entries = plan.entries.iter().filter(|entry| new(entry.change)).map(|entry| entry.id.as_str());
        let notes = plan.entries.iter().flat_map(|entry| &entry.notes);
        let notes = notes.filter(|note| new(note.change)).map(|note| note.id.as_str());
        let found = taken_ids(db, &entries.chain(notes).collect::<Vec<_>>()).await?;
        if found.is_empty() {
            return Ok(plan);
        }
        taken.extend(found);
    }
}

/// The Markdown of the notes that keep theirs.
fn kept_words(plan: &Plan, previous: Vec<PreviousEntry<'_>>) -> Vec<KeptWords> {
    let notes = plan.entries.iter().enumerate().flat_map(|(entry, planned)| {
        planned.notes.iter().enumerate().map(move |(note, planned)| (planned, entry, note))
    });
    let mut places: HashMap<&NoteId, (usize, usize)> = notes
        .filter(|(planned, ..)| matches!(planned.words, PlannedWords::Kept | PlannedWords::Stored))
        .map(|(planned, entry, note)| (&planned.id, (entry, note)))
        .collect();
    if places.is_empty() {
        return Vec::new();
    }
    let previous = previous.into_iter().flat_map(|entry| entry.notes);
    let kept = previous.filter_map(|known| {
        let (entry, note) = places.remove(&known.id)?;
        Some(KeptWords { entry, note, markdown: known.text.into_owned() })
    });
    kept.collect()
}
