//! What a source says of one entry alone is on its pages.

use super::*;

#[tokio::test]
async fn an_entry_of_somebody_else_says_by_whom_and_when() {
    let posting = r#"<!-- kepline: {"author":"Kim <b>","time_zone":"Europe/Berlin","posted":"2023-10-13","edited":"2023-10-14","reply_to":"2023-10-10"} -->"#;
    let site =
        site_with_notes(&NOTES.replace("## 2023-10-11\n", &format!("## 2023-10-11\n\n{posting}\n\n"))).await;
    let entries = site.store.export(&Default::default()).await.unwrap();
    let entry = entries.iter().find(|entry| !entry.entry.posting.is_empty()).unwrap();
    let (entry, note) = (format!("/e/{}", entry.entry.id), &entry.notes[0].note.id);
    for path in ["/".to_owned(), entry.clone(), format!("{entry}/{note}")] {
        let page = site.get(&path).await.body;
        let line = page.split("class=\"entry-posting\">").nth(1).and_then(|rest| rest.split("</p>").next());
        let line = line.unwrap_or_else(|| panic!("{path} says nothing of who posted it"));
        for piece in [
            "<span>by",
            "Kim &lt;b&gt;</span>",
            "href=\"/2023/10/10\"",
            "datetime=\"2023-10-13\"",
            "datetime=\"2023-10-14\"",
            "Europe/Berlin",
        ] {
            assert!(line.contains(piece), "{path}: {piece} in {line}");
        }
        assert_eq!(
            page.matches("entry-posting").count(),
            1,
            "{path}: the other entry says nothing of its own"
        );
    }
}
