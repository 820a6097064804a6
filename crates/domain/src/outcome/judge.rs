//! Judging a citation by the facts that were synced.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{ItemOutcome, KepOutcome, MissingReason, Outcome, ReadAs, Relation};
use crate::Date;
use crate::cite::resolve::{KepIndex, Meaning, continued_as, resolve};
use crate::cite::{Target, overrides};
use crate::github::{self, Answer, Item, ItemKey, ItemKind, ItemStanding};
use crate::kep::{KepRevision, number_in_path};
use crate::outcome::moves;
use crate::outcome::then_now::{self, DatedRevision, History};
use crate::outcome::verdict::{self, CitationPlaces, Judgement, NoteDay, Wording, WrittenCitation};
use crate::release::Releases;
use crate::release_note::ReleaseNote;

/// What syncs brought, ready to judge by.
#[derive(Clone, Debug, Default)]
pub struct FactBase {
    /// KEPs by number; of two with one number, the one whose file is still there, else the one that came first.
    pub keps: HashMap<u32, KepFacts>,
    /// Numbers of several KEPs whose files are there: which one is cited is not known. They are not among [`Self::keps`].
    pub ambiguous: BTreeSet<u32>,
    /// Pull requests of the enhancements repository: the KEPs that each touched, in the order of
    /// [`crate::kep::touched_keps`], and when it was merged.
    pub pulls: HashMap<u64, (Vec<u32>, Timestamp)>,
    /// What GitHub answered, by [lower-case](ItemKey::to_lowercase) key.
    pub items: HashMap<ItemKey, Answer>,
    /// What the release notes say of pull requests of Kubernetes, by number.
    pub release_notes: HashMap<u64, ReleaseNote>,
    /// The days of the releases.
    pub releases: Releases,
    /// How old the facts about KEPs are; `None` before the first sync of them: nothing is judged then.
    pub as_of: Option<KepDataTimes>,
}

/// How old the facts about KEPs are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KepDataTimes {
    /// The time of the last sync: what *now* means.
    pub now: Timestamp,
    /// Up to when the revisions are complete; for a copy long before the sync.
    pub data_at: Timestamp,
}

/// What is known of a KEP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KepFacts {
    /// Each revision with the time of its commit, oldest first.
    pub revisions: Vec<(Timestamp, KepRevision)>,
}

impl KepFacts {
    /// The newest revision: what its title, its SIGs and its successor are read from.
    pub fn newest(&self) -> Option<&KepRevision> {
        self.revisions.last().map(|(_, revision)| revision)
    }

    /// What was known at the end of `day` in `zone`; `None` where there was no file yet.
    fn known_on(&self, day: Date, zone: &TimeZone) -> Option<Self> {
        let revisions: Vec<_> = known_revisions(&self.revisions, day, zone).cloned().collect();
        (!revisions.is_empty()).then_some(Self { revisions })
    }
}

/// The revisions of a KEP that were there at the end of `day` in `zone`, in their order.
///
/// That order is the history's, and a commit may be stamped later than those after it: then it alone is left out.
pub fn known_revisions<'a>(
    revisions: &'a [(Timestamp, KepRevision)],
    day: Date,
    zone: &'a TimeZone,
) -> impl Iterator<Item = &'a (Timestamp, KepRevision)> {
    revisions.iter().filter(move |(at, _)| day_of(*at, zone) <= day)
}

impl FactBase {
    /// What was known at the end of `day` in `zone`: judged by it, *now* is that day.
    ///
    /// KEPs without a file by then, and what was merged later, are not there. Items of GitHub are in the state that
    /// they were in, which may be unknown; their titles, labels and milestones are those of today, as nobody recorded others.
    /// Releases keep their days: whether one was out follows from *now*.
    #[must_use]
    pub fn known_on(&self, day: Date, zone: &TimeZone) -> Self {
        let keps = self.keps.iter().filter_map(|(number, kep)| Some((*number, kep.known_on(day, zone)?)));
        let pulls = self.pulls.iter().filter(|(_, (_, merged))| day_of(*merged, zone) <= day);
        let items = self.items.iter().map(|(key, answer)| {
            let answer = match answer {
                Answer::Item(item) => Answer::Item(Box::new(item.known_on(day, zone))),
                answer => answer.clone(),
            };
            (key.clone(), answer)
        });
        // When a note was written nobody says, but with its release it was there.
        let release_notes =
            self.release_notes.iter().filter(|(_, note)| self.releases.is_out(note.release, day));
        Self {
            keps: keps.collect(),
            ambiguous: self.ambiguous.clone(),
            pulls: pulls.map(|(pull, touched)| (*pull, touched.clone())).collect(),
            items: items.collect(),
            release_notes: release_notes.map(|(pull, note)| (*pull, note.clone())).collect(),
            releases: self.releases.clone(),
            as_of: self.as_of.map(|times| times.known_on(day, zone)),
        }
    }

