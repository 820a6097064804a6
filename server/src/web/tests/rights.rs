//! Where the text of notes goes besides their page, for each kind of rights.

use super::cards::{picture_of, property};
use super::curators::{let_alice_in, page};
use super::*;

const TITLE: &str = "title: Field notes\n";

const CITING: &str = "\
---
title: Field notes
author: Somebody
---

## 2023-10-10
- 極秘の検証: KEP-753 (SIG Node)
- 極秘、ほかには何もない
";

/// Front matter of each kind of rights, and whether strangers get the text.
const RIGHTS: [(&str, bool); 4] = [
    ("rights: own\n", true),
    ("rights: licensed\nlicence: CC BY 4.0\n", true),
    ("rights: unstated\n", false),
    ("", false),
];

async fn site_under(rights: &str) -> Site {
    let site = site_with_notes(&CITING.replace(TITLE, &format!("{TITLE}{rights}"))).await;
    sync(&site).await;
    site
}

/// The paths of the entry and of its notes.
async fn permalinks(site: &Site) -> [String; 3] {
    let exported = site.store.export(&Default::default()).await.unwrap().remove(0);
    let entry = format!("/e/{}", exported.entry.id);
    let note = |n: usize| format!("{entry}/{}", exported.notes[n].note.id);
    [entry.clone(), note(0), note(1)]
}

fn head(html: &str) -> &str {
    html.split("</head>").next().unwrap()
}

fn linked_data(html: &str) -> serde_json::Value {
    let (_, json) = head(html).split_once("application/ld+json\">").unwrap();
    serde_json::from_str(json.split("</script>").next().unwrap()).unwrap()
}

#[tokio::test]
async fn the_head_of_a_page_has_text_where_the_rights_allow_it() {
    for (rights, allowed) in RIGHTS {
        let site = site_under(rights).await;
        let cookie = let_alice_in(&site).await;
        for path in permalinks(&site).await {
            // A card is kept for everybody: curators share what strangers see.
            for answer in [site.get(&path).await, page(&site, &path, &cookie).await] {
                let html = answer.body;
                assert!(html.contains("<main") && html.split("<main").nth(1).unwrap().contains("極秘"));
                for name in ["description", "og:description", "og:image:alt"] {
                    let value = property(&html, name);
                    assert_eq!(value.contains("極秘"), allowed, "{rights} {path} {name}: {value}");
                }
                let linked = linked_data(&html).to_string();
                assert_eq!(linked.contains("極秘"), allowed, "{rights} {path}: {linked}");
                // The title of a page stays on it: what is shared has one of its own.
                let (before, rest) = head(&html).split_once("<title>").unwrap();
                let after = rest.split_once("</title>").unwrap().1;
                assert_eq!(before.contains("極秘") || after.contains("極秘"), allowed, "{rights} {path}");
            }
        }
    }
}

#[tokio::test]
async fn without_its_text_a_note_is_described_by_its_facts() {
    let site = site_under("rights: unstated\n").await;
    let [entry, citing, other] = permalinks(&site).await;
    let facts = "2023年10月10日(火) — Field notes 著者: Somebody";
    for path in [&entry, &citing] {
        let html = site.get(path).await.body;
        let description = property(&html, "og:description");
        assert!(description.starts_with(facts), "{description}");
        for fact in ["SIG Node", "KEP-753: alpha 1.28 → stable 1.33", "2026-07-25"] {
            assert!(description.contains(fact), "{fact}: {description}");
        }
        assert!(property(&html, "og:image:alt").contains("KEP-753: alpha 1.28 → stable 1.33"));
        assert_eq!(property(&html, "og:locale"), "ja_JP");
    }
    assert_eq!(property(&site.get(&other).await.body, "og:description"), facts);
}

#[tokio::test]
async fn a_card_changes_with_the_rights() {
    let site = site_under("rights: own\n").await;
    let [_, note, _] = permalinks(&site).await;
    let before = picture_of(&site, &note).await;
    assert_eq!(site.get(&before).await.header("x-robots-tag"), "");
    import_text(&site.store, &CITING.replace(TITLE, &format!("{TITLE}rights: unstated\n"))).await.unwrap();
    let after = picture_of(&site, &note).await;
    assert_ne!(after, before);
    let stale = site.get(&before).await;
    assert_eq!((stale.status, stale.header("location")), (StatusCode::FOUND, after.as_str()));
    let card = site.get(&after).await;
    assert_eq!((card.status, card.header("x-robots-tag")), (StatusCode::OK, "noindex"));
}

#[tokio::test]
async fn lists_in_other_forms_have_text_where_the_rights_allow_it_and_for_curators() {
    for (rights, allowed) in RIGHTS {
        let site = site_under(rights).await;
        let cookie = let_alice_in(&site).await;
        let [entry, note, _] = permalinks(&site).await;
        let feeds = ["/index.atom", "/index.json", "/index.md"].map(str::to_owned);
        let single = [format!("{entry}.md"), format!("{note}.md")];
        for path in feeds.iter().chain(&single) {
            let answer = site.get(path).await;
            assert_eq!(answer.body.contains("極秘"), allowed, "{rights} {path}: {}", answer.body);
            assert_eq!(answer.header("x-robots-tag"), "noindex", "{path}");
            assert!(page(&site, path, &cookie).await.body.contains("極秘"), "{rights} {path}");
        }
        for path in ["/api/v1/notes", "/api/v1/entries"] {
            assert_eq!(site.get(path).await.body.contains("極秘"), allowed, "{rights} {path}");
            assert!(page(&site, path, &cookie).await.body.contains("極秘"), "{rights} {path}");
        }
    }
}
