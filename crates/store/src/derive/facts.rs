//! The facts that syncs brought, as judgement takes them: all of them, or those of some targets.

use std::collections::{BTreeSet, HashMap};

use domain::cite::resolve::{KepIndex, candidates, resolve};
use domain::cite::{Repo, Target};
use domain::gate::GateIndex;
use domain::github::{Answer, ItemKey};
use domain::kep::KepRevision;
use domain::outcome::{FactBase, KepDataTimes, KepFacts};
use domain::release_note::ReleaseNote;
use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::rows::{read, unsigned};
use crate::sql::{json_list, push_list};
use crate::syncs::{SyncKind, last_sync, load_gate_index, load_release_notes, releases};
use crate::{Error, Result};

/// Facts to judge by, with the rows that they come from.
pub(crate) struct SyncedFacts {
    pub base: FactBase,
    /// Those still there first, then in the order in which they came. Of two with one number, the first is the KEP that
    /// the number means, unless both are there. Only those of some targets where loaded by [`Self::load_for`].
    pub keps: Vec<SyncedKep>,
    /// The row of the KEP that a number means, where it means one.
    pub kep_ids: HashMap<u32, i64>,
    /// The names of the gates that are known; none where loaded by [`Self::load_for_any_day`].
    pub gates: GateIndex,
}

/// A KEP with its row and its number.
pub(crate) struct SyncedKep {
    pub id: i64,
    pub number: Option<u32>,
    /// Whether its file is gone.
    pub gone: bool,
    pub facts: KepFacts,
}

/// The KEPs that pull requests touched, in the order of [`domain::kep::touched_keps`], and when each was merged.
type Pulls = HashMap<u64, (Vec<u32>, Timestamp)>;

impl SyncedFacts {
    /// Everything that syncs brought.
    pub(super) async fn load(db: &mut SqliteConnection) -> Result<Self> {
        let keps = load_keps(db, None).await?;
        let pulls = load_pulls(db, None).await?;
        let items = load_items(db, None).await?;
        let release_notes = load_release_notes(db, None).await?;
        let gates = load_gate_index(db).await?;
        Ok(Self { gates, ..Self::new(db, keps, pulls, items, release_notes).await? })
    }

    /// The facts that judging `targets` needs: the KEPs that they mean, and GitHub's answers and pull requests under
    /// their own numbers. Outcomes by them are the same as by all facts.
    pub(super) async fn load_for(
        db: &mut SqliteConnection,
        targets: impl Iterator<Item = &Target>,
    ) -> Result<Self> {
        let targets: Vec<&Target> = targets.collect();
        let keys = keys(&targets);
        let index = EnhancementsIndex::load(db, &keys).await?;
        // A target means the first of its candidates that exists. Those before it do not exist among all facts, hence
        // not among these, so that it resolves alike.
        let keps = targets.iter().filter_map(|target| resolve(target, &index).kep()).collect();
        let keps = load_keps(db, Some(&keps)).await?;
        let items = load_items(db, Some(&keys)).await?;
        let release_notes = load_release_notes(db, Some(&kubernetes_numbers(&keys))).await?;
        let gates = load_gate_index(db).await?;
        Ok(Self { gates, ..Self::new(db, keps, index.pulls, items, release_notes).await? })
    }

    /// The same where the facts are to be judged as of an earlier day, on which `targets` may have meant other KEPs: all
    /// that they can mean.
    pub(super) async fn load_for_any_day(
        db: &mut SqliteConnection,
        targets: impl Iterator<Item = &Target>,
    ) -> Result<Self> {
        let keys = keys(&targets.collect::<Vec<_>>());
        let index = EnhancementsIndex::load(db, &keys).await?;
        let keps = load_keps(db, Some(&index.keps)).await?;
        let items = load_items(db, Some(&keys)).await?;
        let release_notes = load_release_notes(db, Some(&kubernetes_numbers(&keys))).await?;
        Self::new(db, keps, index.pulls, items, release_notes).await
    }

    async fn new(
        db: &mut SqliteConnection,
        keps: Vec<SyncedKep>,
        pulls: Pulls,
        items: HashMap<ItemKey, Answer>,
        release_notes: HashMap<u64, ReleaseNote>,
    ) -> Result<Self> {
        let as_of = last_sync(db, SyncKind::Keps).await?.and_then(|run| {
            let data_at = run.data_at?;
            Some(KepDataTimes { now: run.now(), data_at })
        });
        let releases = releases(db).await?;
        let (mut once, mut ambiguous) = (BTreeSet::new(), BTreeSet::new());
        for number in keps.iter().filter(|kep| !kep.gone).filter_map(|kep| kep.number) {
            if !once.insert(number) {
                ambiguous.insert(number);
            }
        }
        let mut kep_ids = HashMap::new();
        let mut facts = HashMap::new();
        for kep in &keps {
            if let Some(number) = kep.number.filter(|number| !ambiguous.contains(number)) {
                kep_ids.entry(number).or_insert(kep.id);
                facts.entry(number).or_insert_with(|| kep.facts.clone());
            }
        }
        let base = FactBase { keps: facts, ambiguous, pulls, items, release_notes, releases, as_of };
        Ok(Self { base, keps, kep_ids, gates: GateIndex::default() })
    }
}

/// The numbers on GitHub that targets name, each once.
fn keys(targets: &[&Target]) -> BTreeSet<ItemKey> {
    targets.iter().filter_map(|target| target.item_key()).map(|key| key.to_lowercase()).collect()
}

