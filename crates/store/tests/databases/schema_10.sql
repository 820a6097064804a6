-- All rows of a database that the version with schema 10 made: a journal imported twice, one sync, and decisions of a curator
-- of which one was undone. The full-text index is made again when it is opened, from the texts as they are here.

insert into notebook (id, slug, title, author, origin, time_zone, rights, licence, announced_entries, lost_links, imported_at)
values
    (1, 'field-notes', 'Field notes', null, null, 'Asia/Tokyo', 'own', null, null, 0, '2026-08-02T00:00:00Z');

insert into entry (id, notebook_id, position, date, not_before, not_after, sort_day, body_lost, source_key, vanished_at)
values
    ('pz4srdrg', 1, 0, '2023-10-11', null, null, '2023-10-11', 0, null, null),
    ('chaj305c', 1, 1, '2023-10-12', null, null, '2023-10-12', 0, null, null),
    ('epr0e7kj', 1, 2, null, '2023-10-12', null, '2023-10-12', 0, null, null);

insert into note (id, entry_id, position, markdown, html, text, vanished_at, notebook_id, date, has_code, has_quote, has_lost_link, added_at, changed_at)
values
    ('sbbqq9k7', 'pz4srdrg', 0, 'SIG Node has KEP-753 in beta with 1.29 (k/k#115138), see github.com/kubernetes/kubernetes/pull/116429 too', '<p>SIG Node has KEP-753 in beta with 1.29 (k/k#115138), see github.com/kubernetes/kubernetes/pull/116429 too</p>', 'SIG Node has KEP-753 in beta with 1.29 (k/k#115138), see github.com/kubernetes/kubernetes/pull/116429 too', null, 1, '2023-10-11', 0, 0, 0, '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z'),
    ('gkbdp0e0', 'pz4srdrg', 1, 'nothing is named here', '<p>nothing is named here</p>', 'nothing is named here', null, 1, '2023-10-11', 0, 0, 0, '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z'),
    ('b26tewqs', 'pz4srdrg', 2, 'kubelet の停止を検証する: kubernetes/kubernetes#117906, and `kubectl` of 1.28', '<p>kubelet の停止を検証する: kubernetes/kubernetes#117906, and <code>kubectl</code> of 1.28</p>', 'kubelet の停止を検証する: kubernetes/kubernetes#117906, and kubectl of 1.28', null, 1, '2023-10-11', 1, 0, 0, '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z'),
    ('k5c1t4fr', 'pz4srdrg', 3, 'leaves the notes later: KEP-753', '<p>leaves the notes later: KEP-753</p>', 'leaves the notes later: KEP-753', '2026-08-02T00:00:00Z', 1, '2023-10-11', 0, 0, 0, '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z'),
    ('t6gbkc04', 'chaj305c', 0, 'Go updated to 1.21.1 and Kube-dns: 1.14.8, with golangci-lint to v1.54', '<p>Go updated to 1.21.1 and Kube-dns: 1.14.8, with golangci-lint to v1.54</p>', 'Go updated to 1.21.1 and Kube-dns: 1.14.8, with golangci-lint to v1.54', null, 1, '2023-10-12', 0, 0, 0, '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z'),
    ('anyr2str', 'chaj305c', 1, 'since v1.13 it is <u>stable</u>; **「停止」**なので**「再起動」** <!-- not for readers: KEP-127 -->', '<p>since v1.13 it is &lt;u&gt;stable&lt;/u&gt;; <strong>「停止」<strong>なので</strong>「再起動」</strong> &lt;!-- not for readers: KEP-127 --&gt;</p>', 'since v1.13 it is <u>stable</u>; 「停止」なので「再起動」 <!-- not for readers: KEP-127 -->', null, 1, '2023-10-12', 0, 0, 0, '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z'),
    ('qj2ckp8v', 'chaj305c', 2, 'the number KEP-2133 has two folders, KEP - 127 has one', '<p>the number KEP-2133 has two folders, KEP - 127 has one</p>', 'the number KEP-2133 has two folders, KEP - 127 has one', null, 1, '2023-10-12', 0, 0, 0, '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z'),
    ('3zetaffp', 'chaj305c', 3, 'a list of words: SIG-owned, sig-arch, SIG-scale', '<p>a list of words: SIG-owned, sig-arch, SIG-scale</p>', 'a list of words: SIG-owned, sig-arch, SIG-scale', null, 1, '2023-10-12', 0, 0, 0, '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z'),
    ('ze5522jn', 'chaj305c', 4, '### containerd' || char(10) || '' || char(10) || '1.7 is out, and ＫＥＰ－７５３ is not part of it[^1].' || char(10) || '' || char(10) || '[^1]: kubernetes/features#127', '<h5>containerd</h5>' || char(10) || '<p>1.7 is out, and ＫＥＰ－７５３ is not part of it^1.</p>', 'containerd' || char(10) || '1.7 is out, and ＫＥＰ－７５３ is not part of it^1.', null, 1, '2023-10-12', 0, 0, 0, '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z'),
    ('xdpa55hb', 'epr0e7kj', 0, 'meetup #10 was about pull request #109777 of k/k#109777', '<p>meetup #10 was about pull request #109777 of k/k#109777</p>', 'meetup #10 was about pull request #109777 of k/k#109777', null, 1, null, 0, 0, 0, '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z');

