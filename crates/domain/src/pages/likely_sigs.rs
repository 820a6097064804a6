//! The SIGs that a note of none is most likely about: by the components that it names, and by the words that it shares with
//! notes that are tagged.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::sig::Sig;
use crate::tag::{Tag, component_tags};

/// How many SIGs are offered, a key each.
pub const OFFERED: usize = 5;

/// How many words of a note are looked at.
const MAX_WORDS: usize = 400;

/// How many words may speak for a SIG: a long note says no more than a short one.
const TELLING: usize = 6;

/// How many of them are shown.
const SHOWN: usize = 3;

/// What a component that a note names counts, in units of [`ln`](f64::ln): more than most words.
const COMPONENT: f64 = 3.0;

/// By how much more often than elsewhere a word has to occur in notes of a SIG to speak for it.
const LEAST_LIFT: f64 = 1.5;

/// A SIG that a note may be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LikelySig {
    /// The group.
    pub sig: Sig,
    /// The words of the note that speak for it, the most telling first; none where it is only frequent.
    pub evidence: Vec<String>,
}

/// In how many tagged notes each word stands, by their groups.
#[derive(Clone, Debug, Default)]
pub struct TaggedWords {
    notes: u32,
    sigs: BTreeMap<Sig, u32>,
    words: HashMap<String, WordCount>,
}

#[derive(Clone, Debug, Default)]
struct WordCount {
    notes: u32,
    sigs: BTreeMap<Sig, u32>,
}

/// What speaks for a group.
#[derive(Default)]
struct Score {
    /// The weight of each word.
    words: Vec<(f64, String)>,
    /// The name of a component.
    component: Option<String>,
}

impl Score {
    fn sum(&self) -> f64 {
        let component = if self.component.is_some() { COMPONENT } else { 0.0 };
        component + self.words.iter().take(TELLING).map(|(weight, _)| weight).sum::<f64>()
    }
}

impl TaggedWords {
    /// Counts a note that is tagged with `sigs`, each given once.
    pub fn add(&mut self, text: &str, sigs: &[Sig]) {
        if sigs.is_empty() {
            return;
        }
        self.notes += 1;
        for sig in sigs {
            *self.sigs.entry(sig.clone()).or_default() += 1;
        }
        for word in words(text) {
            let count = self.words.entry(word).or_default();
            count.notes += 1;
            for sig in sigs {
                *count.sigs.entry(sig.clone()).or_default() += 1;
            }
        }
    }

    /// The groups that a note is most likely about, the likeliest first, at most [`OFFERED`].
    ///
    /// A word speaks for a group when it stands in two of its notes at least, and by [`LEAST_LIFT`] more often than in
    /// tagged notes as a whole. What nothing speaks for follows by how many notes it has.
    pub fn likely(&self, text: &str) -> Vec<LikelySig> {
        let mut scores: BTreeMap<Sig, Score> = BTreeMap::new();
        for sig in self.sigs.keys() {
            scores.entry(sig.clone()).or_default();
        }
        for word in words(text) {
            let Some(count) = self.words.get(&word) else { continue };
            for (sig, notes) in count.sigs.iter().filter(|(_, notes)| **notes >= 2) {
                let expected = f64::from(count.notes) * f64::from(self.sigs[sig]) / f64::from(self.notes);
                let lift = (f64::from(*notes) + 0.5) / (expected + 0.5);
                if lift >= LEAST_LIFT {
                    scores.entry(sig.clone()).or_default().words.push((lift.ln(), word.clone()));
                }
            }
        }
        for score in scores.values_mut() {
            score.words.sort_by(|(one, word), (other, other_word)| {
                other.total_cmp(one).then_with(|| word.cmp(other_word))
            });
        }
        for derived in component_tags(text) {
            if let Tag::Sig(sig) = derived.tag {
                scores.entry(sig).or_default().component = Some(derived.evidence);
            }
        }
        let mut scores: Vec<(Sig, Score)> = scores.into_iter().collect();
        let notes = |sig: &Sig| self.sigs.get(sig).copied().unwrap_or_default();
        scores.sort_by(|(one, score), (other, other_score)| {
            other_score
                .sum()
                .total_cmp(&score.sum())
                .then_with(|| notes(other).cmp(&notes(one)))
                .then_with(|| one.cmp(other))
        });
        scores
            .into_iter()
            .take(OFFERED)
            .map(|(sig, score)| LikelySig { sig, evidence: score.evidence() })
            .collect()
    }
}

