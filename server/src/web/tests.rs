//! Requests in, answers out, through the whole router.

mod addresses;
mod annotate;
mod api;
mod as_of;
mod badges;
mod busy;
mod cards;
mod conditional;
mod confirmations;
mod curators;
mod digests;
mod feeds;
mod follow_ups;
mod forged;
mod headlines;
mod history;
mod kep_pages;
mod llms;
mod long_entries;
mod mcp;
mod oembed;
mod on_this_day;
mod operations;
mod outline;
mod page_cache;
mod pages;
mod postings;
mod quota;
mod real_notes;
mod replaced;
mod review;
mod rights;
mod search;
mod sent_request;
mod sockets;
mod sources;
mod tokens;
mod upgrade_facts;
mod upgrades;
mod uploads;
mod verdicts;
mod wire;
mod withheld;
mod write;
mod zenn;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use tempfile::TempDir;
use tower::ServiceExt;

use super::metrics::Metrics;
use super::metrics::access::Access;
use super::sign_in::OneTimeLink;
use super::site::SiteFiles;
use super::{Options, router};
use crate::config::site_at;
use crate::import::import_text;
use crate::sources::SourceSettings;

const NOTES: &str = "\
---
title: Field notes
author: Somebody
origin: https://example.org/notes
rights: own
---

## 2023-10-10
- SIG Node tries Kubernetes 1.28 (k/k#115138)
- something else on that day

## 2023-10-11
- beta in 1.29 <script>alert(1)</script>
";

const PUBLIC_URL: &str = "https://kepline.example";

struct Site {
    router: Router,
    store: store::Store,
    _folder: TempDir,
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Expects a permanent redirect.
    #[track_caller]
    fn expect_moved(&self, location: &str) {
        let redirect = (self.status, self.header("location"));
        assert_eq!(redirect, (StatusCode::MOVED_PERMANENTLY, location), "{}", self.body);
    }
}

/// The clock of the sites: 124 days after the facts of the demo and of [`sync`].
fn now() -> jiff::Timestamp {
    "2026-11-26T12:00:00Z".parse().unwrap()
}

/// A site at an address, with cards in the fonts of the system.
fn options(public_url: &str, files: SiteFiles, link: Option<OneTimeLink>) -> Options {
    Options {
        site: site_at(public_url).unwrap(),
        files,
        link,
        card_font: None,
        page_cache_bytes: 1024 * 1024,
        trusted_proxies: Default::default(),
        costly_per_minute: 120,
        time_limit: super::TIME_LIMIT,
        uploads: super::UploadLimits { bytes: 1024 * 1024, kept: std::time::Duration::from_secs(3600) },
        metrics: (Metrics::new().unwrap(), Access::Anybody),
        sources: SourceSettings::new("127.0.0.1".parse().unwrap()),
        now,
    }
}

async fn site_with_notes(notes: &str) -> Site {
    site_within(notes, store::Limits::default()).await
}

async fn site_within(notes: &str, limits: store::Limits) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = store::Store::open_with(&url, limits).await.unwrap();
    if !notes.is_empty() {
        import_text(&store, notes).await.unwrap();
    }
    let router = router(store.clone(), options(PUBLIC_URL, SiteFiles::default(), None));
    Site { router, store, _folder: folder }
}

/// A site that serves the demo.
async fn demo_site() -> Site {
    let site = site_with_notes("").await;
    crate::demo::install(&site.store).await.unwrap();
    site
}

impl Site {
    /// Sends a request, to a host that every site is where it names none.
    async fn send(&self, mut request: Request<Body>) -> Answer {
        request.headers_mut().entry(header::HOST).or_insert(HeaderValue::from_static("localhost"));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], form: &str) -> Answer {
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }
}

#[tokio::test]
async fn the_timeline_is_html_with_notes_and_chips() {
    let site = site_with_notes(NOTES).await;
    let answer = site.get("/").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.header("content-type").starts_with("text/html"));
    assert!(answer.body.contains("href=\"/refs/kubernetes/kubernetes/115138\""));
    assert!(!answer.body.contains("<script>alert"), "raw HTML of a source is text");
    assert!(answer.body.contains("&lt;script&gt;alert"));
    let (first, second) = (answer.body.find("beta in 1.29"), answer.body.find("SIG Node tries"));
    assert!(first < second && second.is_some(), "newest first");
}