insert into reference (note_id, position, literal, label, kind, owner, repo, number, tag, url, corrected, html_start, html_end)
values
    ('anyr2str', 0, 'KEP-127', null, 'kep', null, null, 127, null, null, 0, 144, 151),
    ('b26tewqs', 0, 'kubernetes/kubernetes#117906', null, 'github', 'kubernetes', 'kubernetes', 117906, null, null, 0, 37, 65),
    ('k5c1t4fr', 0, 'KEP-753', null, 'kep', null, null, 753, null, null, 0, 27, 34),
    ('qj2ckp8v', 0, 'KEP-2133', null, 'kep', null, null, 2133, null, null, 0, 14, 22),
    ('qj2ckp8v', 1, 'KEP - 127', null, 'kep', null, null, 127, null, null, 0, 40, 49),
    ('sbbqq9k7', 0, 'KEP-753', null, 'kep', null, null, 753, null, null, 0, 16, 23),
    ('sbbqq9k7', 1, 'k/k#115138', null, 'github', 'kubernetes', 'kubernetes', 115138, null, null, 0, 43, 53),
    ('xdpa55hb', 0, 'k/k#109777', null, 'github', 'kubernetes', 'kubernetes', 109777, null, null, 0, 48, 58);

insert into derived_tag (note_id, kind, value, ordinal, origin, evidence, strong, inherited, shown)
values
    ('3zetaffp', 'sig', 'sig-arch', 0, 'text', 'sig-arch', 1, 0, 1),
    ('3zetaffp', 'sig', 'sig-owned', 0, 'text', 'SIG-owned', 1, 0, 1),
    ('3zetaffp', 'sig', 'sig-scale', 0, 'text', 'SIG-scale', 1, 0, 1),
    ('3zetaffp', 'version', '1.30', 30, 'manual', 'alice, 2026-08-03', 1, 1, 1),
    ('anyr2str', 'sig', 'sig-apps', 0, 'kep', 'takes part in KEP-127', 0, 0, 0),
    ('anyr2str', 'sig', 'sig-node', 0, 'kep', 'owns KEP-127', 1, 0, 1),
    ('anyr2str', 'version', '1.30', 30, 'manual', 'alice, 2026-08-03', 1, 1, 1),
    ('b26tewqs', 'sig', 'sig-node', 0, 'component', 'kubelet', 0, 0, 0),
    ('b26tewqs', 'version', '1.28', 28, 'text', '1.28', 1, 0, 1),
    ('gkbdp0e0', 'sig', 'sig-storage', 0, 'manual', 'alice, 2026-08-03', 1, 0, 1),
    ('qj2ckp8v', 'sig', 'sig-apps', 0, 'kep', 'takes part in KEP-2133', 0, 0, 0),
    ('qj2ckp8v', 'sig', 'sig-node', 0, 'kep', 'owns KEP-2133', 1, 0, 1),
    ('qj2ckp8v', 'version', '1.30', 30, 'manual', 'alice, 2026-08-03', 1, 1, 1),
    ('sbbqq9k7', 'sig', 'sig-apps', 0, 'kep', 'takes part in KEP-753', 0, 0, 0),
    ('sbbqq9k7', 'sig', 'sig-node', 0, 'kep', 'owns KEP-753', 1, 0, 0),
    ('sbbqq9k7', 'sig', 'sig-node', 0, 'text', 'SIG Node', 1, 0, 0),
    ('sbbqq9k7', 'version', '1.29', 29, 'text', '1.29', 1, 0, 1),
    ('t6gbkc04', 'version', '1.14', 14, 'text', '1.14.8', 1, 0, 1),
    ('t6gbkc04', 'version', '1.21', 21, 'text', '1.21.1', 1, 0, 1),
    ('t6gbkc04', 'version', '1.30', 30, 'manual', 'alice, 2026-08-03', 1, 1, 1),
    ('t6gbkc04', 'version', '1.54', 54, 'text', 'v1.54', 1, 0, 1),
    ('ze5522jn', 'sig', 'sig-node', 0, 'component', 'containerd', 0, 0, 0),
    ('ze5522jn', 'version', '1.30', 30, 'manual', 'alice, 2026-08-03', 1, 1, 1);

