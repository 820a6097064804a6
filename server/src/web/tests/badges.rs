//! Badges, as documents of other sites show them.

use super::*;

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

#[tokio::test]
async fn a_badge_says_what_something_is_now() {
    let site = demo_site().await;
    for (path, name, state, title) in [
        (
            "/keps/753.svg",
            ">KEP-753<",
            ">● stable 1.33<",
            "<title>KEP-753: stable 1.33; KEP data as of 2026-07-24",
        ),
        ("/keps/753.svg?lang=ja", ">KEP-753<", ">● stable 1.33<", "lang=\"ja\""),
        ("/keps/753.svg?v=2", ">KEP-753<", ">● stable 1.33<", "lang=\"en\""),
        (
            "/refs/kubernetes/kubernetes/116429.svg",
            ">kubernetes/kubernetes#116429<",
            ">● merged<",
            "role=\"img\"",
        ),
        ("/refs/kubernetes/kubernetes/116429.svg?lang=ja", "#116429<", ">● マージ済み<", "lang=\"ja\""),
        (
            "/gates/InPlacePodVerticalScaling.svg",
            ">InPlacePodVerticalScaling<",
            ">● stable, locked on<",
            "<title>InPlacePodVerticalScaling: ",
        ),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        for part in [name, state, title] {
            assert!(answer.body.contains(part), "{path}: {part}: {}", answer.body);
        }
        for nothing in ["<script", "href", "url(", "<image", "onload"] {
            assert!(!answer.body.contains(nothing), "{path}: {nothing}");
        }
        for (header, value) in [
            ("content-type", "image/svg+xml"),
            ("cache-control", "public, max-age=300, stale-while-revalidate=86400"),
            ("content-security-policy", POLICY),
            ("x-content-type-options", "nosniff"),
            ("access-control-allow-origin", "*"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("x-robots-tag", "noindex"),
        ] {
            assert_eq!(answer.header(header), value, "{path}: {header}");
        }
        assert!(!answer.headers.contains_key("set-cookie"), "{path}");
        let again = Request::get(path).header("if-none-match", answer.header("etag"));
        assert_eq!(site.send(again.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_MODIFIED);
    }
}

#[tokio::test]
async fn what_is_unknown_has_a_badge_that_says_so() {
    let site = demo_site().await;
    for (path, name) in [
        ("/keps/99999.svg", "KEP-99999"),
        ("/gates/NoSuchGate.svg", "NoSuchGate"),
        ("/refs/a/b/1.svg", "a/b#1"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("content-type"), "image/svg+xml", "{path}");
        assert!(
            answer.body.contains(&format!(">{name}<")) && answer.body.contains(">? unknown<"),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_badge_has_one_address() {
    let site = demo_site().await;
    site.get("/keps/KEP-753.svg").await.expect_moved("/keps/753.svg");
    site.get("/keps/0753.svg?lang=ja").await.expect_moved("/keps/753.svg?lang=ja");
    assert_eq!(site.get("/keps.svg").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/sigs/node.svg").await.status, StatusCode::NOT_FOUND);
    let page = site.get("/keps/753").await.body;
    assert!(
        page.contains("[![KEP-753](https://kepline.example/keps/753.svg)](https://kepline.example/keps/753)")
    );
}

#[tokio::test]
async fn a_badge_of_this_machine_is_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = store::Store::open(&url).await.unwrap();
    crate::demo::install(&store).await.unwrap();
    let router = router(store.clone(), options("http://127.0.0.1:3000", SiteFiles::default(), None));
    let site = Site { router, store, _folder: folder };
    let answer = site.get("/keps/753.svg").await;
    assert_eq!(answer.status, StatusCode::OK);
    for header in ["access-control-allow-origin", "cross-origin-resource-policy"] {
        assert!(!answer.headers.contains_key(header), "{header}");
    }
}
