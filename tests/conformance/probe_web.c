/* probe_web.c: what the parsers of the web answer: URLs, robots.txt, feeds, sitemaps, archives. */
#include <glib.h>
#include <string.h>

#include "corpus/coding.h"
#include "corpus/feed.h"
#include "corpus/robots.h"
#include "corpus/sitemap.h"
#include "corpus/url.h"
#include "corpus/warc.h"
#include "tests/conformance/probe.h"

static const char *text_of (const json_t *input, const char *name)
{
	return json_string_value (json_object_get (input, name));
}

static void set_text (json_t *object, const char *name, const char *value)
{
	json_object_set_new (object, name,
			     value ? json_stringn_nocheck (value, strlen (value)) : json_null ());
}

/* --- URLs --- */

static void url_parse_case (const json_t *input, json_t *answer)
{
	const json_t *s = json_object_get (input, "input");
	const char *base_text = text_of (input, "base");
	g_autoptr (Url) base = base_text ? url_parse (base_text, -1, NULL) : NULL;
	g_autoptr (Url) url = NULL;
	if (!base_text || base)
		url = url_parse (json_string_value (s), (gssize)json_string_length (s), base);
	g_autofree char *href = url ? url_string (url) : NULL;
	set_text (answer, "href", href);
}

static void url_same_case (const json_t *input, json_t *answer)
{
	g_autofree char *a = url_key (text_of (input, "a"));
	g_autofree char *b = url_key (text_of (input, "b"));
	set_text (answer, "a_norm", a);
	set_text (answer, "b_norm", b);
}

/* The peers' own functions that we have a like for; the others get null. */
static void url_ops_case (const json_t *input, json_t *answer)
{
	static const struct {
		const char *op;
		char *(*func) (const char *);
	} ops[] = { { "normalize_url", url_canonical },  { "clean_url", url_canonical },
		    { "scrub_url", url_canonical },      { "canonicalize_url", url_canonical },
		    { "strip_tracking", url_canonical }, { "extract_domain", url_domain },
		    { "get_domain_name", url_domain } };
	const char *op = text_of (input, "op");
	const json_t *args = json_object_get (input, "args");
	const char *first = json_string_value (json_array_get (args, 0));
	const char *second = json_string_value (json_array_get (args, 1));
	g_autofree char *result = NULL;
	for (gsize i = 0; op && first && i < G_N_ELEMENTS (ops); i++)
		if (strcmp (op, ops[i].op) == 0)
			result = ops[i].func (first);
	if (op && first && second && strcmp (op, "fix_relative_urls") == 0)
		result = url_resolve (first, second);
	set_text (answer, "result", result);
}

/* --- robots.txt --- */

static void robots_case (const json_t *input, json_t *answer)
{
	const json_t *text = json_object_get (input, "robots");
	const char *b64 = text_of (input, "robots_b64"), *agent = text_of (input, "agent");
	gsize len = json_string_length (text);
	g_autofree guint8 *data =
		b64 ? g_base64_decode (b64, &len) : g_memdup2 (json_string_value (text), len);
	g_autoptr (Robots) robots = robots_parse (data, len, agent);
	json_object_set_new (answer, "allow",
			     json_boolean (robots_allows (robots, text_of (input, "url"), NULL)));
}

/* --- feeds, in feedparser's names --- */

static void set_text_or_none (json_t *object, const char *name, const char *value)
{
	if (value)
		set_text (object, name, value);
}

/* What a feed says in so many words, or that it says nothing. */
static const char *said (const FeedText *text)
{
	return !text->value && text->empty ? "" : text->value;
}

static json_t *person (const FeedPerson *p)
{
	json_t *out = json_object ();
	set_text_or_none (out, "name", p->name);
	set_text_or_none (out, "email", p->email);
	set_text_or_none (out, "url", p->url);
	set_text_or_none (out, "href", p->url);
	return out;
}

static void set_people (json_t *out, const GPtrArray *people)
{
	json_t *list = json_array ();
	for (guint i = 0; i < people->len; i++)
		json_array_append_new (list, person (people->pdata[i]));
	json_object_set_new (out, "authors", list);
	if (!people->len)
		return;
	const FeedPerson *first = people->pdata[0];
	g_autofree char *both = first->name && first->email
					? g_strdup_printf ("%s (%s)", first->name, first->email)
					: g_strdup (first->name ? first->name : first->email);
	set_text_or_none (out, "author", both);
	json_object_set_new (out, "author_detail", person (first));
}

