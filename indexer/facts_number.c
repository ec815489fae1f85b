/* facts_number.c: numbers in words and digits, French and English: "1,5 milliard", "deux cent cinquante mille", "40m", "des
 * dizaines de milliers". */
#include <stdlib.h>
#include <string.h>

#include "indexer/facts_private.h"

/* --- spelled --- */

/* Can a number below a hundred stand behind what has been added up? "cent vingt", "vingt-deux", "soixante-douze"; not "deux trois". */
static bool may_add (double sum, double number)
{
	int rest = (int)sum % 100;
	if (sum == 0 || rest == 0)
		return true;
	if (number < 10) /* and "dix-sept" */
		return (rest >= 20 && rest % 10 == 0) ||
		       (number >= 7 && (rest == 10 || rest == 70 || rest == 90));
	return number < 20 && (rest == 60 || rest == 80);
}

/* "vingt et un", "two hundred and fifty": terms of a link between two parts of one number. */
static guint link_length (const FactsRun *run, guint i, double sum)
{
	if (facts_is (run, i, "et") &&
	    (facts_is (run, i + 1, "un") || facts_is (run, i + 1, "une") ||
	     facts_is (run, i + 1, "onze")))
		return 1;
	return facts_is (run, i, "and") && sum >= 100 && (int)sum % 100 == 0 &&
			       i + 1 < run->count && facts_unit (run, i + 1)->cardinal > 0
		       ? 1
		       : 0;
}

/* "one" of "twenty-one", "un" of "vingt et un" and of "trente-et-un". */
static bool is_one (const FactsRun *run, guint i, double sum)
{
	return sum >= 20 && (int)sum % 10 == 0 && (int)sum % 100 != 0 &&
	       (facts_is (run, i, "un") || facts_is (run, i, "une") || facts_is (run, i, "one"));
}

/* Cardinals, hundreds and thousands from `i` on. Returns the terms used. */
static guint spelled (const FactsRun *run, guint i, double *value)
{
	double total = 0, sum = 0;
	guint k = i, used = 0;
	while (k < run->count && (k == i || facts_adjoin (run, k, true))) {
		const UnitWord *unit = facts_unit (run, k);
		guint link = used ? link_length (run, k, sum) : 0;
		if (unit->cardinal == 20 && (int)sum % 100 == 4)
			sum += 76; /* quatre-vingt */
		else if (unit->cardinal > 0 && may_add (sum, unit->cardinal))
			sum += unit->cardinal;
		else if (is_one (run, k, sum))
			sum += 1;
		else if (unit->hundred > 0 && sum < 100)
			sum = MAX (sum, 1) * unit->hundred;
		else if (unit->multiplier == 1e3 && facts_term (run, k)->word_len > 1 &&
			 total == 0 && (sum > 0 || facts_is (run, k, "mille"))) {
			total = MAX (sum, 1) * 1e3;
			sum = 0;
		} else if (link == 0) {
			break;
		}
		k++;
		if (link == 0)
			used = k - i;
	}
	*value = total + sum;
	return used;
}

/* "cent" behind "pour" and "per" is a unit; "hundred" and "mille" alone are numbers in French only. */
static bool may_begin (const FactsRun *run, guint i)
{
	const UnitWord *unit = facts_unit (run, i);
	if (unit->hundred > 0)
		return run->lang == LANG_FR &&
		       !(i > 0 && (facts_is (run, i - 1, "pour") || facts_is (run, i - 1, "per")));
	if (unit->multiplier == 1e3)
		return run->lang == LANG_FR && facts_is (run, i, "mille");
	/* "un appartement neuf" is new. */
	if (unit->cardinal == 9 && facts_is (run, i, "neuf") && i > 0 &&
	    facts_adjoin (run, i, false) && !facts_term (run, i - 1)->is_stop &&
	    !facts_adjoin (run, i + 1, true))
		return false;
	return unit->cardinal > 0;
}

/* --- digits --- */

