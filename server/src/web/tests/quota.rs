//! A client that asks for too much of what costs.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;

use super::*;

/// A site where a client may have two costly answers a minute, with the proxies that it trusts.
pub(super) async fn strict_site(trusted: &str) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = store::Store::open(&url).await.unwrap();
    import_text(&store, NOTES).await.unwrap();
    let options = Options {
        costly_per_minute: 2,
        trusted_proxies: trusted.parse().unwrap(),
        ..options(PUBLIC_URL, SiteFiles::default(), None)
    };
    Site { router: router(store.clone(), options), store, _folder: folder }
}

async fn get_from(site: &Site, peer: &str, forwarded_for: &str, path: &str) -> Answer {
    let mut request = Request::get(path).body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer.parse().unwrap()));
    if !forwarded_for.is_empty() {
        request.headers_mut().insert("x-forwarded-for", HeaderValue::from_str(forwarded_for).unwrap());
    }
    site.send(request).await
}

#[tokio::test]
async fn too_many_searches_are_a_429_in_the_form_of_the_request() {
    let site = strict_site("").await;
    let get = async |path: &str| get_from(&site, "192.0.2.1:4000", "", path).await;
    for path in ["/?q=beta", "/?q=node"] {
        assert_eq!(get(path).await.status, StatusCode::OK);
    }
    for (path, kind, text) in [
        ("/?q=more", "text/html", "<h1>Too many requests</h1>"),
        ("/api/v1/notes?q=more", "application/json", r#"{"error":{"code":"too_many_requests""#),
        ("/index.atom", "text/plain", "There were many searches from your network"),
        ("/cards/0a1b/list.png", "text/plain", "There were many searches from your network"),
    ] {
        let answer = get(path).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{path}: {}", answer.body);
        assert!(answer.header("content-type").starts_with(kind), "{path}: {}", answer.header("content-type"));
        assert!(answer.body.contains(text), "{path}: {}", answer.body);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        let wait: u32 = answer.header("retry-after").parse().unwrap();
        assert!((1..=31).contains(&wait), "{path}: {wait}");
    }
    for path in ["/?q=beta", "/?q=node"] {
        assert_eq!(get(path).await.status, StatusCode::OK, "{path}: what is in memory counts for nothing");
    }
    for path in ["/", "/?sig=node", "/keps", "/status", "/api/v1/notes"] {
        assert_eq!(get(path).await.status, StatusCode::OK, "{path}: it does not cost much");
    }
    assert_eq!(get_from(&site, "192.0.2.2:4000", "", "/?q=more").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_cookie_of_no_session_is_no_way_around() {
    let site = strict_site("").await;
    let search = async || {
        let mut request = Request::get("/?q=beta").header("cookie", "__Host-kepline_session=x");
        request.extensions_mut().unwrap().insert(ConnectInfo::<SocketAddr>("192.0.2.1:1".parse().unwrap()));
        site.send(request.body(Body::empty()).unwrap()).await.status
    };
    assert_eq!([search().await, search().await, search().await].map(|it| it.as_u16()), [200, 200, 429]);
}

#[tokio::test]
async fn a_trusted_proxy_says_who_searches() {
    let site = strict_site("127.0.0.1").await;
    let status = async |client: &str, terms: &str| {
        get_from(&site, "127.0.0.1:4000", client, &format!("/?q={terms}")).await.status.as_u16()
    };
    for (n, expected) in [200, 200, 429].into_iter().enumerate() {
        assert_eq!(status("192.0.2.1", &format!("a{n}")).await, expected);
    }
    assert_eq!(status("192.0.2.1, 192.0.2.2", "b").await, 200, "the last hop counts");
    assert_eq!(status("192.0.2.9, 192.0.2.1", "c").await, 429, "whatever stands before it");
}

#[tokio::test]
async fn whoever_has_no_address_has_no_quota() {
    let site = strict_site("").await;
    for n in 0..9 {
        for forwarded_for in ["", "192.0.2.1"] {
            let path = format!("/?q=a{n}{}", forwarded_for.len());
            let answer = get_from(&site, "127.0.0.1:4000", forwarded_for, &path).await;
            assert_eq!(answer.status, StatusCode::OK, "{forwarded_for}");
        }
    }
}
