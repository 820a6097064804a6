//! What can go wrong between Kepline and its database.

use std::io;
use std::path::{Path, PathBuf};

/// The result of every method of the store.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configured address is no SQLite URL.
    #[error("`{url}` is not a database address such as sqlite://kepline.db")]
    Url {
        /// As it was configured.
        url: String,
        /// The error of SQLite.
        #[source]
        cause: sqlx::Error,
    },
    /// A database in memory would be lost at once, and is another one for each connection.
    #[error("a database in memory keeps nothing: name a file, such as sqlite://kepline.db")]
    Memory,
    /// There is no such database.
    #[error("there is no database {}: import something first, or name it with --database", .0.display())]
    NotThere(PathBuf),
    /// The file has no bytes, or no tables.
    #[error(
        "{} is empty, and no database yet: restore a backup with `kepline restore FILE`, or import something to begin anew",
        .0.display()
    )]
    EmptyFile(PathBuf),
    /// The file is something else than a database.
    #[error(
        "{} is no database: name another file with --database, or restore a backup with `kepline restore FILE`",
        .0.display()
    )]
    NoDatabase(PathBuf),
    /// The file is a database that Kepline did not make.
    #[error(
        "{} is a database of another program, with tables such as {tables}: name a file of its own for Kepline with \
         --database",
        path.display()
    )]
    OtherProgram {
        /// The database's file.
        path: PathBuf,
        /// The names of some tables.
        tables: String,
    },
    /// The file is a database of a newer Kepline.
    #[error(
        "{} was made by a newer Kepline (schema {schema}, this one knows {known}): install that version again, or restore \
         a backup that this version made",
        path.display()
    )]
    NewerSchema {
        /// The database's file.
        path: PathBuf,
        /// The number of its newest migration.
        schema: i64,
        /// The number of the newest migration that this program has.
        known: i64,
    },
    /// Another file is at the path, or none.
    #[error(
        "{} is another file than the one that was opened, or is gone: nothing is written any more; stop Kepline and start it \
         again",
        .0.display()
    )]
    Replaced(PathBuf),
    /// Another process has the database open.
    #[error("{} is open in another process, such as `kepline serve`: stop it first; nothing was changed", .0.display())]
    InUse(PathBuf),
    /// A file next to the database, or a backup, could not be handled.
    #[error("cannot {action} {}", path.display())]
    File {
        /// What was to be done with it.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The error of the system.
        #[source]
        cause: io::Error,
    },
    /// The file could not be opened or made.
    #[error("cannot open the database {}", path.display())]
    Open {
        /// The database's file.
        path: PathBuf,
        /// The error of SQLite.
        #[source]
        cause: sqlx::Error,
    },
    /// There is no space left.
    #[error("the disk is full, and nothing was changed: free some space and try again")]
    DiskFull(#[source] sqlx::Error),
    /// The file or its folder is read-only.
    #[error("the database cannot be written to: its file or its folder is read-only")]
    ReadOnly(#[source] sqlx::Error),
    /// The file is damaged.
    #[error(
        "the database is damaged: restore a backup with `kepline restore FILE`; `kepline check` says what is wrong"
    )]
    Damaged(#[source] sqlx::Error),
    /// A migration failed, or the history of migrations was edited.
    #[error("cannot bring the database up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A statement failed.
    #[error("the database did not answer")]
    Query(#[source] sqlx::Error),
    /// A row has a value that Kepline never writes.
    #[error("the database holds a {what} that cannot be read: {found}")]
    Row {
        /// What the value should be.
        what: &'static str,
        /// The value that was found.
        found: String,
    },
    /// More than half of a notebook's notes would vanish.
    #[error("the import would lose {vanishing} of {known} notes of `{notebook}`")]
    LosesTooMuch {
        /// The notebook's slug.
        notebook: String,
        /// Notes that the new source no longer has.
        vanishing: usize,
        /// Notes that the notebook has now.
        known: usize,
    },
    /// Notes of a notebook that lives here would vanish.
    #[error("`{notebook}` is written in Kepline, and {vanishing} of its notes are not in the source")]
    LosesWritten {
        /// The notebook's slug.
        notebook: String,
        /// Notes that the source does not have.
        vanishing: usize,
    },
    /// The notes of a notebook come from a source: nothing is written in it.
    #[error("`{0}` has a source: what was written in it here would be lost with its next import")]
    NotWritten(String),
    /// Somebody else changed a note meanwhile.
    #[error("the note has changed meanwhile: compare your words with those that it has now")]
    Conflict {
        /// The Markdown that it has now.
        now: String,
    },
    /// Nothing would be other than before.
    #[error("nothing is other than before")]
    NothingWritten,
    /// What would change was shown, and is no longer what would.
    #[error("something else changed the database meanwhile: nothing was imported")]
    ChangedSince,
    /// A backup is never written over a file.
    #[error("{} is there already", .0.display())]
    BackupExists(PathBuf),
    /// There is no such backup.
    #[error("there is no backup {}", .0.display())]
    NoBackup(PathBuf),
    /// A backup is damaged.
    #[error("{} is damaged ({damage}): use another backup", path.display())]
    DamagedBackup {
        /// The backup, or the copy that should become one.
        path: PathBuf,
        /// The first thing that is wrong with it.
        damage: String,
    },
    /// A backup has not the rows of the database.
    #[error("the copy has {copied} notes, the database {stored}: nothing was written")]
    BackupDiffers {
        /// Notes of the copy.
        copied: u64,
        /// Notes of the database.
        stored: u64,
    },
    /// No source of that number.
    #[error("there is no source `{0}`: list them with `kepline source list`")]
    NoSource(String),
    /// A notebook follows one source: an import replaces it.
    #[error(
        "`{0}` follows a source already, and an import of another one would replace its notes: remove that source first, or \
         name another notebook with --notebook"
    )]
    HasSource(String),
    /// A notebook whose notes are written here follows no source.
    #[error(
        "`{0}` is written in Kepline, and an import of a source would replace what is written there: name another notebook \
         with --notebook"
    )]
    WrittenHere(String),
    /// No notebook of that name.
    #[error("there is no notebook `{0}`")]
    NoNotebook(String),
    /// A notebook of that name is there already.
    #[error("there is a notebook `{0}` already")]
    NotebookExists(String),
    /// No curator of that name.
    #[error("there is no curator `{0}`")]
    NoCurator(String),
    /// A curator of that name is there already.
    #[error("there is a curator `{0}` already")]
    CuratorExists(String),
    /// The curator has no such token, or revoked it already.
    #[error("there is no such token, or it was revoked already")]
    NoToken,
    /// A curator has as many tokens as there may be.
    #[error("you have {} tokens, as many as there may be: revoke one first", domain::token::MOST_TOKENS)]
    TooManyTokens,
    /// No note of that id was ever there.
    #[error("there is no note `{0}`")]
    NoNote(String),
    /// No entry of that id was ever there.
    #[error("there is no entry `{0}`")]
    NoEntry(String),
    /// The note has no such reference.
    #[error("the note `{note}` does not cite `{literal}`")]
    NoReference {
        /// The note's id.
        note: String,
        /// The literal text of the reference.
        literal: String,
    },
    /// A tag that nobody may set.
    #[error(transparent)]
    Refused(#[from] domain::decision::TagNotAllowed),
    /// A list is not as long as the curator agreed to.
    #[error("the list has {found} notes by now, not {expected}: look again, then confirm")]
    OtherCount {
        /// Notes that the curator saw.
        expected: u32,
        /// Notes that there are.
        found: u32,
    },
    /// A request without decisions.
    #[error("there is nothing to decide")]
    NothingToDecide,
    /// It was never decided, or was undone already.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// No import of that number.
    #[error("there is no import {0}")]
    NoRun(i64),
    /// An import that cannot be taken back now.
    #[error(
        "import {0} cannot be undone: it is not the last of its notebook that changed something and is in effect, or it \
         is from a time when what an import changed was not kept"
    )]
    NotUndoable(i64),
}

