use proptest::prelude::*;

use super::*;

mod labelled;

/// Checks the versions that `prose` names; `?` follows one that is not certain.
#[track_caller]
fn check(prose: &str, expected: &str) {
    let show = |named: &VersionMention| format!("{}{}", named.version, if named.certain { "" } else { "?" });
    let found: Vec<String> = mentions(prose).iter().map(show).collect();
    assert_eq!(found.join(" "), expected, "{prose}");
}

/// Checks the words that name versions in `prose`.
#[track_caller]
fn check_evidence(prose: &str, expected: &[&str]) {
    let words: Vec<&str> = mentions(prose).into_iter().map(|named| &prose[named.range]).collect();
    assert_eq!(words, expected, "{prose}");
}

#[test]
fn a_version_reads_its_spellings_and_nothing_else() {
    for text in ["1.28", "v1.28", "V1.28", "1.28.3", " v1.28.0 "] {
        assert_eq!(text.parse(), Ok(Version { minor: 28 }), "{text}");
    }
    for wrong in ["", "1", "2.28", "1.028", "1.28.", "1.28.3.4", "1.x", "v", "1.28-rc.1", "１.２８", "1.1000"]
    {
        assert!(wrong.parse::<Version>().is_err(), "{wrong}");
    }
    assert!(Version { minor: 9 } < Version { minor: 10 });
}

#[test]
fn kubernetes_by_name_is_meant() {
    check("Kubernetes 1.28 の新機能", "1.28");
    check("Kubernetes v1.28", "1.28");
    check("kubernetes 1.28.3", "1.28");
    check("K8s 1.28", "1.28");
    check("Kubernetes の 1.28", "1.28");
    check("Kubernetes は v1.28 から", "1.28");
    check("Kubernetes (1.28)", "1.28");
    check("Kubernetes（v1.28）", "1.28");
    check("Kubernetes: 1.28", "1.28");
    check("Kubernetes:1.28", "1.28");
    check("Kubernetes version 1.28", "1.28");
    check("Kubernetes バージョン 1.28", "1.28");
    check("Kubernetesのバージョンは1.28です", "1.28");
    check("Kubernetes1.28", "1.28");
    check("kubernetes-1.28", "1.28");
    check("--kubernetes-version=1.28", "1.28");
    check("Kubernetes 1.8 の頃", "1.8");
    check("since Kubernetes 1.19.", "1.19");
    check("Kubernetes 1.39", "1.39");
    check("Kubernetes 1.40", "");
    check("Kubernetes 2.0", "");
    check("Kubernetes 1.28 リリース", "1.28");
}

#[test]
fn what_carries_its_numbers_is_kubernetes() {
    check("GKE 1.27.2 で試した", "1.27");
    check("(EKS 1.26) の話", "1.26");
    check("AKS 1.28", "1.28");
    check("GKE は 1.26 まで", "1.26");
    check("GKE が 1.29 をサポート", "1.29");
    check("GKE Autopilot 1.28", "1.28");
    check("Autopilot > 1.27", "1.27");
    check("kubectl 1.28 では", "1.28");
    check("kubectl < 1.28", "1.28");
    check("kubectl >= 1.28", "1.28");
    check("kubelet 1.28", "1.28");
    check("kube-apiserver v1.28", "1.28");
    check("kube-proxy 1.8", "1.8");
    check("k3s v1.27.4+k3s1", "1.27");
    check("v1.27.3-gke.100", "1.27");
    check("GKE を 1.27 に", "1.27");
    check("Google Kubernetes Engine 1.28", "1.28");
    check("Kubernetes v 1.28", "1.28");
    check("Kubernetes Ver.1.28", "1.28");
    check("EKS 1.28 は GKE 1.28 より遅い", "1.28 1.28");
}

