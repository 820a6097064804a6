//! Lists of entries and KEPs: what a query asks for, and the values that answer it.

pub mod feed;
pub mod filter;
pub mod histogram;
pub mod keps;
pub mod query;
pub mod search;
pub mod timeline;