insert into import_run (id, notebook_id, at, report)
values
    (1, 1, '2026-08-01T00:00:00Z', '{"entries":{"changed":0,"new":3,"unchanged":0,"vanished":0},"notes":{"changed":0,"new":10,"unchanged":0,"vanished":0},"remade":0}'),
    (2, 1, '2026-08-02T00:00:00Z', '{"entries":{"changed":1,"new":0,"unchanged":2,"vanished":0},"notes":{"changed":0,"new":0,"unchanged":9,"vanished":1},"remade":0}');

insert into kep (id, folder, number, gone)
values
    (1, 'sig-node/753-sidecars', 753, 0),
    (2, 'sig-node/127-userns', 127, 0),
    (3, 'sig-node/2133-one', 2133, 0),
    (4, 'sig-cli/2133-other', 2133, 0);

insert into kep_revision (id, kep_id, at, "commit", path, revision, remarks)
values
    (1, 1, '2023-06-12T00:00:00Z', '2023-06-12', 'sig-node/753-sidecars', '{"title":"Sidecars","number":null,"owning_sig":"sig-node","participating_sigs":["sig-apps"],"standing":{"status":"implementable","stage":"alpha","latest_milestone":null,"milestones":{"alpha":"1.28","beta":"1.29"}},"feature_gates":[],"see_also":[],"replaces":[],"superseded_by":[],"unread":[]}', '[]'),
    (2, 2, '2023-07-12T00:00:00Z', '2023-07-12', 'sig-node/127-userns', '{"title":"User namespaces","number":null,"owning_sig":"sig-node","participating_sigs":["sig-apps"],"standing":{"status":"implementable","stage":"alpha","latest_milestone":null,"milestones":{"alpha":"1.25"}},"feature_gates":[],"see_also":[],"replaces":[],"superseded_by":[],"unread":[]}', '[]'),
    (3, 1, '2025-03-01T00:00:00Z', '2025-03-01', 'sig-node/753-sidecars', '{"title":"Sidecars","number":null,"owning_sig":"sig-node","participating_sigs":["sig-apps"],"standing":{"status":"implemented","stage":"stable","latest_milestone":null,"milestones":{"alpha":"1.28","beta":"1.29","stable":"1.33"}},"feature_gates":[],"see_also":[],"replaces":[],"superseded_by":[],"unread":[]}', '[]'),
    (4, 3, '2023-01-02T00:00:00Z', '2023-01-02', 'sig-node/2133-one', '{"title":"One","number":null,"owning_sig":"sig-node","participating_sigs":["sig-apps"],"standing":{"status":"implemented","stage":"stable","latest_milestone":null,"milestones":{"stable":"1.26"}},"feature_gates":[],"see_also":[],"replaces":[],"superseded_by":[],"unread":[]}', '[]'),
    (5, 4, '2023-01-03T00:00:00Z', '2023-01-03', 'sig-cli/2133-other', '{"title":"Other","number":null,"owning_sig":"sig-cli","participating_sigs":[],"standing":{"status":"provisional","stage":null,"latest_milestone":null,"milestones":{}},"feature_gates":[],"see_also":[],"replaces":[],"superseded_by":[],"unread":[]}', '[]');

