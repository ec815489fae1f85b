/* robots.c: see robots.h. Rules and paths are brought to one percent-encoding, then compared as bytes. */
#include "corpus/robots.h"

#include <string.h>

typedef struct {
	char *text;     /* as it stood, for people */
	char *pattern;  /* in one encoding; "*" is any bytes, a "$" at its end is the end */
	gsize priority; /* bytes of the pattern as written: the RFC's "most octets" */
	bool allow;
} Rule;

struct Robots {
	GArray *rules; /* Rule, of our agent's group */
	GPtrArray *sitemaps;
	double delay;
	bool deny_all;
};

/* Where the parser is. Groups for "*" are kept apart until it is known that none names us. */
typedef struct {
	Robots *robots;
	char *token; /* ours */
	GArray *global_rules;
	double global_delay;
	bool named;               /* some group names us */
	bool in_named, in_global; /* the group being read */
	bool closed;              /* a rule was seen: the next User-agent begins a new group */
	bool delay_closed;        /* likewise, for delays, which are no rules */
	bool delay_named, delay_global;
} Parser;

/* --- one encoding --- */

static bool is_unreserved (guchar c)
{
	return g_ascii_isalnum (c) || (c && strchr ("-._~", c));
}

static void append_escape (GString *out, guchar c)
{
	static const char hex[] = "0123456789ABCDEF";
	const char escape[3] = { '%', hex[c >> 4], hex[c & 15] };
	g_string_append_len (out, escape, 3);
}

/* RFC 9309, 2.2.2: octets outside ASCII are encoded, encoded unreserved ones decoded, so that "é", "%C3%A9" and "%c3%a9" are one. In a path "*" and
 * "$" are plain characters: encoded, they meet a rule's "%2A" and "%24" and no rule's wildcard. */
static char *one_encoding (const char *s, gsize len, bool pattern)
{
	GString *out = g_string_sized_new (len + 8);
	for (gsize i = 0; i < len; i++) {
		guchar c = (guchar)s[i];
		if (c == '%' && len - i > 2 && g_ascii_isxdigit (s[i + 1]) &&
		    g_ascii_isxdigit (s[i + 2])) {
			c = (guchar)(g_ascii_xdigit_value (s[i + 1]) * 16 +
				     g_ascii_xdigit_value (s[i + 2]));
			i += 2;
			if (is_unreserved (c))
				g_string_append_c (out, (char)c);
			else
				append_escape (out, c);
		} else if (c <= ' ' || c >= 0x7f) {
			append_escape (out, c);
		} else if ((c == '*' && !pattern) || (c == '$' && !(pattern && i == len - 1))) {
			append_escape (out, c);
		} else {
			g_string_append_c (out, (char)c);
		}
	}
	return g_string_free (out, FALSE);
}

/* --- matching --- */

/* Whether `pattern` matches a beginning of `path`. Each piece between stars is looked for as far left as it can be: with "*" alone for
 * a wildcard that never has to be taken back, so the time is linear whatever a hostile file says. */
static bool matches (const char *pattern, const char *path)
{
	gsize n = strlen (pattern), rest = strlen (path);
	bool to_end = n && pattern[n - 1] == '$';
	const char *end = pattern + n - (to_end ? 1 : 0);
	for (bool first = true;; first = false) {
		const char *star = memchr (pattern, '*', (gsize)(end - pattern));
		gsize piece = (gsize)((star ? star : end) - pattern);
		const char *at;
		if (first)
			at = rest >= piece && memcmp (path, pattern, piece) == 0 ? path : NULL;
		else if (!star && to_end)
			at = rest >= piece && memcmp (path + rest - piece, pattern, piece) == 0
				     ? path + rest - piece
				     : NULL;
		else
			at = piece ? memmem (path, rest, pattern, piece) : path;
		if (!at)
			return false;
		rest -= (gsize)(at - path) + piece;
		path = at + piece;
		if (!star)
			return !to_end || rest == 0;
		pattern = star + 1;
	}
}

/* Path and query of `url`, without scheme, authority and fragment. Owned. */
static char *path_of (const char *url)
{
	gsize len = strcspn (url, "#");
	const char *p = url, *end = url + len;
	const char *slashes = g_strstr_len (url, (gssize)len, "//");
	gsize before = slashes ? strcspn (url, "/?;") : 0;
	if (slashes && before == (gsize)(slashes - url)) {
		p = slashes + 2;
		while (p < end && !strchr ("/?;", *p))
			p++;
	} else if (len && *p != '/') {
		while (p < end && !strchr ("/?;", *p))
			p++;
	}
	g_autofree char *path =
		g_strdup_printf ("%s%.*s", p < end && *p == '/' ? "" : "/", (int)(end - p), p);
	return one_encoding (path, strlen (path), false);
}

