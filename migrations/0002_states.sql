-- What the world says of what notes cite. Nothing here is derived from notes.

-- A KEP, by its folder below keps/: numbers are not unique (2133 occurs twice) and one has none.
create table kep (
    id integer primary key,
    -- Where its file lies now, or lay last, as in `sig-node/753-sidecar-containers`.
    folder text not null constraint kep_folder_is_unique unique,
    number integer,
    -- Whether no file lies there any more.
    gone integer not null default 0
) strict;

create index kep_by_number on kep (number);

-- Every revision of a KEP's file on the main line, wherever it lay then.
create table kep_revision (
    -- Ascends with the main line: order by it, oldest first.
    id integer primary key,
    kep_id integer not null references kep (id) on delete cascade,
    -- The instant of its commit, RFC 3339 in UTC.
    at text not null,
    "commit" text not null,
    path text not null,
    -- domain::kep::KepRevision as JSON.
    revision text not null,
    -- What was odd in the file, a JSON list of words.
    remarks text not null
) strict;

create index kep_revision_of_kep on kep_revision (kep_id, id);

-- Which pull request touched the folder of which KEP.
create table kep_pull (
    pull integer not null,
    -- The KEP's number, as the path of a touched file has it.
    number integer not null,
    -- From 0, the KEP that it touched most first.
    position integer not null,
    -- When it was merged, RFC 3339 in UTC.
    merged_at text not null,
    primary key (pull, number)
) strict, without rowid;

create index kep_pull_by_number on kep_pull (number);

-- Pull requests and issues that notes cite, as GitHub answered last.
create table github_item (
    owner text not null,
    repo text not null,
    number integer not null,
    -- domain::github::Answer as JSON.
    answer text not null,
    -- Whether it may still change soon: what is open is asked for more often.
    open integer not null,
    fetched_at text not null,
    -- For conditional requests.
    etag text,
    primary key (owner, repo, number)
) strict, without rowid;

-- Releases as a sync brought them; what Kepline brings along itself is not here.
create table release (
    version text primary key not null,
    -- Civil days.
    day text not null,
    enhancements_freeze text,
    code_freeze text,
    end_of_life text
) strict;

-- The last runs of each kind of sync.
create table sync_run (
    id integer primary key,
    kind text not null constraint sync_kind_is_known check (kind in ('keps', 'github', 'releases')),
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

create index sync_run_by_kind on sync_run (kind, id);

-- What the newest facts say of each KEP. May be deleted and derived anew at will.
create table kep_now (
    kep_id integer primary key not null references kep (id) on delete cascade,
    title text,
    owning_sig text,
    -- A JSON list of directory names.
    participating_sigs text not null,
    status text not null,
    -- The furthest stage that has shipped, and its version with its minor number.
    stage text,
    version integer,
    -- domain::then_now::State as JSON.
    state text not null,
    -- When the stage or the status moved last.
    moved_on text,
    -- Notes that cite it, or a pull request about it.
    notes integer not null default 0
) strict;

create index kep_now_by_stage on kep_now (stage, status);

-- What became of each reference of a note. May be deleted and derived anew at will; a row is there
-- for each reference that can have an outcome.
create table outcome (
    note_id text not null,
    -- The reference's position.
    position integer not null,
    -- The KEP that is cited or that the pull request is about; absent where its number has none.
    kep_id integer,
    kep_number integer,
    -- domain::outcome::Relation.
    relation text,
    -- Where the pull request or issue lives, as it is read.
    owner text,
    repo text,
    number integer,
    changed integer not null,
    moved_on text,
    -- Whether the KEP has moved, whatever its pull request did.
    kep_changed integer not null,
    -- For filters: now.
    stage text,
    status text,
    github text,
    -- domain::outcome::Outcome as JSON.
    outcome text not null,
    primary key (note_id, position),
    foreign key (note_id, position) references reference (note_id, position) on delete cascade
) strict, without rowid;

-- What cited KEPs, pull requests, issues and repositories are tagged with: derived anew by syncs as well
-- as by imports, while the other origins follow from the note alone.
create index derived_tag_by_origin on derived_tag (origin, note_id);

create index outcome_by_kep on outcome (kep_number, note_id) where kep_number is not null;
-- The number first: names are compared without regard to capitals, and few share a number.
create index outcome_by_item on outcome (number, owner, repo, note_id) where number is not null;
create index outcome_by_stage on outcome (stage, note_id) where kep_id is not null;
create index outcome_by_status on outcome (status, note_id) where kep_id is not null;
create index outcome_by_github on outcome (github, note_id) where github is not null;
create index outcome_by_kep_id on outcome (kep_id, relation, kep_changed, note_id) where kep_id is not null;
-- In the order of a list by moves; those of an unknown day come last.
create index outcome_by_move on outcome (changed, coalesce(moved_on, '0001-01-01'), note_id) where changed = 1;
