-- What notes say, for the search. May be emptied and filled anew at will.

-- Where a note stands in note_words: a number of its own, as the database's own row numbers change when it
-- is copied.
alter table note add column words_id integer;
-- What a note has, whatever it says.
alter table note add column has_code integer not null default 0;
alter table note add column has_quote integer not null default 0;
alter table note add column has_lost_link integer not null default 0;

create unique index note_by_words on note (words_id) where words_id is not null;

-- The tokens of domain::search::index, which are only told apart here: they have no capitals, and all that
-- is ASCII in them is letters and digits. The texts themselves stand in note. Notes that vanished are not here.
-- Beginnings of one and two characters are what one types first.
create virtual table note_words using fts5 (
    words,
    parts,
    content = '',
    contentless_delete = 1,
    tokenize = 'ascii',
    prefix = '1 2'
);

create trigger note_leaves_words after delete on note when old.words_id is not null begin
    delete from note_words where rowid = old.words_id;
end;

-- By which domain::search::INDEX_VERSION note_words was filled; 0 before it was.
create table note_words_made (
    only_row integer primary key check (only_row = 1),
    version integer not null
) strict;

insert into note_words_made (only_row, version) values (1, 0);

-- GitHub does not tell capitals from small letters.
create index outcome_by_repo on outcome (owner collate nocase, repo collate nocase, note_id) where owner is not null;
create index reference_by_release on reference (owner collate nocase, repo collate nocase, note_id) where kind = 'release';
