/* links_score.c: an article or not: before it is fetched, by its address, and after, by what was found in it. */
#include <string.h>

#include "corpus/links_private.h"

/* --- before --- */

/* Evidence for and against; they add up from BASE. Set by reason: a date in the path or a headline as its last segment is
 * enough alone, a number nearly so; a section's word outweighs any one of them. */
#define BASE .15
#define FOR_DATE .45
#define FOR_SLUG .4        /* a headline: LONG_SLUG words or more */
#define FOR_SHORT_SLUG .25 /* three words */
#define FOR_NUMBER .35
#define FOR_QUERY_NUMBER .35
#define FOR_WORD .1        /* "article", "news" before it */
#define FOR_ENDING .1      /* ".html" */
#define AGAINST_SECTION .5 /* "tag", "search" before it, or as it */
#define AGAINST_SHORT .15  /* one short word: a section */

#define LONG_SLUG 4

/* Words of a last segment: letters between "-", "_", "+" or blanks; hexadecimal and numbers are none. */
static guint count_words (const char *segment)
{
	guint count = 0;
	for (const char *s = segment; *s;) {
		gsize len = strcspn (s, "-_+ .,");
		guint letters = 0;
		for (gsize i = 0; i < len; i++)
			letters += !g_ascii_isdigit (s[i]);
		count += len && letters * 2 > len;
		s += len + (s[len] != '\0');
	}
	return count;
}

