/* xmlsafe.c: libxml2's SAX2 parser with everything off that reaches out. See xmlsafe.h. */
#include "corpus/xmlsafe.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

G_DEFINE_QUARK (xmlsafe - error - quark, xmlsafe_error)

typedef struct {
	const XmlsafeHandler *handler;
	gpointer data;
	xmlParserCtxtPtr context;
	GPtrArray *open; /* interned names and namespaces of the open elements, in pairs */
	guint depth;     /* of all open elements, reported or not */
	bool stopped, any;
} Run;

static const char *text_or_empty (const xmlChar *s)
{
	return s ? (const char *)s : "";
}

static void stop (Run *run)
{
	run->stopped = true;
	xmlStopParser (run->context);
}

/* When it does not expand entities, libxml2 hands every "&" of an attribute over as "&#38;". Owned. */
static char *attribute_value (const xmlChar *start, const xmlChar *end)
{
	g_autoptr (GString) value = g_string_new_len ((const char *)start, end - start);
	g_string_replace (value, "&#38;", "&", 0);
	return g_strdup (value->str);
}

/* libxml2 gives attributes as five pointers each: name, prefix, namespace, value, end of value. */
static void on_start (void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
		      int namespaces_count, const xmlChar **namespaces, int attributes_count,
		      int defaulted_count, const xmlChar **raw)
{
	Run *run = ctx;
	(void)namespaces_count;
	(void)namespaces;
	(void)defaulted_count;
	run->any = true;
	if (run->depth++ >= XMLSAFE_MAX_DEPTH || run->stopped)
		return;
	XmlsafeAttribute attributes[XMLSAFE_MAX_ATTRIBUTES];
	guint n = MIN ((guint)attributes_count, XMLSAFE_MAX_ATTRIBUTES);
	for (guint i = 0; i < n; i++, raw += 5)
		attributes[i] = (XmlsafeAttribute){ text_or_empty (raw[0]), text_or_empty (raw[1]),
						    text_or_empty (raw[2]),
						    attribute_value (raw[3], raw[4]) };
	/* The names are libxml2's own dictionary strings: they live as long as the context. */
	g_ptr_array_add (run->open, (gpointer)(guintptr)text_or_empty (name));
	g_ptr_array_add (run->open, (gpointer)(guintptr)text_or_empty (uri));
	const XmlsafeElement element = { text_or_empty (name), text_or_empty (prefix),
					 text_or_empty (uri), attributes, n };
	bool go_on = !run->handler->start || run->handler->start (&element, run->data);
	for (guint i = 0; i < n; i++)
		g_free ((gpointer)(guintptr)attributes[i].value);
	if (!go_on)
		stop (run);
}

static void close_one (Run *run)
{
	const char *uri = run->open->pdata[run->open->len - 1];
	const char *name = run->open->pdata[run->open->len - 2];
	g_ptr_array_set_size (run->open, (gint)run->open->len - 2);
	if (!run->stopped && run->handler->end && !run->handler->end (name, uri, run->data))
		stop (run);
}

static void on_end (void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	Run *run = ctx;
	(void)name;
	(void)prefix;
	(void)uri;
	if (run->depth == 0)
		return;
	if (--run->depth < XMLSAFE_MAX_DEPTH && run->open->len > 2 * run->depth)
		close_one (run);
}

static void on_text (void *ctx, const xmlChar *text, int len)
{
	Run *run = ctx;
	if (run->stopped || run->depth > XMLSAFE_MAX_DEPTH || !run->handler->text)
		return;
	if (!run->handler->text ((const char *)text, (gsize)len, run->data))
		stop (run);
}

/* libxml2 prints what it finds unless told not to. */
static void on_error (void *ctx, xmlErrorPtr error)
{
	(void)ctx;
	(void)error;
}

static void run_parser (Run *run, const char *text, gsize len, bool *flawed)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
			      .startElementNs = on_start,
			      .endElementNs = on_end,
			      .characters = on_text,
			      .cdataBlock = on_text,
			      .ignorableWhitespace = on_text,
			      .serror = on_error };
	xmlParserCtxtPtr context = xmlCreateMemoryParserCtxt (text, (int)len);
	g_assert (context);
	xmlSAXHandler *own = context->sax;
	context->sax = &sax;
	context->userData = run;
	run->context = context;
	/* Options that matter are those that are not here: NOENT, DTDLOAD, DTDATTR, DTDVALID, XINCLUDE, HUGE. */
	xmlCtxtUseOptions (context, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
					    XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
	sax.cdataBlock = on_text; /* NOCDATA replaces it */
	xmlSwitchEncoding (context, XML_CHAR_ENCODING_UTF8);
	xmlParseDocument (context);
	*flawed = !context->wellFormed && !run->stopped;
	while (run->open->len)
		close_one (run);
	context->sax = own;
	if (context->myDoc)
		xmlFreeDoc (context->myDoc);
	xmlFreeParserCtxt (context);
}

bool xmlsafe_parse (const guint8 *bytes, gsize len, const char *http_charset,
		    const XmlsafeHandler *handler, gpointer data, bool *flawed, GError **error)
{
	gsize text_len = 0;
	bool flaw = true;
	g_autofree char *text = NULL;
	if (len > XMLSAFE_MAX_BYTES) {
		g_set_error (error, XMLSAFE_ERROR, XMLSAFE_ERROR_TOO_BIG,
			     "document of %" G_GSIZE_FORMAT " bytes: the limit is %u", len,
			     XMLSAFE_MAX_BYTES);
		return false;
	}
	text = xmlsafe_prepare (bytes, len, http_charset, &text_len);
	Run run = { .handler = handler, .data = data, .open = g_ptr_array_new () };
	/* What stands before the first "<" would end the parse. */
	const char *start = text_len ? memchr (text, '<', text_len) : NULL;
	if (start && text_len < G_MAXINT)
		run_parser (&run, start, text_len - (gsize)(start - text), &flaw);
	g_ptr_array_unref (run.open);
	if (!run.any) {
		g_set_error (error, XMLSAFE_ERROR, XMLSAFE_ERROR_NOT_XML, "no XML element in it");
		return false;
	}
	if (flawed)
		*flawed = flaw;
	return true;
}

const char *xmlsafe_attribute (const XmlsafeElement *element, const char *name)
{
	for (guint i = 0; i < element->attributes_count; i++)
		if (g_ascii_strcasecmp (element->attributes[i].name, name) == 0)
			return element->attributes[i].value;
	return NULL;
}
