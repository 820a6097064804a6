//! Feature gates, release notes, and the notes that say something of either.

use std::collections::BTreeMap;

use domain::gate::{Gate, GateName};
use domain::pages::{GateKep, GateReleaseNote, NamingNote, NamingNotes};
use domain::version::Version;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::gates::{GateSelection, load_gates};
use crate::rows::{read, read_opt, rights, unsigned};
use crate::sql::push_list;
use crate::syncs::read_note;
use crate::{Error, Result, Store};

impl Store {
    /// Every gate, by name, as all sources know it: two statements.
    pub async fn gates(&self) -> Result<BTreeMap<GateName, Gate>> {
        let mut db = self.reader()?.begin().await?;
        let gates = load_gates(&mut db, GateSelection::All).await?;
        db.rollback().await?;
        Ok(gates)
    }

    /// A gate, whatever capitals its name is written with; `None` where no source has it. Two statements.
    pub async fn gate(&self, name: &GateName) -> Result<Option<Gate>> {
        let mut db = self.reader()?.begin().await?;
        let gates = load_gates(&mut db, GateSelection::Named(name)).await?;
        db.rollback().await?;
        Ok(gates.into_values().next())
    }

    /// The KEPs whose newest files name gates, by the name as the files have it, which may be that of no gate: one statement.
    pub async fn gate_keps(&self) -> Result<BTreeMap<String, Vec<GateKep>>> {
        let rows: Vec<KepRow> = sqlx::query_as(
            r#"
            select kep_gate.gate, kep.number, kep.folder, kep_now.title, kep_now.owning_sig
            from kep_gate join kep on kep.id = kep_gate.kep_id join kep_now on kep_now.kep_id = kep.id
            where kep.gone = 0 order by kep_gate.gate, kep.number, kep.folder
            "#,
        )
        .fetch_all(self.reader()?)
        .await?;
        let mut keps: BTreeMap<String, Vec<GateKep>> = BTreeMap::new();
        for row in rows {
            let (gate, kep) = row.value()?;
            keps.entry(gate).or_default().push(kep);
        }
        Ok(keps)
    }

    /// The release notes of the releases after one up to another, each with the gates that it names, by release and number:
    /// one statement.
    pub async fn release_notes(&self, after: Version, until: Version) -> Result<Vec<GateReleaseNote>> {
        let mut sql = NoteRow::select();
        sql.push(" where release_note.minor > ").push_bind(i64::from(after.minor));
        sql.push(" and release_note.minor <= ").push_bind(i64::from(until.minor));
        sql.push(" order by release_note.minor, release_note.pull");
        fetch_notes(sql, self).await
    }

    /// The release notes that name a gate, by release and number: one statement.
    pub async fn release_notes_on_gate(&self, gate: &GateName) -> Result<Vec<GateReleaseNote>> {
        let mut sql = NoteRow::select();
        sql.push(" where release_note.pull in (select pull from release_note_gate where gate = ");
        sql.push_bind(gate.to_string()).push(") order by release_note.minor, release_note.pull");
        fetch_notes(sql, self).await
    }

