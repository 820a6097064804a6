//! Where KEPs live in their repository, and which of them a pull request touched.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Whether a path of the repository is the file of a KEP: a `kep.yaml` below `keps/` that is no template.
pub fn is_kep_file(path: &str) -> bool {
    let mut parts = path.split('/').rev();
    let (file, folder) = (parts.next(), parts.next().unwrap_or_default());
    // KEPs about templates have a number; some KEPs have none.
    let template =
        folder.starts_with("NNNN-") || (folder.starts_with("0000-") && folder.ends_with("-template"));
    file == Some("kep.yaml") && path.starts_with("keps/") && folder != "keps" && !template
}

/// The KEP number with which a part of a path begins: 753 of `/keps/sig-node/753-sidecar-containers`.
///
/// Reads paths below `keps/`, `keps/prod-readiness/…/753.yaml` and addresses that end in such a
/// path. `None` where no part has a number, for other addresses (`…/community/pull/481`), and for
/// files that were called by a day (`20190722-…`), as before there were numbers. Leading zeros
/// do not count.
pub fn number_in_path(path: &str) -> Option<u32> {
    let (_, below) = path.rsplit_once("keps/")?;
    below.split('/').find_map(|part| {
        let (number, after) = number(part.trim())?;
        (after.is_empty() || after == ".yaml" || after.starts_with('-')).then_some(number)
    })
}

/// The KEP to which a file of the repository belongs: 753 of `keps/sig-node/753-sidecar-containers/README.md`.
///
/// It is the number of a folder below `keps/`, at any depth, or that of a file below
/// `keps/prod-readiness/` such as `sig-node/753.yaml`. `None` for everything else: templates, lists
/// of owners, and files from before each KEP had a folder (`keps/sig-node/0009-node-heartbeat.md`,
/// whose number was no issue's).
pub fn kep_owning_file(path: &str) -> Option<u32> {
    let (folders, file) = path.strip_prefix("keps/")?.rsplit_once('/')?;
    let named = |part: &str, after: fn(&str) -> bool| {
        number(part).filter(|(_, rest)| after(rest)).map(|(number, _)| number)
    };
    if folders.split('/').next() == Some("prod-readiness") {
        return named(file, |rest| rest == ".yaml");
    }
    folders.split('/').find_map(|folder| named(folder, |rest| rest.starts_with('-')))
}

/// The KEPs that a pull request touched, of its files' paths: the one with most files first, of as
/// many the one with the greater number.
///
/// A pull request that touches two mostly proposes one of them, which then has more files, or
/// splits it off from an older one.
pub fn touched_keps<'a>(paths: impl IntoIterator<Item = &'a str>) -> Vec<u32> {
    let mut files = BTreeMap::<u32, usize>::new();
    for number in paths.into_iter().filter_map(kep_owning_file) {
        *files.entry(number).or_default() += 1;
    }
    let mut keps: Vec<u32> = files.keys().copied().collect();
    keps.sort_by_key(|number| Reverse((files[number], *number)));
    keps
}

/// The pull request that a commit of the main line came with: the subject's
/// `Merge pull request #12 from …`, or the `(#12)` that a squashed one ends in.
pub fn pull_in_subject(subject: &str) -> Option<u64> {
    let merged =
        || subject.strip_prefix("Merge pull request #")?.split_once(" from ").map(|(number, _)| number);
    let squashed = || subject.trim_end().strip_suffix(')')?.rsplit_once("(#").map(|(_, number)| number);
    let number = merged().or_else(squashed)?;
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|number| digits && *number > 0)
}

/// The title of the pull request that a commit squashed, from the subject; a merge has it in its body.
pub fn title_in_subject(subject: &str) -> Option<&str> {
    pull_in_subject(subject)?;
    let (title, _) = subject.trim_end().strip_suffix(')')?.rsplit_once("(#")?;
    let title = title.trim();
    (!title.is_empty()).then_some(title)
}

