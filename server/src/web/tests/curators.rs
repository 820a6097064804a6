//! Who may tag: signing in and out, and what strangers are refused.

use std::sync::Mutex;

use app::error::AppError;
use axum::extract::ConnectInfo;
use domain::decision::curator::CuratorName;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnUrlError;
use sha2::{Digest, Sha256};

use super::*;
use crate::passwords;

const PASSWORD: &str = "correct horse battery";

/// The line that removes the cookie of a session from a browser.
const REMOVAL: &str = "__Host-kepline_session=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0";

/// What the server function below has written.
static WRITTEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// A server function that writes, as those for tags do.
#[server(name = WriteForTest, prefix = "/fn", endpoint = "write-for-test")]
async fn write_for_test(what: String) -> Result<String, AppError> {
    let curator = app::api::curator()?;
    WRITTEN.lock().unwrap().push(what);
    Ok(curator.name)
}

fn name(text: &str) -> CuratorName {
    text.parse().unwrap()
}

pub(super) async fn site_of_alice() -> Site {
    let site = site_with_notes(NOTES).await;
    add_alice(&site).await;
    site
}

/// The cookie of a session of alice, who is new.
pub(super) async fn let_alice_in(site: &Site) -> String {
    add_alice(site).await;
    signed_in(site).await
}

/// The cookie of a session of a new curator.
pub(super) async fn let_in(site: &Site, who: &str) -> String {
    add_curator(site, who).await;
    cookie(&try_password(site, who, PASSWORD).await)
}

async fn add_alice(site: &Site) {
    add_curator(site, "alice").await;
}

async fn add_curator(site: &Site, who: &str) {
    let hash = passwords::hash(PASSWORD);
    site.store.add_curator(&name(who), Some(&hash), jiff::Timestamp::now()).await.unwrap();
}

pub(super) fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Tries a password; gives the answer.
async fn try_password(site: &Site, who: &str, password: &str) -> Answer {
    let pairs = [("name", who), ("password", password), ("next", "/?sig=node")];
    site.post("/sign-in", &[("origin", PUBLIC_URL)], &form(&pairs)).await
}

/// Name and value of the cookie that an answer sets.
fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

