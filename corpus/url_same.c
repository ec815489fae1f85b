/* url_same.c: url_canonical() and url_key(): which addresses are one article. The rules are in url.h; what
 * tracks, which pages only redirect and which files are a folder's index are in corpus/data/tracking.tsv. */
#include "corpus/url.h"

#include <string.h>

#include "corpus/table.h"

#define TABLE "corpus/data/tracking.tsv"
#define UNWRAP_MAX 3 /* share pages within share pages that are followed */

/* --- the table --- */

typedef struct {
	const char *
		site; /* "*", "example.org" and what is under it, or "google.*" for any public suffix */
	const char *name;  /* exact, or with one "*" at its start or end */
	const char *value; /* the value that it must have; NULL: any */
} Rule;

typedef struct {
	GHashTable *exact; /* lower-cased name without "*" → GArray of Rule */
	GArray *patterns;  /* Rule with "*" in its name */
	GArray *wrappers; /* Rule: site, parameter that carries the address, path prefix as value */
	GStringChunk *strings;
} Table;

static void add_exact (Table *table, Rule rule)
{
	GArray *rules = g_hash_table_lookup (table->exact, rule.name);
	if (!rules) {
		rules = g_array_new (FALSE, FALSE, sizeof (Rule));
		g_hash_table_insert (table->exact, (gpointer)(guintptr)rule.name, rules);
	}
	g_array_append_val (rules, rule);
}

/* kind, site, name, value, source: apart by tabs. */
static void add_row (char **f, gpointer data)
{
	Table *table = data;
	Rule rule = { g_string_chunk_insert_const (table->strings, f[1]),
		      g_string_chunk_insert_const (table->strings, f[2]),
		      *f[3] ? g_string_chunk_insert_const (table->strings, f[3]) : NULL };
	if (strcmp (f[0], "wrapper") == 0)
		g_array_append_val (table->wrappers, rule);
	else if (strchr (rule.name, '*'))
		g_array_append_val (table->patterns, rule);
	else
		add_exact (table, rule);
}

static Table *load (void)
{
	Table *table = g_new0 (Table, 1);
	table->exact = g_hash_table_new (g_str_hash, g_str_equal);
	table->patterns = g_array_new (FALSE, FALSE, sizeof (Rule));
	table->wrappers = g_array_new (FALSE, FALSE, sizeof (Rule));
	table->strings = g_string_chunk_new (4096);
	table_each_row (TABLE, 5, add_row, table);
	return table;
}

/* Read once, never changed: safe for any thread. */
static const Table *table_get (void)
{
	static gsize once;
	if (g_once_init_enter (&once))
		g_once_init_leave (&once, (gsize)load ());
	return (const Table *)once;
}

/* --- matching --- */

static bool site_matches (const char *site, const char *host)
{
	gsize n = strlen (site), h = strlen (host);
	if (strcmp (site, "*") == 0)
		return true;
	if (g_str_has_suffix (site, ".*")) {
		g_autofree char *domain = url_domain_of_host (host);
		return strncmp (domain, site, n - 1) == 0;
	}
	return h >= n && strcmp (host + h - n, site) == 0 && (h == n || host[h - n - 1] == '.');
}

static bool name_matches (const char *pattern, const char *name)
{
	gsize n = strlen (pattern);
	if (pattern[0] == '*')
		return g_str_has_suffix (name, pattern + 1);
	return strncmp (name, pattern, n - 1) == 0;
}

static bool rule_holds (const Rule *rule, const char *host, const char *value, gsize value_len)
{
	if (rule->value && (strlen (rule->value) != value_len ||
			    g_ascii_strncasecmp (rule->value, value, value_len) != 0))
		return false;
	return site_matches (rule->site, host);
}

bool url_is_tracking (const char *host, const char *name, gsize name_len, const char *value,
		      gsize value_len)
{
	const Table *table = table_get ();
	g_autofree char *lower = g_ascii_strdown (name, (gssize)name_len);
	const GArray *rules = g_hash_table_lookup (table->exact, lower);
	for (guint i = 0; rules && i < rules->len; i++)
		if (rule_holds (&g_array_index (rules, Rule, i), host, value, value_len))
			return true;
	for (guint i = 0; i < table->patterns->len; i++) {
		const Rule *rule = &g_array_index (table->patterns, Rule, i);
		if (name_matches (rule->name, lower) && rule_holds (rule, host, value, value_len))
			return true;
	}
	return false;
}

/* --- canonical --- */

