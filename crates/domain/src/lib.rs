//! Kepline's values and judgement: pure functions, no I/O, no clock, no SQL.
//!
//! Both sides of the wire use this crate. What only an import needs (reading
//! notes and KEPs, making HTML of notes) is behind the feature `import`, so that
//! it never reaches the browser.

pub mod address;
pub mod curator;
pub mod decision;
pub mod feed;
pub mod filter;
pub mod github;
pub mod histogram;
pub mod id;
#[cfg(feature = "import")]
pub mod import;
pub mod kep;
pub mod kep_list;
#[cfg(feature = "import")]
pub mod markdown;
pub mod moves;
pub mod notebook;
pub mod outcome;
pub mod overrides;
pub mod own_path;
pub mod pages;
mod percent;
pub mod query;
#[cfg(test)]
mod real_bundle;
#[cfg(test)]
mod real_notes;
pub mod reference;
#[cfg(feature = "import")]
pub mod reimport;
pub mod release;
pub mod remark;
pub mod resolve;
pub mod ruler;
pub mod search;
pub mod sig;
pub mod story;
pub mod tag;
pub mod target;
pub mod then_now;
pub mod timeline;
pub mod version;

pub use jiff::Timestamp;
pub use jiff::civil::Date;
