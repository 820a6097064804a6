//! Every text of Kepline itself, in English and Japanese: a file for each page or part that shows it.

use domain::list::timeline::Note;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

// A method for each text; defined before the modules that use it.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $ja:literal;)*) => {
        impl Lang {
            $($(#[$doc])* #[doc = $en] pub fn $name(self) -> &'static str {
                match self { Self::En => $en, Self::Ja => $ja }
            })*
        }
    };
}

mod annotation;
mod as_of;
mod bulk;
pub mod chip;
mod cite;
mod cluster;
mod curate;
mod date;
mod decisions;
mod digest;
mod entry;
mod error;
pub mod excerpt;
mod feeds;
mod forget;
mod frame;
pub mod gates;
pub mod headline;
mod histogram;
mod history;
mod import_log;
mod kep;
mod keps;
mod keys;
pub mod latest_moves;
pub mod names;
mod on_this_day;
pub mod outcome;
mod refs;
mod review;
mod search_box;
mod share;
mod sign_in;
mod sigs;
mod sources;
mod status;
mod timeline;
mod tokens;
mod upgrade;
mod upload;
pub mod verdict;
mod verdicts;
mod versions;
mod write;

/// A language of the pages; notes keep their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, VariantArray)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Lang {
    /// Both languages.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The value of a `lang` attribute: `en`, `ja`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// The language of a tag such as `ja` or `en-GB`, where it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next().map(str::to_ascii_lowercase).as_deref() {
            Some("ja") => Some(Self::Ja),
            Some("en") => Some(Self::En),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that is one of ours, by weight.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut offers: Vec<(f32, Self)> = header
            .split(',')
            .take(32)
            .filter_map(|offer| {
                let mut parts = offer.split(';').map(str::trim);
                let lang = Self::from_tag(parts.next()?)?;
                let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse);
                weight.ok().filter(|weight| *weight > 0.0).map(|weight: f32| (weight, lang))
            })
            .collect();
        offers.sort_by(|a, b| b.0.total_cmp(&a.0));
        offers.first().map(|(_, lang)| *lang)
    }

    /// The language that a text is written in, by its script: kana and kanji are Japanese.
    pub fn detect(text: &str) -> Self {
        let japanese =
            |c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}');
        if text.chars().any(japanese) { Self::Ja } else { Self::En }
    }

    /// The language that most notes are written in; of as many of either, Japanese; English without any.
    pub fn prevailing<'a>(notes: impl IntoIterator<Item = &'a Note>) -> Self {
        let (mut japanese, mut all) = (0_usize, 0_usize);
        for note in notes {
            japanese += usize::from(Self::detect(&note.text) == Self::Ja);
            all += 1;
        }
        if japanese > 0 && japanese * 2 >= all { Self::Ja } else { Self::En }
    }

    /// The value of `og:locale`.
    pub fn locale(self) -> &'static str {
        match self {
            Self::En => "en_US",
            Self::Ja => "ja_JP",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weightiest_known_language_wins() {
        let check = |header: &str, lang: Option<Lang>| assert_eq!(Lang::accepted(header), lang, "{header}");
        check("ja,en-US;q=0.9,en;q=0.8", Some(Lang::Ja));
        check("en;q=0.5,ja;q=0.9", Some(Lang::Ja));
        check("fr,de", None);
        check("fr, en-GB;q=0.3", Some(Lang::En));
        check("ja;q=0", None);
        check(";;;,,,q=", None);
    }

    #[test]
    fn kana_and_kanji_are_japanese() {
        assert_eq!(Lang::detect("停止 (k/k#1)"), Lang::Ja);
        assert_eq!(Lang::detect("kubelet のログ"), Lang::Ja);
        assert_eq!(Lang::detect("the kubelet's log"), Lang::En);
    }
}
