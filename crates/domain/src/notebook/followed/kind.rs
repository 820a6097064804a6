//! How a source is read.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// How a source is read.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    IntoStaticStr,
    EnumString,
    VariantArray,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "lowercase")]
pub enum SourceKind {
    /// A file or a folder on the machine of the server.
    Path,
    /// A git repository.
    Git,
    /// An address over HTTP or HTTPS.
    Http,
}

impl SourceKind {
    /// Every kind, in order.
    pub const ALL: &[Self] = <Self as VariantArray>::VARIANTS;

    /// The word of the database and of figures: `path`, `git`, `http`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}
