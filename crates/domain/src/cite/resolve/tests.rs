//! What references mean, on tables and on the real history.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::cite::Repo;
use crate::cite::reference::find;
use crate::kep::{is_kep_file, kep_owning_file, pull_in_subject, touched_keps};
use real_data::{git, keps_repository};

/// What is known in a test: the KEPs, and the KEPs of each pull request.
#[derive(Default)]
struct Table {
    keps: BTreeSet<u32>,
    pulls: BTreeMap<u64, Vec<u32>>,
}

impl KepIndex for Table {
    fn is_kep(&self, number: u32) -> bool {
        self.keps.contains(&number)
    }

    fn keps_touched_by(&self, pull: u64) -> Vec<u32> {
        self.pulls.get(&pull).cloned().unwrap_or_default()
    }
}

fn table() -> Table {
    Table {
        keps: [127, 753, 2433, 3063, 4322, 4438].into(),
        pulls: [
            (3761, vec![753]),
            (4323, vec![4322]),
            (4324, vec![4438, 753]),
            (4325, vec![4439, 753]),
            (2400, vec![127, 753, 4322]),
            (2407, vec![127, 753, 4322, 4438]),
            (2500, vec![2501]),
            (753, vec![127]),
        ]
        .into(),
    }
}

fn enhancement(number: u64, kind: GithubKind) -> Target {
    Target::Github { repo: Repo::new("kubernetes", "enhancements"), number, kind }
}

fn about(pull: u64, kep: u32) -> Meaning {
    Meaning::PullAbout { pull, kep }
}

#[test]
fn the_word_kep_means_a_kep_then_a_pull_request_then_what_the_table_has_then_nothing_known() {
    let check = |number: u32, expected: Meaning| {
        assert_eq!(resolve(&Target::Kep(number), &table()), expected, "KEP-{number}");
    };
    check(753, Meaning::Kep(753));
    check(3063, Meaning::Kep(3063));
    check(3761, about(3761, 753));
    check(4323, about(4323, 4322));
    check(3759, Meaning::ContinuedAs { number: 3759, kep: 753 });
    check(3542, Meaning::ContinuedAs { number: 3542, kep: 5334 });
    check(3990, Meaning::UnknownKep(3990));
    check(2407, Meaning::UnknownKep(2407));
    check(0, Meaning::UnknownKep(0));
}

#[test]
fn a_number_of_the_enhancements_repository_is_a_kep_a_pull_request_or_githubs_own() {
    let check = |number: u64, expected: Meaning| {
        for kind in [GithubKind::Unknown, GithubKind::Issue] {
            assert_eq!(resolve(&enhancement(number, kind), &table()), expected, "{kind:?} {number}");
        }
    };
    check(753, Meaning::Kep(753));
    check(3761, about(3761, 753));
    check(3759, Meaning::ContinuedAs { number: 3759, kep: 753 });
    check(3990, Meaning::Github);
    check(u64::from(u32::MAX) + 1 + 753, Meaning::Github);
}

#[test]
fn a_pull_request_is_never_the_kep_itself() {
    let check = |number: u64, expected: Meaning| {
        assert_eq!(resolve(&enhancement(number, GithubKind::Pull), &table()), expected, "{number}");
    };
    check(753, about(753, 127));
    check(127, Meaning::Github);
    check(3761, about(3761, 753));
    check(3759, Meaning::Github);
    check(u64::MAX, Meaning::Github);
}

#[test]
fn a_pull_request_of_several_keps_is_about_the_first_and_of_many_about_none() {
    let check = |number: u64, expected: Meaning| {
        assert_eq!(resolve(&enhancement(number, GithubKind::Pull), &table()), expected, "{number}");
    };
    check(4324, about(4324, 4438));
    check(2400, about(2400, 127));
    check(2407, Meaning::Github);
    // What exists no more is passed over.
    check(4325, about(4325, 753));
    check(2500, Meaning::Github);
}

#[test]
fn nothing_else_is_a_kep() {
    let check = |target: Target, expected: Meaning| assert_eq!(resolve(&target, &table()), expected);
    let kubernetes = Repo::new("kubernetes", "kubernetes");
    check(
        Target::Github { repo: kubernetes.clone(), number: 753, kind: GithubKind::Unknown },
        Meaning::Github,
    );
    check(Target::Release { repo: kubernetes, tag: "v1.28.0".into() }, Meaning::Other);
    check(Target::Url("https://example.org/753".into()), Meaning::Other);
}

