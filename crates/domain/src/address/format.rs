//! The other forms of lists: feeds and Markdown, at the address of the list with the form after its path.

use super::{NotAPage, Page};

/// A form of a list that is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Atom, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
    /// To be pasted into a document.
    Markdown,
}

/// What the timeline is called where a form follows.
const INDEX: &str = "/index";

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Atom, Self::Json, Self::Markdown];

    /// What follows the path of the list: `.atom`, `.json`, `.md`.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Atom => ".atom",
            Self::Json => ".json",
            Self::Markdown => ".md",
        }
    }

    /// The path of a list, and the form after it; `/versions/1.29` has none.
    fn split(path: &str) -> Option<(&str, Self)> {
        Self::ALL.into_iter().find_map(|format| Some((path.strip_suffix(format.suffix())?, format)))
    }
}

impl Page {
    /// The forms that there are of it: what holds no notes and does not move has no feed.
    pub fn formats(&self) -> &'static [Format] {
        match self {
            Self::Timeline(_) | Self::Archive(_) | Self::Keps(_) => &Format::ALL,
            Self::Kep(_) | Self::Item(_) | Self::Sig(_) | Self::Version(_) => &Format::ALL,
            Self::Digest(_) | Self::LatestDigest(_) => &Format::ALL,
            Self::Entry(_) | Self::EntryPart(..) | Self::Note(..) | Self::Sigs | Self::Versions => {
                &[Format::Markdown]
            }
            Self::Upgrade(..) => &[Format::Json, Format::Markdown],
            Self::History(_)
            | Self::SigReleases(..)
            | Self::Upgrades
            | Self::Gates
            | Self::Gate(_)
            | Self::Digests
            | Self::Verdicts
            | Self::Annotate
            | Self::OnThisDay(_)
            | Self::Status
            | Self::SignIn { .. }
            | Self::SignInByLink(_) => &[],
            Self::Review(..) | Self::Bulk | Self::Decisions | Self::Import(_) | Self::Forget(_) => &[],
            Self::Write | Self::EditNote(_) | Self::Sources | Self::Tokens => &[],
            Self::Upload | Self::UploadPreview(_) => &[],
        }
    }

    /// Its path in a form, without a query: `/index.atom`, `/keps/753.md`.
    pub fn path_as(&self, format: Format) -> String {
        self.stem() + format.suffix()
    }

    /// What stands before a form: its path, but `/index` for the timeline.
    pub fn stem(&self) -> String {
        match self {
            Self::Timeline(_) => INDEX.to_owned(),
            page => page.path(),
        }
    }

    /// The page of a path in a form, in any spelling, and the form; `None` for a path without one.
    pub fn from_path_as(path: &str) -> Option<(Result<Self, NotAPage>, Format)> {
        let (path, format) = Format::split(path)?;
        let page = match path {
            INDEX => Ok(Self::timeline()),
            // The timeline goes by its name alone.
            "/" => Err(NotAPage::Path),
            path => Self::from_path(path),
        };
        Some((page, format))
    }
}
