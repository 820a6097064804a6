//! What the list of KEPs is sorted by.

use strum::{EnumString, IntoStaticStr, VariantArray};

/// What KEPs are sorted by, in the order of the table's columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
pub enum Sort {
    /// By number.
    Number,
    /// By title.
    Title,
    /// The furthest stage first, of one stage the newest release.
    Stage,
    /// The latest move first.
    #[default]
    Moved,
    /// The most cited first.
    Notes,
}

impl Sort {
    /// Every one, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of the URL.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether the usual order begins with the greatest.
    pub fn is_descending(self) -> bool {
        matches!(self, Self::Moved | Self::Stage | Self::Notes)
    }
}