#[test]
fn a_meaning_names_the_kep_whose_state_counts() {
    assert_eq!(Meaning::Kep(753).kep(), Some(753));
    assert_eq!(about(3761, 753).kep(), Some(753));
    assert_eq!(Meaning::ContinuedAs { number: 3759, kep: 753 }.kep(), Some(753));
    for meaning in [Meaning::UnknownKep(3990), Meaning::Github, Meaning::Other] {
        assert_eq!(meaning.kep(), None);
    }
}

/// The KEPs at the tip of the real history, and the KEPs of every pull request of it.
fn real() -> Option<Table> {
    let folder = keps_repository()?;
    let tip = git(Some(&folder), &["ls-tree", "-r", "--name-only", "HEAD"], "");
    let keps = tip.lines().filter(|path| is_kep_file(path)).filter_map(kep_owning_file).collect();
    let log = git(Some(&folder), &["log", "-m", "--first-parent", "--name-only", "--format=%x01%s"], "");
    let mut pulls = BTreeMap::new();
    for commit in log.split('\u{1}') {
        let (subject, paths) = commit.split_once('\n').unwrap_or((commit, ""));
        pulls.extend(pull_in_subject(subject).map(|pull| (pull, touched_keps(paths.lines()))));
    }
    Some(Table { keps, pulls })
}

#[test]
fn the_real_history_shows_what_its_pull_requests_are_about() {
    let Some(known) = real() else { return };
    assert_eq!(known.pulls.len(), 3118);
    let check = |number: u64, expected: Meaning| {
        assert_eq!(resolve(&enhancement(number, GithubKind::Unknown), &known), expected, "{number}");
    };
    check(4183, about(4183, 753));
    check(3811, about(3811, 127));
    check(3723, about(3723, 3720));
    check(4211, about(4211, 4210));
    check(4323, about(4323, 4322));
    check(3761, about(3761, 753));
    check(4181, about(4181, 3063));
    check(4163, about(4163, 4153));
    check(4330, Meaning::Kep(4330));
    // Of two: one that was split off, one that was proposed along with another, one that took a number over.
    check(4324, about(4324, 4438));
    check(3940, about(3940, 3939));
    check(5074, about(5074, 5073));
    check(3350, about(3350, 3570));
    // One that gave every KEP a folder of its own is about none.
    check(2223, Meaning::Github);
}

#[test]
fn every_kep_that_the_real_notes_cite_is_one_or_explained() {
    let (Some(known), Some(notes)) = (real(), real_data::notes()) else { return };
    let targets: BTreeSet<Target> = find(&notes, None).into_iter().map(|found| found.target).collect();
    let mut by_meaning = BTreeMap::<&str, Vec<String>>::new();
    for target in &targets {
        let (what, shown) = match resolve(target, &known) {
            Meaning::Kep(kep) => ("kep", kep.to_string()),
            Meaning::PullAbout { pull, kep } => ("pull", format!("{pull}→{kep}")),
            Meaning::ContinuedAs { number, kep } => ("continued", format!("{number}→{kep}")),
            Meaning::UnknownKep(number) => ("unknown", number.to_string()),
            Meaning::Github if target.name().starts_with("kubernetes/enhancements#") => {
                ("enhancement", target.name())
            }
            Meaning::Github | Meaning::Other => ("other", target.name()),
        };
        by_meaning.entry(what).or_default().push(shown);
    }
    assert_eq!(by_meaning["continued"], ["3542→5334", "3759→753"]);
    assert_eq!(by_meaning["unknown"], ["3990"]);
    // One is cited as a KEP and as what it is.
    assert_eq!(
        by_meaning["pull"].join(" "),
        "3723→3720 3811→127 3824→3866 4003→2433 4163→4153 4181→3063 4183→753 4198→4191 4211→4210 4223→4222 \
         4293→4292 4323→4322 4324→4438 3761→753 4323→4322"
    );
    assert_eq!((by_meaning["kep"].len(), by_meaning["enhancement"].len()), (20, 5));
}
