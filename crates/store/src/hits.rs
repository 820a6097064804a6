//! The entries of a list that has few: found once, so that no page of it walks down all others.

use std::sync::Arc;

use domain::list::filter::{Cursor, EntryPlace, Filter, Order};
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};

use crate::filter::{OmittedPart, push_entry_conditions, push_note_conditions, restricts_entries_only};
use crate::rows::{read, unsigned};
use crate::sql::sql;
use crate::{Result, Store, generation};

/// A list of up to so many entries is kept whole; of a longer one a page soon is full.
const FEW: usize = 20_000;

/// The same of a list by terms, of which a walk down all entries looks up all hits for each page.
const FEW_BY_TERMS: usize = 60_000;

/// How many entries are kept of all lists together, sixteen bytes each. A list weighs one more, and one that is not
/// kept whole weighs one.
pub(crate) const KEPT: usize = 500_000;

fn few(filter: &Filter) -> usize {
    if filter.terms.is_empty() { FEW } else { FEW_BY_TERMS }
}

/// Which entries a list has where the filter restricts only when and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryScope {
    /// Those that lost their notes too.
    All,
    /// Only those with notes.
    WithNotes,
}

/// The entries of a list.
#[derive(Debug)]
pub(crate) enum Hits {
    /// All of them, ascending.
    Few(Vec<EntryPlace>),
    /// Too many to be kept.
    Many,
}

impl Hits {
    /// The entries of the page of a filter, in the direction of its cursor: so many at most. `None` where they are to be
    /// looked for in the order of all entries.
    pub(crate) fn page(&self, filter: &Filter, most: usize) -> Option<Vec<&EntryPlace>> {
        let Self::Few(places) = self else { return None };
        let newest_first = match (&filter.cursor, filter.order) {
            (Some(Cursor::Before(_)), Order::Oldest) => true,
            (Some(Cursor::Before(_)), _) => false,
            (_, order) => order != Order::Oldest,
        };
        let bound = filter.cursor.as_ref().map(Cursor::place);
        Some(if newest_first {
            let end = bound.map_or(places.len(), |bound| places.partition_point(|place| place < bound));
            places[..end].iter().rev().take(most).collect()
        } else {
            let start = bound.map_or(0, |bound| places.partition_point(|place| place <= bound));
            places[start..].iter().take(most).collect()
        })
    }
}

impl Store {
    /// The entries of a filter whatever its order and page, as the transaction of `db` sees them: at most two statements.
    /// None for lists by nothing but days, which are a stretch of the order of all entries.
    pub(crate) async fn hits(
        &self,
        db: &mut SqliteConnection,
        filter: &Filter,
        scope: EntryScope,
    ) -> Result<Arc<Hits>> {
        if restricts_entries_only(filter) && filter.notebooks.is_empty() {
            return Ok(Arc::new(Hits::Many));
        }
        let generation = generation::number(&mut *db).await?;
        let list = Filter { order: Order::default(), cursor: None, ..filter.clone() };
        let name = match scope {
            EntryScope::WithNotes if restricts_entries_only(filter) => format!("with notes {list}"),
            _ => list.query(),
        };
        if let Some(hits) = self.hits.get(generation, &name) {
            return Ok(hits);
        }
        if self.is_known_as_long(generation, &list) {
            let hits = Arc::new(Hits::Many);
            self.hits.insert(generation, name, Arc::clone(&hits), 1);
            return Ok(hits);
        }
        let rows: Vec<(String, i64, String)> =
            hits_sql(sql(), &list, scope).build_query_as().fetch_all(db).await?;
        let hits = if rows.len() > few(filter) {
            Hits::Many
        } else {
            let place = |(day, position, entry): (String, i64, String)| {
                Ok(EntryPlace {
                    day: read("day", &day)?,
                    position: unsigned("position", position)?,
                    entry: read("id", &entry)?,
                })
            };
            let mut places = rows.into_iter().map(place).collect::<Result<Vec<_>>>()?;
            places.sort_unstable();
            Hits::Few(places)
        };
        let weight = match &hits {
            Hits::Few(places) => places.len() + 1,
            Hits::Many => 1,
        };
        let hits = Arc::new(hits);
        self.hits.insert(generation, name, Arc::clone(&hits), weight);
        Ok(hits)
    }

    /// Whether a list was counted already and has too many entries to be kept.
    fn is_known_as_long(&self, generation: i64, list: &Filter) -> bool {
        // Of one that restricts only when and where, entries without notes are counted too.
        let counted = self.counts.get(generation, &list.query()).filter(|_| !restricts_entries_only(list));
        let totals = counted.and_then(|counted| counted.known_totals());
        totals.is_some_and(|totals| totals.entries as usize > few(list))
    }
}

/// The entries that a filter matches, in no order: all of them or one more than are few.
pub(crate) fn hits_sql(
    mut sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    scope: EntryScope,
) -> QueryBuilder<Sqlite> {
    if restricts_entries_only(filter) {
        sql.push("select entry.sort_day, entry.position, entry.id from entry");
        if !filter.notebooks.is_empty() {
            sql.push(" indexed by entry_of_notebook");
        }
        sql.push(" where entry.vanished_at is null");
        push_entry_conditions(&mut sql, filter);
        if scope == EntryScope::WithNotes {
            sql.push(" and exists (select 1 from note where note.entry_id = entry.id and note.vanished_at is null)");
        }
        sql.push(" limit ").push_bind(few(filter) as i64 + 1);
    } else {
        sql.push("select entry.sort_day, entry.position, entry.id from (select distinct note.entry_id from note where ");
        sql.push("note.vanished_at is null");
        push_note_conditions(&mut sql, filter, OmittedPart::Nothing);
        sql.push(" limit ").push_bind(few(filter) as i64 + 1);
        sql.push(") as hit cross join entry on entry.id = hit.entry_id where entry.vanished_at is null");
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_from_the_list_at_its_cursor() {
        let place = |n: u32| EntryPlace {
            day: domain::Date::constant(2023, 10, 1),
            position: n,
            entry: format!("0000000{n}").parse().expect("an id"),
        };
        let hits = Hits::Few([1, 3, 5, 7].map(place).to_vec());
        let page = |filter: Filter| -> Vec<u32> {
            let page = hits.page(&filter, 2).expect("few");
            page.into_iter().map(|place| place.position).collect()
        };
        let newest = Filter::default();
        let oldest = Filter { order: Order::Oldest, ..Filter::default() };
        assert_eq!(page(newest.clone()), [7, 5]);
        assert_eq!(page(oldest.clone()), [1, 3]);
        for n in [4, 5] {
            assert_eq!(page(newest.at(Cursor::After(place(n)))), [3, 1]);
            assert_eq!(page(oldest.at(Cursor::Before(place(n)))), [3, 1]);
        }
        for n in [3, 4] {
            assert_eq!(page(newest.at(Cursor::Before(place(n)))), [5, 7]);
            assert_eq!(page(oldest.at(Cursor::After(place(n)))), [5, 7]);
        }
        assert_eq!(page(newest.at(Cursor::After(place(1)))), [0; 0]);
        assert_eq!(Hits::Many.page(&newest, 2), None);
    }
}