    /// What the release notes say of a target.
    pub fn release_note(&self, target: &Target) -> Option<&ReleaseNote> {
        self.release_note_for(&target.item_key()?)
    }

    fn release_note_for(&self, key: &ItemKey) -> Option<&ReleaseNote> {
        self.release_notes.get(&key.number).filter(|_| key.repo.is_kubernetes())
    }
}

impl KepDataTimes {
    /// The same where nothing later than the end of `day` in `zone` is known.
    #[must_use]
    pub fn known_on(self, day: Date, zone: &TimeZone) -> Self {
        let end = day.at(23, 59, 59, 999_999_999).to_zoned(zone.clone());
        let end = end.map_or(self.now, |end| end.timestamp());
        Self { now: self.now.min(end), data_at: self.data_at.min(end) }
    }
}

/// The day of an instant in a zone.
fn day_of(at: Timestamp, zone: &TimeZone) -> Date {
    at.to_zoned(zone.clone()).date()
}

impl KepIndex for FactBase {
    fn is_kep(&self, number: u32) -> bool {
        self.keps.contains_key(&number) || self.ambiguous.contains(&number)
    }

    fn keps_touched_by(&self, pull: u64) -> Vec<u32> {
        self.pulls.get(&pull).map(|(keps, _)| keps.clone()).unwrap_or_default()
    }

    /// The days of the table are those of commits, in UTC.
    fn known_on(&self) -> Option<Date> {
        self.as_of.map(|as_of| day_of(as_of.now, &TimeZone::UTC))
    }
}

/// Judges citations of notebooks in one zone.
#[derive(Debug)]
pub struct Judge<'a> {
    facts: &'a FactBase,
    zone: TimeZone,
    /// Revisions with their days in the zone, as far as they were needed.
    revised: HashMap<u32, Vec<DatedRevision>>,
}

impl<'a> Judge<'a> {
    /// A judge by these facts, for days in `zone`.
    pub fn new(facts: &'a FactBase, zone: TimeZone) -> Self {
        Self { facts, zone, revised: HashMap::new() }
    }

    /// What became of a citation in a note of `day`, whose sentence says `wording`; `None` for what has no states:
    /// releases and addresses, and KEPs as long as none was synced.
    pub fn outcome(&mut self, target: &Target, day: NoteDay, wording: Wording) -> Option<Outcome> {
        let then = day.last;
        let key = target.item_key()?;
        let meaning = resolve(target, self.facts);
        let is_read = self.facts.as_of.is_some();
        let kep = match meaning {
            Meaning::Kep(kep) if self.facts.ambiguous.contains(&kep) => Some((kep, Relation::Ambiguous)),
            // What a pull request is about is no news of it.
            Meaning::PullAbout { kep, .. } | Meaning::ContinuedAs { kep, .. }
                if self.facts.ambiguous.contains(&kep) =>
            {
                None
            }
            Meaning::Kep(kep) => Some((kep, Relation::Itself)),
            Meaning::PullAbout { kep, .. } => Some((kep, Relation::PullAbout)),
            Meaning::ContinuedAs { kep, .. } => Some((kep, Relation::ContinuedAs)),
            Meaning::UnknownKep(kep) => Some((kep, Relation::Unknown)),
            Meaning::Github | Meaning::Other => None,
        };
        let kep = kep.filter(|_| is_read).map(|(kep, relation)| self.kep(kep, relation, then));
        // A KEP's own issue says less than the KEP.
        let is_kep = matches!(meaning, Meaning::Kep(_)) || (!is_read && matches!(target, Target::Kep(_)));
        let item = (!is_kep).then(|| self.item(key, then));
        if kep.is_none() && item.is_none() {
            return None;
        }
        let read_as = match meaning {
            Meaning::ContinuedAs { number, .. } => continued_as(number, self.facts).map(|continued| ReadAs {
                target: Target::Kep(continued.number),
                reason: continued.reason.to_owned(),
            }),
            _ => None,
        };
        let mut outcome = Outcome { then_day: then, read_as, kep, item, ..Outcome::default() };
        let moved_kep = outcome.kep.as_ref().filter(|_| outcome.kep_moved());
        let kep_moved_on = then.zip(moved_kep).and_then(|(then, kep)| self.moved_on(kep.number, then));
        let moved_item = outcome.item.as_ref().filter(|_| outcome.item_moved());
        let item_moved_on = moved_item.and_then(|item| item.now.since);
        outcome.changed = outcome.kep_moved() || outcome.item_moved();
        outcome.moved_on = kep_moved_on.max(item_moved_on);
        let judged_kep = outcome.kep.as_ref().filter(|kep| kep.relation.is_known()).map(|kep| kep.number);
        outcome.judgement = judged_kep.and_then(|kep| self.judgement(kep, day, wording));
        Some(outcome)
    }

