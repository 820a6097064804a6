//! One file a URL: read it, ask, lay out parts.

pub mod archive;
pub mod entry;
pub mod kep;
pub mod not_found;
pub mod timeline;
