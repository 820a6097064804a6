//! Syncs from repositories: made here, served from here, and the real one where it is at hand.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use axum::routing::get;
use domain::Date;
use domain::version::Version;
use store::{StoredKep, SyncRun};
use tempfile::TempDir;

mod as_of;
mod gates;

use super::clock::Clock;
use super::settings::Github;
use super::*;
use crate::import::import_text;

/// A database of its own, and a repository that grows.
struct World {
    folder: TempDir,
    store: Store,
    settings: Settings,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let store = Store::open(&url).await.unwrap();
        let repository = folder.path().join("up");
        std::fs::create_dir(&repository).unwrap();
        let settings = Settings {
            keps_git: format!("file://{}", repository.display()),
            ..Settings::at_nowhere(github_at("http://127.0.0.1:1", None))
        };
        let world = Self { folder, store, settings };
        world.git(&["init", "--quiet", "--initial-branch=trunk"]);
        world.git(&["config", "uploadpack.allowFilter", "true"]);
        world
    }

    fn repository(&self) -> PathBuf {
        self.folder.path().join("up")
    }

    /// The output of git in the repository.
    fn git(&self, arguments: &[&str]) -> String {
        git(&self.repository(), arguments)
    }

    /// Commits a file, or its removal.
    fn commit(&self, second: u32, subject: &str, files: &[(&str, Option<&str>)]) {
        for (path, content) in files {
            let path = self.repository().join(path);
            match content {
                Some(content) => {
                    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                    std::fs::write(path, content).unwrap();
                }
                None => std::fs::remove_file(path).unwrap(),
            }
        }
        self.git(&["add", "--all"]);
        let date = format!("--date=@{second} +0000");
        self.git(&["commit", "--quiet", "--allow-empty", "-m", subject, &date]);
    }

    async fn sync(&self, from: Option<&str>) -> Result<String, String> {
        let kinds = [SyncKind::Keps];
        let outcomes = run(&self.store, &self.settings, &kinds, from, &Progress::silent()).await.unwrap();
        outcomes.into_iter().next().unwrap().result
    }

    /// Each KEP with how many revisions it has.
    async fn keps(&self) -> Vec<String> {
        let summary = |kep: &StoredKep| {
            let gone = if kep.gone { " gone" } else { "" };
            format!("{}{gone} {}", kep.folder, kep.commits.len())
        };
        let mut keps: Vec<String> = self.store.stored_keps().await.unwrap().iter().map(summary).collect();
        keps.sort();
        keps
    }

    async fn last(&self) -> SyncRun {
        self.store.sync_runs(SyncKind::Keps, 1).await.unwrap().remove(0)
    }
}

