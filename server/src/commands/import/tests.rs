//! Folders in, and what the operator is told.

use std::path::Path;

use clap::Parser;

use super::*;
use crate::cli::{Cli, Command};

/// Writes files into a folder, by their place below it.
fn write_files(folder: &Path, files: &[(&str, &str)]) {
    for (place, text) in files {
        let path = folder.join(place);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn options(arguments: &[&str]) -> Import {
    let arguments = [&["kepline", "import"], arguments].concat();
    match Cli::try_parse_from(arguments).unwrap().command {
        Command::Import(options) => options,
        _ => panic!("no import"),
    }
}

/// Imports what lies at `path` and gives the report, without the place of the folder.
async fn report(store: &Store, path: &Path, more: &[&str]) -> String {
    let shown = path.display().to_string();
    let options = options(&[&[shown.as_str()], more].concat());
    let mut notebooks = read_files(&options.paths, None, &ReadOptions::default(), false).unwrap();
    assert_eq!(notebooks.len(), 1, "a folder is one notebook");
    let (notebook, report) = import(store, &mut notebooks[0], &options, &Progress::silent()).await.unwrap();
    as_text(&notebooks[0], &notebook, &report, &options).replace(&shown, "FOLDER")
}

async fn store(folder: &Path) -> Store {
    Store::open(&format!("sqlite://{}", folder.join("kepline.db").display())).await.unwrap()
}

#[tokio::test]
async fn a_folder_is_one_notebook_whose_entries_keep_their_authors() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("Field notes");
    write_files(
        &notes,
        &[
            (
                "jo.md",
                "---\ntitle: Field notes\nauthor: Jo\ntime_zone: Asia/Tokyo\n---\n\n## 2031-02-03\n\n- one\n",
            ),
            (
                "kim/journal.md",
                "---\ntitle: Field notes\nauthor: Kim\ntime_zone: Europe/Berlin\n---\n\n## 2031-02-04\n\n- two\n",
            ),
            (".obsidian/workspace.json", "{}"),
            ("picture.png", "no picture"),
        ],
    );
    let store = store(folder.path()).await;
    let text = report(&store, &notes, &["--rights", "own"]).await;
    assert!(text.starts_with("Imported FOLDER as `field-notes` (Markdown journal)\n"), "{text}");
    assert!(text.contains("  entries: 2 new, 0 changed"), "{text}");
    assert!(
        text.contains("passed over: 1\n") && text.contains("2 that are no notes: .obsidian/, picture.png"),
        "{text}"
    );

    let exported = store.export(&Default::default()).await.unwrap();
    let notebook = &exported[0].entry.notebook;
    assert_eq!((notebook.title.as_str(), notebook.author.as_deref()), ("Field notes", Some("Jo")));
    let kim = exported.iter().find(|entry| entry.notes[0].note.text.trim() == "two").unwrap();
    assert_eq!(kim.entry.posting.author.as_deref(), Some("Kim"));
    assert_eq!(kim.entry.posting.time_zone.as_deref(), Some("Europe/Berlin"));

    let again = report(&store, &notes, &[]).await;
    assert!(again.contains("  entries: 0 new, 0 changed, 2 unchanged, 0 vanished"), "{again}");
}

#[tokio::test]
async fn remarks_fit_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    let days: String = (0..400).map(|n| format!("## 2031-13-{:02}\n\n- note {n}\n\n", n % 30 + 1)).collect();
    write_files(
        folder.path(),
        &[("notes.md", &format!("---\ntitle: Odd\n---\n\n## 2031-02-03\n\n- one\n\n{days}"))],
    );
    let store = store(folder.path()).await;
    let notes = folder.path().join("notes.md");
    let text = report(&store, &notes, &["--dry-run"]).await;
    assert!(text.lines().count() < 24, "{text}");
    assert!(text.contains("  days that were not read: 401\n"), "{text}");
    assert!(text.contains("    … 398 more, which --verbose shows\n"), "{text}");
    let all = report(&store, &notes, &["--dry-run", "--verbose"]).await;
    assert!(all.lines().count() > 401 && !all.contains("more, which"), "{} lines", all.lines().count());
}

#[tokio::test]
async fn an_export_of_a_scrap_repairs_its_copy_and_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;
    let copy = "Open1\n\nScrap\n\nJo DoeJo Doe\n2031/1/5\n\n  • a note (slack)\n  • another\n";
    let export = r###"{"title": "Scrap", "created_at": "2031-01-05", "comments": [{"author": "jo",
        "created_at": "2031-01-05", "body_markdown": "## 2031/1/5\n- a note ([slack](https://chat.example/1))\n- another"}]}"###;
    write_files(folder.path(), &[("scrap.txt", copy), ("scrap.json", export)]);
    report(&store, &folder.path().join("scrap.txt"), &[]).await;
    let text = report(&store, &folder.path().join("scrap.json"), &[]).await;
    assert!(text.contains("  notes:   0 new, 1 changed, 1 unchanged, 0 vanished\n"), "{text}");
    assert!(text.contains("  links came back to 1 of the changed notes\n"), "{text}");
    let text = report(&store, &folder.path().join("scrap.txt"), &[]).await;
    assert!(text.contains("  notes:   0 new, 0 changed, 2 unchanged, 0 vanished\n"), "{text}");
    assert!(text.contains("  kept as they were, since the source has less of them: 2\n"), "{text}");
    let runs = store.run_log(false).await.unwrap().runs;
    assert_eq!(runs[0].source.as_deref(), Some("scrap.json"));
}

