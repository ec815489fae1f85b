/* alternate.c: see alternate.h. */
#include "corpus/alternate.h"

#include <string.h>

#include "corpus/url.h"

/* Is what url_key() gave a front page, of the site or of one of its languages: "host", "host/fr", "host/en-gb"? */
static bool is_front (const char *key)
{
	const char *path = strchr (key, '/');
	if (!path)
		return strchr (key, '?') == NULL;
	gsize len = strlen (++path);
	return len == 2 || (len == 5 && (path[2] == '-' || path[2] == '_'));
}

static bool is_own (const Article *article, const char *key)
{
	const char *const own[] = { article->url, article->canonical_url };
	for (gsize i = 0; i < G_N_ELEMENTS (own); i++) {
		g_autofree char *own_key = own[i] ? url_key (own[i]) : NULL;
		if (g_strcmp0 (own_key, key) == 0)
			return true;
	}
	return false;
}

char *alternate_clean (const Article *article, const char *value, const char **why_not)
{
	const char *space = strchr (value, ' '), *reason = NULL;
	g_autofree char *code = space ? g_strndup (value, (gsize)(space - value)) : NULL;
	g_autofree char *url = space ? url_canonical (space + 1) : NULL;
	g_autofree char *key = url ? url_key (url) : NULL;
	/* "fr-CA" is French */
	if (code)
		code[strcspn (code, "-_")] = '\0';
	g_autofree char *lang = code ? g_ascii_strdown (code, -1) : NULL;
	if (!key)
		reason = "not an address";
	else if (lang_from_code (lang) != LANG_FR && lang_from_code (lang) != LANG_EN)
		reason = "neither French nor English";
	else if (is_front (key))
		reason = "a front page";
	else if (is_own (article, key))
		reason = "the page itself";
	if (why_not)
		*why_not = reason;
	return reason ? NULL : g_strdup_printf ("%s %s", lang, url);
}

GPtrArray *alternates_of (const Article *article)
{
	GPtrArray *out = g_ptr_array_new_with_free_func (g_free);
	const json_t *list = json_object_get (article->provenance, "alternates");
	for (gsize i = 0; i < json_array_size (list) && out->len < ALTERNATES_MAX; i++) {
		const char *value = json_string_value (json_array_get (list, i));
		g_autofree char *clean = value ? alternate_clean (article, value, NULL) : NULL;
		if (clean)
			g_ptr_array_add (out, g_strdup (strchr (clean, ' ') + 1));
	}
	return out;
}

bool alternate_langs (Lang a, Lang b)
{
	return (a == LANG_FR && b == LANG_EN) || (a == LANG_EN && b == LANG_FR);
}

/* Does `a` name the address of `b`? */
static bool names (const Article *a, const Article *b)
{
	const char *identity = article_identity (b);
	g_autofree char *wanted = identity ? url_key (identity) : NULL;
	g_autoptr (GPtrArray) urls = alternates_of (a);
	for (guint i = 0; wanted && i < urls->len; i++) {
		g_autofree char *key = url_key (urls->pdata[i]);
		if (g_strcmp0 (key, wanted) == 0)
			return true;
	}
	return false;
}

bool alternate_between (const Article *a, const Article *b)
{
	return alternate_langs (article_lang (a), article_lang (b)) &&
	       (names (a, b) || names (b, a));
}
