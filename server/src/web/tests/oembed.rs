//! What documents elsewhere show in place of an address of the site.

use serde_json::{Value, json};

use super::cards::picture_of;
use super::*;

fn address(path: &str, rest: &str) -> String {
    let url: String = form_urlencoded::byte_serialize(format!("{PUBLIC_URL}{path}").as_bytes()).collect();
    format!("/oembed?url={url}{rest}")
}

async fn embed(site: &Site, path: &str, rest: &str) -> Value {
    let answer = site.get(&address(path, rest)).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    for (header, value) in [
        ("cache-control", "public, max-age=300"),
        ("access-control-allow-origin", "*"),
        ("content-type", "application/json"),
    ] {
        assert_eq!(answer.header(header), value, "{path}: {header}");
    }
    answer.json()
}

#[tokio::test]
async fn a_page_is_shown_by_its_card_and_by_its_badge_where_there_is_less_room() {
    let site = demo_site().await;
    let card = embed(&site, "/keps/753", "&format=json").await;
    let html = site.get("/keps/753").await.body;
    assert_eq!(
        card,
        json!({
            "version": "1.0", "type": "photo", "title": "KEP-753 Sidecar Containers", "provider_name": "Kepline",
            "provider_url": "https://kepline.example/", "cache_age": 300, "width": 1200, "height": 630,
            "url": format!("{PUBLIC_URL}{}", picture_of(&site, "/keps/753").await),
        })
    );
    let found = format!("<link href=\"{PUBLIC_URL}/oembed?format=json&amp;url=");
    assert!(html.contains(&found) && html.contains("type=\"application/json+oembed\""), "{html}");
    let badge = embed(&site, "/keps/753", "&maxwidth=400").await;
    assert_eq!((&badge["type"], &badge["height"]), (&json!("photo"), &json!(20)));
    assert_eq!(badge["url"], "https://kepline.example/keps/753.svg");
    let svg = site.get("/keps/753.svg").await.body;
    assert!(svg.contains(&format!("width=\"{}\" height=\"20\"", badge["width"])), "{svg}");
    for (path, rest) in [("/keps/753", "&maxheight=10"), ("/?sig=node", "&maxwidth=400&maxheight=300")] {
        let link = embed(&site, path, rest).await;
        assert_eq!((&link["type"], link.get("url")), (&json!("link"), None), "{path}");
    }
}

#[tokio::test]
async fn every_page_that_is_found_by_its_head_has_an_answer() {
    let site = demo_site().await;
    for path in ["/", "/?sig=node", "/keps/753", "/sigs/node", "/versions/1.29", "/gates/SidecarContainers"] {
        let html = site.get(path).await.body;
        let (_, rest) = html.split_once("<link href=\"https://kepline.example/oembed").unwrap();
        let found = format!("/oembed{}", rest.split('"').next().unwrap().replace("&amp;", "&"));
        let answer = site.get(&found).await;
        assert_eq!(answer.status, StatusCode::OK, "{found}: {}", answer.body);
        assert_eq!(answer.json()["type"], "photo", "{found}");
    }
}

#[tokio::test]
async fn a_note_is_shown_as_its_rights_say() {
    let site = site_with_notes(
        "---\ntitle: Field notes\nauthor: Somebody\n---\n\n## 2023-10-11\n- 極秘検証 KEP-753\n",
    )
    .await;
    sync(&site).await;
    let exported = site.store.export(&Default::default()).await.unwrap().remove(0);
    let shown = embed(&site, &format!("/e/{}/{}", exported.entry.id, exported.notes[0].note.id), "").await;
    assert_eq!((&shown["author_name"], &shown["type"]), (&json!("Somebody"), &json!("photo")));
    assert!(!shown.to_string().contains("極秘"), "{shown}");
}

#[tokio::test]
async fn what_is_no_page_of_this_site_is_not_shown() {
    let site = demo_site().await;
    for (query, status) in [
        ("/oembed", 400),
        ("/oembed?url=https://evil.example/keps/753", 404),
        ("/oembed?url=https://kepline.example/keps/99999", 404),
        ("/oembed?url=https://kepline.example/write", 404),
        ("/oembed?url=https://kepline.example/keps/753&format=xml", 501),
        ("/oembed?url=https://kepline.example/keps/753&maxwidth=x", 400),
    ] {
        let answer = site.get(query).await;
        assert_eq!(answer.status.as_u16(), status, "{query}: {}", answer.body);
    }
}
