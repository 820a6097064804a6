//! Bytes to values: sources of notes to prepared notes, files of Kubernetes to what they say. No I/O.
//!
//! The parsers and the sanitiser live here alone, so that neither the pages nor the database know them.

// Notes: bytes to a draft, its Markdown to prepared notes.
pub mod source;

pub mod markdown;
mod prepare;

// Files of Kubernetes' repositories.
pub mod gate_list;
pub mod gate_page;
mod gate_spec;
pub mod kep_yaml;
pub mod release_notes;
pub mod schedule;
mod yaml;

pub use self::prepare::prepare;
