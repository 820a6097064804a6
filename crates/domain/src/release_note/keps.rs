//! The KEPs that the documentation of a release note links.

use crate::kep::number_in_path;

/// The number of the KEP that an address leads to: its folder, its issue or `kep.k8s.io`. A pull request is none.
pub fn linked_kep(url: &str) -> Option<u32> {
    let rest = url.trim().strip_prefix("https://").or_else(|| url.trim().strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    if let Some(number) = ["kep.k8s.io/", "keps.k8s.io/"].iter().find_map(|site| rest.strip_prefix(site)) {
        return digits(number);
    }
    let path = ["github.com/kubernetes/enhancements/", "git.k8s.io/enhancements/"]
        .iter()
        .find_map(|site| rest.strip_prefix(site))?;
    match path.strip_prefix("issues/") {
        Some(number) => digits(number),
        None => number_in_path(&path[path.find("keps/")?..]),
    }
}

/// The number that a text begins with.
fn digits(text: &str) -> Option<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kep_is_linked_by_folder_issue_and_short_address() {
        let root = "https://github.com/kubernetes/enhancements";
        for (url, expected) in [
            (format!("{root}/tree/master/keps/sig-node/753-sidecar-containers"), Some(753)),
            (format!("{root}/blob/master/keps/sig-node/753-sidecar-containers/README.md#summary"), Some(753)),
            (format!("{root}/issues/753"), Some(753)),
            (format!(" {root}/issues/753#issuecomment-1"), Some(753)),
            ("https://kep.k8s.io/753".to_owned(), Some(753)),
            ("http://git.k8s.io/enhancements/keps/sig-node/753-sidecar-containers".to_owned(), Some(753)),
            (format!("{root}/pull/753"), None),
            (format!("{root}/tree/master/keps/sig-node"), None),
            ("https://kubernetes.io/docs/753".to_owned(), None),
            ("kep.k8s.io/753".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(linked_kep(&url), expected, "{url}");
        }
    }
}
