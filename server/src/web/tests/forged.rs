//! Writes that no page of the site has sent, or nobody who may: each is refused, and the database stays as it is.

use domain::list::filter::Filter;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, query_scalar};

use super::sent_request::SentRequest;
use super::*;

/// Sets a tag, as a page of the site sends it for the curator of a session.
fn tag_write(note: &str, cookie: &str) -> SentRequest {
    let pairs = [("note", note), ("tag", "sig-storage"), ("ruling", "applied"), ("back", "/")];
    write("/fn/decide-tag", &pairs, cookie)
}

/// Writes a note.
fn note_write(cookie: &str) -> SentRequest {
    let pairs = [("action", "save"), ("notebook", "diary"), ("markdown", "a thought")];
    write("/write", &pairs, cookie)
}

/// A write of a curator, as a page of the site sends it.
fn write(target: &str, pairs: &[(&str, &str)], cookie: &str) -> SentRequest {
    let headers = [
        ("host", "kepline.example"),
        ("origin", PUBLIC_URL),
        ("content-type", "application/x-www-form-urlencoded"),
        ("cookie", cookie),
    ];
    SentRequest {
        method: Method::POST,
        target: target.to_owned(),
        headers: headers.map(|(name, value)| (name, value.to_owned())).to_vec(),
        body: curators::form(pairs),
    }
}

/// Sessions that are worth nothing.
struct DeadSessions {
    signed_out: String,
    expired: String,
    removed: String,
    /// Of a curator who has another password since.
    renewed: String,
    /// Of another database, where it is as good as any.
    elsewhere: String,
}

impl DeadSessions {
    async fn begin(site: &Site) -> Self {
        let signed_out = curators::signed_in(site).await;
        site.post("/sign-out", &[("cookie", &signed_out), ("origin", PUBLIC_URL)], "").await;
        let expired = curators::signed_in(site).await;
        let key = hex::encode(Sha256::digest(expired.split_once('=').unwrap().1));
        let mut stored = site.store.session(&key, Timestamp::now()).await.unwrap().unwrap();
        stored.expires_at = Timestamp::now() - SignedDuration::from_secs(1);
        site.store.save_session(&key, &stored).await.unwrap();
        let removed = curators::let_in(site, "bob").await;
        site.store.remove_curator(&"bob".parse().unwrap()).await.unwrap();
        let renewed = curators::let_in(site, "carol").await;
        let hash = crate::passwords::hash("another one altogether");
        site.store.set_password(&"carol".parse().unwrap(), &hash).await.unwrap();
        let elsewhere = curators::let_alice_in(&site_with_notes(NOTES).await).await;
        Self { signed_out, expired, removed, renewed, elsewhere }
    }
}

