//! What notes are made of. Of each list that is skewed, the most frequent come first.

/// Groups, as people write them.
pub const SIGS: &[&str] = &[
    "SIG Node",
    "SIG Network",
    "SIG Scheduling",
    "SIG Storage",
    "SIG API Machinery",
    "SIG Auth",
    "SIG Apps",
    "SIG Release",
    "SIG CLI",
    "SIG Autoscaling",
    "SIG Cluster Lifecycle",
    "SIG Instrumentation",
    "SIG Testing",
    "SIG Architecture",
    "SIG Cloud Provider",
    "SIG Windows",
    "SIG Scalability",
    "SIG Security",
    "SIG Docs",
    "SIG Contributor Experience",
    "SIG K8s Infra",
    "SIG Multicluster",
    "SIG UI",
];

/// Numbers of KEPs.
pub const KEPS: &[u32] = &[
    753, 127, 1287, 3673, 2008, 2400, 3063, 4381, 1981, 3866, 2433, 1880, 3542, 3488, 2799, 1645, 596, 3333,
    3619, 2831, 647, 1769, 693, 2625, 3570, 3545, 1965, 2268, 3331, 3221, 3157, 1904, 2340, 3716, 2896, 1602,
    3077, 2305, 1933, 365, 3850, 3939, 3329, 3017, 2185, 3335, 3140, 2876, 4006, 4020,
];

/// Parts of Kubernetes, in code.
pub const COMPONENTS: &[&str] = &[
    "kubelet",
    "kube-proxy",
    "kube-scheduler",
    "kube-apiserver",
    "kubectl",
    "kubeadm",
    "kube-controller-manager",
    "cri-o",
    "containerd",
    "etcd",
    "cluster-autoscaler",
    "metrics-server",
    "node-problem-detector",
    "csi-driver-nfs",
];

/// How a note begins.
pub const OPENINGS: &[&str] = &[
    "レビュー依頼が来ていたので目を通した。",
    "昨日の続きで、手元のクラスタで試した。",
    "テストが落ちる原因を調べている。",
    "The owners want this before the freeze.",
    "会議で話題になった。",
    "Asked for a second pair of eyes.",
    "ドキュメントの更新がまだ残っている。",
    "A flake again, the third this week.",
    "設計を読み直した。",
    "Measured it on a cluster of ten nodes.",
    "マージされたので次に進む。",
    "Somebody reported a regression.",
];

/// What it says.
pub const CLAUSES: &[&str] = &[
    "コンテナの停止に時間がかかる場合がある。",
    "ノードの再起動のあとで状態が戻らない。",
    "the counter is read before the lock is taken.",
    "既定値を変えると互換性がなくなるので、まずは警告だけにする。",
    "needs a release note and a line in the docs.",
    "メトリクスの名前はあとで揃える。",
    "the old path stays until the gate is locked.",
    "ネットワークの設定を読み込む順番が違っていた。",
    "イメージの取得を並列にすると速くなった。",
    "we keep the field and deprecate the flag.",
    "エラーの文言がわかりにくいという声があった。",
    "the e2e job covers only the happy path.",
    "リソースの上限を超えたときの動きを確認した。",
    "rolled back because the upgrade test failed.",
    "スケジューラのキューに残ったままになる。",
    "the API review asked for a smaller surface.",
    "次のリリースまでにベータにしたいとのこと。",
    "volumes are detached in the wrong order.",
    "証明書の期限が切れる前に更新される。",
    "it works with the feature gate turned on.",
    "古いカーネルでは動かない。",
    "watch events arrive twice after a restart.",
    "ログの量が増えすぎるので間引く。",
    "latency went down by a tenth at the tail.",
];

/// What it says of a KEP.
pub const VERDICTS: &[&str] = &[
    "beta の条件はほぼ揃った。",
    "will be alpha in the next release.",
    "GA まではもう少しかかりそう。",
    "postponed, as the tests are not there.",
    "議論がまとまらず持ち越し。",
    "approved by the production readiness review.",
];

/// Words of few notes.
pub const RARE: &[&str] =
    &["鯖缶の話で終わった。", "perihelion", "蜃気楼のように再現しない。", "quokka", "Königsberg"];