pub(super) async fn signed_in(site: &Site) -> String {
    let answer = try_password(site, "alice", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    cookie(&answer)
}

pub(super) async fn page(site: &Site, path: &str, cookie: &str) -> Answer {
    site.send(Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap()).await
}

fn is_signed_in(answer: &Answer) -> bool {
    answer.body.contains("action=\"/sign-out\"")
}

/// The address that Leptos leads a form back to which failed without JavaScript.
fn failed_form(path: &str) -> String {
    let failure = ServerFnUrlError::new("/fn/write-for-test", AppError::SignInNeeded);
    failure.to_url(&format!("{PUBLIC_URL}{path}")).unwrap().as_str()[PUBLIC_URL.len()..].to_owned()
}

#[tokio::test]
async fn a_failed_form_shows_its_error_on_the_page_it_redirects_to() {
    let site = site_with_notes(NOTES).await;
    let shows_failure = |answer: &Answer| answer.body.contains("role=\"alert\" class=\"form-error\"");
    for path in ["/?sig=node", "/?sig=SIG+Node", "/keps?sort=title&order=asc", "/2023/10", "/status?a=b"] {
        let request = Request::get(failed_form(path));
        let answer =
            site.send(request.header("sec-fetch-site", "same-origin").body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: another address would lose the message");
        assert!(shows_failure(&answer), "{path}: {}", answer.body);
        assert!(!answer.body.contains("__err"), "{path}: nothing leads back to the message");
        assert!(
            !shows_failure(&site.get(&failed_form(path)).await),
            "{path}: other sites cannot choose the message"
        );
    }
    let refused = site.get(&failed_form("/?sig=nod")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    for path in ["/index.atom?sig=node", "/api/v1/notes?sig=node", "/api/v1/keps?sort=title"] {
        let status = site.get(&failed_form(path)).await.status;
        assert!(status.is_success() || status.is_redirection(), "{path}: {status}");
    }
}

#[tokio::test]
async fn the_right_password_signs_in_and_leads_on() {
    let site = site_of_alice().await;
    let answer = try_password(&site, "Alice", PASSWORD).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/?sig=node"));
    let set = answer.header("set-cookie");
    assert!(set.starts_with("__Host-kepline_session="), "{set}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=2592000"] {
        assert!(set.split("; ").any(|part| part == attribute), "{attribute}: {set}");
    }
    assert!(!set.contains("Domain"), "{set}");
    let home = page(&site, "/", &cookie(&answer)).await;
    assert!(is_signed_in(&home) && home.body.contains("<b>alice</b>"), "{}", home.body);
    assert_eq!((home.header("cache-control"), home.header("set-cookie")), ("no-store", ""));
    let missing = page(&site, "/nope", &cookie(&answer)).await;
    assert!(is_signed_in(&missing), "also where there is nothing");
    let form = page(&site, "/sign-in", &cookie(&answer)).await;
    assert!(form.body.contains("alice") && !form.body.contains("type=\"password\""));
}

#[tokio::test]
async fn without_https_the_cookie_is_a_plain_one() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = store::Store::open(&url).await.unwrap();
    store
        .add_curator(&name("alice"), Some(&passwords::hash(PASSWORD)), jiff::Timestamp::now())
        .await
        .unwrap();
    let router = router(store.clone(), options("http://127.0.0.1:3000", SiteFiles::default(), None));
    let site = Site { router, store, _folder: folder };
    let answer = site.post("/sign-in", &[], &form(&[("name", "alice"), ("password", PASSWORD)])).await;
    let set = answer.header("set-cookie");
    assert!(set.starts_with("kepline_session=") && !set.contains("Secure"), "{set}");
    assert_eq!(answer.header("location"), "/");
}

#[tokio::test]
async fn a_wrong_name_is_answered_as_a_wrong_password_is() {
    let site = site_of_alice().await;
    let mut bodies = Vec::new();
    for (who, password) in
        [("alice", "wrong horse battery"), ("nobody", PASSWORD), ("<script>", ""), ("", "")]
    {
        let answer = try_password(&site, who, password).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{who}");
        assert_eq!((answer.header("set-cookie"), answer.header("cache-control")), ("", "no-store"));
        assert!(answer.body.contains("Name or password is wrong"), "{}", answer.body);
        assert!(answer.body.contains("name=\"next\" value=\"/?sig=node\""), "{}", answer.body);
        assert!(!answer.body.contains("<script>") && !answer.body.contains(PASSWORD));
        let (main, _) = answer.body.split_once("</main>").unwrap();
        bodies.push(main.split_once("<main").unwrap().1.to_owned());
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    for curator in ["link", "bob"] {
        site.store.add_curator(&name(curator), None, jiff::Timestamp::now()).await.unwrap();
        let answer = try_password(&site, curator, "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "no password is no way in");
    }
}

#[tokio::test]
async fn only_own_paths_are_led_on_to() {
    let site = site_of_alice().await;
    for next in ["//evil.example", "https://evil.example/", "/\\evil.example", ""] {
        let pairs = [("name", "alice"), ("password", PASSWORD), ("next", next)];
        let answer = site.post("/sign-in", &[], &form(&pairs)).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/"), "{next}");
    }
}

#[tokio::test]
async fn every_form_leads_back_to_own_paths_alone() {
    let site = site_of_alice().await;
    let cookie = signed_in(&site).await;
    let entry = site.store.timeline(&Default::default()).await.unwrap().entries.remove(0).id.to_string();
    let own = [("origin", PUBLIC_URL), ("cookie", &cookie), ("accept", "text/html")];
    let long = format!("/?q={}", "a".repeat(9_000));
    for (back, is_own) in [
        ("/2023/10", true),
        ("/?q=%E5%81%9C%E6%AD%A2", true),
        ("//evil.example", false),
        ("/\\evil.example", false),
        ("/.//evil.example", false),
        ("https://evil.example/", false),
        ("/a\r\nb", false),
        ("/a b", false),
        ("/?q=停止", false),
        (&long, false),
    ] {
        let chosen = site.post("/preferences", &own, &form(&[("theme", "dark"), ("back", back)])).await;
        let credentials = [("name", "alice"), ("password", PASSWORD), ("next", back)];
        let signed_in = site.post("/sign-in", &own[..1], &form(&credentials)).await;
        for answer in [chosen, signed_in] {
            let expected = if is_own { back } else { "/" };
            assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, expected));
        }
        let tag = [("entry", &*entry), ("tag", "sig-node"), ("ruling", "applied"), ("back", back)];
        let decided = site.post("/fn/decide-tag", &own, &form(&tag)).await;
        assert_eq!(decided.header("location") == back, is_own, "{back}: {}", decided.header("location"));
    }
}

#[tokio::test]
async fn twenty_wrong_passwords_are_slowed_down() {
    let site = site_of_alice().await;
    let mut statuses = Vec::new();
    for _ in 0..20 {
        let answer = try_password(&site, "alice", "wrong horse battery").await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            let wait: u32 = answer.header("retry-after").parse().unwrap();
            assert!((25..=31).contains(&wait), "{wait}");
            assert!(answer.body.contains("Too many wrong passwords"), "{}", answer.body);
        }
        statuses.push(answer.status);
    }
    assert!(statuses[..5].iter().all(|status| *status == StatusCode::UNAUTHORIZED), "{statuses:?}");
    assert!(statuses[5..].iter().all(|status| *status == StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
    let right = try_password(&site, "alice", PASSWORD).await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS, "the right one is answered alike");
}

#[tokio::test]
async fn one_address_that_tries_many_names_is_slowed_down() {
    let site = site_of_alice().await;
    let attempt = |n: u32, peer: &str| {
        let mut request = Request::post("/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("x-forwarded-for", format!("192.0.2.{n}"))
            .body(Body::from(form(&[("name", &format!("name{n}")), ("password", "wrong horse battery")])))
            .unwrap();
        request.extensions_mut().insert(ConnectInfo::<std::net::SocketAddr>(peer.parse().unwrap()));
        request
    };
    for n in 0..20 {
        assert_eq!(site.send(attempt(n, "198.51.100.7:4000")).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(site.send(attempt(20, "198.51.100.7:4001")).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(site.send(attempt(21, "198.51.100.8:4000")).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_stranger_at_the_same_proxy_keeps_no_curator_out() {
    let site = site_of_alice().await;
    let attempt = |who: &str, password: &str| {
        let mut request = Request::post("/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("x-forwarded-for", "198.51.100.7")
            .body(Body::from(form(&[("name", who), ("password", password)])))
            .unwrap();
        request
            .extensions_mut()
            .insert(ConnectInfo::<std::net::SocketAddr>("127.0.0.1:4000".parse().unwrap()));
        request
    };
    for n in 0..25 {
        let answer = site.send(attempt(&format!("name{n}"), "wrong horse battery")).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(site.send(attempt("alice", PASSWORD)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn readers_get_neither_cookie_nor_session() {
    let site = site_of_alice().await;
    for path in ["/", "/sign-in", "/keps", "/nope", "/status", "/fn/suggest", "/healthz", "/sign-in/nope"] {
        let answer = site.get(path).await;
        assert_eq!(answer.header("set-cookie"), "", "{path}");
        assert!(!is_signed_in(&answer), "{path}");
    }
    let home = site.get("/?sig=node").await;
    assert!(home.body.contains("href=\"/sign-in?next=%2F%3Fsig%3Dnode\""), "{}", home.body);
    assert_eq!(home.header("cache-control"), "private, no-cache");
    assert_eq!(site.get("/sign-in").await.header("cache-control"), "no-store");
    let far = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 365);
    assert_eq!(site.store.delete_expired_sessions(far).await.unwrap(), 0);
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let site = site_of_alice().await;
    let (here, there) = (signed_in(&site).await, signed_in(&site).await);
    assert_ne!(here, there);
    let out = site.post("/sign-out", &[("cookie", &here), ("origin", PUBLIC_URL)], "").await;
    assert_eq!((out.status, out.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(out.header("set-cookie"), REMOVAL, "with all attributes, without which it would stay");
    assert!(!is_signed_in(&page(&site, "/", &here).await), "the cookie is worth nothing any more");
    assert!(is_signed_in(&page(&site, "/", &there).await));
}

#[tokio::test]
async fn a_cookie_of_no_session_is_removed_by_what_is_for_its_browser_alone() {
    let site = site_of_alice().await;
    let ended = signed_in(&site).await;
    site.post("/sign-out", &[("cookie", &ended), ("origin", PUBLIC_URL)], "").await;
    for dead in
        [ended.as_str(), "__Host-kepline_session=AAAAAAAAAAAAAAAAAAAAAA", "__Host-kepline_session=<x>"]
    {
        let cookies = format!("kepline_lang=ja; {dead}; a=b");
        for (path, removes) in [
            ("/", true),
            ("/sign-in", true),
            ("/index.atom", false),
            ("/api/v1/notes", false),
            ("/healthz", true),
        ] {
            let answer = page(&site, path, &cookies).await;
            let expected = if removes { REMOVAL } else { "" };
            assert_eq!(
                (answer.status, answer.header("set-cookie")),
                (StatusCode::OK, expected),
                "{path} {dead}"
            );
        }
        let japanese = page(&site, "/", &cookies).await.body;
        assert!(japanese.contains("<html lang=\"ja\""), "other cookies count");
    }
}

#[tokio::test]
async fn a_session_ends_after_ninety_days_however_often_it_is_used() {
    let site = site_of_alice().await;
    let cookie = signed_in(&site).await;
    let id = cookie.split_once('=').unwrap().1;
    let key = hex::encode(Sha256::digest(id));
    let mut stored = site.store.session(&key, jiff::Timestamp::now()).await.unwrap().unwrap();
    let mut data: serde_json::Value = serde_json::from_str(&stored.data).unwrap();
    for (days, is_in_force) in [(89, true), (91, false)] {
        data["began"] = (jiff::Timestamp::now().as_second() - days * 24 * 60 * 60).into();
        stored.data = data.to_string();
        site.store.save_session(&key, &stored).await.unwrap();
        let answer = page(&site, "/", &cookie).await;
        assert_eq!(is_signed_in(&answer), is_in_force, "after {days} days");
        assert_eq!(answer.header("set-cookie"), if is_in_force { "" } else { REMOVAL });
    }
    assert!(site.store.session(&key, jiff::Timestamp::now()).await.unwrap().is_none(), "and is forgotten");
}

#[tokio::test]
async fn without_https_the_page_says_why_nobody_can_sign_in() {
    let site = site_of_alice().await;
    let open = async |headers: &[(&str, &str)]| {
        let request =
            headers.iter().fold(Request::get("/sign-in"), |it, (name, value)| it.header(*name, *value));
        site.send(request.body(Body::empty()).unwrap()).await
    };
    let explains = |answer: &Answer| {
        answer.body.contains("opened without HTTPS")
            && answer.body.contains("href=\"https://kepline.example/sign-in\"")
    };
    let html = ("accept", "text/html,*/*");
    assert!(explains(&open(&[html]).await), "no browser sends so little over HTTPS");
    assert!(!explains(&open(&[html, ("sec-fetch-mode", "navigate")]).await));
    assert!(!explains(&open(&[]).await), "a program is not told about browsers");
    let pairs = form(&[("name", "alice"), ("password", PASSWORD)]);
    let plain = [("origin", "http://kepline.example"), ("host", "kepline.example")];
    let answer = site.post("/sign-in", &plain, &pairs).await;
    assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::BAD_REQUEST, ""));
    assert!(explains(&answer), "{}", answer.body);
}

#[tokio::test]
async fn signing_out_everywhere_ends_all_sessions_of_the_curator() {
    let site = site_of_alice().await;
    site.store
        .add_curator(&name("bob"), Some(&passwords::hash(PASSWORD)), jiff::Timestamp::now())
        .await
        .unwrap();
    let bob = cookie(&try_password(&site, "bob", PASSWORD).await);
    let (here, there) = (signed_in(&site).await, signed_in(&site).await);
    let out = site.post("/sign-out-everywhere", &[("cookie", &here), ("origin", PUBLIC_URL)], "").await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    for cookie in [&here, &there] {
        assert!(!is_signed_in(&page(&site, "/", cookie).await));
    }
    assert!(is_signed_in(&page(&site, "/", &bob).await), "another's sessions stay");
}

#[tokio::test]
async fn a_session_ends_with_its_password_and_its_curator() {
    let site = site_of_alice().await;
    let cookie = signed_in(&site).await;
    site.store.set_password(&name("alice"), &passwords::hash("another long one")).await.unwrap();
    assert!(!is_signed_in(&page(&site, "/", &cookie).await));
    let answer = try_password(&site, "alice", "another long one").await;
    let cookie = super::curators::cookie(&answer);
    assert!(is_signed_in(&page(&site, "/", &cookie).await));
    site.store.remove_curator(&name("alice")).await.unwrap();
    assert!(!is_signed_in(&page(&site, "/", &cookie).await));
}

#[tokio::test]
async fn a_new_session_has_an_id_that_nobody_knew() {
    let site = site_of_alice().await;
    let planted = "__Host-kepline_session=AAAAAAAAAAAAAAAAAAAAAA";
    let pairs = form(&[("name", "alice"), ("password", PASSWORD)]);
    let answer = site.post("/sign-in", &[("cookie", planted), ("origin", PUBLIC_URL)], &pairs).await;
    let first = cookie(&answer);
    assert!(!first.is_empty() && first != planted);
    let again = cookie(&site.post("/sign-in", &[("cookie", &first), ("origin", PUBLIC_URL)], &pairs).await);
    assert_ne!(first, again);
    assert!(!is_signed_in(&page(&site, "/", &first).await), "the id before is gone");
    assert!(is_signed_in(&page(&site, "/", &again).await));
    for bogus in [planted, "__Host-kepline_session=<script>", "__Host-kepline_session="] {
        let answer = page(&site, "/", bogus).await;
        assert_eq!(answer.status, StatusCode::OK, "{bogus}");
        assert!(!is_signed_in(&answer));
    }
}

#[tokio::test]
async fn a_stranger_s_write_is_a_401_without_effect() {
    let site = site_of_alice().await;
    let cookie = signed_in(&site).await;
    site.post("/sign-out", &[("cookie", &cookie), ("origin", PUBLIC_URL)], "").await;
    let write = "/fn/write-for-test";
    for stale in ["", cookie.as_str()] {
        let script = [("cookie", stale), ("origin", PUBLIC_URL), ("accept", "application/json")];
        let answer = site.post(write, &script, "what=stale").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.body, "\"SignInNeeded\"", "as it is serialised");
        let referer = format!("{PUBLIC_URL}/?sig=node");
        let html = [script[0], script[1], ("accept", "text/html"), ("referer", referer.as_str())];
        let answer = site.post(write, &html, "what=stale").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.body.contains("nothing was changed"), "{}", answer.body);
        assert!(answer.body.contains("name=\"next\" value=\"/?sig=node\""), "{}", answer.body);
    }
    let cookie = signed_in(&site).await;
    let foreign = [("cookie", cookie.as_str()), ("origin", "https://evil.example")];
    assert_eq!(site.post(write, &foreign, "what=foreign").await.status, StatusCode::FORBIDDEN);
    let large = format!("what={}", "x".repeat(10_000_000));
    let length = large.len().to_string();
    let own = [("cookie", cookie.as_str()), ("origin", PUBLIC_URL), ("accept", "application/json")];
    let announced = site.post(write, &[own[0], own[1], ("content-length", &length)], &large).await;
    assert_eq!(announced.status, StatusCode::PAYLOAD_TOO_LARGE);
    let streamed = site.post(write, &own, &large).await;
    assert_eq!(streamed.status, StatusCode::BAD_REQUEST, "{}", streamed.body);
    let read = page(&site, "/fn/write-for-test?what=read", &cookie).await;
    assert_eq!(read.status, StatusCode::METHOD_NOT_ALLOWED, "a GET changes nothing");
    let answer = site.post(write, &own, "what=own").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "\"alice\""));
    assert_eq!(*WRITTEN.lock().unwrap(), ["own"]);
}

#[tokio::test]
async fn what_another_site_sends_neither_signs_in_nor_out() {
    let site = site_of_alice().await;
    let cookie = signed_in(&site).await;
    let pairs = form(&[("name", "alice"), ("password", PASSWORD)]);
    for path in ["/sign-in", "/sign-in/token", "/sign-out", "/sign-out-everywhere", "/fn/write-for-test"] {
        for foreign in
            [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")]
        {
            let answer = site.post(path, &[("cookie", &cookie), foreign], &pairs).await;
            assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::FORBIDDEN, ""), "{path}");
        }
    }
    assert!(is_signed_in(&page(&site, "/", &cookie).await));
    for path in ["/sign-out", "/sign-out-everywhere"] {
        assert_eq!(
            page(&site, path, &cookie).await.status,
            StatusCode::METHOD_NOT_ALLOWED,
            "a GET changes nothing"
        );
    }
}

#[tokio::test]
async fn a_large_sign_in_is_refused() {
    let site = site_of_alice().await;
    let answer = try_password(&site, "alice", &"x".repeat(10_000_000)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_one_time_link_lets_in_once() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = store::Store::open(&url).await.unwrap();
    let (link, token) = OneTimeLink::new().unwrap();
    let router = router(store.clone(), options(PUBLIC_URL, SiteFiles::default(), Some(link)));
    let site = Site { router, store, _folder: folder };
    let path = format!("/sign-in/{token}");
    for _ in 0..2 {
        let preview = site.get(&path).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
        assert!(preview.body.contains(&format!("method=\"post\" action=\"{path}\"")), "{}", preview.body);
        assert_eq!(preview.header("cache-control"), "no-store");
    }
    assert_eq!(site.post(&format!("/sign-in/{}", "0".repeat(64)), &[], "").await.status, StatusCode::GONE);
    let answer = site.post(&path, &[("origin", PUBLIC_URL)], "").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/"));
    let home = page(&site, "/", &cookie(&answer)).await;
    assert!(is_signed_in(&home) && home.body.contains("<b>curator</b>"), "{}", home.body);
    assert_eq!(site.post(&path, &[], "").await.status, StatusCode::GONE);
    let spent = site.get(&path).await;
    assert_eq!(spent.status, StatusCode::GONE);
    assert!(
        spent.body.contains("used already") && !spent.body.contains("class=\"sign-in\""),
        "{}",
        spent.body
    );
}

#[tokio::test]
async fn the_one_time_link_ends_with_the_first_password() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = store::Store::open(&url).await.unwrap();
    let (link, token) = OneTimeLink::new().unwrap();
    let router = router(store.clone(), options(PUBLIC_URL, SiteFiles::default(), Some(link)));
    store.add_curator(&name("alice"), Some("hash"), jiff::Timestamp::now()).await.unwrap();
    let site = Site { router, store, _folder: folder };
    assert_eq!(site.post(&format!("/sign-in/{token}"), &[], "").await.status, StatusCode::GONE);
    assert_eq!(site.store.curators().await.unwrap().len(), 1);
}
