//! A pull request or an issue by itself.

use domain::cite::Repo;
use domain::github::{Answer, ItemKey, ItemStanding, ItemState};
use domain::list::filter::Filter;
use domain::outcome::MissingReason;
use domain::pages::{ItemPage, NoteCitation};
use jiff::tz::TimeZone;

use super::kep_days::{end_of, utc};
use super::kep_on;
use super::kep_rows::KepRow;
use super::note_list::{NoteList, OutcomeCitation};
use crate::rows::{read, unsigned};
use crate::{Error, Result, Store};

/// How many entries the page shows.
const ENTRIES: usize = 60;

impl Store {
    /// A pull request or an issue that notes cite or that was fetched; `None` for any other.
    pub async fn item(&self, key: &ItemKey) -> Result<Option<ItemPage>> {
        let Ok(number) = i64::try_from(key.number) else { return Ok(None) };
        let (owner, repo) = (key.repo.owner.as_str(), key.repo.name.as_str());
        let mut db = self.reader()?.begin().await?;
        let row: Option<(String, String, String, String)> = sqlx::query_as(
            r#"
            select owner, repo, answer, fetched_at from github_item
            where number = ?1 and owner = ?2 collate nocase and repo = ?3 collate nocase
            "#,
        )
        .bind(number)
        .bind(owner)
        .bind(repo)
        .fetch_optional(&mut *db)
        .await?;
        let filter = Filter::default().toggle_ref(key);
        let notes = NoteList::load_citing(self, &mut db, Some(filter)).await?;
        let citations = notes.citations(&mut db, self.as_of).await?;
        let citing: i64 = sqlx::query_scalar(
            r#"
            select count(distinct note_id) from outcome
            where number = ?1 and owner = ?2 collate nocase and repo = ?3 collate nocase
            "#,
        )
        .bind(number)
        .bind(owner)
        .bind(repo)
        .fetch_one(&mut *db)
        .await?;
        let mut sql = KepRow::select();
        let is_enhancements = key.repo.is_enhancements();
        sql.push(if is_enhancements { "(kep.number = " } else { "(0 and kep.number = " }).push_bind(number);
        sql.push(" or kep.number in (select kep_pull.number from kep_pull where kep_pull.pull = ");
        sql.push_bind(number);
        if let Some(day) = self.as_of {
            sql.push(" and kep_pull.merged_at < ").push_bind(end_of(day));
        }
        sql.push(if is_enhancements { "))" } else { ") and 0)" });
        let keps = KepRow::fetch(sql, &mut db).await?;
        let keps = kep_on::lines(&mut db, &keps, self.as_of).await?;
        let entries = notes.entries(self, &mut db, ENTRIES).await?;
        db.rollback().await?;
        if row.is_none() && citations.is_empty() {
            return Ok(None);
        }
        let cited = citations.iter().map(OutcomeCitation::item).find_map(Result::transpose).transpose()?;
        let mut key = cited.as_ref().map_or_else(|| key.clone(), |item| item.key.clone());
        let answer = row
            .map(|(owner, repo, answer, at)| {
                key.repo = Repo::new(owner, repo);
                let answer: Answer = serde_json::from_str(&answer)
                    .map_err(|_| Error::Row { what: "answer of GitHub", found: key.to_string() })?;
                let answer = match (answer, self.as_of) {
                    (Answer::Item(item), Some(day)) => {
                        Answer::Item(Box::new(item.known_on(day, &TimeZone::UTC)))
                    }
                    (answer, _) => answer,
                };
                Ok::<_, Error>((answer, utc(read("instant", &at)?)))
            })
            .transpose()?;
        let fetched = match &answer {
            Some((Answer::Item(item), _)) => Some(&**item),
            _ => None,
        };
        let now = match (fetched, &cited) {
            (Some(item), _) => item.now(&TimeZone::UTC),
            // That it was merged is known from the history of the KEPs, with its day.
            (None, Some(cited))
                if self.as_of.is_none_or(|day| cited.now.since.is_some_and(|at| at <= day)) =>
            {
                cited.now
            }
            (None, Some(_)) => ItemStanding::UNKNOWN,
            (None, None) => ItemStanding::UNKNOWN,
        };
        let missing = match (&answer, &cited) {
            (Some((Answer::Item(_), _)), _) => None,
            (None, Some(cited)) if now == ItemStanding::UNKNOWN => {
                cited.missing.or(Some(MissingReason::NotFetched))
            }
            (_, Some(cited)) => cited.missing,
            (Some((Answer::Discussion, _)), _) => Some(MissingReason::Discussion),
            (Some((Answer::NotFound, _)), _) => Some(MissingReason::NotFound),
            (None, None) => Some(MissingReason::NotFetched),
        };
        let noted = cited.filter(|_| fetched.is_none() && now.state == ItemState::Merged);
        let release =
            fetched.and_then(|item| item.release(&key.repo)).or_else(|| noted.and_then(|item| item.release));
        Ok(Some(ItemPage {
            answer,
            now,
            missing,
            release,
            keps,
            notes: unsigned("count", citing)?,
            cited: citations.into_iter().map(|citation| citation.cited).collect::<Vec<NoteCitation>>(),
            entries,
            key,
        }))
    }
}
