-- A tag applied by hand, one rejected, a citation corrected, and a batch that was undone.
insert into decision_batch (id, at, curator, list, undone_at, undone_by)
values
    (1, '2025-05-03T00:00:00Z', 'Alice', null, null, null),
    (2, '2025-05-04T00:00:00Z', 'Alice', 'sig=node', '2025-05-04T01:00:00Z', 'local');

insert into decision (id, batch, note_id, entry_id, kind, value, nth, verdict, meant)
values
    (1, 1, 'n0te0002', null, 'version', '1.28', 0, 'applied', null),
    (2, 1, null, 'entry001', 'sig', 'sig-windows', 0, 'rejected', null),
    (3, 1, 'n0te0001', null, 'reference', 'k/k#115138', 0, 'rejected', null),
    (4, 2, 'n0te0001', null, 'sig', 'sig-network', 0, 'applied', null);

insert into note_verdict (note_id, kind, value, ordinal, applied, inherited, curator, at)
values
    ('n0te0002', 'version', '1.28', 28, 1, 0, 'Alice', '2025-05-03T00:00:00Z'),
    ('n0te0001', 'sig', 'sig-windows', 0, 0, 1, 'Alice', '2025-05-03T00:00:00Z'),
    ('n0te0002', 'sig', 'sig-windows', 0, 0, 1, 'Alice', '2025-05-03T00:00:00Z');

insert into note_correction (note_id, position, meant, curator, at)
values ('n0te0001', 1, null, 'Alice', '2025-05-03T00:00:00Z');

insert into derived_tag (note_id, kind, value, ordinal, origin, evidence, strong, inherited, shown)
values ('n0te0002', 'version', '1.28', 28, 'manual', 'Alice, 2025-05-03', 1, 0, 1);

update derived_tag set shown = 0 where value = 'sig-windows';
