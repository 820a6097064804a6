//! The conditions of a filter on the cycles in which entries were written: on their days.

use domain::list::filter::{CycleFilter, VersionRange};
use sqlx::{QueryBuilder, Sqlite};

use super::lookup::Lookup;

/// Adds `and …` on the table `note`; with `only_without` only what is excluded.
pub(super) fn push_note_conditions(
    sql: &mut QueryBuilder<Sqlite>,
    cycles: &CycleFilter,
    only_without: bool,
    lookup: Lookup<'_>,
) {
    if !only_without && !cycles.any.is_empty() {
        match lookup {
            Lookup::List(note_id) => push_list(sql, note_id, &cycles.any),
            Lookup::EachNote => {
                sql.push(" and (");
                push_note_ranges(sql, &cycles.any);
                sql.push(")");
            }
        }
    }
    if !cycles.without.is_empty() {
        // A version without a cycle excludes nothing.
        sql.push(" and not coalesce(");
        push_note_ranges(sql, &cycles.without);
        sql.push(", 0)");
    }
}

/// Adds `and …` on the table `entry`.
pub(super) fn push_entry_conditions(sql: &mut QueryBuilder<Sqlite>, cycles: &CycleFilter) {
    if !cycles.any.is_empty() {
        sql.push(" and (");
        push_ranges(sql, &cycles.any, |sql, range| push_entry_range(sql, "entry", *range));
        // The column that lists are sorted by is indexed: the days that can match are a range of it.
        let all = cycles.any.iter().skip(1).fold(cycles.any[0], |all, range| VersionRange {
            from: all.from.min(range.from),
            to: all.to.max(range.to),
        });
        sql.push(") and entry.sort_day");
        push_days(sql, all);
    }
    if !cycles.without.is_empty() {
        sql.push(" and not coalesce(");
        push_ranges(sql, &cycles.without, |sql, range| push_entry_range(sql, "entry", *range));
        sql.push(", 0)");
    }
}

fn push_ranges(
    sql: &mut QueryBuilder<Sqlite>,
    ranges: &[VersionRange],
    push: impl Fn(&mut QueryBuilder<Sqlite>, &VersionRange),
) {
    for (n, range) in ranges.iter().enumerate() {
        sql.push(if n == 0 { "" } else { " or " });
        push(sql, range);
    }
}

/// That a note is one of those whose days are within: two walks over the days that are indexed.
fn push_list(sql: &mut QueryBuilder<Sqlite>, note_id: &str, ranges: &[VersionRange]) {
    sql.push(" and ").push(note_id).push(" in (");
    for (n, range) in ranges.iter().enumerate() {
        sql.push(if n == 0 { "" } else { " union all " });
        sql.push("select dated.id from note as dated where dated.vanished_at is null and dated.date");
        push_days(sql, *range);
        // An undated entry is sorted by the later of the two days that it lies between.
        sql.push(
            " union all select within.id from entry as undated cross join note as within \
             on within.entry_id = undated.id and within.vanished_at is null \
             where undated.vanished_at is null and undated.sort_day",
        );
        push_days(sql, *range);
        sql.push(" and ");
        push_undated(sql, "undated", *range);
    }
    sql.push(")");
}

/// That the day of a note that comes along is within.
fn push_note_ranges(sql: &mut QueryBuilder<Sqlite>, ranges: &[VersionRange]) {
    push_ranges(sql, ranges, |sql, range| {
        sql.push("(note.date is not null and note.date");
        push_days(sql, *range);
        sql.push(
            " or note.date is null and exists (select 1 from entry as undated \
             where undated.id = note.entry_id and ",
        );
        push_undated(sql, "undated", *range);
        sql.push("))");
    });
}

fn push_entry_range(sql: &mut QueryBuilder<Sqlite>, table: &str, range: VersionRange) {
    sql.push("(").push(table).push(".date is not null and ").push(table).push(".date");
    push_days(sql, range);
    sql.push(" or ");
    push_undated(sql, table, range);
    sql.push(")");
}

/// That an entry has no date and surely lies within: both of the days that it lies between do.
fn push_undated(sql: &mut QueryBuilder<Sqlite>, table: &str, range: VersionRange) {
    sql.push(table).push(".date is null and ").push(table).push(".not_before");
    push_days(sql, range);
    sql.push(" and ").push(table).push(".not_after");
    push_days(sql, range);
}

/// ` between …`: the days of the cycles of these versions, as far as they are known.
fn push_days(sql: &mut QueryBuilder<Sqlite>, VersionRange { from, to }: VersionRange) {
    for day in [" between (select min(first_day)", " and (select max(last_day)"] {
        sql.push(day).push(" from cycle where minor between ").push_bind(i64::from(from.minor));
        sql.push(" and ").push_bind(i64::from(to.minor)).push(")");
    }
}
