//! What is shared: pictures, heads, citations, and what robots may read.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::{Answer, NOTES, PUBLIC_URL, Site, demo_site, site_with_notes, sync};

/// The first bytes of a PNG of 1200 by 630 pixels.
const PNG: [u8; 24] = [
    0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0x04, 0xb0,
    0, 0, 0x02, 0x76,
];

const CITING: &str = "---\ntitle: Field notes\nauthor: Somebody\nrights: own\n---\n\n## 2023-10-10\n- KEP-753 is on its way\n- nothing is cited here\n";

/// Every value of a property of the head.
fn properties(html: &str, name: &str) -> Vec<String> {
    let head = &html[..html.find("</head>").expect("a head")];
    let pieces = head.split("<meta ").skip(1).filter_map(|meta| meta.split_once('>')).map(|(meta, _)| meta);
    let is_named = |meta: &&str| meta.contains(&format!("=\"{name}\""));
    let content = |meta: &str| {
        let (_, content) = meta.split_once("content=\"").expect("a content");
        content.split('"').next().unwrap_or_default().replace("&amp;", "&")
    };
    pieces.filter(is_named).map(content).collect()
}

pub(super) fn property(html: &str, name: &str) -> String {
    let values = properties(html, name);
    assert_eq!(values.len(), 1, "{name}: {values:?}");
    values.into_iter().next().unwrap_or_default()
}

/// The path of the picture that a page names.
pub(super) async fn picture_of(site: &Site, page: &str) -> String {
    let html = site.get(page).await.body;
    property(&html, "og:image").strip_prefix(PUBLIC_URL).expect("of the public address").to_owned()
}

/// The path of the first note of a page.
async fn first_note(site: &Site, page: &str) -> String {
    let html = site.get(page).await.body;
    let (_, rest) = html.split_once("class=\"permalink\"").expect("a permalink");
    let before = &html[..html.len() - rest.len()];
    let start = before.rfind("href=\"").map(|at| at + 6).expect("its address");
    html[start..].split('"').next().unwrap_or_default().to_owned()
}

