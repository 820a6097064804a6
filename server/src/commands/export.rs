//! `kepline export`: the versioned JSON document of docs/formats.md, or a journal that imports again.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{Context, bail};
use domain::filter::Filter;
use domain::import::{JournalEntry, JournalHead, to_journal};
use domain::notebook::NotebookSlug;
use domain::reference::Target;
use domain::tag::Tag;
use domain::timeline::{Notebook, Reference};
use serde::Serialize;
use store::{ExportedEntry, ExportedNote, ExportedTag, Store};

use crate::cli::{Export, ExportFormat};
use crate::commands::say;

/// Raised when a field is removed or changes its meaning, not when one is added.
const SCHEMA_VERSION: u32 = 1;

/// Prints what the options match.
pub async fn run(store: &Store, options: &Export) -> anyhow::Result<ExitCode> {
    let filter = filter(options)?;
    let shelf: Vec<Notebook> = store.notebooks().await?.into_iter().map(|shelved| shelved.notebook).collect();
    for slug in &filter.notebooks {
        if shelf.iter().all(|notebook| notebook.slug != *slug) {
            bail!("there is no notebook `{slug}`");
        }
    }
    let entries = store.export(&filter).await?;
    let text = match options.format {
        ExportFormat::Json => {
            let document = Document::of(&shelf, &entries, jiff::Timestamp::now());
            serde_json::to_string_pretty(&document)? + "\n"
        }
        ExportFormat::Markdown => journal(&shelf, &entries)?,
    };
    say(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The filter of the options, through the same parser as every query.
fn filter(options: &Export) -> anyhow::Result<Filter> {
    let changed = if options.changed { vec!["1".to_owned()] } else { Vec::new() };
    let pairs = [
        ("notebook", &options.notebook),
        ("sig", &options.sig),
        ("exclude.sig", &options.exclude_sig),
        ("version", &options.version),
        ("exclude.version", &options.exclude_version),
        ("in", &options.period),
        ("stage", &options.stage),
        ("status", &options.status),
        ("github", &options.github),
        ("changed", &changed),
        ("kep", &options.kep),
        ("ref", &options.reference),
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (key, values) in pairs {
        for value in values {
            query.append_pair(key, value);
        }
    }
    Ok(Filter::parse(&query.finish())?.filter)
}

/// The journal of one notebook: several in one file could not be told apart again.
fn journal(shelf: &[Notebook], entries: &[ExportedEntry]) -> anyhow::Result<String> {
    let mut slugs: Vec<&NotebookSlug> = entries.iter().map(|entry| &entry.entry.notebook.slug).collect();
    slugs.sort();
    slugs.dedup();
    let slug = match slugs.as_slice() {
        [] => bail!("nothing matches"),
        [slug] => *slug,
        _ => {
            let names: Vec<&str> = slugs.iter().map(|slug| slug.as_str()).collect();
            bail!("a journal is one notebook: choose with --notebook ({})", names.join(", "))
        }
    };
    let notebook =
        shelf.iter().find(|notebook| notebook.slug == *slug).context("the notebook has just gone")?;
    let head = JournalHead {
        title: Some(&notebook.title),
        author: notebook.author.as_deref(),
        origin: notebook.origin.as_deref(),
        time_zone: Some(&notebook.time_zone),
        rights: Some(&notebook.rights),
        announced_entries: notebook.announced_entries,
        lost_links: notebook.lost_links,
    };
    let entries: Vec<JournalEntry<'_>> = entries
        .iter()
        .map(|entry| JournalEntry {
            date: entry.entry.date,
            notes: entry.notes.iter().map(|note| note.markdown.as_str()).collect(),
        })
        .collect();
    Ok(to_journal(&head, &entries))
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    generated_at: String,
    data_as_of: DataAsOf,
    notebooks: Vec<NotebookJson<'a>>,
    entries: Vec<EntryJson<'a>>,
}

/// When the states were read; `null` before any sync.
#[derive(Serialize)]
struct DataAsOf {
    keps: Option<String>,
    github: Option<String>,
}

#[derive(Serialize)]
struct NotebookJson<'a> {
    slug: &'a str,
    title: &'a str,
    author: Option<&'a str>,
    origin: Option<&'a str>,
    time_zone: &'a str,
    rights: &'static str,
    announced_entries: Option<u32>,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    id: &'a str,
    notebook: &'a str,
    position: u32,
    date: Option<String>,
    not_before: Option<String>,
    not_after: Option<String>,
    body_lost: bool,
    notes: Vec<NoteJson<'a>>,
}

#[derive(Serialize)]
struct NoteJson<'a> {
    id: &'a str,
    position: u32,
    markdown: &'a str,
    text: &'a str,
    html: &'a str,
    references: Vec<ReferenceJson<'a>>,
    tags: Vec<TagJson<'a>>,
}

/// States are `null` until there is something to compare.
#[derive(Serialize)]
struct ReferenceJson<'a> {
    literal: &'a str,
    kind: &'static str,
    label: Option<&'a str>,
    owner: Option<&'a str>,
    repo: Option<&'a str>,
    number: Option<u64>,
    tag: Option<&'a str>,
    url: Option<String>,
    kep: Option<u32>,
    corrected: bool,
    then: Option<()>,
    now: Option<()>,
    kep_then: Option<()>,
    kep_now: Option<()>,
    changed: bool,
}

