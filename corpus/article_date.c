/* article_date.c: dates as records, feeds and pages write them for machines: RFC 3339, ISO 8601, RFC 2822. */
#include "corpus/article.h"

#include <stdio.h>
#include <string.h>

#define UNIX_EPOCH_JULIAN 719163 /* of 1970-01-01, as GDate counts */

/* A date in the course of being read. */
typedef struct {
	int year, month, day, hour, minute, second;
	int offset_s;
	bool has_zone;
	DatePrecision precision;
} Stated;

static bool to_date (const Stated *in, ArticleDate *out)
{
	GDateMonth month = in->month ? (GDateMonth)in->month : G_DATE_JANUARY;
	GDateDay day = in->day ? (GDateDay)in->day : 1;
	/* A year before printing is a typing error or an attack. */
	if (in->year < 1400 || in->year > 9999 || in->month > 12 || in->day > 31 ||
	    !g_date_valid_dmy (day, month, (GDateYear)in->year))
		return false;
	/* 24:00 is the end of the day; :60 a leap second, which unix time has no number for. */
	bool midnight = in->hour == 24 && in->minute == 0 && in->second == 0;
	if ((in->hour > 23 && !midnight) || in->minute > 59 || in->second > 60 ||
	    ABS (in->offset_s) > 18 * 3600)
		return false;
	GDate date;
	g_date_clear (&date, 1);
	g_date_set_dmy (&date, day, month, (GDateYear)in->year);
	gint64 days = (gint64)g_date_get_julian (&date) - UNIX_EPOCH_JULIAN;
	/* A day is that of the publisher, wherever that is: its zone says nothing more. */
	bool zone = in->has_zone && in->precision > DATE_DAY;
	out->offset_s = zone ? in->offset_s : 0;
	out->has_zone = zone;
	out->unix_s = days * 86400 + in->hour * 3600 + in->minute * 60 + MIN (in->second, 59) -
		      out->offset_s;
	out->precision = in->precision;
	return true;
}

/* Exactly `count` digits at *s. */
static bool digits (const char **s, int count, int *out)
{
	int value = 0;
	for (int i = 0; i < count; i++) {
		if (!g_ascii_isdigit ((*s)[i]))
			return false;
		value = value * 10 + ((*s)[i] - '0');
	}
	*s += count;
	*out = value;
	return true;
}

static void skip_space (const char **s)
{
	while (**s == ' ' || **s == '\t')
		(*s)++;
}

/* "Z", "+02:00", "+0200", "+02" (also with U+2212 for minus), "UTC", "GMT" or nothing. */
static bool iso_zone (const char **s, Stated *out)
{
	const char *p = *s;
	skip_space (&p);
	if (g_ascii_strncasecmp (p, "UTC", 3) == 0 || g_ascii_strncasecmp (p, "GMT", 3) == 0) {
		out->has_zone = true;
		*s = p + 3;
		return true;
	}
	if (*p == 'Z' || *p == 'z') {
		out->has_zone = true;
		*s = p + 1;
		return true;
	}
	bool minus = *p == '-' || g_str_has_prefix (p, "\u2212");
	if (!minus && *p != '+')
		return true;
	p += *p == '-' || *p == '+' ? 1 : strlen ("\u2212");
	int hours, minutes = 0;
	if (!digits (&p, 2, &hours))
		return false;
	if (*p == ':')
		p++;
	if (g_ascii_isdigit (*p) && !digits (&p, 2, &minutes))
		return false;
	if (minutes > 59)
		return false;
	out->offset_s = (hours * 3600 + minutes * 60) * (minus ? -1 : 1);
	out->has_zone = true;
	*s = p;
	return true;
}

/* "16:35", "16:35:12", "16:35:12.345", "1635", "163512". */
static bool iso_time (const char **s, Stated *out)
{
	if (!digits (s, 2, &out->hour))
		return false;
	bool colon = **s == ':';
	*s += colon;
	if (!digits (s, 2, &out->minute))
		return false;
	out->precision = DATE_MINUTE;
	if (colon ? **s != ':' : !g_ascii_isdigit (**s))
		return true;
	*s += colon;
	if (!digits (s, 2, &out->second))
		return false;
	out->precision = DATE_SECOND;
	if ((**s == '.' || **s == ',') && g_ascii_isdigit ((*s)[1]))
		for ((*s)++; g_ascii_isdigit (**s); (*s)++)
			;
	return true;
}

/* The calendar part: "2020", "2020-09", "2020-09-09", "20200909". */
static bool iso_day (const char **s, Stated *out)
{
	if (!digits (s, 4, &out->year))
		return false;
	out->precision = DATE_YEAR;
	bool dash = **s == '-';
	if (!dash && !g_ascii_isdigit (**s))
		return true;
	*s += dash;
	if (!digits (s, 2, &out->month) || out->month == 0)
		return false;
	out->precision = DATE_MONTH;
	if (dash && **s != '-')
		return true;
	*s += dash;
	if (!digits (s, 2, &out->day) || out->day == 0)
		return false;
	out->precision = DATE_DAY;
	return true;
}

