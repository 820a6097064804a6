//! Values in, HTML out.

pub mod chip;
pub mod enhance;
pub mod entry;
pub mod facets;
pub mod frame;
pub mod head;
pub mod icon;
pub mod message;
pub mod state;
pub mod timeline;
