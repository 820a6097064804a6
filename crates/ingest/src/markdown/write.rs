//! The HTML of events.

use pulldown_cmark::{CowStr, Event, html};

use super::events::task_sign;
use super::reserved::ESCAPES;

/// Adds a text of sanitised HTML with character references for what stands for them: a parser of HTML takes time
/// quadratic in how many references a text has.
pub(super) fn push_text(out: &mut String, text: &str) {
    for piece in text.split_inclusive(ESCAPES.map(|(_, stand_in, _)| stand_in)) {
        let reference = ESCAPES
            .iter()
            .find_map(|(_, stand_in, reference)| Some((piece.strip_suffix(*stand_in)?, *reference)));
        let (before, reference) = reference.unwrap_or((piece, ""));
        out.push_str(before);
        out.push_str(reference);
    }
}

fn mask(text: CowStr<'_>) -> CowStr<'_> {
    if !text.contains(['&', '<', '>']) {
        return text;
    }
    let stand_in =
        |c| ESCAPES.iter().find(|(plain, _, _)| *plain == c).map_or(c, |(_, stand_in, _)| *stand_in);
    text.chars().map(stand_in).collect::<String>().into()
}

/// Writes what is still to be sanitised, with characters of its own in its texts: see [`push_text`].
pub(super) fn html(events: Vec<Event<'_>>) -> String {
    let mut out = String::new();
    let events = events.into_iter().map(|event| match event {
        Event::FootnoteReference(number) => {
            Event::InlineHtml(format!("<sup class=\"footnote\">[{number}]</sup>").into())
        }
        Event::TaskListMarker(is_done) => {
            Event::InlineHtml(format!("<span class=\"task\">{}</span> ", task_sign(is_done)).into())
        }
        Event::Text(text) => Event::Text(mask(text)),
        Event::Code(text) => Event::Code(mask(text)),
        event => event,
    });
    html::push_html(&mut out, events);
    out
}
