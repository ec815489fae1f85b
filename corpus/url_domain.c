/* url_domain.c: whose a URL is: its host, its site, the domain that somebody registered. */
#include <libpsl.h>
#include <string.h>

#include "corpus/library.h"
#include "corpus/url.h"

char *url_origin (const char *url)
{
	g_autoptr (Url) parsed = url_parse (url, -1, NULL);
	if (!parsed)
		return NULL;
	return parsed->port >= 0
		       ? g_strdup_printf ("%s://%s:%d", parsed->scheme, parsed->host, parsed->port)
		       : g_strdup_printf ("%s://%s", parsed->scheme, parsed->host);
}

char *url_host (const char *s)
{
	g_autoptr (Url) url = url_parse (s, -1, NULL);
	return url ? g_strdup (url->host) : NULL;
}

char *url_site (const char *s)
{
	g_autofree char *host = url_host (s);
	if (host && g_str_has_prefix (host, "www.") && strchr (host + 4, '.'))
		return g_strdup (host + 4);
	return g_steal_pointer (&host);
}

/* libpsl, loaded when it is asked first. */
typedef struct {
	LIBRARY_MEMBER (psl, builtin)
	LIBRARY_MEMBER (psl, registrable_domain)
} PslLibrary;

static const char *registrable_domain (const char *host)
{
	static PslLibrary psl;
	static gsize once;
	if (g_once_init_enter (&once)) {
		void *library = library_load ("libpsl.so.5");
		LIBRARY_FIND (library, psl, psl, builtin)
		LIBRARY_FIND (library, psl, psl, registrable_domain)
		g_once_init_leave (&once, 1);
	}
	return psl.registrable_domain (psl.builtin (), host);
}

char *url_domain_of_host (const char *host)
{
	const char *found = NULL;
	gsize len = strlen (host);
	/* The list knows names only; an address has no domain. */
	if (host[0] != '[' && !g_hostname_is_ip_address (host)) {
		g_autofree char *bare =
			g_strndup (host, len && host[len - 1] == '.' ? len - 1 : len);
		found = registrable_domain (bare);
		if (found)
			return g_strdup (found);
	}
	return g_strdup (host);
}

char *url_domain (const char *s)
{
	g_autofree char *host = url_host (s);
	return host ? url_domain_of_host (host) : NULL;
}
