/* profile.h: one article as links see it: weighted words and their translations, names, figures, days, quotations. */
#pragma once

#include <glib.h>

#include "corpus/article.h"
#include "indexer/document.h"
#include "search/space.h"

typedef struct {
	guint32 id;
	float weight;
} Weighted;

/* A sparse vector: Weighted, by rising id, of L2 norm 1 (or empty). */
typedef GArray Vector;

/* One distinct stem of the article. */
typedef struct {
	guint32 id;
	float idf;
	guint32 count;
	const char *word;	/* folded, a form of it; owned by the analysis */
	guint32 start, end;	/* where it stands first: bytes of the text, or of the title when in_title */
	guint8 in_title;	/* start and end are the title's: the text does not have it */
	guint8 titled, in_lead; /* the title has it; the title or the lead has it */
	guint8 is_name;		/* written with a capital wherever its case can be told */
	guint8 is_number;
} ProfileTerm;

/* A name's word, ready to be looked for in an article of either language. */
typedef struct {
	guint32 term;	   /* index into Profile.terms */
	guint32 other_id;  /* the same letters, stemmed as the other language does */
	guint32 skeleton;  /* space_skeleton_id() */
} ProfileName;

/* One quotation as two vectors. */
typedef struct {
	guint32 fact; /* index into analysis->facts->facts */
	Vector *own, *translated;
} ProfileQuote;

#define PROFILE_NAMES_MAX 80  /* the rarest: a page that lists thousands is no report of one event */
#define PROFILE_QUOTES_MAX 30 /* the first */

typedef struct {
	const Article *article; /* borrowed */
	Analysis *analysis;	/* owned */
	Lang lang;
	gint64 day_s;		/* publication, 0 not known well enough */
	GArray *terms;		/* ProfileTerm, by rising id; stop words left out */
	GArray *names;		/* ProfileName, rarest first */
	GArray *quotes;		/* ProfileQuote, in text order */
	Vector *title, *title_translated;
	Vector *all, *lead;	/* of title and text, of title and lead */
	Vector *all_translated, *lead_translated; /* in the other language's ids: lexicon, and each word as itself */
} Profile;

/* `article` is borrowed for the profile's life. */
Profile *profile_new (Space *space, const Article *article);
void profile_free (Profile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Profile, profile_free)

/* The term with `id`, or NULL. */
const ProfileTerm *profile_term (const Profile *profile, guint32 id);

double vector_dot (const Vector *a, const Vector *b);
