-- Articles, and what remains of the deleted ones.
--
-- The columns of the record are named as the record's fields, so that a person with sqlite3 finds them; lists
-- and objects are JSON. `seq` is the number of an article's last change: the index follows it. `published_s`
-- is date_published in unix time. docids are given by us and never used again (tombstone remembers the highest).
CREATE TABLE article (
	docid INTEGER PRIMARY KEY,
	seq INTEGER NOT NULL,
	content_hash TEXT NOT NULL,
	origin TEXT,
	published_s INTEGER,
	id TEXT NOT NULL,
	url TEXT,
	canonical_url TEXT,
	title TEXT,
	description TEXT,
	text TEXT,
	authors TEXT,
	date_published TEXT,
	date_modified TEXT,
	date_fetched TEXT,
	language TEXT,
	language_confidence REAL,
	publisher TEXT,
	domain TEXT,
	section TEXT,
	keywords TEXT,
	image_url TEXT,
	is_accessible_for_free INTEGER,
	story TEXT,
	copy_group TEXT,
	rights TEXT,
	provenance TEXT,
	extra TEXT);
CREATE UNIQUE INDEX article_id ON article (id);
CREATE UNIQUE INDEX article_seq ON article (seq);
CREATE INDEX article_url ON article (url) WHERE url IS NOT NULL;
CREATE INDEX article_canonical_url ON article (canonical_url)
	WHERE canonical_url IS NOT NULL;
CREATE INDEX article_content_hash ON article (content_hash);
CREATE INDEX article_origin ON article (origin) WHERE origin IS NOT NULL;
CREATE INDEX article_language ON article (language);
CREATE INDEX article_domain ON article (domain);
CREATE INDEX article_published ON article (published_s);
CREATE TABLE tombstone (
	docid INTEGER PRIMARY KEY,
	seq INTEGER NOT NULL,
	id TEXT NOT NULL);
CREATE UNIQUE INDEX tombstone_seq ON tombstone (seq);
