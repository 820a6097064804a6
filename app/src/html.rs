//! Strings of HTML: what is woven into the stored HTML of notes, and what feeds carry.

pub mod annotation;
pub mod chip;
pub mod citation_state;
pub mod cited_links;
pub mod escape;
pub mod feed_html;
pub mod link;
