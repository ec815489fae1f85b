/* cmd_warc_cat.c: `entente warc cat`: records, by address, id or place, of an archive or of what the corpus holds. */
#include "corpus/cmd_warc_cat.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/cmd_warc_walk.h"
#include "corpus/store.h"
#include "corpus/url.h"
#include "corpus/warc_index.h"
#include "shim/text.h"

/* Of a record that is shown on a terminal, and of a body that is decoded. */
#define SHOWN_MAX (64u << 20)

/* --- printing --- */

/* Bytes from the net: as they are into files and pipes, cleaned on a terminal. */
static void put_bytes (const CmdContext *context, const guint8 *data, gsize len)
{
	gsize decoded_len, clean_len;
	if (!context->out_tty) {
		fwrite (data, 1, len, stdout);
		return;
	}
	TextDecoded info;
	g_autofree char *decoded = text_decode (data, len, NULL, false, &decoded_len, &info);
	g_autofree char *clean = text_clean (decoded, (gssize)decoded_len, &clean_len);
	fwrite (clean, 1, clean_len, stdout);
	putchar ('\n');
}

static void put_headers (const CmdContext *context, const WarcRecord *record)
{
	g_autoptr (GString) text = g_string_new (NULL);
	if (record->arc)
		return;
	g_string_append (text, "WARC/1.1\r\n");
	for (guint i = 0; i + 1 < record->headers->len; i += 2)
		g_string_append_printf (text, "%s: %s\r\n", (const char *)record->headers->pdata[i],
					(const char *)record->headers->pdata[i + 1]);
	g_string_append (text, "\r\n");
	put_bytes (context, (const guint8 *)text->str, text->len);
}

/* What is left of the block, piece by piece. */
static void put_rest (const CmdContext *context, WarcReader *reader)
{
	guint8 bytes[16384];
	for (gssize n; (n = warc_read (reader, bytes, sizeof bytes)) > 0;)
		put_bytes (context, bytes, (gsize)n);
}

static int put_parts (const CmdContext *context, const CatOptions *options, WarcReader *reader,
		      const WarcRecord *record)
{
	g_autoptr (GByteArray) block = warc_block (reader, SHOWN_MAX, NULL);
	g_autoptr (WarcHttp) http = warc_http_parse (block->data, block->len);
	g_autoptr (GError) error = NULL;
	if (options->head) {
		put_headers (context, record);
		put_bytes (context, block->data, http ? http->body_at : 0);
		return CMD_OK;
	}
	if (!http) {
		put_bytes (context, block->data, block->len);
		return CMD_OK;
	}
	g_autoptr (GByteArray) body =
		warc_http_body (http, block->data, block->len, SHOWN_MAX, &error);
	if (!body)
		return cmd_error (context, CMD_DATA, "%s: %s", record->uri ? record->uri : "-",
				  error->message);
	put_bytes (context, body->data, body->len);
	return CMD_OK;
}

static int put_record (const CmdContext *context, const CatOptions *options, WarcReader *reader,
		       const WarcRecord *record)
{
	if (options->head || options->body)
		return put_parts (context, options, reader, record);
	put_headers (context, record);
	if (context->out_tty) {
		g_autoptr (GByteArray) block = warc_block (reader, SHOWN_MAX, NULL);
		put_bytes (context, block->data, block->len);
		return CMD_OK;
	}
	put_rest (context, reader);
	fputs ("\r\n\r\n", stdout);
	return CMD_OK;
}

/* The record at a place of a file. */
static int put_place (const CmdContext *context, const CatOptions *options, const char *path,
		      WarcPlace place)
{
	GError *error = NULL;
	const WarcRecord *record;
	g_autoptr (WarcReader) reader = warc_open (path, &place, &error);
	WarcStep step = reader ? warc_next (reader, &record, &error) : WARC_FAIL;
	if (step == WARC_ROW)
		return put_record (context, options, reader, record);
	int status = cmd_error (context, CMD_NO_INPUT, "%s:offset %" G_GUINT64_FORMAT ": %s", path,
				place.offset, error ? error->message : "no record there");
	g_clear_error (&error);
	return status;
}

