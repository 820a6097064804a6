//! What a sentence of a note itself says of the release that a KEP is to come with.

use std::ops::Range;

use crate::Date;
use crate::cite::Target;
use crate::kep::Stage;
use crate::release::Releases;
use crate::version::{Version, mentions};

/// What the sentence around a citation expects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wording {
    /// Nothing that can be judged: what kep.yaml planned counts.
    #[default]
    Silent,
    /// That the KEP comes with a release.
    Expects {
        /// The release.
        version: Version,
        /// The stage, where the sentence names one.
        stage: Option<Stage>,
    },
    /// That the KEP does not come with a release.
    Denies {
        /// The release.
        version: Version,
    },
}

/// What denies, in small letters; with a `*` any ending may follow.
const DENIALS: &[&str] = &[
    "ない",
    "なかった",
    "なさ",
    "なそう",
    "ません",
    "なく",
    "見送",
    "延期",
    "先送り",
    "間に合わ",
    "断念",
    "撤回",
    "取り下げ",
    "外れ",
    "漏れ",
    "落ち",
    "not",
    "n't",
    "n’t",
    "without",
    "miss*",
    "slip*",
    "postpon*",
    "defer*",
    "withdr*",
    "punt*",
    "drop*",
    "delay*",
    "instead",
];

/// What doubts or asks.
const DOUBTS: &[&str] = &[
    "かも",
    "だろう",
    "でしょう",
    "らしい",
    "よう",
    "そう",
    "可能性",
    "たぶん",
    "多分",
    "おそらく",
    "恐らく",
    "不明",
    "か？",
    "？",
    "?",
    "かな",
    "検討",
    "希望",
    "期待",
    "もし",
    "れば",
    "たら",
    "maybe",
    "might",
    "may",
    "perhaps",
    "probabl*",
    "possib*",
    "could",
    "would",
    "should",
    "hope*",
    "unclear",
    "unsure",
    "if",
    "whether",
];

/// The words for stages in notes.
const STAGES: &[(&str, Stage)] = &[
    ("alpha", Stage::Alpha),
    ("アルファ", Stage::Alpha),
    ("beta", Stage::Beta),
    ("ベータ", Stage::Beta),
    ("stable", Stage::Stable),
    ("ga", Stage::Stable),
    ("安定", Stage::Stable),
];

/// With more citations than this a note is a list of them: its sentences say nothing that can be judged.
const MOST_CITATIONS: usize = 200;

/// Longer than this, in bytes, no sentence is read.
const LONGEST_SENTENCE: usize = 4096;

/// A citation as a note writes it.
#[derive(Clone, Copy, Debug)]
pub struct WrittenCitation<'n> {
    /// The words as they stand in the note.
    pub literal: &'n str,
    /// What it means.
    pub target: &'n Target,
}

/// Where the citations of a note stand in its text, with the KEPs that they mean.
#[derive(Clone, Debug)]
pub struct CitationPlaces<'n> {
    /// The note's plain text.
    text: &'n str,
    /// In the order of the text; none where they are too many.
    citations: Vec<PlacedCitation<'n>>,
}

#[derive(Clone, Copy, Debug)]
struct PlacedCitation<'n> {
    target: &'n Target,
    kep: Option<u32>,
    /// The byte at which it begins; `None` where it is not found.
    at: Option<usize>,
}

impl<'n> CitationPlaces<'n> {
    /// Finds the citations of a note, which come in the order of its plain text; `kep_of` resolves what each means.
    pub fn find(
        text: &'n str,
        citations: impl ExactSizeIterator<Item = WrittenCitation<'n>>,
        kep_of: impl Fn(&Target) -> Option<u32>,
    ) -> Self {
        if citations.len() > MOST_CITATIONS {
            return Self { text, citations: Vec::new() };
        }
        let mut read = 0;
        let placed = citations.map(|WrittenCitation { literal, target }| {
            let at = text[read..].find(literal).map(|after| read + after);
            read = at.map_or(read, |at| at + literal.len());
            PlacedCitation { target, kep: kep_of(target), at }
        });
        Self { text, citations: placed.collect() }
    }

    /// What the sentence says in which a citation stands, for a note of `day`: of what means no KEP, nothing.
    ///
    /// The sentence counts only where no other target is cited in it and it names one Kubernetes version that was not
    /// out. All that means one KEP is one target: `KEP-4188 (kubernetes/enhancements#4188)`.
    pub fn wording(&self, position: usize, releases: &Releases, day: Date) -> Wording {
        let Some(citation) = self.citations.get(position).filter(|it| it.kep.is_some()) else {
            return Wording::Silent;
        };
        let is_other =
            |other: &&PlacedCitation<'_>| other.kep != citation.kep && other.target != citation.target;
        let others = self.citations.iter().filter(is_other).map(|other| other.at);
        // A citation that is not found in the text may stand in any sentence.
        match (citation.at, others.collect::<Option<Vec<usize>>>()) {
            (Some(at), Some(others)) => wording_at(self.text, at, &others, releases, day),
            _ => Wording::Silent,
        }
    }
}

