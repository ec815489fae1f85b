/* fuzz_opml.c: any bytes as OPML; what was read is written and read again as it was. */
#include <glib.h>
#include <string.h>

#include "corpus/opml.h"
#include "corpus/url.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

/* Text that is written and read has been cleaned once already. */
static void expect_same (const OpmlOutline *a, const OpmlOutline *b)
{
	g_assert_cmpstr (a->source->url, ==, b->source->url);
	g_assert_cmpint (a->source->kind, ==, b->source->kind);
	g_assert_cmpstr (a->source->title, ==, b->source->title);
	g_assert_cmpstr (a->source->language, ==, b->source->language);
	g_assert_cmpstr (a->source->site_url, ==, b->source->site_url);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	g_autoptr (GPtrArray) outlines = opml_parse (data, len, NULL);
	if (!outlines)
		return 0;
	g_autoptr (GPtrArray) sources = g_ptr_array_new ();
	for (guint i = 0; i < outlines->len; i++) {
		const OpmlOutline *outline = outlines->pdata[i];
		g_assert_true (g_utf8_validate (outline->source->url, -1, NULL));
		g_ptr_array_add (sources, outline->source);
	}
	g_autofree char *written = opml_write (sources, "list", 0);
	g_autoptr (GError) error = NULL;
	g_autoptr (GPtrArray) again =
		opml_parse ((const guint8 *)written, strlen (written), &error);
	g_assert_no_error (error);
	g_assert_cmpuint (again->len, ==, outlines->len);
	for (guint i = 0; i < outlines->len; i++)
		expect_same (outlines->pdata[i], again->pdata[i]);
	return 0;
}
