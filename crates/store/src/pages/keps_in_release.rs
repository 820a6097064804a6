//! What KEPs are in the release that a reader runs.

use std::collections::BTreeMap;

use domain::outcome::in_release::{KepInRelease, KepInReleases};
use domain::version::Version;

use super::kep_days::KepDays;
use super::kep_rows::{KepRow, push_numbers};
use crate::gates::{GateSelection, load_gates};
use crate::syncs::releases;
use crate::{Result, Store};

impl Store {
    /// What some KEPs are in a release, by their numbers: five statements. Numbers that no KEP or several have are left out.
    pub async fn keps_in_release(
        &self,
        numbers: impl IntoIterator<Item = u32>,
        release: Version,
    ) -> Result<BTreeMap<u32, KepInRelease>> {
        let mut db = self.reader()?.begin().await?;
        let Some(days) = KepDays::load(&mut db).await? else { return Ok(BTreeMap::new()) };
        let mut sql = KepRow::select();
        push_numbers(&mut sql, numbers.into_iter());
        sql.push(" and kep.gone = 0");
        let rows = KepRow::fetch(sql, &mut db).await?;
        let mut lines = Vec::new();
        for row in rows.iter().filter(|row| row.is_only_one()) {
            lines.extend(
                row.number()?
                    .map(|number| Ok::<_, crate::Error>((number, row.standing()?, row.line()?.gates)))
                    .transpose()?,
            );
        }
        let names: Vec<String> = lines.iter().flat_map(|(.., gates)| gates).cloned().collect();
        let gates = load_gates(&mut db, GateSelection::AnyOf(&names)).await?;
        let releases = releases(&mut db).await?;
        db.rollback().await?;
        let states = lines.into_iter().map(|(number, standing, names)| {
            let gates = names.iter().filter_map(|name| gates.get(name.as_str()).cloned()).collect();
            let kep = KepInReleases { number: Some(number), standing, gates };
            (number, kep.in_release(release, &releases, days.data))
        });
        Ok(states.collect())
    }
}
