/* page_tree.h: an HTML page as a flat tree: elements and texts in one array, in document order.
 *
 * libxml2 tokenises and repairs; its SAX events fill the array, no DOM is built. The subtree of node `i`
 * is the run [i, nodes[i].end), so every walk over the page is a loop and no nesting can exhaust the stack.
 * Node 0 is the root. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/page_attrs.h"

#define PAGE_MAX_DEPTH                                                                             \
	400 /* elements nested deeper are not recorded; their text goes to their ancestor */
#define PAGE_MAX_OPEN 2000      /* at this many open elements the rest of the page is not read */
#define PAGE_MAX_NODES 3000000u /* and at this many nodes */

/* The elements that some rule asks for. Flags: B a block of its own, I inline, S skipped with its content,
 * K kept out of the text but its attributes matter, H heading, C form control. */
#define PAGE_TAGS(X)                                                                                                                                          \
	X (A, "a", I)                                                                                                                                         \
	X (ABBR, "abbr", I)                                                                                                                                   \
	X (ACRONYM, "acronym", I)                                                                                                                             \
	X (ADDRESS, "address", B)                                                                                                                             \
	X (ARTICLE, "article", B)                                                                                                                             \
	X (ASIDE, "aside", B)                                                                                                                                 \
	X (AUDIO, "audio", S)                                                                                                                                 \
	X (B, "b", I)                                                                                                                                         \
	X (BASE, "base", K)                                                                                                                                   \
	X (BLOCKQUOTE, "blockquote", B)                                                                                                                       \
	X (BODY, "body", B) X (BR, "br", I) X (BUTTON, "button", C) X (CANVAS, "canvas", S) X (                                                               \
		CAPTION, "caption", B) X (CENTER, "center",                                                                                                   \
					  B) X (CITE, "cite", I) X (CODE, "code",                                                                             \
								    I) X (DATALIST, "datalist",                                                               \
									  S) X (DD, "dd", B)                                                                  \
		X (DETAILS, "details", B) X (DIALOG, "dialog", S) X (DIV, "div", B) X (DL, "dl", B) X (DT, "dt", B) X (EM, "em", I) X (EMBED, "embed", S) X ( \
			FIELDSET, "fieldset",                                                                                                                 \
			B) X (FIGCAPTION, "figcaption",                                                                                                       \
			      B) X (FIGURE, "figure",                                                                                                         \
				    B) X (FONT, "font",                                                                                                       \
					  I) X (FOOTER, "footer", B)                                                                                          \
			X (FORM, "form", B) X (H1, "h1", H) X (H2, "h2", H) X (H3, "h3", H) X (H4, "h4", H) X (H5, "h5", H) X (H6, "h6", H) X (               \
				HEAD,                                                                                                                         \
				"head",                                                                                                                       \
				K) X (HEADER, "header",                                                                                                       \
				      B) X (HGROUP, "hgroup",                                                                                                 \
					    B) X (HR, "hr", B)                                                                                                \
				X (HTML, "html", B) X (I, "i", I) X (IFRAME, "iframe", S) X (IMG, "img", K) X (INPUT, "input", K) X (                         \
					LABEL, "label",                                                                                                       \
					I) X (LEGEND, "legend",                                                                                               \
					      B) X (LI, "li",                                                                                                 \
						    B) X (LINK, "link",                                                                                       \
							  K) X (MAIN, "main", B)                                                                              \
					X (MAP, "map", S) X (MARK, "mark", I) X (MATH, "math", S) X (                                                         \
						MENU,                                                                                                         \
						"menu",                                                                                                       \
						B) X (META, "meta",                                                                                           \
						      K) X (NAV, "nav",                                                                                       \
							    B) X (NOFRAMES, "noframes", S)                                                                    \
						X (NOSCRIPT, "noscript", B) X (OBJECT, "object", S) X (                                                       \
							OL, "ol",                                                                                             \
							B) X (OPTION, "option",                                                                               \
							      S) X (P, "p",                                                                                   \
								    B) X (PICTURE, "picture",                                                                 \
									  K) X (PRE, "pre", B)                                                                \
							X (Q, "q", I) X (S, "s", I) X (                                                                       \
								SCRIPT,                                                                                       \
								"script",                                                                                     \
								S) X (SECTION, "section",                                                                     \
								      B) X (SELECT, "select",                                                                 \
									    S) X (SMALL, "small", I)                                                          \
								X (SOURCE, "source",                                                                          \
								   K) X (SPAN, "span",                                                                        \
									 I) X (STRONG, "strong",                                                              \
									       I) X (STYLE,                                                                   \
										     "style",                                                                 \
										     S) X (SUB, "sub", I)                                                     \
									X (SUMMARY, "summary", B) X (SUP, "sup", I) X (                                       \
										SVG, "svg",                                                                   \
										S) X (TABLE,                                                                  \
										      "table",                                                                \
										      B) X (TBODY,                                                            \
											    "tb"                                                              \
											    "od"                                                              \
											    "y",                                                              \
											    B) X (TD, "td", B)                                                \
										X (TEMPLATE,                                                                  \
										   "template",                                                                \
										   S) X (TEXTAREA,                                                            \
											 "texta"                                                              \
											 "rea",                                                               \
											 S) X (TFOOT,                                                         \
											       "t"                                                            \
											       "f"                                                            \
											       "o"                                                            \
											       "o"                                                            \
											       "t",                                                           \
											       B) X (TH,                                                      \
												     "th",                                                    \
												     B)                                                       \
											X (THEAD,                                                             \
											   "thea"                                                             \
											   "d",                                                               \
											   B) X (TIME,                                                        \
												 "time",                                                      \
												 I) X (TITLE,                                                 \
												       "title",                                               \
												       K) X (TR,                                              \
													     "tr",                                            \
													     B)                                               \
												X (TRACK,                                                     \
												   "track",                                                   \
												   K) X (TT,                                                  \
													 "tt",                                                \
													 I) X (U,                                             \
													       "u",                                           \
													       I)                                             \
													X (UL,                                                \
													   "ul",                                              \
													   B) X (VIDEO,                                       \
														 "video",                                     \
														 S)

