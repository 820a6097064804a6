//! Tags that follow from what a note cites.

use super::{DerivedTag, Origin, Tag, once, repository};
use crate::cite::{Repo, Target};
use crate::release_note::ReleaseNote;
use crate::sig::Sig;
use crate::version::Version;

/// One citation with what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct CitedTarget<'a> {
    /// The target that is cited.
    pub target: &'a Target,
    /// The labels of a pull request or an issue: `sig/network`; empty before a sync.
    pub labels: &'a [String],
    /// The milestone of a pull request or an issue: `v1.28`.
    pub milestone: Option<&'a str>,
    /// What the release notes say of a pull request, where GitHub itself did not answer.
    pub release_note: Option<&'a ReleaseNote>,
    /// The KEP that it means or is about, see [`crate::cite::resolve::Meaning::kep`].
    pub kep: Option<CitedKep<'a>>,
}

/// What the newest file of a KEP says of its SIGs.
#[derive(Clone, Copy, Debug)]
pub struct CitedKep<'a> {
    /// The number of the KEP.
    pub number: u32,
    /// The SIG that owns it.
    pub owning_sig: Option<&'a Sig>,
    /// The SIGs and WGs that take part.
    pub participating_sigs: &'a [Sig],
}

/// The tags that follow from what a note cites, each once for each origin with its strongest and
/// then first evidence; strong ones first, then SIGs before versions, then in the order cited.
///
/// Strong are the SIG that owns a KEP (`owns KEP-753`), the labels `sig/…` and `wg/…`
/// (`sig/network on kubernetes/kubernetes#115138`), the milestone `v1.28`, the few SIGs of a release note
/// (`release notes of 1.28, kubernetes/kubernetes#115138`) and the SIG that owns a repository alone
/// (`owns kubernetes/kubectl`). Weak are the SIGs that take part in a KEP (`takes part in KEP-753`), the many SIGs of a
/// release note (see [`ReleaseNote::MOST_SIGS`]) and several owners of one repository.
///
/// Labels count in the organisations of Kubernetes, milestones in `kubernetes` alone: others have
/// groups and versions of their own. A group that is on no list is kept by its own name.
pub fn cited_tags(cited: &[CitedTarget<'_>]) -> Vec<DerivedTag> {
    let mut tags = once(cited.iter().flat_map(|cited| {
        let kep = cited.kep.iter().flat_map(kep_tags);
        let discussed = label_tags(cited).chain(milestone_tag(cited)).chain(release_note_tags(cited));
        kep.chain(discussed).chain(repository_tags(cited.target))
    }));
    tags.sort_by_key(|derived| (!derived.strong, matches!(derived.tag, Tag::Version(_))));
    tags
}

fn kep_tags<'a>(kep: &CitedKep<'a>) -> impl Iterator<Item = DerivedTag> + use<'a> {
    let number = kep.number;
    let owning = kep.owning_sig.into_iter().map(move |sig| (sig, format!("owns KEP-{number}"), true));
    let taking_part = kep.participating_sigs.iter();
    let taking_part = taking_part.map(move |sig| (sig, format!("takes part in KEP-{number}"), false));
    owning.chain(taking_part).map(|(sig, evidence, strong)| DerivedTag {
        tag: Tag::Sig(sig.clone()),
        origin: Origin::Kep,
        evidence,
        strong,
    })
}

fn label_tags<'a>(cited: &CitedTarget<'a>) -> impl Iterator<Item = DerivedTag> + use<'a> {
    const ORGANISATIONS: [&str; 5] =
        ["kubernetes", "kubernetes-sigs", "kubernetes-csi", "kubernetes-client", "etcd-io"];
    let target = cited.target;
    let counts = numbered(target).is_some_and(|repo| ORGANISATIONS.contains(&repo.owner.as_str()));
    let labels = cited.labels.iter().filter(move |_| counts);
    labels.filter_map(move |label| {
        // A bare `docs` is a group's name too, but no group's label.
        let is_group = label.starts_with("sig/") || label.starts_with("wg/");
        let sig = label.parse().ok().filter(|_| is_group)?;
        let evidence = format!("{label} on {}", target.name());
        Some(DerivedTag { tag: Tag::Sig(sig), origin: Origin::Label, evidence, strong: true })
    })
}

fn milestone_tag(cited: &CitedTarget<'_>) -> Option<DerivedTag> {
    numbered(cited.target).filter(|repo| repo.owner == "kubernetes")?;
    let milestone = cited.milestone?;
    // `v1.28.3` is a version of what has numbers of its own, such as minikube.
    let version: Version = milestone.parse().ok()?;
    (milestone == format!("v{version}")).then(|| DerivedTag {
        tag: Tag::Version(version),
        origin: Origin::Milestone,
        evidence: format!("milestone {milestone} of {}", cited.target.name()),
        strong: true,
    })
}

