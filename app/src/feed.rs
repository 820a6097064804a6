//! Items of feeds: what they are called and what they say, as HTML that stands by itself.

use std::fmt::Write;

use domain::Timestamp;
use domain::address::Page;
use domain::list::filter::Filter;
use domain::list::timeline::{DataTimes, Entry, Note};
use domain::notebook::Viewer;
use domain::outcome::moves::{Move, MoveSubject};

use crate::html::escape;
use crate::html::feed_html::{absolute_href, feed_html};
use crate::text::Lang;
use crate::text::excerpt::excerpt;
use crate::text::names::{cited_names, tag_label};

/// For whom a feed is made.
#[derive(Clone, Copy, Debug)]
pub struct Teller<'a> {
    /// The language around the notes.
    pub lang: Lang,
    /// The address of the site, without a slash at the end.
    pub site: &'a str,
    /// How old the states are.
    pub as_of: DataTimes,
    /// Who gets it: the rights of a notebook say whether with the text of its notes.
    pub viewer: Viewer,
}

/// An item of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedItem {
    /// What its id ends with: `note/0a1b2c3d`, `moves/kep/753/stable/1.33`.
    pub name: String,
    /// The absolute address of its page.
    pub url: String,
    /// In plain text, on one line.
    pub title: String,
    /// Links in it are absolute.
    pub html: String,
    /// The language of the content.
    pub lang: Lang,
    /// Whether a note's words are left out, and [`Self::html`] says why.
    pub is_withheld: bool,
    /// When it was first here.
    pub published: Timestamp,
    /// When it changed last.
    pub updated: Timestamp,
    /// Who wrote it, where that is known.
    pub author: Option<String>,
    /// What it is tagged with: the value as in filters, and its label.
    pub tags: Vec<(String, String)>,
    /// What it cites, and what became of that.
    pub citations: Vec<Citation>,
}

/// Something that an item is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Its name in full, as `KEP-753`.
    pub name: String,
    /// The absolute address of its page.
    pub url: String,
    /// What became of it, in words.
    pub state: Option<String>,
    /// Whether it is another one now.
    pub changed: bool,
}

impl Teller<'_> {
    /// A note, which was first here at `added_at` and changed last at `changed_at`.
    ///
    /// Where its rights keep the text from who gets the feed: the day, what it cites, and why.
    pub fn note(&self, entry: &Entry, note: &Note, added_at: Timestamp, changed_at: Timestamp) -> FeedItem {
        let lang = self.lang;
        let told = entry.notebook.rights.allow_text(self.viewer);
        let citations = self.citations(note);
        let day = entry.date.map_or_else(|| lang.entry_title(entry), |day| day.to_string());
        let words = if told { excerpt(&note.text) } else { cited_names(&note.references) };
        let words = if words.is_empty() { lang.a_note().to_owned() } else { words };
        let url = format!("{}{}", self.site, Page::Note(entry.id.clone(), note.id.clone()));
        let notebook = escape::html(&entry.notebook.title);
        let mut html = format!(
            "<p lang=\"{}\"><a href=\"{url}\">{}</a> · {notebook}</p>\n",
            lang.tag(),
            escape::html(&lang.entry_title(entry))
        );
        if told {
            let its_lang = Lang::of_text(&note.text).tag();
            let woven = feed_html(&note.html, &note.references, self.site, lang);
            let _ = writeln!(html, "<div lang=\"{its_lang}\">{woven}</div>");
            if citations.iter().any(|citation| citation.state.is_some()) {
                self.push_age(&mut html);
            }
        } else {
            let _ = write!(html, "<p lang=\"{}\">{}</p>", lang.tag(), escape::html(lang.no_words_here()));
        }
        FeedItem {
            name: format!("note/{}", note.id),
            url,
            title: format!("{day}: {words}"),
            html,
            lang: if told { Lang::of_text(&note.text) } else { lang },
            is_withheld: !told,
            published: added_at,
            updated: changed_at.max(added_at),
            author: entry.notebook.author.clone(),
            tags: note.tags.iter().map(|tag| (tag.tag.value(), tag_label(&tag.tag))).collect(),
            citations: if told { citations } else { Vec::new() },
        }
    }

    /// A move.
    pub fn moved(&self, told: &Move) -> FeedItem {
        let lang = self.lang;
        let (name, page) = match &told.subject {
            MoveSubject::Kep(number) => (format!("KEP-{number}"), Page::kep(*number)),
            MoveSubject::Item(key) => (key.to_string(), Page::Item(key.clone())),
        };
        let url = format!("{}{page}", self.site);
        let title = told.title.as_ref().map(|title| format!(" {}", escape::html(title))).unwrap_or_default();
        let states = lang.move_states(&told.change);
        let mut html = format!(
            "<p><a href=\"{url}\">{}</a>{title}: {} ({})</p>\n",
            escape::html(&name),
            escape::html(&states),
            told.day
        );
        if told.taken_back {
            let _ = writeln!(html, "<p><strong>{}</strong></p>", escape::html(lang.taken_back_why()));
        }
        if !told.cited.is_empty() {
            self.push_citing(&mut html, told);
        }
        self.push_age(&mut html);
        FeedItem {
            name: format!("moves/{}/{}", told.subject, told.reached),
            title: lang.move_title(told),
            html,
            lang,
            is_withheld: false,
            published: told.updated_at,
            updated: told.updated_at,
            author: None,
            tags: Vec::new(),
            citations: vec![Citation { name, url: url.clone(), state: Some(states), changed: true }],
            url,
        }
    }

    fn push_citing(&self, html: &mut String, told: &Move) {
        let lang = self.lang;
        let _ = write!(html, "<p>{}</p>\n<ul>", escape::html(lang.feed_cited_in()));
        for cited in &told.cited {
            let day = cited.day.map_or_else(|| lang.undated().to_owned(), |day| day.to_string());
            let page = Page::Note(cited.entry.clone(), cited.note.clone());
            let _ = write!(html, "<li><a href=\"{}{page}\">{day}</a></li>", self.site);
        }
        let more = told.notes.saturating_sub(told.cited.len() as u32);
        if more > 0 {
            let all = match &told.subject {
                MoveSubject::Kep(number) => Filter::default().toggle_kep(*number),
                MoveSubject::Item(key) => Filter::default().toggle_ref(key),
            };
            let href = escape::html(&format!("{}{}", self.site, all.href()));
            let _ = write!(html, "<li><a href=\"{href}\">+ {}</a></li>", lang.brings(more));
        }
        html.push_str("</ul>\n");
    }

    fn push_age(&self, html: &mut String) {
        let lang = self.lang;
        let _ = write!(html, "<p lang=\"{}\"><small>{}</small></p>", lang.tag(), lang.data_days(self.as_of));
    }

    fn citations(&self, note: &Note) -> Vec<Citation> {
        let mut citations: Vec<Citation> = Vec::new();
        for reference in note.references.iter().filter(|reference| !reference.none) {
            let citation = Citation {
                name: reference.target.name(),
                url: absolute_href(reference, self.site),
                state: reference.outcome.as_ref().and_then(|outcome| self.lang.outcome_in_words(outcome)),
                changed: reference.outcome.as_ref().is_some_and(|outcome| outcome.changed),
            };
            if !citations.contains(&citation) {
                citations.push(citation);
            }
        }
        citations
    }
}
