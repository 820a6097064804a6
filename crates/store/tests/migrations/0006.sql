-- A move of a KEP that lay behind when it was looked at first, and one that the facts took back.
insert into move (id, target, kep_number, owner, repo, number, step, moved_on, seen_at, updated_at, taken_back_at, change)
values
    (1, 'kep/753', 753, null, null, null, 'stable/1.33', '2025-04-23', '2025-05-01T00:01:00Z', '2025-04-23T00:00:00Z', null, '{"kep":{"then":{"status":"implemented","revision":"2025-03-01","shipped":{"stage":"alpha","version":"1.28"},"planned":null,"missed":[]},"now":{"status":"implemented","revision":"2025-03-01","shipped":{"stage":"stable","version":"1.33"},"planned":null,"missed":[]}}}'),
    (2, 'ref/kubernetes/kubernetes/115138', null, 'kubernetes', 'kubernetes', 115138, 'merged', '2023-12-05', '2025-05-01T00:01:00Z', '2025-05-02T00:01:00Z', '2025-05-02T00:01:00Z', '{"item":{"then":{"state":"open","since":null},"now":{"state":"merged","since":"2023-12-05"}}}');