static bool parse_iso (const char *s, Stated *out)
{
	if (!iso_day (&s, out))
		return false;
	if (out->precision == DATE_DAY) {
		bool time = *s == 'T' || *s == 't' || (*s == ' ' && g_ascii_isdigit (s[1]));
		s += time;
		if (time && !iso_time (&s, out))
			return false;
		if (!iso_zone (&s, out))
			return false;
	}
	skip_space (&s);
	return *s == '\0';
}

static int month_by_name (const char *s)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	for (int i = 0; i < 12; i++)
		if (g_ascii_strncasecmp (s, names + 3 * i, 3) == 0)
			return i + 1;
	return 0;
}

/* RFC 2822's zones: "+0200", and the letters of its section 4.3. An unknown name is -0000: no zone is known. */
static bool mail_zone (const char **s, Stated *out)
{
	static const struct {
		const char *name;
		int hours;
	} zones[] = { { "UT", 0 },   { "UTC", 0 },  { "GMT", 0 },  { "Z", 0 },    { "EDT", -4 },
		      { "EST", -5 }, { "CDT", -5 }, { "CST", -6 }, { "MDT", -6 }, { "MST", -7 },
		      { "PDT", -7 }, { "PST", -8 }, { "CET", 1 },  { "CEST", 2 } };
	if (**s == '+' || **s == '-')
		return iso_zone (s, out);
	gsize len = 0;
	while (g_ascii_isalpha ((*s)[len]))
		len++;
	for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
		if (strlen (zones[i].name) == len &&
		    g_ascii_strncasecmp (*s, zones[i].name, len) == 0) {
			out->offset_s = zones[i].hours * 3600;
			out->has_zone = true;
		}
	*s += len;
	return true;
}

/* Two digits are 1950 to 2049, three are 1900 and more: RFC 2822, section 4.3. */
static bool mail_year (const char **s, Stated *out)
{
	int count = 0;
	while (g_ascii_isdigit ((*s)[count]))
		count++;
	if (count < 2 || count > 4 || !digits (s, count, &out->year))
		return false;
	if (count == 2)
		out->year += out->year < 50 ? 2000 : 1900;
	else if (count == 3)
		out->year += 1900;
	return true;
}

/* "Wed, 09 Sep 2020 16:35:12 +0200", and RFC 850's "Wednesday, 09-Sep-20 16:35:12 GMT". The weekday is not checked:
 * where it disagrees, it is the weekday that is wrong. */
static bool parse_mail (const char *s, Stated *out)
{
	if (g_ascii_isalpha (*s)) {
		while (g_ascii_isalpha (*s) || *s == '.')
			s++;
		if (*s != ',')
			return false;
		s++;
	}
	skip_space (&s);
	if (!digits (&s, g_ascii_isdigit (*s) && g_ascii_isdigit (s[1]) ? 2 : 1, &out->day) ||
	    out->day == 0)
		return false;
	s += *s == '-';
	skip_space (&s);
	out->month = month_by_name (s);
	if (out->month == 0)
		return false;
	while (g_ascii_isalpha (*s) || *s == '.')
		s++;
	s += *s == '-';
	skip_space (&s);
	if (!mail_year (&s, out))
		return false;
	out->precision = DATE_DAY;
	skip_space (&s);
	if (g_ascii_isdigit (*s) && !iso_time (&s, out))
		return false;
	skip_space (&s);
	if (!mail_zone (&s, out))
		return false;
	skip_space (&s);
	return *s == '\0' || *s == '('; /* a comment with the zone's name */
}

bool article_date_parse (const char *s, ArticleDate *out)
{
	if (!s)
		return false;
	skip_space (&s);
	Stated iso = { 0 }, mail = { 0 };
	ArticleDate date = *out;
	if (!(parse_iso (s, &iso) && to_date (&iso, &date)) &&
	    !(parse_mail (s, &mail) && to_date (&mail, &date)))
		return false;
	*out = date;
	return true;
}

char *article_date_format (const ArticleDate *date)
{
	if (date->precision == DATE_NONE)
		return NULL;
	gint64 local = date->unix_s + date->offset_s;
	gint64 days = local / 86400, in_day = local % 86400;
	if (in_day < 0) {
		days--;
		in_day += 86400;
	}
	gint64 julian = days + UNIX_EPOCH_JULIAN;
	/* Out of the years that have four digits: not a date that anything here made. */
	if (julian < 1 || julian > 3652059)
		return NULL;
	GDate d;
	g_date_clear (&d, 1);
	g_date_set_julian (&d, (guint32)julian);
	int year = g_date_get_year (&d), month = (int)g_date_get_month (&d);
	int day = g_date_get_day (&d), s = (int)in_day;
	char zone[16] = "Z";
	int offset_min = ABS (date->offset_s) / 60;
	if (offset_min)
		g_snprintf (zone, sizeof zone, "%c%02d:%02d", date->offset_s < 0 ? '-' : '+',
			    offset_min / 60, offset_min % 60);
	switch (date->precision) {
	case DATE_YEAR:
		return g_strdup_printf ("%04d", year);
	case DATE_MONTH:
		return g_strdup_printf ("%04d-%02d", year, month);
	case DATE_DAY:
		return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
	default:
		return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d%s", year, month, day,
					s / 3600, s / 60 % 60, s % 60, zone);
	}
}
