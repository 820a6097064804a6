//! What statements are built of.

use sqlx::query_builder::Separated;
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{QueryBuilder, Sqlite};

use crate::Result;

/// The beginning of a statement.
pub(crate) fn sql() -> QueryBuilder<Sqlite> {
    QueryBuilder::new("")
}

/// The beginning of a statement that gives the plan of another.
pub(crate) fn explain() -> QueryBuilder<Sqlite> {
    QueryBuilder::new("explain query plan ")
}

/// The argument of `json_each(?)` for a list: one bind, however many values.
pub(crate) fn json_list<T>(values: impl IntoIterator<Item = T>) -> String
where
    serde_json::Value: FromIterator<T>,
{
    serde_json::Value::from_iter(values).to_string()
}

/// Adds the values of an `in (` and its closing parenthesis: one bind, however many values.
pub(crate) fn push_list<T>(sql: &mut QueryBuilder<Sqlite>, values: impl IntoIterator<Item = T>)
where
    serde_json::Value: FromIterator<T>,
{
    sql.push("select value from json_each(").push_bind(json_list(values)).push("))");
}

/// How many values a statement of many rows binds at most: SQLite takes 32,766, and more gain nothing.
const VALUES_AT_ONCE: usize = 4_000;

/// Runs `before values (…), (…) after` for all rows in their order, for some hundred at a time; `bind` binds the values
/// of a row, of which there are `columns`.
pub(crate) async fn execute_rows<T>(
    db: &mut SqliteConnection,
    (before, after): (&str, &str),
    columns: usize,
    rows: Vec<T>,
    bind: impl Fn(&mut Separated<'_, Sqlite, &'static str>, T),
) -> Result<()> {
    let rows_at_once = (VALUES_AT_ONCE / columns).max(1);
    let mut rows = rows.into_iter();
    while rows.len() > 0 {
        let count = rows.len().min(rows_at_once);
        let mut sql = QueryBuilder::<Sqlite>::new(before);
        sql.push_values(rows.by_ref().take(count), |mut values, row| bind(&mut values, row));
        sql.push(after);
        // One that is shorter than others will hardly come again.
        sql.build().persistent(count == rows_at_once).execute(&mut *db).await?;
    }
    Ok(())
}

/// How SQLite plans statements that begin with [`explain`]: by name, a line a step.
pub(crate) async fn query_plans(
    db: &SqlitePool,
    statements: impl IntoIterator<Item = (&'static str, QueryBuilder<Sqlite>)>,
) -> Result<Vec<(&'static str, Vec<String>)>> {
    let mut plans = Vec::new();
    for (name, mut sql) in statements {
        let steps: Vec<(i64, i64, i64, String)> = sql.build_query_as().fetch_all(db).await?;
        plans.push((name, steps.into_iter().map(|(.., detail)| detail).collect()));
    }
    Ok(plans)
}
