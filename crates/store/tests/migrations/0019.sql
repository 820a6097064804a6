insert into fact_source (name, "commit", data_at, checked_at, error) values
    ('gate-list', '0123abcd', '2026-07-28T00:00:00Z', '2026-11-22T00:00:00Z', null);
insert into release_note_file (minor, blob, error) values (28, '4567cdef', null);
insert into release_note (pull, minor, note) values (
    116429, 28,
    '{"pull":116429,"release":"1.28","sigs":["sig-node"],"kinds":["feature"],"areas":[],"action_required":false,"text":"Adds `PaintShed`.","keps":[753]}'
);
insert into release_note_gate (gate, pull, removes) values ('PaintShed', 116429, 0);
insert into gate_record (gate, source, record) values (
    'PaintShed', 'list',
    '{"specs":[{"from":"1.28","until":null,"stage":"alpha","default":false,"locked":false}],"known_until":"1.37","removal":null}'
);
insert into note_gate (note_id, gate) values ('n0te0001', 'PaintShed');
insert into kep_gate (gate, kep_id) values ('PaintShed', 1);
