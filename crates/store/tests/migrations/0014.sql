insert into kep_unread (kep_id, at, "commit", path, loss, reason)
values (1, '2025-04-01T00:00:00Z', 'c3', 'sig-node/753-sidecars', 'everything', 'is no map of fields; read line by line');
