//! The search box without JavaScript, and the requests that it sends with it.

use super::*;

#[tokio::test]
async fn fields_of_the_box_lead_to_the_one_address() {
    let site = site_with_notes(NOTES).await;
    for (path, location) in [
        ("/?q=sig:node+tries", "/?sig=node&q=tries"),
        ("/?q=SIG%EF%BC%9Anode%E3%80%80tries&order=", "/?sig=node&q=tries"),
        ("/?version=1.28&q=-version:1.29", "/?version=1.28&exclude.version=1.29"),
        ("/?q=+&sig=node", "/?sig=node"),
        ("/?q=a&q=b+a", "/?q=a+b"),
        ("/2023/10?q=since:2023", "/2023/10?since=2023"),
    ] {
        site.get(path).await.expect_moved(location);
    }
}

#[tokio::test]
async fn hits_are_marked_and_the_box_holds_the_words() {
    let site = site_with_notes(NOTES).await;
    let body = site.get("/?q=tries").await.body;
    assert!(body.contains("SIG Node <mark>tries</mark> Kubernetes"), "{body}");
    assert!(body.contains("name=\"q\" value=\"tries\""));
    assert!(!body.contains("something else"));
    // What was typed is text wherever it stands.
    let body = site.get("/?q=%22%3Cscript%3Ealert%22").await.body;
    assert!(body.contains("<mark>&lt;script&gt;alert</mark>"), "{body}");
    assert!(!body.contains("<script>alert"));
    let hostile: domain::list::filter::Filter = "q=%3C/title%3E%3Cscript%3Ealert+%26amp;".parse().unwrap();
    let body = site.get(&hostile.href()).await.body;
    assert!(body.contains("<title>“&lt;/title&gt;&lt;script&gt;alert”"), "{body}");
    assert!(!body.contains("<script>alert") && body.contains("“&amp;amp;”"));
}

#[tokio::test]
async fn what_cannot_be_read_is_explained_at_the_box() {
    let site = site_with_notes(NOTES).await;
    let answer = site.get("/?version=1.28&q=%3Cb%3E+sgi:node").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("value=\"&lt;b&gt; sgi:node\""), "{}", answer.body);
    assert!(answer.body.contains("<code>sgi:</code>") && answer.body.contains("<code>sig:</code>"));
    assert!(answer.body.contains("name=\"version\" value=\"1.28\""), "the other filters stay");
    assert!(!answer.body.contains("<b>"), "what was typed is text");
    let answer = site.get("/?sig=nod&q=sgi:node").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("value=\"sgi:node\""), "what was typed stays, whatever else is wrong");
    let long = format!("/?q={}", "a".repeat(5000));
    let answer = site.get(&long).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(!answer.body.contains(&"a".repeat(1001)), "what is too long is not repeated in full");
}

#[tokio::test]
async fn what_can_be_read_of_an_address_is_shown() {
    let site = site_with_notes(NOTES).await;
    let answer = site.get("/?sig=nod&version=1.28").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("<code>nod</code>"), "{}", answer.body);
    assert!(answer.body.contains("href=\"/?sig=node&amp;version=1.28\""), "what was meant is a link");
    assert!(answer.body.contains("id=\"filters\""), "the panel stays");
    let whole = site.get("/?version=1.28").await.body;
    let notes = |body: &str| body.matches("class=\"note\"").count();
    assert_eq!(notes(&answer.body), notes(&whole));
    let archive = site.get("/2023/10?sig=nod").await;
    assert_eq!(archive.status, StatusCode::BAD_REQUEST);
    assert!(archive.body.contains("href=\"/?sig=node&amp;in=2023-10\""), "{}", archive.body);
    for path in ["/?sig=nod", "/?q=%ff", "/?version=1.x", "/?page=2"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.body.contains("name=\"robots\" content=\"noindex\""), "{path}");
    }
    let japanese = Request::get("/?version=1.x").header("accept-language", "ja").body(Body::empty());
    let japanese = site.send(japanese.unwrap()).await.body;
    assert!(!japanese.contains("expected"), "{japanese}");
}

#[tokio::test]
async fn what_an_input_method_gives_is_read() {
    let site = site_with_notes(NOTES).await;
    for (path, location) in [
        ("/?sig=%EF%BC%B3%EF%BC%A9%EF%BC%A7%E3%80%80%EF%BC%AE%EF%BD%8F%EF%BD%84%EF%BD%85", "/?sig=node"),
        ("/?version=%EF%BC%91%EF%BC%8E%EF%BC%92%EF%BC%98", "/?version=1.28"),
        ("/?q=sig:%E3%83%8E%E3%83%BC%E3%83%89", "/?sig=node"),
    ] {
        site.get(path).await.expect_moved(location);
    }
}

