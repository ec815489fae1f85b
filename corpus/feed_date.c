/* feed_date.c: dates of feeds. See feed_date_parse() in feed.h.
 *
 * ISO 8601 is read by position; everything else as a bag of words: a month's name, a time with colons, a year, a day, a zone. Which
 * word is which follows from its form, so the many orders that feeds use need no list. */
#include "corpus/feed.h"

#include <string.h>

typedef struct {
	int year, month, day, hour, minute, second;
	int offset_s;
	bool has_zone, has_time;
} Stated;

#define UNIX_EPOCH_JULIAN 719163 /* of 1970-01-01, as GDate counts */

static bool finish (const Stated *in, FeedDate *out)
{
	int month = in->month ? in->month : 1, day = in->day ? in->day : 1;
	if (in->year < 1400 || in->year > 9999 || month > 12 || day > 31 || in->hour > 24 ||
	    in->minute > 59 || in->second > 61 || ABS (in->offset_s) > 24 * 3600)
		return false;
	/* "February 30" is taken for the last day of February: a slip, where month 13 is nonsense. */
	int last = g_date_get_days_in_month ((GDateMonth)month, (GDateYear)in->year);
	GDate date;
	g_date_clear (&date, 1);
	g_date_set_dmy (&date, (GDateDay)MIN (day, last), (GDateMonth)month, (GDateYear)in->year);
	gint64 days = (gint64)g_date_get_julian (&date) - UNIX_EPOCH_JULIAN;
	out->unix_s = days * 86400 + in->hour * 3600 + in->minute * 60 + MIN (in->second, 59) -
		      in->offset_s;
	out->offset_s = in->offset_s;
	out->has_zone = in->has_zone;
	out->has_time = in->has_time;
	out->known = true;
	return true;
}

/* --- pieces --- */

/* Exactly `n` digits at *p. */
static bool digits (const char **p, int n, int *out)
{
	int value = 0;
	for (int i = 0; i < n; i++) {
		if (!g_ascii_isdigit ((*p)[i]))
			return false;
		value = value * 10 + (*p)[i] - '0';
	}
	*p += n;
	*out = value;
	return true;
}

static void skip_spaces (const char **p)
{
	while (g_ascii_isspace (**p))
		(*p)++;
}

