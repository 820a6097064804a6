-- By which rules the notes of a notebook were read (domain::notebook::prepared::READING_VERSION): where it is another
-- than the program's, all of them are read again from their Markdown while pages are served.
alter table notebook add column reading_version integer not null default 0;

-- How far that is done: the id of the last note that was read again, in the order of ids.
alter table notebook add column read_again_up_to text not null default '';
