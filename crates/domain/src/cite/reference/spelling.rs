//! Short forms and misspellings of repositories, as data.

use crate::cite::Repo;

/// The repository of the KEPs under its first name: GitHub leads from that to the one that it has now.
const RENAMED: (&str, &str, &str) = ("kubernetes", "features", "enhancements");

/// Misspelt repositories with one certain reading: owner, what was written, what is meant.
const MISSPELT: [(&str, &str, &str); 4] = [
    // No repository has these names; the numbers are those of the enhancements repository.
    ("kubernetes", "enhancent", "enhancements"),
    ("kubernetes", "enhancement", "enhancements"),
    RENAMED,
    // The public road map is of containers in the plural.
    ("aws", "container-roadmap", "containers-roadmap"),
];

/// The repository that `owner/name` means, and whether it was misspelt.
///
/// `k` is short for `kubernetes`, and under it `k` for `kubernetes` and `e` for `enhancements`.
pub(super) fn repo(owner: &str, name: &str) -> (Repo, bool) {
    let short = owner.eq_ignore_ascii_case("k");
    let owner = if short { "kubernetes" } else { owner };
    let name = match name {
        "k" | "K" if short => "kubernetes",
        "e" | "E" if short => "enhancements",
        name => name,
    };
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    match MISSPELT.iter().find(|row| same(row.0, owner) && same(row.1, name)) {
        Some((owner, _, meant)) => (Repo::new(*owner, *meant), true),
        None => (spelt(owner, name), false),
    }
}

/// The repository in GitHub's own spelling, as far as it is known: everything of Kubernetes is lower case.
///
/// An address with its old name leads to it: nothing is misspelt there.
pub(super) fn spelt(owner: &str, name: &str) -> Repo {
    if owner.eq_ignore_ascii_case(RENAMED.0) && name.eq_ignore_ascii_case(RENAMED.1) {
        return Repo::new(RENAMED.0, RENAMED.2);
    }
    if owner.eq_ignore_ascii_case("kubernetes") || owner.eq_ignore_ascii_case("kubernetes-sigs") {
        return Repo::new(owner.to_ascii_lowercase(), name.to_ascii_lowercase());
    }
    Repo::new(owner, name)
}

/// Whether GitHub could have an owner of this name.
pub(super) fn is_owner(owner: &str) -> bool {
    (1..=39).contains(&owner.len())
        && !owner.starts_with('-')
        && owner.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whether GitHub could have a repository of this name, and it is not a file of text: `README.md`.
pub(super) fn is_name(name: &str) -> bool {
    const FILES: [&str; 5] = [".md", ".html", ".yaml", ".yml", ".json"];
    (1..=100).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        && name.bytes().any(|byte| byte != b'.')
        && !FILES.iter().any(|ending| name.ends_with(ending))
}