#[test]
fn a_number_alone_is_kubernetes_in_its_window() {
    check("1.28 で入る", "1.28");
    check("v1.28 で入る", "1.28");
    check("これは1.28から", "1.28");
    check("この印が 1.27 でつく", "1.27");
    check("1.28.3 で直った", "1.28");
    check("1.25+ が要る", "1.25");
    check("CEL が要るので CRD が 1.25+ になる", "1.25");
    check("HPA は 1.29 で変わる", "1.29");
    check("Swap (1.28 では任意)", "1.28");
    check("1.27 リリース", "1.27");
    check("1.27 系", "1.27");
    check("1.28.x", "1.28");
    check("in 1.28, it is removed", "1.28");
    check("removed in 1.28.", "1.28");
    check("planned for 1.29", "1.29");
    check("beta 1.28", "1.28");
    check("landed. 1.28 is next", "1.28");
    check("1.14 から", "1.14");
    check("1.39 から", "1.39");
    check("1.40 から", "");
    check("1.13 から", "");
    check("1.2 から", "");
    check("1.0 に", "");
    check("v1.0.0 になった", "");
    check("1.05", "");
}

#[test]
fn a_range_a_list_and_an_arrow_name_all_their_numbers() {
    check("1.20 -> 1.24", "1.20 1.24");
    check("1.20→1.24", "1.20 1.24");
    check("1.25 から 1.26 へ移す", "1.25 1.26");
    check("1.28..1.29", "1.28 1.29");
    check("1.28-1.29", "1.28 1.29");
    check("1.28〜1.30", "1.28 1.30");
    check("1.28/1.29", "1.28 1.29");
    check("1.25 と 1.26", "1.25 1.26");
    check("it is for 1.25, 1.26, and 1.27 only", "1.25 1.26 1.27");
    check("Kubernetes 1.8 -> 1.9", "1.8 1.9");
    check("EKS 1.23、1.24 と 1.25", "1.23 1.24 1.25");
    check("環境を 1.23 -> 1.24 へ", "1.23 1.24");
    check("v1.27.1 から v1.27.3", "1.27 1.27");
    check("from 1.28 to 1.29", "1.28 1.29");
    check("1.25+ / 1.26", "1.25 1.26");
    check("v1.27 v1.28", "1.27 1.28");
}

#[test]
fn another_product_is_not_kubernetes() {
    for prose in [
        "Go 1.20 へ移す",
        "Go >= 1.17",
        "Go <= 1.16",
        "Go 1.21 より後",
        "Go の 1.20",
        "Go は 1.20 から",
        "Go のバージョンを 1.20 に",
        "Go 言語の 1.21",
        "golang 1.20",
        "go1.20",
        "bump Go to 1.20",
        "update Go from 1.19 to 1.20",
        "Go version 1.20",
        "Rust 1.60",
        "Cilium 1.14 を入れた",
        "Cilium v1.14.2",
        "Cilium (1.14)",
        "Cilium: 1.14",
        "cilium-1.14",
        "Cilium CNI 1.14",
        "Cilium Service Mesh 1.14",
        "containerd 1.7 だと",
        "containerd v1.27",
        "runc 1.1",
        "Istio 1.19",
        "Istio が 1.19 に",
        "Envoy 1.27",
        "Spin 1.0",
        "Grafana Pyroscope が 1.0 に",
        "Grafana Pyroscope 1.20",
        "Argo CD 1.28",
        "ArgoCD v1.28",
        "argo-cd 1.28",
        "Helm 1.20",
        "Helm chart 1.20",
        "CoreDNS v1.9.3-eksbuild.3",
        "CoreDNS Addon v1.19.3-eksbuild.3",
        "vpc-cni v1.14.1-eksbuild.1",
        "v1.14.1-eksbuild.1",
        "Bottlerocket 1.13.0",
        "Bottlerocket は 1.14.0 から",
        "VictoriaMetrics v1.92.0",
        "BuildKit 1.20",
        "Docker 1.20",
        "kernel 5.16",
        "Linux 6.1",
        "Linux kernel 1.28",
        "COS 1.20",
        "Gateway API v1.0.0",
        "Gateway API 1.20",
        "CNI 1.1",
        "CRI-O 1.28",
        "cri-o v1.28.0",
        "Node.js 1.20",
        "minikube 1.31",
        "gRPC 1.50",
        "busybox:1.28",
        "nginx:1.14.2",
        "registry.k8s.io/kube-proxy:v1.28.0",
        "kubectl:1.28",
        "1.28-alpine",
        "log4j1.28",
    ] {
        check(prose, "");
    }
}

