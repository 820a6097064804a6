//! The items of a feed: notes by their last change, and what has moved of what they cite.

use std::sync::Arc;

use domain::Timestamp;
use domain::list::feed::FeedItems;
use domain::list::filter::{EntryPlace, Filter};
use domain::list::keps::KepFilter;
use domain::list::timeline::{Entry, Note};
use domain::notebook::NotebookSlug;
use domain::outcome::moves::Move;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::filter::push_note_conditions_on_page;
use crate::hits::{EntryScope, Hits};
use crate::notes::add_references_and_tags;
use crate::rows::{EntryRow, NotebookRow, read};
use crate::sql::{explain, json_list, query_plans, sql};
use crate::{Result, Store, generation};

pub(crate) mod moves;

use self::moves::CitingScope;

/// How many items a feed has.
const ITEMS: usize = 100;

/// Up to so many entries a feed begins with them; of more it walks down what changed until it is full.
const BY_HITS: usize = 2000;

/// How many moves are kept of all feeds together, some two kilobytes each.
pub(crate) const KEPT: usize = 2000;

/// How many of them are reserved for moves, however many notes are newer: an import would displace all moves.
const MOVES: usize = 30;

/// The items of a feed, at most [`Feed::MAX_ITEMS`] of them together: the newest, but some moves in any case.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    /// The last changed first; of one import the newest day.
    pub notes: Vec<FeedNote>,
    /// The last recorded first.
    pub moves: Vec<Move>,
    /// A notebook that the filter names and that does not exist.
    pub unknown_notebook: Option<NotebookSlug>,
}

impl Feed {
    /// How many items a feed has at most.
    pub const MAX_ITEMS: usize = ITEMS;
}

/// A note in a feed.
#[derive(Clone, Debug)]
pub struct FeedNote {
    /// Its entry, without notes.
    pub entry: Entry,
    /// With the outcomes of what it cites.
    pub note: Note,
    /// When it was imported first.
    pub added_at: Timestamp,
    /// When its text changed last, or it came back.
    pub changed_at: Timestamp,
}

#[derive(FromRow)]
struct FeedNoteRow {
    note_id: String,
    html: String,
    text: String,
    added_at: String,
    changed_at: String,
    #[sqlx(flatten)]
    entry: EntryRow,
}

impl FeedNoteRow {
    fn value(self) -> Result<FeedNote> {
        Ok(FeedNote {
            entry: self.entry.value()?,
            note: Note {
                id: read("id", &self.note_id)?,
                html: self.html,
                text: self.text,
                references: Vec::new(),
                tags: Vec::new(),
                gates: Vec::new(),
                confirmed_on: None,
                follows: None,
                follow_ups: Vec::new(),
                curation: None,
            },
            added_at: read("instant", &self.added_at)?,
            changed_at: read("instant", &self.changed_at)?,
        })
    }
}

impl Store {
    /// The newest items of the notes that `filter` names; its order and page do not count.
    ///
    /// A move is there for notes that are not younger than it, where what they cite is still in another
    /// state than then; one that was taken back is marked as such. In one transaction, and in a
    /// fixed number of statements.
    pub async fn feed(&self, filter: &Filter, items: FeedItems) -> Result<Feed> {
        let unknown_notebook = self.unknown_notebook(filter).await?;
        let mut db = self.reader()?.begin().await?;
        let hits = self.hits(&mut db, filter, EntryScope::WithNotes).await?;
        let few = match &*hits {
            Hits::Few(places) if places.len() <= BY_HITS => Some(places.as_slice()),
            _ => None,
        };
        let mut notes: Vec<FeedNote> = Vec::new();
        if items.has_notes() {
            let rows: Vec<FeedNoteRow> =
                notes_sql(sql(), filter, few).build_query_as().fetch_all(&mut *db).await?;
            notes = rows.into_iter().map(FeedNoteRow::value).collect::<Result<_>>()?;
        }
        let mut moves: Vec<Move> = Vec::new();
        if items.has_moves() {
            moves = self.cited_moves(&mut db, filter, few).await?.to_vec();
        }
        truncate(&mut notes, &mut moves);
        add_references_and_tags(&mut db, notes.iter_mut().map(|it| &mut it.note).collect(), None).await?;
        db.rollback().await?;
        Ok(Feed { notes, moves, unknown_notebook })
    }