    /// The notes that name some gates, or cite some KEPs or pull requests of kubernetes/kubernetes: one statement.
    ///
    /// So many of the newest of each have their opening; it is empty of the others.
    pub async fn naming_notes(
        &self,
        gates: impl IntoIterator<Item = &GateName>,
        keps: impl IntoIterator<Item = u32>,
        pulls: impl IntoIterator<Item = u64>,
        quoted: u32,
    ) -> Result<NamingNotes> {
        // A common KEP is cited by thousands of notes: only the texts of those that are quoted are read.
        let mut sql = QueryBuilder::<Sqlite>::new(
            "select ranked.kind, ranked.name, ranked.note_id as id, ranked.entry_id, ranked.date, \
             coalesce(substr(quoted.text, 1, ",
        );
        sql.push_bind(i64::from(NamingNote::OPENING)).push(
            "), '') as opening, notebook.rights, notebook.licence from (\
             select named.kind, named.name, named.note_id, note.entry_id, note.notebook_id, note.position, entry.date, \
             entry.sort_day, row_number() over (partition by named.kind, named.name \
             order by entry.date desc, entry.sort_day desc, entry.id desc, note.position desc) as nth from (\
             select 'gate' as kind, gate as name, note_id from note_gate where gate in (",
        );
        push_list(&mut sql, gates.into_iter().map(|gate| gate.as_str()));
        sql.push(" union select 'kep', cast(kep_number as text), note_id from outcome where kep_number in (");
        push_list(&mut sql, keps);
        sql.push(" union select 'pull', cast(number as text), note_id from outcome where number in (");
        push_list(&mut sql, pulls);
        sql.push(
            " and owner = 'kubernetes' collate nocase and repo = 'kubernetes' collate nocase\
             ) as named cross join note indexed by note_place on note.id = named.note_id \
             cross join entry on entry.id = note.entry_id where note.vanished_at is null\
             ) as ranked left join note as quoted on quoted.id = ranked.note_id and ranked.nth <= ",
        );
        sql.push_bind(i64::from(quoted)).push(
            " join notebook on notebook.id = ranked.notebook_id \
             order by ranked.sort_day, ranked.entry_id, ranked.position",
        );
        let rows: Vec<NamingRow> = sql.build_query_as().fetch_all(self.reader()?).await?;
        let mut notes = NamingNotes::default();
        for row in rows {
            row.add_to(&mut notes)?;
        }
        Ok(notes)
    }
}

#[derive(FromRow)]
struct KepRow {
    gate: String,
    number: Option<i64>,
    folder: String,
    title: Option<String>,
    owning_sig: Option<String>,
}

impl KepRow {
    fn value(self) -> Result<(String, GateKep)> {
        let kep = GateKep {
            number: self.number.map(|number| unsigned("KEP number", number)).transpose()?,
            folder: self.folder,
            title: self.title,
            owning_sig: read_opt("SIG", self.owning_sig.as_deref())?,
        };
        Ok((self.gate, kep))
    }
}

#[derive(FromRow)]
struct NoteRow {
    note: String,
    gates: String,
}

impl NoteRow {
    /// The beginning of a statement for release notes.
    fn select() -> QueryBuilder<Sqlite> {
        QueryBuilder::new(
            "select note, (select json_group_array(gate) from release_note_gate \
             where release_note_gate.pull = release_note.pull) as gates from release_note",
        )
    }

    fn value(&self) -> Result<GateReleaseNote> {
        let mut gates: Vec<GateName> = serde_json::from_str(&self.gates)
            .map_err(|_| Error::Row { what: "gates", found: self.gates.clone() })?;
        gates.sort_unstable();
        Ok(GateReleaseNote { note: read_note(&self.note)?, gates })
    }
}

async fn fetch_notes(mut sql: QueryBuilder<Sqlite>, store: &Store) -> Result<Vec<GateReleaseNote>> {
    let rows: Vec<NoteRow> = sql.build_query_as().fetch_all(store.reader()?).await?;
    rows.iter().map(NoteRow::value).collect()
}

#[derive(FromRow)]
struct NamingRow {
    kind: String,
    name: String,
    id: String,
    entry_id: String,
    date: Option<String>,
    opening: String,
    rights: String,
    licence: Option<String>,
}

impl NamingRow {
    fn add_to(self, notes: &mut NamingNotes) -> Result<()> {
        let note = NamingNote {
            note: read("id", &self.id)?,
            entry: read("id", &self.entry_id)?,
            day: read_opt("day", self.date.as_deref())?,
            opening: self.opening,
            rights: rights(&self.rights, self.licence)?,
        };
        match self.kind.as_str() {
            "gate" => notes.gates.entry(read("gate", &self.name)?).or_default().push(note),
            "kep" => notes.keps.entry(read("number", &self.name)?).or_default().push(note),
            _ => notes.pulls.entry(read("number", &self.name)?).or_default().push(note),
        }
        Ok(())
    }
}
