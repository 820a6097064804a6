//! The pages about KEPs, pull requests, SIGs, versions and the data, over the demo.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::{demo_site, site_with_notes};

#[tokio::test]
async fn a_kep_shows_its_story_and_who_cites_it() {
    let site = demo_site().await;
    let answer = site.get("/keps/753").await;
    assert_eq!(answer.status, StatusCode::OK);
    for expected in [
        "KEP-753",
        "Stable in 1.33 (23 Apr 2025)",
        "role=\"img\"",
        "alpha: 1.27 (missed) → 1.28 (shipped)",
        "missed; changed on 2023-06-12 → 1.28",
        "href=\"https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers\"",
        "<link href=\"https://kepline.example/keps/753\" rel=\"canonical\"",
        "aria-label=\"Note of 2023-02-14\"",
        "class=\"note\"",
    ] {
        assert!(answer.body.contains(expected), "{expected}");
    }
    let japanese = Request::get("/keps/753").header("accept-language", "ja").body(Body::empty()).unwrap();
    let japanese = site.send(japanese).await;
    assert!(japanese.body.contains("1.33 で stable(2025-04-23)"));
}

#[tokio::test]
async fn a_page_has_one_address() {
    let site = demo_site().await;
    for (path, location) in [
        ("/keps/753-sidecar-containers", "/keps/753"),
        ("/keps/0753", "/keps/753"),
        ("/keps/KEP-753", "/keps/753"),
        ("/kep/753", "/keps/753"),
        ("/sigs/sig-node", "/sigs/node"),
        ("/sigs/SIG%20Node", "/sigs/node"),
        ("/versions/v1.29.0", "/versions/1.29"),
    ] {
        let answer = site.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, location), "{path}");
    }
    for (path, location) in [
        ("/keps/", "/keps"),
        ("/keps?stage=GA&sig=SIG+Node", "/keps?sig=node&stage=stable"),
        ("/keps?sig=&sort=moved", "/keps"),
        ("/sigs/node?version=v1.29..1.28", "/sigs/node?version=1.28..1.29"),
        ("/sigs/node?version=1.28&version=1.29", "/sigs/node?version=1.28..1.29"),
        ("/sigs/SIG%20Node?version=1.29", "/sigs/node?version=1.29"),
        ("/versions/1.29?sig=node", "/sigs/node?version=1.29"),
        ("/versions/v1.29?sig=SIG+Node", "/sigs/node?version=1.29"),
    ] {
        site.get(path).await.expect_moved(location);
    }
}

#[tokio::test]
async fn a_group_in_some_releases_shows_what_came_of_them() {
    let site = demo_site().await;
    let answer = site.get("/sigs/node?version=1.28..1.29").await;
    assert_eq!(answer.status, StatusCode::OK);
    for expected in [
        "SIG Node · Kubernetes 1.28 – 1.29</h1>",
        "<link href=\"https://kepline.example/sigs/node?version=1.28..1.29\" rel=\"canonical\"",
        "href=\"/sigs/node?version=1.27..1.29\"",
        "href=\"/sigs/node?version=1.29\"",
        "href=\"/keps/753\"",
        "/index.atom?sig=node&amp;cycle=1.28..1.29",
        "class=\"note\"",
    ] {
        assert!(answer.body.contains(expected), "{expected}");
    }
    let many = site.get("/sigs/node?version=1.15..1.29").await;
    assert!(many.body.contains("At most 8 releases are shown: here 1.22 – 1.29."));
    for (path, status, expected) in [
        ("/sigs/node?version=x", StatusCode::BAD_REQUEST, "is not a Kubernetes version or range"),
        ("/versions/1.29?sig=nodee", StatusCode::BAD_REQUEST, "did you mean sig-node?"),
        ("/sigs/node?version=1.99", StatusCode::NOT_FOUND, "Known are 1.14 – 1.37."),
        ("/sigs/wg-nobody?version=1.29", StatusCode::NOT_FOUND, "href=\"/sigs\""),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.body.contains(expected), "{path}: {expected}");
    }
}

