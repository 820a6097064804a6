//! Putting an import into the database: what is found again keeps its id, all in one transaction.

use std::collections::{HashMap, HashSet};

use domain::Date;
use domain::id::{EntryId, NoteId};
use domain::list::timeline::sort_day;
use domain::notebook::Notebook;
use domain::notebook::Rights;
use domain::notebook::draft::DraftEntry;
use domain::notebook::prepared::PreparedNote;
use domain::notebook::reimport::{self, ChangeCount, PlannedEntry, PreviousEntry, PreviousNote, SourceEntry};
use domain::remark::Remark;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, FromRow, QueryBuilder, Sqlite};

use crate::decisions::resolve_notebook;
use crate::derive::derive_notebook;
use crate::rows::{ReferenceRow, TagRow, read, read_opt};
use crate::{Error, Result, Store, fts, generation, statistics};

/// The new state of a notebook.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// Its head.
    pub notebook: Notebook,
    /// Oldest first.
    pub entries: Vec<DraftEntry>,
    /// When it was imported.
    pub at: jiff::Timestamp,
    /// Whether more than half of the notes may vanish.
    pub may_lose: bool,
    /// Whether to find out what would happen and leave everything as it is.
    pub dry_run: bool,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Whether the notebook was not there before.
    pub is_new: bool,
    /// Entries touched.
    pub entries: ChangeCount,
    /// Notes touched.
    pub notes: ChangeCount,
    /// Unchanged notes that were made into HTML, references or tags anew, because Kepline has learnt.
    pub remade: usize,
    /// What is uncertain.
    pub remarks: Vec<Remark>,
}

impl Report {
    /// Whether the notebook held all of it before.
    fn is_unchanged(&self) -> bool {
        let untouched = |count: &ChangeCount| count.new + count.changed + count.vanished == 0;
        untouched(&self.entries) && untouched(&self.notes) && self.remade == 0
    }
}

impl Store {
    /// Makes the notebook what `replacement` says, or leaves everything as it was on any error.
    ///
    /// `prepare` makes of the Markdown of a note what is stored beside it. Notes are prepared as they are
    /// written, one at a time, so that the whole of a large source is in memory as Markdown alone.
    ///
    /// Fails with [`Error::LosesTooMuch`] when more than half of the notes would vanish
    /// and that was not allowed.
    pub async fn replace(
        &self,
        replacement: &Replacement,
        prepare: impl Fn(&str) -> PreparedNote + Sync,
    ) -> Result<Report> {
        let mut connection = self.writer.acquire().await?;
        let mut transaction = connection.begin_with("begin immediate").await?;
        let report = write(&mut transaction, replacement, &prepare).await?;
        if replacement.dry_run {
            transaction.rollback().await?;
        } else {
            if !report.is_unchanged() {
                statistics::renew(&mut transaction).await?;
            }
            transaction.commit().await?;
        }
        Ok(report)
    }
}

#[derive(FromRow)]
struct StoredEntry {
    id: String,
    position: i64,
    date: Option<String>,
    not_before: Option<String>,
    not_after: Option<String>,
    body_lost: bool,
    source_key: Option<String>,
    vanished: bool,
}

#[derive(FromRow)]
struct StoredNote {
    id: String,
    entry_id: String,
    position: i64,
    markdown: String,
    html: String,
    text: String,
    date: Option<String>,
    vanished: bool,
}

/// What the database holds of a notebook before an import.
struct Before {
    /// In order, vanished ones among them.
    entries: Vec<StoredEntry>,
    /// Where an id stands in `entries`.
    place: HashMap<String, usize>,
    notes: HashMap<String, StoredNote>,
    references: HashMap<String, Vec<ReferenceRow>>,
    tags: HashMap<String, Vec<TagRow>>,
    /// Every id of the database, whatever notebook it belongs to.
    taken: HashSet<String>,
}

