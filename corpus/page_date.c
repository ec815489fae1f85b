/* page_date.c: French and English dates out of running text: tokens first, then one pattern after another. */
#include "corpus/page_date.h"

#include <string.h>

#include "corpus/page_date_word.h"
#include "shim/text.h"

#define TOKENS_MAX 400

typedef struct {
	enum { NUMBER, WORD, MARK } type;
	guint32 start, end;
	int value;  /* of a number; the character of a mark */
	int digits; /* how many */
	DateWord word;
	bool glued; /* nothing stands between it and the token before */
} Token;

typedef struct {
	const char *text;
	Token list[TOKENS_MAX + 1];
	int count;
	Lang lang;
	gint64 now_s;
} Tokens;

typedef struct {
	int year, month, day; /* year 0: not stated */
	int hour, minute, second;
	DatePrecision precision;
	bool has_zone;
	int offset_s;
	int first, last; /* tokens */
} Found;

/* --- tokens --- */

static bool is_letter (const char *s)
{
	return g_ascii_isalpha (*s) || (guint8)*s >= 0x80;
}

static gsize word_len (const char *s, gsize len)
{
	gsize n = 0;
	while (n < len && is_letter (s + n)) {
		/* General punctuation (dashes, quotes, spaces), no-break space and « · » end a word. */
		if ((guint8)s[n] == 0xe2 && n + 1 < len && (guint8)s[n + 1] == 0x80)
			break;
		if ((guint8)s[n] == 0xc2 && n + 1 < len && (guint8)s[n + 1] < 0xc0)
			break;
		n++;
	}
	return n;
}

static void add_token (Tokens *tokens, Token token)
{
	if (tokens->count) {
		const Token *before = &tokens->list[tokens->count - 1];
		token.glued = before->end == token.start;
	}
	tokens->list[tokens->count++] = token;
}

static gsize add_number (Tokens *tokens, gsize at, gsize len)
{
	Token token = { .type = NUMBER, .start = (guint32)at };
	gsize n = at;
	for (; n < len && g_ascii_isdigit (tokens->text[n]); n++, token.digits++)
		token.value = MIN (token.value, 99999) * 10 + (tokens->text[n] - '0');
	token.end = (guint32)n;
	add_token (tokens, token);
	return n;
}

static gsize add_word (Tokens *tokens, gsize at, gsize len)
{
	Token token = { .type = WORD, .start = (guint32)at };
	gsize n = word_len (tokens->text + at, len - at);
	if (n == 0) { /* a piece of punctuation outside ASCII */
		gsize next = (gsize)(g_utf8_next_char (tokens->text + at) - tokens->text);
		token.type = MARK;
		token.value = ' ';
		if (next - at == 3 && (guint8)tokens->text[at + 1] == 0x80 &&
		    (guint8)tokens->text[at + 2] >= 0x90 && (guint8)tokens->text[at + 2] <= 0x95)
			token.value = '-';
		n = next - at;
		if (token.value == ' ')
			return at + n;
	} else {
		token.word = date_word (tokens->text + at, n);
	}
	token.end = (guint32)(at + n);
	add_token (tokens, token);
	return at + n;
}

static void tokenise (Tokens *tokens, gsize from, gsize len)
{
	for (gsize i = from; i < len && tokens->count < TOKENS_MAX;) {
		char c = tokens->text[i];
		if (g_ascii_isdigit (c)) {
			i = add_number (tokens, i, len);
		} else if (is_letter (tokens->text + i)) {
			i = add_word (tokens, i, len);
		} else {
			if (c > ' ')
				add_token (tokens, (Token){ .type = MARK,
							    .start = (guint32)i,
							    .end = (guint32)i + 1,
							    .value = c });
			i++;
		}
	}
	tokens->list[tokens->count] =
		(Token){ .type = MARK, .start = (guint32)len, .end = (guint32)len };
}

static const Token *at (const Tokens *tokens, int i)
{
	return &tokens->list[i < 0 || i > tokens->count ? tokens->count : i];
}

static bool is_mark (const Tokens *tokens, int i, const char *marks)
{
	const Token *token = at (tokens, i);
	return token->type == MARK && token->value && strchr (marks, token->value);
}

