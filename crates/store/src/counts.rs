//! How many notes a filter and each of its facets match: the most expensive part of a page, hence cached.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use domain::list::filter::{Filter, Grain, Period};
use domain::list::histogram;
use domain::list::timeline::{CitedKepCounts, FacetCount, Facets, MovedKep, UntaggedMentions};
use domain::notebook::NotebookSlug;
use domain::version::Version;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};

use crate::filter::{
    OmittedPart, is_unrestricted, push_entry_conditions, push_named, push_note_conditions,
    restricts_entries_only,
};
use crate::rows::{read, unsigned};
use crate::sql::sql;
use crate::{Result, Store};

/// For how many filters counts are cached, some kilobytes each.
const CACHED: usize = 512;

/// How many names of components a list shows that notes of no group have.
const MENTIONED_NAMES: i64 = 3;

/// Notes and entries that match, on all pages.
struct Totals {
    notes: u32,
    entries: u32,
}

/// Notes for each value of one kind of tag, and those that have none of the kind.
struct TagCounts {
    tagged: Vec<(String, i64)>,
    untagged: u32,
}

/// Notes for each month, newest first, and for each day of those that are shown by their days.
struct PeriodCounts {
    months: Vec<FacetCount<Period>>,
    days: Vec<FacetCount<Period>>,
}

/// The counts of a list, the same for all of its pages.
#[derive(Debug)]
pub(crate) struct ListCounts {
    /// Notes that match.
    pub notes: u32,
    /// Entries that match.
    pub entries: u32,
    /// What the list can be narrowed by.
    pub facets: Facets,
    /// The KEPs that its notes cite.
    pub keps: CitedKepCounts,
    /// What names components of its groups without being of any.
    pub untagged_mentions: UntaggedMentions,
    /// Of the whole timeline: which of them moved last.
    pub latest_moves: Vec<MovedKep>,
    /// Notes by the other meaning of its versions, where there is one.
    pub other_reading: Option<u32>,
}

/// Counts by filter, as of one state of the database.
#[derive(Debug, Default)]
pub(crate) struct CountCache {
    generation: i64,
    counts: HashMap<String, Arc<ListCounts>>,
}

impl CountCache {
    /// The counts of `filter` in this state. Those of an older one are forgotten; a reader that is itself
    /// late does not use the cache.
    fn get(&mut self, generation: i64, filter: &str) -> Option<Arc<ListCounts>> {
        if self.generation < generation {
            self.generation = generation;
            self.counts.clear();
        }
        self.counts.get(filter).filter(|_| self.generation == generation).cloned()
    }

    fn insert(&mut self, generation: i64, filter: String, counted: Arc<ListCounts>) {
        if self.generation != generation {
            return;
        }
        if self.counts.len() >= CACHED {
            self.counts.clear();
        }
        self.counts.insert(filter, counted);
    }
}

impl Store {
    /// The counts of a filter, whatever its page and order.
    pub(crate) async fn list_counts(&self, filter: &Filter) -> Result<Arc<ListCounts>> {
        let generation = self.generation().await?;
        let list = Filter { order: Default::default(), cursor: None, ..filter.clone() };
        let key = list.query();
        // Counts are whole even where a panic has poisoned the lock.
        let cached = self.counts.lock().unwrap_or_else(PoisonError::into_inner).get(generation, &key);
        if let Some(counted) = cached {
            return Ok(counted);
        }
        let (Totals { notes, entries }, facets, keps, untagged_mentions, other_reading) = tokio::try_join!(
            self.totals(&list),
            self.facets(&list),
            self.keps_moved(&list),
            self.untagged_mentions(&list),
            self.other_reading(&list)
        )?;
        let latest_moves = if list.is_unfiltered() { self.latest_moves().await? } else { Vec::new() };
        let counted = Arc::new(ListCounts {
            notes,
            entries,
            facets,
            keps,
            untagged_mentions,
            latest_moves,
            other_reading,
        });
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.insert(generation, key, Arc::clone(&counted));
        Ok(counted)
    }

    /// The notes of no group that name components of the groups of a filter: one statement, and none without such.
    async fn untagged_mentions(&self, filter: &Filter) -> Result<UntaggedMentions> {
        let Some(list) = filter.untagged_naming() else { return Ok(UntaggedMentions::default()) };
        let rows: Vec<(String, i64)> =
            untagged_mentions_sql(sql(), &list).build_query_as().fetch_all(&self.reader).await?;
        let notes = rows.first().map_or(Ok(0), |(_, notes)| unsigned("count", *notes))?;
        Ok(UntaggedMentions { notes, names: rows.into_iter().map(|(name, _)| name).collect() })
    }

