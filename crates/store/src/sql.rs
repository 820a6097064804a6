//! The ground floor of statements that are put together.

use sqlx::{QueryBuilder, Sqlite};

/// The beginning of a statement.
pub(crate) fn sql() -> QueryBuilder<Sqlite> {
    QueryBuilder::new("")
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
