/* test_rights.c: what sites say may be done with their pages, and what is done. */
#include <string.h>

#include "corpus/page.h"
#include "corpus/rights.h"

#define T0 G_GINT64_CONSTANT (1767225600) /* 2026-01-01 00:00 UTC */

/* --- X-Robots-Tag, meta robots --- */

typedef struct {
	const char *value;
	bool header;
	guint flags;
	const char *applies;
} TagCase;

static const TagCase tag_cases[] = {
	{ "noindex", true, ROBOTS_TAG_NOINDEX, "noindex" },
	{ "NOINDEX, NoFollow", false, ROBOTS_TAG_NOINDEX | ROBOTS_TAG_NOFOLLOW,
	  "NOINDEX, NoFollow" },
	{ "none", true, ROBOTS_TAG_NOINDEX | ROBOTS_TAG_NOFOLLOW, "none" },
	{ "all", true, 0, "all" },
	{ "index, follow, max-image-preview:large, max-snippet:-1", false, 0,
	  "index, follow, max-image-preview:large, max-snippet:-1" },
	{ "max-snippet: 0", true, ROBOTS_TAG_NOSNIPPET, "max-snippet: 0" },
	{ "noarchive;nocache", false, ROBOTS_TAG_NOARCHIVE, "noarchive;nocache" },
	{ "noindex nofollow", false, ROBOTS_TAG_NOINDEX | ROBOTS_TAG_NOFOLLOW, "noindex nofollow" },
	{ "noindexes, xnoindex", true, 0, "noindexes, xnoindex" },
	/* scopes */
	{ "otherbot: noindex, nofollow", true, 0, "" },
	{ "entente: noindex", true, ROBOTS_TAG_NOINDEX, "noindex" },
	{ "Entente : noindex", true, ROBOTS_TAG_NOINDEX, "noindex" },
	{ "*: noindex", true, ROBOTS_TAG_NOINDEX, "noindex" },
	{ "robots: nosnippet", true, ROBOTS_TAG_NOSNIPPET, "nosnippet" },
	{ "ententebot: noindex", true, 0, "" },
	{ "noarchive, otherbot: noindex, entente: nofollow", true,
	  ROBOTS_TAG_NOARCHIVE | ROBOTS_TAG_NOFOLLOW, "noarchive, nofollow" },
	{ "otherbot: entente: noindex", true, ROBOTS_TAG_NOINDEX, "noindex" },
	/* in a page nobody is named within the value */
	{ "otherbot: noindex", false, 0, "otherbot: noindex" },
	{ "noai, noimageai", true, ROBOTS_TAG_NOAI, "noai, noimageai" },
	{ "", true, 0, "" },
	{ ",,, ,", true, 0, "" },
	{ ":", true, 0, "" },
	{ "entente:", true, 0, "" },
	{ "max-snippet:", true, 0, "max-snippet:" },
};

static void test_tag (void)
{
	for (gsize i = 0; i < G_N_ELEMENTS (tag_cases); i++) {
		const TagCase *c = &tag_cases[i];
		RobotsTag tag = { 0 };
		g_autoptr (GString) applies = g_string_new (NULL);
		robots_tag_read (c->value, "entente/0.1", c->header, &tag, applies);
		g_test_message ("%s", c->value);
		g_assert_cmpuint (tag.flags, ==, c->flags);
		g_assert_cmpstr (applies->str, ==, c->applies);
	}
	/* What is said in several places adds up. */
	RobotsTag tag = { 0 };
	robots_tag_read ("index, follow", "entente", true, &tag, NULL);
	robots_tag_read ("noarchive", "entente", true, &tag, NULL);
	robots_tag_read ("all", "entente", false, &tag, NULL);
	g_assert_cmpuint (tag.flags, ==, ROBOTS_TAG_NOARCHIVE);
}

static void test_unavailable_after (void)
{
	static const char *const same[] = {
		"unavailable_after: 25 Jun 2010 15:00:00 PST",
		"unavailable_after:2010-06-25T23:00:00Z",
		"noarchive, unavailable_after: Friday, 25-Jun-10 15:00:00 PST, nosnippet",
		"Unavailable_After: Fri, 25 Jun 2010 15:00:00 PST",
		"entente: unavailable_after: 25 Jun 2010 15:00:00 PST",
	};
	for (gsize i = 0; i < G_N_ELEMENTS (same); i++) {
		RobotsTag tag = { 0 };
		robots_tag_read (same[i], "entente", true, &tag, NULL);
		g_assert_cmpint (tag.unavailable_after_s, ==, 1277506800);
		g_assert_cmpuint (tag.flags, ==,
				  i == 2 ? ROBOTS_TAG_NOARCHIVE | ROBOTS_TAG_NOSNIPPET : 0);
	}
	RobotsTag tag = { 0 };
	robots_tag_read ("unavailable_after: soon, noindex", "entente", true, &tag, NULL);
	g_assert_cmpint (tag.unavailable_after_s, ==, 0);
	robots_tag_read ("unavailable_after: 2030-01-01, unavailable_after: 2029-01-01", "entente",
			 true, &tag, NULL);
	g_assert_cmpint (tag.unavailable_after_s, ==, 1861920000); /* the earlier */
}

