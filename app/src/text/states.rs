//! Words for the states now that a list can be narrowed by, and for what has moved.

use domain::github::ItemState;
use domain::kep::Status;
use domain::list::filter::ShippedStage;
use domain::list::timeline::KepsMoved;

use super::Lang;

texts! {
    stage_now: "KEP stage now", "KEP のステージ(現在)";
    status_now: "KEP status now", "KEP のステータス(現在)";
    github_now: "Pull requests and issues now", "プルリクエストと Issue(現在)";
    then_and_now: "Then and now", "当時と現在";
    changed_since: "Changed since", "その後に変化あり";
    nothing_shipped: "nothing shipped", "未リリース";
    latest_move_first: "Latest move first", "最近動いた順";
    later_moves: "Later moves", "より新しい動き";
    earlier_moves: "Earlier moves", "より古い動き";
}

impl Lang {
    /// What has shipped of a KEP: the word of kep.yaml, or that nothing has.
    pub fn reached(self, reached: ShippedStage) -> &'static str {
        match reached {
            ShippedStage::Stage(stage) => stage.as_str(),
            ShippedStage::Nothing => self.nothing_shipped(),
        }
    }

    /// The active filter on what has shipped of a KEP.
    pub fn part_stage(self, reached: ShippedStage) -> String {
        match (self, reached) {
            (Self::En, ShippedStage::Stage(stage)) => format!("KEP now {stage}"),
            (Self::En, ShippedStage::Nothing) => "KEP not shipped yet".to_owned(),
            (Self::Ja, _) => format!("KEP: 現在 {}", self.reached(reached)),
        }
    }

    /// The active filter on a KEP's status.
    pub fn part_status(self, status: &Status) -> String {
        match self {
            Self::En => format!("KEP status now {status}"),
            Self::Ja => format!("KEP ステータス: 現在 {status}"),
        }
    }

    /// The active filter on the state of a pull request or an issue.
    pub fn part_github(self, state: ItemState) -> String {
        let word = self.github_state(state);
        let (what_en, what_ja) = match state {
            ItemState::Draft | ItemState::Merged => ("Pull request", "プルリクエスト"),
            ItemState::Completed | ItemState::NotPlanned | ItemState::Duplicate => ("Issue", "Issue"),
            _ => ("Pull request or issue", "プルリクエスト・Issue"),
        };
        match self {
            Self::En => format!("{what_en} now {word}"),
            Self::Ja => format!("{what_ja}: 現在{word}"),
        }
    }

    /// How many of the KEPs that the notes cite have moved since.
    pub fn keps_moved(self, KepsMoved { cited, moved }: KepsMoved) -> String {
        match (self, cited, moved) {
            (Self::En, 1, _) => "The one cited KEP has moved since it was noted".to_owned(),
            (Self::En, _, 1) => format!("1 of {cited} cited KEPs has moved since it was noted"),
            (Self::En, ..) => format!("{moved} of {cited} cited KEPs have moved since they were noted"),
            (Self::Ja, ..) => format!("メモで触れた KEP {cited} 件のうち {moved} 件が、その後に動いています"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_words() {
        for &state in ItemState::ALL {
            let (en, ja) = (Lang::En.github_state(state), Lang::Ja.github_state(state));
            assert!(!en.contains('_') && !ja.is_ascii(), "{en} {ja}");
        }
        assert_eq!(Lang::En.part_github(ItemState::NotPlanned), "Issue now not planned");
        assert_eq!(Lang::Ja.part_github(ItemState::Merged), "プルリクエスト: 現在マージ済み");
        assert_eq!(Lang::En.part_stage(ShippedStage::Nothing), "KEP not shipped yet");
    }

    #[test]
    fn a_number_is_told_in_words_that_fit_it() {
        let told = |cited, moved| Lang::En.keps_moved(KepsMoved { cited, moved });
        assert_eq!(told(16, 14), "14 of 16 cited KEPs have moved since they were noted");
        assert_eq!(told(16, 1), "1 of 16 cited KEPs has moved since it was noted");
        assert_eq!(told(1, 1), "The one cited KEP has moved since it was noted");
    }
}
