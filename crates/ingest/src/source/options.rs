//! What an operator says of how sources are to be read.

use domain::Date;

use super::day::DayOrder;

/// What an operator, or the clock, says of how sources are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions<'a> {
    /// The IANA name of the zone in which times are days, where the operator states it.
    pub time_zone: Option<&'a str>,
    /// How days in numbers alone are meant where the source leaves it open: `12/07/2020`.
    pub day_order: Option<DayOrder>,
    /// The day of the import: days far after it are odd. `None` where that does not matter.
    pub today: Option<Date>,
}
