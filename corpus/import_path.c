/* import_path.c: which files there are, and which kind each one is. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "corpus/import_private.h"
#include "corpus/page.h"
#include "shim/text.h"

typedef enum {
	KIND_UNKNOWN, /* an ending that we do not know */
	KIND_NONE,    /* no article can be in it */
	KIND_HTML,
	KIND_TEXT,
	KIND_MARKDOWN,
	KIND_JSON,
	KIND_LINES,
	KIND_WARC,
	KIND_WACZ,
} Kind;

static const struct {
	const char *ending;
	Kind kind;
} kinds[] = {
	{ ".html", KIND_HTML },
	{ ".htm", KIND_HTML },
	{ ".xhtml", KIND_HTML },
	{ ".txt", KIND_TEXT },
	{ ".md", KIND_MARKDOWN },
	{ ".markdown", KIND_MARKDOWN },
	{ ".json", KIND_JSON },
	{ ".jsonl", KIND_LINES },
	{ ".ndjson", KIND_LINES },
	{ ".warc", KIND_WARC },
	{ ".arc", KIND_WARC },
	{ ".wacz", KIND_WACZ },
	/* what a mirror of a site holds besides */
	{ "robots.txt", KIND_NONE },
	{ ".xml", KIND_NONE },
	{ ".rss", KIND_NONE },
	{ ".atom", KIND_NONE },
	{ ".rdf", KIND_NONE },
	{ ".css", KIND_NONE },
	{ ".js", KIND_NONE },
	{ ".mjs", KIND_NONE },
	{ ".map", KIND_NONE },
	{ ".png", KIND_NONE },
	{ ".jpg", KIND_NONE },
	{ ".jpeg", KIND_NONE },
	{ ".gif", KIND_NONE },
	{ ".webp", KIND_NONE },
	{ ".avif", KIND_NONE },
	{ ".svg", KIND_NONE },
	{ ".ico", KIND_NONE },
	{ ".woff", KIND_NONE },
	{ ".woff2", KIND_NONE },
	{ ".ttf", KIND_NONE },
	{ ".otf", KIND_NONE },
	{ ".eot", KIND_NONE },
	{ ".mp3", KIND_NONE },
	{ ".mp4", KIND_NONE },
	{ ".webm", KIND_NONE },
	{ ".webmanifest", KIND_NONE },
	{ ".pdf", KIND_NONE },
};

static Kind kind_of_name (const char *path)
{
	g_autofree char *base = g_path_get_basename (path);
	g_autofree char *name = g_ascii_strdown (base, -1);
	if (g_str_has_suffix (name, ".gz"))
		name[strlen (name) - 3] = '\0';
	Kind kind = KIND_UNKNOWN;
	for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
		/* A name without a dot before it must be the whole name: robots.txt is, my-robots.txt is not. */
		bool is = kinds[i].ending[0] == '.' ? g_str_has_suffix (name, kinds[i].ending)
						    : strcmp (name, kinds[i].ending) == 0;
		if (is)
			kind = kinds[i].kind;
	}
	return kind;
}

/* By its first bytes: an archive, JSON, HTML, else plain text. */
static Kind kind_of_content (ImportFile *file)
{
	const guint8 *data;
	gsize len = MIN (import_file_peek (file, 4096, &data), 4096);
	if (len >= 5 && memcmp (data, "WARC/", 5) == 0)
		return KIND_WARC;
	gsize at = len >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	while (at < len && g_ascii_isspace (data[at]))
		at++;
	if (at == len)
		return KIND_TEXT;
	if (data[at] == '{')
		return KIND_JSON;
	gsize next = at + 1;
	while (next < len && g_ascii_isspace (data[next]))
		next++;
	/* "[PARIS] The …" is text. */
	if (data[at] == '[' && next < len && (data[next] == '{' || data[next] == ']'))
		return KIND_JSON;
	if (data[at] == '<' && next < len &&
	    (g_ascii_isalpha (data[next]) || data[next] == '!' || data[next] == '?'))
		return KIND_HTML;
	return KIND_TEXT;
}

/* --- pages and texts: one file, one article --- */