static bool is_number (const Tokens *tokens, int i, int low, int high, int digits_max)
{
	const Token *token = at (tokens, i);
	return token->type == NUMBER && token->value >= low && token->value <= high &&
	       token->digits <= digits_max;
}

static bool is_word (const Tokens *tokens, int i, DateWordType type)
{
	const Token *token = at (tokens, i);
	return token->type == WORD && token->word.type == type;
}

/* A year stands by itself: not "2014Aug", not "2014.5". */
static int year_at (const Tokens *tokens, int i)
{
	const Token *token = at (tokens, i), *next = at (tokens, i + 1);
	if (token->type != NUMBER || token->digits != 4 || token->value < 1990 ||
	    token->value > 2100)
		return 0;
	bool joined = next->type == WORD && next->glued && next->word.type != WORD_TIME_MARK;
	return joined ? 0 : token->value;
}

/* Four digits where a year should stand that are none: then the whole is no date. */
static bool bad_year_at (const Tokens *tokens, int i)
{
	return at (tokens, i)->type == NUMBER && at (tokens, i)->digits >= 4 &&
	       !year_at (tokens, i);
}

/* --- times --- */

/* "PM ET", "(CET)", "GMT+2", "+0200", "Z" from token `i` on. Returns one past it, `i` when there is none. */
static int read_zone (const Tokens *tokens, int i, Found *out)
{
	int start = i, offset = 0;
	bool named = false;
	if (is_mark (tokens, i, "("))
		i++;
	if (is_word (tokens, i, WORD_ZONE)) {
		offset = at (tokens, i)->word.value;
		named = true;
		i++;
		if (is_mark (tokens, i, "/")) /* "GMT/BST" */
			i += is_word (tokens, i + 1, WORD_ZONE) ? 2 : 0;
	}
	if (is_mark (tokens, i, "+-") && at (tokens, i + 1)->type == NUMBER &&
	    at (tokens, i + 1)->glued) {
		int sign = at (tokens, i)->value == '-' ? -1 : 1,
		    number = at (tokens, i + 1)->value;
		int digits = at (tokens, i + 1)->digits, hours = 0, minutes = 0, used = 0;
		if (digits == 4) {
			hours = number / 100;
			minutes = number % 100;
			used = 2;
		} else if (digits <= 2 && is_mark (tokens, i + 2, ":") &&
			   is_number (tokens, i + 3, 0, 59, 2)) {
			hours = number;
			minutes = at (tokens, i + 3)->value;
			used = 4;
		} else if (digits <= 2 && named) {
			hours = number;
			used = 2;
		}
		if (used && hours <= 14 && minutes < 60) {
			offset += sign * (hours * 3600 + minutes * 60);
			named = true;
			i += used;
		}
	}
	if (!named)
		return start;
	out->has_zone = true;
	out->offset_s = offset;
	if (is_mark (tokens, i, ")"))
		i++;
	return i;
}

/* "am", "p.m.", "p.m" at token `i`: returns one past it and adds 0 or 12 into *half; `i` when there is none. */
static int read_half (const Tokens *tokens, int i, int *half)
{
	const Token *token = at (tokens, i);
	int n = i;
	if (is_word (tokens, i, WORD_HALF)) {
		*half = token->word.value;
		n = i + 1;
	} else if (token->type == WORD && token->end - token->start == 1 &&
		   is_mark (tokens, i + 1, ".") && at (tokens, i + 2)->type == WORD &&
		   at (tokens, i + 2)->end - at (tokens, i + 2)->start == 1 &&
		   strchr ("mM", tokens->text[at (tokens, i + 2)->start]) &&
		   strchr ("aApP", tokens->text[token->start])) {
		*half = strchr ("pP", tokens->text[token->start]) ? 12 : 0;
		n = i + 3;
	}
	if (n > i && is_mark (tokens, n, ".") && at (tokens, n)->glued)
		n++;
	return n;
}

/* "16:35", "16h35", "16 h", "4.35 pm", "10:06:51am", "noon" at token `i`. Returns one past it, `i` when there is none. `dots`: "13.12" is a
 * time, which it is only just after a date. */
