//! What the files of KEPs said over time.

use std::collections::BTreeMap;

use domain::kep::KepStanding;
use domain::outcome::then_now::DatedRevision;
use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;

use super::kep_days::utc;
use crate::rows::{group_by, read};
use crate::sql::json_list;
use crate::{Error, Result};

/// What the files of some KEPs said, oldest first, by the rows of the KEPs: one statement.
pub(super) async fn standings(
    db: &mut SqliteConnection,
    keps: impl Iterator<Item = i64>,
) -> Result<BTreeMap<i64, Vec<DatedRevision>>> {
    let rows: Vec<(i64, String, String)> = sqlx::query_as(
        r#"
        select kep_id, at, json_extract(revision, '$.standing') from kep_revision
        where kep_id in (select value from json_each(?)) order by kep_id, id
        "#,
    )
    .bind(json_list(keps))
    .fetch_all(db)
    .await?;
    let mut standings = BTreeMap::new();
    for (kep, rows) in group_by(rows, |(kep, ..)| *kep) {
        let read_row = |(_, at, standing): (i64, String, String)| {
            let standing: KepStanding = serde_json::from_str(&standing)
                .map_err(|_| Error::Row { what: "revision of a KEP", found: format!("row of KEP {kep}") })?;
            Ok(DatedRevision { day: utc(read::<Timestamp>("instant", &at)?), standing })
        };
        standings.insert(kep, rows.into_iter().map(read_row).collect::<Result<Vec<_>>>()?);
    }
    Ok(standings)
}
