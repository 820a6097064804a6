-- Which KEPs have moved since a note cited them: lists of KEPs ask of each, and most have not.
create index outcome_moved_kep on outcome (kep_id) where kep_changed = 1;