insert into sync_run (id, kind, started_at, finished_at, error, summary, data_at, cursor, source)
values
    (1, 'keps', '2026-07-24T00:00:00Z', '2026-07-24T00:01:00Z', null, '5 KEPs', '2026-07-24T00:00:00Z', '2025-03-01', 'https://example.org/enhancements');

insert into kep_now (kep_id, title, owning_sig, participating_sigs, status, stage, version, state, moved_on, notes)
values
    (1, 'Sidecars', 'sig-node', '["sig-apps"]', 'implemented', 'stable', 33, '{"status":"implemented","revision":"2025-03-01","shipped":{"stage":"stable","version":"1.33"},"planned":null,"missed":[]}', '2025-04-23', 1),
    (2, 'User namespaces', 'sig-node', '["sig-apps"]', 'implementable', 'beta', 30, '{"status":"implementable","revision":"2023-07-12","shipped":{"stage":"beta","version":"1.30"},"planned":null,"missed":[]}', '2024-04-17', 3),
    (3, 'One', 'sig-node', '["sig-apps"]', 'implemented', 'stable', 26, '{"status":"implemented","revision":"2023-01-02","shipped":{"stage":"stable","version":"1.26"},"planned":null,"missed":[]}', '2023-01-02', 1),
    (4, 'Other', 'sig-cli', '[]', 'provisional', null, null, '{"status":"provisional","revision":"2023-01-03","shipped":null,"planned":null,"missed":[]}', '2023-01-03', 0);

