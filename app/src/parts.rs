//! Values in, HTML out.

pub mod alternates;
pub mod as_of;
pub mod change;
pub mod cite;
pub mod copy_button;
pub mod curate;
pub mod direct_answer;
pub mod entry;
pub mod entry_list;
pub mod entry_part;
pub mod expectations;
pub mod facets;
pub mod frame;
pub mod head;
pub mod icon;
pub mod inline_code;
pub mod kep;
pub mod keys;
pub mod latest_moves;
pub mod loaded;
pub mod message;
pub mod note;
pub mod search;
pub mod tag_all;
pub mod timeline;
