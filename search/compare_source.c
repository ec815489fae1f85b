/* compare_source.c: which articles are copies, which are translations of one dispatch, which are reports of their own; and the agencies that they credit. */
#include <string.h>

#include "corpus/table.h"
#include "search/compare_private.h"

/* Nearly word for word. */
#define SAME_SENTENCE 0.9
/* From this share of sentences on, one article is made from the other. */
#define COPY_SHARE 0.6
#define TRANSLATION_SHARE 0.6
#define TRANSLATION_SENTENCES 6 /* fewer may keep one order by chance */
/* A credit stands in the first or the last so many bytes. */
#define CREDIT_BYTES 90

/* --- agencies --- */

/* Is [at, at + len) a word of its own in `text`, and no photographer's credit ("Jean Roux/AFP", "AFP via Getty Images")? */
static bool is_word (const char *text, const char *at, gsize len)
{
	char before = at > text ? at[-1] : ' ', behind = at[len];
	if (before == '/' || g_str_has_prefix (at + len, " via "))
		return false;
	return !g_ascii_isalnum (before) && (guchar)before < 0x80 && !g_ascii_isalnum (behind) &&
	       (guchar)behind < 0x80 && !(behind == '-' && g_ascii_isalpha (at[len + 1])) &&
	       behind != '/';
}

/* "(AFP)", "avec AFP", "with Reuters", at an end of the text: a credit and no mention. */
static bool is_credit (const char *text, gsize text_len, const char *at, gsize len)
{
	static const char *const before[] = { "(",    "avec ",     "avec l'",  "avec l’", "with ",
					      "via ", "Source : ", "Source: ", "/",       NULL };
	gsize offset = (gsize)(at - text);
	if (offset < CREDIT_BYTES || offset + len + CREDIT_BYTES / 2 > text_len)
		return true;
	for (const char *const *b = before; *b; b++)
		if (offset >= strlen (*b) && strncmp (at - strlen (*b), *b, strlen (*b)) == 0)
			return true;
	return false;
}

static void look_for (CompareDoc *doc, const char *agency, const char *form)
{
	const char *text = doc->article->text ? doc->article->text : "";
	gsize text_len = strlen (text), len = strlen (form);
	for (const char *at = strstr (text, form); at; at = strstr (at + len, form)) {
		if (!is_word (text, at, len))
			continue;
		CompareAgency found = { agency, (guint32)(at - text),
					(guint32)(at - text + (gssize)len),
					is_credit (text, text_len, at, len) };
		for (guint i = 0; i < doc->agencies->len; i++)
			if (g_array_index (doc->agencies, CompareAgency, i).name == agency)
				return;
		g_array_append_val (doc->agencies, found);
		return;
	}
}

static void find_agency (char **columns, gpointer data)
{
	Compare *compare = data;
	for (guint d = 0; d < compare->docs->len; d++)
		look_for (&g_array_index (compare->docs, CompareDoc, d),
			  g_intern_string (columns[0]), columns[1]);
}

/* --- copies and translations --- */

/* How many sentences of article `a` have a mate in `b` of at least `least`. */
static guint mates (const Compare *compare, guint a, guint b, double least)
{
	const CompareDoc *x = compare_doc (compare, a), *y = compare_doc (compare, b);
	guint count = 0;
	for (guint i = 0; i < x->sentences_count; i++)
		for (guint k = 0; k < y->sentences_count; k++)
			if (compare_words (compare, x->first_sentence + i, y->first_sentence + k) >=
			    least) {
				count++;
				break;
			}
	return count;
}

/* Is `a`, the later one, made from `b`? */
static CompareOrigin origin_of (const Compare *compare, guint a, guint b, double *share)
{
	const CompareDoc *x = compare_doc (compare, a), *y = compare_doc (compare, b);
	guint least = MIN (x->sentences_count, y->sentences_count);
	*share = 0;
	if (least == 0)
		return ORIGIN_OWN;
	if (x->lang == y->lang) {
		*share = (double)mates (compare, a, b, SAME_SENTENCE) / x->sentences_count;
		return *share >= COPY_SHARE ? ORIGIN_COPY : ORIGIN_OWN;
	}
	*share = (double)mates (compare, a, b, COMPARE_PARTNER) / x->sentences_count;
	bool one_order = compare->order[a * compare->docs->len + b] > 0;
	return one_order && least >= TRANSLATION_SENTENCES && *share >= TRANSLATION_SHARE
		       ? ORIGIN_TRANSLATION
		       : ORIGIN_OWN;
}

void compare_find_sources (Compare *compare)
{
	table_each_row ("search/data/agencies.tsv", 2, find_agency, compare);
	for (guint a = 1; a < compare->docs->len; a++) {
		CompareDoc *doc = &g_array_index (compare->docs, CompareDoc, a);
		for (guint b = 0; b < a && doc->origin == ORIGIN_OWN; b++) {
			double share;
			CompareOrigin origin = origin_of (compare, a, b, &share);
			if (origin == ORIGIN_OWN || compare_doc (compare, b)->origin == origin)
				continue;
			doc->origin = origin;
			doc->origin_doc = b;
			doc->origin_share = share;
		}
	}
}
