//! The releases of Kubernetes, with their days.

use domain::release::{Release, Releases};
use sqlx::sqlite::SqliteConnection;

use crate::rows::{read, read_opt};
use crate::{Error, Result, Store, cycles, generation};

impl Store {
    /// The releases that Kepline brings along, with what syncs brought in their place.
    pub async fn releases(&self) -> Result<Releases> {
        releases(&mut *self.reader()?.acquire().await?).await
    }

    /// Stores releases that a sync brought; gives how many are new or other than before.
    pub async fn store_releases(&self, brought: &[Release]) -> Result<usize> {
        let mut db = self.begin().await?;
        let known = releases(&mut db).await?;
        let mut changed = 0;
        for release in brought.iter().filter(|release| known.get(release.version) != Some(release)) {
            changed += 1;
            let text = |day: Option<domain::Date>| day.map(|day| day.to_string());
            sqlx::query(
                r#"
                insert into release (version, day, enhancements_freeze, code_freeze, end_of_life)
                values (?, ?, ?, ?, ?) on conflict (version) do update set day = excluded.day,
                    enhancements_freeze = excluded.enhancements_freeze, code_freeze = excluded.code_freeze,
                    end_of_life = excluded.end_of_life
                "#,
            )
            .bind(release.version.to_string())
            .bind(release.day.to_string())
            .bind(text(release.enhancements_freeze))
            .bind(text(release.code_freeze))
            .bind(text(release.end_of_life))
            .execute(&mut *db)
            .await?;
        }
        if changed > 0 {
            let known = releases(&mut db).await?;
            cycles::store(&mut db, &known).await?;
            generation::raise(&mut db).await?;
        }
        db.commit().await?;
        Ok(changed)
    }
}

/// The built-in releases, with what syncs brought in their place.
pub(crate) async fn releases(db: &mut SqliteConnection) -> Result<Releases> {
    type Row = (String, String, Option<String>, Option<String>, Option<String>);
    let rows: Vec<Row> =
        sqlx::query_as("select version, day, enhancements_freeze, code_freeze, end_of_life from release")
            .fetch_all(db)
            .await?;
    let brought = rows.into_iter().map(|(version, day, enhancements, code, end)| {
        Ok::<_, Error>(Release {
            version: read("version", &version)?,
            day: read("day", &day)?,
            enhancements_freeze: read_opt("day", enhancements.as_deref())?,
            code_freeze: read_opt("day", code.as_deref())?,
            end_of_life: read_opt("day", end.as_deref())?,
        })
    });
    let brought: Vec<Release> = brought.collect::<Result<_>>()?;
    let built_in = Releases::built_in();
    Ok(Releases::new(built_in.iter().copied().chain(brought)))
}