/* When the page was fetched, as far as the file tells: "yesterday" counts from it. Some archivers set it to nothing. */
static gint64 fetched_s (const Import *import, const ImportFile *file)
{
	const gint64 web_began_s = 662688000; /* 1991 */
	gint64 now_s = import->options->now_s;
	return file->modified_s > web_began_s && file->modified_s < now_s ? file->modified_s
									  : now_s;
}

static Article *extract_page (const Import *import, const ImportFile *file, const guint8 *data,
			      gsize len, GError **error)
{
	PageContext context = { .fetched_s = fetched_s (import, file),
				.furniture = import->options->furniture };
	return page_extract (data, len, &context, error);
}

/* Control characters that no text has are a tenth of compressed bytes; some encoding takes all other bytes for letters. */
static bool is_binary (const guint8 *data, gsize len, const char *charset)
{
	gsize controls = 0;
	for (gsize i = 0; i < len; i++)
		controls +=
			data[i] < ' ' && (data[i] < '\b' || data[i] > '\r') && data[i] != '\x1b';
	/* Of these most bytes are half a letter, or less. */
	bool wide = g_str_has_prefix (charset, "utf-16") || g_str_has_prefix (charset, "utf-32");
	return !wide && controls > len / 50;
}

static Article *extract_text (const Import *import, Kind kind, const guint8 *data, gsize len,
			      GError **error)
{
	TextDecoded info;
	gsize decoded_len, clean_len;
	g_autofree char *decoded = text_decode (data, len, NULL, false, &decoded_len, &info);
	const char *reason = NULL;
	Article *article = NULL;
	if (info.repairs_count > len / 10 || is_binary (data, len, info.charset)) {
		reason = "it is no text";
	} else {
		g_autofree char *clean = text_clean (decoded, (gssize)decoded_len, &clean_len);
		article = (kind == KIND_MARKDOWN ? import_markdown : import_text) (
			clean, clean_len, import->options->now_s, &reason);
	}
	if (!article)
		g_set_error (error, IMPORT_ERROR, IMPORT_ERROR_FAILED, "%s", reason);
	return article;
}

static bool import_whole (Import *import, ImportFile *file, Kind kind, GError **error)
{
	gsize max = kind == KIND_HTML ? PAGE_MAX_BYTES : IMPORT_TEXT_MAX;
	const guint8 *data;
	gsize len = import_file_peek (file, max + 1, &data);
	if (len > max) {
		g_autofree char *reason = g_strdup_printf ("it is over %u MiB", (guint)(max >> 20));
		import_skip (import, file, 0, reason);
		return true;
	}
	g_autoptr (GError) bad = NULL;
	Article *article = kind == KIND_HTML ? extract_page (import, file, data, len, &bad)
					     : extract_text (import, kind, data, len, &bad);
	if (import->in_folder && kind == KIND_HTML && !import_is_report (article, bad)) {
		article_free (article);
		import->progress->not_articles++;
		return true;
	}
	if (!article) {
		import_skip (import, file, 0, bad->message);
		return true;
	}
	import_provenance (article, file->origin,
			   kind == KIND_HTML       ? "html"
			   : kind == KIND_MARKDOWN ? "markdown"
						   : "text");
	return import_emit (import, article, file->origin, file->name, error);
}

static bool import_file (Import *import, ImportFile *file, Kind kind, GError **error)
{
	bool go_on;
	if (kind == KIND_UNKNOWN)
		kind = kind_of_content (file);
	if (kind == KIND_JSON || kind == KIND_LINES)
		go_on = import_json (import, file, kind == KIND_LINES, error);
	else if (kind == KIND_WARC)
		go_on = import_warc (import, file, error);
	else if (kind == KIND_WACZ)
		go_on = import_wacz (import, file, error);
	else
		go_on = import_whole (import, file, kind, error);
	if (!go_on)
		return false;
	if (file->trouble)
		import_skip (import, file, 0, file->trouble);
	/* Whether it was read to its end or given up. */
	file->ended = true;
	import_file_count (file, import->progress);
	import->progress->files_done++;
	return true;
}

/* --- directories --- */