const JOURNAL: &str = "---\ntitle: Field notes\nauthor: Jo\nrights: own\n---\n\n## 2031-02-03\n\n- one (k/k#1)\n- two\n\n\
                       ## 2031-02-04\n\n- three\n- four\n";

#[tokio::test]
async fn a_part_is_added_and_the_notebook_stays_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;
    let week = "---\ntitle: This week\nauthor: Kim\ntime_zone: Europe/Berlin\n---\n\n## 2031-02-04\n\n- four\n- five\n";
    write_files(folder.path(), &[("notes.md", JOURNAL), ("week.md", week)]);
    report(&store, &folder.path().join("notes.md"), &[]).await;
    let (week, slug) = (folder.path().join("week.md"), "field-notes".parse().unwrap());
    let run = async |more: &[&str]| {
        let path = week.display().to_string();
        let options = options(&[&[path.as_str()], more].concat());
        let mut files = read_files(&options.paths, Some(&slug), &ReadOptions::default(), false).unwrap();
        let imported = import(&store, &mut files[0], &options, &Progress::silent()).await;
        imported.map(|(notebook, report)| as_text(&files[0], &notebook, &report, &options))
    };
    let refused = run(&[]).await.unwrap_err().to_string();
    assert!(
        refused.starts_with("the import would lose 3 of 4 notes of `field-notes`; nothing was changed."),
        "{refused}"
    );
    assert!(refused.contains("With --append") && refused.contains("with --replace"), "{refused}");
    let trial = run(&["--append", "--dry-run"]).await.unwrap();
    assert!(
        trial.starts_with("Would add ") && trial.contains(" to `field-notes` (Markdown journal)\n"),
        "{trial}"
    );
    let text = run(&["--append"]).await.unwrap();
    assert!(text.contains("  notes:   1 new, 0 changed, 4 unchanged, 0 vanished\n"), "{text}");
    assert!(text.contains("  not in the files, and stay: 3\n"), "{text}");
    let again = run(&["--append"]).await.unwrap();
    assert!(again.contains("  notes:   0 new, 0 changed, 5 unchanged, 0 vanished\n"), "{again}");

    let exported = store.export(&Default::default()).await.unwrap();
    let notebook = &exported[0].entry.notebook;
    assert_eq!((notebook.title.as_str(), notebook.author.as_deref()), ("Field notes", Some("Jo")));
    assert_eq!(store.notebook(&slug).await.unwrap().unwrap().time_zone, "Asia/Tokyo");
    let day = exported.iter().find(|entry| entry.notes.len() == 3).unwrap();
    assert_eq!(day.entry.posting.time_zone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(day.entry.posting.author.as_deref(), Some("Kim"));
}

#[tokio::test]
async fn other_rights_are_not_added() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;
    write_files(folder.path(), &[("notes.md", JOURNAL)]);
    report(&store, &folder.path().join("notes.md"), &["--rights", "unstated"]).await;
    let path = folder.path().join("notes.md").display().to_string();
    for (more, accepted) in [(&["--append"][..], false), (&["--append", "--rights", "own"], true)] {
        let options = options(&[&[path.as_str()], more].concat());
        let mut files = read_files(&options.paths, None, &ReadOptions::default(), true).unwrap();
        let imported = import(&store, &mut files[0], &options, &Progress::silent()).await;
        match imported {
            Ok(_) => assert!(accepted),
            Err(error) => {
                let why = error.to_string();
                assert!(
                    !accepted && why.contains("the rights of field-notes and of what is added to it"),
                    "{why}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_next_steps_lead_to_the_notebook_and_to_what_is_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;
    let steps =
        async || next_steps(&store, &Config::from_env(), &["field-notes".parse().unwrap()]).await.unwrap();
    assert!(!steps().await.contains("kepline sync github"), "nothing is cited");
    write_files(folder.path(), &[("notes.md", JOURNAL)]);
    report(&store, &folder.path().join("notes.md"), &[]).await;
    let steps = steps().await;
    assert!(steps.contains("/?notebook=field-notes while `kepline serve` runs"), "{steps}");
    assert!(steps.contains("`kepline sync github` to fetch the states of 1 cited"), "{steps}");
}
