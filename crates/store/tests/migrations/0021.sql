-- An import that edited a note, took one and moved an entry; the undo of a later one; a note that was forgotten.
insert into import_run (id, notebook_id, at, report, kind, undoes, notebook_before, source, is_kept) values
    (
        3, 1, '2025-04-01T00:00:00Z', '{"entries":{"changed":1},"notes":{"changed":1},"remade":0}', 'import', null,
        '{"slug":"field-notes","title":"Field notes","author":"Somebody","origin":null,"time_zone":"Asia/Tokyo","rights":"Own","announced_entries":null,"lost_links":true}',
        'notes.md', 1
    ),
    (4, 2, '2025-04-02T00:00:00Z', '{"notes":{"new":1},"remade":0}', 'import', null, null, 'other.md', 1),
    (5, 2, '2025-04-03T00:00:00Z', '{"notes":{"vanished":1},"remade":0}', 'undo', 4, null, null, 1);
insert into note_change (id, run_id, note_id, change, entry_id, position, vanished_at, markdown, fidelity) values
    (1, 3, 'n0te0001', 'edited', 'entry001', 0, null, 'SIG Node tries KEP-753', 'copy'),
    (2, 3, 'n0te0002', 'moved', 'entry001', 2, null, null, 'copy'),
    (3, 3, 'n0te0003', 'vanished', 'entry003', 0, null, null, 'copy');
insert into entry_change (run_id, entry_id, before) values (
    3, 'entry001',
    '{"position":0,"date":"2023-10-11","not_before":null,"not_after":null,"body_lost":false,"key":null,"posting":{},"vanished":false}'
);
insert into forgotten (id, notebook_id, date, forgotten_at) values ('n0te0009', 1, '2023-10-11', '2025-04-04T00:00:00Z');
insert into forgotten_words (id, digest, is_short) values ('n0te0009', '00112233', 0);
insert into forgotten_key (only_row, key) values (1, '445566');
