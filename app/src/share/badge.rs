//! What a badge says: a name, a shape and a state in a few words.

use domain::address::Page;
use domain::github::ItemState;
use domain::list::timeline::DataTimes;
use domain::pages::{GatePage, ItemPage, KepPage};

use crate::text::Lang;
use crate::text::gates::gate_shape;
use crate::text::outcome::{github_shape, stage_shape};

/// The state of something, for a document elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    pub lang: Lang,
    /// What it is of: `KEP-753`.
    pub name: String,
    /// What the state looks like next to its text.
    pub shape: &'static str,
    /// `stable 1.33`
    pub state: String,
    /// The same in full, with the day of the facts.
    pub description: String,
}

impl Badge {
    /// A KEP now.
    pub fn for_kep(page: &KepPage, lang: Lang) -> Self {
        let state = &page.line.state;
        let full = [lang.kep_state(state), lang.keps_as_of(page.data_day)];
        Self::new(lang, page.line.name.label(), stage_shape(state), lang.kep_in_short(state), full)
    }

    /// A pull request or an issue now.
    pub fn for_item(page: &ItemPage, as_of: DataTimes, lang: Lang) -> Self {
        let state = page.now.state;
        let is_known = state != ItemState::Unknown;
        let as_of = as_of.github_day().filter(|_| is_known).map(|day| lang.github_as_of(day));
        let full = [lang.item_standing(page.now), as_of.unwrap_or_default()];
        let text = lang.github_state(state).to_owned();
        Self::new(lang, page.key.to_string(), github_shape(state), text, full)
    }

    /// A feature gate in the newest release.
    pub fn for_gate(page: &GatePage, lang: Lang) -> Self {
        let state = page.state_now();
        let as_of = page.ages.gates.map(|day| lang.facts_as_of(day)).unwrap_or_default();
        let full = [lang.gate_now(state, page.latest), as_of];
        Self::new(lang, page.gate.name.to_string(), gate_shape(state), lang.gate_state(state), full)
    }

    /// Something that nothing is known of, by what its page would be.
    pub fn unknown(page: &Page, lang: Lang) -> Self {
        let name = match page {
            Page::Kep(name) => name.label(),
            Page::Item(key) => key.to_string(),
            Page::Gate(name) => name.to_string(),
            page => page.path(),
        };
        let state = lang.github_state(ItemState::Unknown);
        Self::new(lang, name, "?", state.to_owned(), [state.to_owned(), String::new()])
    }

    fn new(lang: Lang, name: String, shape: &'static str, state: String, full: [String; 2]) -> Self {
        let facts = lang.sentences(full.into_iter().filter(|fact| !fact.is_empty()));
        Self { description: format!("{name}: {facts}"), lang, name, shape, state }
    }
}
