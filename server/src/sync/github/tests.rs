//! A sync against the stand-in, over HTTP.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::github::{Item, ItemState};
use jiff::tz::TimeZone;
use tempfile::TempDir;

use super::stand_in::facts::{EventFact, GithubFacts, ItemFact, ItemKind, RepositoryFact};
use super::stand_in::{StandIn, Trouble};
use super::*;
use crate::import::import_text;
use crate::sync::clock::{Clock, FakeClock};

const NOW: &str = "2026-01-01T00:00:00Z";
const IN_AN_HOUR: i64 = 1_767_229_200;
const TOKEN: &str = "ghp_never_shown";
const WITH_TOKEN: Option<&str> = Some(TOKEN);
const WITHOUT: Option<&str> = None;

/// A database with a journal that cites, and a GitHub that answers.
struct World {
    store: Store,
    folder: TempDir,
    github: StandIn,
    clock: Arc<Mutex<FakeClock>>,
}

impl World {
    async fn citing(facts: GithubFacts, cited: impl IntoIterator<Item = String>) -> Self {
        let items: Vec<String> = cited.into_iter().map(|cited| format!("- {cited}\n")).collect();
        Self::with_notes(facts, &format!("---\ntitle: Citations\n---\n\n## 2023-06-01\n\n{}", items.concat()))
            .await
    }

    async fn with_notes(facts: GithubFacts, notes: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite://{}", folder.path().join("k.db").display())).await.unwrap();
        import_text(&store, notes).await.unwrap();
        store.derive().await.unwrap();
        let github = StandIn::start(([127, 0, 0, 1], 0).into(), facts, IN_AN_HOUR).await.unwrap();
        let clock = FakeClock { now: NOW.parse().unwrap(), waited: Vec::new() };
        Self { store, folder, github, clock: Arc::new(Mutex::new(clock)) }
    }

    async fn sync(&self, token: Option<&str>) -> SyncEnd {
        let client = self.client(&self.github.root(), token);
        let cited = self.store.cited_items().await.unwrap();
        fetch_due(&self.store, &client, cited, &Progress::silent()).await.unwrap().end
    }

    /// A client with the clock of this world.
    fn client(&self, root: &str, token: Option<&str>) -> Client {
        let token = token.map(|token| token.parse().unwrap());
        let github = Github::new(root.parse().unwrap(), token).unwrap();
        Client::new(&github.with_clock(Clock::Fake(self.clock.clone()))).unwrap()
    }

    /// Syncs and gives the summary; there must be no error.
    async fn summary(&self, token: Option<&str>) -> String {
        let end = self.sync(token).await;
        assert_eq!(end.error, None, "{:?}", end.summary);
        end.summary.unwrap()
    }

    fn later(&self, hours: i64) {
        let mut clock = self.clock.lock().unwrap();
        clock.now += SignedDuration::from_hours(hours);
        self.github.refill((clock.now + SignedDuration::from_hours(1)).as_second());
    }

    fn waited(&self) -> Vec<Duration> {
        self.clock.lock().unwrap().waited.clone()
    }

    async fn answer(&self, cited: &str) -> Option<Answer> {
        let items = self.store.cited_items().await.unwrap();
        items.into_iter().find(|item| item.key.to_string() == cited).and_then(|item| item.last)
    }

    async fn item(&self, cited: &str) -> Item {
        match self.answer(cited).await {
            Some(Answer::Item(item)) => *item,
            other => panic!("{cited}: {other:?}"),
        }
    }

    async fn unanswered(&self) -> usize {
        let cited = self.store.cited_items().await.unwrap();
        cited.iter().filter(|item| item.last.is_none()).count()
    }

    /// How many requests went to each interface.
    fn requests(&self) -> (usize, usize) {
        let requests = self.github.requests();
        let graphql = requests.iter().filter(|request| request.path == "/graphql").count();
        (graphql, requests.len() - graphql)
    }

    /// Everything that lies in the database's files.
    fn bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    }
}

fn widgets(numbers: impl IntoIterator<Item = u64>) -> impl Iterator<Item = String> {
    numbers.into_iter().map(|number| format!("example/widgets#{number}"))
}

