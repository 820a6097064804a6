//! Words that are taken back for good: nothing of them is kept but what keeps them from coming back.

use std::collections::HashMap;
use std::time::Duration;

use domain::id::{EntryId, NoteId};
use domain::notebook::draft::DraftEntry;
use domain::notebook::prepared::PreparedNote;
use domain::notebook::reimport::shown_words;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::rows::{read, unsigned};
use crate::sql::json_list;
use crate::{Error, Result, Store, derive, generation};

/// Words of fewer characters may be those of many notes.
const SHORT: usize = 20;

/// How often the log is asked to be emptied while others read it, and how long to wait between.
const TRIES: u32 = 40;
const WAIT: Duration = Duration::from_millis(50);

/// What is to be forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForgetScope {
    /// A note.
    Note(NoteId),
    /// An entry with all of its notes.
    Entry(EntryId),
}

/// What forgetting removed, or would remove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// Notes, those that had left their source among them.
    pub notes: u32,
    /// Earlier words of these notes.
    pub revisions: u32,
    /// Decisions of curators on them.
    pub decisions: u32,
    /// Whether the log of the database was emptied, too: others may have read it all the time. It is when they end.
    pub is_log_empty: bool,
}

/// A note that is to be forgotten.
#[derive(FromRow)]
struct NoteRow {
    id: String,
    entry_id: String,
    notebook_id: i64,
    position: i64,
    date: Option<String>,
    text: String,
    vanished: bool,
}

impl Store {
    /// What an id stands for, where it can be forgotten.
    pub async fn forget_scope(&self, id: &str) -> Result<Option<ForgetScope>> {
        let kind: Option<String> = sqlx::query_scalar(
            "select 'note' from note where id = ?1 union all select 'entry' from entry where id = ?1 limit 1",
        )
        .bind(id)
        .fetch_optional(self.reader()?)
        .await?;
        Ok(match kind.as_deref() {
            None => None,
            Some("note") => Some(ForgetScope::Note(read("id", id)?)),
            Some(_) => Some(ForgetScope::Entry(read("id", id)?)),
        })
    }

    /// Whether a note or an entry of that id was forgotten.
    pub async fn is_forgotten(&self, id: &str) -> Result<bool> {
        let found = sqlx::query_scalar("select exists (select 1 from forgotten where id = ?)");
        Ok(found.bind(id).fetch_one(self.reader()?).await?)
    }

    /// What forgetting would remove.
    pub async fn forget_preview(&self, scope: &ForgetScope) -> Result<Forgotten> {
        let mut db = self.reader()?.begin().await?;
        let notes = load_notes(&mut db, scope).await?;
        count(&mut db, scope, &notes).await
    }

    /// Removes a note, or an entry with its notes, for good: with its words of today and of before, with what was derived
    /// of it and decided on it, from the file of the database and its log. Its id stays taken, and its words do not come
    /// back with an import.
    ///
    /// `prepare` is as for [`Self::replace`]. Copies of the database, and what readers have, are out of reach.
    pub async fn forget(
        &self,
        scope: &ForgetScope,
        at: Timestamp,
        prepare: impl Fn(&str, bool) -> PreparedNote + Send + Sync,
    ) -> Result<Forgotten> {
        let mut db = self.begin().await?;
        // What is deleted is written over, by the index of words too.
        sqlx::query("pragma secure_delete = on").execute(&mut *db).await?;
        let forgotten = forget(&mut db, scope, &at.to_string(), &prepare).await;
        sqlx::query("pragma secure_delete = off").execute(&mut *db).await?;
        let mut forgotten = forgotten?;
        db.commit().await?;
        let store = self.clone();
        // It goes on where nobody waits for it any more.
        let rewriting = tokio::spawn(async move { store.rewrite_file().await });
        forgotten.is_log_empty = rewriting.await.unwrap_or(Ok(false))?;
        Ok(forgotten)
    }

    /// Writes the file anew without what was deleted from it, and empties its log; false where others read that all the
    /// time.
    async fn rewrite_file(&self) -> Result<bool> {
        let mut writer = self.writer.acquire().await?;
        let mut tries = 0;
        loop {
            match sqlx::query("vacuum").execute(&mut *writer).await.map_err(Error::from) {
                Err(error) if error.kind() == crate::ErrorKind::Busy && tries < TRIES => {
                    tries += 1;
                    tokio::time::sleep(WAIT).await;
                }
                vacuumed => break vacuumed.map(drop)?,
            }
        }
        for _ in 0..TRIES {
            let (busy, ..): (i64, i64, i64) =
                sqlx::query_as("pragma wal_checkpoint(truncate)").fetch_one(&mut *writer).await?;
            if busy == 0 {
                return Ok(true);
            }
            tokio::time::sleep(WAIT).await;
        }
        Ok(false)
    }
}

async fn load_notes(db: &mut SqliteConnection, scope: &ForgetScope) -> Result<Vec<NoteRow>> {
    let mut sql = crate::sql::sql();
    sql.push("select id, entry_id, notebook_id, position, date, text, vanished_at is not null as vanished from note where ");
    match scope {
        ForgetScope::Note(id) => sql.push("id = ").push_bind(id.to_string()),
        ForgetScope::Entry(id) => sql.push("entry_id = ").push_bind(id.to_string()),
    };
    sql.push(" order by id");
    Ok(sql.build_query_as().fetch_all(db).await?)
}

