//! Texts of the states of citations, then and now.

use domain::Date;
use domain::github::{ItemKind, ItemStanding, ItemState};
use domain::kep::{Milestone, Stage, Status};
use domain::outcome::{ItemOutcome, MissingReason, then_now};

use super::Lang;
use super::excerpt::capitalized;

texts! {
    now: "now", "現在";
    absent: "KEP not written yet", "KEP 未作成";
    not_confirmed: "not confirmed", "未確認";
    several_keps: "several KEPs have this number", "この番号の KEP は複数あります";
    unknown_kep: "no KEP has this number", "この番号の KEP はありません";
    not_fetched: "GitHub has not been asked about it yet", "GitHub にまだ問い合わせていません";
    not_on_github: "GitHub shows nothing under this number", "この番号は GitHub で公開されていません";
    discussion: "it was made into a discussion, which has no state", "ディスカッションに変換されました(状態はありません)";
    on_github: "On GitHub", "GitHub で見る";
}

impl Lang {
    /// What a KEP was, or is: `alpha 1.28, planned beta 1.29`.
    pub fn kep_state(self, state: &then_now::KepState) -> String {
        let Some(status) = &state.status else { return self.absent().to_owned() };
        let mut parts = Vec::new();
        parts.extend(state.shipped.map(|shipped| shipped.to_string()));
        if let Some(planned) = state.planned {
            let unconfirmed =
                if planned.released_since { format!(" ({})", self.not_confirmed()) } else { String::new() };
            parts.push(self.planned(planned.milestone) + &unconfirmed);
        }
        parts.extend(state.missed.iter().map(|missed| self.missed(missed.milestone)));
        if status.is_given_up() || parts.is_empty() {
            parts.push(self.status(status));
        }
        parts.join(if self == Self::En { ", " } else { "、" })
    }

    /// Both, so that they differ where the states do: where only the status moved, it is added.
    pub fn kep_states(self, then: &then_now::KepState, now: &then_now::KepState) -> (String, String) {
        let (was, is) = (self.kep_state(then), self.kep_state(now));
        if was != is {
            return (was, is);
        }
        let with_status = |text: &str, state: &then_now::KepState| match &state.status {
            Some(status) => format!("{text} ({})", self.status(status)),
            None => text.to_owned(),
        };
        (with_status(&was, then), with_status(&is, now))
    }

    /// What a KEP is, as short as can be: the stage that has shipped, else its status.
    pub fn kep_in_short(self, state: &then_now::KepState) -> String {
        match (state.shipped, &state.status) {
            (_, None) => self.absent().to_owned(),
            (Some(shipped), Some(status)) if !status.is_given_up() => shipped.to_string(),
            (_, Some(status)) => self.status(status),
        }
    }

    /// `planned beta 1.29`.
    pub fn planned(self, Milestone { stage, version }: Milestone) -> String {
        match self {
            Self::En => format!("planned {stage} {version}"),
            Self::Ja => format!("{version} で {stage} の予定"),
        }
    }

    /// `alpha 1.27 missed`.
    pub fn missed(self, milestone: Milestone) -> String {
        match self {
            Self::En => format!("{milestone} missed"),
            Self::Ja => format!("{milestone} は見送り"),
        }
    }

    /// A KEP's status; the words of kep.yaml stay in English next to their meaning.
    pub fn status(self, status: &Status) -> String {
        let meaning = match (self, status) {
            (Self::En, Status::Unstated) => return "no status stated".to_owned(),
            (Self::Ja, Status::Unstated) => return "status の記載なし".to_owned(),
            (Self::En, _) => return status.to_string(),
            (_, Status::Provisional) => "提案中",
            (_, Status::Implementable) => "実装可",
            (_, Status::Implemented) => "実装済み",
            (_, Status::Deferred) => "延期",
            (_, Status::Rejected) => "却下",
            (_, Status::Withdrawn) => "取り下げ",
            (_, Status::Replaced) => "置き換え",
            (_, Status::Other(word)) => return word.clone(),
        };
        meaning.to_owned()
    }

