//! What is exported, of notes made for it and of the author's own where they are.

use std::path::PathBuf;

use clap::Parser;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::cli::{Cli, Command};
use crate::commands::import;
use crate::config::Config;

mod states;

/// A database with these files imported.
async fn imported(paths: &[&std::path::Path]) -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = Store::open(&url).await.unwrap();
    let arguments = ["kepline", "import"].map(PathBuf::from).into_iter();
    let cli = Cli::try_parse_from(arguments.chain(paths.iter().map(|path| path.to_path_buf()))).unwrap();
    let Command::Import(options) = cli.command else { panic!("not an import") };
    import::run(&store, &Config::from_env(), &options).await.unwrap();
    (store, folder)
}

async fn document(store: &Store) -> Value {
    let notebooks: Vec<Notebook> =
        store.notebooks().await.unwrap().into_iter().map(|stored| stored.notebook).collect();
    let entries = store.export(&Filter::default()).await.unwrap();
    let as_of = data_as_of(store).await.unwrap();
    serde_json::to_value(Document::new(&notebooks, &entries, as_of, None, jiff::Timestamp::UNIX_EPOCH))
        .unwrap()
}

async fn exported(paths: &[&std::path::Path]) -> Value {
    let (store, _folder) = imported(paths).await;
    document(&store).await
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

#[tokio::test]
async fn the_document_has_the_published_shape() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.md");
    std::fs::write(&path, "# Shape\n\n## 2023-10-10\n- SIG Node: kk#1 (comment - KEP-753) in 1.28\n")
        .unwrap();
    let document = exported(&[&path]).await;
    let note = &document["entries"][0]["notes"][0];
    assert_eq!(document["schema_version"], 1);
    assert_eq!(document["data_as_of"], json!({ "keps": null, "github": null }));
    assert_eq!(
        document["notebooks"],
        json!([{
            "slug": "shape", "title": "Shape", "author": null, "origin": null,
            "time_zone": "Asia/Tokyo", "rights": "unstated", "announced_entries": null
        }])
    );
    assert_eq!(
        note["references"],
        json!([
            {
                "literal": "kk#1", "kind": "github", "label": null, "owner": "kubernetes",
                "repo": "kubernetes", "number": 1, "tag": null,
                "url": "https://github.com/kubernetes/kubernetes/issues/1", "kep": null,
                "corrected": true, "none": false, "then": null, "now": null, "kep_then": null, "kep_now": null,
                "changed": false, "verdict": null, "verdict_evidence": null
            },
            {
                "literal": "KEP-753", "kind": "kep", "label": "comment", "owner": null, "repo": null,
                "number": 753, "tag": null, "url": "https://kep.k8s.io/753", "kep": 753,
                "corrected": false, "none": false, "then": null, "now": null, "kep_then": null, "kep_now": null,
                "changed": false, "verdict": null, "verdict_evidence": null
            }
        ])
    );
    assert_eq!(
        note["tags"],
        json!([
            { "kind": "sig", "value": "sig-node", "origin": "text", "evidence": "SIG Node", "inherited": false,
              "state": "applied" },
            { "kind": "version", "value": "1.28", "origin": "text", "evidence": "1.28", "inherited": false,
              "state": "applied" }
        ])
    );
}

#[tokio::test]
async fn several_files_of_a_notebook_are_joined_by_their_days() {
    let folder = tempfile::tempdir().unwrap();
    let (late, early) = (folder.path().join("b.md"), folder.path().join("a.md"));
    std::fs::write(&late, "# Same\n\n## 2023-02-01\n- late\n\n## Undated\n- later\n").unwrap();
    std::fs::write(&early, "# Same\n\n## 2023-01-01\n- early\n").unwrap();
    let document = exported(&[&late, &early]).await;
    let texts: Vec<&str> = list(&document, "entries")
        .iter()
        .map(|entry| entry["notes"][0]["text"].as_str().unwrap().trim())
        .collect();
    assert_eq!(texts, ["early", "late", "later"]);
    assert_eq!(document["entries"][2]["not_before"], "2023-02-01");
}