/// As many cited pull requests, all merged and known but the last.
async fn many(count: u64) -> World {
    let mut facts = GithubFacts::default();
    facts.add_merged("kubernetes/kubernetes", 100_001..=100_100);
    facts.add_merged("example/many", 1..count - 100);
    let cited = (100_001..=100_100).map(|number| format!("kubernetes/kubernetes#{number}"));
    let others = (1..=count - 100).map(|number| format!("example/many#{number}"));
    World::citing(facts, cited.chain(others)).await
}

#[tokio::test]
async fn with_a_token_257_citations_take_at_most_eight_queries() {
    let world = many(257).await;
    let summary = world.summary(WITH_TOKEN).await;
    assert_eq!(summary, "257 asked in 8 requests: 257 changed, 1 not found, 0 left for later");
    // The last is the one that is nowhere: it may have been transferred.
    assert_eq!(world.requests(), (7, 1));
    assert_eq!(world.unanswered().await, 0);
}

#[tokio::test]
async fn the_authors_notes_take_at_most_eight_queries() {
    let Some(notes) = real_data::notes() else { return };
    let world = World::with_notes(GithubFacts::default(), &notes).await;
    let mut facts = GithubFacts::default();
    let cited = world.store.cited_items().await.unwrap();
    for item in &cited {
        let repo = &item.key.repo;
        facts.add_merged(&format!("{}/{}", repo.owner, repo.name), [item.key.number]);
    }
    world.github.update_facts(|known| *known = facts);
    world.summary(WITH_TOKEN).await;
    let (graphql, rest) = world.requests();
    eprintln!("{} citations took {graphql} queries", cited.len());
    assert!(graphql <= 8 && rest == 0, "{graphql} and {rest} for {}", cited.len());
    assert_eq!(world.unanswered().await, 0);
}

#[tokio::test]
async fn no_trouble_loses_another_answer() {
    let world = many(257).await;
    world.github.trouble(2, Trouble::Status(502));
    world.github.trouble(4, Trouble::Secondary(30));
    world.github.trouble(6, Trouble::Silence);
    tokio::select! {
        _ = world.sync(WITH_TOKEN) => panic!("it was to be cut off"),
        () = world.github.fell_silent() => {}
    }
    // Three chunks were answered before.
    assert_eq!(world.unanswered().await, 257 - 3 * QUERY_SIZE);
    assert!(world.waited().contains(&Duration::from_secs(30)), "{:?}", world.waited());

    let summary = world.summary(WITH_TOKEN).await;
    assert_eq!(summary, "122 asked in 5 requests: 122 changed, 1 not found, 0 left for later");
    assert_eq!(world.unanswered().await, 0);
    assert_eq!(world.answer("example/many#157").await, Some(Answer::NotFound));
    assert_eq!(world.summary(WITH_TOKEN).await, "nothing of 257 is due");
}

#[tokio::test]
async fn a_query_that_fails_is_repeated_by_halves() {
    let world = World::citing(GithubFacts::built_in(), widgets([1, 2, 3, 5])).await;
    for request in 1..=3 {
        world.github.trouble(request, Trouble::Status(502));
    }
    let summary = world.summary(WITH_TOKEN).await;
    assert_eq!(summary, "4 asked in 5 requests: 4 changed, 0 not found, 0 left for later");
}

#[tokio::test]
async fn what_is_refused_with_others_is_fetched_again_by_itself() {
    let world = World::citing(GithubFacts::built_in(), widgets([1, 2, 3])).await;
    world.github.trouble(1, Trouble::FirstAlias("RESOURCE_LIMITS_EXCEEDED"));
    let summary = world.summary(WITH_TOKEN).await;
    assert_eq!(summary, "3 asked in 2 requests: 3 changed, 0 not found, 0 left for later");
}

#[tokio::test]
async fn an_outage_ends_the_run_and_keeps_what_is_known() {
    let world = World::citing(GithubFacts::built_in(), widgets([1, 2, 3])).await;
    for request in 1..=100 {
        world.github.trouble(request, Trouble::Status(503));
    }
    let end = world.sync(WITH_TOKEN).await;
    assert_eq!(end.error.unwrap(), "GitHub fails to answer: it answers 503; no states are known yet");
    assert_eq!((end.data_at, world.github.requests().len()), (None, 15));
}

