/* rights_robots.c: X-Robots-Tag and meta robots: a list of rules, some with a value, some for one crawler alone. */
#include <string.h>

#include "corpus/feed.h"
#include "corpus/rights.h"

#define RULES_MAX 100 /* of one value; more are not read */

static const struct {
	const char *name;
	guint flags;
} plain[] = {
	{ "noindex", ROBOTS_TAG_NOINDEX },
	{ "nofollow", ROBOTS_TAG_NOFOLLOW },
	{ "none", ROBOTS_TAG_NOINDEX | ROBOTS_TAG_NOFOLLOW },
	{ "noarchive", ROBOTS_TAG_NOARCHIVE },
	{ "nocache", ROBOTS_TAG_NOARCHIVE },
	{ "nosnippet", ROBOTS_TAG_NOSNIPPET },
	{ "noai", ROBOTS_TAG_NOAI },
	{ "noimageai", 0 }, /* of pictures */
	{ "notrain", ROBOTS_TAG_NOAI },
	{ "all", 0 },
	{ "index", 0 },
	{ "follow", 0 },
	{ "archive", 0 },
	{ "noimageindex", 0 },
	{ "notranslate", 0 },
	{ "indexifembedded", 0 },
	{ "noodp", 0 },
	{ "noydir", 0 },
};

/* Rules with a value after a colon: their names are no crawlers'. */
static const char *const valued[] = { "unavailable_after", "max-snippet", "max-image-preview",
				      "max-video-preview" };

static bool is_valued (const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS (valued); i++)
		if (g_ascii_strcasecmp (name, valued[i]) == 0)
			return true;
	return false;
}

static bool is_everyone (const char *name)
{
	return strcmp (name, "*") == 0 || g_ascii_strcasecmp (name, "robots") == 0;
}

/* `agent` up to its version. */
static bool is_agent (const char *name, const char *agent)
{
	gsize len = strcspn (agent, "/");
	return len && strlen (name) == len && g_ascii_strncasecmp (name, agent, len) == 0;
}

static void add_valued (const char *name, const char *value, RobotsTag *tag)
{
	FeedDate date = { .text = NULL };
	if (g_ascii_strcasecmp (name, "max-snippet") == 0 && strcmp (value, "0") == 0) {
		tag->flags |= ROBOTS_TAG_NOSNIPPET;
	} else if (g_ascii_strcasecmp (name, "unavailable_after") == 0 &&
		   feed_date_parse (value, &date) &&
		   (tag->unavailable_after_s == 0 || date.unix_s < tag->unavailable_after_s)) {
		tag->unavailable_after_s = date.unix_s;
	}
}

static void add_plain (const char *name, RobotsTag *tag)
{
	for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
		if (g_ascii_strcasecmp (name, plain[i].name) == 0)
			tag->flags |= plain[i].flags;
}

/* The rule that begins at `s`: up to the next comma, but that a date may begin "Friday, ". Owned; *next is behind it. */
static char *take_rule (const char *s, const char **next)
{
	gsize len = strcspn (s, ",");
	g_autofree char *rule = g_strstrip (g_strndup (s, len));
	const char *colon = strchr (rule, ':');
	if (s[len] && colon && g_ascii_strncasecmp (rule, "unavailable_after", 17) == 0) {
		const char *word = colon + 1 + strspn (colon + 1, " \t");
		if (*word && strspn (word, "abcdefghijklmnopqrstuvwxyz"
					   "ABCDEFGHIJKLMNOPQRSTUVWXYZ.") == strlen (word)) {
			len += 1 + strcspn (s + len + 1, ",");
			g_free (rule);
			rule = g_strstrip (g_strndup (s, len));
		}
	}
	*next = s[len] ? s + len + 1 : s + len;
	return g_steal_pointer (&rule);
}

void robots_tag_read (const char *value, const char *agent, bool header, RobotsTag *tag,
		      GString *applies)
{
	bool ours = true;
	guint count = 0;
	for (const char *s = value; *s && count < RULES_MAX; count++) {
		g_autofree char *rule = take_rule (s, &s);
		char *name = rule, *colon;
		/* "otherbot: noindex": who is spoken to from here on */
		while (header && (colon = strchr (name, ':'))) {
			g_autofree char *before =
				g_strchomp (g_strndup (name, (gsize)(colon - name)));
			if (is_valued (before) || strpbrk (before, " \t"))
				break;
			ours = is_everyone (before) || is_agent (before, agent);
			name = g_strchug (colon + 1);
		}
		if (!ours || !*name)
			continue;
		if (applies)
			g_string_append_printf (applies, "%s%s", applies->len ? ", " : "", name);
		colon = strchr (name, ':');
		if (colon) {
			*colon = '\0';
			add_valued (g_strchomp (name), g_strchug (colon + 1), tag);
		} else {
			/* blanks instead of commas are seen */
			g_auto (GStrv) words = g_strsplit_set (name, " \t;", RULES_MAX);
			for (char **word = words; *word; word++)
				add_plain (*word, tag);
		}
	}
}
