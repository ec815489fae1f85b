/* index.c: keeping the index in step with the store. */
#include "indexer/index.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/document.h"
#include "indexer/schema.h"

/* --- generations --- */

static char *stub_path (const char *dir)
{
	return g_build_filename (dir, "index", "XAPIANDB", NULL);
}

/* Number of the generation in use, 0 when there is none. */
static guint current_generation (const char *dir)
{
	g_autofree char *path = stub_path (dir), *text = NULL;
	const char *at;
	if (!g_file_get_contents (path, &text, NULL, NULL) || !(at = strstr (text, "gen-")))
		return 0;
	return (guint)g_ascii_strtoull (at + 4, NULL, 10);
}

static char *generation_path (const char *dir, guint generation)
{
	g_autofree char *name = g_strdup_printf ("gen-%u", generation);
	return g_build_filename (dir, "index", name, NULL);
}

/* Point the stub at `generation`: written beside, synced, renamed. */
static bool use_generation (const char *dir, guint generation, GError **error)
{
	g_autofree char *path = stub_path (dir);
	g_autofree char *text = g_strdup_printf ("auto gen-%u\n", generation);
	return g_file_set_contents_full (
		path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
		error);
}

static void remove_database (const char *path)
{
	GDir *dir = g_dir_open (path, 0, NULL);
	if (!dir)
		return;
	for (const char *name; (name = g_dir_read_name (dir));) {
		g_autofree char *file = g_build_filename (path, name, NULL);
		g_unlink (file);
	}
	g_dir_close (dir);
	g_rmdir (path);
}

/* Drop what a rebuild left behind: all generations but the one in use. */
static void remove_other_generations (const char *dir, guint keep)
{
	g_autofree char *index = g_build_filename (dir, "index", NULL);
	GDir *d = g_dir_open (index, 0, NULL);
	if (!d)
		return;
	for (const char *name; (name = g_dir_read_name (d));) {
		if (g_str_has_prefix (name, "gen-") &&
		    g_ascii_strtoull (name + 4, NULL, 10) != keep) {
			g_autofree char *path = g_build_filename (index, name, NULL);
			remove_database (path);
		}
	}
	g_dir_close (d);
}

/* --- reading --- */

void index_explain (GError *error)
{
	if (!g_error_matches (error, XAP_ERROR, XAP_ERROR_CORRUPT) ||
	    strstr (error->message, "--rebuild"))
		return;
	char *message = g_strdup_printf (
		"the index is damaged ('entente index --rebuild' makes it anew): %s",
		error->message);
	g_free (error->message);
	error->message = message;
}

static bool check_version (XapDb *db, GError **error)
{
	g_autofree char *version = NULL;
	if (!xap_db_metadata (db, SCHEMA_KEY_VERSION, &version, error))
		return false;
	if (g_strcmp0 (version, SCHEMA_VERSION) == 0 || (!version && xap_db_doc_count (db) == 0))
		return true;
	g_set_error (
		error, XAP_ERROR, XAP_ERROR_VERSION,
		"the index has schema %s, this program needs %s: run 'entente index --rebuild'",
		version ? version : "none", SCHEMA_VERSION);
	return false;
}

XapDb *index_open (const char *dir, GError **error)
{
	g_autofree char *path = g_build_filename (dir, "index", NULL);
	g_autofree char *stub = stub_path (dir);
	if (access (stub, R_OK) != 0) {
		int code = errno;
		if (code == ENOENT || code == ENOTDIR)
			g_set_error (error, XAP_ERROR, XAP_ERROR_NOT_FOUND,
				     "no index in %s yet: run 'entente index'", dir);
		else
			g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
				     "cannot read %s: %s", stub, g_strerror (code));
		return NULL;
	}
	XapDb *db = xap_db_open (path, error);
	if (!db) {
		if (error && *error && (*error)->code != XAP_ERROR_PERMISSION)
			g_prefix_error (error, "the index cannot be opened ('entente index "
					       "--rebuild' makes it anew): ");
		/* The stub says that there is one. */
		if (error && g_error_matches (*error, XAP_ERROR, XAP_ERROR_NOT_FOUND))
			(*error)->code = XAP_ERROR_CORRUPT;
		return NULL;
	}
	if (check_version (db, error))
		return db;
	xap_db_free (db);
	return NULL;
}

