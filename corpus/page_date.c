/* page_date.c: French and English dates out of running text: tokens first, then one pattern after another. */
#include "corpus/page_date.h"

#include <string.h>

#include "corpus/page_date_token.h"
#include "shim/text.h"

/* --- days --- */

static bool real_day (int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
	       g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)(year ? year : 2000));
}

static bool set_day (DateFound *found, int year, int month, int day, int first, int last)
{
	if (year > 0 && year < 100)
		year += year < 70 ? 2000 : 1900;
	if (!real_day (year, month, day) || (year && (year < 1990 || year > 2100)))
		return false;
	*found = (DateFound){ .year = year,
			      .month = month,
			      .day = day,
			      .precision = DATE_DAY,
			      .first = first,
			      .last = last };
	return true;
}

/* "2020-09-09", "09/09/2020", "9.9.20", "2020/9/9" from token `i`. */
static bool numeric_day (const DateTokens *tokens, int i, DateFound *found)
{
	const DateToken *a = date_token (tokens, i), *b = date_token (tokens, i + 2),
			*c = date_token (tokens, i + 4);
	if (a->type != NUMBER || b->type != NUMBER || c->type != NUMBER ||
	    !date_is_mark (tokens, i + 1, "-/.") || date_token (tokens, i + 3)->type != MARK ||
	    date_token (tokens, i + 1)->value != date_token (tokens, i + 3)->value)
		return false;
	const DateToken *before = date_token (tokens, i - 1), *after = date_token (tokens, i + 5);
	bool dot = date_token (tokens, i + 1)->value == '.';
	if (!date_token (tokens, i + 1)->glued || !c->glued || (!b->glued && !dot) || b->digits > 2)
		return false;
	/* Part of something longer: a version, a telephone number, two dates run together. */
	if ((i > 0 && a->glued && (before->type != MARK || strchr ("-/.", before->value))) ||
	    (after->glued &&
	     (after->type == NUMBER || (after->type == WORD && after->word.value != 't') ||
	      (date_is_mark (tokens, i + 5, "-/.") && date_token (tokens, i + 6)->glued &&
	       date_token (tokens, i + 6)->type == NUMBER))))
		return false;
	int last = i + 5;
	if (after->type == WORD && after->glued) {
		last++;
		/* "t16:37:51+00:002015-…": the time must end where a time can. */
		DateFound time = { 0 };
		int n = date_clock (tokens, last, false, &time);
		if (n == last)
			return false;
		int zone = date_zone (tokens, n, &time);
		if (date_token (tokens, zone)->glued && date_token (tokens, zone)->type == NUMBER)
			return false;
		if (zone == n && date_is_mark (tokens, n, "+-"))
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
static int skip_ordinal (const DateTokens *tokens, int i)
{
	return date_is_word (tokens, i, WORD_ORDINAL) && date_token (tokens, i)->glued ? i + 1 : i;
}

static int skip_soft (const DateTokens *tokens, int i, const char *marks)
{
	while (date_is_mark (tokens, i, marks) || date_is_word (tokens, i, WORD_OF))
		i++;
	return i;
}

/* "9 septembre 2020", "1er Février", "22nd of June, 2016", "9-Sep-2020" from token `i`. */
static bool day_month (const DateTokens *tokens, int i, DateFound *found)
{
	if (!date_is_number (tokens, i, 1, 31, 2))
		return false;
	int n = skip_soft (tokens, skip_ordinal (tokens, i + 1), "-/., ");
	if (!date_is_word (tokens, n, WORD_MONTH) || n - i > 4)
		return false;
	/* "10.30 May 2": the number belongs to a time. */
	if (i > 0 && date_token (tokens, i)->glued && date_is_mark (tokens, i - 1, ".:"))
		return false;
	int month = date_token (tokens, n)->word.value, after = n + 1;
	if (date_token (tokens, after)->type == WORD && date_token (tokens, after)->glued)
		return false;
	int year_token = skip_soft (tokens, after, "-/.,’'");
	int year = year_token - after <= 2 ? date_year (tokens, year_token) : 0;
	if (year_token - after <= 2 && date_bad_year (tokens, year_token))
		return false;
	if (!year && date_is_number (tokens, year_token, 10, 69, 2) &&
	    date_token (tokens, year_token)->digits == 2 && (date_is_mark (tokens, after, "-/'")) &&
	    !date_is_mark (tokens, year_token + 1, ":h"))
		year = 2000 + date_token (tokens, year_token)->value;
	/* "15 December 3 2014" and the like belong to the other pattern. */
	if (!year && date_is_number (tokens, year_token, 1, 31, 2) &&
	    date_year (tokens, year_token + 1))
		return false;
	return set_day (found, year, month, date_token (tokens, i)->value, i,
			year ? year_token + 1 : after);
}

/* "September 9, 2020", "décembre 5 2014", "Sept. 9th 2020" from token `i`. */
static bool month_day (const DateTokens *tokens, int i, DateFound *found)
{
	if (!date_is_word (tokens, i, WORD_MONTH))
		return false;
	if (i > 0 && date_token (tokens, i)->glued && date_token (tokens, i - 1)->type == NUMBER)
		return false;
	int day_token = skip_soft (tokens, i + 1, ".-/");
	if (!date_is_number (tokens, day_token, 1, 31, 2) || day_token - i > 3)
		return false;
	int after = skip_ordinal (tokens, day_token + 1);
	if (date_is_word (tokens, after, WORD_MONTH)) /* "mar 12 mai": the first was a weekday */
		return false;
	if (date_is_mark (tokens, after, ":") && date_token (tokens, after)->glued)
		return false;
	int year_token = skip_soft (tokens, after, ",.-/");
	int year = year_token - after <= 2 ? date_year (tokens, year_token) : 0;
	if (year_token - after <= 2 && date_bad_year (tokens, year_token))
		return false;
	return set_day (found, year, date_token (tokens, i)->word.value,
			date_token (tokens, day_token)->value, i, year ? year_token + 1 : after);
}

/* --- counted from now --- */

static void set_instant (DateFound *found, gint64 unix_s, DatePrecision precision, int first,
			 int last)
{
	g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (unix_s);
	*found = (DateFound){ .precision = precision, .first = first, .last = last };
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
static bool ago (const DateTokens *tokens, int i, DateFound *found)
{
	int n = i;
	bool before = date_is_word (tokens, i, WORD_AGO_BEFORE); /* "il y a" */
	if (before)
		n++;
	while (date_is_word (tokens, n, WORD_LINK) || date_is_word (tokens, n, WORD_ABOUT) ||
	       (before && date_is_word (tokens, n, WORD_AGO_BEFORE)))
		n++;
	int amount;
	if (date_is_number (tokens, n, 0, 9999, 4))
		amount = date_token (tokens, n)->value;
	else if (date_is_word (tokens, n, WORD_COUNT))
		amount = date_token (tokens, n)->word.value;
	else
		return false;
	n++;
	int unit_s;
	if (date_is_word (tokens, n, WORD_UNIT))
		unit_s = date_token (tokens, n)->word.value;
	else if (date_is_word (tokens, n, WORD_TIME_MARK) &&
		 date_token (tokens, n)->word.value == 'h')
		unit_s = 3600;
	else
		return false;
	n++;
	if (!before && !date_is_word (tokens, n, WORD_AGO_AFTER))
		return false;
	if (!before)
		n++;
	set_instant (found, tokens->now_s - (gint64)amount * unit_s,
		     unit_s < 86400 ? DATE_MINUTE : DATE_DAY, i, n);
	return found->year > 0;
}

static bool relative (const DateTokens *tokens, int i, DateFound *found)
{
	if (!tokens->now_s)
		return false;
	if (date_is_word (tokens, i, WORD_RELATIVE)) { /* today, hier, avant-hier */
		int days = date_token (tokens, i)->word.value, first = i;
		if (days == 1 && date_is_word (tokens, i - 2, WORD_BEFORE) &&
		    date_is_mark (tokens, i - 1, "-")) {
			days = 2;
			first = i - 2;
		}
		int last = i + 1;
		if (date_is_mark (tokens, last, "'"))
			last++;
		/* "aujourd" has its other half behind an apostrophe. */
		const DateToken *hui = date_token (tokens, last);
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
static bool give_year (const DateTokens *tokens, DateFound *found)
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

static void finish (const DateFound *found, ArticleDate *out)
{
	g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
	g_autoptr (GDateTime) time = g_date_time_new (utc, found->year, found->month, found->day,
						      found->hour, found->minute, found->second);
	out->precision = found->precision;
	out->has_zone = found->has_zone && found->precision >= DATE_MINUTE;
	out->offset_s = out->has_zone ? found->offset_s : 0;
	if (out->has_zone && found->place)
		text_zone_offset (found->place, g_date_time_to_unix (time), &out->offset_s);
	out->unix_s = g_date_time_to_unix (time) - out->offset_s;
}

bool page_date_find (const char *text, gssize len, gsize from, Lang lang, gint64 now_s,
		     ArticleDate *out, gsize *start, gsize *end)
{
	gsize size = len < 0 ? strlen (text) : (gsize)len;
	if (from >= size)
		return false;
	g_autofree DateTokens *tokens = g_new (DateTokens, 1);
	tokens->text = text;
	tokens->count = 0;
	tokens->lang = lang;
	tokens->now_s = now_s;
	date_tokenise (tokens, from, MIN (size, from + PAGE_DATE_MAX));
	for (int i = 0; i < tokens->count; i++) {
		DateFound found = { 0 };
		bool absolute = numeric_day (tokens, i, &found) || day_month (tokens, i, &found) ||
				month_day (tokens, i, &found);
		if (!absolute && !relative (tokens, i, &found))
			continue;
		if (!give_year (tokens, &found))
			continue;
		if (found.precision == DATE_DAY) {
			date_time_after (tokens, &found);
			if (found.precision == DATE_DAY)
				date_time_before (tokens, &found);
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
	DateFound found;
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
