//! Which SIG owns a repository, as data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::cite::Repo;
use crate::sig::Sig;

/// The SIGs that own a repository, in the order of the table; empty where it is not known or
/// where everybody works in it (`kubernetes/kubernetes`).
pub(super) fn owners(repo: &Repo) -> &'static [Sig] {
    let name = format!("{}/{}", repo.owner, repo.name).to_ascii_lowercase();
    OWNERS.get(&name).map_or(&[], Vec::as_slice)
}

/// By `owner/name` in lower case.
static OWNERS: LazyLock<BTreeMap<String, Vec<Sig>>> = LazyLock::new(|| lines().filter_map(line).collect());

/// The lines of the table that are no comments.
fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/repositories.tsv").lines().filter(|line| !line.starts_with('#'))
}

/// What a line says, or `None` where it cannot be read; a test knows that each can.
fn line(text: &str) -> Option<(String, Vec<Sig>)> {
    let (repository, sigs) = text.split_once('\t')?;
    let sigs = sigs.split(',').map(|sig| sig.parse().ok()).collect::<Option<_>>()?;
    Some((repository.to_ascii_lowercase(), sigs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_read_stands_once_and_names_listed_groups() {
        for text in lines() {
            let (repository, sigs) = line(text).unwrap_or_else(|| panic!("not read: {text}"));
            assert_eq!(repository.split('/').count(), 2, "{text}");
            assert!(!sigs.is_empty() && sigs.iter().all(|sig| sig.group().is_some()), "{text}");
        }
        assert_eq!(OWNERS.len(), lines().count());
        assert!((250..400).contains(&OWNERS.len()));
        for wrong in ["", "kubernetes/kubectl", "kubernetes/kubectl\t", "kubernetes/kubectl\tsig-cli,"] {
            assert!(line(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_repository_has_its_owners() {
        let check = |repository: &str, expected: &[&str]| {
            let (owner, name) = repository.split_once('/').unwrap();
            let owners: Vec<&str> = owners(&Repo::new(owner, name)).iter().map(Sig::as_str).collect();
            assert_eq!(owners, expected, "{repository}");
        };
        check("kubernetes/cloud-provider-aws", &["sig-cloud-provider"]);
        check("kubernetes/registry.k8s.io", &["sig-k8s-infra"]);
        check("kubernetes-sigs/Gateway-API", &["sig-network"]);
        check("etcd-io/etcd", &["sig-etcd"]);
        check(
            "kubernetes-sigs/cluster-api-provider-ibmcloud",
            &["sig-cloud-provider", "sig-cluster-lifecycle"],
        );
        check("cilium/cilium", &[]);
    }

    #[test]
    fn where_everybody_works_nobody_owns() {
        for name in [
            "kubernetes",
            "enhancements",
            "community",
            "website",
            "test-infra",
            "org",
            "k8s.io",
            "release",
            "api",
            "utils",
            ".github",
            "steering",
        ] {
            assert!(owners(&Repo::new("kubernetes", name)).is_empty(), "{name}");
        }
    }
}
