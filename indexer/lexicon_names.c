/* lexicon_names.c: names from ICU, CLDR, GeoNames, and our own table. */
#include "indexer/lexicon_names.h"

#include <libxml/xmlreader.h>
#include <string.h>

#include "indexer/lexicon_dict.h"
#include "shim/names.h"

#define MO_MAX (64u << 20) /* bytes of a catalogue */

typedef struct {
	LexiconMerge *merge;
	LexiconSource source;
} Sink;

/* One pair, cleaned, with weight 1 in both directions times what is given. */
static void add_pair (const Sink *sink, const char *fr, const char *en, double weight_fr,
		      double weight_en)
{
	g_autofree char *fr_clean = lexicon_clean_gloss (fr, strlen (fr), LANG_FR);
	g_autofree char *en_clean = lexicon_clean_gloss (en, strlen (en), LANG_EN);
	if (!fr_clean || !en_clean)
		return;
	LexiconFact fact = {
		.fr = lexicon_merge_phrase (sink->merge, LANG_FR, fr_clean),
		.en = lexicon_merge_phrase (sink->merge, LANG_EN, en_clean),
		.weight_fr = (float)weight_fr,
		.weight_en = (float)weight_en,
		.source = sink->source,
	};
	if (fact.fr != LEXICON_NO_PHRASE && fact.en != LEXICON_NO_PHRASE)
		lexicon_merge_add (sink->merge, &fact);
}

static void on_name (const char *fr, const char *en, gpointer data)
{
	add_pair (data, fr, en, 1, 1);
}

void lexicon_names_icu (LexiconMerge *merge)
{
	Sink sink = { merge, LEXICON_ICU };
	for (int kind = 0; kind < NAMES_KINDS; kind++)
		names_each ((NamesKind)kind, on_name, &sink);
}

/* --- CLDR's XML --- */

static bool is_element (xmlTextReaderPtr reader, const char *name)
{
	return strcmp ((const char *)xmlTextReaderConstName (reader), name) == 0;
}

/* The reader's attribute, owned by GLib; NULL when it has none. */
static char *attribute (xmlTextReaderPtr reader, const char *name)
{
	xmlChar *value = xmlTextReaderGetAttribute (reader, (const xmlChar *)name);
	char *copy = g_strdup ((const char *)value);
	xmlFree (value);
	return copy;
}

/* What an element of CLDR's names, "subdivision:frbre"; NULL when it is none of ours. `unit` is kept from element to element. */
static char *cldr_id (xmlTextReaderPtr reader, bool *long_units, char **unit)
{
	g_autofree char *type = attribute (reader, "type");
	if (is_element (reader, "subdivision") && type)
		return g_strconcat ("subdivision:", type, NULL);
	if (is_element (reader, "annotation") && g_strcmp0 (type, "tts") == 0) {
		g_autofree char *cp = attribute (reader, "cp");
		return g_strconcat ("symbol:", cp, NULL);
	}
	if (is_element (reader, "unitLength")) {
		*long_units = g_strcmp0 (type, "long") == 0;
	} else if (is_element (reader, "unit") && *long_units) {
		g_free (*unit);
		*unit = g_steal_pointer (&type);
	} else if (is_element (reader, "displayName") && *unit && *long_units) {
		char *id = g_strconcat ("unit:", *unit, NULL);
		g_clear_pointer (unit, g_free);
		return id;
	}
	return NULL;
}

/* Read the names of one CLDR file into id → name. False when it cannot be read. */
static bool read_cldr (const char *path, GHashTable *names)
{
	xmlTextReaderPtr reader = xmlReaderForFile (
		path, NULL,
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOBLANKS);
	if (!reader)
		return false;
	bool long_units = false;
	char *unit = NULL;
	int status;
	while ((status = xmlTextReaderRead (reader)) == 1) {
		if (xmlTextReaderNodeType (reader) != XML_READER_TYPE_ELEMENT)
			continue;
		char *id = cldr_id (reader, &long_units, &unit);
		if (!id)
			continue;
		xmlChar *name = xmlTextReaderReadString (reader);
		if (name)
			g_hash_table_replace (names, g_steal_pointer (&id),
					      g_strdup ((const char *)name));
		xmlFree (name);
		g_free (id);
	}
	g_free (unit);
	xmlFreeTextReader (reader);
	return status == 0;
}

static GHashTable *names_new (void)
{
	return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* Pairs of the two tables with the same id, in order of id. */
static void join_names (GHashTable *fr, GHashTable *en, const Sink *sink)
{
	g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (fr), (GCompareFunc)strcmp);
	for (GList *id = ids; id; id = id->next) {
		const char *name = g_hash_table_lookup (en, id->data);
		if (name)
			add_pair (sink, g_hash_table_lookup (fr, id->data), name, 1, 1);
	}
}