    /// Where the citations of a note stand in its text.
    pub fn places<'n>(
        &self,
        text: &'n str,
        citations: impl ExactSizeIterator<Item = WrittenCitation<'n>>,
    ) -> CitationPlaces<'n> {
        CitationPlaces::find(text, citations, |target| resolve(target, self.facts).kep())
    }

    /// What the sentence says in which a note's citation stands; see [`CitationPlaces::wording`].
    pub fn wording(&self, places: &CitationPlaces<'_>, position: usize, day: NoteDay) -> Wording {
        day.last.map(|day| places.wording(position, &self.facts.releases, day)).unwrap_or_default()
    }

    /// The state of a KEP on a day, or now; empty for one without a file.
    pub fn state(&mut self, kep: u32, day: Option<Date>) -> then_now::KepState {
        let Some(now) = self.now() else { return then_now::KepState::default() };
        self.with_history(kep, |history| history.state_on(day.unwrap_or(now))).unwrap_or_default()
    }

    /// How what was expected of a KEP turned out.
    fn judgement(&mut self, kep: u32, day: NoteDay, wording: Wording) -> Option<Judgement> {
        let now = self.now()?;
        self.with_history(kep, |history| verdict::judge(history, day, wording, now)).flatten()
    }

    /// The day of the last time that a KEP moved after the day `then`: that its stage or status
    /// became another one.
    pub fn moved_on(&mut self, kep: u32, then: Date) -> Option<Date> {
        let now = self.now()?;
        self.with_history(kep, |history| {
            let days = days_that_matter(history, |day| then < day && day <= now);
            days.into_iter().rev().find(|day| {
                let eve = day.yesterday().unwrap_or(*day);
                then_now::changed(&history.state_on(eve), &history.state_on(*day))
            })
        })
        .flatten()
    }

    /// Every move of a KEP up to now, oldest first.
    pub fn moves(&mut self, kep: u32) -> Vec<moves::DatedChange> {
        let Some(now) = self.now() else { return Vec::new() };
        let steps = self.with_history(kep, |history| {
            let days = days_that_matter(history, |day| day <= now);
            moves::kep_moves(&days, |day| history.state_on(day))
        });
        steps.unwrap_or_default()
    }

    /// Every move of a pull request or an issue that is known, oldest first.
    pub fn item_moves(&self, key: &ItemKey) -> Vec<moves::DatedChange> {
        self.known_item(key).map(|item| moves::item_moves(&item, &self.zone)).unwrap_or_default()
    }

    /// What is known of a number: what GitHub answered, else that it was merged.
    fn known_item(&self, key: &ItemKey) -> Option<Cow<'_, Item>> {
        if let Some(Answer::Item(item)) = self.facts.items.get(&key.to_lowercase()) {
            return Some(Cow::Borrowed(item));
        }
        let merged = self.facts.pulls.get(&key.number).filter(|_| key.repo.is_enhancements());
        merged.map(|(_, at)| Cow::Owned(merged_at(*at)))
    }

    /// The day of the last sync.
    fn now(&self) -> Option<Date> {
        self.facts.as_of.map(|as_of| as_of.now.to_zoned(self.zone.clone()).date())
    }

    fn with_history<T>(&mut self, kep: u32, evaluate: impl FnOnce(&History<'_>) -> T) -> Option<T> {
        let facts = self.facts.keps.get(&kep)?;
        let data_day = self.facts.as_of?.data_at.to_zoned(self.zone.clone()).date();
        let zone = &self.zone;
        let revisions = self.revised.entry(kep).or_insert_with(|| revised(facts, zone));
        let shipped_overrides = overrides::shipped_milestones(kep, KepIndex::known_on(self.facts));
        Some(evaluate(&History {
            revisions,
            releases: &self.facts.releases,
            data_day,
            shipped_overrides: &shipped_overrides,
        }))
    }

    fn kep(&mut self, number: u32, relation: Relation, then: Option<Date>) -> KepOutcome {
        let now = self.state(number, None);
        let facts = self.facts.keps.get(&number);
        KepOutcome {
            number,
            relation,
            title: facts.and_then(|facts| facts.newest()?.title.clone()),
            then: then.map(|then| self.state(number, Some(then))).unwrap_or_default(),
            shipped_on: now.shipped.and_then(|shipped| self.facts.releases.day_of(shipped.version)),
            successor: facts.and_then(|facts| successor(number, facts, &now, self.facts)),
            now,
        }
    }

    fn item(&self, key: ItemKey, then: Option<Date>) -> ItemOutcome {
        let merged = self.facts.pulls.get(&key.number).map(|(_, at)| *at);
        let merged = merged.filter(|_| key.repo.is_enhancements()).map(merged_at);
        let (item, missing) = match self.facts.items.get(&key.to_lowercase()) {
            Some(Answer::Item(item)) => (Some(&**item), None),
            Some(Answer::Discussion) => (None, Some(MissingReason::Discussion)),
            Some(Answer::NotFound) => (merged.as_ref(), Some(MissingReason::NotFound)),
            // That a pull request was merged, and when, the history of the KEPs shows too.
            None => (merged.as_ref(), Some(MissingReason::NotFetched)),
        };
        let missing = missing.filter(|_| item.is_none());
        if let Some(note) = self.facts.release_note_for(&key).filter(|_| item.is_none()) {
            return self.noted_item(note, key, then);
        }
        let on = |day| item.map(|item| item.on(day, &self.zone));
        ItemOutcome {
            kind: item.map(|item| item.kind),
            title: item.map(|item| item.title.clone()).filter(|title| !title.is_empty()),
            then: then.and_then(on).unwrap_or(ItemStanding::UNKNOWN),
            now: item.map_or(ItemStanding::UNKNOWN, |item| item.now(&self.zone)),
            release: item.and_then(|item| item.release(&key.repo)),
            moved_to: item.and_then(|item| item.moved_to.clone()),
            missing,
            key,
        }
    }

    /// A pull request of which the release notes alone say something: it was merged, by the day of its release.
    fn noted_item(&self, note: &ReleaseNote, key: ItemKey, then: Option<Date>) -> ItemOutcome {
        let merged = ItemStanding { state: github::ItemState::Merged, since: None };
        let was_out = then.is_some_and(|then| self.facts.releases.is_out(note.release, then));
        ItemOutcome {
            kind: Some(ItemKind::Pull),
            title: None,
            then: if was_out { merged } else { ItemStanding::UNKNOWN },
            now: merged,
            release: Some(note.release),
            moved_to: None,
            missing: None,
            key,
        }
    }
}

