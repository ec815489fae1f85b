/* furniture_book.c: sites in memory, and their rows in the store. */
#include "corpus/furniture_book.h"

#include <string.h>

#include "corpus/store_private.h"

#define SITES_HELD 64
#define ONCE_BYTES 12 /* of one count in furniture_site.once: key, since */

struct FurnitureBook {
	Store *store;
	GHashTable *sites;   /* domain → FurnitureSite; owned */
	GQueue recent;       /* domains in `sites`, the latest first; borrowed from it */
	gint64 data_version; /* of the store, when the sites were read */
	GError *error;       /* of a site that could not be read or written */
};

FurnitureBook *furniture_book_new (Store *store)
{
	FurnitureBook *book = g_new0 (FurnitureBook, 1);
	book->store = store;
	book->sites = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
					     (GDestroyNotify)furniture_site_free);
	g_queue_init (&book->recent);
	return book;
}

void furniture_book_free (FurnitureBook *book)
{
	if (!book)
		return;
	g_queue_clear (&book->recent);
	g_hash_table_unref (book->sites);
	g_clear_error (&book->error);
	g_free (book);
}

/* --- reading --- */

static void read_once (FurnitureSite *site, const guint8 *data, gsize len)
{
	for (; len >= ONCE_BYTES; data += ONCE_BYTES, len -= ONCE_BYTES) {
		FurnitureCount *count = g_new0 (FurnitureCount, 1);
		memcpy (&count->key, data, 8);
		memcpy (&count->since, data + 8, 4);
		count->key = GUINT64_FROM_LE (count->key);
		count->since = GUINT32_FROM_LE (count->since);
		count->pages = 1;
		furniture_site_put (site, count);
	}
}

static bool read_lines (Store *store, const char *domain, FurnitureSite *site, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store,
			       "SELECT key, pages, since, prose, kept, line FROM furniture_line "
			       "WHERE domain = ?",
			       error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, domain, -1, SQLITE_STATIC);
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		FurnitureCount *count = g_new0 (FurnitureCount, 1);
		count->key = (guint64)sqlite3_column_int64 (stmt, 0);
		count->pages = (guint32)sqlite3_column_int64 (stmt, 1);
		count->since = (guint32)sqlite3_column_int64 (stmt, 2);
		count->prose = sqlite3_column_int (stmt, 3);
		count->kept = sqlite3_column_int (stmt, 4);
		count->line = g_strdup ((const char *)sqlite3_column_text (stmt, 5));
		furniture_site_put (site, count);
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

/* *out NULL, and true, when the store knows nothing of the site: the usual answer, to one question a page. */
static bool read_site (Store *store, const char *domain, FurnitureSite **out, GError **error)
{
	sqlite3_stmt *stmt =
		store_stmt (store, STORE_STMT_FURNITURE_SITE,
			    "SELECT pages, once FROM furniture_site WHERE domain = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, domain, -1, SQLITE_STATIC);
	int code = sqlite3_step (stmt);
	g_autoptr (FurnitureSite) site = NULL;
	if (code == SQLITE_ROW) {
		site = furniture_site_new ();
		site->pages = (guint32)sqlite3_column_int64 (stmt, 0);
		const guint8 *once = sqlite3_column_blob (stmt, 1);
		read_once (site, once, (gsize)sqlite3_column_bytes (stmt, 1));
	}
	bool ok = code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
	sqlite3_reset (stmt);
	if (!ok || (site && !read_lines (store, domain, site, error)))
		return false;
	*out = g_steal_pointer (&site);
	return true;
}

/* --- writing --- */

static bool delete_site (Store *store, const char *domain, GError **error)
{
	/* Its lines go with it. */
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store, "DELETE FROM furniture_site WHERE domain = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, domain, -1, SQLITE_STATIC);
	return store_run (store, stmt, error);
}

static bool write_head (Store *store, const char *domain, const FurnitureSite *site,
			const GByteArray *once, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store, "INSERT INTO furniture_site (domain, pages, once) VALUES (?, ?, ?)", error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, domain, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 2, site->pages);
	if (once->len)
		sqlite3_bind_blob (stmt, 3, once->data, (int)once->len, SQLITE_STATIC);
	else
		sqlite3_bind_zeroblob (stmt, 3, 0);
	return store_run (store, stmt, error);
}