/// What an error means to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Others write, or too many read: the same may succeed a little later.
    Busy,
    /// Another file has taken the place of the database: nothing succeeds until the program is started again.
    Replaced,
    /// There is nothing of the given name or id.
    NotFound,
    /// It cannot be done as requested; the error's text is the reason.
    Refused,
    /// The database or its operator is at fault; the error's text is for them alone.
    Failed,
}

/// The codes of SQLite, in the lowest byte; those above it say more.
mod code {
    pub const BUSY: u32 = 5;
    pub const READ_ONLY: u32 = 8;
    pub const CORRUPT: u32 = 11;
    pub const FULL: u32 = 13;
    pub const CANNOT_OPEN: u32 = 14;
    pub const NO_DATABASE: u32 = 26;
}

impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        match code(&cause) {
            Some(code::FULL) => Self::DiskFull(cause),
            Some(code::READ_ONLY) => Self::ReadOnly(cause),
            Some(code::CORRUPT | code::NO_DATABASE) => Self::Damaged(cause),
            _ => Self::Query(cause),
        }
    }
}

impl Error {
    /// Why a database could not be opened.
    pub(crate) fn opening(path: &Path, cause: sqlx::Error) -> Self {
        match code(&cause) {
            Some(code::NO_DATABASE) => Self::NoDatabase(path.to_path_buf()),
            Some(code::CORRUPT | code::FULL) => cause.into(),
            _ => Self::Open { path: path.to_path_buf(), cause },
        }
    }

