//! The part of a filter that a facet does not apply to its own counts.

use strum::VariantArray;

/// The part of a filter that a facet leaves out of its own counts; what it excludes still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub(crate) enum OmittedPart {
    Nothing,
    Sigs,
    Versions,
    Cycles,
    Period,
    Notebooks,
    Stages,
    Statuses,
    Github,
    Verdicts,
    Changed,
}

impl OmittedPart {
    /// Each of them.
    pub(crate) const ALL: &[Self] = Self::VARIANTS;
}
