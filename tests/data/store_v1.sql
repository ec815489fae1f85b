-- A store as the first version of the schema wrote it: two articles and a deleted one. Never changed:
-- test_store.c opens it to see that old stores are brought up to date.
PRAGMA page_size = 8192;
PRAGMA journal_mode = WAL;
BEGIN;
CREATE TABLE article ( docid INTEGER PRIMARY KEY, seq INTEGER NOT NULL, content_hash TEXT NOT NULL, origin TEXT, published_s INTEGER, id TEXT NOT NULL, url TEXT, canonical_url TEXT, title TEXT, description TEXT, text TEXT, authors TEXT, date_published TEXT, date_modified TEXT, date_fetched TEXT, language TEXT, language_confidence REAL, publisher TEXT, domain TEXT, section TEXT, keywords TEXT, image_url TEXT, is_accessible_for_free INTEGER, story TEXT, copy_group TEXT, rights TEXT, provenance TEXT, extra TEXT);
CREATE UNIQUE INDEX article_id ON article (id);
CREATE UNIQUE INDEX article_seq ON article (seq);
CREATE INDEX article_url ON article (url) WHERE url IS NOT NULL;
CREATE INDEX article_canonical_url ON article (canonical_url) WHERE canonical_url IS NOT NULL;
CREATE INDEX article_content_hash ON article (content_hash);
CREATE INDEX article_origin ON article (origin) WHERE origin IS NOT NULL;
CREATE INDEX article_language ON article (language);
CREATE INDEX article_domain ON article (domain);
CREATE INDEX article_published ON article (published_s);
CREATE TABLE tombstone ( docid INTEGER PRIMARY KEY, seq INTEGER NOT NULL, id TEXT NOT NULL);
CREATE UNIQUE INDEX tombstone_seq ON tombstone (seq);
INSERT INTO article (docid, seq, content_hash, origin, published_s, id, title, text, authors, date_published, language, language_confidence)
 VALUES (1, 1, '86d260d7b492878ae191f0206d8cbe4ba158548f1b05a24fec760e60506035c3', '/archive/canal.txt', 1551657600, 'canal', 'Le canal rouvre', 'Les écluses ont rouvert.' || char (10) || 'Le trafic reprend.', '["Ana Lys"]', '2019-03-04', 'fr', 0.97);
INSERT INTO article (docid, seq, content_hash, id, url, title, text, language)
 VALUES (3, 4, '70e519efd502dec3901078f5a7d7d312649461cac49795c6d408dd816b789ade', 'locks', 'https://example.org/locks', 'Canal reopens', 'The locks opened again.', 'en');
INSERT INTO tombstone VALUES (2, 3, 'gone');
PRAGMA application_id = 1164866661;
PRAGMA user_version = 1;
COMMIT;
