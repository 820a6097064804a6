-- A notebook is one imported source.
create table notebook (
    id integer primary key,
    -- Its name in URLs and on the command line.
    slug text not null constraint notebook_slug_is_unique unique,
    title text not null,
    author text,
    -- Where it was first published.
    origin text,
    -- An IANA name: the notebook's days are meant in it.
    time_zone text not null,
    rights text not null constraint rights_are_known check (rights in ('own', 'licensed', 'unstated')),
    -- The text of the licence, with rights = 'licensed' only.
    licence text,
    -- How many entries the source says it has, so that a page can tell what the copy lost.
    announced_entries integer,
    -- Whether the source is a copy in which links lost their addresses: an export says so, so that
    -- importing it again marks the same words.
    lost_links integer not null,
    imported_at text not null
) strict;

-- An entry is one post of a notebook. Rows stay when an entry leaves its source:
-- an id that was shared once keeps its meaning.
create table entry (
    -- Minted once, never recomputed.
    id text primary key not null,
    notebook_id integer not null references notebook (id) on delete cascade,
    -- From 0, oldest first.
    position integer not null,
    date text,
    -- The nearest dated neighbours of an entry without a date.
    not_before text,
    not_after text,
    -- What lists sort by: the date, else the upper bound, else the first of all days.
    sort_day text not null,
    body_lost integer not null,
    -- The source's own name of the entry, where it has one.
    source_key text,
    -- When an import no longer found it.
    vanished_at text
) strict;

create index entry_in_order on entry (sort_day, position, id) where vanished_at is null;
create index entry_of_notebook on entry (notebook_id, position);

-- A note is what is tagged, filtered, linked and shared.
create table note (
    id text primary key not null,
    entry_id text not null references entry (id) on delete cascade,
    -- From 0, within the entry.
    position integer not null,
    markdown text not null,
    -- Made of the Markdown at import, sanitised, without states.
    html text not null,
    text text not null,
    vanished_at text,
    -- Copied from the entry and its notebook, so that a filter and its counts ask one table.
    notebook_id integer not null references notebook (id) on delete cascade,
    date text
) strict;

create index note_of_entry on note (entry_id, position) where vanished_at is null;
create index note_by_date on note (date, notebook_id) where vanished_at is null;
create index note_of_notebook on note (notebook_id) where vanished_at is null;

-- What was written, as it was written. What it means is resolved when it is read.
create table reference (
    note_id text not null references note (id) on delete cascade,
    -- From 0, in the order of the text.
    position integer not null,
    literal text not null,
    label text,
    -- github: a number whose kind no text tells.
    kind text not null constraint kind_is_known check (kind in ('pull', 'issue', 'github', 'kep', 'release', 'url')),
    owner text,
    repo text,
    -- Of a pull request, an issue or a KEP.
    number integer,
    -- Of a release.
    tag text,
    url text,
    -- Whether a misspelling was put right.
    corrected integer not null,
    -- The bytes of note.html that the chip replaces.
    html_start integer not null,
    html_end integer not null,
    primary key (note_id, position)
) strict, without rowid;

create index reference_by_target on reference (owner, repo, number) where owner is not null;

-- Tags that follow from the sources. May be deleted and derived anew at will.
create table derived_tag (
    note_id text not null references note (id) on delete cascade,
    kind text not null constraint tag_kind_is_known check (kind in ('sig', 'version')),
    value text not null,
    -- Sorts versions as numbers (1.9 before 1.10); 0 for SIGs.
    ordinal integer not null,
    origin text not null,
    -- The words that say so.
    evidence text not null,
    -- 1: applied, 0: only suggested.
    strong integer not null,
    primary key (note_id, kind, value, origin)
) strict, without rowid;

create index derived_tag_by_value on derived_tag (kind, value, ordinal, note_id) where strong = 1;

-- The one place that says which tags a note shows, once for each origin. Curators' decisions will
-- join here. Without grouping, so that a page's questions go through to the indexes.
create view shown_tag as
select note_id, kind, value, ordinal, origin, evidence
from derived_tag
where strong = 1;

-- What each import did, for the operator.
create table import_run (
    id integer primary key,
    notebook_id integer not null references notebook (id) on delete cascade,
    at text not null,
    -- The report as JSON.
    report text not null
) strict;

-- One number that every write raises, so that caches and other processes notice.
create table generation (
    only_row integer primary key check (only_row = 1),
    number integer not null
) strict;

insert into generation (only_row, number) values (1, 1);
