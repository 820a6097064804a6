//! A page of the timeline, in a number of statements that does not depend on its length.

use domain::Date;
use domain::id::NoteId;
use domain::list::filter::{Cursor, EntryPlace, Filter, FilterPart, Order};
use domain::list::timeline::{Entry, Timeline};
use domain::notebook::NotebookSlug;
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};

use crate::counts::{
    StateKind, changed_sql, cycles_sql, keps_sql, months_sql, states_sql, tags_sql, totals_sql,
    untagged_mentions_sql, untagged_sql,
};
use crate::filter::{
    OmittedPart, push_entry_conditions_in_order, push_note_conditions, push_note_conditions_on_page,
    restricts_entries_only,
};
use crate::first_notes::{FIRST_NOTES, push_most};
use crate::latest_moves::latest_moves_sql;
use crate::list_page::{ListPage, Walk};
use crate::notes::add_references_and_tags;
use crate::rows::{EntryRow, NoteRow, NotebookRow, group_by, read, unsigned};
use crate::sql::{explain, push_list, query_plans, sql};
use crate::{Result, Store, fts};

/// How many entries a page of the timeline has.
pub(crate) const ENTRIES_A_PAGE: usize = 12;

/// For how many restrictions an empty page shows what dropping them would bring.
const REMEDIES: usize = 12;

impl Store {
    /// The page of the timeline that `filter` names, with its facets.
    ///
    /// Entries in the filter's order, each with the notes that match. An entry whose
    /// body was lost has no notes: it is there unless the filter restricts tags.
    pub async fn timeline(&self, filter: &Filter) -> Result<Timeline> {
        let (ListPage { entries, has_previous, has_next }, counted) =
            tokio::try_join!(self.page_entries(filter), self.list_counts(filter))?;
        let unknown_notebook = self.unknown_notebook(filter).await?;
        let remedies = if entries.is_empty() { self.remedies(filter).await? } else { Vec::new() };
        let any_notebook = !entries.is_empty() || !self.notebooks().await?.is_empty();
        Ok(Timeline {
            filter: filter.clone(),
            entries,
            notes: counted.notes,
            matching_entries: counted.entries,
            has_previous,
            has_next,
            facets: counted.facets.clone(),
            keps: counted.keps,
            untagged_mentions: counted.untagged_mentions.clone(),
            other_reading: counted.other_reading,
            remedies,
            any_notebook,
            unknown_notebook,
            releases: self.releases().await?,
            latest_moves: match (&filter.cursor, filter.order) {
                (None, Order::Newest) if self.as_of.is_none() => counted.latest_moves.clone(),
                _ => Vec::new(),
            },
        })
    }

    /// The ids of all notes that `filter` matches, whatever its page and order: ascending.
    pub async fn note_ids(&self, filter: &Filter) -> Result<Vec<NoteId>> {
        let mut sql = QueryBuilder::<Sqlite>::new("select note.id from note where note.vanished_at is null");
        push_note_conditions(&mut sql, filter, OmittedPart::Nothing);
        sql.push(" order by note.id");
        let ids: Vec<String> = sql.build_query_scalar().fetch_all(&self.reader).await?;
        ids.iter().map(|id| read("id", id)).collect()
    }

    /// A notebook that the filter names and that does not exist.
    pub(crate) async fn unknown_notebook(&self, filter: &Filter) -> Result<Option<NotebookSlug>> {
        if filter.notebooks.is_empty() {
            return Ok(None);
        }
        let stored = self.notebooks().await?;
        let is_stored = |slug: &&NotebookSlug| stored.iter().any(|other| other.notebook.slug == **slug);
        Ok(filter.notebooks.iter().find(|slug| !is_stored(slug)).cloned())
    }

    /// In one transaction: a note's text and its references are of the same import.
    async fn page_entries(&self, filter: &Filter) -> Result<ListPage<Entry>> {
        let mut db = self.reader.begin().await?;
        let mut rows = entry_rows(&mut db, filter, EntryScope::All, ENTRIES_A_PAGE).await?;
        let more = rows.len() > ENTRIES_A_PAGE;
        rows.truncate(ENTRIES_A_PAGE);
        // A page that is read towards the start of the order comes in the wrong direction.
        let walk = Walk::from(filter.cursor.as_ref());
        if walk == Walk::Backwards {
            rows.reverse();
        }
        let mut entries = rows.into_iter().map(EntryRow::value).collect::<Result<Vec<_>>>()?;
        add_notes(&mut db, filter, &mut entries, self.as_of).await?;
        db.rollback().await?;
        Ok(ListPage::new(entries, walk, more))
    }

