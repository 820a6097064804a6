//! Pages, lists and the API as of an earlier day.

use axum::http::StatusCode;
use domain::address::Page;
use serde_json::json;

use super::{Site, demo_site, import_text, site_with_notes};

/// The address of the first entry of the demo that a query finds, and of its first note.
async fn addresses(site: &Site, query: &str) -> [String; 2] {
    let entry = site.store.timeline(&query.parse().unwrap()).await.unwrap().entries.remove(0);
    [format!("/e/{}", entry.id), format!("/e/{}/{}", entry.id, entry.notes[0].id)]
}

#[tokio::test]
async fn a_page_says_plainly_that_it_looks_from_a_day() {
    let site = demo_site().await;
    let [entry, note] = addresses(&site, "kep=753&order=asc").await;
    for path in
        ["/", "/2023/10", "/keps", "/keps/753", "/refs/kubernetes/kubernetes/116429", &entry[..], &note[..]]
    {
        let answer = site.get(&format!("{path}?as_of=2024-01-01")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.contains("As of 2024-01-01."), "{path}");
        assert!(answer.body.contains(&format!("<a href=\"{path}\">Back to today</a>")), "{path}");
        assert!(answer.body.contains("<meta name=\"robots\" content=\"noindex\""), "{path}");
        assert!(!answer.body.contains("og:image"), "{path}: cards show today");
        let canonical = answer.body.split("rel=\"canonical\"").nth(1).and_then(|rest| rest.split('>').next());
        assert!(canonical.is_some_and(|link| !link.contains("as_of")), "{path}: {canonical:?}");
        let today = site.get(path).await.body;
        assert!(!today.contains("As of 2024-01-01.") && today.contains("name=\"as_of\""), "{path}");
    }
}

#[tokio::test]
async fn the_head_has_no_words_of_notes_with_unstated_rights() {
    let site = demo_site().await;
    import_text(
        &site.store,
        "---\ntitle: Secret\nrights: unstated\n---\n## 2023-10-10\n\n- 極秘 (KEP-753)\n",
    )
    .await
    .unwrap();
    let [_, path] = addresses(&site, "q=極秘").await;
    for query in ["", "?as_of=2024-01-01"] {
        let answer = site.get(&format!("{path}{query}")).await;
        let title = answer.body.split("property=\"og:title\"").nth(1).unwrap().split('>').next().unwrap();
        assert!(!title.contains("極秘"), "{path}{query}: {title}");
        assert!(answer.body.split("<main").nth(1).unwrap().contains("極秘"), "{path}{query}");
    }
}

