-- Release notes and feature gates of Kubernetes, as their sources say them, and which notes name which gate.

-- Made again for its check: there are two more kinds of sync.
create table new_sync_run (
    id integer primary key,
    kind text not null constraint sync_kind_is_known
        check (kind in ('releases', 'keps', 'release-notes', 'gates', 'github')),
    started_at text not null,
    -- Absent while it runs, and where it was cut off.
    finished_at text,
    -- What went wrong, in words for the operator; absent where all is well.
    error text,
    -- What it did, in a line.
    summary text,
    -- Up to when its facts are complete: the clock of a live source, the newest fact of a copy.
    data_at text,
    -- Where the next run goes on: the newest commit that was read.
    cursor text,
    -- Where it was read from; never with credentials.
    source text
) strict;

insert into new_sync_run (id, kind, started_at, finished_at, error, summary, data_at, cursor, source)
select id, kind, started_at, finished_at, error, summary, data_at, cursor, source from sync_run order by id;
drop table sync_run;
alter table new_sync_run rename to sync_run;

create index sync_run_by_kind on sync_run (kind, id);

-- How far each source of these facts was read. One that cannot be read leaves its facts as they were.
create table fact_source (
    name text primary key not null constraint fact_source_is_known
        check (name in ('release-notes', 'gate-list', 'gate-pages')),
    -- The newest commit whose files count; absent before the first.
    "commit" text,
    -- Up to when its facts are complete, as in `sync_run`.
    data_at text,
    -- When it was read last, and what went wrong then, in words for the operator; absent where all is well.
    checked_at text not null,
    error text
) strict, without rowid;

-- The file of each release's notes that counts.
create table release_note_file (
    -- The 28 of 1.28.
    minor integer primary key,
    -- The hash of its content; absent before any could be read.
    blob text,
    -- Why a newer content does not count; absent where the newest does.
    error text
) strict;

-- What the release notes say of each pull request of kubernetes/kubernetes.
create table release_note (
    pull integer primary key,
    -- The 28 of 1.28.
    minor integer not null,
    -- domain::release_note::ReleaseNote as JSON.
    note text not null
) strict;

create index release_note_of_release on release_note (minor, pull);

-- The gates that the text of a release note names. Follows from the texts and the names of gates.
create table release_note_gate (
    gate text not null,
    pull integer not null references release_note (pull) on delete cascade,
    -- Whether the note says that the gate was removed.
    removes integer not null,
    primary key (gate, pull)
) strict, without rowid;

create index release_note_gate_of_note on release_note_gate (pull, gate);

-- What each source says of a feature gate.
create table gate_record (
    gate text not null,
    -- domain::gate::GateSource.
    source text not null,
    -- domain::gate::GateRecord as JSON.
    record text not null,
    primary key (gate, source)
) strict, without rowid;

-- The gates that a note names. May be deleted and derived anew at will.
create table note_gate (
    note_id text not null references note (id) on delete cascade,
    gate text not null,
    primary key (note_id, gate)
) strict, without rowid;

create index note_gate_by_gate on note_gate (gate, note_id);

-- The gates that the newest file of each KEP names, as it spells them. Derived with `kep_now`.
create table kep_gate (
    gate text not null,
    kep_id integer not null references kep (id) on delete cascade,
    primary key (gate, kep_id)
) strict, without rowid;

create index kep_gate_of_kep on kep_gate (kep_id, gate);

insert or ignore into kep_gate (gate, kep_id)
select gate.value ->> '$.name', kep_now.kep_id from kep_now, json_each(kep_now.newest, '$.gates') as gate
where gate.value ->> '$.name' is not null;