/* The start of the URL proper in `s`, and its length without the markup behind it. */
static const char *proper (const char *s, gsize *len)
{
	while (*s && (guchar)*s <= ' ')
		s++;
	/* "http://http://example.org", "https://g__https://example.org": two URLs run together. The host of the first has
	 * no dot before the second begins, so it cannot be one. */
	for (;;) {
		const char *colon = strstr (s, "://");
		const char *next = colon ? strstr (colon + 3, "://") : NULL;
		gsize back =
			next && next - colon >= 8 && g_ascii_strncasecmp (next - 5, "https", 5) == 0
				? 5
			: next && next - colon >= 7 &&
					g_ascii_strncasecmp (next - 4, "http", 4) == 0
				? 4
				: 0;
		if (!back || memchr (colon + 3, '.', (gsize)(next - colon - 3)) ||
		    memchr (colon + 3, '/', (gsize)(next - colon - 3)) || !strchr (next + 3, '.'))
			break;
		s = next - back;
	}
	*len = strcspn (s, "<>\"");
	return s;
}

/* Percent-encoding made one: `keep` are the characters that stay encoded because they would mean something. */
static char *even_escapes (const char *s, const char *keep)
{
	GString *out = g_string_sized_new (strlen (s));
	for (; *s; s++) {
		if (*s != '%') {
			g_string_append_c (out, *s);
			continue;
		}
		/* A stray "%" must not become half an escape with what is decoded behind it. */
		if (!g_ascii_isxdigit (s[1]) || !g_ascii_isxdigit (s[2])) {
			g_string_append (out, "%25");
			continue;
		}
		char c = (char)(g_ascii_xdigit_value (s[1]) * 16 + g_ascii_xdigit_value (s[2]));
		if (g_ascii_isgraph (c) && !strchr (keep, c)) {
			g_string_append_c (out, c);
		} else {
			g_string_append_c (out, '%');
			g_string_append_c (out, g_ascii_toupper (s[1]));
			g_string_append_c (out, g_ascii_toupper (s[2]));
		}
		s += 2;
	}
	return g_string_free (out, FALSE);
}

/* The query without what tracks and what is empty; NULL when nothing is left. */
static char *clean_query (const char *host, const char *query)
{
	g_auto (GStrv) parts = g_strsplit (query, "&", -1);
	g_autoptr (GString) out = g_string_new (NULL);
	for (char **part = parts; *part; part++) {
		const char *p = *part;
		while (g_ascii_strncasecmp (p, "amp;", 4) == 0)
			p += 4;
		if (!*p)
			continue;
		const char *equals = strchr (p, '=');
		const char *value = equals ? equals + 1 : "";
		gsize name_len = equals ? (gsize)(equals - p) : strlen (p);
		if (url_is_tracking (host, p, name_len, value, strlen (value)))
			continue;
		if (out->len)
			g_string_append_c (out, '&');
		g_string_append (out, p);
	}
	return out->len ? even_escapes (out->str, " \"#<>'%&=+;`{}|\\^") : NULL;
}

static void set (char **field, char *value)
{
	g_free (*field);
	*field = value;
}

/* Parsed, with url_canonical()'s rules applied. */
static Url *canonical (const char *s)
{
	gsize len;
	s = proper (s, &len);
	g_autoptr (Url) url = url_parse (s, (gssize)MIN (len, URL_MAX_BYTES + 1), NULL);
	/* The standard lets a host have a quotation mark; DNS does not, and the next reader would cut there. */
	if (!url || strchr (url->host, '"'))
		return NULL;
	set (&url->user, g_strdup (""));
	set (&url->password, g_strdup (""));
	if (url->fragment && url->fragment[0] != '!')
		g_clear_pointer (&url->fragment, g_free);
	/* A name's last dot says "from the root", which every name in a URL is. */
	gsize host_len = strlen (url->host);
	if (host_len > 1 && url->host[host_len - 1] == '.' && url->host[host_len - 2] != '.')
		url->host[host_len - 1] = '\0';
	set (&url->path, even_escapes (url->path, " \"#<>?^`{}/\\%;=&+|"));
	if (url->query)
		set (&url->query, clean_query (url->host, url->query));
	return g_steal_pointer (&url);
}

char *url_canonical (const char *s)
{
	g_autoptr (Url) url = canonical (s);
	return url ? url_string (url) : NULL;
}

/* --- key --- */

/* The value of `name` in the query, percent-decoded; NULL when it is not there. Owned. */
static char *query_value (const Url *url, const char *name)
{
	gsize n = strlen (name);
	g_auto (GStrv) parts = url->query ? g_strsplit (url->query, "&", -1) : NULL;
	for (char **part = parts; part && *part; part++)
		if (strncmp (*part, name, n) == 0 && (*part)[n] == '=')
			return g_uri_unescape_string (*part + n + 1, NULL);
	return NULL;
}

/* AMP caches carry the address in their path: https://www.google.com/amp/s/HOST/PATH, https://X.cdn.ampproject.org/c/s/HOST/PATH */
static char *amp_cache_target (const Url *url)
{
	const char *p = NULL;
	if (site_matches ("google.*", url->host) && g_str_has_prefix (url->path, "/amp/"))
		p = url->path + 5;
	else if (site_matches ("cdn.ampproject.org", url->host) &&
		 (g_str_has_prefix (url->path, "/c/") || g_str_has_prefix (url->path, "/v/")))
		p = url->path + 3;
	if (!p)
		return NULL;
	bool secure = g_str_has_prefix (p, "s/");
	return g_strdup_printf ("%s://%s%s%s", secure ? "https" : "http", secure ? p + 2 : p,
				url->query ? "?" : "", url->query ? url->query : "");
}

