//! What a source says, before ids and HTML.

use strum::{EnumString, IntoStaticStr};

use crate::Date;
use crate::id::{EntryId, NoteId};
use crate::notebook::Rights;
use crate::notebook::posting::Posting;
use crate::notebook::writing::WordsSeen;

/// The formats that are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceFormat {
    /// The plain-text copy of a Zenn scrap's page.
    ScrapText,
    /// An author's export of a Zenn scrap, JSON.
    ZennExport,
    /// An answer of Zenn's API with a scrap, JSON.
    ZennApi,
    /// The saved page of a Zenn scrap, HTML.
    ZennPage,
    /// An org-mode journal.
    Org,
    /// A Markdown journal with dated headings.
    #[default]
    Journal,
}

/// How much of what its author wrote a source has, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Fidelity {
    /// The words alone: links have lost their addresses.
    Copy,
    /// What a browser shows: Markdown was made of HTML.
    Rendered,
    /// What was written.
    Written,
}

impl Fidelity {
    /// The word of the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether words such as `(slack)` may stand for a link that was lost.
    pub fn lost_links(self) -> bool {
        self == Self::Copy
    }
}

/// What a source says, before ids and rendering.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The format that was detected.
    pub format: SourceFormat,
    /// The notebook's title, where the source has one.
    pub title: Option<String>,
    /// The author, where the source names one.
    pub author: Option<String>,
    /// The address it came from.
    pub origin: Option<String>,
    /// An IANA time zone name, as in `Asia/Tokyo`.
    pub time_zone: Option<String>,
    /// What the author allows.
    pub rights: Option<Rights>,
    /// How many entries the source says it has.
    pub announced_entries: Option<u32>,
    /// Whether links were lost when it was copied: words such as `(slack)` stood for one.
    pub lost_links: bool,
    /// Whether it is the export of a notebook that is written in Kepline.
    pub is_written: bool,
    /// Oldest first, also where the source has the newest first.
    pub entries: Vec<DraftEntry>,
}

impl Draft {
    /// How much of what was written it has.
    pub fn fidelity(&self) -> Fidelity {
        match self.format {
            _ if self.lost_links => Fidelity::Copy,
            SourceFormat::ScrapText => Fidelity::Copy,
            SourceFormat::ZennApi | SourceFormat::ZennPage => Fidelity::Rendered,
            SourceFormat::ZennExport | SourceFormat::Org | SourceFormat::Journal => Fidelity::Written,
        }
    }
}

/// One post of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftEntry {
    /// Where it begins, from 1.
    pub line: u32,
    /// Its day, where it names one.
    pub date: Option<Date>,
    /// The first day that an entry without a date may be of: of its period, else the nearest date before it in its file.
    pub not_before: Option<Date>,
    /// The last day that an entry without a date may be of: of its period, else the nearest date after it in its file.
    pub not_after: Option<Date>,
    /// The source's own name of the entry, where it has one.
    pub key: Option<String>,
    /// Who posted it and when.
    pub posting: Posting,
    /// The ids that it and its notes had where it was exported.
    pub ids: StatedIds,
    /// Nothing but a date came over: the body was an image or the like.
    pub body_lost: bool,
    /// In the order of the source.
    pub notes: Vec<DraftNote>,
}

/// The ids that an entry and its notes had where they were exported, so that links to them hold where they are imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedIds {
    /// That of the entry.
    pub entry: Option<EntryId>,
    /// Those of its notes as it was exported, in their order, with the words that each had.
    pub notes: Vec<(NoteId, WordsSeen)>,
}

impl StatedIds {
    /// The id of each note of the entry as it is now: notes are known by their words; where as many notes are there as were
    /// exported, those whose words were edited by their order.
    pub fn find(&self, notes: &[&str]) -> Vec<Option<&NoteId>> {
        if self.notes.is_empty() {
            return vec![None; notes.len()];
        }
        let mut free: Vec<Option<&(NoteId, WordsSeen)>> = self.notes.iter().map(Some).collect();
        let seen: Vec<WordsSeen> = notes.iter().map(|markdown| WordsSeen::new(markdown)).collect();
        let mut found: Vec<Option<&NoteId>> = Vec::new();
        for words in &seen {
            let same = free.iter_mut().find(|stated| stated.is_some_and(|(_, seen)| seen == words));
            found.push(same.and_then(Option::take).map(|(id, _)| id));
        }
        if notes.len() == self.notes.len() {
            let left = free.into_iter().flatten().map(|(id, _)| Some(id));
            for (found, left) in found.iter_mut().filter(|found| found.is_none()).zip(left) {
                *found = left;
            }
        }
        found
    }
}

/// One note: a top-level item with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftNote {
    /// Where it begins, from 1.
    pub line: u32,
    /// The whole of it as Markdown (CommonMark with tables and strikethrough), without the
    /// bullet of the top-level item: what follows the bullet is the first paragraph, what
    /// was nested in it follows as lists, quotes and code blocks at column 0.
    pub markdown: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(notes: &[(&str, &str)]) -> StatedIds {
        let note = |(id, words): &(&str, &str)| (id.parse().expect("an id"), WordsSeen::new(words));
        StatedIds { entry: None, notes: notes.iter().map(note).collect() }
    }

    #[track_caller]
    fn check(notes: &[&str], expected: &[&str]) {
        let stated = stated(&[("aaaaaaaa", "one"), ("bbbbbbbb", "two"), ("cccccccc", "two")]);
        let found: Vec<&str> =
            stated.find(notes).into_iter().map(|id| id.map_or("-", |id| id.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn notes_are_known_by_their_words() {
        check(&["one", "two", "two"], &["aaaaaaaa", "bbbbbbbb", "cccccccc"]);
        check(&["two", "new", "two", "one"], &["bbbbbbbb", "-", "cccccccc", "aaaaaaaa"]);
        check(&["two", "other"], &["bbbbbbbb", "-"]);
        check(&[], &[]);
    }

    #[test]
    fn an_edited_note_is_known_by_its_order_where_none_came_or_left() {
        check(&["one", "two and a half", "two"], &["aaaaaaaa", "cccccccc", "bbbbbbbb"]);
        check(&["one!", "two", "two"], &["aaaaaaaa", "bbbbbbbb", "cccccccc"]);
        assert_eq!(StatedIds::default().find(&["one"]), [None]);
    }
}
