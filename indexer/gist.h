/* gist.h: of an article's words and facts what links need, each once: made where the article is analysed anyway, and kept beside
 * its postings as some hundred bytes, so that comparing articles does not begin with their texts. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "indexer/analysis.h"
#include "indexer/shorthand.h"

/* Whether a word is written with a capital wherever its case can be told, and what when it cannot: first words, headlines in Title
 * Case. */
typedef enum { GIST_NO_NAME, GIST_NAME, GIST_MAY_BE_NAME } GistName;

/* One distinct stem of the article; stop words are left out. Strings are borrowed: from the analysis, or from the gist. */
typedef struct {
	/* Folded: its first form in the text (in the title, when only that has it). */
	const char *word;
	/* What makes words one: the word itself for numbers and other languages. */
	const char *stem;
	Shorthand written;      /* the two for the bytes */
	guint32 tokens;         /* how often text and title have it; not kept */
	guint32 first;          /* the term of that first form; not kept */
	guint16 count;          /* the title's count thrice */
	guint8 titled, in_lead; /* the title has it; the title or the lead has it */
	guint8 in_opening; /* the title has it, or the first sentence, as far as that is the lead */
	guint8 is_name;    /* GistName */
	guint8 is_number;
	guint8 first_in_title; /* `first` is of analysis->title; not kept */
} GistWord;

/* A figure or a day, each value once, in text order. */
typedef struct {
	guint32 fact;     /* index into analysis->facts->facts; not kept */
	const char *norm; /* as Fact has it */
	const char *unit; /* figures: static, or NULL */
	double value;     /* figures */
	guint8 is_year;   /* figures */
	guint8 in_lead;   /* its first place is in the lead */
} GistFact;

/* A quotation: the words in it, rising indices of Gist.words. */
typedef struct {
	guint32 fact;  /* not kept */
	GArray *words; /* guint32 */
} GistQuote;

#define GIST_FACTS_MAX 100 /* the first: a table of results has thousands */
#define GIST_QUOTES_MAX 30

typedef struct {
	Lang lang;
	gint64 day_s;           /* document_day() */
	GArray *words;          /* GistWord, in the order of the text, then of the title */
	GArray *figures, *days; /* GistFact */
	GArray *quotes;         /* GistQuote */
	char *strings;          /* those of words and facts when they were kept; owned */
} Gist;

/* Whether the gist may have a word: none on the stop list, no single letter. */
bool gist_counts (const Term *t);

/* `analysis` (of `article`) is borrowed for the gist's life. */
Gist *gist_new (const Article *article, const Analysis *analysis);
void gist_free (Gist *gist);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Gist, gist_free)

/* A gist without words and facts. */
Gist *gist_empty (void);

/* The gist as bytes (owned; *len of them): about 500 for 300 words (gist_bytes.h). */
char *gist_pack (const Gist *gist, gsize *len);
/* The gist of `len` bytes; NULL when they are of another version or other tables, or damaged: then it is made of the article again. */
Gist *gist_unpack (const char *bytes, gsize len);