#[derive(Serialize)]
struct TagJson<'a> {
    kind: &'static str,
    value: String,
    origin: &'static str,
    evidence: &'a str,
    state: &'static str,
}

impl<'a> Document<'a> {
    /// The document of what a filter matched; only notebooks that have an entry in it.
    fn of(shelf: &'a [Notebook], entries: &'a [ExportedEntry], at: jiff::Timestamp) -> Self {
        let used: BTreeMap<&str, ()> =
            entries.iter().map(|entry| (entry.entry.notebook.slug.as_str(), ())).collect();
        Self {
            schema_version: SCHEMA_VERSION,
            generated_at: at.to_string(),
            data_as_of: DataAsOf { keps: None, github: None },
            notebooks: shelf
                .iter()
                .filter(|notebook| used.contains_key(notebook.slug.as_str()))
                .map(NotebookJson::of)
                .collect(),
            entries: entries.iter().map(EntryJson::of).collect(),
        }
    }
}

impl<'a> NotebookJson<'a> {
    fn of(notebook: &'a Notebook) -> Self {
        Self {
            slug: notebook.slug.as_str(),
            title: &notebook.title,
            author: notebook.author.as_deref(),
            origin: notebook.origin.as_deref(),
            time_zone: &notebook.time_zone,
            rights: notebook.rights.word(),
            announced_entries: notebook.announced_entries,
        }
    }
}

impl<'a> EntryJson<'a> {
    fn of(exported: &'a ExportedEntry) -> Self {
        let entry = &exported.entry;
        let day = |day: Option<domain::Date>| day.map(|day| day.to_string());
        Self {
            id: entry.id.as_str(),
            notebook: entry.notebook.slug.as_str(),
            position: entry.position,
            date: day(entry.date),
            not_before: day(entry.not_before),
            not_after: day(entry.not_after),
            body_lost: entry.body_lost,
            notes: exported.notes.iter().map(NoteJson::of).collect(),
        }
    }
}

impl<'a> NoteJson<'a> {
    fn of(exported: &'a ExportedNote) -> Self {
        Self {
            id: exported.note.id.as_str(),
            position: exported.position,
            markdown: &exported.markdown,
            text: &exported.note.text,
            html: &exported.note.html,
            references: exported.note.references.iter().map(ReferenceJson::of).collect(),
            tags: exported.tags.iter().map(TagJson::of).collect(),
        }
    }
}

impl<'a> ReferenceJson<'a> {
    fn of(reference: &'a Reference) -> Self {
        let mut json = Self {
            literal: &reference.literal,
            kind: reference.target.kind(),
            label: reference.label.as_deref(),
            owner: None,
            repo: None,
            number: None,
            tag: None,
            url: None,
            kep: None,
            corrected: reference.corrected,
            then: None,
            now: None,
            kep_then: None,
            kep_now: None,
            changed: false,
        };
        match &reference.target {
            Target::Github { repo, number, .. } => {
                json.owner = Some(&repo.owner);
                json.repo = Some(&repo.name);
                json.number = Some(*number);
            }
            Target::Kep(number) => {
                json.number = Some(u64::from(*number));
                json.kep = Some(*number);
            }
            Target::Release { repo, tag } => {
                json.owner = Some(&repo.owner);
                json.repo = Some(&repo.name);
                json.tag = Some(tag);
            }
            Target::Url(_) => {}
        }
        json.url = Some(reference.target.href());
        json
    }
}