static void set_date (json_t *out, const char *name, const FeedDate *date)
{
	g_autofree char *utc_name = g_strdup_printf ("%s_utc", name);
	g_autofree char *parsed_name = g_strdup_printf ("%s_parsed_utc", name);
	set_text_or_none (out, name, date->text);
	if (!date->known)
		return;
	g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (date->unix_s);
	g_autofree char *text = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
	set_text (out, utc_name, text);
	set_text (out, parsed_name, text);
}

static void set_links (json_t *out, const GPtrArray *links)
{
	json_t *all = json_array (), *enclosures = json_array ();
	for (guint i = 0; i < links->len; i++) {
		const FeedLink *link = links->pdata[i];
		json_t *one = json_object ();
		set_text_or_none (one, "href", link->href);
		set_text_or_none (one, "rel", link->rel);
		set_text_or_none (one, "type", link->type);
		set_text_or_none (one, "title", link->title);
		set_text_or_none (one, "hreflang", link->language);
		if (link->length >= 0) {
			g_autofree char *length =
				g_strdup_printf ("%" G_GINT64_FORMAT, link->length);
			set_text (one, "length", length);
		}
		json_array_append (all, one);
		if (link->rel && strcmp (link->rel, "enclosure") == 0)
			json_array_append (enclosures, one);
		json_decref (one);
	}
	json_object_set_new (out, "links", all);
	json_object_set_new (out, "enclosures", enclosures);
}

static void set_tags (json_t *out, const GPtrArray *categories)
{
	json_t *tags = json_array ();
	for (guint i = 0; i < categories->len; i++)
		json_array_append_new (tags, json_pack ("{s:s}", "term", categories->pdata[i]));
	json_object_set_new (out, "tags", tags);
	if (categories->len)
		set_text (out, "category", categories->pdata[0]);
}

static json_t *entry_json (const FeedEntry *entry)
{
	json_t *out = json_object ();
	set_text_or_none (out, "title", said (&entry->title));
	set_text_or_none (out, "link", entry->link);
	set_text_or_none (out, "id", entry->id);
	set_text_or_none (out, "guid", entry->id);
	set_text_or_none (out, "summary", said (&entry->summary));
	set_text_or_none (out, "description",
			  entry->content.value && !entry->summary.value ? entry->content.value
									: said (&entry->summary));
	set_text_or_none (out, "rights", entry->rights.value);
	set_text_or_none (out, "language", entry->language);
	set_text_or_none (out, "image", entry->image);
	set_text_or_none (out, "comments", entry->comments);
	if (entry->content.value) {
		json_t *content = json_object ();
		set_text (content, "value", entry->content.value);
		set_text_or_none (content, "language", entry->content.language);
		set_text_or_none (content, "base", entry->content.base);
		set_text (content, "type", entry->content.html ? "text/html" : "text/plain");
		json_object_set_new (out, "content", json_pack ("[o]", content));
	}
	set_date (out, "published", &entry->published);
	set_date (out, "updated", &entry->updated);
	set_date (out, "created", &entry->created);
	set_people (out, entry->authors);
	set_links (out, entry->links);
	set_tags (out, entry->categories);
	json_object_set_new (out, "source", json_object ());
	set_text_or_none (json_object_get (out, "source"), "title", entry->source_title);
	set_text_or_none (json_object_get (out, "source"), "link", entry->source_link);
	return out;
}

static char *version_name (const Feed *feed, bool netscape)
{
	static const char *const names[] = { "rss", "rss", "atom", "cdf", "json" };
	GString *out = g_string_new (names[feed->format]);
	/* all RSS 2 is one; RSS 0.91 is Userland's where no DOCTYPE of Netscape's says otherwise */
	const char *version = feed->version ? feed->version : "";
	for (const char *p = version[0] == '2' ? "20" : version; *p; p++)
		if (*p != '.')
			g_string_append_c (out, *p);
	if (strcmp (version, "0.91") == 0)
		g_string_append_c (out, netscape ? 'n' : 'u');
	return g_string_free (out, FALSE);
}

