/* probe_page.c: dates and pages, for the conformance suites. */
#include "tests/conformance/probe.h"

#include <string.h>

#include "corpus/page.h"
#include "corpus/page_date.h"

static void set_date (json_t *answer, const ArticleDate *date)
{
	g_autofree char *text = article_date_format (date);
	json_object_set_new (answer, "date", text ? json_string (text) : json_null ());
}

static const char *string_of (const json_t *input, const char *key)
{
	return json_string_value (json_object_get (input, key));
}

static void probe_dates (const json_t *input, json_t *answer)
{
	ArticleDate now = { 0 }, date = { 0 };
	const char *text = string_of (input, "text"), *ref = string_of (input, "ref");
	if (ref)
		article_date_parse (ref, &now);
	if (text)
		page_date_parse (text, lang_from_code (string_of (input, "lang")), now.unix_s,
				 &date);
	set_date (answer, &date);
}

static void probe_page_file (const json_t *input, json_t *answer)
{
	const char *path = string_of (input, "path");
	g_autofree char *data = NULL;
	gsize len;
	if (!path || !g_file_get_contents (path, &data, &len, NULL))
		return;
	PageContext context = { .url = string_of (input, "url") };
	g_autoptr (Article) article = page_extract ((const guint8 *)data, len, &context, NULL);
	ArticleDate none = { 0 };
	set_date (answer, article ? &article->date_published : &none);
	if (article && article->title)
		json_object_set_new (answer, "title", json_string (article->title));
}

const ProbeSuite probe_page[] = {
	{ "dates", probe_dates },
	{ "date_pages", probe_page_file },
	{ "fuzz", probe_page_file }, /* others' saved inputs: any answer is right, a crash is not */
	{ NULL, NULL },
};
