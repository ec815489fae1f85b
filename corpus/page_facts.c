/* page_facts.c: the list of what a page says of itself. */
#include "corpus/page_facts.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "shim/text.h"

static const char *const field_names[FACT_COUNT] = {
	"title",
	"description",
	"authors",
	"date_published",
	"date_modified",
	"date",
	"section",
	"keywords",
	"image_url",
	"publisher",
	"canonical_url",
	"language",
	"is_accessible_for_free",
	"text",
	"alternates",
	"license",
	"meta_robots",
	"tdm_reservation",
	"tdm_policy",
	"page_type",
	"agency",
};

const char *page_fact_name (PageFactField field)
{
	return field_names[field];
}

static void fact_free (gpointer data)
{
	PageFact *fact = data;
	g_free (fact->rule);
	g_free (fact->value);
	g_free (fact);
}

PageFacts *page_facts_new (void)
{
	PageFacts *facts = g_new0 (PageFacts, 1);
	for (int i = 0; i < FACT_COUNT; i++)
		facts->list[i] = g_ptr_array_new_with_free_func (fact_free);
	return facts;
}

void page_facts_free (PageFacts *facts)
{
	if (!facts)
		return;
	for (int i = 0; i < FACT_COUNT; i++)
		g_ptr_array_unref (facts->list[i]);
	g_free (facts);
}

/* --- HTML in values --- */

static gsize decode_entity (const char *s, GString *out)
{
	gunichar c = 0;
	gsize n = 1;
	if (s[1] == '#') {
		bool hex = s[2] == 'x' || s[2] == 'X';
		char *end;
		guint64 number = g_ascii_strtoull (s + (hex ? 3 : 2), &end, hex ? 16 : 10);
		n = (gsize)(end - s);
		if (n < 3 || n > 12)
			return 0;
		c = number < 0x110000 ? (gunichar)number : 0;
	} else {
		char name[12];
		gsize len = 0;
		while (len < sizeof name - 1 && g_ascii_isalnum (s[1 + len])) {
			name[len] = s[1 + len];
			len++;
		}
		name[len] = '\0';
		const htmlEntityDesc *entity =
			len ? htmlEntityLookup ((const xmlChar *)name) : NULL;
		if (!entity && strcmp (name, "apos") != 0)
			return 0;
		c = entity ? entity->value : '\'';
		n = 1 + len;
	}
	if (s[n] == ';')
		n++;
	else if (s[1] != '#') /* "&copy=1" in a URL is not © */
		return 0;
	/* What pages write as 128–159 is windows-1252's; only the apostrophe and quotes matter. */
	if (c == 0x91 || c == 0x92)
		c = 0x2019;
	if (c < ' ' || (c >= 0x7f && c < 0xa0) || !g_unichar_validate (c))
		c = ' ';
	g_string_append_unichar (out, c);
	return n;
}

static bool is_block_tag (const char *s)
{
	static const char *const names[] = { "p",   "/p", "br", "div", "/div", "li",
					     "/li", "h1", "h2", "h3",  "h4" };
	for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
		gsize len = strlen (names[i]);
		if (g_ascii_strncasecmp (s, names[i], len) == 0 && !g_ascii_isalnum (s[len]))
			return true;
	}
	return false;
}

static char *plain_once (const char *value, bool lines)
{
	GString *out = g_string_sized_new (strlen (value));
	for (const char *s = value; *s;) {
		const char *close;
		gsize n;
		if (*s == '<' && (g_ascii_isalpha (s[1]) || s[1] == '/' || s[1] == '!') &&
		    (close = strchr (s, '>')) && close - s < 2000) {
			if (is_block_tag (s + 1))
				g_string_append_c (out, lines ? '\n' : ' ');
			s = close + 1;
		} else if (*s == '&' && (n = decode_entity (s, out)) > 0) {
			s += n;
		} else {
			g_string_append_c (out, *s++);
		}
	}
	return g_string_free (out, FALSE);
}

char *page_plain (const char *value, bool lines)
{
	g_autofree char *once = plain_once (value, lines);
	bool again = strchr (once, '&') || (strchr (once, '<') && strchr (once, '>'));
	g_autofree char *twice = again ? plain_once (once, lines) : g_steal_pointer (&once);
	return lines ? text_clean (twice, -1, NULL) : text_line (twice, -1, 0);
}

/* --- facts --- */

PageFact *page_fact_add (PageFacts *facts, PageFactField field, guint rank, const char *rule,
			 const char *value)
{
	GPtrArray *list = facts->list[field];
	if (!value || list->len >= PAGE_FACT_MAX)
		return NULL;
	gsize len = strlen (value);
	if (field != FACT_BODY && len > PAGE_FACT_BYTES)
		len = (gsize)(g_utf8_find_prev_char (value, value + PAGE_FACT_BYTES) - value);
	g_autofree char *cut = g_strndup (value, len);
	g_autofree char *plain = page_plain (cut, field == FACT_BODY);
	g_strstrip (plain);
	static const char *const nothing[] = { "",      "null", "none", "undefined", "nan",
					       "false", "[]",   "{}",   "-" };
	for (gsize i = 0; i < G_N_ELEMENTS (nothing); i++)
		if (field != FACT_FREE && g_ascii_strcasecmp (plain, nothing[i]) == 0)
			return NULL;
	for (guint i = 0; i < list->len; i++) {
		const PageFact *old = g_ptr_array_index (list, i);
		if (old->rank == rank && strcmp (old->rule, rule) == 0 &&
		    strcmp (old->value, plain) == 0)
			return NULL;
	}
	PageFact *fact = g_new0 (PageFact, 1);
	fact->field = field;
	fact->rule = g_strdup (rule);
	fact->value = g_steal_pointer (&plain);
	fact->rank = rank;
	guint at = list->len;
	while (at > 0 && ((const PageFact *)g_ptr_array_index (list, at - 1))->rank > rank)
		at--;
	g_ptr_array_insert (list, (int)at, fact);
	return fact;
}

PageFact *page_fact_first (const PageFacts *facts, PageFactField field)
{
	return facts->list[field]->len ? g_ptr_array_index (facts->list[field], 0) : NULL;
}

static json_t *why_fact (const PageFact *fact)
{
	json_t *object = json_object ();
	json_object_set_new (object, "rule", json_string (fact->rule));
	if (fact->field == FACT_BODY)
		json_object_set_new (object, "bytes",
				     json_integer ((json_int_t)strlen (fact->value)));
	else
		json_object_set_new (object, "value", json_string (fact->value));
	json_object_set_new (object, "won", json_boolean (fact->won));
	if (fact->why_not)
		json_object_set_new (object, "why_not", json_string (fact->why_not));
	return object;
}

json_t *page_facts_why (const PageFacts *facts)
{
	json_t *why = json_object ();
	for (int field = 0; field < FACT_COUNT; field++) {
		const GPtrArray *list = facts->list[field];
		if (!list->len)
			continue;
		json_t *all = json_array ();
		for (guint i = 0; i < list->len; i++)
			json_array_append_new (all, why_fact (g_ptr_array_index (list, i)));
		json_object_set_new (why, field_names[field], all);
	}
	return why;
}

void page_win (PageFact *fact, json_t *rules)
{
	fact->won = true;
	json_object_set_new (rules, page_fact_name (fact->field), json_string (fact->rule));
}
