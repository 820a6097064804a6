//! `kepline annotate`: a document with what became of what it names, and a check for CI.

use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use app::html::annotation::public_address;
use app::text::Lang;
use domain::annotation::{Annotation, Finding};
use store::Store;

use crate::annotation::{self, StatedDays};
use crate::cli::{Annotate, AnnotationFormat};
use crate::commands::output::{print_document, printable};
use crate::document::AnnotationJson;

#[cfg(test)]
mod tests;

/// The exit code where something is found that `--fail-on` names.
const FOUND: u8 = 3;

/// Prints a document with what became of what it names.
pub async fn run(store: &Store, options: &Annotate) -> anyhow::Result<ExitCode> {
    let name = options.file.display().to_string();
    let document = read(&options.file).with_context(|| format!("cannot read {name}"))?;
    let annotation = annotate(store, &document, options).await.with_context(|| name.clone())?;
    print_document(&render(&annotation, &name, options.format)?)?;
    let report = report(&annotation, &name, &options.fail_on);
    eprint!("{}", printable(&report));
    Ok(if report.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return std::fs::read(file);
    }
    let mut document = Vec::new();
    std::io::stdin().lock().read_to_end(&mut document)?;
    Ok(document)
}

async fn annotate(store: &Store, document: &[u8], options: &Annotate) -> anyhow::Result<Annotation> {
    let day = options.day.map(|day| day.to_string()).unwrap_or_default();
    let as_of = options.as_of.as_deref().unwrap_or_default();
    Ok(annotation::annotate(store, document, StatedDays { day: &day, as_of }).await?)
}

fn render(annotation: &Annotation, name: &str, format: AnnotationFormat) -> anyhow::Result<String> {
    Ok(match format {
        AnnotationFormat::Markdown => annotation::markdown(annotation, Lang::En),
        AnnotationFormat::Html => annotation::page(annotation, name, Lang::En),
        AnnotationFormat::Json => {
            let json = AnnotationJson::new(annotation, public_address);
            serde_json::to_string_pretty(&json)? + "\n"
        }
    })
}

/// What is found of `wanted`, a line each, as compilers say where: `plan.md:12:5: KEP-753 (dropped): withdrawn`.
fn report(annotation: &Annotation, name: &str, wanted: &[Finding]) -> String {
    let mut report = String::new();
    for citation in annotation.with_findings(wanted) {
        let found: Vec<&str> =
            citation.findings.iter().filter(|it| wanted.contains(it)).map(|it| it.as_str()).collect();
        let (line, column) = (citation.line, citation.column);
        let (subject, outcome) = (citation.subject.name(), Lang::En.citation_outcome(&citation.subject));
        let _ = writeln!(report, "{name}:{line}:{column}: {subject} ({}): {outcome}", found.join(", "));
    }
    report
}
