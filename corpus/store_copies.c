/* store_copies.c: which articles of the store are copies of each other. Kept with every article put, in its transaction, so that
 * store and groups cannot disagree.
 *
 * An article joins the group of the article that it most resembles; where none of those it is a copy of has a group, one is
 * made, named by the id of the one that came first. A group keeps its name whatever comes and goes, groups are never
 * merged, and one that is left with a single article is dissolved. */
#include <string.h>

#include "corpus/store_private.h"

#define KEY_DOCIDS_MAX 32 /* of the articles that share a key, the first that came */
#define PRINT_BYTES ((int)(sizeof (guint64) * DEDUP_KEYS + sizeof (guint16) * DEDUP_BINS))
#define CANDIDATES_MAX 24 /* of those, the ones that share most keys are read and compared */

/* --- prints in the store: DEDUP_KEYS of 8 bytes, then DEDUP_BINS of 2, little-endian --- */

/* The print that article `docid` was put with; *found false when it had none. */
static bool read_print (Store *store, guint32 docid, DedupPrint *out, bool *found, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (store, STORE_STMT_COPY_PRINT,
					 "SELECT print FROM copy_print WHERE docid = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	int code = sqlite3_step (stmt);
	*found = code == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) == PRINT_BYTES;
	if (*found) {
		const guint8 *blob = sqlite3_column_blob (stmt, 0);
		memcpy (out->keys, blob, sizeof out->keys);
		memcpy (out->bins, blob + sizeof out->keys, sizeof out->bins);
		for (guint k = 0; k < DEDUP_KEYS; k++)
			out->keys[k] = GUINT64_FROM_LE (out->keys[k]);
		for (guint i = 0; i < DEDUP_BINS; i++)
			out->bins[i] = GUINT16_FROM_LE (out->bins[i]);
	}
	bool ok = code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
	sqlite3_reset (stmt);
	return ok;
}

static bool write_print (Store *store, guint32 docid, const DedupPrint *print, GError **error)
{
	guint64 keys[DEDUP_KEYS];
	guint16 bins[DEDUP_BINS];
	guint8 blob[PRINT_BYTES];
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_COPY_PUT_PRINT,
		"INSERT OR REPLACE INTO copy_print (docid, print) VALUES (?, ?)", error);
	if (!stmt)
		return false;
	for (guint k = 0; k < DEDUP_KEYS; k++)
		keys[k] = GUINT64_TO_LE (print->keys[k]);
	for (guint i = 0; i < DEDUP_BINS; i++)
		bins[i] = GUINT16_TO_LE (print->bins[i]);
	memcpy (blob, keys, sizeof keys);
	memcpy (blob + sizeof keys, bins, sizeof bins);
	sqlite3_bind_int64 (stmt, 1, docid);
	sqlite3_bind_blob (stmt, 2, blob, sizeof blob, SQLITE_STATIC);
	return store_run (store, stmt, error);
}

/* --- candidates --- */

typedef struct {
	guint32 docid;
	guint keys;
} Candidate;

static int compare_candidates (gconstpointer a, gconstpointer b)
{
	const Candidate *x = a, *y = b;
	return x->keys != y->keys ? (x->keys < y->keys) - (x->keys > y->keys)
				  : (x->docid > y->docid) - (x->docid < y->docid);
}

static void count_candidate (GArray *out, guint32 docid)
{
	for (guint i = 0; i < out->len; i++)
		if (g_array_index (out, Candidate, i).docid == docid) {
			g_array_index (out, Candidate, i).keys++;
			return;
		}
	Candidate candidate = { docid, 1 };
	g_array_append_val (out, candidate);
}

/* Articles but `self` that share a key with `print`: Candidate, best first. */
static bool find_candidates (Store *store, const DedupPrint *print, guint32 self, GArray *out,
			     GError **error)
{
	sqlite3_stmt *stmt = store_stmt (store, STORE_STMT_COPY_KEYS,
					 "SELECT docid FROM copy_key WHERE key = ? AND docid <> ?"
					 " ORDER BY docid LIMIT ?",
					 error);
	for (guint k = 0; stmt && k < DEDUP_KEYS; k++) {
		int code;
		sqlite3_reset (stmt);
		sqlite3_bind_int64 (stmt, 1, (gint64)print->keys[k]);
		sqlite3_bind_int64 (stmt, 2, self);
		sqlite3_bind_int (stmt, 3, KEY_DOCIDS_MAX);
		while ((code = sqlite3_step (stmt)) == SQLITE_ROW)
			count_candidate (out, (guint32)sqlite3_column_int64 (stmt, 0));
		if (code != SQLITE_DONE)
			return store_fail (store, "read", error);
	}
	if (!stmt)
		return false;
	sqlite3_reset (stmt);
	g_array_sort (out, compare_candidates);
	if (out->len > CANDIDATES_MAX)
		g_array_set_size (out, CANDIDATES_MAX);
	return true;
}