/* --- in a file --- */

typedef struct {
	const CmdContext *context;
	const CatOptions *options;
	const char *key; /* NULL: every record */
	char *surt;      /* of a key that is a URL; owned */
	guint found;
	int status;
	char *last; /* file of the last record of the URL; owned */
	WarcPlace place;
} Find;

static bool is_capture (const WarcRecord *record)
{
	return record->type == WARC_RESPONSE || record->type == WARC_RESOURCE ||
	       record->type == WARC_REVISIT;
}

static bool same_address (const char *surt, const char *uri)
{
	g_autofree char *other = uri && surt ? warc_surt (uri) : NULL;
	return g_strcmp0 (other, surt) == 0 && surt;
}

/* "<urn:uuid:…>", "urn:uuid:…" or the UUID alone. */
static bool same_id (const char *key, const char *id)
{
	if (!id)
		return false;
	g_autofree char *bare = g_strndup (key + (*key == '<'), strcspn (key + (*key == '<'), ">"));
	const char *uuid = g_str_has_prefix (id, "urn:uuid:") ? id + 9 : id;
	return g_ascii_strcasecmp (bare, id) == 0 || g_ascii_strcasecmp (bare, uuid) == 0;
}

static bool find_record (WarcReader *reader, const WarcRecord *record, const char *file,
			 gpointer data)
{
	Find *find = data;
	bool by_id = find->key && same_id (find->key, record->id);
	bool by_url = find->surt && is_capture (record) && same_address (find->surt, record->uri);
	if (find->key && !by_id && !by_url)
		return true;
	find->found++;
	if (by_url && !find->options->all) {
		g_free (find->last);
		find->last = g_strdup (file);
		find->place = record->place;
		return true;
	}
	find->status =
		worse (find->status, put_record (find->context, find->options, reader, record));
	return !by_id;
}

/* In a WACZ a place is gone to by walking again. */
typedef struct {
	Find *find;
	const char *file;
} Again;

static bool put_again (WarcReader *reader, const WarcRecord *record, const char *file,
		       gpointer data)
{
	const Again *again = data;
	const WarcPlace *at = &again->find->place;
	if (strcmp (file, again->file) != 0 || record->place.offset != at->offset ||
	    record->place.inside != at->inside)
		return true;
	put_record (again->find->context, again->find->options, reader, record);
	return false;
}

static int cat_key (const CmdContext *context, const CatOptions *options, const char *path,
		    const char *key)
{
	Find find = { .context = context, .options = options, .key = key };
	if (key && *key && key[strspn (key, "0123456789")] == '\0')
		return put_place (context, options, path,
				  (WarcPlace){ g_ascii_strtoull (key, NULL, 10), 0 });
	find.surt = key ? warc_surt (key) : NULL;
	int status = warc_walk (context, path, find_record, &find);
	if (find.last && g_str_has_suffix (path, ".wacz")) {
		Again again = { &find, find.last };
		warc_walk (context, path, put_again, &again);
	} else if (find.last) {
		status = worse (status, put_place (context, options, path, find.place));
	}
	if (key && !find.found && status == CMD_OK)
		status = cmd_error (context, CMD_NO_INPUT, "no record '%s' in %s", key, path);
	g_free (find.surt);
	g_free (find.last);
	return worse (status, find.status);
}

/* --- in the corpus --- */

/* The lines of the indexes that are of one address. */
typedef struct {
	const char *surt;
	const char *digest; /* not NULL: the body that a revisit speaks of */
	GPtrArray *paths;   /* char * */
	GArray *offsets;    /* guint64 */
	char *revisit_of;   /* digest of the last one when that is a revisit; owned */
	bool last_only;
} Held;

