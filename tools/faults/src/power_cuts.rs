//! Power cuts at random moments: what was brought to the disk stays, and of all else what chance leaves.

use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::database::{Content, expect_sound};
use crate::disk::{Disk, Files};
use crate::history::State;
use crate::notes;
use crate::operation::Operation;
use crate::recording::BACKUP;
pub use crate::recording::Recording;
use crate::trace::Trace;

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Power cuts.
    pub cuts: u32,
    /// Writes to files and changes of names that were recorded.
    pub changes: usize,
    /// How often something was brought to the disk.
    pub syncs: usize,
    /// Imports, syncs, tags, passwords, backups and restorations that were acknowledged.
    pub acknowledged: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cuts, changes, syncs, acknowledged } = self;
        write!(
            f,
            "{cuts} power cuts within {changes} writes and {syncs} syncs, by which {acknowledged} imports, facts of syncs, tags, \
             passwords, backups and restorations were acknowledged"
        )
    }
}

/// Whether this machine can record what a program does to its files.
pub fn is_possible() -> bool {
    Trace::is_possible()
}

impl Recording {
    /// Cuts the power so often, each time at a random moment of a random part of the work, and looks at what is left.
    ///
    /// # Errors
    /// Where something that was acknowledged is lost, where an import is there by half, or where a file is damaged.
    pub async fn cut(&self, cuts: u32, seed: u64) -> anyhow::Result<Tally> {
        let mut random = fastrand::Rng::with_seed(seed);
        let phases = self.phases();
        let mut moments: Vec<usize> = (0..cuts)
            .map(|_| {
                let (_, operations) = &phases[random.usize(..phases.len())];
                random.usize(operations.clone())
            })
            .collect();
        moments.sort_unstable();
        let mut disk = Disk::default();
        let mut done = 0;
        for moment in moments {
            for (_, operation) in &self.operations[done..moment] {
                disk.apply(operation);
            }
            done = moment;
            let files = disk.cut(&mut random);
            let phase = phases.iter().find(|(_, operations)| operations.contains(&moment));
            self.expect(moment, &files).await.with_context(|| {
                let phase = phase.map_or("the end", |(name, _)| name);
                format!("after operation {moment} (seed {seed}), during {phase}")
            })?;
        }
        Ok(self.tally(cuts))
    }

    /// The parts of the work, each with the numbers of its operations.
    fn phases(&self) -> Vec<(&'static str, Range<usize>)> {
        let mut start = 0;
        let phases = self.history.phases().iter().map(|phase| {
            let end = self.operations.partition_point(|(position, _)| *position <= phase.end);
            let range = start..end;
            start = end;
            (phase.name, range)
        });
        phases.filter(|(_, range)| !range.is_empty()).collect()
    }

    /// That what is left of so many operations has all that was acknowledged by then.
    async fn expect(&self, moment: usize, files: &Files) -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes)?;
        }
        let program = self.program.on(folder.path().join("kepline.db"));
        // The moment before the next one has its effect.
        let (acknowledged, under_way) = self.history.at(self.operations[moment].0);
        if acknowledged == State::default() {
            program.run(&["import", notes::TAGGED]).context("it does not begin anew")?;
            let content = expect_sound(&program.database).await?;
            ensure!(content.tagged == notes::COUNT, "there are {} notes", content.tagged);
            return Ok(());
        }
        program.run(&["check"])?;
        let states = || std::iter::once(&acknowledged).chain(under_way);
        expect_one_of(&program.database, states().map(|state| &state.database)).await?;
        let backup = folder.path().join(BACKUP);
        if backup.exists() {
            expect_one_of(&backup, states().filter_map(|state| state.backup.as_ref())).await?;
        } else {
            ensure!(acknowledged.backup.is_none(), "the backup is not there");
        }
        if let Some(content) = &acknowledged.replaced {
            let replaced = files.keys().find(|name| name.contains("-replaced-") && name.ends_with(".db"));
            let replaced = replaced.context("the database that was replaced is not there")?;
            expect_one_of(&folder.path().join(replaced), std::iter::once(content)).await?;
        }
        Ok(())
    }

    fn tally(&self, cuts: u32) -> Tally {
        let is_sync = |operation: &Operation| {
            matches!(operation, Operation::Sync { .. } | Operation::SyncFolder { .. })
        };
        let syncs = self.operations.iter().filter(|(_, operation)| is_sync(operation)).count();
        Tally { cuts, changes: self.operations.len() - syncs, syncs, acknowledged: self.history.len() }
    }
}

/// That a database is sound, and has one of these.
async fn expect_one_of(
    path: &Path,
    mut expected: impl Iterator<Item = &Content> + Clone,
) -> anyhow::Result<()> {
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    let content = expect_sound(path).await.with_context(|| name.display().to_string())?;
    let all = expected.clone();
    ensure!(
        expected.any(|expected| *expected == content),
        "{} has {}, which was not acknowledged; expected was {}",
        name.display(),
        content.summary(),
        all.map(Content::summary).collect::<Vec<_>>().join(" or ")
    );
    Ok(())
}