    /// The state of a pull request or an issue.
    pub fn github_state(self, state: ItemState) -> &'static str {
        match (self, state) {
            (Self::En, ItemState::Open) => "open",
            (Self::En, ItemState::Draft) => "draft",
            (Self::En, ItemState::Merged) => "merged",
            (Self::En, ItemState::Closed) => "closed",
            (Self::En, ItemState::Completed) => "completed",
            (Self::En, ItemState::NotPlanned) => "not planned",
            (Self::En, ItemState::Duplicate) => "duplicate",
            (Self::En, ItemState::NotYet) => "not there yet",
            (Self::En, ItemState::NotMerged) => "not merged yet",
            (Self::En, ItemState::Unknown) => "unknown",
            (Self::Ja, ItemState::Open) => "オープン",
            (Self::Ja, ItemState::Draft) => "ドラフト",
            (Self::Ja, ItemState::Merged) => "マージ済み",
            (Self::Ja, ItemState::Closed) => "クローズ",
            (Self::Ja, ItemState::Completed) => "完了",
            (Self::Ja, ItemState::NotPlanned) => "対応予定なし",
            (Self::Ja, ItemState::Duplicate) => "重複",
            (Self::Ja, ItemState::NotYet) => "まだない",
            (Self::Ja, ItemState::NotMerged) => "未マージ",
            (Self::Ja, ItemState::Unknown) => "不明",
        }
    }

    /// The state of a pull request or an issue now, with the release it landed in: `merged (1.27)`.
    pub fn item_now(self, item: &ItemOutcome) -> String {
        let state = self.github_state(item.now.state);
        item.release.map_or_else(|| state.to_owned(), |release| format!("{state} ({release})"))
    }

    /// What GitHub calls a number.
    pub fn item_kind(self, kind: Option<ItemKind>) -> &'static str {
        match (self, kind) {
            (Self::En, Some(ItemKind::Pull)) => "Pull request",
            (Self::En, Some(ItemKind::Issue)) => "Issue",
            (Self::En, None) => "Pull request or issue",
            (Self::Ja, Some(ItemKind::Pull)) => "プルリクエスト",
            (Self::Ja, Some(ItemKind::Issue)) => "Issue",
            (Self::Ja, None) => "プルリクエストまたは Issue",
        }
    }

    /// Why nothing is known.
    pub fn missing_reason(self, missing: MissingReason) -> &'static str {
        match missing {
            MissingReason::NotFetched => self.not_fetched(),
            MissingReason::NotFound => self.not_on_github(),
            MissingReason::Discussion => self.discussion(),
        }
    }

    /// `lives on as KEP-753`.
    pub fn lives_on(self, kep: u32) -> String {
        match self {
            Self::En => format!("lives on as KEP-{kep}"),
            Self::Ja => format!("KEP-{kep} に引き継がれた"),
        }
    }

    /// The state of a KEP on a day: `On 20 Jul 2023: planned alpha 1.28 (kep.yaml of 2023-06-12)`.
    pub fn kep_then(self, day: Date, state: &then_now::KepState) -> String {
        let (day, description) = (self.short_day(day), self.kep_state(state));
        match (self, state.revision) {
            (Self::En, Some(revision)) => format!("On {day}: {description} (kep.yaml of {revision})"),
            (Self::En, None) => format!("On {day}: {description}"),
            (Self::Ja, Some(revision)) => format!("{day} 時点: {description}(kep.yaml の {revision} 版)"),
            (Self::Ja, None) => format!("{day} 時点: {description}"),
        }
    }

    /// What a KEP is now: `Stable in 1.33 (23 Apr 2025)`, `Now: planned alpha 1.38`.
    pub fn kep_now(self, state: &then_now::KepState, shipped_on: Option<Date>) -> String {
        let description = self.kep_since(state, shipped_on);
        match self {
            _ if state.shipped.is_some() && shipped_on.is_some() => capitalized(&description),
            Self::En => format!("Now: {description}"),
            Self::Ja => format!("現在: {description}"),
        }
    }

    /// The same within a line: `stable in 1.33 (23 Apr 2025)`.
    pub fn kep_since(self, state: &then_now::KepState, shipped_on: Option<Date>) -> String {
        let description = self.kep_state(state);
        let (Some(shipped), Some(day)) = (state.shipped, shipped_on) else { return description };
        let (Milestone { stage, version }, day) = (shipped, self.short_day(day));
        let since = match self {
            Self::En => format!("{stage} in {version} ({day})"),
            Self::Ja => format!("{version} で {stage}({day})"),
        };
        description.replacen(&shipped.to_string(), &since, 1)
    }

    /// The evidence of a missed plan: `alpha 1.27 missed: planned by kep.yaml of 2023-02-09, changed by that of 2023-06-12`.
    pub fn missed_evidence(self, missed: &then_now::MissedMilestone) -> String {
        let then_now::MissedMilestone { milestone, planned_by, contradicted_by } = missed;
        match (self, contradicted_by) {
            (Self::En, Some(later)) => {
                format!("{milestone} missed: planned by kep.yaml of {planned_by}, changed by that of {later}")
            }
            (Self::En, None) => format!("{milestone} missed: kep.yaml of {planned_by} still says so"),
            (Self::Ja, Some(later)) => {
                format!("{milestone} は見送り: {planned_by} 版で予定、{later} 版で変更")
            }
            (Self::Ja, None) => format!("{milestone} は見送り: {planned_by} 版の記載のまま"),
        }
    }

    /// A pull request or an issue on a day: `On 1 Sep 2023: open since 10 Jan 2023`.
    pub fn item_then(self, day: Date, item: &ItemOutcome) -> String {
        let (day, description) = (self.short_day(day), self.item_standing(item.then));
        match self {
            Self::En => format!("On {day}: {description}"),
            Self::Ja => format!("{day} 時点: {description}"),
        }
    }

    /// The same for now: `Merged on 6 Oct 2023 (1.29)`, `Now: open since 10 Jan 2023`.
    pub fn item_now_since(self, item: &ItemOutcome) -> String {
        let mut description = self.item_standing(item.now);
        if let Some(release) = item.release {
            description += &if self == Self::En { format!(" ({release})") } else { format!("({release})") };
        }
        match self {
            _ if item.now.since.is_some() && item.now.state.is_closed() => capitalized(&description),
            Self::En => format!("Now: {description}"),
            Self::Ja => format!("現在: {description}"),
        }
    }

    /// The state of a pull request or an issue with its day: `merged on 5 Oct 2023`, `open since 10 Jan 2023`.
    pub fn item_standing(self, standing: ItemStanding) -> String {
        let state = self.github_state(standing.state);
        let Some(day) = standing.since.map(|day| self.short_day(day)) else { return state.to_owned() };
        match (self, standing.state) {
            (Self::En, ItemState::NotPlanned) => format!("closed as not planned on {day}"),
            (Self::En, ItemState::Duplicate) => format!("closed as a duplicate on {day}"),
            (Self::En, ended) if ended.is_closed() => format!("{state} on {day}"),
            (Self::En, _) => format!("{state} since {day}"),
            (Self::Ja, ItemState::Merged) => format!("{day} にマージ"),
            (Self::Ja, ItemState::NotPlanned | ItemState::Duplicate) => {
                format!("{day} に{state}としてクローズ")
            }
            (Self::Ja, ended) if ended.is_closed() => format!("{day} に{state}"),
            (Self::Ja, _) => format!("{state}({day} から)"),
        }
    }
}

