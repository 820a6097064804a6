//! Notes that follow up on older ones.

use std::collections::HashMap;

use domain::Date;
use domain::id::NoteId;
use domain::list::timeline::RelatedNote;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::rows::RelatedRow;
use crate::sql::json_list;
use crate::{Error, Result};

/// What a note follows up on, and what follows up on it.
#[derive(Debug, Default)]
pub(crate) struct NoteLinks {
    pub follows: Option<RelatedNote>,
    pub follow_ups: Vec<RelatedNote>,
}

#[derive(FromRow)]
struct LinkRow {
    /// The note at whose page the other one is shown.
    shown_at: String,
    is_older: bool,
    #[sqlx(flatten)]
    note: RelatedRow,
}

/// What notes follow up on and what follows up on them, as of the end of a day: one statement. Notes that left their source
/// are not among them.
pub(crate) async fn load(
    db: &mut SqliteConnection,
    notes: &[String],
    as_of: Option<Date>,
) -> Result<HashMap<String, NoteLinks>> {
    let rows: Vec<LinkRow> = sqlx::query_as(
        r#"
        with link (shown_at, other, is_older) as (
            select follows, note_id, 0 from follow_up where follows in (select value from json_each(?1))
            union all
            select note_id, follows, 1 from follow_up where note_id in (select value from json_each(?1))
        )
        select link.shown_at, link.is_older, note.id, note.entry_id, entry.date, substr(note.text, 1, ?2) as text
        from link cross join note on note.id = link.other cross join entry on entry.id = note.entry_id
        where note.vanished_at is null and (?3 is null or entry.date <= ?3)
        order by entry.sort_day, entry.position, note.position
        "#,
    )
    .bind(json_list(notes.iter().cloned()))
    .bind(RelatedRow::TEXT_CHARS)
    .bind(as_of.map(|day| day.to_string()))
    .fetch_all(db)
    .await?;
    let mut links: HashMap<String, NoteLinks> = HashMap::new();
    for row in rows {
        let links = links.entry(row.shown_at).or_default();
        let other = row.note.value()?;
        if row.is_older {
            links.follows = Some(other);
        } else {
            links.follow_ups.push(other);
        }
    }
    Ok(links)
}

/// Stores that new notes follow up on an older one.
///
/// Fails with [`Error::NoNote`] where that is not there.
pub(crate) async fn store(db: &mut SqliteConnection, notes: &[NoteId], follows: &NoteId) -> Result<()> {
    let is_there: bool =
        sqlx::query_scalar("select exists (select 1 from note where id = ? and vanished_at is null)")
            .bind(follows.as_str())
            .fetch_one(&mut *db)
            .await?;
    if !is_there {
        return Err(Error::NoNote(follows.to_string()));
    }
    sqlx::query("insert or replace into follow_up (note_id, follows) select value, ? from json_each(?)")
        .bind(follows.as_str())
        .bind(json_list(notes.iter().map(NoteId::to_string)))
        .execute(db)
        .await?;
    Ok(())
}
