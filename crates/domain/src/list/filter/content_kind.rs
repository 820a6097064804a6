//! The kinds of content that a filter can require.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{Display, IntoStaticStr, VariantArray};

/// What a note has, whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(Display, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum ContentKind {
    /// A block of code, or code within a line.
    Code,
    /// A quotation.
    Quote,
    /// A link whose address was lost in the copy.
    LostLink,
}

/// A word that names nothing that a note can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not `code`, `quote` or `lost-link`")]
pub struct NotAContentKind;

impl ContentKind {
    /// All of them, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of queries: `code`, `quote`, `lost-link`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl FromStr for ContentKind {
    type Err = NotAContentKind;

    fn from_str(text: &str) -> Result<Self, NotAContentKind> {
        let text = text.trim().to_ascii_lowercase().replace('_', "-");
        Self::ALL.iter().copied().find(|has| has.as_str() == text).ok_or(NotAContentKind)
    }
}
