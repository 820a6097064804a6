//! References: what a note cites, found in its text.

mod address;
mod bare;
mod number;
mod scan;
mod spelling;
#[cfg(test)]
mod tests;
mod width;

pub use self::address::{AddressCitation, is_web};
pub use self::bare::Surroundings;
pub use self::scan::{TextReference, explicit_targets, find};
