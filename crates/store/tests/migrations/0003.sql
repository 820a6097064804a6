-- One who signs in with a password, and one whom only the one-time link lets in.
insert into curator (id, name, password_hash, created_at)
values (1, 'Alice', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA', '2025-05-02T00:00:00Z'), (4, 'local', null, '2025-05-02T00:00:00Z');

insert into session (id, curator_id, data, expires_at) values ('digest', 1, '{"curator":{"user_id":1}}', 4102444800);
