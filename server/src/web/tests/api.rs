//! The API, over the demo and over notes made for it; every answer fits the description.

mod new_note;
mod rights;
mod schema;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::Value;

use super::demo_site;
use super::{Answer, Site, site_with_notes};
use schema::Description;

impl Answer {
    pub(super) fn json(&self) -> Value {
        assert!(self.header("content-type").starts_with("application/json"), "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }
}

fn items(value: &Value) -> &[Value] {
    value["items"].as_array().unwrap()
}

async fn send(site: &Site, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_resource_answers_as_it_is_described() {
    let site = demo_site().await;
    let description = Description::fetch(&site).await;
    let first = site.get("/api/v1/notes?kep=753&limit=1").await.json();
    let (note, entry) = (&items(&first)[0]["id"], &items(&first)[0]["entry"]["id"]);
    let (note, entry) = (note.as_str().unwrap(), entry.as_str().unwrap());
    for path in [
        "/api/v1",
        "/api/v1/entries",
        "/api/v1/entries?limit=200&order=asc",
        "/api/v1/entries?sig=SIG+Node&version=v1.28&changed=1&order=moved",
        "/api/v1/entries?sig=wg-nothing",
        &format!("/api/v1/entries/{entry}"),
        "/api/v1/notes",
        "/api/v1/notes?limit=200",
        "/api/v1/notes?order=moved&limit=3",
        "/api/v1/notes?q=kubelet+-windows&order=relevance&limit=2",
        "/api/v1/notes?github=merged&stage=stable&in=2023",
        &format!("/api/v1/notes/{note}"),
        "/api/v1/keps",
        "/api/v1/keps?sig=node&status=implemented&sort=number&order=desc",
        "/api/v1/keps?page=1000",
        "/api/v1/keps/753",
        "/api/v1/sigs",
        "/api/v1/versions",
        "/api/v1/status",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        description.check(path, &answer);
    }
    let mut cited = 0;
    for note in items(&site.get("/api/v1/notes?limit=200").await.json()) {
        for reference in note["references"].as_array().unwrap() {
            let path = match reference["kind"].as_str() {
                Some("kep") => format!("/api/v1/keps/{}", reference["kep"]),
                Some("pull" | "issue" | "github") => {
                    let part = |name: &str| reference[name].as_str().unwrap().to_owned();
                    format!("/api/v1/refs/{}/{}/{}", part("owner"), part("repo"), reference["number"])
                }
                _ => continue,
            };
            let answer = site.get(&path).await;
            description.check(&path, &answer);
            cited += usize::from(answer.status == StatusCode::OK);
        }
    }
    assert!(cited > 30, "{cited}");
}

#[tokio::test]
async fn what_is_wrong_is_reported_as_json() {
    let site = demo_site().await;
    let description = Description::fetch(&site).await;
    for (path, status, code, part) in [
        ("/api", 404, "not_found", "/api/v1"),
        ("/api/v2/entries", 404, "not_found", "/api/v1"),
        ("/api/v1/nothing", 404, "not_found", "/api/v1"),
        ("/api/v1/entries?sgi=node", 400, "bad_query", "did you mean `sig`?"),
        ("/api/v1/entries?sig=nod", 400, "bad_query", "did you mean `node`?"),
        ("/api/v1/entries?limit=0", 400, "bad_query", "from 1 to 200"),
        ("/api/v1/entries?notebook=not-there", 400, "bad_query", "no notebook `not-there`"),
        ("/api/v1/entries?after=yesterday", 400, "bad_query", "a position from a link"),
        (
            "/api/v1/notes?after=2023-10-11.57.0a1b2c3d",
            400,
            "bad_query",
            "a position from a link of this list",
        ),
        ("/api/v1/notes?%FF=1", 400, "bad_query", "percent-encoded"),
        ("/api/v1/keps?sig=nod", 400, "bad_query", "did you mean `node`?"),
        ("/api/v1/keps?page=0", 400, "bad_query", "a number from 1"),
        ("/api/v1/sigs?sig=node", 400, "bad_query", "takes no query"),
        ("/api/v1/status?x=1", 400, "bad_query", "takes no query"),
        ("/api/v1/entries/nonsense", 400, "bad_id", "lower-case letters and digits"),
        ("/api/v1/entries/00000000", 404, "not_found", "no entry `00000000`"),
        ("/api/v1/notes/%FF", 400, "bad_request", ""),
        ("/api/v1/notes/00000000", 404, "not_found", "no note `00000000`"),
        ("/api/v1/keps/3761", 404, "not_found", "is about KEP-753"),
        ("/api/v1/keps/99999", 404, "not_found", "no KEP `99999`"),
        ("/api/v1/keps/%3Cscript%3E", 400, "bad_id", "not a KEP such as 753"),
        ("/api/v1/refs/a/b/0", 400, "bad_id", "number"),
        ("/api/v1/refs/a/b/99999999999999999999", 400, "bad_id", "number"),
        ("/api/v1/refs/a/b/18446744073709551615", 404, "not_found", "no note cites"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
        let json = answer.json();
        assert_eq!(json["error"]["code"], code, "{path}");
        let message = json["error"]["message"].as_str().unwrap();
        assert!(!message.is_empty() && message.contains(part), "{path}: {message}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        description.check_error(&answer);
    }
}

#[tokio::test]
async fn other_methods_are_refused_and_other_origins_may_read() {
    let site = demo_site().await;
    let foreign = ("origin", "https://elsewhere.example");
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let answer = send(&site, method.clone(), "/api/v1/entries", &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(answer.header("allow"), "GET,HEAD");
        assert_eq!(answer.json()["error"]["code"], "method_not_allowed");
        let answer = send(&site, method, "/api/v1/entries", &[foreign]).await;
        assert_eq!(
            (answer.status, answer.json()["error"]["code"].as_str()),
            (StatusCode::FORBIDDEN, Some("forbidden"))
        );
    }
    let preflight_headers = [
        foreign,
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "if-none-match"),
    ];
    let answer = send(&site, Method::OPTIONS, "/api/v1/keps/753", &preflight_headers).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("access-control-allow-headers").contains("if-none-match"));
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    let answer = send(&site, Method::HEAD, "/api/v1/keps/753", &[foreign]).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("etag").starts_with("W/"));
    let preflight = send(&site, Method::OPTIONS, "/api/v1/nothing", &preflight_headers).await;
    let values =
        ["access-control-allow-methods", "allow"].map(|name| preflight.header(name).replace(' ', ""));
    assert_eq!(values, ["GET,HEAD,OPTIONS", "GET,HEAD,OPTIONS"]);
    assert_eq!(preflight.header("access-control-max-age"), "86400");
    assert_eq!(
        send(&site, Method::OPTIONS, "/keps/753", &preflight_headers)
            .await
            .header("access-control-allow-origin"),
        ""
    );
    assert_eq!(site.get("/keps/753").await.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn other_origins_may_read_every_answer() {
    let site = demo_site().await;
    let tag = site.get("/api/v1/sigs").await.header("etag").to_owned();
    let (foreign, known) = (("origin", "https://elsewhere.example"), ("if-none-match", &*tag));
    let large = ("content-length", "10000000");
    for (method, path, headers, status) in [
        (Method::GET, "/api/v1/sigs", vec![], StatusCode::OK),
        (Method::GET, "/api/v1/sigs", vec![foreign], StatusCode::OK),
        (Method::HEAD, "/api/v1/sigs", vec![foreign], StatusCode::OK),
        (Method::OPTIONS, "/api/v1/sigs", vec![], StatusCode::NO_CONTENT),
        (Method::GET, "/api/v1/sigs", vec![foreign, known], StatusCode::NOT_MODIFIED),
        (Method::GET, "/api/v1/sigs/", vec![foreign], StatusCode::MOVED_PERMANENTLY),
        (Method::GET, "/api/v1/notes?sig=nod", vec![foreign], StatusCode::BAD_REQUEST),
        (Method::POST, "/api/v1/sigs", vec![foreign], StatusCode::FORBIDDEN),
        (Method::GET, "/api/nothing", vec![foreign], StatusCode::NOT_FOUND),
        (Method::POST, "/api/v1/sigs", vec![], StatusCode::METHOD_NOT_ALLOWED),
        (Method::POST, "/api/v1/sigs", vec![large], StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let answer = send(&site, method.clone(), path, &headers).await;
        assert_eq!(answer.status, status, "{method} {path} {headers:?}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{method} {path} {headers:?}");
        if method != Method::OPTIONS {
            let exposed = answer.header("access-control-expose-headers").replace(' ', "");
            assert_eq!(exposed, "etag,x-request-id", "{method} {path}");
        }
        assert!(!answer.header("vary").contains("origin"), "{method} {path}: it is the same for all");
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let site = site_with_notes(super::NOTES).await;
    let answer = site.get("/api/v1/notes?sig=node").await;
    let tag = answer.header("etag").to_owned();
    assert_eq!(answer.header("cache-control"), "public, max-age=60");
    assert_eq!(answer.header("vary"), "cookie, accept-encoding");
    let known = [("if-none-match", &*tag)];
    let again = send(&site, Method::GET, "/api/v1/notes?sig=node", &known).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(again.header("etag"), tag);
    let other = send(&site, Method::GET, "/api/v1/notes?sig=network", &known).await;
    assert_eq!(other.status, StatusCode::OK);
    crate::import::import_text(&site.store, &super::NOTES.replace("1.28", "1.27")).await.unwrap();
    let changed = send(&site, Method::GET, "/api/v1/notes?sig=node", &known).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header("etag"), tag);
    for path in ["/api/v1/status", "/api/v1/notes?sig=nod", "/api/v1/keps/KEP-1"] {
        assert_eq!(site.get(path).await.header("etag"), "", "{path}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_to_the_end_and_back() {
    let site = demo_site().await;
    let walk = async |first: &str, direction: &str| {
        let (mut ids, mut path, mut total) = (Vec::new(), Some(first.to_owned()), 0);
        while let Some(address) = path {
            let page = site.get(&address).await.json();
            let found = items(&page).iter().map(|item| item["id"].as_str().unwrap().to_owned());
            let found: Vec<String> = found.collect();
            total = page["total"].as_u64().unwrap();
            match direction {
                "next" => ids.extend(found),
                _ => ids = [found, ids].concat(),
            }
            path = page[direction].as_str().map(|url| {
                let path = url.strip_prefix("https://kepline.example").expect("an absolute address");
                path.to_owned()
            });
        }
        (ids, total as usize)
    };
    for list in [
        "entries?",
        "notes?",
        "notes?sig=SIG+Node&",
        "notes?order=moved&",
        "entries?order=moved&",
        "notes?order=asc&",
        "notes?q=KEP&order=relevance&",
        "entries?q=KEP&order=relevance&",
    ] {
        let all = site.get(&format!("/api/v1/{list}limit=200")).await.json();
        let all: Vec<&str> = items(&all).iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert!(all.len() > 3, "{list}");
        let (ids, total) = walk(&format!("/api/v1/{list}limit=3"), "next").await;
        assert_eq!((ids, total), (all.iter().map(|id| (*id).to_owned()).collect(), all.len()), "{list}");
        let mut last = format!("/api/v1/{list}limit=3");
        while let Some(next) = site.get(&last).await.json()["next"].as_str() {
            last = next.strip_prefix("https://kepline.example").unwrap().to_owned();
        }
        assert_eq!(walk(&last, "previous").await.0, all, "{list}");
    }
}

#[tokio::test]
async fn a_kep_has_one_address_and_lists_take_any_spelling() {
    let site = demo_site().await;
    for path in ["/api/v1/keps/KEP-753", "/api/v1/keps/0753", "/api/v1/keps/753-sidecar-containers"] {
        let answer = site.get(path).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::MOVED_PERMANENTLY, "/api/v1/keps/753")
        );
    }
    let spelt = site.get("/api/v1/notes?sig=SIG+Node&version=v1.28.0&limit=1").await.json();
    let canonical = site.get("/api/v1/notes?sig=node&version=1.28&limit=1").await.json();
    assert_eq!((&spelt["items"], &spelt["next"]), (&canonical["items"], &canonical["next"]));
    let next = spelt["next"].as_str().unwrap();
    assert!(next.starts_with("https://kepline.example/api/v1/notes?sig=node&version=1.28&after="), "{next}");
    let slash = site.get("/api/v1/keps/753/").await;
    assert_eq!((slash.status, slash.header("location")), (StatusCode::MOVED_PERMANENTLY, "/api/v1/keps/753"));
}

#[tokio::test]
async fn a_kep_and_a_pull_request_have_then_and_now() {
    let site = demo_site().await;
    let kep = site.get("/api/v1/keps/753").await.json();
    let kep = &kep["item"];
    assert_eq!(kep["state"]["shipped"], serde_json::json!({ "stage": "stable", "version": "1.33" }));
    assert_eq!((&kep["owning_sig"], &kep["number"]), (&"sig-node".into(), &753.into()));
    assert_eq!(kep["url"], "https://kepline.example/keps/753");
    let alpha = &kep["story"][0];
    assert_eq!((&alpha["stage"], &alpha["promises"][0]["fate"]), (&"alpha".into(), &"missed".into()));
    let citing = site.get("/api/v1/notes?kep=753&limit=200").await.json();
    assert_eq!(Value::from(items(&citing).len()), kep["cited_by"]);
    let reference = items(&citing).iter().flat_map(|note| note["references"].as_array().unwrap());
    let reference =
        reference.into_iter().find(|reference| reference["kind"] == "kep" && reference["number"] == 753);
    assert_eq!(reference.unwrap()["now"]["shipped"]["version"], "1.33");
    let item = site.get("/api/v1/refs/Kubernetes/kubernetes/116429").await.json();
    let item = &item["item"];
    assert_eq!((&item["kind"], &item["state"]["state"]), (&"pull".into(), &"merged".into()));
    assert_eq!(item["github_url"], "https://github.com/kubernetes/kubernetes/pull/116429");
    for notes in [&kep["notes"], &item["notes"]] {
        let path = notes.as_str().and_then(|notes| notes.strip_prefix("https://kepline.example")).unwrap();
        assert!(!items(&site.get(path).await.json()).is_empty(), "{path}");
    }
}

#[tokio::test]
async fn a_title_is_the_day_and_what_is_cited() {
    let site = site_with_notes(
        "---\ntitle: Titles\n---\n\n## Undated\n- one (KEP-753)\n\n## 2023-10-10\n- two (KEP-753, KEP 753, k/k#1)\n\
         - three\n\n## 2023-10-11\n- four (k/k#1, k/k#2, k/k#3, k/k#4, k/k#5)\n\n## 2023-10-12\n",
    )
    .await;
    let titles = async |path: &str| {
        let list = site.get(path).await.json();
        let titles = items(&list).iter().map(|item| item["title"].as_str().unwrap().to_owned());
        titles.collect::<Vec<_>>()
    };
    let (one, four) = ("2023-10-10 or before: KEP-753", "kubernetes/kubernetes#1, kubernetes/kubernetes#2");
    let two = "2023-10-10: KEP-753, kubernetes/kubernetes#1";
    let four = format!("2023-10-11: {four}, kubernetes/kubernetes#3 and 2 more");
    assert_eq!(titles("/api/v1/notes?order=asc").await, [one, two, "2023-10-10", &four]);
    let lost = "2023-10-12: nothing but its date is left";
    assert_eq!(titles("/api/v1/entries?order=asc").await, [one, two, &four, lost]);
}

#[tokio::test]
async fn what_other_layers_say_is_json_too() {
    use axum::response::IntoResponse;
    use axum::routing::get;
    use tower::ServiceExt;
    let router = axum::Router::new()
        .route("/api/v1/slow", get(|| async { StatusCode::SERVICE_UNAVAILABLE }))
        .route("/api/v1/broken", get(|| async { (StatusCode::INTERNAL_SERVER_ERROR, "at line 12") }))
        .route("/slow", get(|| async { (StatusCode::SERVICE_UNAVAILABLE, "plain").into_response() }))
        .layer(axum::middleware::from_fn(crate::web::api::errors_as_json));
    let body = async |path: &str| {
        let response = router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    };
    assert!(body("/api/v1/slow").await.starts_with(r#"{"error":{"code":"unavailable","#));
    let broken = body("/api/v1/broken").await;
    assert!(broken.starts_with(r#"{"error":{"code":"internal","#) && !broken.contains("line 12"));
    assert_eq!(body("/slow").await, "plain");
}
