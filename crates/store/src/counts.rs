//! How many notes a filter and each of its facets match: the most expensive part of a page, hence cached.

use std::collections::{BTreeSet, HashMap};
use std::str::FromStr;
use std::sync::Arc;

use domain::list::day_counts::{DayCounts, PeriodCounts};
use domain::list::filter::{Filter, FilterPart};
use domain::list::timeline::{CitedKepCounts, FacetCount, Facets, MovedKep, UntaggedMentions};
use domain::notebook::NotebookSlug;
use domain::release::Releases;
use domain::sig::Sig;
use domain::version::Version;
use sqlx::{QueryBuilder, Sqlite};
use tokio::sync::OnceCell;

use crate::filter::{
    OmittedPart, is_unrestricted, push_entry_conditions, push_matching, push_named, push_note_conditions,
    push_note_conditions_on_page, restricts, restricts_entries_only,
};
use crate::list_notes::ListNotes;
use crate::rows::{read, unsigned};
use crate::sql::sql;
use crate::{Result, Store};

/// Of how many lists the counts are kept, some kilobytes each.
pub(crate) const KEPT: usize = 512;

/// Up to so many notes are counted by SQLite, which begins with them for each count; of more, it would look up each again.
const FEW: u32 = 4000;

/// For how many restrictions an empty list shows what dropping them would bring.
const REMEDIES: usize = 12;

/// How many names of components a list shows that notes of no group have.
const MENTIONED_NAMES: i64 = 3;

/// Notes and entries that match, on all pages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Totals {
    pub notes: u32,
    pub entries: u32,
}

/// Notes for each value of one kind of tag, and those that have none of the kind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TagCounts<T> {
    pub tagged: Vec<FacetCount<T>>,
    pub untagged: u32,
}

/// A list with its counts, each made once it is asked for: the same for all of its pages.
#[derive(Debug)]
pub(crate) struct CountedList {
    /// In its first order, from its first page.
    filter: Filter,
    totals: OnceCell<Totals>,
    sigs: OnceCell<TagCounts<Sig>>,
    versions: OnceCell<TagCounts<Version>>,
    days: OnceCell<DayCounts>,
    cycles: OnceCell<Vec<FacetCount<Version>>>,
    keps: OnceCell<BTreeSet<i64>>,
    timeline: OnceCell<TimelineCounts>,
    remedies: OnceCell<Vec<(FilterPart, u32)>>,
}

/// The counts that a page of the timeline shows.
#[derive(Debug)]
pub(crate) struct TimelineCounts {
    /// Notes and entries that match.
    pub totals: Totals,
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
    /// All that are known.
    pub releases: Releases,
}

impl CountedList {
    /// How many notes and entries it has, where they were counted already.
    pub(crate) fn known_totals(&self) -> Option<Totals> {
        self.totals.get().copied()
    }
}

impl Store {
    /// The list of a filter, whatever its page and order: one statement, as long as no count is asked for.
    pub(crate) async fn counted_list(&self, filter: &Filter) -> Result<Arc<CountedList>> {
        let generation = self.generation().await?;
        let filter = Filter { order: Default::default(), cursor: None, ..filter.clone() };
        let name = filter.query();
        if let Some(list) = self.counts.get(generation, &name) {
            return Ok(list);
        }
        let list = Arc::new(CountedList {
            filter,
            totals: OnceCell::new(),
            sigs: OnceCell::new(),
            versions: OnceCell::new(),
            days: OnceCell::new(),
            cycles: OnceCell::new(),
            keps: OnceCell::new(),
            timeline: OnceCell::new(),
            remedies: OnceCell::new(),
        });
        self.counts.insert(generation, name, Arc::clone(&list), 1);
        Ok(list)
    }

    /// Notes and entries of a list.
    pub(crate) async fn totals(&self, list: &CountedList) -> Result<Totals> {
        list.totals.get_or_try_init(|| self.count_totals(&list.filter)).await.copied()
    }

