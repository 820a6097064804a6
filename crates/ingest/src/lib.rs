//! Bytes to values: sources of notes to prepared notes, files of Kubernetes to what they say. No I/O.
//!
//! The parsers and the sanitiser live here alone, so that neither the pages nor the database know them.

pub mod import;
pub mod kep_yaml;
pub mod markdown;
mod prepare;
pub mod schedule;
mod yaml;

pub use prepare::prepare;
