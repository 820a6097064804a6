//! What a program does to its files, as strace writes it down.

mod call;

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context;

use crate::operation::Operation;
use crate::trace::call::Call;

/// How long nothing is written before strace is taken to be done.
const QUIET: Duration = Duration::from_millis(100);

/// The calls that change files; not every machine has those with a question mark. Of those that Kepline does not use on its
/// database, [`Call::operations`] says so.
const CALLS: &str = "?open,openat,?creat,write,writev,pwrite64,pwritev,pwritev2,truncate,ftruncate,fallocate,copy_file_range,\
                     sendfile,fsync,fdatasync,?rename,?renameat,renameat2,?link,linkat,?unlink,unlinkat";

/// The log of strace, which several programs write to, one after the other.
#[derive(Clone, Debug)]
pub struct Trace {
    log: PathBuf,
}

impl Trace {
    /// Whether strace is there, which knows Linux alone, and may look at programs.
    pub fn is_possible() -> bool {
        let mut command = Command::new("strace");
        command.args(["-f", "--seccomp-bpf", "-o", "/dev/null", "true"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    /// An empty one.
    pub fn new(log: PathBuf) -> anyhow::Result<Self> {
        fs::write(&log, "").context("cannot write the trace")?;
        Ok(Self { log })
    }

    /// A command that runs a program, as a child of this process, and writes down what it does.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("strace");
        // Bytes and paths as numbers, whole; the path of each file that is open; the tracer as a grandchild.
        command.args(["-f", "--seccomp-bpf", "-D", "-q", "-y", "-xx", "-s", "100000000", "-A", "-o"]);
        command.args([
            self.log.as_os_str(),
            &OsString::from(format!("--trace={CALLS}")),
            program.as_os_str(),
        ]);
        command
    }

    /// How far the log goes. All that a program has done before it answered is in it by then: strace writes down a
    /// call before it lets the program go on.
    pub fn position(&self) -> anyhow::Result<u64> {
        Ok(fs::metadata(&self.log).context("cannot read the trace")?.len())
    }

    /// Does some work; gives how far the log goes before and after it.
    pub fn span(&self, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<Range<u64>> {
        let begun = self.position()?;
        work()?;
        Ok(begun..self.position()?)
    }

    /// Waits until nothing more is written: of a program that has ended, that it has.
    pub fn settle(&self) -> anyhow::Result<()> {
        loop {
            let before = self.position()?;
            std::thread::sleep(QUIET);
            if self.position()? == before {
                return Ok(());
            }
        }
    }

    /// What was done to the files of a folder, each with how far the log goes then. Files in folders below it, and the
    /// index of the log, which SQLite makes anew after a crash, are left out.
    pub fn operations(&self, folder: &Path) -> anyhow::Result<Vec<(u64, Operation)>> {
        read(&self.text()?, folder)
    }

    fn text(&self) -> anyhow::Result<String> {
        fs::read_to_string(&self.log).context("cannot read the trace")
    }
}

/// The beginning of a call, which the log parts from its end by what other threads do, and how many operations there were by
/// then.
struct Unfinished<'a> {
    text: &'a str,
    operations: usize,
}

fn read(log: &str, folder: &Path) -> anyhow::Result<Vec<(u64, Operation)>> {
    let mut operations = Vec::new();
    let mut unfinished: HashMap<&str, Unfinished> = HashMap::new();
    let mut position = 0;
    for line in log.split_inclusive('\n') {
        position += line.len() as u64;
        let Some((thread, text)) = line.trim_end().split_once(' ') else { continue };
        let text = text.trim_start();
        let (call, begun) = if text.starts_with("+++") || text.starts_with("---") {
            continue;
        } else if let Some(text) = text.strip_suffix("<unfinished ...>") {
            unfinished.insert(thread, Unfinished { text, operations: operations.len() });
            continue;
        } else if let Some(rest) = text.strip_prefix("<... ") {
            let Some((_, end)) = rest.split_once(" resumed>") else { continue };
            let begun = unfinished.remove(thread).context("a call ends that has not begun")?;
            (format!("{}{end}", begun.text), begun.operations)
        } else {
            (text.to_owned(), operations.len())
        };
        let call = Call::parse(&call).with_context(|| format!("cannot read the trace: {:.200}", call))?;
        let done = call.map(|call| call.operations(folder, begun)).transpose()?;
        operations.extend(done.into_iter().flatten().map(|operation| (position, operation)));
    }
    Ok(operations)
}

#[cfg(test)]
mod tests;
