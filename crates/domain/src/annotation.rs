//! A document of somebody's own, with what became of all that it cites: nothing of it is stored.

pub mod additions;
mod document;
mod finding;
mod source_map;
mod subject;

use std::collections::HashMap;
use std::ops::Range;

use crate::list::timeline::DataTimes;
use crate::{Date, as_of};

pub use self::document::{CitedDocument, DocumentReference, DocumentVersion, Passage};
pub use self::finding::{Finding, NotAFinding};
pub use self::source_map::{Placement, SourceMap, SourcePlace};
pub use self::subject::CitationSubject;

/// A document with what became of what it cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// What was read, without what an earlier run added.
    pub source: String,
    /// Where its text begins, after its front matter.
    pub text_start: usize,
    /// The day of the document, at whose end *then* is; `None` where nobody says: nothing is known of then.
    pub day: Option<Date>,
    /// The earlier day that *now* means, where one was chosen.
    pub as_of: Option<Date>,
    /// Up to when the facts are known.
    pub data: DataTimes,
    /// In the order of the source.
    pub citations: Vec<Citation>,
}

/// Something of Kubernetes that a document names, with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Where it stands in the source, in bytes.
    pub range: Range<usize>,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in that line, in characters, from 1.
    pub column: usize,
    /// Where a text can be added after it; `None` in blocks of code and of HTML.
    pub addition: Option<usize>,
    /// What is named.
    pub subject: CitationSubject,
    /// What is to be looked at, the gravest first.
    pub findings: Vec<Finding>,
}

/// Something that is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundThing<'a> {
    /// The first citation of it, or the first of those with the gravest finding.
    pub citation: &'a Citation,
    /// The lines on which it is cited.
    pub lines: Vec<usize>,
}

impl Annotation {
    /// The day that *now* means: the chosen one, else that of the facts; `None` before there are any.
    pub fn now(&self) -> Option<Date> {
        self.as_of.or(as_of::latest(&self.data))
    }

    /// The words of a citation.
    pub fn literal(&self, citation: &Citation) -> &str {
        self.source.get(citation.range.clone()).unwrap_or_default()
    }

    /// What is to be looked at, each thing once, the gravest first; of one gravity in the order of the source.
    pub fn findings(&self) -> Vec<FoundThing<'_>> {
        let mut found: Vec<&Citation> = self.citations.iter().filter(|it| !it.findings.is_empty()).collect();
        found.sort_by_key(|citation| citation.findings.first());
        let mut things: Vec<FoundThing<'_>> = Vec::new();
        let mut known: HashMap<(&str, String), usize> = HashMap::new();
        for citation in found {
            let name = (citation.subject.kind(), citation.subject.name());
            let at = *known.entry(name).or_insert(things.len());
            match things.get_mut(at) {
                Some(thing) if thing.lines.last() == Some(&citation.line) => {}
                Some(thing) => thing.lines.push(citation.line),
                None => things.push(FoundThing { citation, lines: vec![citation.line] }),
            }
        }
        things
    }

    /// The citations of which one of `wanted` is found, in the order of the source.
    pub fn with_findings<'a>(&'a self, wanted: &'a [Finding]) -> impl Iterator<Item = &'a Citation> {
        self.citations.iter().filter(|citation| citation.findings.iter().any(|it| wanted.contains(it)))
    }
}
