//! What the pages of groups, versions, pull requests and issues say where they are shared.

use domain::address::Page;
use domain::github::{Answer, Kind as GithubKind, State};
use domain::list::timeline::DataAsOf;
use domain::pages::{ItemPage, SigList, SigPage, VersionList, VersionPage};

use super::{Card, Figure, Kind, Share, Turn, notes};
use crate::text::Lang;
use crate::text::outcome::github_shape;

impl Share {
    /// A group.
    pub fn of_sig(page: &SigPage, spoken: Option<Lang>) -> Self {
        let lang = spoken.unwrap_or_else(|| Lang::of_notes(notes(&page.entries)));
        let label = page.line.sig.label();
        let joined = page.takes_part.len();
        let figures = vec![
            Figure::new(page.line.notes, lang.figure_notes(page.line.notes)),
            Figure::new(page.line.keps, lang.figure_keps_owned()),
            Figure::new(joined, lang.figure_keps_joined()),
        ];
        let as_of = page.data_day.map(|day| lang.keps_as_of(day)).unwrap_or_default();
        let told = [lang.notes_told(page.line.notes), lang.keps_count(page.line.keps), as_of.clone()];
        Self {
            description: described(lang, &label, told),
            title: label.clone(),
            lang,
            of: Page::Sig(page.line.sig.clone()),
            kind: Kind::Collection,
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

    /// All groups.
    pub fn of_sigs(list: &SigList) -> Self {
        let lang = Lang::En;
        let (title, words) = (lang.sigs(), lang.sig_list_description());
        Self::plain(Page::Sigs, title, words, Figure::new(list.sigs.len(), lang.figure_groups()))
    }

    /// A version.
    pub fn of_version(page: &VersionPage, spoken: Option<Lang>) -> Self {
        let lang = spoken.unwrap_or_else(|| Lang::of_notes(notes(&page.entries)));
        let title = format!("Kubernetes {}", page.line.version);
        let count = |stages: &[(domain::kep::Stage, Vec<_>)]| -> usize {
            stages.iter().map(|(_, keps): &(_, Vec<domain::pages::KepLine>)| keps.len()).sum()
        };
        let (shipped, planned, missed) = (count(&page.shipped), count(&page.planned), count(&page.missed));
        let figures = [
            (Some(page.line.notes as usize), lang.figure_notes(page.line.notes)),
            (Some(shipped).filter(|_| shipped > 0 || planned == 0), lang.figure_keps_shipped()),
            (Some(planned).filter(|planned| *planned > 0), lang.figure_keps_planned()),
            (Some(missed).filter(|missed| *missed > 0), lang.figure_keps_missed()),
        ];
        let figures: Vec<Figure> =
            figures.into_iter().filter_map(|(n, words)| Some(Figure::new(n?, words))).collect();
        let released = page.line.release.map(|release| {
            let is_out = page.as_of.is_some_and(|as_of| release.day <= as_of);
            lang.released_on(release.day, is_out)
        });
        let as_of = page.data_day.map(|day| lang.keps_as_of(day)).unwrap_or_default();
        let told = [
            released.clone().unwrap_or_default(),
            lang.keps_count(shipped as u32),
            lang.notes_told(page.line.notes),
            as_of.clone(),
        ];
        Self {
            description: described(lang, &title, told),
            title: title.clone(),
            lang,
            of: Page::Version(page.line.version),
            kind: Kind::Collection,
            card: Card {
                lang,
                source: lang.releases().to_owned(),
                heading: title,
                words: released.unwrap_or_default(),
                figures,
                as_of,
                ..Card::default()
            },
        }
    }

    /// All versions.
    pub fn of_versions(list: &VersionList) -> Self {
        let lang = Lang::En;
        let (title, words) = (lang.versions(), lang.version_list_description());
        Self::plain(Page::Versions, title, words, Figure::new(list.versions.len(), lang.figure_versions()))
    }

    /// A pull request or an issue.
    pub fn of_item(page: &ItemPage, as_of: DataAsOf, spoken: Option<Lang>) -> Self {
        let lang = spoken.unwrap_or_else(|| Lang::of_notes(notes(&page.entries)));
        let name = page.key.to_string();
        let item = match &page.answer {
            Some((Answer::Item(item), _)) => Some(item),
            _ => None,
        };
        let title = item.map(|item| item.title.clone()).unwrap_or_default();
        let merged = (page.now.state == State::Merged).then_some(GithubKind::Pull);
        let kind = item.map(|item| item.kind).or(merged);
        let is_known = page.now.state != State::Unknown;
        let now = if is_known {
            lang.standing(page.now)
        } else {
            page.missing.map_or_else(|| lang.standing(page.now), |missing| lang.missing(missing).to_owned())
        };
        let mut cited: Vec<_> = page.cited.iter().map(|cited| &cited.note).collect();
        cited.dedup();
        let cited = lang.cited_in(cited.len() as u32);
        let as_of =
            as_of.github_day().filter(|_| is_known).map(|day| lang.github_as_of(day)).unwrap_or_default();
        let full = if title.is_empty() { name.clone() } else { format!("{name} {title}") };
        let told = [now.clone(), cited.clone().unwrap_or_default(), as_of.clone()];
        let source = [Some(lang.kind(kind).to_owned()), cited].into_iter().flatten();
        Self {
            description: described(lang, &full, told),
            title: full,
            lang,
            of: Page::Item(page.key.clone()),
            kind: Kind::Page,
            card: Card {
                lang,
                source: source.collect::<Vec<_>>().join(" · "),
                heading: name,
                words: Card::words_of(&title),
                titled: true,
                turn: Some(Turn {
                    subject: String::new(),
                    title: String::new(),
                    then: None,
                    now,
                    shape: github_shape(page.now.state),
                }),
                as_of,
                ..Card::default()
            },
        }
    }

    /// A list of things that has no notes, whose language it could speak.
    fn plain(of: Page, title: &str, words: &str, figure: Figure) -> Self {
        Self {
            title: title.to_owned(),
            description: format!("{words} {} {}", figure.number, figure.words),
            lang: Lang::En,
            of,
            kind: Kind::Collection,
            card: Card {
                lang: Lang::En,
                source: "Kubernetes".to_owned(),
                heading: title.to_owned(),
                words: words.to_owned(),
                figures: vec![figure],
                ..Card::default()
            },
        }
    }
}

/// A name, and what is told of it.
fn described<const N: usize>(lang: Lang, name: &str, told: [String; N]) -> String {
    format!("{name}: {}", lang.sentences(told.into_iter().filter(|piece| !piece.is_empty())))
}
