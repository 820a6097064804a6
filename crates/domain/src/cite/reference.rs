//! References: what a note cites, found in its text.

mod address;
mod number;
mod scan;
mod spelling;
#[cfg(test)]
mod tests;

pub use self::address::is_web;
pub use self::scan::{TextReference, find};
