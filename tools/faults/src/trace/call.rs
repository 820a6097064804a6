//! A line of strace.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::operation::Operation;

/// A call that succeeded.
pub struct Call<'a> {
    name: &'a str,
    /// With strings as numbers, so that a comma only parts arguments.
    arguments: Vec<&'a str>,
    /// The number that it returned, with the path of what it opened.
    result: &'a str,
}

impl<'a> Call<'a> {
    /// Parses `name(argument, argument) = result`; `None` for a call that failed or never returned.
    pub fn parse(line: &'a str) -> anyhow::Result<Option<Self>> {
        let (call, result) = line.rsplit_once(" = ").context("no result")?;
        if result.starts_with(['-', '?']) {
            return Ok(None);
        }
        let (name, arguments) = call.trim_end().split_once('(').context("no name")?;
        let arguments = arguments.strip_suffix(')').context("no end")?.split(',').map(str::trim).collect();
        Ok(Some(Self { name, arguments, result }))
    }

    /// What it did to the files of a folder, where so many operations were done when it began.
    ///
    /// # Errors
    /// Where it writes to one of them in a way that is not known here.
    pub fn operations(&self, folder: &Path, begun: usize) -> anyhow::Result<Vec<Operation>> {
        let at = Location { folder };
        let operation = match self.name {
            "open" | "openat" | "creat" => return Ok(self.opened(&at)),
            "pwrite64" => match at.open_file(self.argument(0)?) {
                None => None,
                Some(name) => {
                    let mut bytes = unhex(self.argument(1)?)?;
                    bytes.truncate(self.result.parse()?);
                    Some(Operation::Write { name, offset: self.argument(3)?.parse()?, bytes })
                }
            },
            "ftruncate" => match at.open_file(self.argument(0)?) {
                None => None,
                Some(name) => Some(Operation::Resize { name, length: self.argument(1)?.parse()? }),
            },
            "fsync" | "fdatasync" => match open_path(self.argument(0)?) {
                Some(path) if path == folder => Some(Operation::SyncFolder { covers: begun }),
                Some(path) => at.name(&path).map(|name| Operation::Sync { name, covers: begun }),
                None => None,
            },
            "rename" | "link" => at.two(self.name, self.argument(0)?, self.argument(1)?)?,
            "renameat" | "renameat2" | "linkat" => at.two(self.name, self.argument(1)?, self.argument(3)?)?,
            "unlink" => at.file(self.argument(0)?)?.map(|name| Operation::Remove { name }),
            "unlinkat" => at.file(self.argument(1)?)?.map(|name| Operation::Remove { name }),
            _ => match self.arguments.iter().find_map(|argument| at.open_file(argument)) {
                None => None,
                Some(name) => bail!("{name} is written to by {}, of which nothing is known here", self.name),
            },
        };
        Ok(operation.into_iter().collect())
    }

    fn opened(&self, at: &Location<'_>) -> Vec<Operation> {
        let Some(name) = at.open_file(self.result) else { return Vec::new() };
        let has = |flag: &str| {
            self.name == "creat" || self.arguments.iter().any(|argument| argument.contains(flag))
        };
        let mut operations = Vec::new();
        if has("O_CREAT") {
            operations.push(Operation::Create { name: name.clone() });
        }
        if has("O_TRUNC") {
            operations.push(Operation::Resize { name, length: 0 });
        }
        operations
    }

    fn argument(&self, index: usize) -> anyhow::Result<&'a str> {
        self.arguments.get(index).copied().with_context(|| format!("{} has no argument {index}", self.name))
    }
}

/// The folder whose files count.
struct Location<'a> {
    folder: &'a Path,
}

impl Location<'_> {
    /// The name of a file in the folder that stays over a crash.
    fn name(&self, path: &Path) -> Option<String> {
        let name = path.file_name()?.to_str()?;
        (path.parent() == Some(self.folder) && !name.ends_with("-shm")).then(|| name.to_owned())
    }

    /// The name of a file that is open, as `11<\x2f\x74>`.
    fn open_file(&self, descriptor: &str) -> Option<String> {
        self.name(&open_path(descriptor)?)
    }

    /// The name of a file by its path, as `"\x2f\x74"`. The program is given absolute paths.
    fn file(&self, argument: &str) -> anyhow::Result<Option<String>> {
        Ok(self.name(&path(&unhex(argument)?)))
    }

    /// A second name or another one for a file, which does not come from elsewhere.
    fn two(&self, call: &str, from: &str, to: &str) -> anyhow::Result<Option<Operation>> {
        Ok(match (self.file(from)?, self.file(to)?) {
            (Some(from), Some(to)) if call.starts_with("link") => Some(Operation::Link { from, to }),
            (Some(from), Some(to)) => Some(Operation::Rename { from, to }),
            (None, Some(to)) => bail!("{to} comes from another folder"),
            _ => None,
        })
    }
}

/// The path of a file that is open and has a name still.
fn open_path(descriptor: &str) -> Option<PathBuf> {
    let (_, hex) = descriptor.split_once('<')?;
    Some(path(&unhex(hex.strip_suffix('>')?).ok()?))
}

fn path(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// The bytes of `"\x2f\x74"`, with or without quotes.
fn unhex(text: &str) -> anyhow::Result<Vec<u8>> {
    hex::decode(text.trim_matches('"').replace("\\x", ""))
        .ok()
        .with_context(|| format!("no bytes: {text:.60}"))
}
