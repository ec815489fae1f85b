/* wacz.c: see wacz.h. */
#include "corpus/wacz.h"

#include <errno.h>
#include <string.h>

#include "corpus/zip_library.h"
#include "shim/text.h"

typedef struct {
	WaczEntry entry;
	zip_uint64_t index; /* in the ZIP */
	char *raw_name;
} Entry;

struct Wacz {
	zip_t *zip;
	zip_file_t *open; /* the entry being read */
	GPtrArray *entries;
};

static void entry_free (gpointer data)
{
	Entry *entry = data;
	g_free (entry->entry.name);
	g_free (entry->raw_name);
	g_free (entry);
}

static int compare_entries (gconstpointer a, gconstpointer b)
{
	return strcmp ((*(const Entry *const *)a)->raw_name, (*(const Entry *const *)b)->raw_name);
}

/* The archives stand under archive/; indexes of the same ending do not. */
static bool is_archive (const char *name)
{
	return g_str_has_prefix (name, "archive/") &&
	       (g_str_has_suffix (name, ".warc.gz") || g_str_has_suffix (name, ".warc"));
}

static void add_entry (Wacz *wacz, zip_uint64_t index)
{
	zip_stat_t info;
	if (zip_library ()->stat_index (wacz->zip, index, 0, &info) != 0 ||
	    !(info.valid & ZIP_STAT_NAME) || !(info.valid & ZIP_STAT_SIZE) ||
	    !is_archive (info.name))
		return;
	Entry *entry = g_new0 (Entry, 1);
	entry->index = index;
	entry->raw_name = g_strdup (info.name);
	entry->entry.name = text_line (info.name, -1, 0);
	entry->entry.size = info.size;
	entry->entry.stored =
		(info.valid & ZIP_STAT_COMP_METHOD) && info.comp_method == ZIP_CM_STORE;
	g_ptr_array_add (wacz->entries, entry);
}

static zip_t *open_zip (const char *path, GError **error)
{
	int code = 0;
	zip_t *zip = zip_library ()->open (path, ZIP_RDONLY, &code);
	if (zip)
		return zip;
	zip_error_t why;
	zip_library ()->error_init_with_code (&why, code);
	g_set_error (error, WARC_ERROR,
		     code == ZIP_ER_OPEN || code == ZIP_ER_READ ? WARC_ERROR_IO
								: WARC_ERROR_NOT_WARC,
		     "cannot read the ZIP: %s", zip_library ()->error_strerror (&why));
	zip_library ()->error_fini (&why);
	return NULL;
}

Wacz *wacz_open (const char *path, GError **error)
{
	zip_t *zip = open_zip (path, error);
	if (!zip)
		return NULL;
	g_autoptr (Wacz) wacz = g_new0 (Wacz, 1);
	wacz->zip = zip;
	wacz->entries = g_ptr_array_new_with_free_func (entry_free);
	zip_int64_t count = zip_library ()->get_num_entries (zip, 0);
	for (zip_int64_t i = 0; count <= WACZ_ENTRIES_MAX && i < count; i++)
		add_entry (wacz, (zip_uint64_t)i);
	if (wacz->entries->len == 0) {
		g_set_error_literal (error, WARC_ERROR, WARC_ERROR_NOT_WARC,
				     count > WACZ_ENTRIES_MAX ? "too many files in the ZIP"
							      : "no archive in the ZIP");
		return NULL;
	}
	g_ptr_array_sort (wacz->entries, compare_entries);
	return g_steal_pointer (&wacz);
}

void wacz_close (Wacz *wacz)
{
	if (!wacz)
		return;
	if (wacz->open)
		zip_library ()->fclose (wacz->open);
	zip_library ()->discard (wacz->zip);
	g_ptr_array_unref (wacz->entries);
	g_free (wacz);
}

const GPtrArray *wacz_entries (const Wacz *wacz)
{
	return wacz->entries;
}

static gssize read_entry (gpointer data, guint8 *out, gsize len)
{
	Wacz *wacz = data;
	zip_int64_t got = zip_library ()->fread (wacz->open, out, len);
	if (got < 0)
		errno = EIO;
	return (gssize)got;
}

static bool seek_entry (gpointer data, guint64 offset)
{
	Wacz *wacz = data;
	return offset <= G_MAXINT64 &&
	       zip_library ()->fseek (wacz->open, (zip_int64_t)offset, SEEK_SET) == 0;
}

WarcReader *wacz_reader (Wacz *wacz, guint index, const WarcPlace *from, GError **error)
{
	const Entry *entry = wacz->entries->pdata[index];
	if (wacz->open)
		zip_library ()->fclose (wacz->open);
	wacz->open = zip_library ()->fopen_index (wacz->zip, entry->index, 0);
	if (!wacz->open) {
		g_set_error (error, WARC_ERROR, WARC_ERROR_IO, "cannot read it: %s",
			     zip_library ()->strerror (wacz->zip));
		return NULL;
	}
	return warc_open_source (read_entry, entry->entry.stored ? seek_entry : NULL, wacz, from,
				 error);
}
