/* page_attrs.h: the attributes that some rule asks for. */
#pragma once

#define PAGE_MAX_ATTRS 100 /* attributes of one element; the rest are dropped */

/* The attributes that are kept; all others are dropped while parsing. */
#define PAGE_ATTRS(X)                                                                              \
	X (ALT, "alt")                                                                             \
	X (ARIA_HIDDEN, "aria-hidden")                                                             \
	X (ARIA_LABEL, "aria-label")                                                               \
	X (CLASS, "class")                                                                         \
	X (CONTENT, "content")                                                                     \
	X (DATA_COMPONENT, "data-component")                                                       \
	X (DATA_TESTID, "data-testid")                                                             \
	X (DATA_TYPE, "data-type")                                                                 \
	X (DATETIME, "datetime")                                                                   \
	X (HIDDEN, "hidden")                                                                       \
	X (HREF, "href") X (HREFLANG, "hreflang") X (HTTP_EQUIV, "http-equiv") X (ID, "id")        \
		X (ITEMPROP, "itemprop") X (ITEMTYPE, "itemtype") X (LANG, "lang")                 \
			X (NAME, "name") X (PROPERTY, "property") X (REL, "rel") X (ROLE, "role")  \
				X (SRC, "src") X (STYLE, "style") X (TITLE, "title")               \
					X (TYPE, "type") X (VALUE, "value")                        \
						X (XML_LANG, "xml:lang")
