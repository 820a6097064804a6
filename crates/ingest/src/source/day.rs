//! Days as people write them: `2023/10/11`, `Oct 11, 2023`, `2023年10月11日（水）`, and periods: `2023-10-11 ~ 13`.
//!
//! [`find`] says which date stands in a line and where, [`Mention::days`] which days are meant, given what
//! the file around it says. Nothing in here knows a format; what is not certain is no day.

mod calendar;
mod token;

mod spelling;

mod mention;

mod resolve;

mod path;
mod undated;

pub(super) use self::calendar::Span;
pub(super) use self::mention::{Mention, Place, find};
pub(super) use self::path::{PathDays, days_of_path, year_at_edge};
pub(super) use self::resolve::{Orders, UnreadReason};
pub use self::spelling::DayOrder;
pub(super) use self::undated::{Undated, undated};

#[cfg(test)]
mod tests;