#[test]
fn a_list_of_another_product_is_its_own() {
    check("Go 1.20 / 1.21", "");
    check("Go 1.20, 1.21, and 1.22", "");
    check("Go 1.20 -> 1.21", "");
    check("Cilium 1.14 と 1.15", "");
    check("Cilium 1.14 と Kubernetes 1.28", "1.28");
    check("Kubernetes 1.28 と Cilium 1.14", "1.28");
    check("Kubernetes 1.28, Go 1.20, 1.21", "1.28");
    check("Bottlerocket は 1.14.0 (EKS 1.26) まで", "1.26");
    check("Go 1.20 で GKE 1.28 を", "1.28");
    check("Istio 1.18 supports Kubernetes 1.24 to 1.27", "1.24 1.27");
    check("Istio 1.18 をサポート", "");
    check("Kubernetes が Go 1.20 から 1.21 に", "");
}

#[test]
fn an_amount_is_no_version() {
    for prose in [
        "1.5 倍になる",
        "1.25 倍",
        "1.25倍",
        "1.1 MB",
        "1.25 GB",
        "1.25GiB",
        "1.25 秒",
        "1.25s",
        "1.25%",
        "1.25 ％",
        "$1.25",
        "1.25 ドル",
        "約 1.25",
        "CPU 1.25",
        "cpu: 1.25",
        "cpu=1.25",
        "CPU を 1.25 に",
        "1.25 コア",
        "1.25 cores",
        "×1.25",
        "-1.25",
        "1.25x",
        "第 1.14 節",
        "p99 1.25",
    ] {
        check(prose, "");
    }
}

#[test]
fn what_only_looks_like_a_version_is_none() {
    for prose in [
        "1.28.3.4",
        "10.1.28.3",
        "2023.1.28",
        "11.28",
        "1.",
        "1 秒",
        "v1",
        "v1beta1",
        "v1.28beta",
        "autoscaling/v1.28foo",
        "1.28_foo",
        "foo_1.28",
        "foo/1.28",
        "stable-1.28",
        "https://example.com/v1.28/docs",
        "https://example.com/x?v=1.28",
        "containerd/containerd#v1.27.0",
        "k/k#1.28",
        "2023/1/28",
        "1,28",
        "1．28",
        "5.15.x",
        "",
    ] {
        check(prose, "");
    }
}

#[test]
fn what_may_be_something_else_is_not_certain() {
    check("Foobar 1.28", "1.28?");
    check("Foobar v1.28", "1.28?");
    check("foobar 1.28", "1.28?");
    check("Kubernetes Dashboard 1.28", "1.28?");
    check("release-1.28 ブランチ", "1.28");
    check("some/release-1.28 ブランチ", "1.28?");
    check("Karpenter の 1.28 対応", "1.28?");
    check("Cilium が 1.28 に対応", "1.28?");
    check("support for Cilium in 1.28", "1.28?");
    check("Go 1.20 へ移したら 1.28 で壊れた", "1.28?");
    check("Go 1.20 へ移した。1.28 で壊れた", "1.28");
    check("Go 1.20 へ移した\n1.28 で壊れた", "1.28");
    check("Foobar 1.28 と 1.29", "1.28? 1.29?");
    check("Foobar 1.5", "");
    check("Kubernetes 1.27 は Go 1.20、1.28 は Go 1.21", "1.27 1.28?");
    check("AWS Load Balancer Controller 1.28", "1.28?");
    check("EKS optimized AMI 1.28", "1.28?");
}

