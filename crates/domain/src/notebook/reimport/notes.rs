//! Which note of yesterday each note of today is.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::align::{align, gaps};
use super::likeness::{Pair, Profile, best_first, candidates};
use super::sides::{Extent, PreviousEntry, SourceEntry};
use super::texts::{Texts, without_heading};
use crate::remark::{Remark, RemarkKind};

/// How alike an edited note must be to the one it was, in the same entry.
const ALIKE: f64 = 0.5;

/// How alike it must be where it moved to another entry as well, and where the source is a part of its notebook: that the old
/// one is not in it says nothing.
const ALIKE_ELSEWHERE: f64 = 0.7;

/// How much more alike a note of another entry must be than one of the same.
const HOME: f64 = 0.2;

/// So many leftovers of an entry, around its place, each is compared with whatever they share.
const MAX_LEFT_OF_AN_ENTRY: usize = 32;

/// A note by the places of its entry and of itself within it.
pub(super) type Place = (usize, usize);

/// The known note that each new one is, by entry and place; `None` for what is new.
///
/// `entries` has the known entry of each new one. Exact texts come first, in their entry, then
/// anywhere, then among those that had vanished; then those that differ by their heading alone; then likeness; then a
/// pair left alone between neighbours. Where the source is a part of its notebook, the notes of entries that it does not
/// have are none of its own.
pub(super) fn find(
    known: &[PreviousEntry<'_>],
    new: &[SourceEntry<'_>],
    entries: &[Option<usize>],
    texts: &Texts<'_>,
    extent: Extent,
    remarks: &mut Vec<Remark>,
) -> Vec<Vec<Option<Place>>> {
    let matched = new.iter().map(|entry| vec![None; entry.notes.len()]).collect();
    let found: HashSet<usize> = entries.iter().flatten().copied().collect();
    let free = known.iter().enumerate().map(|(at, entry)| {
        let is_open = extent == Extent::Whole || entry.vanished || found.contains(&at);
        entry.notes.iter().map(|note| is_open || note.vanished).collect()
    });
    let free = free.collect();
    let mut matcher = NoteMatcher { known, new, entries, texts, extent, matched, free, remarks };
    matcher.by_text_in_its_entry();
    matcher.by_text_anywhere(false);
    matcher.by_text_anywhere(true);
    matcher.by_text_below_heading();
    matcher.by_likeness();
    matcher.by_neighbours();
    matcher.matched
}

struct NoteMatcher<'a> {
    known: &'a [PreviousEntry<'a>],
    new: &'a [SourceEntry<'a>],
    /// The known entry of each new one.
    entries: &'a [Option<usize>],
    texts: &'a Texts<'a>,
    extent: Extent,
    /// The known note of each new one.
    matched: Vec<Vec<Option<Place>>>,
    /// Whether a known note is not matched yet.
    free: Vec<Vec<bool>>,
    remarks: &'a mut Vec<Remark>,
}

