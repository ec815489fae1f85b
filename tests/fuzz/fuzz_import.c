/* fuzz_import.c: plain text and Markdown to an article, whatever the text. The first byte chooses. What comes of it is a record
 * that is written and reads the same again. */
#include "corpus/import_private.h"
#include "shim/text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static char *dump (const Article *article)
{
	json_t *object = article_to_json (article);
	char *out = json_dumps (object, JSON_COMPACT);
	json_decref (object);
	g_assert_nonnull (out);
	return out;
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	const gint64 now = 1609459200;
	if (len == 0)
		return 0;
	gsize clean_len;
	g_autofree char *clean = text_clean ((const char *)data + 1, (gssize)len - 1, &clean_len);
	g_autofree char *exact = g_memdup2 (clean_len ? clean : " ", MAX (clean_len, 1));
	const char *reason = NULL;
	g_autoptr (Article) article =
		(data[0] & 1 ? import_markdown : import_text) (exact, clean_len, now, &reason);
	g_assert_true ((article == NULL) == (reason != NULL));
	if (!article)
		return 0;
	g_assert_true (article->title || article->text);
	g_autofree char *once = dump (article);
	json_t *object = json_loads (once, JSON_ALLOW_NUL, NULL);
	g_autoptr (Article) again = article_from_json (object, NULL);
	json_decref (object);
	g_assert_nonnull (again);
	g_autofree char *twice = dump (again);
	g_assert_cmpstr (once, ==, twice);
	return 0;
}
