//! What the notes of an entry said before.

use std::collections::HashMap;

use domain::id::EntryId;
use domain::notebook::draft::Fidelity;
use domain::notebook::import_log::NoteChange;
use domain::notebook::word_diff::word_diff;
use domain::pages::{HistoryPage, NoteHistory, Step, StepKind};
use sqlx::FromRow;

use crate::entry::entry_row;
use crate::rows::{group_by, read, read_opt};
use crate::sql::json_list;
use crate::{Result, Store};

/// A note as it is now, or was last.
#[derive(FromRow)]
struct NoteRow {
    id: String,
    markdown: String,
    fidelity: String,
    added_at: String,
    vanished_at: Option<String>,
}

/// A change of a note, with what it was before.
#[derive(FromRow)]
struct ChangeRow {
    note_id: String,
    run_id: i64,
    change: String,
    markdown: Option<String>,
    fidelity: String,
    at: String,
    is_undo: bool,
    source: Option<String>,
    is_written: bool,
    written_by: Option<String>,
}

impl Store {
    /// The history of an entry's notes, vanished ones among them: three statements. `None` when no entry has that id.
    pub async fn entry_history(&self, id: &EntryId) -> Result<Option<HistoryPage>> {
        let mut db = self.reader()?.begin().await?;
        let Some(row) = entry_row(&mut db, id).await? else { return Ok(None) };
        let entry = row.value()?;
        let notes: Vec<NoteRow> = sqlx::query_as(
            r#"
            select id, markdown, fidelity, added_at, vanished_at from note
            where entry_id = ? order by position, vanished_at is not null, id
            "#,
        )
        .bind(id.as_str())
        .fetch_all(&mut *db)
        .await?;
        let mut changes: Vec<ChangeRow> = sqlx::query_as(
            r#"
            select note_change.note_id, note_change.run_id, note_change.change, note_change.markdown, note_change.fidelity,
                import_run.at, import_run.kind = 'undo' as is_undo, import_run.source,
                import_run.is_written, import_run.written_by
            from note_change join import_run on import_run.id = note_change.run_id
            where note_change.note_id in (select value from json_each(?))
                -- A note that another one went before or left is where it was.
                and (note_change.change <> 'moved' or note_change.entry_id <> ?)
            order by note_change.run_id desc limit ?
            "#,
        )
        .bind(json_list(notes.iter().map(|note| note.id.as_str())))
        .bind(id.as_str())
        .bind(HistoryPage::CHANGES as i64 + 1)
        .fetch_all(&mut *db)
        .await?;
        db.rollback().await?;
        let is_cut = changes.len() > HistoryPage::CHANGES;
        changes.truncate(HistoryPage::CHANGES);
        let mut changes: HashMap<String, Vec<ChangeRow>> = group_by(changes, |row| row.note_id.clone());
        let (mut histories, mut unchanged) = (Vec::new(), 0);
        for note in notes {
            match changes.remove(&note.id) {
                None if note.vanished_at.is_none() => unchanged += 1,
                steps => histories.push(note.history(steps.unwrap_or_default())?),
            }
        }
        Ok(Some(HistoryPage { entry, notes: histories, unchanged, is_cut }))
    }
}

impl NoteRow {
    /// With what happened to the note, newest first.
    fn history(self, changes: Vec<ChangeRow>) -> Result<NoteHistory> {
        // What it was after the change at hand.
        let (mut words, mut fidelity) =
            (self.markdown.clone(), read::<Fidelity>("fidelity", &self.fidelity)?);
        let mut steps = Vec::new();
        for change in changes {
            let before: Fidelity = read("fidelity", &change.fidelity)?;
            let diff = change.markdown.as_deref().map(|before| word_diff(before, &words)).unwrap_or_default();
            let kind = match read::<NoteChange>("change", &change.change)? {
                NoteChange::Edited if before < fidelity => StepKind::Repaired(diff),
                NoteChange::Edited => StepKind::Edited(diff),
                NoteChange::Moved => StepKind::Moved,
                NoteChange::Vanished => StepKind::Vanished,
                NoteChange::Returned => StepKind::Returned(diff),
            };
            if let Some(markdown) = change.markdown {
                words = markdown;
            }
            fidelity = before;
            steps.push(Step {
                at: read("instant", &change.at)?,
                run: change.run_id,
                is_undo: change.is_undo,
                source: change.source,
                is_written: change.is_written,
                written_by: change.written_by,
                kind,
            });
        }
        Ok(NoteHistory {
            id: read("id", &self.id)?,
            markdown: self.markdown,
            vanished_at: read_opt("instant", self.vanished_at.as_deref())?,
            added_at: read_opt("instant", Some(self.added_at.as_str()).filter(|at| !at.is_empty()))?,
            steps,
        })
    }
}
