/* test_page_facts.c: metadata: JSON-LD and its repairs, values with HTML in them, names of authors, titles. */
#include "corpus/page_choose_private.h"
#include "corpus/page_jsonld.h"
#include "corpus/page_match.h"
#include "corpus/page_name.h"

#include <string.h>

static void test_plain (void)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "A &amp; B", "A & B" },
		{ "A &amp;amp; B", "A & B" },
		{ "l&#039;&eacute;t&#xE9;", "l'été" },
		{ "<b>bold</b> and<br>new", "bold and new" },
		{ "1 < 2 and 3 > 2", "1 < 2 and 3 > 2" },
		{ "&bogus; &copy=1", "&bogus; &copy=1" },
		{ "&#0;x&#xD800;", "x" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *plain = page_plain (cases[i].in, false);
		g_assert_cmpstr (plain, ==, cases[i].out);
	}
	g_autofree char *lines = page_plain ("<p>one</p><p>two</p>", true);
	g_assert_nonnull (strstr (lines, "one\n"));
}

static const char *first (const PageFacts *facts, PageFactField field)
{
	const PageFact *fact = page_fact_first (facts, field);
	return fact ? fact->value : NULL;
}

static void test_jsonld_graph (void)
{
	const char *json =
		"{\"@context\":\"https://schema.org\",\"@graph\":["
		"{\"@type\":\"WebPage\",\"name\":\"Page\",\"datePublished\":\"2019-01-01\"},"
		"{\"@type\":[\"Thing\",\"NewsArticle\"],\"headline\":\"Bridge &amp; "
		"ferry\",\"author\":{\"@id\":\"#n\"},"
		"\"datePublished\":\"2020-09-09T10:00:00Z\",\"isAccessibleForFree\":\"False\","
		"\"keywords\":[\"bridge\",\"ferry\"],"
		"\"mentions\":[{\"@type\":\"NewsArticle\",\"headline\":\"Another one\"}]},"
		"{\"@type\":\"Person\",\"@id\":\"#n\",\"name\":\"Nora Pell\"}]}";
	g_autoptr (PageFacts) facts = page_facts_new ();
	g_assert_true (page_jsonld_read (json, strlen (json), facts));
	g_assert_cmpstr (first (facts, FACT_TITLE), ==, "Bridge & ferry");
	g_assert_cmpuint (facts->list[FACT_TITLE]->len, ==, 1);
	g_assert_cmpstr (first (facts, FACT_AUTHOR), ==, "Nora Pell");
	g_assert_cmpstr (first (facts, FACT_FREE), ==, "False");
	/* The article's word before the page's. */
	g_assert_cmpstr (first (facts, FACT_PUBLISHED), ==, "2020-09-09T10:00:00Z");
	g_assert_cmpuint (facts->list[FACT_PUBLISHED]->len, ==, 2);
	g_assert_cmpuint (facts->list[FACT_KEYWORD]->len, ==, 2);
}

