//! The two sides that are compared: what is stored, and what the source has now.

use std::borrow::Cow;

use crate::Date;
use crate::id::{EntryId, NoteId};

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviousEntry<'a> {
    /// Its id, for good.
    pub id: EntryId,
    /// The source's own name of it, where it has one.
    pub key: Option<String>,
    /// Its day, where it names one.
    pub date: Option<Date>,
    /// In order, those that vanished among them where they last stood.
    pub notes: Vec<PreviousNote<'a>>,
    /// Whether the last import did not find it; then none of its notes was found in it either.
    pub vanished: bool,
}

/// A note as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviousNote<'a> {
    /// Its id, for good.
    pub id: NoteId,
    /// The same kind of text as in [`SourceEntry::notes`]: its Markdown. That of the source where it is the same, so
    /// that two states of a large notebook are in memory once.
    pub text: Cow<'a, str>,
    /// Whether the last import did not find it.
    pub vanished: bool,
}

/// An entry as the source has it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEntry<'a> {
    /// The source's own name of it, where it has one.
    pub key: Option<&'a str>,
    /// Its day, where it names one.
    pub date: Option<Date>,
    /// The Markdown of its notes, in order.
    pub notes: Vec<&'a str>,
}
