/* compare_print.c: what the written forms of a comparison's report share. */
#include "search/compare_print.h"

#include <math.h>
#include <string.h>

#include "corpus/article.h"
#include "shim/text.h"

const char report_note_figures[] = "A row holds what was found to count the same thing; read both "
				   "sentences before you say that two articles disagree.";
const char report_note_only[] = "Not found elsewhere by this method: other words may say it.";
const char report_note_names[] = "Names that articles of one language only have.";

char *report_line (const json_t *object, const char *key)
{
	const char *s = json_string_value (json_object_get (object, key));
	return text_line (s ? s : "", -1, 0);
}

static const json_t *article_of (const json_t *report, const json_t *place)
{
	json_int_t number = json_integer_value (json_object_get (place, "article"));
	return json_array_get (json_object_get (report, "articles"), (size_t)(number - 1));
}

char *report_article (const json_t *report, const json_t *place)
{
	const json_t *article = article_of (report, place);
	const char *language = json_string_value (json_object_get (article, "language"));
	return g_strdup_printf ("%d %s",
				(int)json_integer_value (json_object_get (place, "article")),
				language ? language : "??");
}

char *report_outlet (const json_t *article)
{
	g_autofree char *publisher = report_line (article, "publisher"),
			*domain = report_line (article, "domain"),
			*date = report_line (article, "date_published"),
			*id = report_line (article, "id");
	const char *who = *publisher ? publisher : *domain ? domain : id;
	ArticleDate day = { 0 };
	/* Of all zones' clocks one, so that it can be seen who was first. */
	if (article_date_parse (date, &day) && day.precision >= DATE_MINUTE) {
		g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (day.unix_s);
		g_free (date);
		date = g_date_time_format (time, "%Y-%m-%d %H:%MZ");
	}
	return g_strdup_printf ("%s%s%s", who, *date ? ", " : "", *date ? date : ", no date");
}

char *report_origin (const json_t *article)
{
	const char *origin = json_string_value (json_object_get (article, "origin"));
	GString *out = g_string_new (NULL);
	if (g_strcmp0 (origin, "own") == 0)
		g_string_append (out, "a report of its own");
	else
		g_string_append_printf (
			out, "%s of %d (%.0f%% of its sentences are there, in that order)",
			g_strcmp0 (origin, "copy") == 0 ? "a copy" : "a translation",
			(int)json_integer_value (json_object_get (article, "origin_article")),
			100 * json_real_value (json_object_get (article, "origin_share")));
	size_t i;
	json_t *agency;
	json_array_foreach (json_object_get (article, "agencies"), i, agency)
		g_string_append_printf (
			out, "%s %s",
			json_is_true (json_object_get (agency, "credit")) ? "; credits" : "; names",
			json_string_value (json_object_get (agency, "name")));
	return g_string_free (out, FALSE);
}

char *report_verdict (const json_t *report, const json_t *row)
{
	const char *verdict = json_string_value (json_object_get (row, "verdict"));
	if (g_strcmp0 (verdict, "only") != 0)
		return g_strdup (verdict);
	g_autofree char *article =
		report_article (report, json_array_get (json_object_get (row, "places"), 0));
	return g_strdup_printf ("only %s", article);
}

/* Does the timeline know the time of day of the article `number`? */
static bool knows_time (const json_t *timeline, const json_t *number)
{
	const json_t *entry = json_array_get (json_object_get (timeline, "articles"),
					      (size_t)json_integer_value (number) - 1);
	const char *precision = json_string_value (json_object_get (entry, "precision"));
	return g_strcmp0 (precision, "minute") == 0 || g_strcmp0 (precision, "second") == 0;
}

/* "2.8 hours apart", or what of it is known. */
static char *time_apart (const json_t *timeline, const json_t *fr, const json_t *en)
{
	double hours = json_real_value (json_object_get (timeline, "hours_between_languages"));
	int days = (int)round (hours / 24);
	if (knows_time (timeline, fr) && knows_time (timeline, en))
		return g_strdup_printf ("%.1f hours apart", hours);
	if (hours < 24)
		return g_strdup ("no more than a day apart, which first is not known");
	return g_strdup_printf ("%d day%s apart", days, days == 1 ? "" : "s");
}

char *report_first (const json_t *report)
{
	const json_t *timeline = json_object_get (report, "timeline"),
		     *first = json_object_get (timeline, "first");
	const json_t *fr = json_object_get (first, "fr"), *en = json_object_get (first, "en");
	if (!fr || !en)
		return g_strdup ("");
	g_autofree char *apart = time_apart (timeline, fr, en);
	return g_strdup_printf ("First in French: %d; first in English: %d; %s.",
				(int)json_integer_value (fr), (int)json_integer_value (en), apart);
}

char *report_versions (const json_t *report, const json_t *article)
{
	json_int_t number = json_integer_value (json_object_get (article, "number"));
	const json_t *entries = json_object_get (json_object_get (report, "timeline"), "articles");
	const json_t *versions =
		json_object_get (json_array_get (entries, (size_t)(number - 1)), "versions");
	size_t count = json_array_size (versions);
	if (count == 0)
		return g_strdup ("");
	g_autofree char *last = report_line (json_array_get (versions, 0), "replaced_at");
	return g_strdup_printf ("; changed, last on %.10s: %zu earlier version%s", last, count,
				count > 1 ? "s" : "");
}
