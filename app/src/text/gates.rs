//! Texts of the pages of feature gates.

use domain::gate::{Gate, GateState};
use domain::version::Version;

use super::Lang;

texts! {
    gates_title: "Feature gates", "フィーチャーゲート";
    gates_hint: "What each feature gate of Kubernetes is now, by its name.",
        "Kubernetes の各フィーチャーゲートの現在の状態。";
    gate_column: "Gate", "ゲート";
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

    /// What a gate is now, in a sentence.
    pub fn gate_now(self, state: GateState, latest: Version) -> String {
        let state = self.gate_state(state);
        match self {
            Self::En => format!("In {latest}: {state}"),
            Self::Ja => format!("{latest} では {state}"),
        }
    }
}