/* "1.5bn", "1,200kg", "104f": the digits' value, and what is written on to them. */
static bool digits (const FactsRun *run, guint i, FactsNumber *number)
{
	const Term *t = facts_term (run, i);
	if (t->is_number) {
		/* "600 000e" is an ordinal. */
		if (i + 1 < run->count && facts_adjoin (run, i + 1, false) && !t[1].is_number &&
		    strspn (t[1].word, "0123456789") == 3 &&
		    units_word (t[1].word_len <= UNITS_WORD_MAX ? t[1].word + 3 : "")->unit == NULL)
			return false;
		number->low = number->high = g_ascii_strtod (t->word, NULL);
		return true;
	}
	gsize len = strspn (t->word, "0123456789.,");
	if (len == 0 || len > 24 || len == t->word_len || !g_ascii_isdigit (*t->word))
		return false;
	char plain[32];
	analyze_number (t->word, len, run->lang, plain);
	number->low = number->high = g_ascii_strtod (plain, NULL);
	number->attached = t->word + len;
	return true;
}

/* A bare "m" is metres unless money stands before it, or what is counted behind: "1.2m users". */
static bool is_million (const FactsRun *run, guint i, const char *suffix)
{
	const Term *t = facts_term (run, i);
	gsize len;
	const char *sign = units_sign (run->text + t->start, true, run->text, &len);
	if (strcmp (suffix, "m") != 0 || (sign && strcmp (sign, "%") != 0))
		return true;
	if (run->lang != LANG_EN || !facts_adjoin (run, i + 1, false))
		return false;
	const Term *next = facts_term (run, i + 1);
	static const char *const measures[] = { "tall",   "long",  "wide",  "high", "deep",
						"away",   "above", "below", "off",  "race",
						"sprint", "from",  "of",    "in",   "final",
						"wave",   "waves", "relay", NULL };
	return !g_strv_contains (measures, next->word) && !next->is_stop && !next->is_number;
}

/* --- both --- */

/* "un millier", "a dozen", "a quarter of a million", "half a million". */
static bool one_of (const FactsRun *run, guint i, FactsNumber *number)
{
	static const struct {
		const char *word;
		double share;
	} shares[] = { { "quarter", 0.25 }, { "half", 0.5 }, { "demi", 0.5 } };
	guint k = i;
	double share = 1;
	if (facts_is (run, k, "a") || facts_is (run, k, "an") || facts_is (run, k, "un") ||
	    facts_is (run, k, "une") || facts_is (run, k, "one"))
		k++;
	for (gsize s = 0; s < G_N_ELEMENTS (shares); s++)
		if (facts_is (run, k, shares[s].word)) {
			share = shares[s].share;
			k++;
			k += facts_is (run, k, "of");
			k += facts_is (run, k, "a");
			break;
		}
	if (k == i || k >= run->count || !facts_adjoin (run, k, true))
		return false;
	const UnitWord *unit = facts_unit (run, k);
	const Term *t = facts_term (run, k);
	double value = unit->collective > 0              ? unit->collective
		       : unit->hundred > 0 && share == 1 ? unit->hundred
							 : 0;
	if (value == 0 && t->word_len > 2 && unit->multiplier > 0 &&
	    (share < 1 || !facts_is (run, k, "mille")))
		value = unit->multiplier;
	if (value == 0)
		return false;
	number->low = number->high = share * value;
	number->about = unit->collective > 0 && !facts_is (run, k, "dozen");
	number->about |= facts_is (run, k, "dozen");
	number->large = value >= 1e6;
	number->count = k - i + 1;
	if (number->large && share == 1 && facts_is (run, k + 1, "et") &&
	    facts_is (run, k + 2, "demi")) {
		number->low = number->high += value / 2;
		number->count += 2;
	}
	return true;
}

