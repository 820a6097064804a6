//! Addresses over HTTP.

use std::io::Write;
use std::sync::{Arc, Mutex};

use super::stand_in::{Reply, StandIn};
use super::*;
use crate::sources::settings::FetchLimits;

fn text(etag: &'static str, text: &str) -> Reply {
    Reply::Text(etag, text.to_owned())
}

#[tokio::test]
async fn what_is_unchanged_costs_a_304() {
    let world = World::new().await;
    let server = StandIn::new(text("\"1\"", NOTES)).await;
    let (revision, new) = imported(world.add_address(&server.url("field.md")).await);
    assert_eq!((revision, new), (Revision::Etag("\"1\"".into()), 6));
    let path = world.write("same/field.md", NOTES);
    assert_eq!(world.notes().await, notes_of_command(&[path]).await);
    let unchanged = world.after(EVERY).await;
    let requests = server.requests();
    assert_eq!(requests[1].1.get("if-none-match").unwrap(), "\"1\"");
    assert_eq!((requests.len(), unchanged.looks.changed_at), (2, Some(unchanged.added_at)));
    server.set(text("\"2\"", &format!("{NOTES}- seven\n")));
    let changed = world.after(EVERY).await;
    assert_eq!(changed.looks.revision, Some(Revision::Etag("\"2\"".into())));
    assert_eq!(world.texts().await.len(), 7);
}

#[tokio::test]
async fn content_without_validators_is_known_by_its_digest() {
    let world = World::new().await;
    let server = StandIn::new(Reply::Bare(NOTES.to_owned())).await;
    let (revision, _) = imported(world.add_address(&server.url("field.md")).await);
    assert!(matches!(revision, Revision::Digest(_)));
    let runs = async || world.store.import_runs().await.unwrap()[0].imports;
    assert_eq!((runs().await, server.requests().len()), (1, 1));
    world.after(EVERY).await;
    assert_eq!((runs().await, server.requests().len()), (1, 2));
}

#[tokio::test]
async fn a_server_that_fails_is_left_alone_for_longer_and_longer() {
    let world = World::new().await;
    let server = StandIn::new(text("\"1\"", NOTES)).await;
    world.add_address(&server.url("field.md?token=s3cret")).await.unwrap();
    server.set(Reply::Status(500));
    let fails = world.after(EVERY).await;
    let failure = fails.looks.failure.unwrap();
    assert!(
        failure.message.contains("answers 500") && !failure.message.contains("s3cret"),
        "{}",
        failure.message
    );
    server.set(Reply::Status(304));
    let unchanged = world.after(Duration::from_secs(300)).await;
    assert_eq!((unchanged.state(), world.texts().await.len()), (SourceState::Follows, 6));
    server.set(Reply::Status(404));
    let gone = world.after(EVERY).await.looks.failure.unwrap();
    assert!(gone.message.contains("answers 404"), "{}", gone.message);
    server.set(text("\"3\"", "no notes"));
    world.after(Duration::from_secs(300)).await;
    assert_eq!(world.texts().await.len(), 6, "what is no notebook changes nothing");
}

#[tokio::test]
async fn redirects_are_followed_within_reason_and_nowhere_private() {
    let world = World::new().await;
    let target = StandIn::new(text("\"1\"", NOTES)).await;
    let server = StandIn::new(Reply::Redirect(target.url("field.md"))).await;
    world.add_address(&server.url("moved.md")).await.unwrap();
    assert_eq!((server.requests().len(), target.requests().len()), (1, 1));
    let hidden = StandIn::new(text("\"1\"", NOTES)).await;
    for private in [
        format!("http://localhost:{}/", hidden.address.port()),
        format!("http://127.0.0.2:{}/", hidden.address.port()),
        format!("http://[::ffff:127.0.0.3]:{}/", hidden.address.port()),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "http://10.0.0.1/".to_owned(),
    ] {
        server.set(Reply::Redirect(private.clone()));
        let refused = world.add_address(&server.url("other.md")).await.unwrap_err();
        assert!(refused.contains("KEPLINE_SOURCE_HOSTS"), "{private}: {refused}");
    }
    assert_eq!(hidden.requests().len(), 0);
    for (to, expected) in [("ftp://127.0.0.1/a", "no address over HTTP"), ("http://", "cannot be read")] {
        server.set(Reply::Redirect(to.to_owned()));
        let refused = world.add_address(&server.url("other.md")).await.unwrap_err();
        assert!(refused.contains(expected), "{to}: {refused}");
    }
    let before = server.requests().len();
    server.set(Reply::Redirect(server.url("again.md")));
    let refused = world.add_address(&server.url("other.md")).await.unwrap_err();
    assert!(refused.contains("leads on more than 5 times"), "{refused}");
    assert_eq!(server.requests().len() - before, 6);
}

#[tokio::test]
async fn a_password_goes_to_its_host_alone() {
    let world = World::new().await;
    let target = StandIn::new(text("\"1\"", NOTES)).await;
    let server = StandIn::new(Reply::Redirect(target.url("field.md"))).await;
    let url = server.url("moved.md").replace("http://", "http://me:s3cret@");
    world.add_address(&url).await.unwrap();
    assert!(server.requests()[0].1.contains_key("authorization"));
    assert!(!target.requests()[0].1.contains_key("authorization"));
    assert!(!format!("{:?}", world.source().await).contains("s3cret"));
    server.set(Reply::Status(401));
    let message = world.after(EVERY).await.looks.failure.unwrap().message;
    assert!(message.contains("answers 401") && !message.contains("s3cret"), "{message}");
}

#[tokio::test]
async fn a_body_without_end_and_one_that_drips_are_given_up() {
    let mut world = World::new().await;
    world.settings.limits =
        FetchLimits { bytes: 1024 * 1024, web_time: Duration::from_millis(800), ..FetchLimits::default() };
    let server = StandIn::new(Reply::Endless).await;
    let endless = world.add_address(&server.url("field.md")).await.unwrap_err();
    assert_eq!(endless, "the answer is larger than 1 MiB");
    server.set(Reply::Dripping);
    let dripping = world.add_address(&server.url("field.md")).await.unwrap_err();
    assert_eq!(dripping, "the whole answer did not come within 0.8 s");
    assert_eq!(world.store.followed_sources().await.unwrap(), []);
}

/// Where a test reads what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// The lines so far that name the notebook.
    fn lines(&self, level: &str) -> usize {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        assert!(!text.contains("s3cret"), "{text}");
        text.lines().filter(|line| line.contains(level) && line.contains("field-notes")).count()
    }
}

#[tokio::test]
async fn a_failure_and_its_end_are_logged_once_and_without_secrets() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let world = World::new().await;
    let server = StandIn::new(text("\"1\"", NOTES)).await;
    let url = server.url("field.md?token=s3cret").replace("http://", "http://me:s3cret@");
    world.add_address(&url).await.unwrap();
    server.set(Reply::Status(500));
    for _ in 0..3 {
        world.after(EVERY * 2).await;
    }
    assert_eq!(world.source().await.looks.failure.unwrap().tries, 3);
    assert_eq!(log.lines("WARN"), 1);
    server.set(text("\"1\"", NOTES));
    world.after(EVERY * 2).await;
    world.after(EVERY * 2).await;
    assert_eq!(log.lines("WARN"), 2);
}
