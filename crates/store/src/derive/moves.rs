//! What has moved, written down as it becomes known.

use std::collections::{HashMap, HashSet};

use domain::cite::reference::Repo;
use domain::github::ItemKey;
use domain::outcome::Judge;
use domain::outcome::moves::{DatedChange, MoveSubject};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use super::facts::Known;
use crate::Result;
use crate::rows::{read, unsigned};

/// Which moves are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Keps,
    Items,
}

#[derive(FromRow)]
struct KnownRow {
    id: i64,
    target: String,
    step: Option<String>,
    taken_back: bool,
}

/// What was written down before: by target, each step with its row.
struct Book {
    of: HashMap<String, HashMap<String, (i64, bool)>>,
    /// Targets that were looked at, whether they had moved or not.
    seen: HashSet<String>,
    /// The time of the facts.
    at: Timestamp,
}

/// Writes the moves of every KEP. Those of the first sync of all lay behind; later ones are news.
pub(crate) async fn write_keps(db: &mut SqliteConnection, known: &Known) -> Result<()> {
    let Some(mut book) = Book::read(db, Of::Keps).await? else { return Ok(()) };
    let is_first = book.of.is_empty();
    let mut judge = Judge::new(&known.facts, TimeZone::UTC);
    let mut numbers: Vec<u32> = known.facts.keps.keys().copied().collect();
    numbers.sort_unstable();
    for number in numbers {
        let steps = judge.moves(number);
        book.write(db, &MoveSubject::Kep(number), &steps, is_first).await?;
    }
    Ok(())
}

/// Writes the moves of every KEP where none is written down, as in a database of an older Kepline.
pub(crate) async fn write_keps_at_first(db: &mut SqliteConnection, known: &Known) -> Result<()> {
    let any: bool = sqlx::query_scalar("select exists (select 1 from move where kep_number is not null)")
        .fetch_one(&mut *db)
        .await?;
    if any { Ok(()) } else { write_keps(db, known).await }
}

/// Writes the moves of every pull request and issue that notes cite. What had happened before one was
/// looked at first lay behind.
pub(crate) async fn write_items(db: &mut SqliteConnection, known: &Known) -> Result<()> {
    let Some(mut book) = Book::read(db, Of::Items).await? else { return Ok(()) };
    let judge = Judge::new(&known.facts, TimeZone::UTC);
    let cited: Vec<(String, String, i64)> = sqlx::query_as(
        "select owner, repo, number from outcome where number is not null and github <> 'unknown' \
         group by number, lower(owner), lower(repo)",
    )
    .fetch_all(&mut *db)
    .await?;
    for (owner, repo, number) in cited {
        let subject =
            MoveSubject::Item(ItemKey { repo: Repo::new(owner, repo), number: unsigned("number", number)? });
        let MoveSubject::Item(key) = &subject else { continue };
        let steps = judge.item_moves(key);
        let is_first = !book.seen.contains(&subject.to_string());
        book.write(db, &subject, &steps, is_first).await?;
        if is_first && steps.is_empty() {
            book.note(db, &subject).await?;
        }
    }
    Ok(())
}

impl Book {
    /// `None` before any facts were synced.
    async fn read(db: &mut SqliteConnection, of: Of) -> Result<Option<Self>> {
        let at: Option<String> = sqlx::query_scalar(
            "select max(coalesce(finished_at, started_at)) from sync_run where data_at is not null",
        )
        .fetch_one(&mut *db)
        .await?;
        let Some(at) = at else { return Ok(None) };
        let rows: Vec<KnownRow> = sqlx::query_as(
            "select id, target, step, taken_back_at is not null as taken_back from move \
             where (kep_number is not null) = ?",
        )
        .bind(of == Of::Keps)
        .fetch_all(db)
        .await?;
        let mut book = Self { of: HashMap::new(), seen: HashSet::new(), at: read("instant", &at)? };
        for row in rows {
            book.seen.insert(row.target.clone());
            if let Some(step) = row.step {
                book.of.entry(row.target).or_default().insert(step, (row.id, row.taken_back));
            }
        }
        Ok(Some(book))
    }

    /// Adds the steps that are new and marks those that the facts no longer know.
    async fn write(
        &mut self,
        db: &mut SqliteConnection,
        subject: &MoveSubject,
        steps: &[DatedChange],
        lay_behind: bool,
    ) -> Result<()> {
        let mut before = self.of.remove(&subject.to_string()).unwrap_or_default();
        for step in steps {
            let word = step.reached();
            match before.remove(&word) {
                Some((_, false)) => {}
                Some((id, true)) => self.take_up(db, id).await?,
                None => self.add(db, subject, Some((&word, step)), lay_behind).await?,
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

    /// Notes that something was looked at that had not moved.
    async fn note(&mut self, db: &mut SqliteConnection, subject: &MoveSubject) -> Result<()> {
        self.add(db, subject, None, false).await
    }

    /// What was taken back holds after all.
    async fn take_up(&self, db: &mut SqliteConnection, id: i64) -> Result<()> {
        sqlx::query("update move set taken_back_at = null, updated_at = ? where id = ?")
            .bind(self.at.to_string())
            .bind(id)
            .execute(db)
            .await?;
        Ok(())
    }

    async fn add(
        &self,
        db: &mut SqliteConnection,
        subject: &MoveSubject,
        step: Option<(&str, &DatedChange)>,
        lay_behind: bool,
    ) -> Result<()> {
        let (kep, key) = match subject {
            MoveSubject::Kep(number) => (Some(i64::from(*number)), None),
            MoveSubject::Item(key) => (None, Some(key)),
        };
        let its_day = step.and_then(|(_, step)| step.day.to_zoned(TimeZone::UTC).ok());
        // A day that is yet to end is told as it became known: nothing is dated after its sync.
        let updated_at = match its_day.map(|day| day.timestamp()) {
            Some(day) if lay_behind => day.min(self.at),
            _ => self.at,
        };
        // Two that come to the same word on one day are one.
        sqlx::query(
            "insert into move (target, kep_number, owner, repo, number, step, moved_on, seen_at, updated_at, \
             change) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        )
        .bind(subject.to_string())
        .bind(kep)
        .bind(key.map(|key| key.repo.owner.clone()))
        .bind(key.map(|key| key.repo.name.clone()))
        .bind(key.and_then(|key| i64::try_from(key.number).ok()))
        .bind(step.map(|(word, _)| word.to_owned()))
        .bind(step.map(|(_, step)| step.day.to_string()))
        .bind(self.at.to_string())
        .bind(updated_at.to_string())
        .bind(step.and_then(|(_, step)| serde_json::to_string(&step.change).ok()).unwrap_or_default())
        .execute(db)
        .await?;
        Ok(())
    }
}
