//! Notes that programs add with a token: what is added, what is refused, and that nothing of it is done twice.

use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode};
use domain::notebook::{Notebook, Rights};
use domain::token::{ApiToken, TokenScope};
use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Executor};
use store::NewToken;

use super::super::curators::{let_alice_in, let_in};
use super::super::sent_request::SentRequest;
use super::super::tokens::{make, revoke_newest};
use super::super::{NOTES, PUBLIC_URL, Site, site_with_notes};
use super::schema::Description;

const NOTES_PATH: &str = "/api/v1/notes";

/// Begins a notebook that lives here.
async fn begin(site: &Site, slug: &str, rights: Rights) {
    let notebook =
        Notebook { time_zone: "Asia/Tokyo".to_owned(), rights, ..Notebook::written(slug.parse().unwrap()) };
    site.store.begin_notebook(&notebook, Timestamp::now()).await.unwrap();
}

/// A site with imported notes, the notebook `scratch`, the session of alice and a token of hers.
async fn site_with_token() -> (Site, String, String) {
    let site = site_with_notes(NOTES).await;
    begin(&site, "scratch", Rights::Own).await;
    let cookie = let_alice_in(&site).await;
    let token = make(&site, &cookie, "a script").await;
    (site, cookie, token)
}

/// A request to add a note, as a program sends it.
fn note_write(token: &str, note: &Value) -> SentRequest {
    let headers = vec![
        ("host", "kepline.example".to_owned()),
        ("content-type", "application/json".to_owned()),
        ("authorization", format!("Bearer {token}")),
    ];
    SentRequest { method: Method::POST, target: NOTES_PATH.to_owned(), headers, body: note.to_string() }
}

/// How many notes there are.
async fn count(site: &Site) -> u32 {
    site.store.notebooks().await.unwrap().iter().map(|notebook| notebook.notes).sum()
}

#[tokio::test]
async fn a_note_is_added_with_a_token_and_answered_as_it_is_read() {
    let (site, _, token) = site_with_token().await;
    let description = Description::fetch(&site).await;
    let note =
        json!({ "markdown": "KEP-753 is beta in 1.29 <script>alert(1)</script>", "date": "2026-11-20" });
    let answer = note_write(&token, &note).send(&site).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    assert_eq!(
        (answer.header("cache-control"), answer.header("access-control-allow-origin")),
        ("no-store", "")
    );
    description.check_post(NOTES_PATH, &answer);
    let item = &answer.json()["item"];
    assert_eq!(
        (&item["entry"]["date"], &item["entry"]["notebook"]),
        (&json!("2026-11-20"), &json!("scratch"))
    );
    assert_eq!(item["references"][0]["kep"], 753);
    assert!(!item["html"].as_str().unwrap().contains("<script>"), "{item}");
    assert_eq!(answer.header("location"), item["url"].as_str().unwrap());
    let path = answer.header("location").strip_prefix(PUBLIC_URL).unwrap().to_owned();
    assert!(site.get(&path).await.body.contains("KEP-753"), "{path}");
    let again = site.get(&format!("{NOTES_PATH}/{}", item["id"].as_str().unwrap())).await.json();
    assert_eq!(&again["item"], item);
    let run = site.store.run_log(false).await.unwrap().runs.remove(0);
    assert_eq!((run.is_written, run.written_by.as_deref()), (true, Some("alice")));
    let listed = site.store.tokens(&"alice".parse().unwrap()).await.unwrap();
    assert!(listed[0].last_used.is_some());

    let today = note_write(&token, &json!({ "markdown": "today" })).send(&site).await.json();
    let tokyo = jiff::Timestamp::now().in_tz("Asia/Tokyo").unwrap().date().to_string();
    assert_eq!(today["item"]["entry"]["date"], tokyo);
}