insert into outcome (note_id, position, kep_id, kep_number, relation, owner, repo, number, changed, moved_on, kep_changed, stage, status, github, outcome, verdict, expected_stage, expected_version, releases_late)
values
    ('anyr2str', 0, 2, 127, 'itself', null, null, null, 1, '2024-04-17', 1, 'beta', 'implementable', null, '{"then_day":"2023-10-12","read_as":null,"kep":{"number":127,"relation":"itself","title":"User namespaces","then":{"status":"implementable","revision":"2023-07-12","shipped":{"stage":"alpha","version":"1.25"},"planned":null,"missed":[]},"now":{"status":"implementable","revision":"2023-07-12","shipped":{"stage":"beta","version":"1.30"},"planned":null,"missed":[]},"shipped_on":"2024-04-17","successor":null},"item":null,"changed":true,"moved_on":"2024-04-17","judgement":{"verdict":"overtaken","expected":null,"came_in":"1.30","revisions":["2023-07-12"],"curator":null}}', 'overtaken', null, null, null),
    ('b26tewqs', 0, null, null, null, 'kubernetes', 'kubernetes', 117906, 0, null, 0, null, null, 'unknown', '{"then_day":"2023-10-11","read_as":null,"kep":null,"item":{"key":{"repo":{"owner":"kubernetes","name":"kubernetes"},"number":117906},"kind":null,"title":null,"then":{"state":"unknown","since":null},"now":{"state":"unknown","since":null},"release":null,"moved_to":null,"missing":"not_asked"},"changed":false,"moved_on":null,"judgement":null}', null, null, null, null),
    ('qj2ckp8v', 0, 3, 2133, 'itself', null, null, null, 0, null, 0, 'stable', 'implemented', null, '{"then_day":"2023-10-12","read_as":null,"kep":{"number":2133,"relation":"itself","title":"One","then":{"status":"implemented","revision":"2023-01-02","shipped":{"stage":"stable","version":"1.26"},"planned":null,"missed":[]},"now":{"status":"implemented","revision":"2023-01-02","shipped":{"stage":"stable","version":"1.26"},"planned":null,"missed":[]},"shipped_on":"2022-12-09","successor":null},"item":null,"changed":false,"moved_on":null,"judgement":null}', null, null, null, null),
    ('qj2ckp8v', 1, 2, 127, 'itself', null, null, null, 1, '2024-04-17', 1, 'beta', 'implementable', null, '{"then_day":"2023-10-12","read_as":null,"kep":{"number":127,"relation":"itself","title":"User namespaces","then":{"status":"implementable","revision":"2023-07-12","shipped":{"stage":"alpha","version":"1.25"},"planned":null,"missed":[]},"now":{"status":"implementable","revision":"2023-07-12","shipped":{"stage":"beta","version":"1.30"},"planned":null,"missed":[]},"shipped_on":"2024-04-17","successor":null},"item":null,"changed":true,"moved_on":"2024-04-17","judgement":{"verdict":"overtaken","expected":null,"came_in":"1.30","revisions":["2023-07-12"],"curator":null}}', 'overtaken', null, null, null),
    ('sbbqq9k7', 0, 1, 753, 'itself', null, null, null, 1, '2025-04-23', 1, 'stable', 'implemented', null, '{"then_day":"2023-10-11","read_as":null,"kep":{"number":753,"relation":"itself","title":"Sidecars","then":{"status":"implementable","revision":"2023-06-12","shipped":{"stage":"alpha","version":"1.28"},"planned":{"milestone":{"stage":"beta","version":"1.29"},"released_since":false},"missed":[]},"now":{"status":"implemented","revision":"2025-03-01","shipped":{"stage":"stable","version":"1.33"},"planned":null,"missed":[]},"shipped_on":"2025-04-23","successor":null},"item":null,"changed":true,"moved_on":"2025-04-23","judgement":{"verdict":"late","expected":{"milestone":{"stage":"beta","version":"1.29"},"source":"kep"},"came_in":"1.29","revisions":["2023-06-12","2025-03-01"],"curator":"alice"}}', 'late', 'beta', 29, null),
    ('sbbqq9k7', 1, 2, 127, 'itself', null, null, null, 1, '2024-04-17', 1, 'beta', 'implementable', null, '{"then_day":"2023-10-11","read_as":{"target":{"Kep":127},"reason":"corrected by alice on 2026-08-03"},"kep":{"number":127,"relation":"itself","title":"User namespaces","then":{"status":"implementable","revision":"2023-07-12","shipped":{"stage":"alpha","version":"1.25"},"planned":null,"missed":[]},"now":{"status":"implementable","revision":"2023-07-12","shipped":{"stage":"beta","version":"1.30"},"planned":null,"missed":[]},"shipped_on":"2024-04-17","successor":null},"item":null,"changed":true,"moved_on":"2024-04-17","judgement":{"verdict":"overtaken","expected":null,"came_in":"1.30","revisions":["2023-07-12"],"curator":null}}', 'overtaken', null, null, null),
    ('xdpa55hb', 0, null, null, null, 'kubernetes', 'kubernetes', 109777, 0, null, 0, null, null, 'unknown', '{"then_day":null,"read_as":null,"kep":null,"item":{"key":{"repo":{"owner":"kubernetes","name":"kubernetes"},"number":109777},"kind":null,"title":null,"then":{"state":"unknown","since":null},"now":{"state":"unknown","since":null},"release":null,"moved_to":null,"missing":"not_asked"},"changed":false,"moved_on":null,"judgement":null}', null, null, null, null);

insert into decision_batch (id, at, curator, list, undone_at, undone_by)
values
    (1, '2026-08-03T10:00:00Z', 'alice', null, null, null),
    (2, '2026-08-03T10:01:00Z', 'alice', null, null, null),
    (3, '2026-08-03T10:02:00Z', 'alice', null, null, null),
    (4, '2026-08-03T10:03:00Z', 'alice', null, null, null),
    (5, '2026-08-03T10:04:00Z', 'alice', null, null, null),
    (6, '2026-08-03T10:05:00Z', 'alice', null, '2026-08-03T11:00:00Z', 'alice');

insert into decision (id, batch, note_id, entry_id, kind, value, nth, ruling, meant, judged)
values
    (1, 1, 'sbbqq9k7', null, 'sig', 'sig-node', 0, 'rejected', null, null),
    (2, 2, 'gkbdp0e0', null, 'sig', 'sig-storage', 0, 'applied', null, null),
    (3, 3, null, 'chaj305c', 'version', '1.30', 0, 'applied', null, null),
    (4, 4, 'sbbqq9k7', null, 'reference', 'k/k#115138', 0, 'applied', '{"Kep":127}', null),
    (5, 5, 'sbbqq9k7', null, 'verdict', 'KEP-753', 0, 'applied', null, 'late'),
    (6, 6, 'b26tewqs', null, 'sig', 'sig-network', 0, 'applied', null, null);

