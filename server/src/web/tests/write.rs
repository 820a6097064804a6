//! Notes that are written in the browser: by curators alone, by forms without scripts, and nothing that was typed is lost.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use domain::list::timeline::Entry;
use domain::notebook::writing::{Change, WordsSeen};
use domain::notebook::{Notebook, Rights};

use super::curators::{form, let_alice_in, page};
use super::quota::strict_site;
use super::*;

/// A site on which alice has begun the notebook `diary`, with the cookie of her session.
async fn diary() -> (Site, String) {
    let site = site_with_notes(NOTES).await;
    let cookie = let_alice_in(&site).await;
    begin(&site, &cookie, "Diary").await;
    (site, cookie)
}

async fn begin(site: &Site, cookie: &str, title: &str) {
    let pairs = [
        ("action", "begin"),
        ("title", title),
        ("time_zone", "Asia/Tokyo"),
        ("rights", "own"),
        ("next", "/write?text=a+b"),
    ];
    let answer = post(site, cookie, "/write", &pairs).await;
    let form = format!("/write?notebook={}&text=a+b", title.to_lowercase());
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, &*form));
}

/// The id of the one note of a notebook that is new to a site.
pub(super) async fn note_of_diary(site: &Site) -> String {
    let at = "2026-11-22T10:00:00Z".parse().unwrap();
    site.store.begin_notebook(&notebook(), at).await.unwrap();
    let change =
        Change::Add { day: "2026-11-22".parse().unwrap(), notes: vec!["KEP-753 in 1.29".to_owned()] };
    let writer = "alice".parse().unwrap();
    let written =
        site.store.write(&notebook().slug, change, Some(&writer), at, ingest::prepare).await.unwrap();
    written.notes[0].to_string()
}

/// The notebook `diary`, without entries.
pub(super) fn notebook() -> Notebook {
    Notebook {
        title: "Diary".to_owned(),
        time_zone: "Asia/Tokyo".to_owned(),
        rights: Rights::Own,
        ..Notebook::written("diary".parse().unwrap())
    }
}

/// Sends a form as a browser without scripts does.
async fn post(site: &Site, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
    let headers = [("origin", PUBLIC_URL), ("cookie", cookie), ("accept", "text/html,*/*;q=0.8")];
    site.post(path, &headers, &form(pairs)).await
}

/// Saves new notes of a day.
async fn save(site: &Site, cookie: &str, date: &str, markdown: &str) -> Answer {
    let pairs = [("action", "save"), ("notebook", "diary"), ("date", date), ("markdown", markdown)];
    post(site, cookie, "/write", &pairs).await
}

/// The entries of the diary, newest first.
async fn entries(site: &Site) -> Vec<Entry> {
    site.store.timeline(&"notebook=diary".parse().unwrap()).await.unwrap().entries
}

/// One note of a day, with the address of its form.
async fn noted(site: &Site, cookie: &str, markdown: &str) -> (Entry, String) {
    save(site, cookie, "2026-11-20", markdown).await;
    let entry = entries(site).await.remove(0);
    let form = format!("/write/{}", entry.notes[0].id);
    (entry, form)
}

fn seen(markdown: &str) -> String {
    WordsSeen::new(markdown).to_string()
}

/// Expects parts of a page.
#[track_caller]
fn expect(answer: &Answer, status: StatusCode, parts: &[&str]) {
    assert_eq!(answer.status, status, "{}", answer.body);
    for part in parts {
        assert!(answer.body.contains(part), "{part}: {}", answer.body);
    }
}

#[tokio::test]
async fn what_is_written_is_for_curators() {
    let (site, cookie) = diary().await;
    let (_, edit) = noted(&site, &cookie, "a thought").await;
    for path in ["/write", "/write?text=a+b", &edit] {
        let answer = site.get(path).await;
        expect(&answer, StatusCode::UNAUTHORIZED, &["noindex"]);
        assert!(!answer.body.contains("<textarea"), "{path}");
    }
    let link = "href=\"/sign-in?next=%2Fwrite%3Ftext%3Da%2Bb\"";
    expect(&site.get("/write?text=a+b").await, StatusCode::UNAUTHORIZED, &[link]);
    let home = [site.get("/").await.body, page(&site, "/", &cookie).await.body];
    let links = |body: &str| (body.contains("href=\"/write\""), body.contains(&format!("href=\"{edit}\"")));
    assert_eq!(home.map(|body| links(&body)), [(false, false), (true, true)]);
    let robots = site.get("/robots.txt").await.body;
    assert!(robots.contains("Disallow: /write\n"), "{robots}");
}

