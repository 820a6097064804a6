//! What curators decide on many notes at once, and what strangers are refused.

use domain::list::filter::Filter;

use super::curators::{form, page, signed_in, site_of_alice};
use super::*;

fn sig_node() -> Filter {
    "sig=node".parse().unwrap()
}

async fn notes(site: &Site, query: &str) -> u32 {
    site.store.timeline(&query.parse().unwrap()).await.unwrap().notes
}

fn on_list<'a>(expected: &'a str, ruling: &'a str, tag: &'a str) -> String {
    form(&[("filter", "sig=node"), ("tag", tag), ("ruling", ruling), ("expected", expected)])
}

async fn post(site: &Site, cookie: &str, path: &str, body: &str) -> Answer {
    let headers = [("origin", PUBLIC_URL), ("cookie", cookie), ("accept", "text/html")];
    site.post(path, &headers, body).await
}

#[tokio::test]
async fn a_stranger_gets_a_401_and_changes_nothing() {
    let site = site_of_alice().await;
    for (path, body) in [
        ("/fn/decide-on-list", on_list("1", "applied", "sig-network")),
        ("/fn/undo", form(&[("batch", "1"), ("back", "/decisions")])),
    ] {
        let answer = site.post(path, &[("origin", PUBLIC_URL)], &body).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}: {}", answer.body);
    }
    for path in [
        "/review",
        "/review?kind=references",
        "/review?kind=untagged",
        "/decisions",
        "/bulk?filter=sig%3Dnode&tag=sig-network&ruling=applied",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}: {}", answer.body);
    }
    assert_eq!((notes(&site, "sig=node").await, notes(&site, "sig=network").await), (1, 0));
    assert!(site.store.last_batches("alice", 9).await.unwrap().is_empty());
    assert!(!site.get("/?sig=node").await.body.contains("/bulk"), "readers see no forms");
}

#[tokio::test]
async fn a_whole_list_is_tagged_after_a_look_and_undone_as_one() {
    let site = site_of_alice().await;
    let cookie = signed_in(&site).await;
    let list = page(&site, &sig_node().href(), &cookie).await;
    assert!(list.body.contains("Tag the one note of this list"), "{}", list.body);
    assert!(!page(&site, "/", &cookie).await.body.contains("action=\"/bulk\""), "not of everything");

    let bulk = "/bulk?filter=sig%3Dnode&tag=network&ruling=applied";
    let confirm = page(&site, bulk, &cookie).await;
    assert_eq!(confirm.status, StatusCode::OK, "{}", confirm.body);
    assert!(confirm.body.contains("Add SIG Network to 1 note?"), "{}", confirm.body);
    assert!(confirm.body.contains("noindex"));
    assert_eq!(notes(&site, "sig=network").await, 0, "looking changes nothing");

    let done = post(&site, &cookie, "/fn/decide-on-list", &on_list("1", "applied", "network")).await;
    assert_eq!(done.status, StatusCode::FOUND, "{}", done.body);
    let batch = site.store.last_batches("alice", 1).await.unwrap().remove(0);
    assert_eq!(done.header("location"), format!("/decisions#b-{}", batch.id.0));
    assert_eq!(notes(&site, "sig=network").await, 1);

    let decisions = page(&site, "/decisions", &cookie).await;
    assert!(decisions.body.contains("action=\"/fn/undo\""), "{}", decisions.body);
    let undo = form(&[("batch", &batch.id.0.to_string()), ("back", "/decisions")]);
    let undone = post(&site, &cookie, "/fn/undo", &undo).await;
    assert_eq!((undone.status, undone.header("location")), (StatusCode::FOUND, "/decisions"));
    assert_eq!(notes(&site, "sig=network").await, 0);
    let decisions = page(&site, "/decisions", &cookie).await;
    assert!(!decisions.body.contains("action=\"/fn/undo\""), "once is enough");
}

#[tokio::test]
async fn a_list_that_has_changed_meanwhile_is_left_alone() {
    let site = site_of_alice().await;
    let cookie = signed_in(&site).await;
    let headers = [("origin", PUBLIC_URL), ("cookie", &cookie)];
    let body = on_list("7", "applied", "network");
    let answer = site.post("/fn/decide-on-list", &headers, &body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.body);
    assert!(answer.body.contains("the list has 1 notes by now, not 7"), "{}", answer.body);
    assert_eq!(notes(&site, "sig=network").await, 0);
}

