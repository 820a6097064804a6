//! Files that a curator uploads: shown first, imported as they came, and nobody else's.

use std::io::{Cursor, Write};
use std::time::Duration;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::curators::{let_alice_in, let_in, page};
use super::*;
use crate::web::UploadLimits;

const BOUNDARY: &str = "----kepline-test";

const WEEK: &str = "\
---
title: Field notes
---

## 2023-10-11
- a new thought on that day

## 2023-10-12
- graceful shutdown waits until volumes are detached <script>alert(1)</script>
";

/// A body of the form, of its fields and of files by their names.
fn body(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .bytes(),
        );
    }
    for (name, content) in files {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

/// A request as the form of the site sends it.
fn request(cookie: &str, body: Vec<u8>) -> Request<Body> {
    Request::post("/import")
        .header("origin", PUBLIC_URL)
        .header("cookie", cookie)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header(header::CONTENT_LENGTH, body.len())
        .body(Body::from(body))
        .unwrap()
}

async fn upload(site: &Site, cookie: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    site.send(request(cookie, body(fields, files))).await
}

/// The path of the page that says what would change.
#[track_caller]
fn preview_path(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let path = answer.header("location").to_owned();
    assert!(path.starts_with("/import/") && path.len() == "/import/".len() + 32, "{path}");
    path
}

async fn confirm(site: &Site, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
    site.post(path, &[("origin", PUBLIC_URL), ("cookie", cookie)], &curators::form(pairs)).await
}

async fn runs(site: &Site) -> usize {
    site.store.run_log(false).await.unwrap().runs.len()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in files {
        writer.start_file(*path, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

async fn site() -> (Site, String) {
    let site = site_with_notes(NOTES).await;
    let cookie = let_alice_in(&site).await;
    (site, cookie)
}

#[tokio::test]
async fn an_upload_is_shown_and_then_added() {
    let (site, cookie) = site().await;
    let form = page(&site, "/import", &cookie).await;
    assert_eq!(form.status, StatusCode::OK);
    for part in ["enctype=\"multipart/form-data\"", "<option value=\"field-notes\">Field notes</option>"] {
        assert!(form.body.contains(part), "{part}: {}", form.body);
    }
    let fields = [("notebook", "field-notes"), ("missing", "stays"), ("rights", "")];
    let path = preview_path(&upload(&site, &cookie, &fields, &[("week.md", WEEK.as_bytes())]).await);
    let preview = page(&site, &path, &cookie).await;
    assert_eq!((preview.status, preview.header("cache-control")), (StatusCode::OK, "no-store"));
    for part in [
        "Add to “Field notes”?",
        "Notes: 2 new",
        "Entries: 1 new, 1 changed",
        "Of these not in the files: 3",
        "week.md",
    ] {
        assert!(preview.body.contains(part), "{part}: {}", preview.body);
    }
    assert_eq!(runs(&site).await, 1, "nothing has changed yet");

    let done = confirm(&site, &cookie, &path, &[("then", "apply")]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/?notebook=field-notes"));
    let list = page(&site, "/?notebook=field-notes", &cookie).await.body;
    for part in [
        "Imported into “Field notes”: 2 new.",
        "href=\"/imports/2\"",
        "a new thought",
        "something else",
        "&lt;script&gt;",
    ] {
        assert!(list.contains(part), "{part}: {list}");
    }
    assert!(
        !page(&site, "/?notebook=field-notes", &cookie).await.body.contains("Imported into"),
        "it is said once"
    );
    assert_eq!(page(&site, &path, &cookie).await.status, StatusCode::NOT_FOUND, "it is imported once");
    assert_eq!(confirm(&site, &cookie, &path, &[("then", "apply")]).await.header("location"), path);
    let log = site.store.run_log(false).await.unwrap();
    assert_eq!((log.runs.len(), log.runs[0].source.as_deref()), (2, Some("week.md")));
}

#[tokio::test]
async fn what_would_leave_is_shown_and_agreed_to() {
    let (site, cookie) = site().await;
    let fields = [("notebook", "field-notes"), ("missing", "leaves")];
    let path = preview_path(&upload(&site, &cookie, &fields, &[("week.md", WEEK.as_bytes())]).await);
    let preview = page(&site, &path, &cookie).await.body;
    let entries = site.store.timeline(&Default::default()).await.unwrap().entries;
    let link = format!("href=\"/e/{}/{}\"", entries[1].id, entries[1].notes[0].id);
    for part in [
        "Import “Field notes” again?",
        "3 left the source",
        "SIG Node tries Kubernetes 1.28",
        &link,
        "name=\"agreed\"",
    ] {
        assert!(preview.contains(part), "{part}: {preview}");
    }
    let unsure = confirm(&site, &cookie, &path, &[("then", "apply")]).await;
    assert_eq!((unsure.status, runs(&site).await), (StatusCode::BAD_REQUEST, 1), "{}", unsure.body);
    let done = confirm(&site, &cookie, &path, &[("then", "apply"), ("agreed", "yes")]).await;
    assert_eq!((done.status, runs(&site).await), (StatusCode::SEE_OTHER, 2));
    assert!(!site.get("/").await.body.contains("SIG Node tries"));
}

#[tokio::test]
async fn several_files_and_archives_are_one_new_notebook() {
    let (site, cookie) = site().await;
    let archive = zip(&[("2023/10/12.md", b"- from the archive"), ("picture.png", b"no picture")]);
    let files: [(&str, &[u8]); 3] = [
        ("2023-10-10.md", b"- of the tenth"),
        ("2023-10-11.md", b"- of the eleventh"),
        ("more.zip", &archive),
    ];
    let untitled = upload(&site, &cookie, &[], &files).await;
    assert_eq!(untitled.status, StatusCode::UNPROCESSABLE_ENTITY, "no title names the notebook");
    let fields = [
        ("title", "Daily notes"),
        ("rights", "licensed"),
        ("licence", "CC BY 4.0"),
        ("time_zone", "Europe/Berlin"),
    ];
    let path = preview_path(&upload(&site, &cookie, &fields, &files).await);
    let preview = page(&site, &path, &cookie).await.body;
    for part in [
        "Import “Daily notes”, a new notebook?",
        "Notes: 3 new",
        "Europe/Berlin · CC BY 4.0",
        "1 that are no notes: more.zip/picture.png",
    ] {
        assert!(preview.contains(part), "{part}: {preview}");
    }
    confirm(&site, &cookie, &path, &[("then", "apply")]).await;
    let notebook = site.store.notebook(&"daily-notes".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!((notebook.title.as_str(), notebook.time_zone.as_str()), ("Daily notes", "Europe/Berlin"));
    let taken = upload(&site, &cookie, &fields, &files).await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    assert!(taken.body.contains("choose “Daily notes” from the list"), "{}", taken.body);
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_in_words() {
    let (site, cookie) = site().await;
    let bomb = zip(&[("notes.md", &vec![b'a'; 80 * 1024 * 1024])]);
    let leads_out = zip(&[("../evil.md", b"- evil")]);
    for (what, files, status, words) in [
        ("no file", &[][..], 400, "No file was chosen."),
        ("no name", &[("", &b""[..])], 400, "No file was chosen."),
        ("no notes", &[("notes.pdf", &b"%PDF-1.7\n\x00\x01\x02\xff"[..])], 422, "notes.pdf"),
        ("an empty file", &[("empty.md", &b""[..])], 422, "empty.md"),
        ("a bomb", &[("bomb.zip", &bomb[..])], 422, "too large when it is unpacked"),
        ("a path that leads out", &[("out.zip", &leads_out[..])], 422, "a path that leads out of it"),
        ("too much", &[("large.md", &vec![b'a'; 1200 * 1024][..])], 413, "more than 1 MiB"),
    ] {
        let answer = upload(&site, &cookie, &[], files).await;
        assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.body);
        assert!(
            answer.body.contains(words) && answer.body.contains("role=\"alert\""),
            "{what}: {}",
            answer.body
        );
        assert!(answer.header("content-type").starts_with("text/html"), "{what}");
    }
    // Nothing says how much will come.
    let large = body(&[], &[("large.md", &vec![b'a'; 1200 * 1024])]);
    let mut unannounced = request(&cookie, large);
    unannounced.headers_mut().remove(header::CONTENT_LENGTH);
    assert_eq!(site.send(unannounced).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let mut cut_off = body(&[("notebook", "field-notes")], &[("week.md", WEEK.as_bytes())]);
    cut_off.truncate(cut_off.len() - 40);
    assert_eq!(site.send(request(&cookie, cut_off)).await.status, StatusCode::BAD_REQUEST);
    let form = site.post("/import", &[("origin", PUBLIC_URL), ("cookie", &cookie)], "notebook=x").await;
    assert_eq!(form.status, StatusCode::BAD_REQUEST, "a form without files");
    assert_eq!(runs(&site).await, 1);
}

#[tokio::test]
async fn a_name_is_never_a_path() {
    let (site, cookie) = site().await;
    let files_before = std::fs::read_dir(site._folder.path()).unwrap().count();
    for name in ["../../evil.md", "/etc/evil.md", "C:\\\\evil.md"] {
        let path =
            preview_path(&upload(&site, &cookie, &[("title", "Evil")], &[(name, WEEK.as_bytes())]).await);
        let preview = page(&site, &path, &cookie).await.body;
        assert!(
            preview.contains("evil.md ·") && !preview.contains("/etc") && !preview.contains(".."),
            "{preview}"
        );
    }
    let files = std::fs::read_dir(site._folder.path()).unwrap().count();
    assert_eq!(files, files_before, "no file has a name");
}

#[tokio::test]
async fn an_upload_is_its_senders_alone() {
    let (site, cookie) = site().await;
    let bob = let_in(&site, "bob").await;
    let again = curators::signed_in(&site).await;
    let path = preview_path(&upload(&site, &cookie, &[], &[("week.md", WEEK.as_bytes())]).await);
    for other in [&bob, &again] {
        let answer = page(&site, &path, other).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(!answer.body.contains("week.md"));
        let answer = confirm(&site, other, &path, &[("then", "apply"), ("agreed", "yes")]).await;
        assert_eq!(answer.header("location"), path);
        assert_eq!(confirm(&site, other, &path, &[("then", "leave")]).await.header("location"), path);
    }
    assert_eq!(site.get(&path).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(runs(&site).await, 1);
    assert_eq!(page(&site, &path, &cookie).await.status, StatusCode::OK, "it is still there");

    let next = preview_path(&upload(&site, &cookie, &[], &[("week.md", WEEK.as_bytes())]).await);
    assert_eq!(page(&site, &path, &cookie).await.status, StatusCode::NOT_FOUND, "the next takes its place");
    let left = confirm(&site, &cookie, &next, &[("then", "leave")]).await;
    assert_eq!((left.status, left.header("location")), (StatusCode::SEE_OTHER, "/import"));
    assert_eq!(page(&site, &next, &cookie).await.status, StatusCode::NOT_FOUND);
    assert_eq!(page(&site, "/import/x", &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_upload_is_kept_for_a_while() {
    let (mut site, _) = site().await;
    let limits = UploadLimits { bytes: 1024 * 1024, kept: Duration::from_millis(300) };
    let options = Options { uploads: limits, ..options(PUBLIC_URL, SiteFiles::default(), None) };
    site.router = router(site.store.clone(), options);
    let cookie = curators::signed_in(&site).await;
    let path = preview_path(&upload(&site, &cookie, &[], &[("week.md", WEEK.as_bytes())]).await);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let answer = page(&site, &path, &cookie).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("This upload is gone"), "{}", answer.body);
    confirm(&site, &cookie, &path, &[("then", "apply")]).await;
    assert_eq!(runs(&site).await, 1);
}

#[tokio::test]
async fn what_is_imported_is_what_was_shown() {
    let (site, cookie) = site().await;
    let path = preview_path(
        &upload(
            &site,
            &cookie,
            &[("notebook", "field-notes"), ("missing", "stays")],
            &[("week.md", WEEK.as_bytes())],
        )
        .await,
    );
    import_text(&site.store, &format!("{NOTES}- one more\n")).await.unwrap();
    let again = confirm(&site, &cookie, &path, &[("then", "apply")]).await;
    assert_eq!((again.status, again.header("location")), (StatusCode::SEE_OTHER, path.as_str()));
    let preview = page(&site, &path, &cookie).await.body;
    assert!(preview.contains("Something else changed the database meanwhile"), "{preview}");
    assert!(preview.contains("Of these not in the files: 4"), "{preview}");
    assert_eq!(runs(&site).await, 2, "only the other import");
    let done = confirm(&site, &cookie, &path, &[("then", "apply")]).await;
    assert_eq!((done.header("location"), runs(&site).await), ("/?notebook=field-notes", 3));
}

#[tokio::test]
async fn what_changes_nothing_is_not_offered() {
    let (site, cookie) = site().await;
    let path = preview_path(&upload(&site, &cookie, &[], &[("notes.md", NOTES.as_bytes())]).await);
    let preview = page(&site, &path, &cookie).await.body;
    assert!(preview.contains("Nothing would change.") && !preview.contains("value=\"apply\""), "{preview}");
}

#[tokio::test]
async fn a_forged_upload_is_refused_and_changes_nothing() {
    let (site, cookie) = site().await;
    let path = preview_path(&upload(&site, &cookie, &[], &[("week.md", WEEK.as_bytes())]).await);
    let with = |name: &'static str, value: &str| {
        let mut upload = request(&cookie, body(&[], &[("week.md", WEEK.as_bytes())]));
        let mut confirmation = Request::post(&path)
            .header("origin", PUBLIC_URL)
            .header("cookie", &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("then=apply&agreed=yes"))
            .unwrap();
        for request in [&mut upload, &mut confirmation] {
            match value {
                "" => request.headers_mut().remove(name),
                value => request.headers_mut().insert(name, value.parse().unwrap()),
            };
        }
        [upload, confirmation]
    };
    for (name, value, status) in [
        ("origin", "https://evil.example", 403),
        ("origin", "null", 403),
        ("origin", "", 403),
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("cookie", "", 401),
        ("cookie", "__Host-kepline_session=AAAA", 401),
    ] {
        for request in with(name, value) {
            let uri = request.uri().to_string();
            let answer = site.send(request).await;
            assert_eq!(answer.status.as_u16(), status, "{uri} {name}: {value}: {}", answer.body);
        }
    }
    let read = page(&site, &format!("{path}?then=apply&agreed=yes"), &cookie).await;
    assert_eq!(read.status, StatusCode::OK, "a GET imports nothing");
    assert_eq!(runs(&site).await, 1);
    for path in ["/import", "/import/00112233445566778899aabbccddeeff"] {
        assert_eq!(site.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}
