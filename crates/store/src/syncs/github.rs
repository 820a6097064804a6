//! Pull requests and issues, as GitHub answered.

use domain::cite::Repo;
use domain::github::{Answer, ItemKey};
use jiff::Timestamp;
use sqlx::FromRow;

use crate::rows::{read_opt, unsigned};
use crate::{Error, Result, Store, generation};

/// A pull request or an issue that notes cite, with when it was fetched last and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedItem {
    /// As it is cited.
    pub key: ItemKey,
    /// When it was fetched last; `None` where it never was.
    pub fetched_at: Option<Timestamp>,
    /// Whether it may change soon: it is open, or was never fetched.
    pub open: bool,
    /// The last answer of GitHub.
    pub last: Option<Answer>,
    /// For a conditional request.
    pub etag: Option<String>,
}

/// An answer of GitHub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedItem {
    /// What was fetched, as it is cited.
    pub key: ItemKey,
    /// The answer; `None` where nothing has changed.
    pub answer: Option<Answer>,
    /// When GitHub answered.
    pub at: Timestamp,
    /// For the next conditional request.
    pub etag: Option<String>,
}

#[derive(FromRow)]
struct CitedItemRow {
    owner: String,
    repo: String,
    number: i64,
    fetched_at: Option<String>,
    open: Option<bool>,
    answer: Option<String>,
    etag: Option<String>,
}

impl Store {
    /// Every pull request and issue that notes cite, least recently fetched first; those that
    /// never were come first of all, in order of their names.
    ///
    /// A number that notes call a KEP and no KEP has counts as one of the enhancements repository.
    /// Repositories are one however their case is written.
    pub async fn cited_items(&self) -> Result<Vec<CitedItem>> {
        let rows: Vec<CitedItemRow> = sqlx::query_as(
            r#"
            select cited.owner, cited.repo, cited.number, github_item.fetched_at, github_item.open,
                github_item.answer, github_item.etag
            from (
                select outcome.owner, outcome.repo, outcome.number from outcome
                where outcome.number is not null
                group by lower(outcome.owner), lower(outcome.repo), outcome.number
            ) as cited left join github_item on github_item.owner = cited.owner
                and github_item.repo = cited.repo and github_item.number = cited.number
            order by github_item.fetched_at nulls first, cited.owner, cited.repo, cited.number
            "#,
        )
        .fetch_all(self.reader()?)
        .await?;
        rows.into_iter()
            .map(|row| {
                let key =
                    ItemKey { repo: Repo::new(row.owner, row.repo), number: unsigned("number", row.number)? };
                Ok(CitedItem {
                    key,
                    fetched_at: read_opt("instant", row.fetched_at.as_deref())?,
                    open: row.open.unwrap_or(true),
                    // One that a newer Kepline wrote and this one cannot read is fetched again.
                    last: row.answer.and_then(|answer| serde_json::from_str(&answer).ok()),
                    etag: row.etag,
                })
            })
            .collect()
    }

    /// Stores answers of GitHub, all at once.
    pub async fn store_items(&self, fetched: &[FetchedItem]) -> Result<()> {
        let mut db = self.begin().await?;
        for item in fetched {
            let key = &item.key;
            let number = i64::try_from(key.number)
                .map_err(|_| Error::Row { what: "number", found: key.to_string() })?;
            let Some(answer) = &item.answer else {
                sqlx::query(
                    "update github_item set fetched_at = ? where owner = ? and repo = ? and number = ?",
                )
                .bind(item.at.to_string())
                .bind(&key.repo.owner)
                .bind(&key.repo.name)
                .bind(number)
                .execute(&mut *db)
                .await?;
                continue;
            };
            let open = matches!(answer, Answer::Item(item) if !item.state.is_closed());
            sqlx::query(
                r#"
                insert into github_item (owner, repo, number, answer, open, fetched_at, etag)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (owner, repo, number) do update set answer = excluded.answer,
                    open = excluded.open, fetched_at = excluded.fetched_at, etag = excluded.etag
                "#,
            )
            .bind(&key.repo.owner)
            .bind(&key.repo.name)
            .bind(number)
            .bind(serde_json::to_string(answer).unwrap_or_default())
            .bind(open)
            .bind(item.at.to_string())
            .bind(&item.etag)
            .execute(&mut *db)
            .await?;
        }
        generation::raise(&mut db).await?;
        db.commit().await?;
        Ok(())
    }
}
