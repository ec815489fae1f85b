/* opml.h: lists of sources as OPML 2.0, the format in which feed readers trade them. Pure.
 *
 * Nested outlines are groups, their names joined by "/". A source is an outline with an xmlUrl; one of type "link" has a url
 * instead. What OPML has no word for (kind, the page a source was found on) stands in attributes of our own namespace, so that
 * what we write we read again as it was. XML is read as xmlsafe.h says; groups nested deeper than XMLSAFE_MAX_DEPTH are not seen.
 * Source: http://opml.org/spec2.opml */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/source.h"

#define OPML_MAX_BYTES (32u << 20)
#define OPML_MAX_SOURCES 100000 /* what is behind is not read */
#define OPML_VALUE_MAX 500      /* characters of a title or group */

#define OPML_ERROR (opml_error_quark ())
GQuark opml_error_quark (void);
typedef enum {
	OPML_ERROR_NOT_OPML,
	OPML_ERROR_TOO_BIG,
} OpmlErrorCode;

/* An outline: the source (its url as it stands; parent 0) and the url of the source that it was found on (NULL: none). */
typedef struct {
	Source *source;
	char *parent_url;
} OpmlOutline;

/* Read a list. Owned array of OpmlOutline, in the file's order; outlines without address are passed over. */
GPtrArray *opml_parse (const guint8 *data, gsize len, GError **error);

/* `sources` (array of Source, as source_list() gives them) as a document, made at `now_s`. Owned, UTF-8. */
char *opml_write (const GPtrArray *sources, const char *title, gint64 now_s);
