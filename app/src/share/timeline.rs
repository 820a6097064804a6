//! What the timeline says where it is shared, whole or filtered.

use domain::list::filter::Order;
use domain::list::timeline::{DataTimes, Timeline};

use super::{Card, Figure, PageKind, Share, notes};
use crate::text::Lang;

impl Share {
    /// The filtered timeline: the numbers of all its pages, whichever is shown.
    pub fn for_timeline(timeline: &Timeline, as_of: DataTimes, lang_override: Option<Lang>) -> Self {
        let lang = lang_override.unwrap_or_else(|| Lang::prevailing(notes(&timeline.entries)));
        let title = lang.list_title(&timeline.filter);
        let size = lang.list_size(timeline.notes, timeline.matching_entries);
        let mut figures = vec![
            Figure::new(timeline.notes, lang.figure_notes(timeline.notes)),
            Figure::new(timeline.matching_entries, lang.figure_entries(timeline.matching_entries)),
        ];
        let knows_keps = timeline.keps.cited > 0 && as_of.keps.is_some();
        if knows_keps {
            figures.push(Figure::new(lang.moved_share(timeline.keps), lang.figure_keps_moved()));
        }
        let as_of =
            as_of.keps_day().filter(|_| knows_keps).map(|day| lang.keps_as_of(day)).unwrap_or_default();
        let has_moved = knows_keps && timeline.keps.moved > 0;
        let facts = [Some(size), has_moved.then(|| lang.keps_moved(timeline.keps)), Some(as_of.clone())];
        let facts = lang.sentences(facts.into_iter().flatten().filter(|piece| !piece.is_empty()));
        let description = match &title {
            Some(title) => format!("{title}: {facts}"),
            None => format!("{} — {facts}", lang.home_description()),
        };
        Self {
            title: title.clone().unwrap_or_else(|| "Kepline".to_owned()),
            description,
            lang,
            // A card shows no order.
            page: timeline.filter.with_order(Order::default()).into(),
            kind: PageKind::Collection,
            card: Card {
                lang,
                source: lang.timeline().to_owned(),
                heading: title.unwrap_or_else(|| lang.tagline().to_owned()),
                figures,
                as_of,
                ..Card::default()
            },
        }
    }
}
