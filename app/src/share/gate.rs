//! What the page of a feature gate says where it is shared.

use domain::address::Page;
use domain::gate::GateStep;
use domain::pages::GatePage;

use super::{Card, Figure, PageKind, Share, ThenNow, with_facts};
use crate::text::Lang;
use crate::text::gates::gate_shape;

impl Share {
    /// The page of a gate. Its facts are in English, and so is its card unless asked for otherwise.
    pub fn for_gate(page: &GatePage, lang_override: Option<Lang>) -> Self {
        let lang = lang_override.unwrap_or(Lang::En);
        let title = page.gate.name.to_string();
        let now = page.state_now();
        let step = |GateStep { release, state }: GateStep| format!("{release} {}", lang.gate_state(state));
        let steps: Vec<String> = page.gate.steps().into_iter().map(step).collect();
        let steps = steps.join(" → ");
        let notes = page.notes.len() as u32;
        let as_of = page.ages.gates.map(|day| lang.facts_as_of(day)).unwrap_or_default();
        let state = lang.gate_now(now, page.latest);
        let facts = [state.clone(), lang.notes_in_full(notes), as_of.clone()];
        Self {
            description: with_facts(lang, &title, facts),
            title: title.clone(),
            lang,
            page: Page::Gate(page.gate.name.clone()),
            kind: PageKind::Collection,
            card: Card {
                lang,
                source: lang.gate_source().to_owned(),
                heading: title,
                text: steps,
                figures: vec![Figure::new(notes, lang.figure_notes(notes))],
                then_now: Some(ThenNow {
                    subject: String::new(),
                    title: String::new(),
                    then: None,
                    now: state,
                    shape: gate_shape(now),
                    verdict: None,
                }),
                as_of,
                ..Card::default()
            },
        }
    }
}
