-- One note is indexed, by an older INDEX_VERSION than any: all are when the database is opened.
update note set words_id = 1 where id = 'n0te0001';
insert into note_words (rowid, words, parts) values (1, 'sig', '');
