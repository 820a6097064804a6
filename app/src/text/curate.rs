//! Texts of the forms by which curators tag and correct.

use domain::decision::{Confirmation, CorrectedMeaning, Decision, DecisionEvent, JudgedVerdict, Ruling};

use super::Lang;

texts! {
    add_tag: "Add", "追加";
    tag_field: "SIG or version", "SIG またはバージョン";
    suggested: "Suggested", "候補";
    rejected_tags: "Rejected", "却下済み";
    accept: "Accept", "採用";
    reject: "Reject", "却下";
    whole_entry: "Tag the whole entry", "投稿全体にタグを付ける";
    correct_citations: "What the citations mean, and how it turned out", "引用の訂正と判定";
    means: "means", "の意味";
    correct: "Correct", "訂正する";
    correct_hint: "owner/repository#123, KEP-753, an address, or none where it is no reference",
        "owner/repository#123、KEP-753、URL。参照でなければ none";
    as_written: "As written", "書かれたとおり";
    decided: "What was decided", "決定の履歴";
    undone: "undone", "取り消し済み";
    no_reference: "no reference", "参照ではない";
}

impl Lang {
    /// What a button does to a tag: `Reject SIG Node`.
    pub fn ruling_on(self, ruling: Ruling, tag: &str) -> String {
        match (self, ruling) {
            (Self::En, Ruling::Applied) => format!("Accept {tag}"),
            (Self::En, Ruling::Rejected) => format!("Reject {tag}"),
            (Self::En, Ruling::Cleared) => format!("Restore {tag}"),
            (Self::Ja, Ruling::Applied) => format!("{tag} を採用"),
            (Self::Ja, Ruling::Rejected) => format!("{tag} を却下"),
            (Self::Ja, Ruling::Cleared) => format!("{tag} を元に戻す"),
        }
    }

    /// What a curator says of a verdict.
    pub fn judged(self, judged: JudgedVerdict) -> &'static str {
        match judged {
            JudgedVerdict::Verdict(verdict) => self.verdict(verdict),
            JudgedVerdict::Nothing => self.no_verdict(),
            JudgedVerdict::Cleared => self.as_judged(),
        }
    }

    /// What a curator says of a note whose citations have moved.
    pub fn confirmation(self, confirmation: Confirmation) -> &'static str {
        match confirmation {
            Confirmation::StillTrue => self.still_true(),
            Confirmation::Later => self.later(),
        }
    }

    /// A decision in a line: `2026-11-22 12:00 UTC, jane: rejected sig-node`.
    pub fn decision(self, event: &DecisionEvent) -> String {
        let what = match &event.decision {
            Decision::Tag(decision) => {
                let ruling = match (self, decision.ruling) {
                    (Self::En, ruling) => ruling.as_str(),
                    (Self::Ja, Ruling::Applied) => "採用",
                    (Self::Ja, Ruling::Rejected) => "却下",
                    (Self::Ja, Ruling::Cleared) => "元に戻す",
                };
                format!("{ruling} {}", decision.tag.value())
            }
            Decision::Correction(correction) => {
                let meant = match &correction.meant {
                    CorrectedMeaning::Target(target) => target.name(),
                    CorrectedMeaning::Nothing => self.no_reference().to_owned(),
                    CorrectedMeaning::Cleared => self.as_written().to_owned(),
                };
                format!("{} → {meant}", correction.mention.literal)
            }
            Decision::Verdict(decision) => {
                format!("{}: {}", decision.mention.literal, self.judged(decision.judged))
            }
            Decision::Confirmation(decision) => self.confirmation(decision.confirmation).to_owned(),
        };
        let undone = event.undone.as_ref().map(|undone| format!(" ({} {})", self.undone(), undone.by));
        format!("{}, {}: {what}{}", self.instant(event.at), event.curator, undone.unwrap_or_default())
    }
}