/// What the sentence around the byte at `at` says; `others` are the places of other targets.
fn wording_at(text: &str, at: usize, others: &[usize], releases: &Releases, day: Date) -> Wording {
    let Some(sentence) = sentence_around(text, at) else { return Wording::Silent };
    if sentence.len() > LONGEST_SENTENCE || others.iter().any(|place| sentence.contains(place)) {
        return Wording::Silent;
    }
    let sentence = &text[sentence];
    let mut versions: Vec<Version> = mentions(sentence)
        .into_iter()
        .filter(|mention| mention.certain && !releases.is_out(mention.version, day))
        .map(|mention| mention.version)
        .collect();
    versions.dedup();
    let [version] = versions[..] else { return Wording::Silent };
    let lower = sentence.to_lowercase();
    // Who doubts that it does not come expects nothing either.
    if DENIALS.iter().any(|word| contains_word(&lower, word)) {
        return Wording::Denies { version };
    }
    if DOUBTS.iter().any(|word| contains_word(&lower, word)) {
        return Wording::Silent;
    }
    let mut stages: Vec<Stage> =
        STAGES.iter().filter(|(word, _)| contains_word(&lower, word)).map(|(_, stage)| *stage).collect();
    stages.dedup();
    match stages[..] {
        [] => Wording::Expects { version, stage: None },
        [stage] => Wording::Expects { version, stage: Some(stage) },
        _ => Wording::Silent,
    }
}

/// The sentence in which the byte at `at` stands; `None` where that is no place of the text.
fn sentence_around(text: &str, at: usize) -> Option<Range<usize>> {
    let (before, after) = (text.get(..at)?, text.get(at..)?);
    let start = last_end(before).unwrap_or_default();
    let end = first_end(after).map_or(text.len(), |end| at + end);
    Some(start..end)
}

/// Where the first sentence of a text ends.
fn first_end(text: &str) -> Option<usize> {
    text.char_indices()
        .map(|(at, sign)| (at, at + sign.len_utf8()))
        .find(|(at, end)| is_end(text, *at, *end))
        .map(|it| it.1)
}

/// Where the last sentence of a text that is over ends.
fn last_end(text: &str) -> Option<usize> {
    let ends = text.char_indices().map(|(at, sign)| (at, at + sign.len_utf8()));
    ends.rev().find(|(at, end)| is_end(text, *at, *end)).map(|it| it.1)
}

/// Whether the sign from `at` to `end` ends a sentence: a stop of Western letters only before a space.
fn is_end(text: &str, at: usize, end: usize) -> bool {
    match &text[at..end] {
        "。" | "！" | "？" | "\n" => true,
        "." | "!" | "?" => text[end..].starts_with(char::is_whitespace),
        _ => false,
    }
}

/// Whether a text in small letters contains a word of the lists: one of Latin letters not within another word.
fn contains_word(lower: &str, word: &str) -> bool {
    let (stem, open) = word.strip_suffix('*').map_or((word, false), |stem| (stem, true));
    if !stem.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return lower.contains(stem);
    }
    let is_letter = |sign: char| sign.is_ascii_alphanumeric();
    lower.match_indices(stem).any(|(at, _)| {
        let rest = &lower[at + stem.len()..];
        !lower[..at].ends_with(is_letter) && (open || !rest.starts_with(is_letter))
    })
}

#[cfg(test)]
mod tests {
    use super::Wording::{Denies, Expects, Silent};
    use super::*;
    use crate::cite::reference::find;

    fn check(text: &str, expected: Wording) {
        let at = text.find("KEP-753").unwrap();
        let others: Vec<usize> = text.match_indices("KEP-127").map(|(at, _)| at).collect();
        let found = wording_at(text, at, &others, &Releases::built_in(), "2023-10-01".parse().unwrap());
        assert_eq!(found, expected, "{text}");
    }

    fn version(minor: u16) -> Version {
        Version { minor }
    }

    #[test]
    fn a_sentence_with_one_release_to_come_expects_it() {
        let beta = Expects { version: version(29), stage: Some(Stage::Beta) };
        for text in [
            "KEP-753 は 1.29 で beta になる予定",
            "Kubernetes 1.29 で KEP-753 がベータに。次の文に 1.30 がある",
            "前の文は 1.30 の話。KEP-753 は 1.28 の次、1.29 で beta になる",
            "KEP-753 goes to beta in Kubernetes 1.29. Will 1.30 come?",
        ] {
            check(text, beta);
        }
        check("KEP-753 は 1.29 に入る", Expects { version: version(29), stage: None });
        check("KEP-753 in 1.29 for Gateway users", Expects { version: version(29), stage: None });
    }

