//! The tags of notes as the database stores them, whatever they come from.

use std::collections::HashMap;

use domain::id::NoteId;
use domain::tag::{NoteTag, Origin};
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::Result;
use crate::rows::{TagRow, group_by, read, read_tag};
use crate::sql::{execute_rows, push_list};

/// The origins of tags that follow from what is cited.
const CITED: [Origin; 5] =
    [Origin::Kep, Origin::Label, Origin::Milestone, Origin::ReleaseNotes, Origin::Repository];

/// Which rows of `derived_tag` are suggestions: nobody decided on them, and no stronger evidence applied them.
pub(crate) const IS_SUGGESTED: &str = r#"
    derived_tag.strong = 0 and not exists (
        select 1 from note_ruling
        where note_ruling.note_id = derived_tag.note_id and note_ruling.kind = derived_tag.kind
            and note_ruling.value = derived_tag.value
    ) and not exists (
        select 1 from derived_tag as other
        where other.note_id = derived_tag.note_id and other.kind = derived_tag.kind
            and other.value = derived_tag.value and other.shown = 1
    )
"#;

/// Inserts derived tags. One is shown where its evidence is strong and no curator rejected it.
pub(crate) async fn insert(db: &mut SqliteConnection, rows: Vec<TagRow>) -> Result<()> {
    let statement = (
        r#"
        insert into derived_tag (note_id, kind, value, ordinal, origin, evidence, strong, shown)
        select column1, column2, column3, column4, column5, column6, column7, column7 and not exists (
            select 1 from note_ruling
            where note_id = column1 and kind = column2 and value = column3 and applied = 0
        ) from (
        "#,
        ")",
    );
    execute_rows(db, statement, 7, rows, |values, row| {
        let ordinal = row.ordinal();
        values.push_bind(row.note_id).push_bind(row.kind).push_bind(row.value).push_bind(ordinal);
        values.push_bind(row.origin).push_bind(row.evidence).push_bind(row.strong);
    })
    .await
}

/// The tags of notes that follow from what they cite, by note, sorted.
pub(crate) async fn load_cited(
    db: &mut SqliteConnection,
    notes: &[String],
) -> Result<HashMap<String, Vec<TagRow>>> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select note_id, kind, value, origin, evidence, strong from derived_tag where note_id in (",
    );
    push_list(&mut sql, notes.iter().cloned());
    push_is_cited(&mut sql);
    let rows: Vec<TagRow> = sql.build_query_as().fetch_all(db).await?;
    let mut tags = group_by(rows, |row| row.note_id.clone());
    tags.values_mut().for_each(|tags| tags.sort());
    Ok(tags)
}

/// Removes the tags of notes that follow from what they cite.
pub(crate) async fn remove_cited(db: &mut SqliteConnection, notes: &[String]) -> Result<()> {
    let mut sql = QueryBuilder::<Sqlite>::new("delete from derived_tag where note_id in (");
    push_list(&mut sql, notes.iter().cloned());
    push_is_cited(&mut sql);
    sql.build().execute(db).await?;
    Ok(())
}

fn push_is_cited(sql: &mut QueryBuilder<Sqlite>) {
    sql.push(" and origin in (");
    let mut list = sql.separated(", ");
    for origin in CITED {
        list.push_bind(origin.as_str());
    }
    sql.push(")");
}

/// The suggestions of notes that nobody decided on, in order: one statement.
pub(crate) async fn load_suggested(
    db: &mut SqliteConnection,
    notes: &[NoteId],
) -> Result<Vec<(NoteId, NoteTag)>> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select note_id, kind, value, origin, evidence, strong, inherited from derived_tag where ",
    );
    sql.push(IS_SUGGESTED).push(" and note_id in (");
    push_list(&mut sql, notes.iter().map(NoteId::to_string));
    sql.push(" order by note_id, kind, ordinal, value, origin");
    let rows: Vec<TagRow> = sql.build_query_as().fetch_all(db).await?;
    rows.into_iter().map(|row| Ok((read("id", &row.note_id)?, row.value()?))).collect()
}

/// A rejection that is in force.
#[derive(FromRow)]
struct RejectionRow {
    note_id: String,
    kind: String,
    value: String,
    inherited: bool,
    curator: String,
    at: String,
}

/// The tags that curators rejected, each with the id of its note and with who rejected it, in order; of all
/// notes with `None`: one statement.
pub(crate) async fn load_rejected(
    db: &mut SqliteConnection,
    notes: Option<&[String]>,
) -> Result<Vec<(String, NoteTag)>> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select note_id, kind, value, inherited, curator, at from note_ruling where applied = 0",
    );
    if let Some(notes) = notes {
        sql.push(" and note_id in (");
        push_list(&mut sql, notes.iter().cloned());
    }
    sql.push(" order by note_id, kind, ordinal, value");
    let rows: Vec<RejectionRow> = sql.build_query_as().fetch_all(db).await?;
    rows.into_iter()
        .map(|row| {
            let tag = NoteTag {
                tag: read_tag(&row.kind, &row.value)?,
                origin: Origin::Manual,
                evidence: format!("{}, {}", row.curator, row.at.get(..10).unwrap_or(&row.at)),
                inherited: row.inherited,
            };
            Ok((row.note_id, tag))
        })
        .collect()
}
