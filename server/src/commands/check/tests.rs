//! What the operator reads.

use store::Damage;

use super::*;

#[test]
fn each_thing_that_is_found_comes_with_what_to_do() {
    let check = |report: CheckReport, expected: &[&str]| {
        let described = describe(&report);
        assert_eq!(described.lines().collect::<Vec<_>>(), expected);
    };
    check(CheckReport::default(), &["No problems found"]);
    let damage = |message: &str, is_derived| Damage { message: message.to_owned(), is_derived };
    check(
        CheckReport {
            damage: vec![damage("row 3 missing from index note_by_date", true)],
            ..CheckReport::default()
        },
        &[
            "row 3 missing from index note_by_date",
            "This follows from the notes and facts: `kepline check --repair` makes it anew",
        ],
    );
    check(
        CheckReport {
            damage: vec![damage("Tree 4 page 7: btreeInitPage() returns error code 11", false)],
            has_older_schema: true,
            ..CheckReport::default()
        },
        &[
            "Tree 4 page 7: btreeInitPage() returns error code 11",
            "The database is damaged: restore a backup with `kepline restore FILE`",
            "The tables are those of an older Kepline, which `kepline serve` brings up to date: only the file was checked",
        ],
    );
    check(
        CheckReport {
            notes_indexed_wrongly: 2,
            decisions_without_note: 1,
            notes_to_read_again: 3,
            is_derivation_outdated: true,
            ..CheckReport::default()
        },
        &[
            "The search is wrong on 2 notes: `kepline check --repair` makes it anew",
            "1 decisions are on notes that are not there: they count again once the notes are imported",
            "Notes are to be read again by the rules of this version, which `kepline serve` does: 3 left",
            "States and verdicts are to be derived by the rules of this version, which `kepline serve` does",
        ],
    );
}

#[test]
fn files_that_others_may_read_come_with_the_command_for_it() {
    assert_eq!(describe_open_files(&[]), "");
    let files = ["/var/lib/kepline/kepline.db", "/srv/my notes/it's.db"].map(PathBuf::from);
    assert_eq!(
        describe_open_files(&files),
        "Others than their owner may read files of the database: `kepline check --repair`, or \
         `chmod 600 /var/lib/kepline/kepline.db '/srv/my notes/it'\\''s.db'`, makes them private\n"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_repair_makes_files_private_and_a_check_does_not() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kepline.db");
    let store = Store::open(&format!("sqlite://{}", path.display())).await.unwrap();
    for path in [folder.path(), &path] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mode = || path.metadata().unwrap().permissions().mode() & 0o777;
    run(&store, false).await.unwrap();
    assert_eq!(mode(), 0o755);
    run(&store, true).await.unwrap();
    assert_eq!(mode(), 0o600);
}