async fn count(db: &mut SqliteConnection, scope: &ForgetScope, notes: &[NoteRow]) -> Result<Forgotten> {
    let ids = json_list(notes.iter().map(|note| note.id.as_str()));
    let entry = match scope {
        ForgetScope::Note(_) => None,
        ForgetScope::Entry(id) => Some(id.to_string()),
    };
    let (revisions, decisions): (i64, i64) = sqlx::query_as(
        r#"
        select (select count(*) from note_change where markdown is not null
                and note_id in (select value from json_each(?1))),
            (select count(*) from decision where note_id in (select value from json_each(?1)) or entry_id = ?2)
        "#,
    )
    .bind(ids)
    .bind(entry)
    .fetch_one(db)
    .await?;
    Ok(Forgotten {
        notes: unsigned("count", notes.len() as i64)?,
        revisions: unsigned("count", revisions)?,
        decisions: unsigned("count", decisions)?,
        is_log_empty: false,
    })
}

async fn forget(
    db: &mut SqliteConnection,
    scope: &ForgetScope,
    at: &str,
    prepare: &impl Fn(&str, bool) -> PreparedNote,
) -> Result<Forgotten> {
    let notes = load_notes(db, scope).await?;
    let missing = match scope {
        ForgetScope::Note(id) => notes.is_empty().then(|| Error::NoNote(id.to_string())),
        ForgetScope::Entry(id) => {
            let is_there: bool = sqlx::query_scalar("select exists (select 1 from entry where id = ?)")
                .bind(id.as_str())
                .fetch_one(&mut *db)
                .await?;
            (!is_there).then(|| Error::NoEntry(id.to_string()))
        }
    };
    if let Some(missing) = missing {
        return Err(missing);
    }
    let forgotten = count(db, scope, &notes).await?;
    remember(db, &notes, at, prepare).await?;
    let list = json_list(notes.iter().map(|note| note.id.as_str()));
    sqlx::query("delete from decision where note_id in (select value from json_each(?))")
        .bind(&list)
        .execute(&mut *db)
        .await?;
    sqlx::query(
        r#"
        delete from follow_up where note_id in (select value from json_each(?1))
            or follows in (select value from json_each(?1))
        "#,
    )
    .bind(&list)
    .execute(&mut *db)
    .await?;
    // With them goes all that hangs on them, and their words in the index.
    sqlx::query("delete from note where id in (select value from json_each(?))")
        .bind(&list)
        .execute(&mut *db)
        .await?;
    match scope {
        ForgetScope::Entry(id) => forget_entry(db, id, at).await?,
        ForgetScope::Note(_) => close_gap(db, &notes, at).await?,
    }
    sqlx::query("delete from decision_batch where id not in (select batch from decision) and list is null")
        .execute(&mut *db)
        .await?;
    // What was deleted from the index stays in it until its parts are joined.
    sqlx::query("insert into note_words (note_words) values ('optimize')").execute(&mut *db).await?;
    derive::count_notes(db).await?;
    generation::raise(db).await?;
    Ok(forgotten)
}

/// Keeps by what notes would be known again.
async fn remember(
    db: &mut SqliteConnection,
    notes: &[NoteRow],
    at: &str,
    prepare: &impl Fn(&str, bool) -> PreparedNote,
) -> Result<()> {
    let key = key(db).await?;
    for note in notes {
        sqlx::query("insert into forgotten (id, notebook_id, date, forgotten_at) values (?, ?, ?, ?)")
            .bind(&note.id)
            .bind(note.notebook_id)
            .bind(&note.date)
            .bind(at)
            .execute(&mut *db)
            .await?;
        let earlier: Vec<(String, String)> = sqlx::query_as(
            "select markdown, fidelity from note_change where note_id = ? and markdown is not null",
        )
        .bind(&note.id)
        .fetch_all(&mut *db)
        .await?;
        let mut texts = vec![note.text.clone()];
        for (markdown, fidelity) in earlier {
            let fidelity: domain::notebook::draft::Fidelity = read("fidelity", &fidelity)?;
            texts.push(prepare(&markdown, fidelity.lost_links()).text);
        }
        for text in texts {
            let words = shown_words(&text);
            sqlx::query(
                "insert into forgotten_words (id, digest, is_short) values (?, ?, ?) on conflict do nothing",
            )
            .bind(&note.id)
            .bind(key.digest(&words))
            .bind(words.chars().count() < SHORT)
            .execute(&mut *db)
            .await?;
        }
    }
    Ok(())
}

async fn forget_entry(db: &mut SqliteConnection, id: &EntryId, at: &str) -> Result<()> {
    sqlx::query(
        "insert into forgotten (id, notebook_id, date, forgotten_at) select id, notebook_id, date, ? from entry where id = ?",
    )
    .bind(at)
    .bind(id.as_str())
    .execute(&mut *db)
    .await?;
    for sql in ["delete from decision where entry_id = ?", "delete from entry where id = ?"] {
        sqlx::query(sql).bind(id.as_str()).execute(&mut *db).await?;
    }
    Ok(())
}