/// Forgeries of any right write, and the status that each is answered with.
fn forgeries(
    right: &SentRequest,
    cookie: &str,
    dead: &DeadSessions,
) -> Vec<(&'static str, SentRequest, u16)> {
    let it = || right.clone();
    let anonymous = || right.clone().without("cookie");
    let two = |one: &str, other: &str| right.clone().with("cookie", &format!("{one}; {other}"));
    let plain = cookie.trim_start_matches("__Host-");
    vec![
        // Where it comes from.
        ("another site", it().with("origin", "https://evil.example"), 403),
        ("a page without an origin", it().with("origin", "null"), 403),
        ("an empty origin", it().with("origin", ""), 403),
        ("nobody says from where", it().without("origin"), 403),
        ("a site below", it().with("origin", "https://notes.kepline.example"), 403),
        ("a site that begins alike", it().with("origin", "https://kepline.example.evil.example"), 403),
        ("a site that ends alike", it().with("origin", "https://evilkepline.example"), 403),
        ("another port", it().with("origin", "https://kepline.example:8443"), 403),
        ("the same host without HTTPS", it().with("origin", "http://kepline.example"), 403),
        ("a browser says another site", it().and("sec-fetch-site", "cross-site"), 403),
        ("a browser says a site below", it().and("sec-fetch-site", "same-site"), 403),
        ("a browser says what nobody knows", it().and("sec-fetch-site", "here"), 403),
        ("another host", it().with("host", "evil.example").with("origin", "https://evil.example"), 403),
        (
            "another host by a proxy",
            it().with("origin", "https://evil.example").and("x-forwarded-host", "evil.example"),
            403,
        ),
        ("two hosts", it().and("host", "evil.example"), 400),
        ("no host", it().without("host"), 400),
        (
            "a whole address",
            it().to(&format!("https://evil.example{}", right.target)).with("origin", "https://evil.example"),
            403,
        ),
        // Whose it is.
        ("nobody", anonymous(), 401),
        ("who has signed out", it().with("cookie", &dead.signed_out), 401),
        ("whose session is too old", it().with("cookie", &dead.expired), 401),
        ("who was removed", it().with("cookie", &dead.removed), 401),
        ("who has another password", it().with("cookie", &dead.renewed), 401),
        ("a session of another database", it().with("cookie", &dead.elsewhere), 401),
        ("two sessions", two(&dead.elsewhere, cookie), 401),
        ("two sessions, the other way", two(cookie, &dead.elsewhere), 401),
        ("a session twice", it().and("cookie", cookie), 401),
        ("a session under the name without HTTPS", it().with("cookie", plain), 401),
        ("a session under a name in small letters", it().with("cookie", &cookie.to_lowercase()), 401),
        // What it is.
        ("a PUT", it().by(Method::PUT), 405),
        ("a DELETE", it().by(Method::DELETE), 405),
        ("plain text", it().with("content-type", "text/plain"), 415),
        ("a form in parts", it().with("content-type", "multipart/form-data; boundary=x"), 415),
        ("JSON", it().with("content-type", "application/json"), 415),
        ("no type", it().without("content-type"), 415),
    ]
}

/// Forgeries of a write to a server function: those that lead around its guard, too.
fn forgeries_of_function(right: &SentRequest) -> Vec<(&'static str, SentRequest, u16)> {
    let it = || right.clone();
    let anonymous = || right.clone().without("cookie");
    vec![
        // What it is.
        ("a GET", it().by(Method::GET).with_query(), 405),
        ("a HEAD", it().by(Method::HEAD).with_query(), 405),
        (
            "a GET that overrides",
            it().by(Method::GET).with_query().and("x-http-method-override", "POST"),
            405,
        ),
        ("a GET that overrides in its query", it().to("/fn/decide-tag?_method=POST").by(Method::GET), 405),
        // Where it goes: around the guard of server functions.
        ("two slashes", anonymous().to("//fn/decide-tag"), 405),
        ("dots", anonymous().to("/keps/../fn/decide-tag"), 404),
        ("dots that are encoded", anonymous().to("/keps/%2e%2e/fn/decide-tag"), 404),
        ("dots with a parameter", anonymous().to("/fn/..;/fn/decide-tag"), 401),
        ("an encoded letter", anonymous().to("/%66n/decide-tag"), 405),
        ("an encoded slash", anonymous().to("/fn%2fdecide-tag"), 405),
        ("capitals", anonymous().to("/FN/decide-tag"), 405),
        ("a slash at the end", anonymous().to("/fn/decide-tag/"), 401),
        ("a parameter of the path", anonymous().to("/fn/decide-tag;x=y"), 401),
    ]
}

/// Reading requests with the fields of a form in which notes are written: they fill it in, and write nothing.
fn readings_of_form(right: &SentRequest) -> Vec<(&'static str, SentRequest, u16)> {
    let it = || right.clone();
    vec![
        ("a GET", it().by(Method::GET).with_query(), 200),
        ("a HEAD", it().by(Method::HEAD).with_query(), 200),
        (
            "a GET that overrides",
            it().by(Method::GET).with_query().and("x-http-method-override", "POST"),
            200,
        ),
        ("a GET that overrides in its query", it().to("/write?_method=POST").by(Method::GET), 200),
        ("nobody's GET", it().without("cookie").by(Method::GET).with_query(), 401),
        ("two slashes", it().without("cookie").to("//write"), 405),
        ("a slash at the end", it().without("cookie").to("/write/"), 401),
        ("capitals", it().without("cookie").to("/WRITE"), 405),
    ]
}

