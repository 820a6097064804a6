//! Badges: small pictures of a state for documents elsewhere, at the address of its page with `.svg` after the path.

use super::Page;

/// What the path of a badge ends with.
const SUFFIX: &str = ".svg";

impl Page {
    /// The path of its badge; `None` where it has none.
    pub fn badge_path(&self) -> Option<String> {
        matches!(self, Self::Kep(_) | Self::Item(_) | Self::Gate(_)).then(|| self.path() + SUFFIX)
    }

    /// The page whose badge a path names, in any spelling; `None` for the path of no badge.
    pub fn from_badge_path(path: &str) -> Option<Self> {
        let page = Self::from_path(path.strip_suffix(SUFFIX)?).ok()?;
        page.badge_path().is_some().then_some(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_has_the_path_of_its_page() {
        for (path, page) in [
            ("/keps/753.svg", Some("/keps/753")),
            ("/keps/KEP-753.svg", Some("/keps/753")),
            ("/keps/0000-kep-process.svg", Some("/keps/0000-kep-process")),
            ("/gates/SidecarContainers.svg", Some("/gates/SidecarContainers")),
            ("/refs/kubernetes/kubernetes/115138.svg", Some("/refs/kubernetes/kubernetes/115138")),
            ("/keps/753", None),
            ("/keps.svg", None),
            ("/sigs/node.svg", None),
            ("/favicon.svg", None),
            (".svg", None),
        ] {
            let read = Page::from_badge_path(path);
            assert_eq!(read.as_ref().map(Page::path).as_deref(), page, "{path}");
            if let Some(page) = read {
                assert_eq!(Page::from_badge_path(&page.badge_path().unwrap()), Some(page));
            }
        }
    }
}
