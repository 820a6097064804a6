//! The tokens of curators: each is known by its digest alone.

use domain::Date;
use domain::decision::curator::CuratorName;
use domain::notebook::NotebookSlug;
use domain::pages::{ListedToken, TokenNotebook};
use domain::token::{MOST_TOKENS, TokenDigest, TokenLabel, TokenScope};
use jiff::Timestamp;
use sqlx::FromRow;

use crate::rows::{read, read_opt};
use crate::{Error, Result, Store};

/// How many tokens a list shows: all that are in force, and the last that were revoked.
const LISTED: u32 = 40;

/// The number of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenId(pub i64);

/// A token that is about to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is known by.
    pub digest: TokenDigest,
    /// What it is for.
    pub label: TokenLabel,
    /// What it lets a program do.
    pub scope: TokenScope,
    /// The notebook that it is for alone.
    pub notebook: Option<NotebookSlug>,
}

/// A token in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredToken {
    /// Its number.
    pub id: TokenId,
    /// In whose name it writes.
    pub curator: CuratorName,
    /// What it lets a program do; `None` for what a newer Kepline has made it for.
    pub scope: Option<TokenScope>,
    /// The notebook that it is for alone.
    pub notebook: Option<NotebookSlug>,
    /// The last day in UTC on which it was used.
    pub last_used: Option<Date>,
}

#[derive(FromRow)]
struct TokenRow {
    id: i64,
    curator: String,
    scope: String,
    notebook: Option<String>,
    last_used: Option<String>,
}

impl TokenRow {
    fn value(self) -> Result<StoredToken> {
        Ok(StoredToken {
            id: TokenId(self.id),
            curator: read("name of a curator", &self.curator)?,
            scope: self.scope.parse().ok(),
            notebook: read_opt("slug", self.notebook.as_deref())?,
            last_used: read_opt("day", self.last_used.as_deref())?,
        })
    }
}

#[derive(FromRow)]
struct ListedTokenRow {
    id: i64,
    label: String,
    slug: Option<String>,
    title: Option<String>,
    created_at: String,
    last_used: Option<String>,
    revoked_at: Option<String>,
}

impl ListedTokenRow {
    fn value(self) -> Result<ListedToken> {
        let notebook = match (self.slug, self.title) {
            (Some(slug), Some(title)) => Some(TokenNotebook { slug: read("slug", &slug)?, title }),
            _ => None,
        };
        Ok(ListedToken {
            id: self.id,
            label: self.label,
            notebook,
            created_at: read("instant", &self.created_at)?,
            last_used: read_opt("day", self.last_used.as_deref())?,
            revoked_at: read_opt("instant", self.revoked_at.as_deref())?,
        })
    }
}

impl Store {
    /// Stores a new token of a curator, who has fewer than [`MOST_TOKENS`] in force.
    pub async fn add_token(&self, curator: &CuratorName, token: &NewToken, at: Timestamp) -> Result<()> {
        let mut db = self.begin().await?;
        let curator_id: Option<i64> = sqlx::query_scalar("select id from curator where name = ?")
            .bind(curator.as_str())
            .fetch_optional(&mut *db)
            .await?;
        let curator_id = curator_id.ok_or_else(|| Error::NoCurator(curator.to_string()))?;
        let in_force: u32 =
            sqlx::query_scalar("select count(*) from api_token where curator_id = ? and revoked_at is null")
                .bind(curator_id)
                .fetch_one(&mut *db)
                .await?;
        if in_force >= MOST_TOKENS {
            return Err(Error::TooManyTokens);
        }
        let notebook_id: Option<i64> = match &token.notebook {
            None => None,
            Some(slug) => {
                let id = sqlx::query_scalar("select id from notebook where slug = ?").bind(slug.as_str());
                let id = id.fetch_optional(&mut *db).await?;
                Some(id.ok_or_else(|| Error::NoNotebook(slug.to_string()))?)
            }
        };
        sqlx::query(
            "insert into api_token (curator_id, label, digest, scope, notebook_id, created_at) values (?, ?, ?, ?, ?, ?)",
        )
        .bind(curator_id)
        .bind(token.label.as_str())
        .bind(token.digest.as_str())
        .bind(token.scope.as_str())
        .bind(notebook_id)
        .bind(at.to_string())
        .execute(&mut *db)
        .await?;
        db.commit().await
    }

    /// The tokens of a curator: those in force, then the last that were revoked, each newest first.
    pub async fn tokens(&self, curator: &CuratorName) -> Result<Vec<ListedToken>> {
        let rows: Vec<ListedTokenRow> = sqlx::query_as(
            r#"
            select api_token.id, api_token.label, notebook.slug, notebook.title, api_token.created_at,
                api_token.last_used, api_token.revoked_at
            from api_token left join notebook on notebook.id = api_token.notebook_id
            where api_token.curator_id = (select id from curator where name = ?)
            order by api_token.revoked_at is not null, api_token.id desc limit ?
            "#,
        )
        .bind(curator.as_str())
        .bind(LISTED)
        .fetch_all(self.reader()?)
        .await?;
        rows.into_iter().map(ListedTokenRow::value).collect()
    }

    /// The token of a digest, as long as it is in force.
    ///
    /// The time that the search takes depends on digests alone, which say nothing of a token.
    pub async fn token(&self, digest: &TokenDigest) -> Result<Option<StoredToken>> {
        let row: Option<TokenRow> = sqlx::query_as(
            r#"
            select api_token.id, curator.name as curator, api_token.scope, notebook.slug as notebook, api_token.last_used
            from api_token join curator on curator.id = api_token.curator_id
            left join notebook on notebook.id = api_token.notebook_id
            where api_token.digest = ? and api_token.revoked_at is null
            "#,
        )
        .bind(digest.as_str())
        .fetch_optional(self.reader()?)
        .await?;
        row.map(TokenRow::value).transpose()
    }

    /// Records the day on which a token was used, unless that is known.
    pub async fn record_token_use(&self, token: &StoredToken, day: Date) -> Result<()> {
        if token.last_used.is_some_and(|last| last >= day) {
            return Ok(());
        }
        let mut db = self.begin().await?;
        sqlx::query("update api_token set last_used = ? where id = ?")
            .bind(day.to_string())
            .bind(token.id.0)
            .execute(&mut *db)
            .await?;
        db.commit().await
    }

    /// Ends a token of a curator.
    pub async fn revoke_token(&self, curator: &CuratorName, token: TokenId, at: Timestamp) -> Result<()> {
        let mut db = self.begin().await?;
        let revoked = sqlx::query(
            r#"
            update api_token set revoked_at = ? where id = ? and revoked_at is null
                and curator_id = (select id from curator where name = ?)
            "#,
        )
        .bind(at.to_string())
        .bind(token.0)
        .bind(curator.as_str())
        .execute(&mut *db)
        .await?;
        db.commit().await?;
        if revoked.rows_affected() == 0 { Err(Error::NoToken) } else { Ok(()) }
    }
}
