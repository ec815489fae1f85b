/* page_tree.c: libxml2's SAX events into a flat array of nodes. */
#include "corpus/page_tree.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/page_squeeze.h"

#define FLAG_B PAGE_BLOCK
#define FLAG_I PAGE_INLINE
#define FLAG_S PAGE_SKIP
#define FLAG_K PAGE_KEEP_OUT
#define FLAG_H (PAGE_HEADING | PAGE_BLOCK)
#define FLAG_C PAGE_CONTROL

typedef struct {
	const char *name;
	guint id, flags;
} Row;

/* In order of name: found by bsearch. */
static const Row tag_rows[] = {
#define X(id, name, flag) { name, PAGE_##id, FLAG_##flag },
	PAGE_TAGS (X)
#undef X
};
static const Row attr_rows[] = {
#define X(id, name) { name, PAGE_ATTR_##id, 0 },
	PAGE_ATTRS (X)
#undef X
};

guint page_tag_flags (guint tag)
{
	return tag <= PAGE_UNKNOWN ? PAGE_INLINE : tag_rows[tag - PAGE_UNKNOWN - 1].flags;
}

const char *page_tag_name (guint tag)
{
	if (tag <= PAGE_UNKNOWN)
		return tag == PAGE_TEXT ? "#text" : "";
	return tag_rows[tag - PAGE_UNKNOWN - 1].name;
}

/* --- names to numbers: libxml2 gives the same pointer for the same name within one parse --- */

#define CACHE_SIZE 512

typedef struct {
	const void *key[CACHE_SIZE];
	guint16 id[CACHE_SIZE];
} NameCache;

typedef struct {
	PageTree *tree;
	htmlParserCtxtPtr parser;
	NameCache tags, attrs;
	guint32 current; /* the open element that texts go to */
	/* libxml2's nesting: names, and nodes (0: not recorded, for PAGE_MAX_DEPTH). */
	const xmlChar *open_name[PAGE_MAX_OPEN];
	guint32 open_node[PAGE_MAX_OPEN];
	guint32 open_count;
} Build;

static int row_compare (const void *key, const void *row)
{
	return strcmp (key, ((const Row *)row)->name);
}

static guint look_up (NameCache *cache, const void *name, const Row *rows, gsize count,
		      guint missing)
{
	gsize slot = ((gsize)name >> 2) % CACHE_SIZE;
	if (cache->key[slot] != name) {
		const Row *row = bsearch (name, rows, count, sizeof *rows, row_compare);
		cache->key[slot] = name;
		cache->id[slot] = (guint16)(row ? row->id : missing);
	}
	return cache->id[slot];
}

/* --- events --- */

static guint32 add_node (Build *build, guint tag)
{
	PageTree *tree = build->tree;
	if (tree->count == tree->capacity) {
		tree->capacity = tree->capacity ? tree->capacity * 2 : 1024;
		tree->nodes = g_renew (PageNode, tree->nodes, tree->capacity);
	}
	guint32 parent = build->current;
	PageNode *node = &tree->nodes[tree->count];
	*node = (PageNode){ .parent = parent,
			    .end = tree->count + 1,
			    .tag = (guint16)tag,
			    .depth = tree->count ? (guint16)(tree->nodes[parent].depth + 1) : 0 };
	return tree->count++;
}

static void stop (Build *build)
{
	build->tree->cut = true;
	xmlStopParser (build->parser);
}

static void add_attrs (Build *build, guint32 node, const xmlChar **atts)
{
	PageTree *tree = build->tree;
	guint32 first = tree->attrs->len;
	for (; atts && *atts; atts += 2) {
		guint id = look_up (&build->attrs, atts[0], attr_rows, G_N_ELEMENTS (attr_rows),
				    PAGE_ATTR_NONE);
		if (id == PAGE_ATTR_NONE)
			continue;
		PageAttrValue value = { id, (guint32)tree->bytes->len };
		const char *text = atts[1] ? (const char *)atts[1] : "";
		g_string_append_len (tree->bytes, text, (gssize)strlen (text) + 1);
		g_array_append_val (tree->attrs, value);
	}
	tree->nodes[node].data = first;
	tree->nodes[node].len = tree->attrs->len - first;
}

static void on_text (void *data, const xmlChar *text, int len)
{
	Build *build = data;
	PageTree *tree = build->tree;
	if (len <= 0)
		return;
	PageNode *last = &tree->nodes[tree->count - 1];
	/* libxml2 breaks texts at entities and at its buffer's end. */
	if (last->tag == PAGE_TEXT && last->parent == build->current &&
	    last->data + last->len == tree->bytes->len) {
		last->len += (guint32)len;
	} else {
		if (tree->count > PAGE_MAX_NODES) {
			stop (build);
			return;
		}
		guint32 node = add_node (build, PAGE_TEXT);
		tree->nodes[node].data = (guint32)tree->bytes->len;
		tree->nodes[node].len = (guint32)len;
	}
	g_string_append_len (tree->bytes, (const char *)text, len);
}

