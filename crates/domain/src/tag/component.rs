//! Components that a text names, and the SIG of each, as data.

use super::{DerivedTag, Origin, Tag, once};

/// Names that are no ordinary words: read in any case.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("apiserver", "sig-api-machinery"),
    ("API server", "sig-api-machinery"),
    ("cAdvisor", "sig-node"),
    ("client-go", "sig-api-machinery"),
    ("cloud-controller-manager", "sig-cloud-provider"),
    ("cloud-provider", "sig-cloud-provider"),
    ("Cluster Autoscaler", "sig-autoscaling"),
    ("cluster-autoscaler", "sig-autoscaling"),
    ("containerd", "sig-node"),
    ("controller-runtime", "sig-api-machinery"),
    ("CoreDNS", "sig-network"),
    ("CRI-O", "sig-node"),
    ("CronJob", "sig-apps"),
    ("DaemonSet", "sig-apps"),
    ("descheduler", "sig-scheduling"),
    ("EndpointSlice", "sig-network"),
    ("etcd", "sig-etcd"),
    ("HorizontalPodAutoscaler", "sig-autoscaling"),
    ("ingress-nginx", "sig-network"),
    ("Karpenter", "sig-autoscaling"),
    ("kube-apiserver", "sig-api-machinery"),
    ("kube-proxy", "sig-network"),
    ("kube-scheduler", "sig-scheduling"),
    ("kube-state-metrics", "sig-instrumentation"),
    ("kubeadm", "sig-cluster-lifecycle"),
    ("kubectl", "sig-cli"),
    ("kubelet", "sig-node"),
    ("kustomize", "sig-cli"),
    ("metrics-server", "sig-instrumentation"),
    ("minikube", "sig-cluster-lifecycle"),
    ("NetworkPolicy", "sig-network"),
    ("Pod Security Admission", "sig-auth"),
    ("PodDisruptionBudget", "sig-apps"),
    ("PodSecurityPolicy", "sig-auth"),
    ("ReplicaSet", "sig-apps"),
    ("runc", "sig-node"),
    ("scheduler", "sig-scheduling"),
    ("StatefulSet", "sig-apps"),
    ("VerticalPodAutoscaler", "sig-autoscaling"),
];

/// Names that in another case are ordinary words or nothing: read as they are written here.
#[rustfmt::skip]
const AS_WRITTEN: &[(&str, &str)] = &[
    ("Cluster API", "sig-cluster-lifecycle"),
    ("CNI", "sig-network"),
    ("CRD", "sig-api-machinery"),
    ("CRI", "sig-node"),
    ("CSI", "sig-storage"),
    ("Gateway API", "sig-network"),
    ("HPA", "sig-autoscaling"),
    ("Ingress", "sig-network"),
    ("PVC", "sig-storage"),
    ("RBAC", "sig-auth"),
    ("VPA", "sig-autoscaling"),
];

/// The SIGs of the components that `prose` names, as suggestions, each once with the first name as
/// it stands in the text; in the order of the text.
///
/// A name is a whole word, with any text outside ASCII around it (`kubeletのログ`). It counts in a
/// list (`CSI/CNI`), but not in a longer identifier, path or reference: `csi-driver-nfs`,
/// `CSI-backed`, `pkg/kubelet/cm`, `kubernetes/kubectl#12`.
///
/// `prose` is text without its code. Takes time linear in its length.
pub fn component_tags(prose: &str) -> Vec<DerivedTag> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < prose.len() {
        let length = run(&prose[at..]);
        if length == 0 {
            at += prose[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let named = if prose[..at].ends_with(['@', '#', '$']) { None } else { list(&prose[at..], length) };
        at += length;
        found.extend(named.into_iter().flatten());
    }
    once(found.into_iter().filter_map(|(name, sig)| {
        let tag = Tag::Sig(sig.parse().ok()?);
        Some(DerivedTag { tag, origin: Origin::Component, evidence: name.to_owned(), strong: false })
    }))
}

/// How many bytes the longest stretch has that an identifier, path or list could be.
fn run(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(byte)).count()
}

/// The names of a run that `text` begins with, each with its SIG; `None` unless each part between
/// slashes is one. The last may go on after the run, as in `Gateway API`.
fn list(text: &str, length: usize) -> Option<Vec<(&str, &'static str)>> {
    let mut names = Vec::new();
    let mut start = 0;
    while let Some(part) = text[start..length].find('/').filter(|part| !ends(&text[start + part..])) {
        let (name, sig) = longest(&text[start..start + part])?;
        (name.len() == part).then(|| names.push((name, sig)))?;
        start += part + 1;
    }
    let (name, sig) = longest(&text[start..])?;
    names.push((name, sig));
    Some(names)
}

