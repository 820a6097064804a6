-- Who may tag, and where they are signed in.

create table curator (
    -- Never given again: what a removed curator decided stays theirs.
    id integer primary key autoincrement,
    -- As `domain::curator` reads it; `Alice` and `alice` would be taken for one person.
    name text not null collate nocase constraint curator_name_is_unique unique,
    -- An argon2 hash with its salt and parameters (PHC format); absent for whom only the one-time link lets in.
    password_hash text,
    created_at text not null
) strict;

create table session (
    -- A digest of what the cookie holds: who reads a backup cannot sign in with it.
    id text primary key not null,
    -- Beside the data, so that signing out everywhere is one statement.
    curator_id integer references curator (id) on delete cascade,
    -- What the session layer keeps, as JSON.
    data text not null,
    -- Seconds since 1970, to be compared.
    expires_at integer not null
) strict, without rowid;

create index session_of_curator on session (curator_id);
create index session_by_end on session (expires_at);