static int read_clock (const Tokens *tokens, int i, bool dots, Found *out)
{
	if (is_word (tokens, i, WORD_CLOCK)) { /* midnight, noon */
		out->hour = at (tokens, i)->word.value;
		out->minute = out->second = 0;
		out->precision = DATE_MINUTE;
		return i + 1;
	}
	if (!is_number (tokens, i, 0, 24, 2))
		return i;
	int hour = at (tokens, i)->value, minute = 0, second = 0, n = i + 1;
	bool timed = false, seconds = false;
	if (is_mark (tokens, n, dots ? ":." : ":.") && is_number (tokens, n + 1, 0, 59, 2) &&
	    at (tokens, n + 1)->digits == 2 && at (tokens, n)->glued && at (tokens, n + 1)->glued) {
		bool dot = at (tokens, n)->value == '.';
		minute = at (tokens, n + 1)->value;
		n += 2;
		int unused;
		timed = !dot || dots || read_half (tokens, n, &unused) > n;
		if (!timed)
			return i;
		if (is_mark (tokens, n, ":") && is_number (tokens, n + 1, 0, 60, 2) &&
		    at (tokens, n + 1)->glued) {
			second = MIN (at (tokens, n + 1)->value, 59);
			seconds = true;
			n += 2;
			if (is_mark (tokens, n, ".,") && at (tokens, n)->glued &&
			    at (tokens, n + 1)->glued && at (tokens, n + 1)->type == NUMBER)
				n += 2; /* parts of a second */
		}
	} else if (is_word (tokens, n, WORD_TIME_MARK) && at (tokens, n)->word.value == 'h') {
		timed = true;
		n++;
		if (is_number (tokens, n, 0, 59, 2) && at (tokens, n)->digits == 2)
			minute = at (tokens, n++)->value;
	}
	int half, after_half = read_half (tokens, n, &half);
	if (after_half > n) {
		if (hour <= 12)
			hour = hour % 12 + half;
		timed = true;
		n = after_half;
	}
	/* A trailing "2015" or ":37" means that this was something else. */
	if (!timed || hour > 24 || (hour == 24 && (minute || second)))
		return i;
	if (at (tokens, n)->type == NUMBER && at (tokens, n)->glued)
		return i;
	out->hour = hour == 24 ? 0 : hour;
	out->minute = minute;
	out->second = second;
	out->precision = seconds ? DATE_SECOND : DATE_MINUTE;
	return n;
}

/* The time that follows the date that ends before token `i`: "à 16h35", ", 4:35 PM ET", "at midnight", "T10:00Z". */
static void time_after (const Tokens *tokens, Found *found)
{
	int i = found->last;
	for (int skipped = 0; skipped < 4; skipped++) {
		int n = read_clock (tokens, i, skipped == 0, found);
		if (n > i) {
			found->last = read_zone (tokens, n, found);
			return;
		}
		if (!is_mark (tokens, i, ",-|/()@") && !is_word (tokens, i, WORD_LINK) &&
		    !(is_mark (tokens, i, ".") && skipped == 0))
			return;
		i++;
	}
}

/* The time that stands before it: "10:06am Dec 11, 2014", "4:35 PM ET, Wed September 9, 2020". */
static void time_before (const Tokens *tokens, Found *found)
{
	for (int back = 2; back <= 9 && back <= found->first; back++) {
		Found trial = *found;
		int i = found->first - back, n = read_clock (tokens, i, false, &trial);
		if (n == i || (at (tokens, i)->glued && at (tokens, i - 1)->type == NUMBER) ||
		    (is_mark (tokens, i - 1, ":.") && at (tokens, i)->glued))
			continue;
		n = read_zone (tokens, n, &trial);
		while (n < found->first &&
		       (is_mark (tokens, n, ",-|/()") || is_word (tokens, n, WORD_LINK) ||
			is_word (tokens, n, WORD_DAY)))
			n++;
		if (n == found->first) {
			*found = trial;
			found->first = i;
			return;
		}
	}
}

/* --- days --- */

static bool real_day (int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
	       g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)(year ? year : 2000));
}

