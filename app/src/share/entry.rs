//! What an entry, or a note of it, says where it is shared.

use domain::address::Page;
use domain::list::timeline::{DataTimes, Entry};
use domain::notebook::{Notebook, Viewer};

use super::{Card, PageKind, Share, ThenNow};
use crate::text::Lang;
use crate::text::excerpt::{excerpt, first_sentence};
use crate::text::names::cited_names;

impl Share {
    /// The page of an entry, or of its one note where `single` is set.
    ///
    /// Where strangers may not read its text, facts take the place of it, also for curators: descriptions and
    /// pictures are copied by whoever shows them, and stay in caches that everybody shares.
    pub fn for_entry(entry: &Entry, single: bool, as_of: DataTimes, lang_override: Option<Lang>) -> Self {
        let first = entry.notes.first();
        let own =
            || first.map_or_else(|| Lang::detect(&entry.notebook.title), |note| Lang::detect(&note.text));
        let lang = lang_override.unwrap_or_else(own);
        let day = lang.entry_title(entry);
        let day_title = format!("{day} — {}", entry.notebook.title);
        let notes = (entry.notes.len() as u32).saturating_add(entry.folded);
        let several = (!single && notes > 1).then(|| lang.notes_in_full(notes));
        let source = [Some(entry.notebook.title.clone()), entry.author().map(str::to_owned), several];
        let text = public_text(entry, lang);
        let cited = || cited_names(entry.notes.iter().flat_map(|note| &note.references));
        let title = match first.filter(|_| single) {
            Some(_) => lang.note_title(&text.as_deref().map_or_else(cited, first_sentence), entry),
            None => day_title.clone(),
        };
        let (then_now, as_of) = ThenNow::from_notes(&entry.notes, lang, as_of).unzip();
        let card = Card {
            lang,
            source: source.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            heading: day,
            text: text.clone().unwrap_or_else(cited),
            tags: Card::tag_labels(&entry.notes),
            then_now,
            as_of: as_of.unwrap_or_default(),
            ..Card::default()
        };
        let page = match first.filter(|_| single) {
            Some(note) => Page::Note(entry.id.clone(), note.id.clone()),
            None => Page::Entry(entry.id.clone()),
        };
        Self {
            description: text.map_or_else(|| facts(entry, &day_title, &card), |text| excerpt(&text)),
            title,
            lang,
            page,
            kind: PageKind::Posting {
                published: entry.date,
                notebook: Box::new(Notebook {
                    author: entry.author().map(str::to_owned),
                    ..entry.notebook.clone()
                }),
                keywords: card.tags.0.clone(),
            },
            card,
        }
    }
}

/// The text of the first note, or that the copy lost it; `None` where there is none that everybody may read.
fn public_text(entry: &Entry, lang: Lang) -> Option<String> {
    let Some(note) = entry.notes.first() else { return Some(lang.body_lost().to_owned()) };
    let text = entry.notebook.rights.allow_text(Viewer::Stranger).then(|| Card::clip(&note.text));
    text.filter(|text| !text.is_empty())
}

/// Day, notebook and author of an entry, its tags, and the states of what it cites.
fn facts(entry: &Entry, title: &str, card: &Card) -> String {
    let author = entry.author();
    let author = author.map(|author| format!(" {} {author}", card.lang.by())).unwrap_or_default();
    let outcome = card.then_now.as_ref().map_or_else(|| card.text.clone(), ThenNow::summary);
    let facts = [card.tags.0.join(", "), outcome, card.as_of.clone()];
    let facts = card.lang.sentences(facts.into_iter().filter(|fact| !fact.is_empty()));
    if facts.is_empty() { format!("{title}{author}") } else { format!("{title}{author}: {facts}") }
}
