-- What lists of KEPs show of the newest file of each, as JSON: no revision is taken apart for a page. Derived like the
-- rest of its row.
alter table kep_now add column newest text;
update kep_now set newest = (
    select json_object('standing', json_extract(revision, '$.standing'), 'gates', json_extract(revision, '$.feature_gates'))
    from kep_revision where kep_revision.kep_id = kep_now.kep_id order by kep_revision.id desc limit 1
);

-- Every release that a file of a KEP ever named: the page of a version asks for these KEPs alone. May be deleted and
-- derived anew at will.
create table kep_milestone (
    -- The 28 of 1.28.
    minor integer not null,
    kep_id integer not null references kep (id) on delete cascade,
    primary key (minor, kep_id)
) strict, without rowid;

insert into kep_milestone (minor, kep_id)
select distinct cast(substr(milestone.value, 3) as integer), kep_revision.kep_id
from kep_revision, json_each(kep_revision.revision, '$.standing.milestones') as milestone;
