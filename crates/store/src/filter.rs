//! A filter as SQL conditions: on notes, and on entries where it restricts only when and where.

use std::collections::BTreeSet;

use domain::list::filter::{ContentKind, Filter, Period, TagFilter, VersionRange};
use domain::notebook::NotebookSlug;
use domain::sig::Sig;
use domain::version::Version;
use sqlx::{QueryBuilder, Sqlite};

use crate::fts;
use crate::sql::push_list;
use crate::tags::IS_SUGGESTED;

mod cited;
mod cycles;
mod lookup;
mod omitted_part;

pub(crate) use cited::push_citation_conditions;
use lookup::Lookup;
pub(crate) use omitted_part::OmittedPart;

/// Whether a filter restricts only when and where: entries without notes can match it too.
pub(crate) fn restricts_entries_only(filter: &Filter) -> bool {
    filter.sigs.is_empty()
        && filter.names.is_empty()
        && filter.versions.is_empty()
        && has_no_text_conditions(filter)
        && has_no_citation_conditions(filter, OmittedPart::Nothing)
}

/// Whether the filter has no conditions on the text of notes.
fn has_no_text_conditions(filter: &Filter) -> bool {
    filter.terms.is_empty() && filter.has.is_empty()
}

/// Whether the filter has no conditions on citations once `omitted` is left out.
fn has_no_citation_conditions(filter: &Filter, omitted: OmittedPart) -> bool {
    (filter.stages.is_empty() || omitted == OmittedPart::Stages)
        && (filter.statuses.is_empty() || omitted == OmittedPart::Statuses)
        && (filter.github.is_empty() || omitted == OmittedPart::Github)
        && (filter.verdicts.is_empty() || omitted == OmittedPart::Verdicts)
        && filter.expected_stages.is_empty()
        && (!filter.changed || omitted == OmittedPart::Changed)
        && filter.keps.is_empty()
        && filter.refs.is_empty()
        && filter.repos.is_empty()
}

/// Whether nothing restricts the notes once `omitted` is left out.
pub(crate) fn is_unrestricted(filter: &Filter, omitted: OmittedPart) -> bool {
    let open = |choice_is_empty: bool, nothing_excluded: bool, own: bool| {
        choice_is_empty || (own && nothing_excluded)
    };
    open(filter.sigs.is_empty(), filter.sigs.without.is_empty(), omitted == OmittedPart::Sigs)
        && filter.names.is_empty()
        && open(
            filter.versions.is_empty(),
            filter.versions.without.is_empty(),
            omitted == OmittedPart::Versions,
        )
        && (filter.notebooks.is_empty() || omitted == OmittedPart::Notebooks)
        && (filter.period.is_empty() || omitted == OmittedPart::Period)
        && open(filter.cycles.is_empty(), filter.cycles.without.is_empty(), omitted == OmittedPart::Cycles)
        && (is_unbounded(filter) || omitted == OmittedPart::Period)
        && has_no_text_conditions(filter)
        && has_no_citation_conditions(filter, omitted)
}

/// Whether a filter has a part that a facet leaves out of its own counts.
pub(crate) fn restricts(filter: &Filter, part: OmittedPart) -> bool {
    match part {
        OmittedPart::Nothing => false,
        OmittedPart::Sigs => filter.sigs.none || !filter.sigs.any.is_empty(),
        OmittedPart::Versions => filter.versions.none || !filter.versions.any.is_empty(),
        OmittedPart::Cycles => !filter.cycles.any.is_empty(),
        OmittedPart::Period => !filter.period.is_empty() || !is_unbounded(filter),
        OmittedPart::Notebooks => !filter.notebooks.is_empty(),
        OmittedPart::Stages => !filter.stages.is_empty(),
        OmittedPart::Statuses => !filter.statuses.is_empty(),
        OmittedPart::Github => !filter.github.is_empty(),
        OmittedPart::Verdicts => !filter.verdicts.is_empty(),
        OmittedPart::Changed => filter.changed,
    }
}

/// Whether `since` and `until` allow entries of any day.
fn is_unbounded(filter: &Filter) -> bool {
    filter.since.is_none() && filter.until.is_none()
}

/// Adds `and …` on the table `note` for every restriction of `filter`, but for those of `omitted`.
pub(crate) fn push_note_conditions(sql: &mut QueryBuilder<Sqlite>, filter: &Filter, omitted: OmittedPart) {
    push_note_conditions_with(sql, filter, omitted, Lookup::List("note.id"));
}

