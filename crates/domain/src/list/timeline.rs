//! What a page shows: entries, notes, facets, as values that travel to the views.

use std::ops::Range;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::cite::Target;
use crate::decision::Curation;
use crate::gate::GateOutcome;
use crate::id::{EntryId, NoteId};
use crate::kep::Status;
use crate::list::filter::{EntryPlace, Filter, FilterPart, Order, Period, ShippedStage};
use crate::notebook::posting::Posting;
use crate::notebook::{Notebook, NotebookSlug};
use crate::outcome::Outcome;
use crate::outcome::in_release::KepInRelease;
use crate::outcome::verdict::Verdict;
use crate::release::Releases;
use crate::sig::Sig;
use crate::tag::NoteTag;
use crate::version::Version;
use crate::{Date, github, utc_day};

/// One entry with the notes that a page shows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The id in its permalink.
    pub id: EntryId,
    /// The notebook that it belongs to.
    pub notebook: Notebook,
    /// Counted from 0, oldest first, within the notebook.
    pub position: u32,
    /// Its day, where the source names one.
    pub date: Option<Date>,
    /// The first day that it may be of, for an entry without a day.
    pub not_before: Option<Date>,
    /// The last day that it may be of, for an entry without a day.
    pub not_after: Option<Date>,
    /// Who posted it and when, where the source says so of this entry alone.
    pub posting: Posting,
    /// The source holds nothing but its date.
    pub body_lost: bool,
    /// In the order of the source.
    pub notes: Vec<Note>,
    /// How many more notes the entry has than are here.
    pub folded: u32,
    /// The latest move of what the matching notes cite, where the list is sorted by it and the day is known.
    pub moved_on: Option<Date>,
}

impl Entry {
    /// Who wrote it, where the source says so.
    pub fn author(&self) -> Option<&str> {
        self.posting.author.as_deref().or(self.notebook.author.as_deref())
    }

    /// Where the entry stands in a list: by its day, else by its upper bound; in a list by moves, by
    /// the day of the latest.
    pub fn place(&self, order: Order) -> EntryPlace {
        let day = match order {
            Order::Newest | Order::Oldest | Order::Relevance => {
                sort_day(self.date, self.not_before, self.not_after)
            }
            Order::Moved => self.moved_on.unwrap_or(EntryPlace::NO_DAY),
        };
        EntryPlace { day, position: self.position, entry: self.id.clone() }
    }
}

/// The day that sorts an entry: its own, else the last that it can be of, else the first, where
/// nothing dated follows; the first of all days in a notebook without dates.
pub fn sort_day(date: Option<Date>, not_before: Option<Date>, not_after: Option<Date>) -> Date {
    date.or(not_after).or(not_before).unwrap_or(EntryPlace::NO_DAY)
}

/// One note, ready to be woven into a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The id in its permalink.
    pub id: NoteId,
    /// Sanitised HTML without states.
    pub html: String,
    /// Plain text, for titles and descriptions.
    pub text: String,
    /// In the order of the text.
    pub references: Vec<Reference>,
    /// SIGs first, then versions, each in order.
    pub tags: Vec<NoteTag>,
    /// The feature gates that its text names, in the order of names; none where a list does not show them.
    pub gates: Vec<GateOutcome>,
    /// The day in UTC on which a curator confirmed it, where nothing that it cites has moved since; absent where a list does
    /// not show it.
    pub confirmed_on: Option<Date>,
    /// The older note on which it follows up.
    pub follows: Option<RelatedNote>,
    /// The notes that follow up on it, the oldest first; neither is there where a list does not show it.
    pub follow_ups: Vec<RelatedNote>,
    /// What curators see beyond that; `None` for readers.
    pub curation: Option<Box<Curation>>,
}