#[tokio::test]
async fn a_notebook_is_begun_and_what_is_wrong_is_described() {
    let site = site_with_notes(NOTES).await;
    let cookie = let_alice_in(&site).await;
    let parts = ["<h1>Begin a notebook</h1>", "name=\"next\" value=\"/write?text=a\"", "lives here"];
    expect(&page(&site, "/write?text=a", &cookie).await, StatusCode::OK, &parts);
    let right = [("action", "begin"), ("title", "週報 <b>"), ("time_zone", "Asia/Tokyo"), ("rights", "own")];
    for (name, value, part) in [
        ("title", "---", "with a letter or a digit"),
        ("time_zone", "Asia/Nowhere", "No time zone has this name"),
        ("rights", "licensed", "a licence needs a name"),
        ("rights", "all", "Choose what others may do"),
        ("title", "Field notes", "There is a notebook of this title already"),
    ] {
        let pairs = right.map(|(key, right)| if key == name { (key, value) } else { (key, right) });
        let answer = post(&site, &cookie, "/write", &pairs).await;
        expect(&answer, StatusCode::BAD_REQUEST, &[part]);
        let typed = if name == "title" { value } else { "週報 &lt;b&gt;" };
        assert!(answer.body.contains(&format!("value=\"{typed}\"")), "{name}: {}", answer.body);
    }
    assert!(site.store.written_notebooks().await.unwrap().is_empty());
    let answer = post(&site, &cookie, "/write", &right).await;
    assert_eq!(answer.header("location"), "/write?notebook=%E9%80%B1%E5%A0%B1-b");
    expect(&page(&site, "/write", &cookie).await, StatusCode::OK, &["In 週報 &lt;b&gt;", "<textarea"]);
}

#[tokio::test]
async fn what_is_saved_stands_in_the_entry_of_its_day() {
    let (site, cookie) = diary().await;
    let answer =
        save(&site, &cookie, "2026-11-20", "- SIG Node on k/k#115138\r\n  - nested\r\n- second").await;
    let entry = entries(&site).await.remove(0);
    let place = format!("/e/{}#n-{}", entry.id, entry.notes[0].id);
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, &*place));
    assert_eq!(entry.date.map(|day| day.to_string()).as_deref(), Some("2026-11-20"));
    assert_eq!(entry.notes.len(), 2);
    let shown = site.get(&format!("/e/{}", entry.id)).await;
    expect(&shown, StatusCode::OK, &["href=\"/refs/kubernetes/kubernetes/115138\"", "nested", "SIG Node"]);
    // The clock of the pages is at noon in London, and so it is at nine in the evening in Tokyo.
    save(&site, &cookie, "", "today").await;
    let newest = entries(&site).await.remove(0);
    assert_eq!(newest.date.map(|day| day.to_string()).as_deref(), Some("2026-11-26"));
    let script = [("origin", PUBLIC_URL), ("cookie", cookie.as_str()), ("accept", "*/*")];
    let pairs = form(&[("action", "save"), ("notebook", "diary"), ("markdown", "by a script")]);
    let answer = site.post("/write", &script, &pairs).await;
    let newest = entries(&site).await.remove(0);
    let place = format!("/e/{}#n-{}", newest.id, newest.notes[1].id);
    assert_eq!((answer.status, answer.header("location")), (StatusCode::CREATED, &*place));
}

#[tokio::test]
async fn a_form_that_is_refused_keeps_what_was_typed() {
    let (site, cookie) = diary().await;
    let words = "</textarea><script>alert(1)</script>";
    for (name, value, part) in [
        ("date", "2026-13-01", "This is no day"),
        ("date", "-001000-01-01", "This is no day"),
        ("notebook", "field-notes", "Choose a notebook that is written here"),
        ("action", "withdraw", "nothing of that name"),
    ] {
        let right = [("action", "save"), ("notebook", "diary"), ("date", "2026-11-20"), ("markdown", words)];
        let pairs = right.map(|(key, right)| if key == name { (key, value) } else { (key, right) });
        let answer = post(&site, &cookie, "/write", &pairs).await;
        expect(&answer, StatusCode::BAD_REQUEST, &[part, "\n&lt;/textarea&gt;&lt;script&gt;alert(1)"]);
        assert!(!answer.body.contains("<script>alert"), "{}", answer.body);
    }
    expect(&save(&site, &cookie, "", " \n ").await, StatusCode::BAD_REQUEST, &["Nothing is written yet"]);
    assert!(entries(&site).await.is_empty());
}

