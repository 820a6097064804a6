//! Items of feeds: their titles, and their content as HTML that stands by itself.

use std::fmt::Write;

use domain::Timestamp;
use domain::address::Page;
use domain::list::filter::Filter;
use domain::list::timeline::{DataTimes, Entry, Note};
use domain::notebook::Viewer;
use domain::outcome::moves::{Move, MoveSubject};
use domain::outcome::verdict::Verdict;

use crate::html::escape;
use crate::html::feed_html::{absolute_href, feed_html};
use crate::text::Lang;
use crate::text::excerpt::excerpt;
use crate::text::names::{cited_names, tag_label};

/// What the items of a feed are made for: a reader, a site, a state of the data.
#[derive(Clone, Copy, Debug)]
pub struct FeedContext<'a> {
    /// The language around the notes.
    pub lang: Lang,
    /// The address of the site, without a slash at the end.
    pub site: &'a str,
    /// How old the states are.
    pub as_of: DataTimes,
    /// Who reads: the rights of a notebook decide whether they get the text of its notes.
    pub viewer: Viewer,
}

/// An item of a feed: a note or a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedItem {
    /// The end of its id: `note/0a1b2c3d`, `moves/kep/753/stable/1.33`.
    pub name: String,
    /// The absolute address of its page.
    pub url: String,
    /// Plain text on one line.
    pub title: String,
    /// The content, with absolute links.
    pub html: String,
    pub lang: Lang,
    /// Whether a note's text is left out, and [`Self::html`] says why.
    pub is_withheld: bool,
    /// When Kepline first had it.
    pub published: Timestamp,
    pub updated: Timestamp,
    pub author: Option<String>,
    /// What it is tagged with: the value as in filters, and its label.
    pub tags: Vec<(String, String)>,
    /// What it cites, with the states of it.
    pub citations: Vec<FeedCitation>,
}

/// A target that an item cites or is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedCitation {
    /// Its name in full, as `KEP-753`.
    pub name: String,
    /// The absolute address of its page.
    pub url: String,
    /// Then and now, as in `alpha 1.28 → stable 1.33`; `None` where nothing is known.
    pub state: Option<String>,
    /// How what was expected of it turned out; `None` where there is nothing to judge.
    pub verdict: Option<Verdict>,
    /// Whether the state now differs from the state then.
    pub changed: bool,
}