impl NoteMatcher<'_> {
    fn is_free(&self, (entry, note): Place, vanished: bool) -> bool {
        let is_vanished = self.known[entry].vanished || self.known[entry].notes[note].vanished;
        self.free[entry][note] && is_vanished == vanished
    }

    fn free_known(&self, vanished: bool) -> Vec<Place> {
        let places = self
            .known
            .iter()
            .enumerate()
            .flat_map(|(at, entry)| (0..entry.notes.len()).map(move |note| (at, note)));
        places.filter(|place| self.is_free(*place, vanished)).collect()
    }

    fn free_new(&self) -> Vec<Place> {
        let places = self
            .matched
            .iter()
            .enumerate()
            .flat_map(|(at, notes)| (0..notes.len()).map(move |note| (at, note)));
        places.filter(|(entry, note)| self.matched[*entry][*note].is_none()).collect()
    }

    fn pair(&mut self, known: Place, new: Place) {
        if self.free[known.0][known.1] && self.matched[new.0][new.1].is_none() {
            self.free[known.0][known.1] = false;
            self.matched[new.0][new.1] = Some(known);
        }
    }

    fn are_at_home(&self, known: Place, new: Place) -> bool {
        self.entries[new.0] == Some(known.0)
    }

    /// Equal texts of one entry keep their order; where their number changed, those that the
    /// alignment of the whole entry holds in place are kept.
    fn by_text_in_its_entry(&mut self) {
        for new in 0..self.new.len() {
            let Some(known) = self.entries[new] else { continue };
            let live: Vec<usize> = (0..self.known[known].notes.len())
                .filter(|note| self.is_free((known, *note), false))
                .collect();
            let one: Vec<u32> = live.iter().map(|note| self.texts.known_notes[known][*note]).collect();
            let other = &self.texts.whole.new[new];
            let mut places: BTreeMap<u32, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
            for (at, text) in one.iter().enumerate() {
                places.entry(*text).or_default().0.push(at);
            }
            for (at, text) in other.iter().enumerate() {
                places.entry(*text).or_default().1.push(at);
            }
            places.retain(|_, (one, other)| !one.is_empty() && !other.is_empty());
            let changed = places.values().any(|(one, other)| one.len() != other.len());
            let by_text = |pairs: Vec<(usize, usize)>| {
                let mut by_text: HashMap<u32, Vec<(usize, usize)>> = HashMap::new();
                for (at, new) in pairs {
                    by_text.entry(one[at]).or_default().push((at, new));
                }
                by_text
            };
            let (first, last) = if changed {
                (by_text(align(&one, other)), by_text(align_from_the_end(&one, other)))
            } else {
                Default::default()
            };
            let with_text = |pairs: &HashMap<u32, Vec<(usize, usize)>>, text: u32| {
                pairs.get(&text).cloned().unwrap_or_default()
            };
            for (text, (one, other)) in places {
                let (mut one_chosen, mut other_chosen) = (one.clone(), other.clone());
                if one.len() != other.len() {
                    let (first, last) = (with_text(&first, text), with_text(&last, text));
                    let count = one.len().min(other.len());
                    if first != last || first.len() < count {
                        self.remark(text, one.len().max(other.len()), Some(new));
                    }
                    one_chosen = choose(&one, first.iter().map(|(at, _)| *at), count);
                    other_chosen = choose(&other, first.iter().map(|(_, at)| *at), count);
                }
                for (i, j) in one_chosen.into_iter().zip(other_chosen) {
                    self.pair((known, live[i]), (new, j));
                }
            }
        }
    }

    /// What was moved between entries, or had vanished: at home first, then in order.
    fn by_text_anywhere(&mut self, vanished: bool) {
        let mut places: BTreeMap<u32, (Vec<Place>, Vec<Place>)> = BTreeMap::new();
        for place in self.free_known(vanished) {
            places.entry(self.texts.known_notes[place.0][place.1]).or_default().0.push(place);
        }
        for place in self.free_new() {
            places.entry(self.texts.whole.new[place.0][place.1]).or_default().1.push(place);
        }
        for (text, (known, new)) in places {
            if !known.is_empty() && !new.is_empty() {
                let (left, right) = self.pair_in_order(&known, &new);
                if left != right && left.min(right) > 0 {
                    self.remark(text, left.max(right), None);
                }
            }
        }
    }

    /// What has lost a heading above it, or got one, or another: a heading that is read as a day is no part of the note.
    fn by_text_below_heading(&mut self) {
        let mut places: BTreeMap<&str, (Vec<Place>, Vec<Place>)> = BTreeMap::new();
        for place in self.free_known(false) {
            let text = without_heading(&self.known[place.0].notes[place.1].text);
            places.entry(text).or_default().0.push(place);
        }
        for place in self.free_new() {
            places.entry(without_heading(self.new[place.0].notes[place.1])).or_default().1.push(place);
        }
        let places: Vec<_> = places.into_iter().filter(|(text, _)| !text.is_empty()).collect();
        for (_, (known, new)) in places {
            self.pair_in_order(&known, &new);
        }
    }

    /// Pairs what is in one entry on both sides, then the others in order; gives how many were left on each side for
    /// the order to pair.
    fn pair_in_order(&mut self, known: &[Place], new: &[Place]) -> (usize, usize) {
        let mut homes: HashMap<usize, Vec<Place>> = HashMap::new();
        for place in known.iter().rev() {
            homes.entry(place.0).or_default().push(*place);
        }
        for place in new {
            let home = self.entries[place.0].and_then(|entry| homes.get_mut(&entry));
            if let Some(known) = home.and_then(Vec::pop) {
                self.pair(known, *place);
            }
        }
        let known: Vec<Place> = known.iter().copied().filter(|place| self.free[place.0][place.1]).collect();
        let new: Vec<Place> =
            new.iter().copied().filter(|place| self.matched[place.0][place.1].is_none()).collect();
        let left = (known.len(), new.len());
        for (known, new) in known.into_iter().zip(new) {
            self.pair(known, new);
        }
        left
    }

    /// What was edited: the most alike first, its own entry preferred.
    fn by_likeness(&mut self) {
        let (known, new) = (self.free_known(false), self.free_new());
        if known.is_empty() || new.is_empty() {
            return;
        }
        let profile_known = |(entry, note): &Place| Profile::new(&self.known[*entry].notes[*note].text);
        let known_profiles: Vec<Profile> = known.iter().map(profile_known).collect();
        let new_profiles: Vec<Profile> =
            new.iter().map(|(entry, note)| Profile::new(self.new[*entry].notes[*note])).collect();
        let mut compared: HashSet<(usize, usize)> =
            candidates(&known_profiles, &new_profiles).into_iter().collect();
        let mut homes: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, place) in known.iter().enumerate() {
            homes.entry(place.0).or_default().push(at);
        }
        for (at, place) in new.iter().enumerate() {
            let Some(home) = self.entries[place.0].and_then(|entry| homes.get(&entry)) else { continue };
            // Those around the same place: what is edited seldom moves far.
            let middle = home.partition_point(|at| known[*at].1 < place.1);
            let from = middle.saturating_sub(MAX_LEFT_OF_AN_ENTRY / 2);
            compared.extend(home.iter().skip(from).take(MAX_LEFT_OF_AN_ENTRY).map(|known| (*known, at)));
        }
        let pairs = compared.into_iter().filter_map(|(i, j)| {
            let likeness = known_profiles[i].likeness(&new_profiles[j]);
            let at_home = self.are_at_home(known[i], new[j]);
            // Of a part of a day it is not known what has left that day: what is only alike is another note, and so is what is
            // about something else.
            if self.extent == Extent::Part && (!at_home || self.name_others(known[i], new[j])) {
                return None;
            }
            let least = match at_home && self.extent == Extent::Whole {
                true => ALIKE,
                false => ALIKE_ELSEWHERE,
            };
            let more = if at_home { HOME } else { 0.0 };
            (likeness >= least).then_some(Pair { known: i, new: j, score: likeness + more })
        });
        for (i, j) in best_first(pairs.collect()) {
            self.pair(known[i], new[j]);
        }
    }

    /// Whether each of two notes names a number, such as that of a KEP or a pull request, which the other one does not.
    fn name_others(&self, known: Place, new: Place) -> bool {
        let known = long_numbers(&self.known[known.0].notes[known.1].text);
        let new = long_numbers(self.new[new.0].notes[new.1]);
        !known.is_subset(&new) && !new.is_subset(&known)
    }

    /// What stands alone between two neighbours that stayed, where the texts are clearly related.
    fn by_neighbours(&mut self) {
        for new in 0..self.new.len() {
            let Some(known) = self.entries[new] else { continue };
            let matched: Vec<Option<usize>> = self.matched[new]
                .iter()
                .map(|place| place.filter(|(entry, _)| *entry == known).map(|(_, note)| note))
                .collect();
            let free: Vec<bool> =
                (0..self.known[known].notes.len()).map(|note| self.is_free((known, note), false)).collect();
            for (left, mut right) in gaps(&matched, &free) {
                right.retain(|note| self.matched[new][*note].is_none());
                if let ([one], [other]) = (&left[..], &right[..])
                    && Profile::new(&self.known[known].notes[*one].text)
                        .is_related(&Profile::new(self.new[new].notes[*other]))
                {
                    self.pair((known, *one), (new, *other));
                }
            }
        }
    }

    /// Remarks that among `count` notes with `text` the right ones could not be distinguished.
    fn remark(&mut self, text: u32, count: usize, entry: Option<usize>) {
        let place = match entry.map(|entry| (entry, self.new[entry].date)) {
            Some((_, Some(date))) => format!(" of {date}"),
            Some((entry, None)) => format!(" of entry {}", entry + 1),
            None => " in several entries".to_owned(),
        };
        let excerpt = self.texts.excerpt(text);
        let message =
            format!("{count} notes{place} with the same text \"{excerpt}\": which is which is uncertain");
        self.remarks.push(Remark::whole(message).as_kind(RemarkKind::Match));
    }
}

/// [`align`], with the last of what is equally good instead of the first.
fn align_from_the_end(one: &[u32], other: &[u32]) -> Vec<(usize, usize)> {
    let turned = |values: &[u32]| values.iter().rev().copied().collect::<Vec<u32>>();
    let pairs = align(&turned(one), &turned(other)).into_iter().rev();
    pairs.map(|(i, j)| (one.len() - 1 - i, other.len() - 1 - j)).collect()
}

/// `count` of `places`, ascending: the `fixed` ones and then the first others.
fn choose(places: &[usize], fixed: impl Iterator<Item = usize>, count: usize) -> Vec<usize> {
    let fixed: HashSet<usize> = fixed.collect();
    let others = places.iter().filter(|at| !fixed.contains(at)).take(count.saturating_sub(fixed.len()));
    let mut chosen: Vec<usize> = fixed.iter().chain(others).copied().collect();
    chosen.sort_unstable();
    chosen
}

/// The numbers of three digits or more in a text: those of KEPs and pull requests, and none of versions.
fn long_numbers(text: &str) -> HashSet<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() >= 3).collect()
}