/* "des dizaines", "hundreds of thousands", "several hundred", "plusieurs millions". */
static bool indefinite (const FactsRun *run, guint i, FactsNumber *number)
{
	guint k = i;
	bool several = facts_is (run, k, "several") || facts_is (run, k, "plusieurs");
	k += several;
	if (k >= run->count)
		return false;
	const UnitWord *unit = facts_unit (run, k);
	const Term *t = facts_term (run, k);
	double low = unit->many, high = unit->many_high;
	if (low == 0 && several && unit->hundred + unit->multiplier > 0 && t->word_len > 2) {
		low = 2 * (unit->hundred + unit->multiplier);
		high = 5 * low - 1;
	}
	/* "des millions", "millions of": a plural without a number before it. */
	if (low == 0 && unit->multiplier >= 1e6 && t->word_len > 4 &&
	    t->word[t->word_len - 1] == 's' &&
	    (facts_is (run, k + 1, "of") || facts_is (run, k + 1, "de"))) {
		low = 2 * unit->multiplier;
		high = 10 * unit->multiplier - 1;
	}
	if (low == 0)
		return false;
	/* The unit behind may be a multiple itself: "tens of thousands", "centaines de milliers". */
	guint next = k + 1 + (facts_is (run, k + 1, "of") || facts_is (run, k + 1, "de"));
	if (next < run->count && next > k + 1 && facts_adjoin (run, next, false)) {
		const UnitWord *more = facts_unit (run, next);
		double times = more->many >= 2000 ? 1000
			       : more->multiplier >= 1e6 && facts_term (run, next)->word_len > 2
				       ? more->multiplier
				       : 0;
		if (times > 0) {
			low *= times;
			high = (high + 1) * times - 1;
			k = next;
		}
	}
	number->low = low;
	number->high = high;
	number->large = low >= 1e6;
	number->count = k - i + 1;
	return true;
}

/* "million", "bn", "dizaines" behind a number that has been read. */
static void multiply (const FactsRun *run, guint i, FactsNumber *number)
{
	guint next = i + number->count;
	if (next >= run->count || !facts_adjoin (run, next, true))
		return;
	const UnitWord *unit = facts_unit (run, next);
	const Term *t = facts_term (run, next);
	double times = 0;
	if (unit->multiplier > 0 &&
	    (t->word_len > 1 || strcmp (t->word, "k") == 0 || is_million (run, next - 1, "m")))
		times = unit->multiplier;
	else if (unit->collective == 12 || (unit->hundred > 0 && facts_term (run, i)->is_number))
		times = unit->collective + unit->hundred;
	/* "mn" and "min" are minutes too, "md" a doctor: only money counts in them. */
	if (times == 0 || (t->word_len == 1 && !facts_term (run, next - 1)->is_number))
		return;
	number->low *= times;
	number->high = number->low;
	number->large = times >= 1e6;
	number->count++;
	/* "un milliard et demi" */
	next++;
	if (facts_is (run, next, "et") &&
	    (facts_is (run, next + 1, "demi") || facts_is (run, next + 1, "demie"))) {
		number->low = number->high += times / 2;
		number->count += 2;
	}
}

bool facts_number (const FactsRun *run, guint i, FactsNumber *number)
{
	const UnitWord *unit = facts_unit (run, i);
	*number = (FactsNumber){ 0 };
	if (run->taken->data[i] ||
	    !(g_ascii_isdigit (*facts_term (run, i)->word) || unit->opens_number ||
	      unit->cardinal > 0 || unit->hundred > 0 || unit->collective > 0 || unit->many > 0 ||
	      unit->multiplier > 0))
		return false;
	if (one_of (run, i, number) || indefinite (run, i, number))
		return true;
	double value;
	number->count = 1;
	if (digits (run, i, number)) {
		const char *suffix = number->attached;
		if (!suffix) {
			multiply (run, i, number);
			return true;
		}
		double times =
			units_word (strlen (suffix) <= UNITS_WORD_MAX ? suffix : "")->multiplier;
		if (times > 0 && is_million (run, i, suffix)) {
			number->low *= times;
			number->high = number->low;
			number->large = true;
			number->attached = NULL;
		}
		return true;
	}
	if (!may_begin (run, i) || (number->count = spelled (run, i, &value)) == 0)
		return false;
	number->low = number->high = value;
	multiply (run, i, number);
	return true;
}