fn release_note_tags<'a>(cited: &CitedTarget<'a>) -> impl Iterator<Item = DerivedTag> + use<'a> {
    cited.release_note.into_iter().flat_map(|note| {
        note.sigs.iter().map(|sig| DerivedTag {
            tag: Tag::Sig(sig.clone()),
            origin: Origin::ReleaseNotes,
            evidence: note.evidence(),
            strong: note.is_about(sig),
        })
    })
}

fn repository_tags(target: &Target) -> impl Iterator<Item = DerivedTag> {
    let repo = match target {
        Target::Github { repo, .. } | Target::Release { repo, .. } => Some(repo),
        Target::Kep(_) | Target::Url(_) => None,
    };
    repo.into_iter().flat_map(|repo| {
        let owners = repository::owners(repo);
        owners.iter().map(|sig| DerivedTag {
            tag: Tag::Sig(sig.clone()),
            origin: Origin::Repository,
            evidence: format!("owns {}/{}", repo.owner, repo.name),
            strong: owners.len() == 1,
        })
    })
}

/// The repository of a pull request or an issue.
fn numbered(target: &Target) -> Option<&Repo> {
    match target {
        Target::Github { repo, .. } => Some(repo),
        Target::Kep(_) | Target::Release { .. } | Target::Url(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::tests::shown;

    fn sig(name: &str) -> Sig {
        name.parse().unwrap()
    }

    fn target(text: &str) -> Target {
        crate::cite::reference::find(text, None).remove(0).target
    }

    fn labels(labels_text: &str) -> Vec<String> {
        labels_text.split_whitespace().map(str::to_owned).collect()
    }

    /// Checks the tags of citations: each as literal, labels apart by spaces, milestone.
    #[track_caller]
    fn check(citations: &[(&str, &str, Option<&str>)], expected: &[&str]) {
        let known: Vec<_> =
            citations.iter().map(|(text, labels_text, _)| (target(text), labels(labels_text))).collect();
        let cited: Vec<_> = known
            .iter()
            .zip(citations)
            .map(|((target, labels), (_, _, milestone))| CitedTarget {
                target,
                labels,
                milestone: *milestone,
                release_note: None,
                kep: None,
            })
            .collect();
        let derived = cited_tags(&cited);
        assert_eq!(derived.iter().map(shown).collect::<Vec<_>>(), expected, "{citations:?}");
    }

    #[test]
    fn labels_of_groups_are_tags() {
        let on = |labels_text: &str, expected: &[&str]| check(&[("k/k#115138", labels_text, None)], expected);
        on("sig/network kind/bug", &["sig-network=sig/network on kubernetes/kubernetes#115138"]);
        on("wg/batch", &["wg-batch=wg/batch on kubernetes/kubernetes#115138"]);
        on("sig/no-such", &["sig-no-such=sig/no-such on kubernetes/kubernetes#115138"]);
        on("wg/sidecar", &["wg-sidecar=wg/sidecar on kubernetes/kubernetes#115138"]);
        on("area/kubelet kind/feature docs node sig/ sig committee/steering needs-sig", &[]);
        on("", &[]);
    }

    #[test]
    fn labels_count_in_the_organisations_of_kubernetes() {
        check(
            &[("kubernetes-sigs/nowhere#1", "sig/node", None)],
            &["sig-node=sig/node on kubernetes-sigs/nowhere#1"],
        );
        check(&[("cilium/cilium#1", "sig/policy sig/node", None)], &[]);
        check(&[("KEP-753", "sig/node", None)], &[]);
    }

    #[test]
    fn a_milestone_of_kubernetes_is_a_version() {
        let check_milestone = |text: &str, milestone: &str, expected: &[&str]| {
            check(&[(text, "", Some(milestone))], expected);
        };
        check_milestone("k/k#115138", "v1.28", &["1.28=milestone v1.28 of kubernetes/kubernetes#115138"]);
        check_milestone("k/e#753", "v1.28", &["1.28=milestone v1.28 of kubernetes/enhancements#753"]);
        check_milestone("kubernetes-sigs/nowhere#1", "v1.28", &[]);
        check_milestone("cilium/cilium#1", "v1.14", &[]);
        for milestone in ["v1.28.3", "1.28", "next", "v2.28", "v1.28 ", "", "v1.028"] {
            check_milestone("k/k#1", milestone, &[]);
        }
    }

    #[test]
    fn the_owner_of_a_repository_is_strong_alone_and_weak_among_several() {
        check(
            &[("kubernetes/cloud-provider-aws#1", "", None)],
            &["sig-cloud-provider=owns kubernetes/cloud-provider-aws"],
        );
        check(&[("kubernetes-sigs/kind#v0.20.0", "", None)], &["sig-testing=owns kubernetes-sigs/kind"]);
        check(
            &[("kubernetes-sigs/cluster-api-provider-ibmcloud#1", "", None)],
            &[
                "sig-cloud-provider=owns kubernetes-sigs/cluster-api-provider-ibmcloud?",
                "sig-cluster-lifecycle=owns kubernetes-sigs/cluster-api-provider-ibmcloud?",
            ],
        );
        check(&[("k/k#1", "", None), ("https://example.org/", "", None), ("k/website#1", "", None)], &[]);
    }

    #[test]
    fn a_tag_stands_once_for_each_origin_strong_before_weak_and_groups_before_versions() {
        check(
            &[
                ("kubernetes-sigs/cluster-api-provider-ibmcloud#1", "", None),
                ("k/k#1", "sig/node", Some("v1.28")),
                ("k/k#2", "sig/node sig/cli", Some("v1.28")),
                ("kubernetes/kubectl#3", "sig/cli", None),
                ("kubernetes/cloud-provider-aws#4", "", None),
            ],
            &[
                "sig-cloud-provider=owns kubernetes/cloud-provider-aws",
                "sig-node=sig/node on kubernetes/kubernetes#1",
                "sig-cli=sig/cli on kubernetes/kubernetes#2",
                "sig-cli=owns kubernetes/kubectl",
                "1.28=milestone v1.28 of kubernetes/kubernetes#1",
                "sig-cluster-lifecycle=owns kubernetes-sigs/cluster-api-provider-ibmcloud?",
            ],
        );
        check(&[], &[]);
    }

    #[test]
    fn the_owner_of_a_kep_is_strong_and_who_takes_part_is_suggested() {
        let (node, apps, scheduling) = (sig("sig-node"), sig("sig-apps"), sig("sig-scheduling"));
        let (one, other) = (Target::Kep(753), target("k/e#3939"));
        let cited = |target, kep| CitedTarget {
            target,
            labels: &[],
            milestone: None,
            release_note: None,
            kep: Some(kep),
        };
        let first = CitedKep {
            number: 753,
            owning_sig: Some(&node),
            participating_sigs: &[scheduling, apps.clone()],
        };
        let second = CitedKep {
            number: 3939,
            owning_sig: Some(&apps),
            participating_sigs: std::slice::from_ref(&node),
        };
        let nobody = CitedKep { number: 1, owning_sig: None, participating_sigs: &[] };
        let check = |cited: &[CitedTarget<'_>], expected: &[&str]| {
            let derived = cited_tags(cited);
            assert!(derived.iter().all(|derived| derived.origin == Origin::Kep));
            assert_eq!(derived.iter().map(shown).collect::<Vec<_>>(), expected);
        };
        check(
            &[cited(&one, first)],
            &[
                "sig-node=owns KEP-753",
                "sig-scheduling=takes part in KEP-753?",
                "sig-apps=takes part in KEP-753?",
            ],
        );
        check(
            &[cited(&one, first), cited(&other, second)],
            &["sig-node=owns KEP-753", "sig-apps=owns KEP-3939", "sig-scheduling=takes part in KEP-753?"],
        );
        check(&[cited(&one, nobody)], &[]);
    }

    #[test]
    fn the_few_sigs_of_a_release_note_are_strong_and_many_are_suggested() {
        let cited = target("k/k#115138");
        let derived = |sigs: &[&str]| {
            let note = ReleaseNote {
                pull: 115138,
                release: Version { minor: 28 },
                sigs: sigs.iter().map(|name| sig(name)).collect(),
                kinds: Vec::new(),
                areas: Vec::new(),
                action_required: false,
                text: None,
                keps: Vec::new(),
            };
            let cited = CitedTarget {
                target: &cited,
                labels: &[],
                milestone: None,
                release_note: Some(&note),
                kep: None,
            };
            let derived = cited_tags(&[cited]);
            assert!(derived.iter().all(|derived| derived.origin == Origin::ReleaseNotes));
            derived.iter().map(shown).collect::<Vec<_>>()
        };
        let evidence = "release notes of 1.28, kubernetes/kubernetes#115138";
        assert_eq!(derived(&["sig-node"]), [format!("sig-node={evidence}")]);
        let many = derived(&["sig-apps", "sig-auth", "sig-cli", "sig-node"]);
        assert_eq!(many.len(), 4);
        assert!(many.iter().all(|tag| tag.ends_with('?')), "{many:?}");
        assert!(derived(&[]).is_empty());
    }
}
