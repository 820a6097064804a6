//! Whose number a version is, by the words before it, as data.
//!
//! Names are in lower case without spaces and hyphens: `argocd` is `Argo CD` and `argo-cd`.

/// Kubernetes, and what carries its numbers.
const KUBERNETES: [&str; 30] = [
    "kubernetes",
    "k8s",
    "kube",
    "kubernetescluster",
    "kubernetesapi",
    // Distributions and services.
    "gke",
    "gkeautopilot",
    "kubernetesengine",
    "kubernetesservice",
    "eksdistro",
    "autopilot",
    "eks",
    "aks",
    "doks",
    "oke",
    "iks",
    "lke",
    "k3s",
    "rke2",
    "kops",
    // Components.
    "kubectl",
    "kubelet",
    "kubeadm",
    "kubeapiserver",
    "apiserver",
    "kubeproxy",
    "kubescheduler",
    "kubecontrollermanager",
    "cloudcontrollermanager",
    "controlplane",
];

/// Everything else with numbers of its own, and amounts. CRI-O follows Kubernetes' numbers and is still itself.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    // Languages and libraries.
    "go", "golang", "rust", "python", "java", "ruby", "php", "node.js", "nodejs", "deno", "swift", "kotlin", "zig",
    "musl", "glibc", "openssl", "protobuf", "grpc", "opentelemetry", "otel", "klog", "logr", "zap",
    "controllerruntime", "kubebuilder", "operatorsdk", "wasm", "wasi", "wasmtime", "wasmedge", "spin", "terraform",
    // Kernels, systems and images.
    "kernel", "linux", "linuxkernel", "cos", "alpine", "debian", "ubuntu", "fedora", "rhel", "flatcar", "talos",
    "bottlerocket", "bottelerocket", "systemd", "cgroup", "busybox", "nginx", "windows", "iptables", "nftables",
    // Containers and their builders.
    "containerd", "runc", "crun", "youki", "crio", "cri", "cni", "csi", "oci", "docker", "moby", "buildkit", "buildx",
    "podman", "buildah", "skopeo", "nerdctl", "kata", "gvisor", "firecracker", "criu", "crictl", "critools", "kind",
    "kaniko", "lima", "colima", "finch", "minikube", "k3d", "kubespray", "eksctl", "rancher",
    // Networks.
    "cilium", "hubble", "tetragon", "calico", "flannel", "antrea", "weave", "multus", "metallb", "vpccni",
    "amazonvpccni", "istio", "envoy", "envoygateway", "linkerd", "contour", "traefik", "haproxy", "kong", "ambassador",
    "emissary", "gatewayapi", "coredns", "externaldns", "ingressnginx", "awsloadbalancercontroller", "kubevip", "dapr",
    "kubevirt", "submariner", "tls", "http", "dpdk",
    // Storage and data.
    "etcd", "velero", "rook", "longhorn", "ceph", "ebscsi", "ebscsidriver", "vitess", "postgresql", "postgres", "mysql",
    "redis", "kafka", "nats", "elasticsearch", "opensearch", "sqlite", "spark", "airflow", "kubeflow", "ray", "volcano",
    "kueue", "jobset", "tensorflow", "pytorch", "jax", "cuda",
    // Watching.
    "prometheus", "prometheusoperator", "grafana", "pyroscope", "loki", "tempo", "mimir", "thanos", "cortex", "jaeger",
    "victoriametrics", "victorialogs", "fluentd", "fluentbit", "vector", "falco", "pixie", "metricsserver",
    "kubestatemetrics", "nodeexporter", "cadvisor", "nodefeaturediscovery", "nodeproblemdetector",
    // Delivery, policy and the rest.
    "argo", "argocd", "argorollouts", "argoworkflows", "flux", "fluxcd", "helm", "helmfile", "kustomize", "skaffold",
    "tekton", "knative", "keda", "karpenter", "crossplane", "clusterapi", "capi", "kyverno", "opa", "gatekeeper",
    "certmanager", "vault", "consul", "nomad", "harbor", "dex", "keycloak", "teleport", "backstage", "agones",
    "openkruise", "k9s", "kubecost", "opencost", "openfeature", "cel", "git", "github", "vscode",
    "golangcilint", "kubedns", "skydns", "bazel", "ginkgo", "gomega", "cobra", "sonobuoy", "prow",
    "tilt", "octant", "headlamp", "kwok", "kubebench", "trivy", "cosign", "sigstore", "sops", "clusterautoscaler",
    // Amounts.
    "cpu", "cpus", "vcpu", "memory", "requests", "limits", "qps", "replicas", "p50", "p90", "p95", "p99", "約", "平均",
];

/// Those that are parts or subjects of Kubernetes too: `the 1.28 Windows support`, `CSI: 1.27 から`.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "kernel", "linux", "linuxkernel", "cos", "systemd", "cgroup", "windows", "iptables", "nftables", "cri", "cni", "csi",
    "oci", "tls", "http", "grpc", "cel", "kind", "git", "github", "spin", "ray", "vector", "cpu", "cpus", "vcpu", "memory",
    "requests", "limits", "qps", "replicas", "p50", "p90", "p95", "p99", "kustomize", "gatewayapi", "cadvisor", "etcd",
    "clusterautoscaler",
];

/// Languages: a number before one is its version.
const LANGUAGES: [&str; 10] =
    ["go", "golang", "rust", "python", "java", "ruby", "php", "node.js", "nodejs", "deno"];

