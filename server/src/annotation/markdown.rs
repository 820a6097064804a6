//! A document in Markdown with what became of what it cites next to it, and a summary with evidence at its end.

use std::fmt::Write;

use app::html::annotation::public_address;
use app::html::escape;
use app::text::Lang;
use domain::annotation::additions::{SUMMARY_LINE, with_additions};
use domain::annotation::{Annotation, Citation, FoundThing};

/// The document with additions; without these it is what its author wrote, byte for byte.
///
/// A summary follows where there is anything to look at.
pub fn markdown(annotation: &Annotation, lang: Lang) -> String {
    let describe = |citation: &Citation| Some(escape::markdown(&lang.citation_outcome(&citation.subject)));
    let mut out = with_additions(&annotation.source, &annotation.additions(describe));
    push_summary(&mut out, annotation, lang);
    out
}

/// What is to be looked at, each thing once, the gravest first.
fn push_summary(out: &mut String, annotation: &Annotation, lang: Lang) {
    let things = annotation.findings();
    if things.is_empty() {
        return;
    }
    let now = annotation.now().map(|day| format!(" · {}", lang.facts_as_of(day))).unwrap_or_default();
    let _ = write!(out, "\n\n{SUMMARY_LINE}\n\n**{}**{now}\n\n", lang.annotation_summary());
    for FoundThing { citation, lines } in things {
        let name = escape::markdown(&citation.subject.name());
        let href = public_address(&citation.subject).replace(['<', '>', '\n'], "");
        let outcome = escape::markdown(&lang.citation_outcome(&citation.subject));
        let findings = lang.findings(&citation.findings);
        let _ = writeln!(out, "- {}: [{name}](<{href}>): {outcome} ({findings})", lang.on_lines(&lines));
    }
}
