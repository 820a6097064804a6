//! What the terms of a search may find where the text itself is withheld: whether a note is found says what it says.

use domain::list::filter::Filter;
use domain::notebook::{NotebookSlug, Viewer};
use store::Store;

/// A filter that finds by its terms no notes but those whose text the viewer may have; `None` where that leaves nothing.
///
/// For lists in other forms than pages: on pages the text is there for everybody.
pub async fn searchable(store: &Store, filter: &Filter, viewer: Viewer) -> store::Result<Option<Filter>> {
    if filter.terms.is_empty() {
        return Ok(Some(filter.clone()));
    }
    let (open, withheld): (Vec<_>, Vec<_>) = store
        .notebooks()
        .await?
        .into_iter()
        .map(|stored| stored.notebook)
        .partition(|notebook| notebook.rights.allow_text(viewer));
    if withheld.is_empty() {
        return Ok(Some(filter.clone()));
    }
    let notebooks: Vec<NotebookSlug> = if filter.notebooks.is_empty() {
        open.into_iter().map(|notebook| notebook.slug).collect()
    } else {
        let is_withheld = |slug: &NotebookSlug| withheld.iter().any(|notebook| notebook.slug == *slug);
        filter.notebooks.iter().filter(|slug| !is_withheld(slug)).cloned().collect()
    };
    Ok((!notebooks.is_empty()).then(|| Filter { notebooks, ..filter.clone() }))
}
