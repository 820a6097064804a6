//! Places along a strip.

use crate::Date;

/// What places and widths are shares of.
pub const WHOLE: i64 = 10_000;

/// Days as shares of a strip.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) first: Date,
    pub(super) days: i64,
}

impl Scale {
    /// Where a day begins.
    pub(super) fn at(self, day: Date) -> i64 {
        days(self.first, day) * WHOLE / self.days
    }

    /// Where a day ends.
    pub(super) fn end(self, day: Date) -> i64 {
        (days(self.first, day) + 1) * WHOLE / self.days
    }
}

/// The number of days from one to another.
pub(super) fn days(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}
