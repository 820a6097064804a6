-- What a source says of one entry, where that is not what it says of all. Of most entries it says nothing.

-- Who wrote it, where that is another than the author of the notebook: a reply, or a file of somebody else.
alter table entry add column author text;
-- The zone of its day, where that is another than the notebook's: *then* is the end of the day in it.
alter table entry add column time_zone text;
-- The day on which it was posted, where a heading in it names another.
alter table entry add column posted text;
-- The day on which it was changed last: it may say what nobody knew on its own.
alter table entry add column edited text;
-- The day of the entry that it answers.
alter table entry add column reply_to text;
