/* lexicon_build.c: runs through the sources of the lexicon. */
#include "indexer/lexicon_build.h"

#include <string.h>

#include "corpus/table.h"
#include "indexer/lexicon_dict.h"
#include "indexer/lexicon_forms.h"
#include "indexer/lexicon_merge.h"
#include "indexer/lexicon_names.h"
#include "indexer/lexicon_pivot.h"
#include "shim/names.h"

/* The dictionaries, by pivot language: those of FreeDict between French or English and a third language whose data
 * are under CC BY-SA. `reversed`: the foreign word is the head. */
typedef struct {
	const char *pivot; /* ISO 639-3 */
	const char *name;
	Lang ours;
	bool reversed;
} DictRow;

static const DictRow dictionaries[] = {
	{ "bul", "fra-bul", LANG_FR, false }, { "bul", "eng-bul", LANG_EN, false },
	{ "ell", "fra-ell", LANG_FR, false }, { "ell", "ell-fra", LANG_FR, true },
	{ "ell", "ell-eng", LANG_EN, true },  { "fin", "fra-fin", LANG_FR, false },
	{ "fin", "fin-fra", LANG_FR, true },  { "fin", "fin-eng", LANG_EN, true },
	{ "fin", "eng-fin", LANG_EN, false }, { "jpn", "fra-jpn", LANG_FR, false },
	{ "jpn", "jpn-fra", LANG_FR, true },  { "jpn", "jpn-eng", LANG_EN, true },
	{ "jpn", "eng-jpn", LANG_EN, false }, { "pol", "fra-pol", LANG_FR, false },
	{ "pol", "pol-fra", LANG_FR, true },  { "pol", "pol-eng", LANG_EN, true },
};

typedef struct {
	LexiconPivot *pivot;
	const DictRow *row;
	guint64 entries;
} Reading;

static void on_entry (const GPtrArray *heads, const GPtrArray *glosses, gpointer data)
{
	Reading *reading = data;
	const GPtrArray *ours = reading->row->reversed ? glosses : heads;
	const GPtrArray *foreign = reading->row->reversed ? heads : glosses;
	reading->entries++;
	for (guint i = 0; i < ours->len; i++) {
		const char *raw = ours->pdata[i];
		g_autofree char *word = lexicon_clean_gloss (raw, strlen (raw), reading->row->ours);
		for (guint j = 0; word && j < foreign->len; j++) {
			const char *other = foreign->pdata[j];
			g_autofree char *clean =
				lexicon_clean_gloss (other, strlen (other), LANG_OTHER);
			if (clean)
				lexicon_pivot_add (reading->pivot, reading->row->ours, word, clean);
		}
	}
}

/* Why what should be at `path` could not be read. Owned. */
static char *reason (const GError *error, const char *path)
{
	if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
		return g_strdup_printf ("not installed (nothing at %s)", path);
	return g_strdup (error->message);
}

static bool read_dictionary (LexiconPivot *pivot, const DictRow *row, const char *share,
			     LexiconNotice notice, gpointer data)
{
	Reading reading = { pivot, row, 0 };
	g_autoptr (GError) error = NULL;
	g_autofree char *package = g_strconcat ("dict-freedict-", row->name, NULL);
	g_autofree char *file = g_strconcat ("freedict-", row->name, NULL);
	g_autofree char *path = g_build_filename (share, "dictd", file, NULL);
	bool read = lexicon_dict_read (path, on_entry, &reading, &error);
	g_autofree char *note =
		read ? g_strdup_printf ("%" G_GUINT64_FORMAT " entries", reading.entries)
		     : reason (error, path);
	notice (read, package, note, data);
	return read;
}

static guint read_dictionaries (LexiconMerge *merge, const char *share, LexiconNotice notice,
				gpointer data)
{
	g_autoptr (LexiconPivot) pivot = lexicon_pivot_new (merge);
	guint read = 0;
	for (gsize i = 0; i < G_N_ELEMENTS (dictionaries); i++) {
		if (i > 0 && strcmp (dictionaries[i].pivot, dictionaries[i - 1].pivot) != 0)
			lexicon_pivot_flush (pivot);
		read += read_dictionary (pivot, &dictionaries[i], share, notice, data);
	}
	lexicon_pivot_flush (pivot);
	return read;
}

