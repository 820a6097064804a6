//! What the pages of versions say where they are shared.

use domain::address::Page;
use domain::kep::Stage;
use domain::pages::{KepLine, VersionList, VersionPage};

use super::{Card, Figure, PageKind, Share, notes, with_facts};
use crate::text::Lang;

impl Share {
    /// The page of a version.
    pub fn for_version(page: &VersionPage, lang_override: Option<Lang>) -> Self {
        let lang = lang_override.unwrap_or_else(|| Lang::prevailing(notes(&page.entries)));
        let title = format!("Kubernetes {}", page.line.version);
        let count =
            |stages: &[(Stage, Vec<KepLine>)]| -> usize { stages.iter().map(|(_, keps)| keps.len()).sum() };
        let (shipped, planned, missed) = (count(&page.shipped), count(&page.planned), count(&page.missed));
        let figures = [
            (Some(page.line.notes as usize), lang.figure_notes(page.line.notes)),
            (Some(shipped).filter(|_| shipped > 0 || planned == 0), lang.figure_keps_shipped()),
            (Some(planned).filter(|planned| *planned > 0), lang.figure_keps_planned()),
            (Some(missed).filter(|missed| *missed > 0), lang.figure_keps_missed()),
        ];
        let figures: Vec<Figure> =
            figures.into_iter().filter_map(|(n, label)| Some(Figure::new(n?, label))).collect();
        let released = page.line.release.map(|release| {
            let is_out = page.as_of.is_some_and(|as_of| release.day <= as_of);
            lang.released_on(release.day, is_out)
        });
        let as_of = page.data_day.map(|day| lang.keps_as_of(day)).unwrap_or_default();
        let facts = [
            released.clone().unwrap_or_default(),
            lang.kep_count(shipped as u32),
            lang.notes_in_full(page.line.notes),
            as_of.clone(),
        ];
        Self {
            description: with_facts(lang, &title, facts),
            title: title.clone(),
            lang,
            page: Page::Version(page.line.version),
            kind: PageKind::Collection,
            card: Card {
                lang,
                source: lang.releases().to_owned(),
                heading: title,
                text: released.unwrap_or_default(),
                figures,
                as_of,
                ..Card::default()
            },
        }
    }

    /// The list of versions.
    pub fn for_versions(list: &VersionList) -> Self {
        let lang = Lang::En;
        let (title, text) = (lang.versions(), lang.version_list_description());
        Self::for_list(Page::Versions, title, text, Figure::new(list.versions.len(), lang.figure_versions()))
    }
}