/// GitHub at `root`, by a clock that waits for nothing.
fn github_at(root: &str, token: Option<&str>) -> Github {
    let token = token.map(|token| token.parse().unwrap());
    Github::new(root.parse().unwrap(), token).unwrap().with_clock(Clock::fake())
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
        .args(arguments)
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_COMMITTER_DATE", "@1700000000 +0000")
        .stdin(Stdio::null())
        .output()
        .expect("git is installed");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {stderr}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

const ALPHA: &str = "title: A KEP\nkep-number: 5\nstatus: implementable\nstage: alpha\n";
const BETA: &str = "title: A KEP\nkep-number: 5\nstatus: implementable\nstage: beta\n";

#[tokio::test]
async fn a_second_sync_reads_what_is_new() {
    let world = World::new().await;
    let readme = ("keps/sig-node/5-x/README.md", Some("words"));
    world.commit(1, "One (#11)", &[("keps/sig-node/5-x/kep.yaml", Some(ALPHA)), readme]);
    let summary = world.sync(None).await.unwrap();
    assert_eq!(summary, "the whole main branch: 1 new KEPs, 1 revisions, 1 pull requests with a KEP");
    assert_eq!(world.sync(None).await.as_deref(), Ok("nothing is new"));
    world.commit(2, "Two (#12)", &[("keps/sig-node/5-x/kep.yaml", Some(BETA))]);
    let summary = world.sync(None).await.unwrap();
    assert_eq!(summary, "0 new KEPs, 1 revisions, 1 pull requests with a KEP");
    assert_eq!(world.keps().await, ["sig-node/5-x 2"]);
    let last = world.last().await;
    assert_eq!(last.cursor, Some(world.git(&["rev-parse", "HEAD"])));
    assert_eq!((last.error, last.data_at.map(|at| at.as_second())), (None, Some(1_700_000_000)));
    // The same from the folder, a bundle of it, and the address again: nothing is read twice.
    let bundle = world.folder.path().join("keps.bundle");
    world.git(&["bundle", "create", "--quiet", bundle.to_str().unwrap(), "trunk", "HEAD"]);
    for from in [world.repository(), bundle] {
        assert_eq!(world.sync(from.to_str()).await.as_deref(), Ok("nothing is new"));
    }
}

#[tokio::test]
async fn only_the_files_of_keps_are_fetched() {
    let world = World::new().await;
    let readme = ("keps/sig-node/5-x/README.md", Some("words"));
    world.commit(1, "One", &[("keps/sig-node/5-x/kep.yaml", Some(ALPHA)), readme]);
    world.sync(None).await.unwrap();
    let cache = world.folder.path().join("kepline-keps.git");
    let has = |path: &str| {
        let blob = world.git(&["rev-parse", &format!("HEAD:{path}")]);
        let mut command = Command::new("git");
        command.arg("-C").arg(&cache).args(["cat-file", "-e", &blob]).env("GIT_NO_LAZY_FETCH", "1");
        command.stderr(Stdio::null()).status().unwrap().success()
    };
    assert!(has("keps/sig-node/5-x/kep.yaml") && !has("keps/sig-node/5-x/README.md"));
    assert!(!std::fs::read_to_string(cache.join("config")).unwrap().contains("url"));
}

#[tokio::test]
async fn a_merge_brings_what_its_branch_did() {
    let world = World::new().await;
    world.commit(1, "Begin", &[("keps/sig-node/5-x/kep.yaml", Some(ALPHA))]);
    world.git(&["checkout", "--quiet", "-b", "topic"]);
    world.commit(2, "Half", &[("keps/sig-node/5-x/kep.yaml", Some("title: half\n"))]);
    world.commit(
        3,
        "Move",
        &[("keps/sig-node/5-x/kep.yaml", None), ("keps/sig-apps/5-x/kep.yaml", Some(BETA))],
    );
    world.git(&["checkout", "--quiet", "trunk"]);
    world.git(&["merge", "--quiet", "--no-ff", "-m", "Merge pull request #12 from a/b", "topic"]);
    world.sync(None).await.unwrap();
    assert_eq!(world.keps().await, ["sig-apps/5-x 2"]);
    let keps = world.store.stored_keps().await.unwrap();
    assert_eq!(keps[0].commits[1], world.git(&["rev-parse", "trunk"]));
}

#[tokio::test]
async fn a_rewritten_main_line_is_read_again() {
    let world = World::new().await;
    world.commit(1, "One", &[("keps/sig-node/5-x/kep.yaml", Some(ALPHA))]);
    world.commit(2, "Two", &[("keps/sig-node/6-y/kep.yaml", Some(ALPHA))]);
    world.sync(None).await.unwrap();
    world.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    world.commit(3, "Three", &[("keps/sig-node/7-z/kep.yaml", Some(ALPHA))]);
    let summary = world.sync(None).await.unwrap();
    assert!(summary.starts_with("the whole main branch: 2 new KEPs"), "{summary}");
    assert_eq!(world.keps().await, ["sig-node/5-x 1", "sig-node/7-z 1"]);
}

#[tokio::test]
async fn nothing_in_a_file_stops_a_sync() {
    let world = World::new().await;
    let large = "x".repeat(2_000_000);
    let odd = ["", "\t: [", "title: \u{fffd}\u{0}", &large];
    for (at, content) in odd.iter().enumerate() {
        let path = format!("keps/sig-node/{}-x/kep.yaml", at + 1);
        world.commit(1, "Odd", &[(&path, Some(content))]);
    }
    std::fs::write(world.repository().join("keps/sig-node/1-x/kep.yaml"), b"title: \xff\xfe").unwrap();
    world.commit(2, "Bytes", &[]);
    world.sync(None).await.unwrap();
    assert_eq!(world.keps().await, ["sig-node/1-x 2", "sig-node/2-x 1", "sig-node/3-x 1", "sig-node/4-x 1"]);
    let keps = world.store.stored_keps().await.unwrap();
    assert_eq!(keps[3].remarks, ["is too large to be the file of a KEP"]);
}

#[tokio::test]
async fn a_failure_is_reported_and_stored_without_secrets() {
    let world = World::new().await;
    let error = world.sync(Some("http://me:s3cret@127.0.0.1:1/keps?key=s3cret")).await.unwrap_err();
    let last = world.last().await;
    assert_eq!(last.source.as_deref(), Some("http://127.0.0.1:1/keps"));
    assert!(last.finished_at.is_some() && last.data_at.is_none());
    for error in [&error, &last.error.unwrap()] {
        assert!(error.contains("git failed") && !error.contains("s3cret"), "{error}");
    }
    // No branch, no repository, nothing.
    assert!(world.sync(None).await.unwrap_err().contains("no branch"));
    let empty = world.folder.path().join("up/empty");
    std::fs::create_dir(&empty).unwrap();
    let error = world.sync(empty.to_str()).await.unwrap_err();
    assert!(error.contains("git repository"), "{error}");
    assert!(world.sync(Some("/nowhere")).await.unwrap_err().contains("neither"));
}

#[tokio::test]
async fn a_first_sync_goes_on_where_the_snapshot_ends() {
    let world = World::new().await;
    world.commit(1, "One (#11)", &[("keps/sig-node/5-x/kep.yaml", Some(ALPHA))]);
    let source = GitRepository::find(&world.settings.keps_git).unwrap();
    let cache = world.folder.path().join("cache");
    let snapshot = read_whole(&source, &cache, &Progress::silent()).await.unwrap();
    let counts = world.store.store_kep_snapshot(&snapshot).await.unwrap().unwrap();
    assert_eq!((counts.new_keps, counts.revisions, counts.pulls), (1, 1, 1));
    assert_eq!(world.store.store_kep_snapshot(&snapshot).await.unwrap(), None);
    let before = world.store.stored_keps().await.unwrap();
    let last = world.last().await;
    assert_eq!((last.started_at, last.finished_at), (snapshot.data_at, Some(snapshot.data_at)));
    assert!(world.store.data_as_of().await.unwrap().keps_are_snapshot);
    world.commit(2, "Two (#12)", &[("keps/sig-node/5-x/kep.yaml", Some(BETA))]);
    let summary = world.sync(None).await.unwrap();
    assert_eq!(summary, "0 new KEPs, 1 revisions, 1 pull requests with a KEP");
    assert_eq!(world.keps().await, ["sig-node/5-x 2"]);
    let after = world.store.stored_keps().await.unwrap();
    assert_eq!((&after[0].folder, &after[0].commits[0]), (&before[0].folder, &before[0].commits[0]));
    assert!(!world.store.data_as_of().await.unwrap().keps_are_snapshot);
}

#[tokio::test]
async fn a_source_with_another_history_takes_the_place_of_the_snapshot() {
    let world = World::new().await;
    world.commit(1, "One (#11)", &[("keps/sig-node/5-x/kep.yaml", Some(ALPHA))]);
    let source = GitRepository::find(&world.settings.keps_git).unwrap();
    let cache = world.folder.path().join("cache");
    let mut snapshot = read_whole(&source, &cache, &Progress::silent()).await.unwrap();
    snapshot.cursor = "0123456789012345678901234567890123456789".to_owned();
    snapshot.history.changes[0].folder = "sig-node/6-y".to_owned();
    world.store.store_kep_snapshot(&snapshot).await.unwrap().unwrap();
    let summary = world.sync(None).await.unwrap();
    assert_eq!(summary, "the whole main branch: 1 new KEPs, 1 revisions, 1 pull requests with a KEP");
    assert_eq!(world.keps().await, ["sig-node/5-x 1"]);
}

/// A website with a schedule, below `/root` of a server on this machine; gives the port.
async fn website(files: Router) -> u16 {
    let path = "/root/repos/kubernetes/website/contents/data/releases";
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, Router::new().nest(path, files)).await });
    port
}

