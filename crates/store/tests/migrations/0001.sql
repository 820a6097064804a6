-- A notebook of stated rights with what is in its source and what has left it, and one that was never imported again.
insert into notebook (id, slug, title, author, origin, time_zone, rights, licence, announced_entries, lost_links, imported_at)
values
    (1, 'field-notes', 'Field notes', 'Somebody', 'https://example.org/notes', 'Asia/Tokyo', 'licensed', 'CC BY 4.0', 5, 1, '2025-03-03T00:00:00Z'),
    (2, 'other', 'Other', null, null, 'UTC', 'unstated', null, null, 0, '2025-01-05T00:00:00Z');

insert into entry (id, notebook_id, position, date, not_before, not_after, sort_day, body_lost, source_key, vanished_at)
values
    ('entry001', 1, 0, '2023-10-11', null, null, '2023-10-11', 0, 'c0ffee', null),
    ('entry002', 1, 1, null, '2023-10-11', '2023-10-13', '2023-10-13', 1, null, null),
    ('entry003', 1, 2, '2023-10-13', null, null, '2023-10-13', 0, null, '2025-03-03T00:00:00Z'),
    ('entry004', 2, 0, '2024-01-01', null, null, '2024-01-01', 0, null, null);

insert into note (id, entry_id, position, markdown, html, text, vanished_at, notebook_id, date)
values
    ('n0te0001', 'entry001', 0, 'SIG Node tries KEP-753 (k/k#115138)', '<p>SIG Node tries KEP-753 (k/k#115138)</p>',
        'SIG Node tries KEP-753 (k/k#115138)', null, 1, '2023-10-11'),
    ('n0te0002', 'entry001', 1, 'runs `kubectl` 1.28', '<p>runs <code>kubectl</code> 1.28</p>', 'runs kubectl 1.28', null, 1, '2023-10-11'),
    ('n0te0003', 'entry003', 0, 'left its source', '<p>left its source</p>', 'left its source', '2025-03-03T00:00:00Z', 1, '2023-10-13'),
    ('n0te0004', 'entry004', 0, 'never imported again', '<p>never imported again</p>', 'never imported again', null, 2, '2024-01-01');

insert into reference (note_id, position, literal, label, kind, owner, repo, number, tag, url, corrected, html_start, html_end)
values
    ('n0te0001', 0, 'KEP-753', null, 'kep', null, null, 753, null, null, 0, 18, 25),
    ('n0te0001', 1, 'k/k#115138', null, 'github', 'kubernetes', 'kubernetes', 115138, null, null, 0, 27, 37);

insert into derived_tag (note_id, kind, value, ordinal, origin, evidence, strong)
values
    ('n0te0001', 'sig', 'sig-node', 0, 'text', 'SIG Node', 1),
    ('n0te0001', 'sig', 'sig-windows', 0, 'text', 'SIG Windows', 1),
    ('n0te0002', 'version', '1.28', 28, 'text', '1.28', 0);

-- The first import of a notebook is not the last.
insert into import_run (id, notebook_id, at, report)
values
    (1, 1, '2025-01-01T00:00:00Z', '{"entries":{"new":3},"notes":{"new":3},"remade":0}'),
    (2, 1, '2025-03-03T00:00:00Z', '{"entries":{"vanished":1},"notes":{"vanished":1},"remade":0}');

update generation set number = 7;
