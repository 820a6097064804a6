//! What was noted on a day of earlier years.

use super::*;

/// The clock of the sites is at 2026-11-26.
const NOTES: &str = "---\ntitle: Field notes\nrights: own\n---\n\n## 2023-11-26\n- three years old: KEP-753\n\n## 2024-03-01\n- far away\n\n\
## 2025-11-26\n- nothing is cited\n- a year old: KEP-753\n\n## 2026-11-26\n- of today\n";

#[tokio::test]
async fn the_notes_of_earlier_years_stand_below_their_age() {
    let site = site_with_notes(NOTES).await;
    super::sync(&site).await;
    for path in ["/on-this-day", "/on-this-day/11-26"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let body = answer.body;
        let places: Vec<usize> =
            ["On this day: 26 November", "A year ago", "a year old", "3 years ago", "three years old"]
                .iter()
                .map(|text| body.find(text).unwrap_or_else(|| panic!("{path} {text}: {body}")))
                .collect();
        assert!(places.is_sorted(), "{path}: {places:?}");
        assert!(!body.contains("of today") && !body.contains("far away"), "{path}: {body}");
        assert!(body.contains("href=\"/on-this-day/11-25\"") && body.contains("href=\"/on-this-day/11-27\""));
        assert!(body.contains("noindex"), "{path}");
    }
    let japanese =
        site.send(Request::get("/on-this-day").header("accept-language", "ja").body(Body::empty()).unwrap());
    assert!(japanese.await.body.contains("11月26日のメモ"));
}

#[tokio::test]
async fn an_empty_day_leads_to_the_nearest_ones() {
    let site = site_with_notes(NOTES).await;
    let body = site.get("/on-this-day/11-28").await.body;
    assert!(body.contains("Nothing was noted on 28 November in earlier years."), "{body}");
    // Two years ago and one, and the day of today lies in the past of the 28th.
    assert!(body.contains("href=\"/on-this-day/11-26\""), "{body}");
    let body = site.get("/on-this-day/07-01").await.body;
    assert!(body.contains("href=\"/\""), "{body}");
}

#[tokio::test]
async fn a_day_that_is_none_is_not_found() {
    let site = site_with_notes(NOTES).await;
    for path in ["/on-this-day/02-30", "/on-this-day/1-1", "/on-this-day/today", "/on-this-day/11-26/x"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.get("/on-this-day/02-29").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_front_door_has_a_line_on_a_year_ago_where_there_is_a_note() {
    let site = site_with_notes(NOTES).await;
    super::sync(&site).await;
    let home = site.get("/").await.body;
    assert!(home.contains("A year ago today") && home.contains("class=\"year-ago\""), "{home}");
    let line = home.split("class=\"year-ago\"").nth(1).unwrap().split("</p>").next().unwrap();
    assert!(
        line.contains("a year old: KEP-753") && line.contains("stable"),
        "what has moved comes first: {line}"
    );
    for path in ["/?sig=node", "/2025", "/?as_of=2026-01-01"] {
        assert!(!site.get(path).await.body.contains("class=\"year-ago\""), "{path}");
    }
    let other = site_with_notes(&NOTES.replace("2025-11-26", "2025-11-25")).await;
    assert!(!other.get("/").await.body.contains("class=\"year-ago\""));
}
