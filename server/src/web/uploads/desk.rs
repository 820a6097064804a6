//! Uploads that wait to be confirmed: in memory, with their files on the disk under no name, so that nothing of them is left
//! when the server ends, however it does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::pages::{UploadPreview, UploadResult};

use super::form::UploadForm;
use super::trial::Trial;

/// How many uploads wait at once, of all curators.
const MOST: usize = 16;

/// The session that an upload belongs to.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Owner(pub String);

/// An upload with what importing it would change.
pub struct Upload {
    owner: Owner,
    pub form: Arc<UploadForm>,
    pub trial: Trial,
}

impl Upload {
    pub fn new(owner: Owner, form: Arc<UploadForm>, trial: Trial) -> Self {
        Self { owner, form, trial }
    }

    pub fn preview(&self) -> &UploadPreview {
        &self.trial.preview
    }
}

/// No more uploads can wait.
#[derive(Debug)]
pub struct Full;

/// The uploads that wait, each for a while.
pub struct Desk {
    kept: Duration,
    content: Arc<Mutex<Content>>,
}

#[derive(Default)]
struct Content {
    uploads: HashMap<String, Arc<Upload>>,
    results: HashMap<Owner, UploadResult>,
}

impl Desk {
    /// Keeps each upload for so long.
    pub fn new(kept: Duration) -> Self {
        Self { kept, content: Arc::default() }
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an upload under a token that nobody can guess; one that its owner sent before is gone.
    pub fn insert(&self, upload: Upload) -> Result<String, Full> {
        let mut token = [0; 16];
        getrandom::fill(&mut token).map_err(|_| Full)?;
        let token = hex::encode(token);
        {
            let mut content = self.content();
            content.uploads.retain(|_, other| other.owner != upload.owner);
            if content.uploads.len() >= MOST {
                return Err(Full);
            }
            content.uploads.insert(token.clone(), Arc::new(upload));
        }
        let (content, kept, gone) = (Arc::downgrade(&self.content), self.kept, token.clone());
        tokio::spawn(async move {
            tokio::time::sleep(kept).await;
            if let Some(content) = content.upgrade() {
                content.lock().unwrap_or_else(PoisonError::into_inner).uploads.remove(&gone);
            }
        });
        Ok(token)
    }

    /// The upload of a token, for its owner alone.
    pub fn get(&self, token: &str, owner: &Owner) -> Option<Arc<Upload>> {
        self.content().uploads.get(token).filter(|upload| upload.owner == *owner).cloned()
    }

    /// The same, which is then gone: it is imported once.
    pub fn take(&self, token: &str, owner: &Owner) -> Option<Arc<Upload>> {
        let mut content = self.content();
        content.uploads.get(token).filter(|upload| upload.owner == *owner)?;
        content.uploads.remove(token)
    }

    /// Puts an upload that was taken back under its token.
    pub fn put_back(&self, token: String, upload: Arc<Upload>) {
        self.content().uploads.insert(token, upload);
    }

    /// Keeps what an import did, for the next page of its notebook.
    pub fn insert_result(&self, owner: Owner, result: UploadResult) {
        let mut content = self.content();
        if content.results.len() >= MOST {
            content.results.clear();
        }
        content.results.insert(owner, result);
    }

    /// What an import of an owner did, where the page `shows` it.
    pub fn take_result(&self, owner: &Owner, shows: impl Fn(&UploadResult) -> bool) -> Option<UploadResult> {
        let mut content = self.content();
        content.results.get(owner).filter(|result| shows(result))?;
        content.results.remove(owner)
    }
}
