//! The first notes of each entry of a list: of very many, a list shows some.

use sqlx::{QueryBuilder, Sqlite};

/// How many notes of one entry a list shows; the rest is folded into a link.
const NOTES_AN_ENTRY: i64 = 40;

/// The beginning of a statement for the first notes of each of some entries: to be completed by their ids, by conditions
/// on `note`, and by [`push_most`].
pub(crate) const FIRST_NOTES: &str = "select id, entry_id, html, text from (select id, entry_id, html, text, position, \
     row_number() over (partition by entry_id order by position) as nth \
     from note where vanished_at is null and entry_id in (";

/// Completes it: the notes of each entry stand in their order.
pub(crate) fn push_most(sql: &mut QueryBuilder<Sqlite>) {
    sql.push(") where nth <= ").push_bind(NOTES_AN_ENTRY).push(" order by entry_id, position");
}
