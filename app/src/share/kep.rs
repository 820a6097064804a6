//! What a KEP, or the list of KEPs, says where it is shared.

use domain::address::Page;
use domain::list::keps::KepList;
use domain::outcome::ruler;
use domain::pages::KepPage;

use super::{Card, Figure, PageKind, Share, ThenNow, notes};
use crate::text::Lang;
use crate::text::names::kep_name;
use crate::text::outcome::stage_shape;

impl Share {
    /// The page of a KEP: its state now, what it promised, how many notes cite it.
    pub fn for_kep(page: &KepPage, lang_override: Option<Lang>) -> Self {
        let lang = lang_override.unwrap_or_else(|| Lang::prevailing(notes(&page.entries)));
        let name = kep_name(&page.line);
        let title = page.line.title.clone().unwrap_or_else(|| lang.untitled().to_owned());
        let state = &page.line.state;
        let shipped_on = state.shipped.and_then(|shipped| page.releases.day_of(shipped.version));
        let now = lang.kep_since(state, shipped_on);
        let as_of = lang.keps_as_of(page.data_day);
        let cited = lang.cited_in(page.line.notes);
        let facts = [Some(now.clone()), cited.clone(), Some(as_of.clone())].into_iter().flatten();
        let sig = page.line.owning_sig.as_ref().map(|sig| sig.label());
        let source = [Some("Kubernetes Enhancement".to_owned()), sig, cited].into_iter().flatten();
        Self {
            description: format!("{name} {title}: {}", lang.sentences(facts)),
            title: format!("{name} {title}"),
            lang,
            page: Page::Kep(page.line.name.clone()),
            kind: PageKind::Proposal { about: page.folder_href(), as_of: page.data_day },
            card: Card {
                lang,
                source: source.collect::<Vec<_>>().join(" · "),
                heading: Card::clip(&format!("{name} {title}")),
                ruler: ruler::lay_out(&page.story, &[], &page.releases, page.data_day),
                then_now: Some(ThenNow {
                    subject: String::new(),
                    title: String::new(),
                    then: None,
                    now,
                    shape: stage_shape(state),
                    verdict: None,
                }),
                as_of,
                ..Card::default()
            },
        }
    }

    /// The list of KEPs.
    pub fn for_keps(list: &KepList) -> Self {
        // It shows no notes, whose language it could use.
        let lang = Lang::En;
        let as_of = list.data_day.map(|day| lang.keps_as_of(day)).unwrap_or_default();
        let figures =
            vec![Figure::new(list.matching, lang.keps()), Figure::new(list.cited, lang.figure_keps_cited())];
        let facts = [lang.kep_list_size(list.matching, list.cited), as_of.clone()];
        let title = lang.kep_list_title(&list.filter);
        Self {
            title: title.clone(),
            description: format!(
                "{} {}",
                lang.kep_list_description(),
                lang.sentences(facts.into_iter().filter(|piece| !piece.is_empty()))
            ),
            lang,
            page: Page::Keps(list.filter.clone()),
            kind: PageKind::Collection,
            card: Card {
                lang,
                source: "Kubernetes Enhancements".to_owned(),
                heading: Card::clip(&title),
                text: lang.kep_list_description().to_owned(),
                figures,
                as_of,
                ..Card::default()
            },
        }
    }
}
