//! How alike two texts are, and which of many belong together.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// So much of a text is looked at, in characters.
const MAX_CHARS: usize = 4_096;

/// So many postings are looked at for one text, the rarest pairs of characters first.
const MAX_LOOKS: usize = 2_000;

/// So many candidates are compared in full for one text.
const MAX_CANDIDATES: usize = 16;

/// The pairs of neighbouring characters of a text, sorted, with how often each occurs.
///
/// Case and the amount of white space do not count; the ends do.
pub(super) struct Profile {
    pairs: Vec<(u64, u32)>,
    total: u32,
}

impl Profile {
    /// The profile of the first [`MAX_CHARS`] characters.
    pub(super) fn new(text: &str) -> Self {
        let mut pairs: Vec<u64> = Vec::new();
        let mut last = ' ';
        for c in text.chars().take(MAX_CHARS).flat_map(char::to_lowercase).chain([' ']) {
            let c = if c.is_whitespace() { ' ' } else { c };
            if (last, c) != (' ', ' ') {
                pairs.push(u64::from(u32::from(last)) << 32 | u64::from(u32::from(c)));
            }
            last = c;
        }
        let total = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
        pairs.sort_unstable();
        let mut counted: Vec<(u64, u32)> = Vec::new();
        for pair in pairs {
            match counted.last_mut() {
                Some((last, count)) if *last == pair => *count += 1,
                _ => counted.push((pair, 1)),
            }
        }
        Self { pairs: counted, total }
    }

    /// Dice's coefficient: 0 nothing in common, 1 the same pairs. Two empty texts have nothing in common.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let total = self.total + other.total;
        if total == 0 { 0.0 } else { 2.0 * f64::from(self.shared(other)) / f64::from(total) }
    }

    /// Whether the two are likely one text before and after a large change: somewhat alike,
    /// or the shorter, where it has more than a word or two, largely within the longer.
    pub(super) fn is_related(&self, other: &Self) -> bool {
        self.likeness(other) >= 0.3 || self.total.min(other.total) >= 8 && self.containment(other) >= 0.7
    }

    /// The part of the shorter that is found in the longer, 0 to 1.
    pub(super) fn containment(&self, other: &Self) -> f64 {
        let least = self.total.min(other.total);
        if least == 0 { 0.0 } else { f64::from(self.shared(other)) / f64::from(least) }
    }

    fn shared(&self, other: &Self) -> u32 {
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while let (Some((a, count)), Some((b, other_count))) = (self.pairs.get(i), other.pairs.get(j)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared += count.min(other_count);
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        shared
    }
}

/// Two texts, by their places in their lists, and how well they fit.
pub(super) struct Pair {
    pub(super) known: usize,
    pub(super) new: usize,
    pub(super) score: f64,
}

/// Which of `known` each of `new` should be compared with: those that share its rarest pairs of
/// characters. The work for each is bounded, so all of it grows with the number of texts.
pub(super) fn candidates(known: &[Profile], new: &[Profile]) -> Vec<(usize, usize)> {
    let mut postings: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, profile) in known.iter().enumerate() {
        for (pair, _) in &profile.pairs {
            postings.entry(*pair).or_default().push(at);
        }
    }
    let mut counts = vec![0u32; known.len()];
    let mut found = Vec::new();
    for (at, profile) in new.iter().enumerate() {
        let mut lists: Vec<&Vec<usize>> =
            profile.pairs.iter().filter_map(|(pair, _)| postings.get(pair)).collect();
        lists.sort_by_key(|list| list.len());
        let mut seen = Vec::new();
        for place in lists.into_iter().flatten().take(MAX_LOOKS) {
            if counts[*place] == 0 {
                seen.push(*place);
            }
            counts[*place] += 1;
        }
        let mut seen: Vec<(Reverse<u32>, usize)> =
            seen.into_iter().map(|place| (Reverse(std::mem::take(&mut counts[place])), place)).collect();
        if seen.len() > MAX_CANDIDATES {
            seen.select_nth_unstable(MAX_CANDIDATES);
            seen.truncate(MAX_CANDIDATES);
        }
        found.extend(seen.into_iter().map(|(_, place)| (place, at)));
    }
    found
}

/// Each text in at most one pair: the best score first, then the order of the lists.
pub(super) fn best_first(mut pairs: Vec<Pair>) -> Vec<(usize, usize)> {
    pairs.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.known, a.new).cmp(&(b.known, b.new))));
    let mut used = (HashSet::new(), HashSet::new());
    let mut chosen = Vec::new();
    for pair in pairs {
        if !used.0.contains(&pair.known) && !used.1.contains(&pair.new) {
            used.0.insert(pair.known);
            used.1.insert(pair.new);
            chosen.push((pair.known, pair.new));
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_one_for_the_same_words_and_falls_with_each_change() {
        let check = |one: &str, other: &str, low: f64, high: f64| {
            let likeness = Profile::new(one).likeness(&Profile::new(other));
            assert!((low..=high).contains(&likeness), "{one} / {other}: {likeness}");
        };
        check("", "", 0.0, 0.0);
        check("a", "a", 1.0, 1.0);
        check("a", "b", 0.0, 0.0);
        check("Sidecar  containers\n", "sidecar containers", 1.0, 1.0);
        check("the kubelet restarts the sidecar", "the kublet restarts the sidecar", 0.9, 0.99);
        check("停止の検証", "停止を検証", 0.5, 0.8);
        check("kubelet", "スケジューラ", 0.0, 0.0);
    }

    #[test]
    fn a_text_within_a_longer_one_is_related() {
        let related = |one: &str, other: &str| Profile::new(one).is_related(&Profile::new(other));
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen";
        assert!(related("two three four", long));
        assert!(!related("on", long));
        assert!(!related("kubelet restarts containers", long));
        assert!(!related("", long));
    }
}