#[tokio::test]
async fn without_a_network_the_states_shown_are_dated() {
    let world = World::citing(GithubFacts::built_in(), widgets([1])).await;
    let at = "2025-12-01T00:00:00Z".parse().unwrap();
    let run = world.store.begin_sync(SyncKind::Github, "test", at).await.unwrap();
    let known = SyncEnd { data_at: Some(at), ..SyncEnd::default() };
    world.store.end_sync(run, at, &known).await.unwrap();
    // A port that was free a moment ago.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = world.client(&format!("http://{closed}"), WITH_TOKEN);
    let cited = world.store.cited_items().await.unwrap();
    let end = fetch_due(&world.store, &client, cited, &Progress::silent()).await.unwrap().end;
    let error = end.error.unwrap();
    assert!(error.starts_with("GitHub could not be reached: Connection refused"), "{error}");
    assert!(error.ends_with("; the states shown are those of 2025-12-01T00:00:00Z"), "{error}");
    assert_eq!((end.data_at, world.waited().len()), (None, 2));
}

#[tokio::test]
async fn a_long_limit_is_left_for_the_next_run_and_says_until_when() {
    let world = many(257).await;
    world.github.trouble(3, Trouble::RateLimited);
    let summary = world.summary(WITH_TOKEN).await;
    let expected = "90 asked in 3 requests: 90 changed, 0 not found, 167 left for later; \
                    GitHub answers again after 2026-01-01T01:00:00Z";
    assert_eq!(summary, expected);
    assert!(world.waited().is_empty());
    world.later(1);
    assert!(world.summary(WITH_TOKEN).await.starts_with("167 asked"), "it goes on");
}

#[tokio::test]
async fn a_token_that_is_refused_is_reported() {
    let world = World::citing(GithubFacts::built_in(), widgets([1])).await;
    world.github.trouble(1, Trouble::Status(401));
    let error = world.sync(WITH_TOKEN).await.error.unwrap();
    assert!(error.starts_with("GitHub refuses to answer: 401"), "{error}");
    assert_eq!(world.github.requests().len(), 1);
}

/// Checks the answer on each number of `example/widgets`, and where it lives.
async fn check_states(token: Option<&str>) -> World {
    let world = World::citing(GithubFacts::built_in(), widgets([1, 2, 3, 4, 5, 6, 8, 9])).await;
    world.summary(token).await;
    let mut answers = Vec::new();
    for cited in widgets([1, 2, 3, 4, 5, 6, 8, 9]) {
        answers.push(match world.answer(&cited).await {
            Some(Answer::Item(item)) => match &item.moved_to {
                Some(key) => format!("{:?} {} at {key}", item.kind, item.state),
                None => format!("{:?} {}", item.kind, item.state),
            },
            other => format!("{:?}", other.unwrap()),
        });
    }
    let expected = [
        "Pull merged",
        "Pull draft",
        "Issue not_planned",
        "Discussion",
        "Issue duplicate",
        "Issue open at kubernetes/enhancements#90001",
        "Pull closed",
        "NotFound",
    ];
    assert_eq!(answers, expected);
    let first = world.item("example/widgets#1").await;
    assert_eq!(first.merged_at, Some("2023-02-01T19:27:00Z".parse().unwrap()));
    assert_eq!(first.milestone.as_deref(), Some("v2.0"));
    assert_eq!(first.labels, ["kind/feature", "area/widgets"]);
    world
}

#[tokio::test]
async fn each_is_known_as_what_it_is_with_a_token() {
    let world = check_states(WITH_TOKEN).await;
    let agents: Vec<_> = world.github.requests().iter().map(|request| request.headers.clone()).collect();
    assert!(agents.iter().all(|headers| headers["authorization"] == format!("Bearer {TOKEN}").as_str()));
    assert!(agents.iter().all(|headers| headers.contains_key("user-agent")));
}

#[tokio::test]
async fn each_is_known_as_what_it_is_without_a_token() {
    let world = check_states(WITHOUT).await;
    assert!(world.github.requests().iter().all(|request| !request.headers.contains_key("authorization")));
    assert_eq!(world.item("example/widgets#3").await.events, None);
}

