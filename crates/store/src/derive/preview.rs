//! Notes that are not stored, with what would follow from them.

use std::collections::HashMap;

use domain::Date;
use domain::notebook::prepared::PreparedNote;
use domain::pages::NotePreview;
use domain::tag::NoteTag;

use super::facts::SyncedFacts;
use super::notes::{DatedNoteRow, NoteBatch};
use crate::rendering::NoteRendering;
use crate::rows::{TagRow, group_by, unsigned};
use crate::{Result, Store};

impl Store {
    /// What notes of a day in a time zone would show, were they stored: judged as an import judges them. A fixed number of
    /// statements, however many notes; none where there are no notes.
    pub async fn preview(
        &self,
        notes: Vec<PreparedNote>,
        day: Date,
        time_zone: &str,
    ) -> Result<Vec<NotePreview>> {
        if notes.is_empty() {
            return Ok(Vec::new());
        }
        // In the order of the notes, as a batch wants them.
        let ids: Vec<String> = (0..notes.len()).map(|n| format!("{n:06}")).collect();
        let (mut dated, mut references, mut tags) = (Vec::new(), HashMap::new(), Vec::new());
        for (id, note) in ids.iter().zip(&notes) {
            dated.push(DatedNoteRow {
                id: id.clone(),
                text: note.text.clone(),
                vanished: false,
                date: Some(day.to_string()),
                not_before: None,
                not_after: None,
                time_zone: time_zone.to_owned(),
            });
            let rendering = NoteRendering::new(id, note);
            references.insert(id.clone(), rendering.cited()?);
            tags.extend(rendering.into_tags());
        }
        let batch = NoteBatch::from_new_notes(dated, references.clone());
        let mut db = self.reader()?.begin().await?;
        let facts = SyncedFacts::load_for(&mut db, batch.targets()).await?;
        db.rollback().await?;
        let judged = batch.judge(&facts)?;
        for row in &judged.outcomes {
            let position: usize = unsigned("position", row.position)?;
            if let Some(reference) = references.get_mut(&row.note_id).and_then(|it| it.get_mut(position)) {
                reference.outcome = Some(Box::new(row.value()?));
            }
        }
        tags.extend(judged.tags);
        let mut tags = group_by(tags, |row| row.note_id.clone());
        ids.into_iter()
            .zip(notes)
            .map(|(id, note)| {
                Ok(NotePreview {
                    html: note.html,
                    text: note.text,
                    references: references.remove(&id).unwrap_or_default(),
                    tags: shown_tags(tags.remove(&id).unwrap_or_default())?,
                })
            })
            .collect()
    }
}

/// The tags that a note shows on which nobody has decided: those of strong evidence, each once, SIGs first.
fn shown_tags(mut rows: Vec<TagRow>) -> Result<Vec<NoteTag>> {
    rows.retain(|row| row.strong);
    rows.sort_by_cached_key(|row| (row.kind.clone(), row.ordinal(), row.value.clone(), row.origin.clone()));
    rows.dedup_by(|one, other| (&one.kind, &one.value) == (&other.kind, &other.value));
    rows.into_iter().map(TagRow::value).collect()
}
