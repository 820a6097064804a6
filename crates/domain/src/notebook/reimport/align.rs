//! Two sequences side by side, without crossing.

use std::collections::HashMap;

/// Up to this many cells the longest alignment is found; beyond, only what unique values anchor.
const MAX_CELLS: usize = 250_000;

/// Pairs of places with equal values, ascending on both sides.
///
/// Equal beginnings and ends are aligned first; between them it is as long as can
/// be. Parts of more than [`MAX_CELLS`] are cut at values that occur once on
/// both sides, and left unaligned where there are none.
pub(super) fn align(one: &[u32], other: &[u32]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut parts = vec![(0, one.len(), 0, other.len())];
    while let Some((mut a, mut a_end, mut b, mut b_end)) = parts.pop() {
        while a < a_end && b < b_end && one[a] == other[b] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        }
        while a < a_end && b < b_end && one[a_end - 1] == other[b_end - 1] {
            (a_end, b_end) = (a_end - 1, b_end - 1);
            pairs.push((a_end, b_end));
        }
        let (left, right) = (&one[a..a_end], &other[b..b_end]);
        if left.len().saturating_mul(right.len()) <= MAX_CELLS {
            pairs.extend(longest(left, right).into_iter().map(|(i, j)| (a + i, b + j)));
            continue;
        }
        let anchors = unique_in_both(left, right);
        let rising = rising(&anchors.iter().map(|(_, j)| *j).collect::<Vec<_>>());
        let (mut from, mut to) = (a, b);
        for (i, j) in rising.into_iter().map(|at| anchors[at]) {
            pairs.push((a + i, b + j));
            parts.push((from, a + i, to, b + j));
            (from, to) = (a + i + 1, b + j + 1);
        }
        if (from, to) != (a, b) {
            parts.push((from, a_end, to, b_end));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The longest common subsequence, by the table of all lengths.
fn longest(one: &[u32], other: &[u32]) -> Vec<(usize, usize)> {
    let width = other.len() + 1;
    let mut lengths = vec![0u32; (one.len() + 1) * width];
    for i in (0..one.len()).rev() {
        for j in (0..other.len()).rev() {
            let at = i * width + j;
            lengths[at] = if one[i] == other[j] {
                lengths[at + width + 1] + 1
            } else {
                lengths[at + width].max(lengths[at + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < one.len() && j < other.len() {
        let at = i * width + j;
        if one[i] == other[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[at + width] >= lengths[at + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Where the values stand that occur exactly once on both sides, ascending on the first.
fn unique_in_both(one: &[u32], other: &[u32]) -> Vec<(usize, usize)> {
    let once = |values: &[u32]| {
        let mut places: HashMap<u32, Option<usize>> = HashMap::new();
        for (at, value) in values.iter().enumerate() {
            places.entry(*value).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let (here, there) = (once(one), once(other));
    let place = |at: usize, value: &u32| {
        here.get(value).copied().flatten()?;
        Some((at, there.get(value).copied().flatten()?))
    };
    one.iter().enumerate().filter_map(|(at, value)| place(at, value)).collect()
}

/// The places of a longest strictly rising subsequence of `values`, ascending.
pub(super) fn rising(values: &[usize]) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; values.len()];
    for (at, value) in values.iter().enumerate() {
        let length = ends.partition_point(|end| values[*end] < *value);
        before[at] = length.checked_sub(1).map(|last| ends[last]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut places: Vec<usize> = std::iter::successors(ends.last().copied(), |at| before[*at]).collect();
    places.reverse();
    places
}

/// What stands unmatched between two neighbours that kept their order: known places and new places.
///
/// `matched` has the known place of each new place; `free` says which known places are unmatched.
/// Beginning and end count as neighbours. Gaps that are empty on either side are left out.
pub(super) fn gaps(matched: &[Option<usize>], free: &[bool]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let fixed: Vec<(usize, usize)> =
        matched.iter().enumerate().filter_map(|(new, known)| known.map(|known| (known, new))).collect();
    let kept = rising(&fixed.iter().map(|(known, _)| *known).collect::<Vec<_>>());
    let ends = kept.into_iter().map(|at| fixed[at]).chain([(free.len(), matched.len())]);
    let (mut known_from, mut new_from, mut gaps) = (0, 0, Vec::new());
    for (known, new) in ends {
        let left: Vec<usize> = (known_from..known).filter(|at| free[*at]).collect();
        let right: Vec<usize> = (new_from..new).filter(|at| matched[*at].is_none()).collect();
        if !left.is_empty() && !right.is_empty() {
            gaps.push((left, right));
        }
        (known_from, new_from) = (known + 1, new + 1);
    }
    gaps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_alignment_is_as_long_as_can_be() {
        let check = |one: &[u32], other: &[u32], pairs: &[(usize, usize)]| {
            assert_eq!(align(one, other), pairs, "{one:?} {other:?}");
        };
        check(&[], &[], &[]);
        check(&[1, 2, 3], &[1, 2, 3], &[(0, 0), (1, 1), (2, 2)]);
        check(&[1], &[1, 1], &[(0, 0)]);
        check(&[1, 2, 3], &[2, 1, 2, 3], &[(0, 1), (1, 2), (2, 3)]);
        check(&[9, 1, 2, 8], &[7, 1, 5, 2, 6], &[(1, 1), (2, 3)]);
        check(&[1, 2], &[3, 4], &[]);
    }

    #[test]
    fn what_is_too_long_for_a_table_is_cut_at_unique_values() {
        let one: Vec<u32> = (0..2_000).collect();
        let mut other = one.clone();
        other.swap(0, 1_999);
        other.insert(1_000, 7);
        assert_eq!(align(&one, &other).len(), 1_998);
        assert_eq!(align(&[1; 2_000], &[vec![2], vec![1; 1_000], vec![3]].concat()).len(), 0);
    }

    proptest! {
        #[test]
        fn an_alignment_never_crosses(
            one in proptest::collection::vec(0u32..6, 0..30),
            other in proptest::collection::vec(0u32..6, 0..30),
        ) {
            let pairs = align(&one, &other);
            prop_assert!(pairs.iter().all(|(i, j)| one[*i] == other[*j]));
            prop_assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1));
            prop_assert_eq!(pairs.len(), longest(&one, &other).len());
        }
    }
}
