-- A verdict as derived, and one that a curator set instead.
update outcome set verdict = 'held', expected_stage = 'alpha', expected_version = 28, releases_late = 0
where note_id = 'n0te0001' and position = 0;

insert into decision (id, batch, note_id, entry_id, kind, value, nth, ruling, meant, judged)
values (5, 1, 'n0te0001', null, 'verdict', 'KEP-753', 0, 'applied', null, 'late');

insert into note_judgement (note_id, position, verdict, curator, at)
values ('n0te0001', 0, 'late', 'Alice', '2025-05-03T00:00:00Z');
