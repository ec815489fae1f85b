/* fuzz_page.c: any bytes as a page: an article with valid text, or an error; never a crash, and no dates from the future. */
#include "corpus/page.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static void check (const char *text)
{
	g_assert (!text || (*text && g_utf8_validate (text, -1, NULL)));
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	static const PageContext context = { .url = "https://news.example/2020/09/09/a-page",
					     .fetched_s = 1600000000 };
	g_autoptr (GError) error = NULL;
	PageMore more = { NULL, NULL };
	g_autoptr (Article) article = page_extract_more (data, len, &context, &more, &error);
	g_assert (!article == (error != NULL));
	if (!article)
		return 0;
	check (article->title);
	check (article->text);
	check (article->description);
	for (guint i = 0; i < article->authors->len; i++)
		check (g_ptr_array_index (article->authors, i));
	g_assert (article->title || article->text);
	g_assert (article->date_published.unix_s <= context.fetched_s + 2 * 86400);
	json_t *record = article_to_json (article);
	char *out = json_dumps (record, JSON_COMPACT);
	g_assert (out && g_utf8_validate (more.html, -1, NULL));
	free (out);
	json_decref (record);
	json_decref (more.why);
	g_free (more.html);
	return 0;
}
