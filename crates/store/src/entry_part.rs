//! A part of the notes of an entry as SQL.

use domain::id::{EntryId, NoteId};
use domain::list::entry_part::EntryPart;
use sqlx::{QueryBuilder, Sqlite};

/// Adds the conditions on `note`, the order and the limit: the first `most` notes of the part, in whatever order.
///
/// A note that has left its source still bounds a part, at its last place. One of another entry bounds none.
pub(crate) fn push_conditions(sql: &mut QueryBuilder<Sqlite>, entry: &EntryId, part: &EntryPart, most: u32) {
    sql.push("note.vanished_at is null and note.entry_id = ").push_bind(entry.to_string());
    let mut bound = |relation: &str, note: &NoteId, otherwise: i64| {
        sql.push(format!(" and note.position {relation} coalesce((select bound.position from note as bound where bound.id = "));
        sql.push_bind(note.to_string()).push(" and bound.entry_id = ").push_bind(entry.to_string());
        sql.push("), ").push_bind(otherwise).push(")");
    };
    match part {
        EntryPart::First => {}
        EntryPart::After(note) => bound(">", note, -1),
        EntryPart::From(note) => bound(">=", note, 0),
        EntryPart::Before(note) => bound("<", note, i64::MAX),
    }
    let order = if matches!(part, EntryPart::Before(_)) { " desc" } else { "" };
    sql.push(format!(" order by note.position{order} limit ")).push_bind(i64::from(most));
}
