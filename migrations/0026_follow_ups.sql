-- Notes that follow up on older ones, which stay as they are.

create table follow_up (
    -- By id, as decisions name notes: it outlives a note that is withdrawn, and counts again when that comes back.
    note_id text primary key not null,
    -- The older note.
    follows text not null,
    constraint no_note_follows_itself check (note_id <> follows)
) strict, without rowid;

create index follow_up_on_note on follow_up (follows, note_id);