/// A reference of a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The words as they stand in the note.
    pub literal: String,
    /// `comment`, `commit`, where the note says so.
    pub label: Option<String>,
    /// Which of the note's references with the same literal, from 0: see [`crate::decision::Mention`].
    pub nth: u32,
    /// What it resolves to, or what a curator says that it is.
    pub target: Target,
    /// The part of a pull request or an issue that its address leads to: `issuecomment-34`.
    pub fragment: Option<String>,
    /// Whether the literal was misspelt and put right, or a curator says that it is something else.
    pub corrected: bool,
    /// Whether a curator says that it is no reference: its literal is plain text.
    pub none: bool,
    /// The bytes of [`Note::html`] that its chip replaces; empty after a link.
    pub range: Range<u32>,
    /// What became of it; `None` for what has no states, and before there are any facts.
    pub outcome: Option<Box<Outcome>>,
    /// What the KEP is in the release that the reader runs; `None` where they do not say, and for what is about no KEP.
    pub in_cluster: Option<KepInRelease>,
}

impl Reference {
    /// Where what is cited lives: the public address of its target, and there the part that was cited.
    pub fn public_address(&self) -> String {
        self.target.href_of_part(self.fragment.as_deref())
    }
}

/// One value of a facet, with the notes it would leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount<T> {
    /// A value of the facet.
    pub value: T,
    /// Notes that match it and every other facet of the filter.
    pub notes: u32,
}

/// What a filter can be narrowed by. Each facet applies all others and not itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// Most notes first.
    pub sigs: Vec<FacetCount<Sig>>,
    /// Notes without a SIG.
    pub no_sig: u32,
    /// Newest first.
    pub versions: Vec<FacetCount<Version>>,
    /// Notes without a version.
    pub no_version: u32,
    /// Versions while which were in the making notes were written, newest first.
    pub cycles: Vec<FacetCount<Version>>,
    /// Months that have notes, newest first.
    pub months: Vec<FacetCount<Period>>,
    /// Days that have notes, newest first: those of the last three months, and of the months that
    /// [`crate::list::histogram::detailed_days`] names.
    pub days: Vec<FacetCount<Period>>,
    /// By title.
    pub notebooks: Vec<FacetCount<(NotebookSlug, String)>>,
    /// What has shipped by now of the KEPs that are cited, in order of the stages. Empty before any sync.
    pub stages: Vec<FacetCount<ShippedStage>>,
    /// The status now of the KEPs that are cited, in the order of kep.yaml; what kep.yaml does not
    /// know is not here.
    pub statuses: Vec<FacetCount<Status>>,
    /// The state now of the pull requests and issues that are cited, in the order of [`github::ItemState`].
    pub github: Vec<FacetCount<github::ItemState>>,
    /// How what was expected of the KEPs that are cited turned out, in the order of [`Verdict`].
    pub verdicts: Vec<FacetCount<Verdict>>,
    /// Notes that cite something which has moved since.
    pub changed: u32,
}

/// The KEPs that are cited, by their number or by a pull request about them: what *cited* means on every page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedKepCounts {
    /// The number of KEPs that are cited.
    pub cited: u32,
    /// Of these, how many have another stage or status than when some note cited them.
    pub moved: u32,
}

/// Notes of no group that name components of the groups by which a list is filtered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UntaggedMentions {
    /// How many notes.
    pub notes: u32,
    /// The names of components that occur in most of them, most first.
    pub names: Vec<String>,
}

/// A page of the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The filter that the answer belongs to.
    pub filter: Filter,
    /// In the filter's order.
    pub entries: Vec<Entry>,
    /// Notes that match the filter, on all pages.
    pub notes: u32,
    /// Entries that match the filter, on all pages.
    pub matching_entries: u32,
    /// Whether there is a page before this one, nearer to the start of the order.
    pub has_previous: bool,
    /// Whether there is a page after this one.
    pub has_next: bool,
    /// What it can be narrowed by.
    pub facets: Facets,
    /// The KEPs that the matching notes cite, on all pages.
    pub keps: CitedKepCounts,
    /// Those of [`Filter::untagged_naming`]; nothing where that is `None`.
    pub untagged_mentions: UntaggedMentions,
    /// Notes by the other meaning of its versions: see [`Filter::other_reading`].
    pub other_reading: Option<u32>,
    /// Of an empty page: what each restriction costs, that is the notes without it; most first.
    pub remedies: Vec<(FilterPart, u32)>,
    /// Whether any notebook was imported at all.
    pub any_notebook: bool,
    /// A notebook that the filter names and that does not exist.
    pub unknown_notebook: Option<NotebookSlug>,
    /// The days of the releases, for the marks between entries.
    pub releases: Releases,
    /// Of the beginning of the whole timeline: which cited KEPs moved last, the latest first; else empty.
    pub latest_moves: Vec<MovedKep>,
}

