//! The groups of the Kubernetes community, archived ones too, as data.

/// A group that the community lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The name of its directory and everywhere its id: `sig-node`.
    pub directory: &'static str,
    /// Its name for people: `SIG Node`.
    pub name: &'static str,
    /// Its label on GitHub, `sig/node`; one group has none.
    pub label: Option<&'static str>,
    /// Its channel on Slack, without `#`; empty where it has none.
    pub slack: &'static str,
    /// False once it was archived.
    pub active: bool,
}

impl Group {
    /// Its directory without `sig-`: what is suggested for a misspelt name.
    pub fn bare_name(&self) -> &'static str {
        self.directory.strip_prefix("sig-").unwrap_or(self.directory)
    }

    /// What it is and its own name: `("sig", "node")`.
    pub(super) fn parts(&self) -> (&'static str, &'static str) {
        self.directory.split_once('-').expect("every directory in the table has a kind before its name")
    }
}

const fn group(
    directory: &'static str,
    name: &'static str,
    label: Option<&'static str>,
    slack: &'static str,
    active: bool,
) -> Group {
    Group { directory, name, label, slack, active }
}

/// Active ones first, then SIGs before WGs before the rest, by directory: where
/// two share a name, the first is meant.
///
/// Source: the lists of kubernetes/community.
#[rustfmt::skip]
pub(super) const GROUPS: &[Group] = &[
    group("sig-api-machinery", "SIG API Machinery", Some("sig/api-machinery"), "sig-api-machinery", true),
    group("sig-apps", "SIG Apps", Some("sig/apps"), "sig-apps", true),
    group("sig-architecture", "SIG Architecture", Some("sig/architecture"), "sig-architecture", true),
    group("sig-auth", "SIG Auth", Some("sig/auth"), "sig-auth", true),
    group("sig-autoscaling", "SIG Autoscaling", Some("sig/autoscaling"), "sig-autoscaling", true),
    group("sig-cli", "SIG CLI", Some("sig/cli"), "sig-cli", true),
    group("sig-cloud-provider", "SIG Cloud Provider", Some("sig/cloud-provider"), "sig-cloud-provider", true),
    group("sig-cluster-lifecycle", "SIG Cluster Lifecycle", Some("sig/cluster-lifecycle"), "sig-cluster-lifecycle", true),
    group("sig-contributor-experience", "SIG Contributor Experience", Some("sig/contributor-experience"), "sig-contribex", true),
    group("sig-docs", "SIG Docs", Some("sig/docs"), "sig-docs", true),
    group("sig-etcd", "SIG etcd", Some("sig/etcd"), "sig-etcd", true),
    group("sig-instrumentation", "SIG Instrumentation", Some("sig/instrumentation"), "sig-instrumentation", true),
    group("sig-k8s-infra", "SIG K8s Infra", Some("sig/k8s-infra"), "sig-k8s-infra", true),
    group("sig-multicluster", "SIG Multicluster", Some("sig/multicluster"), "sig-multicluster", true),
    group("sig-network", "SIG Network", Some("sig/network"), "sig-network", true),
    group("sig-node", "SIG Node", Some("sig/node"), "sig-node", true),
    group("sig-release", "SIG Release", Some("sig/release"), "sig-release", true),
    group("sig-scalability", "SIG Scalability", Some("sig/scalability"), "sig-scalability", true),
    group("sig-scheduling", "SIG Scheduling", Some("sig/scheduling"), "sig-scheduling", true),
    group("sig-security", "SIG Security", Some("sig/security"), "sig-security", true),
    group("sig-storage", "SIG Storage", Some("sig/storage"), "sig-storage", true),
    group("sig-testing", "SIG Testing", Some("sig/testing"), "sig-testing", true),
    group("sig-ui", "SIG UI", Some("sig/ui"), "sig-ui", true),
    group("sig-windows", "SIG Windows", Some("sig/windows"), "sig-windows", true),
    group("wg-ai-gateway", "WG AI Gateway", Some("wg/ai-gateway"), "wg-ai-gateway", true),
    group("wg-batch", "WG Batch", Some("wg/batch"), "wg-batch", true),
    group("wg-checkpoint-restore", "WG Checkpoint Restore", Some("wg/checkpoint-restore"), "wg-checkpoint-restore", true),
    group("wg-data-protection", "WG Data Protection", Some("wg/data-protection"), "wg-data-protection", true),
    group("wg-device-management", "WG Device Management", Some("wg/device-management"), "wg-device-management", true),
    group("wg-etcd-operator", "WG etcd Operator", Some("wg/etcd-operator"), "wg-etcd-operator", true),
    group("wg-node-lifecycle", "WG Node Lifecycle", Some("wg/node-lifecycle"), "wg-node-lifecycle", true),
    group("wg-workload-aware-scheduling", "WG Workload-aware Scheduling", Some("wg/workload-aware-scheduling"), "wg-workload-aware-scheduling", true),
    group("committee-code-of-conduct", "Code of Conduct Committee", Some("committee/code-of-conduct"), "code-of-conduct", true),
    group("committee-security-response", "Security Response Committee", Some("committee/security-response"), "", true),
    group("committee-steering", "Steering Committee", Some("committee/steering"), "steering-committee", true),
    group("sig-aws", "SIG AWS", Some("sig/aws"), "sig-aws", false),
    group("sig-azure", "SIG Azure", Some("sig/azure"), "sig-azure", false),
    group("sig-big-data", "SIG Big Data", Some("sig/big-data"), "sig-big-data", false),
    group("sig-cluster-ops", "SIG Cluster Ops", Some("sig/cluster-ops"), "sig-cluster-ops", false),
    group("sig-configuration", "SIG Configuration", Some("sig/configuration"), "", false),
    group("sig-gcp", "SIG GCP", Some("sig/gcp"), "sig-gcp", false),
    group("sig-ibmcloud", "SIG IBMCloud", Some("sig/ibmcloud"), "sig-ibmcloud", false),
    group("sig-on-premise", "SIG On Premise", Some("sig/onprem"), "sig-onprem", false),
    group("sig-openstack", "SIG OpenStack", Some("sig/openstack"), "sig-openstack", false),
    group("sig-pm", "SIG PM", Some("sig/pm"), "sig-pm", false),
    group("sig-product-management", "SIG Product Management", None, "kubernetes-pm", false),
    group("sig-rktnetes", "SIG Rktnetes", Some("sig/rktnetes"), "", false),
    group("sig-service-catalog", "SIG Service Catalog", Some("sig/service-catalog"), "sig-service-catalog", false),
    group("sig-usability", "SIG Usability", Some("sig/usability"), "sig-usability", false),
    group("sig-vmware", "SIG VMware", Some("sig/vmware"), "sig-vmware", false),
    group("wg-ai-conformance", "WG AI Conformance", Some("wg/ai-conformance"), "wg-ai-conformance", false),
    group("wg-ai-integration", "WG AI Integration", Some("wg/ai-integration"), "wg-ai-integration", false),
    group("wg-api-expression", "WG API Expression", Some("wg/api-expression"), "wg-api-expression", false),
    group("wg-app-def", "WG App Def", Some("wg/app-def"), "wg-app-def", false),
    group("wg-apply", "WG Apply", Some("wg/apply"), "wg-apply", false),
    group("wg-cloud-provider", "WG Cloud Provider", Some("wg/cloud-provider"), "wg-cloud-provider", false),
    group("wg-cluster-api", "WG Cluster API", Some("wg/cluster-api"), "cluster-api", false),
    group("wg-component-standard", "WG Component Standard", Some("wg/component-standard"), "wg-component-standard", false),
    group("wg-container-identity", "WG Container Identity", Some("wg/container-identity"), "wg-container-identity", false),
    group("wg-iot-edge", "WG IoT Edge", Some("wg/iot-edge"), "wg-iot-edge", false),
    group("wg-k8s-infra", "WG K8s Infra", Some("wg/k8s-infra"), "wg-k8s-infra", false),
    group("wg-kubeadm-adoption", "WG Kubeadm Adoption", Some("wg/kubeadm-adoption"), "sig-cluster-lifecycle", false),
    group("wg-lts", "WG LTS", Some("wg/lts"), "wg-lts", false),
    group("wg-machine-learning", "WG Machine Learning", Some("wg/machine-learning"), "wg-machine-learning", false),
    group("wg-multitenancy", "WG Multitenancy", Some("wg/multitenancy"), "wg-multitenancy", false),
    group("wg-naming", "WG Naming", Some("wg/naming"), "wg-naming", false),
    group("wg-policy", "WG Policy", Some("wg/policy"), "wg-policy", false),
    group("wg-reliability", "WG Reliability", Some("wg/reliability"), "wg-reliability", false),
    group("wg-resource-management", "WG Resource Management", Some("wg/resource-management"), "wg-resource-mgmt", false),
    group("wg-security-audit", "WG Security Audit", Some("wg/security-audit"), "wg-security-audit", false),
    group("wg-serving", "WG Serving", Some("wg/serving"), "wg-serving", false),
    group("wg-structured-logging", "WG Structured Logging", Some("wg/structured-logging"), "wg-structured-logging", false),
    group("committee-product-security", "Product Security Committee", Some("committee/product-security"), "", false),
    group("ug-big-data", "UG Big Data", Some("ug/big-data"), "ug-big-data", false),
    group("ug-vmware-users", "UG VMware Users", Some("ug/vmware-users"), "ug-vmware", false),
];
