-- A notebook that lives here, in which a curator wrote a note and withdrew it.
insert into notebook (id, slug, title, time_zone, rights, lost_links, imported_at, is_written) values
    (3, 'diary', 'Diary', 'Asia/Tokyo', 'own', 0, '2025-05-01T00:00:00Z', 1);
insert into import_run (id, notebook_id, at, report, kind, is_kept, is_written, written_by) values
    (6, 3, '2025-05-01T00:00:00Z', '{"notes":{"new":1},"remade":0}', 'import', 1, 1, 'kim'),
    (7, 3, '2025-05-02T00:00:00Z', '{"notes":{"vanished":1},"remade":0}', 'import', 1, 1, null);