/// The longest name that `text` begins with as a whole word, as it stands there, and its SIG.
fn longest(text: &str) -> Option<(&str, &'static str)> {
    let begins = |name: &str, any_case: bool| {
        let begins = text.get(..name.len())?;
        let same = if any_case { begins.eq_ignore_ascii_case(name) } else { begins == name };
        (same && ends(&text[name.len()..])).then_some(begins)
    };
    let matching = |names: &'static [(&str, &'static str)], any_case| {
        names.iter().filter_map(move |(name, sig)| begins(name, any_case).map(|name| (name, *sig)))
    };
    matching(NAMES, true).chain(matching(AS_WRITTEN, false)).max_by_key(|(name, _)| name.len())
}

/// Whether a word ends where `text` goes on: no identifier and no reference goes on there.
fn ends(text: &str) -> bool {
    let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '#' | '@');
    !text.trim_start_matches(['.', '-', '/']).starts_with(goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sig::Sig;

    /// Checks what `prose` suggests, each as `sig=evidence`, without the `sig-`.
    #[track_caller]
    fn check(prose: &str, expected: &[&str]) {
        let derived = component_tags(prose);
        assert!(derived.iter().all(|derived| derived.origin == Origin::Component && !derived.strong));
        let shown = |derived: &DerivedTag| match &derived.tag {
            Tag::Sig(sig) => format!("{}={}", sig.short(), derived.evidence),
            Tag::Version(_) => unreachable!("no component is a version"),
        };
        assert_eq!(derived.iter().map(shown).collect::<Vec<_>>(), expected, "{prose}");
    }

    #[test]
    fn every_name_leads_to_a_group_that_is_active() {
        for (name, sig) in NAMES.iter().chain(AS_WRITTEN) {
            let sig: Sig = sig.parse().unwrap();
            assert!(sig.group().is_some_and(|group| group.active), "{name}");
            check(name, &[&format!("{}={name}", sig.short())]);
        }
    }

    #[test]
    fn a_component_suggests_its_group() {
        check("The kubelet restarts it.", &["node=kubelet"]);
        check("kubeletのログ", &["node=kubelet"]);
        check("新しいkube-proxyと、kubectl、", &["network=kube-proxy", "cli=kubectl"]);
        check("（CSI）", &["storage=CSI"]);
        check("Cluster Autoscaler と VPA", &["autoscaling=Cluster Autoscaler"]);
        check("Gateway API の話", &["network=Gateway API"]);
        check("Pod Security Admission", &["auth=Pod Security Admission"]);
        check("etcd 3.5, containerd v1.7 and CRI-O.", &["etcd=etcd", "node=containerd"]);
        check("kubelet's", &["node=kubelet"]);
        check("", &[]);
    }

    #[test]
    fn a_group_stands_once_with_its_first_name() {
        check("scheduler は kube-scheduler", &["scheduling=scheduler"]);
        check("kube-scheduler の scheduler", &["scheduling=kube-scheduler"]);
    }

    #[test]
    fn the_case_counts_where_the_word_is_an_ordinary_one() {
        check("Kubelet と KUBECTL と Etcd", &["node=Kubelet", "cli=KUBECTL", "etcd=Etcd"]);
        check("cluster autoscaler", &["autoscaling=cluster autoscaler"]);
        check("csi, hpa, vpa, cni, Csi, ingress traffic, gateway api, the cluster API", &[]);
    }

    #[test]
    fn the_longest_name_is_meant() {
        check("CRI-O", &["node=CRI-O"]);
        check("cloud-provider", &["cloud-provider=cloud-provider"]);
        check("ingress-nginx", &["network=ingress-nginx"]);
    }

    #[test]
    fn a_list_names_each() {
        check("CSI/CNI", &["storage=CSI", "network=CNI"]);
        check("kubelet/kubectl.", &["node=kubelet", "cli=kubectl"]);
        check("CSI/Gateway API", &["storage=CSI", "network=Gateway API"]);
        check("kubelet/の", &["node=kubelet"]);
    }

    #[test]
    fn a_longer_identifier_names_none() {
        for prose in [
            "csi-driver-nfs",
            "CSI-backed",
            "CSIDriver",
            "CSI_DRIVER",
            "kubelets",
            "my-kubelet",
            "kubelet.service",
            "kubelet-config",
            "kube-scheduler-simulator",
            "pkg/kubelet/cm",
            "/usr/bin/kubelet",
            "/kubelet",
            "kubernetes/kubectl",
            "kubernetes/kubectl#12",
            "containerd/containerd#v1.7.0",
            "etcd#12",
            "etcd@3.5",
            "@kubelet",
            "#kubeadm",
            "$KUBECTL",
            "https://example.org/etcd",
            "Gateway APIs",
            "Cluster  Autoscaler",
            "Pod Security",
        ] {
            check(prose, &[]);
        }
    }

    #[test]
    fn hostile_texts_end() {
        for text in ["kubelet/", "kubelet/-", "CSI ", "-", "/", "あ", "Gateway "] {
            let _ = component_tags(&text.repeat(20_000));
        }
    }
}
