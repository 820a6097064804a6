-- What large notebooks wait for: an import, and the first look at verdicts after a write.

-- What the Markdown of a note is recognised by: an import reads none of the Markdown that its source has too. Follows
-- from the Markdown; may be emptied at will, and is made again by the next import of each notebook.
create table note_digest (
    note_id text primary key not null references note (id) on delete cascade,
    -- The first 16 bytes of its SHA-256.
    digest blob not null
) strict, without rowid;

-- Whoever writes other Markdown need not know of digests: without one, a note is read by the import.
create trigger note_loses_digest after update of markdown on note when new.markdown <> old.markdown begin
    delete from note_digest where note_id = old.id;
end;

-- By their ids, some thousand at a time, as those that are there.
drop index note_vanished;
create index note_vanished on note (notebook_id, id, vanished_at) where vanished_at is not null;

-- All that is counted and listed of verdicts: the rows themselves lie far apart, between the outcomes as JSON.
drop index outcome_by_verdict;
create index outcome_by_verdict
on outcome (verdict, note_id, expected_stage, kep_number, expected_version, releases_late, kep_id)
where verdict is not null;
