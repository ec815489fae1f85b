/* probe_web.c: what the parsers of the web answer: URLs, robots.txt. */
#include <glib.h>
#include <string.h>

#include "corpus/robots.h"
#include "corpus/url.h"
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

const ProbeSuite probe_web[] = {
	{ "robots", robots_case },       { "robots_real", robots_case },
	{ "url_parse", url_parse_case }, { "url_same", url_same_case },
	{ "url_ops", url_ops_case },     { NULL, NULL },
};
