/* page_when.c: when an article was published and when it was changed. */
#include <string.h>

#include "corpus/page_choose_private.h"
#include "corpus/page_date.h"
#include "corpus/url.h"

#define DAY_S 86400
#define OLDEST_S 631152000 /* 1990: what a page says of an earlier time is not its own date */

typedef struct {
	Lang lang;
	gint64 fetched_s, latest_s;
} When;

/* The first second of 2000 or 2001 is where some systems' clocks begin, and what they print for "not set". */
static bool is_unset (const ArticleDate *date)
{
	return date->precision >= DATE_MINUTE &&
	       (date->unix_s == 946684800 || date->unix_s == 978307200);
}

/* Read a fact's date; false, with the reason noted, when it cannot be the article's. */
static bool read_fact (const When *when, PageFact *fact, ArticleDate *out)
{
	ArticleDate date = { 0 };
	if (!page_date_parse (fact->value, when->lang, when->fetched_s, &date) ||
	    date.precision < DATE_DAY) {
		fact->why_not = "not a day";
		return false;
	}
	if (date.unix_s < OLDEST_S) {
		fact->why_not = "too old";
		return false;
	}
	if (is_unset (&date)) {
		fact->why_not = "a clock's zero";
		return false;
	}
	if (when->latest_s && date.unix_s > when->latest_s + DAY_S) {
		fact->why_not = "in the future";
		return false;
	}
	*out = date;
	return true;
}

/* How sure a rule is. */
static double confidence_of (const PageFact *fact)
{
	return fact->rank <= 20   ? 0.95
	       : fact->rank <= 30 ? 0.9
	       : fact->rank <= 45 ? 0.8
	       : fact->rank <= 55 ? 0.7
				  : 0.4;
}

static PageFact *first_date (const When *when, const GPtrArray *facts, guint rank_max,
			     ArticleDate *out)
{
	for (guint i = 0; i < facts->len; i++) {
		PageFact *fact = g_ptr_array_index (facts, i);
		if (fact->rank <= rank_max && read_fact (when, fact, out))
			return fact;
	}
	return NULL;
}

/* The same moment as another place on the page writes it tells the publisher's zone: "02:25Z" and "9:25 pm", or "…-05:00".
 * The day is then the one that readers saw. */
static void find_zone (const When *when, PageFacts *facts, ArticleDate *date)
{
	static const PageFactField fields[] = { FACT_PUBLISHED, FACT_MODIFIED, FACT_DATE };
	if (date->precision < DATE_MINUTE || !date->has_zone || date->offset_s != 0)
		return;
	for (gsize f = 0; f < G_N_ELEMENTS (fields); f++) {
		for (guint i = 0; i < facts->list[fields[f]]->len; i++) {
			const PageFact *fact = g_ptr_array_index (facts->list[fields[f]], i);
			ArticleDate other = { 0 };
			if (!page_date_parse (fact->value, when->lang, 0, &other) ||
			    other.precision < DATE_MINUTE)
				continue;
			bool same = other.has_zone && other.offset_s &&
				    ABS (other.unix_s - date->unix_s) < 60;
			/* Seconds are often left out. */
			gint64 minute = date->unix_s -
					(other.precision == DATE_MINUTE ? date->unix_s % 60 : 0);
			gint64 shift = other.unix_s - minute;
			bool shifted = !other.has_zone && ABS (shift) <= 14 * 3600 && shift != 0 &&
				       shift % 1800 == 0;
			if (same || shifted) {
				date->offset_s = same ? other.offset_s : (gint32)shift;
				return;
			}
		}
	}
}

static void set_date (PageFact *fact, const ArticleDate *date, ArticleDate *out, const char *name,
		      json_t *rules)
{
	*out = *date;
	out->source = g_strdup (fact->rule);
	out->confidence = confidence_of (fact);
	fact->won = true;
	json_object_set_new (rules, name, json_string (fact->rule));
}

/* English numbers put the month first in America; elsewhere, as the page's language tag or the site's country says, the day. */
static Lang date_order (const PageFacts *facts, Lang lang, const char *url)
{
	static const char *const countries[] = { "gb", "au", "nz", "ie", "in", "za",
						 "ng", "ke", "uk", "gh", "sg", "mt" };
	g_autofree char *host = url ? url_host (url) : NULL;
	const char *top = host ? strrchr (host, '.') : NULL;
	for (gsize i = 0; lang == LANG_EN && i < G_N_ELEMENTS (countries); i++) {
		if (top && strcmp (top + 1, countries[i]) == 0)
			return LANG_OTHER;
		for (guint k = 0; k < facts->list[FACT_LANGUAGE]->len; k++) {
			const PageFact *fact = g_ptr_array_index (facts->list[FACT_LANGUAGE], k);
			const char *region = strpbrk (fact->value, "-_");
			if (region && g_ascii_strcasecmp (region + 1, countries[i]) == 0)
				return LANG_OTHER;
		}
	}
	return lang;
}

void page_choose_dates (PageFacts *facts, Lang lang, const PageContext *context, Article *article,
			json_t *rules)
{
	const When when = { date_order (facts, lang, context->url), context->fetched_s,
			    context->fetched_s ? context->fetched_s : context->now_s };
	ArticleDate published = { 0 }, modified = { 0 }, other = { 0 };
	PageFact *p = first_date (&when, facts->list[FACT_PUBLISHED], 49, &published);
	PageFact *d = first_date (&when, facts->list[FACT_DATE], 60, &other);
	PageFact *m = first_date (&when, facts->list[FACT_MODIFIED], 60, &modified);
	/* The address, when nothing near the headline says more; then any date on the page that is the only one of its kind. */
	if (!p && !(d && d->rank <= 45))
		p = first_date (&when, facts->list[FACT_PUBLISHED], 60, &published);
	if (!p && d) {
		p = d;
		published = other;
	}
	/* Changed before it was published: the page means the day that it went out first. */
	if (p && m && modified.unix_s + DAY_S < published.unix_s && p->rank > 20) {
		p = m;
		published = modified;
	}
	if (!p && m) {
		p = m;
		published = modified;
	}
	if (!p)
		p = first_date (&when, facts->list[FACT_DATE], 80, &published);
	if (p) {
		find_zone (&when, facts, &published);
		set_date (p, &published, &article->date_published, "date_published", rules);
	}
	if (m && m != p) {
		find_zone (&when, facts, &modified);
		set_date (m, &modified, &article->date_modified, "date_modified", rules);
	}
}