    #[test]
    fn a_sentence_that_denies_says_so() {
        for text in [
            "KEP-753 は 1.29 に入らない",
            "KEP-753 は 1.29 では見送り",
            "KEP-753 は 1.29 には入らなそう",
            "KEP-753 は 1.29 に入らないかも",
            "KEP-753 won't make it into 1.29",
            "KEP-753 slipped from 1.29",
        ] {
            check(text, Denies { version: version(29) });
        }
    }

    #[test]
    fn what_can_mean_two_things_says_nothing() {
        for text in [
            "KEP-753 を読んだ",
            "KEP-753 は 1.28 で alpha になった",
            "KEP-753 は 1.29 で beta、1.30 で stable",
            "KEP-753 と KEP-127 は 1.29 で beta",
            "KEP-753 は 1.29 で beta になるかも",
            "KEP-753 は 1.29 に入る？",
            "KEP-753 は 1.29 で alpha か beta になる",
            "KEP-753 might make it into 1.29",
            "Go 1.29 で KEP-753",
        ] {
            check(text, Silent);
        }
    }

    #[test]
    fn a_kep_and_its_issue_are_one_target() {
        let text = "KEP-753 は 1.29 では機能は入らなそう (comment - kubernetes/enhancements#753)";
        let found = find(text, None);
        let citations = found
            .iter()
            .map(|found| WrittenCitation { literal: &text[found.range.clone()], target: &found.target });
        assert_eq!(citations.len(), 2);
        let (releases, day) = (Releases::built_in(), "2023-10-01".parse().unwrap());
        let issue = |is_known: bool| move |target: &Target| kep_named(target).or(is_known.then_some(753));
        for position in 0..2 {
            let says = |is_known: bool| {
                CitationPlaces::find(text, citations.clone(), issue(is_known))
                    .wording(position, &releases, day)
            };
            assert_eq!(says(true), Denies { version: version(29) });
            assert_eq!(says(false), Silent);
        }
    }

    fn kep_named(target: &Target) -> Option<u32> {
        match target {
            Target::Kep(kep) => Some(*kep),
            _ => None,
        }
    }

    /// What the sentence of each of some KEPs says, as the text cites them in this order.
    fn wordings(text: &str, keps: &[u32]) -> Vec<Wording> {
        let cited: Vec<(String, Target)> =
            keps.iter().map(|kep| (format!("KEP-{kep}"), Target::Kep(*kep))).collect();
        let citations = cited.iter().map(|(literal, target)| WrittenCitation { literal, target });
        let places = CitationPlaces::find(text, citations, kep_named);
        let (releases, day) = (Releases::built_in(), "2023-10-01".parse().unwrap());
        (0..keps.len()).map(|position| places.wording(position, &releases, day)).collect()
    }

    #[test]
    fn each_citation_is_found_after_the_one_before() {
        let in_29 = Expects { version: version(29), stage: None };
        let in_30 = Expects { version: version(30), stage: None };
        assert_eq!(wordings("KEP-7530 in 1.30. KEP-753 in 1.29", &[7530, 753]), [in_30, in_29]);
        assert_eq!(wordings("KEP-753 in 1.30. KEP-753 in 1.29", &[753, 753]), [in_30, in_29]);
        assert_eq!(wordings("KEP-753 in 1.29", &[753, 127]), [Silent, Silent], "one may be anywhere");
    }

    #[test]
    fn very_many_citations_say_nothing() {
        let in_29 = Expects { version: version(29), stage: None };
        for (count, expected) in [(200, in_29), (201, Silent), (5000, Silent)] {
            let text = "KEP-753 in 1.29. ".repeat(count);
            assert_eq!(wordings(&text, &vec![753; count]), vec![expected; count], "{count}");
        }
        let endless = format!("KEP-753 in 1.29 {}", "and ".repeat(1100));
        assert_eq!(wordings(&endless, &[753]), [Silent]);
    }

    #[test]
    fn no_place_of_the_text_is_silent() {
        let releases = Releases::built_in();
        let day = "2023-10-01".parse().unwrap();
        assert_eq!(wording_at("あ", 1, &[], &releases, day), Silent);
        assert_eq!(wording_at("", 5, &[], &releases, day), Silent);
        assert_eq!(
            wording_at("KEP-1 in 1.29", 0, &[], &releases, day),
            Expects { version: version(29), stage: None }
        );
    }
}
