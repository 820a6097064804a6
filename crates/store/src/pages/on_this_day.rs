//! What was noted on a day of earlier years.

use domain::Date;
use domain::list::filter::Filter;
use domain::list::month_day::MonthDay;
use domain::pages::{OnThisDay, YearOldNote};
use sqlx::FromRow;

use crate::rows::{EntryRow, NotebookRow, RelatedRow, read_outcome, unsigned};
use crate::sql::{json_list, sql};
use crate::timeline::add_notes;
use crate::{Result, Store};

/// How many entries are shown.
const ENTRIES: i64 = 30;

/// How many days around an empty one are looked at for others.
const NEAR_DAYS: i32 = 45;

/// Which entries have notes.
const HAS_NOTES: &str = "entry.vanished_at is null and exists \
     (select 1 from note where note.entry_id = entry.id and note.vanished_at is null)";

#[derive(FromRow)]
struct YearOldRow {
    #[sqlx(flatten)]
    note: RelatedRow,
    outcome: Option<String>,
}

impl Store {
    /// The entries of a day in the years before `today`, and where there are none the nearest days that have some: in a
    /// fixed number of statements.
    pub async fn on_this_day(&self, day: MonthDay, today: Date) -> Result<OnThisDay> {
        let mut db = self.reader()?.begin().await?;
        let mut entries_sql = sql();
        entries_sql.push("select ").push(EntryRow::COLUMNS).push(", ").push(NotebookRow::COLUMNS);
        entries_sql
            .push(" from json_each(")
            .push_bind(json_list(day.dates_before(today).map(|date| date.to_string())))
            .push(") as past cross join entry on entry.sort_day = past.value ")
            .push(EntryRow::JOIN_NOTEBOOK)
            .push(" where entry.date = past.value and ")
            .push(HAS_NOTES)
            .push(" order by past.key, entry.position desc, entry.id limit ")
            .push_bind(ENTRIES);
        let rows: Vec<EntryRow> = entries_sql.build_query_as().fetch_all(&mut *db).await?;
        let mut entries = rows.into_iter().map(EntryRow::value).collect::<Result<Vec<_>>>()?;
        add_notes(&mut db, &Filter::default(), &mut entries, None).await?;

        let around =
            (-NEAR_DAYS..=NEAR_DAYS).filter(|days| *days != 0).map(|days| (days, day.after_days(days)));
        let dates = around.flat_map(|(days, near)| {
            near.dates_before(today).map(move |date| serde_json::json!([days, date.to_string()]))
        });
        let mut near_sql = sql();
        near_sql
            .push("select value ->> 0, count(*) from json_each(")
            .push_bind(json_list(dates))
            .push(") as past cross join entry on entry.sort_day = past.value ->> 1 where entry.date = past.value ->> 1 and ")
            .push(HAS_NOTES)
            .push(" group by 1");
        let near: Vec<(i64, i64)> = match entries.is_empty() {
            true => near_sql.build_query_as().fetch_all(&mut *db).await?,
            false => Vec::new(),
        };
        db.rollback().await?;
        let before = near.iter().filter(|(days, _)| *days < 0).max_by_key(|(days, _)| *days);
        let after = near.iter().filter(|(days, _)| *days > 0).min_by_key(|(days, _)| *days);
        let nearest = before.into_iter().chain(after).map(|(days, entries)| {
            let near = day.after_days(i32::try_from(*days).unwrap_or_default());
            Ok((near, unsigned("count", *entries)?))
        });
        Ok(OnThisDay { day, entries, nearest: nearest.collect::<Result<_>>()? })
    }

    /// A note of the day a year before `today`, of several that of whose citations most has moved: one statement.
    pub async fn year_old_note(&self, today: Date) -> Result<Option<YearOldNote>> {
        let Ok(day) = today.checked_sub(jiff::Span::new().years(1)) else { return Ok(None) };
        let row: Option<YearOldRow> = sqlx::query_as(
            r#"
            select note.id, note.entry_id, note.date, substr(note.text, 1, ?1) as text, outcome.outcome
            from note indexed by note_by_date left join outcome on outcome.note_id = note.id
            where note.date = ?2 and note.vanished_at is null
            order by coalesce(outcome.changed, 0) desc, outcome.outcome is null, note.id, outcome.position limit 1
            "#,
        )
        .bind(RelatedRow::TEXT_CHARS)
        .bind(day.to_string())
        .fetch_optional(self.reader()?)
        .await?;
        row.map(|row| {
            let outcome = row.outcome.as_deref().map(read_outcome).transpose()?;
            Ok(YearOldNote { note: row.note.value()?, outcome })
        })
        .transpose()
    }
}
