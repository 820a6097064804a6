//! Texts of the page of last decisions.

use super::Lang;

texts! {
    last_decisions: "Your last decisions", "最近の決定";
    decisions_hint: "Undoing one lets count again what was decided before, or what is derived.",
        "取り消すと、その前の決定か自動で導かれたタグが再び有効になります。";
    nothing_decided: "Nothing was decided yet.", "まだ何も決めていません。";
    undo: "Undo", "取り消す";
}

impl Lang {
    /// On how many notes or citations something was decided.
    pub fn notes_decided(self, decisions: u32) -> String {
        match self {
            Self::En if decisions == 1 => "once".to_owned(),
            Self::En => format!("on {decisions} notes"),
            Self::Ja => format!("{decisions} 件"),
        }
    }
}
