-- Sources that notebooks follow by themselves.

create table source (
    id integer primary key,
    -- The slug of its notebook, which may not be there yet. One source for one notebook: an import replaces it.
    notebook text not null unique,
    kind text not null constraint source_kind_is_known check (kind in ('path', 'git', 'http')),
    -- As the operator wrote it, with what is secret in it.
    location text not null,
    -- Of a repository: absent for its main branch, and for all of it.
    branch text,
    folder text,
    every_seconds integer not null,
    -- The rights, over those that it states.
    rights text constraint source_right_is_known check (rights in ('own', 'licensed', 'unstated')),
    licence text,
    added_at text not null,
    is_paused integer not null default 0,
    -- Looks: the last one, the last one that succeeded, the last one that imported something.
    looked_at text,
    succeeded_at text,
    changed_at text,
    -- domain::notebook::followed::Revision: what was imported last.
    revision text,
    -- By what it is known cheaply to be as it was then, and that of a change that was seen once.
    stamp text,
    unsettled text,
    -- What went wrong, since when and how often; absent while it is well.
    error text,
    failing_since text,
    tries integer not null default 0,
    -- domain::notebook::followed::WaitingChange as JSON: what waits for a curator.
    waiting text
) strict;

-- The source that an import came from, and what of it. A source that is removed leaves its imports.
alter table import_run add column source_id integer references source (id) on delete set null;
alter table import_run add column revision text;

create index import_run_of_source on import_run (source_id) where source_id is not null;