/* Names of zones that mail and feeds use. Where a name has several meanings, that of RFC 822 or of Europe. */
static bool zone_name (const char *s, gsize len, int *offset_s)
{
	static const struct {
		const char *name;
		int minutes;
	} zones[] = {
		{ "z", 0 },      { "ut", 0 },     { "utc", 0 },     { "gmt", 0 },
		{ "wet", 0 },    { "west", 60 },  { "bst", 60 },    { "ist", 60 },
		{ "cet", 60 },   { "met", 60 },   { "cest", 120 },  { "mest", 120 },
		{ "eet", 120 },  { "sast", 120 }, { "eest", 180 },  { "msk", 180 },
		{ "jst", 540 },  { "kst", 540 },  { "hkt", 480 },   { "sgt", 480 },
		{ "awst", 480 }, { "acst", 570 }, { "aest", 600 },  { "aedt", 660 },
		{ "nzst", 720 }, { "nzdt", 780 }, { "nst", -210 },  { "ndt", -150 },
		{ "ast", -240 }, { "adt", -180 }, { "et", -300 },   { "est", -300 },
		{ "edt", -240 }, { "ct", -360 },  { "cst", -360 },  { "cdt", -300 },
		{ "mt", -420 },  { "mst", -420 }, { "mdt", -360 },  { "pt", -480 },
		{ "pst", -480 }, { "pdt", -420 }, { "akst", -540 }, { "akdt", -480 },
		{ "hst", -600 },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
		if (strlen (zones[i].name) == len &&
		    g_ascii_strncasecmp (s, zones[i].name, len) == 0) {
			*offset_s = zones[i].minutes * 60;
			return true;
		}
	return false;
}

/* "+02:00", "+0200", "-5", "−05:30" at *p. */
static bool zone_number (const char **p, int *offset_s)
{
	const char *s = *p;
	int sign = *s == '+' ? 1 : -1, hours = 0, minutes = 0;
	if (g_str_has_prefix (s, "\xe2\x88\x92"))
		s += 3;
	else if (*s == '+' || *s == '-')
		s++;
	else
		return false;
	gsize n = strspn (s, "0123456789");
	if (n == 0 || n > 4)
		return false;
	bool ok = n == 3   ? digits (&s, 1, &hours) && digits (&s, 2, &minutes)
		  : n == 4 ? digits (&s, 2, &hours) && digits (&s, 2, &minutes)
			   : digits (&s, (int)n, &hours);
	if (n <= 2 && *s == ':' && g_ascii_isdigit (s[1]) && g_ascii_isdigit (s[2])) {
		s++;
		digits (&s, 2, &minutes);
	}
	if (!ok || minutes > 59 || hours > 24)
		return false;
	*offset_s = sign * (hours * 3600 + minutes * 60);
	*p = s;
	return true;
}

/* A month's or a day's name: month 1..12, 0 for a day of the week, -1 for neither. */
static int month_name (const char *s, gsize len)
{
	static const char *const names[12][4] = {
		{ "january", "janvier", NULL, NULL },
		{ "february", "février", "fevrier", NULL },
		{ "march", "mars", NULL, NULL },
		{ "april", "avril", "avr", NULL },
		{ "may", "mai", NULL, NULL },
		{ "june", "juin", NULL, NULL },
		{ "july", "juillet", "juil", NULL },
		{ "august", "août", "aout", NULL },
		{ "september", "septembre", NULL, NULL },
		{ "october", "octobre", NULL, NULL },
		{ "november", "novembre", NULL, NULL },
		{ "december", "décembre", "decembre", NULL },
	};
	static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
					    "friday", "saturday", "sunday",    "lundi",
					    "mardi",  "mercredi", "jeudi",     "vendredi",
					    "samedi", "dimanche" };
	for (int m = 0; m < 12; m++)
		for (int i = 0; i < 4 && names[m][i]; i++) {
			gsize n = strlen (names[m][i]);
			bool whole = len == n, cut = len >= 3 && len < n;
			/* "jui" could be June or July, "mar" is March. */
			if ((whole || cut) && g_ascii_strncasecmp (s, names[m][i], len) == 0 &&
			    !(len == 3 && g_ascii_strncasecmp (s, "jui", 3) == 0))
				return m + 1;
		}
	for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
		if (len >= 2 && len <= strlen (days[i]) &&
		    g_ascii_strncasecmp (s, days[i], len) == 0)
			return 0;
	return -1;
}

/* --- ISO 8601 --- */

/* "14:55", "145500", "14:55:00.25" at *p. */
static bool iso_time (const char **p, Stated *out)
{
	const char *s = *p;
	if (!digits (&s, 2, &out->hour))
		return false;
	bool colon = *s == ':';
	s += colon;
	if (!digits (&s, 2, &out->minute)) {
		if (colon)
			return false;
	} else {
		const char *before = s;
		s += colon && *s == ':';
		if (!digits (&s, 2, &out->second))
			s = before;
	}
	if (*s == '.' || *s == ',')
		s += 1 + strspn (s + 1, "0123456789");
	out->has_time = true;
	*p = s;
	return true;
}

static bool iso_zone (const char *s, Stated *out)
{
	skip_spaces (&s);
	gsize letters = 0;
	while (g_ascii_isalpha (s[letters]))
		letters++;
	if (letters) {
		/* "Z", "UTC", "UTC+2", and what nobody knows, which is UTC */
		zone_name (s, letters, &out->offset_s);
		out->has_zone = true;
		s += letters;
	}
	int more;
	if (zone_number (&s, &more)) {
		out->offset_s += more;
		out->has_zone = true;
	}
	skip_spaces (&s);
	return *s == '\0' || *s == '(' || *s == '[';
}

/* Month and day from the week or the day of the year. */
static void from_days (Stated *out, int days)
{
	GDate date;
	g_date_clear (&date, 1);
	g_date_set_dmy (&date, 1, G_DATE_JANUARY, (GDateYear)out->year);
	g_date_add_days (&date, (guint)days);
	out->year = g_date_get_year (&date);
	out->month = (int)g_date_get_month (&date);
	out->day = g_date_get_day (&date);
}

