//! One file a URL: parse it, load its values, lay out parts.

pub mod annotate;
pub mod archive;
pub mod bulk;
pub mod decisions;
pub mod entry;
pub mod forget;
pub mod gates;
pub mod history;
pub mod import;
pub mod kep;
pub mod keps;
pub mod not_found;
pub mod note;
pub mod refs;
pub mod review;
mod sig_releases;
pub mod sign_in;
pub mod sigs;
pub mod sources;
pub mod status;
pub mod timeline;
pub mod tokens;
pub mod upgrade;
pub mod upload;
pub mod verdicts;
pub mod versions;
pub mod write;
