begin;

create temp table copy as
with recursive copy (nth) as (select 1 union all select nth + 1 from copy where nth < :times - 1)
select nth, printf('%04x', nth) as prefix, '+' || (nth * :days) || ' days' as later from copy;

create temp table stride as
select (select max(words_id) from note) as words, (select count(*) from entry) as entries;

insert into entry (id, notebook_id, position, date, sort_day, body_lost)
select prefix || substr(id, 5), notebook_id, position + nth * stride.entries, date(date, later),
    date(sort_day, later), body_lost
from copy join stride join entry;

insert into note (id, entry_id, position, markdown, html, text, notebook_id, date, words_id, has_code,
    has_quote, has_lost_link, added_at, changed_at)
select prefix || substr(id, 5), prefix || substr(entry_id, 5), position, markdown, html, text, notebook_id,
    date(date, later), words_id + nth * stride.words, has_code, has_quote, has_lost_link, added_at, changed_at
from copy join stride join note;

insert into note_words (rowid, words, parts)
select words_id + nth * stride.words, original.words, original.parts from copy join stride join original;

insert into reference (note_id, position, literal, label, kind, owner, repo, number, corrected, html_start,
    html_end)
select prefix || substr(note_id, 5), position, literal, label, kind, owner, repo,
    iif(kind = 'kep', number, number + nth * 10000), corrected, html_start, html_end
from copy join reference;

insert into derived_tag (note_id, kind, value, ordinal, origin, evidence, strong, inherited, shown)
select prefix || substr(note_id, 5), kind, value, ordinal, origin, evidence, strong, inherited, shown
from copy join derived_tag;

insert into outcome (note_id, position, kep_id, kep_number, relation, owner, repo, number, changed, moved_on,
    kep_changed, stage, status, github, outcome)
select prefix || substr(note_id, 5), position, kep_id, kep_number, relation, owner, repo,
    iif(repo = 'kubernetes', number + nth * 10000, number), changed, moved_on, kep_changed, stage, status,
    github, outcome
from copy join outcome;

commit;
