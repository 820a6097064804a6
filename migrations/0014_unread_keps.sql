-- The file of a KEP whose newest revision lost what every KEP has: the revision before it counts until another can be read.
create table kep_unread (
    kep_id integer primary key not null references kep (id) on delete cascade,
    -- The instant of the commit that brought it, RFC 3339 in UTC.
    at text not null,
    "commit" text not null,
    path text not null,
    -- domain::kep::KepLoss.
    loss text not null,
    -- What its reader remarked, in a line.
    reason text not null
) strict;