static bool write_line (Store *store, sqlite3_stmt *stmt, const char *domain,
			const FurnitureCount *count, GError **error)
{
	sqlite3_bind_text (stmt, 1, domain, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 2, (gint64)count->key);
	sqlite3_bind_int64 (stmt, 3, count->pages);
	sqlite3_bind_int64 (stmt, 4, count->since);
	sqlite3_bind_int (stmt, 5, count->prose);
	sqlite3_bind_int (stmt, 6, count->kept);
	sqlite3_bind_text (stmt, 7, count->line, -1, SQLITE_STATIC);
	return store_run (store, stmt, error);
}

static bool write_site (Store *store, const char *domain, FurnitureSite *site, GError **error)
{
	g_autoptr (GByteArray) once = g_byte_array_new ();
	GHashTableIter i;
	gpointer value;
	g_hash_table_iter_init (&i, site->counts);
	while (g_hash_table_iter_next (&i, NULL, &value)) {
		const FurnitureCount *count = value;
		guint64 key = GUINT64_TO_LE (count->key);
		guint32 since = GUINT32_TO_LE (count->since);
		if (count->line)
			continue;
		g_byte_array_append (once, (const guint8 *)&key, 8);
		g_byte_array_append (once, (const guint8 *)&since, 4);
	}
	if (!store_begin (store, error) || !delete_site (store, domain, error) ||
	    !write_head (store, domain, site, once, error))
		return false;
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store,
		"INSERT INTO furniture_line (domain, key, pages, since, prose, kept, line) "
		"VALUES (?, ?, ?, ?, ?, ?, ?)",
		error);
	g_hash_table_iter_init (&i, site->counts);
	while (stmt && g_hash_table_iter_next (&i, NULL, &value)) {
		const FurnitureCount *count = value;
		if (count->line && !write_line (store, stmt, domain, count, error))
			return false;
	}
	site->changed = !stmt;
	return stmt != NULL;
}

/* --- sites --- */

/* Let go of the site that was asked for least lately. */
static bool let_go (FurnitureBook *book, GError **error)
{
	const char *domain = g_queue_peek_tail (&book->recent);
	FurnitureSite *site = g_hash_table_lookup (book->sites, domain);
	if (site->changed && !write_site (book->store, domain, site, error))
		return false;
	g_queue_pop_tail (&book->recent);
	g_hash_table_remove (book->sites, domain);
	return true;
}

static FurnitureSite *hold (FurnitureBook *book, const char *domain, FurnitureSite *site)
{
	char *key = g_strdup (domain);
	g_hash_table_insert (book->sites, key, site);
	if (book->store)
		g_queue_push_head (&book->recent, key);
	return site;
}

/* Another process has written, perhaps of these sites: what we learnt nothing of ourselves is read again. */
static void forget_outdated (FurnitureBook *book)
{
	if (book->data_version == book->store->data_version)
		return;
	book->data_version = book->store->data_version;
	for (GList *link = book->recent.head, *next; link; link = next) {
		next = link->next;
		const FurnitureSite *site = g_hash_table_lookup (book->sites, link->data);
		if (site->changed)
			continue;
		g_hash_table_remove (book->sites, link->data);
		g_queue_delete_link (&book->recent, link);
	}
}

/* *out NULL, and true, when nothing is known of the site. */
static bool find_site (FurnitureBook *book, const char *domain, FurnitureSite **out, GError **error)
{
	if (book->store)
		forget_outdated (book);
	*out = g_hash_table_lookup (book->sites, domain);
	if (!book->store)
		return true;
	if (*out) {
		GList *link = g_queue_find_custom (&book->recent, domain, (GCompareFunc)strcmp);
		g_queue_unlink (&book->recent, link);
		g_queue_push_head_link (&book->recent, link);
		return true;
	}
	if (g_queue_get_length (&book->recent) >= SITES_HELD && !let_go (book, error))
		return false;
	if (!read_site (book->store, domain, out, error))
		return false;
	if (*out)
		hold (book, domain, *out);
	return true;
}

