//! Values in, HTML out.

pub mod alternates;
pub mod chip;
pub mod cite;
pub mod curate;
pub mod enhance;
pub mod entry;
pub mod facets;
pub mod feed;
pub mod frame;
pub mod head;
pub mod icon;
pub mod kep;
pub mod keys;
pub mod loaded;
pub mod message;
pub mod month_bar;
pub mod plain;
pub mod ruler;
pub mod search;
pub mod state;
pub mod timeline;
