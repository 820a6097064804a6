//! The notes of a long list, found once, and counted by their facets in memory.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::list::day_counts::DayCounts;
use domain::list::filter::Filter;
use domain::list::timeline::CitedKepCounts;
use roaring::RoaringBitmap;
use sqlx::sqlite::SqliteConnection;

use crate::filter::{OmittedPart, is_unrestricted, push_note_conditions, restricts};
use crate::note_sets::{NoteSets, NotesOfValue};
use crate::sql::sql;
use crate::{Result, Store, generation};

/// Of how many lists the notes are kept: of each a bit for each note that is there, at most, and as many more as it is
/// restricted by facets.
pub(crate) const KEPT: usize = 64;

/// The notes of a list, with those that would be in it without one of its parts.
#[derive(Debug)]
pub(crate) struct ListNotes {
    sets: Arc<NoteSets>,
    matching: RoaringBitmap,
    /// For each part that restricts the list.
    omitting: Vec<(OmittedPart, RoaringBitmap)>,
}

impl Store {
    /// The notes of a filter, as one transaction sees them: a fixed number of statements, and two once they are known.
    pub(crate) async fn list_notes(&self, filter: &Filter) -> Result<Arc<ListNotes>> {
        let mut db = self.reader()?.begin().await?;
        let generation = generation::number(&mut db).await?;
        let name = filter.query();
        if let Some(notes) = self.list_notes.get(generation, &name) {
            return Ok(notes);
        }
        let sets = self.note_sets(&mut db, generation).await?;
        let notes = Arc::new(ListNotes::load(&mut db, sets, filter).await?);
        db.rollback().await?;
        self.list_notes.insert(generation, name, Arc::clone(&notes), 1 + notes.omitting.len());
        Ok(notes)
    }
}

impl ListNotes {
    pub(crate) async fn load(
        db: &mut SqliteConnection,
        sets: Arc<NoteSets>,
        filter: &Filter,
    ) -> Result<Self> {
        let matching = load_notes(db, &sets, filter, OmittedPart::Nothing).await?;
        let mut omitting = Vec::new();
        for part in OmittedPart::ALL.iter().copied().filter(|part| restricts(filter, *part)) {
            omitting.push((part, load_notes(db, &sets, filter, part).await?));
        }
        Ok(Self { sets, matching, omitting })
    }

    /// Those that match once a part of the filter is left out.
    fn omitting(&self, omitted: OmittedPart) -> &RoaringBitmap {
        self.omitting.iter().find(|(part, _)| *part == omitted).map_or(&self.matching, |(_, notes)| notes)
    }

    /// Notes for each value of the facet of a part, in the order of its values; those without any are left out.
    pub(crate) fn counts(&self, part: OmittedPart) -> Vec<(String, i64)> {
        counts(self.sets.facet(part), self.omitting(part))
    }

    /// Notes without any value of the facet of a part.
    pub(crate) fn without_value(&self, part: OmittedPart) -> u32 {
        let mut notes = self.omitting(part).clone();
        for (_, with_value) in self.sets.facet(part) {
            notes -= with_value;
        }
        notes.len() as u32
    }

    /// Notes by day.
    pub(crate) fn days(&self, omitted: OmittedPart) -> DayCounts {
        let notes = self.omitting(omitted);
        DayCounts { dated: counts(&self.sets.dated, notes), undated: counts(&self.sets.undated, notes) }
    }

    /// The rows of the KEPs that are cited, or pull requests about them.
    pub(crate) fn cited_keps(&self) -> BTreeSet<i64> {
        keps(&self.sets.citing, &self.matching).collect()
    }

    /// How many these are, and how many of them have moved since one of the notes.
    pub(crate) fn kep_counts(&self) -> CitedKepCounts {
        CitedKepCounts {
            cited: keps(&self.sets.citing, &self.matching).count() as u32,
            moved: keps(&self.sets.moved, &self.matching).count() as u32,
        }
    }
}

fn counts<T: Clone, N: TryFrom<u64>>(values: &[NotesOfValue<T>], notes: &RoaringBitmap) -> Vec<(T, N)> {
    let count = |(value, with_value): &NotesOfValue<T>| match with_value.intersection_len(notes) {
        0 => None,
        // There are fewer notes than numbers of 32 bits.
        count => Some((value.clone(), N::try_from(count).ok()?)),
    };
    values.iter().filter_map(count).collect()
}

fn keps(keps: &[NotesOfValue<i64>], notes: &RoaringBitmap) -> impl Iterator<Item = i64> {
    keps.iter().filter(|(_, citing)| !citing.is_disjoint(notes)).map(|(kep, _)| *kep)
}

async fn load_notes(
    db: &mut SqliteConnection,
    sets: &NoteSets,
    filter: &Filter,
    omitted: OmittedPart,
) -> Result<RoaringBitmap> {
    if is_unrestricted(filter, omitted) {
        return Ok(sets.all());
    }
    let mut sql = sql();
    sql.push("select group_concat(note.id, '') from note where note.vanished_at is null");
    push_note_conditions(&mut sql, filter, omitted);
    let ids: Option<String> = sql.build_query_scalar().fetch_one(db).await?;
    Ok(sets.notes(&ids.unwrap_or_default()))
}