bool lexicon_names_cldr (LexiconMerge *merge, const char *dir, GError **error)
{
	static const char *const parts[] = { "subdivisions", "annotations", "main" };
	Sink sink = { merge, LEXICON_CLDR };
	bool any = false;
	for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
		g_autoptr (GHashTable) fr = names_new ();
		g_autoptr (GHashTable) en = names_new ();
		g_autofree char *fr_path = g_build_filename (dir, parts[i], "fr.xml", NULL);
		g_autofree char *en_path = g_build_filename (dir, parts[i], "en.xml", NULL);
		if (read_cldr (fr_path, fr) && read_cldr (en_path, en)) {
			join_names (fr, en, &sink);
			any = true;
		}
	}
	if (!any)
		g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s: no names of CLDR there",
			     dir);
	return any;
}

/* --- GeoNames' catalogues --- */

typedef struct {
	const guint8 *bytes;
	gsize len;
	bool swapped;
} Catalogue;

static guint32 mo_word (const Catalogue *mo, guint64 at)
{
	guint32 word = 0;
	if (at + 4 <= mo->len)
		memcpy (&word, mo->bytes + at, 4);
	return mo->swapped ? GUINT32_SWAP_LE_BE (word) : word;
}

/* The string that the descriptor at `at` points to; NULL when it lies outside. Owned. */
static char *mo_string (const Catalogue *mo, guint64 at)
{
	guint64 len = mo_word (mo, at), offset = mo_word (mo, at + 4);
	if (len == 0 || offset + len > mo->len)
		return NULL;
	char *string = g_strndup ((const char *)mo->bytes + offset, len);
	if (!g_utf8_validate (string, -1, NULL))
		g_clear_pointer (&string, g_free);
	return string;
}

/* Source: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html */
static bool read_mo (const char *path, GHashTable *names, GError **error)
{
	g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
	if (!file)
		return false;
	Catalogue mo = { (const guint8 *)g_mapped_file_get_contents (file),
			 g_mapped_file_get_length (file), false };
	guint32 magic = mo_word (&mo, 0);
	mo.swapped = magic == 0xde120495;
	if ((magic != 0x950412de && !mo.swapped) || mo.len > MO_MAX) {
		g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: no message catalogue",
			     path);
		return false;
	}
	guint64 count = MIN (mo_word (&mo, 8), mo.len / 16);
	guint64 ids = mo_word (&mo, 12), strings = mo_word (&mo, 16);
	for (guint64 i = 0; i < count; i++) {
		g_autofree char *id = mo_string (&mo, ids + 8 * i);
		g_autofree char *name = mo_string (&mo, strings + 8 * i);
		if (id && name)
			g_hash_table_replace (names, g_steal_pointer (&id),
					      g_steal_pointer (&name));
	}
	return true;
}

bool lexicon_names_geonames (LexiconMerge *merge, const char *dir, GError **error)
{
	Sink sink = { merge, LEXICON_GEONAMES };
	g_autoptr (GHashTable) fr = names_new ();
	g_autoptr (GHashTable) en = names_new ();
	g_autofree char *fr_path = g_build_filename (dir, "fr", "LC_MESSAGES", "geonames.mo", NULL);
	g_autofree char *en_path = g_build_filename (dir, "en", "LC_MESSAGES", "geonames.mo", NULL);
	if (!read_mo (fr_path, fr, error) || !read_mo (en_path, en, error))
		return false;
	join_names (fr, en, &sink);
	return true;
}

/* --- our own table --- */

/* The weight of the alternative at `rank`. */
static double rank_weight (guint rank)
{
	return 1 / (1 + .35 * rank);
}

static void table_pair (const Sink *sink, const char *fr, const char *en, guint fr_rank,
			guint en_rank)
{
	if (*en != '!') {
		/* A later English alternative has, as a rule, a better French word than this one. */
		add_pair (sink, fr, en, rank_weight (en_rank),
			  rank_weight (fr_rank) * rank_weight (en_rank));
		return;
	}
	guint32 fr_phrase = lexicon_merge_phrase (sink->merge, LANG_FR, fr);
	guint32 en_phrase = lexicon_merge_phrase (sink->merge, LANG_EN, en + 1);
	if (fr_phrase != LEXICON_NO_PHRASE && en_phrase != LEXICON_NO_PHRASE)
		lexicon_merge_forbid (sink->merge, fr_phrase, en_phrase);
}

static bool table_line (const Sink *sink, const char *line)
{
	g_auto (GStrv) columns = g_strsplit (line, "\t", 3);
	if (g_strv_length (columns) < 2 || !*columns[0] || !*columns[1])
		return false;
	g_auto (GStrv) fr = g_strsplit (columns[0], "|", -1);
	g_auto (GStrv) en = g_strsplit (columns[1], "|", -1);
	for (guint i = 0; fr[i]; i++)
		for (guint j = 0; en[j]; j++)
			table_pair (sink, fr[i], en[j], i, j);
	return true;
}

guint lexicon_names_table (LexiconMerge *merge, const char *text, gsize len, LexiconSource source)
{
	Sink sink = { merge, source };
	guint bad = 0;
	g_autofree char *copy = g_strndup (text, len);
	g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_strchomp (*line);
		if (**line && **line != '#' &&
		    (!g_utf8_validate (*line, -1, NULL) || !table_line (&sink, *line)))
			bad++;
	}
	return bad;
}