async fn bytes(site: &Site, path: &str) -> (StatusCode, Vec<u8>) {
    use tower::ServiceExt;
    let request = Request::get(path).header("host", "localhost").body(Body::empty()).unwrap();
    let response = site.router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    (status, axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
}

#[tokio::test]
async fn a_card_is_a_picture_that_may_be_kept_for_good() {
    let site = site_with_notes(NOTES).await;
    let note = first_note(&site, "/").await;
    for page in ["/", "/?sig=node", "/2023/10", &note, "/sigs/node", "/versions/1.28", "/sigs", "/versions"] {
        let path = picture_of(&site, page).await;
        let (status, picture) = bytes(&site, &path).await;
        assert_eq!(status, StatusCode::OK, "{page} {path}");
        assert!(picture.starts_with(&PNG), "{page}");
    }
    let path = picture_of(&site, &note).await;
    let answer = site.get(&path).await;
    assert_eq!(answer.header("content-type"), "image/png");
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    let head = Request::head(&path).body(Body::empty()).unwrap();
    let Answer { status, headers, body } = site.send(head).await;
    assert_eq!((status, body.len()), (StatusCode::OK, 0));
    assert_eq!(headers["content-type"], "image/png");
}

#[tokio::test]
async fn a_card_changes_with_what_it_shows_and_with_nothing_else() {
    let site = site_with_notes(CITING).await;
    let note = first_note(&site, "/").await;
    let other = {
        let html = site.get("/").await.body;
        let (_, rest) = html.rsplit_once("class=\"permalink\"").unwrap();
        let before = &html[..html.len() - rest.len()];
        let start = before.rfind("href=\"").unwrap() + 6;
        html[start..].split('"').next().unwrap().to_owned()
    };
    assert_ne!(note, other);
    let (before, untouched) = (picture_of(&site, &note).await, picture_of(&site, &other).await);
    assert_eq!(picture_of(&site, &note).await, before);
    sync(&site).await;
    let after = picture_of(&site, &note).await;
    assert_ne!(after, before, "the KEP has moved");
    assert_eq!(picture_of(&site, &other).await, untouched, "it cites nothing");

    let answer = site.get(&before).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, after.as_str()));
    assert_eq!(answer.header("cache-control"), "public, max-age=60");
    assert_eq!(site.get(&after).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_list_has_one_card_whatever_its_spelling_and_page() {
    let site = site_with_notes(NOTES).await;
    let path = picture_of(&site, "/?sig=node").await;
    let (hash, page) = path.strip_prefix("/cards/").unwrap().split_once('/').unwrap();
    assert_eq!(page, "list.png?sig=node");
    let other = format!("/cards/{hash}/list.png?sig=SIG+Node&utm_source=chat");
    assert_eq!(site.get(&other).await.status, StatusCode::OK);
    let stale = site.get("/cards/0/list.png?sig=SIG+Node&order=").await;
    assert_eq!((stale.status, stale.header("location")), (StatusCode::FOUND, path.as_str()));
}

#[tokio::test]
async fn what_has_no_card_says_so() {
    let site = site_with_notes(NOTES).await;
    let note = first_note(&site, "/").await;
    let id = note.rsplit('/').next().unwrap();
    for (path, status) in [
        ("/cards/0/e/zzzzzzzz.png".to_owned(), StatusCode::NOT_FOUND),
        (format!("/cards/0/e/zzzzzzzz/{id}.png"), StatusCode::NOT_FOUND),
        ("/cards/0/e/x.gif".to_owned(), StatusCode::NOT_FOUND),
        ("/cards/0/keps/753.png".to_owned(), StatusCode::NOT_FOUND),
        ("/cards/0/keps.png".to_owned(), StatusCode::NOT_FOUND),
        ("/cards/0/refs/a/b/1.png".to_owned(), StatusCode::NOT_FOUND),
        ("/cards/0/list.png?notebook=none".to_owned(), StatusCode::NOT_FOUND),
        ("/cards/0/list.png?sig=nod".to_owned(), StatusCode::BAD_REQUEST),
        ("/cards/0/list.png?x=%".to_owned(), StatusCode::BAD_REQUEST),
        ("/cards/0".to_owned(), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(site.get(&path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn a_card_that_many_request_is_one_picture() {
    let site = site_with_notes(NOTES).await;
    let path = picture_of(&site, "/").await;
    let (one, two, three) = tokio::join!(bytes(&site, &path), bytes(&site, &path), bytes(&site, &path));
    assert_eq!(one.0, StatusCode::OK);
    assert!(one == two && two == three);
}

#[tokio::test]
async fn hostile_text_is_drawn_and_described_as_text() {
    let notes = "---\ntitle: <b>&amp; \"quotes\" ]]> </script>\nauthor: \"<img src=x>\"\nrights: own\n---\n\n\
        ## 2023-10-10\n- </script><script>alert(1)</script> <!-- & \u{202e}gnitirw \u{1f389}\u{fe0f} \u{0} a\u{301}\n";
    let site = site_with_notes(notes).await;
    let note = first_note(&site, "/").await;
    let html = site.get(&note).await.body;
    let head = &html[..html.find("</head>").unwrap()];
    assert!(!head.contains("<script>alert") && !head.contains("<!-- &"), "{head}");
    let (_, linked) = head.split_once("application/ld+json\">").unwrap();
    let linked: serde_json::Value = serde_json::from_str(linked.split("</script>").next().unwrap()).unwrap();
    // It turns the direction of what it stands in no further than itself.
    let description = linked["description"].as_str().unwrap();
    assert!(description.starts_with("\u{2068}</script><script>alert(1)"), "{description}");
    let (status, picture) = bytes(&site, &picture_of(&site, &note).await).await;
    assert!(status == StatusCode::OK && picture.starts_with(&PNG));
}

#[tokio::test]
async fn every_page_says_once_what_it_is() {
    let site = demo_site().await;
    let note = first_note(&site, "/").await;
    let (entry, _) = note.rsplit_once('/').unwrap();
    let item = {
        let html = site.get("/").await.body;
        let (_, rest) = html.split_once("href=\"/refs/").expect("a citation");
        format!("/refs/{}", rest.split('"').next().unwrap())
    };
    let pages = [
        ("/", "website", "CollectionPage"),
        ("/?sig=node", "website", "CollectionPage"),
        ("/?sig=node&changed=1", "website", "CollectionPage"),
        ("/2023/02", "website", "CollectionPage"),
        (entry, "article", "BlogPosting"),
        (&note, "article", "BlogPosting"),
        ("/keps", "website", "CollectionPage"),
        ("/keps/753", "article", "TechArticle"),
        ("/sigs", "website", "CollectionPage"),
        ("/sigs/node", "website", "CollectionPage"),
        ("/versions", "website", "CollectionPage"),
        ("/versions/1.28", "website", "CollectionPage"),
        (&item, "website", "WebPage"),
    ];
    for (path, kind, linked) in pages {
        let request =
            |lang: &str| Request::get(path).header("accept-language", lang).body(Body::empty()).unwrap();
        let html = site.send(request("en")).await.body;
        let early = &html[..html.find("rel=\"stylesheet\"").expect("a style sheet")];
        assert!(early.len() < 32 * 1024, "{path}");
        for name in ["og:title", "og:description", "og:image:alt", "og:locale", "description"] {
            assert!(!property(early_head(&html), name).is_empty(), "{path} {name}");
            assert!(early.contains(&format!("=\"{name}\"")), "{path}: {name} comes early");
        }
        assert_eq!(property(&html, "og:site_name"), "Kepline");
        assert_eq!(property(&html, "og:type"), kind, "{path}");
        assert_eq!(property(&html, "og:url"), format!("{PUBLIC_URL}{path}"));
        assert_eq!(property(&html, "og:image:type"), "image/png");
        assert_eq!(
            (property(&html, "og:image:width"), property(&html, "og:image:height")),
            ("1200".into(), "630".into())
        );
        assert_eq!(property(&html, "twitter:card"), "summary_large_image");
        let image = property(&html, "og:image");
        assert!(image.starts_with(&format!("{PUBLIC_URL}/cards/")), "{path} {image}");
        assert_eq!(html.matches("rel=\"canonical\"").count(), 1, "{path}");
        assert_eq!(html.matches("application/ld+json").count(), 1, "{path}");
        assert!(early.contains("application/ld+json"), "{path}");
        let (_, json) = html.split_once("application/ld+json\">").unwrap();
        let json: serde_json::Value = serde_json::from_str(json.split("</script>").next().unwrap()).unwrap();
        assert_eq!(json["@type"], linked, "{path}");
        assert_eq!(json["url"], format!("{PUBLIC_URL}{path}"));
        let dated = properties(&html, "article:published_time");
        assert_eq!(dated.len(), usize::from(linked == "BlogPosting"), "{path}");
        if linked == "BlogPosting" {
            for name in ["headline", "author", "datePublished", "isPartOf", "inLanguage", "license"] {
                assert!(!json[name].is_null(), "{path} {name}");
            }
        }
        // A card is the same for every reader.
        let japanese = site.send(request("ja")).await.body;
        for name in ["og:title", "og:description", "og:image", "og:image:alt", "og:locale"] {
            assert_eq!(property(&japanese, name), property(&html, name), "{path} {name}");
        }
    }
}

fn early_head(html: &str) -> &str {
    &html[..html.find("</head>").unwrap() + "</head>".len()]
}

#[tokio::test]
async fn a_kep_says_how_far_it_is() {
    let site = demo_site().await;
    let description = property(&site.get("/keps/753").await.body, "og:description");
    assert!(description.starts_with("KEP-753 Sidecar Containers: "), "{description}");
    assert!(description.contains("1.33") && description.contains("2025-04-23"), "{description}");
    assert!(description.contains("2026-"), "as of when: {description}");
}

#[tokio::test]
async fn a_lost_entry_says_so() {
    let site = site_with_notes(
        "---\ntitle: Field notes\nrights: own\n---\n\n## 2023-10-10\n\n## 2023-10-11\n- there\n",
    )
    .await;
    let html = site.get("/2023/10/10").await.body;
    let (_, rest) = html.split_once("href=\"/e/").expect("the entry");
    let entry = format!("/e/{}", rest.split('"').next().unwrap());
    let html = site.get(&entry).await.body;
    assert!(property(&html, "og:description").contains("its body is lost"));
    let (status, picture) = bytes(&site, &picture_of(&site, &entry).await).await;
    assert!(status == StatusCode::OK && picture.starts_with(&PNG));
}

#[tokio::test]
async fn a_page_can_be_cited() {
    let site = site_with_notes(NOTES).await;
    let note = first_note(&site, "/?sig=node").await;
    let html = site.get(&note).await.body;
    assert!(html.contains("<details class=\"cite\">"), "{html}");
    assert!(html.contains(&format!("value=\"{PUBLIC_URL}{note}\"")));
    assert!(html.contains(&format!("value=\"[2023-10-10 · Field notes]({PUBLIC_URL}{note}) — Somebody\"")));
    assert!(!html.contains("KEPLINE_PUBLIC_URL"), "others can open it");
    assert!(
        site.get("/?sig=node")
            .await
            .body
            .contains(&format!("value=\"[SIG Node · Kepline]({PUBLIC_URL}/?sig=node)\""))
    );
}

#[tokio::test]
async fn robots_find_the_sitemap_and_what_is_closed() {
    let site = site_with_notes(NOTES).await;
    let answer = site.get("/robots.txt").await;
    assert!(answer.header("content-type").starts_with("text/plain"));
    for line in
        ["Disallow: /sign-in", "Disallow: /fn/", "Allow: /", "Sitemap: https://kepline.example/sitemap.xml"]
    {
        assert!(answer.body.lines().any(|shown| shown == line), "{line}: {}", answer.body);
    }
    let note = first_note(&site, "/?sig=node").await;
    let answer = site.get("/sitemap.xml").await;
    assert!(answer.header("content-type").starts_with("application/xml"));
    for path in ["/", "/sigs", "/sigs/node", "/versions/1.28", &note] {
        assert!(answer.body.contains(&format!("<loc>{PUBLIC_URL}{path}</loc>")), "{path}: {}", answer.body);
    }
    assert!(answer.body.contains(&format!("<loc>{PUBLIC_URL}{note}</loc><lastmod>2023-10-10</lastmod>")));
    assert!(!answer.body.contains("/keps"), "no KEP is known");
    assert_eq!(site.get("/sitemap/1.xml").await.body, answer.body);
    for path in ["/sitemap/0.xml", "/sitemap/2.xml", "/sitemap/x", "/sitemap/1"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }

    let known = answer.header("etag").to_owned();
    let again = |known: &str| {
        Request::get("/sitemap.xml").header("if-none-match", known).body(Body::empty()).unwrap()
    };
    assert_eq!(site.send(again(&known)).await.status, StatusCode::NOT_MODIFIED);
    sync(&site).await;
    assert_eq!(site.send(again(&known)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_kep_that_notes_cite_is_in_the_sitemap() {
    let site = site_with_notes(CITING).await;
    sync(&site).await;
    let body = site.get("/sitemap.xml").await.body;
    assert!(body.contains(&format!("<loc>{PUBLIC_URL}/keps/753</loc><lastmod>2025-0")), "{body}");
    assert!(body.contains(&format!("<loc>{PUBLIC_URL}/keps</loc>")));
}

#[tokio::test]
async fn unstated_rights_are_in_no_sitemap() {
    let site = site_with_notes(&CITING.replace("rights: own\n", "")).await;
    sync(&site).await;
    let note = first_note(&site, "/").await;
    let html = site.get(&note).await.body;
    assert_eq!(property(&html, "robots"), "noindex");
    let body = site.get("/sitemap.xml").await.body;
    assert!(
        !body.contains("/e/") && !body.contains("/keps/753") && !body.contains("kepline.example/<"),
        "{body}"
    );
    // Their card is drawn all the same: who shares a link shows what it leads to.
    assert_eq!(bytes(&site, &picture_of(&site, &note).await).await.0, StatusCode::OK);
}
