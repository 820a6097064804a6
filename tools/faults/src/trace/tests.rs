use super::*;

/// `/d/a` and so on, as strace writes them.
fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("\\x{byte:02x}")).collect()
}

#[test]
fn lines_of_strace_become_operations() {
    let (a, b, folder) = (hex("/d/a"), hex("/d/b"), hex("/d"));
    let (index, elsewhere, deep) = (hex("/d/a-shm"), hex("/e/a"), hex("/d/c/a"));
    let log = format!(
        "7 openat(AT_FDCWD<{folder}>, \"{a}\", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 9<{a}>\n\
         7 openat(AT_FDCWD<{folder}>, \"{b}\", O_RDONLY) = -1 ENOENT (No such file or directory)\n\
         7 pwrite64(9<{a}>, \"\\x01\\x02\\x03\", 3, 4096) = 2\n\
         7 pwrite64(9<{index}>, \"\\x01\", 1, 0)   = 1\n\
         7 write(9<{elsewhere}>, \"\\x01\", 1)   = 1\n\
         7 pwrite64(9<{deep}>, \"\\x01\", 1, 0)   = 1\n\
         7 pwrite64(9<{a}>(deleted), \"\\x01\", 1, 0)   = 1\n\
         8 fsync(9<{a}> <unfinished ...>\n\
         7 ftruncate(9<{a}>, 10)             = 0\n\
         8 <... fsync resumed>)              = 0\n\
         8 --- SIGCHLD {{si_signo=SIGCHLD}} ---\n\
         8 fdatasync(10<{folder}>) = 0\n\
         8 renameat2(AT_FDCWD<{folder}>, \"{a}\", AT_FDCWD<{folder}>, \"{b}\", RENAME_NOREPLACE) = 0\n\
         8 link(\"{b}\", \"{a}\") = 0\n\
         8 unlink(\"{b}\") = 0\n\
         8 openat(AT_FDCWD<{folder}>, \"{a}\", O_WRONLY|O_TRUNC) = 3<{a}>\n\
         8 fsync(9<{a}> <unfinished ...>) = ?\n\
         8 +++ killed by SIGKILL +++\n"
    );
    let operations: Vec<Operation> =
        read(&log, Path::new("/d")).expect("a log").into_iter().map(|(_, operation)| operation).collect();
    let (a, b) = ("a".to_owned(), "b".to_owned());
    assert_eq!(
        operations,
        [
            Operation::Create { name: a.clone() },
            Operation::Write { name: a.clone(), offset: 4096, bytes: vec![1, 2] },
            Operation::Resize { name: a.clone(), length: 10 },
            Operation::Sync { name: a.clone(), covers: 2 },
            Operation::SyncFolder { covers: 4 },
            Operation::Rename { from: a.clone(), to: b.clone() },
            Operation::Link { from: b.clone(), to: a.clone() },
            Operation::Remove { name: b },
            Operation::Resize { name: a, length: 0 },
        ]
    );
}

#[test]
fn a_write_that_nothing_is_known_about_is_an_error() {
    let log = format!("7 write(9<{}>, \"\\x01\", 1) = 1\n", hex("/d/a"));
    assert!(read(&log, Path::new("/d")).is_err());
}