bool index_seq (XapDb *db, gint64 *seq, GError **error)
{
	g_autofree char *text = NULL;
	if (!xap_db_metadata (db, SCHEMA_KEY_SEQ, &text, error))
		return false;
	*seq = text ? g_ascii_strtoll (text, NULL, 10) : 0;
	return true;
}

/* --- writing --- */

typedef struct {
	XapWdb *db;
	Analyzer *analyzer;
	XapDoc *doc;
	const IndexOptions *options;
	gint64 seq; /* of the last document put in */
	guint64 done, total;
	guint pending; /* documents since the last commit */
	gsize pending_bytes;
	bool stopped;
} Update;

static bool commit (Update *u, GError **error)
{
	char seq[32];
	g_snprintf (seq, sizeof seq, "%" G_GINT64_FORMAT, u->seq);
	if (!xap_wdb_set_metadata (u->db, SCHEMA_KEY_VERSION, SCHEMA_VERSION, error) ||
	    !xap_wdb_set_metadata (u->db, SCHEMA_KEY_SEQ, seq, error) ||
	    !xap_wdb_commit (u->db, error))
		return false;
	u->pending = 0;
	u->pending_bytes = 0;
	return true;
}

static bool write_one (Update *u, guint32 docid, const Article *article, GError **error)
{
	if (!article)
		return xap_wdb_delete (u->db, docid, error);
	g_autoptr (Analysis) analysis = analysis_new (u->analyzer, article);
	g_autofree char *hash = article_content_hash (article);
	document_build (article, analysis, hash, u->doc);
	u->pending_bytes += article->text ? strlen (article->text) : 0;
	return xap_wdb_replace (u->db, docid, u->doc, error);
}

static bool on_change (guint32 docid, gint64 seq, const Article *article, gpointer data,
		       GError **error)
{
	Update *u = data;
	if (!write_one (u, docid, article, error))
		return false;
	u->seq = seq;
	u->done++;
	u->pending++;
	if ((u->pending >= INDEX_BATCH || u->pending_bytes >= INDEX_BATCH_BYTES) &&
	    !commit (u, error))
		return false;
	if (u->options->step && !u->options->step (u->done, u->total, u->options->data)) {
		u->stopped = true;
		g_set_error_literal (error, XAP_ERROR, XAP_ERROR_FAILED, "stopped");
		return false;
	}
	return true;
}

/* Where writing begins: the generation to write and the change it has reached. */
static bool open_for_update (const char *dir, bool rebuild, guint *generation, Update *u,
			     GError **error)
{
	guint current = current_generation (dir);
	g_autofree char *index = g_build_filename (dir, "index", NULL);
	if (g_mkdir_with_parents (index, 0755) != 0) {
		int code = errno;
		g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
			     "cannot create %s: %s", index, g_strerror (code));
		return false;
	}
	*generation = rebuild || !current ? current + 1 : current;
	g_autofree char *path = generation_path (dir, *generation);
	if (rebuild || !current)
		remove_database (path); /* what a killed rebuild left */
	u->db = xap_wdb_open (path, error);
	if (!u->db)
		return false;
	if (rebuild || !current)
		return true;
	g_autoptr (XapDb) reader = xap_db_open (path, error);
	return reader && check_version (reader, error) && index_seq (reader, &u->seq, error);
}

bool index_update (Store *store, const IndexOptions *options, guint64 *changed, bool *finished,
		   GError **error)
{
	Update u = { .options = options };
	const char *dir = store_dir (store);
	guint generation;
	GError *failure = NULL;
	bool ok = open_for_update (dir, options->rebuild, &generation, &u, &failure) &&
		  store_change_count (store, u.seq, &u.total, &failure);

	if (ok && (u.total > 0 || generation != current_generation (dir))) {
		u.analyzer = analyzer_new ();
		u.doc = xap_doc_new ();
		ok = store_changes (store, u.seq, on_change, &u, &failure);
		if (u.stopped) {
			g_clear_error (&failure);
			ok = true;
		}
		ok = ok && commit (&u, &failure);
		/* A stopped rebuild is thrown away; a stopped first build is a good beginning. */
		if (ok && !(u.stopped && options->rebuild))
			ok = use_generation (dir, generation, &failure);
		if (ok && !u.stopped)
			remove_other_generations (dir, generation);
		analyzer_free (u.analyzer);
		xap_doc_free (u.doc);
	}
	xap_wdb_free (u.db);
	if (changed)
		*changed = u.done;
	if (finished)
		*finished = ok && !u.stopped;
	if (failure) {
		index_explain (failure);
		g_propagate_error (error, failure);
	}
	return ok;
}