static json_t *feed_json (const Feed *feed)
{
	json_t *out = json_object ();
	set_text_or_none (out, "title", said (&feed->title));
	set_text_or_none (out, "description", said (&feed->description));
	set_text_or_none (out, "subtitle", said (&feed->description));
	set_text_or_none (out, "link", feed->link);
	set_text_or_none (out, "id", feed->id);
	set_text_or_none (out, "guid", feed->id);
	set_text_or_none (out, "language", feed->language);
	set_text_or_none (out, "rights", feed->rights.value);
	set_text_or_none (out, "copyright", feed->rights.value);
	set_text_or_none (out, "generator", feed->generator);
	set_date (out, "published", &feed->published);
	set_date (out, "updated", &feed->updated);
	set_people (out, feed->authors);
	set_links (out, feed->links);
	set_tags (out, feed->categories);
	return out;
}

static char *charset_of (const char *content_type)
{
	const char *p = content_type ? strstr (content_type, "charset=") : NULL;
	return p ? g_strstrip (g_strdelimit (g_strdup (p + strlen ("charset=")), "'\";", ' '))
		 : NULL;
}

static void feed_case (const json_t *input, json_t *answer)
{
	g_autofree char *data = NULL;
	gsize len = 0;
	g_file_get_contents (text_of (input, "path"), &data, &len, NULL);
	const json_t *headers = json_object_get (input, "http_headers");
	const char *type = text_of (headers, "Content-type");
	g_autofree char *charset = charset_of (type ? type : text_of (headers, "Content-Type"));
	g_autoptr (GError) error = NULL;
	g_autoptr (Feed) feed =
		feed_parse ((const guint8 *)data, len, text_of (headers, "Content-Location"),
			    charset, text_of (headers, "Content-Language"), &error);
	json_t *entries = json_array ();
	json_object_set_new (answer, "entries", entries);
	json_object_set_new (answer, "feed", feed ? feed_json (feed) : json_object ());
	if (!feed) {
		set_text (answer, "error", error->message);
		return;
	}
	g_autofree char *version = version_name (
		feed, g_strstr_len (data, (gssize)MIN (len, 1024), "Netscape") != NULL);
	set_text (answer, "version", version);
	json_object_set_new (answer, "bozo", json_boolean (feed->flawed));
	for (guint i = 0; i < feed->entries->len; i++)
		json_array_append_new (entries, entry_json (feed->entries->pdata[i]));
}

/* --- sitemaps --- */

static json_t *sitemap_entry (const SitemapEntry *entry)
{
	json_t *out = json_object ();
	set_text (out, "loc", entry->loc);
	json_t *date = json_object ();
	set_date (date, "lastmod", &entry->lastmod);
	set_text (out, "lastmod", text_of (date, "lastmod_utc"));
	json_decref (date);
	if (entry->news_title || entry->news_date.text) {
		json_t *news = json_object ();
		set_text_or_none (news, "title", entry->news_title);
		set_text_or_none (news, "publication", entry->news_name);
		set_text_or_none (news, "language", entry->news_language);
		set_date (news, "publication_date", &entry->news_date);
		json_object_set_new (out, "news", news);
	}
	return out;
}

static void sitemap_case (const json_t *input, json_t *answer)
{
	g_autofree char *data = NULL;
	gsize len = 0;
	g_file_get_contents (text_of (input, "path"), &data, &len, NULL);
	g_autoptr (GError) error = NULL;
	g_autoptr (Sitemap) sitemap = sitemap_parse (
		(const guint8 *)data, len, text_of (input, "url"),
		json_is_true (json_object_get (input, "strict_same_host_path")), &error);
	if (!sitemap) {
		set_text (answer, "error", error->message);
		return;
	}
	json_object_set_new (answer, "is_index", json_boolean (sitemap->kind == SITEMAP_INDEX));
	json_t *entries = json_array ();
	json_object_set_new (answer, "entries", entries);
	for (guint i = 0; i < sitemap->entries->len; i++)
		json_array_append_new (entries, sitemap_entry (sitemap->entries->pdata[i]));
}

/* --- archives --- */

#define BODY_MAX (64u << 20)

