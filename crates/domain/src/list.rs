//! Lists of entries and KEPs: the query that selects them, and the values that answer it.

pub mod month_day;
pub mod query;
pub mod search;

pub mod day_counts;
pub mod entry_part;
pub mod filter;
pub mod suggest;
pub mod timeline;

pub mod feed;
pub mod histogram;
pub mod keps;
pub mod subject;
