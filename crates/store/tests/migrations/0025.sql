-- A note that is still true, and one that was put off.
insert into decision_batch (id, at, curator, list, undone_at, undone_by) values
    (20, '2025-05-05T00:00:00Z', 'Alice', null, null, null);
insert into decision (id, batch, note_id, entry_id, kind, value, nth, ruling, meant, judged) values
    (30, 20, 'n0te0001', null, 'confirmation', '00000000000000aa', 0, 'applied', null, null),
    (31, 20, 'n0te0002', null, 'confirmation', '00000000000000bb', 0, 'rejected', null, null);
insert into note_confirmation (note_id, confirmed_at, later_at) values
    ('n0te0001', '2025-05-05T00:00:00Z', null),
    ('n0te0002', null, '2025-05-05T00:00:00Z');
