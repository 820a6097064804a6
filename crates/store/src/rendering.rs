//! What was made of notes when they were read, compared with what is made of them now.

use std::collections::{HashMap, HashSet};

use domain::list::timeline::Reference;
use domain::notebook::prepared::{Content, PreparedNote};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::citations::{self, NoteScope};
use crate::rows::{ReferenceRow, TagRow, group_by};
use crate::sql::{execute_rows, json_list};
use crate::{Result, tags};

/// What was made of some notes when they were stored last.
#[derive(Default)]
pub(crate) struct StoredRenderings {
    texts: HashMap<String, TextRow>,
    references: HashMap<String, Vec<ReferenceRow>>,
    tags: HashMap<String, Vec<TagRow>>,
}

/// The texts of a note and what they contain.
#[derive(FromRow)]
struct TextRow {
    id: String,
    html: String,
    text: String,
    has_code: bool,
    has_quote: bool,
    has_lost_link: bool,
    words_id: Option<i64>,
}

impl StoredRenderings {
    /// Those of the notes with these ids; ids that are not stored have none.
    pub(crate) async fn load(db: &mut SqliteConnection, ids: impl Iterator<Item = &str>) -> Result<Self> {
        let ids: Vec<String> = ids.map(str::to_owned).collect();
        let list = json_list(ids.iter().map(String::as_str));
        let texts: Vec<TextRow> = sqlx::query_as(
            r#"
            select id, html, text, has_code, has_quote, has_lost_link, words_id from note
            where id in (select value from json_each(?))
            "#,
        )
        .bind(&list)
        .fetch_all(&mut *db)
        .await?;
        let references: Vec<ReferenceRow> = citations::load_rows(db, NoteScope::Ids(&ids)).await?;
        let tags: Vec<TagRow> = sqlx::query_as(
            r#"
            select note_id, kind, value, origin, evidence, strong from derived_tag
            where note_id in (select value from json_each(?)) and origin in ('text', 'component')
            "#,
        )
        .bind(&list)
        .fetch_all(&mut *db)
        .await?;
        Ok(Self {
            texts: texts.into_iter().map(|row| (row.id.clone(), row)).collect(),
            references: group_by(references, |row| row.note_id.clone()),
            tags: group_by(tags, |row| row.note_id.clone()),
        })
    }

    /// Whether a note is stored with the HTML, the text and the content that were prepared.
    pub(crate) fn has_texts(&self, note: &str, prepared: &PreparedNote) -> bool {
        let Content { code, quote, lost_link } = prepared.content;
        self.texts.get(note).is_some_and(|row| {
            row.html == prepared.html
                && row.text == prepared.text
                && (row.has_code, row.has_quote, row.has_lost_link) == (code, quote, lost_link)
        })
    }

    /// The row of a note in the index of words, where it has one.
    pub(crate) fn words_id(&self, note: &str) -> Option<i64> {
        self.texts.get(note)?.words_id
    }

    /// What a note cites, in the order of its text.
    fn references(&self, note: &str) -> &[ReferenceRow] {
        self.references.get(note).map_or(&[], Vec::as_slice)
    }

    /// The tags of a note that follow from its text, in no order.
    fn tags(&self, note: &str) -> &[TagRow] {
        self.tags.get(note).map_or(&[], Vec::as_slice)
    }

    /// Replaces what notes cite and the tags that follow from their texts, where they are other than before; gives the
    /// ids of the notes of which something is. Few statements, however many notes.
    pub(crate) async fn replace(
        &self,
        db: &mut SqliteConnection,
        mut notes: Vec<NoteRendering>,
    ) -> Result<HashSet<String>> {
        // In the order of their tables.
        notes.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        let (mut references, mut tags) = (Vec::new(), Vec::new());
        // Notes that have rows from before.
        let (mut with_references, mut with_tags) = (Vec::new(), Vec::new());
        let mut changed = HashSet::new();
        for note in notes {
            let stored = self.references(&note.id);
            if stored != note.references.as_slice() {
                changed.insert(note.id.clone());
                with_references.extend((!stored.is_empty()).then(|| note.id.clone()));
                references.extend((0i64..).zip(note.references));
            }
            let mut stored = self.tags(&note.id).to_vec();
            stored.sort();
            if stored != note.tags {
                changed.insert(note.id.clone());
                with_tags.extend((!stored.is_empty()).then_some(note.id));
                tags.extend(note.tags);
            }
        }
        if !with_references.is_empty() {
            sqlx::query("delete from reference where note_id in (select value from json_each(?))")
                .bind(json_list(with_references))
                .execute(&mut *db)
                .await?;
        }
        if !with_tags.is_empty() {
            sqlx::query(
                r#"
                delete from derived_tag where note_id in (select value from json_each(?))
                    and origin in ('text', 'component')
                "#,
            )
            .bind(json_list(with_tags))
            .execute(&mut *db)
            .await?;
        }
        insert_references(db, references).await?;
        tags::insert(db, tags).await?;
        Ok(changed)
    }
}

/// What a note cites and the tags that follow from its text, as rows.
#[derive(Debug)]
pub(crate) struct NoteRendering {
    id: String,
    /// In the order of the text.
    references: Vec<ReferenceRow>,
    /// Sorted.
    tags: Vec<TagRow>,
}

impl NoteRendering {
    pub(crate) fn new(id: &str, prepared: &PreparedNote) -> Self {
        let references = prepared.references.iter().map(|reference| ReferenceRow::new(id, reference));
        let mut tags: Vec<TagRow> = prepared.tags.iter().map(|tag| TagRow::new(id, tag)).collect();
        tags.sort();
        Self { id: id.to_owned(), references: references.collect(), tags }
    }

    /// What the note cites, to be judged.
    pub(crate) fn cited(&self) -> Result<Vec<Reference>> {
        let mut cited = Vec::new();
        for row in &self.references {
            row.clone().append_to(&mut cited)?;
        }
        Ok(cited)
    }

    /// The tags that follow from its text.
    pub(crate) fn into_tags(self) -> Vec<TagRow> {
        self.tags
    }
}

/// Inserts references, each with its position in its note.
async fn insert_references(db: &mut SqliteConnection, rows: Vec<(i64, ReferenceRow)>) -> Result<()> {
    let statement = (
        r#"
        insert into reference (
            note_id, position, literal, label, kind, owner, repo, number, tag, url, fragment, corrected,
            html_start, html_end
        )
        "#,
        "",
    );
    execute_rows(db, statement, 14, rows, |values, (position, row)| {
        values.push_bind(row.note_id).push_bind(position).push_bind(row.literal).push_bind(row.label);
        values.push_bind(row.kind).push_bind(row.owner).push_bind(row.repo).push_bind(row.number);
        values.push_bind(row.tag).push_bind(row.url).push_bind(row.fragment).push_bind(row.corrected);
        values.push_bind(row.html_start).push_bind(row.html_end);
    })
    .await
}