/* The address that a share or redirect page carries, or NULL. Owned. */
static char *wrapped (const Url *url)
{
	const GArray *wrappers = table_get ()->wrappers;
	for (guint i = 0; i < wrappers->len; i++) {
		const Rule *rule = &g_array_index (wrappers, Rule, i);
		if (!site_matches (rule->site, url->host) ||
		    (rule->value && !g_str_has_prefix (url->path, rule->value)))
			continue;
		g_autofree char *target = query_value (url, rule->name);
		if (target &&
		    (g_str_has_prefix (target, "http://") || g_str_has_prefix (target, "https://")))
			return g_steal_pointer (&target);
	}
	return amp_cache_target (url);
}

/* `host` without the prefixes that are doors to the same site, as long as a registrable domain stays. Borrowed but for
 * "amp-x.example.org", which loses its "amp-". */
static const char *strip_host (const char *host)
{
	g_autofree char *domain = url_domain_of_host (host);
	gsize keep = strlen (domain);
	for (;;) {
		const char *rest = NULL;
		if (g_str_has_prefix (host, "www")) {
			rest = host + 3 + strspn (host + 3, "0123456789");
			rest = *rest == '.' ? rest + 1 : NULL;
		} else if (g_str_has_prefix (host, "amp-")) {
			rest = host + 4;
		} else {
			static const char *const doors[] = { "m.", "mobile.", "amp." };
			for (gsize i = 0; i < G_N_ELEMENTS (doors) && !rest; i++)
				if (g_str_has_prefix (host, doors[i]))
					rest = host + strlen (doors[i]);
		}
		if (!rest || strlen (rest) < keep)
			return host;
		host = rest;
	}
}

static bool is_index (const char *segment)
{
	static const char *const stems[] = { "index.", "default." };
	static const char *const endings[] = { "html", "htm",  "shtml", "xhtml", "php",
					       "php3", "php4", "php5",  "asp",   "aspx",
					       "jsp",  "cgi",  "cfm" };
	for (gsize i = 0; i < G_N_ELEMENTS (stems); i++) {
		gsize n = strlen (stems[i]);
		if (g_ascii_strncasecmp (segment, stems[i], n) != 0)
			continue;
		for (gsize j = 0; j < G_N_ELEMENTS (endings); j++)
			if (g_ascii_strcasecmp (segment + n, endings[j]) == 0)
				return true;
	}
	return false;
}

static void drop_ending (GString *path, const char *ending)
{
	if (g_str_has_suffix (path->str, ending))
		g_string_truncate (path, path->len - strlen (ending));
}

static char *key_path (const char *path)
{
	GString *out = g_string_sized_new (strlen (path));
	for (const char *p = path; *p; p++)
		if (*p != '/' || p[1] != '/')
			g_string_append_c (out, *p);
	drop_ending (out, "/");
	const char *last = strrchr (out->str, '/');
	if (last && is_index (last + 1))
		g_string_truncate (out, (gsize)(last - out->str));
	drop_ending (out, "/amp");
	drop_ending (out, ".amp");
	if (g_str_has_suffix (out->str, ".amp.html"))
		g_string_erase (out, (gssize)out->len - 9, 4);
	return g_string_free (out, FALSE);
}

/* By name alone: the sort below keeps what is equal in its order. */
static gint by_name (gconstpointer a, gconstpointer b, gpointer unused)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	gsize n = strcspn (x, "="), m = strcspn (y, "=");
	(void)unused;
	int order = strncmp (x, y, MIN (n, m));
	return order ? order : (n > m) - (n < m);
}

static char *key_of (const Url *url)
{
	g_autofree char *path = key_path (url->path);
	GString *out = g_string_new (strip_host (url->host));
	if (url->port >= 0)
		g_string_append_printf (out, ":%d", url->port);
	g_string_append (out, path);
	if (url->query) {
		g_auto (GStrv) parts = g_strsplit (url->query, "&", -1);
		g_qsort_with_data (parts, (gint)g_strv_length (parts), sizeof *parts, by_name,
				   NULL);
		g_autofree char *sorted = g_strjoinv ("&", parts);
		g_string_append_printf (out, "?%s", sorted);
	}
	if (url->fragment)
		g_string_append_printf (out, "#%s", url->fragment);
	return g_string_free (out, FALSE);
}

char *url_key (const char *s)
{
	g_autoptr (Url) url = canonical (s);
	for (int i = 0; url && i < UNWRAP_MAX; i++) {
		g_autofree char *target = wrapped (url);
		Url *inner = target ? canonical (target) : NULL;
		if (!inner)
			break;
		url_free (url);
		url = inner;
	}
	return url ? key_of (url) : NULL;
}
