-- The titles of pull requests that touched the folder of a KEP, as the commits that brought them have them.
-- Those that an older Kepline read are not here.

create table kep_pull_title (
    -- The number in the enhancements repository.
    pull integer primary key not null,
    title text not null
) strict;
