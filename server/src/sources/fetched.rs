//! What a look brings of a source.

use std::path::PathBuf;

use domain::notebook::followed::Revision;
use tempfile::TempDir;

/// What a source is, compared with what was imported of it.
pub enum Fetched {
    /// The same; with the stamp that says so from now on, where that is another one.
    Unchanged {
        /// As in [`domain::notebook::followed::LookState`].
        stamp: Option<String>,
    },
    /// Perhaps other than before.
    Content(Content),
}

/// The content of a source on this machine.
pub struct Content {
    /// The file or the folder to import.
    pub path: PathBuf,
    /// What it is.
    pub revision: Revision,
    /// By what it is known cheaply.
    pub stamp: String,
    /// Where it lies for as long as it is needed, where it came from elsewhere.
    pub folder: Option<TempDir>,
}

impl Content {
    /// A message about it, without the folder that it lies in for a moment.
    pub fn describe(&self, error: &anyhow::Error) -> String {
        let message = format!("{error:#}");
        match &self.folder {
            Some(folder) => message.replace(&format!("{}/", folder.path().display()), ""),
            None => message,
        }
    }
}
