//! What a disk has of what was written to it.

use std::collections::{BTreeMap, HashMap};

use crate::operation::Operation;

/// What is written at once or not at all.
const SECTOR: usize = 512;

/// How many of the writes that were not brought to the disk are there all the same.
const PARTS: [f64; 5] = [0.0, 0.1, 0.5, 0.9, 1.0];

/// The files of a folder by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A folder on a disk, with what only the memory of the system has.
#[derive(Default)]
pub struct Disk<'a> {
    operations: usize,
    files: Vec<File<'a>>,
    /// As programs see the names.
    names: BTreeMap<&'a str, FileId>,
    /// As the disk has them.
    stored_names: BTreeMap<&'a str, FileId>,
    pending_names: Vec<(usize, NameChange<'a>)>,
}

type FileId = usize;

/// Names that change together, each with the file that it leads to then.
type NameChange<'a> = Vec<(&'a str, Option<FileId>)>;

#[derive(Default)]
struct File<'a> {
    stored: Vec<u8>,
    pending: Vec<(usize, Change<'a>)>,
}

#[derive(Clone, Copy)]
enum Change<'a> {
    Write { offset: u64, bytes: &'a [u8] },
    Resize(u64),
}

impl<'a> Disk<'a> {
    /// Does the next operation.
    pub fn apply(&mut self, operation: &'a Operation) {
        match operation {
            Operation::Create { name } if !self.names.contains_key(name.as_str()) => {
                self.files.push(File::default());
                self.rename(vec![(name, Some(self.files.len() - 1))]);
            }
            Operation::Create { .. } => {}
            Operation::Write { name, offset, bytes } => {
                self.change(name, Change::Write { offset: *offset, bytes })
            }
            Operation::Resize { name, length } => self.change(name, Change::Resize(*length)),
            Operation::Link { from, to } => self.rename(vec![(to, self.names.get(from.as_str()).copied())]),
            Operation::Rename { from, to } => {
                self.rename(vec![(to, self.names.get(from.as_str()).copied()), (from, None)]);
            }
            Operation::Remove { name } => self.rename(vec![(name, None)]),
            Operation::Sync { name, covers } => {
                if let Some(id) = self.names.get(name.as_str()) {
                    self.files[*id].sync(*covers);
                }
            }
            Operation::SyncFolder { covers } => {
                let is_covered = |(number, _): &mut (usize, NameChange<'a>)| *number < *covers;
                for (_, change) in self.pending_names.extract_if(.., is_covered) {
                    lead(&mut self.stored_names, &change);
                }
            }
        }
        self.operations += 1;
    }

    /// What is found after a power cut: all that was brought to the disk, and of the rest what chance left there: any writes
    /// in any order, the last of them up to a sector, and any names.
    pub fn cut(&self, random: &mut fastrand::Rng) -> Files {
        let mut names = self.stored_names.clone();
        for (_, change) in some(&self.pending_names, random) {
            lead(&mut names, change);
        }
        let mut files: HashMap<FileId, Vec<u8>> = HashMap::new();
        names
            .into_iter()
            .map(|(name, id)| {
                // Two names of a file have the same content.
                let bytes = files.entry(id).or_insert_with(|| self.files[id].cut(random));
                (name.to_owned(), bytes.clone())
            })
            .collect()
    }

    fn change(&mut self, name: &str, change: Change<'a>) {
        if let Some(id) = self.names.get(name) {
            self.files[*id].pending.push((self.operations, change));
        }
    }

    fn rename(&mut self, change: NameChange<'a>) {
        lead(&mut self.names, &change);
        self.pending_names.push((self.operations, change));
    }
}

impl<'a> File<'a> {
    fn sync(&mut self, covers: usize) {
        for (_, change) in self.pending.extract_if(.., |(number, _)| *number < covers) {
            change.apply(&mut self.stored);
        }
    }

    fn cut(&self, random: &mut fastrand::Rng) -> Vec<u8> {
        let mut left: Vec<Change<'a>> = some(&self.pending, random).map(|(_, change)| *change).collect();
        random.shuffle(&mut left);
        if let Some(Change::Write { bytes, .. }) = left.last_mut() {
            let sectors = random.usize(..=bytes.len().div_ceil(SECTOR));
            *bytes = &bytes[..bytes.len().min(sectors * SECTOR)];
        }
        let mut content = self.stored.clone();
        for change in left {
            change.apply(&mut content);
        }
        content
    }
}

impl Change<'_> {
    fn apply(self, content: &mut Vec<u8>) {
        match self {
            Self::Resize(length) => content.resize(size(length), 0),
            Self::Write { offset, bytes } => {
                let range = size(offset)..size(offset) + bytes.len();
                if content.len() < range.end {
                    content.resize(range.end, 0);
                }
                content[range].copy_from_slice(bytes);
            }
        }
    }
}

fn lead<'a>(names: &mut BTreeMap<&'a str, FileId>, change: &NameChange<'a>) {
    for (name, id) in change {
        match id {
            Some(id) => names.insert(name, *id),
            None => names.remove(name),
        };
    }
}

/// Some of these, as many as chance says.
fn some<'s, T>(all: &'s [T], random: &mut fastrand::Rng) -> impl Iterator<Item = &'s T> {
    let part = random.choice(PARTS).unwrap_or_default();
    all.iter().filter(move |_| random.f64() < part)
}

fn size(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
