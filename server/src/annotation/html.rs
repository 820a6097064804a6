//! A document as HTML with what became of what it cites next to it.

use app::html::annotation::{public_address, weave};
use app::html::escape;
use app::text::Lang;
use domain::annotation::{Annotation, CitationSubject};
use ingest::markdown::document::render_with_marks;

/// The HTML of the document's text, safe and woven; `href` says where citations lead.
pub fn fragment(
    annotation: &Annotation,
    lang: Lang,
    href: impl Fn(&CitationSubject) -> Option<String>,
) -> String {
    let mut places: Vec<(usize, usize)> = annotation
        .citations
        .iter()
        .enumerate()
        .filter_map(|(number, citation)| Some((citation.addition?, number)))
        .collect();
    places.sort_unstable();
    let (bytes, numbers): (Vec<usize>, Vec<usize>) = places.into_iter().unzip();
    let marked = render_with_marks(&annotation.source, annotation.text_start, &bytes);
    let pieces: Vec<(String, Option<usize>)> = marked
        .pieces
        .into_iter()
        .map(|(html, place)| (html, place.and_then(|place| numbers.get(place).copied())))
        .collect();
    weave(annotation, &pieces, lang, href)
}

/// A whole page of it by itself, for a file.
pub fn page(annotation: &Annotation, title: &str, lang: Lang) -> String {
    let text = fragment(annotation, lang, |subject| Some(public_address(subject)));
    let (title, lang) = (escape::html(title), lang.as_str());
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n{text}</html>\n"
    )
}
