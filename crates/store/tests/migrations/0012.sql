-- A note that cites a comment on what it cites.
update reference set fragment = 'issuecomment-34' where note_id = 'n0te0001' and position = 1;
