/* test_import.c: files of every kind to articles. */
#include "corpus/import.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "corpus/page.h"

#define NOW 1609459200 /* 2021-01-01T00:00:00Z */

/* --- what came of an import --- */

typedef struct {
	GPtrArray *articles; /* Article * */
	GString *log;        /* a line for each article and each thing skipped, in order */
	const char *dir;     /* left out of the lines */
	guint stop_at;       /* end the import at this article; 0 never */
	ImportProgress progress;
} Got;

static void got_clear (Got *got)
{
	g_ptr_array_unref (got->articles);
	g_string_free (got->log, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Got, got_clear)

static void free_article (gpointer article)
{
	article_free (article);
}

static const char *without_dir (const Got *got, const char *path)
{
	g_autofree char *real = got->dir ? realpath (got->dir, NULL) : NULL;
	if (real && path && g_str_has_prefix (path, real))
		return path + strlen (real) + 1;
	if (got->dir && path && g_str_has_prefix (path, got->dir))
		return path + strlen (got->dir) + 1;
	return path ? path : "-";
}

static bool note_article (Article *article, const char *origin, bool id_given, gpointer data,
			  GError **error)
{
	Got *got = data;
	g_ptr_array_add (got->articles, article);
	g_string_append_printf (got->log, "%s %s%s\n", without_dir (got, origin), article->id,
				id_given ? "!" : "");
	if (got->stop_at == 0 || got->articles->len < got->stop_at)
		return true;
	g_set_error (error, ARTICLE_ERROR, ARTICLE_ERROR_EMPTY, "enough");
	return false;
}

static void note_skip (const char *what, const char *reason, gpointer data)
{
	Got *got = data;
	g_assert_null (strchr (reason, '\n'));
	g_string_append_printf (got->log, "skip %s: %s\n", without_dir (got, what), reason);
}

static bool import (Got *got, const char *path, GError **error)
{
	ImportOptions options = { .now_s = NOW, .progress = &got->progress };
	got->articles = g_ptr_array_new_with_free_func (free_article);
	got->log = g_string_new (NULL);
	return import_path (path, &options, note_article, note_skip, got, error);
}

/* --- files --- */

static char *make_dir (void)
{
	char *dir = g_dir_make_tmp ("entente-test-XXXXXX", NULL);
	g_assert_nonnull (dir);
	return dir;
}

static void remove_all (const char *path)
{
	if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
		GDir *dir = g_dir_open (path, 0, NULL);
		for (const char *name; dir && (name = g_dir_read_name (dir));) {
			g_autofree char *below = g_build_filename (path, name, NULL);
			remove_all (below);
		}
		if (dir)
			g_dir_close (dir);
	}
	g_remove (path);
}

static char *write_file (const char *dir, const char *name, const char *content, gssize len)
{
	char *path = g_build_filename (dir, name, NULL);
	g_autofree char *parent = g_path_get_dirname (path);
	g_mkdir_with_parents (parent, 0700);
	g_assert_true (g_file_set_contents (path, content, len, NULL));
	return path;
}

static void write_gzip (const char *path, const char *mode, const char *content, gsize len)
{
	gzFile gz = gzopen (path, mode);
	g_assert_nonnull (gz);
	g_assert_cmpint (gzwrite (gz, content, (unsigned)len), ==, (int)len);
	gzclose (gz);
}

/* Import one file of this name and content; its only article. */
static Article *one (const char *name, const char *content, Got *got)
{
	g_autofree char *dir = make_dir ();
	g_autofree char *path = write_file (dir, name, content, -1);
	g_autoptr (GError) error = NULL;
	got->dir = dir;
	import (got, path, &error);
	g_assert_no_error (error);
	remove_all (dir);
	got->dir = NULL;
	return got->articles->len == 1 ? got->articles->pdata[0] : NULL;
}

/* --- plain text --- */

#define LEAD_FR                                                                                    \
	"Le pont de la rivière, fermé depuis la tempête de l'hiver dernier, a rouvert lundi "   \
	"matin "                                                                                   \
	"devant une foule d'habitants venus des deux rives, a annoncé la mairie."
#define LEAD_EN                                                                                    \
	"The bridge over the river, closed since the storm of last winter, opened again on "       \
	"Monday "                                                                                  \
	"morning before a crowd from both banks, the town hall said in a statement."

