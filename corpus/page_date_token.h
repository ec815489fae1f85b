/* page_date_token.h: a text as the tokens that dates are made of. Between page_date's files. */
#pragma once

#include "corpus/page_date.h"
#include "corpus/page_date_word.h"

#define DATE_TOKENS_MAX 400

typedef struct {
	enum { NUMBER, WORD, MARK } type;
	guint32 start, end;
	int value;  /* of a number; the character of a mark */
	int digits; /* how many */
	DateWord word;
	bool glued; /* nothing stands between it and the token before */
} DateToken;

typedef struct {
	const char *text;
	DateToken list[DATE_TOKENS_MAX + 1];
	int count;
	Lang lang;
	gint64 now_s;
} DateTokens;

typedef struct {
	int year, month, day; /* year 0: not stated */
	int hour, minute, second;
	DatePrecision precision;
	bool has_zone;
	int offset_s;
	const char
		*place; /* whose clock it is, when only the day tells the offset: tz name or NULL */
	int first, last; /* tokens */
} DateFound;

/* Split `text` from byte `from` to `len`; text, lang and now_s must be set. */
void date_tokenise (DateTokens *tokens, gsize from, gsize len);
/* Token `i`; the closing mark (value 0) when there is none. */
const DateToken *date_token (const DateTokens *tokens, int i);
/* Is token `i` one of these characters; a number from `low` to `high` of at most `digits_max` digits; such a word? */
bool date_is_mark (const DateTokens *tokens, int i, const char *marks);
bool date_is_number (const DateTokens *tokens, int i, int low, int high, int digits_max);
bool date_is_word (const DateTokens *tokens, int i, DateWordType type);
/* The year that token `i` is, 0 when it is none; and whether it has the digits of one and is none. */
int date_year (const DateTokens *tokens, int i);
bool date_bad_year (const DateTokens *tokens, int i);

/* --- page_date_clock.c --- */

/* Add to a day that was found the time that follows it ("à 16h35", ", 4:35 PM ET", "T10:00Z") or stands before it ("10:06am Dec
 * 11, 2014", "4:35 PM ET, Wed September 9, 2020"), zone and all; `found` then begins or ends with it. */
void date_time_after (const DateTokens *tokens, DateFound *found);
void date_time_before (const DateTokens *tokens, DateFound *found);
/* The clock and the zone alone, from token `i`: one past them, `i` when there is none. `dots`: "13.12" is a time. */
int date_clock (const DateTokens *tokens, int i, bool dots, DateFound *out);
int date_zone (const DateTokens *tokens, int i, DateFound *out);
