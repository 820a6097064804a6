//! A document with what became of what it cites, next to each citation.

use std::fmt::Write;

use domain::address::Page;
use domain::annotation::{Annotation, Citation, CitationSubject, Finding};
use domain::api_removal::ApiRemoval;
use domain::cite::Target;
use domain::{Date, as_of};

use super::chip::adapt;
use super::escape;
use super::link::{self, rel_attribute};
use crate::text::Lang;

/// How many citations have their state next to them; of more, a document is a list of them.
const MOST_STATES: usize = 3_000;

/// The HTML of a document. `pieces` are safe HTML, each with the number of the citation that it ends with.
///
/// `href` says where a citation leads: to a page of the site, or to where its facts are public.
pub fn weave(
    annotation: &Annotation,
    pieces: &[(String, Option<usize>)],
    lang: Lang,
    href: impl Fn(&CitationSubject) -> Option<String>,
) -> String {
    let mut woven = String::new();
    let mut states = 0;
    for (html, number) in pieces {
        woven.push_str(html);
        let Some(citation) = number.and_then(|number| annotation.citations.get(number)) else { continue };
        states += 1;
        if states <= MOST_STATES {
            push_state(&mut woven, citation, lang, &href);
        }
    }
    adapt(woven, "annotated", lang)
}

fn push_state(
    woven: &mut String,
    citation: &Citation,
    lang: Lang,
    href: impl Fn(&CitationSubject) -> Option<String>,
) {
    let words = escape::html(&lang.citation_outcome(&citation.subject));
    let finding = citation.findings.first().copied().map_or("none", Finding::as_str);
    let _ = write!(woven, " <ins class=\"annotation\" data-finding=\"{finding}\">");
    let name = escape::html(&citation.subject.name());
    match href(&citation.subject) {
        Some(href) => {
            let rel = rel_attribute(&href);
            let href = escape::html(&href);
            let _ = write!(woven, "<a href=\"{href}\" title=\"{name}\"{rel}>{words}</a></ins>");
        }
        None => {
            let _ = write!(woven, "{words}</ins>");
        }
    }
}

/// Where the facts of a citation are on the site, as of the day that *now* means; else where they are public.
pub fn site_address(subject: &CitationSubject, as_of: Option<Date>) -> String {
    let page = match subject {
        CitationSubject::Reference(reference) => reference.outcome.as_ref().and_then(|outcome| {
            let kep = outcome.kep.as_ref().filter(|kep| kep.has_page())?;
            (outcome.destination(&reference.target) == Target::Kep(kep.number)).then(|| Page::kep(kep.number))
        }),
        CitationSubject::Gate(outcome) => Some(Page::Gate(outcome.gate.name.clone())),
        CitationSubject::Version(outcome) => Some(Page::Version(outcome.version)),
        CitationSubject::Api(_) => None,
    };
    match page {
        Some(page) if page.looks_back() => as_of::carried(&page.href(), as_of),
        Some(page) => page.href(),
        None => public_address(subject),
    }
}

/// Where the facts of a citation are public, wherever it is read.
pub fn public_address(subject: &CitationSubject) -> String {
    match subject {
        CitationSubject::Reference(reference) => link::public_address(reference),
        CitationSubject::Gate(_) => {
            "https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/".to_owned()
        }
        CitationSubject::Version(_) => "https://kubernetes.io/releases/".to_owned(),
        CitationSubject::Api(_) => ApiRemoval::SOURCE.to_owned(),
    }
}
