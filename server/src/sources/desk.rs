//! What the buttons of `/sources` do.

use std::sync::Arc;
use std::time::Duration;

use app::source_desk::{NewAddress, SourceActions, SourceAnswer};
use domain::notebook::followed::{EVERY, Revision};
use store::Store;

use super::added::{AddedSource, add};
use super::look::{LossConsent, look_settled, remove};
use super::schedule::log;
use super::settings::SourceSettings;

/// How long a button waits: less than a request may take. What takes longer goes on without it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sources as pages act on them.
#[derive(Clone)]
pub struct Desk {
    store: Store,
    settings: Arc<SourceSettings>,
}

impl Desk {
    /// The sources of a database.
    pub fn new(store: Store, settings: SourceSettings) -> Self {
        Self { store, settings: Arc::new(settings) }
    }
}

impl SourceActions for Desk {
    fn add(&self, new: NewAddress) -> SourceAnswer {
        let Self { store, settings } = self.clone();
        answer(async move {
            let NewAddress { address, notebook, rights } = new;
            add(&store, &settings, AddedSource { address, notebook, every: EVERY, rights }).await?;
            Ok(())
        })
    }

    fn look(&self, source: i64, seen: Option<Revision>) -> SourceAnswer {
        let Self { store, settings } = self.clone();
        answer(async move {
            let consent = seen.map_or(LossConsent::Nothing, LossConsent::To);
            let followed = store.followed_source(source).await?;
            log(&followed, &look_settled(&store, &settings, source, &consent).await?);
            Ok(())
        })
    }

    fn remove(&self, source: i64) -> SourceAnswer {
        let Self { store, .. } = self.clone();
        answer(async move { remove(&store, source).await })
    }
}

/// Does something that goes on when nobody waits for it any more.
fn answer(work: impl Future<Output = anyhow::Result<()>> + Send + 'static) -> SourceAnswer {
    let work = tokio::spawn(work);
    Box::pin(async move {
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(Ok(done)) => done.map_err(|error| format!("{error:#}")),
            Ok(Err(_)) => Err("the server failed".to_owned()),
            // The page says what comes of it.
            Err(_) => Ok(()),
        }
    })
}
