-- What each import changed, with what was there before: earlier words stay to be read, and an import is undone as one.

-- A row of import_run is an import, or an undo of one; each stands where it came to be.
alter table import_run add column kind text not null default 'import'
    constraint run_kind_is_known check (kind in ('import', 'undo'));
-- The run that an undo took back.
alter table import_run add column undoes integer references import_run (id) on delete cascade;
-- domain::notebook::Notebook as JSON, as it was before; absent where there was none.
alter table import_run add column notebook_before text;
-- Whether what it changed was kept. Imports from before this migration cannot be undone.
alter table import_run add column is_kept integer not null default 0;
-- The names of the files, for the log.
alter table import_run add column source text;

create index import_run_of_notebook on import_run (notebook_id, id);

-- The run that brought a note or an entry; absent where that was before this migration.
alter table note add column added_in integer;
alter table entry add column added_in integer;

-- domain::notebook::draft::Fidelity: how much of what its author wrote the Markdown of a note has.
alter table note add column fidelity text not null default 'written'
    constraint fidelity_is_known check (fidelity in ('copy', 'rendered', 'written'));
-- With it, for imports.
drop index note_place;
create index note_place on note (id, entry_id, position, date, notebook_id, vanished_at, fidelity);
update note set fidelity = 'copy' where notebook_id in (select id from notebook where lost_links = 1);

-- What a run changed of a note that was there already: the note as it was before.
create table note_change (
    id integer primary key,
    run_id integer not null references import_run (id) on delete cascade,
    note_id text not null references note (id) on delete cascade,
    change text not null constraint change_is_known check (change in ('edited', 'moved', 'vanished', 'returned')),
    -- Where it stood.
    entry_id text not null,
    position integer not null,
    -- Since when it was out of its source; absent where it was in it.
    vanished_at text,
    -- Its words, where they are others since.
    markdown text,
    fidelity text not null
) strict;

create unique index note_change_of_note on note_change (note_id, run_id);
create index note_change_of_run on note_change (run_id, note_id);

-- What a run changed of an entry that was there already.
create table entry_change (
    run_id integer not null references import_run (id) on delete cascade,
    entry_id text not null references entry (id) on delete cascade,
    -- The entry as it was, as JSON: what an import stores of one.
    before text not null,
    primary key (run_id, entry_id)
) strict, without rowid;

create index entry_change_of_entry on entry_change (entry_id, run_id);

-- What was forgotten: ids that answer 410 for good.
create table forgotten (
    -- Of a note, or of an entry that was forgotten as a whole.
    id text primary key not null,
    notebook_id integer not null references notebook (id) on delete cascade,
    -- The day of its entry, where it has one.
    date text,
    forgotten_at text not null
) strict, without rowid;

-- By what the words of a forgotten note would be known again, today's and earlier ones: HMAC-SHA-256 with the key of this
-- database, in hexadecimal digits like the key.
create table forgotten_words (
    id text not null references forgotten (id) on delete cascade,
    digest text not null,
    -- Whether they are few: such words are taken for those of the note on its day alone.
    is_short integer not null,
    primary key (id, digest)
) strict, without rowid;

create index forgotten_of_notebook on forgotten (notebook_id);

-- Made when something is forgotten first.
create table forgotten_key (
    only_row integer primary key check (only_row = 1),
    key text not null
) strict;

-- Entries by the name that their source has for them, such as the slug of a post.
create index entry_by_key on entry (source_key) where source_key is not null;
