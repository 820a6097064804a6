-- What feeds tell: when notes came and changed, and what has moved of what they cite.

-- When a note was first here, and when its words changed last or it came back after it had left its
-- source; RFC 3339 in UTC. The default is never kept: SQLite wants one for a column that is added.
alter table note add column added_at text not null default '';
alter table note add column changed_at text not null default '';

-- Of notes that are here already, the first import of their notebook is all that is known.
update note set added_at = coalesce(
    (select min(import_run.at) from import_run where import_run.notebook_id = note.notebook_id),
    (select notebook.imported_at from notebook where notebook.id = note.notebook_id)
);
update note set changed_at = added_at;

-- In the order of a feed: what changed last first, of one import the newest day.
create index note_by_change on note (changed_at, date, entry_id, position) where vanished_at is null;

-- Each state that something cited was found in, as it became known; rows are only added, and marked
-- where the facts take them back. The first row of a target is what was known when it was looked at first.
create table move (
    id integer primary key,
    -- `kep/753` or `ref/kubernetes/kubernetes/115138`, in lower case.
    target text not null,
    -- What it is, as `outcome` names it: a KEP, or a pull request or an issue.
    kep_number integer,
    owner text,
    repo text,
    number integer,
    -- What it has reached, as it stands in the id of a feed's item: `stable/1.33`, `withdrawn/2024-02-03`,
    -- `merged`. Absent where the row only notes what was known, and tells nobody of a move.
    step text,
    -- The day of the move in UTC, where it is known.
    moved_on text,
    -- When the row was written, by the time of the facts.
    seen_at text not null,
    -- What the item is dated by: when the move became known here; of one that lay behind when it was
    -- looked at first, the day of the move; of one that was taken back, when it was.
    updated_at text not null,
    -- When the facts no longer said so.
    taken_back_at text,
    -- domain::moves::Change as JSON.
    change text not null,
    constraint move_is_of_one_thing check ((kep_number is null) <> (number is null))
) strict;

create index move_of_target on move (target, id);
create unique index move_is_told_once on move (target, step) where step is not null;
create index move_by_time on move (updated_at, id) where step is not null;

-- When the number was raised last, so that a feed can say since when it is as it is.
alter table generation add column raised_at text not null default '1970-01-01T00:00:00Z';
update generation set raised_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');

create trigger generation_is_dated after update of number on generation
begin
    update generation set raised_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
end;