static bool set_day (Found *found, int year, int month, int day, int first, int last)
{
	if (year > 0 && year < 100)
		year += year < 70 ? 2000 : 1900;
	if (!real_day (year, month, day) || (year && (year < 1990 || year > 2100)))
		return false;
	*found = (Found){ .year = year,
			  .month = month,
			  .day = day,
			  .precision = DATE_DAY,
			  .first = first,
			  .last = last };
	return true;
}

/* "2020-09-09", "09/09/2020", "9.9.20", "2020/9/9" from token `i`. */
static bool numeric_day (const Tokens *tokens, int i, Found *found)
{
	const Token *a = at (tokens, i), *b = at (tokens, i + 2), *c = at (tokens, i + 4);
	if (a->type != NUMBER || b->type != NUMBER || c->type != NUMBER ||
	    !is_mark (tokens, i + 1, "-/.") || at (tokens, i + 3)->type != MARK ||
	    at (tokens, i + 1)->value != at (tokens, i + 3)->value)
		return false;
	const Token *before = at (tokens, i - 1), *after = at (tokens, i + 5);
	bool dot = at (tokens, i + 1)->value == '.';
	if (!at (tokens, i + 1)->glued || !c->glued || (!b->glued && !dot) || b->digits > 2)
		return false;
	/* Part of something longer: a version, a telephone number, two dates run together. */
	if ((i > 0 && a->glued && (before->type != MARK || strchr ("-/.", before->value))) ||
	    (after->glued &&
	     (after->type == NUMBER || (after->type == WORD && after->word.value != 't') ||
	      (is_mark (tokens, i + 5, "-/.") && at (tokens, i + 6)->glued &&
	       at (tokens, i + 6)->type == NUMBER))))
		return false;
	int last = i + 5;
	if (after->type == WORD && after->glued) {
		last++;
		/* "t16:37:51+00:002015-…": the time must end where a time can. */
		Found time = { 0 };
		int n = read_clock (tokens, last, false, &time);
		if (n == last)
			return false;
		int zone = read_zone (tokens, n, &time);
		if (at (tokens, zone)->glued && at (tokens, zone)->type == NUMBER)
			return false;
		if (zone == n && is_mark (tokens, n, "+-"))
			return false;
	}
	if (a->digits == 4)
		return set_day (found, a->value, b->value, c->value, i, last);
	if (a->digits > 2 || (c->digits != 4 && c->digits != 2))
		return false;
	/* Two digits of year only with the full form "09.09.20". */
	if (c->digits == 2 && c->value < 1)
		return false;
	bool month_first = tokens->lang == LANG_EN && !dot;
	int day = month_first ? b->value : a->value, month = month_first ? a->value : b->value;
	if (month > 12 && day <= 12) {
		int swap = day;
		day = month;
		month = swap;
	}
	return set_day (found, c->value, month, day, i, last);
}

/* Skip an ordinal's ending: "1er", "22nd". */
static int skip_ordinal (const Tokens *tokens, int i)
{
	return is_word (tokens, i, WORD_ORDINAL) && at (tokens, i)->glued ? i + 1 : i;
}

static int skip_soft (const Tokens *tokens, int i, const char *marks)
{
	while (is_mark (tokens, i, marks) || is_word (tokens, i, WORD_OF))
		i++;
	return i;
}

/* "9 septembre 2020", "1er Février", "22nd of June, 2016", "9-Sep-2020" from token `i`. */
static bool day_month (const Tokens *tokens, int i, Found *found)
{
	if (!is_number (tokens, i, 1, 31, 2))
		return false;
	int n = skip_soft (tokens, skip_ordinal (tokens, i + 1), "-/., ");
	if (!is_word (tokens, n, WORD_MONTH) || n - i > 4)
		return false;
	/* "10.30 May 2": the number belongs to a time. */
	if (i > 0 && at (tokens, i)->glued && is_mark (tokens, i - 1, ".:"))
		return false;
	int month = at (tokens, n)->word.value, after = n + 1;
	if (at (tokens, after)->type == WORD && at (tokens, after)->glued)
		return false;
	int year_token = skip_soft (tokens, after, "-/.,’'");
	int year = year_token - after <= 2 ? year_at (tokens, year_token) : 0;
	if (year_token - after <= 2 && bad_year_at (tokens, year_token))
		return false;
	if (!year && is_number (tokens, year_token, 10, 69, 2) &&
	    at (tokens, year_token)->digits == 2 && (is_mark (tokens, after, "-/'")) &&
	    !is_mark (tokens, year_token + 1, ":h"))
		year = 2000 + at (tokens, year_token)->value;
	/* "15 December 3 2014" and the like belong to the other pattern. */
	if (!year && is_number (tokens, year_token, 1, 31, 2) && year_at (tokens, year_token + 1))
		return false;
	return set_day (found, year, month, at (tokens, i)->value, i,
			year ? year_token + 1 : after);
}

