//! The values of keys that restrict what a note cites.

use crate::cite::{Repo, Target, reference};
use crate::github;
use crate::width::plain_width;

/// The number of a KEP: `753`, `0753`, and whatever a note may cite it by, as `KEP-753` or its address.
pub(crate) fn kep(text: &str) -> Option<u32> {
    let text = &*plain_width(text);
    const LONGEST: usize = 5;
    let bare = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if bare {
        text.parse().ok().filter(|_| text.len() <= LONGEST)
    } else {
        match whole(text)? {
            Target::Kep(number) => Some(number),
            _ => None,
        }
    };
    number.filter(|number| *number > 0)
}

/// A pull request or an issue: whatever a note may cite it by, as `owner/repo#12`, `k/k#12` or its
/// address; also `owner/repo/12`, as a `#` that nobody encodes ends the address.
pub(crate) fn item(text: &str) -> Option<github::ItemKey> {
    let text = &*plain_width(text);
    let github_item = |text: &str| match whole(text)? {
        Target::Github { repo, number, .. } => Some(github::ItemKey { repo, number }),
        _ => None,
    };
    let read = github_item(text).or_else(|| {
        let (repo, number) = text.rsplit_once('/')?;
        github_item(&format!("{repo}#{number}"))
    })?;
    // What is printed is read again as the same: a bare `k/k#4293` means another repository.
    github_item(&read.to_string()).filter(|again| *again == read)
}

/// A repository: `containerd/containerd`, or `k/k` as notes abbreviate it.
pub(super) fn repo(text: &str) -> Option<Repo> {
    let read = item(&format!("{}#1", text.strip_suffix('/').unwrap_or(text)))?.repo;
    // No number, no page below it.
    (text.matches('/').count() == 1 || text.contains("://")).then_some(read)
}

/// What `text` cites, where it is one citation and nothing else.
fn whole(text: &str) -> Option<Target> {
    let without_scheme =
        text.split_once('/').is_some_and(|(host, _)| host.contains('.') && !host.contains(':'));
    let text = if without_scheme { format!("https://{text}") } else { text.to_owned() };
    let mut found = reference::find(&text, None).into_iter();
    let first = found.next().filter(|first| first.range.start == 0 && first.range.end == text.len())?;
    found.next().is_none().then_some(first.target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kep_is_read_however_it_is_cited() {
        let check = |text: &str, number: Option<u32>| assert_eq!(kep(text), number, "{text}");
        check("753", Some(753));
        check("0753", Some(753));
        check("9", Some(9));
        check("KEP-753", Some(753));
        check("kep-0753", Some(753));
        check("KEP 753", Some(753));
        check("KEP - 753", Some(753));
        check("kep.k8s.io/753", Some(753));
        check("https://kep.k8s.io/753", Some(753));
        check(
            "https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers",
            Some(753),
        );
        check("0", None);
        check("KEP-0", None);
        check("-753", None);
        check("123456", None);
        check("７５３", Some(753));
        check("ＫＥＰ－７５３", Some(753));
        check("", None);
        check("KEP", None);
        check("KEP-753 KEP-127", None);
        check("KEP-753/KEP-127", None);
        check("KEP-753x", None);
        check("k/k#753", None);
    }

    #[test]
    fn an_item_is_read_however_it_is_cited() {
        let check = |text: &str, name: &str| {
            assert_eq!(item(text).map(|key| key.to_string()).as_deref(), Some(name), "{text}");
        };
        let name = "kubernetes/kubernetes#115138";
        check(name, name);
        check("k/k#115138", name);
        check("kk#115138", name);
        check("K/K#115138", name);
        check("Kubernetes/Kubernetes#115138", name);
        check("k/k/115138", name);
        check("kubernetes/kubernetes/115138", name);
        check("https://github.com/kubernetes/kubernetes/pull/115138", name);
        check("https://github.com/kubernetes/kubernetes/issues/115138", name);
        check("https://github.com/kubernetes/kubernetes/pull/115138/files#diff-1", name);
        check("http://www.github.com/kubernetes/kubernetes/pull/115138?x=1", name);
        check("github.com/kubernetes/kubernetes/pull/115138", name);
        check("https://pr.k8s.io/115138", name);
        check("k/e#753", "kubernetes/enhancements#753");
        check("kubernetes/registry.k8s.io#234", "kubernetes/registry.k8s.io#234");
        check("Azure/AKS#1", "Azure/AKS#1");
        for wrong in [
            "",
            "115138",
            "#115138",
            "k/k",
            "k/k#0",
            "k/k#115138 k/k#2",
            "k/k#115138RestartPolicy",
            "comment k/k#115138",
            "KEP-753",
            "containerd/containerd#v1.7.0",
            "https://github.com/kubernetes/kubernetes",
            "https://example.org/a/b/pull/1",
            "a b/c#1",
        ] {
            assert_eq!(item(wrong), None, "{wrong}");
        }
    }
}
