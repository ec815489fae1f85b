/* page_date_clock.c: times and zones beside a day. */
#include <string.h>

#include "corpus/page_date_token.h"

/* A zone's name at token `i`. In French "et" and "est" are words, and only "ET" and "EST" are zones. */
static bool is_zone_name (const DateTokens *tokens, int i)
{
	const DateToken *token = date_token (tokens, i);
	if (!date_is_word (tokens, i, WORD_ZONE) && !date_is_word (tokens, i, WORD_PLACE_ZONE))
		return false;
	return tokens->lang == LANG_EN || tokens->text[token->start] != 'e';
}

/* "PM ET", "(CET)", "GMT+2", "+0200", "Z" from token `i` on. Returns one past it, `i` when there is none. */
int date_zone (const DateTokens *tokens, int i, DateFound *out)
{
	int start = i, offset = 0;
	bool named = false;
	const char *place = NULL;
	if (date_is_mark (tokens, i, "("))
		i++;
	if (is_zone_name (tokens, i)) {
		DateWord word = date_token (tokens, i)->word;
		if (word.type == WORD_ZONE)
			offset = word.value;
		else
			place = date_place_zone (word.value);
		named = true;
		i++;
		if (date_is_mark (tokens, i, "/")) /* "GMT/BST" */
			i += is_zone_name (tokens, i + 1) ? 2 : 0;
	}
	if (date_is_mark (tokens, i, "+-") && date_token (tokens, i + 1)->type == NUMBER &&
	    date_token (tokens, i + 1)->glued) {
		int sign = date_token (tokens, i)->value == '-' ? -1 : 1,
		    number = date_token (tokens, i + 1)->value;
		int digits = date_token (tokens, i + 1)->digits, hours = 0, minutes = 0, used = 0;
		if (digits == 4) {
			hours = number / 100;
			minutes = number % 100;
			used = 2;
		} else if (digits <= 2 && date_is_mark (tokens, i + 2, ":") &&
			   date_is_number (tokens, i + 3, 0, 59, 2)) {
			hours = number;
			minutes = date_token (tokens, i + 3)->value;
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
	out->place = place;
	if (date_is_mark (tokens, i, ")"))
		i++;
	return i;
}

/* "am", "p.m.", "p.m" at token `i`: returns one past it and adds 0 or 12 into *half; `i` when there is none. */
static int read_half (const DateTokens *tokens, int i, int *half)
{
	const DateToken *token = date_token (tokens, i);
	int n = i;
	if (date_is_word (tokens, i, WORD_HALF)) {
		*half = token->word.value;
		n = i + 1;
	} else if (token->type == WORD && token->end - token->start == 1 &&
		   date_is_mark (tokens, i + 1, ".") && date_token (tokens, i + 2)->type == WORD &&
		   date_token (tokens, i + 2)->end - date_token (tokens, i + 2)->start == 1 &&
		   strchr ("mM", tokens->text[date_token (tokens, i + 2)->start]) &&
		   strchr ("aApP", tokens->text[token->start])) {
		*half = strchr ("pP", tokens->text[token->start]) ? 12 : 0;
		n = i + 3;
	}
	if (n > i && date_is_mark (tokens, n, ".") && date_token (tokens, n)->glued)
		n++;
	return n;
}

/* "16:35", "16h35", "16 h", "4.35 pm", "10:06:51am", "noon" at token `i`. Returns one past it, `i` when there is none. `dots`: "13.12" is a
 * time, which it is only just after a date. */
int date_clock (const DateTokens *tokens, int i, bool dots, DateFound *out)
{
	if (date_is_word (tokens, i, WORD_CLOCK)) { /* midnight, noon */
		out->hour = date_token (tokens, i)->word.value;
		out->minute = out->second = 0;
		out->precision = DATE_MINUTE;
		return i + 1;
	}
	if (!date_is_number (tokens, i, 0, 24, 2))
		return i;
	int hour = date_token (tokens, i)->value, minute = 0, second = 0, n = i + 1;
	bool timed = false, seconds = false;
	if (date_is_mark (tokens, n, dots ? ":." : ":.") &&
	    date_is_number (tokens, n + 1, 0, 59, 2) && date_token (tokens, n + 1)->digits == 2 &&
	    date_token (tokens, n)->glued && date_token (tokens, n + 1)->glued) {
		bool dot = date_token (tokens, n)->value == '.';
		minute = date_token (tokens, n + 1)->value;
		n += 2;
		int unused;
		timed = !dot || dots || read_half (tokens, n, &unused) > n;
		if (!timed)
			return i;
		if (date_is_mark (tokens, n, ":") && date_is_number (tokens, n + 1, 0, 60, 2) &&
		    date_token (tokens, n + 1)->glued) {
			second = MIN (date_token (tokens, n + 1)->value, 59);
			seconds = true;
			n += 2;
			if (date_is_mark (tokens, n, ".,") && date_token (tokens, n)->glued &&
			    date_token (tokens, n + 1)->glued &&
			    date_token (tokens, n + 1)->type == NUMBER)
				n += 2; /* parts of a second */
		}
	} else if (date_is_word (tokens, n, WORD_TIME_MARK) &&
		   date_token (tokens, n)->word.value == 'h') {
		timed = true;
		n++;
		if (date_is_number (tokens, n, 0, 59, 2) && date_token (tokens, n)->digits == 2)
			minute = date_token (tokens, n++)->value;
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
	if (date_token (tokens, n)->type == NUMBER && date_token (tokens, n)->glued)
		return i;
	out->hour = hour == 24 ? 0 : hour;
	out->minute = minute;
	out->second = second;
	out->precision = seconds ? DATE_SECOND : DATE_MINUTE;
	return n;
}

/* The time that follows the date that ends before token `i`: "à 16h35", ", 4:35 PM ET", "at midnight", "T10:00Z". */
void date_time_after (const DateTokens *tokens, DateFound *found)
{
	int i = found->last;
	for (int skipped = 0; skipped < 4; skipped++) {
		int n = date_clock (tokens, i, skipped == 0, found);
		if (n > i) {
			found->last = date_zone (tokens, n, found);
			return;
		}
		if (!date_is_mark (tokens, i, ",-|/()@") && !date_is_word (tokens, i, WORD_LINK) &&
		    !(date_is_mark (tokens, i, ".") && skipped == 0))
			return;
		i++;
	}
}

/* The time that stands before it: "10:06am Dec 11, 2014", "4:35 PM ET, Wed September 9, 2020". */
void date_time_before (const DateTokens *tokens, DateFound *found)
{
	for (int back = 2; back <= 9 && back <= found->first; back++) {
		DateFound trial = *found;
		int i = found->first - back, n = date_clock (tokens, i, false, &trial);
		if (n == i ||
		    (date_token (tokens, i)->glued && date_token (tokens, i - 1)->type == NUMBER) ||
		    (date_is_mark (tokens, i - 1, ":.") && date_token (tokens, i)->glued))
			continue;
		n = date_zone (tokens, n, &trial);
		while (n < found->first &&
		       (date_is_mark (tokens, n, ",-|/()") || date_is_word (tokens, n, WORD_LINK) ||
			date_is_word (tokens, n, WORD_DAY)))
			n++;
		if (n == found->first) {
			*found = trial;
			found->first = i;
			return;
		}
	}
}