/// A KEP that has moved since a note cited it, with the note that says most about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedKep {
    /// The day of its latest move, in UTC.
    pub day: Date,
    /// The entry of the note.
    pub entry: EntryId,
    /// The newest note with an expectation, else the newest that cites it.
    pub note: NoteId,
    /// The day of the entry, where it has one.
    pub noted_on: Option<Date>,
    /// What became of the citation.
    pub outcome: Outcome,
}

/// For how many days facts are not called old.
const FRESH_DAYS: i64 = 30;

/// How old the facts are that states follow from; `None` before the first sync of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataTimes {
    /// Up to when what is known of KEPs is complete.
    pub keps: Option<Timestamp>,
    /// Whether that is the snapshot in the program, as no sync of KEPs has ended yet.
    pub keps_are_snapshot: bool,
    /// When GitHub was read last.
    pub github: Option<Timestamp>,
}

impl DataTimes {
    /// The day of [`Self::keps`], in UTC.
    pub fn keps_day(self) -> Option<Date> {
        self.keps.map(utc_day)
    }

    /// How many days ago [`Self::keps`] was, where that is so long that readers should know; `now` is the clock.
    pub fn stale_days(self, now: Timestamp) -> Option<i64> {
        let days = now.duration_since(self.keps?).as_hours() / 24;
        (days > FRESH_DAYS).then_some(days)
    }

    /// The day of [`Self::github`], in UTC.
    pub fn github_day(self) -> Option<Date> {
        self.github.map(utc_day)
    }
}

/// One entry on a page of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryPage {
    /// The entry with the notes of the part that is shown: all of them, where they are no more than
    /// [`NOTES_A_PART`](crate::list::entry_part::NOTES_A_PART).
    pub entry: Entry,
    /// How many notes stand before these.
    pub notes_before: u32,
    /// How many notes stand after these.
    pub notes_after: u32,
    /// The entry before it in its notebook.
    pub previous: Option<Neighbour>,
    /// The entry after it in its notebook.
    pub next: Option<Neighbour>,
}

/// One note on a page of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotePage {
    /// Its entry, with the note alone.
    pub entry: Entry,
    /// The other notes of the entry, at most [`OTHER_NOTES`], in the order of the source; those that are left out
    /// are counted as folded.
    pub others: Vec<Note>,
    /// How many of `others` stand before the note.
    pub others_before: u32,
    /// Other notes on what it cites, the newest first.
    pub related: Vec<RelatedNote>,
    /// The entry before its own in the notebook.
    pub previous: Option<Neighbour>,
    /// The entry after its own in the notebook.
    pub next: Option<Neighbour>,
}

/// How many other notes of an entry the page of a note unfolds.
pub const OTHER_NOTES: usize = 40;

/// Another note on the same thing, or one that follows up on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedNote {
    /// The entry that it stands in.
    pub entry: EntryId,
    /// The id in its permalink.
    pub note: NoteId,
    /// The day of the entry, where it has one.
    pub day: Option<Date>,
    /// The beginning of its plain text.
    pub text: String,
}

/// The entry before or after another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    /// The id in its permalink.
    pub id: EntryId,
    /// Its day, where it has one.
    pub date: Option<Date>,
}

/// What became of a note that a permalink names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteLocation {
    /// It stands in this entry.
    In(EntryId),
    /// It stood in this entry and has left its source.
    Gone(EntryId),
    /// Its words were taken back for good.
    Forgotten,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_old_after_a_month() {
        let check = |keps: Option<&str>, days: Option<i64>| {
            let times =
                DataTimes { keps: keps.map(|at| at.parse().unwrap()), github: None, ..DataTimes::default() };
            assert_eq!(times.stale_days("2026-11-25T12:00:00Z".parse().unwrap()), days, "{keps:?}");
        };
        check(Some("2026-07-24T09:00:00Z"), Some(124));
        check(Some("2026-10-25T12:00:00Z"), Some(31));
        check(Some("2026-10-26T11:00:00Z"), None);
        check(Some("2026-12-01T00:00:00Z"), None);
        check(None, None);
    }
}
