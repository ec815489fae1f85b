-- What is followed: feeds, sitemaps and home pages, and how each has been doing.
--
-- `url` is in url_canonical()'s form, one row for each. `parent` is the home page or sitemap index that a source was found on.
-- Times (…_s) are unix time. `etag` and `last_modified` are kept as the server sent them; `body_hash` is for servers that send
-- neither, or lie. `interval_s` is how often it has deserved to be asked lately; ttl_s, update_s, skip_hours and skip_days are
-- what the source asks for. `failures` counts those in a row, `why` says what the last one was.
CREATE TABLE source (
	source_id INTEGER PRIMARY KEY AUTOINCREMENT,
	url TEXT NOT NULL UNIQUE,
	kind TEXT NOT NULL
		CHECK (kind IN ('feed', 'sitemap', 'news-sitemap', 'home', 'page')),
	parent INTEGER REFERENCES source (source_id) ON DELETE CASCADE,
	title TEXT,
	grouping TEXT,
	language TEXT,
	site_url TEXT,
	added_s INTEGER NOT NULL,
	etag TEXT,
	last_modified TEXT,
	body_hash TEXT,
	hub TEXT,
	topic TEXT,
	ttl_s INTEGER,
	update_s INTEGER,
	skip_hours INTEGER NOT NULL DEFAULT 0,
	skip_days INTEGER NOT NULL DEFAULT 0,
	interval_s INTEGER NOT NULL,
	next_s INTEGER NOT NULL,
	polled_s INTEGER,
	success_s INTEGER,
	new_s INTEGER,
	failures INTEGER NOT NULL DEFAULT 0,
	why TEXT,
	entries INTEGER);
CREATE INDEX source_next ON source (next_s);
CREATE INDEX source_parent ON source (parent) WHERE parent IS NOT NULL;
-- One row for each source and day (of unix time, 86400 s) on which something happened: polls, those that failed, entries not
-- seen before, articles stored. Days older than SOURCE_DAYS_KEPT go.
CREATE TABLE source_day (
	source_id INTEGER NOT NULL REFERENCES source (source_id) ON DELETE CASCADE,
	day INTEGER NOT NULL,
	polls INTEGER NOT NULL DEFAULT 0,
	failed INTEGER NOT NULL DEFAULT 0,
	fresh INTEGER NOT NULL DEFAULT 0,
	articles INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (source_id, day)) WITHOUT ROWID;