#[tokio::test]
async fn states_are_those_of_the_day() {
    let site = demo_site().await;
    let [_, note] = addresses(&site, "kep=753&order=asc").await;
    let (then, today) = (site.get("/keps/753?as_of=2024-01-01").await, site.get("/keps/753").await);
    assert!(today.body.contains("Stable in 1.33 (23 Apr 2025)"));
    assert!(then.body.contains("Beta in 1.29 (13 Dec 2023), planned stable 1.32"), "{}", then.body);
    assert!(!then.body.contains("Stable in 1.33"));
    // A note that is newer than the day has no states.
    let before = site.get(&format!("{note}?as_of=2014-06-06")).await;
    assert_eq!(before.status, StatusCode::OK);
    assert_eq!(site.get("/keps/753?as_of=2014-06-06").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_day_that_cannot_be_looked_from_is_refused_with_the_range() {
    let site = demo_site().await;
    let range = "must be a day from 2014-06-06 to 2026-07-24";
    for path in ["/", "/keps", "/keps/753", "/refs/kubernetes/kubernetes/116429", "/2023/10", "/e/00000000"] {
        for day in
            ["2026-07-25", "2014-06-05", "yesterday", "2024-02-30", "%ff", "2024-01-01&as_of=2024-01-02"]
        {
            let answer = site.get(&format!("{path}?as_of={day}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {day}");
            assert!(answer.body.contains(range), "{path} {day}");
        }
    }
    for path in
        ["notes", "entries", "keps", "keps/753", "refs/kubernetes/kubernetes/116429", "notes/00000000"]
    {
        let answer = site.get(&format!("/api/v1/{path}?as_of=2026-07-25")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        let error = &answer.json()["error"];
        assert_eq!(error, &json!({ "code": "bad_query", "message": format!("`as_of` {range}") }), "{path}");
    }
    let ja = axum::http::Request::get("/keps/753?as_of=1999-01-01").header("accept-language", "ja");
    let ja = site.send(ja.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(ja.status, StatusCode::BAD_REQUEST);
    assert!(ja.body.contains("2014-06-06 から 2026-07-24 までの日を指定してください"));
}

#[tokio::test]
async fn before_any_sync_there_is_no_day_to_look_from() {
    let site = site_with_notes("# Notes\n\n## 2023-05-01\n\n- KEP-753\n").await;
    let answer = site.get("/?as_of=2024-01-01").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("none were synced yet"));
    assert!(!site.get("/").await.body.contains("name=\"as_of\""));
}

#[tokio::test]
async fn an_address_has_one_spelling() {
    let site = demo_site().await;
    for (path, location) in [
        ("/?as_of=2024-01-01&sig=node", "/?sig=node&as_of=2024-01-01"),
        ("/?as_of=", "/"),
        ("/keps?as_of=2024-01-01&stage=GA", "/keps?stage=stable&as_of=2024-01-01"),
        ("/2023/9?as_of=2024-01-01", "/2023/09?as_of=2024-01-01"),
    ] {
        site.get(path).await.expect_moved(location);
    }
    let archive = site.get("/2023/10?sig=node&as_of=2024-01-01").await;
    assert_eq!(archive.header("location"), "/?sig=node&in=2023-10&as_of=2024-01-01");
    let kep = site.get("/kep/753?as_of=2024-01-01").await;
    assert_eq!(kep.header("location"), "/keps/753?as_of=2024-01-01");
}

#[tokio::test]
async fn links_within_a_list_carry_the_day() {
    let site = demo_site().await;
    let html = site.get("/?order=asc&as_of=2024-01-01").await.body.replace("&amp;", "&");
    let html = html.replace("href=\"/?order=asc\">Back to today", "");
    for start in ["/e/", "/keps/", "/?order=asc", "/?sig=node"] {
        let links: Vec<&str> = html
            .split(" href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|href| href.starts_with(start))
            .collect();
        assert!(!links.is_empty(), "{start}");
        let lost: Vec<_> = links.iter().filter(|href| !href.contains("as_of=2024-01-01")).collect();
        assert!(lost.is_empty(), "{start}: {lost:?}");
    }
    assert!(html.contains("type=\"hidden\" name=\"as_of\" value=\"2024-01-01\""), "forms carry it");
}

/// The links of a page's own part that look from today, although what they lead to could look from a day.
fn links_to_today(html: &str) -> Vec<String> {
    let main = html.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap();
    let main = main.replace("&amp;", "&");
    let links = main.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let looks_back = |href: &str| {
        let path = href.split(['?', '#']).next().unwrap_or_default();
        let page = href.split('#').next().unwrap_or_default().parse::<Page>();
        // Feeds and Markdown are of today alone.
        Page::from_path_as(path).is_none() && page.is_ok_and(|page| page.looks_back())
    };
    links.filter(|href| !href.contains("as_of=") && looks_back(href)).map(str::to_owned).collect()
}

#[tokio::test]
async fn links_of_every_page_that_looks_back_carry_the_day() {
    let site = demo_site().await;
    let [entry, note] = addresses(&site, "kep=753&order=asc").await;
    assert!(!links_to_today(&site.get("/?order=asc").await.body).is_empty(), "they are found");
    for path in [
        "/?order=asc",
        "/?changed=1&order=moved",
        "/?q=KEP-753",
        "/?sig=node",
        "/?version=1.28",
        "/2023/10",
        "/keps",
        "/keps?q=sidecra",
        "/keps?sig=node&q=nothing-like-it",
        "/keps/753",
        "/keps/999999",
        "/refs/kubernetes/kubernetes/116429",
        "/sigs/node?version=1.28..1.29",
        &entry,
        &note,
    ] {
        let mark = if path.contains('?') { '&' } else { '?' };
        let html = site.get(&format!("{path}{mark}as_of=2024-01-01")).await.body;
        let html = html.replace("&amp;", "&").replace(&format!("href=\"{path}\">Back to today"), "");
        assert!(html.contains("As of 2024-01-01."), "{path}");
        assert_eq!(links_to_today(&html), Vec::<String>::new(), "{path}");
    }
}

#[tokio::test]
async fn a_list_by_moves_shows_none_that_came_after_the_day() {
    let site = demo_site().await;
    let moves = |html: &str| -> Vec<String> {
        let days = html.split("class=\"moved-day\"").skip(1);
        days.map(|rest| rest.split("datetime=\"").nth(1).unwrap()[..10].to_owned()).collect()
    };
    let today = moves(&site.get("/?changed=1&order=moved").await.body);
    assert!(today.iter().any(|day| day.as_str() > "2024-06-01"), "{today:?}");
    let then = site.get("/?changed=1&order=moved&as_of=2024-06-01").await.body;
    assert!(moves(&then).iter().all(|day| day.as_str() <= "2024-06-01"), "{:?}", moves(&then));
}

#[tokio::test]
async fn a_search_is_answered_as_of_the_day() {
    let site = demo_site().await;
    let answer = |html: String| html.split("class=\"direct-answer\"").nth(1).map(|it| it[..1_000].to_owned());
    let today = answer(site.get("/?q=KEP-753").await.body).unwrap();
    assert!(today.contains("1.33"), "{today}");
    let then = answer(site.get("/?q=KEP-753&as_of=2023-12-01").await.body).unwrap();
    assert!(!then.contains("1.33") && then.contains("alpha 1.28"), "{then}");
}

#[tokio::test]
async fn a_group_in_releases_looks_from_a_day() {
    let site = demo_site().await;
    let page = site.get("/sigs/node?version=1.28..1.29&as_of=2024-06-01").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("As of 2024-06-01."));
    let canonical = "/sigs/node?version=1.28..1.29&as_of=2024-06-01";
    for spelling in [
        "/sigs/node?as_of=2024-06-01&version=1.28..1.29",
        "/sigs/node?version=v1.28..v1.29&as_of=2024-06-01",
        "/sigs/node?version=1.29..1.28&as_of=2024-06-01",
    ] {
        site.get(spelling).await.expect_moved(canonical);
    }
    let refused = site.get("/sigs/node?version=1.28&as_of=2030-01-01").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn filters_by_state_say_that_they_are_of_today() {
    let site = demo_site().await;
    let line = "What is listed by state, and in which order, is that of today.";
    for (query, expected) in [
        ("/?stage=stable", true),
        ("/?changed=1", true),
        ("/?changed=1&order=moved", true),
        ("/?sig=node", false),
        ("/keps?stage=stable", true),
        ("/keps?sort=stage", true),
        ("/keps?sig=node", true),
        ("/keps?sig=node&sort=number", false),
    ] {
        let answer = site.get(&format!("{query}&as_of=2024-01-01")).await;
        assert_eq!((answer.status, answer.body.contains(line)), (StatusCode::OK, expected), "{query}");
    }
}

#[tokio::test]
async fn feeds_and_markdown_look_from_today_alone() {
    let site = demo_site().await;
    for path in ["/index.atom", "/index.json", "/index.md", "/keps/753.atom", "/keps.md"] {
        let answer = site.get(&format!("{path}?as_of=2024-01-01")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.body.contains("`as_of` is for pages"), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn the_api_looks_from_a_day() {
    let site = demo_site().await;
    let then = site.get("/api/v1/keps/753?as_of=2024-01-01").await.json();
    let today = site.get("/api/v1/keps/753").await.json();
    assert_eq!((&then["as_of"], &today["as_of"]), (&json!("2024-01-01"), &json!(null)));
    let stage = |answer: &serde_json::Value| answer["item"]["state"]["shipped"]["stage"].clone();
    assert_eq!((stage(&then), stage(&today)), (json!("beta"), json!("stable")));
    let list = site.get("/api/v1/notes?kep=753&limit=1&as_of=2024-01-01").await.json();
    assert_eq!(list["as_of"], "2024-01-01");
    assert!(list["next"].as_str().unwrap().ends_with("limit=1&as_of=2024-01-01"), "{}", list["next"]);
    let keps = site.get("/api/v1/keps?as_of=2023-01-01").await.json();
    let all = site.get("/api/v1/keps").await.json();
    assert!(keps["total"].as_u64() < all["total"].as_u64(), "what came later is not there");
    let moved = site.get("/api/v1/keps/KEP-753?as_of=2024-01-01").await;
    moved.expect_moved("/api/v1/keps/753?as_of=2024-01-01");
    assert_eq!(site.get("/api/v1/keps/753?x=1").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(site.get("/api/v1/sigs?as_of=2024-01-01").await.status, StatusCode::BAD_REQUEST);
}
