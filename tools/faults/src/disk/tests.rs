use std::collections::BTreeSet;

use super::*;

fn create(name: &str) -> Operation {
    Operation::Create { name: name.to_owned() }
}

fn write(name: &str, offset: u64, bytes: &[u8]) -> Operation {
    Operation::Write { name: name.to_owned(), offset, bytes: bytes.to_vec() }
}

fn sync(name: &str, covers: usize) -> Operation {
    Operation::Sync { name: name.to_owned(), covers }
}

fn rename(from: &str, to: &str) -> Operation {
    Operation::Rename { from: from.to_owned(), to: to.to_owned() }
}

/// All that can be found after these operations.
fn found(operations: &[Operation]) -> BTreeSet<Files> {
    let mut disk = Disk::default();
    for operation in operations {
        disk.apply(operation);
    }
    (0..2000).map(|seed| disk.cut(&mut fastrand::Rng::with_seed(seed))).collect()
}

fn files(files: &[(&str, &[u8])]) -> Files {
    files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect()
}

#[test]
fn what_was_brought_to_the_disk_is_found() {
    let stored = [create("a"), write("a", 0, b"123"), sync("a", 2), Operation::SyncFolder { covers: 3 }];
    assert_eq!(found(&stored), [files(&[("a", b"123")])].into());
    let unnamed = found(&stored[..3]);
    assert_eq!(unnamed, [files(&[]), files(&[("a", b"123")])].into(), "the folder has not its name for sure");
    let named = [create("a"), Operation::SyncFolder { covers: 1 }, write("a", 0, b"123")];
    assert_eq!(found(&named), [files(&[("a", b"")]), files(&[("a", b"123")])].into());
}

#[test]
fn a_write_during_a_sync_is_not_part_of_it() {
    let operations = [
        create("a"),
        Operation::SyncFolder { covers: 1 },
        write("a", 0, b"1"),
        write("a", 1, b"2"),
        sync("a", 3),
    ];
    assert_eq!(found(&operations), [files(&[("a", b"1")]), files(&[("a", b"12")])].into());
}

#[test]
fn writes_come_in_any_order_and_the_last_up_to_a_sector() {
    let (one, two) = ([b'1'; 1024], [b'2'; 1024]);
    let operations =
        [create("a"), Operation::SyncFolder { covers: 1 }, write("a", 0, &one), write("a", 0, &two)];
    let contents: BTreeSet<Vec<u8>> =
        found(&operations).into_iter().flat_map(|files| files.into_values()).collect();
    let half = |first: u8, second: u8| [[first; 512], [second; 512]].concat();
    let expected = [
        vec![],
        vec![b'1'; 512],
        vec![b'2'; 512],
        half(b'1', b'1'),
        half(b'2', b'2'),
        half(b'1', b'2'),
        half(b'2', b'1'),
    ];
    assert_eq!(contents, expected.into());
}

#[test]
fn a_name_moves_at_once() {
    let mut operations = vec![create("a"), create("b"), Operation::SyncFolder { covers: 2 }];
    operations.extend([write("a", 0, b"new"), sync("a", 4), rename("a", "b")]);
    let expected = [files(&[("a", b"new"), ("b", b"")]), files(&[("b", b"new")])];
    assert_eq!(found(&operations), expected.into());
    operations.push(Operation::SyncFolder { covers: 6 });
    assert_eq!(found(&operations), [files(&[("b", b"new")])].into());
}

#[test]
fn a_file_with_two_names_has_one_content() {
    let link = Operation::Link { from: "a".to_owned(), to: "b".to_owned() };
    let operations = [create("a"), link, Operation::SyncFolder { covers: 2 }, write("b", 0, b"1")];
    assert_eq!(
        found(&operations),
        [files(&[("a", b""), ("b", b"")]), files(&[("a", b"1"), ("b", b"1")])].into()
    );
}