static void test_jsonld_broken (void)
{
	static const struct {
		const char *json, *title;
	} cases[] = {
		{ "{\"@type\":\"Article\",\"headline\":\"two\nlines\"}", "two lines" },
		{ "{\"@type\":\"Article\",\"headline\":\"comma\",}", "comma" },
		{ "{\"@type\":\"Article\",\"headline\":\"He said \"no\" today\",\"x\":1}",
		  "He said \"no\" today" },
		{ "<!-- //<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"cdata\"}\n//]]> -->",
		  "cdata" },
		{ "{\"@type\":\"Article\",\"headline\":\"It\\'s\"};", "It's" },
		{ "[{\"@type\":\"Article\",\"headline\":\"list\",\"keywords\":[\"a\",],},]",
		  "list" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autoptr (PageFacts) facts = page_facts_new ();
		g_assert_true (page_jsonld_read (cases[i].json, strlen (cases[i].json), facts));
		g_assert_cmpstr (first (facts, FACT_TITLE), ==, cases[i].title);
	}
	g_autoptr (PageFacts) facts = page_facts_new ();
	g_assert_false (page_jsonld_read ("{\"@type\":", 9, facts));
	g_assert_false (page_jsonld_read ("", 0, facts));
}

/* Names joined by "|", agencies after "#". */
static char *names_of (const char *credit, bool line)
{
	g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
	g_autoptr (GPtrArray) agencies = g_ptr_array_new_with_free_func (g_free);
	page_author_names (credit, line, names, agencies);
	GString *out = g_string_new (NULL);
	for (guint i = 0; i < names->len; i++)
		g_string_append_printf (out, "%s%s", i ? "|" : "", (char *)names->pdata[i]);
	for (guint i = 0; i < agencies->len; i++)
		g_string_append_printf (out, "#%s", (char *)agencies->pdata[i]);
	return g_string_free (out, FALSE);
}

static void test_authors (void)
{
	static const struct {
		const char *credit;
		bool line;
		const char *names;
	} cases[] = {
		{ "Nora Pell", false, "Nora Pell" },
		{ "Par Jean Roux et Nora Pell avec AFP", false, "Jean Roux|Nora Pell|AFP#AFP" },
		{ "By J. K. Marsh and Ann-Marie O'Dell", true, "J. K. Marsh|Ann-Marie O'Dell" },
		{ "Propos recueillis par Loïc Le Clerc", true, "Loïc Le Clerc" },
		{ "Par Cécile Brun (Bruxelles, bureau européen)", true, "Cécile Brun" },
		{ "By Nora Pell on 9 September 2020", true, "Nora Pell" },
		{ "Nora Pell, staff writer", true, "Nora Pell" },
		{ "By Nora Pell@norapell12", true, "Nora Pell" },
		{ "https://www.facebook.com/thepost", false, "" },
		{ "admin", false, "" },
		{ "Posted March 3, 2023", true, "" },
		{ "Nora Pell;Nora Pell; nora pell", false, "Nora Pell" },
		{ "Grant Dale, PhD", false, "Grant Dale" },
		{ "Jean\u00a0Roux", false, "Jean Roux" },
		{ "By Nora Pell, November", true, "Nora Pell" },
		{ "By Nora PellNovember 21, 2025 0 1747", true, "Nora Pell" },
		{ "By Nora LeMay 3 June 2020", true, "Nora LeMay" },
		{ "Auteur : Jean Roux", true, "Jean Roux" },
		{ "Reuters", false, "Reuters#Reuters" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *names = names_of (cases[i].credit, cases[i].line);
		g_assert_cmpstr (names, ==, cases[i].names);
	}
}

static void test_titles (void)
{
	static const struct {
		const char *title, *site, *url, *want;
	} cases[] = {
		{ "Bridge to close | The Post", "The Post", NULL, "Bridge to close" },
		{ "Bridge to close - thepost.example", NULL, "https://www.thepost.example/a",
		  "Bridge to close" },
		{ "Bridge to close - what we know", "The Post", NULL,
		  "Bridge to close - what we know" },
		{ "The Post : Bridge to close", "The Post", NULL, "The Post : Bridge to close" },
		{ "Le pont ferme - Régions - Clairvent Matin", "Clairvent Matin", NULL,
		  "Le pont ferme - Régions" },
		{ "The Post | Bridge to close", "The Post", NULL, "Bridge to close" },
		{ "The Post", "The Post", NULL, "The Post" },
		{ "Covid | a long year in the valley of the Sar", NULL, NULL,
		  "Covid | a long year in the valley of the Sar" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *title =
			page_title_without_site (cases[i].title, cases[i].site, cases[i].url);
		g_assert_cmpstr (title, ==, cases[i].want);
	}
}

static void test_marks (void)
{
	static const struct {
		const char *name;
		guint32 marks;
	} cases[] = {
		{ "c-articleBody__text", MARK_BODY },
		{ "entry-content", MARK_BODY },
		{ "comments-list", MARK_COMMENTS },
		{ "shareBar", MARK_SHARE },
		{ "lire-aussi", MARK_RELATED },
		{ "commence", 0 },
		{ "read-later more", 0 },
		{ "advance", 0 },
		{ "", 0 },
		{ "--", 0 },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
		g_assert_cmphex (page_marks_of_name (cases[i].name), ==, cases[i].marks);
	g_assert_cmpstr (page_mark_name (MARK_RELATED | MARK_TEASER), ==, "related");
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/page-facts/plain", test_plain);
	g_test_add_func ("/page-facts/jsonld-graph", test_jsonld_graph);
	g_test_add_func ("/page-facts/jsonld-broken", test_jsonld_broken);
	g_test_add_func ("/page-facts/authors", test_authors);
	g_test_add_func ("/page-facts/titles", test_titles);
	g_test_add_func ("/page-facts/marks", test_marks);
	return g_test_run ();
}
