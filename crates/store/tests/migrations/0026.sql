-- A note that follows up on another one.
insert into follow_up (note_id, follows) values ('n0te0004', 'n0te0001');
