-- The frontier: which URLs are to be fetched, what each host and each fetch has said.
--
-- What a person may want to ask of it: SELECT state, reason, count(*) FROM crawl_url GROUP BY 1, 2.
-- `state`: 0 queued (also while it is being fetched: who is killed then fetches it again), 1 done, 2 failed, 3 refused;
-- `reason` says why it failed, was refused, or gave no article. `key` is the beginning of the SHA-256 of url_key(url): what
-- two addresses of one page have in common. Higher `priority` first; nothing before `due_s`.
CREATE TABLE crawl_host (
	host_id INTEGER PRIMARY KEY,
	host TEXT NOT NULL UNIQUE,
	last_ms INTEGER NOT NULL DEFAULT 0,	-- when a request last began or ended, unix time in milliseconds
	pause_ms INTEGER NOT NULL DEFAULT 0,	-- nothing before: Retry-After, back-off
	failures INTEGER NOT NULL DEFAULT 0);	-- in a row
CREATE TABLE crawl_robots (
	origin TEXT PRIMARY KEY,		-- scheme, host and port
	fetched_s INTEGER NOT NULL,
	status INTEGER NOT NULL,		-- of the answer at the end of redirects; 0 none came
	body BLOB) WITHOUT ROWID;
CREATE TABLE crawl_url (
	url_id INTEGER PRIMARY KEY,
	key BLOB NOT NULL UNIQUE,
	url TEXT NOT NULL,
	host_id INTEGER NOT NULL REFERENCES crawl_host (host_id),
	state INTEGER NOT NULL DEFAULT 0,
	priority INTEGER NOT NULL DEFAULT 0,
	due_s INTEGER NOT NULL DEFAULT 0,
	tries INTEGER NOT NULL DEFAULT 0,	-- that failed, of this fetch
	depth INTEGER NOT NULL DEFAULT 0,	-- links from a source or a URL that was asked for
	source_id INTEGER,			-- the source that named it
	added_s INTEGER NOT NULL,
	dated_s INTEGER,			-- when the source says that it was published,
	dated_by TEXT,				-- and how: "feed:published"
	fetched_s INTEGER,			-- the last answer, and what it said
	status INTEGER,
	reason TEXT,
	etag TEXT,
	last_modified TEXT,
	digest TEXT,				-- of the body that was read last, and
	kept_s INTEGER,				-- when that was fetched
	article TEXT);				-- the id of the article in it
CREATE INDEX crawl_url_queue ON crawl_url (host_id, priority DESC, url_id) WHERE state = 0;
-- The archives, and how much of each was acknowledged: what is behind is cut off by the next crawl.
CREATE TABLE crawl_warc (
	name TEXT PRIMARY KEY,
	size INTEGER NOT NULL,
	cdxj_size INTEGER NOT NULL) WITHOUT ROWID;
-- Settings that one crawl leaves to the next ("contact"), and whether the last one ended orderly ("running").
CREATE TABLE crawl_setting (
	name TEXT PRIMARY KEY,
	value TEXT) WITHOUT ROWID;