#[tokio::test]
async fn a_repeated_request_makes_one_note() {
    let (site, cookie, token) = site_with_token().await;
    let before = count(&site).await;
    let write = note_write(&token, &json!({ "markdown": "once", "date": "2026-11-20" }));
    let (first, second) = tokio::join!(write.send(&site), write.send(&site));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201], "{} {}", first.body, second.body);
    assert_eq!(first.header("location"), second.header("location"));
    let third = write.send(&site).await;
    assert_eq!((third.status, third.header("location")), (StatusCode::OK, first.header("location")));
    Description::fetch(&site).await.check_post(NOTES_PATH, &third);
    assert_eq!(count(&site).await, before + 1);

    let bob = let_in(&site, "bob").await;
    let other = make(&site, &bob, "his").await;
    for (token, note) in [
        (&token, json!({ "markdown": "once", "date": "2026-11-21" })),
        (&token, json!({ "markdown": "twice", "date": "2026-11-20" })),
        (&other, json!({ "markdown": "once", "date": "2026-11-20" })),
    ] {
        let answer = note_write(token, &note).send(&site).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{note}: another day, other words, another curator");
    }
    assert_eq!(revoke_newest(&site, &cookie).await.status, StatusCode::FOUND);
    assert_eq!(write.send(&site).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_is_no_note_is_refused_in_words() {
    let (site, _, token) = site_with_token().await;
    let description = Description::fetch(&site).await;
    let before = count(&site).await;
    let it = || note_write(&token, &json!({ "markdown": "a" }));
    let long = json!({ "markdown": "a".repeat(70_000) });
    let cases = [
        (it().saying("{"), 400, "bad_request", ""),
        (it().saying(""), 400, "bad_request", ""),
        (it().to("/api/v1/notes?date=2026-11-20"), 400, "bad_query", "takes no query"),
        (it().with("content-type", "text/plain"), 415, "unsupported_type", "application/json"),
        (it().without("content-type"), 415, "unsupported_type", "application/json"),
        (it().with("content-type", "application/x-www-form-urlencoded"), 415, "unsupported_type", ""),
        (it().saying(&long), 413, "too_large", ""),
        (it().saying(json!({})), 422, "bad_note", "markdown"),
        (it().saying(json!({ "markdown": "a", "tags": [] })), 422, "bad_note", "tags"),
        (it().saying(json!({ "markdown": " " })), 422, "bad_note", "no text"),
        (it().saying(json!({ "markdown": "- a\n- b" })), 422, "bad_note", "2 notes"),
        (it().saying(json!({ "markdown": "a", "date": "yesterday" })), 422, "bad_note", "date"),
        (
            it().saying(json!({ "markdown": "a", "notebook": "nope" })),
            422,
            "bad_note",
            "written here: scratch",
        ),
        (
            it().saying(json!({ "markdown": "a", "notebook": "field-notes" })),
            409,
            "conflict",
            "is imported from a source",
        ),
    ];
    for (write, status, code, part) in cases {
        let answer = write.send(&site).await;
        let error = &answer.json()["error"];
        assert_eq!((answer.status.as_u16(), error["code"].as_str()), (status, Some(code)), "{}", answer.body);
        assert!(error["message"].as_str().unwrap().contains(part), "{part}: {error}");
        description.check_post(NOTES_PATH, &answer);
    }
    begin(&site, "diary", Rights::Own).await;
    let which = it().send(&site).await;
    assert_eq!(which.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(which.body.contains("name one of diary, scratch"), "{}", which.body);
    assert_eq!(count(&site).await, before);
    let none = site_with_notes("").await;
    let token = make(&none, &let_alice_in(&none).await, "early").await;
    let answer = note_write(&token, &json!({ "markdown": "a" })).send(&none).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("begin one at /write"), "{}", answer.body);
}

/// Forgeries of a right write, and the status that each is answered with.
fn forgeries(right: &SentRequest, session: &str, token: &str) -> Vec<(&'static str, SentRequest, u16)> {
    let it = || right.clone();
    let bearer = |text: &str| right.clone().with("authorization", &format!("Bearer {text}"));
    let other = ApiToken::new([7; 32]);
    vec![
        // Whose it is.
        ("nobody", it().without("authorization"), 401),
        ("a session", it().without("authorization").and("cookie", session).and("origin", PUBLIC_URL), 401),
        ("a token in a cookie", it().without("authorization").and("cookie", &format!("token={token}")), 401),
        (
            "a token in the query",
            it().without("authorization").to(&format!("{NOTES_PATH}?token={token}")),
            401,
        ),
        ("a token of nobody", bearer(other.as_str()), 401),
        ("a token without its last digit", bearer(&token[..79]), 401),
        ("a token with a digit too many", bearer(&format!("{token}0")), 401),
        ("a token in capitals", bearer(&token.to_uppercase()), 401),
        ("a token without its prefix", bearer(&token[8..]), 401),
        ("the digest of a token", bearer(token.parse::<ApiToken>().unwrap().digest().as_str()), 401),
        ("no token", bearer(""), 401),
        ("SQL", bearer("' or 1=1 --"), 401),
        ("another scheme", it().with("authorization", &format!("Basic {token}")), 401),
        ("no scheme", it().with("authorization", token), 401),
        ("two tokens", it().and("authorization", &format!("Bearer {token}")), 401),
        // Where it comes from: no page sends a token.
        ("another site", it().and("origin", "https://evil.example"), 403),
        ("a page without an origin", it().and("origin", "null"), 403),
        ("a browser says another site", it().and("sec-fetch-site", "cross-site"), 403),
        ("a browser says a site below", it().and("sec-fetch-site", "same-site"), 403),
        ("a session from nowhere", it().and("cookie", session), 403),
        // What it is.
        ("a PUT", it().by(Method::PUT), 405),
        ("a PATCH", it().by(Method::PATCH), 405),
        ("a DELETE", it().by(Method::DELETE), 405),
        ("to a note", it().to("/api/v1/notes/0a1b2c3d"), 405),
        ("to entries", it().to("/api/v1/entries"), 405),
        ("a form in parts", it().with("content-type", "multipart/form-data; boundary=x"), 415),
        // A token opens nothing else.
        (
            "to the pages",
            it().to("/fn/forget").with("content-type", "application/x-www-form-urlencoded"),
            401,
        ),
        ("to the tokens", it().to("/tokens").with("content-type", "application/x-www-form-urlencoded"), 401),
    ]
}

#[tokio::test]
async fn a_forged_note_is_refused_and_changes_nothing() {
    let (site, cookie, token) = site_with_token().await;
    let right = note_write(&token, &json!({ "markdown": "right" }));
    let mut connection = connect(&site).await;
    let mut version = async || -> i64 {
        sqlx::query_scalar("pragma data_version").fetch_one(&mut connection).await.unwrap()
    };
    // Its use is recorded once a day, which is no change of the notes.
    let unread = right.clone().saying("{").send(&site).await;
    assert_eq!(unread.status, StatusCode::BAD_REQUEST);
    let before = version().await;
    let mut accepted = Vec::new();
    for (what, write, status) in forgeries(&right, &cookie, &token) {
        let answer = write.send(&site).await;
        let challenged = answer.header("www-authenticate").starts_with("Bearer realm=\"kepline\"");
        let is_api = write.target.starts_with("/api/") && status == 401;
        let outcome = (answer.status.as_u16(), challenged, version().await == before);
        if outcome != (status, is_api, true) {
            accepted.push(format!("{what}: {outcome:?} instead of a {status}: {}", answer.body));
        }
    }
    assert_eq!(accepted, [""; 0], "statuses, challenges, and whether the database is as it was");
    assert_eq!(right.send(&site).await.status, StatusCode::CREATED, "the right one passes");
}

#[tokio::test]
async fn a_token_is_for_what_it_was_made_for() {
    let (site, _, token) = site_with_token().await;
    begin(&site, "diary", Rights::Own).await;
    let bound = ApiToken::new([1; 32]);
    let new = NewToken {
        digest: bound.digest(),
        label: "the diary".parse().unwrap(),
        scope: TokenScope::AddNotes,
        notebook: Some("diary".parse().unwrap()),
    };
    site.store.add_token(&"alice".parse().unwrap(), &new, Timestamp::now()).await.unwrap();
    let note = json!({ "markdown": "a", "notebook": "scratch" });
    let refused = note_write(bound.as_str(), &note).send(&site).await;
    assert_eq!(
        (refused.status, &refused.json()["error"]["code"]),
        (StatusCode::FORBIDDEN, &json!("wrong_scope"))
    );
    assert!(refused.header("www-authenticate").contains("error=\"insufficient_scope\""));
    Description::fetch(&site).await.check_post(NOTES_PATH, &refused);
    for note in [json!({ "markdown": "a", "notebook": "diary" }), json!({ "markdown": "b" })] {
        let answer = note_write(bound.as_str(), &note).send(&site).await.json();
        assert_eq!(answer["item"]["entry"]["notebook"], "diary", "{answer}");
    }
    let unscoped = "update api_token set scope = 'read-everything' where label = 'a script'";
    connect(&site).await.execute(unscoped).await.unwrap();
    let refused = note_write(&token, &note).send(&site).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    site.store.remove_curator(&"alice".parse().unwrap()).await.unwrap();
    let refused = note_write(bound.as_str(), &json!({ "markdown": "c" })).send(&site).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_reads_nothing_that_strangers_do_not() {
    let (site, _, token) = site_with_token().await;
    begin(&site, "secret", Rights::Unstated).await;
    let note = json!({ "markdown": "極秘", "notebook": "secret" });
    let answer = note_write(&token, &note).send(&site).await;
    assert_eq!((answer.status, &answer.json()["item"]["markdown"]), (StatusCode::CREATED, &Value::Null));
    for path in ["/api/v1/notes", "/index.md", "/tokens", "/review"] {
        let read = note_write(&token, &note).by(Method::GET).to(path).without("content-type").saying("");
        let answer = read.send(&site).await;
        assert!(!answer.body.contains("極秘"), "{path}");
        assert_eq!(answer.status, site.get(path).await.status, "{path}");
    }
}

#[tokio::test]
async fn wrong_tokens_are_slowed_down_by_the_address_that_tries() {
    let (site, _, token) = site_with_token().await;
    let send = async |token: &str, peer: &str| {
        let mut request = note_write(token, &json!({ "markdown": "a" })).request();
        request.extensions_mut().insert(ConnectInfo::<std::net::SocketAddr>(peer.parse().unwrap()));
        site.send(request).await
    };
    for n in 0..20 {
        let wrong =
            if n % 2 == 0 { ApiToken::new([7; 32]).as_str().to_owned() } else { "kepline_".to_owned() };
        assert_eq!(send(&wrong, "198.51.100.7:4000").await.status, StatusCode::UNAUTHORIZED, "{n}");
        let right = send(&token, "198.51.100.8:4000").await.status;
        assert!(right.is_success(), "{n}: others are not concerned");
    }
    let refused = send(&token, "198.51.100.7:4001").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "the right one is answered alike");
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| (25..=31).contains(&seconds)));
    assert_eq!(refused.json()["error"]["code"], "too_many_requests");
}

async fn connect(site: &Site) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(site.store.path())).await.unwrap()
}
