-- Copies: the keys by which near-duplicates are found (corpus/dedup.h). Two texts that share a key may be copies;
-- that they are is seen from the texts. copy_print keeps an article's keys together, eight bytes each, so that they can be
-- taken out again, and behind them its bins, two bytes each, which tell what need not be read; article.copy_group says which articles were found to be copies of each other.
CREATE TABLE copy_key (
	key INTEGER NOT NULL,
	docid INTEGER NOT NULL,
	PRIMARY KEY (key, docid)) WITHOUT ROWID;
CREATE TABLE copy_print (
	docid INTEGER PRIMARY KEY REFERENCES article (docid) ON DELETE CASCADE,
	print BLOB NOT NULL);
CREATE INDEX article_copy_group ON article (copy_group) WHERE copy_group IS NOT NULL;
