//! What the page of an upgrade says where it is shared.

use domain::address::Page;
use domain::upgrade::{Group, UpgradePage};

use super::{Card, Figure, PageKind, Share, with_facts};
use crate::text::Lang;

impl Share {
    /// The page of an upgrade. Release notes are in English, and so is its card unless asked for otherwise.
    pub fn for_upgrade(page: &UpgradePage, lang_override: Option<Lang>) -> Self {
        let lang = lang_override.unwrap_or(Lang::En);
        let title = lang.upgrade_title(page.range);
        let count =
            |group: Group| page.parts.iter().find(|part| part.group == group).map_or(0, |part| part.matching);
        let counted =
            [Group::Before, Group::ByItself, Group::New].map(|group| (count(group), lang.part(group)));
        let figures =
            counted.iter().map(|(changes, label)| Figure::new(changes, label.to_lowercase())).collect();
        let as_of = page.ages.gates.map(|day| lang.facts_as_of(day)).unwrap_or_default();
        let facts =
            [lang.upgrade_summary(page.matching, page.needing_action, page.with_notes), as_of.clone()];
        Self {
            description: with_facts(lang, &title, facts),
            title: title.clone(),
            lang,
            page: Page::Upgrade(page.range, page.filter.with_part(None).at_page(0)),
            kind: PageKind::Collection,
            card: Card {
                lang,
                source: "Kubernetes".to_owned(),
                heading: title,
                text: lang.upgrade_summary(page.matching, page.needing_action, page.with_notes),
                figures,
                as_of,
                ..Card::default()
            },
        }
    }
}