typedef enum {
	PAGE_TEXT,    /* a text node */
	PAGE_UNKNOWN, /* an element with no row above: inline, as browsers have it */
#define X(id, name, flag) PAGE_##id,
	PAGE_TAGS (X)
#undef X
		PAGE_TAG_COUNT,
} PageTag;

typedef enum {
	PAGE_INLINE = 1,
	PAGE_BLOCK = 2,
	PAGE_SKIP = 4,
	PAGE_KEEP_OUT = 8,
	PAGE_HEADING = 16,
	PAGE_CONTROL = 32,
} PageTagFlag;

typedef enum {
	PAGE_ATTR_NONE,
#define X(id, name) PAGE_ATTR_##id,
	PAGE_ATTRS (X)
#undef X
		PAGE_ATTR_COUNT,
} PageAttr;

typedef struct {
	guint32 parent; /* of the root: 0 */
	guint32 end;    /* one past the last node of the subtree */
	guint32 data,
		len; /* text: place and length in bytes; element: first attribute and their number */
	guint16 tag;   /* PageTag */
	guint16 depth; /* the root: 0 */
} PageNode;

typedef struct {
	guint32 attr, value; /* PageAttr; place of the NUL-terminated value in bytes */
} PageAttrValue;

typedef struct {
	PageNode *nodes;
	guint32 count, capacity;
	GArray *attrs;  /* PageAttrValue */
	GString *bytes; /* all texts and attribute values */
	bool cut;       /* a limit above was reached: the rest of the page was not read */
} PageTree;

/* Parse clean UTF-8 `html`. Never fails: whatever it is given, there is a root. */
PageTree *page_tree_parse (const char *html, gsize len);
void page_tree_free (PageTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PageTree, page_tree_free)

/* The value of an attribute of element `node`, or NULL. Borrowed from the tree. */
const char *page_attr (const PageTree *tree, guint32 node, PageAttr attr);

/* PageTagFlag of a tag. */
guint page_tag_flags (guint tag);
const char *page_tag_name (guint tag); /* "div"; "#text" for texts, "" for unknown. Static */

/* Is `node` inside (or itself) `outer`? */
static inline bool page_inside (const PageTree *tree, guint32 node, guint32 outer)
{
	return node >= outer && node < tree->nodes[outer].end;
}

/* All text below `node` without skipped elements, white space collapsed, blocks and <br> apart by one
 * space; stops after about `max` bytes. Owned, never NULL. */
char *page_node_text (const PageTree *tree, guint32 node, gsize max);
