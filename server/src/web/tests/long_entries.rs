//! Entries of several thousand notes: every answer about them is bounded, and leads on to the rest.

use serde_json::Value;

use super::*;

const NOTES: usize = 2_300;

/// A day of very many notes that cite something.
async fn site_with_long_entry() -> (Site, String, Vec<String>) {
    site_with_entry(NOTES).await
}

async fn site_with_entry(notes: usize) -> (Site, String, Vec<String>) {
    let many: String =
        (0..notes).map(|n| format!("- note {n} of KEP-753 (k/k#115138) in SIG Node\n")).collect();
    let site = site_with_notes(&format!("---\ntitle: Long\nrights: own\n---\n\n## 2023-10-11\n{many}")).await;
    let exported = site.store.export(&Default::default()).await.unwrap().remove(0);
    let notes = exported.notes.iter().map(|note| note.note.id.to_string()).collect();
    (site, format!("/e/{}", exported.entry.id), notes)
}

/// The attributes `href` of links with a `rel`, in order.
fn links(html: &str, rel: &str) -> Vec<String> {
    let tags = html.split("<a ").skip(1).map(|rest| rest.split('>').next().unwrap());
    let with_rel = tags.filter(|tag| tag.contains(&format!("rel=\"{rel}\"")));
    let href =
        |tag: &str| tag.split("href=\"").nth(1)?.split('"').next().map(|href| href.replace("&amp;", "&"));
    with_rel.filter_map(href).collect()
}

fn count(html: &str) -> usize {
    html.matches("class=\"note\"").count()
}

#[tokio::test]
async fn the_page_of_an_entry_leads_through_all_of_its_notes() {
    let (site, entry, notes) = site_with_long_entry().await;
    let mut path = entry.clone();
    let mut seen = 0;
    let mut pages = 0;
    let last_page = loop {
        let answer = site.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.len() < 1_500_000, "{path}: {} bytes", answer.body.len());
        let shown = count(&answer.body);
        assert!(answer.body.contains(&format!("id=\"n-{}\"", notes[seen])), "{path}");
        let place = format!("Notes {}–{} of {NOTES}", seen + 1, seen + shown);
        assert!(answer.body.contains(&place), "{path}: {place}");
        (seen, pages) = (seen + shown, pages + 1);
        match links(&answer.body, "next").into_iter().find(|href| href.contains("notes_after=")) {
            Some(next) => path = next,
            None => break answer.body,
        }
    };
    assert_eq!((seen, pages), (NOTES, 12));
    let back = links(&last_page, "prev").into_iter().find(|href| href.contains("notes_before=")).unwrap();
    assert!(site.get(&back).await.body.contains(&format!("id=\"n-{}\"", notes[NOTES - 101])));
    let head = last_page.split("</head>").next().unwrap();
    assert!(head.contains(&format!("href=\"{PUBLIC_URL}{path}\" rel=\"canonical\"")), "{head}");
    // What names no part is the first one.
    let first = site.get(&format!("{entry}?notes_after=nonsense")).await.body;
    assert!(first.contains(&format!("id=\"n-{}\"", notes[0])));
    assert_eq!(site.get("/e/00000000?notes_after=00000000").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_of_a_note_leads_to_its_place_in_the_entry() {
    let (site, entry, notes) = site_with_long_entry().await;
    let answer = site.get(&format!("{entry}/{}", notes[1_000])).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.len() < 500_000, "{} bytes", answer.body.len());
    assert_eq!(count(&answer.body), 41);
    let rest = format!("{entry}?notes_from={}", notes[980]);
    assert!(answer.body.contains(&format!("href=\"{rest}\"")));
    let rest = site.get(&rest).await.body;
    assert!(rest.contains("Notes 981–1180 of 2300") && rest.contains(&format!("id=\"n-{}\"", notes[1_000])));
}