    async fn totals(&self, filter: &Filter) -> Result<Totals> {
        let (notes, entries): (i64, i64) =
            totals_sql(sql(), filter).build_query_as().fetch_one(&self.reader).await?;
        Ok(Totals { notes: unsigned("count", notes)?, entries: unsigned("count", entries)? })
    }

    /// How many notes match by the other meaning of the versions.
    async fn other_reading(&self, filter: &Filter) -> Result<Option<u32>> {
        let Some(other) = filter.other_reading() else { return Ok(None) };
        Ok(Some(self.totals(&other).await?.notes))
    }

    async fn facets(&self, filter: &Filter) -> Result<Facets> {
        let (sigs, versions, cycles, periods, notebooks) = tokio::try_join!(
            self.tag_counts(filter, "sig", OmittedPart::Sigs),
            self.tag_counts(filter, "version", OmittedPart::Versions),
            cycle_counts(&self.reader, filter),
            self.period_counts(filter),
            self.notebook_counts(filter)
        )?;
        let (stages, statuses, github, verdicts, changed) = tokio::try_join!(
            self.state_counts(filter, StateKind::Stage),
            self.state_counts(filter, StateKind::Status),
            self.state_counts(filter, StateKind::Github),
            self.state_counts(filter, StateKind::Verdict),
            self.changed_count(filter)
        )?;
        Ok(in_order(Facets {
            sigs: counts("SIG", sigs.tagged)?,
            no_sig: sigs.untagged,
            versions: counts("version", versions.tagged)?,
            no_version: versions.untagged,
            cycles,
            months: periods.months,
            days: periods.days,
            notebooks,
            stages: counts("stage", stages)?,
            // Files also have statuses of their own, which no filter has.
            statuses: statuses
                .into_iter()
                .filter_map(|(status, notes)| Some((status.parse().ok()?, notes)))
                .map(|(value, notes)| Ok(FacetCount { value, notes: unsigned("count", notes)? }))
                .collect::<Result<_>>()?,
            github: counts("state", github)?,
            verdicts: counts("verdict", verdicts)?,
            changed,
        }))
    }

    /// Notes for each state now of one kind.
    async fn state_counts(&self, filter: &Filter, state: StateKind) -> Result<Vec<(String, i64)>> {
        Ok(states_sql(sql(), filter, state).build_query_as().fetch_all(&self.reader).await?)
    }

    async fn changed_count(&self, filter: &Filter) -> Result<u32> {
        let notes: i64 = changed_sql(sql(), filter).build_query_scalar().fetch_one(&self.reader).await?;
        unsigned("count", notes)
    }

    /// The KEPs that the matching notes cite, and those of them that have moved since some note.
    async fn keps_moved(&self, filter: &Filter) -> Result<CitedKepCounts> {
        let (cited, moved): (i64, i64) =
            keps_sql(sql(), filter).build_query_as().fetch_one(&self.reader).await?;
        Ok(CitedKepCounts { cited: unsigned("count", cited)?, moved: unsigned("count", moved)? })
    }

    /// Notes for each value of one kind of tag, and the notes that have none.
    async fn tag_counts(&self, filter: &Filter, kind: &str, omitted: OmittedPart) -> Result<TagCounts> {
        let tagged = tags_sql(sql(), filter, kind, omitted).build_query_as().fetch_all(&self.reader).await?;
        let untagged: i64 =
            untagged_sql(sql(), filter, kind, omitted).build_query_scalar().fetch_one(&self.reader).await?;
        Ok(TagCounts { tagged, untagged: unsigned("count", untagged)? })
    }

    /// Notes for each month, and for each day of those months that may be shown by their weeks.
    async fn period_counts(&self, filter: &Filter) -> Result<PeriodCounts> {
        let rows = months_sql(sql(), filter).build_query_as().fetch_all(&self.reader).await?;
        let periods: Vec<FacetCount<Period>> = counts("period", rows)?;
        let (months, days) = periods.into_iter().partition(|count| count.value.grain() == Grain::Month);
        Ok(PeriodCounts { months, days })
    }

    async fn notebook_counts(&self, filter: &Filter) -> Result<Vec<FacetCount<(NotebookSlug, String)>>> {
        let mut sql = QueryBuilder::<Sqlite>::new(
            "select notebook.slug, notebook.title, count(*) from note \
             join notebook on notebook.id = note.notebook_id where note.vanished_at is null",
        );
        push_note_conditions(&mut sql, filter, OmittedPart::Notebooks);
        sql.push(" group by notebook.id order by notebook.title, notebook.slug");
        let rows: Vec<(String, String, i64)> = sql.build_query_as().fetch_all(&self.reader).await?;
        rows.into_iter()
            .map(|(slug, title, notes)| {
                Ok(FacetCount { value: (read("notebook", &slug)?, title), notes: unsigned("count", notes)? })
            })
            .collect()
    }
}

