/* fuzz_links.c: any bytes as a page whose links and feeds are looked for, and as an address that is judged. */
#include <glib.h>
#include <string.h>

#include "corpus/discover.h"
#include "corpus/links.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static void free_source (gpointer source)
{
	source_free (source);
}

static void judge (const char *url)
{
	static const char *const patterns[] = { "/a*b*c", "/*?x$", NULL };
	const LinkRules rules = { .site = "https://www.a.example/",
				  .depth_max = 3,
				  .exclude = patterns,
				  .now_s = 1767225600 };
	double score = links_url_score (url);
	LinkVerdict verdict = links_judge (&rules, url, 2);
	g_assert_true (score >= 0 && score <= 1);
	g_assert_true (verdict < LINK_VERDICTS && links_verdict_name (verdict));
	g_assert_true (verdict != LINK_ARTICLE || score >= LINKS_ARTICLE);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	static const char base[] = "https://a.example/d/p.html";
	g_autofree char *text = g_strndup ((const char *)data, len);
	g_autofree char *url = g_strconcat ("https://a.example/", text, NULL);
	g_autoptr (GPtrArray) links = links_read (data, len, base, NULL, NULL);
	g_autoptr (GPtrArray) feeds = g_ptr_array_new_with_free_func (free_source);
	discover_feeds (data, len, base, NULL, feeds);
	discover_identify (data, len, base, NULL, NULL, NULL);
	discover_guess (url);
	judge (text);
	judge (url);
	for (guint i = 0; i < links->len; i++) {
		const PageLink *link = links->pdata[i];
		g_assert_true (g_str_has_prefix (link->url, "http"));
		g_assert_true (g_utf8_validate (link->text, -1, NULL));
		judge (link->url);
	}
	for (guint i = 0; i < feeds->len; i++)
		g_assert_true (g_str_has_prefix (((const Source *)feeds->pdata[i])->url, "http"));
	return 0;
}