/// The same where only the notes of a page are checked.
pub(crate) fn push_note_conditions_on_page(sql: &mut QueryBuilder<Sqlite>, filter: &Filter) {
    push_note_conditions_with(sql, filter, OmittedPart::Nothing, Lookup::EachNote);
}

fn push_note_conditions_with(
    sql: &mut QueryBuilder<Sqlite>,
    filter: &Filter,
    omitted: OmittedPart,
    lookup: Lookup<'_>,
) {
    push_sigs(sql, &filter.sigs, omitted == OmittedPart::Sigs, lookup);
    push_names(sql, &filter.names, lookup);
    push_versions(sql, &filter.versions, omitted == OmittedPart::Versions, lookup);
    cycles::push_note_conditions(sql, &filter.cycles, omitted == OmittedPart::Cycles, lookup);
    if omitted != OmittedPart::Notebooks {
        push_notebooks(sql, "note", &filter.notebooks);
    }
    if omitted != OmittedPart::Period {
        push_periods(sql, "note", &filter.period);
        push_bounds(sql, "note.date", filter);
    }
    push_has(sql, &filter.has);
    // Note by note, each is only looked up in the list of all hits.
    fts::push_conditions(sql, filter, if lookup == Lookup::EachNote { "+" } else { "" });
    cited::push_conditions(sql, filter, omitted, lookup);
}

/// Adds `and …` on a column that has only notes which are there: those that match, but for `omitted`.
pub(crate) fn push_matching(
    sql: &mut QueryBuilder<Sqlite>,
    note_id: &str,
    filter: &Filter,
    omitted: OmittedPart,
) {
    if is_unrestricted(filter, omitted) {
        return;
    }
    if restricts_ids_only(filter, omitted) {
        push_note_conditions_with(sql, filter, omitted, Lookup::List(note_id));
    } else {
        sql.push(" and ").push(note_id).push(" in (select note.id from note where note.vanished_at is null");
        push_note_conditions(sql, filter, omitted);
        sql.push(")");
    }
}

/// Whether all conditions on a note are on its id: those on tags and citations are.
fn restricts_ids_only(filter: &Filter, omitted: OmittedPart) -> bool {
    let has_no_days = filter.period.is_empty() && is_unbounded(filter);
    (filter.notebooks.is_empty() || omitted == OmittedPart::Notebooks)
        && (has_no_days || omitted == OmittedPart::Period)
        && filter.cycles.without.is_empty()
        && has_no_text_conditions(filter)
}

/// Adds `and …` on the table `entry` for when and where.
pub(crate) fn push_entry_conditions(sql: &mut QueryBuilder<Sqlite>, filter: &Filter) {
    push_entry_conditions_of(sql, filter, "entry");
}

/// The same where a list walks down all entries in its order until a page is full.
pub(crate) fn push_entry_conditions_in_order(sql: &mut QueryBuilder<Sqlite>, filter: &Filter) {
    // A plus keeps SQLite from taking all entries of a notebook instead, and sorting them for each page.
    push_entry_conditions_of(sql, filter, "+entry");
}

fn push_entry_conditions_of(sql: &mut QueryBuilder<Sqlite>, filter: &Filter, entry: &str) {
    push_notebooks(sql, entry, &filter.notebooks);
    push_periods(sql, "entry", &filter.period);
    push_bounds(sql, "entry.date", filter);
    cycles::push_entry_conditions(sql, &filter.cycles);
    // The column that lists are sorted by is indexed: the days that can match are a range of it.
    push_bounds(sql, "entry.sort_day", filter);
    let first = filter.period.iter().map(|period| period.first_day()).min();
    let last = filter.period.iter().map(|period| period.last_day()).max();
    if let (Some(first), Some(last)) = (first, last) {
        sql.push(" and entry.sort_day between ").push_bind(first.to_string());
        sql.push(" and ").push_bind(last.to_string());
    }
}

fn push_sigs(sql: &mut QueryBuilder<Sqlite>, sigs: &TagFilter<Sig>, only_without: bool, lookup: Lookup<'_>) {
    push_tag_conditions(sql, "sig", sigs, only_without, lookup, |sigs| {
        sigs.iter().map(Sig::to_string).collect()
    });
}

/// That a component of one of these groups is named, which nobody decided on and nothing else says.
fn push_names(sql: &mut QueryBuilder<Sqlite>, names: &[Sig], lookup: Lookup<'_>) {
    if names.is_empty() {
        return;
    }
    let note_id = match lookup {
        Lookup::List(note_id) => note_id,
        Lookup::EachNote => "note.id",
    };
    sql.push(" and ").push(note_id).push(" in (select derived_tag.note_id from derived_tag where ");
    push_named(sql, names);
    sql.push(")");
}

