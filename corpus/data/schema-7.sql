-- Links between articles, stories, and the verdicts of people.
--
-- Links and stories are derived from the articles: 'entente link --rebuild' makes them anew and keeps the stories' ids. They name
-- articles by docid; what an article leaves behind that was deleted goes at the next link, so readers join with `article`.
-- Verdicts name articles by id, so that they outlive all that is derived; no row of theirs is ever deleted.
CREATE TABLE link (
	a INTEGER NOT NULL, -- docids, a < b
	b INTEGER NOT NULL,
	probability REAL NOT NULL, -- 0..1, of reporting the same event
	kind INTEGER NOT NULL, -- which model said so
	PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX link_b ON link (b, a, probability, kind);
-- Stories of two articles and more. Of two that become one the smaller number, the older, stays.
CREATE TABLE story (
	number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
	id TEXT NOT NULL,
	articles INTEGER NOT NULL,
	reports INTEGER NOT NULL, -- copies of one report counted once
	sources INTEGER NOT NULL, -- different sites
	first_s INTEGER, -- publication of the first and last dated report, unix time
	last_s INTEGER);
CREATE UNIQUE INDEX story_id ON story (id);
CREATE INDEX story_last ON story (last_s);
CREATE TABLE story_member (
	docid INTEGER PRIMARY KEY,
	story INTEGER NOT NULL);
CREATE INDEX story_member_story ON story_member (story);
-- A story in one language: how much of it, and which article's title says best what it is about.
CREATE TABLE story_language (
	story INTEGER NOT NULL,
	language TEXT NOT NULL,
	articles INTEGER NOT NULL,
	docid INTEGER NOT NULL,
	PRIMARY KEY (story, language)) WITHOUT ROWID;
-- What became of stories. merged: `other` went into `story` and its id stands for it from then on; split: `other` came
-- out of `story`; ended: `story` has fewer than two articles left.
CREATE TABLE story_event (
	number INTEGER PRIMARY KEY,
	at TEXT NOT NULL,
	event TEXT NOT NULL CHECK (event IN ('merged', 'split', 'ended')),
	story TEXT NOT NULL,
	other TEXT,
	articles INTEGER NOT NULL); -- of `other` (of `story`, when it ended)
CREATE INDEX story_event_story ON story_event (story);
CREATE INDEX story_event_other ON story_event (other);
-- What people say of a pair; the newest row of a pair is in force.
CREATE TABLE verdict (
	number INTEGER PRIMARY KEY,
	id_a TEXT NOT NULL, -- articles' ids, id_a < id_b
	id_b TEXT NOT NULL,
	verdict TEXT NOT NULL CHECK (verdict IN ('same', 'related', 'different')),
	judged_at TEXT NOT NULL);
CREATE INDEX verdict_pair ON verdict (id_a, id_b);
CREATE INDEX verdict_b ON verdict (id_b);
-- Articles that changed and are yet to be linked: what a run that was killed leaves to the next.
CREATE TABLE link_pending (docid INTEGER PRIMARY KEY);
-- How far links and stories go (`seq`), and by which model (`model`).
CREATE TABLE link_state (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL) WITHOUT ROWID;