/// Words that may stand between a product and its number: `Helm chart 1.20`.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "v", "version", "versions", "ver", "release", "releases", "minor", "patch", "addon", "addons", "add-on", "chart",
    "charts", "cli", "client", "server", "plugin", "driver", "agent", "operator", "controller", "cluster", "clusters",
    "lts", "stable", "latest", "image", "runtime", "daemon",
];

/// Words between a product and a number that still is its: `upgrade Go to 1.20`.
const TOWARDS: [&str; 12] =
    ["to", "from", "since", "before", "after", "until", "than", "at", "between", "through", "till", "onto"];

/// Words between a product and one of [`TOWARDS`] that say that it changes: `Go updated to 1.21`.
#[rustfmt::skip]
const CHANGES: &[&str] = &[
    "update", "updated", "updates", "upgrade", "upgraded", "upgrades", "bump", "bumped", "bumps", "moved", "moves",
    "migrated", "switched", "rolled", "raised", "pinned", "got", "was", "were", "is", "has", "have", "been", "went", "goes",
    "back", "up", "down", "over", "now", "dependency", "dependencies", "toolchain", "image", "images", "version", "versions",
];

/// Words before a number that are no product.
#[rustfmt::skip]
const PLAIN: &[&str] = &[
    "in", "on", "for", "with", "by", "and", "or", "the", "a", "is", "are", "was", "of", "as", "via", "into", "only",
    "like", "both", "not", "until", "up", "by", "around", "during", "starting", "beginning", "removed", "added",
    "deprecated", "introduced", "available", "enabled", "disabled", "supported", "supports", "support", "planned", "planning", "plans",
    "targets", "target", "targeting", "freeze", "freezes", "requires", "require", "use", "uses", "using", "run", "running", "upgrade",
    "upgraded", "milestone", "milestones", "backport", "backported", "backports", "alpha", "beta", "ga", "stable", "upcoming", "next", "skip", "vs",
];

/// What follows a number that is an amount or a heading.
#[rustfmt::skip]
pub(super) const UNITS: &[&str] = &[
    "%", "％", "倍", "秒", "時間", "ヶ月", "か月", "コア", "円", "ドル", "億", "万", "ミリ", "マイクロ", "ナノ", "バイト", "メガ",
    "ギガ", "テラ", "節", "章", "割", "ポイント",
];

/// The same in Latin letters, where the whole word must be it.
#[rustfmt::skip]
pub(super) const UNIT_WORDS: &[&str] = &[
    "b", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib", "bytes", "mbps", "gbps", "hz", "mhz", "ghz", "ns", "us", "ms",
    "s", "sec", "secs", "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "weeks", "years",
    "times", "x", "percent", "core", "cores", "cpu", "cpus", "vcpu", "vcpus", "usd", "million", "billion", "qps", "rps",
];

/// What joins the numbers of one list, range or arrow, without white space around.
#[rustfmt::skip]
pub(super) const JOINTS: &[&str] = &[
    ",", "、", "，", "/", "／", "->", "-->", "→", "=>", "⇒", "➡", "-", "–", "—", "〜", "～", "~", "..", "...", "…", "+", "&", "・",
    "と", "や", "か", "から", "より", "、または", "または", "および", "及び", "もしくは", "and", "or", "to", "through", "until",
    ", and", ", or", "and/or", "vs", "vs.", "系と", "系から", "系、", "系や", "以降、", "and from", "with",
];

/// Whose a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// Kubernetes': the text says so.
    Kubernetes,
    /// Another product's, or no version at all.
    Other,
    /// It may be Kubernetes' or that of something unknown.
    Unclear,
    /// The text says nothing: Kubernetes', as the text is about it.
    Unsaid,
}

/// Whose a product's numbers are; `None` where `name` is not known.
pub(super) fn owner(name: &str) -> Option<Owner> {
    let plain = plain(name);
    if KUBERNETES.contains(&plain.as_str()) {
        return Some(Owner::Kubernetes);
    }
    OTHERS.contains(&plain.as_str()).then_some(Owner::Other)
}

/// Whether `name` is a product that is no part of Kubernetes as well, so that it can be what a line is about.
pub(crate) fn is_project(name: &str) -> bool {
    owner(name) == Some(Owner::Other) && !PARTS.contains(&plain(name).as_str())
}

/// Whether `name` is that of a language, and not the verb `go`.
pub(super) fn is_language(name: &str) -> bool {
    name != "go" && LANGUAGES.contains(&plain(name).as_str())
}

/// Whether `word` says that the product before it changes.
pub(super) fn is_change(word: &str) -> bool {
    CHANGES.contains(&word.to_ascii_lowercase().as_str())
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| c.to_ascii_lowercase()).collect()
}

/// What a word is that is no product's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Between a product and its number.
    Generic,
    /// Between a product and a number that still is its.
    Towards,
    /// Of the language.
    Plain,
    /// A name that is not known.
    Unknown,
}

/// What `word` is, given that it is no known product.
pub(super) fn word(word: &str) -> Word {
    let lower = word.to_ascii_lowercase();
    let is = |words: &[&str]| words.contains(&lower.as_str());
    match () {
        () if is(GENERIC) => Word::Generic,
        () if is(&TOWARDS) => Word::Towards,
        () if is(PLAIN) => Word::Plain,
        () => Word::Unknown,
    }
}