/// How many notes and entries match; without tags in the filter, entries that lost their notes count.
pub(crate) fn totals_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    if restricts_entries_only(filter) {
        sql.push("select count(*), (select count(*) from entry where entry.vanished_at is null");
        push_entry_conditions(&mut sql, filter);
        sql.push(") from note where note.vanished_at is null");
    } else {
        sql.push("select count(*), count(distinct note.entry_id) from note where note.vanished_at is null");
    }
    push_note_conditions(&mut sql, filter, OmittedPart::Nothing);
    sql
}

/// Notes for each value of one kind of tag. Notes that vanished have no tags.
pub(crate) fn tags_sql(
    mut sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    kind: &str,
    omitted: OmittedPart,
) -> QueryBuilder<Sqlite> {
    sql.push(
        "select value, count(*) from (select distinct value, ordinal, note_id from shown_tag where kind = ",
    );
    sql.push_bind(kind.to_owned());
    if !is_unrestricted(filter, omitted) {
        sql.push(" and note_id in (select note.id from note where note.vanished_at is null");
        push_note_conditions(&mut sql, filter, omitted);
        sql.push(")");
    }
    sql.push(") group by value");
    sql.push(match omitted {
        OmittedPart::Versions => " order by max(ordinal) desc",
        _ => " order by 2 desc, value",
    });
    sql
}

/// The names of components that the notes of such a list have most, each with the number of all these notes.
pub(crate) fn untagged_mentions_sql(mut sql: QueryBuilder<Sqlite>, list: &Filter) -> QueryBuilder<Sqlite> {
    sql.push("with named as materialized (select note_id, evidence from derived_tag where ");
    push_named(&mut sql, &list.names);
    sql.push(" and note_id in (select note.id from note where note.vanished_at is null");
    let untagged = Filter { names: Vec::new(), ..list.clone() };
    push_note_conditions(&mut sql, &untagged, OmittedPart::Nothing);
    // Capitals make no difference; of several spellings, that in small letters.
    sql.push(
        ")) select max(evidence), (select count(distinct note_id) from named) from named \
         group by lower(evidence) order by count(*) desc, lower(evidence) limit ",
    );
    sql.push_bind(MENTIONED_NAMES);
    sql
}

/// The notes that have no tag of a kind.
pub(crate) fn untagged_sql(
    mut sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    kind: &str,
    omitted: OmittedPart,
) -> QueryBuilder<Sqlite> {
    sql.push("select count(*) from note where note.vanished_at is null and note.id not in ");
    sql.push("(select shown_tag.note_id from shown_tag where shown_tag.kind = ")
        .push_bind(kind.to_owned())
        .push(")");
    push_note_conditions(&mut sql, filter, omitted);
    sql
}

/// Notes for each cycle that they were written in, newest first: one statement.
pub(crate) async fn cycle_counts(
    db: impl SqliteExecutor<'_>,
    filter: &Filter,
) -> Result<Vec<FacetCount<Version>>> {
    let rows: Vec<(i64, i64)> = cycles_sql(sql(), filter).build_query_as().fetch_all(db).await?;
    rows.into_iter()
        .map(|(minor, notes)| {
            let value = Version { minor: unsigned("version", minor)? };
            Ok(FacetCount { value, notes: unsigned("count", notes)? })
        })
        .collect()
}

/// Notes for each cycle; an undated one counts where both of the days that it lies between are of the cycle.
pub(crate) fn cycles_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    sql.push(
        "select minor, sum(notes) from (select cycle.minor, count(*) as notes from cycle cross join note \
         on note.date between cycle.first_day and cycle.last_day where note.vanished_at is null",
    );
    push_note_conditions(&mut sql, filter, OmittedPart::Cycles);
    // An undated entry is sorted by the later of its two days.
    sql.push(
        " group by 1 union all select cycle.minor, count(*) from cycle cross join entry \
         on entry.sort_day between cycle.first_day and cycle.last_day and entry.vanished_at is null \
         and entry.date is null and entry.not_after is not null and entry.not_before >= cycle.first_day \
         cross join note on note.entry_id = entry.id where note.vanished_at is null",
    );
    push_note_conditions(&mut sql, filter, OmittedPart::Cycles);
    sql.push(" group by 1) group by minor order by minor desc");
    sql
}

