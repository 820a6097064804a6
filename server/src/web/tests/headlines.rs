//! Pages, feeds, Markdown and the API agree on a citation.

use domain::cite::Repo;
use domain::github::{Answer, Item, ItemKey, ItemKind, ItemState};
use store::FetchedItem;

use super::{Site, site_with_notes, sync};

const NOTES: &str = "---\ntitle: Field notes\nrights: own\n---\n\n## 2023-10-10\n- see KEP-3990\n";

/// Lets a site know that a number of the enhancements repository is a pull request that was merged.
async fn merge(site: &Site, number: u64) {
    let at: jiff::Timestamp = "2023-03-01T00:00:00Z".parse().unwrap();
    let item = Item {
        kind: ItemKind::Pull,
        title: "A pull request".into(),
        state: ItemState::Merged,
        created_at: Some(at),
        closed_at: Some(at),
        merged_at: Some(at),
        updated_at: None,
        milestone: None,
        labels: Vec::new(),
        events: None,
        moved_to: None,
    };
    let key = ItemKey { repo: Repo::new("kubernetes", "enhancements"), number };
    let answer = Some(Answer::Item(Box::new(item)));
    let fetched = FetchedItem { key, answer, at: "2026-07-25T00:00:00Z".parse().unwrap(), etag: None };
    site.store.store_items(&[fetched]).await.unwrap();
    site.store.derive().await.unwrap();
}

#[tokio::test]
async fn a_number_that_no_kep_has_is_what_github_knows_it_to_be() {
    let site = site_with_notes(NOTES).await;
    sync(&site).await;
    let unknown = "no KEP has this number";
    assert!(site.get("/index.md").await.body.contains(unknown), "nobody knows anything of it");
    merge(&site, 3990).await;
    let page = site.get("/").await.body;
    let (_, button) = page.split_once("class=\"state\"").expect("a chip with its state");
    let (button, story) = button.split_once("</button>").expect("the end of the button");
    assert!(
        button.contains("<span class=\"state-now\">merged</span>") && !button.contains(unknown),
        "{button}"
    );
    assert!(story.contains(unknown), "the story says it");
    for path in ["/index.atom", "/index.json", "/index.md"] {
        let list = site.get(path).await.body;
        assert!(list.contains("merged") && !list.contains(unknown), "{path}: {list}");
    }
    let api = site.get("/api/v1/notes").await.body;
    assert!(api.contains("\"kind\":\"pull\"") && api.contains("\"state\":\"merged\""), "{api}");
}
