//! What a filter asks of citations, as SQL conditions: each is met by some citation of the note.

use domain::filter::{Filter, Reached};
use domain::github;
use domain::kep::Status;
use sqlx::{QueryBuilder, Sqlite};

use super::{By, Except};

/// Adds `and …` on the table `note` for each key, but for that of `except`.
pub(super) fn push(sql: &mut QueryBuilder<Sqlite>, filter: &Filter, except: Except, by: By) {
    if !filter.stages.is_empty() && except != Except::Stages {
        push_some(sql, by, |sql| push_stages(sql, &filter.stages));
    }
    if !filter.statuses.is_empty() && except != Except::Statuses {
        push_some(sql, by, |sql| push_statuses(sql, &filter.statuses));
    }
    if !filter.github.is_empty() && except != Except::Github {
        push_some(sql, by, |sql| push_github(sql, &filter.github));
    }
    if filter.changed && except != Except::Changed {
        push_some(sql, by, |sql| {
            sql.push("outcome.changed = 1");
        });
    }
    if !filter.keps.is_empty() {
        push_some(sql, by, |sql| push_keps(sql, &filter.keps));
    }
    if !filter.refs.is_empty() {
        push_some(sql, by, |sql| push_refs(sql, &filter.refs));
    }
}

/// That a note has a citation for which `condition` holds.
fn push_some(sql: &mut QueryBuilder<Sqlite>, by: By, condition: impl FnOnce(&mut QueryBuilder<Sqlite>)) {
    sql.push(match by {
        By::List => " and note.id in (select outcome.note_id from outcome where ",
        By::Note => " and exists (select 1 from outcome where outcome.note_id = note.id and ",
    });
    condition(sql);
    sql.push(")");
}

fn push_stages(sql: &mut QueryBuilder<Sqlite>, stages: &[Reached]) {
    // The index is of citations that have a KEP; a number without one has no stage to speak of.
    sql.push("outcome.kep_id is not null and (outcome.stage in (");
    let mut list = sql.separated(", ");
    for stage in stages {
        if let Reached::Stage(stage) = stage {
            list.push_bind(stage.as_str());
        }
    }
    sql.push(")");
    if stages.contains(&Reached::Nothing) {
        sql.push(" or outcome.stage is null");
    }
    sql.push(")");
}

fn push_statuses(sql: &mut QueryBuilder<Sqlite>, statuses: &[Status]) {
    sql.push("outcome.kep_id is not null and outcome.status in (");
    let mut list = sql.separated(", ");
    for status in statuses {
        list.push_bind(status.to_string());
    }
    sql.push(")");
}

fn push_github(sql: &mut QueryBuilder<Sqlite>, states: &[github::State]) {
    sql.push("outcome.github in (");
    let mut list = sql.separated(", ");
    for state in states {
        list.push_bind(state.word());
    }
    sql.push(")");
}

fn push_keps(sql: &mut QueryBuilder<Sqlite>, keps: &[u32]) {
    sql.push("outcome.kep_number in (");
    let mut list = sql.separated(", ");
    for number in keps {
        list.push_bind(i64::from(*number));
    }
    sql.push(")");
}

/// GitHub does not tell capitals from small letters.
fn push_refs(sql: &mut QueryBuilder<Sqlite>, refs: &[github::Key]) {
    // What no database holds matches nothing.
    let number = |item: &github::Key| i64::try_from(item.number).unwrap_or(-1);
    sql.push("outcome.number in (");
    let mut list = sql.separated(", ");
    for item in refs {
        list.push_bind(number(item));
    }
    sql.push(") and (");
    for (n, item) in refs.iter().enumerate() {
        sql.push(if n == 0 { "" } else { " or " });
        sql.push("(outcome.number = ").push_bind(number(item));
        sql.push(" and outcome.owner = ").push_bind(item.repo.owner.clone());
        sql.push(" collate nocase and outcome.repo = ").push_bind(item.repo.name.clone());
        sql.push(" collate nocase)");
    }
    sql.push(")");
}