/// Whether what a pull request or an issue was says nothing next to what it is now: each was open once.
pub(super) fn is_usual_course(then: ItemState) -> bool {
    matches!(
        then,
        ItemState::Open | ItemState::Draft | ItemState::NotYet | ItemState::NotMerged | ItemState::Unknown
    )
}

/// A shape for how far a KEP is, next to its text.
pub fn stage_shape(state: &then_now::KepState) -> &'static str {
    if state.status.as_ref().is_some_and(Status::is_given_up) {
        return "×";
    }
    reached_shape(state.shipped.map(|shipped| shipped.stage))
}

/// A shape for a stage that was reached, next to its text.
pub fn reached_shape(stage: Option<Stage>) -> &'static str {
    match stage {
        None => "○",
        Some(Stage::Alpha) => "◔",
        Some(Stage::Beta) => "◑",
        Some(Stage::Stable) => "●",
        Some(Stage::Deprecated | Stage::Disabled | Stage::Removed) => "⊘",
    }
}

/// A shape for the state of a pull request or an issue, next to its text.
pub fn github_shape(state: ItemState) -> &'static str {
    match state {
        ItemState::Open | ItemState::Draft => "○",
        ItemState::Merged | ItemState::Completed => "●",
        ItemState::Closed | ItemState::NotPlanned | ItemState::Duplicate => "×",
        ItemState::NotMerged => "○",
        ItemState::NotYet | ItemState::Unknown => "?",
    }
}

