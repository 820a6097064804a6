//! The notes that a page is about, in their entries.

use domain::Date;
use domain::list::filter::Filter;
use domain::list::timeline::Entry;
use domain::pages::NoteCitation;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::filter::{OmittedPart, push_note_conditions};
use crate::first_notes::{FIRST_NOTES, push_most};
use crate::notes::add_references_and_tags;
use crate::rows::{EntryRow, NoteRow, NotebookRow, group_by, read, read_opt, read_outcome};
use crate::sql::{push_list, sql};
use crate::{Error, Result};

/// Which notes: a list of their ids as SQL.
#[derive(Clone, Debug)]
pub(super) enum NoteList<'a> {
    /// That cite a KEP, or a pull request about it, by its row and its number.
    CitingKep(i64, Option<u32>),
    /// That cite a number on GitHub.
    CitingItem(&'a str, &'a str, i64),
    /// That are tagged.
    Tagged(&'a str, String),
    /// That a filter finds.
    Matching(&'a Filter),
}

impl NoteList<'_> {
    /// Adds the conditions on the table `outcome`, `shown_tag` or `note`.
    fn push_conditions(&self, sql: &mut QueryBuilder<Sqlite>) {
        match self {
            Self::CitingKep(id, number) => {
                sql.push("outcome.kep_number = ").push_bind(number.map(i64::from));
                sql.push(" and outcome.kep_id = ").push_bind(*id);
            }
            Self::CitingItem(owner, repo, number) => {
                sql.push("outcome.number = ").push_bind(*number);
                sql.push(" and outcome.owner = ").push_bind((*owner).to_owned()).push(" collate nocase");
                sql.push(" and outcome.repo = ").push_bind((*repo).to_owned()).push(" collate nocase");
            }
            Self::Tagged(kind, value) => {
                sql.push("shown_tag.kind = ").push_bind((*kind).to_owned());
                sql.push(" and shown_tag.value = ").push_bind(value.clone());
            }
            Self::Matching(filter) => {
                sql.push("note.vanished_at is null");
                push_note_conditions(sql, filter, OmittedPart::Nothing);
            }
        }
    }

    /// Adds the list of their ids, in parentheses.
    pub(super) fn push_ids(&self, sql: &mut QueryBuilder<Sqlite>) {
        sql.push(match self {
            Self::Tagged(..) => "(select shown_tag.note_id from shown_tag where ",
            Self::Matching(_) => "(select note.id from note where ",
            Self::CitingKep(..) | Self::CitingItem(..) => "(select outcome.note_id from outcome where ",
        });
        self.push_conditions(sql);
        sql.push(")");
    }

    /// The newest entries with such notes, at most so many, each with the first of these notes alone:
    /// six statements, and as of a day six more.
    pub(super) async fn entries(
        &self,
        db: &mut SqliteConnection,
        most: u32,
        as_of: Option<Date>,
    ) -> Result<Vec<Entry>> {
        let mut sql = sql();
        sql.push("select ").push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
        sql.push(" from entry ").push(EntryRow::JOIN_NOTEBOOK).push(" where entry.vanished_at is null");
        sql.push(
            " and entry.id in (select note.entry_id from note where note.vanished_at is null and note.id in ",
        );
        self.push_ids(&mut sql);
        sql.push(") order by entry.sort_day desc, entry.position desc, entry.id desc limit ").push_bind(most);
        let rows: Vec<EntryRow> = sql.build_query_as().fetch_all(&mut *db).await?;
        let mut entries = rows.into_iter().map(EntryRow::value).collect::<Result<Vec<_>>>()?;
        let mut sql = crate::sql::sql();
        sql.push(FIRST_NOTES);
        push_list(&mut sql, entries.iter().map(|entry| entry.id.to_string()));
        sql.push(" and id in ");
        self.push_ids(&mut sql);
        push_most(&mut sql);
        let rows: Vec<NoteRow> = sql.build_query_as().fetch_all(&mut *db).await?;
        let mut rows = group_by(rows, |row| row.entry_id.clone());
        for entry in &mut entries {
            let rows = rows.remove(entry.id.as_str()).unwrap_or_default();
            entry.notes = rows.into_iter().map(NoteRow::value).collect::<Result<_>>()?;
            entry.folded = entry.folded.saturating_sub(entry.notes.len() as u32);
        }
        let notes = entries.iter_mut().flat_map(|entry| entry.notes.iter_mut()).collect();
        add_references_and_tags(db, notes, as_of).await?;
        Ok(entries)
    }

    /// Every citation, the newest entry first, undated ones in their place; not for tags.
    ///
    /// As of a day, what is newer than it has no state on its day.
    pub(super) async fn citations(
        &self,
        db: &mut SqliteConnection,
        as_of: Option<Date>,
    ) -> Result<Vec<OutcomeCitation>> {
        let mut sql = sql();
        sql.push(
            // From the few citations to where they stand, never from all notes to what they cite.
            "select note.entry_id, note.id, entry.date, reference.literal, outcome.outcome from outcome \
             cross join reference on reference.note_id = outcome.note_id and reference.position = outcome.position \
             cross join note on note.id = outcome.note_id cross join entry on entry.id = note.entry_id \
             where note.vanished_at is null and ",
        );
        self.push_conditions(&mut sql);
        sql.push(
            " order by entry.sort_day desc, entry.position desc, entry.id desc, note.position, reference.position",
        );
        let rows: Vec<CitedRow> = sql.build_query_as().fetch_all(db).await?;
        rows.into_iter().map(|row| row.value(as_of)).collect()
    }
}

/// A citation with its outcome.
#[derive(Debug)]
pub(super) struct OutcomeCitation {
    pub cited: NoteCitation,
    pub outcome: domain::outcome::Outcome,
}

#[derive(Debug, FromRow)]
struct CitedRow {
    entry_id: String,
    id: String,
    date: Option<String>,
    literal: String,
    outcome: String,
}

impl CitedRow {
    fn value(self, as_of: Option<Date>) -> Result<OutcomeCitation> {
        let outcome = read_outcome(&self.outcome)?;
        let is_newer = as_of.zip(outcome.then_day).is_some_and(|(day, then)| then > day);
        let cited = NoteCitation {
            entry: read("id", &self.entry_id)?,
            note: read("id", &self.id)?,
            day: read_opt("day", self.date.as_deref())?,
            literal: self.literal,
            then: outcome.item.as_ref().map(|item| item.then).filter(|_| !is_newer),
        };
        Ok::<_, Error>(OutcomeCitation { cited, outcome })
    }
}