/* "2003", "2003-12", "2003-12-31", "20031231", "2003-335", "2003-W01-3" at *p. */
static bool iso_day (const char **p, Stated *out)
{
	const char *s = *p;
	int n = 0, weekday = 1;
	if (!digits (&s, 4, &out->year) || out->year < 1400)
		return false;
	bool dash = *s == '-' || *s == '/' || *s == '.';
	char separator = *s;
	s += dash;
	gsize run = strspn (s, "0123456789");
	if (*s == 'W' && s++ && digits (&s, 2, &n)) {
		s += *s == '-';
		digits (&s, 1, &weekday);
		GDate first;
		g_date_clear (&first, 1);
		g_date_set_dmy (&first, 4, G_DATE_JANUARY, (GDateYear)out->year);
		int offset = 3 - ((int)g_date_get_weekday (&first) - 1);
		if (n < 1 || n > 53 || weekday < 1 || weekday > 7 ||
		    offset + (n - 1) * 7 + weekday < 1)
			return false;
		from_days (out, offset + (n - 1) * 7 + weekday - 1);
	} else if (run == 3) {
		digits (&s, 3, &n);
		if (n < 1 || n > 366)
			return false;
		from_days (out, n - 1);
	} else if (dash && (run == 1 || run == 2)) {
		digits (&s, (int)run, &out->month);
		if (*s == separator && g_ascii_isdigit (s[1])) {
			s++;
			digits (&s, (int)MIN (strspn (s, "0123456789"), 2), &out->day);
		}
	} else if (!dash && run >= 4) {
		digits (&s, 2, &out->month);
		digits (&s, 2, &out->day);
	} else if (dash || run) {
		return false;
	}
	*p = s;
	return true;
}

static bool parse_iso (const char *s, Stated *out)
{
	if (!iso_day (&s, out) || (out->month == 0 && *s))
		return false;
	if (g_ascii_isalpha (*s) && (*s | 32) == 't')
		s++;
	else
		skip_spaces (&s);
	if (*s == '\0')
		return true;
	/* "2003-12-31T10:14Z" or only a zone behind the day */
	if (g_ascii_isdigit (*s)) {
		const char *colon = strchr (s, ':');
		if (colon == s + 1) { /* "9:05" */
			out->hour = *s - '0';
			s += 2;
			if (!digits (&s, 2, &out->minute))
				return false;
			if (*s == ':' && ++s && !digits (&s, 2, &out->second))
				return false;
			out->has_time = true;
		} else if (!iso_time (&s, out)) {
			return false;
		}
	}
	skip_spaces (&s);
	if ((s[0] | 32) == 'p' && (s[1] | 32) == 'm' && out->hour < 12)
		out->hour += 12;
	if (((s[0] | 32) == 'p' || (s[0] | 32) == 'a') && (s[1] | 32) == 'm')
		s += 2;
	return iso_zone (s, out);
}

/* --- words --- */

typedef struct {
	Stated out;
	int numbers[4]; /* day and year, in the order they came */
	int widths[4];
	int numbers_count;
	bool pm, am;
} Words;

/* "10:14", "10:14:55", "10.14.55"? no: colons only. Returns where it ends, NULL when there is none. */
static const char *clock_time (const char *s, Words *w)
{
	gsize n = strspn (s, "0123456789");
	if (n < 1 || n > 2 || s[n] != ':' || w->out.has_time)
		return NULL;
	digits (&s, (int)n, &w->out.hour);
	s++;
	n = MIN (strspn (s, "0123456789"), 2);
	if (n == 0)
		return NULL;
	digits (&s, (int)n, &w->out.minute);
	if (*s == ':' && g_ascii_isdigit (s[1])) {
		s++;
		digits (&s, (int)MIN (strspn (s, "0123456789"), 2), &w->out.second);
	}
	if (*s == '.' && g_ascii_isdigit (s[1]))
		s += 1 + strspn (s + 1, "0123456789");
	w->out.has_time = true;
	return s;
}

