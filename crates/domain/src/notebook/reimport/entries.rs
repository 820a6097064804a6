//! Which entry of yesterday each entry of today is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::align::{align, gaps};
use super::likeness::{Pair, Profile, best_first, candidates};
use super::sides::{Extent, PreviousEntry, SourceEntry};
use super::texts::{Contents, Texts};
use crate::remark::{Remark, RemarkKind};

/// How alike entries must be whose dates do not speak against it.
const ALIKE: f64 = 0.5;

/// How alike entries must be whose dates differ.
const ALIKE_AGAINST_DATES: f64 = 0.7;

/// How much of an entry that came apart its parts hold, and how much of each part is of it.
const PART: f64 = 0.5;

/// In how many entries a note may stand to count for one of them.
const MAX_ENTRIES_OF_A_NOTE: usize = 16;

/// Gaps with more pairs than this are left alone.
const MAX_PAIRS_OF_A_GAP: usize = 1_024;

/// The known entry that each new one is, by place; `None` for what is new.
///
/// By key, then where the notes stand that are on one other day now (a day was put right), then by date (where it
/// repeats by content, then by order), then by content and likeness, then what is left between two neighbours by
/// what it contains. An entry that came apart is the largest of its parts. Entries with different keys are never
/// the same. Entries that had vanished are found again by key, by date and by exactly the same content.
///
/// Where the source is a part of its notebook, a day stays that day: what is like an entry of another day is another one.
/// Without a date an entry gets one where it has exactly the same notes.
pub(super) fn find(
    known: &[PreviousEntry<'_>],
    new: &[SourceEntry<'_>],
    texts: &Texts<'_>,
    extent: Extent,
    remarks: &mut Vec<Remark>,
) -> Vec<Option<usize>> {
    let matched = vec![None; new.len()];
    let mut matcher =
        EntryMatcher { known, new, texts, extent, matched, free: vec![true; known.len()], remarks };
    matcher.by_key();
    match extent {
        Extent::Whole => {
            matcher.by_distinct_notes();
            matcher.by_date(false);
            matcher.by_content(&matcher.free_known(false), &matcher.free_new());
            matcher.by_shared_notes(&matcher.free_known(false), &matcher.free_new());
            matcher.by_parts();
            matcher.by_likeness(&matcher.free_known(false), &matcher.free_new());
            matcher.by_neighbours();
            matcher.by_date(true);
        }
        Extent::Part => {
            matcher.by_date(false);
            matcher.by_date(true);
            matcher.by_content(&matcher.undated_known(), &matcher.free_new());
            matcher.by_shared_notes(&matcher.undated_known(), &matcher.undated_new());
            matcher.by_likeness(&matcher.undated_known(), &matcher.undated_new());
            matcher.by_emptiness();
        }
    }
    matcher.by_content(&matcher.free_known(true), &matcher.free_new());
    matcher.matched
}

struct EntryMatcher<'a> {
    known: &'a [PreviousEntry<'a>],
    new: &'a [SourceEntry<'a>],
    texts: &'a Texts<'a>,
    extent: Extent,
    /// The known entry of each new one.
    matched: Vec<Option<usize>>,
    /// Whether a known entry is not matched yet.
    free: Vec<bool>,
    remarks: &'a mut Vec<Remark>,
}

/// Two entries with some of the same notes.
struct SharedNotes {
    known: usize,
    new: usize,
    /// Of the notes that they share.
    length: usize,
}

impl SharedNotes {
    /// Dice's coefficient by length.
    fn likeness(&self, contents: &Contents) -> f64 {
        let total = contents.known_lengths[self.known] + contents.new_lengths[self.new];
        2.0 * self.length as f64 / total.max(1) as f64
    }

    /// How much of the new one they share, by length.
    fn containment(&self, contents: &Contents) -> f64 {
        self.length as f64 / contents.new_lengths[self.new].max(1) as f64
    }
}

/// The entries in which a note stands.
#[derive(Clone, Copy, Default)]
enum Holder {
    #[default]
    Nobody,
    /// Once in this one.
    One(usize),
    /// In several, or more than once.
    Several,
}

