//! What a reference means: a KEP, a pull request about one, or something of GitHub's own.

use crate::Date;
use crate::cite::overrides::{self, Continuation};
use crate::cite::{GithubKind, Repo, Target};

#[cfg(test)]
mod tests;

/// What is known of numbers of the enhancements repository.
pub trait KepIndex {
    /// Whether a KEP has this number.
    fn is_kep(&self, number: u32) -> bool;

    /// The KEPs whose files the pull request touched, in the order of [`crate::kep::touched_keps`];
    /// empty where it touched none or is not known.
    fn keps_touched_by(&self, pull: u64) -> Vec<u32>;

    /// The day of which all of this is known, where facts have one: the table of overrides counts as far as it was
    /// known then.
    fn known_on(&self) -> Option<Date> {
        None
    }
}

/// What a reference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The KEP itself.
    Kep(u32),
    /// A pull request about a KEP.
    PullAbout {
        /// Its number in the enhancements repository.
        pull: u64,
        /// The KEP that it is about.
        kep: u32,
    },
    /// A number that is no KEP and lives on as one; [`overrides::continued_as`] has the reason.
    ContinuedAs {
        /// The number that was written.
        number: u32,
        /// The KEP that goes on. It may be as yet without a file.
        kep: u32,
    },
    /// `KEP n` where no KEP has that number and nothing else is known of it.
    UnknownKep(u32),
    /// A pull request or an issue without a KEP.
    Github,
    /// A release or an address: nothing to resolve.
    Other,
}

impl Meaning {
    /// The KEP whose state says something about the reference.
    pub fn kep(self) -> Option<u32> {
        match self {
            Self::Kep(kep) | Self::PullAbout { kep, .. } | Self::ContinuedAs { kep, .. } => Some(kep),
            Self::UnknownKep(_) | Self::Github | Self::Other => None,
        }
    }
}

/// What `target` means, by what is known.
///
/// `KEP n` is the KEP of that number; else a pull request of that number that is about a KEP, as
/// people write `KEP 3761` for the pull request of KEP-753; else what the table of overrides says;
/// else unknown. `kubernetes/enhancements#n` is the same, but else a plain pull request or issue;
/// where the text says that it is a pull request, it is never the KEP itself.
///
/// A pull request is about the first KEP of those it touched that still exists. One that touched
/// more than three tidied the repository up and is about none of them.
pub fn resolve(target: &Target, known: &impl KepIndex) -> Meaning {
    match target {
        Target::Kep(number) => kep(*number, known).unwrap_or(Meaning::UnknownKep(*number)),
        Target::Github { repo, number, kind } if *repo == Repo::enhancements() => {
            let meaning = match (kind, u32::try_from(*number)) {
                (GithubKind::Issue | GithubKind::Unknown, Ok(number)) => kep(number, known),
                (_, _) => pull_about(*number, known),
            };
            meaning.unwrap_or(Meaning::Github)
        }
        Target::Github { .. } => Meaning::Github,
        Target::Release { .. } | Target::Url(_) => Meaning::Other,
    }
}

/// What a number of the enhancements repository means as that of a KEP.
fn kep(number: u32, known: &impl KepIndex) -> Option<Meaning> {
    let continued = || {
        let kep = continued_as(number, known)?.number;
        Some(Meaning::ContinuedAs { number, kep })
    };
    let itself = known.is_kep(number).then_some(Meaning::Kep(number));
    itself.or_else(|| pull_about(number.into(), known)).or_else(continued)
}

fn pull_about(pull: u64, known: &impl KepIndex) -> Option<Meaning> {
    let kep = keps_of_pull(pull, known).into_iter().find(|kep| known.is_kep(*kep))?;
    Some(Meaning::PullAbout { pull, kep })
}

/// The KEPs that a pull request can be about: those that it touched, where they are few.
fn keps_of_pull(pull: u64, known: &impl KepIndex) -> Vec<u32> {
    const MOST: usize = 3;
    Some(known.keps_touched_by(pull)).filter(|touched| touched.len() <= MOST).unwrap_or_default()
}

/// The KEP that a number lives on as, as far as that was known.
pub fn continued_as(number: u32, known: &impl KepIndex) -> Option<Continuation> {
    let was_known = |continued: &Continuation| known.known_on().is_none_or(|day| continued.since <= day);
    overrides::continued_as(number).filter(was_known)
}

/// Every KEP that a number of the enhancements repository can mean, by what is known of any day.
///
/// [`resolve`] takes one of them, whichever exist on a day.
pub fn candidates(number: u64, known: &impl KepIndex) -> impl Iterator<Item = u32> {
    let own = u32::try_from(number).ok();
    let continued = own.and_then(|own| continued_as(own, known)).map(|continued| continued.number);
    own.into_iter().chain(keps_of_pull(number, known)).chain(continued)
}
