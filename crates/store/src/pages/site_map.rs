//! What search engines may read.

use domain::Date;
use domain::pages::{KepName, SiteMap};

use crate::rows::{read, read_opt, unsigned};
use crate::{Result, Store};

/// The latest move of what a note cites.
const LAST_MOVE: &str = "(select max(outcome.moved_on) from outcome \
     where outcome.note_id = note.id and outcome.changed = 1)";

/// An entry, its day, a note of it, and the latest move of what that cites.
type NoteRow = (String, Option<String>, Option<String>, Option<String>);

impl Store {
    /// Every page that may be indexed, by the rights of the notebooks: four statements.
    pub async fn site_map(&self) -> Result<SiteMap> {
        let mut db = self.reader()?.begin().await?;
        let (stated, unstated, keps): (i64, i64, i64) = sqlx::query_as(
            r#"
            select (select count(*) from notebook where rights <> 'unstated'),
                (select count(*) from notebook where rights = 'unstated'),
                (select count(*) from kep where gone = 0)
            "#,
        )
        .fetch_one(&mut *db)
        .await?;
        let any_kep = keps > 0;
        let mut map = SiteMap { timeline: stated > 0 && unstated == 0, any_kep, ..SiteMap::default() };

        // An entry without notes has a page too: it states that its body is lost.
        let rows: Vec<NoteRow> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "select entry.id, entry.date, note.id, {LAST_MOVE} from entry \
                 cross join notebook on notebook.id = entry.notebook_id \
                 left join note on note.entry_id = entry.id and note.vanished_at is null \
                 where entry.vanished_at is null and notebook.rights <> 'unstated' \
                 order by entry.sort_day desc, entry.position desc, entry.id desc, note.position"
        )))
        .fetch_all(&mut *db)
        .await?;
        for (entry, date, note, moved) in rows {
            let written: Option<Date> = read_opt("day", date.as_deref())?;
            let news = written.max(read_opt("day", moved.as_deref())?);
            let entry = read("id", &entry)?;
            match map.entries.last_mut() {
                Some((last, latest)) if *last == entry => *latest = news.max(*latest),
                _ => map.entries.push((entry.clone(), news)),
            }
            if let Some(note) = note {
                map.notes.push((entry, read("id", &note)?, news));
            }
        }

        let rows: Vec<(String, Option<i64>, i64, Option<String>)> = sqlx::query_as(
            r#"
            select kep.folder, kep.number,
                (select count(*) from kep as other where other.number = kep.number and other.gone = 0),
                kep_now.moved_on
            from kep join kep_now on kep_now.kep_id = kep.id
                join outcome on outcome.kep_id = kep.id
                join note on note.id = outcome.note_id and note.vanished_at is null
                join notebook on notebook.id = note.notebook_id
            where kep.gone = 0 group by kep.id having min(notebook.rights <> 'unstated') = 1
            order by kep.number, kep.folder
            "#,
        )
        .fetch_all(&mut *db)
        .await?;
        for (folder, number, namesakes, moved) in rows {
            let name = match number {
                Some(number) if namesakes <= 1 => KepName::Number(unsigned("KEP number", number)?),
                _ => KepName::Folder(folder.rsplit('/').next().unwrap_or(&folder).to_owned()),
            };
            map.keps.push((name, read_opt("day", moved.as_deref())?));
        }

        let rows: Vec<(String, String, Option<String>)> = sqlx::query_as(
            r#"
            select shown_tag.kind, shown_tag.value, max(note.date) from shown_tag
                join note on note.id = shown_tag.note_id and note.vanished_at is null
                join notebook on notebook.id = note.notebook_id
            group by shown_tag.kind, shown_tag.value having min(notebook.rights <> 'unstated') = 1
            "#,
        )
        .fetch_all(&mut *db)
        .await?;
        for (kind, value, written) in rows {
            let written = read_opt("day", written.as_deref())?;
            match kind.as_str() {
                "sig" => map.sigs.push((read("SIG", &value)?, written)),
                _ => map.versions.push((read("version", &value)?, written)),
            }
        }
        map.sigs.sort();
        map.versions.sort_by(|one, other| other.cmp(one));
        db.rollback().await?;
        Ok(map)
    }
}
