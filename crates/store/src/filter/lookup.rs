//! How SQLite finds the notes that have a tag or a citation.

/// How SQLite is to find out which notes have a tag or a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lookup<'a> {
    /// Begin with the list of all notes that have it, of which this column has one: for statements over all notes.
    List(&'a str),
    /// Check each note that comes along: for the notes of a page.
    EachNote,
}
