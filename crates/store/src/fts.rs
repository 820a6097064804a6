//! The full-text index of notes (FTS5): written with them, and matched by the terms of a filter.

use std::collections::HashMap;

use domain::list::filter::Filter;
use domain::list::search::{self, INDEX_VERSION, IndexQuery, IndexText, Term};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, QueryBuilder, Sqlite};

use crate::sql::{execute_rows, json_list};
use crate::{Result, generation};

/// How many notes are read at once when all of them are indexed again.
const BATCH: i64 = 1000;

/// What the index holds of a note.
pub(crate) struct IndexRow {
    /// `note.words_id`.
    pub words_id: i64,
    pub text: IndexText,
}

/// The `words_id` of the next note that has none yet.
pub(crate) async fn next_words_id(db: &mut SqliteConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("select coalesce(max(words_id), 0) + 1 from note where words_id is not null")
        .fetch_one(db)
        .await?)
}

/// Adds notes to the index, in few statements with nothing between them: each statement that writes another table makes
/// the index write out what it has gathered.
pub(crate) async fn insert(db: &mut SqliteConnection, rows: Vec<IndexRow>) -> Result<()> {
    let statement = ("insert into note_words (rowid, words, parts) ", "");
    execute_rows(db, statement, 3, rows, |values, row| {
        values.push_bind(row.words_id).push_bind(row.text.tokens).push_bind(row.text.parts);
    })
    .await
}

/// Removes notes that vanished or have another text now from the index.
pub(crate) async fn remove(db: &mut SqliteConnection, words_ids: &[i64]) -> Result<()> {
    if words_ids.is_empty() {
        return Ok(());
    }
    sqlx::query("delete from note_words where rowid in (select value from json_each(?))")
        .bind(json_list(words_ids.iter().copied()))
        .execute(db)
        .await?;
    Ok(())
}

/// Indexes stored notes, each given with its text, whether they are in the index or not.
pub(crate) async fn index_notes(db: &mut SqliteConnection, notes: &[(&str, &str)]) -> Result<()> {
    if notes.is_empty() {
        return Ok(());
    }
    let ids = json_list(notes.iter().map(|(id, _)| *id));
    let stored: Vec<(String, i64)> = sqlx::query_as(
        r#"
        select id, words_id from note where id in (select value from json_each(?)) and words_id is not null
        "#,
    )
    .bind(&ids)
    .fetch_all(&mut *db)
    .await?;
    let stored: HashMap<String, i64> = stored.into_iter().collect();
    let mut next = next_words_id(db).await?;
    let mut rows = Vec::new();
    let mut added = Vec::new();
    for (id, text) in notes {
        let words_id = stored.get(*id).copied().unwrap_or_else(|| {
            added.push(((*id).to_owned(), next));
            next += 1;
            next - 1
        });
        rows.push(IndexRow { words_id, text: search::index_text(text) });
    }
    let statement =
        ("update note set words_id = added.column2 from (", ") as added where note.id = added.column1");
    execute_rows(db, statement, 2, added, |values, (id, words_id)| {
        values.push_bind(id).push_bind(words_id);
    })
    .await?;
    remove(db, &stored.into_values().collect::<Vec<_>>()).await?;
    insert(db, rows).await
}

/// Indexes all notes again, once, where another [`INDEX_VERSION`] or none was used.
pub(crate) async fn reindex_if_outdated(connection: &mut SqliteConnection) -> Result<()> {
    let made = "select version from note_words_made";
    let version: i64 = sqlx::query_scalar(made).fetch_one(&mut *connection).await?;
    if version == INDEX_VERSION {
        return Ok(());
    }
    let mut db = connection.begin_with("begin immediate").await?;
    // Another process may have been first.
    let version: i64 = sqlx::query_scalar(made).fetch_one(&mut *db).await?;
    if version == INDEX_VERSION {
        return Ok(());
    }
    sqlx::query("insert into note_words (note_words) values ('delete-all')").execute(&mut *db).await?;
    if version == 0 {
        // In a database from before the search these columns were never filled; imports fill them since.
        sqlx::query(
            r#"
            update note set has_code = instr(html, '<code') > 0, has_quote = instr(html, '<blockquote') > 0,
                has_lost_link = instr(html, 'class="lost-link"') > 0
            "#,
        )
        .execute(&mut *db)
        .await?;
    }
    let mut last = String::new();
    loop {
        let notes: Vec<(String, String)> = sqlx::query_as(
            "select id, text from note where vanished_at is null and id > ? order by id limit ?",
        )
        .bind(&last)
        .bind(BATCH)
        .fetch_all(&mut *db)
        .await?;
        let Some((end, _)) = notes.last() else { break };
        last.clone_from(end);
        let notes: Vec<(&str, &str)> = notes.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        index_notes(&mut db, &notes).await?;
    }
    sqlx::query("update note_words_made set version = ?").bind(INDEX_VERSION).execute(&mut *db).await?;
    generation::raise(&mut db).await?;
    db.commit().await?;
    Ok(())
}

/// Adds `and …` on `note` for the terms of a filter. A `plus` of `+` keeps SQLite from beginning with them.
pub(crate) fn push_conditions(sql: &mut QueryBuilder<Sqlite>, filter: &Filter, plus: &str) {
    let (without, with): (Vec<&Term>, Vec<&Term>) = filter.terms.iter().partition(|term| term.is_without());
    if !with.is_empty() {
        match expression(&with) {
            Some(expression) => push_match(sql, plus, "in", expression),
            None => {
                sql.push(" and 0");
            }
        }
    }
    for term in without {
        if let Some(expression) = expression(&[term]) {
            push_match(sql, plus, "not in", expression);
        }
    }
}

fn push_match(sql: &mut QueryBuilder<Sqlite>, plus: &str, relation: &str, expression: String) {
    sql.push(format!(
        " and {plus}note.words_id {relation} (select rowid from note_words where note_words match "
    ));
    sql.push_bind(expression).push(")");
}

/// The FTS5 expression of all terms that a note must contain; `None` where no note can match.
pub(crate) fn match_expression(filter: &Filter) -> Option<String> {
    let with: Vec<&Term> = filter.terms.iter().filter(|term| !term.is_without()).collect();
    expression(&with)
}

/// All of `terms` as an FTS5 expression: tokens contain nothing that FTS5 would interpret.
fn expression(terms: &[&Term]) -> Option<String> {
    let each: Option<Vec<String>> = terms.iter().map(|term| search::index_query(term).map(phrase)).collect();
    each.filter(|each| !each.is_empty()).map(|each| each.join(" AND "))
}

fn phrase(sought: IndexQuery) -> String {
    let columns = if sought.in_parts { "{words parts}" } else { "words" };
    let open = if sought.is_open { " *" } else { "" };
    format!("{columns} : \"{}\"{open}", sought.tokens.join(" "))
}
