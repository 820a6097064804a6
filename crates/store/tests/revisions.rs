//! Sources that grow better, are edited, and are taken back: ids, decisions and earlier words stay.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;

use domain::decision::{Decision, DecisionScope, Ruling, TagDecision};
use domain::id::NoteId;
use domain::list::filter::Filter;
use domain::notebook::Notebook;
use domain::notebook::reimport::ChangeCount;
use ingest::source::{self, ReadOptions, SourceFile};
use store::{Error, Replacement, RunId};
use support::{Database, filter, replace, replacement};

const COPY: &str = "\
Open5

Notes of Jo

Jo DoeJo Doe
  • the scheduler waits for the queue (slack, blog)
  • 起動順の話 (k/k#9, video)
    • もう少し (comment - KEP-753)
Jo DoeJo Doe

2031/1/5

  • SIG Node on sidecars (slack)
Jo DoeJo Doe
2031/1/6
  • a plain note without links
  • nothing to repair, SIG Network
Jo DoeJo Doe
2031/1/7

  • 停止順の話 (slack)
Jo DoeJo Doe
2031/1/8

  • the last one (KEP-127, site)
";

const EXPORT: &str = r###"{
  "title": "Notes of Jo", "closed": false, "archived": false, "created_at": "2031-01-04",
  "comments": [
    {"author": "jo", "created_at": "2031-01-04",
     "body_markdown": "- the scheduler waits for the queue ([slack](https://chat.example/p1), [blog](https://blog.example/a))\n- 起動順の話 ([k/k#9](https://github.com/kubernetes/kubernetes/pull/9), [video](https://video.example/1))\n  - もう少し ([comment](https://github.com/kubernetes/enhancements/issues/753#issuecomment-1) - KEP-753)"},
    {"author": "jo", "created_at": "2031-01-05",
     "body_markdown": "## 2031/1/5\n\n- SIG Node on sidecars ([slack](https://chat.example/p2))"},
    {"author": "jo", "created_at": "2031-01-06",
     "body_markdown": "## 2031/1/6\n- a plain note without links\n- nothing to repair, SIG Network"},
    {"author": "jo", "created_at": "2031-01-07",
     "body_markdown": "## 2031/1/7\n\n- 停止順の話 ([slack](https://chat.example/p3))"},
    {"author": "jo", "created_at": "2031-01-08",
     "body_markdown": "## 2031/1/8\n\n- the last one ([KEP-127](https://github.com/kubernetes/enhancements/issues/127), [site](https://site.example))"}
  ]
}"###;

/// An import of `text` at a minute of its own.
fn at(minute: u32, text: &str) -> Replacement {
    let at = format!("2031-02-01T10:{minute:02}:00Z").parse().unwrap();
    let file = SourceFile { path: "notes.json", bytes: text.as_bytes() };
    let (draft, _) = source::read(&file, &ReadOptions::default()).unwrap();
    let empty = replacement("notes", "");
    Replacement {
        notebook: Notebook { lost_links: draft.lost_links, ..empty.notebook.clone() },
        fidelity: draft.fidelity(),
        entries: draft.entries,
        at,
        may_lose: true,
        ..empty
    }
}

fn count(new: u32, changed: u32, unchanged: u32, vanished: u32) -> ChangeCount {
    ChangeCount { new, changed, unchanged, vanished }
}

/// The Markdown of each note, by its id.
async fn markdown(db: &Database) -> BTreeMap<NoteId, String> {
    let entries = db.store.export(&Filter::default()).await.unwrap();
    entries.into_iter().flat_map(|entry| entry.notes).map(|note| (note.note.id, note.markdown)).collect()
}

async fn days(db: &Database) -> Vec<Option<String>> {
    let entries = db.store.timeline(&filter("order=asc")).await.unwrap().entries;
    entries.into_iter().map(|entry| entry.date.map(|day| day.to_string())).collect()
}

async fn tag(db: &Database, note: &NoteId, tag: &str) {
    let on = DecisionScope::Note(note.clone());
    let decision = Decision::Tag(TagDecision { on, tag: tag.parse().unwrap(), ruling: Ruling::Applied });
    db.store.decide(&[decision], "alice", "2031-02-01T10:30:00Z".parse().unwrap()).await.unwrap();
}

async fn undo(db: &Database, run: i64) -> store::Result<store::Undone> {
    db.store.undo_run(RunId(run), "2031-02-01T11:00:00Z".parse().unwrap(), false, ingest::prepare).await
}

