//! A page of the timeline, in a number of statements that does not depend on its length.

use domain::Date;
use domain::id::NoteId;
use domain::list::filter::{Cursor, EntryPlace, Filter, Order};
use domain::list::timeline::{Entry, Timeline};
use domain::notebook::NotebookSlug;
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};

use crate::counts::{
    StateKind, changed_sql, days_sql, keps_sql, states_sql, tags_sql, totals_sql, untagged_mentions_sql,
    untagged_sql,
};
use crate::filter::{
    OmittedPart, push_entry_conditions_in_order, push_note_conditions, push_note_conditions_on_page,
    restricts_entries_only,
};
use crate::first_notes::{FIRST_NOTES, push_most};
use crate::hits::{EntryScope, hits_sql};
use crate::latest_moves::latest_moves_sql;
use crate::list_page::{ListPage, Walk};
use crate::notes::add_references_tags_and_gates;
use crate::rows::{EntryRow, NoteRow, NotebookRow, group_by, read};
use crate::sql::{explain, json_list, push_list, query_plans, sql};
use crate::{Result, Store, fts};

/// How many entries a page of the timeline has.
pub(crate) const ENTRIES_A_PAGE: usize = 12;

impl Store {
    /// The page of the timeline that `filter` names, with its facets.
    ///
    /// Entries in the filter's order, each with the notes that match. An entry whose
    /// body was lost has no notes: it is there unless the filter restricts tags.
    pub async fn timeline(&self, filter: &Filter) -> Result<Timeline> {
        let list = self.counted_list(filter).await?;
        // How long it is says how its entries are found.
        self.totals(&list).await?;
        let (ListPage { entries, has_previous, has_next }, counted) =
            tokio::try_join!(self.page_entries(filter), self.timeline_counts(&list))?;
        let unknown_notebook = self.unknown_notebook(filter).await?;
        let remedies = if entries.is_empty() { self.remedies(&list).await?.to_vec() } else { Vec::new() };
        let any_notebook = !entries.is_empty() || !self.notebook_slugs().await?.is_empty();
        Ok(Timeline {
            filter: filter.clone(),
            entries,
            notes: counted.totals.notes,
            matching_entries: counted.totals.entries,
            has_previous,
            has_next,
            facets: counted.facets.clone(),
            keps: counted.keps,
            untagged_mentions: counted.untagged_mentions.clone(),
            other_reading: counted.other_reading,
            remedies,
            any_notebook,
            unknown_notebook,
            releases: counted.releases.clone(),
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
        let ids: Vec<String> = sql.build_query_scalar().fetch_all(self.reader()?).await?;
        ids.iter().map(|id| read("id", id)).collect()
    }

    /// A notebook that the filter names and that does not exist.
    pub(crate) async fn unknown_notebook(&self, filter: &Filter) -> Result<Option<NotebookSlug>> {
        if filter.notebooks.is_empty() {
            return Ok(None);
        }
        let stored = self.notebook_slugs().await?;
        let is_stored = |slug: &&NotebookSlug| stored.iter().any(|other| other == slug.as_str());
        Ok(filter.notebooks.iter().find(|slug| !is_stored(slug)).cloned())
    }

    /// The entries of a page of so many and one more, in the direction of its cursor: three statements at most.
    pub(crate) async fn entry_rows(
        &self,
        db: &mut SqliteConnection,
        filter: &Filter,
        scope: EntryScope,
        a_page: usize,
    ) -> Result<Vec<EntryRow>> {
        let most = a_page + 1;
        let hits = match filter.order {
            Order::Newest | Order::Oldest => Some(self.hits(db, filter, scope).await?),
            Order::Moved | Order::Relevance => None,
        };
        let mut sql = match hits.as_ref().and_then(|hits| hits.page(filter, most)) {
            Some(page) => entries_by_hits_sql(sql(), &page),
            None => entries_sql(sql(), filter, scope, most),
        };
        Ok(sql.build_query_as().fetch_all(db).await?)
    }

    /// In one transaction: a note's text and its references are of the same import.
    async fn page_entries(&self, filter: &Filter) -> Result<ListPage<Entry>> {
        let mut db = self.reader()?.begin().await?;
        let mut rows = self.entry_rows(&mut db, filter, EntryScope::All, ENTRIES_A_PAGE).await?;
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
        let statements = [
            ("entries", entries_sql(explain(), filter, EntryScope::All, ENTRIES_A_PAGE)),
            ("hits", hits_sql(explain(), filter, EntryScope::All)),
            ("entries by hits", entries_by_hits_sql(explain(), &[])),
            ("totals", totals_sql(explain(), filter)),
            ("SIGs", tags_sql(explain(), filter, "sig", OmittedPart::Sigs)),
            ("without SIG", untagged_sql(explain(), filter, "sig", OmittedPart::Sigs)),
            ("versions", tags_sql(explain(), filter, "version", OmittedPart::Versions)),
            ("days", days_sql(explain(), filter, OmittedPart::Nothing)),
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
}

/// Adds the notes that match `filter` to `entries`, which have none.
pub(crate) async fn add_notes(
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
    add_references_tags_and_gates(
        db,
        entries.iter_mut().flat_map(|entry| entry.notes.iter_mut()).collect(),
        as_of,
    )
    .await
}

/// The statement for the entries of a page that are not known yet, so many at most.
fn entries_sql(
    sql: QueryBuilder<Sqlite>,
    filter: &Filter,
    scope: EntryScope,
    most: usize,
) -> QueryBuilder<Sqlite> {
    let mut sql = match filter.order {
        Order::Newest | Order::Oldest => entries_by_day_sql(sql, filter, scope),
        Order::Moved => entries_by_move_sql(sql, filter),
        Order::Relevance => entries_by_relevance_sql(sql, filter),
    };
    sql.push(" limit ").push_bind(most as i64);
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

/// The entries of a page that is known, in its order.
fn entries_by_hits_sql(mut sql: QueryBuilder<Sqlite>, page: &[&EntryPlace]) -> QueryBuilder<Sqlite> {
    sql.push("select ").push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
    sql.push(" from json_each(").push_bind(json_list(page.iter().map(|place| place.entry.as_str())));
    sql.push(") as hit cross join entry on entry.id = hit.value ").push(EntryRow::JOIN_NOTEBOOK);
    sql.push(" where entry.vanished_at is null order by hit.key");
    sql
}

/// Walks down the moves: an entry stands where the latest of its matching notes is met, so that the cost of
/// a page follows from what it shows.
fn entries_by_move_sql(mut sql: QueryBuilder<Sqlite>, filter: &Filter) -> QueryBuilder<Sqlite> {
    sql.push("select ").push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
    sql.push(", move.moved_on from outcome as move indexed by outcome_by_move cross join note on note.id = move.note_id ");
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

#[cfg(test)]
mod tests {
    use domain::notebook::draft::{DraftEntry, DraftNote, Fidelity};
    use domain::notebook::{Notebook, Rights};

    use super::*;
    use crate::Replacement;
    use crate::hits::Hits;

    const SIGS: [&str; 3] = ["SIG Node", "SIG Network", "nobody"];

    /// Pages of four entries, of a list that has few, are the same however they are found.
    #[tokio::test]
    async fn a_page_is_the_same_whether_one_walks_down_to_it_or_begins_with_its_hits() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let store = Store::open(&url).await.expect("a database");
        for slug in ["one", "two"] {
            store.replace(journal(slug), ingest::prepare, |_, _| {}).await.expect("an import");
        }
        let parts = [
            "sig=node",
            "sig=none",
            "exclude.sig=network",
            "version=1.28",
            "version=1.14..1.20",
            "version=none",
            "exclude.version=1.28",
            "in=2023",
            "since=2022-12&until=2023-02",
            "notebook=one",
            "has=code",
            "q=試す",
            "q=試す -二度",
            "kep=753",
            "ref=kubernetes/kubernetes%231",
            "repo=kubernetes/kubernetes",
        ];
        let mut db = store.reader.begin().await.expect("a connection");
        for (n, one) in parts.iter().enumerate() {
            for other in &parts[n..] {
                for order in ["", "&order=asc"] {
                    let query =
                        if one == other { format!("{one}{order}") } else { format!("{one}&{other}{order}") };
                    // A key that is given twice where it may be given once is no filter.
                    let Ok(filter) = query.parse::<Filter>() else { continue };
                    for scope in [EntryScope::All, EntryScope::WithNotes] {
                        expect_same_pages(&store, &mut db, &filter, scope).await;
                    }
                }
            }
        }
    }

    async fn expect_same_pages(store: &Store, db: &mut SqliteConnection, filter: &Filter, scope: EntryScope) {
        const MOST: usize = 4;
        let hits = store.hits(db, filter, scope).await.expect("hits");
        let Hits::Few(_) = &*hits else { return };
        let mut whole = entries_sql(sql(), filter, scope, 1000);
        let whole: Vec<EntryRow> = whole.build_query_as().fetch_all(&mut *db).await.expect("a walk");
        let places =
            whole.into_iter().step_by(11).map(|row| row.value().expect("an entry").place(filter.order));
        let bounds: Vec<Filter> = std::iter::once(filter.clone())
            .chain(places.flat_map(|place| {
                [filter.at(Cursor::After(place.clone())), filter.at(Cursor::Before(place))]
            }))
            .collect();
        for page in bounds {
            let mut walk = entries_sql(sql(), &page, scope, MOST);
            let walked: Vec<EntryRow> = walk.build_query_as().fetch_all(&mut *db).await.expect("a walk");
            let walked: Vec<&str> = walked.iter().map(|row| row.id.as_str()).collect();
            let found = hits.page(&page, MOST).expect("few");
            let found: Vec<&str> = found.iter().map(|place| place.entry.as_str()).collect();
            assert_eq!(found, walked, "{page} {scope:?}");
            let rows = store.entry_rows(db, &page, scope, MOST - 1).await.expect("a page");
            assert_eq!(
                rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(),
                walked,
                "{page} {scope:?}"
            );
        }
    }

    /// Entries of which some share a day, some have none, and some lost their notes.
    fn journal(slug: &str) -> Replacement {
        let first = Date::constant(2022, 11, 20);
        let entry = |n: u32| {
            let note = |markdown: String| DraftNote { line: 1, markdown };
            let sig = SIGS[(n * 7 + n / 5) as usize % SIGS.len()];
            let mut notes =
                vec![note(format!("{sig} は Kubernetes 1.{} を試す (k/k#{})", 14 + n % 17, n % 9))];
            match n % 5 {
                0 => notes.push(note("KEP-753 を `kubectl` で二度試す".to_owned())),
                1 => notes.push(note("nothing of note".to_owned())),
                2 => notes.clear(),
                _ => {}
            }
            let day = first.checked_add(jiff::Span::new().days(i64::from(n / 2 * 3))).expect("a day");
            let date = Some(day).filter(|_| n % 11 != 3);
            let not_after = Some(day).filter(|_| date.is_none() && n.is_multiple_of(2));
            DraftEntry {
                line: 1,
                date,
                not_after,
                body_lost: notes.is_empty(),
                notes,
                ..DraftEntry::default()
            }
        };
        Replacement {
            notebook: Notebook {
                slug: slug.parse().expect("a slug"),
                title: slug.to_owned(),
                author: None,
                origin: None,
                time_zone: "Asia/Tokyo".to_owned(),
                rights: Rights::Own,
                announced_entries: None,
                lost_links: false,
                is_written: false,
            },
            entries: (0..40).map(entry).collect(),
            fidelity: Fidelity::Written,
            source: None,
            origin: None,
            at: jiff::Timestamp::UNIX_EPOCH,
            may_lose: false,
            is_part: false,
            dry_run: false,
            seen: None,
        }
    }
}