/* Returns how many of the two packages there were: ICU is always there. */
static guint read_names (LexiconMerge *merge, const char *share, LexiconNotice notice,
			 gpointer data)
{
	g_autoptr (GError) cldr_error = NULL, geonames_error = NULL;
	g_autofree char *cldr = g_build_filename (share, "unicode", "cldr", "common", NULL);
	g_autofree char *locale = g_build_filename (share, "locale", NULL);

	lexicon_names_icu (merge);
	notice (true, "libicu", names_version (), data);
	bool has_cldr = lexicon_names_cldr (merge, cldr, &cldr_error);
	g_autofree char *why = has_cldr ? NULL : reason (cldr_error, cldr);
	notice (has_cldr, "unicode-cldr-core",
		has_cldr ? "names of subdivisions, units, symbols" : why, data);
	bool has_geonames = lexicon_names_geonames (merge, locale, &geonames_error);
	g_autofree char *why_not = has_geonames ? NULL : reason (geonames_error, locale);
	notice (has_geonames, "libgeonames-common", has_geonames ? "names of places" : why_not,
		data);
	return (guint)has_cldr + has_geonames;
}

static void on_form (Lang lang, const char *lemma, const char *form, gpointer data)
{
	lexicon_merge_form (data, lang, lemma, form);
}

static void read_forms (LexiconMerge *merge)
{
	gsize len = 0;
	const char *table = table_bytes ("indexer/data/forms.tsv", &len);
	g_assert (table);
	guint bad = lexicon_forms_each (table, len, on_form, merge);
	g_assert (bad == 0);
}

static void read_table (LexiconMerge *merge)
{
	gsize len = 0;
	const char *table = table_bytes ("indexer/data/names.tsv", &len);
	g_assert (table);
	guint bad = lexicon_names_table (merge, table, len, LEXICON_TABLE);
	g_assert (bad == 0);
}

/* One line of a trained table: French TAB English TAB p(en | fr) TAB p(fr | en). */
static bool trained_line (LexiconMerge *merge, const char *line)
{
	g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
	if (g_strv_length (columns) != 4 || !g_utf8_validate (line, -1, NULL))
		return false;
	LexiconFact fact = {
		.fr = lexicon_merge_phrase (merge, LANG_FR, columns[0]),
		.en = lexicon_merge_phrase (merge, LANG_EN, columns[1]),
		.pivots = 1,
		.weight_fr = (float)g_ascii_strtod (columns[2], NULL),
		.weight_en = (float)g_ascii_strtod (columns[3], NULL),
		.source = LEXICON_TRAINED,
	};
	if (!(fact.weight_fr >= 0 && fact.weight_fr <= 1 && fact.weight_en >= 0 &&
	      fact.weight_en <= 1))
		return false;
	if (fact.fr != LEXICON_NO_PHRASE && fact.en != LEXICON_NO_PHRASE)
		lexicon_merge_add (merge, &fact);
	return true;
}

static bool read_trained (LexiconMerge *merge, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	if (!g_file_get_contents (path, &text, NULL, error))
		return false;
	g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		if (*lines[i] && *lines[i] != '#' && !trained_line (merge, lines[i])) {
			g_set_error (error, LEXICON_ERROR, LEXICON_ERROR_FAILED,
				     "%s:%u: expected French TAB English TAB two numbers of 0 to 1",
				     path, i + 1);
			return false;
		}
	return true;
}

static char *about (const LexiconMerge *merge)
{
	GString *text = g_string_new (NULL);
	for (const LexiconSourceRow *row = lexicon_sources (); row->name; row++) {
		guint64 count = lexicon_merge_count (merge, row->source);
		if (count > 0)
			g_string_append_printf (text, "%s\t%s\t%" G_GUINT64_FORMAT "\n", row->title,
						row->licence, count);
	}
	return g_string_free (text, FALSE);
}

bool lexicon_build (const char *share, const char *const *trained, const char *path,
		    LexiconNotice notice, gpointer data, GError **error)
{
	const char *from = share ? share : "/usr/share";
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (LexiconMerge) merge = lexicon_merge_new (analyzer);
	g_autoptr (LexiconWriter) writer = lexicon_writer_new ();

	read_forms (merge); /* before the facts, which are told of the forms too */
	guint read = read_dictionaries (merge, from, notice, data);
	read += read_names (merge, from, notice, data);
	if (read == 0 && !(trained && *trained)) {
		g_set_error (
			error, LEXICON_ERROR, LEXICON_ERROR_NOT_FOUND,
			"nothing in %s to build a lexicon from: install the packages named above",
			from);
		return false;
	}
	read_table (merge);
	for (; trained && *trained; trained++)
		if (!read_trained (merge, *trained, error))
			return false;
	lexicon_merge_finish (merge, writer);

	g_autofree char *text = about (merge);
	lexicon_writer_about (writer, text);
	return lexicon_writer_save (writer, path, error);
}
