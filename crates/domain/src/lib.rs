//! Kepline's values and judgement: pure functions, no I/O, no clock, no SQL.
//!
//! Both sides of the wire use this crate. What makes values of bytes (notes, KEPs, HTML) is in `ingest`.

pub mod direction;
pub mod id;
pub mod redact;
pub mod remark;
mod width;

// What Kubernetes is made of.
pub mod api_removal;
pub mod gate;
pub mod github;
pub mod kep;
pub mod release;
pub mod release_note;
pub mod sig;
pub mod version;

// What an upgrade changes.
pub mod upgrade;

// What notes say, and what became of it.
pub mod cite;
pub mod notebook;
pub mod outcome;
pub mod tag;

// What curators decide, and what readers ask for and get.
pub mod address;
pub mod as_of;
pub mod decision;
pub mod digest;
pub mod list;
pub mod pages;

// What documents of others cite.
pub mod annotation;

// What lets programs write.
pub mod token;

pub use jiff::Timestamp;
pub use jiff::civil::Date;

/// The day of an instant where no time zone is meant: that in UTC.
pub fn utc_day(at: Timestamp) -> Date {
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}