    /// Why a file could not be handled: `cannot {action} {path}`.
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |cause| Self::File { action, path, cause }
    }

    /// Whether SQLite could not open the database or one of the files that it needs next to it.
    pub(crate) fn cannot_open(&self) -> bool {
        matches!(self, Self::Open { cause, .. } if matches!(code(cause), Some(code::CANNOT_OPEN | code::READ_ONLY)))
    }

    /// What it means to the caller: the one place that sorts errors.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NoNotebook(_)
            | Self::NoSource(_)
            | Self::NoCurator(_)
            | Self::NoNote(_)
            | Self::NoEntry(_)
            | Self::NoRun(_)
            | Self::NoToken => ErrorKind::NotFound,
            Self::LosesTooMuch { .. }
            | Self::LosesWritten { .. }
            | Self::NotWritten(_)
            | Self::Conflict { .. }
            | Self::NothingWritten
            | Self::HasSource(_)
            | Self::WrittenHere(_)
            | Self::ChangedSince
            | Self::BackupExists(_)
            | Self::NotebookExists(_)
            | Self::CuratorExists(_)
            | Self::NoReference { .. }
            | Self::Refused(_)
            | Self::OtherCount { .. }
            | Self::NothingToDecide
            | Self::TooManyTokens
            | Self::NothingToUndo
            | Self::NotUndoable(_) => ErrorKind::Refused,
            Self::Open { cause, .. } | Self::Query(cause) if is_busy(cause) => ErrorKind::Busy,
            Self::Replaced(_) => ErrorKind::Replaced,
            Self::Url { .. }
            | Self::Memory
            | Self::NotThere(_)
            | Self::EmptyFile(_)
            | Self::NoDatabase(_)
            | Self::OtherProgram { .. }
            | Self::NewerSchema { .. }
            | Self::InUse(_)
            | Self::File { .. }
            | Self::Open { .. }
            | Self::DiskFull(_)
            | Self::ReadOnly(_)
            | Self::Damaged(_)
            | Self::Migrate(_)
            | Self::Query(_)
            | Self::Row { .. }
            | Self::NoBackup(_)
            | Self::DamagedBackup { .. }
            | Self::BackupDiffers { .. } => ErrorKind::Failed,
        }
    }
}

/// Whether another write, or so many readers, took too long to wait for.
fn is_busy(cause: &sqlx::Error) -> bool {
    matches!(cause, sqlx::Error::PoolTimedOut) || code(cause) == Some(code::BUSY)
}

fn code(cause: &sqlx::Error) -> Option<u32> {
    let code = cause.as_database_error()?.code()?;
    code.parse::<u32>().ok().map(|code| code & 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(error: Error, kind: ErrorKind) {
        assert_eq!(error.kind(), kind, "{error}");
    }

    #[test]
    fn each_error_is_of_one_kind() {
        check(Error::NoNotebook("a".into()), ErrorKind::NotFound);
        check(Error::NoSource("1".into()), ErrorKind::NotFound);
        check(Error::HasSource("a".into()), ErrorKind::Refused);
        check(Error::WrittenHere("a".into()), ErrorKind::Refused);
        check(Error::NoCurator("a".into()), ErrorKind::NotFound);
        check(Error::NoNote("a".into()), ErrorKind::NotFound);
        check(Error::NoToken, ErrorKind::NotFound);
        check(Error::TooManyTokens, ErrorKind::Refused);
        check(Error::NoEntry("a".into()), ErrorKind::NotFound);
        check(Error::LosesTooMuch { notebook: "a".into(), vanishing: 2, known: 3 }, ErrorKind::Refused);
        check(Error::LosesWritten { notebook: "a".into(), vanishing: 1 }, ErrorKind::Refused);
        check(Error::NotWritten("a".into()), ErrorKind::Refused);
        check(Error::Conflict { now: "a".into() }, ErrorKind::Refused);
        check(Error::NothingWritten, ErrorKind::Refused);
        check(Error::BackupExists("a".into()), ErrorKind::Refused);
        check(Error::NotebookExists("a".into()), ErrorKind::Refused);
        check(Error::CuratorExists("a".into()), ErrorKind::Refused);
        check(Error::NoReference { note: "a".into(), literal: "b".into() }, ErrorKind::Refused);
        check(Error::OtherCount { expected: 1, found: 2 }, ErrorKind::Refused);
        check(Error::NothingToDecide, ErrorKind::Refused);
        check(Error::NothingToUndo, ErrorKind::Refused);
        check(Error::NoRun(1), ErrorKind::NotFound);
        check(Error::NotUndoable(1), ErrorKind::Refused);
        check(Error::Memory, ErrorKind::Failed);
        check(Error::NotThere("a".into()), ErrorKind::Failed);
        check(Error::Replaced("a".into()), ErrorKind::Replaced);
        check(Error::Query(sqlx::Error::RowNotFound), ErrorKind::Failed);
        check(Error::Row { what: "day", found: "a".into() }, ErrorKind::Failed);
        check(Error::Query(sqlx::Error::PoolTimedOut), ErrorKind::Busy);
        check(Error::Open { path: "a".into(), cause: sqlx::Error::PoolTimedOut }, ErrorKind::Busy);
    }
}