insert into note_ruling (note_id, kind, value, ordinal, applied, inherited, curator, at)
values
    ('3zetaffp', 'version', '1.30', 30, 1, 1, 'alice', '2026-08-03T10:02:00Z'),
    ('anyr2str', 'version', '1.30', 30, 1, 1, 'alice', '2026-08-03T10:02:00Z'),
    ('gkbdp0e0', 'sig', 'sig-storage', 0, 1, 0, 'alice', '2026-08-03T10:01:00Z'),
    ('qj2ckp8v', 'version', '1.30', 30, 1, 1, 'alice', '2026-08-03T10:02:00Z'),
    ('sbbqq9k7', 'sig', 'sig-node', 0, 0, 0, 'alice', '2026-08-03T10:00:00Z'),
    ('t6gbkc04', 'version', '1.30', 30, 1, 1, 'alice', '2026-08-03T10:02:00Z'),
    ('ze5522jn', 'version', '1.30', 30, 1, 1, 'alice', '2026-08-03T10:02:00Z');

insert into note_correction (note_id, position, meant, curator, at)
values
    ('sbbqq9k7', 1, '{"Kep":127}', 'alice', '2026-08-03T10:03:00Z');

insert into note_judgement (note_id, position, verdict, curator, at)
values
    ('sbbqq9k7', 0, 'late', 'alice', '2026-08-03T10:04:00Z');