#[tokio::test]
async fn an_export_gives_a_copy_its_links_back() {
    let db = Database::new().await;
    replace(&db.store, &at(1, COPY)).await.unwrap();
    let before = markdown(&db).await;
    assert_eq!(db.found("has=lost-link").await.len(), 5);
    let first = before.keys().next().unwrap().clone();
    tag(&db, &first, "sig/cli").await;
    let tagged = db.found("sig=cli").await;

    let report = replace(&db.store, &at(2, EXPORT)).await.unwrap();
    assert_eq!(
        (report.entries, report.notes),
        (count(0, 4, 1, 0), count(0, 5, 2, 0)),
        "{:?}",
        report.remarks
    );
    assert_eq!((report.repaired, report.kept), (5, 0));
    let after = markdown(&db).await;
    assert!(after.keys().eq(before.keys()), "ids stay");
    assert!(after.values().any(|text| text.contains("[slack](https://chat.example/p3)")), "{after:?}");
    assert!(db.found("has=lost-link").await.is_empty());
    assert_eq!(db.found("sig=cli").await, tagged, "decisions stay");
    assert_eq!(days(&db).await[0].as_deref(), Some("2031-01-04"), "the undated entry has its day");
    assert!(!db.store.notebooks().await.unwrap()[0].notebook.lost_links);

    let again = replace(&db.store, &at(3, EXPORT)).await.unwrap();
    assert_eq!((again.notes, again.repaired, again.remade), (count(0, 0, 7, 0), 0, 0));
}

#[tokio::test]
async fn a_copy_takes_nothing_from_what_an_export_gave() {
    let db = Database::new().await;
    replace(&db.store, &at(1, EXPORT)).await.unwrap();
    let (before, days_before) = (markdown(&db).await, days(&db).await);
    for minute in 2..4 {
        let report = replace(&db.store, &at(minute, COPY)).await.unwrap();
        assert_eq!((report.entries, report.notes), (count(0, 0, 5, 0), count(0, 0, 7, 0)));
        assert_eq!(report.kept, 7);
        assert_eq!(markdown(&db).await, before);
        assert_eq!(days(&db).await, days_before);
        assert!(!db.store.notebooks().await.unwrap()[0].notebook.lost_links);
    }
    // What is new in the copy comes in, its lost links marked.
    let more = format!("{COPY}Jo DoeJo Doe\n2031/1/9\n\n  • one more (slack)\n");
    let report = replace(&db.store, &at(4, &more)).await.unwrap();
    assert_eq!(report.notes, count(1, 0, 7, 0));
    assert_eq!(db.found("has=lost-link").await, ["one more (slack)"]);
}

#[tokio::test]
async fn the_answer_of_the_api_adds_names_alone() {
    let api = r###"{"scrap": {"title": "Notes of Jo", "slug": "s", "path": "/jo/scraps/s", "comments": [
        {"slug": "aaa1", "created_at": "2031-01-04T09:00:00.000+09:00", "user": {"name": "jo"},
         "body_html": "<ul><li>the scheduler waits (<a href=\"https://chat.example/p1\">slack</a>)</li></ul>"},
        {"slug": "aaa2", "created_at": "2031-01-05T09:00:00.000+09:00", "user": {"name": "jo"},
         "body_html": "<h2>2031/1/5</h2><ul><li>SIG Node <strong>on</strong> sidecars</li></ul>"}]}}"###;
    let export = r###"{"title": "Notes of Jo", "created_at": "2031-01-04", "comments": [
        {"author": "jo", "created_at": "2031-01-04", "body_markdown": "* the scheduler waits ([slack](https://chat.example/p1))"},
        {"author": "jo", "created_at": "2031-01-05", "body_markdown": "2031/1/5\n* SIG Node __on__ sidecars"}]}"###;
    let db = Database::new().await;
    replace(&db.store, &at(1, export)).await.unwrap();
    let before = markdown(&db).await;
    let report = replace(&db.store, &at(2, api)).await.unwrap();
    assert_eq!((report.notes, report.kept), (count(0, 0, 2, 0), 2), "{report:?}");
    assert_eq!(markdown(&db).await, before);
    let key = |key: &'static str| async { db.store.entry_of_key(key).await.unwrap() };
    assert!(key("aaa1").await.is_some() && key("aaa2").await.is_some() && key("aaa3").await.is_none());
    // An export has no names, and takes none away.
    replace(&db.store, &at(3, export)).await.unwrap();
    replace(&db.store, &at(4, export)).await.unwrap();
    assert!(key("aaa1").await.is_some());
}

