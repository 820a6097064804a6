-- Verdicts: how what a note expected turned out. What curators decide on a tag is a ruling from here on.

-- Made again for its checks: a decision may be on the verdict of a citation too.
create table new_decision (
    id integer primary key autoincrement,
    batch integer not null references decision_batch (id),
    -- One of the two.
    note_id text,
    entry_id text,
    kind text not null
        constraint decision_kind_is_known check (kind in ('sig', 'version', 'reference', 'verdict')),
    -- A tag's value, or the words of a citation.
    value text not null,
    -- Which of several citations with the same words, from 0; 0 for tags.
    nth integer not null default 0,
    -- Of what a citation means: applied means what `meant` says, rejected means that it is none. Of its verdict:
    -- applied means `judged`, rejected means that it has none.
    ruling text not null constraint ruling_is_known check (ruling in ('applied', 'rejected', 'cleared')),
    -- domain::cite::Target as JSON.
    meant text,
    -- domain::outcome::verdict::Verdict.
    judged text,
    constraint decided_on_one_thing check ((note_id is null) <> (entry_id is null)),
    constraint citations_are_of_notes check (kind not in ('reference', 'verdict') or note_id is not null),
    constraint meant_is_of_citations
        check ((meant is not null) = (kind = 'reference' and ruling = 'applied')),
    constraint judged_is_of_verdicts
        check ((judged is not null) = (kind = 'verdict' and ruling = 'applied'))
) strict;

insert into new_decision (id, batch, note_id, entry_id, kind, value, nth, ruling, meant)
select id, batch, note_id, entry_id, kind, value, nth, verdict, meant from decision order by id;
drop table decision;
alter table new_decision rename to decision;

create index decision_of_note on decision (note_id, kind) where note_id is not null;
create index decision_of_entry on decision (entry_id, kind) where entry_id is not null;
create index decision_of_batch on decision (batch);

alter table note_verdict rename to note_ruling;

-- The verdicts of curators that are in force, by the places of today of what they are on.
-- May be deleted and made anew at will.
create table note_judgement (
    note_id text not null references note (id) on delete cascade,
    position integer not null,
    -- domain::outcome::verdict::Verdict; absent where a curator says that there is none.
    verdict text,
    curator text not null,
    at text not null,
    primary key (note_id, position)
) strict, without rowid;

-- What counts as the verdict of a citation, and what it is counted by; absent where there is none.
alter table outcome add column verdict text;
-- The stage and the minor version that were expected.
alter table outcome add column expected_stage text;
alter table outcome add column expected_version integer;
-- By how many releases it came later than expected; negative where it came before.
alter table outcome add column releases_late integer;

create index outcome_by_verdict on outcome (verdict, note_id) where verdict is not null;

-- The rules by which outcomes were derived last. Where the program has others, all are derived again.
create table derivation (version integer not null) strict;
insert into derivation (version) values (0);
