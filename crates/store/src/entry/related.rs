//! Other notes on what a note cites.

use domain::id::NoteId;
use domain::list::timeline::RelatedNote;
use sqlx::sqlite::SqliteConnection;

use crate::Result;
use crate::rows::RelatedRow;

/// How many are listed.
const LISTED: i64 = 5;

/// The newest other notes that cite a KEP, a pull request or an issue that the note cites: one statement.
///
/// A pull request about a KEP counts as that KEP.
pub(super) async fn load(db: &mut SqliteConnection, id: &NoteId) -> Result<Vec<RelatedNote>> {
    let rows: Vec<RelatedRow> = sqlx::query_as(
        r#"
        with own as materialized (select kep_number, kep_id, number, owner, repo from outcome where note_id = ?1),
        same as materialized (
            select other.note_id from own cross join outcome as other on other.kep_number = own.kep_number
            where own.kep_id is not null and +other.kep_id = own.kep_id and +other.note_id <> ?1
            union
            -- The number first: names are compared without regard to capitals, and few share a number.
            select other.note_id from own cross join outcome as other on other.number = own.number
            where +other.owner = own.owner collate nocase and +other.repo = own.repo collate nocase
                and +other.note_id <> ?1
        )
        select note.id, note.entry_id, entry.date, substr(note.text, 1, ?2) as text from same
        cross join note on note.id = same.note_id cross join entry on entry.id = note.entry_id
        where note.vanished_at is null
        order by entry.sort_day desc, entry.position desc, entry.id desc, note.position limit ?3
        "#,
    )
    .bind(id.as_str())
    .bind(RelatedRow::TEXT_CHARS)
    .bind(LISTED)
    .fetch_all(db)
    .await?;
    rows.into_iter().map(RelatedRow::value).collect()
}
