//! What a note cites: where a text cites something, what that is, and where its address leads.

pub mod overrides;
pub mod reference;
pub mod resolve;
mod target;
