//! Why a file is not read.

/// A file that holds no notes, and what it is instead: a sentence for the operator, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoSource(pub String);