/// Sends forgeries, each of which is to be answered with its status and to leave the database as it is; then what is right.
async fn expect_refused(
    site: &Site,
    forged: Vec<(&'static str, SentRequest, u16)>,
    right: &SentRequest,
    status: StatusCode,
) {
    let options = SqliteConnectOptions::new().filename(site.store.path());
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    // It is another one as soon as another connection has written anything.
    let mut version =
        async || -> i64 { query_scalar("pragma data_version").fetch_one(&mut connection).await.unwrap() };
    let before = version().await;
    let mut accepted = Vec::new();
    for (what, write, status) in forged {
        let answer = site.router.clone().oneshot(write.request()).await.unwrap();
        let outcome = (answer.status().as_u16(), version().await == before);
        if outcome != (status, true) {
            accepted.push(format!("{what}: {outcome:?} instead of a {status}"));
        }
    }
    assert_eq!(accepted, [""; 0], "statuses, and whether the database is as it was");
    let answer = site.router.clone().oneshot(right.request()).await.unwrap();
    assert_eq!(answer.status(), status, "the right one passes");
    assert_ne!(version().await, before, "and is written");
}

#[tokio::test]
async fn a_forged_write_is_refused_and_changes_nothing() {
    let site = curators::site_of_alice().await;
    let dead = DeadSessions::begin(&site).await;
    let cookie = curators::signed_in(&site).await;
    let note = site.store.timeline(&Filter::default()).await.unwrap().entries[0].notes[0].id.to_string();
    let right = tag_write(&note, &cookie);
    let forged = [forgeries(&right, &cookie, &dead), forgeries_of_function(&right)].concat();
    expect_refused(&site, forged, &right, StatusCode::OK).await;
}

#[tokio::test]
async fn a_forged_note_is_refused_and_changes_nothing() {
    let site = curators::site_of_alice().await;
    let dead = DeadSessions::begin(&site).await;
    let cookie = curators::signed_in(&site).await;
    site.store.begin_notebook(&write::notebook(), Timestamp::now()).await.unwrap();
    let right = note_write(&cookie);
    let forged = [forgeries(&right, &cookie, &dead), readings_of_form(&right)].concat();
    expect_refused(&site, forged, &right, StatusCode::CREATED).await;
}

#[tokio::test]
async fn nobody_else_confirms_a_note() {
    let site = curators::site_of_alice().await;
    let dead = DeadSessions::begin(&site).await;
    let cookie = curators::signed_in(&site).await;
    let note = site.store.timeline(&Filter::default()).await.unwrap().entries[0].notes[0].id.to_string();
    let pairs = [("note", note.as_str()), ("confirmation", "still-true"), ("words", "0123456789abcdef")];
    let right = write("/fn/confirm", &pairs, &cookie);
    expect_refused(&site, forgeries(&right, &cookie, &dead), &right, StatusCode::OK).await;
}

#[tokio::test]
async fn nobody_else_makes_or_revokes_a_token() {
    let site = curators::site_of_alice().await;
    let dead = DeadSessions::begin(&site).await;
    let cookie = curators::signed_in(&site).await;
    let make = write("/tokens", &[("label", "my phone"), ("notebook", "")], &cookie);
    expect_refused(&site, forgeries(&make, &cookie, &dead), &make, StatusCode::OK).await;
    let id = site.store.tokens(&"alice".parse().unwrap()).await.unwrap()[0].id.to_string();
    let revoke = write("/fn/revoke-token", &[("token", &id)], &cookie);
    expect_refused(&site, forgeries(&revoke, &cookie, &dead), &revoke, StatusCode::OK).await;
}
