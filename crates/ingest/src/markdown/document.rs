//! Documents that are not cut into notes: what they cite with its places in the source, and their HTML with marks there.

mod reader;
mod rendering;
#[cfg(test)]
mod tests;

use domain::annotation::additions::without_additions;
use domain::annotation::{CitedDocument, DocumentVersion};
use domain::version;

use self::reader::Reader;
use super::complexity;
use crate::source::dated_body;

pub use self::rendering::{MarkedHtml, render_with_marks};

/// Reads a document in Markdown: all that it names that needs no facts to be found.
///
/// What an earlier run added is left out. Its front matter gives its day and is no text. References are what they are in
/// notes, and its bare numbers have the repositories of the whole document; in code nothing but gates and API versions is
/// named. Text that Markdown reads otherwise than notes do (boxes between colons, indented addresses) is read as it stands.
///
/// Never fails, and takes time linear in the length of the text, like [`super::render`].
pub fn read(text: &str) -> CitedDocument {
    let source = without_additions(text).into_owned();
    let (day, body) = dated_body(&source);
    let start = source.len() - body.len();
    let mut reader = Reader::new(&source);
    if complexity::is_excessive(body) {
        reader.read_plain(start);
    } else {
        reader.read_markdown(start);
    }
    let (passages, prose, places) = reader.finish();
    let versions = version::mentions(&prose).into_iter().filter(|mention| mention.certain);
    let versions = versions.filter_map(|mention| {
        Some(DocumentVersion { place: places.locate(&mention.range)?, version: mention.version })
    });
    let versions = versions.collect();
    CitedDocument { source, text_start: start, day, passages, versions }
}
