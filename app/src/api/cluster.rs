//! What notes cite, in the release that the reader runs.

use std::collections::BTreeSet;

use domain::list::timeline::{Note, Reference};
use domain::outcome::{CitedSubject, Outcome};

use crate::error::AppError;
use crate::request::{Reader, looked_at_from};

/// Adds to what notes cite what each KEP is in the release that the reader runs, where they say so; not as of an earlier
/// day, as the cluster is one of today.
pub(super) async fn add_cluster(
    store: &store::Store,
    notes: impl IntoIterator<Item = &mut Note>,
) -> Result<(), AppError> {
    let Some(release) = Reader::current().runs.filter(|_| looked_at_from().is_none()) else { return Ok(()) };
    let mut references: Vec<&mut Reference> =
        notes.into_iter().flat_map(|note| &mut note.references).collect();
    let numbers: BTreeSet<u32> = references.iter().filter_map(|reference| cited_kep(reference)).collect();
    let keps = store.keps_in_release(numbers, release).await?;
    for reference in &mut references {
        reference.in_cluster = cited_kep(reference).and_then(|number| keps.get(&number).copied());
    }
    Ok(())
}

/// The KEP that a citation is about.
fn cited_kep(reference: &Reference) -> Option<u32> {
    match reference.outcome.as_deref().and_then(Outcome::subject)? {
        CitedSubject::Kep(kep) | CitedSubject::PullAbout(kep) => Some(kep.number),
        _ => None,
    }
}
