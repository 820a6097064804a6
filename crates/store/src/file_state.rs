//! What lies at the path of a database, looked at before anything is written to it.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use crate::{Error, MIGRATIONS, Result, schema};

/// The number in the header of each database of Kepline, written by migration 18: "Kepl".
const APPLICATION_ID: i32 = 0x4b65_706c;

/// How long to wait for a process that has the database to itself, as one that closes it for a moment.
const PATIENCE: Duration = Duration::from_secs(10);

/// What lies at the path of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileState {
    /// There is no file.
    Missing,
    /// A file without tables: of 0 bytes, as a rule.
    Empty,
    /// A database of Kepline that this version can use.
    Kepline {
        /// Whether it has all tables of this version.
        is_current: bool,
    },
}

/// What tells databases of Kepline from others.
struct Signature {
    application_id: i32,
    /// The first tables by name, but for that of migrations.
    tables: Vec<String>,
    /// The number and the checksum of each migration, or `None` without a table of them.
    migrations: Option<Vec<(i64, Vec<u8>)>>,
}

impl FileState {
    /// Looks at a file and leaves it as it is.
    ///
    /// # Errors
    /// Where it is no database, one of another program, or one of a newer Kepline.
    pub(crate) async fn load(path: &Path) -> Result<Self> {
        match std::fs::metadata(path) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Self::Missing),
            Ok(metadata) if metadata.is_file() && metadata.len() == 0 => return Ok(Self::Empty),
            _ => {}
        }
        let mut db = connect(path).await?;
        let signature = Signature::load(&mut db).await.map_err(|cause| Error::opening(path, cause));
        db.close().await?;
        signature?.state(path)
    }
}

/// A connection that only reads, to any database.
pub(crate) async fn connect(path: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(PATIENCE);
    options.connect().await.map_err(|cause| Error::opening(path, cause))
}

impl Signature {
    async fn load(db: &mut SqliteConnection) -> sqlx::Result<Self> {
        let application_id = sqlx::query_scalar("pragma application_id").fetch_one(&mut *db).await?;
        let mut tables: Vec<String> = sqlx::query_scalar(
            "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name",
        )
        .fetch_all(&mut *db)
        .await?;
        let all = tables.len();
        tables.retain(|table| table != "_sqlx_migrations");
        let migrations = match tables.len() < all {
            true => Some(
                sqlx::query_as("select version, checksum from _sqlx_migrations order by version")
                    .fetch_all(&mut *db)
                    .await?,
            ),
            false => None,
        };
        Ok(Self { application_id, tables, migrations })
    }

    fn state(mut self, path: &Path) -> Result<FileState> {
        if !self.is_kepline() {
            if self.application_id == 0 && self.tables.is_empty() && self.migrations.is_none() {
                return Ok(FileState::Empty);
            }
            self.tables.truncate(3);
            return Err(Error::OtherProgram { path: path.to_path_buf(), tables: self.tables.join(", ") });
        }
        let applied = self.migrations.unwrap_or_default();
        let stored = applied.last().map_or(0, |(version, _)| *version);
        let known = schema::known();
        if stored > known {
            return Err(Error::NewerSchema { path: path.to_path_buf(), schema: stored, known });
        }
        Ok(FileState::Kepline { is_current: stored == known })
    }

    /// Databases that were made before migration 18 are known by their first migration; where that did not come
    /// to its end, by having nothing but the table of migrations.
    fn is_kepline(&self) -> bool {
        let first = MIGRATIONS.iter().next();
        self.application_id == APPLICATION_ID
            || self.application_id == 0
                && self.migrations.as_ref().is_some_and(|applied| match applied.first() {
                    Some((version, checksum)) => {
                        first.is_some_and(|first| first.version == *version && *first.checksum == **checksum)
                    }
                    None => self.tables.is_empty(),
                })
    }
}