#[tokio::test]
async fn a_page_has_no_markers_but_what_a_note_says() {
    let notes = "---\ntitle: \"All <!> of it\"\n---\n\n## 2023-10-10\n- what `<!>` and <!--<() />--> mean\n";
    let site = site_with_notes(notes).await;
    for path in ["/", "/?notebook=all-of-it", "/nope"] {
        let page = site.get(path).await.body;
        assert!(!page.contains("<!>") && !page.contains("<!--<"), "{path}");
    }
    let page = site.get("/").await.body;
    assert!(page.contains("<code>&lt;!&gt;</code>"), "{page}");
    assert!(page.contains("All &lt;!&gt; of it"), "{page}");
}

#[tokio::test]
async fn a_filter_narrows_and_folds() {
    let site = site_with_notes(NOTES).await;
    let answer = site.get("/?sig=node").await;
    assert!(answer.body.contains("SIG Node tries"));
    assert!(!answer.body.contains("something else"));
    assert!(answer.body.contains("1 more note of this entry"));
}

#[tokio::test]
async fn other_spellings_lead_to_the_one_address() {
    let site = site_with_notes(NOTES).await;
    for (path, location) in [
        ("/?sig=SIG+Node&version=v1.29", "/?sig=node&version=1.29"),
        ("/?version=1.29&sig=sig-node", "/?sig=node&version=1.29"),
        ("/?sig=&version=", "/"),
        ("/?utm_source=slack&sig=node", "/?sig=node"),
        ("/?stage=GA&stage=none&stage=Beta", "/?stage=beta&stage=stable&stage=none"),
        ("/?status=Implemented", "/?status=implemented"),
        ("/?github=not-planned", "/?github=not_planned"),
        ("/?changed=true", "/?changed=1"),
        ("/?kep=KEP-753&kep=0753", "/?kep=753"),
        ("/?ref=k/k%23115138", "/?ref=kubernetes/kubernetes%23115138"),
        (
            "/?ref=https://github.com/kubernetes/kubernetes/pull/115138",
            "/?ref=kubernetes/kubernetes%23115138",
        ),
        ("/?order=moved", "/?changed=1&order=moved"),
        ("/?changed=&kep=&ref=&stage=", "/"),
        ("/2023/9/", "/2023/09"),
        ("/2023/9?sig=node", "/2023/09?sig=node"),
    ] {
        site.get(path).await.expect_moved(location);
    }
    let answer = site.get("/2023/10?sig=node").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, "/?sig=node&in=2023-10"));
}

/// Lets a site know that KEP-753 has gone from alpha to stable since.
async fn sync(site: &Site) {
    let at = |text: &str| text.parse().unwrap();
    let change = |day: &str, rest: &str| store::KepChange {
        folder: "sig-node/753-sidecar-containers".into(),
        moved_from: None,
        at: at(&format!("{day}T00:00:00Z")),
        commit: day.into(),
        revision: Some((ingest::kep_yaml::read(&format!("title: Sidecars\n{rest}")).0, Vec::new())),
    };
    let history = store::KepHistory {
        progress: None,
        titles: Vec::new(),
        whole: true,
        changes: vec![
            change("2023-06-12", "status: implementable\nstage: alpha\nmilestone:\n  alpha: v1.28\n"),
            change(
                "2025-03-01",
                "status: implemented\nstage: stable\nmilestone:\n  alpha: v1.28\n  stable: v1.33\n",
            ),
        ],
        ..store::KepHistory::default()
    };
    let now = at("2026-07-25T00:00:00Z");
    let run = site.store.begin_sync(store::SyncKind::Keps, "a test", now).await.unwrap();
    site.store.store_keps(&history).await.unwrap();
    let end = store::SyncEnd { data_at: Some(now), ..store::SyncEnd::default() };
    site.store.end_sync(run, now, &end).await.unwrap();
    site.store.derive().await.unwrap();
}

#[tokio::test]
async fn a_list_is_narrowed_by_what_is_known_and_by_nothing_else() {
    let site = site_with_notes(&NOTES.replace("something else", "KEP-753")).await;
    let before = site.get("/").await.body;
    for text in
        ["KEP stage now", "KEP status now", "issues now", "Changed since", "Latest move first", "have moved"]
    {
        assert!(!before.contains(text), "{text}");
    }
    sync(&site).await;
    let home = site.get("/").await.body;
    for text in [
        "KEP stage now",
        "KEP status now",
        "Changed since",
        "Latest move first",
        "href=\"/?changed=1&amp;order=moved\"",
        "The one KEP in these notes has moved since",
        "What happened since these notes",
        ">KEP-753</b>",
        "124 days",
    ] {
        assert!(home.contains(text), "{text}");
    }
    assert!(!home.contains("issues now"), "nothing is known of any");
    let moved = site.get("/?changed=1&order=moved").await.body;
    assert!(moved.contains("KEP-753") && !moved.contains("SIG Node tries"));
    assert!(!moved.contains("class=\"moved\""), "of the whole timeline only");
    assert!(moved.contains("name=\"order\" value=\"moved\" checked"), "the tick takes the order with it");
    let kep = site.get("/?kep=753").await.body;
    assert!(kep.contains("<title>KEP-753 — Kepline</title>"), "{kep}");
    assert!(kep.contains("<input type=\"hidden\" name=\"kep\" value=\"753\""));
    assert!(site.get("/?stage=none").await.body.contains("KEP not shipped yet"));
}

