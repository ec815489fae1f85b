/* feed_parse.c: which parser reads a feed. */
#include "corpus/feed.h"

/* --- which parser --- */

Feed *feed_parse (const guint8 *data, gsize len, const char *url, const char *http_charset,
		  const char *http_language, GError **error)
{
	if (len > FEED_MAX_BYTES) {
		g_set_error (error, FEED_ERROR, FEED_ERROR_TOO_BIG,
			     "feed of %" G_GSIZE_FORMAT " bytes: the limit is %u", len,
			     FEED_MAX_BYTES);
		return NULL;
	}
	if (feed_looks_json (data, len))
		return feed_parse_json (data, len, url, error);
	return feed_parse_xml (data, len, url, http_charset, http_language, error);
}
