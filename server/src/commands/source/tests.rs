//! What the commands on sources print and return.

use clap::Parser;

use super::*;
use crate::cli::{Cli, Command};
use crate::sources::AllowedHosts;

const NOTES: &str = "# Field notes\n\n## 2026-10-11\n- one\n- two\n- three\n";

fn parse(arguments: &[&str]) -> Source {
    let cli = Cli::try_parse_from([&["kepline", "source"], arguments].concat()).unwrap();
    match cli.command {
        Command::Source(command) => command,
        other => panic!("{other:?}"),
    }
}

async fn run_in(store: &Store, arguments: &[&str]) -> Result<bool, String> {
    let settings = SourceSettings::new(AllowedHosts::default());
    let code = run_with(store, &settings, parse(arguments)).await;
    code.map(|code| code == ExitCode::SUCCESS).map_err(|error| format!("{error:#}"))
}

#[tokio::test]
async fn a_file_is_added_checked_paused_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
    let store = Store::open(&url).await.unwrap();
    let path = folder.path().join("notes.md");
    let shown = path.display().to_string();
    let missing = run_in(&store, &["add", &shown]).await.unwrap_err();
    assert!(missing.contains("neither a file or folder that exists nor an address"), "{missing}");
    std::fs::write(&path, NOTES).unwrap();
    assert_eq!(run_in(&store, &["add", &shown, "--every", "10m", "--rights", "own"]).await, Ok(true));
    let followed = async || store.followed_sources().await.unwrap().remove(0);
    let line = list_line(&followed().await);
    assert!(line.contains("\tfield-notes\t") && line.contains("\tevery 10m\tfollows\t"), "{line}");
    assert_eq!(store.notebooks().await.unwrap()[0].notebook.rights.as_str(), "own");
    let again = run_in(&store, &["add", &shown]).await.unwrap_err();
    assert!(again.contains("follows a source already"), "{again}");
    assert_eq!(run_in(&store, &["check"]).await, Ok(true));
    std::fs::write(&path, "# Field notes\n\n## 2026-10-11\n- one\n").unwrap();
    assert_eq!(run_in(&store, &["check", "field-notes"]).await, Ok(false), "it waits");
    assert!(list_line(&followed().await).contains("\ta change waits for a curator\t"));
    assert_eq!(run_in(&store, &["check", "field-notes", "--replace"]).await, Ok(true));
    assert_eq!(store.notebooks().await.unwrap()[0].notes, 1);
    assert!(
        run_in(&store, &["check", "--replace"]).await.is_err(),
        "of all at once nobody knows what it takes"
    );
    std::fs::remove_file(&path).unwrap();
    assert_eq!(run_in(&store, &["check", "1"]).await, Ok(false));
    assert!(list_line(&followed().await).contains("\tcannot be read since "));
    assert_eq!(run_in(&store, &["pause", "field-notes"]).await, Ok(true));
    assert!(list_line(&followed().await).contains("\tpaused\t"));
    assert_eq!(run_in(&store, &["resume", "1"]).await, Ok(true));
    assert_eq!(run_in(&store, &["remove", "field-notes"]).await, Ok(true));
    assert!(run_in(&store, &["remove", "field-notes"]).await.is_err());
    assert_eq!(store.notebooks().await.unwrap()[0].notes, 1);
    assert_eq!(run_in(&store, &["list"]).await, Ok(true));
}

#[test]
fn what_came_of_a_look_is_a_line() {
    let waiting = WaitingChange {
        revision: domain::notebook::followed::Revision::Commit("1a2b3c4d5e".into()),
        notes: store::ChangeCount { new: 0, changed: 1, unchanged: 2, vanished: 9 },
        vanishing: Vec::new(),
    };
    assert_eq!(
        outcome_line("notes", &LookOutcome::Waits(waiting)),
        "notes: 1a2b3c4 waits: 9 notes would vanish, 3 would stay. Look at /sources, or import it with `kepline source \
         check notes --replace`\n"
    );
    assert_eq!(outcome_line("notes", &LookOutcome::Failed("no".into())), "notes: no\n");
}

#[test]
fn an_interval_is_a_minute_or_more() {
    for wrong in ["10s", "0", "often"] {
        assert!(Cli::try_parse_from(["kepline", "source", "add", "x", "--every", wrong]).is_err(), "{wrong}");
    }
}