/* "September 9, 2020", "décembre 5 2014", "Sept. 9th 2020" from token `i`. */
static bool month_day (const Tokens *tokens, int i, Found *found)
{
	if (!is_word (tokens, i, WORD_MONTH))
		return false;
	if (i > 0 && at (tokens, i)->glued && at (tokens, i - 1)->type == NUMBER)
		return false;
	int day_token = skip_soft (tokens, i + 1, ".-/");
	if (!is_number (tokens, day_token, 1, 31, 2) || day_token - i > 3)
		return false;
	int after = skip_ordinal (tokens, day_token + 1);
	if (is_word (tokens, after, WORD_MONTH)) /* "mar 12 mai": the first was a weekday */
		return false;
	if (is_mark (tokens, after, ":") && at (tokens, after)->glued)
		return false;
	int year_token = skip_soft (tokens, after, ",.-/");
	int year = year_token - after <= 2 ? year_at (tokens, year_token) : 0;
	if (year_token - after <= 2 && bad_year_at (tokens, year_token))
		return false;
	return set_day (found, year, at (tokens, i)->word.value, at (tokens, day_token)->value, i,
			year ? year_token + 1 : after);
}

/* --- counted from now --- */

static void set_instant (Found *found, gint64 unix_s, DatePrecision precision, int first, int last)
{
	g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (unix_s);
	*found = (Found){ .precision = precision, .first = first, .last = last };
	if (!time)
		return;
	g_date_time_get_ymd (time, &found->year, &found->month, &found->day);
	if (precision >= DATE_MINUTE) {
		found->hour = g_date_time_get_hour (time);
		found->minute = g_date_time_get_minute (time);
		found->has_zone = true;
	}
}

/* "il y a 2 heures", "2 hours ago", "40 minutes ago", "an hour ago" from token `i`. */
static bool ago (const Tokens *tokens, int i, Found *found)
{
	int n = i;
	bool before = is_word (tokens, i, WORD_AGO_BEFORE); /* "il y a" */
	if (before)
		n++;
	while (is_word (tokens, n, WORD_LINK) || is_word (tokens, n, WORD_ABOUT) ||
	       (before && is_word (tokens, n, WORD_AGO_BEFORE)))
		n++;
	int amount;
	if (is_number (tokens, n, 0, 9999, 4))
		amount = at (tokens, n)->value;
	else if (is_word (tokens, n, WORD_COUNT))
		amount = at (tokens, n)->word.value;
	else
		return false;
	n++;
	int unit_s;
	if (is_word (tokens, n, WORD_UNIT))
		unit_s = at (tokens, n)->word.value;
	else if (is_word (tokens, n, WORD_TIME_MARK) && at (tokens, n)->word.value == 'h')
		unit_s = 3600;
	else
		return false;
	n++;
	if (!before && !is_word (tokens, n, WORD_AGO_AFTER))
		return false;
	if (!before)
		n++;
	set_instant (found, tokens->now_s - (gint64)amount * unit_s,
		     unit_s < 86400 ? DATE_MINUTE : DATE_DAY, i, n);
	return found->year > 0;
}

