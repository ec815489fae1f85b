/* profile.h: one article as links see it: weighted words and their translations, names, figures, days, quotations. */
#pragma once

#include <glib.h>

#include "corpus/article.h"
#include "indexer/gist.h"
#include "search/space.h"
#include "search/vector.h"

/* One distinct stem of the article. */
typedef struct {
	const SpaceForm *form; /* borrowed from the space */
	guint32 id;
	guint32 other_id; /* the same letters, stemmed as the other language does */
	float idf;
	guint16 count;          /* the title's count thrice */
	guint8 titled, in_lead; /* the title has it; the title or the lead has it */
	guint8 in_opening; /* the title has it, or the first sentence, as far as that is the lead */
	guint8 is_name; /* written with a capital wherever its case can be told; where it cannot, as general news does */
	guint8 is_number;
} ProfileTerm;

/* Where a term stands first. */
typedef struct {
	const char *word;   /* folded, a form of it; owned by the analysis */
	guint32 start, end; /* bytes of the text, or of the title when in_title */
	bool in_title;      /* start and end are the title's: the text does not have it */
} ProfilePlace;

/* A name's word, ready to be looked for in an article of either language. */
typedef struct {
	guint32 term;     /* index into Profile.terms */
	guint32 skeleton; /* space_skeleton_id() */
} ProfileName;

/* A figure, ready to be compared. */
typedef struct {
	guint32 fact;     /* index into analysis->facts->facts */
	guint32 id;       /* equal for equal values */
	const char *unit; /* static or NULL */
	float weight;     /* rarity; small counts and years are in every text and weigh less */
	double value;
	bool in_lead;
} ProfileFigure;

/* A day that the article speaks of. */
typedef struct {
	guint32 fact;
	guint16 year; /* 0 when it is not said */
	guint16 day;  /* month × 100 + day; a bare weekday: PROFILE_WEEKDAY + 0…6 */
	bool in_lead;
	gint32 number; /* days since 1970-01-01; 0 when the year is not said */
} ProfileDay;
#define PROFILE_WEEKDAY 2000

/* The day that a report is about is the first that it names of those from so many before its publication to so many after. */
#define PROFILE_DAYS_BEFORE 4
#define PROFILE_DAYS_AFTER 7

#define PROFILE_ACTORS 2

/* One quotation: its words; profile_quote() makes vectors of them. */
typedef struct {
	guint32 fact;
	guint32 from, count; /* of Profile.quoted */
	Vector *own, *translated;
} ProfileQuote;

/* Vectors that most articles never need: made when they are asked for. */
typedef enum {
	PROFILE_TITLE,
	PROFILE_LEAD, /* of title and lead */
	PROFILE_TITLE_TRANSLATED,
	PROFILE_LEAD_TRANSLATED,
	PROFILE_LETTERS, /* runs of letters of title and lead, by their rarity: names that two languages spell alike */
	PROFILE_PARTS
} ProfilePart;

/* Of the ids that a profile does not have, most are told by one bit. */
#define PROFILE_SIEVE_BITS 2048

#define PROFILE_NAMES_MAX 80 /* the rarest: a page that lists thousands is no report of one event */

typedef struct {
	const Article *article;   /* borrowed; NULL once stripped */
	const Analysis *analysis; /* NULL once stripped */
	Analysis *owned;          /* the analysis when it is the profile's own */
	Lang lang;
	gint64 day_s;  /* publication, 0 not known well enough */
	GArray *terms; /* ProfileTerm, by rising id; stop words left out */
	guint64 sieve[PROFILE_SIEVE_BITS /
		      64];   /* bit id mod PROFILE_SIEVE_BITS: a term may have that id */
	GArray *lead;        /* guint32, rising indices of terms: those of title and lead */
	GArray *places;      /* ProfilePlace, for each term; NULL once stripped */
	GArray *names;       /* ProfileName, rarest first */
	guint64 skeletons;   /* bit skeleton mod 64: a name may have that skeleton */
	double names_rarity; /* the sum of the names\' rarities */
	GArray *figures;     /* ProfileFigure, each value once, in text order */
	GArray *days;        /* ProfileDay, each once, in text order */
	guint event_day;     /* 1 + index into days: the day it is about; 0 when it names none */
	guint32 actors
		[PROFILE_ACTORS]; /* terms: of the headline's names those that the text has first */
	guint actor_count;        /* where the headline has no name: those of the first sentence */
	GArray *quotes;           /* ProfileQuote, in text order */
	GArray *quoted;           /* guint32, indices of terms: the words of all quotations */
	Vector *all;              /* of title and text, a row for each of `terms` */
	Vector *all_translated; /* in the other language's ids: lexicon, and each word as itself */
	Vector *parts[PROFILE_PARTS]; /* NULL until profile_part() made them */
	Space *space;                 /* borrowed */
	bool is_titled;
} Profile;

/* `article` is borrowed for the profile's life, or until it is stripped; `space` for its life. */
Profile *profile_new (Space *space, const Article *article);
/* The same, stripped, from what the index keeps of an article: nothing is left out and nothing else, so that it makes the same links. */
Profile *profile_of_gist (Space *space, const Gist *gist);
/* The same from an analysis that is there already (borrowed as the article is). */
Profile *profile_new_of (Space *space, const Article *article, const Analysis *analysis);
void profile_free (Profile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Profile, profile_free)

/* Keep only what link_score() needs: no article, no analysis, no offsets. */
void profile_strip (Profile *profile);
/* About how many bytes a stripped profile takes. */
gsize profile_size (const Profile *profile);

/* The term with `id`, or NULL. */
const ProfileTerm *profile_term (const Profile *profile, guint32 id);
/* Where a term stands. Not of a stripped profile. */
const ProfilePlace *profile_place (const Profile *profile, const ProfileTerm *term);

/* A vector of `profile`, made when it is asked for first. Borrowed from it. */
const Vector *profile_part (const Profile *profile, ProfilePart part);
/* The words of its quotation `index` in its own language, or as the other's. Borrowed from it. */
const Vector *profile_quote (const Profile *profile, guint index, bool translated);

/* Days between the publications; 0 when either is not known. */
double profile_days_between (const Profile *a, const Profile *b);
