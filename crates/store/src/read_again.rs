//! Notes that were read by the rules of another version of Kepline, read again from their stored Markdown.
//!
//! `notebook.reading_version` says by which rules the notes of a notebook were read, `notebook.read_again_up_to` how far
//! they have been read again by those of [`READING_VERSION`]: what was done before a stop is not done twice.

use domain::notebook::draft::Fidelity;
use domain::notebook::prepared::{Content, PreparedNote, READING_VERSION};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::rendering::{NoteRendering, StoredRenderings};
use crate::rows::{self, unsigned};
use crate::sql::execute_rows;
use crate::{Result, Store, derive, fts, generation, in_force};

/// How many notes are read again in one transaction: other writers wait for no more.
const NOTES_AT_ONCE: i64 = 200;

/// How many notes were read again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rereading {
    /// All that were read.
    pub notes: usize,
    /// Those of which something is other than before.
    pub changed: usize,
}

/// A notebook whose notes are to be read again, with how far that is done.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
struct OutdatedNotebook {
    id: i64,
    /// The id of the last note that was read again.
    read_again_up_to: String,
}

/// A note to be read again.
#[derive(FromRow)]
struct StoredMarkdown {
    id: String,
    markdown: String,
    fidelity: String,
}

/// A note with what was made of it.
struct ReadNote {
    id: String,
    prepared: PreparedNote,
}

impl Store {
    /// Whether notes were read by other rules than those of [`READING_VERSION`]: [`Self::read_again`] is to be called.
    pub async fn is_reading_outdated(&self) -> Result<bool> {
        let mut db = self.reader()?.acquire().await?;
        Ok(OutdatedNotebook::load_first(&mut db).await?.is_some())
    }

    /// How many notes are yet to be read again.
    pub async fn notes_to_read_again(&self) -> Result<u32> {
        let mut db = self.reader()?.acquire().await?;
        count(&mut db).await
    }

    /// Reads again all notes that were read by the rules of another version; `report` is called with how many are left.
    ///
    /// `prepare` makes of a note's Markdown what is stored with it; its second argument says whether its source lost
    /// its links. Pages, writers and decisions wait for no more than some hundred notes, and show what was read before
    /// until then. Ids, places, decisions and the times of changes stay, and so do notes that left their source, which
    /// are read again when they come back.
    ///
    /// Where it is stopped, the next call goes on from there. An import of the notebook does all of it.
    pub async fn read_again(
        &self,
        prepare: impl Fn(&str, bool) -> PreparedNote + Sync,
        report: impl Fn(u32) + Sync,
    ) -> Result<Rereading> {
        let mut done = Rereading::default();
        loop {
            let mut db = self.reader()?.begin().await?;
            let Some(notebook) = OutdatedNotebook::load_first(&mut db).await? else { return Ok(done) };
            let notes = notebook.next_notes(&mut db).await?;
            report(count(&mut db).await?);
            db.rollback().await?;
            // Outside of a transaction: others write meanwhile.
            let mut read = Vec::new();
            for StoredMarkdown { id, markdown, fidelity } in notes {
                let fidelity: Fidelity = rows::read("fidelity", &fidelity)?;
                read.push(ReadNote { id, prepared: prepare(&markdown, fidelity.lost_links()) });
                tokio::task::yield_now().await;
            }
            let mut db = self.begin().await?;
            if !notebook.is_unchanged(&mut db).await? {
                // It was imported or removed, or another process was faster.
                continue;
            }
            let changed = match &read[..] {
                [] => {
                    record_version(&mut db, notebook.id).await?;
                    derive::finish_notes(&mut db).await?;
                    generation::raise(&mut db).await?;
                    0
                }
                [.., last] => {
                    notebook.record_progress(&mut db, &last.id).await?;
                    store(&mut db, &read).await?
                }
            };
            db.commit().await?;
            done.notes += read.len();
            done.changed += changed;
        }
    }
}

impl OutdatedNotebook {
    async fn load_first(db: &mut SqliteConnection) -> Result<Option<Self>> {
        Ok(sqlx::query_as(
            r#"
            select id, read_again_up_to from notebook where reading_version <> ? order by id limit 1
            "#,
        )
        .bind(READING_VERSION)
        .fetch_optional(db)
        .await?)
    }

