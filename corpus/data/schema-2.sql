-- What an article said before its text or title changed.
CREATE TABLE version (
	docid INTEGER NOT NULL REFERENCES article (docid) ON DELETE CASCADE,
	version INTEGER NOT NULL,
	replaced_at TEXT NOT NULL,
	title TEXT,
	description TEXT,
	text TEXT,
	date_published TEXT,
	date_modified TEXT,
	date_fetched TEXT,
	content_hash TEXT NOT NULL,
	PRIMARY KEY (docid, version)) WITHOUT ROWID;
