/* test_article.c: the article record, its JSON, its dates, its hash and its id. */
#include "corpus/article.h"

#include <string.h>

#include "corpus/article_private.h"

static Article *read_record (const char *json, GError **error)
{
	json_error_t where;
	json_t *object = json_loads (json, JSON_ALLOW_NUL | JSON_DECODE_ANY, &where);
	if (!object)
		g_error ("%s: %s", where.text, json);
	Article *article = article_from_json (object, error);
	json_decref (object);
	return article;
}

static Article *must_read (const char *json)
{
	g_autoptr (GError) error = NULL;
	Article *article = read_record (json, &error);
	g_assert_no_error (error);
	g_assert_nonnull (article);
	return article;
}

static char *write_record (const Article *article)
{
	json_t *object = article_to_json (article);
	char *out = json_dumps (object, JSON_COMPACT);
	json_decref (object);
	return out;
}

/* --- dates --- */

static void test_date_forms (void)
{
	static const struct {
		const char *in, *out; /* NULL: no date */
		DatePrecision precision;
		gint64 unix_s;
	} table[] = {
		{ "2020", "2020", DATE_YEAR, 1577836800 },
		{ "2020-09", "2020-09", DATE_MONTH, 1598918400 },
		{ "2020-09-09", "2020-09-09", DATE_DAY, 1599609600 },
		{ "20200909", "2020-09-09", DATE_DAY, 1599609600 },
		{ "2020-09-09T16:35:12Z", "2020-09-09T16:35:12Z", DATE_SECOND, 1599669312 },
		{ "2020-09-09t16:35:12z", "2020-09-09T16:35:12Z", DATE_SECOND, 1599669312 },
		{ "2020-09-09T16:35:12.999Z", "2020-09-09T16:35:12Z", DATE_SECOND, 1599669312 },
		{ "2020-09-09T16:35+02:00", "2020-09-09T16:35:00+02:00", DATE_MINUTE, 1599662100 },
		{ "2020-09-09T16:35:12+0200", "2020-09-09T16:35:12+02:00", DATE_SECOND,
		  1599662112 },
		{ "2020-09-09T16:35:12-05", "2020-09-09T16:35:12-05:00", DATE_SECOND, 1599687312 },
		{ "2020-09-09T16:35:12\u221205:30", "2020-09-09T16:35:12-05:30", DATE_SECOND,
		  1599689112 },
		{ "20200909T163512Z", "2020-09-09T16:35:12Z", DATE_SECOND, 1599669312 },
		{ "2020-09-09 16:35:12", "2020-09-09T16:35:12Z", DATE_SECOND, 1599669312 },
		{ "2020-09-09 16:35:12 UTC", "2020-09-09T16:35:12Z", DATE_SECOND, 1599669312 },
		{ "2020-09-09 16:35:12 +02:00", "2020-09-09T16:35:12+02:00", DATE_SECOND,
		  1599662112 },
		{ "2020-09-09T24:00:00Z", "2020-09-10T00:00:00Z", DATE_SECOND, 1599696000 },
		{ "2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", DATE_SECOND, 1483228799 },
		{ "1950-01-02T03:04:05+01:00", "1950-01-02T03:04:05+01:00", DATE_SECOND,
		  -631058155 },
		{ "2020-02-29", "2020-02-29", DATE_DAY, 1582934400 },
		{ " 2020-09-09 ", "2020-09-09", DATE_DAY, 1599609600 },
		{ "2020-09-09+02:00", "2020-09-09", DATE_DAY, 1599609600 },
		{ "Wed, 09 Sep 2020 16:35:12 +0200", "2020-09-09T16:35:12+02:00", DATE_SECOND,
		  1599662112 },
		{ "9 Sep 2020 16:35 GMT", "2020-09-09T16:35:00Z", DATE_MINUTE, 1599669300 },
		{ "Wed, 9 Sep 20 16:35:12 EST", "2020-09-09T16:35:12-05:00", DATE_SECOND,
		  1599687312 },
		{ "Wednesday, 09-Sep-20 16:35:12 GMT", "2020-09-09T16:35:12Z", DATE_SECOND,
		  1599669312 },
		{ "Wed, 9 September 2020", "2020-09-09", DATE_DAY, 1599609600 },
		{ "Wed, 09 Sep 2020 16:35:12 +0000 (UTC)", "2020-09-09T16:35:12Z", DATE_SECOND,
		  1599669312 },
		{ "9 Sep 99 00:00:00 Z", "1999-09-09T00:00:00Z", DATE_SECOND, 936835200 },
		{ "2021-02-29", NULL, DATE_NONE, 0 },
		{ "2020-13-01", NULL, DATE_NONE, 0 },
		{ "2020-00-10", NULL, DATE_NONE, 0 },
		{ "2020-04-31", NULL, DATE_NONE, 0 },
		{ "2020-09-09T25:00:00Z", NULL, DATE_NONE, 0 },
		{ "2020-09-09T24:00:01Z", NULL, DATE_NONE, 0 },
		{ "2020-09-09T16:60:00Z", NULL, DATE_NONE, 0 },
		{ "2020-09-09T16:35:00+99:00", NULL, DATE_NONE, 0 },
		{ "2020-09-09T16", NULL, DATE_NONE, 0 },
		{ "2020-9-9", NULL, DATE_NONE, 0 },
		{ "0000-00-00 00:00:00", NULL, DATE_NONE, 0 },
		{ "0001-01-01T00:00:00Z", NULL, DATE_NONE, 0 },
		{ "2020-09-09x", NULL, DATE_NONE, 0 },
		{ "31 Feb 2020", NULL, DATE_NONE, 0 },
		{ "9 Foo 2020", NULL, DATE_NONE, 0 },
		{ "1599669312", NULL, DATE_NONE, 0 },
		{ "yesterday", NULL, DATE_NONE, 0 },
		{ "", NULL, DATE_NONE, 0 },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		g_test_message ("%s", table[i].in);
		ArticleDate date = { .source = (char *)(guintptr) "kept" };
		bool ok = article_date_parse (table[i].in, &date);
		g_autofree char *out = article_date_format (&date);
		g_assert_cmpint (ok, ==, table[i].out != NULL);
		g_assert_cmpstr (out, ==, table[i].out);
		g_assert_cmpint (date.precision, ==, table[i].precision);
		g_assert_cmpint (date.unix_s, ==, table[i].unix_s);
		g_assert_cmpstr (date.source, ==, "kept");
	}
	ArticleDate date = { 0 };
	g_assert_false (article_date_parse (NULL, &date));
}