#[tokio::test]
async fn a_session_that_is_over_loses_no_words() {
    let (site, cookie) = diary().await;
    let (_, edit) = noted(&site, &cookie, "a thought").await;
    site.post("/sign-out", &[("origin", PUBLIC_URL), ("cookie", &cookie)], "").await;
    for path in ["/write", &edit] {
        let pairs =
            [("action", "save"), ("notebook", "diary"), ("date", "2026-11-20"), ("markdown", "long <words>")];
        let answer = post(&site, &cookie, path, &pairs).await;
        let sign_in = form(&[("next", path)]);
        let link = format!("href=\"/sign-in?{sign_in}\" target=\"_blank\"");
        expect(&answer, StatusCode::UNAUTHORIZED, &["\nlong &lt;words&gt;", &link, "value=\"2026-11-20\""]);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(!answer.body.contains("a thought"), "nothing of the note is for strangers: {}", answer.body);
    }
    assert_eq!(entries(&site).await[0].notes.len(), 1);
}

#[tokio::test]
async fn a_preview_shows_what_will_be_and_stores_nothing() {
    let (site, cookie) = diary().await;
    let generation = site.store.generation().await.unwrap();
    let words = "- SIG Node on kubernetes/enhancent#753 in 1.29\n- <script>alert(1)</script> [x](javascript:alert(1)) \
        <img src=x onerror=alert(1)>\n- `code`";
    let pairs = [("action", "preview"), ("notebook", "diary"), ("date", "2026-11-20"), ("markdown", words)];
    let answer = post(&site, &cookie, "/write", &pairs).await;
    let parts = [
        "id=\"preview\"",
        "class=\"chip\"",
        "<code>kubernetes/enhancent#753</code> → kubernetes/enhancements#753",
        ">SIG Node</span>",
        ">v1.29</span>",
        "<code>code</code>",
        "&lt;script&gt;alert(1)",
        "\n- SIG Node on kubernetes/enhancent#753",
    ];
    expect(&answer, StatusCode::OK, &parts);
    for harm in ["<script>alert", "href=\"javascript", "<img"] {
        assert!(!answer.body.contains(harm), "{harm}: {}", answer.body);
    }
    let (_, preview) = answer.body.split_once("id=\"preview\"").unwrap();
    assert_eq!(preview.split("</section>").next().unwrap().matches("class=\"note-body\"").count(), 3);
    assert_eq!(site.store.generation().await.unwrap(), generation);
    let none = post(&site, &cookie, "/write", &[("notebook", "diary"), ("markdown", "- x")]).await;
    expect(&none, StatusCode::OK, &["note-body"]);
    assert!(entries(&site).await.is_empty(), "a form without a button is a preview");
}

#[tokio::test]
async fn the_address_fills_in_the_form() {
    let (site, cookie) = diary().await;
    begin(&site, &cookie, "Other").await;
    let query = form(&[
        ("notebook", "other"),
        ("date", "2026-01-02"),
        ("title", "Sidecars </textarea>"),
        ("text", "why it matters"),
        ("url", "https://github.com/kubernetes/kubernetes/pull/115138"),
    ]);
    let answer = page(&site, &format!("/write?{query}"), &cookie).await;
    let parts = [
        "value=\"2026-01-02\"",
        "<option value=\"other\" selected",
        "- Sidecars &lt;/textarea&gt; https://github.com/kubernetes/kubernetes/pull/115138\n  why it matters",
    ];
    expect(&answer, StatusCode::OK, &parts);
    let empty = page(&site, "/write?date=nope&notebook=nope", &cookie).await;
    expect(&empty, StatusCode::OK, &["value=\"2026-11-26\"", "<option value=\"diary\" selected"]);
    assert!(entries(&site).await.is_empty());
}

