//! Release notes and feature gates from repositories that are made here.

use domain::gate::GateState;
use store::FactSource;

use super::*;

const NOTES_28: &str = "releases/release-1.28/release-notes/release-notes-draft.json";
const NOTES_29: &str = "releases/release-1.29/release-notes/release-notes-draft.json";
const LIST: &str = "test/compatibility_lifecycle/reference/versioned_feature_list.yaml";
const PAGES: &str = "content/en/docs/reference/command-line-tools-reference/feature-gates";

/// A file of release notes about these pull requests.
fn notes(pulls: &[u64]) -> String {
    let records = pulls.iter().map(|pull| {
        format!(r#""{pull}": {{"pr_number": {pull}, "text": "Adds `PaintShed`.", "sigs": ["node"]}}"#)
    });
    format!("{{{}}}", records.collect::<Vec<_>>().join(", "))
}

fn list(names: &[&str]) -> String {
    let spec = "  versionedSpecs:\n  - default: false\n    lockToDefault: false\n    preRelease: Alpha\n    version: \"1.37\"\n";
    names.iter().map(|name| format!("- name: {name}\n{spec}")).collect()
}

fn page(name: &str) -> String {
    format!(
        "---\ntitle: {name}\nstages:\n- stage: alpha\n  defaultValue: false\n  fromVersion: \"1.35\"\n---\n{name} paints.\n"
    )
}

impl World {
    /// The same world, in which the repository that grows is that of release notes and gates.
    fn with_gates(mut self) -> Self {
        let repository = self.settings.keps_git.clone();
        self.settings.release_notes_git.clone_from(&repository);
        self.settings.kubernetes_git.clone_from(&repository);
        self.settings.website_git = repository;
        self
    }

    async fn sync_kind(&self, kind: SyncKind) -> Result<String, String> {
        let outcomes = run(&self.store, &self.settings, &[kind], None, &Progress::silent()).await.unwrap();
        outcomes.into_iter().next().unwrap().result
    }

    /// The pull requests that release notes are stored of, by release.
    async fn noted(&self) -> Vec<(u16, u64)> {
        let stored = self.store.release_notes(Version { minor: 0 }, Version { minor: 99 }).await.unwrap();
        stored.iter().map(|note| (note.note.release.minor, note.note.pull)).collect()
    }

    async fn gate_names(&self) -> Vec<String> {
        self.store.gates().await.unwrap().keys().map(ToString::to_string).collect()
    }

    async fn error_from(&self, source: FactSource) -> Option<String> {
        self.store.fact_source(source).await.unwrap().unwrap().error
    }
}

#[tokio::test]
async fn release_notes_are_read_where_they_are_new() {
    let world = World::new().await.with_gates();
    world.commit(1, "One", &[(NOTES_28, Some(&notes(&[1, 2]))), ("README.md", Some("words"))]);
    let summary = world.sync_kind(SyncKind::ReleaseNotes).await;
    assert_eq!(summary.as_deref(), Ok("2 notes new or changed, of 1 releases"));
    assert_eq!(world.sync_kind(SyncKind::ReleaseNotes).await.as_deref(), Ok("nothing is new"));
    world.commit(2, "Two", &[(NOTES_29, Some(&notes(&[3])))]);
    let summary = world.sync_kind(SyncKind::ReleaseNotes).await;
    assert_eq!(summary.as_deref(), Ok("1 notes new or changed, of 2 releases"));
    assert_eq!(world.noted().await, [(28, 1), (28, 2), (29, 3)]);
    assert_eq!(world.error_from(FactSource::ReleaseNotes).await, None);
}

#[tokio::test]
async fn a_broken_file_of_release_notes_leaves_what_was_read_before() {
    let world = World::new().await.with_gates();
    world.commit(1, "One", &[(NOTES_28, Some(&notes(&[1, 2, 4])))]);
    world.commit(2, "Two", &[(NOTES_28, Some("{\"1\": {},}")), (NOTES_29, Some(&notes(&[3])))]);
    // The first sync meets a broken tip: what the file held before counts.
    let summary = world.sync_kind(SyncKind::ReleaseNotes).await.unwrap();
    assert!(summary.contains("the notes of before count: 1.28 ") && summary.contains("JSON"), "{summary}");
    assert_eq!(world.noted().await, [(28, 1), (28, 2), (28, 4), (29, 3)]);
    assert!(world.error_from(FactSource::ReleaseNotes).await.is_some_and(|error| error.starts_with("1.28 ")));
    world.commit(3, "Three", &[(NOTES_28, Some(&notes(&[1]))), (NOTES_29, None)]);
    let summary = world.sync_kind(SyncKind::ReleaseNotes).await.unwrap();
    assert!(summary.contains("1.28 has only 1 of its 3 notes"), "{summary}");
    assert!(summary.contains("1.29 is no longer there"), "{summary}");
    assert_eq!(world.noted().await.len(), 4);
    world.commit(4, "Four", &[(NOTES_28, Some(&notes(&[1, 2]))), (NOTES_29, Some(&notes(&[3])))]);
    let summary = world.sync_kind(SyncKind::ReleaseNotes).await;
    assert_eq!(summary.as_deref(), Ok("1 notes new or changed, of 2 releases"));
    assert_eq!(world.error_from(FactSource::ReleaseNotes).await, None);
}

#[tokio::test]
async fn gates_come_from_the_list_and_the_pages() {
    let world = World::new().await.with_gates();
    let pages: Vec<(String, String)> =
        ["OilHinges", "PaintShed"].map(|name| (format!("{PAGES}/{name}.md"), page(name))).into();
    let mut files: Vec<(&str, Option<&str>)> =
        pages.iter().map(|(path, text)| (&path[..], Some(&text[..]))).collect();
    let index = format!("{PAGES}/_index.md");
    let listed = list(&["PaintShed", "SweepYard"]);
    files.extend([(LIST, Some(&listed[..])), (&index[..], Some("---\ntitle: Feature gates\n---\n"))]);
    world.commit(1, "One", &files);
    let summary = world.sync_kind(SyncKind::Gates).await;
    assert_eq!(
        summary.as_deref(),
        Ok("gate-list: 2 gates new or changed; gate-pages: 2 gates new or changed")
    );
    assert_eq!(world.gate_names().await, ["OilHinges", "PaintShed", "SweepYard"]);
    assert_eq!(
        world.sync_kind(SyncKind::Gates).await.as_deref(),
        Ok("gate-list: nothing is new; gate-pages: nothing is new")
    );
    // Each alone may fail.
    world.commit(2, "Two", &[(LIST, Some("- name: [")), (&pages[0].0, None)]);
    let error = world.sync_kind(SyncKind::Gates).await.unwrap_err();
    assert!(error.starts_with("gate-list: test/") && error.contains("is not YAML"), "{error}");
    assert!(error.contains("gate-pages: content/") && error.contains("has only 1 of 2 gates"), "{error}");
    assert_eq!(world.gate_names().await, ["OilHinges", "PaintShed", "SweepYard"]);
    let last = world.store.last_sync(SyncKind::Gates).await.unwrap().unwrap();
    assert!(last.error.is_some() && last.data_at.is_some(), "{last:?}");
    world.commit(3, "Three", &[(&pages[0].0, Some(&pages[0].1))]);
    let error = world.sync_kind(SyncKind::Gates).await.unwrap_err();
    assert!(!error.contains("gate-pages"), "{error}");
    assert_eq!(world.error_from(FactSource::GatePages).await, None);
    assert!(world.error_from(FactSource::GateList).await.is_some());
    let gate = world.store.gate(&"SweepYard".parse().unwrap()).await.unwrap().unwrap();
    assert!(matches!(gate.state_in(Version { minor: 37 }), GateState::Present(_)));
}

#[tokio::test]
async fn a_repository_that_is_not_there_or_holds_something_else_is_an_error() {
    let world = World::new().await;
    let error = world.sync_kind(SyncKind::ReleaseNotes).await.unwrap_err();
    assert!(error.contains("git failed"), "{error}");
    assert!(world.error_from(FactSource::ReleaseNotes).await.is_some());
    let error = world.sync_kind(SyncKind::Gates).await.unwrap_err();
    assert!(error.contains("gate-list: git failed") && error.contains("gate-pages: git failed"), "{error}");
    let world = world.with_gates();
    world.commit(1, "One", &[("README.md", Some("words"))]);
    let error = world.sync_kind(SyncKind::ReleaseNotes).await.unwrap_err();
    assert!(error.contains("has no release notes"), "{error}");
    let error = world.sync_kind(SyncKind::Gates).await.unwrap_err();
    assert!(error.contains("has no `test/compatibility_lifecycle"), "{error}");
}

#[tokio::test]
async fn another_repository_may_take_the_place_of_a_configured_one_for_once() {
    let world = World::new().await;
    world.commit(1, "One", &[(LIST, Some(&list(&["PaintShed"]))), (NOTES_28, Some(&notes(&[1])))]);
    let repository = world.repository();
    let from = async |kind, from: &str| {
        let outcomes =
            run(&world.store, &world.settings, &[kind], Some(from), &Progress::silent()).await.unwrap();
        outcomes.into_iter().next().unwrap().result
    };
    let path = repository.to_str().unwrap();
    let summary = from(SyncKind::ReleaseNotes, path).await;
    assert_eq!(summary.as_deref(), Ok("1 notes new or changed, of 1 releases"));
    // It has one of the two sources of gates, which is enough.
    assert_eq!(from(SyncKind::Gates, path).await.as_deref(), Ok("gate-list: 1 gates new or changed"));
    assert_eq!(world.gate_names().await, ["PaintShed"]);
    assert!(world.store.fact_source(FactSource::GatePages).await.unwrap().is_none(), "nobody looked for it");
    let last_run = async |kind| world.store.sync_runs(kind, 1).await.unwrap().remove(0);
    assert_eq!(last_run(SyncKind::Gates).await.source.as_deref(), Some(path));
    world.commit(2, "Two", &[(LIST, None)]);
    let error = from(SyncKind::Gates, path).await.unwrap_err();
    assert!(error.contains("neither") && error.contains(LIST) && error.contains(PAGES), "{error}");
    assert_eq!(world.gate_names().await, ["PaintShed"], "what was read before stays");
}
