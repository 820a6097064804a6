//! What the server does with sources for a curator: put into the context by the server, as pages reach no network.

use std::pin::Pin;
use std::sync::Arc;

use domain::notebook::followed::{Revision, SourceAddress};
use domain::notebook::{NotebookSlug, Rights};

/// The actions, in the context of a request.
#[derive(Clone)]
pub struct SourceDesk(pub Arc<dyn SourceActions>);

/// Done, or what is wrong in words for the curator.
pub type SourceAnswer = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// What can be done with sources.
pub trait SourceActions: Send + Sync {
    /// Adds a source and imports it.
    fn add(&self, new: NewAddress) -> SourceAnswer;

    /// Looks at a source now. Of the revision that was seen, more than half of the notes may vanish.
    fn look(&self, source: i64, seen: Option<Revision>) -> SourceAnswer;

    /// Removes a source; its notebook keeps its notes.
    fn remove(&self, source: i64) -> SourceAnswer;
}

/// A source that a curator adds in the browser.
#[derive(Clone, Debug)]
pub struct NewAddress {
    /// Where it is.
    pub address: SourceAddress,
    /// The notebook; `None` for one that is named as an import names it.
    pub notebook: Option<NotebookSlug>,
    /// The rights, over those that it states.
    pub rights: Option<Rights>,
}