/* --- checking --- */

typedef struct {
	XapDb *db;
	GPtrArray *problems;
	gint64 seq;
	guint64 present;
	bool words; /* some article in it has a word */
} Check;

#define PROBLEMS_MAX 20 /* of one kind: the rest is not worth the reader's time */

static bool check_one (guint32 docid, gint64 seq, const Article *article, gpointer data,
		       GError **error)
{
	Check *c = data;
	g_autofree char *stored = NULL;
	g_autoptr (GError) missing = NULL;
	if (seq > c->seq)
		return true; /* not taken in yet */
	bool found = xap_db_data (c->db, docid, &stored, NULL, &missing);
	if (!found && missing->code != XAP_ERROR_NOT_FOUND) {
		g_propagate_error (error, g_steal_pointer (&missing));
		return false;
	}
	c->present += found;
	c->words = c->words ||
		   (found && article && article->text && strpbrk (article->text, "aeiouAEIOU"));
	if (c->problems->len >= PROBLEMS_MAX)
		return true;
	if (!article && found) {
		g_ptr_array_add (
			c->problems,
			g_strdup_printf ("index: document %u was deleted in the store", docid));
	} else if (article && !found) {
		g_ptr_array_add (c->problems,
				 g_strdup_printf ("index: article %s is missing", article->id));
	} else if (article) {
		g_autofree char *hash = article_content_hash (article);
		if (strcmp (hash, stored) != 0)
			g_ptr_array_add (
				c->problems,
				g_strdup_printf ("index: article %s differs from the store",
						 article->id));
	}
	return true;
}

/* Xapian takes a table that is not there for an empty one. */
static void check_tables (const char *path, GPtrArray *problems)
{
	static const char *const tables[] = { "position.glass", "termlist.glass" };
	for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
		g_autofree char *table = g_build_filename (path, tables[i], NULL);
		if (access (table, F_OK) != 0 && errno == ENOENT)
			g_ptr_array_add (problems,
					 g_strdup_printf ("index: %s is missing", tables[i]));
	}
}

bool index_check (Store *store, GPtrArray *problems, guint64 *behind, GError **error)
{
	Check c = { .problems = problems };
	const char *dir = store_dir (store);
	guint generation = current_generation (dir);
	g_autoptr (GError) damage = NULL;

	*behind = 0;
	if (!generation)
		return store_change_count (store, 0, behind, error);
	g_autofree char *path = generation_path (dir, generation);
	if (!xap_check (path, &damage)) {
		if (g_error_matches (damage, XAP_ERROR, XAP_ERROR_PERMISSION)) {
			g_propagate_prefixed_error (error, g_steal_pointer (&damage),
						    "the index cannot be checked: ");
			return false;
		}
		g_ptr_array_add (problems, g_strdup_printf ("index: %s", damage->message));
		return true;
	}
	g_autoptr (XapDb) db = index_open (dir, error);
	if (!db || !index_seq (db, &c.seq, error) ||
	    !store_change_count (store, c.seq, behind, error))
		return false;
	c.db = db;
	if (!store_changes (store, 0, check_one, &c, error))
		return false;
	if (c.words)
		check_tables (path, problems);
	/* What changed since is in the index too, in its old form; anything beyond that is a stranger. */
	guint64 documents = xap_db_doc_count (db);
	if (documents > c.present + *behind)
		g_ptr_array_add (problems,
				 g_strdup_printf ("index: %" G_GUINT64_FORMAT
						  " documents that the store does not have",
						  documents - c.present - *behind));
	return true;
}