#[tokio::test]
async fn an_import_is_taken_back_as_one() {
    let db = Database::new().await;
    replace(&db.store, &at(1, COPY)).await.unwrap();
    let (copy, copy_days) = (markdown(&db).await, days(&db).await);
    replace(&db.store, &at(2, EXPORT)).await.unwrap();
    let export = markdown(&db).await;
    let edited = EXPORT.replace("a plain note without links", "a plain note, edited").replace(
        r###"{"author": "jo", "created_at": "2031-01-07",
     "body_markdown": "## 2031/1/7\n\n- 停止順の話 ([slack](https://chat.example/p3))"},"###,
        "",
    );
    let edited = edited.replace("- SIG Node on sidecars", r"- something new\n- SIG Node on sidecars");
    let report = replace(&db.store, &at(3, &edited)).await.unwrap();
    assert_eq!(report.notes, count(1, 1, 5, 1));
    let last = markdown(&db).await;
    // An import that changes nothing is not in the way.
    replace(&db.store, &at(4, &edited)).await.unwrap();

    assert!(matches!(undo(&db, 1).await, Err(Error::NotUndoable(1))));
    assert!(matches!(undo(&db, 2).await, Err(Error::NotUndoable(2))));
    assert!(matches!(undo(&db, 4).await, Err(Error::NotUndoable(4))));
    assert!(matches!(undo(&db, 99).await, Err(Error::NoRun(99))));
    let undone = undo(&db, 3).await.unwrap();
    assert_eq!(undone.report.notes, count(0, 2, 5, 1));
    assert_eq!(markdown(&db).await, export);
    // Taken back, and brought back.
    undo(&db, 5).await.unwrap();
    assert_eq!(markdown(&db).await, last);
    undo(&db, 3).await.unwrap();
    undo(&db, 2).await.unwrap();
    assert_eq!((markdown(&db).await, days(&db).await), (copy, copy_days));
    assert_eq!(db.found("has=lost-link").await.len(), 5);
    undo(&db, 1).await.unwrap();
    assert!(markdown(&db).await.is_empty());
    assert_eq!(db.store.integrity().await.unwrap(), [""; 0]);
    // The same file again gives the same notes.
    replace(&db.store, &at(5, EXPORT)).await.unwrap();
    assert_eq!(markdown(&db).await, export);
}

#[tokio::test]
async fn decisions_outlast_an_undo() {
    let db = Database::new().await;
    replace(&db.store, &at(1, EXPORT)).await.unwrap();
    let before = markdown(&db).await;
    let more = EXPORT.replace("- SIG Node on sidecars", r"- something new\n- SIG Node on sidecars");
    replace(&db.store, &at(2, &more)).await.unwrap();
    let new = markdown(&db).await.into_keys().find(|id| !before.contains_key(id)).unwrap();
    tag(&db, &new, "sig/cli").await;
    let first = before.keys().next().unwrap().clone();
    tag(&db, &first, "sig/windows").await;
    let trial = db
        .store
        .undo_run(RunId(2), "2031-02-01T11:00:00Z".parse().unwrap(), true, ingest::prepare)
        .await
        .unwrap();
    assert_eq!((trial.report.notes.vanished, trial.waiting_decisions), (1, 1));
    assert_eq!(db.found("sig=cli").await, ["something new"], "a trial changes nothing");
    assert_eq!(undo(&db, 2).await.unwrap(), trial);
    assert_eq!(markdown(&db).await, before);
    assert!(db.found("sig=cli").await.is_empty());
    assert_eq!(db.found("sig=windows").await.len(), 1);
    replace(&db.store, &at(3, &more)).await.unwrap();
    assert_eq!(db.found("sig=cli").await, ["something new"], "what was decided holds again");
}

#[tokio::test]
async fn earlier_words_stay_to_be_read() {
    use domain::notebook::word_diff::DiffSide;
    use domain::pages::StepKind;
    let db = Database::new().await;
    replace(&db.store, &at(1, COPY)).await.unwrap();
    replace(&db.store, &at(2, EXPORT)).await.unwrap();
    let edited = EXPORT.replace("a plain note without links", "a plain note, edited");
    let edited = edited.replace(r"\n- nothing to repair, SIG Network", "");
    replace(&db.store, &at(3, &edited)).await.unwrap();
    let entries = db.store.timeline(&filter("order=asc")).await.unwrap().entries;
    let history = |day: &str| {
        let entry =
            entries.iter().find(|entry| entry.date.is_some_and(|date| date.to_string() == day)).unwrap();
        let (store, id) = (db.store.clone(), entry.id.clone());
        async move { store.entry_history(&id).await.unwrap().unwrap() }
    };
    let page = history("2031-01-06").await;
    assert_eq!((page.notes.len(), page.unchanged, page.is_cut), (2, 0, false));
    let [edit, gone] = &page.notes[..] else { panic!("{page:?}") };
    let StepKind::Edited(parts) = &edit.steps[0].kind else { panic!("{edit:?}") };
    let before: String =
        parts.iter().filter(|it| it.side != DiffSide::After).map(|it| it.text.as_str()).collect();
    assert_eq!(before, "a plain note without links");
    assert!(gone.vanished_at.is_some() && gone.steps[0].kind == StepKind::Vanished);
    assert_eq!(gone.markdown, "nothing to repair, SIG Network");

    let page = history("2031-01-05").await;
    assert!(
        matches!(&page.notes[0].steps[..], [step] if matches!(step.kind, StepKind::Repaired(_))),
        "{page:?}"
    );
    let runs = db.store.run_log(true).await.unwrap().runs;
    let logged: Vec<_> =
        runs.iter().map(|run| (run.id, run.notes.changed, run.repaired, run.can_undo)).collect();
    assert_eq!(logged, [(3, 1, 0, true), (2, 5, 5, false), (1, 0, 0, false)]);
}