#[test]
fn the_words_of_a_version_include_its_product() {
    check_evidence("今の GKE 1.27.2 で", &["GKE 1.27.2"]);
    check_evidence("kubectl >= 1.28", &["kubectl >= 1.28"]);
    check_evidence("GKE が v1.28 を", &["GKE が v1.28"]);
    check_evidence("EKS 1.23 -> 1.24", &["EKS 1.23", "1.24"]);
    check_evidence("ここは 1.25+ で", &["1.25+"]);
    check_evidence("Kubernetes version 1.28.", &["Kubernetes version 1.28"]);
    check_evidence("v1.28.x", &["v1.28.x"]);
}

/// Many repetitions end promptly, as around each number only a bounded stretch is looked at.
#[test]
fn hostile_texts_end() {
    const SIZE: usize = 300_000;
    for (piece, expected) in [
        ("1.1.1.1.1", 0),
        ("1.28 ", SIZE / 5),
        ("1.28, ", SIZE / 6),
        ("Go 1.20 ", 0),
        ("((((", 0),
        ("の", 0),
        ("http://http://", 0),
        ("v", 0),
        (" ", 0),
        ("a ", 0),
        (">=", 0),
        ("# containerd\n", 0),
        ("[crio] 1.28\n", 0),
        ("the 1.20 Go ", 0),
        ("1.28 of ", SIZE / 8),
        ("updated to 1.28 ", SIZE / 16),
        ("1.10 code freeze ", SIZE / 17),
        ("a/b.c to 1.28 ", 0),
        ("- ", 0),
    ] {
        let prose = piece.repeat(SIZE / piece.len());
        let least = expected.min(1);
        let found = mentions(&prose).len();
        assert!((least..=expected).contains(&found), "{piece}: {found}");
    }
}

proptest! {
    #[test]
    fn any_prose_gives_ascending_ranges_on_character_bounds(
        prose in "(v?1\\.[0-9]{1,2}|(# |\\[|【|】|a/b\\.c|Go|GKE|Foo|Argo CD|kubectl|crio|to|of|the|updated|bump|example\\.org/lib|freeze|since|milestone|の|は|を)|[-> ,/~():=+.]{1,2}|と|から|倍|\u{3000}|\u{a0}|\u{2003}|https?://|\\PC{0,3}|\n){0,40}"
    ) {
        let mut end = 0;
        for named in mentions(&prose) {
            prop_assert!(named.range.start >= end && named.range.start < named.range.end, "{:?}", named);
            prop_assert!(prose.get(named.range.clone()).is_some());
            end = named.range.end;
        }
    }

    #[test]
    fn a_version_after_kubernetes_is_found(minor in 0u16..=39) {
        let found = mentions(&format!("いまの Kubernetes 1.{minor} で"));
        prop_assert_eq!(found.iter().map(|named| named.version.minor).collect::<Vec<_>>(), vec![minor]);
    }
}

/// Spaces of every width part words as plain ones do.
#[test]
fn wide_spaces_part_words_too() {
    check("bump\u{3000}example.org/lib to 1.24.0", "");
    check("bump example.\u{3000}o.0 to 1.24.0", "1.24?");
    check_evidence("bump example.\u{2003}o.0 to 1.24.0", &["o.0 to 1.24.0"]);
}

/// What was counted by hand in the notes at hand, code included; skipped where they are absent.
#[test]
fn the_real_notes_name_versions_in_the_counted_entries() {
    let Some(notes) = real_data::notes() else { return };
    // An entry begins with its author's name, twice without a space between.
    let begins = |line: &str| {
        line.starts_with(char::is_alphabetic) && line.get(..line.len() / 2) == line.get(line.len() / 2..)
    };
    let mut entry = 0;
    let mut found = Vec::new();
    for line in notes.lines() {
        entry += usize::from(begins(line));
        found.extend(mentions(line).into_iter().map(|named| (entry, named)));
    }
    let certain = found.iter().filter(|(_, named)| named.certain).count();
    assert_eq!((found.len(), certain), (106, 106));
    found.dedup_by_key(|(entry, _)| *entry);
    assert_eq!(found.len(), 55);
}
