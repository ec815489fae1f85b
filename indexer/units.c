/* units.c: the table of the words of numbers and dates. */
#include "indexer/units.h"

#include <string.h>

#include "corpus/table.h"

#define TABLE_PATH "indexer/data/units.tsv"

typedef struct {
	const char *text, *unit;
	gsize len;
} Sign;

typedef struct {
	GHashTable *words;  /* folded word → UnitWord */
	GHashTable *bounds; /* phrase → its character */
	GArray *signs;      /* Sign */
} Units;

static UnitWord *word_of (Units *units, const char *word)
{
	UnitWord *found = g_hash_table_lookup (units->words, word);
	if (!found) {
		g_assert (strlen (word) <= UNITS_WORD_MAX);
		found = g_new0 (UnitWord, 1);
		g_hash_table_insert (units->words, g_strdup (word), found);
	}
	return found;
}

static void add_row (char **columns, gpointer data)
{
	Units *units = data;
	const char *role = columns[0], *word = columns[1], *value = columns[2];
	if (g_str_equal (role, "sign")) {
		Sign sign = { g_strdup (word), g_intern_string (value), strlen (word) };
		g_array_append_val (units->signs, sign);
		return;
	}
	if (g_str_equal (role, "bound")) {
		g_hash_table_insert (units->bounds, g_strdup (word), GINT_TO_POINTER ((int)*value));
		return;
	}
	UnitWord *row = word_of (units, word);
	char *rest = NULL;
	double number = g_ascii_strtod (value, &rest);
	if (g_str_equal (role, "cardinal"))
		row->cardinal = number;
	else if (g_str_equal (role, "hundred"))
		row->hundred = number;
	else if (g_str_equal (role, "collective"))
		row->collective = number;
	else if (g_str_equal (role, "multiplier"))
		row->multiplier = number;
	else if (g_str_equal (role, "month"))
		row->month = (int)number;
	else if (g_str_equal (role, "weekday"))
		row->weekday = (int)number;
	else if (g_str_equal (role, "unit"))
		row->unit = g_intern_string (value);
	else if (g_str_equal (role, "opens")) {
		row->opens_number |= g_str_equal (value, "number");
		row->opens_calendar |= g_str_equal (value, "calendar");
	} else if (g_str_equal (role, "many")) {
		row->many = number;
		row->many_high = g_ascii_strtod (strstr (value, "..") + 2, NULL);
	} else {
		g_assert_not_reached ();
	}
}

/* Units of two words or signs, which the table has no row for (facts_figure.c). */
static const char *const compounds[] = { "km2", "kmh", "m3", "mph" };

/* The table, read once: every word of every text is looked up in it. Never changed after. */
static const Units *all_units (void)
{
	static gsize once;
	if (g_once_init_enter (&once)) {
		Units *units = g_new0 (Units, 1);
		units->words = g_hash_table_new (g_str_hash, g_str_equal);
		units->bounds = g_hash_table_new (g_str_hash, g_str_equal);
		units->signs = g_array_new (FALSE, FALSE, sizeof (Sign));
		table_each_row (TABLE_PATH, 3, add_row, units);
		for (gsize i = 0; i < G_N_ELEMENTS (compounds); i++)
			g_intern_static_string (compounds[i]);
		g_once_init_leave (&once, (gsize)units);
	}
	return (const Units *)once;
}

const UnitWord units_nothing = { 0 };

const UnitWord *units_word (const char *word)
{
	const UnitWord *found = g_hash_table_lookup (all_units ()->words, word);
	return found ? found : &units_nothing;
}

const char *units_sign (const char *s, bool before, const char *from, gsize *len)
{
	const GArray *signs = all_units ()->signs;
	for (guint i = 0; i < signs->len; i++) {
		const Sign *sign = &g_array_index (signs, Sign, i);
		if (before ? (gsize)(s - from) >= sign->len &&
				     memcmp (s - sign->len, sign->text, sign->len) == 0
			   : strncmp (s, sign->text, sign->len) == 0) {
			*len = sign->len;
			return sign->unit;
		}
	}
	return NULL;
}

const char *units_named (const char *name)
{
	(void)all_units (); /* which makes its units known */
	return g_quark_to_string (g_quark_try_string (name));
}

char units_bound (const char *phrase)
{
	return (char)GPOINTER_TO_INT (g_hash_table_lookup (all_units ()->bounds, phrase));
}

const char *units_normal (const char *unit, double *value)
{
	/* NIST SP 811, appendix B: exact factors, but the acre's. */
	static const struct {
		const char *unit, *normal;
		double factor, offset;
	} rows[] = {
		{ "mi", "km", 1.609344, 0 },
		{ "ft", "m", 0.3048, 0 },
		{ "yd", "m", 0.9144, 0 },
		{ "cm", "m", 0.01, 0 },
		{ "mm", "m", 0.001, 0 },
		{ "t", "kg", 1000, 0 },
		{ "g", "kg", 0.001, 0 },
		{ "ha", "km2", 0.01, 0 },
		{ "acre", "km2", 0.0040468564, 0 },
		{ "f", "c", 5 / 9.0, -32 },
		{ "mph", "kmh", 1.609344, 0 },
		{ "min", "s", 60, 0 },
		{ "h", "s", 3600, 0 },
		{ "week", "day", 7, 0 },
	};
	for (gsize i = 0; unit && i < G_N_ELEMENTS (rows); i++)
		if (g_str_equal (rows[i].unit, unit)) {
			*value = (*value + rows[i].offset) * rows[i].factor;
			return rows[i].normal;
		}
	return unit;
}
