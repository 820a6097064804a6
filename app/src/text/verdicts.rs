//! Texts of the page of verdicts.

use domain::Date;
use domain::outcome::verdict::Verdict;
use domain::pages::{Arrival, Slips, VerdictCounts};

use super::Lang;

texts! {
    verdicts: "Planned vs. shipped", "予定と結果";
    verdicts_description: "How the plans that were in force when these notes were written turned out: kept, late, or dropped.",
        "メモを書いた時点の予定が、その後どうなったか。予定どおり・遅れ・中止の数。";
    verdicts_hint: "A plan is what the KEP's kep.yaml said on the day of the note for its next stage. Each figure counts notes and leads to them; a note about several KEPs can stand in several columns.",
        "予定とは、メモの日の kep.yaml に書かれていた次のステージのことです。数字はメモの件数で、クリックするとそのメモを表示します。複数の KEP に触れたメモは複数の列に入ることがあります。";
    verdicts_by_sig: "By SIG", "SIG 別";
    verdicts_by_stage: "By planned stage", "予定のステージ別";
    verdicts_by_year: "By year of the note", "メモの年別";
    verdicts_by_cycle: "By release cycle of the note", "メモのリリースサイクル別";
    all_notes: "All notes", "すべてのメモ";
    with_a_plan: "With a plan", "予定あり";
    longest_slips: "Longest slips", "遅れの大きいもの";
    quickest_arrivals: "Quickest arrivals", "メモから実現までが早かったもの";
    planned_column: "Planned then", "当時の予定";
    came_in_column: "Came in", "実現";
    how_late_column: "Late by", "遅れ";
    days_column: "After the note", "メモから";
    note_column: "Note", "メモ";
    no_verdicts: "No plans yet", "予定のあるメモはまだありません";
    no_verdicts_hint: "Verdicts appear once notes cite KEPs and the facts about KEPs are there: `kepline sync keps`.",
        "KEP に触れたメモがあり、KEP のデータを取得すると(`kepline sync keps`)、ここに結果が並びます。";
}

impl Lang {
    /// What became of all plans, in a sentence.
    pub fn verdicts_summary(self, counts: &VerdictCounts, slips: Slips) -> String {
        let (held, early) = (counts.get(Verdict::Held), counts.get(Verdict::Early));
        let (late, dropped) = (counts.get(Verdict::Late), counts.get(Verdict::Dropped));
        let early = match (self, early) {
            (_, 0) => String::new(),
            (Self::En, _) => format!("{early} came early, "),
            (Self::Ja, _) => format!("前倒し {early} 件、"),
        };
        let average = slips.average().map(|average| format!("{average:.1}"));
        match self {
            Self::En => {
                let late = match average {
                    Some(average) => format!("{late} came late, by {average} releases on average"),
                    None => format!("{late} came late"),
                };
                let notes = if counts.notes == 1 { "note" } else { "notes" };
                format!(
                    "Of {} {notes} with a plan, {held} saw it kept, {early}{late}, and {dropped} saw it dropped.",
                    counts.notes
                )
            }
            Self::Ja => {
                let late = match average {
                    Some(average) => format!("遅れて実現 {late} 件(平均 {average} リリース)"),
                    None => format!("遅れて実現 {late} 件"),
                };
                format!(
                    "予定のあるメモ {} 件のうち、予定どおり {held} 件、{early}{late}、中止 {dropped} 件。",
                    counts.notes
                )
            }
        }
    }

    /// How many notes went further without a plan.
    pub fn overtaken_notes(self, notes: u32) -> String {
        match self {
            Self::En if notes == 1 => "1 note had no plan to go by, and its KEP moved on since".to_owned(),
            Self::En => format!("{notes} notes had no plan to go by, and their KEPs moved on since"),
            Self::Ja => format!("当時は予定がなく、その後に KEP が進んだメモ {notes} 件"),
        }
    }

    /// By how many releases something came late or early.
    pub fn releases_late(self, releases: i32) -> String {
        match (self, releases) {
            (Self::En, 1) => "1 release".to_owned(),
            (Self::En, _) => format!("{releases} releases"),
            (Self::Ja, _) => format!("{releases} リリース"),
        }
    }

    /// How long after its note something came.
    pub fn days_after_note(self, arrival: &Arrival) -> Option<String> {
        let days = arrival.days()?;
        Some(match self {
            Self::En if days == 1 => "1 day".to_owned(),
            Self::En => format!("{days} days"),
            Self::Ja => format!("{days} 日"),
        })
    }

    /// The day up to which the verdicts follow from facts.
    pub fn verdicts_as_of(self, day: Date) -> String {
        match self {
            Self::En => format!("As of the KEP data of {day}."),
            Self::Ja => format!("KEP データ: {day} 時点"),
        }
    }
}
