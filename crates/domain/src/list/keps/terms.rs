//! The words of a search for KEPs, and what they are met by.

use std::collections::BTreeSet;

use crate::list::filter::{FilterKey, Piece, kep_number, pieces};
use crate::list::query::nearest;
use crate::list::search::{MAX_TERM_CHARS, SearchedText, Term};
use crate::pages::KepLine;
use crate::width::plain_width;

/// How many words and phrases a search may have.
const MAX_TERMS: usize = 16;

/// The words of a search box; `None` where they are too many, too long, or a field that lists of KEPs do not have.
pub(super) fn parse(text: &str) -> Option<Vec<Term>> {
    let mut terms = Vec::new();
    for piece in pieces(text).ok()? {
        let term = match piece {
            Piece::Term(term) => term,
            Piece::Field(FilterKey::Kep, number) => Term::word(&format!("KEP-{}", kep_number(&number)?))?,
            Piece::Field(..) => return None,
        };
        if term.text().chars().count() > MAX_TERM_CHARS {
            return None;
        }
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    (terms.len() <= MAX_TERMS).then_some(terms)
}

/// What words are looked for in of a KEP, read once for all of them.
pub(super) struct SearchedKep {
    number: Option<u32>,
    text: SearchedText,
}

impl SearchedKep {
    pub(super) fn new(kep: &KepLine) -> Self {
        Self { number: kep.number, text: SearchedText::new(&text(kep)) }
    }

    /// Whether the KEP meets a term: its number as a whole, however it is written, or words of its title, its feature
    /// gates or the group that owns it, from their beginning.
    pub(super) fn meets(&self, term: &Term) -> bool {
        (self.is_numbered(term) || self.text.contains(term)) != term.is_without()
    }

    fn is_numbered(&self, term: &Term) -> bool {
        let text = plain_width(term.text());
        self.number.is_some() && kep_number(text.trim_start_matches('#')) == self.number
    }
}

/// Where words are looked for; lines part what is not said together.
fn text(kep: &KepLine) -> String {
    let kind = if kep.number.is_some() { "KEP" } else { "" };
    let folder = kep.name.to_string();
    let sig = kep.owning_sig.as_ref();
    let group = sig.map(|sig| format!("{}\n{sig}", sig.label())).unwrap_or_default();
    let title = kep.title.as_deref().unwrap_or_default();
    [kind, &folder, title, &kep.gates.join("\n"), &group].join("\n")
}

/// The terms with the nearest words of `keps` for those that none of them meets; `searched` are the same KEPs.
pub(super) fn respell(terms: &[Term], keps: &[KepLine], searched: &[SearchedKep]) -> Option<Vec<Term>> {
    let is_known = |term: &Term| term.is_without() || searched.iter().any(|kep| kep.meets(term));
    let mut words = BTreeSet::new();
    for kep in keps {
        let title = kep.title.as_deref().unwrap_or_default();
        let in_title = title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
        words.extend(in_title.chain(kep.gates.iter().map(String::as_str)).map(str::to_lowercase));
    }
    let mut is_respelt = false;
    let respelt = terms.iter().map(|term| {
        if is_known(term) {
            return Some(term.clone());
        }
        is_respelt = true;
        Term::word(nearest(term.text(), words.iter().map(String::as_str))?)
    });
    let respelt: Vec<Term> = respelt.collect::<Option<_>>()?;
    is_respelt.then_some(respelt)
}
