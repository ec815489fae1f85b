/* test_document.c: what of an article stands in the index, under which prefix, and how often. */
#include <glib.h>
#include <string.h>

#include "indexer/document.h"
#include "tests/unit/scratch.h"

/* The terms of one indexed article as "term:wdf", a space around each. */
static char *terms_of (const char *lang, const char *title, const char *text)
{
	SCRATCH (dir);
	g_autofree char *path = g_build_filename (dir, "db", NULL);
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Article) article = article_new ();
	article->id = g_strdup ("one");
	article->language = g_strdup (lang);
	article->title = g_strdup (title);
	article->text = g_strdup (text);
	g_autoptr (Analysis) analysis = analysis_new (analyzer, article);
	g_autoptr (XapDoc) doc = xap_doc_new ();
	g_autofree char *hash = article_content_hash (article);
	document_build (article, analysis, hash, doc);
	GError *error = NULL;
	g_autoptr (XapWdb) writer = xap_wdb_open (path, &error);
	g_assert_no_error (error);
	g_assert_true (xap_wdb_replace (writer, 1, doc, &error) && xap_wdb_commit (writer, &error));
	g_autoptr (XapDb) db = xap_db_open (path, &error);
	g_autoptr (XapTerms) terms = xap_db_doc_terms (db, 1, &error);
	g_assert_no_error (error);
	GString *out = g_string_new (" ");
	const char *term;
	gsize len;
	guint64 wdf;
	while (xap_terms_next (terms, &term, &len, &wdf, &error) == XAP_ROW)
		g_string_append_printf (out, "%.*s:%" G_GUINT64_FORMAT " ", (int)len, term, wdf);
	return g_string_free (out, FALSE);
}

/* Language, title, text; terms that must be there, terms that must not. */
static const struct {
	const char *lang, *title, *text, *there, *absent;
} rows[] = {
	/* The language's wdf counts the words, stop words too; numbers stand among the stems. */
	{ "fr", "Le pain", "Le pain coûte 15 500 francs.",
	  "Lfr:7 XFpain:2 XF15500:1 15500:1 Spain:1 Qone:0", "XEpain XFle XHASquote" },
	{ "en", "Pain", "The pain: 15,500 cases.", "Len:5 XEpain:2 XE15500:1", "XFpain XF15500" },
	{ "de", "Brot", "Das Brot kostet 300 Mark.", "Lde:6 300:1", "XF300 XE300" },
	{ "en", "Talks", "He said “we will not sign this paper” and left.", "XHASquote:0",
	  "XFtalk" },
};

static void test_terms (void)
{
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		g_autofree char *have = terms_of (rows[i].lang, rows[i].title, rows[i].text);
		g_auto (GStrv) there = g_strsplit (rows[i].there, " ", -1),
			       absent = g_strsplit (rows[i].absent, " ", -1);
		for (char **t = there; *t; t++) {
			g_autofree char *want = g_strdup_printf (" %s ", *t);
			if (!strstr (have, want))
				g_error ("row %zu: no %s in%s", i, *t, have);
		}
		for (char **t = absent; *t; t++) {
			g_autofree char *bad = g_strdup_printf (" %s:", *t);
			if (strstr (have, bad))
				g_error ("row %zu: %s in%s", i, *t, have);
		}
	}
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/document/terms", test_terms);
	return g_test_run ();
}
