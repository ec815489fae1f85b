-- What publishers declare to be the same article in the other language. `key` is the address as url_key() has it, of which no two are
-- one article. Only articles that declare something have rows.
CREATE TABLE alternate (
	docid INTEGER NOT NULL REFERENCES article (docid) ON DELETE CASCADE,
	key TEXT NOT NULL,
	PRIMARY KEY (docid, key)) WITHOUT ROWID;
CREATE INDEX alternate_key ON alternate (key);
