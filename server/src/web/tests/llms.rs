//! What a model reads of the site.

use super::*;

#[tokio::test]
async fn a_model_reads_what_there_is_and_what_it_may_do() {
    let site = site_with_notes("").await;
    crate::demo::install(&site.store).await.unwrap();
    import_text(&site.store, "---\ntitle: Field [notes]\n---\n\n## 2023-10-11\n- 極秘検証 KEP-753\n")
        .await
        .unwrap();
    let answer = site.get("/llms.txt").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let text = &answer.body;
    assert!(text.starts_with("# Kepline\n\n> A timeline of"), "{text}");
    for part in [
        "known of KEPs is as of 2026-07-24",
        "- [Kepline demo](https://kepline.example/?notebook=kepline-demo): ",
        "notes by Kepline, under Apache-2.0\n",
        "- [Field \\[notes\\]](https://kepline.example/?notebook=field-notes): 1 notes, rights unstated: ",
        "(https://kepline.example/mcp)",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("極秘"));
    let again = Request::get("/llms.txt").header("if-none-match", answer.header("etag"));
    assert_eq!(site.send(again.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn every_address_for_a_model_answers() {
    let site = demo_site().await;
    let text = site.get("/llms.txt").await.body;
    let paths = text.split("](https://kepline.example").skip(1).map(|rest| rest.split(')').next().unwrap());
    let paths: Vec<&str> = paths.collect();
    assert!(paths.len() > 10, "{paths:?}");
    for path in paths {
        let expected = if path == "/mcp" { StatusCode::METHOD_NOT_ALLOWED } else { StatusCode::OK };
        assert_eq!(site.get(path).await.status, expected, "{path}");
    }
    for path in ["/keps/753.md", "/upgrade/1.27..1.29.md"] {
        assert!(text.contains(path), "{path}");
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
    }
}
