//! A database that was replaced under a running server: nothing is acknowledged that would be lost.

use domain::list::filter::Filter;

use super::*;

/// Another database at the path of the site's.
async fn replace(site: &Site) {
    let path = site.store.path();
    let other = path.with_file_name("other.db");
    site.store.backup(&other).await.unwrap();
    std::fs::rename(other, path).unwrap();
}

#[tokio::test]
async fn a_server_whose_database_was_replaced_answers_503() {
    let site = site_with_notes(NOTES).await;
    let cookie = curators::let_alice_in(&site).await;
    let note = site.store.timeline(&Filter::default()).await.unwrap().entries[0].notes[0].id.to_string();
    assert_eq!(site.get("/").await.status, StatusCode::OK, "it is in memory from now on");
    replace(&site).await;

    let form =
        curators::form(&[("note", note.as_str()), ("tag", "sig-node"), ("ruling", "applied"), ("back", "/")]);
    let headers = [("origin", PUBLIC_URL), ("cookie", cookie.as_str())];
    let answer = site.post("/fn/decide-tag", &headers, &form).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "the first write sees it: {}", answer.body);
    assert_eq!(answer.body, r#""Replaced""#);
    for path in ["/", "/keps", "/status", "/index.atom", "/sitemap.xml", "/api/v1/notes"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {}", answer.body);
        assert!(!answer.header("cache-control").contains("public"), "{path}");
    }
    let page = site.get("/2023/10").await;
    assert!(page.body.contains("The database was replaced"), "{}", page.body);
    assert!(page.body.contains("has to start Kepline again"), "{}", page.body);
    let health = site.get("/healthz").await;
    assert_eq!(health.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn healthz_sees_a_replaced_database_at_once() {
    let site = site_with_notes(NOTES).await;
    assert_eq!(site.get("/healthz").await.status, StatusCode::OK);
    std::fs::remove_file(site.store.path()).unwrap();
    assert_eq!(site.get("/healthz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}
