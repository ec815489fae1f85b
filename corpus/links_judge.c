/* links_judge.c: which links to follow: the site, the depth, the user's patterns, and what traps crawlers. */
#include <string.h>

#include "corpus/links_private.h"
#include "corpus/robots.h"

const char *links_verdict_name (LinkVerdict verdict)
{
	static const char *const names[LINK_VERDICTS] = {
		[LINK_FOLLOW] = "page",
		[LINK_ARTICLE] = "article",
		[LINK_BAD_URL] = "not an address",
		[LINK_OTHER_SITE] = "other site",
		[LINK_TOO_DEEP] = "too deep",
		[LINK_EXCLUDED] = "excluded",
		[LINK_ASSET] = "no page",
		[LINK_NOT_NEWS] = "no news",
		[LINK_TRAP_LONG] = "trap: too long",
		[LINK_TRAP_REPEATED] = "trap: repeats itself",
		[LINK_TRAP_SESSION] = "trap: session",
		[LINK_TRAP_PARAMETERS] = "trap: parameters",
		[LINK_TRAP_CALENDAR] = "trap: calendar",
		[LINK_TRAP_PAGES] = "trap: pages of a list",
	};
	return names[verdict];
}

/* --- traps --- */

/* A segment three times, or a run of two or more segments twice in a row: relative links gone astray. */
static bool repeats (char **segments)
{
	guint n = g_strv_length (segments);
	for (guint i = 0; i < n; i++) {
		guint same = 0;
		for (guint j = i; j < n; j++)
			same += strcmp (segments[i], segments[j]) == 0;
		/* days and months may well be the same number */
		if (same >= 3 && !g_ascii_isdigit (*segments[i]))
			return true;
	}
	for (guint run = 2; run * 2 <= n; run++)
		for (guint i = 0; i + 2 * run <= n; i++) {
			guint k = 0;
			while (k < run && strcmp (segments[i + k], segments[i + run + k]) == 0)
				k++;
			if (k == run)
				return true;
		}
	return false;
}

/* A visit's number as a parameter, or ";jsessionid=…" and "(S(…))" in the path. */
static bool has_session (char **segments, char **parameters)
{
	for (char **p = parameters; *p; p++)
		if (links_word (WORD_SESSION, *p) || g_str_has_prefix (*p, "aspsessionid"))
			return true;
	for (char **s = segments; *s; s++) {
		const char *semicolon = strchr (*s, ';');
		g_autofree char *name =
			semicolon ? g_strndup (semicolon + 1, strcspn (semicolon + 1, "=")) : NULL;
		if ((name && links_word (WORD_SESSION, name)) || g_str_has_prefix (*s, "(s("))
			return true;
	}
	return false;
}

static bool has_views (char **parameters)
{
	if (g_strv_length (parameters) > LINKS_PARAMETERS_MAX)
		return true;
	for (char **p = parameters; *p; p++) {
		if (links_word (WORD_VIEW, *p))
			return true;
		/* the same name again and again: a form that feeds on itself */
		guint same = 0;
		for (char **q = parameters; *q; q++)
			same += strcmp (*p, *q) == 0;
		if (same >= 3)
			return true;
	}
	return false;
}

/* A year to come, or a calendar of any but this year. */
static bool is_calendar (char **segments, char **parameters, gint64 now_s)
{
	g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_s);
	int this_year = now ? g_date_time_get_year (now) : 2100, year = 0;
	bool calendar = false, dated = false;
	for (char **s = segments; *s; s++) {
		g_autofree char *start = g_strndup (*s, 4);
		int found = links_year (start);
		/* "2031", "2031-05", but no number that happens to begin so */
		if (found && (!(*s)[4] || (*s)[4] == '-') &&
		    !strpbrk (*s, "abcdefghijklmnopqrstuvwxyz"))
			year = found;
		calendar = calendar || links_word (WORD_CALENDAR, *s);
	}
	for (char **p = parameters; *p; p++) {
		calendar = calendar || links_word (WORD_CALENDAR, *p);
		dated = dated || strcmp (*p, "date") == 0 || strcmp (*p, "month") == 0 ||
			strcmp (*p, "day") == 0 || strcmp (*p, "year") == 0 ||
			strcmp (*p, "mois") == 0 || strcmp (*p, "jour") == 0 ||
			strcmp (*p, "annee") == 0;
	}
	return year > this_year + 1 || (calendar && (dated || (year && year != this_year)));
}

