//! What an entry, or a note of it, says where it is shared.

use domain::timeline::{DataAsOf, Entry};

use super::{Card, CardOf, Kind, Share, Turn};
use crate::parts::entry::entry_title;
use crate::parts::head::excerpt;
use crate::text::Lang;

impl Share {
    /// An entry, or the one note that it holds here where `single` says so.
    pub fn of_entry(entry: &Entry, single: bool, as_of: DataAsOf, spoken: Option<Lang>) -> Self {
        let first = entry.notes.first();
        let own =
            || first.map_or_else(|| Lang::of_text(&entry.notebook.title), |note| Lang::of_text(&note.text));
        let lang = spoken.unwrap_or_else(own);
        let day = entry_title(entry, lang);
        let title = format!("{day} — {}", entry.notebook.title);
        let text = match first {
            Some(note) => Card::words_of(&note.text),
            None => lang.body_lost().to_owned(),
        };
        let described = excerpt(&text);
        let tags = Card::tags_of(&entry.notes);
        let notes = entry.notes.len() as u32;
        let several = (!single && notes > 1).then(|| lang.notes_told(notes));
        let source = [Some(entry.notebook.title.clone()), entry.notebook.author.clone(), several];
        let turn = Turn::of_notes(&entry.notes, lang, as_of);
        let (turn, as_of) = turn.map_or_else(|| (None, String::new()), |(turn, as_of)| (Some(turn), as_of));
        let of = match first.filter(|_| single) {
            Some(note) => CardOf::Note(entry.id.clone(), note.id.clone()),
            None => CardOf::Entry(entry.id.clone()),
        };
        Self {
            description: if described.is_empty() { title.clone() } else { described },
            title,
            lang,
            of,
            kind: Kind::Posting {
                published: entry.date,
                notebook: Box::new(entry.notebook.clone()),
                keywords: tags.0.clone(),
            },
            card: Card {
                lang,
                source: source.into_iter().flatten().collect::<Vec<_>>().join(" · "),
                heading: day,
                words: text,
                tags,
                turn,
                as_of,
                ..Card::default()
            },
        }
    }
}