/// Serves a schedule to requests for the bytes of a file with the token, if there is one.
fn schedule(token: Option<&'static str>) -> Router {
    let serve = move |headers: HeaderMap, axum::extract::Path(path): axum::extract::Path<String>| async move {
        assert_eq!(headers["accept"], "application/vnd.github.raw+json");
        let expected = token.map(|token| format!("Bearer {token}"));
        assert_eq!(headers.get("authorization").map(|token| token.to_str().unwrap()), expected.as_deref());
        match &path[..] {
            "eol.yaml" => "branches:\n- release: 1.29\n  endOfLifeDate: 2025-03-01\n",
            _ => {
                "schedules:\n- release: 1.37\n  releaseDate: 2026-09-02\n- release: 1.38\n  releaseDate: 2026-12-09\n"
            }
        }
    };
    Router::new().route("/{path}", get(serve))
}

async fn sync_releases(world: &World) -> Result<String, String> {
    let kinds = [SyncKind::Releases];
    let outcomes = run(&world.store, &world.settings, &kinds, None, &Progress::silent()).await.unwrap();
    outcomes.into_iter().next().unwrap().result
}

#[tokio::test]
async fn the_days_of_releases_come_from_the_website() {
    let mut world = World::new().await;
    // Nobody is there: what is known stays.
    let summary = sync_releases(&world).await.unwrap();
    assert!(summary.starts_with("no answer (GitHub could not be reached: Connection refused"), "{summary}");
    assert!(summary.ends_with("stay"), "{summary}");
    assert_eq!(world.store.last_sync(SyncKind::Releases).await.unwrap(), None);
    world.settings.github =
        github_at(&format!("http://127.0.0.1:{}/root", website(schedule(None)).await), None);
    for expected in ["3 releases, 3 of them new or moved", "3 releases, 0 of them new or moved"] {
        assert_eq!(sync_releases(&world).await.as_deref(), Ok(expected));
    }
    let releases = world.store.releases().await.unwrap();
    let day = |minor| releases.day_of(Version { minor });
    let expected: [Option<Date>; 2] = ["2026-09-02", "2026-12-09"].map(|day| day.parse().ok());
    assert_eq!([day(37), day(38)], expected);
}