/// The notes of an entry are counted from 0 without a gap; an entry without notes has left its source.
async fn close_gap(db: &mut SqliteConnection, notes: &[NoteRow], at: &str) -> Result<()> {
    for note in notes.iter().filter(|note| !note.vanished) {
        sqlx::query(
            "update note set position = position - 1 where entry_id = ? and position > ? and vanished_at is null",
        )
        .bind(&note.entry_id)
        .bind(note.position)
        .execute(&mut *db)
        .await?;
        sqlx::query(
            r#"
            update entry set vanished_at = ?1 where id = ?2 and vanished_at is null and body_lost = 0
                and not exists (select 1 from note where entry_id = ?2 and vanished_at is null)
            "#,
        )
        .bind(at)
        .bind(&note.entry_id)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// What makes digests of words that nobody else can make.
struct Key(String);

impl Key {
    fn digest(&self, words: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("a key of any length will do");
        mac.update(words.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }
}

/// The key of the database, made when it is needed first.
async fn key(db: &mut SqliteConnection) -> Result<Key> {
    let key: Option<String> =
        sqlx::query_scalar("select key from forgotten_key").fetch_optional(&mut *db).await?;
    if let Some(key) = key {
        return Ok(Key(key));
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random numbers");
    let key = hex::encode(bytes);
    sqlx::query("insert into forgotten_key (only_row, key) values (1, ?)").bind(&key).execute(db).await?;
    Ok(Key(key))
}

/// Notes of a source with the same words as something that was forgotten.
struct SameWords {
    text: String,
    /// Their entries, and their places in these.
    places: Vec<(usize, usize)>,
}

/// Takes out of a source what was forgotten of its notebook; gives how many notes.
///
/// Of several notes with the same words those stay that are stored. A few words count on the day of the forgotten note
/// alone.
pub(crate) async fn leave_out(
    db: &mut SqliteConnection,
    notebook: i64,
    entries: &mut Vec<DraftEntry>,
    text: impl Fn(&str) -> String,
) -> Result<usize> {
    #[derive(FromRow)]
    struct Row {
        digest: String,
        date: Option<String>,
        is_short: bool,
    }
    let rows: Vec<Row> = sqlx::query_as(
        r#"
        select forgotten_words.digest, forgotten.date, forgotten_words.is_short
        from forgotten join forgotten_words on forgotten_words.id = forgotten.id where forgotten.notebook_id = ?
        "#,
    )
    .bind(notebook)
    .fetch_all(&mut *db)
    .await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let key = key(db).await?;
    let mut forgotten: HashMap<String, Vec<Row>> = HashMap::new();
    for row in rows {
        forgotten.entry(row.digest.clone()).or_default().push(row);
    }
    // The places of notes with the same words as something forgotten, and these words; of few words those of a day.
    let mut found: HashMap<(&str, Option<String>), SameWords> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let date = entry.date.map(|date| date.to_string());
        for (note, draft) in entry.notes.iter().enumerate() {
            let text = text(&draft.markdown);
            let Some((digest, rows)) = forgotten.get_key_value(&key.digest(&shown_words(&text))) else {
                continue;
            };
            let is_short = rows.iter().all(|row| row.is_short);
            if is_short && rows.iter().all(|row| row.date != date) {
                continue;
            }
            let day = date.clone().filter(|_| is_short);
            let same = found.entry((digest.as_str(), day));
            same.or_insert_with(|| SameWords { text, places: Vec::new() }).places.push((at, note));
        }
    }
    let mut left_out: Vec<(usize, usize)> = Vec::new();
    for ((digest, day), SameWords { text, mut places }) in found {
        let stored: i64 = sqlx::query_scalar(
            r#"
            select count(*) from note
            where notebook_id = ?1 and vanished_at is null and text = ?2 and (?3 is null or date = ?3)
            "#,
        )
        .bind(notebook)
        .bind(text)
        .bind(&day)
        .fetch_one(&mut *db)
        .await?;
        let rows = &forgotten[digest];
        let is_of_a_day = |place: &(usize, usize)| {
            let date = entries[place.0].date.map(|date| date.to_string());
            rows.iter().any(|row| row.date == date)
        };
        places.sort_by_key(|place| (!is_of_a_day(place), *place));
        let rows = rows.iter().filter(|row| day.is_none() || row.date == day).count();
        let more = places.len().saturating_sub(stored as usize).min(rows);
        left_out.extend(places.into_iter().take(more));
    }
    left_out.sort_unstable();
    for (entry, note) in left_out.iter().rev() {
        entries[*entry].notes.remove(*note);
    }
    let emptied: Vec<usize> = left_out
        .iter()
        .map(|(entry, _)| *entry)
        .filter(|entry| entries[*entry].notes.is_empty() && !entries[*entry].body_lost)
        .collect();
    let mut at = 0;
    entries.retain(|_| {
        at += 1;
        !emptied.contains(&(at - 1))
    });
    Ok(left_out.len())
}
