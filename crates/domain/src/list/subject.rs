//! What the words of a search name: a KEP, a pull request or an issue, a group, a version. A list answers with
//! it directly, above the notes that hold the words.

use serde::{Deserialize, Serialize};

use super::filter::{Filter, VersionRange, item_key, kep_number};
use crate::cite::{Target, reference};
use crate::github::{ItemKey, ItemStanding};
use crate::pages::{KepLine, SigLine};
use crate::sig::{self, Sig};
use crate::version::{self, Version};
use crate::width::plain_width;

/// What a search names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// A KEP by its number.
    Kep(u32),
    /// A pull request or an issue.
    Item(ItemKey),
    /// A SIG or WG.
    Sig(Sig),
    /// A Kubernetes version.
    Version(Version),
}

/// What is known of what a search names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SubjectAnswer {
    /// A KEP.
    Kep(Box<KepLine>),
    /// A number that several KEPs have, with all of them.
    SeveralKeps(u32, Vec<KepLine>),
    /// A pull request or an issue.
    Item {
        /// Which one.
        key: ItemKey,
        /// Its title, where it was fetched.
        title: Option<String>,
        /// What it is now.
        now: ItemStanding,
        /// Notes that cite it.
        notes: u32,
    },
    /// A group.
    Sig(SigLine),
    /// A version, with the notes about it.
    Version(Version, u32),
}

impl Subject {
    /// What the words of a list's search name, else the one KEP or pull request that it is narrowed to.
    ///
    /// Of several that are named the first is meant: KEPs and pull requests before groups, groups before versions.
    pub fn from_filter(filter: &Filter) -> Option<Self> {
        let words = filter.terms.iter().filter(|term| !term.is_without()).map(|term| term.text());
        let words: Vec<&str> = words.collect();
        named(&words.join(" ")).or_else(|| match (filter.keps.as_slice(), filter.refs.as_slice()) {
            ([number], []) => Some(Self::Kep(*number)),
            ([], [item]) => Some(Self::Item(item.clone())),
            _ => None,
        })
    }

    /// What the words of a text name, the first of several as in [`Self::from_filter`].
    pub fn from_text(text: &str) -> Option<Self> {
        named(text)
    }

    /// The notes that cite it, or are tagged with it.
    pub fn notes(&self) -> Filter {
        let all = Filter::default();
        match self {
            Self::Kep(number) => all.toggle_kep(*number),
            Self::Item(item) => all.toggle_ref(item),
            Self::Sig(sig) => all.toggle_sig(sig),
            Self::Version(version) => all.toggle_version(VersionRange::new(*version, *version)),
        }
    }
}

fn named(text: &str) -> Option<Subject> {
    let text = plain_width(text);
    let text = text.trim();
    whole(text)
        .or_else(|| reference::find(text, None).into_iter().find_map(|found| cited(found.target)))
        .or_else(|| sig::mentions(text).into_iter().next().map(|mention| Subject::Sig(mention.sig)))
        .or_else(|| {
            let certain = version::mentions(text).into_iter().find(|mention| mention.certain);
            certain.map(|mention| Subject::Version(mention.version))
        })
        .or_else(|| bare_group(text))
}

/// What all of the words are together: `#753`, `keps/753`, an address without its scheme.
fn whole(text: &str) -> Option<Subject> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let lower = text.to_ascii_lowercase();
    let after_mark = lower.strip_prefix('#').or_else(|| {
        let rest = lower.strip_prefix("keps")?;
        rest.strip_prefix([' ', '/', '-', '#'])
    });
    if let Some(number) = after_mark.filter(|rest| is_number(rest)) {
        return kep_number(number).map(Subject::Kep);
    }
    // A bare number may be anything.
    if is_number(text) {
        return None;
    }
    kep_number(text).map(Subject::Kep).or_else(|| item_key(text).map(Subject::Item))
}

