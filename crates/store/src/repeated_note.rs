//! Whether a note is there already that a program asks to write a second time.

use domain::Date;
use domain::decision::curator::CuratorName;
use domain::id::{EntryId, NoteId};
use domain::notebook::NotebookSlug;
use jiff::Timestamp;

use crate::rows::read;
use crate::{Result, Store};

impl Store {
    /// The note of a day in just these words that a curator has written since an instant, with its entry.
    pub async fn note_written_since(
        &self,
        notebook: &NotebookSlug,
        day: Date,
        markdown: &str,
        writer: &CuratorName,
        since: Timestamp,
    ) -> Result<Option<(EntryId, NoteId)>> {
        let row: Option<(String, String)> = sqlx::query_as(
            r#"
            select note.entry_id, note.id
            from note join import_run on import_run.id = note.added_in
            where note.date = ? and note.notebook_id = (select id from notebook where slug = ?)
                and note.vanished_at is null and note.markdown = ?
                and import_run.written_by = ? and import_run.at >= ?
            limit 1
            "#,
        )
        .bind(day.to_string())
        .bind(notebook.as_str())
        .bind(markdown)
        .bind(writer.as_str())
        .bind(since.to_string())
        .fetch_optional(self.reader()?)
        .await?;
        row.map(|(entry, note)| Ok((read("id", &entry)?, read("id", &note)?))).transpose()
    }
}
