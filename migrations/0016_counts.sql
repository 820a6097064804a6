-- What is counted and listed is read from an index alone. An index over some rows has the column that says which in it
-- too: SQLite would look that up in the table for each row, beyond the texts of a note.
drop index note_of_entry;
drop index note_by_date;
drop index note_of_notebook;
create index note_of_entry on note (entry_id, position, vanished_at, id) where vanished_at is null;
create index note_by_date on note (date, notebook_id, vanished_at, id) where vanished_at is null;
create index note_of_notebook on note (notebook_id, vanished_at, id) where vanished_at is null;
-- Where a note stands, whatever it says: by its id, and by its words.
create index note_place on note (id, entry_id, position, date, notebook_id, vanished_at);
create index note_place_by_words on note (words_id, id, entry_id, date, notebook_id, vanished_at)
where words_id is not null;

-- The few entries without a day: cycles count those that surely lie within.
create index entry_undated on entry (sort_day, not_before, not_after, vanished_at, date)
where vanished_at is null and date is null;

-- The notes that have a tag of a kind.
create index derived_tag_of_kind on derived_tag (kind, note_id) where shown = 1;

drop index outcome_by_kep;
drop index outcome_by_stage;
drop index outcome_by_status;
drop index outcome_moved_kep;
create index outcome_by_kep on outcome (kep_number, note_id, kep_changed) where kep_number is not null;
create index outcome_by_stage on outcome (stage, note_id, kep_id) where kep_id is not null;
create index outcome_by_status on outcome (status, note_id, kep_id) where kep_id is not null;
create index outcome_changed on outcome (changed, note_id, moved_on) where changed = 1;
create index outcome_moved_kep on outcome (kep_id, expected_stage, relation, note_id) where kep_changed = 1;