static void test_date_zone (void)
{
	ArticleDate date = { 0 };
	g_assert_true (article_date_parse ("2020-09-09 16:35:12", &date));
	g_assert_false (date.has_zone);
	g_assert_true (article_date_parse ("2020-09-09T16:35:12Z", &date));
	g_assert_true (date.has_zone);
	g_assert_true (article_date_parse ("2020-09-09T16:35:12+05:30", &date));
	g_assert_cmpint (date.offset_s, ==, 19800);
	/* A later failure leaves what was there. */
	g_assert_false (article_date_parse ("2020-09-31", &date));
	g_assert_cmpint (date.offset_s, ==, 19800);
}

/* --- records --- */

static const char full[] =
	"{\"id\":\"a1\",\"url\":\"https://example.org/a?x=1\",\"canonical_url\":\"https://"
	"example.org/a\","
	"\"title\":\"Le port rouvre\",\"description\":\"Après la grève\",\"text\":\"Un.\\nDeux.\","
	"\"authors\":[\"Ana Lys\",\"Bo Roe\"],\"date_published\":\"2020-09-09T16:35:00+02:00\","
	"\"date_modified\":\"2020-09-10\",\"date_fetched\":\"2020-09-11T00:00:01Z\",\"language\":"
	"\"fr\","
	"\"language_confidence\":0.75,\"publisher\":\"Le Quai\",\"domain\":\"example.org\","
	"\"section\":\"Monde\",\"keywords\":[\"port\",\"grève\"],\"image_url\":\"https://"
	"example.org/i.jpg\","
	"\"is_accessible_for_free\":false,\"story\":\"s7\",\"copy_group\":\"c9\","
	"\"rights\":{\"tdm\":1},\"provenance\":{\"rules\":{\"title\":\"h1\"},\"date_source\":{"
	"\"date_published\":{\"source\":\"json-ld:datePublished\",\"confidence\":0.5,\"precision\":"
	"\"minute\","
	"\"zone\":true}}},\"wire\":{\"slug\":\"PORT\"},\"n\":3}";