#[tokio::test]
async fn the_real_notes_are_exported_whole_and_right() {
    let Some(path) = real_data::notes_path() else { return };
    let document = exported(&[&path]).await;
    let entries = list(&document, "entries");
    let count = |wanted: &dyn Fn(&Value) -> bool| entries.iter().filter(|entry| wanted(entry)).count();
    assert_eq!(entries.len(), 159);
    assert_eq!(count(&|entry| entry["date"].is_string()), 146);
    assert_eq!(count(&|entry| entry["body_lost"] == true), 4);
    let notes: Vec<&Value> = entries.iter().flat_map(|entry| list(entry, "notes")).collect();
    assert_eq!(notes.len(), 341);
    let references: Vec<&Value> = notes.iter().flat_map(|note| list(note, "references")).collect();
    let count_of = |kind: &str| references.iter().filter(|reference| reference["kind"] == kind).count();
    assert_eq!(references.len(), 318);
    assert_eq!((count_of("github"), count_of("kep"), count_of("url"), count_of("release")), (287, 28, 2, 1));
    let labelled = |label: &str| references.iter().filter(|reference| reference["label"] == label).count();
    assert_eq!((labelled("comment"), labelled("commit")), (79, 1));

    // Each trap: what stands there, and where it leads.
    for (literal, leads_to, corrected) in [
        ("kubernetes/enhancent#3723", "github.com/kubernetes/enhancements/issues/3723", true),
        ("kubernetes/enhancement#3723", "github.com/kubernetes/enhancements/issues/3723", true),
        ("kubernetes/enhancement#3824", "github.com/kubernetes/enhancements/issues/3824", true),
        ("aws/container-roadmap#1947", "github.com/aws/containers-roadmap/issues/1947", true),
        ("kk#115139", "github.com/kubernetes/kubernetes/issues/115139", true),
        ("k/k#4293", "github.com/kubernetes/enhancements/issues/4293", true),
        ("k/k#23486", "github.com/cilium/cilium/issues/23486", true),
        ("#109777", "github.com/kubernetes/kubernetes/issues/109777", false),
        ("k/k#115331", "github.com/kubernetes/kubernetes/issues/115331", false),
        ("kubernetes/registry.k8s.io#234", "github.com/kubernetes/registry.k8s.io/issues/234", false),
        ("containerd/containerd#v1.7.0", "github.com/containerd/containerd/releases/tag/v1.7.0", false),
        ("KEP- 2008", "kep.k8s.io/2008", false),
        ("KEP - 2008", "kep.k8s.io/2008", false),
        ("KEP 3761", "kep.k8s.io/3761", false),
    ] {
        let found: Vec<_> = references.iter().filter(|reference| reference["literal"] == literal).collect();
        assert!(!found.is_empty(), "{literal}");
        for reference in found {
            assert_eq!(reference["url"], format!("https://{leads_to}"), "{literal}");
            assert_eq!(reference["corrected"], corrected, "{literal}");
        }
    }

    let tags: Vec<&Value> = notes.iter().flat_map(|note| list(note, "tags")).collect();
    // Those that the text names; before a sync nothing else is applied but what follows from repositories.
    let from_text: Vec<&&Value> = tags.iter().filter(|tag| tag["origin"] == "text").collect();
    assert!(from_text.iter().all(|tag| tag["state"] == "applied"));
    let count_of = |kind: &str| from_text.iter().filter(|tag| tag["kind"] == kind).count();
    assert_eq!((count_of("version"), count_of("sig")), (83, 24));
    // Versions of something else, by the notes that name nothing but those.
    for look_alike in
        ["Go 1.20", "kernel 5.16", "busybox:1.28", "v1.0.0", "Spin 1.0", "CoreDNS Addon v1.9.3", "1200m"]
    {
        let note =
            notes.iter().find(|note| note["text"].as_str().is_some_and(|text| text.contains(look_alike)));
        let note = note.unwrap_or_else(|| panic!("{look_alike} is in the notes"));
        let versions = list(note, "tags").iter().filter(|tag| tag["kind"] == "version").count();
        assert_eq!(versions, 0, "{look_alike}");
    }
    // A fresh database: the same document, ids included.
    assert_eq!(exported(&[&path]).await, document);
}

#[tokio::test]
async fn what_curators_decided_is_exported_with_its_state() {
    use domain::decision::{Correction, Decision, DecisionScope, Mention, Ruling, TagDecision};

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.md");
    std::fs::write(&path, "## 2023-01-01\n- SIG Node and k/k#1\n").unwrap();
    let (store, _folder) = imported(&[&path]).await;
    let id = store.export(&Filter::default()).await.unwrap()[0].notes[0].note.id.clone();
    let tag = |tag: &str, ruling| {
        Decision::Tag(TagDecision { on: DecisionScope::Note(id.clone()), tag: tag.parse().unwrap(), ruling })
    };
    let mention = Mention { literal: "k/k#1".into(), nth: 0 };
    let decisions = [
        tag("sig-node", Ruling::Rejected),
        tag("1.29", Ruling::Applied),
        Decision::Correction(Correction { note: id.clone(), mention, meant: "none".parse().unwrap() }),
    ];
    store.decide(&decisions, "alice", "2026-11-22T10:00:00Z".parse().unwrap()).await.unwrap();
    let document = document(&store).await;
    let note = &document["entries"][0]["notes"][0];
    assert_eq!(note["references"][0]["none"], true);
    let row = |kind: &str, value: &str, origin: &str, evidence: &str, state: &str| json!({ "kind": kind, "value": value, "origin": origin, "evidence": evidence, "inherited": false, "state": state });
    assert_eq!(
        note["tags"],
        json!([
            row("sig", "sig-node", "text", "SIG Node", "rejected"),
            row("sig", "sig-node", "manual", "alice, 2026-11-22", "rejected"),
            row("version", "1.29", "manual", "alice, 2026-11-22", "applied"),
        ])
    );
}
