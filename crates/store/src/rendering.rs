//! What was made of notes when they were read, compared with what is made of them now.

use std::collections::HashMap;

use domain::notebook::prepared::{Content, PreparedNote};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::citations::{self, NoteScope};
use crate::rows::{ReferenceRow, TagRow, group_by};
use crate::sql::json_list;
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
}

impl StoredRenderings {
    /// Those of the notes with these ids; ids that are not stored have none.
    pub(crate) async fn load(db: &mut SqliteConnection, ids: impl Iterator<Item = &str>) -> Result<Self> {
        let ids: Vec<String> = ids.map(str::to_owned).collect();
        let list = json_list(ids.iter().map(String::as_str));
        let texts: Vec<TextRow> = sqlx::query_as(
            r#"
            select id, html, text, has_code, has_quote, has_lost_link from note
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

    /// What a note cites, in the order of its text.
    fn references(&self, note: &str) -> &[ReferenceRow] {
        self.references.get(note).map_or(&[], Vec::as_slice)
    }

    /// The tags of a note that follow from its text, in no order.
    fn tags(&self, note: &str) -> &[TagRow] {
        self.tags.get(note).map_or(&[], Vec::as_slice)
    }

    /// Replaces what a note cites where that is other than before; gives whether it is.
    pub(crate) async fn store_references(
        &self,
        db: &mut SqliteConnection,
        id: &str,
        prepared: &PreparedNote,
    ) -> Result<bool> {
        let references = prepared.references.iter();
        let rows: Vec<ReferenceRow> = references.map(|reference| ReferenceRow::new(id, reference)).collect();
        if self.references(id) == rows.as_slice() {
            return Ok(false);
        }
        sqlx::query("delete from reference where note_id = ?").bind(id).execute(&mut *db).await?;
        for (position, row) in rows.into_iter().enumerate() {
            sqlx::query(
                r#"
                insert into reference (
                    note_id, position, literal, label, kind, owner, repo, number, tag, url, fragment, corrected,
                    html_start, html_end
                ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                "#,
            )
            .bind(row.note_id)
            .bind(position as i64)
            .bind(row.literal)
            .bind(row.label)
            .bind(row.kind)
            .bind(row.owner)
            .bind(row.repo)
            .bind(row.number)
            .bind(row.tag)
            .bind(row.url)
            .bind(row.fragment)
            .bind(row.corrected)
            .bind(row.html_start)
            .bind(row.html_end)
            .execute(&mut *db)
            .await?;
        }
        Ok(true)
    }

    /// Replaces the tags that follow from a note's text where they are other than before; gives whether they are.
    pub(crate) async fn store_tags(
        &self,
        db: &mut SqliteConnection,
        id: &str,
        prepared: &PreparedNote,
    ) -> Result<bool> {
        let sorted = |mut rows: Vec<TagRow>| {
            rows.sort();
            rows
        };
        let rows = sorted(prepared.tags.iter().map(|tag| TagRow::new(id, tag)).collect());
        if sorted(self.tags(id).to_vec()) == rows {
            return Ok(false);
        }
        sqlx::query("delete from derived_tag where note_id = ? and origin in ('text', 'component')")
            .bind(id)
            .execute(&mut *db)
            .await?;
        for row in rows {
            tags::insert(db, &row).await?;
        }
        Ok(true)
    }
}