/// Adds a condition on rows of `derived_tag`: that a component of one of these groups is named, and is a suggestion.
pub(crate) fn push_named(sql: &mut QueryBuilder<Sqlite>, names: &[Sig]) {
    sql.push("derived_tag.kind = 'sig' and derived_tag.origin = 'component' and derived_tag.value in (");
    let mut list = sql.separated(", ");
    for sig in names {
        list.push_bind(sig.to_string());
    }
    sql.push(") and ").push(IS_SUGGESTED);
}

fn push_versions(
    sql: &mut QueryBuilder<Sqlite>,
    versions: &TagFilter<VersionRange>,
    only_without: bool,
    lookup: Lookup<'_>,
) {
    // By value, as the index is: a range of minor versions would be looked for under every tag.
    push_tag_conditions(sql, "version", versions, only_without, lookup, |ranges| {
        let minors = ranges.iter().flat_map(|range| range.from.minor..=range.to.minor);
        let minors: BTreeSet<u16> = minors.collect();
        minors.into_iter().map(|minor| Version { minor }.to_string()).collect()
    });
}

/// One kind of tag: any of the wanted values or none at all, and nothing that is excluded.
fn push_tag_conditions<T>(
    sql: &mut QueryBuilder<Sqlite>,
    kind: &str,
    choice: &TagFilter<T>,
    only_without: bool,
    lookup: Lookup<'_>,
    values: impl Fn(&[T]) -> Vec<String>,
) {
    let tagged = match lookup {
        Lookup::List(_) => {
            format!("(select shown_tag.note_id from shown_tag where shown_tag.kind = '{kind}'")
        }
        Lookup::EachNote => {
            format!(
                "(select 1 from shown_tag where shown_tag.note_id = note.id and shown_tag.kind = '{kind}'"
            )
        }
    };
    let (has, has_not) = match lookup {
        Lookup::List(note_id) => (format!("{note_id} in "), format!("{note_id} not in ")),
        Lookup::EachNote => ("exists ".to_owned(), "not exists ".to_owned()),
    };
    let (has, has_not) = (has.as_str(), has_not.as_str());
    if !only_without && (!choice.any.is_empty() || choice.none) {
        sql.push(" and (");
        if !choice.any.is_empty() {
            sql.push(has).push(&tagged).push(" and shown_tag.value in (");
            push_list(sql, values(&choice.any));
            sql.push(")");
        }
        if choice.none {
            sql.push(if choice.any.is_empty() { "" } else { " or " });
            sql.push(has_not).push(&tagged).push(")");
        }
        sql.push(")");
    }
    if !choice.without.is_empty() {
        sql.push(" and ").push(has_not).push(&tagged).push(" and shown_tag.value in (");
        push_list(sql, values(&choice.without));
        sql.push(")");
    }
}

fn push_notebooks(sql: &mut QueryBuilder<Sqlite>, table: &str, notebooks: &[NotebookSlug]) {
    if notebooks.is_empty() {
        return;
    }
    sql.push(" and ").push(table).push(".notebook_id in (select id from notebook where slug in (");
    let mut list = sql.separated(", ");
    for notebook in notebooks {
        list.push_bind(notebook.to_string());
    }
    sql.push("))");
}

fn push_periods(sql: &mut QueryBuilder<Sqlite>, table: &str, periods: &[Period]) {
    if periods.is_empty() {
        return;
    }
    sql.push(" and (");
    for (n, period) in periods.iter().enumerate() {
        sql.push(if n == 0 { "" } else { " or " });
        sql.push(table).push(".date between ").push_bind(period.first_day().to_string());
        sql.push(" and ").push_bind(period.last_day().to_string());
    }
    sql.push(")");
}

/// The days that `since` and `until` allow; what has no date is not among them.
fn push_bounds(sql: &mut QueryBuilder<Sqlite>, day: &str, filter: &Filter) {
    if let Some(since) = filter.since {
        sql.push(" and ").push(day).push(" >= ").push_bind(since.first_day().to_string());
    }
    if let Some(until) = filter.until {
        sql.push(" and ").push(day).push(" <= ").push_bind(until.last_day().to_string());
    }
}

fn push_has(sql: &mut QueryBuilder<Sqlite>, has: &[ContentKind]) {
    let column = |has: &ContentKind| match has {
        ContentKind::Code => "note.has_code",
        ContentKind::Quote => "note.has_quote",
        ContentKind::LostLink => "note.has_lost_link",
    };
    if !has.is_empty() {
        sql.push(format!(" and ({})", has.iter().map(column).collect::<Vec<_>>().join(" or ")));
    }
}
