/* index.c: keeping the index in step with the store. */
#include "indexer/index.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "indexer/index_private.h"
#include "indexer/schema.h"

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
	g_autofree char *stub = index_stub_path (dir);
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
	IndexWriter writer;
	int first_fd; /* the lock of who makes the first index; -1: there is one */
	const IndexOptions *options;
	guint64 done, total;
	bool stopped;
} Update;

static bool on_change (guint32 docid, gint64 seq, const Article *article, gpointer data,
		       GError **error)
{
	Update *u = data;
	if (!index_writer_put (&u->writer, docid, article, error))
		return false;
	u->writer.seq = seq;
	u->done++;
	if (!index_writer_step (&u->writer, error))
		return false;
	if (u->options->step && !u->options->step (u->done, u->total, u->options->data)) {
		u->stopped = true;
		g_set_error_literal (error, XAP_ERROR, XAP_ERROR_FAILED, "stopped");
		return false;
	}
	return true;
}

/* Where writing begins: the generation to write, and in the writer the change it has reached. */
static bool open_for_update (const char *dir, guint *generation, Update *u, GError **error)
{
	guint current = index_generation (dir);
	if (!index_make_dir (dir, error))
		return false;
	/* Two must not make the first one, of which the second would sweep away what the first has done. */
	if (!current) {
		u->first_fd = index_lock_rebuild (dir, error);
		if (u->first_fd < 0)
			return false;
		current = index_generation (dir);
	}
	*generation = current ? current : 1;
	g_autofree char *path = index_generation_path (dir, *generation);
	if (!current)
		index_remove_database (path); /* what a killed first one left */
	if (!index_writer_open (&u->writer, path, 0, error))
		return false;
	if (!current)
		return true;
	g_autoptr (XapDb) reader = xap_db_open (path, error);
	return reader && check_version (reader, error) && index_seq (reader, &u->writer.seq, error);
}

/* Take in what changed in the store since the index was written last. */
static bool follow (Store *store, Update *u, GError **error)
{
	const char *dir = store_dir (store);
	guint generation;
	GError *failure = NULL;
	bool ok = open_for_update (dir, &generation, u, &failure) &&
		  store_change_count (store, u->writer.seq, &u->total, &failure);
	if (ok && (u->total > 0 || generation != index_generation (dir))) {
		ok = store_changes (store, u->writer.seq, on_change, u, &failure);
		if (u->stopped) {
			g_clear_error (&failure);
			ok = true;
		}
		/* Also a first build that was stopped is a good beginning. */
		ok = ok && index_writer_commit (&u->writer, &failure) &&
		     index_use_generation (dir, generation, &failure);
		if (ok && !u->stopped)
			index_remove_generations (dir, generation);
	}
	index_writer_close (&u->writer);
	if (u->first_fd >= 0)
		close (u->first_fd);
	if (failure)
		g_propagate_error (error, failure);
	return ok;
}

bool index_update (Store *store, const IndexOptions *options, guint64 *changed, bool *finished,
		   GError **error)
{
	Update u = { .options = options, .first_fd = -1 };
	GError *failure = NULL;
	bool anew = options->rebuild ||
		    (options->jobs > 1 && index_generation (store_dir (store)) == 0);
	bool ok = anew ? index_rebuild (store, options, &u.done, &u.stopped, &failure)
		       : follow (store, &u, &failure);
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

bool index_compact (const char *dir, GError **error)
{
	guint current = index_generation (dir);
	g_autoptr (XapDb) sound = index_open (dir, error);
	if (!sound)
		return false;
	g_autofree char *from = index_generation_path (dir, current),
			*to = index_generation_path (dir, current + 1);
	/* Its lock keeps writers out until the stub names the other. */
	g_autoptr (XapWdb) locked = xap_wdb_open (from, error);
	if (!locked)
		return false;
	const char *const paths[] = { from, NULL };
	index_remove_database (to); /* what a killed one left */
	if (!xap_compact (paths, to, error) || !index_use_generation (dir, current + 1, error))
		return false;
	index_remove_generations (dir, current + 1);
	return true;
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
	gsize stored_len;
	g_autoptr (GError) missing = NULL;
	if (seq > c->seq)
		return true; /* not taken in yet */
	bool found = xap_db_data (c->db, docid, &stored, &stored_len, &missing);
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
		guint8 wanted[DOCUMENT_HASH_LEN];
		document_hash (hash, wanted);
		if (stored_len < sizeof wanted || memcmp (wanted, stored, sizeof wanted) != 0)
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
	guint generation = index_generation (dir);
	g_autoptr (GError) damage = NULL;

	*behind = 0;
	if (!generation)
		return store_change_count (store, 0, behind, error);
	g_autofree char *path = index_generation_path (dir, generation);
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
