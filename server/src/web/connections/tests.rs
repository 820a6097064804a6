//! Clients that take their time, over real sockets.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::*;

/// Longer than everything here takes on a busy machine.
pub(in crate::web) const PATIENCE: Duration = Duration::from_secs(20);

/// Short, and longer than an answer takes.
const SHORT: Duration = Duration::from_millis(300);

/// As good as none.
const GRACE: Duration = Duration::from_millis(10);

const GET: &str = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

const LIMITS: ConnectionLimits = ConnectionLimits {
    open: 8,
    header: PATIENCE,
    idle: PATIENCE,
    unread: PATIENCE,
    grace: GRACE,
    drain: PATIENCE,
};

pub(in crate::web) struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Server {
    pub(in crate::web) async fn start(router: Router, limits: ConnectionLimits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(serve(listener, router, limits, async move {
            let _ = stopped.await;
        }));
        Self { address, stop, served }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// A connection on which this was sent.
    pub(in crate::web) async fn send(&self, text: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    pub(in crate::web) async fn stop(self) {
        self.stop.send(()).unwrap();
        timeout(PATIENCE, self.served).await.expect("the server stops").unwrap();
    }
}

/// A router whose one page says this.
fn page(text: &'static str) -> Router {
    Router::new().route("/", get(move || async move { text }))
}

/// A router whose one page is made once this is notified.
fn slow_page(ready: Arc<Notify>) -> Router {
    Router::new().route(
        "/",
        get(move || async move {
            ready.notified().await;
            "made"
        }),
    )
}

/// All that comes until the server closes the connection.
pub(in crate::web) async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is dropped may end with a reset.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("the connection ends");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What comes until it contains this.
pub(in crate::web) async fn read_until(stream: &mut TcpStream, text: &str) -> String {
    let mut bytes = Vec::new();
    while !String::from_utf8_lossy(&bytes).contains(text) {
        let read = timeout(PATIENCE, stream.read_buf(&mut bytes)).await.expect("it comes").unwrap();
        assert_ne!(read, 0, "{}", String::from_utf8_lossy(&bytes));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn half_a_header_is_not_waited_for() {
    let server = Server::start(page("page"), ConnectionLimits { header: SHORT, ..LIMITS }).await;
    for half in ["", "G", "GET / HTTP/1.1\r\nHost: localhost\r\n"] {
        assert_eq!(read_to_end(&mut server.send(half).await).await, "", "{half}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_connection_is_idle_longer_than_a_header_may_take() {
    let server = Server::start(page("page"), ConnectionLimits { header: SHORT, ..LIMITS }).await;
    let mut stream = server.send(GET).await;
    for _ in 0..2 {
        read_until(&mut stream, "page").await;
        sleep(2 * SHORT).await;
        stream.write_all(GET.as_bytes()).await.unwrap();
    }
    read_until(&mut stream, "page").await;
    drop(stream);
    server.stop().await;
    let limits = ConnectionLimits { header: SHORT, idle: 2 * SHORT, ..LIMITS };
    let server = Server::start(page("page"), limits).await;
    let mut stream = server.send(GET).await;
    assert!(read_to_end(&mut stream).await.ends_with("page"), "and then it is kept alive no longer");
    server.stop().await;
}

#[tokio::test]
async fn whoever_takes_the_last_connections_has_less_time() {
    let server = Server::start(page("page"), ConnectionLimits { open: 4, ..LIMITS }).await;
    let mut halves = Vec::new();
    for _ in 0..4 {
        halves.push(server.send("GET / HTTP/1.1\r\nHost: loc").await);
        sleep(SHORT).await;
    }
    let (first, last) = (0, 3);
    assert_eq!(read_to_end(&mut halves[last]).await, "");
    assert!(timeout(SHORT, halves[first].read_u8()).await.is_err(), "the first has as long as ever");
    read_until(&mut server.send(GET).await, "page").await;
    drop(halves);
    server.stop().await;
}

#[tokio::test]
async fn idle_connections_give_way_to_a_new_one() {
    let server = Server::start(page("page"), ConnectionLimits { open: 2, ..LIMITS }).await;
    let (mut first, mut second) = (server.send(GET).await, server.connect().await);
    read_until(&mut first, "page").await;
    let mut third = server.send(GET).await;
    read_until(&mut third, "page").await;
    for idle in [&mut first, &mut second] {
        assert_eq!(read_to_end(idle).await, "");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_connection_that_gives_way_may_still_send_its_request() {
    let server = Server::start(page("page"), ConnectionLimits { open: 1, grace: PATIENCE, ..LIMITS }).await;
    let mut first = server.connect().await;
    sleep(SHORT).await;
    let mut second = server.send(GET).await;
    sleep(SHORT).await;
    first.write_all(GET.as_bytes()).await.unwrap();
    read_until(&mut first, "page").await;
    drop(first);
    read_until(&mut second, "page").await;
    server.stop().await;
}

#[tokio::test]
async fn a_new_connection_waits_where_all_are_at_work() {
    let ready = Arc::new(Notify::new());
    let server = Server::start(slow_page(Arc::clone(&ready)), ConnectionLimits { open: 1, ..LIMITS }).await;
    let mut first = server.send(GET).await;
    sleep(SHORT).await;
    let mut second = server.send(GET).await;
    let early = timeout(SHORT, second.read_u8()).await;
    assert!(early.is_err(), "{early:?}");
    ready.notify_one();
    let answer = read_to_end(&mut first).await;
    assert!(answer.contains("connection: close") && answer.ends_with("made"), "{answer}");
    ready.notify_one();
    read_until(&mut second, "made").await;
    server.stop().await;
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_given_up() {
    let large = Router::new().route("/", get(|| async { vec![b'x'; 64 * 1024 * 1024] }));
    let server = Server::start(large, ConnectionLimits { open: 1, unread: SHORT, ..LIMITS }).await;
    let _unread = server.send(GET).await;
    sleep(SHORT).await;
    let mut next = server.send(GET).await;
    read_until(&mut next, "200 OK").await;
    drop(next);
    server.stop().await;
}

#[tokio::test]
async fn the_work_for_a_client_that_goes_away_ends() {
    /// Says so when it is dropped.
    struct Work(mpsc::UnboundedSender<&'static str>);
    impl Drop for Work {
        fn drop(&mut self) {
            let _ = self.0.send("ended");
        }
    }
    let (events, mut received) = mpsc::unbounded_channel();
    let handler = move || async move {
        let _ = events.send("begun");
        let _work = Work(events);
        std::future::pending::<()>().await;
    };
    let server = Server::start(Router::new().route("/", get(handler)), LIMITS).await;
    let stream = server.send(GET).await;
    let mut event = async || timeout(PATIENCE, received.recv()).await.expect("it is noticed");
    assert_eq!(event().await, Some("begun"));
    drop(stream);
    assert_eq!(event().await, Some("ended"));
    server.stop().await;
}

#[tokio::test]
async fn a_stop_waits_for_answers_and_for_nothing_else() {
    let ready = Arc::new(Notify::new());
    let server = Server::start(slow_page(Arc::clone(&ready)), LIMITS).await;
    let (mut idle, mut slow) = (server.connect().await, server.send(GET).await);
    sleep(SHORT).await;
    let address = server.address;
    let stopped = tokio::spawn(server.stop());
    assert_eq!(read_to_end(&mut idle).await, "");
    assert!(TcpStream::connect(address).await.is_err(), "nobody is let in any more");
    ready.notify_one();
    assert!(read_to_end(&mut slow).await.ends_with("made"));
    stopped.await.unwrap();
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let work = Router::new().route("/", get(std::future::pending::<()>));
    let server = Server::start(work, ConnectionLimits { drain: SHORT, ..LIMITS }).await;
    let mut streams = [server.send(GET).await, server.send("GET / HTTP/1.1\r\nHost: loc").await];
    sleep(SHORT).await;
    server.stop().await;
    for stream in &mut streams {
        assert_eq!(read_to_end(stream).await, "");
    }
}

#[tokio::test]
async fn only_http_1_is_spoken() {
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    let count = get(move || async move { counted.fetch_add(1, Ordering::SeqCst).to_string() });
    let server = Server::start(Router::new().fallback_service(count), LIMITS).await;
    let answer = read_to_end(&mut server.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await).await;
    assert!(!answer.contains("200 OK"), "{answer}");
    assert_eq!(requests.load(Ordering::SeqCst), 0);
    server.stop().await;
}

#[test]
fn there_are_no_more_connections_than_files() {
    let limits = ConnectionLimits::within_open_files(usize::MAX / 2);
    assert!((1..usize::MAX / 2).contains(&limits.open), "{}", limits.open);
    assert_eq!(
        ConnectionLimits::within_open_files(1),
        ConnectionLimits { open: 1, ..ConnectionLimits::default() }
    );
}
