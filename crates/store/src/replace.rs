//! Imports: what is found again in a source keeps its id, all in one transaction.

use domain::notebook::Notebook;
use domain::notebook::draft::DraftEntry;
use domain::notebook::prepared::PreparedNote;
use domain::notebook::reimport::{self, ChangeCount, Plan, SourceEntry};
use domain::remark::Remark;
use sqlx::sqlite::SqliteConnection;

use crate::rendering::StoredRenderings;
use crate::{Error, Result, Store, derive, fts, generation, in_force, read_again, statistics};

mod changes;
mod stored;

use changes::{NewNote, store_entry, store_head, store_note};
use stored::StoredContent;

/// For how many entries what was stored of their notes is loaded at once: a few hundred notes of most notebooks.
const ENTRIES_AT_ONCE: usize = 100;

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
    /// `prepare` makes the HTML, text, references and tags of a note from its Markdown. Notes are prepared as they are
    /// stored, one at a time, and compared with what is stored of a hundred entries at once: the whole of a large
    /// source is in memory as Markdown alone.
    ///
    /// Fails with [`Error::LosesTooMuch`] when more than half of the notes would vanish
    /// and that was not allowed.
    pub async fn replace(
        &self,
        replacement: &Replacement,
        prepare: impl Fn(&str) -> PreparedNote + Sync,
    ) -> Result<Report> {
        let mut transaction = self.begin().await?;
        let report = store(&mut transaction, replacement, &prepare).await?;
        if replacement.dry_run {
            transaction.rollback().await?;
        } else {
            if !report.is_unchanged() {
                statistics::renew(&mut transaction).await?;
            }
            transaction.commit().await?;
        }
        Ok(report)
    }
}

async fn store(
    db: &mut SqliteConnection,
    replacement: &Replacement,
    prepare: &(dyn Fn(&str) -> PreparedNote + Sync),
) -> Result<Report> {
    let head = &replacement.notebook;
    let at = replacement.at.to_string();
    let is_new: bool = sqlx::query_scalar("select not exists (select 1 from notebook where slug = ?)")
        .bind(head.slug.as_str())
        .fetch_one(&mut *db)
        .await?;
    let notebook = store_head(db, head, &at).await?;
    let stored = StoredContent::load(db, notebook).await?;

    let source: Vec<SourceEntry<'_>> = replacement
        .entries
        .iter()
        .map(|entry| SourceEntry {
            date: entry.date,
            key: entry.key.as_deref(),
            notes: entry.notes.iter().map(|note| note.markdown.as_str()).collect(),
        })
        .collect();
    let previous = stored.previous_entries()?;
    let plan = reimport::plan(&head.slug, &previous, &source, &|id| stored.is_taken(id));
    if plan.loses_more_than_half() && !replacement.may_lose {
        return Err(Error::LosesTooMuch {
            notebook: head.slug.to_string(),
            vanishing: plan.vanished_notes.len(),
            known: stored.present_notes(),
        });
    }

    store_vanished(db, &plan, &at).await?;
    // All entries first: a note may move into an entry that comes later.
    for (position, (entry, planned)) in replacement.entries.iter().zip(&plan.entries).enumerate() {
        store_entry(db, notebook, position, entry, planned, &stored).await?;
    }
    let mut remade = 0;
    let entries: Vec<_> = replacement.entries.iter().zip(&plan.entries).collect();
    for entries in entries.chunks(ENTRIES_AT_ONCE) {
        let ids = entries.iter().flat_map(|(_, planned)| &planned.notes).map(|note| note.id.as_str());
        let renderings = StoredRenderings::load(db, ids).await?;
        for (entry, planned) in entries {
            for (position, (note, id)) in
                entry.notes.iter().zip(planned.notes.iter().map(|note| &note.id)).enumerate()
            {
                let note = NewNote {
                    id,
                    notebook,
                    entry: &planned.id,
                    position,
                    date: entry.date,
                    markdown: &note.markdown,
                    prepared: prepare(&note.markdown),
                    at: &at,
                };
                remade += usize::from(store_note(db, &note, &stored, &renderings).await?);
            }
        }
    }
    read_again::record_version(db, notebook).await?;
    in_force::update_for_notebook(db, notebook).await?;
    derive::derive_notebook(db, notebook).await?;
    derive::record_version_of_first_import(db, notebook).await?;
    let counts = plan.counts();
    let report =
        Report { is_new, entries: counts.entries, notes: counts.notes, remade, remarks: plan.remarks };
    record_run(db, notebook, &at, &report).await?;
    Ok(report)
}

/// Marks what is no longer in the source, and removes what was derived of it.
async fn store_vanished(db: &mut SqliteConnection, plan: &Plan, at: &str) -> Result<()> {
    for id in &plan.vanished_notes {
        // Counts of tags need not check which notes have vanished.
        sqlx::query("delete from derived_tag where note_id = ?").bind(id.as_str()).execute(&mut *db).await?;
        sqlx::query("delete from note_ruling where note_id = ?").bind(id.as_str()).execute(&mut *db).await?;
        sqlx::query("delete from note_correction where note_id = ?")
            .bind(id.as_str())
            .execute(&mut *db)
            .await?;
        sqlx::query("delete from note_judgement where note_id = ?")
            .bind(id.as_str())
            .execute(&mut *db)
            .await?;
        fts::remove_note(db, id.as_str()).await?;
        sqlx::query("update note set vanished_at = ? where id = ?")
            .bind(at)
            .bind(id.as_str())
            .execute(&mut *db)
            .await?;
    }
    for id in &plan.vanished_entries {
        sqlx::query("update entry set vanished_at = ? where id = ?")
            .bind(at)
            .bind(id.as_str())
            .execute(&mut *db)
            .await?;
    }
    Ok(())
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