impl<'a> TagJson<'a> {
    fn of(exported: &'a ExportedTag) -> Self {
        let (kind, value) = match &exported.tag.tag {
            Tag::Sig(sig) => ("sig", sig.to_string()),
            Tag::Version(version) => ("version", version.to_string()),
        };
        Self {
            kind,
            value,
            origin: exported.tag.origin.word(),
            evidence: &exported.tag.evidence,
            state: if exported.applied { "applied" } else { "suggested" },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use clap::Parser;
    use serde_json::{Value, json};

    use super::*;
    use crate::cli::{Cli, Command};
    use crate::commands::import;

    /// The author's notes, where they are; says so where they are not.
    fn real_notes() -> Option<PathBuf> {
        let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/notes/kubernetes-2023.txt");
        let path = PathBuf::from(std::env::var("KEPLINE_NOTES").unwrap_or_else(|_| beside.to_owned()));
        if !path.exists() {
            eprintln!("skipped: the real notes are not at {}", path.display());
        }
        path.exists().then_some(path)
    }

    async fn exported(paths: &[&std::path::Path]) -> Value {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let store = Store::open(&url).await.unwrap();
        let words = ["kepline", "import"].map(PathBuf::from).into_iter();
        let cli = Cli::try_parse_from(words.chain(paths.iter().map(|path| path.to_path_buf()))).unwrap();
        let Command::Import(options) = cli.command else { panic!("not an import") };
        import::run(&store, &options).await.unwrap();
        let shelf: Vec<Notebook> =
            store.notebooks().await.unwrap().into_iter().map(|shelved| shelved.notebook).collect();
        let entries = store.export(&Filter::default()).await.unwrap();
        serde_json::to_value(Document::of(&shelf, &entries, jiff::Timestamp::UNIX_EPOCH)).unwrap()
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
                    "corrected": true, "then": null, "now": null, "kep_then": null, "kep_now": null,
                    "changed": false
                },
                {
                    "literal": "KEP-753", "kind": "kep", "label": "comment", "owner": null, "repo": null,
                    "number": 753, "tag": null, "url": "https://kep.k8s.io/753", "kep": 753,
                    "corrected": false, "then": null, "now": null, "kep_then": null, "kep_now": null,
                    "changed": false
                }
            ])
        );
        assert_eq!(
            note["tags"],
            json!([
                { "kind": "sig", "value": "sig-node", "origin": "text", "evidence": "SIG Node", "state": "applied" },
                { "kind": "version", "value": "1.28", "origin": "text", "evidence": "1.28", "state": "applied" }
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
        let Some(path) = real_notes() else { return };
        let document = exported(&[&path]).await;
        let entries = list(&document, "entries");
        let count = |wanted: &dyn Fn(&Value) -> bool| entries.iter().filter(|entry| wanted(entry)).count();
        assert_eq!(entries.len(), 159);
        assert_eq!(count(&|entry| entry["date"].is_string()), 146);
        assert_eq!(count(&|entry| entry["body_lost"] == true), 4);
        let notes: Vec<&Value> = entries.iter().flat_map(|entry| list(entry, "notes")).collect();
        assert_eq!(notes.len(), 341);
        let references: Vec<&Value> = notes.iter().flat_map(|note| list(note, "references")).collect();
        let of_kind = |kind: &str| references.iter().filter(|reference| reference["kind"] == kind).count();
        assert_eq!(references.len(), 318);
        assert_eq!((of_kind("github"), of_kind("kep"), of_kind("url"), of_kind("release")), (287, 28, 2, 1));
        let labelled =
            |label: &str| references.iter().filter(|reference| reference["label"] == label).count();
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
            let found: Vec<_> =
                references.iter().filter(|reference| reference["literal"] == literal).collect();
            assert!(!found.is_empty(), "{literal}");
            for reference in found {
                assert_eq!(reference["url"], format!("https://{leads_to}"), "{literal}");
                assert_eq!(reference["corrected"], corrected, "{literal}");
            }
        }

        let tags: Vec<&Value> = notes.iter().flat_map(|note| list(note, "tags")).collect();
        let of_kind = |kind: &str| tags.iter().filter(|tag| tag["kind"] == kind).count();
        assert_eq!((of_kind("version"), of_kind("sig")), (83, 24));
        assert!(tags.iter().all(|tag| tag["state"] == "applied"));
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
}
