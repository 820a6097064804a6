//! What has moved, recorded as it becomes known.

use std::collections::{HashMap, HashSet};

use domain::cite::Repo;
use domain::github::ItemKey;
use domain::outcome::Judge;
use domain::outcome::moves::{DatedChange, MoveSubject};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use super::facts::SyncedFacts;
use crate::Result;
use crate::rows::{read, unsigned};

/// The kinds of what can move.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SubjectKind {
    Keps,
    Items,
}

#[derive(FromRow)]
struct MoveRow {
    id: i64,
    target: String,
    step: Option<String>,
    taken_back: bool,
}

/// What was recorded before.
struct MoveLog {
    /// By target, each step with its row and whether it was taken back.
    steps: HashMap<String, HashMap<String, (i64, bool)>>,
    /// Targets that were looked at, whether they had moved or not.
    seen: HashSet<String>,
    /// The time of the facts.
    at: Timestamp,
}

/// Records the moves of every KEP. Those of the first sync of all are history; later ones are news.
pub(super) async fn store_for_keps(db: &mut SqliteConnection, facts: &SyncedFacts) -> Result<()> {
    let Some(mut log) = MoveLog::load(db, SubjectKind::Keps).await? else { return Ok(()) };
    let is_history = log.steps.is_empty();
    let mut judge = Judge::new(&facts.base, TimeZone::UTC);
    let mut numbers: Vec<u32> = facts.base.keps.keys().copied().collect();
    numbers.sort_unstable();
    for number in numbers {
        let steps = judge.moves(number);
        log.update(db, &MoveSubject::Kep(number), &steps, is_history).await?;
    }
    Ok(())
}

/// Whether moves of KEPs were ever recorded.
pub(super) async fn has_moves_of_keps(db: &mut SqliteConnection) -> Result<bool> {
    Ok(sqlx::query_scalar("select exists (select 1 from move where kep_number is not null)")
        .fetch_one(db)
        .await?)
}

/// Records the moves of every pull request and issue that notes cite. What happened before one was looked at
/// first is history.
pub(super) async fn store_for_items(db: &mut SqliteConnection, facts: &SyncedFacts) -> Result<()> {
    let cited: Vec<(String, String, i64)> = sqlx::query_as(
        r#"
        select owner, repo, number from outcome where number is not null and github <> 'unknown'
        group by number, lower(owner), lower(repo)
        "#,
    )
    .fetch_all(&mut *db)
    .await?;
    let keys = cited.into_iter().map(|(owner, repo, number)| {
        Ok(ItemKey { repo: Repo::new(owner, repo), number: unsigned("number", number)? })
    });
    let keys: Vec<ItemKey> = keys.collect::<Result<_>>()?;
    store_for_cited_items(db, facts, &keys).await
}

/// Records the same of some of them alone.
pub(super) async fn store_for_cited_items(
    db: &mut SqliteConnection,
    facts: &SyncedFacts,
    keys: &[ItemKey],
) -> Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    let Some(mut log) = MoveLog::load(db, SubjectKind::Items).await? else { return Ok(()) };
    let judge = Judge::new(&facts.base, TimeZone::UTC);
    let mut done = HashSet::new();
    for key in keys {
        let subject = MoveSubject::Item(key.clone());
        let name = subject.to_string();
        // Names that differ in case are one.
        if done.contains(&name) {
            continue;
        }
        let steps = judge.item_moves(key);
        let is_history = !log.seen.contains(&name);
        log.update(db, &subject, &steps, is_history).await?;
        if is_history && steps.is_empty() {
            log.insert_unmoved(db, &subject).await?;
        }
        done.insert(name);
    }
    Ok(())
}

impl MoveLog {
    /// `None` before any facts were synced.
    async fn load(db: &mut SqliteConnection, kind: SubjectKind) -> Result<Option<Self>> {
        let at: Option<String> = sqlx::query_scalar(
            "select max(coalesce(finished_at, started_at)) from sync_run where data_at is not null",
        )
        .fetch_one(&mut *db)
        .await?;
        let Some(at) = at else { return Ok(None) };
        let rows: Vec<MoveRow> = sqlx::query_as(
            r#"
            select id, target, step, taken_back_at is not null as taken_back from move
            where (kep_number is not null) = ?
            "#,
        )
        .bind(kind == SubjectKind::Keps)
        .fetch_all(db)
        .await?;
        let mut log = Self { steps: HashMap::new(), seen: HashSet::new(), at: read("instant", &at)? };
        for row in rows {
            log.seen.insert(row.target.clone());
            if let Some(step) = row.step {
                log.steps.entry(row.target).or_default().insert(step, (row.id, row.taken_back));
            }
        }
        Ok(Some(log))
    }

    /// Adds the steps that are new and marks those that the facts no longer know.
    async fn update(
        &mut self,
        db: &mut SqliteConnection,
        subject: &MoveSubject,
        steps: &[DatedChange],
        is_history: bool,
    ) -> Result<()> {
        let mut before = self.steps.remove(&subject.to_string()).unwrap_or_default();
        for step in steps {
            let reached = step.reached();
            match before.remove(&reached) {
                Some((_, false)) => {}
                Some((id, true)) => self.reinstate(db, id).await?,
                None => self.insert(db, subject, Some((&reached, step)), is_history).await?,
            }
        }
        for (id, _) in before.into_values().filter(|(_, taken_back)| !taken_back) {
            sqlx::query("update move set taken_back_at = ?1, updated_at = ?1 where id = ?2")
                .bind(self.at.to_string())
                .bind(id)
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }

    /// Records that something was looked at that had not moved.
    async fn insert_unmoved(&mut self, db: &mut SqliteConnection, subject: &MoveSubject) -> Result<()> {
        self.insert(db, subject, None, false).await
    }

    /// Makes a move that was taken back hold again.
    async fn reinstate(&self, db: &mut SqliteConnection, id: i64) -> Result<()> {
        sqlx::query("update move set taken_back_at = null, updated_at = ? where id = ?")
            .bind(self.at.to_string())
            .bind(id)
            .execute(db)
            .await?;
        Ok(())
    }

    async fn insert(
        &self,
        db: &mut SqliteConnection,
        subject: &MoveSubject,
        step: Option<(&str, &DatedChange)>,
        is_history: bool,
    ) -> Result<()> {
        let (kep, key) = match subject {
            MoveSubject::Kep(number) => (Some(i64::from(*number)), None),
            MoveSubject::Item(key) => (None, Some(key)),
        };
        let its_day = step.and_then(|(_, step)| step.day.to_zoned(TimeZone::UTC).ok());
        // A day that is yet to end counts from when it became known: nothing is dated after its sync.
        let updated_at = match its_day.map(|day| day.timestamp()) {
            Some(day) if is_history => day.min(self.at),
            _ => self.at,
        };
        // Two changes that reach the same on one day are one move.
        sqlx::query(
            r#"
            insert into move (
                target, kep_number, owner, repo, number, step, moved_on, seen_at, updated_at, change
            ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            "#,
        )
        .bind(subject.to_string())
        .bind(kep)
        .bind(key.map(|key| key.repo.owner.clone()))
        .bind(key.map(|key| key.repo.name.clone()))
        .bind(key.and_then(|key| i64::try_from(key.number).ok()))
        .bind(step.map(|(reached, _)| reached.to_owned()))
        .bind(step.map(|(_, step)| step.day.to_string()))
        .bind(self.at.to_string())
        .bind(updated_at.to_string())
        .bind(step.and_then(|(_, step)| serde_json::to_string(&step.change).ok()).unwrap_or_default())
        .execute(db)
        .await?;
        Ok(())
    }
}
