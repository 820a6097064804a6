use std::path::PathBuf;

use clap::Parser;
use domain::annotation::additions::without_additions;

use super::*;
use crate::cli::{Cli, Command};
use crate::commands::database::Database;

/// A file next to this one.
fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/commands/annotate/tests").join(name)
}

fn command(words: &[&str]) -> Command {
    Cli::try_parse_from(["kepline", "annotate"].iter().chain(words)).unwrap().command
}

fn options(words: &[&str]) -> Annotate {
    let Command::Annotate(options) = command(words) else { panic!("{words:?}") };
    options
}

/// A database with the facts that the program carries, where none is.
async fn carried_facts(folder: &tempfile::TempDir) -> Database {
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    Database::open(&url, &command(&["-"])).await.unwrap()
}

/// Each citation in a line: where it stands, what it is, what became of it, what is found.
fn lines(annotation: &Annotation) -> String {
    let line = |citation: &domain::annotation::Citation| {
        let findings: Vec<&str> = citation.findings.iter().map(|finding| finding.as_str()).collect();
        format!(
            "{}:{} {} {}: {} [{}]\n",
            citation.line,
            citation.column,
            annotation.literal(citation),
            citation.subject.name(),
            Lang::En.citation_outcome(&citation.subject),
            findings.join(" ")
        )
    };
    annotation.citations.iter().map(line).collect()
}

#[tokio::test]
async fn twenty_citations_are_right_as_of_two_days() {
    let folder = tempfile::tempdir().unwrap();
    let database = carried_facts(&folder).await;
    let plan = std::fs::read(file("plan.md")).unwrap();
    let mut found = String::new();
    for day in ["2024-06-01", "2026-06-01"] {
        let annotation = annotate(&database.store, &plan, &options(&["-", "--as-of", day])).await.unwrap();
        assert_eq!(annotation.day, Some(domain::Date::constant(2023, 5, 10)));
        assert_eq!(annotation.citations.len(), 20);
        found += &format!("As of {day}\n\n{}\n", lines(&annotation));
    }
    assert_eq!(found, std::fs::read_to_string(file("expected.txt")).unwrap(), "{found}");
}

#[tokio::test]
async fn a_check_says_where_what_was_found_stands() {
    let folder = tempfile::tempdir().unwrap();
    let database = carried_facts(&folder).await;
    let document = b"# Plan\n\n\xe3\x81\x82 KEP-3063, KEP-753\n- on 1.26 `batch/v1beta1`\n";
    let check = async |words: &[&str], expected: &[&str]| {
        let options = options(&[&["plan.md", "--as-of", "2026-06-01"], words].concat());
        let annotation = annotate(&database.store, document, &options).await.unwrap();
        let report = report(&annotation, "plan.md", &options.fail_on);
        let found: Vec<&str> = report.lines().map(|line| line.rsplit_once("): ").unwrap().0).collect();
        assert_eq!(found, expected, "{words:?}");
    };
    check(&[], &[]).await;
    check(&["--fail-on", "missed,closed"], &[]).await;
    check(&["--fail-on", "dropped"], &["plan.md:3:3: KEP-3063 (dropped"]).await;
    let all = [
        "plan.md:3:3: KEP-3063 (dropped",
        "plan.md:4:6: 1.26 (unsupported",
        "plan.md:4:12: batch/v1beta1 (removed",
    ];
    check(&["--fail-on", "unsupported,dropped", "--fail-on", "removed"], &all).await;
}

#[tokio::test]
async fn each_form_has_the_document() {
    let folder = tempfile::tempdir().unwrap();
    let database = carried_facts(&folder).await;
    let plan = std::fs::read(file("plan.md")).unwrap();
    let annotation = annotate(&database.store, &plan, &options(&["-"])).await.unwrap();
    let markdown = render(&annotation, "plan.md", AnnotationFormat::Markdown).unwrap();
    assert_eq!(without_additions(&markdown).as_bytes(), plan, "without additions it is what it was");
    assert!(markdown.contains("**KEP-753** (↳ "), "{markdown}");
    assert!(markdown.contains("[its KEP](https://kep.k8s.io/1287) (↳ "), "{markdown}");
    assert!(markdown.contains("apiVersion: batch/v1beta1\nkind"), "code is left as it is: {markdown}");
    let again = annotate(&database.store, markdown.as_bytes(), &options(&["-"])).await.unwrap();
    assert_eq!(render(&again, "plan.md", AnnotationFormat::Markdown).unwrap(), markdown);
    let json = render(&annotation, "plan.md", AnnotationFormat::Json).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let citations = json["citations"].as_array().unwrap();
    for citation in citations {
        let (start, end) = (citation["start"].as_u64().unwrap(), citation["end"].as_u64().unwrap());
        let words = std::str::from_utf8(&plan[start as usize..end as usize]).unwrap();
        assert_eq!(citation["literal"], words);
        let kinds = ["reference", "gate", "version", "api"].map(|key| citation[key].is_object());
        assert_eq!(kinds.iter().filter(|is_there| **is_there).count(), 1, "{citation}");
    }
    let html = render(&annotation, "<plan>.md", AnnotationFormat::Html).unwrap();
    assert!(html.contains("<title>&lt;plan&gt;.md</title>") && html.contains("<ins "), "{html}");
}

#[tokio::test]
async fn no_database_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let database = carried_facts(&folder).await;
    assert!(database.store.last_sync(store::SyncKind::Keps).await.unwrap().is_some());
    database.store.close().await;
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn what_is_no_text_or_no_day_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let database = carried_facts(&folder).await;
    let refused = async |document: &[u8], words: &[&str]| {
        let options = options(&[&["-"], words].concat());
        annotate(&database.store, document, &options).await.unwrap_err().to_string()
    };
    assert_eq!(refused(b"a\nb\xff", &[]).await, "it is no text: line 2 is not in UTF-8");
    let nul = "it is no text: line 1 has a NUL character, as binary files have";
    assert_eq!(refused(b"a\0\n", &[]).await, nul);
    assert!(refused(b"a", &["--as-of", "2999-01-01"]).await.starts_with("`as_of` must be a day from"));
    let after = refused(b"a", &["--day", "2024-06-02", "--as-of", "2024-06-01"]).await;
    assert_eq!(after, "the document is of 2024-06-02, after 2024-06-01");
    let unknown = Cli::try_parse_from(["kepline", "annotate", "-", "--fail-on", "gone"]).unwrap_err();
    assert!(unknown.to_string().contains("dropped, removed, missed"), "{unknown}");
}
