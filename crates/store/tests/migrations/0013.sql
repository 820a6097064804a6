-- One notebook is being read again, and its first note was.
update notebook set read_again_up_to = 'n0te0001' where id = 1;