/* --- TDMRep --- */

static Tdmrep *parse (const char *json)
{
	return tdmrep_parse ((const guint8 *)json, strlen (json));
}

static void test_tdmrep (void)
{
	g_autoptr (Tdmrep) t =
		parse ("\xef\xbb\xbf[{\"location\": \"/a/open/\", \"tdm-reservation\": 0},"
		       "{\"location\": \"/a/\", \"tdm-reservation\": 1, \"tdm-policy\": "
		       "\"https://x.example/p.json\"},"
		       "{\"location\": \"/*.pdf$\", \"tdm-reservation\": \"1\"},"
		       "{\"location\": \"/b\", \"tdm-reservation\": 2},"
		       "{\"location\": \"/b\", \"tdm-reservation\": \"yes\"},"
		       "{\"tdm-reservation\": 1}, 7, null,"
		       "{\"location\": \"/caf\u00e9\", \"tdm-reservation\": true}]");
	g_assert_nonnull (t);
	static const struct {
		const char *url;
		int reservation;
		const char *policy;
	} rows[] = {
		{ "https://x.example/a/open/1.html", 0, NULL },
		{ "https://x.example/a/1.html", 1, "https://x.example/p.json" },
		{ "https://x.example/A/1.html", -1, NULL },
		{ "https://x.example/doc/1.pdf", 1, NULL },
		{ "https://x.example/doc/1.pdf?x", -1, NULL },
		{ "https://x.example/b/1", -1, NULL },
		{ "https://x.example/caf%C3%A9/1", 1, NULL },
		{ "https://x.example/", -1, NULL },
		{ "https://x.example", -1, NULL },
		{ "/a/1", 1, "https://x.example/p.json" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		const char *policy = "untouched";
		g_test_message ("%s", rows[i].url);
		g_assert_cmpint (tdmrep_reservation (t, rows[i].url, &policy), ==,
				 rows[i].reservation);
		g_assert_cmpstr (policy, ==, rows[i].policy);
	}
	static const char *const none[] = { "", "{}", "\"x\"", "<html>", "[", "nul", "7" };
	for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
		g_assert_null (parse (none[i]));
	g_autoptr (Tdmrep) empty = parse ("[]");
	g_assert_cmpint (tdmrep_reservation (empty, "/", NULL), ==, -1);
	g_autoptr (Tdmrep) bare = parse ("{\"location\": \"/\", \"tdm-reservation\": 1}");
	g_assert_cmpint (tdmrep_reservation (bare, "/x", NULL), ==, 1);
	g_assert_cmpint (tdm_reservation_value (" 1 "), ==, 1);
	g_assert_cmpint (tdm_reservation_value ("0"), ==, 0);
	g_assert_cmpint (tdm_reservation_value ("01"), ==, -1);
	g_assert_cmpint (tdm_reservation_value ("1 0"), ==, -1);
	g_assert_cmpint (tdm_reservation_value (""), ==, -1);
}

/* --- facts --- */

static void expect_fact (const json_t *rights, const char *name, const char *value,
			 const char *source)
{
	const json_t *fact = json_object_get (rights, name);
	g_assert_nonnull (fact);
	g_autofree char *got = json_dumps (json_object_get (fact, "value"), JSON_ENCODE_ANY);
	g_assert_cmpstr (got, ==, value);
	g_assert_cmpstr (json_string_value (json_object_get (fact, "source")), ==, source);
	g_assert_cmpstr (json_string_value (json_object_get (fact, "date")), ==,
			 "2026-01-01T00:00:00Z");
}

static GPtrArray *headers_of (const char *const *list)
{
	GPtrArray *headers = g_ptr_array_new ();
	for (; *list; list++)
		g_ptr_array_add (headers, (gpointer)(gsize)*list);
	return headers;
}

static const char page[] =
	"<html><head><title>A headline of some length</title>"
	"<meta name=ROBOTS content='noarchive'><meta name=entente content=nofollow>"
	"<meta name=googlebot content=noindex>"
	"<meta name=tdm-reservation content=1><meta name=tdm-policy content='https://a.example/p'>"
	"<meta name=dc.rights content='All rights reserved'>"
	"<link rel='license' href='/licence'>"
	"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"A\","
	"\"isAccessibleForFree\":false,\"usageInfo\":\"https://a.example/terms\"}</script></head>"
	"<body><p>Some words that make a paragraph, and then a few more of them.</p>"
	"<a rel='nofollow license' href='https://cc.example/by'>CC</a></body></html>";

static void test_facts_of_page (void)
{
	g_autoptr (GError) error = NULL;
	PageContext context = { .url = "https://a.example/x", .fetched_s = T0 };
	g_autoptr (Article) article =
		page_extract ((const guint8 *)page, strlen (page), &context, &error);
	g_assert_no_error (error);
	json_t *rights = article->rights;
	expect_fact (rights, "meta_robots", "\"noarchive, nofollow\"", "meta:robots");
	expect_fact (rights, "tdm_reservation", "1", "meta:tdm-reservation");
	expect_fact (rights, "tdm_policy", "\"https://a.example/p\"", "meta:tdm-policy");
	expect_fact (rights, "license", "\"https://a.example/licence\"", "link:license");
	expect_fact (rights, "usage_info", "\"https://a.example/terms\"", "json-ld:usageInfo");
	expect_fact (rights, "rights", "\"All rights reserved\"", "meta:dc.rights");
	expect_fact (rights, "is_accessible_for_free", "false", "json-ld:isAccessibleForFree");
	g_assert_cmpint (article->is_accessible_for_free, ==, TRI_NO);

	/* The page's own word on mining supersedes header and file; what is said to robots adds up. */
	const char *list[] = { "x-robots-tag",   "noindex", "TDM-Reservation", "0", "X-Robots-Tag",
			       "otherbot: none", NULL };
	g_autoptr (GPtrArray) headers = headers_of (list);
	g_autoptr (Tdmrep) tdmrep = parse ("[{\"location\":\"/\",\"tdm-reservation\":0}]");
	rights_read_headers (&article->rights, headers, "entente", T0);
	rights_read_tdmrep (&article->rights, tdmrep, "https://a.example/x", T0);
	rights_read_robots_txt (&article->rights, "Allow: / (line 2)", T0);
	rights_read_robots_txt (&article->rights, NULL, T0);
	expect_fact (rights, "tdm_reservation", "1", "meta:tdm-reservation");
	expect_fact (rights, "x_robots_tag", "\"noindex\"", "header:x-robots-tag");
	expect_fact (rights, "robots_txt", "\"Allow: / (line 2)\"", "robots.txt");
}

static void test_facts_of_header (void)
{
	json_t *rights = NULL;
	g_autoptr (Tdmrep) tdmrep = parse ("[{\"location\":\"/\",\"tdm-reservation\":1,"
					   "\"tdm-policy\":\"https://a.example/file\"}]");
	/* Before the fetch the file is known, then the header supersedes it, policy and all. */
	rights_read_tdmrep (&rights, tdmrep, "https://a.example/x", T0);
	expect_fact (rights, "tdm_reservation", "1", "tdmrep.json");
	expect_fact (rights, "tdm_policy", "\"https://a.example/file\"", "tdmrep.json");
	const char *list[] = { "tdm-reservation", "0", "tdm-policy", "https://a.example/h", NULL };
	g_autoptr (GPtrArray) headers = headers_of (list);
	rights_read_headers (&rights, headers, "entente", T0);
	expect_fact (rights, "tdm_reservation", "0", "header:tdm-reservation");
	g_assert_null (rights_get (rights, "tdm_policy"));
	json_decref (rights);
	/* Nothing said, nothing noted; bytes of any kind are made clean and short. */
	rights = NULL;
	rights_read_headers (&rights, NULL, "entente", T0);
	rights_read_tdmrep (&rights, NULL, "https://a.example/x", T0);
	g_assert_null (rights);
	g_autofree char *long_value = g_strnfill (100000, 'x');
	memcpy (long_value, "\xff\x1b[31m, noindex, ", 18);
	const char *bad[] = { "X-Robots-Tag", long_value, NULL };
	g_autoptr (GPtrArray) hostile = headers_of (bad);
	rights_read_headers (&rights, hostile, "entente", T0);
	const char *value = json_string_value (rights_get (rights, "x_robots_tag"));
	g_assert_true (g_utf8_validate (value, -1, NULL));
	g_assert_null (strchr (value, '\x1b'));
	g_assert_cmpuint (strlen (value), <=, RIGHTS_VALUE_MAX + 8);
	g_assert_false (rights_may (rights, false, RESPECT_ROBOTS, T0, NULL) & MAY_INDEX);
	json_decref (rights);
}

/* --- the decision --- */

typedef struct {
	const char *rights; /* the values alone: as other programs' records have them */
	bool disallowed;
	guint may[3]; /* by RightsRespect */
	const char *why[3];
} MayCase;

#define NOT(x) (MAY_ALL & ~(guint)(x))
#define LOOK (MAY_FETCH | MAY_FOLLOW)

static const MayCase may_cases[] = {
	{ "{}", false, { MAY_ALL, MAY_ALL, MAY_ALL }, { NULL, NULL, NULL } },
	{ "{}", true, { 0, 0, 0 }, { "robots.txt", "robots.txt", "robots.txt" } },
	{ "{\"x_robots_tag\":\"noindex\"}",
	  false,
	  { LOOK, LOOK, LOOK },
	  { "noindex", "noindex", "noindex" } },
	{ "{\"meta_robots\":\"none\"}",
	  false,
	  { MAY_FETCH, MAY_FETCH, MAY_FETCH },
	  { "noindex", "noindex", "noindex" } },
	{ "{\"meta_robots\":\"noarchive\"}",
	  false,
	  { NOT (MAY_KEEP), NOT (MAY_KEEP), NOT (MAY_KEEP) },
	  { "noarchive", "noarchive", "noarchive" } },
	{ "{\"x_robots_tag\":\"nofollow\",\"meta_robots\":\"noarchive\"}",
	  false,
	  { MAY_FETCH | MAY_INDEX, MAY_FETCH | MAY_INDEX, MAY_FETCH | MAY_INDEX },
	  { "noarchive", "noarchive", "noarchive" } },
	{ "{\"x_robots_tag\":\"unavailable_after: 2025-12-31\"}",
	  false,
	  { LOOK, LOOK, LOOK },
	  { "unavailable_after", "unavailable_after", "unavailable_after" } },
	{ "{\"x_robots_tag\":\"unavailable_after: 2026-12-31\"}",
	  false,
	  { MAY_ALL, MAY_ALL, MAY_ALL },
	  { NULL, NULL, NULL } },
	{ "{\"tdm_reservation\":1}",
	  false,
	  { MAY_ALL, 0, 0 },
	  { NULL, "tdm-reservation", "tdm-reservation" } },
	{ "{\"tdm_reservation\":0}", false, { MAY_ALL, MAY_ALL, MAY_ALL }, { NULL, NULL, NULL } },
	{ "{\"tdm_reservation\":{\"value\":1,\"source\":\"x\",\"date\":null}}",
	  false,
	  { MAY_ALL, 0, 0 },
	  { NULL, "tdm-reservation", "tdm-reservation" } },
	{ "{\"meta_robots\":\"noai\"}", false, { MAY_ALL, MAY_ALL, LOOK }, { NULL, NULL, "noai" } },
	{ "{\"meta_robots\":\"nosnippet\"}",
	  false,
	  { MAY_ALL, MAY_ALL, LOOK },
	  { NULL, NULL, "nosnippet" } },
	{ "{\"is_accessible_for_free\":false}",
	  false,
	  { MAY_ALL, MAY_ALL, LOOK },
	  { NULL, NULL, "paywall" } },
	{ "{\"is_accessible_for_free\":true,\"license\":\"x\"}",
	  false,
	  { MAY_ALL, MAY_ALL, MAY_ALL },
	  { NULL, NULL, NULL } },
};

static void test_may (void)
{
	for (gsize i = 0; i < G_N_ELEMENTS (may_cases); i++) {
		const MayCase *c = &may_cases[i];
		json_t *rights = json_loads (c->rights, 0, NULL);
		g_assert_nonnull (rights);
		for (int respect = RESPECT_ROBOTS; respect <= RESPECT_ALL; respect++) {
			const char *why = "untouched";
			g_test_message ("%s %d", c->rights, respect);
			g_assert_cmpuint (rights_may (rights, c->disallowed, respect, T0, &why), ==,
					  c->may[respect]);
			g_assert_cmpstr (why, ==, c->why[respect]);
		}
		json_decref (rights);
	}
	g_assert_cmpuint (rights_may (NULL, false, RESPECT_ALL, T0, NULL), ==, MAY_ALL);
	RightsRespect respect;
	g_assert_true (rights_respect_from_name ("tdm", &respect));
	g_assert_cmpint (respect, ==, RESPECT_TDM);
	g_assert_false (rights_respect_from_name ("none", &respect));
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/rights/tag", test_tag);
	g_test_add_func ("/rights/unavailable-after", test_unavailable_after);
	g_test_add_func ("/rights/tdmrep", test_tdmrep);
	g_test_add_func ("/rights/facts-of-page", test_facts_of_page);
	g_test_add_func ("/rights/facts-of-header", test_facts_of_header);
	g_test_add_func ("/rights/may", test_may);
	return g_test_run ();
}
