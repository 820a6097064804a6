//! The notes that a page is about, in their entries, and where they cite something.

use domain::Date;
use domain::github::ItemStanding;
use domain::list::filter::Filter;
use domain::list::timeline::Entry;
use domain::outcome::ItemOutcome;
use domain::pages::NoteCitation;
use serde::Deserialize;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::filter::push_citation_conditions;
use crate::hits::EntryScope;
use crate::rows::{EntryRow, read, read_opt, read_outcome};
use crate::sql::{json_list, sql};
use crate::timeline::add_notes;
use crate::{Error, Result, Store};

/// How many citations a page lists; the others are on the timeline.
const CITATIONS: usize = 200;

/// The newest entries with notes that a filter matches.
#[derive(Debug)]
pub(super) struct NoteList {
    filter: Filter,
    rows: Vec<EntryRow>,
}

impl NoteList {
    /// The newest entries, at most so many: three statements at most, and none without a filter, which matches nothing.
    pub(super) async fn load(
        store: &Store,
        db: &mut SqliteConnection,
        filter: Option<Filter>,
        most: usize,
    ) -> Result<Self> {
        let Some(filter) = filter else { return Ok(Self { filter: Filter::default(), rows: Vec::new() }) };
        let mut rows = store.entry_rows(db, &filter, EntryScope::WithNotes, most).await?;
        rows.truncate(most);
        Ok(Self { filter, rows })
    }

    /// The newest entries with as many citations as a page lists.
    pub(super) async fn load_citing(
        store: &Store,
        db: &mut SqliteConnection,
        filter: Option<Filter>,
    ) -> Result<Self> {
        Self::load(store, db, filter, CITATIONS).await
    }

    /// The first so many of these entries, each with the first of its matching notes alone: three statements, and as of
    /// a day nine more.
    pub(super) async fn entries(
        self,
        store: &Store,
        db: &mut SqliteConnection,
        most: usize,
    ) -> Result<Vec<Entry>> {
        let rows = self.rows.into_iter().take(most);
        let mut entries = rows.map(EntryRow::value).collect::<Result<Vec<_>>>()?;
        add_notes(db, &self.filter, &mut entries, store.as_of).await?;
        Ok(entries)
    }

    /// The first citations in these entries, the newest entry first, undated ones in their place: of what the filter
    /// names by its numbers. One statement.
    ///
    /// As of a day, what is newer than it has no state on its day.
    pub(super) async fn citations(
        &self,
        db: &mut SqliteConnection,
        as_of: Option<Date>,
    ) -> Result<Vec<OutcomeCitation>> {
        if self.rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = sql();
        sql.push(
            "select note.entry_id, note.id, entry.date, reference.literal, outcome.outcome from json_each(",
        );
        sql.push_bind(json_list(self.rows.iter().map(|row| row.id.as_str())));
        sql.push(
            ") as listed cross join entry on entry.id = listed.value \
             cross join note on note.entry_id = entry.id cross join outcome on outcome.note_id = note.id \
             cross join reference on reference.note_id = outcome.note_id and reference.position = outcome.position \
             where note.vanished_at is null",
        );
        push_citation_conditions(&mut sql, &self.filter);
        sql.push(" order by listed.key, note.position, reference.position limit ");
        sql.push_bind(CITATIONS as i64);
        let rows: Vec<CitedRow> = sql.build_query_as().fetch_all(db).await?;
        rows.into_iter().map(|row| row.value(as_of)).collect()
    }
}

/// A citation with its outcome.
#[derive(Debug)]
pub(super) struct OutcomeCitation {
    pub cited: NoteCitation,
    has_item: bool,
    outcome: String,
}

impl OutcomeCitation {
    /// The pull request or issue that is cited, as the outcome has it.
    pub(super) fn item(&self) -> Result<Option<ItemOutcome>> {
        if self.has_item { Ok(read_outcome(&self.outcome)?.item) } else { Ok(None) }
    }
}

#[derive(Debug, FromRow)]
struct CitedRow {
    entry_id: String,
    id: String,
    date: Option<String>,
    literal: String,
    outcome: String,
}

/// What is read of the outcome of each citation.
#[derive(Deserialize)]
struct OutcomeThen {
    then_day: Option<Date>,
    item: Option<ItemThen>,
}

#[derive(Deserialize)]
struct ItemThen {
    then: ItemStanding,
}

impl CitedRow {
    fn value(self, as_of: Option<Date>) -> Result<OutcomeCitation> {
        let outcome: OutcomeThen = serde_json::from_str(&self.outcome)
            .map_err(|_| Error::Row { what: "outcome", found: self.outcome.clone() })?;
        let is_newer = as_of.zip(outcome.then_day).is_some_and(|(day, then)| then > day);
        let cited = NoteCitation {
            entry: read("id", &self.entry_id)?,
            note: read("id", &self.id)?,
            day: read_opt("day", self.date.as_deref())?,
            literal: self.literal,
            then: outcome.item.as_ref().map(|item| item.then).filter(|_| !is_newer),
        };
        Ok(OutcomeCitation { cited, has_item: outcome.item.is_some(), outcome: self.outcome })
    }
}
