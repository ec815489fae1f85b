/* test_names.c: ICU's names of the same things in French and English. */
#include <glib.h>
#include <string.h>

#include "shim/names.h"

typedef struct {
	const char *fr, *en;
	guint count;
	gboolean seen;
} Wanted;

static void on_name (const char *fr, const char *en, gpointer data)
{
	Wanted *wanted = data;
	g_assert_true (g_utf8_validate (fr, -1, NULL) && g_utf8_validate (en, -1, NULL));
	g_assert_true (*fr && *en);
	wanted->count++;
	wanted->seen =
		wanted->seen || (strcmp (fr, wanted->fr) == 0 && strcmp (en, wanted->en) == 0);
}

static void test_kinds (void)
{
	static const struct {
		NamesKind kind;
		const char *fr, *en;
		guint least, most;
	} rows[] = {
		{ NAMES_REGIONS, "Allemagne", "Germany", 250, 600 },
		{ NAMES_REGIONS, "Afrique", "Africa", 250, 600 },
		{ NAMES_LANGUAGES, "allemand", "German", 300, 1000 },
		{ NAMES_CURRENCIES, "livre sterling", "British Pound", 150, 400 },
		{ NAMES_CITIES, "Le Caire", "Cairo", 300, 600 },
		{ NAMES_MONTHS, "juillet", "July", 12, 12 },
		{ NAMES_WEEKDAYS, "dimanche", "Sunday", 7, 7 },
		{ NAMES_WEEKDAYS, "samedi", "Saturday", 7, 7 },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		Wanted wanted = { rows[i].fr, rows[i].en, 0, FALSE };
		names_each (rows[i].kind, on_name, &wanted);
		if (!wanted.seen)
			g_test_message ("no %s – %s", rows[i].fr, rows[i].en);
		g_assert_true (wanted.seen);
		g_assert_cmpuint (wanted.count, >=, rows[i].least);
		g_assert_cmpuint (wanted.count, <=, rows[i].most);
	}
}

/* A code without a name is no name. */
static void on_code (const char *fr, const char *en, gpointer data)
{
	(void)data;
	g_assert_false (g_ascii_isdigit (*fr));
	g_assert_false (g_ascii_isdigit (*en));
}

static void test_no_codes (void)
{
	names_each (NAMES_REGIONS, on_code, NULL);
}

static void test_version (void)
{
	g_assert_cmpuint (g_ascii_strtoull (names_version (), NULL, 10), >=, 60);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/names/kinds", test_kinds);
	g_test_add_func ("/names/no-codes", test_no_codes);
	g_test_add_func ("/names/version", test_version);
	return g_test_run ();
}
