//! What the notes of a cycle expected of its release, and what came of it.

use domain::list::filter::Filter;
use domain::outcome::verdict::Verdict;
use domain::pages::{ExpectingNote, ReleaseExpectation};
use domain::release::Releases;
use domain::version::Version;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::Result;
use crate::filter::{OmittedPart, push_note_conditions};
use crate::rows::{read, read_opt, unsigned};

/// What the notes that were written in the cycle of a version expected of it, by how it turned out, then stage, then number:
/// one statement. What curators decided counts as verdicts do everywhere.
pub(super) async fn load_expectations(
    db: &mut SqliteConnection,
    version: Version,
    releases: &Releases,
) -> Result<Vec<ReleaseExpectation>> {
    let written = Filter::default().toggle_cycle(version.into());
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select kep_number, title, stage, verdict, releases_late, entry_id, note_id, date, notes from (\
         select *, count(*) over expectation as notes, row_number() over (expectation order by sort_day, note_id) as nth \
         from (select distinct outcome.kep_number, kep_now.title, outcome.expected_stage as stage, outcome.verdict, \
         outcome.releases_late, note.entry_id, note.id as note_id, entry.date, entry.sort_day \
         from note cross join outcome on outcome.note_id = note.id cross join entry on entry.id = note.entry_id \
         left join kep_now on kep_now.kep_id = outcome.kep_id \
         where note.vanished_at is null and outcome.kep_number is not null and outcome.expected_stage is not null \
         and outcome.verdict is not null and outcome.expected_version = ",
    );
    sql.push_bind(i64::from(version.minor));
    push_note_conditions(&mut sql, &written, OmittedPart::Nothing);
    sql.push(
        ") window expectation as (partition by kep_number, stage, verdict, releases_late)) where nth <= ",
    );
    sql.push_bind(i64::from(ReleaseExpectation::NOTES))
        .push(" order by kep_number, stage, verdict, releases_late, nth");
    let rows: Vec<ExpectationRow> = sql.build_query_as().fetch_all(db).await?;
    let mut expectations: Vec<ReleaseExpectation> = Vec::new();
    for row in rows {
        let (expectation, note) = row.value(version, releases)?;
        let is_same = |last: &&mut ReleaseExpectation| {
            (last.kep, last.stage, last.verdict, last.came_in)
                == (expectation.kep, expectation.stage, expectation.verdict, expectation.came_in)
        };
        match expectations.last_mut().filter(is_same) {
            Some(last) => last.notes.push(note),
            None => expectations.push(ReleaseExpectation { notes: vec![note], ..expectation }),
        }
    }
    let place = |verdict: Verdict| Verdict::ALL.iter().position(|other| *other == verdict);
    expectations.sort_by_key(|it| (place(it.verdict), it.stage, it.kep));
    Ok(expectations)
}

#[derive(FromRow)]
struct ExpectationRow {
    kep_number: i64,
    title: Option<String>,
    stage: String,
    verdict: String,
    releases_late: Option<i64>,
    entry_id: String,
    note_id: String,
    date: Option<String>,
    notes: i64,
}

impl ExpectationRow {
    /// What was expected of a version, with no note, and the note.
    fn value(self, version: Version, releases: &Releases) -> Result<(ReleaseExpectation, ExpectingNote)> {
        let came_in = |late: i64| {
            Ok::<_, crate::Error>(Version { minor: unsigned("version", i64::from(version.minor) + late)? })
        };
        let came_in = self.releases_late.map(came_in).transpose()?;
        let expectation = ReleaseExpectation {
            kep: unsigned("KEP number", self.kep_number)?,
            title: self.title,
            stage: read("stage", &self.stage)?,
            verdict: read("verdict", &self.verdict)?,
            came_in,
            released: came_in.and_then(|version| releases.day_of(version)),
            notes: Vec::new(),
            notes_count: unsigned("count", self.notes)?,
        };
        let note = ExpectingNote {
            entry: read("id", &self.entry_id)?,
            note: read("id", &self.note_id)?,
            day: read_opt("day", self.date.as_deref())?,
        };
        Ok((expectation, note))
    }
}