bool robots_pattern_matches (const char *pattern, const char *url)
{
	g_autofree char *path = path_of (url);
	g_autofree char *encoded = one_encoding (pattern, strlen (pattern), true);
	return matches (encoded, path);
}

bool robots_allows (const Robots *robots, const char *url, const char **rule)
{
	g_autofree char *path = path_of (url);
	const Rule *best = NULL;
	if (rule)
		*rule = NULL;
	for (guint i = 0; i < robots->rules->len; i++) {
		const Rule *r = &g_array_index (robots->rules, Rule, i);
		bool better = !best || r->priority > best->priority ||
			      (r->priority == best->priority && r->allow && !best->allow);
		if (better && matches (r->pattern, path))
			best = r;
	}
	if (rule && best)
		*rule = best->text;
	return best ? best->allow : !robots->deny_all;
}

/* --- lines --- */

typedef enum {
	LINE_OTHER,
	LINE_AGENT,
	LINE_ALLOW,
	LINE_DISALLOW,
	LINE_SITEMAP,
	LINE_DELAY
} LineKind;

/* Names of lines, by their beginnings, with the misspellings that are common in the wild. */
static LineKind kind_of (const char *key)
{
	static const struct {
		const char *name;
		LineKind kind;
	} names[] = {
		{ "user-agent", LINE_AGENT },  { "useragent", LINE_AGENT },
		{ "user agent", LINE_AGENT },  { "allow", LINE_ALLOW },
		{ "disallow", LINE_DISALLOW }, { "dissallow", LINE_DISALLOW },
		{ "dissalow", LINE_DISALLOW }, { "disalow", LINE_DISALLOW },
		{ "diasllow", LINE_DISALLOW }, { "disallaw", LINE_DISALLOW },
		{ "sitemap", LINE_SITEMAP },   { "site-map", LINE_SITEMAP },
		{ "crawl-delay", LINE_DELAY }, { "crawldelay", LINE_DELAY },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
		if (g_ascii_strncasecmp (key, names[i].name, strlen (names[i].name)) == 0)
			return names[i].kind;
	return LINE_OTHER;
}

/* The product token at the start of `s`: letters, "_" and "-" (RFC 9309, 2.2.1). */
static gsize token_len (const char *s)
{
	gsize n = 0;
	while (g_ascii_isalpha (s[n]) || s[n] == '_' || s[n] == '-')
		n++;
	return n;
}

static void agent_line (Parser *p, const char *value)
{
	if (p->closed)
		p->in_named = p->in_global = p->closed = false;
	if (p->delay_closed)
		p->delay_named = p->delay_global = p->delay_closed = false;
	if (value[0] == '*' && (!value[1] || g_ascii_isspace (value[1]))) {
		p->in_global = p->delay_global = true;
		return;
	}
	gsize n = token_len (value);
	if (n && n == strlen (p->token) && g_ascii_strncasecmp (value, p->token, n) == 0)
		p->named = p->in_named = p->delay_named = true;
}

static void rule_line (Parser *p, const char *value, bool allow, guint number)
{
	p->closed = p->delay_closed = true;
	if (!*value) /* "Disallow:" forbids nothing */
		return;
	GArray *lists[] = { p->in_named ? p->robots->rules : NULL,
			    p->in_global ? p->global_rules : NULL };
	for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
		if (!lists[i])
			continue;
		Rule rule = { .allow = allow };
		rule.text = g_strdup_printf ("%s: %s (line %u)", allow ? "Allow" : "Disallow",
					     value, number);
		rule.pattern = one_encoding (value, strlen (value), true);
		rule.priority = strlen (rule.pattern);
		g_array_append_val (lists[i], rule);
	}
}

static void delay_line (Parser *p, const char *value)
{
	char *end;
	double delay = g_ascii_strtod (value, &end);
	p->delay_closed = true;
	if (end == value || !(delay >= 0) || delay > 1e9)
		return;
	if (p->delay_named)
		p->robots->delay = MAX (p->robots->delay, delay);
	if (p->delay_global)
		p->global_delay = MAX (p->global_delay, delay);
}

