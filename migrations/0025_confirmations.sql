-- That notes are still true though what they cite has moved, and that they are looked at later.

-- Made again for its check: a decision may be on a note as a whole.
create table new_decision (
    id integer primary key autoincrement,
    batch integer not null references decision_batch (id),
    -- One of the two.
    note_id text,
    entry_id text,
    kind text not null
        constraint decision_kind_is_known
        check (kind in ('sig', 'version', 'reference', 'verdict', 'confirmation')),
    -- A tag's value, the words of a citation, or the digest of the words that a confirmation is about.
    value text not null,
    -- Which of several citations with the same words, from 0; 0 for all else.
    nth integer not null default 0,
    -- Of what a citation means: applied means what `meant` says, rejected means that it is none. Of its verdict:
    -- applied means `judged`, rejected means that it has none. Of a confirmation: applied means that the note is
    -- still true, rejected that it is looked at later.
    ruling text not null constraint ruling_is_known check (ruling in ('applied', 'rejected', 'cleared')),
    -- domain::cite::Target as JSON.
    meant text,
    -- domain::outcome::verdict::Verdict.
    judged text,
    constraint decided_on_one_thing check ((note_id is null) <> (entry_id is null)),
    constraint citations_are_of_notes check (kind not in ('reference', 'verdict') or note_id is not null),
    constraint confirmations_are_of_notes
        check (kind <> 'confirmation' or (note_id is not null and ruling <> 'cleared')),
    constraint meant_is_of_citations
        check ((meant is not null) = (kind = 'reference' and ruling = 'applied')),
    constraint judged_is_of_verdicts
        check ((judged is not null) = (kind = 'verdict' and ruling = 'applied'))
) strict;

insert into new_decision (id, batch, note_id, entry_id, kind, value, nth, ruling, meant, judged)
select id, batch, note_id, entry_id, kind, value, nth, ruling, meant, judged from decision order by id;
-- No number of a decision is given twice, not that of one which was forgotten either.
delete from sqlite_sequence where name = 'new_decision';
insert into sqlite_sequence (name, seq) select 'new_decision', seq from sqlite_sequence where name = 'decision';
drop table decision;
alter table new_decision rename to decision;

create index decision_of_note on decision (note_id, kind) where note_id is not null;
create index decision_of_entry on decision (entry_id, kind) where entry_id is not null;
create index decision_of_batch on decision (batch);

-- What curators decided on the words that a note has now: until when its citations were looked at.
-- May be deleted and made anew at will.
create table note_confirmation (
    note_id text primary key not null references note (id) on delete cascade,
    -- When it was still true last.
    confirmed_at text,
    -- Since when it waits to be looked at later; absent where it was confirmed since.
    later_at text,
    constraint confirmation_says_something check (confirmed_at is not null or later_at is not null)
) strict, without rowid;
