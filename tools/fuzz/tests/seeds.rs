//! The short form of fuzzing: seeds as they are, and changed at random.

use std::path::Path;

use fuzz::TARGETS;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{TestError, TestRunner};

/// How many changed seeds each target is given.
const CASES: u32 = 256;

/// What is done to a seed; places are parts of the whole.
#[derive(Clone, Debug)]
enum Change {
    Remove(Index, u8),
    Insert(Index, Vec<u8>),
    /// A stretch of it once more, elsewhere.
    Repeat(Index, u8, Index),
}

/// What readers act on, and what they seldom see.
const PIECES: [&str; 32] = [
    "#",
    "##",
    "\n",
    "\n\n",
    "- ",
    "> ",
    "```",
    ":::",
    "---",
    "<",
    ">",
    "&",
    "[",
    "](",
    "|",
    "*",
    "\t",
    "\u{feff}",
    "\u{3000}",
    "１",
    "＃",
    "停",
    "2023/10/11",
    "10/12",
    "1.28",
    "KEP-",
    "k/k#",
    "https://",
    "\"",
    "{",
    "\u{202e}",
    "\0",
];

fn change() -> impl Strategy<Value = Change> {
    let piece = prop::sample::select(&PIECES[..]).prop_map(|piece| piece.as_bytes().to_vec());
    let bytes = prop_oneof![4 => piece, 1 => prop::collection::vec(any::<u8>(), 1..4)];
    prop_oneof![
        (any::<Index>(), 1u8..40).prop_map(|(at, length)| Change::Remove(at, length)),
        (any::<Index>(), bytes).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (any::<Index>(), 1u8..80, any::<Index>())
            .prop_map(|(from, length, to)| Change::Repeat(from, length, to)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let stretch = |bytes: &[u8], at: &Index, length: u8| {
        let start = at.index(bytes.len() + 1);
        start..(start + usize::from(length)).min(bytes.len())
    };
    match change {
        Change::Remove(at, length) => drop(bytes.drain(stretch(bytes, at, *length))),
        Change::Insert(at, new) => {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, new.iter().copied());
        }
        Change::Repeat(from, length, to) => {
            let copy = bytes[stretch(bytes, from, *length)].to_vec();
            let to = to.index(bytes.len() + 1);
            bytes.splice(to..to, copy);
        }
    }
}

/// The seeds of a target: at least one.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry of the folder").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{name} has no seed");
    paths.iter().map(|path| std::fs::read(path).expect("a seed")).collect()
}

#[test]
fn seeds_hold_as_they_are() {
    for target in &TARGETS {
        for seed in seeds(target.name) {
            (target.check)(&seed);
        }
    }
}

#[test]
fn seeds_hold_when_they_are_changed() {
    for target in &TARGETS {
        let changed = (prop::sample::select(seeds(target.name)), prop::collection::vec(change(), 1..12))
            .prop_map(|(mut seed, changes)| {
                changes.iter().for_each(|change| apply(&mut seed, change));
                seed
            });
        let config = ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() };
        let result = TestRunner::new(config).run(&changed, |bytes| {
            (target.check)(&bytes);
            Ok(())
        });
        if let Err(TestError::Fail(why, bytes)) = result {
            panic!("{}: {why}\n{}\n{bytes:?}", target.name, String::from_utf8_lossy(&bytes));
        }
    }
}