#[tokio::test]
async fn releases_are_fetched_with_the_token_wherever_it_may_travel() {
    let port = website(schedule(Some("ghp_x"))).await;
    for host in ["127.0.0.1", "127.1", "localhost", "LOCALHOST", "localhost.", "github.localhost"] {
        let mut world = World::new().await;
        world.settings.github = github_at(&format!("http://{host}:{port}/root"), Some("ghp_x"));
        let result = sync_releases(&world).await;
        assert_eq!(result.as_deref(), Ok("3 releases, 3 of them new or moved"), "{host}");
    }
}

#[tokio::test]
async fn a_failure_of_the_website_is_tried_again() {
    let tries = Arc::new(AtomicU32::new(0));
    let counted = tries.clone();
    let fails_once = move |request: Request, next: Next| {
        let is_first = counted.fetch_add(1, Ordering::Relaxed) == 0;
        async move { if is_first { StatusCode::BAD_GATEWAY.into_response() } else { next.run(request).await } }
    };
    let files = schedule(None).layer(from_fn(fails_once));
    let mut world = World::new().await;
    world.settings.github = github_at(&format!("http://127.0.0.1:{}/root", website(files).await), None);
    assert_eq!(sync_releases(&world).await.as_deref(), Ok("3 releases, 3 of them new or moved"));
    assert_eq!(tries.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn the_real_history_is_read_whole() {
    let Some(bundle) = real_data::keps_bundle_path() else { return };
    let world = World::new().await;
    import_text(&world.store, "# A notebook\n\n## 2023-10-11\n\n- KEP-753\n").await.unwrap();
    world.sync(bundle.to_str()).await.unwrap();
    let keps = world.store.stored_keps().await.unwrap();
    let there: Vec<&StoredKep> = keps.iter().filter(|kep| !kep.gone).collect();
    // 656 files are called kep.yaml at the tip, two of them templates.
    assert_eq!(there.len(), 654);
    let numbered =
        |number: u32| keps.iter().filter(move |kep| kep.number == Some(number)).collect::<Vec<_>>();
    assert_eq!(numbered(2133).len(), 2);
    for number in [753, 2258, 4438, 4444, 1138, 2221] {
        assert_eq!(numbered(number).len(), 1, "{number}");
    }
    for (number, at_least) in [(2258, 2), (4438, 2), (4444, 2), (753, 5)] {
        assert!(numbered(number)[0].commits.len() >= at_least, "{:?}", numbered(number));
    }
    let last = world.last().await;
    assert_eq!(last.data_at.map(|at| at.to_string()[..10].to_owned()).as_deref(), Some("2026-07-24"));
    assert_eq!(world.sync(bundle.to_str()).await.as_deref(), Ok("nothing is new"));
}