    /// Notes for each group, and those of none.
    pub(crate) async fn sig_counts<'a>(&self, list: &'a CountedList) -> Result<&'a TagCounts<Sig>> {
        list.sigs.get_or_try_init(|| self.count_tags(list, "sig", OmittedPart::Sigs)).await
    }

    /// Notes for each version, the newest first, and those about none.
    pub(crate) async fn version_counts<'a>(&self, list: &'a CountedList) -> Result<&'a TagCounts<Version>> {
        list.versions.get_or_try_init(|| self.count_tags(list, "version", OmittedPart::Versions)).await
    }

    /// Notes for each cycle that they were written in, newest first.
    pub(crate) async fn cycle_counts<'a>(&self, list: &'a CountedList) -> Result<&'a [FacetCount<Version>]> {
        Ok(list.cycles.get_or_try_init(|| self.count_cycles(list)).await?)
    }

    /// Notes for each day that they were written on.
    pub(crate) async fn days<'a>(&self, list: &'a CountedList) -> Result<&'a DayCounts> {
        list.days.get_or_try_init(|| self.load_days(list, OmittedPart::Nothing)).await
    }

    /// The rows of the KEPs that its notes cite, or pull requests about them.
    pub(crate) async fn cited_keps<'a>(&self, list: &'a CountedList) -> Result<&'a BTreeSet<i64>> {
        list.keps.get_or_try_init(|| self.load_cited_keps(list)).await
    }

    async fn load_cited_keps(&self, list: &CountedList) -> Result<BTreeSet<i64>> {
        if let Some(notes) = self.notes_of_long(list).await? {
            return Ok(notes.cited_keps());
        }
        let mut sql = sql();
        sql.push("select distinct outcome.kep_id from outcome where outcome.kep_id is not null");
        push_matching(&mut sql, "outcome.note_id", &list.filter, OmittedPart::Nothing);
        let ids: Vec<i64> = sql.build_query_scalar().fetch_all(self.reader()?).await?;
        Ok(ids.into_iter().collect())
    }

    /// All counts that a page of the timeline shows.
    pub(crate) async fn timeline_counts<'a>(&self, list: &'a CountedList) -> Result<&'a TimelineCounts> {
        list.timeline.get_or_try_init(|| self.count_timeline(list)).await
    }

    /// How many notes an empty list would have without each of its restrictions, the most first.
    pub(crate) async fn remedies<'a>(&self, list: &'a CountedList) -> Result<&'a [(FilterPart, u32)]> {
        Ok(list.remedies.get_or_try_init(|| self.count_remedies(&list.filter)).await?)
    }

    /// The notes of a list that is counted in memory: of one that is long, and not of all notes.
    async fn notes_of_long(&self, list: &CountedList) -> Result<Option<Arc<ListNotes>>> {
        if is_unrestricted(&list.filter, OmittedPart::Nothing) || self.totals(list).await?.notes <= FEW {
            return Ok(None);
        }
        Ok(Some(self.list_notes(&list.filter).await?))
    }

    async fn count_timeline(&self, list: &CountedList) -> Result<TimelineCounts> {
        let totals = self.totals(list).await?;
        // Once, before each of the others asks for them.
        self.notes_of_long(list).await?;
        let (facets, keps, untagged_mentions, other_reading, latest_moves, releases) = tokio::try_join!(
            self.count_facets(list),
            self.count_keps(list),
            self.count_untagged_mentions(&list.filter),
            self.count_other_reading(&list.filter),
            self.latest_moves_of(&list.filter),
            self.releases()
        )?;
        Ok(TimelineCounts { totals, facets, keps, untagged_mentions, latest_moves, other_reading, releases })
    }

    /// Those of the whole timeline: other lists have none.
    async fn latest_moves_of(&self, filter: &Filter) -> Result<Vec<MovedKep>> {
        if filter.is_unfiltered() { self.latest_moves().await } else { Ok(Vec::new()) }
    }

    /// One statement.
    async fn count_remedies(&self, filter: &Filter) -> Result<Vec<(FilterPart, u32)>> {
        let parts: Vec<FilterPart> = filter.parts().into_iter().take(REMEDIES).collect();
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Sqlite>::new("");
        for (n, part) in parts.iter().enumerate() {
            sql.push(if n == 0 { "select " } else { " union all select " }).push_bind(n as i64);
            sql.push(", count(*) from note where note.vanished_at is null");
            push_note_conditions(&mut sql, &filter.remove(part), OmittedPart::Nothing);
        }
        let rows: Vec<(i64, i64)> = sql.build_query_as().fetch_all(self.reader()?).await?;
        let mut remedies = Vec::new();
        for (n, notes) in rows {
            if let Some(part) = usize::try_from(n).ok().and_then(|n| parts.get(n)) {
                remedies.push((part.clone(), unsigned("count", notes)?));
            }
        }
        remedies.sort_by_key(|(_, notes)| std::cmp::Reverse(*notes));
        Ok(remedies)
    }

    /// The notes of no group that name components of the groups of a filter: one statement, and none without such.
    async fn count_untagged_mentions(&self, filter: &Filter) -> Result<UntaggedMentions> {
        let Some(list) = filter.untagged_naming() else { return Ok(UntaggedMentions::default()) };
        let rows: Vec<(String, i64)> =
            untagged_mentions_sql(sql(), &list).build_query_as().fetch_all(self.reader()?).await?;
        let notes = rows.first().map_or(Ok(0), |(_, notes)| unsigned("count", *notes))?;
        Ok(UntaggedMentions { notes, names: rows.into_iter().map(|(name, _)| name).collect() })
    }

    async fn count_totals(&self, filter: &Filter) -> Result<Totals> {
        let (notes, entries): (i64, i64) =
            totals_sql(sql(), filter).build_query_as().fetch_one(self.reader()?).await?;
        Ok(Totals { notes: unsigned("count", notes)?, entries: unsigned("count", entries)? })
    }

    /// How many notes match by the other meaning of the versions.
    async fn count_other_reading(&self, filter: &Filter) -> Result<Option<u32>> {
        let Some(other) = filter.other_reading() else { return Ok(None) };
        Ok(Some(self.count_totals(&other).await?.notes))
    }

    async fn count_facets(&self, list: &CountedList) -> Result<Facets> {
        let (sigs, versions, cycles, periods, notebooks) = tokio::try_join!(
            self.sig_counts(list),
            self.version_counts(list),
            self.cycle_counts(list),
            self.count_periods(list),
            self.notebook_counts(list)
        )?;
        let (stages, statuses, github, verdicts, changed) = tokio::try_join!(
            self.state_counts(list, StateKind::Stage),
            self.state_counts(list, StateKind::Status),
            self.state_counts(list, StateKind::Github),
            self.state_counts(list, StateKind::Verdict),
            self.changed_count(list)
        )?;
        Ok(in_order(Facets {
            sigs: sigs.tagged.clone(),
            no_sig: sigs.untagged,
            versions: versions.tagged.clone(),
            no_version: versions.untagged,
            cycles: cycles.to_vec(),
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
    async fn state_counts(&self, list: &CountedList, state: StateKind) -> Result<Vec<(String, i64)>> {
        if let Some(notes) = self.notes_of_long(list).await? {
            return Ok(notes.counts(state.part()));
        }
        Ok(states_sql(sql(), &list.filter, state).build_query_as().fetch_all(self.reader()?).await?)
    }

    async fn changed_count(&self, list: &CountedList) -> Result<u32> {
        let notes: i64 = match self.notes_of_long(list).await? {
            Some(notes) => notes.counts(OmittedPart::Changed).into_iter().map(|(_, notes)| notes).sum(),
            None => changed_sql(sql(), &list.filter).build_query_scalar().fetch_one(self.reader()?).await?,
        };
        unsigned("count", notes)
    }

    /// The KEPs that the matching notes cite, and those of them that have moved since some note.
    async fn count_keps(&self, list: &CountedList) -> Result<CitedKepCounts> {
        if let Some(notes) = self.notes_of_long(list).await? {
            return Ok(notes.kep_counts());
        }
        let (cited, moved): (i64, i64) =
            keps_sql(sql(), &list.filter).build_query_as().fetch_one(self.reader()?).await?;
        Ok(CitedKepCounts { cited: unsigned("count", cited)?, moved: unsigned("count", moved)? })
    }

    /// Notes for each value of one kind of tag, and the notes that have none: two statements.
    async fn count_tags<T: FromStr>(
        &self,
        list: &CountedList,
        kind: &'static str,
        omitted: OmittedPart,
    ) -> Result<TagCounts<T>>
    where
        T::Err: std::fmt::Display,
    {
        let filter = &list.filter;
        if let Some(notes) = self.notes_of_long(list).await? {
            return tag_counts(&notes, kind, omitted);
        }
        let mut tagged = tags_sql(sql(), filter, kind, omitted);
        let mut untagged = untagged_sql(sql(), filter, kind, omitted);
        let (tagged, untagged) = tokio::try_join!(
            async { counts(kind, tagged.build_query_as().fetch_all(self.reader()?).await?) },
            async {
                unsigned("count", untagged.build_query_scalar::<i64>().fetch_one(self.reader()?).await?)
            }
        )?;
        Ok(TagCounts { tagged, untagged })
    }

    /// Notes for each cycle that they were written in, newest first.
    async fn count_cycles(&self, list: &CountedList) -> Result<Vec<FacetCount<Version>>> {
        let releases = self.releases().await?;
        self.day_counts(list, OmittedPart::Cycles, |days| days.cycles(&releases)).await
    }

    /// Notes for each month, and for each day of those months that may be shown by their weeks.
    async fn count_periods(&self, list: &CountedList) -> Result<PeriodCounts> {
        self.day_counts(list, OmittedPart::Period, |days| days.periods(&list.filter)).await
    }

    /// What follows from the days of a list's notes once a part of its filter is left out: one statement, and the same one
    /// for every part that the filter does not have.
    async fn day_counts<T>(
        &self,
        list: &CountedList,
        omitted: OmittedPart,
        value: impl FnOnce(&DayCounts) -> T,
    ) -> Result<T> {
        if restricts(&list.filter, omitted) {
            return Ok(value(&self.load_days(list, omitted).await?));
        }
        Ok(value(self.days(list).await?))
    }

    async fn load_days(&self, list: &CountedList, omitted: OmittedPart) -> Result<DayCounts> {
        if let Some(notes) = self.notes_of_long(list).await? {
            return Ok(notes.days(omitted));
        }
        let rows: Vec<(Option<String>, String, i64)> =
            days_sql(sql(), &list.filter, omitted).build_query_as().fetch_all(self.reader()?).await?;
        let mut days = DayCounts::default();
        for (not_before, day, notes) in rows {
            let (day, notes) = (read("day", &day)?, unsigned("count", notes)?);
            match not_before {
                Some(first) => days.undated.push(((read("day", &first)?, day), notes)),
                None => days.dated.push((day, notes)),
            }
        }
        Ok(days)
    }

    async fn notebook_counts(&self, list: &CountedList) -> Result<Vec<FacetCount<(NotebookSlug, String)>>> {
        let rows = match self.notes_of_long(list).await? {
            Some(notes) => self.titles(notes.counts(OmittedPart::Notebooks)).await?,
            None => notebooks_sql(sql(), &list.filter).build_query_as().fetch_all(self.reader()?).await?,
        };
        rows.into_iter()
            .map(|(slug, title, notes)| {
                Ok(FacetCount { value: (read("notebook", &slug)?, title), notes: unsigned("count", notes)? })
            })
            .collect()
    }

    /// Counts of notebooks with their titles, in the order of these.
    async fn titles(&self, counts: Vec<(String, i64)>) -> Result<Vec<(String, String, i64)>> {
        let counts: HashMap<String, i64> = counts.into_iter().collect();
        let titles: Vec<(String, String)> =
            sqlx::query_as("select slug, title from notebook order by title, slug")
                .fetch_all(self.reader()?)
                .await?;
        let counted = titles.into_iter().filter_map(|(slug, title)| {
            let notes = *counts.get(&slug)?;
            Some((slug, title, notes))
        });
        Ok(counted.collect())
    }
}

/// Notes for each value of one kind of tag, in the same order as [`tags_sql`] has them, and the notes that have none.
fn tag_counts<T: FromStr>(notes: &ListNotes, kind: &'static str, omitted: OmittedPart) -> Result<TagCounts<T>>
where
    T::Err: std::fmt::Display,
{
    let mut tagged = notes.counts(omitted);
    if omitted != OmittedPart::Versions {
        tagged.sort_by_key(|(_, notes)| std::cmp::Reverse(*notes));
    }
    Ok(TagCounts { tagged: counts(kind, tagged)?, untagged: notes.without_value(omitted) })
}

/// Notes for each notebook, by title.
fn notebooks_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    sql.push(
        "select notebook.slug, notebook.title, count(*) from note \
         join notebook on notebook.id = note.notebook_id where note.vanished_at is null",
    );
    push_note_conditions(&mut sql, filter, OmittedPart::Notebooks);
    sql.push(" group by notebook.id order by notebook.title, notebook.slug");
    sql
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
    kind: &'static str,
    omitted: OmittedPart,
) -> QueryBuilder<Sqlite> {
    // The ordinal follows from the value: so the groups and their notes stand in the index as they are.
    sql.push(
        "select value, notes from (select value, ordinal, count(distinct note_id) as notes from shown_tag ",
    );
    sql.push("where kind = '").push(kind).push("'");
    push_matching(&mut sql, "shown_tag.note_id", filter, omitted);
    sql.push(" group by value, ordinal) order by ");
    sql.push(match omitted {
        OmittedPart::Versions => "ordinal desc",
        _ => "notes desc, value",
    });
    sql
}

/// The names of components that the notes of such a list have most, each with the number of all these notes.
pub(crate) fn untagged_mentions_sql(mut sql: QueryBuilder<Sqlite>, list: &Filter) -> QueryBuilder<Sqlite> {
    // From the few that name one: the notes without a group are very many.
    sql.push(
        "with named as materialized (select derived_tag.note_id, derived_tag.evidence from derived_tag \
         cross join note indexed by note_place on note.id = derived_tag.note_id where ",
    );
    push_named(&mut sql, &list.names);
    sql.push(" and note.vanished_at is null");
    let untagged = Filter { names: Vec::new(), ..list.clone() };
    push_note_conditions_on_page(&mut sql, &untagged);
    // Capitals make no difference; of several spellings, that in small letters.
    sql.push(
        ") select max(evidence), (select count(distinct note_id) from named) from named \
         group by lower(evidence) order by count(*) desc, lower(evidence) limit ",
    );
    sql.push_bind(MENTIONED_NAMES);
    sql
}

/// The notes that have no tag of a kind.
pub(crate) fn untagged_sql(
    mut sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    kind: &'static str,
    omitted: OmittedPart,
) -> QueryBuilder<Sqlite> {
    if is_unrestricted(filter, omitted) {
        // All but those that have one: both are counted by an index alone.
        sql.push("select count(*) - (select count(distinct shown_tag.note_id) from shown_tag where shown_tag.kind = '");
        sql.push(kind).push("') from note where note.vanished_at is null");
        return sql;
    }
    sql.push("select count(*) from note where note.vanished_at is null and note.id not in ");
    sql.push("(select shown_tag.note_id from shown_tag where shown_tag.kind = '").push(kind).push("')");
    push_note_conditions(&mut sql, filter, omitted);
    sql
}

/// Notes by day: those with a date, and those of undated entries with the day that they are not before.
///
/// Both a list's months and its cycles follow from it: SQLite would find the notes of the list again for each.
pub(crate) fn days_sql(
    mut sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    omitted: OmittedPart,
) -> QueryBuilder<Sqlite> {
    sql.push("select null as not_before, note.date as day, count(*) as notes from note ");
    sql.push("where note.vanished_at is null and note.date is not null");
    push_note_conditions(&mut sql, filter, omitted);
    // An undated entry is sorted by the later of its two days.
    sql.push(
        " group by note.date union all select entry.not_before, entry.sort_day, count(*) \
         from (select id, not_before, sort_day from entry \
         where vanished_at is null and date is null and not_before is not null and not_after is not null) as entry \
         cross join note indexed by note_of_entry on note.entry_id = entry.id where note.vanished_at is null",
    );
    push_note_conditions(&mut sql, filter, omitted);
    sql.push(" group by entry.not_before, entry.sort_day");
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

impl StateKind {
    /// The part of a filter that restricts it.
    fn part(self) -> OmittedPart {
        match self {
            Self::Stage => OmittedPart::Stages,
            Self::Status => OmittedPart::Statuses,
            Self::Github => OmittedPart::Github,
            Self::Verdict => OmittedPart::Verdicts,
        }
    }
}

/// Notes for each state now of one kind. Notes that vanished have no outcomes.
pub(crate) fn states_sql(
    mut sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    state: StateKind,
) -> QueryBuilder<Sqlite> {
    let (value, known) = match state {
        StateKind::Stage => ("outcome.stage", "outcome.kep_id is not null"),
        StateKind::Status => ("outcome.status", "outcome.kep_id is not null and outcome.status is not null"),
        StateKind::Github => ("outcome.github", "outcome.github is not null"),
        StateKind::Verdict => ("outcome.verdict", "outcome.verdict is not null"),
    };
    // By the column itself, in the order of its index; of stages there may be none.
    sql.push("select coalesce(state, 'none'), notes from (select ").push(value);
    sql.push(" as state, count(distinct outcome.note_id) as notes from outcome where ").push(known);
    push_matching(&mut sql, "outcome.note_id", filter, state.part());
    sql.push(" group by 1)");
    sql
}

/// The notes that cite something which has moved since.
pub(crate) fn changed_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    sql.push("select count(distinct outcome.note_id) from outcome where outcome.changed = 1");
    push_matching(&mut sql, "outcome.note_id", filter, OmittedPart::Changed);
    sql
}

/// The KEPs that are cited, by their number or by a pull request about them, and those of them that have moved: what
/// `cited` means on every page.
pub(crate) fn keps_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    if is_unrestricted(filter, OmittedPart::Nothing) {
        // From the KEPs, which are few, to one citation of each.
        sql.push(
            "select count(*), coalesce(sum(exists (select 1 from outcome indexed by outcome_moved_kep \
             where outcome.kep_id = kep.id and outcome.kep_changed = 1)), 0) from kep \
             where exists (select 1 from outcome where outcome.kep_id = kep.id)",
        );
        return sql;
    }
    sql.push("select count(*), coalesce(sum(moved), 0) from (select max(outcome.kep_changed) as moved from outcome ");
    sql.push("where outcome.kep_id is not null");
    push_matching(&mut sql, "outcome.note_id", filter, OmittedPart::Nothing);
    sql.push(" group by outcome.kep_id)");
    sql
}

/// States in the order of their kind, which SQLite does not know.
fn in_order(mut facets: Facets) -> Facets {
    facets.stages.sort_by_key(|count| count.value);
    facets.statuses.sort_by(|one, other| one.value.cmp(&other.value));
    facets.github.sort_by_key(|count| count.value);
    facets.verdicts.sort_by_key(|count| count.value);
    facets
}

fn counts<T: FromStr>(what: &'static str, rows: Vec<(String, i64)>) -> Result<Vec<FacetCount<T>>>
where
    T::Err: std::fmt::Display,
{
    rows.into_iter()
        .map(|(value, notes)| Ok(FacetCount { value: read(what, &value)?, notes: unsigned("count", notes)? }))
        .collect()
}

#[cfg(test)]
mod tests;
