//! Texts of the pages of feature gates.

use domain::gate::{Gate, GateOutcome, GateState, GateStep};
use domain::kep::Stage;
use domain::version::Version;

use super::Lang;
use super::outcome::reached_shape;

texts! {
    gates_title: "Feature gates", "フィーチャーゲート";
    gates_hint: "What each feature gate of Kubernetes is now, by its name.",
        "Kubernetes の各フィーチャーゲートの現在の状態。";
    gate_source: "Kubernetes feature gate", "Kubernetes フィーチャーゲート";
    gate_column: "Gate", "ゲート";
    gate_state_column: "State", "状態";
    gate_sources_column: "Sources", "出典";
    gate_since_column: "Since", "追加";
    gate_gone_column: "Gone in", "削除";
    gate_by_release: "Release by release", "リリースごとの状態";
    gate_contradictions: "Where sources disagree", "出典の食い違い";
    gate_notes: "Notes that name it", "このゲートに触れたメモ";
    gate_no_notes: "No note names it.", "このゲートに触れたメモはありません。";
    gate_keps: "KEPs that name it", "このゲートを定める KEP";
    gate_no_kep: "No KEP's file names a gate of this name.", "この名前のゲートを挙げる KEP はありません。";
    gate_pulls: "Release notes that name it", "このゲートに触れたリリースノート";
    unknown_gate: "There is no such feature gate", "そのフィーチャーゲートはありません";
    to_gates: "All feature gates", "フィーチャーゲート一覧へ";
    gates_none: "No feature gates yet", "フィーチャーゲートはまだありません";
    gate_absent: "not there yet", "まだない";
    gate_gone: "gone", "削除済み";
    gate_unknown: "unknown", "不明";
    noted_gates: "Feature gates that it names", "触れたフィーチャーゲート";
    more_noted_gates: "More gates", "ほかのゲート";
    no_such_gate: "no gate of this name is known", "この名前のゲートは見つかりません";
    my_cluster: "The Kubernetes release that you run", "使っている Kubernetes のバージョン";
    my_cluster_hint: "Pages then say what it means for your cluster. Kept in a cookie, no account.",
        "そのクラスターでどうなるかをページに表示します。クッキーに保存され、アカウントは不要です。";
    my_cluster_set: "Set", "設定";
}

impl Lang {
    /// What a gate is in a release: `beta, on`.
    pub fn gate_state(self, state: GateState) -> String {
        match state {
            GateState::Unknown => self.gate_unknown().to_owned(),
            GateState::Absent | GateState::Implied(_) => self.gate_absent().to_owned(),
            GateState::Gone => self.gate_gone().to_owned(),
            GateState::Present(standing) => {
                self.gate_standing(Some(standing.stage), standing.default, standing.locked_to())
            }
        }
    }

    /// What a gate is in the release that a reader runs, and what comes: `In 1.31: beta, on`, `From 1.33`, `Gone in 1.34`.
    pub fn gate_for_cluster(self, gate: &Gate, runs: Version) -> String {
        let state = gate.state_in(runs);
        let later = gate.steps().into_iter().find(|step| step.release > runs);
        match (state, later) {
            (GateState::Absent | GateState::Implied(_), Some(step)) => match self {
                Self::En => format!("Not in {runs}, from {}", step.release),
                Self::Ja => format!("{runs} にはなく、{} から", step.release),
            },
            (GateState::Gone, _) => match (self, gate.removal()) {
                (Self::En, Some(removal)) => format!("Gone in {}", removal.release),
                (Self::Ja, Some(removal)) => format!("{} で削除済み", removal.release),
                (_, None) => self.gate_now(state, runs),
            },
            (state, Some(step)) => {
                let next = self.gate_state(step.state);
                match self {
                    Self::En => format!("{}; in {}: {next}", self.gate_now(state, runs), step.release),
                    Self::Ja => format!("{}。{} では {next}", self.gate_now(state, runs), step.release),
                }
            }
            (state, None) => self.gate_now(state, runs),
        }
    }

