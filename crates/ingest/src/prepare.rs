//! From the Markdown of a note to all that is stored with it.

use domain::notebook::prepared::PreparedNote;
use domain::tag;

use crate::markdown::{RenderedNote, render};

/// A note with its HTML, its references and the tags that its prose names.
///
/// `lost_links` as in [`render`].
pub fn prepare(markdown: &str, lost_links: bool) -> PreparedNote {
    let RenderedNote { html, text, prose, references, content } = render(markdown, lost_links);
    let mut tags = tag::text_tags(&prose);
    tags.extend(tag::component_tags(&prose));
    PreparedNote { html, text, references, tags, content }
}
