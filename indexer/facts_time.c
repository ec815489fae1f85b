/* facts_time.c: times of day: "16h35", "7 h 15", "à neuf heures", "4:35pm", "7.15am", "9 a.m.", "16:35". */
#include <stdlib.h>
#include <string.h>

#include "indexer/facts_private.h"

/* Terms `i` to `i` + `count` say the time `hour`:`minute`; `afternoon`: "pm". False when there is no such time. */
static bool append_time (FactsRun *run, guint i, guint count, long hour, long minute,
			 bool afternoon)
{
	if (afternoon && hour < 12)
		hour += 12;
	if (hour < 0 || hour > 24 || minute < 0 || minute > 59)
		return false;
	char norm[16];
	g_snprintf (norm, sizeof norm, "%02ld:%02ld", hour % 24, minute);
	Fact fact = { .kind = FACT_TIME,
		      .first = i,
		      .count = count,
		      .value = (double)((hour % 24) * 60 + minute) };
	/* "vers 7h15", "at around 7.15am". */
	if (i > 0 && !facts_term (run, i - 1)->is_number && facts_adjoin (run, i, false) &&
	    units_bound (facts_term (run, i - 1)->word) == '~') {
		fact.bound = '~';
		fact.start = facts_term (run, i - 1)->start;
		fact.end = facts_term (run, i + count - 1)->end;
	}
	facts_append (run, fact, norm);
	memset (run->taken->data + i, 1, count);
	return true;
}

/* "am" or "pm" in the term `i`, also as "a.m." in one term or two. Returns its terms, 0 for neither. */
static guint meridiem (const FactsRun *run, guint i, bool *afternoon)
{
	*afternoon = facts_is (run, i, "pm") || facts_is (run, i, "p.m") || facts_is (run, i, "p");
	if (facts_is (run, i, "pm") || facts_is (run, i, "am") || facts_is (run, i, "a.m") ||
	    facts_is (run, i, "p.m"))
		return 1;
	return (*afternoon || facts_is (run, i, "a")) && facts_is (run, i + 1, "m") &&
			       facts_gap (run, i + 1) == 1 &&
			       run->text[facts_term (run, i)->end] == '.'
		       ? 2
		       : 0;
}

/* What is written on to digits: "35pm", "16h35", "7.15am". */
static guint attached (FactsRun *run, guint i)
{
	const Term *t = facts_term (run, i);
	char *rest;
	if (t->is_number || !g_ascii_isdigit (*t->word))
		return 0;
	long hour = strtol (t->word, &rest, 10);
	if (*rest == 'h' && g_ascii_isdigit (rest[1]) && g_ascii_isdigit (rest[2]) &&
	    (rest[3] == '\0' || !strcmp (rest + 3, "gmt")))
		return append_time (run, i, 1, hour, strtol (rest + 1, NULL, 10), false);
	/* "9h" is a time behind "à" and "vers", else a duration. */
	if (!strcmp (rest, "h") && i > 0 &&
	    (facts_is (run, i - 1, "a") || facts_is (run, i - 1, "vers")) && run->lang == LANG_FR)
		return append_time (run, i, 1, hour, 0, false);
	long minute = 0;
	if ((*rest == '.' || *rest == ':') && g_ascii_isdigit (rest[1]) &&
	    g_ascii_isdigit (rest[2]))
		minute = strtol (rest + 1, &rest, 10);
	if (strcmp (rest, "am") && strcmp (rest, "pm"))
		return 0;
	return append_time (run, i, 1, hour, minute, *rest == 'p');
}

/* "4:35pm", "16:35", "16 h 35", "à 9 heures", "9 a.m.". */
static guint apart (FactsRun *run, guint i)
{
	const Term *t = facts_term (run, i), *u = t + 1;
	if (i + 1 >= run->count || t->word_len > 5)
		return 0;
	char *rest;
	bool afternoon;
	double number =
		t->is_number ? g_ascii_strtod (t->word, NULL) : facts_unit (run, i)->cardinal;
	long hour = (long)number;
	if (number <= 0 && !(t->is_number && *t->word == '0'))
		return 0;
	guint marks = facts_adjoin (run, i + 1, false) ? meridiem (run, i + 1, &afternoon) : 0;
	if (t->is_number && marks) {
		long minute = strtol (t->word, &rest, 10) == hour && *rest == '.'
				      ? strtol (rest + 1, NULL, 10)
				      : 0;
		return append_time (run, i, 1 + marks, hour, minute, afternoon) ? 1 + marks : 0;
	}
	if (strcmp (u->word, "h") == 0 || strcmp (u->word, "heures") == 0 ||
	    strcmp (u->word, "heure") == 0) {
		const Term *v = u + 1;
		bool minutes = i + 2 < run->count && v->is_number && v->word_len == 2 &&
			       facts_adjoin (run, i + 2, false) && strcmp (u->word, "h") == 0;
		/* "six heures du matin" */
		bool half = facts_is (run, i + 2, "du") &&
			    (facts_is (run, i + 3, "matin") || facts_is (run, i + 3, "soir"));
		if (half && !minutes && run->lang == LANG_FR)
			return append_time (run, i, 4, hour, 0, facts_is (run, i + 3, "soir")) ? 4
											       : 0;
		if (!minutes && !(run->lang == LANG_FR && i > 0 &&
				  (facts_is (run, i - 1, "a") || facts_is (run, i - 1, "vers"))))
			return 0;
		guint used = minutes ? 3 : 2;
		return append_time (run, i, used, hour, minutes ? strtol (v->word, NULL, 10) : 0,
				    false)
			       ? used
			       : 0;
	}
	if (!t->is_number || t->word_len > 2 || facts_gap (run, i + 1) != 1 ||
	    run->text[t->end] != ':')
		return 0;
	long minute = strtol (u->word, &rest, 10);
	if (rest - u->word != 2 || !(*rest == '\0' || !strcmp (rest, "am") || !strcmp (rest, "pm")))
		return 0;
	guint more = *rest ? 0 : meridiem (run, i + 2, &afternoon);
	return append_time (run, i, 2 + more, hour, minute, *rest == 'p' || (more && afternoon))
		       ? 2 + more
		       : 0;
}

void facts_find_times (FactsRun *run)
{
	for (guint i = 0; i < run->count;) {
		bool may_be = g_ascii_isdigit (*facts_term (run, i)->word) ||
			      facts_unit (run, i)->cardinal > 0;
		guint used = run->taken->data[i] || !may_be ? 1 : attached (run, i);
		if (!used)
			used = apart (run, i);
		i += used ? used : 1;
	}
}
