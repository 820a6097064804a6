//! Pull requests and issues: what GitHub says of a number, and what it was on a day.
//!
//! No bodies and no people are kept.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use strum::{Display, IntoStaticStr, VariantArray};

use crate::Date;
use crate::cite::Repo;
use crate::version::Version;

mod due;
#[cfg(test)]
mod tests;

pub use due::is_due;

/// A number on GitHub.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemKey {
    /// The repository of the number.
    pub repo: Repo,
    /// Its number, from 1.
    pub number: u64,
}

impl ItemKey {
    /// The key under which names that differ only in case are one, as they are on GitHub.
    #[must_use]
    pub fn to_lowercase(&self) -> Self {
        let Repo { owner, name } = &self.repo;
        Self { repo: Repo::new(owner.to_ascii_lowercase(), name.to_ascii_lowercase()), number: self.number }
    }
}

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}#{}", self.repo.owner, self.repo.name, self.number)
    }
}

/// What GitHub answered to a request for a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// A pull request or an issue.
    Item(Box<Item>),
    /// An issue that lives on as a discussion, which has no state of its own.
    Discussion,
    /// Nothing that the public can see: never there, deleted, or private.
    NotFound,
}

/// What GitHub says of a pull request or an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Pull request or issue.
    pub kind: ItemKind,
    /// The title when it was fetched.
    pub title: String,
    /// Its state when it was fetched.
    pub state: ItemState,
    /// When it was opened.
    pub created_at: Option<Timestamp>,
    /// When it was closed last, merged ones included; of an open one nothing.
    pub closed_at: Option<Timestamp>,
    /// When it was merged.
    pub merged_at: Option<Timestamp>,
    /// When it changed last.
    pub updated_at: Option<Timestamp>,
    /// The title of its milestone, as in `v1.28`.
    pub milestone: Option<String>,
    /// The names of its labels.
    pub labels: Vec<String>,
    /// Every time that it was closed, reopened or merged, oldest first; `None` where that was not fetched.
    pub events: Option<Vec<ItemEvent>>,
    /// Where it lives now, where that is not where it was cited: its repository was renamed, or it was transferred.
    pub moved_to: Option<ItemKey>,
}

/// A pull request or an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A pull request.
    Pull,
    /// An issue.
    Issue,
}

/// When something was closed, reopened or merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemEvent {
    /// The instant that GitHub gives.
    pub at: Timestamp,
    /// Closed, reopened or merged.
    pub what: ItemEventKind,
}

/// What happened to a pull request or an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemEventKind {
    /// Closed: of an issue as its reason says, where GitHub knows one.
    Closed(ItemState),
    /// Opened again.
    Reopened,
    /// Merged.
    Merged,
}

/// The state of a pull request or an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(Display, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum ItemState {
    /// Open; of a pull request: ready for review, as far as is known.
    Open,
    /// An open pull request that is not ready. Known for now only.
    Draft,
    /// A pull request that was merged.
    Merged,
    /// Closed: a pull request without being merged, an issue for no known reason.
    Closed,
    /// An issue that was closed as done.
    Completed,
    /// An issue that was closed as not planned.
    NotPlanned,
    /// An issue that was closed as a duplicate.
    Duplicate,
    /// It did not exist yet.
    NotYet,
    /// A pull request that was merged later: open or closed then, which is not known.
    NotMerged,
    /// What could have been otherwise, or was never fetched.
    Unknown,
}

impl ItemState {
    /// Every state, in the order of lists.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Every state that something can be in now: none of those that only a later day can tell.
    pub fn all_now() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|state| state.is_state_now())
    }

    /// Whether something can be in that state now: now is never before it was opened, nor before it was merged.
    pub fn is_state_now(self) -> bool {
        !matches!(self, Self::NotYet | Self::NotMerged)
    }

    /// GitHub's word, as URLs and exports have it: `not_planned`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether work on it has ended.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Merged | Self::Closed | Self::Completed | Self::NotPlanned | Self::Duplicate)
    }
}

/// A word that is no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a state such as open, merged or completed")]
pub struct NotAnItemState(String);

impl FromStr for ItemState {
    type Err = NotAnItemState;

    /// Accepts the words of [`ItemState::as_str`], in any case, with `-` or white space for `_`.
    fn from_str(text: &str) -> Result<Self, NotAnItemState> {
        let word = text.trim().to_ascii_lowercase().replace(['-', ' '], "_");
        let state = Self::ALL.iter().find(|state| state.as_str() == word);
        state.copied().ok_or_else(|| NotAnItemState(text.chars().take(40).collect()))
    }
}

/// What a pull request or an issue was on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemStanding {
    /// Its state at the end of the day.
    pub state: ItemState,
    /// The day since when it was in that state, in the zone of the request; absent where it is not known.
    pub since: Option<Date>,
}