/* What one directory tree has to give. */
typedef struct {
	Import *import;
	GPtrArray *files; /* char *, in order */
	GHashTable *
		seen; /* "device:inode" of the directories: links make no circle, and no second reading */
} Walk;

static void skip_path (Import *import, const char *path, const char *reason)
{
	/* Only the path of it is used. */
	ImportFile file = { .path = (char *)(guintptr)path };
	import_skip (import, &file, 0, reason);
}

static int compare_names (gconstpointer a, gconstpointer b)
{
	return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *list_directory (Import *import, const char *dir)
{
	GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
	g_autoptr (GError) error = NULL;
	g_autoptr (GDir) entries = g_dir_open (dir, 0, &error);
	if (!entries)
		skip_path (import, dir, error->message);
	for (const char *name; entries && (name = g_dir_read_name (entries));)
		if (name[0] != '.')
			g_ptr_array_add (names, g_strdup (name));
	g_ptr_array_sort (names, compare_names);
	return names;
}

static void walk_file (Walk *walk, const char *path, const struct stat *st)
{
	ImportProgress *progress = walk->import->progress;
	Kind kind = kind_of_name (path);
	if (kind == KIND_NONE || kind == KIND_UNKNOWN) {
		progress->not_articles++;
	} else {
		g_ptr_array_add (walk->files, g_strdup (path));
		progress->bytes_total += (guint64)st->st_size;
		progress->files_total++;
	}
}

static void walk_directory (Walk *walk, const char *dir, const struct stat *dir_st, int depth)
{
	char *key = g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
				     (guint64)dir_st->st_dev, (guint64)dir_st->st_ino);
	if (!g_hash_table_add (walk->seen, key))
		return;
	if (depth == 0) {
		skip_path (walk->import, dir, "too many directories within directories");
		return;
	}
	g_autoptr (GPtrArray) names = list_directory (walk->import, dir);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename (dir, names->pdata[i], NULL);
		struct stat st;
		if (stat (path, &st) != 0)
			skip_path (walk->import, path, g_strerror (errno));
		else if (S_ISDIR (st.st_mode))
			walk_directory (walk, path, &st, depth - 1);
		else if (S_ISREG (st.st_mode))
			walk_file (walk, path, &st);
		else
			skip_path (walk->import, path, "not a file");
	}
}

static bool import_directory (Import *import, const char *dir, const struct stat *st,
			      GError **error)
{
	g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
	g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	Walk walk = { import, files, seen };
	walk_directory (&walk, dir, st, IMPORT_DEPTH_MAX);
	for (guint i = 0; i < files->len; i++) {
		const char *path = files->pdata[i];
		g_autoptr (GError) bad = NULL;
		g_autoptr (ImportFile) file = import_file_open (path, &bad);
		if (!file) {
			skip_path (import, path, bad->message);
			continue;
		}
		if (!import_file (import, file, kind_of_name (path), error))
			return false;
	}
	return true;
}

static bool import_named (Import *import, const char *path, GError **error)
{
	g_autoptr (ImportFile) file = import_file_open (path, error);
	if (!file)
		return false;
	import->progress->bytes_total += file->size;
	import->progress->files_total++;
	Kind kind = strcmp (path, "-") == 0 ? KIND_UNKNOWN : kind_of_name (path);
	/* Whoever names a file wants it read, robots.txt or not. */
	return import_file (import, file, kind == KIND_NONE ? KIND_UNKNOWN : kind, error);
}

bool import_path (const char *path, const ImportOptions *options, ImportFunc func, ImportSkip skip,
		  gpointer data, GError **error)
{
	ImportProgress own = { 0 };
	Import import = { .options = options,
			  .func = func,
			  .skip = skip,
			  .data = data,
			  .progress = options->progress ? options->progress : &own };
	struct stat st;
	if (strcmp (path, "-") != 0 && stat (path, &st) == 0 && S_ISDIR (st.st_mode)) {
		import.in_folder = true;
		if (access (path, R_OK | X_OK) == 0)
			return import_directory (&import, path, &st, error);
		g_set_error (error, IMPORT_ERROR, IMPORT_ERROR_PERMISSION, "cannot read %s: %s",
			     path, g_strerror (errno));
		return false;
	}
	return import_named (&import, path, error);
}
