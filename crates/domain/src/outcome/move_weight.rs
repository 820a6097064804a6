//! How much a note misleads since what it cites has moved.

use serde::{Deserialize, Serialize};

use super::verdict::{Judgement, Verdict};

/// What the moves of a citation make of what its note says, the least first.
///
/// A plan that was given up outweighs one that came late, whatever the delay; what came as planned outweighs what nobody
/// had planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MoveWeight {
    /// Nothing was expected, or nobody can say what came of it: it was merged, closed or promoted.
    Moved,
    /// What was expected came in time.
    Kept,
    /// It came so many releases late, or has not come so many releases after its own.
    Missed(u16),
    /// What was expected was given up.
    Dropped,
}

impl MoveWeight {
    /// More releases than these make no difference.
    pub const MOST_RELEASES: u16 = 900;

    /// The weight of a citation with a verdict; `releases` is by how many what was expected came late, or how many came
    /// out without it.
    pub fn new(verdict: Option<Verdict>, releases: u16) -> Self {
        match verdict {
            Some(Verdict::Dropped) => Self::Dropped,
            Some(Verdict::Late | Verdict::Missed) => Self::Missed(releases.min(Self::MOST_RELEASES)),
            Some(Verdict::Held | Verdict::Early) => Self::Kept,
            Some(Verdict::Overtaken | Verdict::Open | Verdict::Unknown) | None => Self::Moved,
        }
    }

    /// The weight of a citation as far as its judgement tells it: what has not come at all is as late as can be.
    pub fn from_judgement(judgement: Option<&Judgement>) -> Self {
        let late = judgement.map_or(0, |judgement| match (judgement.expected, judgement.came_in) {
            (Some(expected), Some(came)) => came.minor.saturating_sub(expected.milestone.version.minor),
            (Some(_), None) => Self::MOST_RELEASES,
            (None, _) => 0,
        });
        Self::new(judgement.map(|judgement| judgement.verdict), late)
    }

    /// A number that is greater for what weighs more, by one for each release.
    pub fn rank(self) -> u16 {
        match self {
            Self::Moved => 0,
            Self::Kept => 1,
            Self::Missed(releases) => 2 + releases,
            Self::Dropped => 3 + Self::MOST_RELEASES,
        }
    }

    /// The weight of a [`Self::rank`].
    pub fn from_rank(rank: u16) -> Self {
        match rank {
            0 => Self::Moved,
            1 => Self::Kept,
            rank if rank <= 2 + Self::MOST_RELEASES => Self::Missed(rank - 2),
            _ => Self::Dropped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kep::{Milestone, Stage};
    use crate::outcome::verdict::{Expectation, ExpectationSource};
    use crate::version::Version;

    /// That each of a row of verdicts, with releases, outweighs the next.
    #[track_caller]
    fn check(descending: &[(Option<Verdict>, u16)]) {
        let weights: Vec<MoveWeight> =
            descending.iter().map(|(verdict, releases)| MoveWeight::new(*verdict, *releases)).collect();
        for pair in weights.windows(2) {
            assert!(pair[0] > pair[1] && pair[0].rank() > pair[1].rank(), "{pair:?}");
        }
    }

    #[test]
    fn what_was_given_up_outweighs_any_delay() {
        check(&[(Some(Verdict::Dropped), 0), (Some(Verdict::Late), 40)]);
        check(&[(Some(Verdict::Dropped), 0), (Some(Verdict::Missed), u16::MAX)]);
    }

    #[test]
    fn a_longer_delay_outweighs_a_shorter_one() {
        check(&[(Some(Verdict::Late), 5), (Some(Verdict::Late), 1)]);
        check(&[(Some(Verdict::Missed), 8), (Some(Verdict::Late), 5), (Some(Verdict::Missed), 1)]);
    }

    #[test]
    fn a_promise_that_was_kept_outweighs_a_plain_move() {
        check(&[(Some(Verdict::Late), 1), (Some(Verdict::Held), 0), (None, 0)]);
        check(&[(Some(Verdict::Early), 0), (Some(Verdict::Overtaken), 0)]);
    }

    #[test]
    fn what_promised_nothing_that_is_known_is_a_plain_move() {
        for verdict in [None, Some(Verdict::Overtaken), Some(Verdict::Open), Some(Verdict::Unknown)] {
            assert_eq!(MoveWeight::new(verdict, 7), MoveWeight::Moved, "{verdict:?}");
        }
    }

    #[test]
    fn a_judgement_says_by_how_many_releases_it_came_late() {
        let check = |verdict, expected: Option<u16>, came: Option<u16>, weight| {
            let expected = expected.map(|minor| Expectation {
                milestone: Milestone { stage: Stage::Beta, version: Version { minor } },
                source: ExpectationSource::Kep,
            });
            let came_in = came.map(|minor| Version { minor });
            let judgement = Judgement { verdict, expected, came_in, revisions: Vec::new(), curator: None };
            assert_eq!(MoveWeight::from_judgement(Some(&judgement)), weight, "{judgement:?}");
        };
        check(Verdict::Late, Some(28), Some(33), MoveWeight::Missed(5));
        check(Verdict::Missed, Some(28), None, MoveWeight::Missed(MoveWeight::MOST_RELEASES));
        check(Verdict::Held, Some(28), Some(28), MoveWeight::Kept);
        check(Verdict::Early, Some(28), Some(27), MoveWeight::Kept);
        check(Verdict::Dropped, Some(28), None, MoveWeight::Dropped);
        check(Verdict::Overtaken, None, Some(33), MoveWeight::Moved);
        assert_eq!(MoveWeight::from_judgement(None), MoveWeight::Moved);
    }

    #[test]
    fn a_weight_is_read_from_its_rank() {
        let missed = [0, 1, 7, MoveWeight::MOST_RELEASES].map(MoveWeight::Missed);
        let weights = [MoveWeight::Moved, MoveWeight::Kept, MoveWeight::Dropped];
        for weight in weights.into_iter().chain(missed) {
            assert_eq!(MoveWeight::from_rank(weight.rank()), weight);
        }
    }
}