impl ItemStanding {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { state: ItemState::Unknown, since: None };
}

impl Item {
    /// What it was at the end of `day` in `zone`.
    ///
    /// Its events decide, where they were fetched. Without them only what could not have been
    /// otherwise is known: before it was opened, before it was merged, since it was closed or merged for the last time,
    /// and anything that has stayed open without a single event. All else is unknown.
    pub fn on(&self, day: Date, zone: &TimeZone) -> ItemStanding {
        let is_by = |at: &Timestamp| at.to_zoned(zone.clone()).date() <= day;
        let standing =
            |state, at: Timestamp| ItemStanding { state, since: Some(at.to_zoned(zone.clone()).date()) };
        if self.created_at.is_some_and(|created| !is_by(&created)) {
            return ItemStanding { state: ItemState::NotYet, since: None };
        }
        if let Some(merged) = self.merged_at.filter(is_by) {
            return standing(ItemState::Merged, merged);
        }
        if let Some(events) = &self.events {
            let last = events.iter().rfind(|event| is_by(&event.at));
            return match (last, self.created_at) {
                (Some(ItemEvent { at, what: ItemEventKind::Closed(state) }), _) => standing(*state, *at),
                (Some(ItemEvent { at, what: ItemEventKind::Merged }), _) => standing(ItemState::Merged, *at),
                (Some(ItemEvent { at, what: ItemEventKind::Reopened }), _) => standing(ItemState::Open, *at),
                (None, Some(created)) => standing(ItemState::Open, created),
                (None, None) => ItemStanding::UNKNOWN,
            };
        }
        match self.closed_at.filter(is_by) {
            Some(closed) if self.state.is_closed() => standing(self.state, closed),
            // It was merged, and not by that day.
            _ if self.merged_at.is_some() || self.state == ItemState::NotMerged => {
                ItemStanding { state: ItemState::NotMerged, since: None }
            }
            _ => ItemStanding::UNKNOWN,
        }
    }

    /// The same as far as it was known at the end of `day` in `zone`: in the state of that day, with the events until then.
    #[must_use]
    pub fn known_on(&self, day: Date, zone: &TimeZone) -> Self {
        let is_by = |at: &Timestamp| at.to_zoned(zone.clone()).date() <= day;
        let state = self.on(day, zone).state;
        let events: Option<Vec<ItemEvent>> = self
            .events
            .as_ref()
            .map(|events| events.iter().filter(|event| is_by(&event.at)).copied().collect());
        let last = events.as_ref().and_then(|events| events.last()).map(|event| event.at);
        Self {
            state,
            merged_at: self.merged_at.filter(is_by),
            closed_at: last.or(self.closed_at.filter(is_by)).filter(|_| state.is_closed()),
            updated_at: self.updated_at.filter(is_by),
            events,
            ..self.clone()
        }
    }

    /// What it was when it was fetched; days are in `zone`.
    pub fn now(&self, zone: &TimeZone) -> ItemStanding {
        let reopened = self.events.iter().flatten().rfind(|event| event.what == ItemEventKind::Reopened);
        let at = match self.state {
            ItemState::Merged => self.merged_at.or(self.closed_at),
            state if state.is_closed() => self.closed_at,
            // A draft may have become one at any time.
            ItemState::Open if self.events.is_some() => reopened.map(|event| event.at).or(self.created_at),
            _ => None,
        };
        ItemStanding { state: self.state, since: at.map(|at| at.to_zoned(zone.clone()).date()) }
    }

    /// The same, with the events of an earlier answer where it has none and nothing can have
    /// happened since: it was not touched, or it ended when it had ended then.
    pub fn with_events_from(mut self, earlier: &Self) -> Self {
        let untouched = self.updated_at.is_some() && self.updated_at == earlier.updated_at;
        let ended = self.state.is_closed()
            && (self.state, self.closed_at) == (earlier.state, earlier.closed_at)
            && self.closed_at.is_some();
        if self.events.is_none() && (untouched || ended) {
            self.events.clone_from(&earlier.events);
        }
        self
    }

    /// The Kubernetes version that a merged pull request landed in, as its milestone says.
    ///
    /// Only milestones such as `v1.28` count, and only in Kubernetes' own repositories: the `v1.28`
    /// of others is their own.
    pub fn release(&self, repo: &Repo) -> Option<Version> {
        let own = repo.owner == "kubernetes" && self.state == ItemState::Merged;
        self.milestone.as_deref().filter(|_| own)?.strip_prefix('v')?.parse().ok()
    }
}

/// Whether it has moved: its state is another one, as far as both are known.
///
/// An open pull request that is a draft now may have been one then.
pub fn changed(then: ItemState, now: ItemState) -> bool {
    let plain = |state| if state == ItemState::Draft { ItemState::Open } else { state };
    then != ItemState::Unknown && now != ItemState::Unknown && plain(then) != plain(now)
}
