//! What an upgrade changes, with the notes that say why.

use std::collections::BTreeSet;

use domain::Date;
use domain::cite::overrides;
use domain::gate::GateName;
use domain::kep::{Milestone, Stage};
use domain::outcome::story::{self, Fate};
use domain::outcome::then_now::History;
use domain::pages::{FactDays, KepName, NamingNote, NamingNotes};
use domain::release::{Release, Releases};
use domain::upgrade::{
    Change, KepStep, UpgradeFacts, UpgradeFilter, UpgradePage, UpgradeRange, UpgradeStart, list_changes,
};
use sqlx::sqlite::SqliteConnection;

use super::fact_days::fact_days;
use super::kep_days::KepDays;
use super::kep_rows::{KepRow, push_numbers};
use super::kep_standings::standings;
use crate::{Result, Store};

/// How many notes a change quotes.
const QUOTED: u32 = 2;

impl Store {
    /// What there is to choose an upgrade from, on a day: one statement.
    pub async fn upgrade_start(&self, today: Date) -> Result<UpgradeStart> {
        Ok(UpgradeStart::on(self.releases().await?, today))
    }

    /// What an upgrade changes, as far as a page of a filter shows it: a fixed number of statements.
    pub async fn upgrade(&self, range: UpgradeRange, filter: &UpgradeFilter) -> Result<UpgradePage> {
        let releases = self.releases().await?;
        let (changes, ages) = self.upgrade_changes(range).await?;
        let in_range: Vec<Release> =
            range.releases().filter_map(|release| releases.get(release).copied()).collect();
        Ok(UpgradePage::new(range, filter.clone(), changes, in_range, ages))
    }

    /// Everything that an upgrade changes, with its notes, and how old the facts are: a fixed number of statements.
    pub async fn upgrade_changes(&self, range: UpgradeRange) -> Result<(Vec<Change>, FactDays)> {
        let releases = self.releases().await?;
        let (gates, gate_keps, release_notes) =
            tokio::try_join!(self.gates(), self.gate_keps(), self.release_notes(range.from(), range.to()))?;
        let mut db = self.reader()?.begin().await?;
        let kep_days = KepDays::load(&mut db).await?;
        let kep_steps = match kep_days {
            Some(days) => kep_steps(&mut db, range, &releases, days).await?,
            None => Vec::new(),
        };
        let ages = fact_days(&mut db).await?;
        db.rollback().await?;
        let mut changes = list_changes(&UpgradeFacts { gates, release_notes, kep_steps, gate_keps }, range);
        self.add_change_notes(&mut changes).await?;
        Ok((changes, ages))
    }

    /// Adds to each change the notes about its gate, KEP or pull request: one statement.
    async fn add_change_notes(&self, changes: &mut [Change]) -> Result<()> {
        let gates: BTreeSet<GateName> = changes.iter().filter_map(|change| change.gate.clone()).collect();
        let keps: BTreeSet<u32> = changes.iter().filter_map(|change| change.kep.as_ref()?.number()).collect();
        let pulls: BTreeSet<u64> = changes.iter().filter_map(|change| change.pull).collect();
        let notes = self.naming_notes(&gates, keps, pulls, QUOTED).await?;
        for change in changes {
            let about = notes_about(change, &notes);
            change.notes_count = u32::try_from(about.len()).unwrap_or(u32::MAX);
            change.notes = about.into_iter().take(QUOTED as usize).cloned().collect();
        }
        Ok(())
    }
}

/// The notes about what a change is about, each once, newest first.
fn notes_about<'a>(change: &Change, notes: &'a NamingNotes) -> Vec<&'a NamingNote> {
    let by_gate = change.gate.as_ref().and_then(|gate| notes.gates.get(gate));
    let by_kep = change.kep.as_ref().and_then(KepName::number).and_then(|kep| notes.keps.get(&kep));
    let by_pull = change.pull.and_then(|pull| notes.pulls.get(&pull));
    let all = [by_gate, by_pull, by_kep].into_iter().flatten().flatten();
    let mut seen = BTreeSet::new();
    let mut about: Vec<&NamingNote> = all.filter(|note| seen.insert(&note.note)).collect();
    about.reverse();
    about.sort_by_key(|note| std::cmp::Reverse(note.day));
    about
}

/// The stages that KEPs reached in a range.
async fn kep_steps(
    db: &mut SqliteConnection,
    range: UpgradeRange,
    releases: &Releases,
    days: KepDays,
) -> Result<Vec<KepStep>> {
    let overridden: BTreeSet<u32> = range.releases().flat_map(overrides::keps_shipped_in).collect();
    let mut sql = KepRow::select();
    sql.push(
        "(kep.gone = 0 or kep_now.notes > 0) and (kep.id in (select kep_id from kep_milestone where minor > ",
    );
    sql.push_bind(i64::from(range.from().minor))
        .push(" and minor <= ")
        .push_bind(i64::from(range.to().minor));
    sql.push(") or ");
    push_numbers(&mut sql, overridden.into_iter());
    sql.push(")");
    let rows = KepRow::fetch(sql, db).await?;
    let standings = standings(db, rows.iter().map(|row| row.id)).await?;
    let mut steps = Vec::new();
    for row in &rows {
        let line = row.line()?;
        let revisions = standings.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let shipped_overrides = line
            .number
            .map(|number| overrides::shipped_milestones(number, Some(days.now)))
            .unwrap_or_default();
        let history =
            History { revisions, releases, data_day: days.data, shipped_overrides: &shipped_overrides };
        let stories = story::stage_stories(&history, days.now);
        for stage in Stage::ALL.iter().copied() {
            let is_shipped = |release| history.confirms(Milestone { stage, version: release });
            let first =
                range.releases().find(|release| releases.is_out(*release, days.data) && is_shipped(*release));
            let Some(release) = first else { continue };
            let promises = stories.iter().find(|story| story.stage == stage).map(|story| &story.promises);
            let promised = promises.and_then(|promises| {
                promises.iter().find(|promise| promise.fate != Fate::Planned).map(|promise| promise.version)
            });
            let late = promised.map(|promised| release.minor.saturating_sub(promised.minor));
            steps.push(KepStep {
                name: line.name.clone(),
                title: line.title.clone(),
                sig: line.owning_sig.clone(),
                stage,
                release,
                releases_late: late,
            });
        }
    }
    Ok(steps)
}