#[tokio::test]
async fn what_is_no_tag_goes_no_further_than_its_message() {
    let site = site_of_alice().await;
    let cookie = signed_in(&site).await;
    for (tag, ruling) in
        [("<script>", "applied"), ("sig-nope", "maybe"), ("1.99", "applied"), ("", "applied")]
    {
        let headers = [("origin", PUBLIC_URL), ("cookie", &cookie)];
        let answer = site.post("/fn/decide-on-list", &headers, &on_list("1", ruling, tag)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{tag} {ruling}: {}", answer.body);
    }
    for query in
        ["tag=%3Cscript%3E&ruling=applied", "tag=node", "tag=node&ruling=applied&filter=nope%3D1", ""]
    {
        let answer = page(&site, &format!("/bulk?{query}"), &cookie).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(!answer.body.contains("<script>\""), "{query}");
    }
    assert!(site.store.last_batches("alice", 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_list_to_tag_without_list_or_tag_leads_to_the_timeline() {
    let site = site_of_alice().await;
    let cookie = signed_in(&site).await;
    for path in ["/bulk", "/bulk?filter=sig%3Dnode", "/bulk?filter=&tag=+&ruling=applied", "/bulk?tag=node"] {
        let english = page(&site, path, &cookie).await;
        assert_eq!(english.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(english.body.contains("No tag was chosen for a list."), "{path}: {}", english.body);
        assert!(english.body.contains("href=\"/\" class=\"way-out\">Go to the timeline"), "{path}");
        let japanese = page(&site, path, &format!("{cookie}; kepline_lang=ja")).await;
        assert!(japanese.body.contains("一覧に付けるタグが選ばれていません。"), "{path}: {}", japanese.body);
    }
}

#[tokio::test]
async fn a_misspelt_reference_waits_until_it_is_decided() {
    let site =
        site_with_notes("---\nrights: own\n---\n\n## 2023-10-10\n- see kubernetes/enhancement#3824\n").await;
    let cookie = super::curators::let_alice_in(&site).await;
    let waits = page(&site, "/review?kind=references", &cookie).await;
    assert!(waits.body.contains("1 note waits"), "{}", waits.body);
    assert!(waits.body.contains("value=\"kubernetes/enhancements#3824\""), "{}", waits.body);
    let note = site.store.timeline(&Filter::default()).await.unwrap().entries[0].notes[0].id.to_string();
    let correct = form(&[
        ("note", &note),
        ("literal", "kubernetes/enhancement#3824"),
        ("nth", "0"),
        ("meant", "none"),
        ("back", "/review?kind=references"),
    ]);
    let done = post(&site, &cookie, "/fn/correct", &correct).await;
    assert_eq!(done.status, StatusCode::FOUND, "{}", done.body);
    assert!(done.header("location").starts_with("/review?kind=references"));
    let waits = page(&site, "/review?kind=references", &cookie).await;
    assert!(waits.body.contains("Nothing waits here."), "{}", waits.body);
}

#[tokio::test]
async fn an_untagged_note_waits_with_a_button_for_each_likely_group() {
    let text = "---\nrights: own\n---\n\n## 2023-10-10\n- SIG Node\n- the kubelet and more\n";
    let site = site_with_notes(text).await;
    let cookie = super::curators::let_alice_in(&site).await;
    let waits = page(&site, "/review?kind=untagged", &cookie).await;
    assert!(waits.body.contains("1 note waits") && waits.body.contains("Untagged (1)"), "{}", waits.body);
    assert!(waits.body.contains("data-key=\"1\"") && waits.body.contains("kubelet</span>"), "{}", waits.body);
    let note = site.store.timeline(&Filter::default()).await.unwrap().entries[0].notes[1].id.to_string();
    let back = "/review?kind=untagged";
    let add = form(&[("note", &note), ("tag", "sig-node"), ("ruling", "applied"), ("back", back)]);
    let done = post(&site, &cookie, "/fn/decide-tag", &add).await;
    assert_eq!(done.status, StatusCode::FOUND, "{}", done.body);
    assert_eq!(notes(&site, "sig=node").await, 2);
    let waits = page(&site, back, &cookie).await;
    assert!(
        waits.body.contains("Nothing waits here.") && waits.body.contains("Untagged (0)"),
        "{}",
        waits.body
    );
}
