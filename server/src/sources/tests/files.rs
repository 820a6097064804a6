//! Files and folders on this machine.

use domain::notebook::Notebook;

use super::*;

const SOON: Duration = Duration::from_secs(31);

#[tokio::test]
async fn a_changed_file_is_imported_once_it_stays_as_it_is() {
    let world = World::new().await;
    let path = world.write("notes.md", NOTES);
    let (first, new) = imported(world.add_path(&path).await);
    assert!(matches!(&first, Revision::Digest(digest) if digest.len() == 64));
    assert_eq!(new, 6);
    let ids = world.notes().await;
    assert_eq!(ids, notes_of_command(std::slice::from_ref(&path)).await);
    let unchanged = world.after(EVERY).await;
    assert_eq!(
        (unchanged.looks.revision.as_ref(), unchanged.looks.changed_at),
        (Some(&first), Some(unchanged.added_at))
    );
    world.write("notes.md", &format!("{NOTES}- seven\n"));
    let seen = world.after(EVERY).await;
    assert!(seen.looks.unsettled.is_some());
    assert_eq!(world.texts().await.len(), 6, "somebody may be writing to it");
    world.write("notes.md", &format!("{NOTES}- seven\n- eight\n"));
    assert!(world.after(SOON).await.looks.unsettled.is_some(), "somebody is");
    let settled = world.after(SOON).await;
    assert_eq!((settled.looks.unsettled.clone(), settled.state()), (None, SourceState::Follows));
    assert_eq!(world.texts().await.len(), 8);
    assert_eq!(&world.notes().await[..6], &ids[..], "ids stay");
    let revision = world.store.imported_revision(&slug("field-notes"), true).await.unwrap().unwrap();
    assert_eq!(Some(&revision.revision), settled.looks.revision.as_ref());
    assert_eq!(revision.address.as_deref(), path.to_str());
    let for_strangers = world.store.imported_revision(&slug("field-notes"), false).await.unwrap().unwrap();
    assert_eq!(for_strangers.address, None);
}

#[tokio::test]
async fn what_is_touched_alone_is_not_imported() {
    let world = World::new().await;
    let path = world.write("notes.md", NOTES);
    world.add_path(&path).await.unwrap();
    let runs = async || world.store.import_runs().await.unwrap()[0].imports;
    let before = (runs().await, world.source().await.looks.stamp);
    let later = std::time::SystemTime::now() + Duration::from_secs(60);
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
    let after = world.after(EVERY).await;
    assert_eq!(runs().await, before.0);
    assert_ne!(after.looks.stamp, before.1, "it costs no reading from now on");
    assert_eq!(after.looks.unsettled, None);
}

#[tokio::test]
async fn a_folder_is_one_notebook() {
    let world = World::new().await;
    world.write("journal/2026/a.md", "## 2026-10-11\n- one\n");
    world.write("journal/b.md", "## 2026-10-12\n- two\n");
    world.write("journal/.obsidian/x.md", "## 2026-10-13\n- no note\n");
    let folder = world.path("journal");
    world.add_path(&folder).await.unwrap();
    assert_eq!(world.source().await.source.notebook, slug("journal"));
    assert_eq!(world.notes().await, notes_of_command(&[folder]).await);
    world.write("journal/c.md", "## 2026-10-14\n- three\n");
    world.after(EVERY).await;
    world.after(SOON).await;
    assert_eq!(world.texts().await, ["one", "two", "three"]);
    std::fs::remove_file(world.path("journal/b.md")).unwrap();
    world.after(EVERY).await;
    world.after(SOON).await;
    assert_eq!(world.texts().await, ["one", "three"]);
}

#[tokio::test]
async fn more_than_half_waits_until_somebody_has_seen_what_it_takes() {
    let world = World::new().await;
    let path = world.write("notes.md", NOTES);
    world.add_path(&path).await.unwrap();
    let before = world.notes().await;
    world.write("notes.md", "# Field notes\n\n## 2026-10-11\n\n- one\n- two\n");
    world.after(EVERY).await;
    let waits = world.after(SOON).await;
    assert_eq!(waits.state(), SourceState::Waits);
    let waiting = waits.looks.waiting.clone().unwrap();
    assert_eq!((waiting.notes.vanished, waiting.notes.unchanged), (4, 2));
    let mut vanishing = waiting.vanishing.clone();
    let mut expected: Vec<NoteId> = before[2..].iter().map(|(id, _)| id.clone()).collect();
    vanishing.sort();
    expected.sort();
    assert_eq!(vanishing, expected);
    assert_eq!(world.notes().await, before);
    let shown = world.store.vanishing_notes(&waiting.vanishing).await.unwrap();
    assert_eq!(
        shown.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(),
        ["three", "four", "five", "six"]
    );
    // What somebody has seen is no consent to what is there by now.
    world.write("notes.md", "# Field notes\n\n## 2026-10-11\n\n- one\n");
    let consent = LossConsent::To(waiting.revision);
    let look = async |consent| look_settled(&world.store, &world.settings, waits.id, consent).await.unwrap();
    let other = match look(&consent).await {
        LookOutcome::Waits(other) => other,
        outcome => panic!("{outcome:?}"),
    };
    assert_eq!((other.notes.vanished, world.notes().await.len()), (5, 6));
    let taken = look(&LossConsent::To(other.revision)).await;
    assert!(matches!(taken, LookOutcome::Imported(..)), "{taken:?}");
    assert_eq!(world.notes().await, before[..1]);
    assert_eq!(world.source().await.state(), SourceState::Follows);
}