/// Notes for each month; and for each day of the last three months that have notes, and of those
/// that the filter looks at closely.
pub(crate) fn months_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    sql.push(
        "select period, notes from (with by_day as materialized (select note.date as day, count(*) as notes from note \
         where note.vanished_at is null and note.date is not null",
    );
    push_note_conditions(&mut sql, filter, OmittedPart::Period);
    sql.push(
        " group by 1) select substr(day, 1, 7) as period, sum(notes) as notes from by_day group by 1 \
         union all select day, notes from by_day \
         where day >= (select date(max(day), 'start of month', '-2 months') from by_day)",
    );
    if let Some((first, last)) = histogram::detailed_days(filter) {
        sql.push(" or day between ").push_bind(first.to_string());
        sql.push(" and ").push_bind(last.to_string());
    }
    sql.push(") order by period desc");
    sql
}

/// The kinds of states that notes are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StateKind {
    Stage,
    Status,
    Github,
    Verdict,
}

/// Notes for each state now of one kind. Notes that vanished have no outcomes.
pub(crate) fn states_sql(
    mut sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    state: StateKind,
) -> QueryBuilder<Sqlite> {
    let (value, known, omitted) = match state {
        StateKind::Stage => {
            ("coalesce(outcome.stage, 'none')", "outcome.kep_id is not null", OmittedPart::Stages)
        }
        StateKind::Status => (
            "outcome.status",
            "outcome.kep_id is not null and outcome.status is not null",
            OmittedPart::Statuses,
        ),
        StateKind::Github => ("outcome.github", "outcome.github is not null", OmittedPart::Github),
        StateKind::Verdict => ("outcome.verdict", "outcome.verdict is not null", OmittedPart::Verdicts),
    };
    sql.push("select ").push(value).push(", count(distinct outcome.note_id) from outcome where ").push(known);
    push_outcomes(&mut sql, filter, omitted);
    sql.push(" group by 1");
    sql
}

/// The notes that cite something which has moved since.
pub(crate) fn changed_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    sql.push("select count(distinct outcome.note_id) from outcome where outcome.changed = 1");
    push_outcomes(&mut sql, filter, OmittedPart::Changed);
    sql
}

/// The KEPs that are cited, by their number or by a pull request about them, and those of them that have moved: what
/// `cited` means on every page.
pub(crate) fn keps_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    sql.push("select count(*), coalesce(sum(moved), 0) from (select max(outcome.kep_changed) as moved from outcome ");
    sql.push("where outcome.kep_id is not null");
    push_outcomes(&mut sql, filter, OmittedPart::Nothing);
    sql.push(" group by outcome.kep_id)");
    sql
}

/// Adds `and …` on the table `outcome`: only those of notes that match.
fn push_outcomes(sql: &mut QueryBuilder<Sqlite>, filter: &Filter, omitted: OmittedPart) {
    if !is_unrestricted(filter, omitted) {
        sql.push(" and outcome.note_id in (select note.id from note where note.vanished_at is null");
        push_note_conditions(sql, filter, omitted);
        sql.push(")");
    }
}

/// States in the order of their kind, which SQLite does not know.
fn in_order(mut facets: Facets) -> Facets {
    facets.stages.sort_by_key(|count| count.value);
    facets.statuses.sort_by(|one, other| one.value.cmp(&other.value));
    facets.github.sort_by_key(|count| count.value);
    facets.verdicts.sort_by_key(|count| count.value);
    facets
}

fn counts<T: std::str::FromStr>(what: &'static str, rows: Vec<(String, i64)>) -> Result<Vec<FacetCount<T>>>
where
    T::Err: std::fmt::Display,
{
    rows.into_iter()
        .map(|(value, notes)| Ok(FacetCount { value: read(what, &value)?, notes: unsigned("count", notes)? }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(notes: u32) -> Arc<ListCounts> {
        Arc::new(ListCounts {
            notes,
            entries: 0,
            facets: Facets::default(),
            keps: CitedKepCounts::default(),
            untagged_mentions: UntaggedMentions::default(),
            latest_moves: Vec::new(),
            other_reading: None,
        })
    }

    #[test]
    fn a_write_makes_counts_stale_and_a_late_reader_does_not_bring_them_back() {
        let mut cache = CountCache::default();
        assert!(cache.get(1, "a").is_none());
        cache.insert(1, "a".to_owned(), counted(1));
        assert_eq!(cache.get(1, "a").map(|counted| counted.notes), Some(1));
        assert!(cache.get(2, "a").is_none());
        cache.insert(2, "a".to_owned(), counted(2));
        assert!(cache.get(1, "a").is_none(), "a reader of an older state gets no counts of a newer one");
        cache.insert(1, "a".to_owned(), counted(1));
        assert_eq!(cache.get(2, "a").map(|counted| counted.notes), Some(2));
    }

    #[test]
    fn the_cache_is_bounded() {
        let mut cache = CountCache::default();
        for n in 0..CACHED * 2 {
            cache.insert(0, n.to_string(), counted(0));
        }
        assert!(cache.counts.len() <= CACHED);
    }
}
