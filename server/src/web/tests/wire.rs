//! Requests as bytes, over real sockets, where a client library would not let them through.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::*;
use crate::web::connections::{ConnectionLimits, serve};

/// What a site answers to these bytes until it closes the connection.
async fn answer(site: &Site, request: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = site.router.clone();
    let server = tokio::spawn(serve(listener, router, ConnectionLimits::default(), std::future::pending()));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes)).await.expect("an end").unwrap();
    server.abort();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_request_that_http_does_not_allow_is_refused_with_its_headers() {
    let site = site_with_notes(NOTES).await;
    for (request, status) in [
        ("GET / HTTP/1.1", "400 Bad Request"),
        ("GET / HTTP/1.1\r\nHost: a.example\r\nHost: b.example", "400 Bad Request"),
        ("CONNECT kepline.example:443 HTTP/1.1\r\nHost: kepline.example:443", "405 Method Not Allowed"),
        ("OPTIONS * HTTP/1.1\r\nHost: kepline.example", "204 No Content"),
        ("GET * HTTP/1.1\r\nHost: kepline.example", "400 Bad Request"),
        ("GET / HTTP/1.1\r\nHost: kepline.example", "200 OK"),
        ("GET http://kepline.example/healthz HTTP/1.1\r\nHost: kepline.example", "200 OK"),
        ("GET /healthz HTTP/1.0", "200 OK"),
    ] {
        let answer = answer(&site, &format!("{request}\r\nConnection: close\r\n\r\n")).await;
        let first = answer.lines().next().unwrap_or_default();
        assert!(first.ends_with(status), "{request}: {answer}");
        for header in
            ["x-content-type-options: nosniff", "x-request-id: ", "strict-transport-security: max-age="]
        {
            assert!(answer.contains(header), "{request}: {answer}");
        }
        if first.contains(" 405 ") || first.contains(" 204 ") {
            assert!(answer.contains("allow: GET, HEAD, POST, OPTIONS"), "{answer}");
        }
    }
}

#[tokio::test]
async fn a_site_for_its_owner_alone_answers_to_no_other_name() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = store::Store::open(&url).await.unwrap();
    import_text(&store, NOTES).await.unwrap();
    let router = router(store.clone(), options("http://127.0.0.1:3000", SiteFiles::default(), None));
    let site = Site { router, store, _folder: folder };
    for path in ["/", "/index.md", "/api/v1/notes"] {
        for (host, status) in [("rebind.example:3000", "421 "), ("127.0.0.1:3000", "200 "), ("[::1]", "200 ")]
        {
            let request = format!(
                "GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: https://a.example\r\nConnection: close\r\n\r\n"
            );
            let answer = answer(&site, &request).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{host} {path}: {answer}");
            assert!(!answer.contains("access-control-allow-origin"), "{host} {path}: {answer}");
            assert!(!answer.contains("strict-transport-security"), "{answer}");
            assert_eq!(answer.contains("set KEPLINE_PUBLIC_URL to"), status == "421 ", "{answer}");
            assert_eq!(answer.contains("something else on that day"), status == "200 ", "{host} {path}");
        }
    }
}
