//! The keys of a query.

use std::fmt;
use std::str::FromStr;

use strum::VariantArray;

use super::hint::nearest;

/// The value of a key for what has nothing of its kind: no SIG, no version, no stage.
pub(crate) const NONE: &str = "none";

/// The keys of one kind of query, in the order in which they are printed.
pub trait QueryKey: Copy + fmt::Debug + FromStr + Into<&'static str> + VariantArray {
    /// What is right for the key, in English.
    fn expects(self) -> &'static str;

    /// The words that the key takes, where they are few enough for one to be suggested.
    fn choices(self) -> Vec<&'static str>;

    /// The key that `text` was probably meant to be.
    fn nearest(text: &str) -> Option<Self> {
        nearest(text, Self::VARIANTS.iter().map(|key| (*key).into()))?.parse().ok()
    }
}
