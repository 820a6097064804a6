//! What the page of a pull request or an issue says where it is shared.

use domain::address::Page;
use domain::github::{Answer, ItemKind, ItemState};
use domain::list::timeline::DataTimes;
use domain::pages::ItemPage;

use super::{Card, PageKind, Share, ThenNow, notes, with_facts};
use crate::text::Lang;
use crate::text::outcome::github_shape;

impl Share {
    /// The page of a pull request or an issue.
    pub fn for_item(page: &ItemPage, as_of: DataTimes, lang_override: Option<Lang>) -> Self {
        let lang = lang_override.unwrap_or_else(|| Lang::prevailing(notes(&page.entries)));
        let name = page.key.to_string();
        let item = match &page.answer {
            Some((Answer::Item(item), _)) => Some(item),
            _ => None,
        };
        let title = item.map(|item| item.title.clone()).unwrap_or_default();
        let merged = (page.now.state == ItemState::Merged).then_some(ItemKind::Pull);
        let kind = item.map(|item| item.kind).or(merged);
        let is_known = page.now.state != ItemState::Unknown;
        let now = if is_known {
            lang.item_standing(page.now)
        } else {
            page.missing.map_or_else(
                || lang.item_standing(page.now),
                |missing| lang.missing_reason(missing).to_owned(),
            )
        };
        let cited = lang.cited_in(page.notes);
        let as_of =
            as_of.github_day().filter(|_| is_known).map(|day| lang.github_as_of(day)).unwrap_or_default();
        let full = if title.is_empty() { name.clone() } else { format!("{name} {title}") };
        let facts = [now.clone(), cited.clone().unwrap_or_default(), as_of.clone()];
        let source = [Some(lang.item_kind(kind).to_owned()), cited].into_iter().flatten();
        Self {
            description: with_facts(lang, &full, facts),
            title: full,
            lang,
            page: Page::Item(page.key.clone()),
            kind: PageKind::Page,
            card: Card {
                lang,
                source: source.collect::<Vec<_>>().join(" · "),
                heading: name,
                text: Card::clip(&title),
                titled: true,
                then_now: Some(ThenNow {
                    subject: String::new(),
                    title: String::new(),
                    then: None,
                    now,
                    shape: github_shape(page.now.state),
                    verdict: None,
                }),
                as_of,
                ..Card::default()
            },
        }
    }
}
