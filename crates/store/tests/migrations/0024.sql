-- A token that is used, one for a notebook alone, and one that was revoked.
insert into api_token (id, curator_id, label, digest, scope, notebook_id, created_at, last_used, revoked_at)
    select 1, id, 'my phone', '0011', 'add-notes', null, '2025-05-01T00:00:00Z', '2025-05-03', null from curator where name = 'Alice';
insert into api_token (id, curator_id, label, digest, scope, notebook_id, created_at, last_used, revoked_at)
    select 2, id, 'a script', '2233', 'add-notes', 2, '2025-05-02T00:00:00Z', null, null from curator where name = 'Alice';
insert into api_token (id, curator_id, label, digest, scope, notebook_id, created_at, last_used, revoked_at)
    select 3, id, 'an old phone', '4455', 'add-notes', null, '2025-05-02T00:00:00Z', null, '2025-05-03T00:00:00Z'
    from curator where name = 'Alice';
