//! What a page says where its address is shared: title, description, picture, structured data.
//!
//! In the language of the notes that it shows, whoever reads: a robot that fetches a card has no
//! language, and a card is read by others than who shared it.

mod badge;
mod card;
mod entry;
mod fingerprint;
mod gate;
mod item;
mod json_ld;
mod kep;
mod sig;
mod timeline;
mod upgrade;
mod version;

pub use self::badge::Badge;
pub use self::card::{Card, Figure, ThenNow};

use domain::Date;
use domain::address::Page;
use domain::list::timeline::{Entry, Note};
use domain::notebook::Notebook;

use crate::text::Lang;

/// What a page says of itself to those who read only its head.
///
/// Made by the functions `for_…`; their `lang_override` replaces the language of the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The title on a card, without the site's name.
    pub title: String,
    /// One or two sentences, never empty.
    pub description: String,
    /// The language of title, description and card.
    pub lang: Lang,
    /// The page that the picture is of.
    pub page: Page,
    pub card: Card,
    pub kind: PageKind,
}

/// What kind of page it is, with what structured data says of it beyond title and description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// An entry, or a note of it.
    Posting {
        /// The entry's day in the notebook's zone.
        published: Option<Date>,
        notebook: Box<Notebook>,
        keywords: Vec<String>,
    },
    /// The page of a KEP.
    Proposal {
        /// The address of the KEP's folder.
        about: String,
        /// The day up to which the facts are complete.
        as_of: Date,
    },
    /// A list of notes, or of what notes cite or are tagged with.
    Collection,
    /// Any other page.
    Page,
}

impl Share {
    /// The path of its picture, with its query.
    pub fn picture(&self) -> String {
        self.page.card_path(&self.card.hash())
    }

    /// The day of what is shown, for articles.
    pub fn published(&self) -> Option<Date> {
        match self.kind {
            PageKind::Posting { published, .. } => published,
            _ => None,
        }
    }

    /// Whether search engines may keep its picture: that of a posting as its notebook's rights say.
    pub fn allows_indexing(&self) -> bool {
        match &self.kind {
            PageKind::Posting { notebook, .. } => notebook.rights.allow_indexing(),
            _ => true,
        }
    }

    /// The value of `og:type`.
    pub fn open_graph_type(&self) -> &'static str {
        match self.kind {
            PageKind::Posting { .. } | PageKind::Proposal { .. } => "article",
            PageKind::Collection | PageKind::Page => "website",
        }
    }

    /// A list without notes, whose language it could use: in English.
    fn for_list(page: Page, title: &str, text: &str, figure: Figure) -> Self {
        Self {
            title: title.to_owned(),
            description: format!("{text} {} {}", figure.number, figure.label),
            lang: Lang::En,
            page,
            kind: PageKind::Collection,
            card: Card {
                lang: Lang::En,
                source: "Kubernetes".to_owned(),
                heading: title.to_owned(),
                text: text.to_owned(),
                figures: vec![figure],
                ..Card::default()
            },
        }
    }
}

/// The notes of entries.
fn notes(entries: &[Entry]) -> impl Iterator<Item = &Note> {
    entries.iter().flat_map(|entry| &entry.notes)
}

/// A name with the facts about it: `SIG Node: 3 notes; 12 KEPs`; empty facts are left out.
fn with_facts<const N: usize>(lang: Lang, name: &str, facts: [String; N]) -> String {
    format!("{name}: {}", lang.sentences(facts.into_iter().filter(|fact| !fact.is_empty())))
}
