/* store_schema.c: the tables of the corpus store, and the way from each older schema to the newest.
 *
 * `user_version` in the file's header says how many of the migrations have been made. A migration that has been
 * released is never changed: a new one is added after it. */
#include "corpus/store_private.h"

static const char *const migrations[] = {
	/* 1: articles, and what remains of the deleted ones.
	 *
	 * The columns of the record are named as the record's fields, so that a person with sqlite3 finds them; lists
	 * and objects are JSON. `seq` is the number of an article's last change: the index follows it. `published_s`
	 * is date_published in unix time. docids are given by us and never used again (tombstone remembers the highest). */
	"CREATE TABLE article ("
	" docid INTEGER PRIMARY KEY,"
	" seq INTEGER NOT NULL,"
	" content_hash TEXT NOT NULL,"
	" origin TEXT,"
	" published_s INTEGER,"
	" id TEXT NOT NULL,"
	" url TEXT,"
	" canonical_url TEXT,"
	" title TEXT,"
	" description TEXT,"
	" text TEXT,"
	" authors TEXT,"
	" date_published TEXT,"
	" date_modified TEXT,"
	" date_fetched TEXT,"
	" language TEXT,"
	" language_confidence REAL,"
	" publisher TEXT,"
	" domain TEXT,"
	" section TEXT,"
	" keywords TEXT,"
	" image_url TEXT,"
	" is_accessible_for_free INTEGER,"
	" story TEXT,"
	" copy_group TEXT,"
	" rights TEXT,"
	" provenance TEXT,"
	" extra TEXT);"
	"CREATE UNIQUE INDEX article_id ON article (id);"
	"CREATE UNIQUE INDEX article_seq ON article (seq);"
	"CREATE INDEX article_url ON article (url) WHERE url IS NOT NULL;"
	"CREATE INDEX article_canonical_url ON article (canonical_url)"
	" WHERE canonical_url IS NOT NULL;"
	"CREATE INDEX article_content_hash ON article (content_hash);"
	"CREATE INDEX article_origin ON article (origin) WHERE origin IS NOT NULL;"
	"CREATE INDEX article_language ON article (language);"
	"CREATE INDEX article_domain ON article (domain);"
	"CREATE INDEX article_published ON article (published_s);"
	"CREATE TABLE tombstone ("
	" docid INTEGER PRIMARY KEY,"
	" seq INTEGER NOT NULL,"
	" id TEXT NOT NULL);"
	"CREATE UNIQUE INDEX tombstone_seq ON tombstone (seq);",

	/* 2: what an article said before its text or title changed. */
	"CREATE TABLE version ("
	" docid INTEGER NOT NULL REFERENCES article (docid) ON DELETE CASCADE,"
	" version INTEGER NOT NULL,"
	" replaced_at TEXT NOT NULL,"
	" title TEXT,"
	" description TEXT,"
	" text TEXT,"
	" date_published TEXT,"
	" date_modified TEXT,"
	" date_fetched TEXT,"
	" content_hash TEXT NOT NULL,"
	" PRIMARY KEY (docid, version)) WITHOUT ROWID;",
};

int store_schema_version (void)
{
	return G_N_ELEMENTS (migrations);
}

/* One migration, and the number that says so, in one transaction. */
static bool migrate (Store *store, int from, GError **error)
{
	if (!store_exec (store, "BEGIN IMMEDIATE", error))
		return false;
	char pragmas[80];
	g_snprintf (pragmas, sizeof pragmas,
		    "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
		    STORE_APPLICATION_ID, from + 1);
	if (store_exec (store, migrations[from], error) && store_exec (store, pragmas, error))
		return true;
	sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

bool store_schema_open (Store *store, bool create, GError **error)
{
	gint64 application, version, tables;
	if (!store_get_int (store, "PRAGMA application_id", &application, error) ||
	    !store_get_int (store, "PRAGMA user_version", &version, error) ||
	    !store_get_int (store, "SELECT count(*) FROM sqlite_schema", &tables, error))
		return false;
	/* Also what a crash leaves between making the file and its first table. */
	bool empty = application == 0 && version == 0 && tables == 0;
	if (empty && !create) {
		g_set_error (error, STORE_ERROR, STORE_ERROR_NOT_FOUND, "no corpus in %s",
			     store->dir);
		return false;
	}
	if (!empty && application != STORE_APPLICATION_ID) {
		g_set_error (error, STORE_ERROR, STORE_ERROR_VERSION,
			     "%s/" STORE_FILE " is a database of another program", store->dir);
		return false;
	}
	if (version < 0 || version > store_schema_version ()) {
		g_set_error (error, STORE_ERROR, STORE_ERROR_VERSION,
			     "the corpus in %s was written by a newer version of entente (schema "
			     "%" G_GINT64_FORMAT ", this one knows %d): install that version",
			     store->dir, version, store_schema_version ());
		return false;
	}
	if (version < store_schema_version () && !store->writer) {
		g_set_error (
			error, STORE_ERROR, STORE_ERROR_VERSION,
			"the corpus in %s was written by an older version of entente (schema "
			"%" G_GINT64_FORMAT
			", this one reads %d): run 'entente add' on it once to bring it up to date",
			store->dir, version, store_schema_version ());
		return false;
	}
	/* Small rows fill a page of 8 KiB better than one of 4; it only counts for a new file. */
	if (store->writer &&
	    !store_exec (store, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL", error))
		return false;
	for (int from = (int)version; from < store_schema_version (); from++)
		if (!migrate (store, from, error))
			return false;
	return true;
}
