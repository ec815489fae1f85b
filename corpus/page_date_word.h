/* page_date_word.h: the words that dates are made of, French and English. */
#pragma once

#include <glib.h>

typedef enum {
	WORD_NONE,
	WORD_MONTH,      /* value: 1–12 */
	WORD_DAY,        /* value: Monday 1 – Sunday 7 */
	WORD_ORDINAL,    /* er, st, nd, rd, th */
	WORD_OF,         /* of, de, the */
	WORD_LINK,       /* at, à, le, on: what may stand between a day and its time */
	WORD_HALF,       /* am: 0, pm: 12 */
	WORD_TIME_MARK,  /* value: 'h', 't' */
	WORD_CLOCK,      /* midnight: 0, noon: 12 */
	WORD_ZONE,       /* value: seconds east of UTC */
	WORD_PLACE_ZONE, /* ET, PT: value: date_place_zone()'s; summer or winter as the day says */
	WORD_UNIT,       /* value: seconds */
	WORD_COUNT,      /* un, one, an … ten: value */
	WORD_ABOUT,      /* environ, about */
	WORD_AGO_BEFORE, /* il y a */
	WORD_AGO_AFTER,  /* ago */
	WORD_RELATIVE,   /* value: days before today */
	WORD_BEFORE,     /* avant */
} DateWordType;

typedef struct {
	DateWordType type;
	int value;
} DateWord;

/* The tz database's name of a WORD_PLACE_ZONE. Static. */
const char *date_place_zone (int value);

/* What the word of `len` bytes means in a date, case and accents aside. */
DateWord date_word (const char *word, gsize len);
