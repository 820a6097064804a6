//! What the pages of SIGs say where they are shared.

use domain::address::Page;
use domain::pages::{SigList, SigPage};

use super::{Card, Figure, PageKind, Share, notes, with_facts};
use crate::text::Lang;

impl Share {
    /// The page of a SIG.
    pub fn for_sig(page: &SigPage, lang_override: Option<Lang>) -> Self {
        let lang = lang_override.unwrap_or_else(|| Lang::prevailing(notes(&page.entries)));
        let label = page.line.sig.label();
        let joined = page.takes_part.len();
        let figures = vec![
            Figure::new(page.line.notes, lang.figure_notes(page.line.notes)),
            Figure::new(page.line.keps, lang.figure_keps_owned()),
            Figure::new(joined, lang.figure_keps_joined()),
        ];
        let as_of = page.data_day.map(|day| lang.keps_as_of(day)).unwrap_or_default();
        let facts = [lang.notes_in_full(page.line.notes), lang.kep_count(page.line.keps), as_of.clone()];
        Self {
            description: with_facts(lang, &label, facts),
            title: label.clone(),
            lang,
            page: Page::Sig(page.line.sig.clone()),
            kind: PageKind::Collection,
            card: Card {
                lang,
                source: "Kubernetes".to_owned(),
                heading: label,
                figures,
                as_of,
                ..Card::default()
            },
        }
    }

    /// The list of SIGs.
    pub fn for_sigs(list: &SigList) -> Self {
        let lang = Lang::En;
        let (title, text) = (lang.sigs(), lang.sig_list_description());
        Self::for_list(Page::Sigs, title, text, Figure::new(list.sigs.len(), lang.figure_groups()))
    }
}
