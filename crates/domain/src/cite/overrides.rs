//! What no machine-readable source says: a small table, with a reason for each line.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::Date;
use crate::cite::Repo;
use crate::kep::Milestone;
use crate::version::Version;

/// Another number under which a KEP lives on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Continuation {
    /// The KEP that goes on. It may have no folder either: its proposal may still be open.
    pub number: u32,
    /// The day from which it was known.
    pub since: Date,
    /// The evidence for it, in English.
    pub reason: &'static str,
}

/// What a short form means that names the wrong repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortFormReading {
    /// The repository that is meant.
    pub repo: Repo,
    /// The number in that repository.
    pub number: u64,
    /// The evidence for it, in English.
    pub reason: &'static str,
}

/// The KEP that a number lives on as, or `None` where it is not known to go on elsewhere.
///
/// The number may be a KEP of its own (3063) or none at all (3759).
pub fn continued_as(number: u32) -> Option<Continuation> {
    TABLE.iter().find_map(|line| match line.decided {
        Override::Continued { number: own, kep } if own == number => {
            Some(Continuation { number: kep, since: line.since?, reason: line.reason })
        }
        _ => None,
    })
}

/// The milestones of a KEP that shipped though its newest file no longer says so, as far as that was known on a day
/// (`None` for all), in the table's order.
///
/// They are what [`crate::outcome::then_now::History::shipped_overrides`] takes.
pub fn shipped_milestones(number: u32, day: Option<Date>) -> Vec<Milestone> {
    let was_known = |line: &&Line| line.since.zip(day).is_none_or(|(since, day)| since <= day);
    TABLE.iter().filter(was_known).filter_map(|line| line.shipped(number)).collect()
}

/// The KEPs that reached something with a version though their newest file no longer says so, each once.
pub fn keps_shipped_in(version: Version) -> BTreeSet<u32> {
    let milestones = TABLE.iter().filter_map(|line| match line.decided {
        Override::Shipped { kep, milestone } => Some((kep, milestone)),
        _ => None,
    });
    milestones.filter(|(_, milestone)| milestone.version == version).map(|(kep, _)| kep).collect()
}

/// The milestones of [`shipped_milestones`], each with its reason.
pub fn shipped_with_reasons(number: u32) -> impl Iterator<Item = (Milestone, &'static str)> {
    TABLE.iter().filter_map(move |line| Some((line.shipped(number)?, line.reason)))
}

/// What `written#number` means instead, or `None` where it means what it says.
///
/// `written` is the repository as it stands in the text, before short forms are spelt out: who
/// writes `kubernetes/kubernetes#4293` for `k/k#4293` means it.
pub fn short_form_reading(written: &Repo, number: u64) -> Option<ShortFormReading> {
    TABLE.iter().find_map(|line| match &line.decided {
        Override::ShortForm { written: (short, own), meaning: (repo, number_there) }
            if short == written && *own == number =>
        {
            Some(ShortFormReading { repo: repo.clone(), number: *number_there, reason: line.reason })
        }
        _ => None,
    })
}

static TABLE: LazyLock<Vec<Line>> = LazyLock::new(|| lines().filter_map(line).collect());

struct Line {
    decided: Override,
    /// From when it was known; absent where it says what a text means, which no day changes.
    since: Option<Date>,
    reason: &'static str,
}

impl Line {
    /// The milestone of a KEP that it says has shipped.
    fn shipped(&self, number: u32) -> Option<Milestone> {
        match self.decided {
            Override::Shipped { kep, milestone } if kep == number => Some(milestone),
            _ => None,
        }
    }
}

enum Override {
    Continued { number: u32, kep: u32 },
    Shipped { kep: u32, milestone: Milestone },
    ShortForm { written: (Repo, u64), meaning: (Repo, u64) },
}

/// The lines of the table that are no comments.
fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/overrides.tsv").lines().filter(|line| !line.starts_with('#'))
}

/// What a line says, or `None` where it cannot be read; a test knows that each can.
fn line(text: &'static str) -> Option<Line> {
    let columns: Vec<&str> = text.split('\t').collect();
    let [what, subject, meaning, since, reason] = columns[..] else { return None };
    let decided = match what {
        "continued" => Override::Continued { number: kep(subject)?, kep: kep(meaning)? },
        "shipped" => Override::Shipped { kep: kep(subject)?, milestone: milestone(meaning)? },
        "reads" => Override::ShortForm { written: numbered(subject)?, meaning: numbered(meaning)? },
        _ => return None,
    };
    let since = match decided {
        Override::ShortForm { .. } => (since == "-").then_some(None)?,
        Override::Continued { .. } | Override::Shipped { .. } => Some(since.parse().ok()?),
    };
    (!reason.trim().is_empty()).then_some(Line { decided, since, reason })
}

