-- Notebooks that live here: their notes are written in Kepline, and no source has them.

alter table notebook add column is_written integer not null default 0
    constraint is_written_is_a_truth check (is_written in (0, 1));

-- The curator who wrote what a run changed; absent where it came from a source, or was written on this machine.
alter table import_run add column written_by text;
-- Whether it was written in Kepline.
alter table import_run add column is_written integer not null default 0;
