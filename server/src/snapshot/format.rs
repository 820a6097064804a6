//! The file of the snapshot: one JSON document, compressed by Brotli.

use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Write};

use anyhow::Context;
use domain::kep::KepRevision;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{KepChange, KepHistory, KepPull, KepSnapshot};

/// The largest document that is read: a file that unpacks to more is not ours.
const LARGEST_BYTES: u64 = 64 * 1024 * 1024;

/// What Brotli trades time for size by, at its best: the file is written once a release.
const QUALITY: u32 = 11;
/// The window in bits, 16 MB: all revisions of a KEP lie in it.
const WINDOW: u32 = 24;

#[derive(Serialize, Deserialize)]
struct Document {
    data_at: Timestamp,
    cursor: String,
    /// Oldest first.
    changes: Vec<Change>,
    pulls: Vec<Pull>,
}

#[derive(Serialize, Deserialize)]
struct Change {
    folder: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved_from: Option<String>,
    /// In seconds of Unix time.
    at: i64,
    commit: String,
    /// The fields of [`KepRevision`] that differ from those of the revision before it, in its folder or in the one that
    /// it was moved from; absent where the file was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fields: Option<Map<String, Value>>,
}

#[derive(Serialize, Deserialize)]
struct Pull {
    pull: u64,
    merged_at: i64,
    /// The KEPs that it touched, in the order of [`domain::kep::touched_keps`].
    keps: Vec<u32>,
}

/// The latest revision of each folder, as JSON.
#[derive(Default)]
struct Latest(HashMap<String, Map<String, Value>>);

impl Latest {
    /// What a revision differs from: nothing where it is the first.
    fn before(&self, folder: &str, moved_from: Option<&str>) -> Map<String, Value> {
        let from = moved_from.and_then(|folder| self.0.get(folder));
        self.0.get(folder).or(from).cloned().unwrap_or_default()
    }
}

/// Writes a snapshot: facts alone, neither what could not be read in a file nor words in place of paths and addresses.
pub fn write(snapshot: &KepSnapshot) -> anyhow::Result<Vec<u8>> {
    let mut latest = Latest::default();
    let mut changes = Vec::new();
    for KepChange { folder, moved_from, at, commit, revision } in &snapshot.history.changes {
        let fields = match revision {
            Some((revision, _)) => {
                let Value::Object(all) = serde_json::to_value(facts(revision))? else {
                    anyhow::bail!("a revision is no object");
                };
                let before = latest.before(folder, moved_from.as_deref());
                let changed = all.iter().filter(|(name, value)| before.get(*name) != Some(*value));
                let changed = changed.map(|(name, value)| (name.clone(), value.clone())).collect();
                latest.0.insert(folder.clone(), all);
                Some(changed)
            }
            None => None,
        };
        changes.push(Change {
            folder: folder.clone(),
            moved_from: moved_from.clone(),
            at: at.as_second(),
            commit: commit.clone(),
            fields,
        });
    }
    let mut pulls = BTreeMap::<(Timestamp, u64), Vec<(u32, u32)>>::new();
    for pull in &snapshot.history.pulls {
        pulls.entry((pull.merged_at, pull.pull)).or_default().push((pull.position, pull.number));
    }
    let pulls = pulls.into_iter().map(|((merged_at, pull), mut keps)| {
        keps.sort_unstable();
        let keps = keps.into_iter().map(|(_, number)| number).collect();
        Pull { pull, merged_at: merged_at.as_second(), keps }
    });
    let document = Document {
        data_at: snapshot.data_at,
        cursor: snapshot.cursor.clone(),
        changes,
        pulls: pulls.collect(),
    };
    let mut packed = brotli::CompressorWriter::new(Vec::new(), 1 << 16, QUALITY, WINDOW);
    packed.write_all(&serde_json::to_vec(&document)?)?;
    Ok(packed.into_inner())
}

/// Reads a snapshot.
pub fn read(bytes: &[u8]) -> anyhow::Result<KepSnapshot> {
    let mut text = Vec::new();
    brotli::Decompressor::new(bytes, 1 << 16).take(LARGEST_BYTES).read_to_end(&mut text)?;
    let document: Document = serde_json::from_slice(&text)?;
    let mut history = KepHistory { whole: true, ..KepHistory::default() };
    let mut latest = Latest::default();
    for Change { folder, moved_from, at, commit, fields } in document.changes {
        let revision = match fields {
            Some(changed) => {
                let mut fields = latest.before(&folder, moved_from.as_deref());
                fields.extend(changed);
                latest.0.insert(folder.clone(), fields.clone());
                let revision: KepRevision = serde_json::from_value(Value::Object(fields))
                    .with_context(|| format!("the revision {commit} of {folder} cannot be read"))?;
                Some((revision, Vec::new()))
            }
            None => None,
        };
        history.changes.push(KepChange {
            folder,
            moved_from,
            at: Timestamp::from_second(at)?,
            commit,
            revision,
        });
    }
    for Pull { pull, merged_at, keps } in document.pulls {
        let merged_at = Timestamp::from_second(merged_at)?;
        let touched = (0..).zip(keps);
        history.pulls.extend(touched.map(|(position, number)| KepPull { pull, number, position, merged_at }));
    }
    Ok(KepSnapshot { history, data_at: document.data_at, cursor: document.cursor })
}

/// A revision without the raw text of what could not be read, besides a status, and of what it points to only paths and
/// addresses.
pub fn facts(revision: &KepRevision) -> KepRevision {
    let paths = |texts: &[String]| {
        let is_path = |text: &&String| text.contains('/') && !text.contains(char::is_whitespace);
        texts.iter().filter(is_path).cloned().collect()
    };
    KepRevision {
        see_also: paths(&revision.see_also),
        replaces: paths(&revision.replaces),
        superseded_by: paths(&revision.superseded_by),
        unread: revision.unread.iter().filter(|(field, _)| field == "status").cloned().collect(),
        ..revision.clone()
    }
}
