//! Everything that a filter matches, for export: by notebook, oldest first, whole.

use std::collections::HashMap;

use domain::gate::GateName;
use domain::list::filter::Filter;
use domain::list::timeline::{Entry, Note};
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};

use crate::citations::NoteScope;
use crate::filter::{OmittedPart, push_entry_conditions, push_note_conditions, restricts_entries_only};
use crate::notes::load_references;
use crate::rows::{EntryRow, NoteRow, NotebookRow, TagRow, unsigned};
use crate::sql::push_list;
use crate::{Error, Result, Store, tags};

/// An entry of an export.
#[derive(Clone, Debug)]
pub struct ExportedEntry {
    /// The entry itself, in which `notes` is empty.
    pub entry: Entry,
    /// Its notes that match, in the order of the source.
    pub notes: Vec<ExportedNote>,
    /// Whether more of these follow than an answer holds.
    pub is_cut: bool,
}

/// A note of an export.
#[derive(Clone, Debug)]
pub struct ExportedNote {
    /// The note with its text, HTML and references.
    pub note: Note,
    /// From 0, within its entry.
    pub position: u32,
    /// As it was imported.
    pub markdown: String,
    /// The feature gates that its text names, in the order of names.
    pub gates: Vec<GateName>,
    /// Applied, suggested and rejected ones.
    pub tags: Vec<ExportedTag>,
}

/// A tag of an export.
#[derive(Clone, Debug)]
pub struct ExportedTag {
    /// The tag with its origin and evidence.
    pub tag: domain::tag::NoteTag,
    /// Whether the note shows it.
    pub state: TagState,
}

/// Whether a note shows a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum TagState {
    /// It is shown.
    Applied,
    /// It is not shown, as its evidence is weak.
    Suggested,
    /// It is not shown, as a curator rejected it.
    Rejected,
}

impl TagState {
    /// As exports spell it: `applied`, `suggested`, `rejected`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A note's columns with all that an export has of it.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct WholeNoteRow {
    pub id: String,
    pub entry_id: String,
    position: i64,
    markdown: String,
    html: String,
    text: String,
    gates: String,
}

impl WholeNoteRow {
    /// What every statement for whole notes selects, of the table `note`.
    pub(crate) const COLUMNS: &str = "note.id, note.entry_id, note.position, note.markdown, note.html, note.text, \
         (select json_group_array(gate) from note_gate where note_gate.note_id = note.id) as gates";

    /// The note without references and tags.
    pub(crate) fn value(self) -> Result<ExportedNote> {
        let mut gates: Vec<GateName> = serde_json::from_str(&self.gates)
            .map_err(|_| Error::Row { what: "gates", found: self.gates.clone() })?;
        gates.sort_unstable();
        let note = NoteRow { id: self.id, entry_id: self.entry_id, html: self.html, text: self.text };
        Ok(ExportedNote {
            note: note.value()?,
            position: unsigned("position", self.position)?,
            markdown: self.markdown,
            gates,
            tags: Vec::new(),
        })
    }
}

impl Store {
    /// All entries that `filter` matches, by notebook, oldest first, with their notes; its cursor does not count.
    pub async fn export(&self, filter: &Filter) -> Result<Vec<ExportedEntry>> {
        // One connection, one transaction: the document is consistent despite an import meanwhile.
        let mut connection = self.reader()?.begin().await?;
        let mut sql = QueryBuilder::<Sqlite>::new("select ");
        sql.push(WholeNoteRow::COLUMNS).push(" from note where vanished_at is null");
        push_note_conditions(&mut sql, filter, OmittedPart::Nothing);
        sql.push(" order by entry_id, position");
        let rows: Vec<WholeNoteRow> = sql.build_query_as().fetch_all(&mut *connection).await?;
        let mut references = load_references(&mut connection, NoteScope::All, self.as_of).await?;
        let mut tags = load_tags(&mut connection, None).await?;
        let mut sql = QueryBuilder::<Sqlite>::new("select ");
        sql.push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
        sql.push(" from entry ").push(EntryRow::JOIN_NOTEBOOK).push(" where entry.vanished_at is null");
        if restricts_entries_only(filter) {
            push_entry_conditions(&mut sql, filter);
        }
        sql.push(" order by notebook.slug, entry.position, entry.id");
        let entries: Vec<EntryRow> = sql.build_query_as().fetch_all(&mut *connection).await?;
        connection.rollback().await?;

        let mut notes_by_entry: HashMap<String, Vec<ExportedNote>> = HashMap::new();
        for row in rows {
            let (id, entry) = (row.id.clone(), row.entry_id.clone());
            let mut note = row.value()?;
            note.note.references = references.remove(&id).unwrap_or_default();
            note.tags = tags.remove(&id).unwrap_or_default();
            notes_by_entry.entry(entry).or_default().push(note);
        }
        // Without tags in the filter, entries that lost their notes match by when and where.
        let lost_too = restricts_entries_only(filter);
        let mut exported = Vec::new();
        for row in entries {
            let notes = notes_by_entry.remove(&row.id).unwrap_or_default();
            if notes.is_empty() && !lost_too {
                continue;
            }
            let mut entry = row.value()?;
            entry.folded = entry.folded.saturating_sub(notes.len() as u32);
            exported.push(ExportedEntry { entry, notes, is_cut: false });
        }
        Ok(exported)
    }
}

/// Each note's tags by kind and value, those of curators after those derived: two statements; of
/// all notes with `None`. What a curator rejected is rejected wherever it comes from.
pub(crate) async fn load_tags(
    db: &mut SqliteConnection,
    notes: Option<&[String]>,
) -> Result<HashMap<String, Vec<ExportedTag>>> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select note_id, kind, value, origin, evidence, strong, inherited from derived_tag",
    );
    if let Some(notes) = notes {
        sql.push(" where note_id in (");
        push_list(&mut sql, notes.iter().cloned());
    }
    sql.push(" order by note_id, kind, ordinal, value, origin");
    let derived: Vec<TagRow> = sql.build_query_as().fetch_all(&mut *db).await?;
    let rejected = tags::load_rejected(db, notes).await?;
    let mut exported: HashMap<String, Vec<ExportedTag>> = HashMap::new();
    for row in derived {
        let state = if row.strong { TagState::Applied } else { TagState::Suggested };
        let note = row.note_id.clone();
        exported.entry(note).or_default().push(ExportedTag { tag: row.value()?, state });
    }
    for (note, tag) in rejected {
        let tags = exported.entry(note).or_default();
        for known in tags.iter_mut().filter(|known| known.tag.tag == tag.tag) {
            known.state = TagState::Rejected;
        }
        tags.push(ExportedTag { tag, state: TagState::Rejected });
        tags.sort_by(|one, other| one.tag.tag.cmp(&other.tag.tag));
    }
    Ok(exported)
}