    /// How SQLite plans the statements of a page: by statement, a line a step.
    pub async fn plans(&self, filter: &Filter) -> Result<Vec<(&'static str, Vec<String>)>> {
        let mut db = self.reader.acquire().await?;
        let few_hits = fts::has_few_hits(&mut db, filter).await?;
        drop(db);
        let statements = [
            ("entries", entries_sql(explain(), filter, few_hits, EntryScope::All, ENTRIES_A_PAGE)),
            ("totals", totals_sql(explain(), filter)),
            ("SIGs", tags_sql(explain(), filter, "sig", OmittedPart::Sigs)),
            ("without SIG", untagged_sql(explain(), filter, "sig", OmittedPart::Sigs)),
            ("versions", tags_sql(explain(), filter, "version", OmittedPart::Versions)),
            ("cycles", cycles_sql(explain(), filter)),
            ("months", months_sql(explain(), filter)),
            ("stages", states_sql(explain(), filter, StateKind::Stage)),
            ("statuses", states_sql(explain(), filter, StateKind::Status)),
            ("GitHub", states_sql(explain(), filter, StateKind::Github)),
            ("verdicts", states_sql(explain(), filter, StateKind::Verdict)),
            ("changed", changed_sql(explain(), filter)),
            ("KEPs moved", keps_sql(explain(), filter)),
            ("latest moves", latest_moves_sql(explain())),
        ];
        let untagged = filter.untagged_naming();
        let untagged = untagged.map(|list| ("untagged mentions", untagged_mentions_sql(explain(), &list)));
        let statements = statements.into_iter().chain(untagged);
        query_plans(&self.reader, statements).await
    }

    /// How many notes an empty page would have without each of its restrictions: one statement.
    async fn remedies(&self, filter: &Filter) -> Result<Vec<(FilterPart, u32)>> {
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
        let rows: Vec<(i64, i64)> = sql.build_query_as().fetch_all(&self.reader).await?;
        let mut remedies = Vec::new();
        for (n, notes) in rows {
            if let Some(part) = usize::try_from(n).ok().and_then(|n| parts.get(n)) {
                remedies.push((part.clone(), unsigned("count", notes)?));
            }
        }
        remedies.sort_by_key(|(_, notes)| std::cmp::Reverse(*notes));
        Ok(remedies)
    }
}

/// Adds the notes that match `filter` to `entries`, which have none.
async fn add_notes(
    db: &mut SqliteConnection,
    filter: &Filter,
    entries: &mut [Entry],
    as_of: Option<Date>,
) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut sql = QueryBuilder::<Sqlite>::new(FIRST_NOTES);
    push_list(&mut sql, entries.iter().map(|entry| entry.id.to_string()));
    push_note_conditions_on_page(&mut sql, filter);
    push_most(&mut sql);
    let rows: Vec<NoteRow> = sql.build_query_as().fetch_all(&mut *db).await?;
    let mut rows = group_by(rows, |row| row.entry_id.clone());
    for entry in entries.iter_mut() {
        let rows = rows.remove(entry.id.as_str()).unwrap_or_default();
        entry.notes = rows.into_iter().map(NoteRow::value).collect::<Result<_>>()?;
        entry.folded = entry.folded.saturating_sub(entry.notes.len() as u32);
    }
    add_references_and_tags(db, entries.iter_mut().flat_map(|entry| entry.notes.iter_mut()).collect(), as_of)
        .await
}

/// Which entries a list has where the filter restricts only when and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryScope {
    /// Those that lost their notes too.
    All,
    /// Only those with notes.
    WithNotes,
}

/// The entries of a page of so many and one more, in the direction of its cursor.
pub(crate) async fn entry_rows(
    db: &mut SqliteConnection,
    filter: &Filter,
    scope: EntryScope,
    a_page: usize,
) -> Result<Vec<EntryRow>> {
    let few_hits = fts::has_few_hits(&mut *db, filter).await?;
    Ok(entries_sql(sql(), filter, few_hits, scope, a_page).build_query_as().fetch_all(db).await?)
}

/// The statement for them; `few_hits` is whether few notes match the terms of the filter.
fn entries_sql(
    sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    few_hits: bool,
    scope: EntryScope,
    a_page: usize,
) -> QueryBuilder<Sqlite> {
    let mut sql = match filter.order {
        Order::Newest | Order::Oldest if few_hits => entries_by_hits_sql(sql, filter),
        Order::Newest | Order::Oldest => entries_by_day_sql(sql, filter, scope),
        Order::Moved => entries_by_move_sql(sql, filter),
        Order::Relevance => entries_by_relevance_sql(sql, filter),
    };
    sql.push(" limit ").push_bind(a_page as i64 + 1);
    sql
}

fn entries_by_day_sql(
    mut sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    scope: EntryScope,
) -> QueryBuilder<Sqlite> {
    sql.push("select ").push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
    sql.push(" from entry ").push(EntryRow::JOIN_NOTEBOOK).push(" where entry.vanished_at is null");
    push_entry_conditions_in_order(&mut sql, filter);
    if scope == EntryScope::WithNotes || !restricts_entries_only(filter) {
        sql.push(
            " and exists (select 1 from note where note.entry_id = entry.id and note.vanished_at is null",
        );
        push_note_conditions_on_page(&mut sql, filter);
        sql.push(")");
    }
    push_order(&mut sql, filter, "entry.sort_day");
    sql
}

