/* fuzz_record.c: an article record, whatever the bytes: what is read is written, and reads the same again. */
#include "corpus/article.h"

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
	json_t *object =
		json_loadb ((const char *)data, len, JSON_ALLOW_NUL | JSON_DECODE_ANY, NULL);
	g_autoptr (GError) error = NULL;
	g_autoptr (Article) article = article_from_json (object, &error);
	json_decref (object);
	g_assert_true ((article == NULL) == (error != NULL));
	if (!article)
		return 0;
	g_assert_true (article->title || article->text);
	g_autofree char *once = dump (article);
	object = json_loads (once, JSON_ALLOW_NUL, NULL);
	g_autoptr (Article) again = article_from_json (object, NULL);
	json_decref (object);
	g_assert_nonnull (again);
	g_autofree char *twice = dump (again);
	g_assert_cmpstr (once, ==, twice);
	g_autofree char *hash = article_content_hash (article);
	g_autofree char *hash_again = article_content_hash (again);
	g_assert_cmpstr (hash, ==, hash_again);
	article_ensure_id (article, NULL);
	g_assert_true (article->id && *article->id);
	return 0;
}