#[tokio::test]
async fn closed_reopened_and_closed_has_its_state_on_a_day_in_between() {
    let world = World::citing(GithubFacts::built_in(), widgets([3])).await;
    world.summary(WITH_TOKEN).await;
    let issue = world.item("example/widgets#3").await;
    let on = |day: &str| issue.on(day.parse().unwrap(), &TimeZone::UTC).state;
    let days = ["2022-12-31", "2023-01-31", "2023-02-15", "2023-04-01", "2023-05-01"];
    use ItemState::{Completed, NotPlanned, NotYet, Open};
    assert_eq!(days.map(on), [NotYet, Open, Completed, Open, NotPlanned]);
}

#[tokio::test]
async fn more_events_than_fit_make_no_history() {
    let mut facts = GithubFacts::built_in();
    let events = (0..101).map(|n| EventFact {
        at: format!("2023-01-01T{:02}:{:02}:00Z", n / 60, n % 60),
        what: if n % 2 == 0 { "closed" } else { "reopened" }.to_owned(),
        reason: None,
    });
    facts.items.push(ItemFact {
        repository: "example/widgets".to_owned(),
        number: 10,
        kind: ItemKind::Issue,
        created_at: "2022-01-01T00:00:00Z".to_owned(),
        closed_at: Some("2023-01-01T01:40:00Z".to_owned()),
        events: events.collect(),
        ..ItemFact::default()
    });
    let world = World::citing(facts, widgets([10])).await;
    world.summary(WITH_TOKEN).await;
    assert_eq!(world.item("example/widgets#10").await.events, None);
}

#[tokio::test]
async fn a_renamed_repository_is_followed_and_another_case_is_no_move() {
    for token in [WITH_TOKEN, WITHOUT] {
        let cited = ["example/old-name#1", "Example/Widgets#2"].map(str::to_owned);
        let world = World::citing(GithubFacts::built_in(), cited).await;
        world.summary(token).await;
        let moved = world.item("example/old-name#1").await.moved_to;
        assert_eq!(moved.unwrap().to_string(), "example/widgets#1", "{token:?}");
        assert_eq!(world.item("Example/Widgets#2").await.moved_to, None, "{token:?}");
    }
}

#[tokio::test]
async fn numbers_and_names_that_cannot_be_cost_no_request() {
    let cited = ["example/widgets#2147483648".to_owned()];
    let world = World::citing(GithubFacts::built_in(), cited).await;
    assert_eq!(
        world.summary(WITH_TOKEN).await,
        "1 asked in 0 requests: 1 changed, 1 not found, 0 left for later"
    );
    let key = |owner: &str, name: &str| ItemKey { repo: domain::cite::Repo::new(owner, name), number: 1 };
    assert!(is_possible(&key("kubernetes", "registry.k8s.io")));
    assert!(
        !is_possible(&key("..", "x")) && !is_possible(&key("a/b", "x")) && !is_possible(&key("a", "x?y"))
    );
}

#[tokio::test]
async fn without_a_token_sixty_an_hour_are_honoured_and_it_goes_on_after() {
    let mut facts = GithubFacts::default();
    facts.add_merged("example/many", 1..=100);
    let world = World::citing(facts, (1..=100).map(|number| format!("example/many#{number}"))).await;
    let expected = "58 asked in 58 requests: 58 changed, 0 not found, 42 left for later; GitHub answers \
                    again after 2026-01-01T01:00:00Z, and with a GITHUB_TOKEN at once";
    assert_eq!(world.summary(WITHOUT).await, expected);
    // Within the same hour no more than one request shows that nothing is left.
    world.summary(WITHOUT).await;
    assert!(world.github.requests().len() <= 60, "{}", world.github.requests().len());

    world.later(1);
    let before: Vec<String> = world.github.requests().iter().map(|request| request.path.clone()).collect();
    world.summary(WITHOUT).await;
    let after = world.github.requests().split_off(before.len());
    assert!(after.iter().all(|request| !before.contains(&request.path)), "{after:?}");
    assert_eq!(world.unanswered().await, 0);
}

