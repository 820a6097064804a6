//! What statements are built of.

use sqlx::sqlite::SqlitePool;
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