static void test_text (void)
{
	static const struct {
		const char *content, *title, *text;
	} table[] = {
		/* a title, an empty line, a text */
		{ "Le pont rouvre\n\n" LEAD_FR "\n\nFin.\n", "Le pont rouvre", LEAD_FR "\nFin." },
		{ "\xef\xbb\xbf  \r\n Le pont rouvre \r\n" LEAD_FR, "Le pont rouvre", LEAD_FR },
		{ "Le pont rouvre.\n" LEAD_FR, "Le pont rouvre.", LEAD_FR },
		{ "Will the bridge ever open?\n" LEAD_EN, "Will the bridge ever open?", LEAD_EN },
		/* no title: a paragraph, and another right below it */
		{ LEAD_EN "\nIt had rained.\n", LEAD_EN, LEAD_EN "\nIt had rained." },
		{ LEAD_EN " It had rained.\nThe end.", LEAD_EN,
		  LEAD_EN " It had rained.\nThe end." },
		/* a single line is a text */
		{ "It rained. It stopped.", "It rained.", "It rained. It stopped." },
		{ "Just words", "Just words", "Just words" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		g_auto (Got) got = { 0 };
		Article *article = one ("bridge.txt", table[i].content, &got);
		g_assert_nonnull (article);
		g_assert_cmpstr (article->title, ==, table[i].title);
		g_assert_cmpstr (article->text, ==, table[i].text);
		g_assert_cmpstr (article->id, ==, "bridge");
	}
}

/* A first sentence that has to serve as title is cut; a first line too long to be a title too. */
static void test_text_long_title (void)
{
	g_autofree char *words = g_strnfill (400, 'w');
	for (gsize i = 5; i < 400; i += 6)
		words[i] = ' ';
	g_autofree char *content = g_strdup_printf ("%s\n\nNext.", words);
	g_auto (Got) got = { 0 };
	Article *article = one ("a.txt", content, &got);
	g_assert_cmpint (g_utf8_strlen (article->title, -1), <=, 201);
	g_assert_true (g_str_has_suffix (article->title, "…"));
	g_assert_true (g_str_has_prefix (article->text, "wwwww wwwww"));
}

/* Lines that a mailer broke are joined, so that sentences are whole. */
static void test_text_wrapped (void)
{
	g_auto (Got) got = { 0 };
	Article *article =
		one ("a.txt",
		     "The bridge opens\n"
		     "\n"
		     "The bridge over the river, closed since the storm of last winter,\n"
		     "opened again on Monday morning before a crowd from both banks, the\n"
		     "town hall said in a statement that was read out by the mayor.\n"
		     "\n"
		     "It had taken the builders all of the spring and most of the summer\n"
		     "to put the arches back, and the shops on the left bank had suffered\n"
		     "more than those on the right.\n",
		     &got);
	g_assert_cmpstr (article->title, ==, "The bridge opens");
	g_auto (GStrv) lines = g_strsplit (article->text, "\n", -1);
	g_assert_cmpuint (g_strv_length (lines), ==, 2);
	g_assert_nonnull (strstr (lines[0], "winter, opened again"));
}

static void test_text_facts (void)
{
	g_auto (Got) got = { 0 };
	Article *article =
		one ("pont.v2.txt", "Le pont rouvre\nPublié le 03/04/2020\n" LEAD_FR, &got);
	g_assert_cmpstr (article->id, ==, "pont.v2");
	g_assert_cmpstr (article->language, ==, "fr");
	g_assert_cmpfloat (article->language_confidence, >, 0.5);
	g_autofree char *date = article_date_format (&article->date_published);
	g_assert_cmpstr (date, ==, "2020-04-03");
	g_assert_cmpfloat (article->date_published.confidence, <=, 0.5);
	const char *file = json_string_value (json_object_get (article->provenance, "file"));
	g_assert_true (g_path_is_absolute (file) && g_str_has_suffix (file, "/pont.v2.txt"));
	g_assert_cmpstr (json_string_value (json_object_get (article->provenance, "importer")), ==,
			 "text");
	g_assert_cmpint (
		json_integer_value (json_object_get (article->provenance, "importer_version")), ==,
		1);
	g_assert_cmpstr (got.log->str, ==, "pont.v2.txt pont.v2\n");
}

/* Bytes are not always UTF-8. */
static void test_text_charset (void)
{
	g_auto (Got) got = { 0 };
	Article *article = one (
		"a.txt", "L'\xe9t\xe9 \xe0 Nice\n\nIl a fait tr\xe8s beau cet \xe9t\xe9.", &got);
	g_assert_cmpstr (article->title, ==, "L'été à Nice");
}

static void test_text_nothing (void)
{
	g_auto (Got) empty = { 0 };
	g_assert_null (one ("a.txt", " \n\n\t", &empty));
	g_assert_cmpstr (empty.log->str, ==, "skip a.txt: it is empty\n");
	g_autofree char *dir = make_dir ();
	char noise[4096];
	for (gsize i = 0; i < sizeof noise; i++)
		noise[i] = (char)(i * 37 % 251 % 7);
	g_autofree char *path = write_file (dir, "b.txt", noise, sizeof noise);
	g_auto (Got) binary = { .dir = dir };
	g_assert_true (import (&binary, path, NULL));
	g_assert_cmpstr (binary.log->str, ==, "skip b.txt: it is no text\n");
	/* As good as random, as compressed bytes are: for one encoding or other nearly all are letters. */
	g_autoptr (GRand) random = g_rand_new_with_seed (7);
	for (gsize i = 0; i < sizeof noise; i++)
		noise[i] = (char)g_rand_int_range (random, -128, 128);
	g_autofree char *packed_path = write_file (dir, "c.txt", noise, sizeof noise);
	g_auto (Got) packed = { .dir = dir };
	g_assert_true (import (&packed, packed_path, NULL));
	g_assert_cmpstr (packed.log->str, ==, "skip c.txt: it is no text\n");
	remove_all (dir);
}

/* --- Markdown --- */

static void test_markdown (void)
{
	static const struct {
		const char *content, *title, *text;
	} table[] = {
		{ "# The **bridge** opens #\n\nIt _had_ been\nclosed.\n\n- one\n- two\n1. three\n> "
		  "said\n> he\n",
		  "The bridge opens", "It had been closed.\none\ntwo\nthree\nsaid he" },
		{ "The bridge\n==========\nBody.\n\nPart\n----\nMore.", "The bridge",
		  "Body.\nPart\nMore." },
		{ "# T\n\nA [link](http://x.org/(a) \"t\") and [ref][1], ![pic](p.png) `code` "
		  "~~old~~ <b>bold</b> "
		  "<https://x.org>.\n\n[1]: http://x.org\n",
		  "T", "A link \"t\") and ref, code old bold https://x.org." },
		{ "# T\n\n2 * 3 * 4 snake_case __strong__ \\*kept\\* a*b*c *em*.", "T",
		  "2 * 3 * 4 snake_case strong *kept* abc em." },
		{ "# T\n```\nx = 1\n\n# no heading\n```\nEnd.", "T", "x = 1\n# no heading\nEnd." },
		{ "# T\n\n| a | b |\n|---|:-:|\n| c | d |\n\n***\nEnd.", "T", "a b\nc d\nEnd." },
		{ "## Only a part\n\n" LEAD_EN, "Only a part", LEAD_EN },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		g_auto (Got) got = { 0 };
		Article *article = one ("a.md", table[i].content, &got);
		g_assert_nonnull (article);
		g_assert_cmpstr (article->title, ==, table[i].title);
		g_assert_cmpstr (article->text, ==, table[i].text);
	}
}

static void test_front_matter (void)
{
	g_auto (Got) got = { 0 };
	Article *article = one ("2020-09-09-bridge.md",
				"---\ntitle: \"The bridge: opens\"\ndate: 2020-09-09 16:35:12 "
				"+0200\nlastmod: 2020-09-10\n"
				"lang: en-GB\nurl: https://news.example.org/bridge\nauthors:\n  - "
				"Ana Lys\n  - 'Bo Roe'\n"
				"tags: [river, \"bridge\"]\nlayout: post\nseo:\n  title: no\n# "
				"comment\nempty:\n---\n"
				"# Another heading\n\nBody.\n",
				&got);
	g_assert_nonnull (article);
	g_assert_cmpstr (article->title, ==, "The bridge: opens");
	g_assert_cmpstr (article->text, ==, "Body.");
	g_autofree char *date = article_date_format (&article->date_published);
	g_assert_cmpstr (date, ==, "2020-09-09T16:35:12+02:00");
	g_autofree char *modified = article_date_format (&article->date_modified);
	g_assert_cmpstr (modified, ==, "2020-09-10");
	g_assert_cmpstr (article->language, ==, "en");
	g_assert_cmpstr (article->url, ==, "https://news.example.org/bridge");
	g_assert_cmpstr (article->domain, ==, "news.example.org");
	g_assert_cmpuint (article->authors->len, ==, 2);
	g_assert_cmpuint (article->keywords->len, ==, 2);
	g_assert_cmpstr (json_string_value (json_object_get (article->extra, "layout")), ==,
			 "post");
	/* Its address makes its id. */
	g_assert_cmpuint (strlen (article->id), ==, 16);
	g_assert_true (g_str_has_suffix (got.log->str, "!\n"));
	g_auto (Got) bare = { 0 };
	article = one ("a.md", "---\ntitle: Bare\n---", &bare);
	g_assert_cmpstr (article->title, ==, "Bare");
	g_assert_null (article->text);
	/* A rule at the head is no front matter. */
	g_auto (Got) rule = { 0 };
	article = one ("a.md", "---\nNot a key\n---\n", &rule);
	g_assert_cmpstr (article->text, ==, "Not a key");
}

/* Openings without end cost no more than other letters. */
static void test_markdown_hostile (void)
{
	static const char *const patterns[] = { "[", "<a",     "[](", "![",    "*",    "_",  "a_",
						"`", "[a](b ", "[[]", "> ",    "- ",   "\\", "|",
						"#", "1. ",    "\n",  "a\n\n", "---\n" };
	g_autofree char *dir = make_dir ();
	for (guint i = 0; i < G_N_ELEMENTS (patterns); i++) {
		g_autoptr (GString) content = g_string_new ("T\n\n");
		while (content->len + 8 < 1 << 20)
			g_string_append (content, patterns[i]);
		g_autofree char *path =
			write_file (dir, "a.md", content->str, (gssize)content->len);
		g_auto (Got) got = { .dir = dir };
		gint64 before = g_get_monotonic_time ();
		g_assert_true (import (&got, path, NULL));
		g_test_message ("%s: %d ms", patterns[i],
				(int)((g_get_monotonic_time () - before) / 1000));
		g_assert_cmpint (g_get_monotonic_time () - before, <, 10000000);
	}
	remove_all (dir);
}

/* --- HTML --- */

static void test_html (void)
{
	g_auto (Got) got = { 0 };
	Article *article = one ("page.html",
				"<!DOCTYPE html><html lang=\"fr\"><head><meta "
				"charset=\"utf-8\"><title>Le pont rouvre</title>"
				"<link rel=\"canonical\" "
				"href=\"https://www.example.org/2020/pont\"></head><body><article>"
				"<h1>Le pont rouvre</h1><p>" LEAD_FR "</p><p>" LEAD_FR
				"</p></article></body></html>",
				&got);
	g_assert_nonnull (article);
	g_assert_cmpstr (article->title, ==, "Le pont rouvre");
	g_assert_cmpstr (article->language, ==, "fr");
	g_assert_cmpstr (article->canonical_url, ==, "https://www.example.org/2020/pont");
	g_assert_cmpstr (article->domain, ==, "example.org");
	g_assert_cmpstr (json_string_value (json_object_get (article->provenance, "importer")), ==,
			 "html");
	g_assert_true (g_str_has_suffix (got.log->str, "!\n"));
}

/* --- JSON --- */

static void test_json (void)
{
	static const struct {
		const char *name, *content, *log;
	} table[] = {
		{ "a.json", "{\"id\": \"x\", \"title\": \"T\"}", "a.json x!\n" },
		{ "a.json", "{\n  \"title\": \"T\"\n}\n", "a.json a\n" },
		{ "a.json", "{\"title\": \"T\"}\n\n", "a.json a\n" },
		{ "a.json",
		  "\xef\xbb\xbf[{\"id\":1,\"title\":\"T\"},\n {\"id\":2,\"title\":\"U\"}, 7]",
		  "a.json#1 1!\na.json#2 2!\nskip a.json:3: not a JSON object\n" },
		{ "a.json", "{\"id\":1,\"title\":\"T\"}\n{\"id\":2,\"title\":\"U\"}",
		  "a.json#1 1!\na.json#2 2!\n" },
		{ "a.json", "[]", "" },
		{ "a.json", "{\"title\": \"T\"", NULL },
		{ "a.json", "", NULL },
		{ "a.jsonl",
		  "\xef\xbb\xbf{\"id\":1,\"title\":\"T\"}\r\n\r\n  \n{\"id\":2,\"title\":\"U\"}",
		  "a.jsonl#1 1!\na.jsonl#2 2!\n" },
		{ "a.ndjson",
		  "{\"id\":1,\"title\":\"T\"}\n[1]\n{\"id\":2}\n{\"id\":3,\"title\":5}\n{\"id\":4,"
		  "\"title\":\"V\"}\n",
		  "a.ndjson#1 1!\nskip a.ndjson:2: not a JSON object\nskip a.ndjson:3: neither "
		  "title nor text\n"
		  "skip a.ndjson:4: \"title\" is of a type that it cannot have\na.ndjson#4 4!\n" },
		/* an id of its own for each line, by its words: the same when lines move */
		{ "a.jsonl", "{\"title\":\"T\"}\n", "a.jsonl:1 0be2f43a6e74e445!\n" },
		{ "a.jsonl", "\n{\"title\":\"T\"}\n", "a.jsonl:2 0be2f43a6e74e445!\n" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		g_auto (Got) got = { 0 };
		one (table[i].name, table[i].content, &got);
		g_test_message ("%s: %s", table[i].content, got.log->str);
		if (table[i].log) {
			g_assert_cmpstr (got.log->str, ==, table[i].log);
		} else {
			g_assert_cmpuint (got.articles->len, ==, 0);
			g_assert_true (
				g_str_has_prefix (got.log->str, "skip a.json:1: not JSON: "));
		}
	}
}

static void test_json_facts (void)
{
	g_auto (Got) got = { 0 };
	Article *article = one ("a.jsonl",
				"{\"title\":\"Le pont rouvre\",\"text\":\"" LEAD_FR
				"\",\"url\":\"https://www.example.org/pont\"}",
				&got);
	g_assert_cmpstr (article->language, ==, "fr");
	g_assert_cmpstr (article->domain, ==, "example.org");
	g_assert_cmpstr (json_string_value (json_object_get (article->provenance, "importer")), ==,
			 "json");
	/* What a record says of itself stays. */
	g_auto (Got) own = { 0 };
	article = one ("a.jsonl",
		       "{\"title\":\"T\",\"language\":\"en\",\"domain\":\"d\",\"provenance\":{"
		       "\"importer\":\"html\",\"file\":\"/f\"}}",
		       &own);
	g_assert_cmpstr (article->language, ==, "en");
	g_assert_cmpstr (article->domain, ==, "d");
	g_assert_cmpstr (json_string_value (json_object_get (article->provenance, "file")), ==,
			 "/f");
}

static void test_long_line (void)
{
	g_autoptr (GString) content =
		g_string_new ("{\"id\":1,\"title\":\"T\"}\n{\"id\":2,\"text\":\"");
	gsize start = content->len;
	g_string_set_size (content, start + IMPORT_LINE_MAX);
	memset (content->str + start, 'x', IMPORT_LINE_MAX);
	g_string_append (content, "\"}\n{\"id\":3,\"title\":\"U\"}\n");
	g_auto (Got) got = { 0 };
	one ("a.jsonl", content->str, &got);
	g_assert_cmpstr (got.log->str, ==,
			 "a.jsonl#1 1!\nskip a.jsonl:2: a line of over 16 MiB\na.jsonl#3 3!\n");
}

/* --- gzip --- */

static void test_gzip (void)
{
	static const char first[] = "{\"id\":1,\"title\":\"T\"}\n{\"id\":2,\"ti";
	static const char second[] = "tle\":\"U\"}\n";
	static const char text[] = "The bridge\n\nIt is open.";
	g_autofree char *dir = make_dir ();
	g_autofree char *lines = g_build_filename (dir, "a.jsonl.gz", NULL);
	g_autofree char *plain = g_build_filename (dir, "b.TXT.GZ", NULL);
	write_gzip (lines, "wb", first, sizeof first - 1);
	write_gzip (lines, "ab", second, sizeof second - 1);
	write_gzip (plain, "wb", text, sizeof text - 1);
	g_auto (Got) got = { .dir = dir };
	g_assert_true (import (&got, dir, NULL));
	g_assert_cmpstr (got.log->str, ==, "a.jsonl.gz#1 1!\na.jsonl.gz#2 2!\nb.TXT.GZ b\n");
	g_assert_cmpuint (got.progress.bytes_done, ==, got.progress.bytes_total);
	remove_all (dir);
}

static void test_gzip_broken (void)
{
	g_autofree char *dir = make_dir ();
	g_autofree char *path = g_build_filename (dir, "a.jsonl.gz", NULL);
	g_autoptr (GString) lines = g_string_new (NULL);
	for (guint i = 0; i < 20000; i++)
		g_string_append_printf (lines, "{\"id\":%u,\"title\":\"%08x\"}\n", i,
					i * 2654435761u);
	write_gzip (path, "wb", lines->str, lines->len);
	GStatBuf st;
	g_assert_cmpint (g_stat (path, &st), ==, 0);
	g_assert_cmpint (truncate (path, st.st_size / 2), ==, 0);
	g_auto (Got) got = { .dir = dir };
	g_assert_true (import (&got, path, NULL));
	g_assert_cmpuint (got.articles->len, >, 1000);
	g_assert_cmpuint (got.articles->len, <, 20000);
	g_assert_true (g_str_has_suffix (got.log->str,
					 "skip a.jsonl.gz: the compressed data end too soon\n"));
	/* Damaged in the middle */
	g_autofree char *data = NULL;
	gsize len;
	g_assert_true (g_file_get_contents (path, &data, &len, NULL));
	memset (data + len / 2, 0xff, 64);
	g_assert_true (g_file_set_contents (path, data, (gssize)len, NULL));
	g_auto (Got) damaged = { .dir = dir };
	g_assert_true (import (&damaged, path, NULL));
	g_assert_cmpuint (damaged.articles->len, >, 100);
	g_assert_nonnull (strstr (damaged.log->str, "skip a.jsonl.gz: "));
	remove_all (dir);
}

/* Small files that become large: refused by what they become. */
static void test_gzip_bomb (void)
{
	g_autofree char *dir = make_dir ();
	g_autofree char *zeros = g_malloc0 (1 << 20);
	static const struct {
		const char *name;
		int mib;
	} files[] = {
		{ "a.html.gz", 40 }, { "b.txt.gz", 10 }, { "c.json.gz", 70 }, { "d.jsonl.gz", 270 }
	};
	for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
		g_autofree char *path = g_build_filename (dir, files[i].name, NULL);
		gzFile gz = gzopen (path, "wb");
		for (int mib = 0; mib < files[i].mib; mib++)
			g_assert_cmpint (gzwrite (gz, zeros, 1 << 20), ==, 1 << 20);
		gzclose (gz);
	}
	g_auto (Got) got = { .dir = dir };
	g_assert_true (import (&got, dir, NULL));
	g_assert_cmpstr (got.log->str, ==,
			 "skip a.html.gz: it is over 32 MiB\nskip b.txt.gz: it is over 4 MiB\n"
			 "skip c.json.gz: a JSON document of over 64 MiB: write it as JSON Lines\n"
			 "skip d.jsonl.gz:1: a line of over 16 MiB\n"
			 "skip d.jsonl.gz: it decompresses to far more than text would\n");
	remove_all (dir);
}

/* --- directories --- */

static void test_directory (void)
{
	static const char *const files[][2] = {
		{ "b/2.txt", "Two\n\nText." },
		{ "b/10.txt", "Ten\n\nText." },
		{ "a.txt", "A\n\nText." },
		{ "b/c/deep.md", "# Deep\n\nX" },
		{ ".hidden.txt", "H\n\nText." },
		{ ".git/x.txt", "H\n\nText." },
		{ "robots.txt", "User-agent: *" },
		{ "feed.xml", "<rss/>" },
		{ "style.CSS", "p {}" },
		{ "notes.doc", "?" },
		{ "z.json", "oops" },
	};
	g_autofree char *dir = make_dir ();
	for (guint i = 0; i < G_N_ELEMENTS (files); i++)
		g_free (write_file (dir, files[i][0], files[i][1], -1));
	g_autofree char *loop = g_build_filename (dir, "b", "loop", NULL);
	g_autofree char *link = g_build_filename (dir, "link.txt", NULL);
	g_autofree char *broken = g_build_filename (dir, "m.txt", NULL);
	g_autofree char *pipe = g_build_filename (dir, "n.txt", NULL);
	g_assert_cmpint (symlink ("..", loop), ==, 0);
	g_assert_cmpint (symlink ("b/2.txt", link), ==, 0);
	g_assert_cmpint (symlink ("nowhere", broken), ==, 0);
	g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
	g_auto (Got) got = { .dir = dir };
	g_autoptr (GError) error = NULL;
	import (&got, dir, &error);
	g_assert_no_error (error);
	g_assert_cmpstr (got.log->str, ==,
			 "skip m.txt: No such file or directory\nskip n.txt: not a file\n"
			 "a.txt a\nb/10.txt 10\nb/2.txt 2\nb/c/deep.md deep\n"
			 "b/2.txt link\n" /* the origin is where it lies */
			 "skip z.json:1: not JSON: '[' or '{' expected near 'oops'\n");
	g_assert_cmpuint (got.progress.not_articles, ==, 4);
	g_assert_cmpuint (got.progress.skipped, ==, 3);
	g_assert_cmpuint (got.progress.articles, ==, 5);
	g_assert_cmpuint (got.progress.files_total, ==, 6);
	g_assert_cmpuint (got.progress.files_done, ==, 6);
	g_assert_cmpuint (got.progress.bytes_done, ==, got.progress.bytes_total);
	remove_all (dir);
}

/* --- standard input, and files of no known ending --- */

static void import_standard_input (Got *got, const char *content)
{
	g_autofree char *dir = make_dir ();
	g_autofree char *path = write_file (dir, "input", content, -1);
	int saved = dup (STDIN_FILENO), fd = open (path, O_RDONLY);
	g_assert_cmpint (dup2 (fd, STDIN_FILENO), ==, STDIN_FILENO);
	g_autoptr (GError) error = NULL;
	import (got, "-", &error);
	g_assert_no_error (error);
	dup2 (saved, STDIN_FILENO);
	close (saved);
	close (fd);
	remove_all (dir);
}

static void test_standard_input (void)
{
	static const struct {
		const char *content, *importer;
		guint count;
	} table[] = {
		{ " {\"title\":\"T\"}\n{\"title\":\"U\"}\n", "json", 2 },
		{ "[{\"title\":\"T\"}]", "json", 1 },
		{ "[PARIS] The bridge\n\n" LEAD_EN, "text", 1 },
		{ "\n<!doctype html><title>T</title><article><h1>The bridge</h1><p>" LEAD_EN
		  "</p></article>",
		  "html", 1 },
		{ "<3 the bridge\n\n" LEAD_EN, "text", 1 },
		{ "The bridge\n\n" LEAD_EN, "text", 1 },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		g_auto (Got) got = { 0 };
		import_standard_input (&got, table[i].content);
		g_test_message ("%s", got.log->str);
		g_assert_cmpuint (got.articles->len, ==, table[i].count);
		const Article *article = got.articles->pdata[0];
		g_assert_cmpstr (
			json_string_value (json_object_get (article->provenance, "importer")), ==,
			table[i].importer);
		g_assert_true (json_is_null (json_object_get (article->provenance, "file")));
		/* It has no name: its words are its id. */
		g_assert_true (g_str_has_prefix (got.log->str, "- "));
		g_assert_true (g_str_has_suffix (got.log->str, "!\n"));
	}
}

static void test_other_ending (void)
{
	g_auto (Got) got = { 0 };
	Article *article = one ("bridge.story", "{\"title\":\"T\"}", &got);
	g_assert_cmpstr (article->title, ==, "T");
	g_assert_cmpstr (article->id, ==, "bridge.story");
	g_auto (Got) robots = { 0 };
	g_assert_nonnull (one ("robots.txt", "The robots\n\n" LEAD_EN, &robots));
}

/* --- errors --- */

static void test_errors (void)
{
	g_autofree char *dir = make_dir ();
	g_autofree char *none = g_build_filename (dir, "none.txt", NULL);
	g_autofree char *below = g_build_filename (dir, "a.jsonl", "b", NULL);
	g_autoptr (GError) error = NULL;
	g_auto (Got) missing = { 0 };
	g_assert_false (import (&missing, none, &error));
	g_assert_error (error, IMPORT_ERROR, IMPORT_ERROR_NOT_FOUND);
	g_clear_error (&error);
	g_autofree char *lines = write_file (
		dir, "a.jsonl", "{\"title\":\"T\"}\n{\"title\":\"U\"}\n{\"title\":\"V\"}\n", -1);
	g_auto (Got) no_directory = { 0 };
	g_assert_false (import (&no_directory, below, &error));
	g_assert_error (error, IMPORT_ERROR, IMPORT_ERROR_NOT_FOUND);
	g_clear_error (&error);
	/* The caller ends it. */
	g_auto (Got) ended = { .stop_at = 2 };
	g_assert_false (import (&ended, lines, &error));
	g_assert_error (error, ARTICLE_ERROR, ARTICLE_ERROR_EMPTY);
	g_assert_cmpuint (ended.articles->len, ==, 2);
	remove_all (dir);
}

/* What may not be read is skipped below a directory, and an error when it was asked for. In a child, as nobody. */
static int read_as_nobody (const char *dir, const char *file, const char *closed)
{
	if (geteuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
		return 2;
	g_autoptr (GError) error = NULL;
	g_auto (Got) direct = { 0 };
	if (import (&direct, file, &error) ||
	    !g_error_matches (error, IMPORT_ERROR, IMPORT_ERROR_PERMISSION))
		return 3;
	g_clear_error (&error);
	g_auto (Got) shut = { 0 };
	if (import (&shut, closed, &error) ||
	    !g_error_matches (error, IMPORT_ERROR, IMPORT_ERROR_PERMISSION))
		return 4;
	g_auto (Got) got = { .dir = dir };
	if (!import (&got, dir, NULL) || got.articles->len != 1 || got.progress.skipped != 2)
		return 5;
	return 0;
}

static void test_permission (void)
{
	g_autofree char *dir = make_dir ();
	g_autofree char *file = write_file (dir, "a.txt", "A\n\nText.", -1);
	g_autofree char *other = write_file (dir, "b.txt", "B\n\nText.", -1);
	g_autofree char *inner = write_file (dir, "c/c.txt", "C\n\nText.", -1);
	g_autofree char *closed = g_path_get_dirname (inner);
	g_chmod (dir, 0755);
	g_chmod (other, 0644);
	g_chmod (file, 0);
	g_chmod (closed, 0);
	pid_t pid = fork ();
	if (pid == 0)
		_exit (read_as_nobody (dir, file, closed));
	int status;
	g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
	g_chmod (closed, 0700);
	g_assert_cmpint (WIFEXITED (status) ? WEXITSTATUS (status) : 99, ==, 0);
	remove_all (dir);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/import/text/titles", test_text);
	g_test_add_func ("/import/text/long-title", test_text_long_title);
	g_test_add_func ("/import/text/wrapped", test_text_wrapped);
	g_test_add_func ("/import/text/facts", test_text_facts);
	g_test_add_func ("/import/text/charset", test_text_charset);
	g_test_add_func ("/import/text/nothing", test_text_nothing);
	g_test_add_func ("/import/markdown/text", test_markdown);
	g_test_add_func ("/import/markdown/front-matter", test_front_matter);
	g_test_add_func ("/import/markdown/hostile", test_markdown_hostile);
	g_test_add_func ("/import/html", test_html);
	g_test_add_func ("/import/json/forms", test_json);
	g_test_add_func ("/import/json/facts", test_json_facts);
	g_test_add_func ("/import/json/long-line", test_long_line);
	g_test_add_func ("/import/gzip/read", test_gzip);
	g_test_add_func ("/import/gzip/broken", test_gzip_broken);
	g_test_add_func ("/import/gzip/bomb", test_gzip_bomb);
	g_test_add_func ("/import/directory", test_directory);
	g_test_add_func ("/import/standard-input", test_standard_input);
	g_test_add_func ("/import/other-ending", test_other_ending);
	g_test_add_func ("/import/errors", test_errors);
	g_test_add_func ("/import/permission", test_permission);
	return g_test_run ();
}
