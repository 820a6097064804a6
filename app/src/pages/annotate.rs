//! `/annotate`: a document of a reader's own with what became of what it cites.

use domain::address::Page as SitePage;
use domain::annotation::{Annotation, FoundThing};
use leptos::prelude::*;

use crate::html::annotation::site_address;
use crate::html::escape;
use crate::parts::head::Head;
use crate::request::{DocumentAnswer, DocumentForm, Reader, SentDocument};
use crate::text::Lang;

/// How many things the list of what is to be looked at names at most.
const MOST_THINGS: usize = 200;

/// The form, and below it what it was answered with.
#[component]
pub fn Page() -> impl IntoView {
    let lang = Reader::current().lang;
    let (form, answer) = match SentDocument::current() {
        Some(SentDocument { form, answer }) => (form, Some(answer)),
        None => (DocumentForm::default(), None),
    };
    let (problem, result) = match answer {
        Some(DocumentAnswer::Annotated { annotation, html }) => {
            (None, Some(view! { <Annotated annotation html /> }.into_any()))
        }
        Some(DocumentAnswer::Refused(error)) => {
            let message = error.respond().describe(lang);
            (Some(view! { <p class="form-error" role="alert">{message}</p> }), None)
        }
        None => (None, None),
    };
    let is_answer = result.is_some();
    let form_title = is_answer.then(|| view! { <h2>{lang.annotate_again()}</h2> });
    view! {
        <Head
            title=Some(lang.annotate_title().to_owned())
            description=lang.annotate_hint()
            canonical=SitePage::Annotate
            indexed=true
        />
        <main id="main" class="page writing-page annotate-page" tabindex="-1">
            <h1>{lang.annotate_title()}</h1>
            {problem}
            {(!is_answer).then(|| view! { <p>{lang.annotate_hint()} " " {lang.annotate_keeps_nothing()}</p> })}
            {result}
            {form_title}
            <DocumentFields form />
        </main>
    }
    .into_any()
}

/// The form with what it holds.
#[component]
fn DocumentFields(form: DocumentForm) -> impl IntoView {
    let lang = Reader::current().lang;
    let DocumentForm { text, day, as_of } = form;
    // Leptos writes the content of a field as it is, and a browser takes a first line feed away.
    let content = format!("\n{}", escape::html(&text));
    view! {
        <form class="writing" method="post" action=SitePage::Annotate.href() enctype="multipart/form-data">
            <label for="document">{lang.document_label()}</label>
            <textarea id="document" name="text" rows="12" dir="auto" autocomplete="off" aria-describedby="document-hint">
                {content}
            </textarea>
            <p id="document-hint" class="writing-hint">{lang.document_limit()}</p>
            <label>
                {lang.document_file()} " "
                <input type="file" name="file" accept=".md,.markdown,.mdx,.txt,.text" />
            </label>
            <div class="writing-where">
                <label>{lang.document_day()} " " <input type="date" name="day" value=day /></label>
                <label>{lang.document_as_of()} " " <input type="date" name="as_of" value=as_of /></label>
            </div>
            <p class="writing-hint">{lang.document_days_hint()}</p>
            <p class="writing-buttons">
                <button type="submit" class="apply-all" name="format" value="page">{lang.annotate()}</button>
                <button type="submit" name="format" value="markdown">{lang.save_markdown()}</button>
                <button type="submit" name="format" value="json">{lang.save_json()}</button>
                <button type="submit" name="format" value="example">{lang.document_example()}</button>
            </p>
        </form>
    }
    .into_any()
}

/// What is to be looked at, and the document with what became of it.
#[component]
fn Annotated(annotation: Annotation, html: String) -> impl IntoView {
    let lang = Reader::current().lang;
    let things = annotation.findings();
    let left_out = things.len().saturating_sub(MOST_THINGS);
    let rows: Vec<_> = things.iter().take(MOST_THINGS).map(|found| thing(&annotation, found, lang)).collect();
    let found = if annotation.citations.is_empty() {
        view! { <p>{lang.names_nothing()}</p> }.into_any()
    } else if rows.is_empty() {
        view! { <p>{lang.nothing_found()}</p> }.into_any()
    } else {
        view! { <ul class="annotation-findings">{rows}</ul> }.into_any()
    };
    let text_lang = Lang::detect(&annotation.source).as_str();
    view! {
        <section aria-labelledby="annotation-findings">
            <h2 id="annotation-findings">{lang.annotation_summary()}</h2>
            <Days annotation=annotation.clone() />
            {found}
            {(left_out > 0).then(|| view! { <p class="quiet">{lang.more_things(left_out)}</p> })}
        </section>
        <section aria-labelledby="annotated-document">
            <h2 id="annotated-document">{lang.annotated_document()}</h2>
            <div class="annotated note-body" lang=text_lang dir="auto" inner_html=html></div>
        </section>
    }
    .into_any()
}

/// What *then* and *now* mean.
#[component]
fn Days(annotation: Annotation) -> impl IntoView {
    let lang = Reader::current().lang;
    let day = |day: domain::Date| view! { <time datetime=day.to_string()>{lang.short_day(day)}</time> };
    let then = match annotation.day {
        Some(then) => day(then).into_any(),
        None => lang.no_document_day().into_any(),
    };
    let now = annotation.now().map(day);
    view! {
        <p class="quiet">
            {lang.document_day()} ": " {then} {now.map(|now| view! { " · " {lang.document_as_of()} ": " {now} })}
        </p>
    }
    .into_any()
}

fn thing(annotation: &Annotation, found: &FoundThing<'_>, lang: Lang) -> AnyView {
    let FoundThing { citation, lines } = found;
    let href = site_address(&citation.subject, annotation.as_of);
    let finding = citation.findings.first().map(|finding| finding.as_str());
    view! {
        <li data-finding=finding>
            <a href=href>{citation.subject.name()}</a>
            " "
            <b class="annotation-finding">{lang.findings(&citation.findings)}</b>
            " "
            {lang.citation_outcome(&citation.subject)}
            " "
            <span class="quiet">{lang.on_lines(lines)}</span>
        </li>
    }
    .into_any()
}