static void set_payload (json_t *out, const WarcRecord *record, const GByteArray *block)
{
	bool http_type = record->type == WARC_RESPONSE || record->type == WARC_REQUEST ||
			 record->type == WARC_REVISIT;
	g_autoptr (WarcHttp) http = http_type ? warc_http_parse (block->data, block->len) : NULL;
	g_autoptr (GByteArray) body =
		http ? warc_http_body (http, block->data, block->len, BODY_MAX, NULL) : NULL;
	const GByteArray *payload = body ? body : block;
	g_autofree char *sha1 =
		g_compute_checksum_for_data (G_CHECKSUM_SHA1, payload->data, payload->len);
	set_text (out, "decoded_sha1", sha1);
	json_object_set_new (out, "len", json_integer (payload->len));
}

static void warc_case (const json_t *input, json_t *answer)
{
	json_t *records = json_array (), *problems = json_array ();
	json_object_set_new (answer, "records", records);
	json_object_set_new (answer, "problems", problems);
	g_autoptr (WarcReader) reader = warc_open (text_of (input, "path"), NULL, NULL);
	for (WarcStep step = reader ? WARC_ROW : WARC_DONE; step != WARC_DONE;) {
		const WarcRecord *record;
		g_autoptr (GError) error = NULL;
		step = warc_next (reader, &record, &error);
		if (step == WARC_FAIL) {
			json_array_append_new (problems, json_string (error->message));
			step = g_error_matches (error, WARC_ERROR, WARC_ERROR_INVALID) ? WARC_FAIL
										       : WARC_DONE;
		} else if (step == WARC_ROW) {
			json_t *out = json_object ();
			const char *type = warc_header (record, "WARC-Type");
			set_text (out, "type", type ? type : record->type_name);
			set_text (out, "uri", record->uri);
			json_object_set_new (out, "offset",
					     json_integer ((json_int_t)record->place.offset));
			g_autoptr (GByteArray) block = warc_block (reader, BODY_MAX, NULL);
			set_payload (out, record, block);
			json_array_append_new (records, out);
		}
	}
}

/* --- any bytes into every parser --- */

static void fuzz_case (const json_t *input, json_t *answer)
{
	g_autofree char *text = NULL;
	gsize len = 0;
	if (!g_file_get_contents (text_of (input, "path"), &text, &len, NULL))
		return;
	const guint8 *data = (const guint8 *)text;
	g_autofree char *canonical = url_canonical (text);
	g_autofree char *resolved = url_resolve ("https://a.example/b/c", text);
	g_autoptr (Robots) robots = robots_parse (data, len, "entente");
	g_autoptr (Feed) feed = feed_parse (data, len, "https://a.example/feed", NULL, NULL, NULL);
	g_autoptr (Sitemap) sitemap =
		sitemap_parse (data, len, "https://a.example/s.xml", false, NULL);
	g_autoptr (WarcHttp) http = warc_http_parse (data, len);
	g_autoptr (GByteArray) body =
		http ? warc_http_body (http, data, len, BODY_MAX, NULL) : NULL;
	g_autoptr (GByteArray) gzip = coding_decode ("gzip", data, len, BODY_MAX, NULL, NULL);
	g_autoptr (GByteArray) deflate = coding_decode ("deflate", data, len, BODY_MAX, NULL, NULL);
	warc_case (input, answer);
	set_text (answer, "canonical", canonical);
	set_text (answer, "resolved", resolved);
	json_object_set_new (answer, "allows", json_boolean (robots_allows (robots, text, NULL)));
	json_object_set_new (answer, "entries", json_integer (feed ? feed->entries->len : 0));
	json_object_set_new (answer, "locs", json_integer (sitemap ? sitemap->entries->len : 0));
	json_object_set_new (answer, "body", json_integer (body ? body->len : 0));
	json_object_set_new (answer, "gzip", json_integer (gzip ? gzip->len : 0));
	json_object_set_new (answer, "deflate", json_integer (deflate ? deflate->len : 0));
}

const ProbeSuite probe_web[] = {
	{ "warc", warc_case },
	{ "fuzz_web", fuzz_case },
	{ "sitemaps", sitemap_case },
	{ "feeds", feed_case },
	{ "feeds_robust", feed_case },
	{ "robots", robots_case },
	{ "robots_real", robots_case },
	{ "url_parse", url_parse_case },
	{ "url_same", url_same_case },
	{ "url_ops", url_ops_case },
	{ NULL, NULL },
};
