//! Verified facts of upgrades against what is told from the real sources, where both are at hand.

use domain::gate::GateName;
use domain::kep::Stage;
use domain::upgrade::{Change, Kind, UpgradeRange};

use super::real_notes::site_with_gates;

/// A line of the file: what changes of a gate between two releases.
struct Fact {
    range: UpgradeRange,
    gate: GateName,
    kind: Kind,
    stages: [Option<Stage>; 2],
    defaults: [Option<bool>; 2],
    locked_to: Option<bool>,
    is_not_locked: bool,
}

impl Fact {
    /// Reads from, to, gate, what, stage and default before, stage and default after, and the lock.
    fn read(line: &str) -> Option<Self> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [from, to, gate, what, stage_from, default_from, stage_to, default_to, locked, ..] = columns[..]
        else {
            return None;
        };
        let stage = |text: &str| match text {
            "ga" => Some(Stage::Stable),
            text => text.parse().ok(),
        };
        let is_on = |text: &str| match text {
            "on" => Some(true),
            "off" => Some(false),
            _ => None,
        };
        let kind = match what {
            "off->on" => Kind::DefaultOn,
            "on->off" => Kind::DefaultOff,
            "removed" => Kind::GateRemoved,
            "locked-on" | "locked-off" => Kind::GateLocked,
            "new-alpha" => Kind::Alpha,
            "new-beta-on" => Kind::Beta,
            "deprecated" => Kind::Deprecated,
            _ => return None,
        };
        Some(Self {
            range: format!("{from}..{to}").parse().ok()?,
            gate: gate.parse().ok()?,
            kind,
            stages: [stage(stage_from), stage(stage_to)],
            defaults: [is_on(default_from), is_on(default_to)],
            locked_to: is_on(locked),
            is_not_locked: locked == "no",
        })
    }

    /// Whether the changes of its gate say it, and nothing that contradicts it.
    fn is_among(&self, changes: &[&Change]) -> bool {
        let Some(change) = changes.iter().find(|change| change.kind == self.kind) else { return false };
        let is_locked = |value: Option<bool>| {
            changes.iter().any(|change| {
                change.kind == Kind::GateLocked && (value.is_none() || change.locked_to == value)
            })
        };
        // Of what is gone only what it was before is known.
        let known = if self.kind == Kind::GateRemoved { 1 } else { 2 };
        let stages = [change.stage_from, change.stage_to];
        let defaults = [change.default_from, change.default_to];
        let same_stages = (0..known).all(|n| self.stages[n] == stages[n]);
        let same_defaults = (0..known).all(|n| self.defaults[n].is_none() || self.defaults[n] == defaults[n]);
        same_stages
            && same_defaults
            && (self.locked_to.is_none() || is_locked(self.locked_to))
            && !(self.is_not_locked && is_locked(None))
    }
}

#[tokio::test]
async fn every_verified_fact_of_an_upgrade_is_among_its_changes() {
    let (Some(site), Some(facts)) = (site_with_gates().await, real_data::upgrade_facts()) else { return };
    let facts: Vec<Fact> = facts.lines().skip(1).map(|line| Fact::read(line).expect(line)).collect();
    assert_eq!(facts.len(), 50);
    for fact in facts {
        let (changes, _) = site.store.upgrade_changes(fact.range).await.unwrap();
        let about: Vec<&Change> =
            changes.iter().filter(|change| change.gate.as_ref() == Some(&fact.gate)).collect();
        assert!(fact.is_among(&about), "{} in {}: {about:#?}", fact.gate, fact.range);
    }
}