/// The KEP number that `part` begins with and what follows it; a day (`20190722`) is none.
fn number(part: &str) -> Option<(u32, &str)> {
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let number = part[..digits].parse().ok().filter(|number| (1..1_000_000).contains(number))?;
    Some((number, &part[digits..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kep_file_is_no_template() {
        for (path, expected) in [
            ("keps/sig-node/753-sidecar-containers/kep.yaml", true),
            ("keps/sig-cloud-provider/azure/667-out-of-tree-azure/kep.yaml", true),
            ("keps/provider-aws/423-network-load-balancer/kep.yaml", true),
            ("keps/NNNN-kep-template/kep.yaml", false),
            ("keps/sig-cloud-provider/providers/0000-cloud-provider-template/kep.yaml", false),
            ("keps/sig-architecture/0000-kep-process/kep.yaml", true),
            ("keps/sig-scheduling/5978-cluster-resource-claim-template/kep.yaml", true),
            ("keps/sig-node/753-sidecar-containers/README.md", false),
            ("pkg/kepval/testdata/valid/kep.yaml", false),
            ("keps/kep.yaml", false),
            ("kep.yaml", false),
            ("", false),
        ] {
            assert_eq!(is_kep_file(path), expected, "{path}");
        }
    }

    #[test]
    fn a_folder_begins_with_its_number() {
        for (path, expected) in [
            ("keps/sig-node/753-sidecar-containers/kep.yaml", Some(753)),
            ("/keps/sig-node/753-sidecar-containers", Some(753)),
            ("keps/sig-network/0752-endpointslices/kep.yaml", Some(752)),
            ("keps/prod-readiness/sig-node/753.yaml", Some(753)),
            ("https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/4381-dra", Some(4381)),
            ("/keps/sig-network/ 536-topology", Some(536)),
            ("keps/sig-node/753-sidecar/2023-notes/kep.yaml", Some(753)),
            ("/keps/sig-network/20190125-ingress-api-group.md", None),
            ("https://github.com/kubernetes/community/pull/481", None),
            ("keps/NNNN-kep-template/kep.yaml", None),
            ("keps/sig-node/0000-x", None),
            ("keps/sig-node/5x-y", None),
            ("keps/sig-node/99999999999999999999-x", None),
            ("", None),
        ] {
            assert_eq!(number_in_path(path), expected, "{path}");
        }
    }

    #[test]
    fn a_file_belongs_to_the_kep_of_its_folder() {
        for (path, expected) in [
            ("keps/sig-node/753-sidecar-containers/README.md", Some(753)),
            ("keps/sig-node/753-sidecar-containers/kep.yaml", Some(753)),
            ("keps/sig-node/753-sidecar-containers/images/2023-10.png", Some(753)),
            ("keps/sig-network/0752-endpointslices/kep.yaml", Some(752)),
            ("keps/sig-cloud-provider/azure/667-out-of-tree-azure/kep.yaml", Some(667)),
            ("keps/sig-cluster-lifecycle/kubeadm/2505-Kubeadm-operator/20190916-a.png", Some(2505)),
            ("keps/sig-etcd/4326-downgrade/4326.yaml", Some(4326)),
            ("keps/prod-readiness/sig-node/753.yaml", Some(753)),
            ("keps/prod-readiness/4427.yaml", Some(4427)),
            ("keps/prod-readiness/template/nnnn.yaml", None),
            ("keps/prod-readiness/OWNERS", None),
            ("keps/NNNN-kep-template/kep.yaml", None),
            ("keps/sig-cloud-provider/providers/0000-cloud-provider-template/kep.yaml", None),
            ("keps/sig-node/0009-node-heartbeat.md", None),
            ("keps/sig-network/20190125-ingress-api-group.md", None),
            ("keps/sig-node/20190125-a-day/README.md", None),
            ("keps/sig-node/OWNERS", None),
            ("keps/753-sidecar-containers", None),
            ("pkg/753-x/kep.go", None),
            ("keps/", None),
            ("", None),
        ] {
            assert_eq!(kep_owning_file(path), expected, "{path}");
        }
    }

    #[test]
    fn the_kep_with_most_files_comes_first_then_the_newer_one() {
        let check = |paths: &[&str], expected: &[u32]| {
            assert_eq!(touched_keps(paths.iter().copied()), expected, "{paths:?}");
        };
        let (sidecar, restart) =
            ("keps/sig-node/753-sidecar/kep.yaml", "keps/sig-node/4438-restart/kep.yaml");
        check(&[restart, "keps/sig-node/4438-restart/README.md", sidecar], &[4438, 753]);
        check(&[sidecar, restart], &[4438, 753]);
        check(&[sidecar, "keps/prod-readiness/sig-node/753.yaml", restart], &[753, 4438]);
        check(&["keps/sig-node/OWNERS", "OWNERS"], &[]);
        check(&[], &[]);
    }

    #[test]
    fn a_commit_names_its_pull_request() {
        for (subject, expected) in [
            ("Merge pull request #4183 from adisky/termination", Some(4183)),
            ("Sidecar containers KEP (#3761)", Some(3761)),
            ("KEP-1669 & KEP-1672 updates for v1.22 (#2725)", Some(2725)),
            ("Revert \"Sidecar containers KEP (#3761)\" (#3770)", Some(3770)),
            ("Revert \"Sidecar containers KEP (#3761)\"", None),
            ("Merge branch 'master' into kep", None),
            ("Merge pull request #x from y/z", None),
            ("see (#12) for more", None),
            ("nothing (#0)", None),
            ("nothing (#+12)", None),
            ("nothing (#)", None),
            ("(#99999999999999999999999)", None),
            ("", None),
        ] {
            assert_eq!(pull_in_subject(subject), expected, "{subject}");
        }
    }

    #[test]
    fn a_squashed_pull_request_has_its_title_in_the_subject() {
        let check =
            |subject: &str, title: Option<&str>| assert_eq!(title_in_subject(subject), title, "{subject}");
        check(
            "KEP-3541: Update to target Alpha in v1.37 (#6155)",
            Some("KEP-3541: Update to target Alpha in v1.37"),
        );
        check("Revert \"Add x (#12)\" (#13)", Some("Revert \"Add x (#12)\""));
        check("Merge pull request #6256 from AkihiroSuda/rootless-beta", None);
        check("(#12)", None);
        check("Add x (#x)", None);
        check("Add x", None);
    }
}