#[tokio::test]
async fn a_note_is_edited_and_moved() {
    let (site, cookie) = diary().await;
    let (entry, edit) = noted(&site, &cookie, "the first thought\n\nof two").await;
    let before = entry.notes[0].id.clone();
    let words = "the first thought\n\nof two";
    let look = page(&site, &edit, &cookie).await;
    let hidden = format!("name=\"seen\" value=\"{}\"", seen(words));
    expect(
        &look,
        StatusCode::OK,
        &["\nthe first thought\n\nof two</textarea>", &hidden, "value=\"2026-11-20\""],
    );
    let pairs = [
        ("action", "save"),
        ("seen", &*seen(words)),
        ("date", "2026-11-21"),
        ("markdown", "the second thought\r\n\r\nof two"),
    ];
    let answer = post(&site, &cookie, &edit, &pairs).await;
    let after = entries(&site).await.remove(0);
    let place = format!("/e/{}#n-{before}", after.id);
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, &*place));
    assert_eq!(after.date.map(|day| day.to_string()).as_deref(), Some("2026-11-21"));
    assert!(after.notes[0].text.contains("the second thought"));
    let history = format!("/e/{}/history", after.id);
    let (stranger, curator) = (site.get(&history).await, page(&site, &history, &cookie).await);
    expect(
        &curator,
        StatusCode::OK,
        &["</span>second</ins>", " · written by alice", &format!("href=\"{edit}\"")],
    );
    expect(&stranger, StatusCode::OK, &["</span>second</ins>"]);
    assert!(!stranger.body.contains("alice") && !stranger.body.contains("/write/"), "{}", stranger.body);
    let again =
        [("action", "save"), ("seen", &*seen("the second thought\n\nof two")), ("date", "2026-11-21")];
    let again = [&again[..], &[("markdown", "the second thought\n\nof two")]].concat();
    let answer = post(&site, &cookie, &edit, &again).await;
    expect(&answer, StatusCode::BAD_REQUEST, &["Nothing is other than before"]);
    let without = post(&site, &cookie, &edit, &[("action", "save"), ("markdown", "kept words")]).await;
    expect(&without, StatusCode::BAD_REQUEST, &["load the page anew", "kept words"]);
    let preview = post(&site, &cookie, &edit, &[("action", "preview"), ("markdown", "- one\n- two")]).await;
    assert_eq!(preview.body.matches("class=\"note-body\"").count(), 1, "it stays one note");
}

#[tokio::test]
async fn who_comes_second_is_shown_both() {
    let (site, cookie) = diary().await;
    let (_, edit) = noted(&site, &cookie, "one plan for 1.29").await;
    let first = seen("one plan for 1.29");
    let change = |seen: String, words: &'static str| {
        form(&[("action", "save"), ("seen", &seen), ("date", "2026-11-20"), ("markdown", words)])
    };
    let headers = [("origin", PUBLIC_URL), ("cookie", cookie.as_str()), ("accept", "text/html")];
    let one = site.post(&edit, &headers, &change(first.clone(), "one plan for 1.30")).await;
    assert_eq!(one.status, StatusCode::SEE_OTHER);
    let other = site.post(&edit, &headers, &change(first, "another plan for 1.29")).await;
    let now = seen("one plan for 1.30");
    let parts = [
        "Somebody else has changed this note meanwhile",
        "removed: </span>",
        "added: </span>",
        "one plan for 1.30</div>",
        "\nanother plan for 1.29</textarea>",
        &format!("name=\"seen\" value=\"{now}\""),
    ];
    expect(&other, StatusCode::CONFLICT, &parts);
    assert_eq!(entries(&site).await[0].notes[0].text.trim(), "one plan for 1.30");
    let saved = site.post(&edit, &headers, &change(now, "another plan for 1.30")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(entries(&site).await[0].notes[0].text.trim(), "another plan for 1.30");
}

