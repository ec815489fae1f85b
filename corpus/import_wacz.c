/* import_wacz.c: articles from the archives of a WACZ. */
#include "corpus/import_private.h"
#include "corpus/wacz.h"

typedef struct {
	Wacz *wacz;
	guint index;
} Part;

static WarcReader *open_part (ImportFile *file, const WarcPlace *from, gpointer data,
			      GError **error)
{
	Part *part = data;
	const WaczEntry *entry = wacz_entries (part->wacz)->pdata[part->index];
	(void)file;
	return wacz_reader (part->wacz, part->index, entry->stored ? from : NULL, error);
}

/* One archive of it, known as FILE#ENTRY. */
static bool import_part (Import *import, ImportFile *file, Part *part, GError **error)
{
	const WaczEntry *entry = wacz_entries (part->wacz)->pdata[part->index];
	g_autofree char *path = g_strdup_printf ("%s#%s", file->path, entry->name);
	g_autofree char *origin = g_strdup_printf ("%s#%s", file->origin, entry->name);
	ImportFile one = {
		.path = path, .origin = origin, .size = entry->size, .modified_s = file->modified_s
	};
	if (!import_archive (import, &one, open_part, part, error))
		return false;
	file->counted += one.counted;
	return true;
}

bool import_wacz (Import *import, ImportFile *file, GError **error)
{
	const ImportArchive what = { file->origin, file->size, file->modified_s };
	g_autoptr (GError) bad = NULL;
	g_autoptr (Wacz) wacz = wacz_open (file->path, &bad);
	if (!wacz) {
		import_skip (import, file, 0, bad->message);
		return true;
	}
	for (guint i = 0; i < wacz_entries (wacz)->len; i++) {
		Part part = { wacz, i };
		if (!import_part (import, file, &part, error))
			return false;
	}
	return !import->options->step || import->options->step (&what, NULL, import->data, error);
}
