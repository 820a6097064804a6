//! A document as it is read, before anything is known of what it cites.

use super::source_map::{SourceMap, SourcePlace};
use crate::Date;
use crate::list::timeline::Reference;
use crate::version::Version;

/// A text that somebody wrote, with what it names that needs no facts to be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitedDocument {
    /// What was read, without what an earlier run added.
    pub source: String,
    /// Where its text begins in the source, after its front matter.
    pub text_start: usize,
    /// The day that its front matter names.
    pub day: Option<Date>,
    /// In the order of the source.
    pub passages: Vec<Passage>,
    /// The versions of Kubernetes that its prose surely means, in the order of the source.
    pub versions: Vec<DocumentVersion>,
}

/// A paragraph, a heading, a cell of a table, the words of an item, or a block of code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// All of its words, code included.
    pub text: String,
    /// Where they stand in the source.
    pub map: SourceMap,
    /// The KEPs, pull requests and issues that it cites, in its order.
    pub references: Vec<DocumentReference>,
}

/// A citation, without what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentReference {
    /// Where it stands.
    pub place: SourcePlace,
    /// What it cites.
    pub reference: Reference,
}

/// A version of Kubernetes that a document names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentVersion {
    /// Where it stands.
    pub place: SourcePlace,
    /// The version that is meant.
    pub version: Version,
}