const FurnitureSite *furniture_book_site (FurnitureBook *book, const char *domain)
{
	FurnitureSite *site = NULL;
	if (!book || !domain || book->error || !find_site (book, domain, &site, &book->error))
		return NULL;
	return site;
}

bool furniture_book_learn (FurnitureBook *book, const Article *article, GError **error)
{
	FurnitureSite *site = NULL;
	const json_t *out = json_object_get (article->provenance, "furniture");
	if (!article->domain || !article->text ||
	    !json_object_get (article->provenance, "extractor"))
		return true;
	if (!find_site (book, article->domain, &site, error))
		return false;
	if (!site)
		site = hold (book, article->domain, furniture_site_new ());
	g_autoptr (GPtrArray) others = g_ptr_array_new ();
	for (gsize i = 0; i < json_array_size (out); i++) {
		const char *line = json_string_value (json_array_get (out, i));
		if (line)
			g_ptr_array_add (others, (gpointer)(gsize)line);
	}
	g_ptr_array_add (others, NULL);
	furniture_site_learn (site, article->text, (const char *const *)others->pdata);
	return true;
}

bool furniture_book_save (FurnitureBook *book, GError **error)
{
	if (book->error) {
		g_propagate_error (error, g_steal_pointer (&book->error));
		return false;
	}
	GHashTableIter i;
	gpointer domain, site;
	g_hash_table_iter_init (&i, book->sites);
	while (book->store && g_hash_table_iter_next (&i, &domain, &site))
		if (((FurnitureSite *)site)->changed &&
		    !write_site (book->store, domain, site, error))
			return false;
	return true;
}

/* --- what a person sees and says --- */

/* Most frequent first; then by what they say, so that the order is always the same. */
static int by_pages (gconstpointer a, gconstpointer b)
{
	const FurnitureCount *left = *(const FurnitureCount *const *)a,
			     *right = *(const FurnitureCount *const *)b;
	return left->pages != right->pages
		       ? (left->pages < right->pages) - (left->pages > right->pages)
		       : strcmp (left->line, right->line);
}

static void list_site (const char *domain, const FurnitureSite *site, FurnitureRowFunc func,
		       gpointer data)
{
	g_autoptr (GPtrArray) counts = g_ptr_array_new ();
	GHashTableIter i;
	gpointer value;
	g_hash_table_iter_init (&i, site->counts);
	while (g_hash_table_iter_next (&i, NULL, &value)) {
		const FurnitureCount *count = value;
		if (count->line && (count->kept || furniture_count_is (site, count, NULL)))
			g_ptr_array_add (counts, value);
	}
	g_ptr_array_sort (counts, by_pages);
	for (guint k = 0; k < counts->len; k++) {
		const FurnitureCount *count = g_ptr_array_index (counts, k);
		FurnitureRow row = {
			domain, site->pages, count->line, count->pages, 0, count->kept
		};
		furniture_count_is (site, count, &row.of);
		func (&row, data);
	}
	if (!counts->len)
		func (&(FurnitureRow){ .domain = domain, .site_pages = site->pages }, data);
}

bool furniture_book_list (Store *store, const char *domain, FurnitureRowFunc func, gpointer data,
			  GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store,
		"SELECT domain FROM furniture_site WHERE ?1 IS NULL OR domain = ?1 ORDER BY domain",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, domain, -1, SQLITE_STATIC);
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text (stmt, 0);
		FurnitureSite *found = NULL;
		if (!read_site (store, name, &found, error))
			return false;
		g_autoptr (FurnitureSite) site = found;
		if (site)
			list_site (name, site, func, data);
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

bool furniture_book_forget (Store *store, const char *domain, GError **error)
{
	if (!store_begin (store, error) || !delete_site (store, domain, error))
		return false;
	bool found = sqlite3_changes (store->db) > 0;
	return store_commit (store, error) && found;
}

bool furniture_book_keep (Store *store, const char *domain, const char *line, GError **error)
{
	FurnitureSite *found = NULL;
	if (!read_site (store, domain, &found, error))
		return false;
	g_autoptr (FurnitureSite) site = found ? found : furniture_site_new ();
	return furniture_site_keep (site, line, strlen (line)) &&
	       write_site (store, domain, site, error) && store_commit (store, error);
}