static bool relative (const Tokens *tokens, int i, Found *found)
{
	if (!tokens->now_s)
		return false;
	if (is_word (tokens, i, WORD_RELATIVE)) { /* today, hier, avant-hier */
		int days = at (tokens, i)->word.value, first = i;
		if (days == 1 && is_word (tokens, i - 2, WORD_BEFORE) &&
		    is_mark (tokens, i - 1, "-")) {
			days = 2;
			first = i - 2;
		}
		int last = i + 1;
		if (is_mark (tokens, last, "'"))
			last++;
		/* "aujourd" has its other half behind an apostrophe. */
		const Token *hui = at (tokens, last);
		last = hui->type == WORD && hui->end - hui->start == 3 &&
				       memcmp (tokens->text + hui->start, "hui", 3) == 0
			       ? last + 1
			       : i + 1;
		set_instant (found, tokens->now_s - (gint64)days * 86400, DATE_DAY, first, last);
		return found->year > 0;
	}
	return ago (tokens, i, found);
}

/* A date without year is the latest that is not after today (a day of grace for zones). */
static bool give_year (const Tokens *tokens, Found *found)
{
	if (found->year)
		return true;
	g_autoptr (GDateTime) limit =
		tokens->now_s ? g_date_time_new_from_unix_utc (tokens->now_s + 86400) : NULL;
	if (!limit)
		return false;
	for (int year = g_date_time_get_year (limit), k = 0; k < 5; k++, year--) {
		int month = g_date_time_get_month (limit),
		    day = g_date_time_get_day_of_month (limit);
		bool later = k == 0 &&
			     (found->month > month || (found->month == month && found->day > day));
		if (!later && real_day (year, found->month, found->day)) {
			found->year = year;
			return true;
		}
	}
	return false;
}

static void finish (const Found *found, ArticleDate *out)
{
	g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
	g_autoptr (GDateTime) time = g_date_time_new (utc, found->year, found->month, found->day,
						      found->hour, found->minute, found->second);
	out->precision = found->precision;
	out->has_zone = found->has_zone && found->precision >= DATE_MINUTE;
	out->offset_s = out->has_zone ? found->offset_s : 0;
	out->unix_s = g_date_time_to_unix (time) - out->offset_s;
}

bool page_date_find (const char *text, gssize len, gsize from, Lang lang, gint64 now_s,
		     ArticleDate *out, gsize *start, gsize *end)
{
	gsize size = len < 0 ? strlen (text) : (gsize)len;
	if (from >= size)
		return false;
	g_autofree Tokens *tokens = g_new (Tokens, 1);
	tokens->text = text;
	tokens->count = 0;
	tokens->lang = lang;
	tokens->now_s = now_s;
	tokenise (tokens, from, MIN (size, from + PAGE_DATE_MAX));
	for (int i = 0; i < tokens->count; i++) {
		Found found = { 0 };
		bool absolute = numeric_day (tokens, i, &found) || day_month (tokens, i, &found) ||
				month_day (tokens, i, &found);
		if (!absolute && !relative (tokens, i, &found))
			continue;
		if (!give_year (tokens, &found))
			continue;
		if (found.precision == DATE_DAY) {
			time_after (tokens, &found);
			if (found.precision == DATE_DAY)
				time_before (tokens, &found);
		}
		finish (&found, out);
		if (start)
			*start = tokens->list[found.first].start;
		if (end)
			*end = tokens->list[found.last - 1].end;
		return true;
	}
	return false;
}

static bool weekday_alone (const char *text, Lang lang, gint64 now_s, ArticleDate *out)
{
	gsize len = strlen (text);
	if (!now_s || len > 20)
		return false;
	DateWord word = date_word (text, len);
	(void)lang;
	if (word.type != WORD_DAY)
		return false;
	/* 1970-01-01 was a Thursday; days count from Monday = 1. The day itself is taken for today. */
	int today = (int)((now_s / 86400 + 3) % 7) + 1;
	int back = (today - word.value + 7) % 7;
	Found found;
	set_instant (&found, now_s - (gint64)back * 86400, DATE_DAY, 0, 1);
	finish (&found, out);
	return true;
}

bool page_date_parse (const char *text, Lang lang, gint64 now_s, ArticleDate *out)
{
	if (article_date_parse (text, out))
		return true;
	return page_date_find (text, -1, 0, lang, now_s, out, NULL, NULL) ||
	       weekday_alone (text, lang, now_s, out);
}
