//! The gates that a release note says were removed.

use std::collections::BTreeSet;

use super::mention::{GateIndex, words};
use super::name::GateName;

/// The gates of `index` that the text of a release note says were removed; that one will be says nothing.
///
/// Two forms are read, each within a sentence: `Removed the … feature gate(s) A and B`, where nothing but names and words
/// such as `generally available` stands between, and `The … feature gate A … is (was, has been) removed`.
pub fn removed_gates(text: &str, index: &GateIndex) -> BTreeSet<GateName> {
    sentences(text).flat_map(|sentence| removed_in_sentence(&sentence, index)).collect()
}

/// The sentences of a text, what stands in parentheses left out.
fn sentences(text: &str) -> impl Iterator<Item = String> {
    let mut depth = 0_usize;
    let outside = text.chars().filter(move |c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => return depth == 0,
        }
        *c == '\n'
    });
    let outside: String = outside.collect();
    let lines: Vec<String> = outside.lines().map(str::to_owned).collect();
    lines.into_iter().flat_map(|line| line.split(". ").map(str::to_owned).collect::<Vec<_>>())
}

fn removed_in_sentence(sentence: &str, index: &GateIndex) -> BTreeSet<GateName> {
    let words: Vec<&str> = words(sentence).map(|range| &sentence[range]).collect();
    let active = words.iter().enumerate().filter(|(_, word)| is_removal(word));
    let mut gates: BTreeSet<GateName> =
        active.flat_map(|(at, _)| Phrase::read(&words[at + 1..], index).gates()).collect();
    if is_passive(&words) {
        gates.extend(Phrase::read(&words, index).gates());
    }
    gates
}

/// Whether a word begins what was removed: `Removed the …`.
fn is_removal(word: &str) -> bool {
    ["remove", "removed", "removes"].iter().any(|form| word.eq_ignore_ascii_case(form))
}

/// Whether a sentence says that its subject was removed.
fn is_passive(words: &[&str]) -> bool {
    let is_adverb = |word: &&&str| ["now", "also", "completely", "entirely"].contains(*word);
    words.iter().enumerate().filter(|(_, word)| **word == "removed").any(|(at, _)| {
        let mut before = words[..at].iter().rev().skip_while(is_adverb);
        match before.next().copied() {
            Some("is" | "are" | "was" | "were") => true,
            Some("been") => matches!(before.next().copied(), Some("has" | "have")),
            _ => false,
        }
    })
}

/// Names of gates with the words around them that say no more than that.
struct Phrase {
    gates: BTreeSet<GateName>,
    names_gate: bool,
}

impl Phrase {
    /// The phrase that the words begin with: up to the first that belongs to something else.
    fn read(words: &[&str], index: &GateIndex) -> Self {
        const FILLERS: [&str; 20] = [
            "the",
            "a",
            "ga",
            "gas",
            "ed",
            "d",
            "generally",
            "general",
            "available",
            "stable",
            "beta",
            "alpha",
            "locked",
            "deprecated",
            "feature",
            "features",
            "and",
            "for",
            "both",
            "graduated",
        ];
        let mut phrase = Self { gates: BTreeSet::new(), names_gate: false };
        for word in words {
            let plain = word.to_ascii_lowercase();
            if let Some(gate) = index.get(word) {
                phrase.gates.insert(gate.clone());
            } else if matches!(plain.as_str(), "gate" | "gates" | "featuregate" | "featuregates") {
                phrase.names_gate = true;
            } else if !FILLERS.contains(&plain.as_str()) && !is_name(word) {
                break;
            }
        }
        phrase
    }

    /// Its gates, where it says that they are some.
    fn gates(self) -> BTreeSet<GateName> {
        if self.names_gate { self.gates } else { BTreeSet::new() }
    }
}

/// Whether a word may be the name of a gate that is on no list, such as one of kubeadm.
fn is_name(word: &str) -> bool {
    word.parse::<GateName>().is_ok() && word.chars().skip(1).any(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let names = ["PaintShed", "OilHinges", "AppArmor"];
        let index: GateIndex = names.iter().map(|name| name.parse().unwrap()).collect();
        let gates: Vec<String> = removed_gates(text, &index).into_iter().map(String::from).collect();
        assert_eq!(gates, expected, "{text}");
    }

    #[test]
    fn removed_gates_are_read() {
        check("Removed the generally available feature gate `PaintShed`, which was locked.", &["PaintShed"]);
        check("Removed `GA`ed feature gate `OilHinges`.", &["OilHinges"]);
        check("Removed the GA'd feature gates for `OilHinges` and `PaintShed`.", &["OilHinges", "PaintShed"]);
        check("1. remove the flag\n2. removed general available feature-gate `AppArmor`", &["AppArmor"]);
        check(
            "Removed the GA `PaintShed` feature gate (locked since `v1.33`) and Alpha `OilHinges` feature gate, with all else.",
            &["OilHinges", "PaintShed"],
        );
        check(
            "Removed the `UnknownGate` and `PaintShed` feature gates. Use `OilHinges` instead.",
            &["PaintShed"],
        );
        check("The `PaintShed` feature gate, on since `v1.33`, is removed.", &["PaintShed"]);
        check("Feature gate \"PaintShed\" has been removed.  It was stable.", &["PaintShed"]);
        check(
            "The feature gates `PaintShed` and `OilHinges` that were on have been removed in v1.28.",
            &["OilHinges", "PaintShed"],
        );
        check("The deprecated `PaintShed` feature gate was completely removed.", &["PaintShed"]);
    }

    #[test]
    fn what_was_not_removed_is_not_read() {
        check("The `PaintShed` feature gate was locked to `true` and will be removed in v1.36.", &[]);
        check("Removed a warning where the feature gate `PaintShed` was on.", &[]);
        check("Removed support for `v1alpha1` of `AppArmor` where the feature gate is off", &[]);
        check("Added the `PaintShed` feature gate before removing the mode.", &[]);
        check("When the `PaintShed` feature gate is on, old files are removed.", &[]);
        check("Removed `AppArmor`.", &[]);
        check("", &[]);
    }
}