/// Those of the numbers that are of Kubernetes' own repository.
fn kubernetes_numbers(keys: &BTreeSet<ItemKey>) -> BTreeSet<u64> {
    keys.iter().filter(|key| key.repo.is_kubernetes()).map(|key| key.number).collect()
}

/// Which of some numbers are KEPs, and what pull requests of these numbers touched: enough to resolve targets,
/// without revisions.
struct EnhancementsIndex {
    keps: BTreeSet<u32>,
    pulls: Pulls,
}

impl EnhancementsIndex {
    /// The index of the numbers among `keys` and of all that they lead to.
    async fn load(db: &mut SqliteConnection, keys: &BTreeSet<ItemKey>) -> Result<Self> {
        let numbers: BTreeSet<u64> =
            keys.iter().filter(|key| key.repo.is_enhancements()).map(|key| key.number).collect();
        let pulls = load_pulls(db, Some(&numbers)).await?;
        let mut index = Self { keps: BTreeSet::new(), pulls };
        let candidates: BTreeSet<u32> =
            numbers.iter().flat_map(|number| candidates(*number, &index)).collect();
        let mut sql = QueryBuilder::<Sqlite>::new(
            "select distinct number from kep where exists (select 1 from kep_revision where kep_id = kep.id) \
             and number in (",
        );
        push_list(&mut sql, candidates);
        let numbers: Vec<i64> = sql.build_query_scalar().fetch_all(db).await?;
        let keps = numbers.into_iter().map(|number| unsigned("KEP number", number));
        index.keps = keps.collect::<Result<_>>()?;
        Ok(index)
    }
}

impl KepIndex for EnhancementsIndex {
    fn is_kep(&self, number: u32) -> bool {
        self.keps.contains(&number)
    }

    fn keps_touched_by(&self, pull: u64) -> Vec<u32> {
        self.pulls.get(&pull).map(|(keps, _)| keps.clone()).unwrap_or_default()
    }
}

#[derive(FromRow)]
struct RevisionRow {
    id: i64,
    number: Option<i64>,
    gone: bool,
    at: String,
    revision: String,
}

/// Every KEP, or those of some numbers: those still there first, then in the order in which they came.
async fn load_keps(db: &mut SqliteConnection, numbers: Option<&BTreeSet<u32>>) -> Result<Vec<SyncedKep>> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "select kep.id, kep.number, kep.gone, kep_revision.at, kep_revision.revision from kep \
         join kep_revision on kep_revision.kep_id = kep.id",
    );
    if let Some(numbers) = numbers {
        sql.push(" where kep.number in (");
        push_list(&mut sql, numbers.iter().copied());
    }
    sql.push(" order by kep.gone, kep.id, kep_revision.id");
    let rows: Vec<RevisionRow> = sql.build_query_as().fetch_all(db).await?;
    let mut keps: Vec<SyncedKep> = Vec::new();
    for row in rows {
        let revision: KepRevision = serde_json::from_str(&row.revision)
            .map_err(|_| Error::Row { what: "revision of a KEP", found: format!("row of KEP {}", row.id) })?;
        if keps.last().is_none_or(|last| last.id != row.id) {
            let number = row.number.map(|number| unsigned("KEP number", number)).transpose()?;
            keps.push(SyncedKep { id: row.id, number, gone: row.gone, facts: KepFacts::default() });
        }
        if let Some(SyncedKep { facts, .. }) = keps.last_mut() {
            facts.revisions.push((read("instant", &row.at)?, revision));
        }
    }
    Ok(keps)
}

/// Every pull request of the enhancements repository that touched a KEP, or those of some numbers.
async fn load_pulls(db: &mut SqliteConnection, numbers: Option<&BTreeSet<u64>>) -> Result<Pulls> {
    let mut sql = QueryBuilder::<Sqlite>::new("select pull, number, merged_at from kep_pull");
    if let Some(numbers) = numbers {
        sql.push(" where pull in (");
        push_list(&mut sql, numbers.iter().copied());
    }
    sql.push(" order by pull, position");
    let rows: Vec<(i64, i64, String)> = sql.build_query_as().fetch_all(db).await?;
    let mut pulls = Pulls::new();
    for (pull, kep, merged_at) in rows {
        let merged_at = read("instant", &merged_at)?;
        let (keps, _) = pulls.entry(unsigned("number", pull)?).or_insert((Vec::new(), merged_at));
        keps.push(unsigned("KEP number", kep)?);
    }
    Ok(pulls)
}

/// Every answer of GitHub, or those for some keys, by key in small letters.
async fn load_items(
    db: &mut SqliteConnection,
    keys: Option<&BTreeSet<ItemKey>>,
) -> Result<HashMap<ItemKey, Answer>> {
    let mut sql = QueryBuilder::<Sqlite>::new("select owner, repo, number, answer from github_item");
    if let Some(keys) = keys {
        let keys = keys.iter().map(|key| serde_json::json!([key.repo.owner, key.repo.name, key.number]));
        sql.push(" where (lower(owner), lower(repo), number) in ");
        sql.push("(select value ->> 0, value ->> 1, value ->> 2 from json_each(")
            .push_bind(json_list(keys))
            .push("))");
    }
    sql.push(" order by owner, repo, number");
    let rows: Vec<(String, String, i64, String)> = sql.build_query_as().fetch_all(db).await?;
    let mut items = HashMap::new();
    for (owner, repo, number, answer) in rows {
        let key = ItemKey { repo: Repo::new(owner, repo), number: unsigned("number", number)? };
        let answer: Answer = serde_json::from_str(&answer)
            .map_err(|_| Error::Row { what: "answer of GitHub", found: key.to_string() })?;
        items.insert(key.to_lowercase(), answer);
    }
    Ok(items)
}