/* --- groups --- */

/* The first two members of `group`; 0 where there is none. */
static bool members (Store *store, const char *group, guint32 docids[2], GError **error)
{
	sqlite3_stmt *stmt =
		store_stmt (store, STORE_STMT_COPY_MEMBERS,
			    "SELECT docid FROM article WHERE copy_group = ? LIMIT 2", error);
	if (!stmt)
		return false;
	int code = SQLITE_DONE;
	docids[0] = docids[1] = 0;
	sqlite3_bind_text (stmt, 1, group, -1, SQLITE_STATIC);
	for (guint i = 0; i < 2 && (code = sqlite3_step (stmt)) == SQLITE_ROW; i++)
		docids[i] = (guint32)sqlite3_column_int64 (stmt, 0);
	bool ok = code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
	sqlite3_reset (stmt);
	return ok;
}

/* Give article `docid` the group `group` (NULL: none): a change that the index has to follow. */
static bool set_group (Store *store, guint32 docid, const char *group, GError **error)
{
	sqlite3_stmt *stmt =
		store_stmt (store, STORE_STMT_COPY_SET,
			    "UPDATE article SET copy_group = ?, seq = ? WHERE docid = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, group, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 2, store->last_seq + 1);
	sqlite3_bind_int64 (stmt, 3, docid);
	if (!store_run (store, stmt, error))
		return false;
	store->last_seq++;
	return true;
}

/* An article has left `group`: a group of one is none. */
static bool settle (Store *store, const char *group, GError **error)
{
	guint32 docids[2];
	if (!members (store, group, docids, error))
		return false;
	return !docids[0] || docids[1] || set_group (store, docids[0], NULL, error);
}

/* A name for a new group whose first article is `id`: its id, unless a group that it has left still goes by it. */
static bool name_group (Store *store, const char *id, char **out, GError **error)
{
	g_autofree char *name = g_strdup (id);
	for (guint n = 2;; n++) {
		guint32 docids[2];
		if (!members (store, name, docids, error))
			return false;
		if (!docids[0])
			break;
		g_free (name);
		name = g_strdup_printf ("%s-%u", id, n);
	}
	*out = g_steal_pointer (&name);
	return true;
}

/* --- an article's copies --- */

/* What the articles that it resembles say. */
typedef struct {
	double nearest; /* resemblance of the nearest that has a group */
	char *group;    /* that group */
	guint32 first;  /* the first that has none, and its id */
	char *first_id;
} Verdict;

static void weigh (Verdict *verdict, StoreCopies *copies, guint32 docid, const Article *other,
		   double resemblance)
{
	if (other->copy_group) {
		if (resemblance <= verdict->nearest)
			return;
		verdict->nearest = resemblance;
		g_free (verdict->group);
		verdict->group = g_strdup (other->copy_group);
		return;
	}
	g_array_append_val (copies->joining, docid);
	if (verdict->first && verdict->first < docid)
		return;
	verdict->first = docid;
	g_free (verdict->first_id);
	verdict->first_id = g_strdup (other->id);
}

static bool compare_all (Store *store, const GArray *candidates, StoreCopies *copies,
			 Verdict *verdict, GError **error)
{
	for (guint i = 0; i < candidates->len; i++) {
		guint32 docid = g_array_index (candidates, Candidate, i).docid;
		g_autoptr (Article) other = NULL;
		DedupPrint print;
		bool found;
		if (!read_print (store, docid, &print, &found, error))
			return false;
		if (!found || !dedup_may_be_copies (copies->print.bins, print.bins))
			continue;
		if (!store_get (store, docid, &other, error))
			return false;
		if (!other || !other->text)
			continue;
		g_autoptr (GArray) words = dedup_words (other->text, other->title);
		g_autoptr (DedupSketch) sketch = dedup_sketch_new (words);
		if (!sketch)
			continue;
		DedupLikeness likeness = dedup_compare (copies->sketch, sketch);
		if (likeness.is_copy)
			weigh (verdict, copies, docid, other, likeness.resemblance);
		if (likeness.resemblance == 1 && other->copy_group)
			break; /* none is nearer */
	}
	return true;
}

bool store_copies_find (Store *store, guint32 docid, Article *article, StoreCopies *copies,
			GError **error)
{
	*copies = (StoreCopies){ .joining = g_array_new (FALSE, FALSE, sizeof (guint32)) };
	g_autoptr (GArray) words = dedup_words (article->text ? article->text : "", article->title);
	copies->sketch = dedup_sketch_new (words);
	if (!copies->sketch)
		return true;
	dedup_print (copies->sketch, &copies->print);
	g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
	Verdict verdict = { 0 };
	bool ok = find_candidates (store, &copies->print, docid, candidates, error) &&
		  compare_all (store, candidates, copies, &verdict, error) &&
		  (verdict.group || !verdict.first ||
		   name_group (store, verdict.first_id, &verdict.group, error));
	if (ok && verdict.group) {
		g_free (article->copy_group);
		article->copy_group = g_steal_pointer (&verdict.group);
		copies->group = g_strdup (article->copy_group);
	}
	g_free (verdict.group);
	g_free (verdict.first_id);
	return ok;
}

void store_copies_clear (StoreCopies *copies)
{
	g_clear_pointer (&copies->sketch, dedup_sketch_free);
	g_clear_pointer (&copies->joining, g_array_unref);
	g_clear_pointer (&copies->group, g_free);
}

/* --- the keys in the store --- */

static bool put_key (Store *store, guint64 key, guint32 docid, GError **error)
{
	sqlite3_stmt *stmt =
		store_stmt (store, STORE_STMT_COPY_PUT_KEY,
			    "INSERT OR IGNORE INTO copy_key (key, docid) VALUES (?, ?)", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, (gint64)key);
	sqlite3_bind_int64 (stmt, 2, docid);
	return store_run (store, stmt, error);
}

static bool put_print (Store *store, guint32 docid, const DedupPrint *print, GError **error)
{
	for (guint k = 0; k < DEDUP_KEYS; k++)
		if (!put_key (store, print->keys[k], docid, error))
			return false;
	return write_print (store, docid, print, error);
}

static bool remove_print (Store *store, guint32 docid, GError **error)
{
	DedupPrint print;
	bool found;
	if (!read_print (store, docid, &print, &found, error))
		return false;
	if (!found)
		return true;
	for (guint k = 0; k < DEDUP_KEYS; k++) {
		sqlite3_stmt *stmt =
			store_stmt (store, STORE_STMT_COPY_DROP_KEY,
				    "DELETE FROM copy_key WHERE key = ? AND docid = ?", error);
		if (!stmt)
			return false;
		sqlite3_bind_int64 (stmt, 1, (gint64)print.keys[k]);
		sqlite3_bind_int64 (stmt, 2, docid);
		if (!store_run (store, stmt, error))
			return false;
	}
	sqlite3_stmt *stmt = store_stmt (store, STORE_STMT_COPY_DROP_PRINT,
					 "DELETE FROM copy_print WHERE docid = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	return store_run (store, stmt, error);
}

bool store_copies_note (Store *store, guint32 docid, const StoreCopies *copies,
			const char *old_group, GError **error)
{
	if (!remove_print (store, docid, error) ||
	    (copies->sketch && !put_print (store, docid, &copies->print, error)))
		return false;
	for (guint i = 0; copies->group && i < copies->joining->len; i++)
		if (!set_group (store, g_array_index (copies->joining, guint32, i), copies->group,
				error))
			return false;
	return !old_group || settle (store, old_group, error);
}

/* The group of article `docid`, owned; NULL when it has none. */
static bool group_of (Store *store, guint32 docid, char **out, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (store, STORE_STMT_COPY_GROUP,
					 "SELECT copy_group FROM article WHERE docid = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	int code = sqlite3_step (stmt);
	*out = code == SQLITE_ROW ? g_strdup ((const char *)sqlite3_column_text (stmt, 0)) : NULL;
	bool ok = code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
	sqlite3_reset (stmt);
	return ok;
}

bool store_copies_forget (Store *store, guint32 docid, GError **error)
{
	g_autofree char *group = NULL;
	if (!remove_print (store, docid, error) || !group_of (store, docid, &group, error))
		return false;
	return !group || (set_group (store, docid, NULL, error) && settle (store, group, error));
}