static bool note_held (const WarcHeld *held, gpointer data)
{
	Held *all = data;
	bool revisit = g_strcmp0 (held->mime, "warc/revisit") == 0;
	bool wanted = all->digest ? !revisit && g_strcmp0 (held->digest, all->digest) == 0
				  : same_address (all->surt, held->url);
	if (!wanted)
		return !cmd_interrupted ();
	if (all->last_only) {
		g_ptr_array_set_size (all->paths, 0);
		g_array_set_size (all->offsets, 0);
	}
	g_ptr_array_add (all->paths, g_strdup (held->path));
	g_array_append_val (all->offsets, held->offset);
	g_free (all->revisit_of);
	all->revisit_of = revisit ? g_strdup (held->digest) : NULL;
	return !cmd_interrupted ();
}

static int put_held (const CmdContext *context, const CatOptions *options, const Held *all)
{
	int status = CMD_OK;
	for (guint i = 0; i < all->paths->len; i++) {
		const WarcPlace place = { g_array_index (all->offsets, guint64, i), 0 };
		status = worse (status, put_place (context, options, all->paths->pdata[i], place));
	}
	return status;
}

static int cat_url (const CmdContext *context, const CatOptions *options, const char *url)
{
	GError *error = NULL;
	g_autofree char *dir = g_build_filename (context->corpus_dir, "warc", NULL);
	g_autofree char *surt = warc_surt (url);
	g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
	g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (guint64));
	Held all = { .surt = surt, .paths = paths, .offsets = offsets, .last_only = !options->all };
	bool ok = warc_index_read (dir, note_held, &all, &error);
	/* a revisit has no body: the record that it speaks of does */
	g_autofree char *digest = g_steal_pointer (&all.revisit_of);
	if (ok && options->body && digest) {
		all.digest = digest;
		all.last_only = true;
		ok = warc_index_read (dir, note_held, &all, &error);
	}
	g_free (all.revisit_of);
	if (!ok)
		return cmd_fail (context, &error);
	if (paths->len == 0)
		return cmd_error (context, CMD_NO_INPUT, "no record of '%s' in the corpus", url);
	return put_held (context, options, &all);
}

/* The record that an article came from. */
static int cat_article (const CmdContext *context, const CatOptions *options, const char *key)
{
	GError *error = NULL;
	guint32 docid;
	g_autoptr (Article) article = NULL;
	g_autoptr (Store) store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	if (!store || !store_find (store, key, &docid, &article, NULL, &error))
		return cmd_fail (context, &error);
	const json_t *warc = article ? json_object_get (article->provenance, "warc") : NULL;
	const char *file = json_string_value (json_object_get (warc, "file"));
	if (!file)
		return cmd_error (context, CMD_NO_INPUT, "no record '%s' in the corpus", key);
	const WarcPlace place = { (guint64)json_integer_value (json_object_get (warc, "offset")),
				  0 };
	g_autofree char *path = g_path_is_absolute (file)
					? g_strdup (file)
					: g_build_filename (context->corpus_dir, file, NULL);
	return put_place (context, options, path, place);
}

int warc_cat (CmdContext *context, const CatOptions *options, int argc, char **argv)
{
	int status = CMD_OK;
	if (argc < 2)
		return cmd_usage (context, "which file or record?");
	bool file = g_file_test (argv[1], G_FILE_TEST_EXISTS);
	if (file && argc == 2)
		status = cat_key (context, options, argv[1], NULL);
	for (int i = file ? 2 : 1; i < argc && !cmd_interrupted (); i++) {
		g_autofree char *surt = warc_surt (argv[i]);
		int one = file   ? cat_key (context, options, argv[1], argv[i])
			  : surt ? cat_url (context, options, argv[i])
				 : cat_article (context, options, argv[i]);
		status = worse (status, one);
	}
	return cmd_interrupted () ? CMD_INTERRUPTED : status;
}