insert into move (id, target, kep_number, owner, repo, number, step, moved_on, seen_at, updated_at, taken_back_at, change)
values
    (1, 'kep/127', 127, null, null, null, 'alpha/1.25', '2022-08-23', '2026-07-24T00:01:00Z', '2022-08-23T00:00:00Z', null, '{"kep":{"then":{"status":null,"revision":null,"shipped":null,"planned":null,"missed":[]},"now":{"status":null,"revision":null,"shipped":{"stage":"alpha","version":"1.25"},"planned":null,"missed":[]}}}'),
    (2, 'kep/127', 127, null, null, null, 'implementable/2023-07-12', '2023-07-12', '2026-07-24T00:01:00Z', '2023-07-12T00:00:00Z', null, '{"kep":{"then":{"status":null,"revision":null,"shipped":{"stage":"alpha","version":"1.25"},"planned":null,"missed":[]},"now":{"status":"implementable","revision":"2023-07-12","shipped":{"stage":"alpha","version":"1.25"},"planned":null,"missed":[]}}}'),
    (3, 'kep/127', 127, null, null, null, 'beta/1.30', '2024-04-17', '2026-07-24T00:01:00Z', '2024-04-17T00:00:00Z', null, '{"kep":{"then":{"status":"implementable","revision":"2023-07-12","shipped":{"stage":"alpha","version":"1.25"},"planned":null,"missed":[]},"now":{"status":"implementable","revision":"2023-07-12","shipped":{"stage":"beta","version":"1.30"},"planned":null,"missed":[]}}}'),
    (4, 'kep/753', 753, null, null, null, 'implementable/2023-06-12', '2023-06-12', '2026-07-24T00:01:00Z', '2023-06-12T00:00:00Z', null, '{"kep":{"then":{"status":null,"revision":null,"shipped":null,"planned":null,"missed":[]},"now":{"status":"implementable","revision":"2023-06-12","shipped":null,"planned":{"milestone":{"stage":"alpha","version":"1.28"},"released_since":false},"missed":[]}}}'),
    (5, 'kep/753', 753, null, null, null, 'alpha/1.28', '2023-08-15', '2026-07-24T00:01:00Z', '2023-08-15T00:00:00Z', null, '{"kep":{"then":{"status":"implementable","revision":"2023-06-12","shipped":null,"planned":{"milestone":{"stage":"alpha","version":"1.28"},"released_since":false},"missed":[]},"now":{"status":"implementable","revision":"2023-06-12","shipped":{"stage":"alpha","version":"1.28"},"planned":{"milestone":{"stage":"beta","version":"1.29"},"released_since":false},"missed":[]}}}'),
    (6, 'kep/753', 753, null, null, null, 'beta/1.29', '2023-12-13', '2026-07-24T00:01:00Z', '2023-12-13T00:00:00Z', null, '{"kep":{"then":{"status":"implementable","revision":"2023-06-12","shipped":{"stage":"alpha","version":"1.28"},"planned":{"milestone":{"stage":"beta","version":"1.29"},"released_since":false},"missed":[]},"now":{"status":"implementable","revision":"2023-06-12","shipped":{"stage":"beta","version":"1.29"},"planned":null,"missed":[]}}}'),
    (7, 'kep/753', 753, null, null, null, 'implemented/2025-03-01', '2025-03-01', '2026-07-24T00:01:00Z', '2025-03-01T00:00:00Z', null, '{"kep":{"then":{"status":"implementable","revision":"2023-06-12","shipped":{"stage":"beta","version":"1.29"},"planned":null,"missed":[]},"now":{"status":"implemented","revision":"2025-03-01","shipped":{"stage":"beta","version":"1.29"},"planned":{"milestone":{"stage":"stable","version":"1.33"},"released_since":false},"missed":[]}}}'),
    (8, 'kep/753', 753, null, null, null, 'stable/1.33', '2025-04-23', '2026-07-24T00:01:00Z', '2025-04-23T00:00:00Z', null, '{"kep":{"then":{"status":"implemented","revision":"2025-03-01","shipped":{"stage":"beta","version":"1.29"},"planned":{"milestone":{"stage":"stable","version":"1.33"},"released_since":false},"missed":[]},"now":{"status":"implemented","revision":"2025-03-01","shipped":{"stage":"stable","version":"1.33"},"planned":null,"missed":[]}}}'),
    (9, 'kep/2133', 2133, null, null, null, 'stable/1.26', '2022-12-09', '2026-07-24T00:01:00Z', '2022-12-09T00:00:00Z', null, '{"kep":{"then":{"status":null,"revision":null,"shipped":null,"planned":null,"missed":[]},"now":{"status":null,"revision":null,"shipped":{"stage":"stable","version":"1.26"},"planned":null,"missed":[]}}}'),
    (10, 'kep/2133', 2133, null, null, null, 'implemented/2023-01-02', '2023-01-02', '2026-07-24T00:01:00Z', '2023-01-02T00:00:00Z', null, '{"kep":{"then":{"status":null,"revision":null,"shipped":{"stage":"stable","version":"1.26"},"planned":null,"missed":[]},"now":{"status":"implemented","revision":"2023-01-02","shipped":{"stage":"stable","version":"1.26"},"planned":null,"missed":[]}}}');

insert into cycle (minor, first_day, last_day)
values
    (15, '2019-03-26', '2019-06-17'),
    (16, '2019-06-18', '2019-09-18'),
    (17, '2019-09-19', '2019-12-09'),
    (18, '2019-12-10', '2020-03-24'),
    (19, '2020-03-25', '2020-08-26'),
    (20, '2020-08-27', '2020-12-08'),
    (21, '2020-12-09', '2021-04-08'),
    (22, '2021-04-09', '2021-08-04'),
    (23, '2021-08-05', '2021-12-07'),
    (24, '2021-12-08', '2022-05-03'),
    (25, '2022-05-04', '2022-08-23'),
    (26, '2022-08-24', '2022-12-09'),
    (27, '2022-12-10', '2023-04-11'),
    (28, '2023-04-12', '2023-08-15'),
    (29, '2023-08-16', '2023-12-13'),
    (30, '2023-12-14', '2024-04-17'),
    (31, '2024-04-18', '2024-08-13'),
    (32, '2024-08-14', '2024-12-11'),
    (33, '2024-12-12', '2025-04-23'),
    (34, '2025-04-24', '2025-08-27'),
    (35, '2025-08-28', '2025-12-17'),
    (36, '2025-12-18', '2026-04-22'),
    (37, '2026-04-23', '2026-08-26');

update derivation set version = 1;
update generation set number = 15;
