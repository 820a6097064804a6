//! What a journal says of one entry beyond its day: a comment below the heading, which no page shows.
//!
//! ```text
//! ## 2031-02-01
//! <!-- kepline: {"author":"Kim","reply_to":"2031-01-05"} -->
//! ```
//!
//! Its keys are those of [`EntryComment`], each optional.

use domain::id::{EntryId, NoteId};
use domain::notebook::draft::{DraftEntry, StatedIds};
use domain::notebook::posting::Posting;
use domain::notebook::writing::WordsSeen;
use serde::{Deserialize, Serialize};

const BEGIN: &str = "<!-- kepline: ";
const END: &str = " -->";

/// What a comment says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct EntryComment {
    #[serde(flatten)]
    posting: Posting,
    /// The name that the entry has in the source from which the journal was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// The id that the entry had where it was exported.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<EntryId>,
    /// Those of its notes, each with what its words are known by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<(NoteId, WordsSeen)>,
}

impl EntryComment {
    pub(super) fn new(posting: &Posting, key: Option<&str>, ids: &StatedIds) -> Self {
        let StatedIds { entry, notes } = ids.clone();
        Self { posting: posting.clone(), key: key.map(str::to_owned), id: entry, notes }
    }

    /// The comment, as a line; nothing where there is nothing to say.
    pub(super) fn line(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        // Two hyphens may end a comment.
        let json = serde_json::to_string(self).unwrap_or_default().replace("--", "-\\u002d");
        format!("{BEGIN}{json}{END}\n")
    }

    /// Reads the comment that `block` is, or gives `None`.
    pub(super) fn parse(block: &str) -> Option<Self> {
        let json = block.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
        serde_json::from_str(json).ok()
    }

    /// Whether an entry has none yet of what a comment says.
    pub(super) fn is_missing_from(entry: &DraftEntry) -> bool {
        entry.posting.is_empty() && entry.key.is_none() && entry.ids == StatedIds::default()
    }

    /// Gives an entry what it says.
    pub(super) fn apply(self, entry: &mut DraftEntry) {
        let Self { posting, key, id, notes } = self;
        (entry.posting, entry.key, entry.ids) = (posting, key, StatedIds { entry: id, notes });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by(author: &str) -> EntryComment {
        let posting = Posting { author: Some(author.to_owned()), ..Posting::default() };
        EntryComment { posting, ..EntryComment::default() }
    }

    #[test]
    fn a_comment_says_who_posted() {
        let comment = "<!-- kepline: {\"author\":\"Kim\"} -->";
        assert_eq!(by("Kim").line(), format!("{comment}\n"));
        assert_eq!(EntryComment::parse(comment), Some(by("Kim")));
        assert_eq!(EntryComment::default().line(), "");
        for other in
            ["<!-- a comment -->", "<!-- kepline: x -->", "<!-- kepline: {\"posted\":\"soon\"} -->", ""]
        {
            assert_eq!(EntryComment::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_comment_states_ids() {
        let seen = WordsSeen::new("swap is on");
        let ids = StatedIds {
            entry: "0123abcd".parse().ok(),
            notes: vec![("abcd0123".parse().expect("an id"), seen)],
        };
        let comment = EntryComment::new(&Posting::default(), Some("a-post"), &ids);
        let line =
            format!("{{\"key\":\"a-post\",\"id\":\"0123abcd\",\"notes\":[[\"abcd0123\",\"{seen}\"]]}}");
        assert_eq!(comment.line(), format!("<!-- kepline: {line} -->\n"));
        let mut entry = DraftEntry::default();
        assert!(EntryComment::is_missing_from(&entry));
        EntryComment::parse(&comment.line()).expect("it reads itself").apply(&mut entry);
        assert_eq!((entry.key.as_deref(), &entry.ids), (Some("a-post"), &ids));
        assert!(!EntryComment::is_missing_from(&entry));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn any_author_reads_the_same(author in "(\\PC|--|-->|\n){0,8}") {
            let comment = by(&author);
            let line = comment.line();
            prop_assert_eq!(line.matches("--").count(), 2, "{}", line);
            prop_assert_eq!(EntryComment::parse(&line), Some(comment));
        }
    }
}