#[tokio::test]
async fn a_deep_hit_is_quoted_above_its_note() {
    let deep = format!(
        "## 2023-10-12\n- begins\n  - {} and at last a zebra.\n- another zebra\n",
        "much ".repeat(80)
    );
    let site = site_with_notes(&format!("{NOTES}\n{deep}")).await;
    let body = site.get("/?q=zebra").await.body;
    assert_eq!(body.matches("class=\"deep-hit\"").count(), 1);
    assert_eq!(body.matches("<mark>zebra</mark>").count(), 3);
    assert!(!site.get("/").await.body.contains("deep-hit"));
}

#[tokio::test]
async fn suggestions_are_in_the_language_of_the_reader() {
    let site = site_with_notes(NOTES).await;
    let answer = site.get("/fn/suggest?text=sig:netw").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, r#"[{"insert":"sig:network ","label":"SIG Network"}]"#);
    assert_eq!(site.get("/fn/suggest?text=").await.body, "[]");
    assert_eq!(site.get("/fn/suggest").await.body, "[]");
    let long = format!("/fn/suggest?text={}", "a".repeat(5000));
    assert_eq!(site.get(&long).await.body, "[]");
    assert_eq!(site.get("/fn/suggest?text=kep:%25").await.body, "[]");
}

#[tokio::test]
async fn every_page_has_one_way_to_search() {
    let site = site_with_notes(NOTES).await;
    for path in
        ["/", "/2023/10", "/keps", "/versions/1.28", "/status", "/?q=sgi:", "/?q=nothing-at-all", "/nowhere"]
    {
        let body = site.get(path).await.body;
        assert_eq!(body.matches("role=\"search\"").count(), 1, "{path}");
    }
}

#[tokio::test]
async fn words_that_name_something_have_a_direct_answer() {
    let site = demo_site().await;
    for (path, expected) in [
        (
            "/?q=KEP-753",
            &["href=\"/keps/753\"", "Sidecar Containers", "stable 1.33", "href=\"/?kep=753\""][..],
        ),
        ("/?q=%E5%81%9C%E6%AD%A2+sig-node", &["href=\"/sigs/node\"", "SIG Node", "href=\"/?sig=node\""]),
        ("/?q=v1.29", &["href=\"/versions/1.29\"", "2023-12-13", "href=\"/?version=1.29\""]),
        ("/?q=k/k%23116429", &["href=\"/refs/kubernetes/kubernetes/116429\""]),
        // The list is that of its notes already.
        ("/?kep=753", &["href=\"/keps/753\"", "<span>"]),
    ] {
        let body = site.get(path).await.body;
        let (_, rest) =
            body.split_once("class=\"direct-answer\"").unwrap_or_else(|| panic!("{path}: {body}"));
        let line = rest.split_once("</p>").unwrap().0;
        for expected in expected {
            assert!(line.contains(expected), "{path}: {expected} in {line}");
        }
        let results = body.find("id=\"results\"").unwrap();
        assert!(results < body.find("class=\"direct-answer\"").unwrap(), "{path}: a live search brings it");
    }
    for path in ["/", "/?q=sidecar", "/?q=KEP-99999", "/?q=753", "/?sig=node"] {
        assert!(!site.get(path).await.body.contains("direct-answer"), "{path}");
    }
}

#[tokio::test]
async fn keps_are_searched_for_by_a_form() {
    let site = demo_site().await;
    site.get("/keps?q=+Sidecar++containers&sort=").await.expect_moved("/keps?q=Sidecar+containers");
    let body = site.get("/keps?q=SidecarContainers&sort=number").await.body;
    assert!(body.contains("<title>KEPs: SidecarContainers"), "{body}");
    assert!(body.contains("href=\"/keps/753\"") && !body.contains("href=\"/keps/127\""));
    assert!(body.contains("name=\"q\" value=\"SidecarContainers\""));
    assert!(body.contains("type=\"hidden\" name=\"sort\" value=\"number\""), "the order stays");
    let body = site.get("/keps?sig=node").await.body;
    assert!(body.contains("SIG Node’s KEPs</h1>") && !body.contains("kep-cell-sig"), "{body}");
    let body = site.get("/keps?sig=network&q=sidcar").await.body;
    assert!(body.contains("href=\"/keps?q=sidecar\"") && body.contains("Did you mean “sidecar”?"));
    let body = site.get("/keps?sig=network&q=sidecar").await.body;
    assert!(
        body.contains("href=\"/keps?q=sidecar\"") && body.contains("Without the other filters: "),
        "{body}"
    );
    assert!(body.contains("href=\"/?q=sidecar\""), "the notes are a click away");
    let answer = site.get(&format!("/keps?q={}", "a".repeat(101))).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("at most 100 characters"), "{}", answer.body);
    let markdown = site.get("/keps.md?q=SidecarContainers").await.body;
    assert!(
        markdown.starts_with("# KEPs: SidecarContainers\n") && markdown.contains("/keps/753)"),
        "{markdown}"
    );
    let api = site.get("/api/v1/keps?q=KEP-753").await.body;
    assert!(api.contains("\"total\":1,") || api.contains("\"total\": 1,"), "{api}");
}
