//! Addresses of Zenn's posts lead to their entries here.

use super::*;

#[tokio::test]
async fn the_name_of_a_post_leads_to_its_entry() {
    let site = site_with_notes("---\ntitle: Scrap\n---\n\n## 2031-01-05\n- a note\n").await;
    let entry = site.store.timeline(&Default::default()).await.unwrap().entries[0].id.clone();
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(site.store.path());
    let mut db = <sqlx::SqliteConnection as sqlx::Connection>::connect_with(&options).await.unwrap();
    sqlx::query("update entry set source_key = 'c1a2b3'").execute(&mut db).await.unwrap();

    let answer = site.get("/zenn/c1a2b3").await;
    assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(answer.header("location"), format!("/e/{entry}"));
    for unknown in ["/zenn/other", "/zenn/%27", &format!("/zenn/{}", "a".repeat(100)), "/zenn"] {
        assert_eq!(site.get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}
