//! The ground floor of statements that are put together.

use sqlx::{QueryBuilder, Sqlite};

/// The beginning of a statement.
pub(crate) fn sql() -> QueryBuilder<Sqlite> {
    QueryBuilder::new("")
}

/// Adds the values of an `in (` and its closing parenthesis: one bind, however many they are.
pub(crate) fn push_list(sql: &mut QueryBuilder<Sqlite>, values: impl Iterator<Item = String>) {
    let values = serde_json::Value::from_iter(values);
    sql.push("select value from json_each(").push_bind(values.to_string()).push("))");
}
