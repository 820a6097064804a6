//! How far each source of release notes and gates was read.

use jiff::Timestamp;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::rows::{read, read_opt};
use crate::{Result, Store, generation};

/// A source of facts that is read by itself: where it fails, the others do not.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum FactSource {
    /// The release notes of kubernetes/sig-release.
    ReleaseNotes,
    /// The versioned list of gates in kubernetes/kubernetes.
    GateList,
    /// The pages on gates in kubernetes/website.
    GatePages,
}

impl FactSource {
    /// Every source, in order.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

    /// As the database and messages spell it: `release-notes`, `gate-list`, `gate-pages`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// How far a source was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceProgress {
    /// The newest commit whose files count; `None` before the first.
    pub commit: Option<String>,
    /// Up to when its facts are complete; `None` before the first.
    pub data_at: Option<Timestamp>,
    /// When it was read last, with success or without.
    pub checked_at: Timestamp,
    /// What went wrong then, in a line for the operator.
    pub error: Option<String>,
}

#[derive(FromRow)]
struct SourceRow {
    name: String,
    commit: Option<String>,
    data_at: Option<String>,
    checked_at: String,
    error: Option<String>,
}

impl SourceRow {
    fn value(self) -> Result<(FactSource, SourceProgress)> {
        let progress = SourceProgress {
            commit: self.commit,
            data_at: read_opt("instant", self.data_at.as_deref())?,
            checked_at: read("instant", &self.checked_at)?,
            error: self.error,
        };
        Ok((read("source", &self.name)?, progress))
    }
}

impl Store {
    /// How far each source was read that was read at all, in order: one statement.
    pub async fn fact_sources(&self) -> Result<Vec<(FactSource, SourceProgress)>> {
        load_sources(&mut *self.reader()?.acquire().await?).await
    }

    /// How far a source was read; `None` before the first time.
    pub async fn fact_source(&self, source: FactSource) -> Result<Option<SourceProgress>> {
        let sources = self.fact_sources().await?;
        Ok(sources.into_iter().find(|(known, _)| *known == source).map(|(_, progress)| progress))
    }

    /// Records that a source could not be read: its facts stay as they were.
    pub async fn record_source_failure(&self, source: FactSource, at: Timestamp, error: &str) -> Result<()> {
        let mut db = self.begin().await?;
        sqlx::query(
            r#"
            insert into fact_source (name, checked_at, error) values (?, ?, ?)
            on conflict (name) do update set checked_at = excluded.checked_at, error = excluded.error
            "#,
        )
        .bind(source.as_str())
        .bind(at.to_string())
        .bind(error)
        .execute(&mut *db)
        .await?;
        generation::raise(&mut db).await?;
        db.commit().await?;
        Ok(())
    }
}

/// How far each source was read that was read at all, in order: one statement.
pub(crate) async fn load_sources(db: &mut SqliteConnection) -> Result<Vec<(FactSource, SourceProgress)>> {
    let rows: Vec<SourceRow> =
        sqlx::query_as(r#"select name, "commit", data_at, checked_at, error from fact_source"#)
            .fetch_all(db)
            .await?;
    let mut sources = rows.into_iter().map(SourceRow::value).collect::<Result<Vec<_>>>()?;
    sources.sort_by_key(|(source, _)| *source);
    Ok(sources)
}

/// Records how far a source was read, within the transaction that stores its facts.
pub(super) async fn record_progress(
    db: &mut SqliteConnection,
    source: FactSource,
    progress: &SourceProgress,
) -> Result<()> {
    sqlx::query(
        r#"
        insert into fact_source (name, "commit", data_at, checked_at, error) values (?, ?, ?, ?, ?)
        on conflict (name) do update set "commit" = excluded."commit", data_at = excluded.data_at,
            checked_at = excluded.checked_at, error = excluded.error
        "#,
    )
    .bind(source.as_str())
    .bind(&progress.commit)
    .bind(progress.data_at.map(|at| at.to_string()))
    .bind(progress.checked_at.to_string())
    .bind(&progress.error)
    .execute(db)
    .await?;
    Ok(())
}
