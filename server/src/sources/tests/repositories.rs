//! Git repositories.

use std::os::unix::fs::PermissionsExt;

use super::*;

/// A repository with notes in a folder of it, on a branch of its own.
struct Repository(PathBuf);

impl Repository {
    fn new(world: &World) -> Self {
        let folder = world.path("up/field-journal");
        std::fs::create_dir_all(&folder).unwrap();
        git(&folder, &["init", "--quiet", "--initial-branch=trunk"]);
        git(&folder, &["config", "uploadpack.allowFilter", "true"]);
        git(&folder, &["config", "uploadpack.allowAnySHA1InWant", "true"]);
        Self(folder)
    }

    /// Commits a file; gives the commit.
    fn commit(&self, path: &str, text: &str) -> String {
        let file = self.0.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
        git(&self.0, &["add", "--all"]);
        git(&self.0, &["commit", "--quiet", "-m", "notes"]);
        git(&self.0, &["rev-parse", "HEAD"])
    }

    fn address(&self, branch: Option<&str>, folder: Option<&str>) -> SourceAddress {
        let address = SourceAddress::parse(&format!("file://{}", self.0.display()), true).unwrap();
        address.within(branch.map(str::to_owned), folder.map(str::to_owned)).unwrap()
    }
}

#[tokio::test]
async fn a_new_commit_is_imported_as_the_command_imports_the_folder() {
    let world = World::new().await;
    let repository = Repository::new(&world);
    repository.commit("README.md", "# No notes\n\n## 2026-01-01\n- none\n");
    let first = repository.commit("notes/a.md", "## 2026-10-11\n- one\n- two\n");
    let (revision, new) = imported(world.add(repository.address(None, Some("notes"))).await);
    assert_eq!((revision, new), (Revision::Commit(first), 2));
    assert_eq!(world.source().await.source.notebook, slug("notes"));
    assert_eq!(world.notes().await, notes_of_command(&[repository.0.join("notes")]).await);
    let second = repository.commit("notes/deep/b.md", "## 2026-10-12\n- three\n");
    let after = world.after(EVERY).await;
    assert_eq!(after.looks.revision, Some(Revision::Commit(second)));
    assert_eq!(world.notes().await, notes_of_command(&[repository.0.join("notes")]).await);
    assert_eq!(world.texts().await, ["one", "two", "three"]);
    assert_eq!(world.after(EVERY).await.looks.changed_at, after.looks.changed_at);
}

#[tokio::test]
async fn a_branch_and_a_file_can_be_followed() {
    let world = World::new().await;
    let repository = Repository::new(&world);
    repository.commit("notes.md", "# Field notes\n\n## 2026-10-11\n- of the trunk\n");
    git(&repository.0, &["checkout", "--quiet", "-b", "drafts/next"]);
    let tip = repository.commit("notes.md", "# Field notes\n\n## 2026-10-11\n- of the branch\n");
    git(&repository.0, &["checkout", "--quiet", "trunk"]);
    let address = repository.address(Some("drafts/next"), Some("notes.md"));
    assert_eq!(imported(world.add(address).await).0, Revision::Commit(tip));
    assert_eq!(world.texts().await, ["of the branch"]);
    assert_eq!(world.source().await.source.notebook, slug("field-notes"));
    let refused = world.add(repository.address(Some("nowhere"), None)).await.unwrap_err();
    assert!(refused.contains("has no branch `nowhere`"), "{refused}");
    let refused = world.add(repository.address(None, Some("nowhere"))).await.unwrap_err();
    assert!(refused.contains("has no notes in `nowhere`"), "{refused}");
}

#[tokio::test]
async fn a_whole_repository_is_named_as_it_is_and_links_hold_no_notes() {
    let world = World::new().await;
    let repository = Repository::new(&world);
    std::os::unix::fs::symlink("/etc/hostname", repository.0.join("link.md")).unwrap();
    repository.commit("a.md", "## 2026-10-11\n- one\n");
    world.add(repository.address(None, None)).await.unwrap();
    assert_eq!((world.source().await.source.notebook, world.texts().await.len()), (slug("field-journal"), 1));
    let cached = |world: &World| {
        let items = std::fs::read_dir(world.folder.path()).unwrap().map(|item| item.unwrap());
        let caches = items.filter(|item| item.file_name().to_string_lossy().ends_with(".git"));
        caches.map(|item| item.metadata().unwrap().permissions().mode() & 0o777).collect::<Vec<_>>()
    };
    assert_eq!(cached(&world), [0o700], "notes that only some may read are in it");
    remove(&world.store, world.source().await.id).await.unwrap();
    assert_eq!(cached(&world), [0; 0]);
}

#[tokio::test]
async fn a_commit_that_takes_more_than_half_waits() {
    let world = World::new().await;
    let repository = Repository::new(&world);
    repository.commit("notes.md", NOTES);
    world.add(repository.address(None, None)).await.unwrap();
    let tip = repository.commit("notes.md", "# Field notes\n\n## 2026-10-11\n\n- one\n");
    let waits = world.after(EVERY).await;
    assert_eq!((waits.state(), world.texts().await.len()), (SourceState::Waits, 6));
    let seen = Revision::Commit(tip);
    assert_eq!(waits.looks.waiting.as_ref().map(|waiting| &waiting.revision), Some(&seen));
    look_settled(&world.store, &world.settings, waits.id, &LossConsent::To(seen)).await.unwrap();
    assert_eq!(world.texts().await, ["one"]);
}

#[tokio::test]
async fn git_is_sent_to_no_private_host_and_says_no_password() {
    let world = World::new().await;
    let settings = SourceSettings::new(Default::default());
    let address =
        SourceAddress::parse("git+https://me:s3cret@127.0.0.1:1/notes.git?token=s3cret", false).unwrap();
    let added = AddedSource { address, notebook: None, every: EVERY, rights: None };
    let refused = format!("{:#}", add(&world.store, &settings, added.clone()).await.unwrap_err());
    assert!(refused.contains("KEPLINE_SOURCE_HOSTS") && !refused.contains("s3cret"), "{refused}");
    let failed = format!("{:#}", add(&world.store, &world.settings, added).await.unwrap_err());
    assert!(failed.contains("git failed") && !failed.contains("s3cret"), "{failed}");
}
