/* page_facts.h: what a page says of itself: every value found for a field, with the rule that found it.
 *
 * The finders (page_meta, page_jsonld, page_visible) add; the choosers (page_title, page_author, page_when, …) mark one the winner.
 * Losers stay, for `entente extract --why`. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

typedef enum {
	FACT_TITLE,
	FACT_DESCRIPTION,
	FACT_AUTHOR,
	FACT_PUBLISHED,
	FACT_MODIFIED,
	FACT_DATE, /* some date: published or modified, the page does not say */
	FACT_SECTION,
	FACT_KEYWORD,
	FACT_IMAGE,
	FACT_PUBLISHER,
	FACT_URL,
	FACT_LANGUAGE,
	FACT_FREE, /* "true", "false" */
	FACT_BODY,
	FACT_ALTERNATE, /* "fr https://…": the same article in another language */
	FACT_LICENSE,   /* an address, a name, or a statement of rights */
	FACT_ROBOTS,    /* <meta name="robots"> */
	FACT_TDM_RESERVATION,
	FACT_TDM_POLICY,
	FACT_PAGE_TYPE, /* what it calls itself: "article", "NewsArticle", "website" */
	FACT_AGENCY,    /* who is credited beside people: "AFP" */
	FACT_COUNT,
} PageFactField;

#define PAGE_FACT_MAX 300    /* values of one field; more are not kept */
#define PAGE_FACT_BYTES 2000 /* of one value; FACT_BODY has no such limit */

typedef struct {
	PageFactField field;
	char *rule;  /* "json-ld:headline", "meta:og:title", "h1" */
	char *value; /* clean, one line (FACT_BODY: lines) */
	guint rank;  /* of the rule: lower is believed first */
	bool won;
	const char *
		why_not; /* why a loser lost, when there is more to say than its rank; static or NULL */
} PageFact;

typedef struct {
	GPtrArray *list[FACT_COUNT]; /* PageFact *, in order of rank, then of finding; owned */
} PageFacts;

PageFacts *page_facts_new (void);
void page_facts_free (PageFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PageFacts, page_facts_free)

/* Note that `rule` gave `value` (any UTF-8, perhaps with entities and tags of HTML: cleaned here; empty ones are not kept).
 * Returns the fact, borrowed, or NULL when it was not kept. */
PageFact *page_fact_add (PageFacts *facts, PageFactField field, guint rank, const char *rule,
			 const char *value);

/* The best fact of a field, or NULL. */
PageFact *page_fact_first (const PageFacts *facts, PageFactField field);

/* Mark `fact` the winner of its field; its rule goes into `rules`. */
void page_win (PageFact *fact, json_t *rules);

/* "title", "date_published", … Static. */
const char *page_fact_name (PageFactField field);

/* { "title": [ {"rule", "value", "won", "why_not"}, … ], … }: winners and losers. Owned. */
json_t *page_facts_why (const PageFacts *facts);

/* Plain text of a value that may hold HTML: tags go (block tags become newlines when `lines`), entities are
 * decoded, also when encoded twice. Owned. */
char *page_plain (const char *value, bool lines);