fn cited(target: Target) -> Option<Subject> {
    match target {
        Target::Kep(number) => (number > 0).then_some(Subject::Kep(number)),
        Target::Github { repo, number, .. } => Some(Subject::Item(ItemKey { repo, number })),
        Target::Release { .. } | Target::Url(_) => None,
    }
}

/// An active group whose name is all that was typed: `node`.
fn bare_group(text: &str) -> Option<Subject> {
    let sig: Sig = text.parse().ok()?;
    sig.group().is_some_and(|group| group.active).then_some(Subject::Sig(sig))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a query names, as the query of its notes.
    #[track_caller]
    fn check(query: &str, expected: &str) {
        let filter: Filter = query.parse().unwrap();
        let found = Subject::from_filter(&filter).map(|subject| subject.notes().query());
        assert_eq!(found.as_deref().unwrap_or_default(), expected, "{query}");
    }

    #[test]
    fn a_kep_is_named_by_its_number_and_its_name() {
        check("q=KEP-753", "kep=753");
        check("q=kep+753", "kep=753");
        check("q=KEP+-+753", "kep=753");
        check("q=%EF%BC%AB%EF%BC%A5%EF%BC%B0-753", "kep=753");
        check("q=keps/753", "kep=753");
        check("q=keps+753", "kep=753");
        check("q=%23753", "kep=753");
        check("q=https://kep.k8s.io/753", "kep=753");
        check("q=kep.k8s.io/753", "kep=753");
        check("q=sidecar+KEP-753+alpha", "kep=753");
        check("q=%22KEP-753%22", "kep=753");
        check("q=kep:753", "kep=753");
        check("q=kep:753+停止", "kep=753");
        // A bare number may be anything.
        check("q=753", "");
        check("q=KEP", "");
        check("q=KEP-0", "");
        check("q=%230", "");
        check("q=-KEP-753", "");
        check("kep=753&kep=127", "");
        check("kep=753&ref=k/k/1", "");
    }

    #[test]
    fn a_pull_request_is_named_as_notes_cite_it() {
        check("q=k/k%23121046", "ref=kubernetes/kubernetes%23121046");
        check("q=kubernetes/kubernetes%23121046", "ref=kubernetes/kubernetes%23121046");
        check("q=kk%23121046", "ref=kubernetes/kubernetes%23121046");
        check(
            "q=https://github.com/kubernetes/kubernetes/pull/121046/files",
            "ref=kubernetes/kubernetes%23121046",
        );
        check("q=github.com/kubernetes/kubernetes/issues/1", "ref=kubernetes/kubernetes%231");
        check("q=nftables+k/k%23121046", "ref=kubernetes/kubernetes%23121046");
        check("ref=k/k/121046", "ref=kubernetes/kubernetes%23121046");
        check("q=121046", "");
        check("q=k/k", "");
        check("q=https://example.org/a", "");
    }

    #[test]
    fn a_group_is_named_with_its_kind_or_alone() {
        check("q=sig-node", "sig=node");
        check("q=SIG+Node", "sig=node");
        check("q=SIG+Node+停止", "sig=node");
        check("q=node", "sig=node");
        check("q=API+Machinery", "sig=api-machinery");
        check("q=wg-batch", "sig=wg-batch");
        check("q=node+shutdown", "");
        check("q=nodes", "");
        check("q=sidecar", "");
        check("sig=node", "");
    }

    #[test]
    fn a_version_is_named_where_it_is_kubernetes() {
        check("q=1.28", "version=1.28");
        check("q=v1.28", "version=1.28");
        check("q=1.28.3", "version=1.28");
        check("q=Kubernetes+1.9", "version=1.9");
        check("q=Go+1.20", "");
        check("q=2.0", "");
        check("version=1.28", "");
    }

    #[test]
    fn the_nearest_to_a_citation_is_meant() {
        check("q=SIG+Node+1.28+KEP-753", "kep=753");
        check("q=1.28+SIG+Node", "sig=node");
        check("q=", "");
        check("q=-node", "");
    }
}