#[tokio::test]
async fn a_note_is_withdrawn_and_brought_back() {
    let (site, cookie) = diary().await;
    save(&site, &cookie, "2026-11-20", "- stays\n- goes").await;
    let entry = entries(&site).await.remove(0);
    let (edit, permalink) =
        (format!("/write/{}", entry.notes[1].id), format!("/e/{}/{}", entry.id, entry.notes[1].id));
    let outdated = [("action", "withdraw"), ("seen", &*seen("other words"))];
    expect(&post(&site, &cookie, &edit, &outdated).await, StatusCode::CONFLICT, &["Somebody else"]);
    let answer = post(&site, &cookie, &edit, &[("action", "withdraw"), ("seen", &seen("goes"))]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, &*edit));
    expect(
        &page(&site, &edit, &cookie).await,
        StatusCode::OK,
        &["This note is withdrawn", "goes", "value=\"restore\""],
    );
    let (stranger, curator) = (site.get(&permalink).await, page(&site, &permalink, &cookie).await);
    expect(&stranger, StatusCode::GONE, &["This note has left its notebook"]);
    expect(&curator, StatusCode::GONE, &["goes", &format!("href=\"{edit}\"")]);
    assert!(!stranger.body.contains("goes") && !stranger.body.contains("/write/"), "{}", stranger.body);
    let history = page(&site, &format!("/e/{}/history", entry.id), &cookie).await;
    expect(&history, StatusCode::OK, &[" · withdrawn", " · written by alice", "Bring back…"]);
    let answer = post(&site, &cookie, &edit, &[("action", "restore")]).await;
    assert_eq!(answer.header("location"), format!("/e/{}#n-{}", entry.id, entry.notes[1].id));
    expect(&site.get(&permalink).await, StatusCode::OK, &["goes"]);
    let history = page(&site, &format!("/e/{}/history", entry.id), &cookie).await;
    expect(&history, StatusCode::OK, &[" · brought back"]);
}

#[tokio::test]
async fn what_follows_a_source_is_not_edited_here() {
    let (site, cookie) = diary().await;
    let note = site.store.timeline(&"notebook=field-notes".parse().unwrap()).await.unwrap().entries[0].notes
        [0]
    .clone();
    let edit = format!("/write/{}", note.id);
    expect(&page(&site, &edit, &cookie).await, StatusCode::CONFLICT, &["read from a source"]);
    for action in ["save", "withdraw", "restore"] {
        let pairs = [("action", action), ("seen", "0000000000000000"), ("markdown", "x")];
        let answer = post(&site, &cookie, &edit, &pairs).await;
        assert!(answer.status.is_client_error(), "{action}: {}", answer.status);
    }
    assert!(!page(&site, "/", &cookie).await.body.contains(&format!("href=\"{edit}\"")));
    for unknown in ["/write/zzzzzzzz", "/write/x"] {
        assert_eq!(page(&site, unknown, &cookie).await.status, StatusCode::NOT_FOUND, "{unknown}");
        let answer = post(&site, &cookie, unknown, &[("action", "save"), ("markdown", "x")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[tokio::test]
async fn a_form_is_bounded() {
    let (site, cookie) = diary().await;
    let long = "停止".repeat(10_000);
    let answer = save(&site, &cookie, "2026-11-20", &long).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let answer = save(&site, &cookie, "2026-11-20", &"停止".repeat(16_000)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let elsewhere = form(&[("tag", &"x".repeat(70_000))]);
    let length = elsewhere.len().to_string();
    let headers = [("origin", PUBLIC_URL), ("cookie", cookie.as_str()), ("content-length", &*length)];
    let elsewhere = site.post("/fn/decide-tag", &headers, &elsewhere).await;
    assert_eq!(elsewhere.status, StatusCode::PAYLOAD_TOO_LARGE, "other forms are as small as before");
}

#[tokio::test]
async fn too_many_previews_lose_no_words() {
    let site = strict_site("").await;
    let cookie = let_alice_in(&site).await;
    begin(&site, &cookie, "Diary").await;
    let send = async || {
        let pairs = form(&[("action", "preview"), ("notebook", "diary"), ("markdown", "my words")]);
        let request = Request::post("/write").header("origin", PUBLIC_URL).header("cookie", &cookie);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let mut request = request.body(Body::from(pairs)).unwrap();
        request.extensions_mut().insert(ConnectInfo::<SocketAddr>("192.0.2.1:1".parse().unwrap()));
        site.send(request).await
    };
    assert_eq!([send().await.status, send().await.status], [StatusCode::OK; 2]);
    let answer = send().await;
    expect(&answer, StatusCode::TOO_MANY_REQUESTS, &["\nmy words</textarea>"]);
    assert!(!answer.header("retry-after").is_empty());
}
