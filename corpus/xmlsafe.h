/* xmlsafe.h: XML from strangers, read safely: feeds, sitemaps, OPML. On libxml2's SAX2 parser, in recovery.
 *
 * Never loads a DTD, an entity or anything else: before libxml2 sees the text, its DOCTYPE is cut out and every reference is
 * resolved: XML's own five stay, HTML's become characters, the document's own are replaced when they are short plain text (1 MiB in all), and all others
 * become text. So libxml2 never expands an entity, and nothing on disk or network is touched. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define XMLSAFE_MAX_BYTES (64u << 20) /* a larger document is refused: sitemaps end at 50 MiB */
#define XMLSAFE_MAX_DEPTH 200         /* deeper elements are not reported, nor their text */
#define XMLSAFE_MAX_ATTRIBUTES 64     /* of one element; more are not reported */

#define XMLSAFE_ERROR (xmlsafe_error_quark ())
GQuark xmlsafe_error_quark (void);
typedef enum {
	XMLSAFE_ERROR_TOO_BIG,
	XMLSAFE_ERROR_NOT_XML, /* no element in it */
} XmlsafeErrorCode;

/* Strings are UTF-8, borrowed for the call. Names keep their letter case. `uri` and `prefix` are "" when there is none. */
typedef struct {
	const char *name, *prefix, *uri, *value;
} XmlsafeAttribute;

typedef struct {
	const char *name, *prefix, *uri;
	const XmlsafeAttribute *attributes;
	guint attributes_count;
} XmlsafeElement;

/* Each may be NULL. Text comes in pieces. Returning false ends the parse early, which is no error. */
typedef struct {
	bool (*start) (const XmlsafeElement *element, gpointer data);
	bool (*end) (const char *name, const char *uri, gpointer data);
	bool (*text) (const char *text, gsize len, gpointer data);
} XmlsafeHandler;

/* Parse `len` bytes. Encoding: as text_decode() with `http_charset` (may be NULL) and the XML declaration. Broken XML gives what
 * could be read: every start has its end. `flawed` (may be NULL) tells whether libxml2 found fault with it. */
bool xmlsafe_parse (const guint8 *bytes, gsize len, const char *http_charset,
		    const XmlsafeHandler *handler, gpointer data, bool *flawed, GError **error);

/* The document as clean UTF-8 without declaration and DOCTYPE, and with plain references: what is parsed. Owned. */
char *xmlsafe_prepare (const guint8 *bytes, gsize len, const char *http_charset, gsize *out_len);

/* Value of the attribute `name` in any namespace or in `uri` ("": none), NULL when it is not there. Borrowed. */
const char *xmlsafe_attribute (const XmlsafeElement *element, const char *name);
