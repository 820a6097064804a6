//! What a KEP is in the release that a reader runs.

use domain::kep::Stage;
use domain::list::timeline::Reference;
use domain::outcome::in_release::{KepInRelease, NextStage};
use domain::outcome::then_now::KepState;
use domain::outcome::{CitedSubject, Outcome};

use super::Lang;
use super::chip::ChipText;
use super::excerpt::capitalized;

impl ChipText {
    /// The same with what the KEP is in the release that the reader runs; of what is about no KEP, and on the page of the
    /// KEP itself, the chip as it is.
    #[must_use]
    pub fn with_cluster(mut self, reference: &Reference, lang: Lang) -> Self {
        let subject = reference.outcome.as_deref().and_then(Outcome::subject);
        let (Some(mine), Some(CitedSubject::Kep(kep) | CitedSubject::PullAbout(kep))) =
            (reference.in_cluster, subject)
        else {
            return self;
        };
        self.mine = lang.cluster_mark(&mine, &kep.now);
        if let Some(sentence) = lang.kep_in_cluster(&mine) {
            self.label = format!("{}. {sentence}", self.label);
        }
        self
    }
}

impl Lang {
    /// What a KEP is in the release that the reader runs, in a sentence: `In 1.31: beta since 1.29, on by default; stable in 1.33`.
    /// `None` where nobody says anything of that release or a later one.
    pub fn kep_in_cluster(self, kep: &KepInRelease) -> Option<String> {
        let KepInRelease { release, reached, default, gone_in, next } = *kep;
        let next = next.map(|next| self.next_stage(next));
        let gone = gone_in.map(|gone| match self {
            Self::En => format!("gone in {gone}"),
            Self::Ja => format!("{gone} で削除"),
        });
        let here = match reached {
            Some(reached) => Some(match self {
                Self::En => format!("In {release}: {} since {}", reached.stage, reached.version),
                Self::Ja => format!("{release} では {}({} から)", reached.stage, reached.version),
            }),
            None if next.is_none() && gone.is_none() => return None,
            None if gone_in.is_some_and(|gone| gone <= release) => None,
            None => Some(match self {
                Self::En => format!("Not in {release}"),
                Self::Ja => format!("{release} にはまだない"),
            }),
        };
        let here = here.map(|here| match default {
            Some(on) => format!("{here}{}{}", self.comma(), self.by_default(on)),
            None => here,
        });
        let separator = if self == Self::En { "; " } else { "。" };
        let pieces: Vec<String> = [here, next, gone].into_iter().flatten().collect();
        Some(capitalized(&pieces.join(separator)))
    }

    /// The same next to a chip that shows the state `now`: `1.31: beta, on`, `from 1.33`, `gone in 1.34`. `None` where it is
    /// the same there.
    pub fn cluster_mark(self, kep: &KepInRelease, now: &KepState) -> Option<String> {
        let KepInRelease { release, reached, default, gone_in, next } = *kep;
        if let Some(gone) = gone_in.filter(|gone| *gone <= release) {
            return Some(match self {
                Self::En => format!("gone in {gone}"),
                Self::Ja => format!("{gone} で削除"),
            });
        }
        let Some(reached) = reached else {
            let NextStage { milestone, is_planned } = next?;
            let mark = if is_planned { "?" } else { "" };
            return Some(match self {
                Self::En => format!("from {}{mark}", milestone.version),
                Self::Ja => format!("{}{mark} から", milestone.version),
            });
        };
        let is_same = now.shipped.is_some_and(|shipped| shipped.stage == reached.stage);
        // What is stable is on; what is not is said where it differs from what its stage promises.
        let is_off = default == Some(false) && reached.stage == Stage::Beta;
        (!is_same || is_off)
            .then(|| format!("{release}: {}", self.gate_standing(Some(reached.stage), default, None)))
    }

    fn next_stage(self, next: NextStage) -> String {
        let NextStage { milestone, is_planned } = next;
        match (self, is_planned) {
            (Self::En, false) => format!("{} in {}", milestone.stage, milestone.version),
            (Self::En, true) => format!("{} planned for {}", milestone.stage, milestone.version),
            (Self::Ja, false) => format!("{} で {}", milestone.version, milestone.stage),
            (Self::Ja, true) => format!("{} で {} の予定", milestone.version, milestone.stage),
        }
    }

