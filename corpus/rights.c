/* rights.c: facts about a page's rights, and the decision made of them. */
#include "corpus/rights.h"

#include <string.h>

#include "shim/text.h"

/* --- facts --- */

static json_t *date_json (gint64 date_s)
{
	if (date_s <= 0)
		return json_null ();
	g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (date_s);
	g_autofree char *text = date ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
	return text ? json_string (text) : json_null ();
}

void rights_set (json_t **rights, const char *name, json_t *value, const char *source,
		 gint64 date_s)
{
	if (!value)
		return;
	if (!*rights)
		*rights = json_object ();
	json_object_set_new (*rights, name,
			     json_pack ("{s:o, s:s, s:o}", "value", value, "source", source, "date",
					date_json (date_s)));
}

const json_t *rights_get (const json_t *rights, const char *name)
{
	const json_t *fact = json_object_get (rights, name);
	return json_is_object (fact) ? json_object_get (fact, "value") : fact;
}

/* What the net said, as one clean line of bounded length. Owned. */
static char *clean_value (const char *value)
{
	gsize len = strnlen (value, RIGHTS_VALUE_MAX);
	g_autofree char *cut = g_strndup (value, len);
	return text_line (cut, -1, 0);
}

static void set_text (json_t **rights, const char *name, const char *value, const char *source,
		      gint64 date_s)
{
	g_autofree char *clean = clean_value (value);
	if (*clean)
		rights_set (rights, name, json_string (clean), source, date_s);
}

/* Whether a TDM fact of the page itself is there. */
static bool page_says_tdm (const json_t *rights)
{
	const json_t *fact = json_object_get (rights, "tdm_reservation");
	const char *source = json_string_value (json_object_get (fact, "source"));
	return source && g_str_has_prefix (source, "meta:");
}

static void set_tdm (json_t **rights, int reservation, const char *policy, const char *source,
		     gint64 date_s)
{
	rights_set (rights, "tdm_reservation", json_integer (reservation), source, date_s);
	/* a policy belongs to the reservation that it came with */
	json_object_del (*rights, "tdm_policy");
	if (policy && reservation == 1)
		set_text (rights, "tdm_policy", policy, source, date_s);
}

void rights_read_headers (json_t **rights, const GPtrArray *headers, const char *agent,
			  gint64 date_s)
{
	g_autoptr (GString) applies = g_string_new (NULL);
	RobotsTag tag = { 0 };
	int reservation = -1;
	const char *policy = NULL;
	for (guint i = 0; headers && i + 1 < headers->len; i += 2) {
		const char *name = headers->pdata[i], *value = headers->pdata[i + 1];
		if (g_ascii_strcasecmp (name, "X-Robots-Tag") == 0) {
			robots_tag_read (value, agent, true, &tag, applies);
		} else if (g_ascii_strcasecmp (name, "tdm-reservation") == 0) {
			/* said twice: a reservation holds */
			reservation = MAX (reservation, tdm_reservation_value (value));
		} else if (g_ascii_strcasecmp (name, "tdm-policy") == 0 && !policy) {
			policy = value;
		}
	}
	if (applies->len)
		set_text (rights, "x_robots_tag", applies->str, "header:x-robots-tag", date_s);
	if (reservation >= 0 && !page_says_tdm (*rights))
		set_tdm (rights, reservation, policy, "header:tdm-reservation", date_s);
}

void rights_read_tdmrep (json_t **rights, const Tdmrep *tdmrep, const char *url, gint64 date_s)
{
	const char *policy = NULL;
	int reservation = tdmrep ? tdmrep_reservation (tdmrep, url, &policy) : -1;
	if (reservation >= 0 && !json_object_get (*rights, "tdm_reservation"))
		set_tdm (rights, reservation, policy, "tdmrep.json", date_s);
}

void rights_read_robots_txt (json_t **rights, const char *rule, gint64 date_s)
{
	if (rule)
		set_text (rights, "robots_txt", rule, "robots.txt", date_s);
}

/* --- the decision --- */

bool rights_respect_from_name (const char *name, RightsRespect *out)
{
	static const char *const names[] = { "robots", "tdm", "all" };
	for (guint i = 0; i < G_N_ELEMENTS (names); i++)
		if (strcmp (name, names[i]) == 0) {
			*out = i;
			return true;
		}
	return false;
}

static RobotsTag known_tag (const json_t *rights)
{
	RobotsTag tag = { 0 };
	const char *header = json_string_value (rights_get (rights, "x_robots_tag"));
	const char *meta = json_string_value (rights_get (rights, "meta_robots"));
	/* What is stored applies to us already. */
	if (header)
		robots_tag_read (header, "", false, &tag, NULL);
	if (meta)
		robots_tag_read (meta, "", false, &tag, NULL);
	return tag;
}

static bool is_reserved (const json_t *rights)
{
	const json_t *value = rights_get (rights, "tdm_reservation");
	return json_integer_value (value) == 1 || json_is_true (value);
}

guint rights_may (const json_t *rights, bool disallowed, RightsRespect respect, gint64 now_s,
		  const char **why)
{
	RobotsTag tag = known_tag (rights);
	guint flags = tag.flags;
	bool expired = tag.unavailable_after_s && tag.unavailable_after_s <= now_s;
	bool locked = json_is_false (rights_get (rights, "is_accessible_for_free"));
	/* What forbids most stands first: it is what `why` tells. */
	const struct {
		bool holds;
		RightsRespect from;
		guint forbids;
		const char *why;
	} rules[] = {
		{ disallowed, RESPECT_ROBOTS, MAY_ALL, "robots.txt" },
		{ is_reserved (rights), RESPECT_TDM, MAY_ALL, "tdm-reservation" },
		{ flags & ROBOTS_TAG_NOINDEX, RESPECT_ROBOTS, MAY_KEEP | MAY_INDEX, "noindex" },
		{ expired, RESPECT_ROBOTS, MAY_KEEP | MAY_INDEX, "unavailable_after" },
		{ flags & ROBOTS_TAG_NOAI, RESPECT_ALL, MAY_KEEP | MAY_INDEX, "noai" },
		{ locked, RESPECT_ALL, MAY_KEEP | MAY_INDEX, "paywall" },
		{ flags & ROBOTS_TAG_NOSNIPPET, RESPECT_ALL, MAY_INDEX, "nosnippet" },
		{ flags & ROBOTS_TAG_NOARCHIVE, RESPECT_ROBOTS, MAY_KEEP, "noarchive" },
		{ flags & ROBOTS_TAG_NOFOLLOW, RESPECT_ROBOTS, MAY_FOLLOW, "nofollow" },
	};
	guint may = MAY_ALL;
	const char *first = NULL;
	for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
		if (!rules[i].holds || respect < rules[i].from)
			continue;
		may &= ~rules[i].forbids;
		first = first ? first : rules[i].why;
	}
	if (!(may & MAY_INDEX))
		may &= ~(guint)MAY_KEEP;
	if (why)
		*why = first;
	return may;
}