#[tokio::test]
async fn what_has_not_changed_is_free() {
    let world = World::citing(GithubFacts::built_in(), widgets([1, 2])).await;
    world.summary(WITHOUT).await;
    world.later(2);
    let summary = world.summary(WITHOUT).await;
    assert_eq!(summary, "1 asked in 1 request: 0 changed, 0 not found, 0 left for later");
    let last = world.github.requests().pop().unwrap();
    assert!(last.headers.contains_key("if-none-match"), "{last:?}");
    assert_eq!(world.item("example/widgets#2").await.state, ItemState::Draft);
    world.later(1);
    assert!(world.summary(WITHOUT).await.starts_with("1 asked in 1 request"), "the etag was kept");
}

#[tokio::test]
async fn a_known_past_outlives_runs_without_a_token() {
    let world = World::citing(GithubFacts::built_in(), widgets([3])).await;
    world.summary(WITH_TOKEN).await;
    let known = world.item("example/widgets#3").await.events;
    assert_eq!(known.as_ref().map(Vec::len), Some(3));
    world.later(31 * 24);
    assert!(world.summary(WITHOUT).await.starts_with("1 asked in 1 request: 0 changed"));
    assert_eq!(world.item("example/widgets#3").await.events, known);
}

#[tokio::test]
async fn a_past_is_fetched_as_soon_as_there_is_a_token() {
    let world = World::citing(GithubFacts::built_in(), widgets([3])).await;
    world.summary(WITHOUT).await;
    world.later(1);
    assert!(world.summary(WITH_TOKEN).await.starts_with("1 asked in 1 request: 1 changed"));
    assert_eq!(world.item("example/widgets#3").await.events.map(|events| events.len()), Some(3));
}

/// What is logged while the guard lives, on this thread; what reqwest and rustls log by `log` as well.
fn logged() -> (Arc<Mutex<Vec<u8>>>, tracing::subscriber::DefaultGuard) {
    struct Writer(Arc<Mutex<Vec<u8>>>);
    impl io::Write for Writer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    // A second call leaves the first in place.
    let _ = tracing_log::LogTracer::init();
    let log = Arc::new(Mutex::new(Vec::new()));
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || Writer(writer.clone()))
        .finish();
    (log, tracing::subscriber::set_default(subscriber))
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn what_is_private_is_nowhere_and_neither_is_the_token() {
    for token in [WITH_TOKEN, WITHOUT] {
        let (log, guard) = logged();
        let cited = ["example/secret#1", "example/widgets#7", "example/widgets#1"].map(str::to_owned);
        let world = World::citing(GithubFacts::built_in(), cited).await;
        world.github.trouble(1, Trouble::Status(502));
        world.summary(token).await;
        drop(guard);
        assert_eq!(world.answer("example/secret#1").await, Some(Answer::NotFound));
        assert_eq!(world.answer("example/widgets#7").await, Some(Answer::NotFound));
        let (bytes, log) = (world.bytes(), log.lock().unwrap().clone());
        assert!(contains(&bytes, "Turn widgets around"), "what is public is kept");
        assert!(contains(&log, "starting new connection"), "what reqwest logs is captured");
        for secret in ["nobody may know", TOKEN, "a-person", "nobody asked for"] {
            assert!(!contains(&bytes, secret), "{secret} is in the database");
        }
        for secret in ["nobody may know", TOKEN] {
            assert!(!contains(&log, secret), "{secret} is in the log");
        }
    }
}

#[tokio::test]
async fn the_token_goes_to_the_configured_root_alone() {
    let elsewhere =
        StandIn::start(([127, 0, 0, 1], 0).into(), GithubFacts::default(), IN_AN_HOUR).await.unwrap();
    for token in [WITH_TOKEN, WITHOUT] {
        let mut facts = GithubFacts::built_in();
        facts.repositories.push(RepositoryFact {
            name: "example/astray".to_owned(),
            leads_to: Some(elsewhere.root()),
            ..RepositoryFact::default()
        });
        let world = World::citing(facts, ["example/astray#1".to_owned()]).await;
        world.sync(token).await;
        assert!(world.requests().1 > 0, "it was led astray");
        assert!(elsewhere.requests().is_empty(), "and did not follow");
    }
}