    fn by_default(self, on: bool) -> &'static str {
        match (self, on) {
            (Self::En, true) => "on by default",
            (Self::En, false) => "off by default",
            (Self::Ja, true) => "デフォルトでオン",
            (Self::Ja, false) => "デフォルトでオフ",
        }
    }

    pub(super) fn comma(self) -> &'static str {
        if self == Self::En { ", " } else { "・" }
    }
}

#[cfg(test)]
mod tests {
    use domain::kep::Milestone;
    use domain::version::Version;

    use super::*;

    const RUNS: Version = Version { minor: 31 };

    fn milestone(stage: Stage, minor: u16) -> Milestone {
        Milestone { stage, version: Version { minor } }
    }

    fn nothing() -> KepInRelease {
        KepInRelease { release: RUNS, reached: None, default: None, gone_in: None, next: None }
    }

    #[track_caller]
    fn check(kep: KepInRelease, sentences: [Option<&str>; 2], marks: [Option<&str>; 2]) {
        let now = KepState { shipped: Some(milestone(Stage::Stable, 33)), ..KepState::default() };
        for (n, lang) in [Lang::En, Lang::Ja].into_iter().enumerate() {
            assert_eq!(lang.kep_in_cluster(&kep).as_deref(), sentences[n]);
            assert_eq!(lang.cluster_mark(&kep, &now).as_deref(), marks[n]);
        }
    }

    #[test]
    fn a_kep_is_described_as_it_is_in_the_release_that_runs() {
        let stable = NextStage { milestone: milestone(Stage::Stable, 33), is_planned: false };
        check(
            KepInRelease {
                reached: Some(milestone(Stage::Beta, 29)),
                default: Some(true),
                next: Some(stable),
                ..nothing()
            },
            [
                Some("In 1.31: beta since 1.29, on by default; stable in 1.33"),
                Some("1.31 では beta(1.29 から)・デフォルトでオン。1.33 で stable"),
            ],
            [Some("1.31: beta, on"), Some("1.31: beta・オン")],
        );
        let alpha = NextStage { milestone: milestone(Stage::Alpha, 38), is_planned: true };
        check(
            KepInRelease { next: Some(alpha), ..nothing() },
            [Some("Not in 1.31; alpha planned for 1.38"), Some("1.31 にはまだない。1.38 で alpha の予定")],
            [Some("from 1.38?"), Some("1.38? から")],
        );
        check(
            KepInRelease { gone_in: Some(Version { minor: 30 }), ..nothing() },
            [Some("Gone in 1.30"), Some("1.30 で削除")],
            [Some("gone in 1.30"), Some("1.30 で削除")],
        );
        check(
            KepInRelease {
                reached: Some(milestone(Stage::Alpha, 28)),
                gone_in: Some(Version { minor: 34 }),
                ..nothing()
            },
            [
                Some("In 1.31: alpha since 1.28; gone in 1.34"),
                Some("1.31 では alpha(1.28 から)。1.34 で削除"),
            ],
            [Some("1.31: alpha"), Some("1.31: alpha")],
        );
    }

    #[test]
    fn what_is_the_same_or_unknown_has_no_mark() {
        check(nothing(), [None, None], [None, None]);
        check(
            KepInRelease { reached: Some(milestone(Stage::Stable, 30)), default: Some(true), ..nothing() },
            [
                Some("In 1.31: stable since 1.30, on by default"),
                Some("1.31 では stable(1.30 から)・デフォルトでオン"),
            ],
            [None, None],
        );
        let off =
            KepInRelease { reached: Some(milestone(Stage::Beta, 30)), default: Some(false), ..nothing() };
        let now = KepState { shipped: off.reached, ..KepState::default() };
        assert_eq!(Lang::En.cluster_mark(&off, &now).as_deref(), Some("1.31: beta, off"));
        assert_eq!(Lang::En.cluster_mark(&KepInRelease { default: Some(true), ..off }, &now), None);
    }
}
