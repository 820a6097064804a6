//! What the timeline says where it is shared, whole or filtered.

use domain::timeline::{DataAsOf, Timeline};

use super::{Card, CardOf, Figure, Kind, Share, notes};
use crate::text::Lang;

impl Share {
    /// The timeline as far as its filter leaves it: the numbers of all its pages, whichever is shown.
    pub fn of_timeline(timeline: &Timeline, as_of: DataAsOf) -> Self {
        let lang = Lang::of_notes(notes(&timeline.entries));
        let named = lang.list_title(&timeline.filter);
        let found = lang.found(timeline.notes, timeline.matching_entries);
        let mut figures = vec![
            Figure::new(timeline.notes, lang.figure_notes(timeline.notes)),
            Figure::new(timeline.matching_entries, lang.figure_entries(timeline.matching_entries)),
        ];
        let knows_keps = timeline.keps.cited > 0 && as_of.keps.is_some();
        if knows_keps {
            figures.push(Figure::new(lang.moved_of_cited(timeline.keps), lang.figure_keps_moved()));
        }
        let as_of = as_of.keps_day().filter(|_| knows_keps).map(|day| lang.keps_as_of(day));
        Self {
            title: named.clone().unwrap_or_else(|| "Kepline".to_owned()),
            description: format!("{} — {found}", lang.home_description()),
            lang,
            of: CardOf::List(Box::new(timeline.filter.without_cursor())),
            kind: Kind::Collection,
            card: Card {
                lang,
                source: lang.timeline().to_owned(),
                heading: named.unwrap_or_else(|| lang.tagline().to_owned()),
                figures,
                as_of: as_of.unwrap_or_default(),
                ..Card::default()
            },
        }
    }
}