#[tokio::test]
async fn what_cannot_be_read_changes_nothing_and_is_tried_again() {
    let world = World::new().await;
    let path = world.write("notes.md", NOTES);
    world.add_path(&path).await.unwrap();
    let before = world.notes().await;
    std::fs::remove_file(&path).unwrap();
    let fails = world.after(EVERY).await;
    let failure = fails.looks.failure.clone().unwrap();
    assert_eq!((fails.state(), failure.tries), (SourceState::Fails, 1));
    assert!(
        failure.message.contains("cannot read") && failure.message.contains("notes.md"),
        "{}",
        failure.message
    );
    assert_eq!(world.after(Duration::from_secs(299)).await.looks.failure.unwrap().tries, 1);
    assert_eq!(world.after(Duration::from_secs(1)).await.looks.failure.unwrap().tries, 2);
    world.write("notes.md", " \n");
    world.after(Duration::from_secs(600)).await;
    let empty = world.after(Duration::from_secs(1200)).await.looks.failure.unwrap();
    assert!(empty.message.contains("contains no entries"), "{}", empty.message);
    assert_eq!((world.notes().await, empty.since), (before.clone(), failure.since));
    world.write("notes.md", NOTES);
    let well = world.after(EVERY * 12).await;
    assert_eq!((well.state(), world.notes().await), (SourceState::Follows, before));
    let missing = world.add_path(&world.path("nowhere.md")).await.unwrap_err();
    assert!(missing.contains("cannot read"), "{missing}");
    assert_eq!(world.store.followed_sources().await.unwrap().len(), 1, "what cannot be read is not added");
}

#[tokio::test]
async fn a_notebook_follows_one_source_and_keeps_its_notes_without_it() {
    let world = World::new().await;
    let path = world.write("notes.md", NOTES);
    world.add_path(&path).await.unwrap();
    let other = world.write("other.md", &NOTES.replace("six", "seven"));
    let refused = world.add_path(&other).await.unwrap_err();
    assert!(refused.contains("`field-notes` follows a source already"), "{refused}");
    let diary = Notebook {
        slug: slug("diary"),
        ..world.store.notebook(&slug("field-notes")).await.unwrap().unwrap()
    };
    world.store.begin_notebook(&diary, world.settings.clock.now()).await.unwrap();
    let written = world.add_path(&world.write("diary.md", "## 2026-10-11\n- one\n")).await.unwrap_err();
    assert!(written.contains("`diary` is written in Kepline"), "{written}");
    let id = world.source().await.id;
    world.store.pause_source(id, true).await.unwrap();
    world.write("notes.md", &format!("{NOTES}- seven\n"));
    let paused = world.after(EVERY).await;
    assert_eq!(
        (paused.state(), paused.next_look(), world.texts().await.len()),
        (SourceState::Paused, None, 6)
    );
    world.store.pause_source(id, false).await.unwrap();
    world.store.rename_notebook(&slug("field-notes"), &slug("renamed")).await.unwrap();
    world.after(EVERY).await;
    world.after(SOON).await;
    assert_eq!((world.source().await.source.notebook, world.texts().await.len()), (slug("renamed"), 7));
    remove(&world.store, id).await.unwrap();
    assert_eq!(world.store.followed_sources().await.unwrap(), []);
    assert_eq!(world.texts().await.len(), 7);
    assert_eq!(world.store.imported_revision(&slug("renamed"), true).await.unwrap(), None);
    assert!(remove(&world.store, id).await.is_err());
    world.add_path(&other).await.unwrap();
    world.store.remove_notebook(&slug("field-notes")).await.unwrap();
    assert_eq!(world.store.followed_sources().await.unwrap(), [], "it would bring the notebook back");
}
