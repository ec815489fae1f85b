-- Archives that are half read: where to go on. What is read to its end has no row.
CREATE TABLE archive_place (
	file TEXT PRIMARY KEY, -- path, or path#entry
	size INTEGER NOT NULL, -- of the file as it was: another size or time is another archive
	modified_s INTEGER NOT NULL,
	at INTEGER NOT NULL, -- byte of the file
	inside INTEGER NOT NULL -- byte of what is unpacked from there
) WITHOUT ROWID;
