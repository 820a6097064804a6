//! The log of what changed a notebook: imports, each of which can be taken back as one.

use std::collections::BTreeSet;

use strum::{EnumString, IntoStaticStr};

/// What a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr, EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum RunKind {
    /// A source was imported.
    Import,
    /// A run was taken back.
    Undo,
}

impl RunKind {
    /// The word of the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What a run changed of a note that was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr, EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum NoteChange {
    /// Its words, and perhaps its place.
    Edited,
    /// Its place alone.
    Moved,
    /// It left its source.
    Vanished,
    /// It had left its source and came back, perhaps with other words.
    Returned,
}

impl NoteChange {
    /// The word of the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether its words may be others since.
    pub fn is_of_words(self) -> bool {
        matches!(self, Self::Edited | Self::Returned)
    }
}

/// A run of one notebook that changed something, as far as it decides on what can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastRun {
    /// Its number; later ones are greater.
    pub id: i64,
    /// The run that it took back.
    pub undoes: Option<i64>,
    /// Whether what it changed was kept.
    pub is_kept: bool,
}

/// Which runs of a notebook can be taken back now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undoable {
    /// The last import that is in effect.
    pub last: Option<i64>,
    /// The undo that was the last thing to happen: taking it back brings its import back.
    pub redo: Option<i64>,
}

impl Undoable {
    /// Judges the runs of one notebook, oldest first.
    ///
    /// Imports are taken back from the last to the first: what an earlier one changed, a later one has built upon.
    pub fn new(runs: &[PastRun]) -> Self {
        let mut in_effect: Vec<PastRun> = Vec::new();
        let mut undos = BTreeSet::new();
        for run in runs {
            match run.undoes {
                None => in_effect.push(*run),
                // An undo that is taken back leaves its import in effect.
                Some(undone) if undos.contains(&undone) => {
                    let import = runs.iter().find(|run| run.id == undone).and_then(|undo| undo.undoes);
                    in_effect.extend(runs.iter().find(|run| Some(run.id) == import));
                }
                Some(undone) => {
                    undos.insert(run.id);
                    in_effect.retain(|run| run.id != undone);
                }
            }
        }
        Self {
            last: in_effect.last().filter(|run| run.is_kept).map(|run| run.id),
            redo: runs.last().filter(|run| run.is_kept && undos.contains(&run.id)).map(|run| run.id),
        }
    }

    /// Whether a run can be taken back.
    pub fn contains(&self, run: i64) -> bool {
        self.last == Some(run) || self.redo == Some(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `1 2 -2` are two imports and an undo of the second; `?` before a number says that nothing was kept.
    #[track_caller]
    fn check(runs: &str, last: Option<i64>, redo: Option<i64>) {
        let runs: Vec<PastRun> = (1..)
            .zip(runs.split_whitespace())
            .map(|(id, run)| {
                let number: i64 = run.trim_start_matches('?').parse().expect("a number");
                PastRun { id, undoes: (number < 0).then_some(-number), is_kept: !run.starts_with('?') }
            })
            .collect();
        assert_eq!(Undoable::new(&runs), Undoable { last, redo }, "{runs:?}");
    }

    #[test]
    fn imports_are_taken_back_from_the_last_to_the_first() {
        check("", None, None);
        check("1", Some(1), None);
        check("1 2", Some(2), None);
        check("1 2 -2", Some(1), Some(3));
        check("1 2 -2 -1", None, Some(4));
        check("1 2 -2 4", Some(4), None);
        check("1 2 -2 4 -4", Some(1), Some(5));
    }

    #[test]
    fn an_undo_that_is_taken_back_leaves_its_import_in_effect() {
        check("1 2 -2 -3", Some(2), None);
        check("1 2 -2 -3 -2", Some(1), Some(5));
    }

    #[test]
    fn what_was_not_kept_cannot_be_taken_back() {
        check("?1", None, None);
        check("?1 2", Some(2), None);
        check("?1 2 -2", None, Some(3));
    }
}