static void on_start (void *data, const xmlChar *name, const xmlChar **atts)
{
	Build *build = data;
	guint tag = look_up (&build->tags, name, tag_rows, G_N_ELEMENTS (tag_rows), PAGE_UNKNOWN);
	if (build->open_count == PAGE_MAX_OPEN || build->tree->count > PAGE_MAX_NODES) {
		stop (build);
		return;
	}
	guint32 node = 0;
	if (build->tree->nodes[build->current].depth < PAGE_MAX_DEPTH) {
		build->current = node = add_node (build, tag);
		add_attrs (build, node, atts);
	} else {
		/* Not recorded, but its words must not run into those before. */
		on_text (build, (const xmlChar *)" ", 1);
	}
	build->open_name[build->open_count] = name;
	build->open_node[build->open_count++] = node;
}

/* libxml2 sometimes ends an element that it never began (after a second <body>, say): that must not close another one. */
static void on_end (void *data, const xmlChar *name)
{
	Build *build = data;
	PageTree *tree = build->tree;
	guint32 keep = build->open_count;
	while (keep > 0 &&
	       strcmp ((const char *)build->open_name[keep - 1], (const char *)name) != 0)
		keep--;
	if (keep == 0)
		return;
	for (keep--; build->open_count > keep; build->open_count--) {
		guint32 node = build->open_node[build->open_count - 1];
		if (!node)
			continue;
		tree->nodes[node].end = tree->count;
		build->current = tree->nodes[node].parent;
	}
}

static void quiet (void *data, const char *format, ...)
{
	(void)data;
	(void)format;
}

static htmlParserCtxtPtr parser_new (Build *build, const char *html, gsize len)
{
	static const xmlSAXHandler events = {
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.warning = quiet,
		.error = quiet,
	};
	htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt (html, (int)len);
	if (!parser)
		return NULL;
	*parser->sax = events;
	parser->userData = build;
	htmlCtxtUseOptions (parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
					    HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	xmlSwitchEncoding (parser, XML_CHAR_ENCODING_UTF8);
	return parser;
}

PageTree *page_tree_parse (const char *html, gsize len)
{
	static gsize ready;
	if (g_once_init_enter (&ready)) {
		xmlInitParser ();
		g_once_init_leave (&ready, 1);
	}
	g_autoptr (GString) squeezed = page_squeeze (html, len);
	PageTree *tree = g_new0 (PageTree, 1);
	tree->attrs = g_array_new (FALSE, FALSE, sizeof (PageAttrValue));
	tree->bytes = g_string_sized_new (squeezed->len / 2 + 64);
	Build *build = g_new0 (Build, 1);
	build->tree = tree;
	add_node (build, PAGE_UNKNOWN);
	build->parser = squeezed->len ? parser_new (build, squeezed->str, squeezed->len) : NULL;
	if (build->parser) {
		htmlParseDocument (build->parser);
		if (build->parser->myDoc)
			xmlFreeDoc (build->parser->myDoc);
		htmlFreeParserCtxt (build->parser);
	}
	/* What a cut left open ends here. */
	for (guint32 node = build->current; node; node = tree->nodes[node].parent)
		tree->nodes[node].end = tree->count;
	tree->nodes[0].end = tree->count;
	g_free (build);
	return tree;
}

void page_tree_free (PageTree *tree)
{
	if (!tree)
		return;
	g_free (tree->nodes);
	g_array_unref (tree->attrs);
	g_string_free (tree->bytes, TRUE);
	g_free (tree);
}

const char *page_attr (const PageTree *tree, guint32 node, PageAttr attr)
{
	const PageNode *n = &tree->nodes[node];
	if (n->tag == PAGE_TEXT)
		return NULL;
	for (guint32 i = n->data; i < n->data + n->len; i++) {
		const PageAttrValue *value = &g_array_index (tree->attrs, PageAttrValue, i);
		if (value->attr == attr)
			return tree->bytes->str + value->value;
	}
	return NULL;
}

char *page_node_text (const PageTree *tree, guint32 node, gsize max)
{
	GString *out = g_string_new (NULL);
	bool space = false;
	for (guint32 i = node; i < tree->nodes[node].end && out->len < max;) {
		const PageNode *n = &tree->nodes[i];
		guint flags = page_tag_flags (n->tag);
		if ((flags & PAGE_SKIP) && i != node) {
			i = n->end;
			continue;
		}
		if (n->tag != PAGE_TEXT)
			space = space || (flags & PAGE_BLOCK) || n->tag == PAGE_BR;
		for (gsize k = 0; n->tag == PAGE_TEXT && k < n->len; k++) {
			char c = tree->bytes->str[n->data + k];
			if (g_ascii_isspace (c)) {
				space = true;
				continue;
			}
			if (space && out->len)
				g_string_append_c (out, ' ');
			space = false;
			g_string_append_c (out, c);
		}
		i++;
	}
	return g_string_free (out, FALSE);
}