    /// Whether it is as it was loaded: then its notes have the same Markdown, too.
    async fn is_unchanged(&self, db: &mut SqliteConnection) -> Result<bool> {
        Ok(Self::load_first(db).await?.as_ref() == Some(self))
    }

    async fn next_notes(&self, db: &mut SqliteConnection) -> Result<Vec<StoredMarkdown>> {
        // In the order of ids, whatever the statistics say of notebooks: each note is met once.
        Ok(sqlx::query_as(
            r#"
            select id, markdown, fidelity from note where id > ? and +notebook_id = ? and vanished_at is null
            order by id limit ?
            "#,
        )
        .bind(&self.read_again_up_to)
        .bind(self.id)
        .bind(NOTES_AT_ONCE)
        .fetch_all(db)
        .await?)
    }

    async fn record_progress(&self, db: &mut SqliteConnection, last: &str) -> Result<()> {
        sqlx::query("update notebook set read_again_up_to = ? where id = ?")
            .bind(last)
            .bind(self.id)
            .execute(db)
            .await?;
        Ok(())
    }
}

/// Records that all notes of a notebook were read by the rules of this version.
pub(crate) async fn record_version(db: &mut SqliteConnection, notebook: i64) -> Result<()> {
    sqlx::query("update notebook set reading_version = ?, read_again_up_to = '' where id = ?")
        .bind(READING_VERSION)
        .bind(notebook)
        .execute(db)
        .await?;
    Ok(())
}

async fn count(db: &mut SqliteConnection) -> Result<u32> {
    let left: i64 = sqlx::query_scalar(
        r#"
        select count(*) from notebook join note on note.notebook_id = notebook.id
        where notebook.reading_version <> ? and note.vanished_at is null and note.id > notebook.read_again_up_to
        "#,
    )
    .bind(READING_VERSION)
    .fetch_one(db)
    .await?;
    unsigned("count", left)
}

/// Stores what was made of notes where it is other than before, with all that follows from it; gives of how many.
async fn store(db: &mut SqliteConnection, notes: &[ReadNote]) -> Result<usize> {
    let renderings = StoredRenderings::load(db, notes.iter().map(|note| note.id.as_str())).await?;
    let with_new_texts: Vec<&ReadNote> =
        notes.iter().filter(|note| !renderings.has_texts(&note.id, &note.prepared)).collect();
    let texts = with_new_texts.iter().map(|note| {
        let PreparedNote { html, text, content, .. } = note.prepared.clone();
        (note.id.clone(), html, text, content)
    });
    store_texts(db, texts.collect()).await?;
    let texts: Vec<(&str, &str)> =
        with_new_texts.iter().map(|note| (note.id.as_str(), note.prepared.text.as_str())).collect();
    fts::index_notes(db, &texts).await?;
    let rows = notes.iter().map(|note| NoteRendering::new(&note.id, &note.prepared)).collect();
    let mut changed = renderings.replace(db, rows).await?;
    changed.extend(with_new_texts.iter().map(|note| note.id.clone()));
    let changed: Vec<String> =
        notes.iter().filter(|note| changed.contains(&note.id)).map(|note| note.id.clone()).collect();
    if !changed.is_empty() {
        in_force::update_for_notes(db, &changed).await?;
        derive::derive_decided(db, &changed).await?;
        generation::raise(db).await?;
    }
    Ok(changed.len())
}

/// Stores the texts of notes. They are no news to those who have read them: their times stay.
async fn store_texts(db: &mut SqliteConnection, rows: Vec<(String, String, String, Content)>) -> Result<()> {
    let statement = (
        r#"
        update note set html = read.column2, text = read.column3, has_code = read.column4, has_quote = read.column5,
            has_lost_link = read.column6 from (
        "#,
        ") as read where note.id = read.column1",
    );
    execute_rows(db, statement, 6, rows, |values, (id, html, text, content)| {
        values.push_bind(id).push_bind(html).push_bind(text).push_bind(content.code);
        values.push_bind(content.quote).push_bind(content.lost_link);
    })
    .await
}
