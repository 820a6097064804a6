//! The list of feature gates, and the page of one.

use std::collections::BTreeMap;

use domain::Date;
use domain::gate::GateName;
use domain::pages::{FactDays, GateLine, GateList, GatePage};
use domain::upgrade::UpgradeStart;
use domain::version::Version;

use super::fact_days::fact_days;
use crate::gates::gates_now;
use crate::rows::unsigned;
use crate::syncs::releases;
use crate::{Result, Store};

impl Store {
    /// Every gate as of the newest release that was out at the last sync: eight statements.
    pub async fn gate_list(&self) -> Result<GateList> {
        let (gates, mut keps, notes) =
            tokio::try_join!(self.gates(), self.gate_keps(), self.notes_by_gate())?;
        let (latest, ages) = self.gate_days().await?;
        let mut gates: Vec<GateLine> = gates
            .values()
            .map(|gate| {
                let keps = keps.remove(gate.name.as_str()).unwrap_or_default();
                GateLine::new(gate, latest, keps, notes.get(gate.name.as_str()).copied().unwrap_or_default())
            })
            .collect();
        gates.sort_by_cached_key(|line| line.name.as_str().to_ascii_lowercase());
        Ok(GateList { gates, latest, ages })
    }

    /// A gate, whatever capitals its name is written with; `None` where no source has it. Nine statements.
    pub async fn gate_page(&self, name: &GateName) -> Result<Option<GatePage>> {
        let Some(gate) = self.gate(name).await? else { return Ok(None) };
        let (mut keps, release_notes, mut notes) = tokio::try_join!(
            self.gate_keps(),
            self.release_notes_on_gate(&gate.name),
            self.naming_notes([&gate.name], [], [], u32::MAX)
        )?;
        let (latest, ages) = self.gate_days().await?;
        let mut notes = notes.gates.remove(&gate.name).unwrap_or_default();
        notes.reverse();
        Ok(Some(GatePage {
            releases: GatePage::each_release(&gate, latest),
            latest,
            keps: keps.remove(gate.name.as_str()).unwrap_or_default(),
            release_notes,
            notes,
            ages,
            gate,
        }))
    }

    /// The newest release that was out at the last sync of gates, and how old the facts are.
    async fn gate_days(&self) -> Result<(Version, FactDays)> {
        let mut db = self.reader()?.begin().await?;
        let (releases, now) = (releases(&mut db).await?, gates_now(&mut db).await?);
        let ages = fact_days(&mut db).await?;
        db.rollback().await?;
        Ok((UpgradeStart::on(releases, now.unwrap_or(Date::MAX)).latest, ages))
    }

    /// How many notes name each gate.
    async fn notes_by_gate(&self) -> Result<BTreeMap<String, u32>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "select note_gate.gate, count(*) from note_gate join note on note.id = note_gate.note_id \
             where note.vanished_at is null group by note_gate.gate",
        )
        .fetch_all(self.reader()?)
        .await?;
        rows.into_iter().map(|(gate, notes)| Ok((gate, unsigned("count", notes)?))).collect()
    }
}