/* Split "key: value", or "key value" when there are just these two words. False when it is neither. `line` is changed. */
static bool split (char *line, char **key, char **value)
{
	line[strcspn (line, "#")] = '\0';
	g_strstrip (line);
	char *sep = strchr (line, ':');
	if (!sep) {
		sep = line + strcspn (line, " \t");
		if (!*sep)
			return false;
		const char *word = sep + strspn (sep, " \t");
		if (word[strcspn (word, " \t")])
			return false;
	}
	*sep = '\0';
	*key = g_strstrip (line);
	*value = g_strstrip (sep + 1);
	return **key != '\0';
}

static void parse_line (Parser *p, char *line, guint number)
{
	char *key, *value;
	if (!split (line, &key, &value))
		return;
	switch (kind_of (key)) {
	case LINE_AGENT:
		agent_line (p, value);
		break;
	case LINE_ALLOW:
	case LINE_DISALLOW:
		rule_line (p, value, kind_of (key) == LINE_ALLOW, number);
		break;
	case LINE_DELAY:
		delay_line (p, value);
		break;
	case LINE_SITEMAP:
		if (*value && p->robots->sitemaps->len < ROBOTS_SITEMAPS_MAX)
			g_ptr_array_add (p->robots->sitemaps, g_utf8_make_valid (value, -1));
		break;
	case LINE_OTHER:
		break;
	}
}

static void rule_clear (gpointer data)
{
	Rule *rule = data;
	g_free (rule->text);
	g_free (rule->pattern);
}

static GArray *rules_new (void)
{
	GArray *rules = g_array_new (FALSE, FALSE, sizeof (Rule));
	g_array_set_clear_func (rules, rule_clear);
	return rules;
}

Robots *robots_fixed (bool allow)
{
	Robots *robots = g_new0 (Robots, 1);
	robots->rules = rules_new ();
	robots->sitemaps = g_ptr_array_new_with_free_func (g_free);
	robots->delay = -1;
	robots->deny_all = !allow;
	return robots;
}

/* Bytes of the byte order mark, or of as much of it as there is. */
static gsize bom_len (const guint8 *data, gsize len)
{
	static const guint8 bom[] = { 0xef, 0xbb, 0xbf };
	gsize n = 0;
	while (n < len && n < sizeof bom && data[n] == bom[n])
		n++;
	return n;
}

static void parse_lines (Parser *p, const guint8 *data, gsize len)
{
	guint number = 0;
	for (gsize i = 0; i < len;) {
		gsize start = i;
		while (i < len && data[i] != '\n' && data[i] != '\r')
			i++;
		gsize n = MIN (i - start, ROBOTS_LINE_MAX);
		if (i < len && data[i] == '\r' && i + 1 < len && data[i + 1] == '\n')
			i++;
		/* the last line of a file that was cut may be half a rule */
		if (i >= len && len == ROBOTS_MAX_BYTES)
			break;
		i++;
		number++;
		g_autofree char *line = g_strndup ((const char *)data + start, n);
		parse_line (p, line, number);
	}
}

Robots *robots_parse (const guint8 *data, gsize len, const char *agent)
{
	Parser p = { .robots = robots_fixed (true),
		     .global_rules = rules_new (),
		     .global_delay = -1 };
	p.token = g_strndup (agent, strcspn (agent, "/"));
	len = MIN (len, ROBOTS_MAX_BYTES);
	gsize bom = bom_len (data, len);
	parse_lines (&p, data + bom, len - bom);
	if (!p.named) {
		g_array_unref (p.robots->rules);
		p.robots->rules = g_array_ref (p.global_rules);
		p.robots->delay = p.global_delay;
	}
	g_array_unref (p.global_rules);
	g_free (p.token);
	g_ptr_array_add (p.robots->sitemaps, NULL);
	return p.robots;
}

RobotsStatus robots_status (int http_status)
{
	if (http_status >= 200 && http_status < 300)
		return ROBOTS_PARSE;
	if (http_status >= 300 && http_status < 500 && http_status != 429)
		return ROBOTS_ALLOW_ALL;
	return ROBOTS_DENY_ALL;
}

void robots_free (Robots *robots)
{
	if (!robots)
		return;
	g_array_unref (robots->rules);
	g_ptr_array_unref (robots->sitemaps);
	g_free (robots);
}

double robots_crawl_delay (const Robots *robots)
{
	return robots->delay;
}

const char *const *robots_sitemaps (const Robots *robots)
{
	static const char *const none[] = { NULL };
	return robots->sitemaps->len ? (const char *const *)robots->sitemaps->pdata : none;
}
