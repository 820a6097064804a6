-- The part of a pull request or an issue that an address in a note leads to: a chip's link on GitHub leads there too.
-- It is no part of what is cited: pages, states and counts are those of the whole.

alter table reference add column
    -- As it stands after # in the address, such as issuecomment-34: ASCII letters, digits, -, _ and . alone.
    fragment text;