impl Before {
    async fn load(db: &mut SqliteConnection, notebook: i64) -> Result<Self> {
        let entries: Vec<StoredEntry> = sqlx::query_as(
            "select id, position, date, not_before, not_after, body_lost, source_key, \
             vanished_at is not null as vanished from entry where notebook_id = ? order by position, id",
        )
        .bind(notebook)
        .fetch_all(&mut *db)
        .await?;
        let notes: Vec<StoredNote> = sqlx::query_as(
            "select id, entry_id, position, markdown, html, text, date, vanished_at is not null as vanished \
             from note where notebook_id = ?",
        )
        .bind(notebook)
        .fetch_all(&mut *db)
        .await?;
        let mut sql = QueryBuilder::<Sqlite>::new("select ");
        sql.push(ReferenceRow::COLUMNS);
        sql.push(" from reference where note_id in (select id from note where notebook_id = ");
        sql.push_bind(notebook).push(") order by note_id, position");
        let references: Vec<ReferenceRow> = sql.build_query_as().fetch_all(&mut *db).await?;
        let tags: Vec<TagRow> = sqlx::query_as(
            "select note_id, kind, value, origin, evidence, strong from derived_tag \
             where origin in ('text', 'component') and note_id in (select id from note where notebook_id = ?)",
        )
        .bind(notebook)
        .fetch_all(&mut *db)
        .await?;
        let taken: Vec<String> = sqlx::query_scalar("select id from entry union all select id from note")
            .fetch_all(&mut *db)
            .await?;
        let place = entries.iter().enumerate().map(|(n, entry)| (entry.id.clone(), n)).collect();
        let mut before = Self {
            entries,
            place,
            notes: notes.into_iter().map(|note| (note.id.clone(), note)).collect(),
            references: HashMap::new(),
            tags: HashMap::new(),
            taken: taken.into_iter().collect(),
        };
        for row in references {
            before.references.entry(row.note_id.clone()).or_default().push(row);
        }
        for row in tags {
            before.tags.entry(row.note_id.clone()).or_default().push(row);
        }
        Ok(before)
    }

    /// The same as the values that identity is judged by.
    fn known(&self) -> Result<Vec<PreviousEntry>> {
        let mut of_entry: HashMap<&str, Vec<&StoredNote>> = HashMap::new();
        for note in self.notes.values() {
            of_entry.entry(&note.entry_id).or_default().push(note);
        }
        self.entries
            .iter()
            .map(|entry| {
                let mut notes = of_entry.remove(entry.id.as_str()).unwrap_or_default();
                notes.sort_by_key(|note| (note.position, &note.id));
                let notes = notes
                    .into_iter()
                    .map(|note| {
                        Ok(PreviousNote {
                            id: read("id", &note.id)?,
                            text: note.markdown.clone(),
                            vanished: note.vanished,
                        })
                    })
                    .collect::<Result<_>>()?;
                Ok(PreviousEntry {
                    id: read("id", &entry.id)?,
                    key: entry.source_key.clone(),
                    date: read_opt("day", entry.date.as_deref())?,
                    vanished: entry.vanished,
                    notes,
                })
            })
            .collect()
    }
}

async fn write(
    db: &mut SqliteConnection,
    replacement: &Replacement,
    prepare: &(dyn Fn(&str) -> PreparedNote + Sync),
) -> Result<Report> {
    let head = &replacement.notebook;
    let at = replacement.at.to_string();
    let known_as: Option<i64> = sqlx::query_scalar("select id from notebook where slug = ?")
        .bind(head.slug.as_str())
        .fetch_optional(&mut *db)
        .await?;
    let notebook = write_head(db, head, &at).await?;
    let before = Before::load(db, notebook).await?;

    let sought: Vec<SourceEntry<'_>> = replacement
        .entries
        .iter()
        .map(|entry| SourceEntry {
            date: entry.date,
            key: entry.key.as_deref(),
            notes: entry.notes.iter().map(|note| note.markdown.as_str()).collect(),
        })
        .collect();
    let known = before.known()?;
    let plan = reimport::plan(&head.slug, &known, &sought, &|id| before.taken.contains(id));
    if plan.loses_more_than_half() && !replacement.may_lose {
        return Err(Error::LosesTooMuch {
            notebook: head.slug.to_string(),
            vanishing: plan.vanished_notes.len(),
            known: before.notes.values().filter(|note| !note.vanished).count(),
        });
    }

    for id in &plan.vanished_notes {
        // What counts tags need not ask which notes are still there.
        sqlx::query("delete from derived_tag where note_id = ?").bind(id.as_str()).execute(&mut *db).await?;
        sqlx::query("delete from note_verdict where note_id = ?").bind(id.as_str()).execute(&mut *db).await?;
        sqlx::query("delete from note_correction where note_id = ?")
            .bind(id.as_str())
            .execute(&mut *db)
            .await?;
        fts::remove_note(db, id.as_str()).await?;
        sqlx::query("update note set vanished_at = ? where id = ?")
            .bind(&at)
            .bind(id.as_str())
            .execute(&mut *db)
            .await?;
    }
    for id in &plan.vanished_entries {
        sqlx::query("update entry set vanished_at = ? where id = ?")
            .bind(&at)
            .bind(id.as_str())
            .execute(&mut *db)
            .await?;
    }
    // All entries first: a note may move into an entry that comes later.
    for (position, (entry, planned)) in replacement.entries.iter().zip(&plan.entries).enumerate() {
        write_entry(db, notebook, position, entry, planned, &before).await?;
    }
    let mut remade = 0;
    for (entry, planned) in replacement.entries.iter().zip(&plan.entries) {
        for (position, (note, id)) in entry.notes.iter().zip(planned.notes.iter().map(|n| &n.id)).enumerate()
        {
            let place = NotePlace { notebook, entry: &planned.id, position, date: entry.date, at: &at };
            remade += usize::from(
                write_note(db, place, id, &note.markdown, &prepare(&note.markdown), &before).await?,
            );
        }
    }
    resolve_notebook(db, notebook).await?;
    derive_notebook(db, notebook).await?;
    let counts = plan.counts();
    let report = Report {
        is_new: known_as.is_none(),
        entries: counts.entries,
        notes: counts.notes,
        remade,
        remarks: plan.remarks,
    };
    finish(db, notebook, &at, &report).await?;
    Ok(report)
}

