//! KEPs as lists show them.

use domain::kep::KepStanding;
use domain::pages::{KepLine, KepName};
use domain::sig::Sig;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::derive::NewestFile;
use crate::rows::{read_opt, unsigned};
use crate::{Error, Result};

/// A KEP's columns with what is derived of it.
#[derive(Debug, FromRow)]
pub(super) struct KepRow {
    pub id: i64,
    pub folder: String,
    number: Option<i64>,
    pub gone: bool,
    /// KEPs of its number whose files are still there.
    namesakes: i64,
    title: Option<String>,
    owning_sig: Option<String>,
    participating_sigs: String,
    state: String,
    moved_on: Option<String>,
    pub notes: i64,
    /// Whether it has moved since a note cited it.
    changed: bool,
    /// As [`NewestFile`].
    newest: Option<String>,
}

impl KepRow {
    /// The beginning of a statement for KEPs, to be completed by conditions on the tables `kep` and `kep_now`.
    pub(super) fn select() -> QueryBuilder<Sqlite> {
        QueryBuilder::new(
            "select kep.id, kep.folder, kep.number, kep.gone, \
             (select count(*) from kep as other where other.number = kep.number and other.gone = 0) as namesakes, \
             kep_now.title, kep_now.owning_sig, kep_now.participating_sigs, kep_now.state, kep_now.moved_on, \
             kep_now.notes, exists (select 1 from outcome indexed by outcome_moved_kep \
             where outcome.kep_id = kep.id and outcome.kep_changed = 1) \
             as changed, kep_now.newest \
             from kep join kep_now on kep_now.kep_id = kep.id where ",
        )
    }

    /// The KEPs of a statement, those whose files are still there first, by number.
    pub(super) async fn fetch(mut sql: QueryBuilder<Sqlite>, db: &mut SqliteConnection) -> Result<Vec<Self>> {
        sql.push(" order by kep.gone, kep.number, kep.id");
        Ok(sql.build_query_as().fetch_all(db).await?)
    }

    /// The standing in the newest file.
    pub(super) fn standing(&self) -> Result<KepStanding> {
        Ok(self.newest()?.standing)
    }

    fn newest(&self) -> Result<NewestFile> {
        self.newest.as_deref().map_or(Ok(NewestFile::default()), |json| self.json("revision of a KEP", json))
    }

    pub(super) fn number(&self) -> Result<Option<u32>> {
        self.number.map(|number| unsigned("KEP number", number)).transpose()
    }

    /// Whether no other KEP whose file is still there has its number.
    pub(super) fn is_only_one(&self) -> bool {
        self.namesakes <= 1
    }

    /// The name of its page: its number, where it is the only one of that number.
    pub(super) fn name(&self) -> Result<KepName> {
        let base = self.folder.rsplit('/').next().unwrap_or(&self.folder);
        Ok(match self.number()? {
            Some(number) if self.is_only_one() => KepName::Number(number),
            _ => KepName::Folder(base.to_owned()),
        })
    }

    pub(super) fn line(&self) -> Result<KepLine> {
        let newest = self.newest()?;
        let sigs: Vec<String> = self.json("list of SIGs", &self.participating_sigs)?;
        Ok(KepLine {
            name: self.name()?,
            number: self.number()?,
            title: self.title.clone(),
            owning_sig: read_opt::<Sig>("SIG", self.owning_sig.as_deref())?,
            participating_sigs: sigs.iter().filter_map(|sig| sig.parse().ok()).collect(),
            state: self.json("state of a KEP", &self.state)?,
            milestones: newest.standing.milestones,
            gates: newest.gates.into_iter().flatten().map(|gate| gate.name).collect(),
            moved_on: read_opt("day", self.moved_on.as_deref())?,
            notes: unsigned("count", self.notes)?,
            changed: self.changed,
        })
    }

    fn json<T: serde::de::DeserializeOwned>(&self, what: &'static str, json: &str) -> Result<T> {
        serde_json::from_str(json).map_err(|_| Error::Row { what, found: self.folder.clone() })
    }
}

/// Adds `kep.number in (…)`.
pub(super) fn push_numbers(sql: &mut QueryBuilder<Sqlite>, numbers: impl Iterator<Item = u32>) {
    sql.push("kep.number in (");
    let mut list = sql.separated(", ");
    for number in numbers {
        list.push_bind(i64::from(number));
    }
    sql.push(")");
}