    /// The newest moves of what the notes of a filter cite, as the transaction of `db` sees them: three statements at most.
    async fn cited_moves(
        &self,
        db: &mut SqliteConnection,
        filter: &Filter,
        few: Option<&[EntryPlace]>,
    ) -> Result<Arc<Vec<Move>>> {
        let generation = generation::number(&mut *db).await?;
        let name = Filter { order: Default::default(), cursor: None, ..filter.clone() }.query();
        if let Some(moves) = self.moves.get(generation, &name) {
            return Ok(moves);
        }
        let rows =
            moves::cited_moves_sql(sql(), filter, few, ITEMS).build_query_as().fetch_all(&mut *db).await?;
        let moves = Arc::new(moves::with_citing_notes(db, rows, filter, CitingScope::MovedSince).await?);
        self.moves.insert(generation, name, Arc::clone(&moves), moves.len() + 1);
        Ok(moves)
    }

    /// The newest moves of the KEPs that `filter` names, cited or not: four statements.
    pub async fn kep_feed(&self, filter: &KepFilter) -> Result<Feed> {
        let mut db = self.reader()?.begin().await?;
        let keps = self.kep_numbers(&mut db, filter).await?;
        let rows = moves::kep_moves_sql(sql(), &keps, ITEMS).build_query_as().fetch_all(&mut *db).await?;
        let moves =
            moves::with_citing_notes(&mut db, rows, &Filter::default(), CitingScope::MovedSince).await?;
        db.rollback().await?;
        Ok(Feed { moves, ..Feed::default() })
    }

    /// How SQLite plans the statements of a feed: by statement, a line a step.
    pub async fn feed_plans(&self, filter: &Filter) -> Result<Vec<(&'static str, Vec<String>)>> {
        let statements = [
            ("notes", notes_sql(explain(), filter, None)),
            ("notes by hits", notes_sql(explain(), filter, Some(&[]))),
            ("moves", moves::cited_moves_sql(explain(), filter, None, ITEMS)),
            ("moves by hits", moves::cited_moves_sql(explain(), filter, Some(&[]), ITEMS)),
            ("citing notes", moves::citing_notes_sql(explain(), &[1, 2], filter, CitingScope::MovedSince)),
        ];
        query_plans(&self.reader, statements).await
    }

    async fn kep_numbers(&self, db: &mut SqliteConnection, filter: &KepFilter) -> Result<Vec<u32>> {
        let lines = crate::pages::kep_lines(db).await?;
        Ok(lines.iter().filter(|kep| filter.matches(kep)).filter_map(|kep| kep.number).collect())
    }
}

/// Walks down the changes, looking at each note that comes along; where few entries match, looks at their notes alone.
fn notes_sql(
    mut sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    few: Option<&[EntryPlace]>,
) -> QueryBuilder<Sqlite> {
    sql.push("select note.id as note_id, note.html, note.text, note.added_at, note.changed_at, ");
    sql.push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
    match few {
        Some(places) => {
            sql.push(" from json_each(")
                .push_bind(json_list(places.iter().map(|place| place.entry.as_str())));
            sql.push(") as hit cross join note on note.entry_id = hit.value");
        }
        None => {
            sql.push(" from note");
        }
    }
    sql.push(" cross join entry on entry.id = note.entry_id ").push(EntryRow::JOIN_NOTEBOOK);
    sql.push(" where note.vanished_at is null");
    push_note_conditions_on_page(&mut sql, filter);
    sql.push(" order by note.changed_at desc, note.date desc, note.entry_id desc, note.position desc limit ");
    sql.push_bind(ITEMS as i64);
    sql
}

/// Cuts to the newest of both together, but leaves some moves in any case.
fn truncate(notes: &mut Vec<FeedNote>, moves: &mut Vec<Move>) {
    let moved = moves.iter().map(|it| it.updated_at);
    let mut times: Vec<Timestamp> = notes.iter().map(|note| note.changed_at).chain(moved).collect();
    times.sort_unstable_by(|one, other| other.cmp(one));
    let Some(oldest) = times.get(ITEMS - 1) else { return };
    let newer = moves.iter().filter(|it| it.updated_at >= *oldest).count();
    moves.truncate(newer.max(MOVES));
    notes.truncate(ITEMS.saturating_sub(moves.len()));
}