#[tokio::test]
async fn a_filtered_timeline_leads_to_its_subject() {
    let site = demo_site().await;
    for (query, subject) in [
        ("sig=node", "/sigs/node"),
        ("sig=node&version=1.28..1.29", "/sigs/node?version=1.28..1.29"),
        ("sig=node&cycle=1.29", "/sigs/node?version=1.29"),
        ("version=1.29", "/versions/1.29"),
        ("kep=753", "/keps/753"),
    ] {
        let answer = site.get(&format!("/?{query}")).await;
        let link = format!("<a href=\"{subject}\" class=\"list-subject\">");
        assert!(answer.body.contains(&link), "{query}");
    }
    assert!(!site.get("/?sig=node&sig=network").await.body.contains("list-subject"));
}

#[tokio::test]
async fn what_is_not_there_leads_to_what_is() {
    let site = demo_site().await;
    for (path, expected) in [
        ("/keps/3761", "href=\"/keps/753\""),
        ("/keps/99999", "href=\"/keps\""),
        ("/keps/no-such-folder", "href=\"/keps\""),
        ("/keps/%3Cscript%3E", "href=\"/keps\""),
        ("/keps?page=900", "href=\"/keps\""),
        ("/refs/kubernetes/kubernetes/999999", "kubernetes/kubernetes#999999"),
        ("/refs/kubernetes/kubernetes/x", "Go to the timeline"),
        ("/sigs/nodee", "did you mean sig-node?"),
        ("/sigs/wg-nobody", "href=\"/sigs\""),
        ("/versions/abc", "href=\"/versions\""),
        ("/versions/1.99", "href=\"/versions\""),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains(expected), "{path}: {expected}");
        assert!(answer.body.contains("noindex") && !answer.body.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn a_filter_of_keps_that_cannot_be_read_says_why() {
    let site = demo_site().await;
    for (path, message) in [
        ("/keps?sgi=node", "did you mean `sig`?"),
        ("/keps?stage=betta", "did you mean `beta`?"),
        ("/keps?version=abc", "`version` cannot be `abc`"),
        ("/keps?status=%FF", "not valid percent-encoded text"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        let text = answer.body.replace("<code>", "`").replace("</code>", "`").replace("<!---->", "");
        assert!(text.contains(message) || answer.body.contains(message), "{path}: {message}");
    }
}

#[tokio::test]
async fn the_pages_answer_and_have_no_inline_style() {
    let site = demo_site().await;
    for (path, expected) in [
        ("/keps", "Cited in the notes"),
        ("/keps?sig=node&stage=stable&sort=number", "Sidecar Containers"),
        ("/keps?stage=removed", "No KEP matches"),
        ("/keps/753", "Promised and delivered"),
        ("/refs/kubernetes/enhancements/4183", "href=\"/keps/753\""),
        ("/refs/Kubernetes/Kubernetes/115138", "Every citation"),
        ("/sigs", "href=\"/sigs/node\""),
        ("/sigs/node", "href=\"/?sig=node\""),
        ("/versions", "href=\"/versions/1.29\""),
        ("/versions/1.29", "Enhancements freeze"),
        ("/status", "kepline sync keps"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.contains(expected), "{path}: {expected}");
        assert!(!answer.body.contains(" style="), "{path}");
        assert!(answer.body.contains("class=\"sections\""), "{path}");
    }
}

#[tokio::test]
async fn before_a_sync_the_pages_say_what_to_do() {
    let site = site_with_notes("").await;
    for (path, status) in
        [("/keps", StatusCode::OK), ("/keps/753", StatusCode::NOT_FOUND), ("/status", StatusCode::OK)]
    {
        let answer = site.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.body.contains("kepline sync keps"), "{path}");
    }
    for path in ["/sigs", "/sigs/node", "/versions", "/versions/1.29"] {
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
    }
}
