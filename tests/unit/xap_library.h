/* xap_library.h: six documents and ways to ask for them, for the tests of shim/xap.h. */
#pragma once

#include <glib.h>
#include <math.h>
#include <string.h>

#include "shim/xap.h"
#include "tests/unit/scratch.h"

enum { SLOT_DATE, SLOT_GROUP };

/* Document n (from 1): its words from position 1, a date, a group. */
static const struct {
	const char *words;
	double date; /* NaN: none */
	const char *group;
} library[] = {
	{ "le premier ministre annonce une grève nationale", 100, "a" },
	{ "the prime minister announces a national strike", 101, "a" },
	{ "le ministre premier arrive", -5.5, "b" },
	{ "strike strike strike", NAN, "c" },
	{ "grève à nantes grèves à lyon", 1e12, "b" },
	{ "a quiet day in the country", 0, NULL },
};

static inline XapDoc *make_doc (guint n)
{
	XapDoc *doc = xap_doc_new ();
	g_auto (GStrv) words = g_strsplit (library[n - 1].words, " ", -1);
	for (guint i = 0; words[i]; i++)
		xap_doc_posting (doc, words[i], strlen (words[i]), i + 1, 1);
	g_autofree char *id = g_strdup_printf ("Q%u", n);
	xap_doc_term (doc, id, strlen (id), 0);
	if (!isnan (library[n - 1].date))
		xap_doc_number (doc, SLOT_DATE, library[n - 1].date);
	if (library[n - 1].group)
		xap_doc_value (doc, SLOT_GROUP, library[n - 1].group, 1);
	xap_doc_data (doc, library[n - 1].words, strlen (library[n - 1].words));
	return doc;
}

static inline void make_library (const char *path)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (XapWdb) db = xap_wdb_open (path, &error);
	g_assert_no_error (error);
	for (guint n = 1; n <= G_N_ELEMENTS (library); n++) {
		g_autoptr (XapDoc) doc = make_doc (n);
		xap_wdb_replace (db, n, doc, &error);
		g_assert_no_error (error);
	}
	xap_wdb_add_spelling (db, "ministre", 8, 3, &error);
	g_assert_no_error (error);
	xap_wdb_set_metadata (db, "schema", "1", &error);
	g_assert_no_error (error);
	xap_wdb_commit (db, &error);
	g_assert_no_error (error);
}

static inline XapQuery *term (const char *text)
{
	return xap_query_term (text, strlen (text));
}

static inline XapQuery *words (XapOp op, const char *text, guint param)
{
	g_auto (GStrv) parts = g_strsplit (text, " ", -1);
	XapQuery *queries[16];
	guint count = 0;
	for (; parts[count]; count++)
		queries[count] = term (parts[count]);
	return xap_query_combine (op, queries, count, param);
}

/* The docids that `query` (taken over) finds, best first, as "1 2". Owned. */
static inline char *run (XapDb *db, XapQuery *query, const XapSearch *options)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (XapMset) mset = xap_search (db, query, options, &error);
	g_assert_no_error (error);
	GString *out = g_string_new (NULL);
	XapHit hit;
	guint32 rank = options ? options->offset : 0;
	XapStep step;
	while ((step = xap_mset_next (mset, &hit, &error)) == XAP_ROW) {
		g_assert_cmpuint (hit.rank, ==, rank++);
		g_string_append_printf (out, "%s%u", out->len ? " " : "", hit.docid);
	}
	g_assert_no_error (error);
	g_assert_cmpint (step, ==, XAP_DONE);
	g_assert_cmpint (xap_mset_next (mset, &hit, &error), ==, XAP_DONE);
	xap_query_free (query);
	return g_string_free (out, FALSE);
}

static inline void assert_finds (XapDb *db, XapQuery *query, const char *want)
{
	XapSearch by_docid = XAP_SEARCH_INIT;
	by_docid.check_at_least = 1000;
	g_autofree char *description = xap_query_describe (query);
	g_test_message ("%s", description);
	/* Weight 0: in the order of docids. */
	g_autofree char *got = run (db, xap_query_scale (query, 0), &by_docid);
	g_assert_cmpstr (got, ==, want);
}
