//! What happened in a group in some releases, and what became of it.

use std::collections::HashMap;

use domain::cite::overrides;
use domain::kep::KepRevision;
use domain::list::filter::VersionRange;
use domain::outcome::known_revisions;
use domain::outcome::story::{self, StageFate};
use domain::outcome::then_now::{DatedRevision, History};
use domain::pages::{KepLine, KepName, KepReleases, MOST_RELEASES, SigReleasesPage};
use domain::release::{Release, Releases};
use domain::sig::Sig;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::kep_days::{KepDays, utc};
use super::kep_on;
use super::kep_rows::KepRow;
use super::note_list::NoteList;
use crate::sql::push_list;
use crate::syncs::releases;
use crate::{Result, Store};

/// How many entries the page shows; the others are on the timeline.
const ENTRIES: usize = 12;

impl Store {
    /// A group in some releases; `None` for one on no list that nothing names. A fixed number of statements.
    ///
    /// The KEPs are those that the group owns and that promised something for one of the releases, and those
    /// that the notes of these cycles cite.
    pub async fn sig_releases(&self, sig: &Sig, range: VersionRange) -> Result<Option<SigReleasesPage>> {
        let (written, about) = (SigReleasesPage::written(sig, range), SigReleasesPage::about(sig, range));
        let list = self.counted_list(&written).await?;
        let notes = self.totals(&list).await?.notes;
        let cited = self.cited_keps(&list).await?;
        let about = self.totals(&*self.counted_list(&about).await?).await?.notes;
        let mut db = self.reader()?.begin().await?;
        let releases = releases(&mut db).await?;
        let as_of = self.as_of;
        let days = KepDays::load(&mut db).await?.map(|days| days.known_on(as_of));
        let shown = range.known_releases(&releases, MOST_RELEASES);
        let mut sql = KepRow::select();
        sql.push("((kep.gone = 0 or kep_now.notes > 0) and kep_now.owning_sig = ").push_bind(sig.to_string());
        sql.push(" or kep.id in (");
        push_list(&mut sql, cited.iter().copied());
        sql.push(")");
        let rows = KepRow::fetch(sql, &mut db).await?;
        let mut revisions = kep_on::revisions(&mut db, rows.iter().map(|row| row.id)).await?;
        let written = NoteList::load(self, &mut db, Some(written), ENTRIES).await?;
        let entries = written.entries(self, &mut db, ENTRIES).await?;
        let mut found = Vec::new();
        for row in &rows {
            let revisions = revisions.remove(&row.id).unwrap_or_default();
            let fates = match days {
                Some(days) => fates(row, &revisions, &releases, days, &shown)?,
                None => vec![Vec::new(); shown.len()],
            };
            let cited = cited.contains(&row.id);
            if cited || fates.iter().any(|fates| !fates.is_empty()) {
                found.push((row.id, KepReleases { kep: row.line()?, fates, cited }));
            }
        }
        if let Some(day) = as_of {
            let lines = found.iter().map(|(id, row)| (*id, row.kep.clone())).collect();
            let lines = kep_on::as_of_day(&mut db, lines, day).await?;
            let mut lines: HashMap<KepName, KepLine> =
                lines.into_iter().map(|line| (line.name.clone(), line)).collect();
            found.retain_mut(|(_, row)| match lines.remove(&row.kep.name) {
                Some(line) => {
                    row.kep = line;
                    true
                }
                None => false,
            });
        }
        db.rollback().await?;
        if sig.group().is_none() && rows.is_empty() && notes == 0 && about == 0 {
            return Ok(None);
        }
        let mut keps: Vec<KepReleases> = found.into_iter().map(|(_, row)| row).collect();
        keps.sort_by_key(|row| (!row.cited, row.kep.notes == 0));
        Ok(Some(SigReleasesPage {
            sig: sig.clone(),
            range,
            nearby: range.nearby(&releases),
            releases: shown,
            keps,
            entries,
            notes,
            about,
            data_day: days.map(|days| days.data),
        }))
    }
}

/// What became of what a KEP promised for each of some releases.
fn fates(
    row: &KepRow,
    revisions: &[(Timestamp, KepRevision)],
    releases: &Releases,
    days: KepDays,
    shown: &[Release],
) -> Result<Vec<Vec<StageFate>>> {
    // Where the page looks from an earlier day, that is what *now* means.
    let revisions: Vec<DatedRevision> = known_revisions(revisions, days.now, &TimeZone::UTC)
        .map(|(at, revision)| DatedRevision { day: utc(*at), standing: revision.standing.clone() })
        .collect();
    let shipped_overrides =
        row.number()?.map(|number| overrides::shipped_milestones(number, Some(days.now))).unwrap_or_default();
    let history = History {
        revisions: &revisions,
        releases,
        data_day: days.data,
        shipped_overrides: &shipped_overrides,
    };
    let stories = story::stage_stories(&history, days.now);
    Ok(shown.iter().map(|release| story::fates_in(&stories, release.version)).collect())
}
