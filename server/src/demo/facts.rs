//! Reads the facts of the demo. The head of `demo/facts.tsv` describes the format.

use anyhow::{Context, ensure};
use domain::cite::Repo;
use domain::github::{Answer, Item, ItemKey, ItemKind, ItemState};
use domain::kep::{FeatureGate, KepRevision, KepStanding, Milestone, Status, number_in_path};
use domain::sig::Sig;
use jiff::Timestamp;
use store::{FetchedItem, KepChange, KepHistory, KepPull};

/// What is known of what the demo cites.
#[derive(Clone, Debug)]
pub struct DemoFacts {
    /// Up to when the facts are complete.
    pub data_at: Timestamp,
    /// The instant that counts as *now*.
    pub now: Timestamp,
    /// KEPs and the pull requests about them.
    pub history: KepHistory,
    pub items: Vec<FetchedItem>,
    /// Cited items of which nothing is known.
    pub unknown: Vec<ItemKey>,
}

impl DemoFacts {
    /// Reads a file of facts. The file is part of the program, so the first line that cannot be read is
    /// an error.
    pub fn read(text: &str) -> anyhow::Result<Self> {
        let mut facts = Self {
            data_at: Timestamp::UNIX_EPOCH,
            now: Timestamp::UNIX_EPOCH,
            history: KepHistory { whole: true, ..KepHistory::default() },
            items: Vec::new(),
            unknown: Vec::new(),
        };
        // The KEP to which the lines below it belong.
        let mut kep = None;
        let lines = text.lines().zip(1..).filter(|(text, _)| !text.starts_with('#') && !text.is_empty());
        for (text, line) in lines {
            let (what, columns) = text.split_once('\t').unwrap_or((text, ""));
            let columns = Columns(columns.split('\t').collect());
            let read = match what {
                "data" => {
                    columns.instants().map(|(data_at, now)| (facts.data_at, facts.now) = (data_at, now))
                }
                "kep" => columns.kep().map(|read| kep = Some(read)),
                "rev" => kep
                    .as_ref()
                    .and_then(|kep| columns.revision(kep))
                    .map(|change| facts.history.changes.push(change)),
                "pull" => columns.pulls().map(|pulls| facts.history.pulls.extend(pulls)),
                "item" => columns.item(facts.data_at).map(|item| facts.items.push(item)),
                "none" => key(columns.at(0)).map(|key| facts.unknown.push(key)),
                _ => None,
            };
            read.with_context(|| format!("line {line} cannot be read: {text}"))?;
        }
        ensure!(
            facts.now >= facts.data_at && facts.data_at > Timestamp::UNIX_EPOCH,
            "no line states up to when the facts are known"
        );
        // A history is in the order of time.
        facts.history.changes.sort_by_key(|change| change.at);
        Ok(facts)
    }
}

/// A `kep` line: the folder, and what all its revisions have in common.
type Kep = (String, KepRevision);

/// The columns after the first one.
struct Columns<'a>(Vec<&'a str>);

impl<'a> Columns<'a> {
    /// A column; empty where the line ends before it.
    fn at(&self, column: usize) -> &'a str {
        self.0.get(column).copied().unwrap_or_default()
    }

    fn list(&self, column: usize) -> impl Iterator<Item = &'a str> {
        self.at(column).split(", ").filter(|value| !value.is_empty())
    }

    /// A value that may be missing; the outer `None` where it cannot be read.
    fn maybe<T: std::str::FromStr>(&self, column: usize) -> Option<Option<T>> {
        let text = self.at(column);
        if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
    }

    fn instants(&self) -> Option<(Timestamp, Timestamp)> {
        Some((self.at(0).parse().ok()?, self.at(1).parse().ok()?))
    }

    fn kep(&self) -> Option<Kep> {
        let folder = self.at(0).to_owned();
        let participating: Option<Vec<Sig>> = self.list(2).map(|sig| sig.parse().ok()).collect();
        let gate = |name: &str| FeatureGate { name: name.to_owned(), components: Vec::new() };
        let revision = KepRevision {
            title: Some(self.at(5).to_owned()).filter(|title| !title.is_empty()),
            number: Some(number_in_path(&format!("keps/{folder}"))?),
            owning_sig: self.maybe(1)?,
            participating_sigs: participating?,
            feature_gates: self.list(3).map(gate).collect(),
            superseded_by: self.list(4).map(str::to_owned).collect(),
            ..KepRevision::default()
        };
        Some((folder, revision))
    }

    fn revision(&self, (folder, common): &Kep) -> Option<KepChange> {
        let milestones: Option<Vec<Milestone>> = self.list(4).map(milestone).collect();
        let standing = KepStanding {
            status: Status::from(self.at(1).to_owned()),
            stage: self.maybe(2)?,
            latest_milestone: self.maybe(3)?,
            milestones: milestones?.into_iter().collect(),
        };
        Some(KepChange {
            folder: folder.clone(),
            moved_from: None,
            at: self.at(0).parse().ok()?,
            // The file does not name the commit.
            commit: String::new(),
            revision: Some((KepRevision { standing, ..common.clone() }, Vec::new())),
        })
    }

    fn pulls(&self) -> Option<Vec<KepPull>> {
        let pull = self.at(0).parse().ok()?;
        let merged_at = self.at(1).parse().ok()?;
        let numbers: Option<Vec<u32>> = self.list(2).map(|number| number.parse().ok()).collect();
        let about = |(position, number)| KepPull { pull, number, position, merged_at };
        Some((0..).zip(numbers?).map(about).collect())
    }

    fn item(&self, at: Timestamp) -> Option<FetchedItem> {
        let item = Item {
            kind: match self.at(1) {
                "pull" => ItemKind::Pull,
                "issue" => ItemKind::Issue,
                _ => return None,
            },
            state: self.at(2).parse::<ItemState>().ok()?,
            created_at: self.maybe(3)?,
            closed_at: self.maybe(4)?,
            merged_at: self.maybe(5)?,
            updated_at: None,
            milestone: Some(self.at(6).to_owned()).filter(|milestone| !milestone.is_empty()),
            labels: self.list(7).map(str::to_owned).collect(),
            title: self.at(8).to_owned(),
            events: None,
            moved_to: None,
        };
        Some(FetchedItem {
            key: key(self.at(0))?,
            answer: Some(Answer::Item(Box::new(item))),
            at,
            etag: None,
        })
    }
}

/// `alpha 1.27`.
fn milestone(text: &str) -> Option<Milestone> {
    let (stage, version) = text.split_once(' ')?;
    Some(Milestone { stage: stage.parse().ok()?, version: version.parse().ok()? })
}

/// `kubernetes/kubernetes#115138`.
fn key(text: &str) -> Option<ItemKey> {
    let (repo, number) = text.split_once('#')?;
    let (owner, name) = repo.split_once('/')?;
    Some(ItemKey { repo: Repo::new(owner, name), number: number.parse().ok()? })
}
