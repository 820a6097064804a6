//! Where KEPs live in their repository.

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
        let part = part.trim();
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let number = part[..digits].parse().ok().filter(|number| (1..1_000_000).contains(number))?;
        let behind = &part[digits..];
        (behind.is_empty() || behind == ".yaml" || behind.starts_with('-')).then_some(number)
    })
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
}
