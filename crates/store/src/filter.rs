//! A filter as SQL conditions on the table `note`.

use domain::filter::{Choice, Filter, Period, VersionRange};
use domain::notebook::NotebookSlug;
use domain::sig::Sig;
use sqlx::{QueryBuilder, Sqlite};

/// The part of a filter that a facet leaves out of its own counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Except {
    Nothing,
    Sigs,
    Versions,
    Period,
    Notebooks,
}

/// Adds `and …` for every restriction of `filter`, but for those of `except`.
pub(crate) fn push(sql: &mut QueryBuilder<Sqlite>, filter: &Filter, except: Except) {
    if except != Except::Sigs {
        push_sigs(sql, &filter.sigs);
    }
    if except != Except::Versions {
        push_versions(sql, &filter.versions);
    }
    if except != Except::Notebooks {
        push_notebooks(sql, &filter.notebooks);
    }
    if except != Except::Period {
        push_periods(sql, &filter.period);
    }
}

fn push_sigs(sql: &mut QueryBuilder<Sqlite>, sigs: &Choice<Sig>) {
    push_choice(sql, "sig", sigs, |sql, values| {
        sql.push("shown_tag.value in (");
        let mut list = sql.separated(", ");
        for sig in values {
            list.push_bind(sig.to_string());
        }
        sql.push(")");
    });
}

fn push_versions(sql: &mut QueryBuilder<Sqlite>, versions: &Choice<VersionRange>) {
    push_choice(sql, "version", versions, |sql, values| {
        sql.push("(");
        for (n, range) in values.iter().enumerate() {
            sql.push(if n == 0 { "" } else { " or " });
            sql.push("shown_tag.ordinal between ").push_bind(i64::from(range.from.minor));
            sql.push(" and ").push_bind(i64::from(range.to.minor));
        }
        sql.push(")");
    });
}

/// One kind of tag: any of the wanted values or none at all, and nothing that is excluded.
fn push_choice<T>(
    sql: &mut QueryBuilder<Sqlite>,
    kind: &str,
    choice: &Choice<T>,
    values: impl Fn(&mut QueryBuilder<Sqlite>, &[T]),
) {
    let tagged =
        format!("(select 1 from shown_tag where shown_tag.note_id = note.id and shown_tag.kind = '{kind}'");
    if !choice.any.is_empty() || choice.none {
        sql.push(" and (");
        if !choice.any.is_empty() {
            sql.push("exists ").push(&tagged).push(" and ");
            values(sql, &choice.any);
            sql.push(")");
        }
        if choice.none {
            sql.push(if choice.any.is_empty() { "" } else { " or " });
            sql.push("not exists ").push(&tagged).push(")");
        }
        sql.push(")");
    }
    if !choice.without.is_empty() {
        sql.push(" and not exists ").push(&tagged).push(" and ");
        values(sql, &choice.without);
        sql.push(")");
    }
}

fn push_notebooks(sql: &mut QueryBuilder<Sqlite>, notebooks: &[NotebookSlug]) {
    if notebooks.is_empty() {
        return;
    }
    sql.push(" and note.notebook_id in (select id from notebook where slug in (");
    let mut list = sql.separated(", ");
    for notebook in notebooks {
        list.push_bind(notebook.to_string());
    }
    sql.push("))");
}

fn push_periods(sql: &mut QueryBuilder<Sqlite>, periods: &[Period]) {
    if periods.is_empty() {
        return;
    }
    sql.push(" and (");
    for (n, period) in periods.iter().enumerate() {
        sql.push(if n == 0 { "" } else { " or " });
        sql.push("note.date between ").push_bind(period.first_day().to_string());
        sql.push(" and ").push_bind(period.last_day().to_string());
    }
    sql.push(")");
}
