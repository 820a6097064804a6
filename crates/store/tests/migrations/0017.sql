-- A release that no file of the KEP names: the next derivation takes it away.
insert into kep_milestone (minor, kep_id) values (34, 1);