static void test_round_trip (void)
{
	g_autoptr (Article) article = must_read (full);
	g_assert_cmpstr (article->title, ==, "Le port rouvre");
	g_assert_cmpuint (article->authors->len, ==, 2);
	g_assert_cmpint (article->date_published.precision, ==, DATE_MINUTE);
	g_assert_cmpfloat (article->date_published.confidence, ==, 0.5);
	g_assert_cmpstr (article->date_published.source, ==, "json-ld:datePublished");
	g_assert_cmpstr (article->date_modified.source, ==, "record");
	g_assert_cmpint (article->is_accessible_for_free, ==, TRI_NO);
	g_assert_cmpint (article_lang (article), ==, LANG_FR);
	g_assert_nonnull (json_object_get (article->extra, "wire"));
	g_assert_null (json_object_get (article->provenance, "date_source"));
	g_autofree char *out = write_record (article);
	g_assert_cmpstr (out, ==, full);
}

/* Every name is there, in order, null when unknown. */
static void test_unknown_is_null (void)
{
	g_autoptr (Article) article = must_read ("{\"title\":\"T\",\"text\":\"\",\"url\":\"None\","
						 "\"language\":null,\"authors\":[\"\",\"None\"],"
						 "\"date_published\":\"None\",\"rights\":{}}");
	g_autofree char *out = write_record (article);
	g_assert_cmpstr (
		out, ==,
		"{\"id\":null,\"url\":null,\"canonical_url\":null,\"title\":\"T\",\"description\":"
		"null,"
		"\"text\":null,\"authors\":[],\"date_published\":null,\"date_modified\":null,"
		"\"date_fetched\":null,\"language\":null,\"language_confidence\":null,"
		"\"publisher\":null,\"domain\":null,\"section\":null,\"keywords\":[],"
		"\"image_url\":null,\"is_accessible_for_free\":null,\"story\":null,"
		"\"copy_group\":null,\"rights\":null,\"provenance\":null}");
}

