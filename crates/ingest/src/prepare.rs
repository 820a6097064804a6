//! From the Markdown of a note to all that is stored with it.

use domain::notebook::prepared::PreparedNote;
use domain::tag;

use crate::markdown::{RenderedNote, render};

/// A note with its HTML, its references and the tags that its prose names.
///
/// `lost_links` as in [`render`]. Stored notes follow a change of what this gives when
/// [`READING_VERSION`](domain::notebook::prepared::READING_VERSION) is raised with it.
pub fn prepare(markdown: &str, lost_links: bool) -> PreparedNote {
    let RenderedNote { html, text, prose, references, content } = render(markdown, lost_links);
    let mut tags = tag::text_tags(&prose);
    tags.extend(tag::component_tags(&prose));
    PreparedNote { html, text, references, tags, content }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_below_the_heading_of_another_project_is_its_own() {
        let versions = |markdown: &str| {
            let tags = prepare(markdown, false).tags;
            tags.iter()
                .filter(|tag| tag.tag.kind() == "version")
                .map(|tag| tag.tag.value())
                .collect::<Vec<_>>()
        };
        assert_eq!(versions("## containerd\n\n- 1.27 is out"), [""; 0]);
        assert_eq!(versions("## containerd\n\n- 1.27 is out\n\n## Upgrades\n\n- 1.28 next week"), ["1.28"]);
        assert_eq!(versions("- 1.27 is out"), ["1.27"]);
    }
}
