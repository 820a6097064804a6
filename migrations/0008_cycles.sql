-- The days while which each version was in the making: domain::release::Cycle of every release that is known.
-- Follows from the releases of the program and the table `release`; may be deleted and made anew at will. A table, so
-- that a filter by cycles is a range of days to SQLite.
create table cycle (
    -- The 28 of 1.28.
    minor integer primary key,
    -- The day after the release before it.
    first_day text not null,
    last_day text not null
) strict;
