-- A repository that is followed, of which a change waits; and an import that came from it.
insert into source (
    id, notebook, kind, location, branch, folder, every_seconds, rights, licence, added_at, is_paused, looked_at, succeeded_at,
    changed_at, revision, stamp, unsettled, error, failing_since, tries, waiting
) values (
    1, 'other-notes', 'git', 'https://example.org/notes.git', 'main', 'notes', 3600, 'licensed', 'CC BY 4.0', '2025-05-01T00:00:00Z',
    0, '2025-05-02T00:00:00Z', '2025-05-02T00:00:00Z', '2025-05-01T00:00:00Z', 'commit:0a1b2c3d', '0a1b2c3d', null, null, null, 0,
    '{"revision":"commit:4e5f6071","notes":{"new":0,"changed":0,"unchanged":1,"vanished":2},"vanishing":["n0te0004"]}'
);
insert into import_run (id, notebook_id, at, report, kind, source, is_kept, source_id, revision) values
    (60, 2, '2025-05-01T00:00:00Z', '{"notes":{"unchanged":1},"remade":0}', 'import', 'notes', 1, 1, 'commit:0a1b2c3d');