/// Begins with the hits of the terms, which are few, where a walk down the entries would meet none for long.
fn entries_by_hits_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    sql.push("select ").push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
    sql.push(" from (select distinct note.entry_id from note where note.vanished_at is null");
    push_note_conditions(&mut sql, filter, OmittedPart::Nothing);
    sql.push(") as hit cross join entry on entry.id = hit.entry_id ").push(EntryRow::JOIN_NOTEBOOK);
    sql.push(" where entry.vanished_at is null");
    push_order(&mut sql, filter, "entry.sort_day");
    sql
}

/// Walks down the moves: an entry stands where the latest of its matching notes is met, so that the cost of
/// a page follows from what it shows.
fn entries_by_move_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    sql.push("select ").push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
    sql.push(", move.moved_on from outcome as move cross join note on note.id = move.note_id ");
    sql.push("cross join entry on entry.id = note.entry_id ").push(EntryRow::JOIN_NOTEBOOK);
    sql.push(" where move.changed = 1 and note.vanished_at is null and entry.vanished_at is null");
    push_note_conditions_on_page(&mut sql, filter);
    sql.push(
        " and not exists (select 1 from note cross join outcome as later on later.note_id = note.id \
         where note.entry_id = entry.id and note.vanished_at is null and +later.changed = 1 \
         and (coalesce(later.moved_on, '0001-01-01'), later.note_id, later.position) \
         > (coalesce(move.moved_on, '0001-01-01'), move.note_id, move.position)",
    );
    push_note_conditions_on_page(&mut sql, filter);
    sql.push(")");
    push_order(&mut sql, filter, "coalesce(move.moved_on, '0001-01-01')");
    sql
}

/// By the best score of the matching notes, then the newest. A page begins where the
/// entry of its cursor stands among today's hits, whatever that scores by then.
fn entries_by_relevance_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    // A hit within a word counts half.
    sql.push("with hit as materialized (select rowid as words_id, bm25(note_words, 1.0, 0.5) as score ");
    sql.push("from note_words where note_words match ")
        .push_bind(fts::match_expression(filter).unwrap_or_default());
    sql.push("), ranked as materialized (select note.entry_id, min(hit.score) as score from hit ");
    sql.push("cross join note on note.words_id = hit.words_id where note.vanished_at is null");
    push_note_conditions_on_page(
        &mut sql,
        &filter.with_terms(filter.terms.iter().filter(|term| term.is_without()).cloned().collect()),
    );
    sql.push(" group by note.entry_id) select ")
        .push(EntryRow::COLUMNS)
        .push(", ")
        .push(NotebookRow::COLUMNS);
    sql.push(" from ranked cross join entry on entry.id = ranked.entry_id ").push(EntryRow::JOIN_NOTEBOOK);
    sql.push(" where entry.vanished_at is null");
    let backwards = matches!(filter.cursor, Some(Cursor::Before(_)));
    if let Some(cursor) = &filter.cursor {
        let EntryPlace { day, position, entry } = cursor.place();
        let worse = if backwards { "<" } else { ">" };
        let older = if backwards { ">" } else { "<" };
        let bound = "(select bound.score from ranked as bound where bound.entry_id = ";
        sql.push(format!(" and (ranked.score {worse} {bound}")).push_bind(entry.to_string());
        sql.push(format!(") or (ranked.score = {bound}")).push_bind(entry.to_string());
        sql.push(format!(") and (entry.sort_day, entry.position, entry.id) {older} ("));
        let mut list = sql.separated(", ");
        list.push_bind(day.to_string()).push_bind(i64::from(*position)).push_bind(entry.to_string());
        sql.push(")))");
    }
    let (best, newest) = if backwards { (" desc", "") } else { ("", " desc") };
    sql.push(format!(
        " order by ranked.score{best}, entry.sort_day{newest}, entry.position{newest}, entry.id{newest}"
    ));
    sql
}

/// Adds the bound of the cursor and the order of the rows. A page that is read towards
/// the start of the list comes in the opposite direction.
fn push_order(sql: &mut QueryBuilder<Sqlite>, filter: &Filter, day: &str) {
    let forwards = filter.order != Order::Oldest;
    let (place, descending) = match &filter.cursor {
        None => (None, forwards),
        Some(Cursor::After(place)) => (Some(place), forwards),
        Some(Cursor::Before(place)) => (Some(place), !forwards),
    };
    if let Some(EntryPlace { day: bound, position, entry }) = place {
        // The day alone once more: a walk over an index begins there.
        sql.push(" and ")
            .push(day)
            .push(if descending { " <= " } else { " >= " })
            .push_bind(bound.to_string());
        sql.push(" and (").push(day).push(", entry.position, entry.id) ");
        sql.push(if descending { "< (" } else { "> (" });
        let mut list = sql.separated(", ");
        list.push_bind(bound.to_string()).push_bind(i64::from(*position)).push_bind(entry.to_string());
        sql.push(")");
    }
    let direction = if descending { " desc" } else { "" };
    sql.push(format!(" order by {day}{direction}, entry.position{direction}, entry.id{direction}"));
}
