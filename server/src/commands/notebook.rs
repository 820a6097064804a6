//! `kepline notebook`: lists, begins, renames and removes notebooks, and undoes imports.

use std::process::ExitCode;

use anyhow::bail;
use domain::notebook::reimport::ChangeCount;
use domain::pages::LoggedRun;
use jiff::Timestamp;
use store::{RunId, Store};

use crate::cli::{BeginNotebook, Notebook};
use crate::commands::output::{counted, print};
use crate::commands::rights::stated_rights;
use crate::import::check_time_zone;

/// Runs a command on notebooks.
pub async fn run(store: &Store, command: Notebook) -> anyhow::Result<ExitCode> {
    match command {
        Notebook::List => {
            let notebooks = store.notebooks().await?;
            if notebooks.is_empty() {
                print(
                    "No notebooks yet: import one with `kepline import FILE`, or begin one with `kepline notebook begin SLUG`\n",
                )?;
            }
            for stored in notebooks {
                let notebook = stored.notebook;
                let changed = if notebook.is_written { "written" } else { "imported" };
                print(&format!(
                    "{}\t{}\t{}\t{}\t{}\t{changed} {}\n",
                    notebook.slug,
                    notebook.title,
                    counted(stored.entries, "entry"),
                    counted(stored.notes, "note"),
                    notebook.rights.as_str(),
                    stored.imported_at
                ))?;
            }
        }
        Notebook::Begin(options) => begin(store, options).await?,
        Notebook::Rename { from, to } => {
            store.rename_notebook(&from, &to).await?;
            print(&format!("Renamed `{from}` to `{to}`\n"))?;
        }
        Notebook::Log => print_log(store).await?,
        Notebook::Undo { run, yes } => undo(store, RunId(run), yes).await?,
        Notebook::Remove { slug, yes } => {
            let Some(stored) =
                store.notebooks().await?.into_iter().find(|stored| stored.notebook.slug == slug)
            else {
                bail!("there is no notebook `{slug}`: list them with `kepline notebook list`");
            };
            if !yes {
                bail!(
                    "this permanently removes {} and {} with their permalinks: confirm it with --yes",
                    counted(stored.entries, "entry"),
                    counted(stored.notes, "note")
                );
            }
            store.remove_notebook(&slug).await?;
            print(&format!("Removed `{slug}`\n"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn begin(store: &Store, options: BeginNotebook) -> anyhow::Result<()> {
    let BeginNotebook { slug, title, author, time_zone, rights, licence } = options;
    check_time_zone(&time_zone)?;
    let notebook = domain::notebook::Notebook {
        title: title.unwrap_or_else(|| slug.to_string()),
        author,
        time_zone,
        rights: stated_rights(Some(rights), licence.as_deref())?.unwrap_or_default(),
        ..domain::notebook::Notebook::written(slug.clone())
    };
    store.begin_notebook(&notebook, Timestamp::now()).await?;
    print(&format!("Began `{slug}`: write in it at /write, or with `kepline note`\n"))
}

async fn print_log(store: &Store) -> anyhow::Result<()> {
    let runs = store.run_log(false).await?.runs;
    if runs.is_empty() {
        print("Nothing was imported yet: import something with `kepline import FILE`\n")?;
    }
    for run in runs {
        print(&log_line(&run))?;
    }
    Ok(())
}

/// `12 2026-11-28T10:00:00Z notes: imported notes.json, 1 new, 2 changed, 0 vanished notes; can be undone`
fn log_line(run: &LoggedRun) -> String {
    let LoggedRun { id, at, notebook, .. } = run;
    let what = match (run.undoes, &run.source) {
        (Some(undone), _) => format!("undid {undone}"),
        (None, _) if run.is_written => match &run.written_by {
            Some(writer) => format!("written by {writer}"),
            None => "written".to_owned(),
        },
        (None, Some(source)) => format!("imported {source}"),
        (None, None) => "imported".to_owned(),
    };
    let end = match (run.is_undone, run.can_undo) {
        (true, _) => "; undone",
        (false, true) => "; can be undone",
        (false, false) => "",
    };
    format!("{id}\t{at}\t{notebook}\t{what}\t{}{end}\n", changes(&run.notes))
}

fn changes(notes: &ChangeCount) -> String {
    let ChangeCount { new, changed, vanished, .. } = notes;
    format!("{new} new, {changed} changed, {vanished} vanished notes")
}

/// Undoes an import, or says what that would change.
async fn undo(store: &Store, run: RunId, yes: bool) -> anyhow::Result<()> {
    let undone = store.undo_run(run, Timestamp::now(), !yes, ingest::prepare).await?;
    let changes = changes(&undone.report.notes);
    let waiting = match undone.waiting_decisions {
        0 => String::new(),
        1 => "; 1 decision on a vanished note waits for its return".to_owned(),
        decisions => format!("; {decisions} decisions on vanished notes wait for their return"),
    };
    if !yes {
        bail!("this changes `{}`: {changes}{waiting}. Confirm it with --yes", undone.notebook);
    }
    print(&format!("Undid import {} of `{}`: {changes}{waiting}\n", run.0, undone.notebook))
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use domain::list::filter::Filter;
    use domain::notebook::NotebookSlug;
    use domain::notebook::writing::{Change, WordsSeen};
    use store::ExportedEntry;

    use super::*;
    use crate::cli::{Cli, Command};
    use crate::commands::export::journal;
    use crate::import::import_text;

    const NOTES: &str = "# Notes\n\n## 2031-01-05\n- one\n";

    /// A store into which two states of a notebook were imported.
    async fn store(folder: &tempfile::TempDir) -> Store {
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let store = Store::open(&url).await.unwrap();
        import_text(&store, NOTES).await.unwrap();
        import_text(&store, &format!("{NOTES}- two\n")).await.unwrap();
        store
    }

    async fn notes(store: &Store) -> u32 {
        store.notebooks().await.unwrap()[0].notes
    }

    #[tokio::test]
    async fn an_undo_says_what_it_changes_before_it_is_confirmed() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder).await;
        let undo = async |run, yes| run_undo(&store, run, yes).await;
        let refused = undo(2, false).await.unwrap_err().to_string();
        assert_eq!(
            refused,
            "this changes `notes`: 0 new, 0 changed, 1 vanished notes. Confirm it with --yes"
        );
        assert_eq!(notes(&store).await, 2);
        let refused = undo(1, true).await.unwrap_err().to_string();
        assert!(refused.starts_with("import 1 cannot be undone"), "{refused}");
        undo(2, true).await.unwrap();
        assert_eq!(notes(&store).await, 1);
        let lines: Vec<String> = store.run_log(false).await.unwrap().runs.iter().map(log_line).collect();
        let ends: Vec<&str> = lines.iter().map(|line| line.rsplit('\t').next().unwrap()).collect();
        assert_eq!(
            ends,
            [
                "0 new, 0 changed, 1 vanished notes; can be undone\n",
                "1 new, 0 changed, 0 vanished notes; undone\n",
                "1 new, 0 changed, 0 vanished notes; can be undone\n",
            ]
        );
        assert!(lines[0].starts_with("3\t") && lines[0].contains("\tnotes\tundid 2\t"), "{}", lines[0]);
    }

    #[tokio::test]
    async fn a_notebook_that_was_begun_is_written_in_exported_and_imported_with_its_ids() {
        let folder = tempfile::tempdir().unwrap();
        let open = async |name: &str| {
            Store::open(&format!("sqlite://{}", folder.path().join(name).display())).await.unwrap()
        };
        let store = open("here.db").await;
        let slug: NotebookSlug = "diary".parse().unwrap();
        let begin = async |zone: &str| {
            let words =
                ["kepline", "notebook", "begin", "diary", "--time-zone", zone, "--title", "Diary 日記"];
            let Command::Notebook(command) = Cli::try_parse_from(words).unwrap().command else { panic!() };
            run(&store, command).await
        };
        assert!(begin("Tokyo").await.unwrap_err().to_string().contains("`Tokyo` is not an IANA time zone"));
        begin("Asia/Tokyo").await.unwrap();
        let again = begin("Asia/Tokyo").await.unwrap_err().to_string();
        assert_eq!(again, "there is a notebook `diary` already");
        for (day, text) in [
            (
                "2031-02-02",
                "- KEP-753 は 1.29 で beta\n  - `内側`\n\n    ```\n    code\n    ```\n- k/k#115331\n- k/k#115331",
            ),
            (
                "2031-01-30",
                "## 見出し\n\n> 引用\n\n[link][a] and [^1]\n\n[a]: https://example.org/a\n\n[^1]: a footnote",
            ),
        ] {
            let notes = ingest::source::read_notes(text).into_iter().map(|note| note.markdown).collect();
            let change = Change::Add { day: day.parse().unwrap(), notes };
            store.write(&slug, change, None, Timestamp::now(), ingest::prepare).await.unwrap();
        }
        let mut exported = store.export(&Filter::default()).await.unwrap();
        let note = exported[1].notes.remove(1).note.id;
        let seen = WordsSeen::new("k/k#115331");
        store
            .write(&slug, Change::Withdraw { note, seen }, None, Timestamp::now(), ingest::prepare)
            .await
            .unwrap();
        let ids = async |store: &Store| -> Vec<(String, Vec<(String, String)>)> {
            let entries = store.export(&Filter::default()).await.unwrap();
            let notes = |entry: &ExportedEntry| {
                entry.notes.iter().map(|note| (note.note.id.to_string(), note.markdown.clone())).collect()
            };
            entries.iter().map(|entry| (entry.entry.id.to_string(), notes(entry))).collect()
        };
        let here = ids(&store).await;

        let notebooks = store.written_notebooks().await.unwrap();
        let journal = journal(&notebooks, &store.export(&Filter::default()).await.unwrap()).unwrap();
        let other = open("there.db").await;
        // Its slug comes of its title.
        import_text(&other, &journal).await.unwrap();
        assert_eq!(ids(&other).await, here);
        let moved = other.notebooks().await.unwrap().remove(0).notebook;
        assert_eq!((moved.slug.as_str(), moved.is_written), ("diary-日記", true));
        // Again into the notebook from which it came: nothing is other than before.
        let before = store.run_log(false).await.unwrap().runs.len();
        let renamed = journal.replace("Diary 日記", "Diary");
        import_text(&store, &renamed).await.unwrap();
        assert_eq!((ids(&store).await, store.run_log(false).await.unwrap().runs.len()), (here, before));
    }

    async fn run_undo(store: &Store, number: i64, yes: bool) -> anyhow::Result<ExitCode> {
        run(store, Notebook::Undo { run: number, yes }).await
    }
}
