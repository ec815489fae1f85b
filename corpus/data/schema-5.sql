-- Furniture: lines that repeat over the pages of one site, and so are not the news.
--
-- furniture_site: how many pages of a site were learnt from; `once` holds the lines that stood on one of the latest pages alone: for
-- each 8 bytes of key and 4 of `since`, little-endian. furniture_line: those that stood on more, as they were last seen, on `pages` pages
-- since page `since`; `prose`: a sentence, of which more is asked; `kept`: a person said that it is content.
CREATE TABLE furniture_site (
	domain TEXT PRIMARY KEY,
	pages INTEGER NOT NULL,
	once BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE furniture_line (
	domain TEXT NOT NULL REFERENCES furniture_site (domain) ON DELETE CASCADE,
	key INTEGER NOT NULL,
	pages INTEGER NOT NULL,
	since INTEGER NOT NULL,
	prose INTEGER NOT NULL,
	kept INTEGER NOT NULL,
	line TEXT NOT NULL,
	PRIMARY KEY (domain, key)) WITHOUT ROWID;
