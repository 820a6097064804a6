//! What has moved of what notes cite: each state that was reached, with its day.
//!
//! Feeds have an item for each move, whose id names the state: a later move is another item.

use std::fmt;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::github::{self, Item, ItemEventKind, ItemKey, ItemKind, ItemStanding};
use crate::id::{EntryId, NoteId};
use crate::outcome::then_now::{self, KepState};
use crate::version::Version;
use crate::{Date, Timestamp};

#[cfg(test)]
mod tests;

/// What has moved.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MoveSubject {
    /// A KEP.
    Kep(u32),
    /// A pull request or an issue.
    Item(ItemKey),
}

impl fmt::Display for MoveSubject {
    /// `kep/753`, `ref/kubernetes/kubernetes/115138`: one spelling for each, in lower case.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kep(number) => write!(f, "kep/{number}"),
            Self::Item(key) => {
                let (owner, name) = (&key.repo.owner, &key.repo.name);
                write!(f, "ref/{}/{}/{}", owner.to_ascii_lowercase(), name.to_ascii_lowercase(), key.number)
            }
        }
    }
}

/// What something was and what it became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateChange {
    /// Of a KEP.
    Kep {
        /// At the end of the day before.
        then: Box<KepState>,
        /// At the end of the day of the move.
        now: Box<KepState>,
    },
    /// Of a pull request or an issue.
    Item {
        /// Before; unknown where its events were not fetched.
        then: ItemStanding,
        /// The state that it moved to.
        now: ItemStanding,
    },
}

/// A change with its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedChange {
    /// The day of the change.
    pub day: Date,
    /// The states before and after.
    pub change: StateChange,
}

impl DatedChange {
    /// What was reached, in words for an id: `stable/1.33`, `withdrawn/2024-02-03`, `merged`.
    ///
    /// What can be reached more than once names its day.
    pub fn reached(&self) -> String {
        let dated = |word: &str| format!("{}/{}", slug(word), self.day);
        match &self.change {
            StateChange::Kep { now, .. } => match self.change.shipped() {
                Some(shipped) => format!("{}/{}", shipped.stage, shipped.version),
                None => dated(now.status_name()),
            },
            StateChange::Item { now, .. } if now.state == github::ItemState::Merged => {
                now.state.as_str().to_owned()
            }
            StateChange::Item { now, .. } => dated(now.state.as_str()),
        }
    }
}

impl StateChange {
    /// The stage that a KEP reached with it; `None` where rather its status says what happened.
    pub fn shipped(&self) -> Option<crate::kep::Milestone> {
        let Self::Kep { then, now } = self else { return None };
        let gave_up = then.status != now.status && now.status.as_ref().is_some_and(|it| it.is_given_up());
        let stage = |state: &KepState| state.shipped.map(|shipped| shipped.stage);
        now.shipped.filter(|_| stage(then) != stage(now) && !gave_up)
    }
}

/// What a word of a file can be called in an id: letters, digits and hyphens.
fn slug(word: &str) -> String {
    let word = word.to_ascii_lowercase();
    let parts = word.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|part| !part.is_empty());
    parts.take(4).collect::<Vec<_>>().join("-")
}

/// Every move of a KEP, oldest first: on each of `days` (ascending) that its stage or status is another
/// one than on the day before, by `state_on`.
pub fn kep_moves(days: &[Date], state_on: impl Fn(Date) -> KepState) -> Vec<DatedChange> {
    let moved = days.iter().filter_map(|day| {
        let then = state_on(day.yesterday().ok()?);
        let now = state_on(*day);
        then_now::changed(&then, &now).then(|| {
            let change = StateChange::Kep { then: Box::new(then), now: Box::new(now) };
            DatedChange { day: *day, change }
        })
    });
    moved.collect()
}

/// Every move of a pull request or an issue, oldest first, as far as it is known; days are in `zone`.
///
/// That it was opened is none. Where its events were not fetched, its end is all that is known.
pub fn item_moves(item: &Item, zone: &TimeZone) -> Vec<DatedChange> {
    let to_day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let mut steps: Vec<DatedChange> = Vec::new();
    let mut before = match (&item.events, item.created_at) {
        (Some(_), created) => ItemStanding { state: github::ItemState::Open, since: created.map(to_day) },
        (None, _) => ItemStanding::UNKNOWN,
    };
    let mut push = |state: github::ItemState, at: Timestamp| {
        let now = ItemStanding { state, since: Some(to_day(at)) };
        if before.state != now.state {
            steps.push(DatedChange { day: to_day(at), change: StateChange::Item { then: before, now } });
            before = now;
        }
    };
    // What happens around a merge, and what events say of it afterwards, moves nothing.
    let is_before_merge = |at: Timestamp| item.merged_at.is_none_or(|merged| at < merged);
    for event in item.events.iter().flatten().filter(|event| is_before_merge(event.at)) {
        match event.what {
            ItemEventKind::Closed(state) => push(state, event.at),
            ItemEventKind::Reopened => push(github::ItemState::Open, event.at),
            ItemEventKind::Merged => {}
        }
    }
    if let Some(merged) = item.merged_at {
        push(github::ItemState::Merged, merged);
    } else if item.events.is_none() && item.state.is_closed() {
        item.closed_at.into_iter().for_each(|closed| push(item.state, closed));
    }
    steps
}

/// A move as a feed shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The KEP or item that has moved.
    pub subject: MoveSubject,
    /// What it reached: see [`DatedChange::reached`].
    pub reached: String,
    /// On which day, in UTC.
    pub day: Date,
    /// When it became known here; of one that was past when it was first seen, its day; of one
    /// that was taken back, when it was.
    pub updated_at: Timestamp,
    /// Whether the facts no longer say so.
    pub taken_back: bool,
    /// What it was and what it became.
    pub change: StateChange,
    /// Its title now, where it is known.
    pub title: Option<String>,
    /// Which of the two a number on GitHub is, where that is known.
    pub kind: Option<ItemKind>,
    /// The Kubernetes version in which a pull request landed.
    pub release: Option<Version>,
    /// How many of the notes of the list cite it and are not younger than the move.
    pub notes: u32,
    /// The newest of them.
    pub cited: Vec<CitingNote>,
}

/// A note that cites something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitingNote {
    /// The entry of the note.
    pub entry: EntryId,
    /// The note that cites it.
    pub note: NoteId,
    /// The day of the entry, where it has one.
    pub day: Option<Date>,
}
