//! Documents of strangers: annotated, and kept nowhere.

use sha2::{Digest, Sha256};

use super::*;
use crate::annotation::MAX_DOCUMENT_BYTES;

const BOUNDARY: &str = "----kepline-test";

const PLAN: &str =
    "# Plan\n\n- sidecars: KEP-753 <script>alert(1)</script>\n- `code` KEP-2400 on Kubernetes 1.26\n";

/// A body of the form; of `file` only a name, where that is all that there is.
fn body(fields: &[(&str, &str)], file: Option<&[u8]>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend(format!("{head}{value}\r\n").bytes());
    }
    if let Some(file) = file {
        let head = "content-disposition: form-data; name=\"file\"; filename=\"plan.md\"\r\n\r\n";
        body.extend(format!("--{BOUNDARY}\r\n{head}").bytes());
        body.extend(file);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

fn request(body: Vec<u8>) -> Request<Body> {
    Request::post("/annotate")
        .header("origin", PUBLIC_URL)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header(header::CONTENT_LENGTH, body.len())
        .body(Body::from(body))
        .unwrap()
}

async fn annotate(site: &Site, fields: &[(&str, &str)]) -> Answer {
    site.send(request(body(fields, None))).await
}

#[tokio::test]
async fn a_document_is_shown_with_what_became_of_it() {
    let site = demo_site().await;
    let form = site.get("/annotate").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(!form.body.contains("noindex"), "the form may be found");
    let answer = annotate(&site, &[("text", PLAN), ("day", "2023-05-10")]).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
    let kep = answer.body.split("<ins class=\"annotation\"").nth(1).unwrap_or_default();
    assert!(kep.contains("href=\"/keps/753\"") && kep.contains("stable 1.33"), "{kep}");
    assert!(answer.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{}", answer.body);
    assert!(!answer.body.contains("<script>alert"), "{}", answer.body);
    assert!(answer.body.contains("<time datetime=\"2023-05-10\">"), "{}", answer.body);
    assert!(answer.body.contains("line 4"), "{}", answer.body);
    let earlier = annotate(&site, &[("text", PLAN), ("day", "2023-05-10"), ("as_of", "2024-06-01")]).await;
    let kep = earlier.body.split("<ins class=\"annotation\"").nth(1).unwrap_or_default();
    assert!(kep.contains("href=\"/keps/753?as_of=2024-06-01\"") && kep.contains("beta 1.29"), "{kep}");
}

#[tokio::test]
async fn it_comes_as_markdown_and_json_too() {
    let site = demo_site().await;
    let crlf = PLAN.replace('\n', "\r\n");
    let markdown = annotate(&site, &[("text", &crlf), ("day", "2023-05-10"), ("format", "markdown")]).await;
    assert_eq!(markdown.header("content-type"), "text/markdown; charset=utf-8");
    assert_eq!(markdown.header("content-disposition"), "attachment; filename=\"annotated.md\"");
    assert_eq!(markdown.header("cache-control"), "no-store");
    assert_eq!(domain::annotation::additions::without_additions(&markdown.body), PLAN);
    assert!(markdown.body.contains("KEP-753 (↳ "), "{}", markdown.body);
    let json = annotate(&site, &[("text", PLAN), ("format", "json")]).await;
    assert_eq!(json.header("cache-control"), "no-store");
    let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!((json["citations"][0]["name"].as_str(), json["day"].as_str()), (Some("KEP-753"), None));
}

#[tokio::test]
async fn a_file_counts_before_what_was_typed() {
    let site = demo_site().await;
    let file = body(&[("text", "KEP-1"), ("day", "")], Some(b"KEP-753"));
    let answer = site.send(request(file)).await;
    assert!(answer.body.contains("KEP-753</textarea>"), "{}", answer.body);
    let none = body(&[("text", "KEP-753"), ("day", "")], Some(b""));
    assert!(site.send(request(none)).await.body.contains("KEP-753</textarea>"));
    let example = annotate(&site, &[("text", ""), ("format", "example")]).await;
    assert!(example.body.contains("KEP-2400</textarea>") || example.body.contains("KEP-2400"));
    assert!(example.body.contains("data-finding"), "{}", example.body);
}

#[tokio::test]
async fn what_cannot_be_annotated_is_refused_with_what_was_typed() {
    let site = demo_site().await;
    let check = async |fields: &[(&str, &str)], why: &str| {
        let answer = annotate(&site, fields).await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::BAD_REQUEST, "no-store"));
        assert!(answer.body.contains(why), "{why}: {}", answer.body);
        answer.body
    };
    check(&[("text", " \r\n")], "There is nothing to annotate").await;
    let page = check(&[("text", "KEP-753 kept"), ("day", "tomorrow")], "role=\"alert\"").await;
    assert!(page.contains("KEP-753 kept</textarea>"), "{page}");
    check(&[("text", PLAN), ("as_of", "2999-01-01")], "2026-").await;
    check(&[("text", PLAN), ("day", "2024-01-02"), ("as_of", "2024-01-01")], "comes after").await;
    check(&[("text", "a\0b")], "line 1").await;
    let large = "KEP-753 ".repeat(MAX_DOCUMENT_BYTES / 8 + 1);
    check(&[("text", &large)], "larger than 256 kB").await;
    let larger = body(&[("text", &"a".repeat(1_500_000))], None);
    assert_eq!(site.send(request(larger)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let mut no_form = request(Vec::new());
    no_form.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    assert_eq!(site.send(no_form).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let site = demo_site().await;
    let curator = curators::let_alice_in(&site).await;
    for (name, value) in
        [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
    {
        let mut forged = request(body(&[("text", PLAN)], None));
        forged.headers_mut().insert("cookie", curator.parse().unwrap());
        forged.headers_mut().insert(name, value.parse().unwrap());
        assert_eq!(site.send(forged).await.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
}

#[tokio::test]
async fn nothing_of_a_document_is_kept() {
    let site = demo_site().await;
    let digest = async || {
        sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut connection(&site).await).await.unwrap();
        Sha256::digest(std::fs::read(site.store.path()).unwrap())
    };
    let before = digest().await;
    let generation = site.store.generation().await.unwrap();
    for format in ["page", "markdown", "json"] {
        let answer = annotate(&site, &[("text", PLAN), ("day", "2023-05-10"), ("format", format)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    }
    assert_eq!(digest().await, before, "the database is what it was, byte for byte");
    assert_eq!(site.store.generation().await.unwrap(), generation);
    let form = site.get("/annotate").await.body;
    assert!(!form.contains("sidecars"), "nor is it shown to whoever comes next");
}

async fn connection(site: &Site) -> sqlx::sqlite::SqliteConnection {
    use sqlx::Connection;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(site.store.path());
    sqlx::sqlite::SqliteConnection::connect_with(&options).await.unwrap()
}

#[tokio::test]
async fn documents_count_as_what_costs() {
    let site = quota::strict_site("").await;
    let send = async || {
        let mut request = request(body(&[("text", "KEP-753 typed")], None));
        let peer: std::net::SocketAddr = "192.0.2.1:4000".parse().unwrap();
        request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
        site.send(request).await
    };
    for _ in 0..2 {
        assert_eq!(send().await.status, StatusCode::OK);
    }
    let refused = send().await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.body.contains("KEP-753 typed</textarea>"), "{}", refused.body);
}

#[tokio::test]
async fn programs_get_what_a_document_names() {
    let site = demo_site().await;
    let send = async |query: &str, document: &[u8]| {
        let request = Request::post(format!("/api/v1/annotate{query}"))
            .header(header::CONTENT_TYPE, "text/markdown")
            .body(Body::from(document.to_vec()));
        site.send(request.unwrap()).await
    };
    let answer = send("?day=2023-05-10&as_of=2024-06-01", PLAN.as_bytes()).await;
    assert_eq!(
        (answer.status, answer.header("cache-control")),
        (StatusCode::OK, "no-store"),
        "{}",
        answer.body
    );
    let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((&json["day"], &json["as_of"]), (&"2023-05-10".into(), &"2024-06-01".into()));
    let reference = &json["citations"][0]["reference"];
    assert_eq!(reference["now"]["shipped"]["version"], "1.29", "{reference}");
    for (query, document) in
        [("?day=tomorrow", "a"), ("?days=2023-05-10", "a"), ("?as_of=2999-01-01", "a"), ("", "a\0")]
    {
        let refused = send(query, document.as_bytes()).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}: {}", refused.body);
        assert!(refused.body.contains("\"error\""), "{query}: {}", refused.body);
    }
    let large = send("", &vec![b'a'; MAX_DOCUMENT_BYTES + 1]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(site.get("/api/v1/annotate").await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_flood_of_citations_has_the_first_states_alone() {
    let site = demo_site().await;
    let flood = "k/k#1 ".repeat(3_100);
    let answer = annotate(&site, &[("text", &flood), ("day", "2023-05-10")]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body.matches("<ins class=\"annotation\"").count(), 3_000);
}
