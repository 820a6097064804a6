//! Digests as pages, Markdown and feeds: what they say, whom they show it to, and where there is none.

use super::curators::let_alice_in;
use super::real_notes::real_site;
use super::*;

const UNSTATED: &str = "\
---
title: Field notes
---

## 2023-10-10
- secret words about KEP-753 (k/k#115138)
- more secret words
";

/// The addresses of all links of a Markdown document.
fn targets(markdown: &str) -> Vec<&str> {
    let ends = [')', '>', ' ', '\n'];
    markdown.match_indices("https://").map(|(at, _)| markdown[at..].split(ends).next().unwrap()).collect()
}

#[tokio::test]
async fn a_digest_is_a_page_a_document_and_a_feed() {
    let site = demo_site().await;
    for (period, title) in [
        ("2023-10", "Digest of October 2023"),
        ("2023-W40", "Digest of week 40 of 2023"),
        ("1.29", "Digest of the 1.29 cycle"),
    ] {
        let page = site.get(&format!("/digest/{period}")).await;
        assert_eq!(page.status, StatusCode::OK, "{period}: {}", page.body);
        let markdown = site.get(&format!("/digest/{period}.md")).await;
        assert_eq!(markdown.status, StatusCode::OK, "{period}: {}", markdown.body);
        assert!(markdown.body.starts_with(&format!("# {title}\n")), "{}", markdown.body);
        for text in ["## Notes", "## What moved", "KEP data as of 2026-07-2"] {
            assert!(markdown.body.contains(text), "{period} {text}: {}", markdown.body);
        }
        for text in [title, "id=\"digest-notes\"", "id=\"digest-moves\"", "id=\"digest-next\""] {
            assert!(page.body.contains(text), "{period} {text}: {}", page.body);
        }
        assert!(!markdown.body.contains("](/"), "links are absolute: {}", markdown.body);
        assert!(!markdown.body.contains("</"), "nothing is HTML: {}", markdown.body);
        let feed = site.get(&format!("/digest/{period}.atom")).await;
        let feed = feed_rs::parser::parse(feed.body.as_bytes()).unwrap();
        assert_eq!(feed.entries.len(), 1);
        assert!(feed.entries[0].title.as_ref().unwrap().content.starts_with(title));
        let content = feed.entries[0].content.as_ref().unwrap().body.as_ref().unwrap();
        assert!(content.contains("<h4>") && content.contains("href=\"https://kepline.example/"), "{content}");
    }
}

#[tokio::test]
async fn every_link_of_a_digest_leads_somewhere() {
    let site = demo_site().await;
    for period in ["2023-10", "1.29"] {
        let document = site.get(&format!("/digest/{period}.md")).await.body;
        let own: Vec<&str> =
            targets(&document).into_iter().filter_map(|it| it.strip_prefix(PUBLIC_URL)).collect();
        assert!(own.len() > 10, "{document}");
        for path in own {
            let answer = site.get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{period}: {path}");
        }
    }
}

#[tokio::test]
async fn a_period_has_one_address() {
    let site = demo_site().await;
    site.get("/digest/2023-w7").await.expect_moved("/digest/2023-W07");
    site.get("/digest/2023-9").await.expect_moved("/digest/2023-09");
    site.get("/digest/v1.28").await.expect_moved("/digest/1.28");
    site.get("/digest/2023-w7.md").await.expect_moved("/digest/2023-W07.md");
    for (path, status, text) in [
        ("/digest/2026-W54", 404, "2026 has weeks 1 to 53"),
        ("/digest/2026-13", 404, "months 1 to 12"),
        ("/digest/1.999", 404, "not known when Kubernetes 1.999"),
        ("/digest/2026-12", 404, "It begins on 2026-12-01."),
        ("/digest/2026-12.md", 404, "It begins on 2026-12-01."),
        ("/digest/2030-W01.atom", 404, "It begins on"),
        ("/digest/2026-W54.md", 404, ""),
        ("/digest/yesterday", 400, "such as"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
        assert!(answer.body.contains(text), "{path}: {}", answer.body);
        assert!(path.contains('.') || answer.body.contains("href=\"/digest\""), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn the_last_period_that_is_over_has_an_address_and_feeds() {
    let site = demo_site().await;
    for kind in ["week", "month", "cycle"] {
        let answer = site.get(&format!("/digest/{kind}")).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{kind}: {}", answer.body);
        let page = answer.header("location").to_owned();
        assert_eq!(site.get(&page).await.status, StatusCode::OK, "{page}");
        let document = site.get(&format!("/digest/{kind}.md")).await.body;
        assert!(document.contains(&format!("<{PUBLIC_URL}{page}>")), "{document}");
        let feed = site.get(&format!("/digest/{kind}.atom")).await;
        let feed = feed_rs::parser::parse(feed.body.as_bytes()).unwrap();
        assert!(feed.entries.len() > 1, "{kind}");
        assert_eq!(feed.entries[0].links[0].href, format!("{PUBLIC_URL}{page}"));
        assert!(feed.entries.is_sorted_by_key(|entry| std::cmp::Reverse(entry.published)), "newest first");
    }
    let index = site.get("/digest").await.body;
    for link in
        ["/digest/2026-W48", "/digest/2026-11", "/digest/2023-10", "/digest/1.29", "/digest/week.atom"]
    {
        assert!(index.contains(&format!("href=\"{link}\"")), "{link}: {index}");
    }
    let nothing = site_with_notes("").await;
    assert_eq!(nothing.get("/digest").await.status, StatusCode::OK);
    assert_eq!(nothing.get("/digest/week").await.status, StatusCode::NOT_FOUND);
    assert_eq!(nothing.get("/digest/week.md").await.status, StatusCode::NOT_FOUND);
    let feed = nothing.get("/digest/week.atom").await;
    assert_eq!(feed_rs::parser::parse(feed.body.as_bytes()).unwrap().entries.len(), 0);
}

#[tokio::test]
async fn words_whose_rights_are_not_stated_stay_on_the_site() {
    let site = site_with_notes(UNSTATED).await;
    let page = site.get("/digest/2023-10").await.body;
    assert!(page.contains("secret words") && page.contains("content=\"noindex\""), "{page}");
    for form in ["md", "atom", "json"] {
        let answer = site.get(&format!("/digest/2023-10.{form}")).await.body;
        assert!(!answer.contains("secret"), "{form}: {answer}");
        assert!(answer.contains("KEP-753"), "{form}: {answer}");
    }
    let month = site.get("/digest/month.atom").await.body;
    assert!(month.contains("KEP-753") && !month.contains("secret"), "{month}");
    let cookie = let_alice_in(&site).await;
    let request = Request::get("/digest/2023-10.md").header("cookie", &cookie).body(Body::empty()).unwrap();
    let answer = site.send(request).await.body;
    assert!(answer.contains("more secret words"), "curators may read them: {answer}");
}

#[tokio::test]
async fn a_period_without_anything_says_so_and_leads_on() {
    let site = site_with_notes(UNSTATED).await;
    let page = site.get("/digest/2023-W02").await;
    assert_eq!(page.status, StatusCode::OK);
    for text in
        ["No note was written in these days", "/digest/2023-W01", "/digest/2023-W03", "content=\"noindex\""]
    {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let document = site.get("/digest/2023-W02.md").await.body;
    assert!(document.contains("No note was written") && document.contains("/digest/2023-W03>"), "{document}");
}

#[tokio::test]
async fn an_unchanged_digest_is_not_sent_again() {
    let site = site_with_notes(UNSTATED).await;
    for path in ["/digest/2023-10", "/digest/2023-10.md", "/digest/month.atom"] {
        let etag = site.get(path).await.header("etag").to_owned();
        assert!(!etag.is_empty(), "{path}");
        let request = Request::get(path).header("if-none-match", etag).body(Body::empty()).unwrap();
        assert_eq!(site.send(request).await.status, StatusCode::NOT_MODIFIED, "{path}");
    }
}

#[tokio::test]
async fn digests_of_the_real_notes_read_well() {
    let Some(site) = real_site().await else { return };
    for period in ["2023-W41", "2023-10", "1.28"] {
        let document = site.get(&format!("/digest/{period}.md")).await.body;
        println!("{document}\n=====\n");
        assert!(document.contains("## What moved") && document.contains("## [Next"), "{document}");
    }
}