/// Writes the notebook's own row and gives its number.
async fn write_head(db: &mut SqliteConnection, head: &Notebook, at: &str) -> Result<i64> {
    let licence = match &head.rights {
        Rights::Licensed(licence) => Some(licence),
        Rights::Own | Rights::Unstated => None,
    };
    Ok(sqlx::query_scalar(
        "insert into notebook (slug, title, author, origin, time_zone, rights, licence, announced_entries, \
         lost_links, imported_at) \
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         on conflict (slug) do update set title = excluded.title, author = excluded.author, \
         origin = excluded.origin, time_zone = excluded.time_zone, rights = excluded.rights, \
         licence = excluded.licence, announced_entries = excluded.announced_entries, lost_links = excluded.lost_links, \
         imported_at = excluded.imported_at returning id",
    )
    .bind(head.slug.as_str())
    .bind(&head.title)
    .bind(&head.author)
    .bind(&head.origin)
    .bind(&head.time_zone)
    .bind(head.rights.as_str())
    .bind(licence)
    .bind(head.announced_entries)
    .bind(head.lost_links)
    .bind(at)
    .fetch_one(db)
    .await?)
}

async fn write_entry(
    db: &mut SqliteConnection,
    notebook: i64,
    position: usize,
    entry: &DraftEntry,
    planned: &PlannedEntry,
    before: &Before,
) -> Result<()> {
    let text = |day: Option<Date>| day.map(|day| day.to_string());
    let stored = before.place.get(planned.id.as_str()).map(|n| &before.entries[*n]);
    let same = stored.is_some_and(|stored| {
        !stored.vanished
            && stored.position == position as i64
            && stored.date == text(entry.date)
            && stored.not_before == text(entry.not_before)
            && stored.not_after == text(entry.not_after)
            && stored.body_lost == entry.body_lost
            && stored.source_key == entry.key
    });
    if same {
        return Ok(());
    }
    sqlx::query(
        "insert into entry (id, notebook_id, position, date, not_before, not_after, sort_day, body_lost, source_key) \
         values (?, ?, ?, ?, ?, ?, ?, ?, ?) \
         on conflict (id) do update set position = excluded.position, date = excluded.date, \
         not_before = excluded.not_before, not_after = excluded.not_after, sort_day = excluded.sort_day, \
         body_lost = excluded.body_lost, source_key = excluded.source_key, vanished_at = null",
    )
    .bind(planned.id.as_str())
    .bind(notebook)
    .bind(position as i64)
    .bind(text(entry.date))
    .bind(text(entry.not_before))
    .bind(text(entry.not_after))
    .bind(sort_day(entry.date, entry.not_before, entry.not_after).to_string())
    .bind(entry.body_lost)
    .bind(&entry.key)
    .execute(db)
    .await?;
    Ok(())
}

/// Where a note is to stand.
struct NotePlace<'a> {
    notebook: i64,
    entry: &'a EntryId,
    position: usize,
    date: Option<Date>,
    /// When it was imported.
    at: &'a str,
}