#[cfg(test)]
mod tests {
    use domain::outcome::then_now::{MissedMilestone, PlannedMilestone};

    use super::*;

    fn milestone(stage: Stage, minor: u16) -> Milestone {
        Milestone { stage, version: domain::version::Version { minor } }
    }

    fn state(status: Status) -> then_now::KepState {
        then_now::KepState { status: Some(status), ..then_now::KepState::default() }
    }

    #[test]
    fn a_state_is_described_in_the_terms_of_the_field() {
        let check = |state: then_now::KepState, en: &str, ja: &str| {
            assert_eq!((Lang::En.kep_state(&state).as_str(), Lang::Ja.kep_state(&state).as_str()), (en, ja));
        };
        check(then_now::KepState::default(), "KEP not written yet", "KEP 未作成");
        check(state(Status::Provisional), "provisional", "提案中");
        let planned =
            |released_since| Some(PlannedMilestone { milestone: milestone(Stage::Beta, 29), released_since });
        check(
            then_now::KepState {
                shipped: Some(milestone(Stage::Alpha, 28)),
                planned: planned(false),
                ..state(Status::Implementable)
            },
            "alpha 1.28, planned beta 1.29",
            "alpha 1.28、1.29 で beta の予定",
        );
        check(
            then_now::KepState { planned: planned(true), ..state(Status::Implementable) },
            "planned beta 1.29 (not confirmed)",
            "1.29 で beta の予定 (未確認)",
        );
        let day = Date::constant(2023, 2, 9);
        check(
            then_now::KepState {
                missed: vec![MissedMilestone {
                    milestone: milestone(Stage::Alpha, 27),
                    planned_by: day,
                    contradicted_by: None,
                }],
                ..state(Status::Implementable)
            },
            "alpha 1.27 missed",
            "alpha 1.27 は見送り",
        );
        check(
            then_now::KepState { shipped: Some(milestone(Stage::Alpha, 26)), ..state(Status::Withdrawn) },
            "alpha 1.26, withdrawn",
            "alpha 1.26、取り下げ",
        );
    }

    #[test]
    fn now_says_since_when() {
        let now =
            then_now::KepState { shipped: Some(milestone(Stage::Stable, 33)), ..state(Status::Implemented) };
        let day = Some(Date::constant(2025, 4, 23));
        assert_eq!(Lang::En.kep_now(&now, day), "Stable in 1.33 (23 Apr 2025)");
        assert_eq!(Lang::Ja.kep_now(&now, day), "1.33 で stable(2025-04-23)");
    }
}
