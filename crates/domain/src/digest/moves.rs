//! What moved in a period, in groups.

use strum::{IntoStaticStr, VariantArray};

use super::PlanChange;
use crate::github::ItemState;
use crate::outcome::moves::{CitingNote, MoveSubject, StateChange};
use crate::sig::Sig;
use crate::version::Version;
use crate::{Date, Timestamp};

/// What happened to what moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DigestChange {
    /// It reached another state.
    State(StateChange),
    /// Plans of a KEP changed, all on one day.
    Plans(Vec<PlanChange>),
}

/// Something that moved, of what notes cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestMove {
    /// What moved.
    pub subject: MoveSubject,
    /// Its title now, where it is known.
    pub title: Option<String>,
    /// The group that owns it, where that is known.
    pub sig: Option<Sig>,
    /// The day in UTC.
    pub day: Date,
    /// What happened.
    pub change: DigestChange,
    /// The Kubernetes version in which a pull request landed.
    pub release: Option<Version>,
    /// When a state became known, as feeds date it; `None` of plans, which nobody waited for.
    pub known_at: Option<Timestamp>,
    /// The newest notes that cite it, at most [`DigestMove::NOTES`].
    pub citing: Vec<CitingNote>,
    /// How many notes cite it.
    pub notes: u32,
}

/// Like moves, in the order of a digest: what says most comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum MoveGroup {
    /// A stage came out.
    Shipped,
    /// Plans that moved, were taken back or were missed.
    Plans,
    /// Proposals that were given up: withdrawn, rejected, replaced.
    GivenUp,
    /// Another status of a proposal.
    Status,
    /// Pull requests that were merged.
    Merged,
    /// Pull requests and issues that were closed otherwise, or opened again.
    Closed,
}

impl MoveGroup {
    /// All of them, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Its name in ids of a page: `given_up`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl DigestMove {
    /// How many notes are named of those that cite it.
    pub const NOTES: usize = 3;

    /// What it is listed among.
    pub fn group(&self) -> MoveGroup {
        match &self.change {
            DigestChange::Plans(_) => MoveGroup::Plans,
            DigestChange::State(change @ StateChange::Kep { now, .. }) => {
                match (change.shipped(), now.status.as_ref()) {
                    (Some(_), _) => MoveGroup::Shipped,
                    (None, Some(status)) if status.is_given_up() => MoveGroup::GivenUp,
                    (None, _) => MoveGroup::Status,
                }
            }
            DigestChange::State(StateChange::Item { now, .. }) => match now.state {
                ItemState::Merged => MoveGroup::Merged,
                _ => MoveGroup::Closed,
            },
        }
    }

    /// How many notes cite it besides those that are named.
    pub fn more_notes(&self) -> u32 {
        self.notes.saturating_sub(self.citing.len() as u32)
    }
}

/// The moves of a group of what one SIG owns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigMoves {
    /// The SIG; `None` of what none is known to own.
    pub sig: Option<Sig>,
    /// By day.
    pub moves: Vec<DigestMove>,
}

/// Moves by group, and within by the SIG that owns what moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoveGroups {
    /// Only those that have some, in the order of groups; within a group by the name of the SIG, last those of none.
    pub groups: Vec<(MoveGroup, Vec<SigMoves>)>,
    /// How many there are, listed or not.
    pub count: u32,
    /// How many are not listed.
    pub left_out: u32,
}

impl MoveGroups {
    /// These moves in their order; `left_out` others are not among them.
    pub fn new(mut moves: Vec<DigestMove>, left_out: u32) -> Self {
        let count = moves.len() as u32 + left_out;
        moves.sort_by_cached_key(|it| {
            (it.group(), it.sig.is_none(), it.sig.as_ref().map(Sig::label), it.day, it.subject.to_string())
        });
        let mut groups: Vec<(MoveGroup, Vec<SigMoves>)> = Vec::new();
        for it in moves {
            let group = it.group();
            if groups.last().is_none_or(|(last, _)| *last != group) {
                groups.push((group, Vec::new()));
            }
            let Some((_, sigs)) = groups.last_mut() else { continue };
            match sigs.last_mut().filter(|last| last.sig == it.sig) {
                Some(last) => last.moves.push(it),
                None => sigs.push(SigMoves { sig: it.sig.clone(), moves: vec![it] }),
            }
        }
        Self { groups, count, left_out }
    }

    /// When the last of the listed states became known.
    pub fn known_at(&self) -> Option<Timestamp> {
        self.iter().filter_map(|it| it.known_at).max()
    }

    /// Every move that is listed.
    pub fn iter(&self) -> impl Iterator<Item = &DigestMove> {
        self.groups.iter().flat_map(|(_, sigs)| sigs).flat_map(|sig| &sig.moves)
    }
}