/// Writes a note with what follows from it; true when only what follows from it is new.
async fn write_note(
    db: &mut SqliteConnection,
    place: NotePlace<'_>,
    id: &NoteId,
    markdown: &str,
    note: &PreparedNote,
    before: &Before,
) -> Result<bool> {
    let stored = before.notes.get(id.as_str());
    let date = place.date.map(|day| day.to_string());
    let same_place = stored.is_some_and(|stored| {
        !stored.vanished
            && stored.entry_id == place.entry.as_str()
            && stored.position == place.position as i64
            && stored.markdown == markdown
            && stored.date == date
    });
    let same_html = stored.is_some_and(|stored| stored.html == note.html && stored.text == note.text);
    if !(same_place && same_html) {
        // That it stands elsewhere, or was made into HTML anew, is no news to who has read it.
        let same_words = stored.is_some_and(|stored| !stored.vanished && stored.markdown == markdown);
        sqlx::query(
            "insert into note (id, entry_id, position, markdown, html, text, notebook_id, date, added_at, changed_at, \
             has_code, has_quote, has_lost_link) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?11, ?12, ?13) \
             on conflict (id) do update set entry_id = excluded.entry_id, position = excluded.position, \
             markdown = excluded.markdown, html = excluded.html, text = excluded.text, \
             date = excluded.date, vanished_at = null, has_code = excluded.has_code, \
             has_quote = excluded.has_quote, has_lost_link = excluded.has_lost_link, \
             changed_at = iif(?10, note.changed_at, excluded.changed_at)",
        )
        .bind(id.as_str())
        .bind(place.entry.as_str())
        .bind(place.position as i64)
        .bind(markdown)
        .bind(&note.html)
        .bind(&note.text)
        .bind(place.notebook)
        .bind(&date)
        .bind(place.at)
        .bind(same_words)
        .bind(note.content.code)
        .bind(note.content.quote)
        .bind(note.content.lost_link)
        .execute(&mut *db)
        .await?;
    }
    if !same_html || stored.is_none_or(|stored| stored.vanished) {
        fts::index_note(db, id.as_str(), &note.text).await?;
    }
    let new_references = write_references(db, id, note, before).await?;
    let new_tags = write_tags(db, id, note, before).await?;
    Ok(same_place && (!same_html || new_references || new_tags))
}

async fn write_references(
    db: &mut SqliteConnection,
    id: &NoteId,
    note: &PreparedNote,
    before: &Before,
) -> Result<bool> {
    let rows: Vec<ReferenceRow> =
        note.references.iter().map(|reference| ReferenceRow::of(id.as_str(), reference)).collect();
    if before.references.get(id.as_str()).map_or(&[][..], Vec::as_slice) == rows.as_slice() {
        return Ok(false);
    }
    sqlx::query("delete from reference where note_id = ?").bind(id.as_str()).execute(&mut *db).await?;
    for (position, row) in rows.into_iter().enumerate() {
        sqlx::query(
            "insert into reference (note_id, position, literal, label, kind, owner, repo, number, tag, url, \
             corrected, html_start, html_end) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(row.note_id)
        .bind(position as i64)
        .bind(row.literal)
        .bind(row.label)
        .bind(row.kind)
        .bind(row.owner)
        .bind(row.repo)
        .bind(row.number)
        .bind(row.tag)
        .bind(row.url)
        .bind(row.corrected)
        .bind(row.html_start)
        .bind(row.html_end)
        .execute(&mut *db)
        .await?;
    }
    Ok(true)
}

async fn write_tags(
    db: &mut SqliteConnection,
    id: &NoteId,
    note: &PreparedNote,
    before: &Before,
) -> Result<bool> {
    let sorted = |mut rows: Vec<TagRow>| {
        rows.sort();
        rows
    };
    let rows = sorted(note.tags.iter().map(|tag| TagRow::of(id.as_str(), tag)).collect());
    if sorted(before.tags.get(id.as_str()).cloned().unwrap_or_default()) == rows {
        return Ok(false);
    }
    sqlx::query("delete from derived_tag where note_id = ? and origin in ('text', 'component')")
        .bind(id.as_str())
        .execute(&mut *db)
        .await?;
    for row in rows {
        insert_tag(db, &row).await?;
    }
    Ok(true)
}

pub(crate) async fn insert_tag(db: &mut SqliteConnection, row: &TagRow) -> Result<()> {
    sqlx::query(
        "insert into derived_tag (note_id, kind, value, ordinal, origin, evidence, strong, shown) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7 and not exists (select 1 from note_verdict \
         where note_id = ?1 and kind = ?2 and value = ?3 and applied = 0))",
    )
    .bind(&row.note_id)
    .bind(&row.kind)
    .bind(&row.value)
    .bind(row.ordinal())
    .bind(&row.origin)
    .bind(&row.evidence)
    .bind(row.strong)
    .execute(db)
    .await?;
    Ok(())
}

async fn finish(db: &mut SqliteConnection, notebook: i64, at: &str, report: &Report) -> Result<()> {
    let report =
        serde_json::json!({ "entries": report.entries, "notes": report.notes, "remade": report.remade });
    sqlx::query("insert into import_run (notebook_id, at, report) values (?, ?, ?)")
        .bind(notebook)
        .bind(at)
        .bind(report.to_string())
        .execute(&mut *db)
        .await?;
    generation::raise(db).await
}