/* What other programs call the same thing. `expect` is a subset of the record that is to come of it. */
static void test_other_schemas (void)
{
	static const struct {
		const char *in, *expect;
	} table[] = {
		/* news-please */
		{ "{\"maintext\":\"Corps.\",\"title\":\"T\",\"title_page\":null,\"date_publish\":"
		  "\"2020-09-09 16:35:12\","
		  "\"date_modify\":\"None\",\"date_download\":\"2020-09-10 "
		  "00:00:00\",\"source_domain\":\"ex.fr\","
		  "\"authors\":[],\"image_url\":\"https://ex.fr/i\",\"filename\":\"f.html\"}",
		  "{\"text\":\"Corps.\",\"date_published\":\"2020-09-09T16:35:12Z\",\"date_"
		  "modified\":null,"
		  "\"date_fetched\":\"2020-09-10T00:00:00Z\",\"domain\":\"ex.fr\",\"filename\":\"f."
		  "html\"}" },
		/* Fundus */
		{ "{\"title\":\"T\",\"body\":{\"summary\":[\"Sum.\"],\"sections\":[{\"headline\":[]"
		  ",\"paragraphs\":"
		  "[\"A.\",\"B.\"]},{\"headline\":[\"H\"],\"paragraphs\":[\"C.\"]}]},\"publishing_"
		  "date\":"
		  "\"2020-09-09 "
		  "16:35:12+02:00\",\"topics\":[\"x\",\"y\"],\"free_access\":true,\"lang\":\"en\","
		  "\"html\":{\"requested_url\":\"https://ex.org/r\",\"responded_url\":\"https://"
		  "ex.org/s\"}}",
		  "{\"url\":\"https://ex.org/"
		  "s\",\"text\":\"A.\\nB.\\nH\\nC.\",\"description\":\"Sum.\","
		  "\"date_published\":\"2020-09-09T16:35:12+02:00\",\"keywords\":[\"x\",\"y\"],"
		  "\"is_accessible_for_free\":true,\"language\":\"en\"}" },
		/* trafilatura */
		{ "{\"title\":\"T\",\"author\":\"Ana Lys; Bo "
		  "Roe\",\"hostname\":\"ex.org\",\"date\":\"2020-09-09\","
		  "\"fingerprint\":\"ab\",\"id\":null,\"raw_text\":\"A. "
		  "B.\",\"source\":\"https://example.org/a\","
		  "\"source-hostname\":\"The "
		  "Ex\",\"excerpt\":\"E\",\"categories\":\"\",\"tags\":\"p;q\","
		  "\"text\":\"A.\\nB.\",\"image\":null,\"filedate\":\"2020-09-11\"}",
		  "{\"authors\":[\"Ana Lys\",\"Bo "
		  "Roe\"],\"domain\":\"ex.org\",\"date_published\":\"2020-09-09\","
		  "\"url\":\"https://example.org/a\",\"publisher\":\"The "
		  "Ex\",\"description\":\"E\","
		  "\"keywords\":[\"p\",\"q\"],\"text\":\"A.\\nB.\",\"date_fetched\":\"2020-09-11\","
		  "\"raw_text\":\"A. B.\",\"fingerprint\":\"ab\"}" },
		/* Media Cloud */
		{ "{\"article_title\":\"T\",\"text_content\":\"A.\",\"publication_date\":\"2020-09-"
		  "09\","
		  "\"original_url\":\"http://ex.org/"
		  "?utm=1\",\"canonical_domain\":\"ex.org\",\"language\":\"en\","
		  "\"is_homepage\":false}",
		  "{\"title\":\"T\",\"text\":\"A.\",\"date_published\":\"2020-09-09\",\"domain\":"
		  "\"ex.org\","
		  "\"url\":\"http://ex.org/?utm=1\",\"is_homepage\":false}" },
		/* Event Registry */
		{ "{\"uri\":\"6213\",\"lang\":\"fra\",\"dateTimePub\":\"2020-09-09T16:35:12Z\","
		  "\"title\":\"T\","
		  "\"body\":\"A.\",\"source\":{\"uri\":\"ex.fr\",\"title\":\"L'Ex\"},"
		  "\"authors\":[{\"uri\":\"a@ex.fr\",\"name\":\"Ana Lys\"}]}",
		  "{\"id\":\"6213\",\"language\":\"fr\",\"text\":\"A.\",\"domain\":\"ex.fr\","
		  "\"publisher\":\"L'Ex\",\"authors\":[\"Ana Lys\"],\"url\":null}" },
		/* schema.org */
		{ "{\"@type\":\"NewsArticle\",\"headline\":\"T\",\"articleBody\":\"A.\",\"author\":"
		  "[{\"@type\":\"Person\","
		  "\"name\":\"Ana Lys\"},\"Bo "
		  "Roe\"],\"publisher\":{\"@type\":\"Organization\",\"name\":\"L'Ex\"},"
		  "\"inLanguage\":\"fr-CA\",\"mainEntityOfPage\":{\"@id\":\"https://ex.fr/a\"},"
		  "\"image\":[{\"@type\":\"ImageObject\",\"url\":\"https://ex.fr/"
		  "i\"}],\"keywords\":\"p, q\","
		  "\"isAccessibleForFree\":\"False\",\"articleSection\":[\"Monde\",\"Europe\"]}",
		  "{\"title\":\"T\",\"text\":\"A.\",\"authors\":[\"Ana Lys\",\"Bo "
		  "Roe\"],\"publisher\":\"L'Ex\","
		  "\"language\":\"fr\",\"url\":\"https://ex.fr/a\",\"image_url\":\"https://ex.fr/"
		  "i\","
		  "\"keywords\":[\"p\",\"q\"],\"is_accessible_for_free\":false,\"section\":"
		  "\"Monde\","
		  "\"@type\":\"NewsArticle\"}" },
		/* Patapsco, and a number for an id */
		{ "{\"id\":17,\"lang\":\"deu\",\"date\":\"2020-09-09\",\"text\":\"A.\"}",
		  "{\"id\":\"17\",\"language\":\"deu\",\"date_published\":\"2020-09-09\"}" },
		/* Unix time, in seconds and in milliseconds */
		{ "{\"text\":\"A.\",\"published\":1599669312,\"updated\":1599669312000}",
		  "{\"date_published\":\"2020-09-09T16:35:12Z\",\"date_modified\":\"2020-09-09T16:"
		  "35:12Z\"}" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		g_autoptr (Article) article = must_read (table[i].in);
		json_t *got = article_to_json (article);
		json_t *expect = json_loads (table[i].expect, 0, NULL);
		const char *key;
		json_t *value;
		json_object_foreach (expect, key, value)
		{
			g_autofree char *line =
				json_dumps (json_object_get (got, key), JSON_ENCODE_ANY);
			g_test_message ("row %d: %s = %s", (int)i, key, line);
			g_assert_true (json_equal (value, json_object_get (got, key)));
		}
		json_decref (got);
		json_decref (expect);
	}
}

/* Own names win; what was not used is kept; what was used is not kept twice. */
static void test_extra (void)
{
	g_autoptr (Article) article = must_read (
		"{\"title\":\"Own\",\"headline\":\"Other\",\"maintext\":\"A.\",\"source\":\"AFP\","
		"\"x\":\"a\\u0000b\"}");
	g_assert_cmpstr (article->title, ==, "Own");
	g_assert_cmpstr (json_string_value (json_object_get (article->extra, "headline")), ==,
			 "Other");
	g_assert_cmpstr (json_string_value (json_object_get (article->extra, "source")), ==, "AFP");
	g_assert_null (json_object_get (article->extra, "maintext"));
	g_assert_null (article->url);
	g_autofree char *out = write_record (article);
	g_assert_nonnull (strstr (out, "a\\u0000b"));
}

static void test_cleaning (void)
{
	g_autoptr (Article) article =
		must_read ("{\"title\":\"  A\\n\\tB \\u0007\\u202e \",\"text\":\"\\r\\n  x\\u0000y "
			   "\\r\\n\\r\\n  z\\n\","
			   "\"authors\":[\" Ana\\nLys \",7,null]}");
	g_assert_cmpstr (article->title, ==, "A B");
	g_assert_cmpstr (article->text, ==, "xy\nz");
	g_assert_cmpuint (article->authors->len, ==, 1);
	g_assert_cmpstr (article->authors->pdata[0], ==, "Ana Lys");
}

/* A date that is none, or a language that is none, costs the field and not the article; and it can be seen. */
static void test_unread (void)
{
	g_autoptr (Article) article = must_read (
		"{\"title\":\"T\",\"date_published\":\"last week\",\"language\":\"klingonese\","
		"\"language_confidence\":17}");
	g_assert_cmpint (article->date_published.precision, ==, DATE_NONE);
	g_assert_null (article->language);
	const json_t *unread = json_object_get (article->provenance, "unread");
	g_assert_cmpstr (json_string_value (json_object_get (unread, "date_published")), ==,
			 "last week");
	g_assert_cmpuint (json_object_size (unread), ==, 3);
	g_autofree char *once = write_record (article);
	g_autoptr (Article) again = must_read (once);
	g_autofree char *twice = write_record (again);
	g_assert_cmpstr (once, ==, twice);
}

static void test_errors (void)
{
	static const struct {
		const char *in;
		ArticleErrorCode code;
		const char *says;
	} table[] = {
		{ "[]", ARTICLE_ERROR_JSON, "object" },
		{ "\"text\"", ARTICLE_ERROR_JSON, "object" },
		{ "{}", ARTICLE_ERROR_EMPTY, "title" },
		{ "{\"title\":\" \",\"text\":\"None\"}", ARTICLE_ERROR_EMPTY, "title" },
		{ "{\"title\":5}", ARTICLE_ERROR_FIELD, "\"title\"" },
		{ "{\"title\":\"T\",\"text\":true}", ARTICLE_ERROR_FIELD, "\"text\"" },
		{ "{\"title\":\"T\",\"text\":[[[[[\"deep\"]]]]]}", ARTICLE_ERROR_FIELD,
		  "\"text\"" },
		{ "{\"title\":\"T\",\"authors\":5}", ARTICLE_ERROR_FIELD, "\"authors\"" },
		{ "{\"title\":\"T\",\"date_published\":[]}", ARTICLE_ERROR_FIELD,
		  "\"date_published\"" },
		{ "{\"title\":\"T\",\"rights\":\"all\"}", ARTICLE_ERROR_FIELD, "\"rights\"" },
		{ "{\"title\":\"T\",\"id\":{}}", ARTICLE_ERROR_FIELD, "\"id\"" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		g_autoptr (GError) error = NULL;
		g_assert_null (read_record (table[i].in, &error));
		g_assert_error (error, ARTICLE_ERROR, (int)table[i].code);
		g_assert_nonnull (strstr (error->message, table[i].says));
	}
}

static void test_language_code (void)
{
	static const char *const table[][2] = {
		{ "fr", "fr" },      { "FR-ca", "fr" }, { "fra", "fr" },   { "en_US", "en" },
		{ "deu", "deu" },    { "de-AT", "de" }, { "und", NULL },   { "zxx1", NULL },
		{ "", NULL },        { "x", NULL },     { "latin", NULL }, { "zh-Hant", "zh" },
		{ "xx-Nkoo", NULL }, { "MUL", NULL },   { "e n", NULL },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		g_autofree char *code = article_language_code (table[i][0]);
		g_assert_cmpstr (code, ==, table[i][1]);
	}
}

/* --- hash and id --- */

static char *hash_of (const char *json)
{
	g_autoptr (Article) article = must_read (json);
	return article_content_hash (article);
}

static void test_content_hash (void)
{
	g_autofree char *a =
		hash_of ("{\"title\":\"T\",\"text\":\"A.\",\"date_published\":\"2020-09-09\"}");
	g_autofree char *same =
		hash_of ("{\"headline\":\"T\",\"body\":\" A. \",\"date\":\"2020-09-09\","
			 "\"id\":\"q\",\"authors\":[\"Ana\"],\"date_fetched\":\"2021\"}");
	g_autofree char *title =
		hash_of ("{\"title\":\"U\",\"text\":\"A.\",\"date_published\":\"2020-09-09\"}");
	g_autofree char *date =
		hash_of ("{\"title\":\"T\",\"text\":\"A.\",\"date_published\":\"2020-09-10\"}");
	g_autofree char *moved = hash_of ("{\"title\":\"TA.\",\"date_published\":\"2020-09-09\"}");
	g_assert_cmpuint (strlen (a), ==, 64);
	g_assert_cmpstr (a, ==, same);
	g_assert_cmpstr (a, !=, title);
	g_assert_cmpstr (a, !=, date);
	g_assert_cmpstr (a, !=, moved);
}

static char *id_of (const char *json, const char *name)
{
	g_autoptr (Article) article = must_read (json);
	article_ensure_id (article, name);
	return g_strdup (article->id);
}

static void test_ids (void)
{
	g_autofree char *given = id_of ("{\"id\":\"mine\",\"title\":\"T\"}", "name");
	g_autofree char *named = id_of ("{\"title\":\"T\"}", "mon article/1");
	g_autofree char *by_url =
		id_of ("{\"title\":\"T\",\"url\":\"https://example.org/a\"}", "name");
	g_autofree char *by_canonical = id_of ("{\"title\":\"U\",\"url\":\"https://ex.org/"
					       "a?b\",\"canonical_url\":\"https://example.org/a\"}",
					       NULL);
	g_autofree char *by_text = id_of ("{\"title\":\"T\",\"text\":\"A.\"}", NULL);
	g_autofree char *by_text_too = id_of ("{\"title\":\"T\",\"text\":\"A.\"}", " \n");
	g_assert_cmpstr (given, ==, "mine");
	g_assert_cmpstr (named, ==, "mon-article-1");
	g_assert_cmpstr (by_url, ==, by_canonical);
	g_assert_cmpuint (strlen (by_url), ==, 16);
	g_assert_cmpuint (strspn (by_url, "0123456789abcdef"), ==, 16);
	g_assert_cmpstr (by_text, ==, by_text_too);
	g_assert_cmpstr (by_text, !=, by_url);
	/* printf %s https://example.org/a | sha256sum */
	g_assert_cmpstr (by_url, ==, "b5b10dd0429e69ac");
	/* Tracking is no part of an address, and a front page is no article's. */
	g_autofree char *tracked = id_of (
		"{\"title\":\"T\",\"url\":\"https://example.org/a?utm_source=x#top\"}", "name");
	g_assert_cmpstr (tracked, ==, by_url);
	g_autofree char *front = id_of ("{\"title\":\"T\",\"canonical_url\":\"https://example.org/"
					"#a\",\"url\":\"nonsense\"}",
					"name");
	g_assert_cmpstr (front, ==, "name");
	g_autofree char *beyond_front = id_of ("{\"title\":\"T\",\"canonical_url\":\"https://"
					       "example.org\",\"url\":\"https://example.org/a\"}",
					       "name");
	g_assert_cmpstr (beyond_front, ==, by_url);
	g_autofree char *long_name = g_strnfill (300, 'x');
	g_autofree char *cut = id_of ("{\"title\":\"T\"}", long_name);
	g_assert_cmpuint (strlen (cut), <=, ARTICLE_ID_MAX);
	g_autofree char *longer = g_strnfill (301, 'x');
	g_autofree char *cut_too = id_of ("{\"title\":\"T\"}", longer);
	g_assert_cmpstr (cut, !=, cut_too);
	/* Too long a given id is not an id, but the article is kept. */
	g_autofree char *record = g_strdup_printf ("{\"id\":\"%s\",\"title\":\"T\"}", long_name);
	g_autofree char *replaced = id_of (record, "name");
	g_assert_cmpstr (replaced, ==, "name");
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/article/date/forms", test_date_forms);
	g_test_add_func ("/article/date/zone", test_date_zone);
	g_test_add_func ("/article/json/round-trip", test_round_trip);
	g_test_add_func ("/article/json/unknown-is-null", test_unknown_is_null);
	g_test_add_func ("/article/json/other-schemas", test_other_schemas);
	g_test_add_func ("/article/json/extra", test_extra);
	g_test_add_func ("/article/json/cleaning", test_cleaning);
	g_test_add_func ("/article/json/unread", test_unread);
	g_test_add_func ("/article/json/errors", test_errors);
	g_test_add_func ("/article/language-code", test_language_code);
	g_test_add_func ("/article/content-hash", test_content_hash);
	g_test_add_func ("/article/ids", test_ids);
	return g_test_run ();
}
