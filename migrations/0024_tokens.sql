-- What lets programs write notes in the name of a curator.

create table api_token (
    id integer primary key,
    -- They end with the curator.
    curator_id integer not null references curator (id) on delete cascade,
    -- What the token is for, in the curator's words.
    label text not null,
    -- The SHA-256 of the token in hexadecimal digits: of the token itself nothing is kept, so that a backup lets nobody in.
    digest text not null constraint token_digest_is_unique unique,
    -- domain::token::TokenScope: what it lets a program do.
    scope text not null,
    -- The notebook that it is for alone; absent for all that are written here.
    notebook_id integer references notebook (id) on delete cascade,
    created_at text not null,
    -- The last day in UTC on which it was used, so that using it is a write once a day at most.
    last_used text,
    revoked_at text
) strict;

create index api_token_of_curator on api_token (curator_id, id);
create index api_token_of_notebook on api_token (notebook_id) where notebook_id is not null;
