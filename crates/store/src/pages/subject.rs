//! What the words of a search name.

use domain::cite::Repo;
use domain::github::{Answer, ItemKey, ItemStanding};
use domain::list::subject::{Subject, SubjectAnswer};
use domain::pages::SigLine;
use domain::sig::Sig;
use domain::version::Version;
use jiff::tz::TimeZone;

use super::kep_on;
use super::kep_rows::{KepRow, push_numbers};
use crate::rows::unsigned;
use crate::{Error, Result, Store};

impl Store {
    /// What is known of what a search names; `None` where nothing is. One statement, and as of a day three more for a KEP.
    pub async fn subject(&self, subject: &Subject) -> Result<Option<SubjectAnswer>> {
        match subject {
            Subject::Kep(number) => self.subject_kep(*number).await,
            Subject::Item(key) => self.subject_item(key).await,
            Subject::Sig(sig) => self.subject_sig(sig).await,
            Subject::Version(version) => self.subject_version(*version).await,
        }
    }

    async fn subject_kep(&self, number: u32) -> Result<Option<SubjectAnswer>> {
        let mut db = self.reader()?.begin().await?;
        let mut sql = KepRow::select();
        push_numbers(&mut sql, std::iter::once(number));
        // Those whose files are still there come first.
        let rows = KepRow::fetch(sql, &mut db).await?;
        let there = rows.iter().filter(|row| !row.gone).count();
        let mut lines = kep_on::lines(&mut db, &rows, self.as_of).await?;
        db.rollback().await?;
        if there > 1 && lines.len() > 1 {
            lines.truncate(there);
            return Ok(Some(SubjectAnswer::SeveralKeps(number, lines)));
        }
        Ok(lines.into_iter().next().map(|line| SubjectAnswer::Kep(Box::new(line))))
    }

    async fn subject_item(&self, key: &ItemKey) -> Result<Option<SubjectAnswer>> {
        let Ok(number) = i64::try_from(key.number) else { return Ok(None) };
        let (owner, repo, answer, notes): (Option<String>, Option<String>, Option<String>, i64) =
            sqlx::query_as(
                r#"
                select fetched.owner, fetched.repo, fetched.answer, (
                    select count(distinct outcome.note_id) from outcome where outcome.number = ?1
                        and outcome.owner = ?2 collate nocase and outcome.repo = ?3 collate nocase
                ) from (select 1) left join github_item as fetched on fetched.number = ?1
                    and fetched.owner = ?2 collate nocase and fetched.repo = ?3 collate nocase
                limit 1
                "#,
            )
            .bind(number)
            .bind(&key.repo.owner)
            .bind(&key.repo.name)
            .fetch_one(self.reader()?)
            .await?;
        if answer.is_none() && notes == 0 {
            return Ok(None);
        }
        let answer: Option<Answer> = answer
            .map(|answer| serde_json::from_str(&answer))
            .transpose()
            .map_err(|_| Error::Row { what: "answer of GitHub", found: key.to_string() })?;
        let item = match answer {
            Some(Answer::Item(item)) => Some(match self.as_of {
                Some(day) => item.known_on(day, &TimeZone::UTC),
                None => *item,
            }),
            _ => None,
        };
        let own_name = owner.zip(repo).map(|(owner, repo)| Repo::new(owner, repo));
        Ok(Some(SubjectAnswer::Item {
            key: ItemKey { repo: own_name.unwrap_or_else(|| key.repo.clone()), number: key.number },
            now: item.as_ref().map_or(ItemStanding::UNKNOWN, |item| item.now(&TimeZone::UTC)),
            title: item.map(|item| item.title),
            notes: unsigned("count", notes)?,
        }))
    }

    async fn subject_sig(&self, sig: &Sig) -> Result<Option<SubjectAnswer>> {
        let (notes, keps): (i64, i64) = sqlx::query_as(
            r#"
            select (select count(distinct note_id) from shown_tag where kind = 'sig' and value = ?1), (
                select count(*) from kep_now join kep on kep.id = kep_now.kep_id
                where kep_now.owning_sig = ?1 and (kep.gone = 0 or kep_now.notes > 0)
            )
            "#,
        )
        .bind(sig.as_str())
        .fetch_one(self.reader()?)
        .await?;
        let is_there = sig.group().is_some() || notes > 0 || keps > 0;
        let line =
            SigLine { sig: sig.clone(), notes: unsigned("count", notes)?, keps: unsigned("count", keps)? };
        Ok(is_there.then_some(SubjectAnswer::Sig(line)))
    }

    async fn subject_version(&self, version: Version) -> Result<Option<SubjectAnswer>> {
        let notes: i64 = sqlx::query_scalar(
            "select count(distinct note_id) from shown_tag where kind = 'version' and value = ?",
        )
        .bind(version.to_string())
        .fetch_one(self.reader()?)
        .await?;
        Ok(Some(SubjectAnswer::Version(version, unsigned("count", notes)?)))
    }
}
