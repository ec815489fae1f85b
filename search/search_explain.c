/* search_explain.c: how a query was understood, for --explain and for warnings. */
#include <stdlib.h>
#include <string.h>

#include "search/search_command.h"
#include "shim/text.h"

static const char *const names[QUERY_LANGS] = { "French", "English" };

static void print_sources (guint32 sources)
{
	const char *before = " ";
	if (!sources)
		fputs (" given", stderr);
	for (const LexiconSourceRow *row = lexicon_sources (); row->name; row++)
		if (sources & (guint32)row->source) {
			fprintf (stderr, "%s%s", before, row->name);
			before = "+";
		}
}

static void explain_reading (const QueryWord *word, int lang)
{
	const QueryReading *reading = &word->readings[lang];
	fprintf (stderr, "  in %s:", names[lang]);
	if (!reading->word)
		fputs (" no word", stderr);
	else if (reading->is_stop)
		fputs (" a stop word: it only ranks", stderr);
	else if (word->exact)
		fprintf (stderr, " exactly \"%s\"", reading->word);
	else
		fprintf (stderr, " forms of \"%s\"", reading->stem);
	for (guint i = 0; i < reading->translations->len; i++) {
		const QueryTranslation *t =
			&g_array_index (reading->translations, QueryTranslation, i);
		guint columns = text_columns (t->surface);
		fprintf (stderr, "%s\n    %s%*s %.2f", i ? "" : "; translations:", t->surface,
			 (int)(columns < 24 ? 24 - columns : 0), "", t->weight);
		print_sources (t->sources);
	}
	fputc ('\n', stderr);
}

/* Whether a word of the query, read as `lang`, crosses over by its letters alone. */
static bool lacks_counterpart (const QueryWord *word, int lang)
{
	const QueryReading *reading = &word->readings[lang];
	return reading->is_translated && reading->translations->len == 0;
}

/* Names cross over as they are; this cannot tell them from words that the lexicon lacks, so it says what it does. */
static bool warn_word (const QueryWord *word, int lang)
{
	if (!lacks_counterpart (word, lang))
		return false;
	fprintf (stderr,
		 "No %s counterpart is known of \"%s\": only the same letters are found there.\n"
		 "An empty %s side is not proof of silence.\n",
		 names[!lang], word->token, names[!lang]);
	return true;
}

void search_explain (const Search *search, const Query *query, const Answer *answer)
{
	g_autofree char *tree = query_describe (query);
	int likely = query->reading[QUERY_EN] > query->reading[QUERY_FR] ? QUERY_EN : QUERY_FR;
	fputs (tree, stderr);
	if (query->words->len)
		fprintf (stderr, "Read as %s with probability %.2f, as %s with %.2f.\n",
			 names[likely], query->reading[likely], names[!likely],
			 query->reading[!likely]);
	for (guint i = 0; i < query->words->len; i++) {
		const QueryWord *word = query->words->pdata[i];
		fprintf (stderr, "%s\n", word->token);
		for (int lang = 0; lang < QUERY_LANGS; lang++)
			if (query->reading[lang] >= QUERY_READING_MIN)
				explain_reading (word, lang);
		warn_word (word, likely);
	}
	if (xap_db_is_remote (search->session.db))
		fputs ("A shard is remote: each word is a plain group of synonyms, its "
		       "three best translations.\n",
		       stderr);
	if (answer->narrowed)
		fputs ("Slight translations that are common words were left out: "
		       "enough is found without them.\n",
		       stderr);
	fputs (answer->description, stderr);
}

#define PLACE_COLUMNS 60 /* characters of a long query that are shown before the place */

/* Columns that a character takes on a terminal. */
static guint columns_of (gunichar c)
{
	return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

void search_show_place (const Search *search, const char *text, const GError *error)
{
	g_autofree char *clean = text_clean (text, -1, NULL);
	const char *number = error->domain == QUERY_ERROR ? strrchr (error->message, ' ') : NULL;
	glong place = number ? strtol (number, NULL, 10) - 1 : -1, at = 0;
	guint before = 0;
	GString *line = g_string_new (NULL);
	if (search->context->err_tty && place >= 0 && error->code == QUERY_ERROR_SYNTAX) {
		const char *end = clean + strlen (clean);
		for (const char *p = clean; p && *p && at <= place + 10;
		     p = g_utf8_find_next_char (p, end), at++) {
			gunichar c = g_utf8_get_char (p);
			c = g_unichar_isprint (c) ? c : ' '; /* nothing that a terminal obeys */
			if (at < place - PLACE_COLUMNS)
				continue;
			before += at < place ? columns_of (c) : 0;
			g_string_append_unichar (line, c);
		}
		fprintf (stderr, "  %s\n  %*s^\n", line->str, (int)before, "");
	}
	g_string_free (line, TRUE);
}

/* A word that does not cross over, of a query whose other side is empty. */
static bool warn_counterpart (const Search *search, const Query *query, const Answer *answer)
{
	int likely = query->reading[QUERY_EN] > query->reading[QUERY_FR] ? QUERY_EN : QUERY_FR;
	if (answer->of_lang[!likely] > 0 || answer->of_lang[likely] == 0 || query_narrows (query) ||
	    search->options->explain)
		return false;
	for (guint i = 0; i < query->words->len; i++) {
		const QueryWord *word = query->words->pdata[i];
		/* Among others, a name that lacks one is no news. */
		if (query->words->len > 1 && word->readings[likely].is_capital)
			continue;
		if (warn_word (word, likely))
			return true;
	}
	return false;
}

/* A language in which no article has all the words, when another's have. */
static void warn_language (const Search *search, const Answer *answer)
{
	const AnswerOptions *ask = &search->ask;
	bool full = answer->hits->len >= ask->limit; /* no room for those with some */
	for (int lang = 0; lang < QUERY_LANGS; lang++) {
		if (answer->of_lang[lang] > 0 || answer->of_lang[!lang] == 0)
			continue;
		fprintf (stderr, "No %s article has all the words", names[lang]);
		if (answer->fell_back[lang])
			fputs (": those at the end have some.\n", stderr);
		else if (full || ask->all)
			fprintf (stderr, ": --%s shows those with some.\n",
				 ask->all           ? "any"
				 : lang == QUERY_FR ? "lang fr"
						    : "lang en");
		else
			fputs (".\n", stderr);
	}
}

void search_warn_words (const Search *search, const Query *query, const Answer *answer)
{
	g_autofree char *no_field = query_no_field (query);
	if (search->context->quiet)
		return;
	if (no_field)
		fprintf (stderr,
			 "'%s' is no field and was read as a word; see entente search --help.\n",
			 no_field);
	if (search->options->lang || search->ask.any || answer->lenient)
		return;
	if (!warn_counterpart (search, query, answer) && query_has_any (query) &&
	    !query_narrows (query))
		warn_language (search, answer);
}