/// An export of Zenn with the posts of a copy, where each word that stood for a link is a link again, to an address of
/// its own; gives each note of the copy with its links.
fn export(draft: &domain::notebook::draft::Draft) -> (String, Vec<(String, Vec<String>)>) {
    let mut count = 0;
    let (mut comments, mut links) = (Vec::new(), Vec::new());
    for entry in &draft.entries {
        let mut body = entry.date.map(|day| format!("## {day}\n\n")).unwrap_or_default();
        for note in &entry.notes {
            let repaired = with_links(&note.markdown, &mut count);
            links.push((note.markdown.clone(), addresses(&repaired)));
            let lines: Vec<&str> = repaired.lines().collect();
            body += &format!("- {}\n", lines.join("\n  "));
        }
        let day = entry.date.or(entry.not_after).map_or("2023-01-01".to_owned(), |day| day.to_string());
        comments.push(serde_json::json!({ "author": "jo", "created_at": day, "body_markdown": body }));
    }
    let export = serde_json::json!({ "title": "Scrap", "created_at": "2023-01-01", "comments": comments });
    (export.to_string(), links)
}

/// The addresses of the links that came back.
fn addresses(markdown: &str) -> Vec<String> {
    let links = markdown.split("](https://links.example/").skip(1);
    links.map(|rest| rest.split(')').next().unwrap_or_default().to_owned()).collect()
}

/// Words that stand for a link in a copy.
const LOST: [&str; 12] = [
    "slack", "blog", "video", "site", "gist", "twitter", "slide", "slides", "doc", "docs", "comment",
    "youtube",
];

/// `(slack, blog)` with a link in the place of each word.
fn with_links(markdown: &str, links: &mut usize) -> String {
    let mut repaired = String::new();
    for piece in markdown.split_inclusive(['(', ',', ')']) {
        let (word, end) = piece.split_at(piece.len() - usize::from(piece.ends_with(['(', ',', ')'])));
        let is_lost = LOST.iter().any(|lost| lost.eq_ignore_ascii_case(word.trim()));
        if is_lost && !end.is_empty() && repaired.ends_with(['(', ',']) {
            *links += 1;
            repaired +=
                &word.replace(word.trim(), &format!("[{}](https://links.example/{links})", word.trim()));
        } else {
            repaired += word;
        }
        repaired += end;
    }
    repaired
}

#[tokio::test]
async fn the_real_notes_get_their_links_back() {
    let Some(notes) = real_data::notes() else { return };
    let db = Database::new().await;
    let copy = at(1, &notes);
    let draft = domain::notebook::draft::Draft { entries: copy.entries.clone(), ..Default::default() };
    let (export, links) = export(&draft);
    replace(&db.store, &copy).await.unwrap();
    let before = markdown(&db).await;
    let report = replace(&db.store, &at(2, &export)).await.unwrap();
    let after = markdown(&db).await;
    let lost: usize = links.iter().map(|(_, links)| links.len()).sum();
    let come_back: usize = after.values().map(|text| addresses(text).len()).sum();
    println!("{come_back} of {lost} links came back: {report:?}");
    assert!(lost > 100, "{lost}");
    assert_eq!(come_back, lost);
    assert_eq!((report.notes.new, report.notes.vanished), (0, 0), "{:?}", report.remarks);
    for (id, text) in &before {
        let own = links.iter().any(|(copy, links)| copy == text && *links == addresses(&after[id]));
        assert!(own, "the links of another note: {text}\n{}", after[id]);
    }
    let undone = undo(&db, 2).await.unwrap();
    assert_eq!((undone.report.notes.new, undone.report.notes.vanished), (0, 0));
    assert_eq!(markdown(&db).await, before);
}