impl FeedContext<'_> {
    /// A note, which was first here at `added_at` and changed last at `changed_at`.
    ///
    /// Where the viewer may not read its text: the day, what it cites, and why.
    pub fn note_item(
        &self,
        entry: &Entry,
        note: &Note,
        added_at: Timestamp,
        changed_at: Timestamp,
    ) -> FeedItem {
        let lang = self.lang;
        let has_text = entry.notebook.rights.allow_text(self.viewer);
        let citations = self.citations(note);
        let day = entry.date.map_or_else(|| lang.entry_title(entry), |day| day.to_string());
        let summary = if has_text { excerpt(&note.text) } else { cited_names(&note.references) };
        let summary = if summary.is_empty() { lang.a_note().to_owned() } else { summary };
        let url = format!("{}{}", self.site, Page::Note(entry.id.clone(), note.id.clone()));
        let notebook = escape::html(&entry.notebook.title);
        let mut html = format!(
            "<p lang=\"{}\"><a href=\"{url}\">{}</a> · {notebook}</p>\n",
            lang.as_str(),
            escape::html(&lang.entry_title(entry))
        );
        if has_text {
            let its_lang = Lang::detect(&note.text).as_str();
            let woven = feed_html(&note.html, &note.references, self.site, lang);
            let _ = writeln!(html, "<div lang=\"{its_lang}\">{woven}</div>");
            if citations.iter().any(|citation| citation.state.is_some()) {
                self.push_age(&mut html);
            }
        } else {
            let _ = write!(html, "<p lang=\"{}\">{}</p>", lang.as_str(), escape::html(lang.text_withheld()));
        }
        FeedItem {
            name: format!("note/{}", note.id),
            url,
            title: format!("{day}: {summary}"),
            html,
            lang: if has_text { Lang::detect(&note.text) } else { lang },
            is_withheld: !has_text,
            published: added_at,
            updated: changed_at.max(added_at),
            author: entry.author().map(str::to_owned),
            tags: note.tags.iter().map(|tag| (tag.tag.value(), tag_label(&tag.tag))).collect(),
            citations: if has_text { citations } else { Vec::new() },
        }
    }

    /// A move of a KEP, a pull request or an issue.
    pub fn move_item(&self, moved: &Move) -> FeedItem {
        let lang = self.lang;
        let (name, page) = match &moved.subject {
            MoveSubject::Kep(number) => (format!("KEP-{number}"), Page::kep(*number)),
            MoveSubject::Item(key) => (key.to_string(), Page::Item(key.clone())),
        };
        let url = format!("{}{page}", self.site);
        let title = moved.title.as_ref().map(|title| format!(" {}", escape::html(title))).unwrap_or_default();
        let states = lang.move_states(&moved.change);
        let mut html = format!(
            "<p><a href=\"{url}\">{}</a>{title}: {} ({})</p>\n",
            escape::html(&name),
            escape::html(&states),
            moved.day
        );
        if moved.taken_back {
            let _ = writeln!(html, "<p><strong>{}</strong></p>", escape::html(lang.taken_back_reason()));
        }
        if !moved.cited.is_empty() {
            self.push_citing(&mut html, moved);
        }
        self.push_age(&mut html);
        FeedItem {
            name: format!("moves/{}/{}", moved.subject, moved.reached),
            title: lang.move_title(moved),
            html,
            lang,
            is_withheld: false,
            published: moved.updated_at,
            updated: moved.updated_at,
            author: None,
            tags: Vec::new(),
            citations: vec![FeedCitation {
                name,
                url: url.clone(),
                state: Some(states),
                verdict: None,
                changed: true,
            }],
            url,
        }
    }

    fn push_citing(&self, html: &mut String, moved: &Move) {
        let lang = self.lang;
        let _ = write!(html, "<p>{}</p>\n<ul>", escape::html(lang.feed_cited_in()));
        for cited in &moved.cited {
            let day = cited.day.map_or_else(|| lang.undated().to_owned(), |day| day.to_string());
            let page = Page::Note(cited.entry.clone(), cited.note.clone());
            let _ = write!(html, "<li><a href=\"{}{page}\">{day}</a></li>", self.site);
        }
        let more = moved.notes.saturating_sub(moved.cited.len() as u32);
        if more > 0 {
            let all = match &moved.subject {
                MoveSubject::Kep(number) => Filter::default().toggle_kep(*number),
                MoveSubject::Item(key) => Filter::default().toggle_ref(key),
            };
            let href = escape::html(&format!("{}{}", self.site, all.href()));
            let _ = write!(html, "<li><a href=\"{href}\">+ {}</a></li>", lang.note_count(more));
        }
        html.push_str("</ul>\n");
    }

    fn push_age(&self, html: &mut String) {
        let lang = self.lang;
        let _ =
            write!(html, "<p lang=\"{}\"><small>{}</small></p>", lang.as_str(), lang.data_days(self.as_of));
    }

    fn citations(&self, note: &Note) -> Vec<FeedCitation> {
        let mut citations: Vec<FeedCitation> = Vec::new();
        for reference in note.references.iter().filter(|reference| !reference.none) {
            let citation = FeedCitation {
                name: reference.target.name(),
                url: absolute_href(reference, self.site),
                state: reference.outcome.as_ref().and_then(|outcome| self.lang.outcome_summary(outcome)),
                verdict: reference
                    .outcome
                    .as_ref()
                    .and_then(|outcome| Some(outcome.judgement.as_ref()?.verdict)),
                changed: reference.outcome.as_ref().is_some_and(|outcome| outcome.changed),
            };
            if !citations.contains(&citation) {
                citations.push(citation);
            }
        }
        citations
    }
}
