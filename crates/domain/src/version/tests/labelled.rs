//! Sentences as people write them, each with the versions of Kubernetes that it means.
//!
//! They were labelled before the rules were made; what recall and precision are is printed, and both are held.

use std::collections::BTreeSet;

use super::super::mentions;

/// Prose, and the versions that it means, with a space between.
#[rustfmt::skip]
const CASES: &[(&str, &str)] = &[
    // Releases in the making.
    ("The 1.10 code freeze starts on Tuesday", "1.10"),
    ("1.7 feature freeze is next week", "1.7"),
    ("1.12 enhancements freeze moved by a day", "1.12"),
    ("code freeze for 1.13 is in November", "1.13"),
    ("enhancements freeze for v1.34 is on Friday", "1.34"),
    ("for the 1.14 cycle", "1.14"),
    ("the 1.11 release team is looking for shadows", "1.11"),
    ("the 1.27 release team", "1.27"),
    ("v1.8 milestone burndown starts", "1.8"),
    ("Milestone v1.9 is set on the issue", "1.9"),
    ("milestone: v1.35", "1.35"),
    ("/milestone v1.32", "1.32"),
    ("cherry-pick it to release-1.16", "1.16"),
    ("release-1.30 branch is cut", "1.30"),
    ("pushed to upstream/release-1.29", "1.29"),
    ("release 1.15 was cut", "1.15"),
    ("targeting 1.28 for beta", "1.28"),
    ("graduates to GA in v1.33", "1.33"),
    ("alpha in 1.26, beta in 1.27", "1.26 1.27"),
    ("backport to 1.29, 1.30 and 1.31", "1.29 1.30 1.31"),
    ("[1.32] Sidecars go stable", "1.32"),
    ("Kubernetes v1.36 sneak peek", "1.36"),
    ("v1.31: what is new", "1.31"),
    // Since when, and until when.
    ("It has been there since v1.13", "1.13"),
    ("as of v1.24 dockershim is gone", "1.24"),
    ("removed in v1.25", "1.25"),
    ("deprecated in 1.21, gone in 1.25", "1.21 1.25"),
    ("1.22+ only", "1.22"),
    ("K8s v1.18 removed it", "1.18"),
    ("Kubernetes 1.2 and 1.3 had no such thing", "1.2 1.3"),
    ("We want this in Kubernetes 1.6", "1.6"),
    ("It works with k8s 1.19-1.22", "1.19 1.22"),
    // Clusters and services.
    ("Upgraded the cluster from 1.26 to 1.27", "1.26 1.27"),
    ("Upgrade to 1.28 went fine", "1.28"),
    ("Updated to v1.29 last night", "1.29"),
    ("moved the nodes to v1.30.1", "1.30"),
    ("The control plane was upgraded to 1.31", "1.31"),
    ("Cluster on v1.21, planning 1.22", "1.21 1.22"),
    ("kubelet v1.29.2 crashed", "1.29"),
    ("EKS 1.30 is out", "1.30"),
    ("GKE 1.33 rapid channel", "1.33"),
    ("k3s v1.27.4+k3s1", "1.27"),
    ("kubeadm init --kubernetes-version=v1.28.0", "1.28"),
    ("Swap: 1.28 makes it optional", "1.28"),
    ("SIG Windows: 1.29 brings it", "1.29"),
    ("KEP-127: 1.28 でも alpha", "1.28"),
    // Next to other products.
    ("Kubernetes (1.29) and Go (1.21)", "1.29"),
    ("Go 1.20 is needed to build Kubernetes 1.27", "1.27"),
    ("Istio 1.20 supports Kubernetes 1.25 to 1.28", "1.25 1.28"),
    ("Bumped Go to 1.21. Removed in 1.29.", "1.29"),
    ("the 1.28 Windows support", "1.28"),
    ("In 1.29, kind clusters default to it", "1.29"),
    ("# Kubernetes\n1.27 is out", "1.27"),
    ("# containerd\n2.1 is out\n# Upgrades\n1.29 next week", "1.29"),
    ("# containerd\nit needs Kubernetes 1.26", "1.26"),
    // Japanese.
    ("1.28 で GA になった", "1.28"),
    ("1.31 から既定で有効", "1.31"),
    ("1.25 で消えた PSP", "1.25"),
    ("v1.29 のコードフリーズ", "1.29"),
    ("1.9 のコードフリーズが近い", "1.9"),
    ("マイルストーン v1.11 に入った", "1.11"),
    ("v1.13 以降なら使える", "1.13"),
    ("Kubernetes 1.10 の頃は無かった", "1.10"),
    ("Kubernetes の 1.35 では", "1.35"),
    ("K8s1.30 対応", "1.30"),
    ("クラスターを 1.26 から 1.27 に上げた", "1.26 1.27"),
    ("ノードを 1.30 に", "1.30"),
    ("EKS の 1.30 を試す", "1.30"),
    ("kubectl v1.28 と v1.29 で違う", "1.28 1.29"),
    ("release-1.27 に cherry-pick された", "1.27"),
    ("1.24、1.25、1.26 のサポート", "1.24 1.25 1.26"),
    ("次の 1.34 リリースで入る", "1.34"),
    ("HPA は 1.29 で変わる", "1.29"),
    ("Kubernetes は 1.29、Go は 1.21", "1.29"),
    ("1.28 の Windows ノード", "1.28"),
    // Other products that move.
    ("Go updated to 1.21.1", ""),
    ("Go got bumped to 1.22", ""),
    ("Istio was upgraded to 1.20", ""),
    ("Updated Go to 1.22.3 in all branches", ""),
    ("Update go to v1.21", ""),
    ("We moved Envoy up to v1.27", ""),
    ("Prometheus got upgraded from 1.25 to 1.26", ""),
    ("bump example.org/lib from 1.23.0 to 1.24.0", ""),
    ("bump golang.org/x/net from 1.17.0 to 1.19.0", ""),
    ("Upgrade github.com/onsi/gomega to v1.27.6", ""),
    ("golangci-lint to v1.54", ""),
    ("golangci-lint to v1.27", ""),
    ("move helm-controller to v1.20", ""),
    ("upgrade Foobar to 1.28", ""),
    ("[crio] Update to v1.28.1", ""),
    ("[cri-o/cri-o] Update to v1.29", ""),
    ("containerd: update to 1.17", ""),
    ("Kube-dns: 1.14.8", ""),
    ("cri-tools: v1.26.0", ""),
    ("some-operator: 1.27.8", ""),
    // The product after its number, or above it.
    ("the 1.20 Go", ""),
    ("the Go 1.21 and 1.22 toolchains", ""),
    ("the 1.27 Envoy", ""),
    ("version 1.27 of Istio", ""),
    ("v1.19.0 of CoreDNS", ""),
    ("# containerd\n1.7 is out", ""),
    ("# containerd\nUpdate to 1.27 soon", ""),
    ("## Cilium v1.15\n1.16 comes next", ""),
    ("# Istio\n## Ambient\nbeta in 1.22", ""),
    // No version, or nobody's.
    ("v1.99 of nothing", ""),
    ("Kubernetes 1.99", ""),
    ("removed in 1.45", ""),
    ("CPU usage went from 1.20 to 1.35 cores", ""),
    ("1.25x faster", ""),
    ("it costs $1.30", ""),
    ("see section 1.14 of the spec", ""),
    ("1.5 hours later", ""),
    ("item 1.4 of the agenda", ""),
    ("opentelemetry-go v1.19.0", ""),
    ("containerd release-1.17", ""),
    // The same in Japanese.
    ("Go を 1.21 に上げた", ""),
    ("Go が 1.22 になった", ""),
    ("golangci-lint を 1.29 に更新", ""),
    ("Foobar を 1.28 に上げる", ""),
    ("Istio を 1.20 へ", ""),
    ("1.21 の Go で", ""),
    ("1.27 版の Envoy", ""),
    ("【Cilium】1.15 が出た", ""),
    ("# containerd\n1.17 が出た", ""),
    ("Cilium は 1.15、Istio は 1.21", ""),
    ("平均 1.25 秒", ""),
    ("etcd を 1.25 GB に", ""),
];

#[test]
fn labelled_sentences_mean_what_they_say() {
    let (mut meant, mut given, mut right) = (0, 0, 0);
    let mut wrong = Vec::new();
    for (prose, expected) in CASES {
        let expected: BTreeSet<String> = expected.split_whitespace().map(str::to_owned).collect();
        let certain = mentions(prose).into_iter().filter(|mention| mention.certain);
        let found: BTreeSet<String> = certain.map(|mention| mention.version.to_string()).collect();
        meant += expected.len();
        given += found.len();
        right += found.intersection(&expected).count();
        if found != expected {
            wrong.push(format!("{prose:?}: {found:?} instead of {expected:?}"));
        }
    }
    println!(
        "{} sentences, {meant} versions: recall {:.1} %, precision {:.1} %",
        CASES.len(),
        100.0 * f64::from(right as u32) / f64::from(meant as u32),
        100.0 * f64::from(right as u32) / f64::from(given as u32)
    );
    assert_eq!(wrong, [""; 0]);
}
