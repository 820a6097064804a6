//! The whole site over real sockets, where clients have addresses and requests are bytes.

use std::time::Duration;

use domain::list::filter::Filter;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::*;
use crate::web::ConnectionLimits;
use crate::web::connections::tests::{PATIENCE, Server, read_to_end, read_until};

/// How many answers are in the making at once.
const ANSWERS: usize = 64;

async fn serve(site: &Site) -> Server {
    Server::start(site.router.clone(), ConnectionLimits { open: 200, ..ConnectionLimits::default() }).await
}

/// The whole answer to a request of this machine, with other headers.
async fn get(server: &Server, path: &str, headers: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
    read_to_end(&mut server.send(&request).await).await
}

/// The status in the first line of an answer.
#[track_caller]
fn status(answer: &str) -> u16 {
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("no status: {answer}"))
}

#[tokio::test]
async fn a_stranger_at_a_trusted_proxy_has_a_quota_and_this_machine_has_none() {
    let site = quota::strict_site("127.0.0.1").await;
    let server = serve(&site).await;
    let stranger = "X-Forwarded-For: 198.51.100.7\r\n";
    for (terms, expected) in [("one", 200), ("two", 200), ("three", 429)] {
        let answer = get(&server, &format!("/?q={terms}"), stranger).await;
        assert_eq!(status(&answer), expected, "{terms}: {answer}");
        assert_eq!(answer.contains("\r\nretry-after: "), expected == 429, "{terms}: {answer}");
    }
    for n in 0..9 {
        let answer = get(&server, &format!("/?q=here{n}"), "").await;
        assert_eq!(status(&answer), 200, "{answer}");
    }
    server.stop().await;
}

#[tokio::test]
async fn an_answer_that_finds_no_place_is_a_503_and_health_answers_all_the_same() {
    let limits = store::Limits { readers: 1, read_wait: PATIENCE, ..Default::default() };
    let site = site_within(NOTES, limits).await;
    let filter = Filter::default();
    let export = busy::begun_export(&site.store, &filter).await;
    let server = serve(&site).await;
    let mut answers = JoinSet::new();
    for _ in 0..=ANSWERS {
        let mut stream =
            server.send("GET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await;
        answers.spawn(async move { read_to_end(&mut stream).await });
    }
    let refused = timeout(PATIENCE, answers.join_next()).await.expect("one is refused").unwrap().unwrap();
    assert_eq!(status(&refused), 503, "{refused}");
    assert!(refused.contains("\r\nretry-after: 5\r\n"), "{refused}");
    assert_eq!(status(&get(&server, "/livez", "").await), 200);
    drop(export);
    while let Some(answer) = answers.join_next().await {
        let answer = answer.unwrap();
        assert_eq!(status(&answer), 200, "{answer}");
    }
    server.stop().await;
}

#[tokio::test]
async fn what_is_too_long_for_a_request_is_refused() {
    let site = site_with_notes(NOTES).await;
    let server = serve(&site).await;
    let huge = format!("X-Huge: {}\r\n", "x".repeat(200 * 1024));
    let many: String = (0..200).map(|n| format!("X-Many-{n}: x\r\n")).collect();
    for (path, headers, expected) in [
        ("/", huge.as_str(), 431),
        ("/", many.as_str(), 431),
        (&*format!("/?q={}", "x".repeat(70_000)), "", 414),
        (&*format!("/?q={}", "x".repeat(8_000)), "", 400),
    ] {
        let answer = get(&server, path, headers).await;
        assert_eq!(status(&answer), expected, "{answer}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_body_that_comes_by_drops_is_not_waited_for() {
    let limited =
        Options { time_limit: Duration::from_millis(500), ..options(PUBLIC_URL, SiteFiles::default(), None) };
    let site = site_with_notes(NOTES).await;
    let server = serve(&Site { router: router(site.store.clone(), limited), ..site }).await;
    let chunk = ["Transfer-Encoding: chunked", "1\r\nx\r\n"];
    let byte = ["Content-Length: 60000", "x"];
    // Longer than a form may be: it is read nevertheless, so that its client sees why it is refused.
    let byte_of_too_many = ["Content-Length: 100000", "x"];
    for [length, piece] in [chunk, byte, byte_of_too_many] {
        let head = format!(
            "POST /preferences HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n{length}\r\n\r\n"
        );
        let (mut answer, mut body) = server.send(&head).await.into_split();
        let dripping = tokio::spawn(async move {
            while body.write_all(piece.as_bytes()).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        let mut bytes = Vec::new();
        // The connection may end with a reset, as there is more on its way.
        let _ = timeout(PATIENCE, answer.read_to_end(&mut bytes)).await.expect("the connection ends");
        let answer = String::from_utf8_lossy(&bytes);
        assert_eq!(status(&answer), 503, "{length}: {answer}");
        timeout(PATIENCE, dripping).await.expect("nothing is taken any more").unwrap();
    }
    assert_eq!(status(&get(&server, "/livez", "").await), 200);
    server.stop().await;
}

#[tokio::test]
async fn what_is_no_request_is_refused_and_the_next_client_is_answered() {
    let site = site_with_notes(NOTES).await;
    let server = serve(&site).await;
    for bytes in [
        "\r\n\r\n\0\x01\x02\x03\r\n\r\n",
        "\u{16}\u{3}\u{1}\0\u{5}hello\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: xchunked\r\n\r\nhello",
        "POST /preferences HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n",
    ] {
        let mut stream = server.send(bytes).await;
        let answer = read_until(&mut stream, "\r\n").await;
        assert_eq!(status(&answer), 400, "{bytes:?}: {answer}");
    }
    assert_eq!(status(&get(&server, "/", "").await), 200);
    server.stop().await;
}

#[tokio::test]
async fn a_stop_lets_the_site_finish_what_it_has_begun() {
    let limits = store::Limits { readers: 1, read_wait: PATIENCE, ..Default::default() };
    let site = site_within(NOTES, limits).await;
    let filter = Filter::default();
    let export = busy::begun_export(&site.store, &filter).await;
    let server = serve(&site).await;
    let mut answer = server.send("GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let stopped = tokio::spawn(server.stop());
    tokio::time::sleep(Duration::from_millis(50)).await;
    drop(export);
    let answer = read_to_end(&mut answer).await;
    assert!(status(&answer) == 200 && answer.contains("connection: close"), "{answer}");
    assert!(answer.ends_with("</html>") || answer.ends_with("0\r\n\r\n"), "it is whole: {answer}");
    stopped.await.unwrap();
}
