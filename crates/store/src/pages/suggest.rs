//! KEPs by what a reader has begun to type.

use sqlx::{QueryBuilder, Sqlite};

use crate::rows::unsigned;
use crate::{Result, Store};

impl Store {
    /// KEPs whose number begins with `text`, or whose title contains it, with their titles: those that most
    /// notes cite first. One statement.
    pub async fn keps_like(&self, text: &str, limit: usize) -> Result<Vec<(u32, String)>> {
        // `like` looks at letters of any case; its own signs stand for themselves.
        let text: String = text
            .chars()
            .flat_map(|c| ['%', '_', '\\'].contains(&c).then_some('\\').into_iter().chain([c]))
            .collect();
        let mut sql = QueryBuilder::<Sqlite>::new(
            "select kep.number, kep_now.title from kep join kep_now on kep_now.kep_id = kep.id \
             where kep.gone = 0 and kep.number is not null and kep_now.title is not null and (kep.number like ",
        );
        sql.push_bind(format!("{text}%")).push(" escape '\\' or kep_now.title like ");
        sql.push_bind(format!("%{text}%"))
            .push(" escape '\\') order by kep_now.notes desc, kep.number limit ");
        sql.push_bind(limit as i64);
        let rows: Vec<(i64, String)> = sql.build_query_as().fetch_all(self.reader()?).await?;
        rows.into_iter().map(|(number, title)| Ok((unsigned("KEP number", number)?, title))).collect()
    }
}
