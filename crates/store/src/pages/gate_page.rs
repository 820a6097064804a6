//! The list of feature gates, and the page of one.

use std::collections::BTreeMap;

use domain::Date;
use domain::gate::GateName;
use domain::pages::{GateLine, GateList, GatePage};
use domain::upgrade::UpgradeStart;

use super::fact_days::fact_days;
use crate::rows::unsigned;
use crate::{Result, Store};

impl Store {
    /// Every gate as of the newest release that is out on a day: six statements.
    pub async fn gate_list(&self, today: Date) -> Result<GateList> {
        let UpgradeStart { latest, .. } = self.upgrade_start(today).await?;
        let (gates, mut keps, notes) =
            tokio::try_join!(self.gates(), self.gate_keps(), self.notes_by_gate())?;
        let ages = fact_days(&mut *self.reader()?.acquire().await?).await?;
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

    /// A gate, whatever capitals its name is written with; `None` where no source has it. Seven statements.
    pub async fn gate_page(&self, name: &GateName, today: Date) -> Result<Option<GatePage>> {
        let Some(gate) = self.gate(name).await? else { return Ok(None) };
        let UpgradeStart { latest, .. } = self.upgrade_start(today).await?;
        let (mut keps, release_notes, mut notes) = tokio::try_join!(
            self.gate_keps(),
            self.release_notes_on_gate(&gate.name),
            self.naming_notes([&gate.name], [], [], u32::MAX)
        )?;
        let ages = fact_days(&mut *self.reader()?.acquire().await?).await?;
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