static bool letter (const char *s)
{
	return g_ascii_isalpha (*s) || (guchar)*s >= 0x80;
}

static bool word (const char *s, gsize len, Words *w)
{
	int offset;
	int month = month_name (s, len);
	if (month > 0 && w->out.month == 0) {
		w->out.month = month;
	} else if (month >= 0) {
		return true;
	} else if (len == 2 && g_ascii_strncasecmp (s, "pm", 2) == 0) {
		w->pm = true;
	} else if (len == 2 && g_ascii_strncasecmp (s, "am", 2) == 0) {
		w->am = true;
	} else if (w->out.has_time) {
		/* a zone, or a name for one that only its author knows */
		if (zone_name (s, len, &offset))
			w->out.offset_s = offset;
		w->out.has_zone = true;
	} else if (len > 4) {
		return false;
	}
	return true;
}

/* Split into words and numbers. False for what no date has. */
static bool collect (const char *s, Words *w)
{
	while (*s && *s != '(') {
		const char *behind = g_ascii_isdigit (*s) ? clock_time (s, w) : NULL;
		if (behind) {
			s = behind;
		} else if (g_ascii_isdigit (*s)) {
			gsize n = strspn (s, "0123456789");
			if (n > 4 || w->numbers_count == 4)
				return false;
			w->widths[w->numbers_count] = (int)n;
			digits (&s, (int)n, &w->numbers[w->numbers_count++]);
			/* "1st", "31ème" */
			if (n <= 2 && letter (s) && month_name (s, 3) < 0)
				while (letter (s))
					s++;
		} else if (letter (s)) {
			gsize n = 0;
			while (letter (s + n))
				n++;
			if (!word (s, n, w))
				return false;
			s += n;
		} else if (w->out.has_time && (*s == '+' || *s == '-')) {
			int offset;
			if (zone_number (&s, &offset)) {
				w->out.offset_s += offset;
				w->out.has_zone = true;
			} else {
				s++;
			}
		} else {
			s++;
		}
	}
	return true;
}

/* Two digits of a year, as RFC 2822, 4.3 reads them. */
static int full_year (int year, int width)
{
	if (width > 2)
		return width == 3 ? year + 1900 : year;
	return year < 50 ? 2000 + year : 1900 + year;
}

/* Which number is the day, which the year, and, without a month's name, which the month. */
static bool assign (Words *w)
{
	Stated *out = &w->out;
	int *n = w->numbers, *width = w->widths;
	if (out->month && w->numbers_count == 1 && width[0] == 4) {
		out->year = n[0];
		return true;
	}
	if (out->month && w->numbers_count == 2) {
		bool year_first = width[0] > 2 || n[0] > 31;
		out->year = full_year (n[year_first ? 0 : 1], width[year_first ? 0 : 1]);
		out->day = n[year_first ? 1 : 0];
		return out->day >= 1;
	}
	if (!out->month && w->numbers_count == 3 && width[2] >= 2) {
		/* 12/31/2003 is American; 31/12/2003 cannot be, and is European */
		bool european = n[0] > 12;
		out->month = n[european ? 1 : 0];
		out->day = n[european ? 0 : 1];
		out->year = full_year (n[2], width[2]);
		return out->month >= 1 && out->day >= 1;
	}
	return false;
}

static bool parse_words (const char *s, Stated *out)
{
	Words w = { .numbers_count = 0 };
	if (!collect (s, &w) || !assign (&w))
		return false;
	if (w.pm && w.out.hour < 12)
		w.out.hour += 12;
	if (w.am && w.out.hour == 12)
		w.out.hour = 0;
	*out = w.out;
	return true;
}

bool feed_date_parse (const char *s, FeedDate *out)
{
	skip_spaces (&s);
	if (strlen (s) > 128)
		return false;
	Stated stated = { .year = 0 };
	if (parse_iso (s, &stated) && finish (&stated, out))
		return true;
	memset (&stated, 0, sizeof stated);
	return parse_words (s, &stated) && finish (&stated, out);
}

void feed_date_set (FeedDate *date, const char *text)
{
	if (date->text || !*text)
		return;
	date->text = g_strdup (text);
	feed_date_parse (text, date);
}