fn kep(text: &str) -> Option<u32> {
    text.strip_prefix("KEP-")?.parse().ok()
}

fn milestone(text: &str) -> Option<Milestone> {
    let (stage, version) = text.split_once(' ')?;
    Some(Milestone { stage: stage.parse().ok()?, version: version.parse().ok()? })
}

fn numbered(text: &str) -> Option<(Repo, u64)> {
    let (repo, number) = text.split_once('#')?;
    let (owner, name) = repo.split_once('/')?;
    Some((Repo::new(owner, name), number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_read_has_a_reason_and_is_used() {
        for text in lines() {
            let line = line(text).unwrap_or_else(|| panic!("not read: {text}"));
            let used = match line.decided {
                Override::Continued { number, kep } => {
                    continued_as(number)
                        == line.since.map(|since| Continuation { number: kep, since, reason: line.reason })
                }
                Override::Shipped { kep, milestone } => {
                    shipped_with_reasons(kep).any(|found| found == (milestone, line.reason))
                }
                Override::ShortForm { written, meaning: (repo, number) } => {
                    short_form_reading(&written.0, written.1)
                        == Some(ShortFormReading { repo, number, reason: line.reason })
                }
            };
            assert!(used, "another line stands before it: {text}");
        }
        assert_eq!(TABLE.len(), lines().count());
        assert_eq!(TABLE.len(), 7);
    }

    #[test]
    fn a_line_without_a_reason_or_with_odd_columns_is_not_read() {
        for text in [
            "",
            "continued\tKEP-1\tKEP-2\t2024-10-05",
            "continued\tKEP-1\tKEP-2\t2024-10-05\t ",
            "continued\tKEP-1\tKEP-2\t-\tbecause",
            "continued\tKEP-1\tKEP-2\tonce\tbecause",
            "continued\tKEP-1\t2\t2024-10-05\tbecause",
            "shipped\tKEP-1\tgamma 1.30\t2024-10-05\tbecause",
            "reads\tk/k\tcilium/cilium#1\t-\tbecause",
            "reads\tk/k#1\tcilium/cilium#1\t2024-10-05\tbecause",
            "guessed\tKEP-1\tKEP-2\t2024-10-05\tbecause",
            "continued\tKEP-1\tKEP-2\t2024-10-05\tbecause\tof",
        ] {
            assert!(line(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_kep_lives_on_as_another() {
        let check = |number: u32, expected: Option<u32>| {
            assert_eq!(continued_as(number).map(|continued| continued.number), expected, "KEP-{number}");
        };
        check(3063, Some(4381));
        check(4153, Some(5073));
        check(3542, Some(5334));
        check(3759, Some(753));
        check(753, None);
        check(4381, None);
    }

    #[test]
    fn a_beta_shipped_that_no_file_names_any_more() {
        let shown = |number, day: &str| {
            let milestones = shipped_milestones(number, day.parse().ok());
            milestones.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(shown(127, ""), ["beta 1.30"]);
        assert_eq!(shown(127, "2024-04-17"), ["beta 1.30"]);
        assert!(shown(127, "2024-04-16").is_empty());
        assert!(shown(753, "").is_empty());
        let shipped_in = |minor| keps_shipped_in(Version { minor });
        assert!(shipped_in(30).contains(&127) && !shipped_in(29).contains(&127));
    }

    #[test]
    fn only_the_short_form_as_it_is_written_is_read_otherwise() {
        let check = |owner: &str, name: &str, number: u64, expected: Option<(Repo, u64)>| {
            let read =
                short_form_reading(&Repo::new(owner, name), number).map(|reads| (reads.repo, reads.number));
            assert_eq!(read, expected, "{owner}/{name}#{number}");
        };
        check("k", "k", 4293, Some((Repo::new("kubernetes", "enhancements"), 4293)));
        check("k", "k", 23486, Some((Repo::new("cilium", "cilium"), 23486)));
        check("k", "k", 42930, None);
        check("k", "e", 4293, None);
        check("kubernetes", "kubernetes", 4293, None);
    }
}