/// The days on which a KEP can have moved, ascending: of its releases and its revisions.
fn days_that_matter(history: &History<'_>, is_wanted: impl Fn(Date) -> bool) -> Vec<Date> {
    let newest = history.revisions.last();
    let milestones = newest.into_iter().flat_map(|newest| newest.standing.milestones.iter());
    let mut days: Vec<Date> = milestones
        .chain(history.shipped_overrides.iter().copied())
        .filter_map(|milestone| history.releases.day_of(milestone.version))
        .chain(history.revisions.iter().map(|revised| revised.day))
        .filter(|day| is_wanted(*day))
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The KEP that took the place of one that was given up: as its file says, else as the table of overrides does.
fn successor(number: u32, facts: &KepFacts, now: &then_now::KepState, known: &impl KepIndex) -> Option<u32> {
    let given_up = now.status.as_ref().is_some_and(|status| status.is_given_up());
    let superseded_by = facts.newest().into_iter().flat_map(|newest| &newest.superseded_by);
    let named = superseded_by.map(String::as_str).find_map(number_in_path);
    let continued = || continued_as(number, known).map(|continued| continued.number);
    named.or_else(continued).filter(|other| given_up && *other != number)
}

fn revised(facts: &KepFacts, zone: &TimeZone) -> Vec<DatedRevision> {
    let revisions = facts.revisions.iter();
    revisions
        .map(|(at, revision)| DatedRevision { day: day_of(*at, zone), standing: revision.standing.clone() })
        .collect()
}

/// A pull request of which nothing but its merge is known.
fn merged_at(at: Timestamp) -> Item {
    Item {
        kind: ItemKind::Pull,
        title: String::new(),
        state: github::ItemState::Merged,
        created_at: None,
        closed_at: Some(at),
        merged_at: Some(at),
        updated_at: None,
        milestone: None,
        labels: Vec::new(),
        events: None,
        moved_to: None,
    }
}
