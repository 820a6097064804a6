-- The notes that left their source, by notebook: an import looks for them, and would look at all notes of all notebooks.
create index note_vanished on note (notebook_id) where vanished_at is not null;
