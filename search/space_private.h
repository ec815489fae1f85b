/* space_private.h: what space.c and space_form.c share. */
#pragma once

#include "search/background.h"
#include "search/space.h"

typedef struct {
	const char *stem;
	Lang lang;
	float idf; /* < 0: not looked up yet */
	Translation *translations;
	gint8 translations_count; /* -1: not looked up yet */
} Row;

/* A form as it is kept. */
typedef struct {
	SpaceForm form;
	SpaceLetters *letters;
	gint32 letters_count; /* -1: not looked up yet */
	guint32 skeleton;     /* 1 + its number; 0: not looked up yet */
	enum { NAME_UNKNOWN, NAME_YES, NAME_NO } name;
	char strings
		[]; /* word and stem, beside the rest, as they are compared with every word asked for */
} Form;

/* The forms of a language by word and stem: open addressing, its size a power of two, at most half full. */
typedef struct {
	struct FormSlot {
		guint64 hash;
		Form *form; /* NULL: free */
	} * slots;
	guint count, size;
} FormTable;

struct Space {
	XapDb *db;
	const Lexicon *lexicon;
	Analyzer *analyzer;
	GHashTable *ids[2];    /* stem → id + 1; French, English */
	FormTable forms[2];    /* the same */
	GHashTable *skeletons; /* skeleton → number */
	Background background;
	double documents[2];
	float *letters; /* NULL until needed; LETTERS_SLOTS: share of the background's articles that have such a run of letters, estimated */
	GStringChunk *chunk;
	GArray *rows;
};

static inline int space_side (Lang lang)
{
	return lang == LANG_EN;
}
