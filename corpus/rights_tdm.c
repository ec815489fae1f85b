/* rights_tdm.c: /.well-known/tdmrep.json. */
#include <string.h>

#include "corpus/rights.h"
#include "corpus/robots.h"

typedef struct {
	char *location, *policy;
	int reservation;
} Rule;

struct Tdmrep {
	GArray *rules; /* Rule, in the file's order: the first that matches decides */
};

int tdm_reservation_value (const char *value)
{
	const char *s = value + strspn (value, " \t");
	gsize len = strcspn (s, " \t");
	bool one_digit = len == 1 && (*s == '0' || *s == '1') && !s[len + strspn (s + len, " \t")];
	return one_digit ? *s - '0' : -1;
}

static void rule_clear (gpointer data)
{
	Rule *rule = data;
	g_free (rule->location);
	g_free (rule->policy);
}

/* The report has a number; strings and booleans are seen. */
static int reservation_of (const json_t *value)
{
	if (json_is_integer (value))
		return json_integer_value (value) == 0   ? 0
		       : json_integer_value (value) == 1 ? 1
							 : -1;
	if (json_is_boolean (value))
		return json_is_true (value);
	return json_is_string (value) ? tdm_reservation_value (json_string_value (value)) : -1;
}

static void add_rule (GArray *rules, const json_t *object)
{
	const char *location = json_string_value (json_object_get (object, "location"));
	const char *policy = json_string_value (json_object_get (object, "tdm-policy"));
	int reservation = reservation_of (json_object_get (object, "tdm-reservation"));
	if (!location || !*location || reservation < 0 || rules->len >= TDMREP_RULES_MAX)
		return;
	Rule rule = { g_strdup (location), policy && *policy ? g_strdup (policy) : NULL,
		      reservation };
	g_array_append_val (rules, rule);
}

Tdmrep *tdmrep_parse (const guint8 *data, gsize len)
{
	static const char bom[] = "\xef\xbb\xbf";
	const char *text = (const char *)data;
	if (len > TDMREP_MAX_BYTES)
		return NULL;
	if (len >= 3 && memcmp (text, bom, 3) == 0) {
		text += 3;
		len -= 3;
	}
	json_t *root = json_loadb (text, len, 0, NULL);
	/* One rule without the array's brackets: the report says that they are forgotten. */
	if (!json_is_array (root) && !json_object_get (root, "location")) {
		json_decref (root);
		return NULL;
	}
	Tdmrep *tdmrep = g_new0 (Tdmrep, 1);
	tdmrep->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
	g_array_set_clear_func (tdmrep->rules, rule_clear);
	if (json_is_object (root))
		add_rule (tdmrep->rules, root);
	for (gsize i = 0; i < json_array_size (root); i++)
		add_rule (tdmrep->rules, json_array_get (root, i));
	json_decref (root);
	return tdmrep;
}

void tdmrep_free (Tdmrep *tdmrep)
{
	if (!tdmrep)
		return;
	g_array_unref (tdmrep->rules);
	g_free (tdmrep);
}

int tdmrep_reservation (const Tdmrep *tdmrep, const char *url, const char **policy)
{
	for (guint i = 0; i < tdmrep->rules->len; i++) {
		const Rule *rule = &g_array_index (tdmrep->rules, Rule, i);
		if (!robots_pattern_matches (rule->location, url))
			continue;
		if (policy)
			*policy = rule->policy;
		return rule->reservation;
	}
	if (policy)
		*policy = NULL;
	return -1;
}
