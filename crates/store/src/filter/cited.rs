//! The conditions of a filter on citations: each is met by some citation of the note.

use domain::cite::Repo;
use domain::github;
use domain::kep::Status;
use domain::list::filter::{Filter, ShippedStage};
use sqlx::{QueryBuilder, Sqlite};

use super::lookup::Lookup;
use super::omitted_part::OmittedPart;

/// Adds `and …` on the table `note` for each key, but for that of `omitted`.
pub(super) fn push_conditions(
    sql: &mut QueryBuilder<Sqlite>,
    filter: &Filter,
    omitted: OmittedPart,
    lookup: Lookup<'_>,
) {
    // A plus keeps SQLite from an index: note by note, the few citations of each are looked at.
    let plus = match lookup {
        Lookup::List(_) => "",
        Lookup::EachNote => "+",
    };
    if !filter.stages.is_empty() && omitted != OmittedPart::Stages {
        push_exists(sql, lookup, |sql| push_stages(sql, &filter.stages, plus));
    }
    if !filter.statuses.is_empty() && omitted != OmittedPart::Statuses {
        push_exists(sql, lookup, |sql| {
            sql.push(format!("{plus}outcome.kep_id is not null and {plus}outcome.status"));
            push_in_list(sql, filter.statuses.iter().map(Status::to_string));
        });
    }
    if !filter.github.is_empty() && omitted != OmittedPart::Github {
        push_exists(sql, lookup, |sql| {
            sql.push(format!("{plus}outcome.github"));
            push_in_list(sql, filter.github.iter().map(|state| state.as_str()));
        });
    }
    // How an expectation turned out and which one it was are said of the same citation.
    let has_verdicts = !filter.verdicts.is_empty() && omitted != OmittedPart::Verdicts;
    if has_verdicts || !filter.expected_stages.is_empty() {
        push_exists(sql, lookup, |sql| {
            sql.push(format!("{plus}outcome.verdict"));
            if has_verdicts {
                push_in_list(sql, filter.verdicts.iter().map(|verdict| verdict.as_str()));
            } else {
                sql.push(" is not null");
            }
            if !filter.expected_stages.is_empty() {
                sql.push(" and +outcome.expected_stage");
                push_in_list(sql, filter.expected_stages.iter().map(|stage| stage.as_str()));
            }
        });
    }
    if filter.changed && omitted != OmittedPart::Changed {
        push_exists(sql, lookup, |sql| {
            sql.push(format!("{plus}outcome.changed = 1"));
        });
    }
    if !filter.keps.is_empty() {
        push_exists(sql, lookup, |sql| {
            sql.push(format!("{plus}outcome.kep_number"));
            push_in_list(sql, filter.keps.iter().map(|number| i64::from(*number)));
        });
    }
    if !filter.refs.is_empty() {
        push_exists(sql, lookup, |sql| push_refs(sql, &filter.refs, plus));
    }
    if !filter.repos.is_empty() {
        push_repos(sql, &filter.repos, lookup);
    }
}

/// Adds `and …` on a row of `outcome` that comes along: that it cites one of the numbers that the filter names, where it
/// names any.
pub(crate) fn push_citation_conditions(sql: &mut QueryBuilder<Sqlite>, filter: &Filter) {
    if !filter.keps.is_empty() {
        sql.push(" and +outcome.kep_number");
        push_in_list(sql, filter.keps.iter().map(|number| i64::from(*number)));
    }
    if !filter.refs.is_empty() {
        sql.push(" and ");
        push_refs(sql, &filter.refs, "+");
    }
}

/// That a note has a citation for which `condition` holds.
fn push_exists(
    sql: &mut QueryBuilder<Sqlite>,
    lookup: Lookup<'_>,
    condition: impl FnOnce(&mut QueryBuilder<Sqlite>),
) {
    match lookup {
        Lookup::List(note_id) => {
            sql.push(" and ").push(note_id).push(" in (select outcome.note_id from outcome where ");
        }
        Lookup::EachNote => {
            sql.push(" and exists (select 1 from outcome where outcome.note_id = note.id and ");
        }
    }
    condition(sql);
    sql.push(")");
}

/// Adds ` in (…)`.
fn push_in_list<T>(sql: &mut QueryBuilder<Sqlite>, values: impl Iterator<Item = T>)
where
    T: sqlx::Encode<'static, Sqlite> + sqlx::Type<Sqlite>,
{
    sql.push(" in (");
    let mut list = sql.separated(", ");
    for value in values {
        list.push_bind(value);
    }
    sql.push(")");
}

fn push_stages(sql: &mut QueryBuilder<Sqlite>, stages: &[ShippedStage], plus: &str) {
    // A number without a KEP has no stage to speak of.
    sql.push(format!("{plus}outcome.kep_id is not null and ({plus}outcome.stage"));
    let shipped = stages.iter().filter_map(|reached| match reached {
        ShippedStage::Stage(stage) => Some(stage.as_str()),
        ShippedStage::Nothing => None,
    });
    push_in_list(sql, shipped);
    if stages.contains(&ShippedStage::Nothing) {
        sql.push(format!(" or {plus}outcome.stage is null"));
    }
    sql.push(")");
}

/// Names on GitHub are compared without regard to case.
fn push_refs(sql: &mut QueryBuilder<Sqlite>, refs: &[github::ItemKey], plus: &str) {
    // A number beyond SQLite's range matches nothing.
    let number = |item: &github::ItemKey| i64::try_from(item.number).unwrap_or(-1);
    sql.push(format!("{plus}outcome.number"));
    push_in_list(sql, refs.iter().map(number));
    sql.push(" and (");
    for (n, item) in refs.iter().enumerate() {
        sql.push(if n == 0 { "(" } else { " or (" });
        sql.push("+outcome.number = ").push_bind(number(item));
        sql.push(format!(" and {plus}outcome.owner = ")).push_bind(item.repo.owner.clone());
        sql.push(format!(" collate nocase and {plus}outcome.repo = ")).push_bind(item.repo.name.clone());
        sql.push(" collate nocase)");
    }
    sql.push(")");
}

/// What is cited of a repository: a pull request or an issue as it is read, or a release.
fn push_repos(sql: &mut QueryBuilder<Sqlite>, repos: &[Repo], lookup: Lookup<'_>) {
    let push_repo = |sql: &mut QueryBuilder<Sqlite>, table: &str| {
        sql.push("(");
        for (n, repo) in repos.iter().enumerate() {
            sql.push(if n == 0 { "(" } else { " or (" });
            sql.push(table).push(".owner = ").push_bind(repo.owner.clone());
            sql.push(" collate nocase and ").push(table).push(".repo = ").push_bind(repo.name.clone());
            sql.push(" collate nocase)");
        }
        sql.push(")");
    };
    let (outcome, release) = match lookup {
        Lookup::List(note_id) => (
            format!(
                " and ({note_id} in (select outcome.note_id from outcome where outcome.owner is not null and "
            ),
            format!(
                ") or {note_id} in (select reference.note_id from reference where reference.kind = 'release' and "
            ),
        ),
        Lookup::EachNote => (
            " and (exists (select 1 from outcome where outcome.note_id = note.id and ".to_owned(),
            ") or exists (select 1 from reference where reference.note_id = note.id \
             and +reference.kind = 'release' and "
                .to_owned(),
        ),
    };
    sql.push(outcome);
    push_repo(sql, if lookup == Lookup::EachNote { "+outcome" } else { "outcome" });
    sql.push(release);
    push_repo(sql, if lookup == Lookup::EachNote { "+reference" } else { "reference" });
    sql.push("))");
}
