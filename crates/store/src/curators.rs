//! Curators and their passwords.

use std::fmt;

use domain::decision::curator::CuratorName;
use jiff::Timestamp;
use sqlx::FromRow;

use crate::rows::read;
use crate::{Error, Result, Store};

/// The number of a curator, never given to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CuratorId(pub i64);

/// A person who may tag.
#[derive(Clone, PartialEq, Eq)]
pub struct Curator {
    /// The number of their row.
    pub id: CuratorId,
    /// The name that their decisions carry.
    pub name: CuratorName,
    /// The hash of their password in PHC format; `None` for whom only a one-time link lets in.
    pub password_hash: Option<String>,
    /// When they were added.
    pub created_at: Timestamp,
}

impl fmt::Debug for Curator {
    /// Without the hash, which has no place in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Curator").field("id", &self.id.0).field("name", &self.name).finish_non_exhaustive()
    }
}

#[derive(FromRow)]
struct CuratorRow {
    id: i64,
    name: String,
    password_hash: Option<String>,
    created_at: String,
}

impl CuratorRow {
    fn value(self) -> Result<Curator> {
        Ok(Curator {
            id: CuratorId(self.id),
            name: read("name of a curator", &self.name)?,
            password_hash: self.password_hash,
            created_at: read("instant", &self.created_at)?,
        })
    }
}

impl Store {
    /// Adds a curator.
    pub async fn add_curator(
        &self,
        name: &CuratorName,
        password_hash: Option<&str>,
        at: Timestamp,
    ) -> Result<()> {
        let mut db = self.begin().await?;
        let added = sqlx::query(
            "insert into curator (name, password_hash, created_at) values (?, ?, ?) on conflict do nothing",
        )
        .bind(name.as_str())
        .bind(password_hash)
        .bind(at.to_string())
        .execute(&mut *db)
        .await?;
        db.commit().await?;
        if added.rows_affected() == 0 { Err(Error::CuratorExists(name.to_string())) } else { Ok(()) }
    }

    /// All curators by name.
    pub async fn curators(&self) -> Result<Vec<Curator>> {
        let rows: Vec<CuratorRow> =
            sqlx::query_as("select id, name, password_hash, created_at from curator order by name")
                .fetch_all(self.reader()?)
                .await?;
        rows.into_iter().map(CuratorRow::value).collect()
    }

    /// A curator; `None` once they were removed.
    pub async fn curator(&self, id: CuratorId) -> Result<Option<Curator>> {
        let row: Option<CuratorRow> =
            sqlx::query_as("select id, name, password_hash, created_at from curator where id = ?")
                .bind(id.0)
                .fetch_optional(self.reader()?)
                .await?;
        row.map(CuratorRow::value).transpose()
    }

    /// The curator of a name, whatever its capitals.
    pub async fn curator_by_name(&self, name: &CuratorName) -> Result<Option<Curator>> {
        let row: Option<CuratorRow> =
            sqlx::query_as("select id, name, password_hash, created_at from curator where name = ?")
                .bind(name.as_str())
                .fetch_optional(self.reader()?)
                .await?;
        row.map(CuratorRow::value).transpose()
    }

    /// Takes the right to tag away, and ends the curator's sessions; what they decided stays.
    pub async fn remove_curator(&self, name: &CuratorName) -> Result<()> {
        let mut db = self.begin().await?;
        let removed =
            sqlx::query("delete from curator where name = ?").bind(name.as_str()).execute(&mut *db).await?;
        db.commit().await?;
        if removed.rows_affected() == 0 { Err(Error::NoCurator(name.to_string())) } else { Ok(()) }
    }

    /// Gives a curator another password, and ends their sessions.
    pub async fn set_password(&self, name: &CuratorName, password_hash: &str) -> Result<()> {
        let mut db = self.begin().await?;
        let id: Option<i64> =
            sqlx::query_scalar("update curator set password_hash = ? where name = ? returning id")
                .bind(password_hash)
                .bind(name.as_str())
                .fetch_optional(&mut *db)
                .await?;
        let Some(id) = id else { return Err(Error::NoCurator(name.to_string())) };
        sqlx::query("delete from session where curator_id = ?").bind(id).execute(&mut *db).await?;
        db.commit().await?;
        Ok(())
    }

    /// Whether anybody can sign in with a password: before that, a one-time link is the way in.
    pub async fn has_password(&self) -> Result<bool> {
        let sql = "select exists (select 1 from curator where password_hash is not null)";
        Ok(sqlx::query_scalar(sql).fetch_one(self.reader()?).await?)
    }

    /// The curator whom the one-time link lets in, made where they are not there yet; `None` as soon as
    /// anybody has a password.
    pub async fn curator_by_link(&self, name: &CuratorName, at: Timestamp) -> Result<Option<Curator>> {
        let mut db = self.begin().await?;
        sqlx::query(
            r#"
            insert into curator (name, created_at) select ?, ?
            where not exists (select 1 from curator where password_hash is not null) on conflict do nothing
            "#,
        )
        .bind(name.as_str())
        .bind(at.to_string())
        .execute(&mut *db)
        .await?;
        let row: Option<CuratorRow> = sqlx::query_as(
            r#"
            select id, name, password_hash, created_at from curator where name = ?
                and not exists (select 1 from curator where password_hash is not null)
            "#,
        )
        .bind(name.as_str())
        .fetch_optional(&mut *db)
        .await?;
        db.commit().await?;
        row.map(CuratorRow::value).transpose()
    }
}
