-- Of one note that is there: the others are read once more.
insert into note_digest (note_id, digest) values ('n0te0001', x'000102030405060708090a0b0c0d0e0f');