impl Holder {
    fn add(&mut self, entry: usize) {
        *self = match self {
            Self::Nobody => Self::One(entry),
            Self::One(_) | Self::Several => Self::Several,
        };
    }
}

impl EntryMatcher<'_> {
    fn free_known(&self, vanished: bool) -> Vec<usize> {
        (0..self.known.len()).filter(|at| self.free[*at] && self.known[*at].vanished == vanished).collect()
    }

    fn free_new(&self) -> Vec<usize> {
        (0..self.new.len()).filter(|at| self.matched[*at].is_none()).collect()
    }

    fn undated_known(&self) -> Vec<usize> {
        self.free_known(false).into_iter().filter(|at| self.known[*at].date.is_none()).collect()
    }

    fn undated_new(&self) -> Vec<usize> {
        self.free_new().into_iter().filter(|at| self.new[*at].date.is_none()).collect()
    }

    /// Makes the two one, unless either is taken or their keys differ.
    fn pair(&mut self, known: usize, new: usize) {
        let same_key = match (&self.known[known].key, self.new[new].key) {
            (Some(known), Some(new)) => known == new,
            _ => true,
        };
        if same_key && self.free[known] && self.matched[new].is_none() {
            self.free[known] = false;
            self.matched[new] = Some(known);
        }
    }

    fn by_key(&mut self) {
        for vanished in [false, true] {
            let mut known: HashMap<&str, VecDeque<usize>> = HashMap::new();
            for at in self.free_known(vanished) {
                if let Some(key) = &self.known[at].key {
                    known.entry(key).or_default().push_back(at);
                }
            }
            for new in self.free_new() {
                let queue = self.new[new].key.and_then(|key| known.get_mut(key));
                if let Some(known) = queue.and_then(VecDeque::pop_front) {
                    self.pair(known, new);
                }
            }
        }
    }

    fn by_date(&mut self, vanished: bool) {
        let mut days: BTreeMap<_, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for at in self.free_known(vanished) {
            days.entry(self.known[at].date).or_default().0.push(at);
        }
        for at in self.free_new() {
            days.entry(self.new[at].date).or_default().1.push(at);
        }
        for (day, (mut known, mut new)) in days {
            let Some(day) = day else { continue };
            if known.len() > 1 || new.len() > 1 {
                self.by_content(&known, &new);
                self.by_shared_notes(&known, &new);
                known.retain(|at| self.free[*at]);
                new.retain(|at| self.matched[*at].is_none());
            }
            if known.len().min(new.len()) > 0 && known.len() != new.len() {
                let count = known.len().max(new.len());
                let message = format!("{count} entries are dated {day}: which is which is uncertain");
                self.remarks.push(Remark::whole(message).as_kind(RemarkKind::Match));
            }
            for (known, new) in known.into_iter().zip(new) {
                self.pair(known, new);
            }
        }
    }

    /// Entries with exactly the same notes: those that kept their order first.
    fn by_content(&mut self, known: &[usize], new: &[usize]) {
        let (texts, mut numbers) = (self.texts, HashMap::new());
        let mut number = |notes| {
            let next = numbers.len() as u32;
            *numbers.entry(notes).or_insert(next)
        };
        let known: Vec<usize> =
            known.iter().copied().filter(|at| !texts.whole.known[*at].is_empty()).collect();
        let new: Vec<usize> = new.iter().copied().filter(|at| !texts.whole.new[*at].is_empty()).collect();
        let known_contents: Vec<u32> = known.iter().map(|at| number(&texts.whole.known[*at])).collect();
        let new_contents: Vec<u32> = new.iter().map(|at| number(&texts.whole.new[*at])).collect();
        for (i, j) in align(&known_contents, &new_contents) {
            self.pair(known[i], new[j]);
        }
        let mut queues: HashMap<u32, VecDeque<usize>> = HashMap::new();
        for (at, content) in known.into_iter().zip(known_contents).filter(|(at, _)| self.free[*at]) {
            queues.entry(content).or_default().push_back(at);
        }
        for (at, content) in new.into_iter().zip(new_contents) {
            if self.matched[at].is_none()
                && let Some(known) = queues.get_mut(&content).and_then(VecDeque::pop_front)
            {
                self.pair(known, at);
            }
        }
    }

    /// Entries of which the larger part, by length, stands in notes that did not change; of a part of a notebook the larger
    /// part of what it has.
    fn by_shared_notes(&mut self, known: &[usize], new: &[usize]) {
        let pairs = self.shared_notes(known, new, &self.texts.whole).into_iter().filter_map(|shared| {
            let score = match self.extent {
                Extent::Whole => shared.likeness(&self.texts.whole),
                Extent::Part => shared.containment(&self.texts.whole),
            };
            (score >= ALIKE).then_some(Pair { known: shared.known, new: shared.new, score })
        });
        for (known, new) in best_first(pairs.collect()) {
            self.pair(known, new);
        }
    }

    /// Entries of different days with the same notes, where these stand nowhere else and the entries share none with
    /// those of their own days: the day was put right, also where another entry has the old one now.
    fn by_distinct_notes(&mut self) {
        let (known, new) = (self.free_known(false), self.free_new());
        let mut holders: HashMap<u32, (Holder, Holder)> = HashMap::new();
        for at in &known {
            for text in &self.texts.whole.known[*at] {
                holders.entry(*text).or_default().0.add(*at);
            }
        }
        for at in &new {
            for text in &self.texts.whole.new[*at] {
                holders.entry(*text).or_default().1.add(*at);
            }
        }
        let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (text, holders) in holders {
            if let (Holder::One(known), Holder::One(new)) = holders {
                *shared.entry((known, new)).or_default() += self.texts.length(text);
            }
        }
        let dates = |known: usize, new: usize| (self.known[known].date, self.new[new].date);
        let mut settled = (HashSet::new(), HashSet::new());
        for (known, new) in shared.keys() {
            let (one, other) = dates(*known, *new);
            if one == other {
                settled.0.insert(*known);
                settled.1.insert(*new);
            }
        }
        let pairs = shared.into_iter().filter_map(|((known, new), length)| {
            let (Some(_), Some(_)) = dates(known, new) else { return None };
            let is_settled = settled.0.contains(&known) || settled.1.contains(&new);
            let score = SharedNotes { known, new, length }.likeness(&self.texts.whole);
            (!is_settled && score >= ALIKE).then_some(Pair { known, new, score })
        });
        for (known, new) in best_first(pairs.collect()) {
            self.pair(known, new);
        }
    }

    /// An entry that came apart: the larger part of it stands in entries that hold little else. It is the one of them
    /// with the most of it.
    fn by_parts(&mut self) {
        let mut parts: BTreeMap<usize, Vec<SharedNotes>> = BTreeMap::new();
        // A heading that is read as a day is no loss.
        let bodies = &self.texts.bodies;
        for shared in self.shared_notes(&self.free_known(false), &self.free_new(), bodies) {
            if shared.length as f64 >= PART * bodies.new_lengths[shared.new] as f64 {
                parts.entry(shared.known).or_default().push(shared);
            }
        }
        for (known, parts) in parts {
            let length: usize = parts.iter().map(|part| part.length).sum();
            if (length as f64) < PART * bodies.known_lengths[known] as f64 {
                continue;
            }
            let free = parts.iter().filter(|part| self.matched[part.new].is_none());
            // Of equally large parts the first.
            if let Some(largest) = free.max_by_key(|part| (part.length, Reverse(part.new))) {
                self.pair(known, largest.new);
            }
        }
    }

    /// The entries that share notes, with how much they share by length: notes of very many entries do not count.
    fn shared_notes(&self, known: &[usize], new: &[usize], contents: &Contents) -> Vec<SharedNotes> {
        let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
        for at in known.iter().filter(|at| self.free[**at]) {
            for text in contents.known[*at].iter().collect::<HashSet<_>>() {
                holders.entry(*text).or_default().push(*at);
            }
        }
        let mut found = Vec::new();
        for at in new.iter().filter(|at| self.matched[**at].is_none()) {
            let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
            for text in contents.new[*at].iter().collect::<HashSet<_>>() {
                for known in
                    holders.get(text).filter(|all| all.len() <= MAX_ENTRIES_OF_A_NOTE).into_iter().flatten()
                {
                    *shared.entry(*known).or_default() += self.texts.length(*text);
                }
            }
            found.extend(shared.into_iter().map(|(known, length)| SharedNotes { known, new: *at, length }));
        }
        found
    }

    /// Entries whose whole texts are alike, though no note is the same.
    fn by_likeness(&mut self, known: &[usize], new: &[usize]) {
        if known.is_empty() || new.is_empty() {
            return;
        }
        let known_profiles: Vec<Profile> = known.iter().map(|at| self.known_profile(*at)).collect();
        let new_profiles: Vec<Profile> = new.iter().map(|at| self.new_profile(*at)).collect();
        let pairs = candidates(&known_profiles, &new_profiles).into_iter().filter_map(|(i, j)| {
            let score = known_profiles[i].likeness(&new_profiles[j]);
            let (one, other) = (self.known[known[i]].date, self.new[new[j]].date);
            let against = one.is_some() && other.is_some() && one != other;
            let least = if against { ALIKE_AGAINST_DATES } else { ALIKE };
            (score >= least).then_some(Pair { known: known[i], new: new[j], score })
        });
        for (known, new) in best_first(pairs.collect()) {
            self.pair(known, new);
        }
    }

    /// What is left without a date between two neighbours that kept their order: by what the one
    /// contains of the other; an entry that was or became empty, where it stands alone.
    fn by_neighbours(&mut self) {
        let live: Vec<bool> =
            (0..self.known.len()).map(|at| self.free[at] && !self.known[at].vanished).collect();
        for (mut known, mut new) in gaps(&self.matched, &live) {
            known.retain(|at| self.known[*at].date.is_none());
            new.retain(|at| self.new[*at].date.is_none());
            if known.len() * new.len() > MAX_PAIRS_OF_A_GAP {
                continue;
            }
            let known_profiles: Vec<Profile> = known.iter().map(|at| self.known_profile(*at)).collect();
            let new_profiles: Vec<Profile> = new.iter().map(|at| self.new_profile(*at)).collect();
            let mut pairs = Vec::new();
            for (i, one) in known_profiles.iter().enumerate() {
                for (j, other) in new_profiles.iter().enumerate() {
                    if one.is_related(other) {
                        pairs.push(Pair { known: known[i], new: new[j], score: one.containment(other) });
                    }
                }
            }
            for (known, new) in best_first(pairs) {
                self.pair(known, new);
            }
            known.retain(|at| self.free[*at]);
            new.retain(|at| self.matched[*at].is_none());
            let empty = |matcher: &Self, known: usize, new: usize| {
                (matcher.texts.whole.known[known].is_empty(), matcher.texts.whole.new[new].is_empty())
            };
            if let ([known], [new]) = (&known[..], &new[..])
                && empty(self, *known, *new) != (false, false)
            {
                self.pair(*known, *new);
            }
            let empty_known = known.into_iter().filter(|at| self.texts.whole.known[*at].is_empty());
            let empty_new = new.into_iter().filter(|at| self.texts.whole.new[*at].is_empty());
            for (known, new) in empty_known.zip(empty_new).collect::<Vec<_>>() {
                self.pair(known, new);
            }
        }
    }

    /// Entries without a date and without notes: one is as good as another.
    fn by_emptiness(&mut self) {
        let (mut known, mut new) = (self.undated_known(), self.undated_new());
        known.retain(|at| self.texts.whole.known[*at].is_empty());
        new.retain(|at| self.texts.whole.new[*at].is_empty());
        for (known, new) in known.into_iter().zip(new) {
            self.pair(known, new);
        }
    }

    fn known_profile(&self, at: usize) -> Profile {
        let entry = &self.known[at];
        let notes = entry.notes.iter().filter(|note| entry.vanished || !note.vanished);
        Profile::new(&notes.map(|note| note.text.as_ref()).collect::<Vec<_>>().join("\n"))
    }

    fn new_profile(&self, at: usize) -> Profile {
        Profile::new(&self.new[at].notes.join("\n"))
    }
}