#[tokio::test]
async fn lists_feeds_and_pages_about_what_it_cites_are_bounded() {
    let (site, ..) = site_with_entry(2_200).await;
    sync(&site).await;
    for (path, most) in [
        ("/", 500_000),
        ("/?kep=753", 500_000),
        ("/2023/10/11", 500_000),
        ("/keps/753", 2_500_000),
        ("/sigs/node", 500_000),
        ("/refs/kubernetes/kubernetes/115138", 2_500_000),
        ("/index.atom", 500_000),
        ("/index.json", 500_000),
        ("/index.md", 1_500_000),
        ("/api/v1/notes?limit=200", 1_500_000),
        ("/api/v1/entries", 10_000_000),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.len() < most, "{path}: {} bytes", answer.body.len());
    }
}

#[tokio::test]
async fn markdown_leads_on_to_the_rest() {
    let (site, entry, notes) = site_with_long_entry().await;
    let mut path = format!("{entry}.md");
    let mut sizes = Vec::new();
    loop {
        let answer = site.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        sizes.push(answer.body.matches("\n- note ").count());
        let Some((_, rest)) = answer.body.split_once(&format!("<{PUBLIC_URL}{entry}.md?")) else { break };
        path = format!("{entry}.md?{}", rest.split('>').next().unwrap());
    }
    assert_eq!(sizes, [2_000, 300]);
    assert_eq!(path, format!("{entry}.md?notes_after={}", notes[1_999]));
    assert!(site.get("/index.md").await.body.contains(&format!("{entry}.md?notes_after={}", notes[1_999])));
    let refused = site.get(&format!("{entry}.md?notes_after=x")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let note = site.get(&format!("{entry}/{}.md", notes[7])).await;
    assert_eq!(note.body.matches("\n- note ").count(), 1);
}

fn json(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test]
async fn the_api_leads_on_to_the_rest() {
    let (site, entry, notes) = site_with_long_entry().await;
    let id = entry.strip_prefix("/e/").unwrap();
    let mut next = format!("/api/v1/entries/{id}");
    let mut seen: Vec<String> = Vec::new();
    loop {
        let item = json(&site.get(&next).await)["item"].take();
        let here = item["notes"].as_array().unwrap();
        assert_eq!(item["other_notes"], NOTES - here.len());
        seen.extend(here.iter().map(|note| note["id"].as_str().unwrap().to_owned()));
        match item["next_notes"].as_str() {
            Some(address) => next = address.strip_prefix(PUBLIC_URL).unwrap().to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, notes);

    // In a list it goes on as notes, with the same filter.
    let list = json(&site.get("/api/v1/entries?sig=node").await);
    let item = &list["items"][0];
    assert_eq!((item["notes"].as_array().unwrap().len(), &item["other_notes"]), (2_000, &Value::from(300)));
    let next = item["next_notes"].as_str().unwrap().strip_prefix(PUBLIC_URL).unwrap();
    assert!(next.starts_with("/api/v1/notes?sig=node&after="), "{next}");
    assert_eq!(json(&site.get(next).await)["items"][0]["id"], notes[2_000]);

    for (query, status) in [
        ("notes_after=x", StatusCode::BAD_REQUEST),
        ("limit=3", StatusCode::BAD_REQUEST),
        ("notes_from=00000000", StatusCode::OK),
    ] {
        assert_eq!(site.get(&format!("/api/v1/entries/{id}?{query}")).await.status, status, "{query}");
    }
    let before = json(&site.get(&format!("/api/v1/entries/{id}?notes_before={}", notes[5])).await);
    assert_eq!(before["item"]["notes"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn a_short_entry_is_answered_as_ever() {
    let site = site_with_notes(super::NOTES).await;
    let exported = site.store.export(&Default::default()).await.unwrap().remove(0);
    let item = json(&site.get(&format!("/api/v1/entries/{}", exported.entry.id)).await)["item"].take();
    assert_eq!((item["notes"].as_array().unwrap().len(), &item["next_notes"]), (2, &Value::Null));
    let page = site.get(&format!("/e/{}", exported.entry.id)).await.body;
    assert!(!page.contains("entry-part") && count(&page) == 2);
}
