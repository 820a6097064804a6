-- What curators decide. Rows are only ever added, and name notes and entries without pointing to
-- them: a decision outlives a re-import, a note that vanishes and a notebook that is removed.

-- What was decided in one go, and is undone in one.
create table decision_batch (
    -- Never given twice: the order of decisions.
    id integer primary key autoincrement,
    at text not null,
    -- By name: the decision outlives the account.
    curator text not null,
    -- The canonical query of the list on all of whose notes it was decided.
    list text,
    -- Decisions that were taken back stay, and do not count.
    undone_at text,
    undone_by text
) strict;

create index decision_batch_by_curator on decision_batch (curator, id);

-- Each decision. Of several on one thing the last that was not undone counts.
create table decision (
    id integer primary key autoincrement,
    batch integer not null references decision_batch (id),
    -- One of the two.
    note_id text,
    entry_id text,
    kind text not null constraint decision_kind_is_known check (kind in ('sig', 'version', 'reference')),
    -- A tag's value, or the words of a citation.
    value text not null,
    -- Which of several citations with the same words, from 0; 0 for tags.
    nth integer not null default 0,
    -- Of a citation: applied means what `meant` says, rejected means that it is none.
    verdict text not null constraint verdict_is_known check (verdict in ('applied', 'rejected', 'cleared')),
    -- domain::reference::Target as JSON.
    meant text,
    constraint decided_on_one_thing check ((note_id is null) <> (entry_id is null)),
    constraint citations_are_of_notes check (kind <> 'reference' or note_id is not null),
    constraint meant_is_of_citations
        check ((meant is not null) = (kind = 'reference' and verdict = 'applied'))
) strict;

create index decision_of_note on decision (note_id, kind) where note_id is not null;
create index decision_of_entry on decision (entry_id, kind) where entry_id is not null;
create index decision_of_batch on decision (batch);

-- What is in force for the tags of a note that is there: its own verdict, else that of its entry.
-- May be deleted and made anew at will.
create table note_verdict (
    note_id text not null references note (id) on delete cascade,
    kind text not null,
    value text not null,
    -- As in derived_tag.
    ordinal integer not null,
    -- 1: applied, 0: rejected.
    applied integer not null,
    -- Whether it was decided on the entry.
    inherited integer not null,
    curator text not null,
    at text not null,
    primary key (note_id, kind, value)
) strict, without rowid;

-- What is in force for the citations of a note, by their places of today.
-- May be deleted and made anew at will.
create table note_correction (
    note_id text not null references note (id) on delete cascade,
    position integer not null,
    -- domain::reference::Target as JSON; absent where it is no reference.
    meant text,
    curator text not null,
    at text not null,
    primary key (note_id, position)
) strict, without rowid;

-- For what waits for a curator.
create index derived_tag_weak on derived_tag (note_id, kind, value) where strong = 0;
create index reference_misspelt on reference (note_id, position) where corrected = 1;
create index outcome_unresolved on outcome (note_id, position)
where relation = 'unknown' or json_extract(outcome, '$.item.missing') = 'not_found';

-- What is applied stands beside what is derived, with the origin manual, so that all tags of a note
-- are found in one table: a view of two could not pass on to their indexes which notes are asked for.
drop view shown_tag;
drop index derived_tag_by_value;
alter table derived_tag add column inherited integer not null default 0;
-- Whether the note shows it: strong, and not rejected. Kept here, so that counting asks one index.
alter table derived_tag add column shown integer not null default 0;
update derived_tag set shown = strong;
create index derived_tag_by_value on derived_tag (kind, value, ordinal, note_id) where shown = 1;

-- The one place that says which tags a note shows, once for each origin.
create view shown_tag as
select note_id, kind, value, ordinal, origin, evidence, inherited
from derived_tag
where shown = 1;
