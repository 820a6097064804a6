//! Notebooks as the operator sees them.

use domain::notebook::{Notebook, NotebookSlug};
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::followed::{remove_source_of_notebook, rename_source};
use crate::import_run::load_notebook;
use crate::rows::{NotebookRow, unsigned};
use crate::{Error, Result, Store, derive, generation};

/// A notebook with its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredNotebook {
    /// Without its entries.
    pub notebook: Notebook,
    /// Entries in the source.
    pub entries: u32,
    /// Notes in the source.
    pub notes: u32,
    /// When it was imported last, as RFC 3339.
    pub imported_at: String,
}

#[derive(FromRow)]
struct StoredNotebookRow {
    #[sqlx(flatten)]
    notebook: NotebookRow,
    entries: i64,
    notes: i64,
    imported_at: String,
}

impl Store {
    /// Every notebook, by title.
    pub async fn notebooks(&self) -> Result<Vec<StoredNotebook>> {
        let mut sql = QueryBuilder::<Sqlite>::new("select ");
        sql.push(NotebookRow::COLUMNS);
        sql.push(
            ", notebook.imported_at, \
             (select count(*) from entry where notebook_id = notebook.id and vanished_at is null) as entries, \
             (select count(*) from note where notebook_id = notebook.id and vanished_at is null) as notes \
             from notebook order by title, slug",
        );
        let rows: Vec<StoredNotebookRow> = sql.build_query_as().fetch_all(self.reader()?).await?;
        rows.into_iter()
            .map(|row| {
                Ok(StoredNotebook {
                    notebook: row.notebook.value()?,
                    entries: unsigned("count", row.entries)?,
                    notes: unsigned("count", row.notes)?,
                    imported_at: row.imported_at,
                })
            })
            .collect()
    }

    /// The notebook of a slug.
    pub async fn notebook(&self, slug: &NotebookSlug) -> Result<Option<Notebook>> {
        load_notebook(&mut *self.reader()?.acquire().await?, slug.as_str()).await
    }

    /// The slug of every notebook.
    pub(crate) async fn notebook_slugs(&self) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar("select slug from notebook").fetch_all(self.reader()?).await?)
    }

    /// Gives a notebook another slug; its permalinks stay.
    pub async fn rename_notebook(&self, from: &NotebookSlug, to: &NotebookSlug) -> Result<()> {
        let mut db = self.begin().await?;
        let renamed = sqlx::query("update notebook set slug = ? where slug = ?")
            .bind(to.as_str())
            .bind(from.as_str())
            .execute(&mut *db)
            .await;
        match renamed {
            Ok(done) if done.rows_affected() == 0 => return Err(Error::NoNotebook(from.to_string())),
            Ok(_) => {
                rename_source(&mut db, from, to).await?;
                generation::raise(&mut db).await?;
            }
            Err(sqlx::Error::Database(cause)) if cause.is_unique_violation() => {
                return Err(Error::NotebookExists(to.to_string()));
            }
            Err(cause) => return Err(cause.into()),
        }
        db.commit().await?;
        Ok(())
    }

    /// Removes a notebook with its entries, notes and permalinks, for good, and the source that it follows.
    pub async fn remove_notebook(&self, slug: &NotebookSlug) -> Result<()> {
        let mut db = self.begin().await?;
        let removed =
            sqlx::query("delete from notebook where slug = ?").bind(slug.as_str()).execute(&mut *db).await?;
        if removed.rows_affected() == 0 {
            return Err(Error::NoNotebook(slug.to_string()));
        }
        remove_source_of_notebook(&mut db, slug).await?;
        derive::count_notes(&mut db).await?;
        generation::raise(&mut db).await?;
        db.commit().await?;
        Ok(())
    }
}
