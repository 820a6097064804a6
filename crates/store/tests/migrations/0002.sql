-- A KEP that has moved on and one whose file is gone, and what is known of GitHub and the releases.
insert into kep (id, folder, number, gone)
values (1, 'sig-node/753-sidecars', 753, 0), (2, 'sig-node/0000-process', null, 1);

insert into kep_revision (id, kep_id, at, "commit", path, revision, remarks)
values
    (1, 1, '2023-06-12T00:00:00Z', 'a1', 'sig-node/753-sidecars', '{"title":"Sidecars","number":753,"owning_sig":"sig-node","participating_sigs":[],"standing":{"status":"implementable","stage":"alpha","latest_milestone":null,"milestones":{"alpha":"1.28"}},"feature_gates":[],"see_also":[],"replaces":[],"superseded_by":[],"unread":[]}', '[]'),
    (2, 1, '2025-03-01T00:00:00Z', 'b2', 'sig-node/753-sidecars', '{"title":"Sidecars","number":753,"owning_sig":"sig-node","participating_sigs":[],"standing":{"status":"implemented","stage":"stable","latest_milestone":null,"milestones":{"alpha":"1.28","stable":"1.33"}},"feature_gates":[],"see_also":[],"replaces":[],"superseded_by":[],"unread":[]}', '["no milestone"]');

insert into kep_pull (pull, number, position, merged_at) values (4183, 753, 0, '2023-10-05T19:27:00Z');

insert into github_item (owner, repo, number, answer, open, fetched_at, etag)
values ('kubernetes', 'kubernetes', 115138, '{"answer":"not_found"}', 0, '2025-03-02T00:00:00Z', 'W/"1"');

insert into release (version, day, enhancements_freeze, code_freeze, end_of_life)
values ('1.33', '2025-04-23', '2025-02-13', null, null);

insert into sync_run (id, kind, started_at, finished_at, error, summary, data_at, cursor, source)
values
    (1, 'keps', '2025-05-01T00:00:00Z', '2025-05-01T00:01:00Z', null, '1 KEP', '2025-05-01T00:00:00Z', 'b2', 'https://example.org/enhancements'),
    (2, 'github', '2025-05-01T00:01:00Z', null, null, null, null, null, null);

insert into kep_now (kep_id, title, owning_sig, participating_sigs, status, stage, version, state, moved_on, notes)
values (1, 'Sidecars', 'sig-node', '[]', 'implemented', 'stable', 33, '{"status":"implemented","revision":"2025-03-01","shipped":{"stage":"stable","version":"1.33"},"planned":null,"missed":[]}', '2025-04-23', 1);

insert into outcome (note_id, position, kep_id, kep_number, relation, owner, repo, number, changed, moved_on, kep_changed, stage, status, github, outcome)
values
    ('n0te0001', 0, 1, 753, 'itself', null, null, null, 1, '2025-04-23', 1, 'stable', 'implemented', null, '{"then_day":"2023-10-11","read_as":null,"kep":{"number":753,"relation":"itself","title":"Sidecars","then":{"status":"implementable","revision":"2023-06-12","shipped":{"stage":"alpha","version":"1.28"},"planned":null,"missed":[]},"now":{"status":"implemented","revision":"2025-03-01","shipped":{"stage":"stable","version":"1.33"},"planned":null,"missed":[]},"shipped_on":"2025-04-23","successor":null},"item":null,"changed":true,"moved_on":"2025-04-23"}'),
    ('n0te0001', 1, null, null, null, 'kubernetes', 'kubernetes', 115138, 0, null, 0, null, null, 'unknown', '{"then_day":"2023-10-11","read_as":null,"kep":null,"item":{"key":{"repo":{"owner":"kubernetes","name":"kubernetes"},"number":115138},"kind":null,"title":null,"then":{"state":"unknown","since":null},"now":{"state":"unknown","since":null},"release":null,"moved_to":null,"missing":"not_found"},"changed":false,"moved_on":null}');
