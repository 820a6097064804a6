//! The list of SIGs and WGs, and one by itself.

use std::collections::BTreeMap;

use domain::list::filter::Filter;
use domain::pages::{SigLine, SigList, SigPage};
use domain::sig::Sig;

use super::kep_days::KepDays;
use super::kep_rows::KepRow;
use super::note_list::NoteList;
use crate::rows::{read, unsigned};
use crate::syncs::releases;
use crate::{Result, Store};

/// How many entries the page of a group shows; the others are on the timeline.
const ENTRIES: usize = 8;

impl Store {
    /// Every group: those of the community's list, then those that only notes or KEPs name. Two statements.
    pub async fn sigs(&self) -> Result<SigList> {
        let list = self.counted_list(&Filter::default()).await?;
        let notes = &self.sig_counts(&list).await?.tagged;
        let keps: Vec<(String, i64)> = sqlx::query_as(
            r#"
            select kep_now.owning_sig, count(*) from kep_now join kep on kep.id = kep_now.kep_id
            where kep_now.owning_sig is not null and (kep.gone = 0 or kep_now.notes > 0) group by 1
            "#,
        )
        .fetch_all(self.reader()?)
        .await?;
        let notes: BTreeMap<&str, u32> =
            notes.iter().map(|count| (count.value.as_str(), count.notes)).collect();
        let keps: BTreeMap<String, i64> = keps.into_iter().collect();
        let is_known = |name: &str| Sig::known().any(|group| group.directory == name);
        let mut others: Vec<&str> = notes
            .keys()
            .copied()
            .chain(keps.keys().map(String::as_str))
            .filter(|name| !is_known(name))
            .collect();
        others.sort_unstable();
        others.dedup();
        let sigs = Sig::known()
            .map(|group| group.directory)
            .chain(others)
            .map(|name| {
                let notes = notes.get(name).copied().unwrap_or_default();
                let keps = unsigned("count", keps.get(name).copied().unwrap_or_default())?;
                Ok(SigLine { sig: read("SIG", name)?, notes, keps })
            })
            .collect::<Result<_>>()?;
        Ok(SigList { sigs })
    }

    /// A group with its KEPs and newest notes; `None` for one on no list that nothing names.
    pub async fn sig(&self, sig: &Sig) -> Result<Option<SigPage>> {
        let tagged = Filter::default().toggle_sig(sig);
        let list = self.counted_list(&tagged).await?;
        let notes = self.totals(&list).await?.notes;
        let cycles = self.cycle_counts(&list).await?.to_vec();
        let mut db = self.reader()?.begin().await?;
        let mut sql = KepRow::select();
        sql.push("(kep.gone = 0 or kep_now.notes > 0) and (kep_now.owning_sig = ").push_bind(sig.to_string());
        sql.push(" or exists (select 1 from json_each(kep_now.participating_sigs) where json_each.value = ");
        sql.push_bind(sig.to_string()).push("))");
        let rows = KepRow::fetch(sql, &mut db).await?;
        let notes_of_group = NoteList::load(self, &mut db, Some(tagged), ENTRIES).await?;
        let entries = notes_of_group.entries(self, &mut db, ENTRIES).await?;
        let days = KepDays::load(&mut db).await?;
        let releases = releases(&mut db).await?;
        db.rollback().await?;
        if sig.group().is_none() && notes == 0 && rows.is_empty() {
            return Ok(None);
        }
        let lines = rows.iter().map(KepRow::line).collect::<Result<Vec<_>>>()?;
        let (owned, takes_part): (Vec<_>, Vec<_>) =
            lines.into_iter().partition(|kep| kep.owning_sig.as_ref() == Some(sig));
        let line = SigLine { sig: sig.clone(), notes, keps: owned.len() as u32 };
        let releases = releases.iter().rev().map(|release| release.version).collect();
        let data_day = days.map(|days| days.data);
        Ok(Some(SigPage { line, owned, takes_part, entries, cycles, releases, data_day }))
    }
}