#[tokio::test]
async fn what_cannot_be_read_is_a_400_that_says_why() {
    let site = site_with_notes(NOTES).await;
    let long = format!("/?sig={}", "x".repeat(60_000));
    for (path, message) in [
        ("/?sgi=node", "did you mean `sig`?"),
        ("/?sig=nodee", "`sig` cannot be `nodee`"),
        ("/?version=abc", "`version` cannot be `abc`"),
        ("/?sig=%FF", "not valid percent-encoded text"),
        ("/?sig=%zz", "not valid percent-encoded text"),
        ("/?before=1", "`before` cannot be `1`"),
        ("/?sig=%3Cscript%3E", "&lt;script&gt;"),
        ("/?stage=betta", "did you mean `beta`?"),
        ("/?status=done", "`status` cannot be `done`"),
        ("/?github=mergd", "did you mean `merged`?"),
        ("/?changed=0", "`changed` cannot be `0`"),
        ("/?kep=sidecar", "`kep` cannot be `sidecar`"),
        ("/?ref=kubernetes/kubernetes", "with `%23` for `#`"),
        ("/2023?version=abc", "`version` cannot be `abc`"),
        (&long, "longer than 4096 bytes"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.body.contains(message), "{path}: {}", answer.body);
        assert!(answer.body.contains("noindex"));
        assert!(!answer.body.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn nothing_at_an_address_is_a_404_that_leads_back() {
    let site = site_with_notes(NOTES).await;
    for path in ["/nope", "/2023/13", "/e/zzzzzzzz", "/e/'--", "/e/0a1b2c3d/0a1b2c3d", "/e/%FF", "/12345"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("Go to the timeline"), "{path}");
    }
}

#[tokio::test]
async fn what_a_chat_added_to_an_address_is_taken_off() {
    let site = site_with_notes(NOTES).await;
    let entry = site.store.export(&Default::default()).await.unwrap().remove(0);
    let note = format!("/e/{}/{}", entry.entry.id, entry.notes[0].note.id);
    for added in [")", "%29", "%E3%80%82", "%3E", ">", "%E3%80%81", ",", ".", "%22", ").", "/)"] {
        // Browsers send no `>` as it is.
        if let Ok(request) = Request::get(format!("{note}{added}")).body(Body::empty()) {
            site.send(request).await.expect_moved(&note);
        }
    }
    site.get("/keps/753)?utm_source=chat").await.expect_moved("/keps/753?utm_source=chat");
    assert_eq!(site.get("/nope)").await.status, StatusCode::NOT_FOUND);
    for path in ["/0a1b2c3d", "/0a1b2c3", "/nope"] {
        let answer = site.get(&format!("/e/{}{path}", entry.entry.id)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        let way = format!("href=\"/e/{}\" class=\"way-out\">Go to the entry", entry.entry.id);
        assert!(answer.body.contains(&way), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn the_front_door_says_what_is_new_and_other_lists_do_not() {
    let site = site_with_notes(&NOTES.replace("something else", "KEP-753")).await;
    let band = "class=\"latest-moves\"";
    let before = site.get("/").await.body;
    assert!(!before.contains(band) && before.contains("kepline sync"), "the next step");
    sync(&site).await;
    let home = site.get("/").await.body;
    assert!(home.contains("<h1 class=\"pitch\">Notes on Kubernetes development that know"));
    assert!(home.contains("<time datetime=\"2026-07-25\">KEP data: 25 Jul 2026</time>"), "{home}");
    assert!(home.find(band) < home.find("class=\"list-tools\""));
    for path in ["/?sig=node", "/?order=asc", "/?changed=1&order=moved", "/2023", "/?q=beta"] {
        let list = site.get(path).await.body;
        assert!(!list.contains(band) && !list.contains("class=\"pitch\""), "{path}");
    }
    assert!(!site_with_notes("").await.get("/").await.body.contains("kepline sync"), "nothing to sync for");
}

#[tokio::test]
async fn a_permalink_describes_itself_and_leads_home_from_a_wrong_entry() {
    let site = site_with_notes(NOTES).await;
    let entries = site.store.export(&domain::list::filter::Filter::default()).await.unwrap();
    let (entry, other) = (&entries[0], &entries[1]);
    let note = &entry.notes[0].note.id;
    let right = format!("/e/{}/{note}", entry.entry.id);
    let answer = site.get(&right).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.body.contains(&format!("<link href=\"{PUBLIC_URL}{right}\" rel=\"canonical\"")),
        "{}",
        &answer.body[..3000]
    );
    assert!(answer.body.contains("property=\"og:description\" content=\"SIG Node tries Kubernetes 1.28"));
    assert!(answer.body.contains("Somebody") && answer.body.contains("https://example.org/notes"));
    assert!(!answer.body.contains("noindex"), "the rights are the operator's own");
    let (before, folded) = answer.body.split_once("<details class=\"other-notes\">").unwrap();
    assert!(!before.contains("something else") && folded.contains("something else"), "the rest is folded");
    for name in
        ["<title>", "property=\"og:title\" content=\"", "\"headline\":\"", "<h1 class=\"visually-hidden\">"]
    {
        let title = format!("{name}SIG Node tries Kubernetes 1.28 (k/k#115138)");
        assert!(answer.body.contains(&title), "{title}");
    }
    assert_eq!(answer.body.matches("data-copy=").count(), 3 + 1, "of both notes, and in the citation");
    let wrong = site.get(&format!("/e/{}/{note}", other.entry.id)).await;
    assert_eq!((wrong.status, wrong.header("location")), (StatusCode::FOUND, right.as_str()));
}

#[tokio::test]
async fn a_note_that_left_its_source_is_gone_and_its_entry_is_not() {
    let site = site_with_notes(NOTES).await;
    let entries = site.store.export(&domain::list::filter::Filter::default()).await.unwrap();
    let (entry, note) = (&entries[0].entry.id, &entries[0].notes[1].note.id);
    import_text(&site.store, &NOTES.replace("- something else on that day\n", "")).await.unwrap();
    let answer = site.get(&format!("/e/{entry}/{note}")).await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert!(answer.body.contains(&format!("href=\"/e/{entry}\"")));
}

#[tokio::test]
async fn unstated_rights_keep_search_engines_away() {
    let site = site_with_notes(&NOTES.replace("rights: own", "rights: unstated")).await;
    assert!(site.get("/").await.body.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(site.get("/2023/10/11").await.body.contains("noindex"));
}

#[tokio::test]
async fn an_empty_database_says_how_to_begin() {
    let answer = site_with_notes("").await.get("/").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("kepline import"));
}

#[tokio::test]
async fn an_archive_is_a_list_of_its_days() {
    let site = site_with_notes(NOTES).await;
    let day = site.get("/2023/10/11").await;
    assert!(day.body.contains("beta in 1.29") && !day.body.contains("SIG Node tries"));
    assert!(site.get("/2023").await.body.contains("SIG Node tries"));
    let none = site.get("/2022").await;
    assert_eq!(none.status, StatusCode::OK);
    assert!(none.body.contains("No note matches"), "{}", none.body);
}

#[tokio::test]
async fn an_empty_list_is_not_indexed() {
    let site = site_with_notes(NOTES).await;
    assert!(site.get("/1999/01/01").await.body.contains("noindex"));
    assert!(!site.get("/2023/10/11").await.body.contains("noindex"));
}

#[tokio::test]
async fn a_notebook_that_does_not_exist_is_a_404_that_names_it() {
    let answer = site_with_notes(NOTES).await.get("/?notebook=nope").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("There is no notebook") && answer.body.contains("nope"));
}

#[tokio::test]
async fn entries_of_several_notebooks_say_whose_they_are() {
    let site = site_with_notes(NOTES).await;
    assert!(!site.get("/").await.body.contains("entry-notebook"));
    import_text(&site.store, "---\ntitle: Another\n---\n## 2023-10-11\n- elsewhere\n").await.unwrap();
    let both = site.get("/").await;
    assert_eq!(both.body.matches("class=\"entry-notebook\"").count(), 3);
    let filtered = site.get("/?notebook=another&sig=none").await;
    assert!(filtered.body.contains("name=\"notebook\" value=\"another\" checked"), "the panel keeps it");
}

#[tokio::test]
async fn an_origin_that_is_no_address_is_no_link() {
    let notes = NOTES.replace("https://example.org/notes", "javascript:alert(1)");
    let answer = site_with_notes(&notes).await.get("/2023/10/11").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.body.contains("javascript:"));
}

#[tokio::test]
async fn an_entry_leads_up_to_its_year_and_month() {
    let site = site_with_notes(NOTES).await;
    let entries = site.store.export(&domain::list::filter::Filter::default()).await.unwrap();
    let page = site.get(&format!("/e/{}", entries[0].entry.id)).await;
    assert!(page.body.contains("href=\"/2023\"") && page.body.contains("href=\"/2023/10\""));
}

#[tokio::test]
async fn pages_speak_the_reader_s_language() {
    let site = site_with_notes(NOTES).await;
    let request =
        |name: &'static str, value: &'static str| Request::get("/").header(name, value).body(Body::empty());
    let japanese = site.send(request("accept-language", "ja,en;q=0.5").unwrap()).await;
    assert!(japanese.body.contains("<html lang=\"ja\"") && japanese.body.contains("絞り込み"));
    let chosen = site.send(request("cookie", "kepline_lang=ja; kepline_theme=dark").unwrap()).await;
    assert!(chosen.body.contains("<html lang=\"ja\" data-theme=\"dark\">"));
    let english = site.send(request("accept-language", "fr").unwrap()).await;
    assert!(english.body.contains("<html lang=\"en\""));
}

#[tokio::test]
async fn a_choice_is_kept_in_a_cookie_and_leads_back() {
    let site = site_with_notes(NOTES).await;
    let own = [("origin", PUBLIC_URL)];
    let answer = site.post("/preferences", &own, "theme=dark&back=%2F%3Fsig%3Dnode").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/?sig=node"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("kepline_theme=dark") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert!(cookie.contains("Secure"), "the site is served over HTTPS: {cookie}");
    let elsewhere = site.post("/preferences", &own, "lang=ja&back=//evil.example").await;
    assert_eq!(elsewhere.header("location"), "/");
    let unknown = site.post("/preferences", &own, "theme=pink").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let site = site_with_notes(NOTES).await;
    for foreign in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let answer = site.post("/preferences", &[foreign], "theme=dark").await;
        assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
    }
}

#[tokio::test]
async fn a_large_body_is_refused() {
    let site = site_with_notes(NOTES).await;
    let answer = site.post("/preferences", &[], &format!("back={}", "x".repeat(10_000_000))).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn every_answer_carries_its_security_headers() {
    let site = site_with_notes(NOTES).await;
    let page = site.get("/").await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(page.header("vary"), "accept-encoding, cookie, accept-language");
    for path in [
        "/",
        "/nope",
        "/healthz",
        "/?sgi=1",
        "/speculation.json",
        "/pkg/none/kepline.css",
        "/fn/suggest",
        "/index.atom",
        "/api/v1/notes",
        "/api/v1/nope",
        "/sitemap.xml",
        "/status",
    ] {
        let answer = site.get(path).await;
        assert!(answer.headers.get_all("vary").iter().count() <= 1, "{path}: {:?}", answer.headers);
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn a_form_that_cannot_be_read_is_refused() {
    let site = site_with_notes(NOTES).await;
    let cookie = curators::let_alice_in(&site).await;
    let own = [("cookie", cookie.as_str()), ("origin", PUBLIC_URL), ("accept", "application/json")];
    for form in
        ["", "note=x&tag=1.29&ruling=applied", "note=0a1b2c3d&tag=1.29", "note=0a1b2c3d&tag=x&ruling=applied"]
    {
        let answer = site.post("/fn/decide-tag", &own, form).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{form}: {}", answer.body);
    }
    let unknown = site.post("/fn/decide-tag", &own, "note=0a1b2c3d&tag=1.29&ruling=applied").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{}", unknown.body);
    let page = curators::page(&site, "/fn/timeline?filter=", &cookie).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "what pages read is read by pages and by the API");
}

#[tokio::test]
async fn strangers_use_the_search_box_and_no_other_function() {
    let site = site_with_notes(NOTES).await;
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        let (answer, expected) = match method {
            Method::GET => (site.get(path).await, StatusCode::OK),
            _ => (site.post(path, &[("origin", PUBLIC_URL)], "").await, StatusCode::UNAUTHORIZED),
        };
        assert_eq!(method == Method::GET, path == "/fn/suggest", "all others write: {path}");
        assert_eq!(answer.status, expected, "{path}: {}", answer.body);
        let (cached, robots) = (answer.header("cache-control"), answer.header("x-robots-tag"));
        assert_eq!((cached, robots), ("no-store", "noindex"), "{path}");
    }
}