/* The number that a system of publishing gave: five digits or more in a row ("article123456", "a-123456"), or a long run of letters and digits. */
static bool has_number (const char *s)
{
	static const char alphanumeric[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	for (const char *p = s; *p;) {
		gsize run = strspn (p, alphanumeric), digits = 0, row = 0;
		for (gsize i = 0; i < run; i++) {
			bool digit = g_ascii_isdigit (p[i]);
			digits += digit;
			row = digit ? row + 1 : 0;
			if (row >= 5)
				return true;
		}
		if (run >= 10 && digits >= 2)
			return true;
		p += MAX (run, 1);
	}
	return false;
}

static bool is_number (const char *s, int min, int max)
{
	gsize len = strlen (s);
	if (len == 0 || len > 2 || strspn (s, "0123456789") != len)
		return false;
	int n = (int)g_ascii_strtoll (s, NULL, 10);
	return n >= min && n <= max;
}

/* "20260131" and "2026-01-31" at the start of `s`, behind which no digit stands. */
static bool has_day (const char *s)
{
	gsize run = strspn (s, "0123456789");
	g_autofree char *year = g_strndup (s, 4);
	if (!links_year (year))
		return false;
	if (run == 8) {
		g_autofree char *month = g_strndup (s + 4, 2), *day = g_strndup (s + 6, 2);
		return is_number (month, 1, 12) && is_number (day, 1, 31);
	}
	if (run != 4 || !strchr ("-_", s[4]) || !s[4])
		return false;
	g_autofree char *month = g_strndup (s + 5, 2);
	return is_number (month, 1, 12) && s[7] == s[4] && g_ascii_isdigit (s[8]);
}

static const char *const months[] = { "jan", "feb", "fev", "mar", "apr", "avr", "may", "mai",
				      "jun", "jul", "aug", "aou", "sep", "oct", "nov", "dec" };

static bool is_month (const char *s)
{
	if (is_number (s, 1, 12))
		return true;
	for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
		if (g_str_has_prefix (s, months[i]) && strlen (s) <= 9)
			return true;
	return false;
}

/* A year and a month behind one another, day or not, with something behind them; or a day within a segment. */
static bool has_date (char **segments)
{
	for (char **s = segments; *s; s++) {
		if (links_year (*s) && s[1] && is_month (s[1]) && s[2] &&
		    !(is_number (s[2], 1, 31) && !s[3]))
			return true;
		if (has_day (*s) && (s[1] || strlen (*s) > 10))
			return true;
		/* at the end: "…-20260131", "…_2026-01-31.html" */
		for (const char *mark = strpbrk (*s, "-_"); mark; mark = strpbrk (mark + 1, "-_"))
			if (has_day (mark + 1))
				return true;
	}
	return false;
}

/* The number of one page in the query: ?p=123, ?id=123, ?article=123. */
static bool has_query_number (const Url *url)
{
	/* spip.php?article717 has no "=" */
	static const char *const names[] = { "p=",   "id=",  "article", "article=", "id_article=",
					     "aid=", "nid=", "newsid=", "storyid=", "artid=" };
	g_autofree char *query = g_ascii_strdown (url->query ? url->query : "", -1);
	g_auto (GStrv) parts = g_strsplit_set (query, "&;", 20);
	for (char **part = parts; *part; part++)
		for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
			if (g_str_has_prefix (*part, names[i]) &&
			    g_ascii_isdigit ((*part)[strlen (names[i])]))
				return true;
	return false;
}

/* The last segment without its ending; *ending tells whether it had one of a page. Owned. */
static char *take_slug (const char *segment, bool *ending)
{
	static const char *const endings[] = { ".html", ".htm", ".shtml", ".php", ".asp",
					       ".aspx", ".jsp", ".story", ".amp" };
	*ending = false;
	for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
		if (g_str_has_suffix (segment, endings[i])) {
			*ending = true;
			return g_strndup (segment, strlen (segment) - strlen (endings[i]));
		}
	return g_strdup (segment);
}

/* The segment that names the page: of the last two the one with more words, since a number or "index.html" may stand behind the headline. */
static const char *naming_segment (char **segments, guint n)
{
	const char *last = segments[n - 1], *before = n > 1 ? segments[n - 2] : "";
	guint words = count_words (before);
	return words >= LONG_SLUG && words > count_words (last) ? before : last;
}

double links_url_score (const char *url)
{
	g_autoptr (Url) parsed = url_parse (url, -1, NULL);
	if (!parsed)
		return 0;
	g_auto (GStrv) segments = links_segments (parsed);
	guint n = g_strv_length (segments);
	bool query_number = has_query_number (parsed), section = false, word = false,
	     ending = false;
	if (n == 0)
		return query_number ? BASE + FOR_QUERY_NUMBER : 0;
	g_autofree char *slug = take_slug (naming_segment (segments, n), &ending);
	guint words = count_words (slug);
	for (guint i = 0; i < n; i++) {
		if (links_word (WORD_NOT, segments[i]))
			return 0;
		/* a section's word is as good as any within a headline's path, but for what it lists */
		section = section || links_word (WORD_SECTION, segments[i]);
		word = word || (i + 1 < n && links_word (WORD_ARTICLE, segments[i]));
	}
	double score = BASE;
	score += has_date (segments) ? FOR_DATE : 0;
	score += words >= LONG_SLUG ? FOR_SLUG : words == 3 ? FOR_SHORT_SLUG : 0;
	bool number = has_number (segments[n - 1]) || (n > 1 && has_number (segments[n - 2]));
	score += number ? FOR_NUMBER : 0;
	score += query_number ? FOR_QUERY_NUMBER : 0;
	score += word ? FOR_WORD : 0;
	score += ending ? FOR_ENDING : 0;
	score -= section ? AGAINST_SECTION : 0;
	score -= words <= 1 && n <= 2 && !number && !query_number && strlen (slug) < 15
			 ? AGAINST_SHORT
			 : 0;
	return CLAMP (score, 0, 1);
}

/* --- after --- */

#define REPORT_BYTES 300 /* shorter than any report that does not call itself one */
#define BRIEF_BYTES 120  /* of a page that says it is an article */

/* What the page calls itself: 1 an article, -1 something else, 0 nothing that tells. */
static int own_word (const Article *article)
{
	static const char *const others[] = { "website",           "profile",     "CollectionPage",
					      "SearchResultsPage", "ProfilePage", "AboutPage",
					      "ContactPage",       "FAQPage",     "Product",
					      "video.other",       "VideoObject" };
	const json_t *types = json_object_get (article->provenance, "page_type");
	int word = 0;
	for (gsize i = 0; i < json_array_size (types); i++) {
		const char *type = json_string_value (json_array_get (types, i));
		g_autofree char *lower = type ? g_ascii_strdown (type, -1) : g_strdup ("");
		if (strstr (lower, "article") || strstr (lower, "posting"))
			return 1;
		for (gsize k = 0; k < G_N_ELEMENTS (others); k++)
			if (type && g_ascii_strcasecmp (type, others[k]) == 0)
				word = -1;
	}
	return word;
}

double links_article_score (const Article *article)
{
	gsize bytes = article->text ? strlen (article->text) : 0;
	int word = own_word (article);
	bool dated = article->date_published.precision != DATE_NONE;
	const char *url = article->url ? article->url : article->canonical_url;
	if (bytes < BRIEF_BYTES || (bytes < REPORT_BYTES && word <= 0))
		return 0;
	/* Text is the article. A page that calls itself something else must look like one otherwise: many a
	 * site says "website" on every page. */
	double score = .6 + (bytes >= 1000 ? .1 : 0) + (dated ? .15 : 0);
	score += word > 0 ? .25 : word < 0 ? -.2 : 0;
	if (url)
		score += .2 * (links_url_score (url) - LINKS_ARTICLE);
	return CLAMP (score, 0, 1);
}