impl Score {
    /// The name of the component as it is written, then words.
    fn evidence(self) -> Vec<String> {
        let mut evidence: Vec<String> = self.component.into_iter().collect();
        for (_, word) in self.words {
            let is_new = !evidence.iter().any(|other| other.to_lowercase().contains(&word));
            if evidence.len() < SHOWN && is_new {
                evidence.push(word);
            }
        }
        evidence
    }
}

/// The scripts of words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Of letters and digits, with hyphens within: `kube-proxy`.
    Latin,
    Katakana,
    Han,
}

impl Script {
    /// That of a character; `None` for what is between words. Hiragana mostly is grammar.
    fn from_char(c: char) -> Option<Self> {
        match c {
            'ァ'..='ヿ' => Some(Self::Katakana),
            '一'..='鿿' => Some(Self::Han),
            'ぁ'..='ゟ' => None,
            '-' => Some(Self::Latin),
            c => c.is_alphanumeric().then_some(Self::Latin),
        }
    }

    /// How long a word is that says something.
    fn least_chars(self) -> usize {
        match self {
            Self::Latin | Self::Katakana => 3,
            Self::Han => 2,
        }
    }
}

/// The words of a text that can say what it is about, each once, whatever their width and capitals.
fn words(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut word = String::new();
    let mut script = None;
    for c in text.nfkc().flat_map(char::to_lowercase).chain([' ']) {
        let next = Script::from_char(c);
        if next != script {
            let whole = std::mem::take(&mut word);
            let whole = whole.trim_matches('-');
            let says_something = script.is_some_and(|script| {
                whole.chars().count() >= script.least_chars() && whole.chars().any(char::is_alphabetic)
            });
            if says_something && found.len() < MAX_WORDS {
                found.insert(whole.to_owned());
            }
            script = next;
        }
        if next.is_some() {
            word.push(c);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sig(name: &str) -> Sig {
        name.parse().unwrap()
    }

    fn tagged() -> TaggedWords {
        let mut tagged = TaggedWords::default();
        for (text, sigs) in [
            ("cgroup の設定と Pod の再起動", &["node"][..]),
            ("cgroup v2 とメモリ", &["node"]),
            ("Pod の再起動とサービスメッシュ", &["node", "network"]),
            ("サービスメッシュと DNS", &["network"]),
            ("サービスメッシュの設定", &["network"]),
            ("DNS の設定", &["network"]),
            ("Windows の設定", &["windows"]),
        ] {
            let sigs: Vec<Sig> = sigs.iter().map(|name| sig(name)).collect();
            tagged.add(text, &sigs);
        }
        tagged
    }

    /// The groups that a text is likely about, as in `node: cgroup`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let likely = tagged().likely(text);
        let shown = |it: &LikelySig| format!("{}: {}", it.sig.short(), it.evidence.join(" "));
        assert_eq!(likely.iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn shared_words_speak_for_a_group() {
        check("新しい cgroup", &["node: cgroup", "network: ", "windows: "]);
        check("ＤＮＳ", &["network: dns", "node: ", "windows: "]);
        check("再起動", &["node: 再起動", "network: ", "windows: "]);
    }

    #[test]
    fn a_component_says_more_than_words() {
        check("Kubelet と DNS", &["node: Kubelet", "network: dns", "windows: "]);
        check("kubectl", &["cli: kubectl", "network: ", "node: ", "windows: "]);
    }

    #[test]
    fn a_word_of_one_note_or_of_all_groups_says_nothing() {
        check("Windows", &["network: ", "node: ", "windows: "]);
        check("設定", &["network: ", "node: ", "windows: "]);
        check("", &["network: ", "node: ", "windows: "]);
    }

    #[test]
    fn at_most_five_are_offered() {
        let mut tagged = TaggedWords::default();
        for name in ["node", "network", "apps", "auth", "cli", "storage", "etcd"] {
            tagged.add("x", &[sig(name)]);
        }
        assert_eq!(tagged.likely("kubelet").len(), OFFERED);
        assert!(TaggedWords::default().likely("kubelet と").len() == 1);
        assert!(TaggedWords::default().likely("").is_empty());
    }

    #[test]
    fn words_are_runs_of_one_script() {
        let found: Vec<String> =
            words("KEP-753のスケジューラは、kube-proxy と--再起動-- 1.28, ab Ｗｉｎ").into_iter().collect();
        assert_eq!(found, ["kep-753", "kube-proxy", "win", "スケジューラ", "再起動"]);
    }

    #[test]
    fn hostile_texts_end() {
        let long: String = (0..100_000).map(|n| format!("w{n}x ")).collect();
        assert_eq!(words(&long).len(), MAX_WORDS);
        let _ = tagged().likely(&"kubelet/".repeat(20_000));
    }
}