    /// What a gate is now, where that it is gone says nothing of what it switched: `stable, gate gone`, `gone, was alpha, off`.
    pub fn gate_end(self, GateOutcome { gate, now, .. }: &GateOutcome) -> String {
        let stood = gate.steps().into_iter().rev().find_map(|step| step.state.standing());
        match (self, stood.filter(|_| now.state == GateState::Gone)) {
            (_, None) => self.gate_state(now.state),
            (Self::En, Some(stood)) if stood.stage == Stage::Stable => "stable, gate gone".to_owned(),
            (Self::Ja, Some(stood)) if stood.stage == Stage::Stable => "stable・ゲートは削除済み".to_owned(),
            (Self::En, Some(stood)) => format!("gone, was {}", self.gate_state(GateState::Present(stood))),
            (Self::Ja, Some(stood)) => format!("削除済み({})", self.gate_state(GateState::Present(stood))),
        }
    }

    /// What became of a gate since the day of a note, in a sentence:
    /// `On 1 Nov 2023, in 1.28: alpha, off. Now, in 1.37: stable, locked on`.
    pub fn gate_outcome(self, outcome: &GateOutcome) -> String {
        let (release, end) = (outcome.now.release, self.gate_end(outcome));
        let now = match self {
            Self::En => format!("Now, in {release}: {end}"),
            Self::Ja => format!("現在({release}): {end}"),
        };
        let then = outcome.before().zip(outcome.then_day).map(|(GateStep { release, state }, day)| {
            let (state, day) = (self.gate_state(state), self.short_day(day));
            match self {
                Self::En => format!("On {day}, in {release}: {state}. "),
                Self::Ja => format!("{day}({release}): {state}。"),
            }
        });
        then.unwrap_or_default() + &now
    }

    /// What a gate is now, in a sentence.
    pub fn gate_now(self, state: GateState, latest: Version) -> String {
        let state = self.gate_state(state);
        match self {
            Self::En => format!("In {latest}: {state}"),
            Self::Ja => format!("{latest} では {state}"),
        }
    }
}

/// A shape for what a gate is, next to its text.
pub fn gate_shape(state: GateState) -> &'static str {
    match state {
        GateState::Gone => "×",
        GateState::Present(standing) => reached_shape(Some(standing.stage)),
        GateState::Unknown | GateState::Absent | GateState::Implied(_) => reached_shape(None),
    }
}

#[cfg(test)]
mod tests {
    use domain::Date;
    use domain::gate::{GateRecord, GateSource, GateSpec, GateStanding};
    use domain::release::Releases;

    use super::*;

    #[track_caller]
    fn check(stage: Stage, en: &str, ja: &str) {
        let spec = |minor, until, stage, on| GateSpec {
            from: Version { minor },
            until: Some(Version { minor: until }),
            standing: GateStanding { stage, default: Some(on), locked: None },
        };
        let specs = [spec(28, 29, Stage::Alpha, false), spec(30, 33, stage, stage == Stage::Stable)];
        let gate = Gate {
            name: "PaintShed".parse().unwrap(),
            records: [(GateSource::Website, GateRecord::new(specs, Version { minor: 35 }).removed())].into(),
            removal_notes: Vec::new(),
        };
        let then = Date::constant(2023, 11, 1);
        let now = Date::constant(2026, 7, 28);
        let outcome = GateOutcome::new(gate, Some(then), now, &Releases::built_in()).unwrap();
        assert_eq!([Lang::En, Lang::Ja].map(|lang| lang.gate_outcome(&outcome)), [en, ja]);
    }

    #[test]
    fn a_gate_that_is_gone_says_whether_what_it_switched_stayed() {
        check(
            Stage::Stable,
            "On 1 Nov 2023, in 1.28: alpha, off. Now, in 1.36: stable, gate gone",
            "2023-11-01(1.28): alpha・オフ。現在(1.36): stable・ゲートは削除済み",
        );
        check(
            Stage::Beta,
            "On 1 Nov 2023, in 1.28: alpha, off. Now, in 1.36: gone, was beta, off",
            "2023-11-01(1.28): alpha・オフ。現在(1.36): 削除済み(beta・オフ)",
        );
    }
}