/* The number behind "/page/", "?page=" and the like. */
static bool is_deep_page (const Url *url, char **segments)
{
	static const char *const names[] = { "page=", "paged=", "p=", "start=", "offset=" };
	for (char **s = segments; *s && s[1]; s++)
		if (strcmp (*s, "page") == 0 && g_ascii_strtoull (s[1], NULL, 10) > LINKS_PAGES_MAX)
			return true;
	g_auto (GStrv) parts = g_strsplit_set (url->query ? url->query : "", "&;", 50);
	for (char **part = parts; *part; part++)
		for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
			/* ?p= is an article's number with WordPress, and offsets count by tens */
			guint64 most = i < 2    ? LINKS_PAGES_MAX
				       : i == 2 ? G_MAXUINT64
						: 20 * LINKS_PAGES_MAX;
			if (g_str_has_prefix (*part, names[i]) &&
			    g_ascii_strtoull (*part + strlen (names[i]), NULL, 10) > most)
				return true;
		}
	return false;
}

static LinkVerdict trap_of (const Url *url, char **segments, gsize len, gint64 now_s)
{
	g_auto (GStrv) parameters = links_parameters (url);
	if (len > LINKS_URL_MAX || g_strv_length (segments) > LINKS_SEGMENTS_MAX)
		return LINK_TRAP_LONG;
	if (repeats (segments))
		return LINK_TRAP_REPEATED;
	if (has_session (segments, parameters))
		return LINK_TRAP_SESSION;
	if (is_calendar (segments, parameters, now_s))
		return LINK_TRAP_CALENDAR;
	if (has_views (parameters))
		return LINK_TRAP_PARAMETERS;
	return is_deep_page (url, segments) ? LINK_TRAP_PAGES : LINK_FOLLOW;
}

LinkVerdict links_trap (const char *url, gint64 now_s)
{
	g_autoptr (Url) parsed = url_parse (url, -1, NULL);
	if (!parsed)
		return LINK_BAD_URL;
	g_auto (GStrv) segments = links_segments (parsed);
	return trap_of (parsed, segments, strlen (url), now_s);
}

/* --- the verdict --- */

static bool any_matches (const char *const *patterns, const char *url)
{
	for (; patterns && *patterns; patterns++)
		if (robots_pattern_matches (*patterns, url))
			return true;
	return false;
}

static bool is_asset (char **segments)
{
	guint n = g_strv_length (segments);
	const char *dot = n ? strrchr (segments[n - 1], '.') : NULL;
	return dot && links_word (WORD_ASSET, dot);
}

static bool is_not_news (char **segments)
{
	for (char **s = segments; *s; s++)
		if (links_word (WORD_NOT, *s))
			return true;
	return false;
}

LinkVerdict links_judge (const LinkRules *rules, const char *url, guint depth)
{
	g_autoptr (Url) parsed = url_parse (url, -1, NULL);
	if (!parsed)
		return LINK_BAD_URL;
	g_autofree char *site = url_domain (rules->site), *its = url_domain_of_host (parsed->host);
	if (g_strcmp0 (site, its) != 0)
		return LINK_OTHER_SITE;
	if (depth > rules->depth_max)
		return LINK_TOO_DEEP;
	if (any_matches (rules->exclude, url) ||
	    (rules->include && *rules->include && !any_matches (rules->include, url)))
		return LINK_EXCLUDED;
	g_auto (GStrv) segments = links_segments (parsed);
	LinkVerdict trap = trap_of (parsed, segments, strlen (url), rules->now_s);
	if (trap != LINK_FOLLOW)
		return trap;
	if (is_asset (segments))
		return LINK_ASSET;
	if (is_not_news (segments))
		return LINK_NOT_NEWS;
	return links_url_score (url) >= LINKS_ARTICLE ? LINK_ARTICLE : LINK_FOLLOW;
}
