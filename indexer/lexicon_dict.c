/* lexicon_dict.c: FreeDict's dictionaries in dictd's format.
 *
 * Two layouts. WikDict's, one head, its phonetics and part of speech in the first line, then senses, each a line of
 * translations (numbered when there are several) and lines that explain it:
 *     gouverner /ɡu.vɛʁ.ne/ <v>
 *     1. upravljati, vladati
 *     diriger un pays
 * JMdict's, several spellings in the first line, and explanations in brackets beside the translations:
 *     [news1] 政府 /…/, せいふ /…/
 *     (noun (common) (futsuumeishi))
 *     administration, gouvernement */
#include "indexer/lexicon_dict.h"

#include <errno.h>
#include <string.h>
#include <zlib.h>

typedef struct {
	GByteArray *bytes; /* the dictionary, unpacked */
	char *index;
	bool jmdict;
} Dict;

/* --- files --- */

static GByteArray *unpack (const char *path, GError **error)
{
	errno = 0;
	gzFile file = gzopen (path, "rb");
	if (!file) {
		int code = errno ? errno : ENOMEM;
		g_set_error (error, G_FILE_ERROR, (gint)g_file_error_from_errno (code), "%s: %s",
			     path, g_strerror (code));
		return NULL;
	}
	g_autoptr (GByteArray) bytes = g_byte_array_new ();
	guint8 block[65536];
	int got;
	while ((got = gzread (file, block, sizeof block)) > 0 &&
	       bytes->len + (guint)got <= LEXICON_DICT_MAX)
		g_byte_array_append (bytes, block, (guint)got);
	bool whole = gzclose (file) == Z_OK; /* Z_BUF_ERROR: cut in the middle */
	if (got != 0 || !whole) {
		g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_IO, "%s: %s", path,
			     got > 0 ? "too large for a dictionary" : "damaged");
		return NULL;
	}
	return g_steal_pointer (&bytes);
}

static void dict_free (Dict *dict)
{
	if (dict->bytes)
		g_byte_array_unref (dict->bytes);
	g_free (dict->index);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Dict, dict_free)

static bool dict_open (Dict *dict, const char *path, GError **error)
{
	g_autofree char *dict_path = g_strconcat (path, ".dict.dz", NULL);
	g_autofree char *index_path = g_strconcat (path, ".index", NULL);
	if (!g_file_get_contents (index_path, &dict->index, NULL, error))
		return false;
	dict->bytes = unpack (dict_path, error);
	if (!dict->bytes)
		return false;
	/* The description comes first and names JMdict's author. */
	dict->jmdict = g_strstr_len ((const char *)dict->bytes->data, MIN (dict->bytes->len, 8192),
				     "Breen");
	return true;
}

/* dictd's numbers: base 64 digits, most significant first, no padding. -1 when it is none. */
static gint64 base64_number (const char *text, gsize len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	gint64 number = 0;
	if (len == 0 || len > 6)
		return -1;
	for (gsize i = 0; i < len; i++) {
		const char *digit = text[i] ? strchr (digits, text[i]) : NULL;
		if (!digit)
			return -1;
		number = number * 64 + (digit - digits);
	}
	return number;
}

/* --- entries --- */

static void add_piece (GPtrArray *out, const char *start, const char *end)
{
	while (start < end && g_ascii_isspace (*start))
		start++;
	while (end > start && g_ascii_isspace (end[-1]))
		end--;
	if (start < end && end - start <= LEXICON_GLOSS_MAX)
		g_ptr_array_add (out, g_strndup (start, (gsize)(end - start)));
}

/* Append the parts of [s, end) between commas and semicolons that stand in no brackets. */
static void split_glosses (const char *s, const char *end, GPtrArray *out)
{
	const char *start = s;
	int depth = 0;
	for (; s < end; s++) {
		if (strchr ("([{", *s))
			depth++;
		else if (strchr (")]}", *s) && depth > 0)
			depth--;
		else if ((*s == ',' || *s == ';') && depth == 0) {
			add_piece (out, start, s);
			start = s + 1;
		}
	}
	add_piece (out, start, end);
}

/* "12. rest": the rest; else NULL. */
static const char *after_sense_number (const char *line, const char *end)
{
	const char *s = line;
	while (s < end && g_ascii_isdigit (*s))
		s++;
	return s > line && end - s > 1 && s[0] == '.' && s[1] == ' ' ? s + 2 : NULL;
}

/* WikDict leaves the number of a following sense without translation behind the line: "word 2." */
static const char *before_sense_number (const char *line, const char *end)
{
	const char *e = end;
	if (e - line < 3 || e[-1] != '.')
		return end;
	for (e--; e > line && g_ascii_isdigit (e[-1]); e--)
		;
	return e < end - 1 && e > line && e[-1] == ' ' ? e - 1 : end;
}

static void wikdict_heads (const char *line, const char *end, GPtrArray *heads)
{
	const char *stop = line;
	while (stop < end &&
	       !(stop[0] == ' ' && stop + 1 < end && (stop[1] == '/' || stop[1] == '<')))
		stop++;
	add_piece (heads, line, stop);
}

static void wikdict_line (const char *line, const char *end, bool first, GPtrArray *glosses)
{
	const char *sense = after_sense_number (line, end);
	if (sense || first)
		split_glosses (sense ? sense : line, before_sense_number (line, end), glosses);
}

/* Whether `word` has a character of [first, last]. */
static bool has_range (const char *word, gunichar first, gunichar last)
{
	for (; *word; word += g_utf8_skip[(guchar)*word]) {
		gunichar c = g_utf8_get_char (word);
		if (c >= first && c <= last)
			return true;
	}
	return false;
}

static void jmdict_heads (const char *line, const char *end, GPtrArray *heads)
{
	GString *plain = g_string_new (NULL);
	bool phonetics = false;
	int depth = 0;
	for (const char *s = line; s < end; s++) {
		if (*s == '/' && depth == 0)
			phonetics = !phonetics;
		else if (!phonetics && (*s == '(' || *s == '['))
			depth++;
		else if (!phonetics && (*s == ')' || *s == ']') && depth > 0)
			depth--;
		else if (!phonetics && depth == 0)
			g_string_append_c (plain, *s);
	}
	split_glosses (plain->str, plain->str + plain->len, heads);
	g_string_free (plain, TRUE);

	/* Syllabic spellings of a word that has ideographs are shared by unrelated words: せいふ. */
	bool ideographs = false;
	for (guint i = 0; i < heads->len; i++)
		ideographs = ideographs || has_range (heads->pdata[i], 0x4e00, 0x9fff);
	for (guint i = heads->len; ideographs && i-- > 0;)
		if (!has_range (heads->pdata[i], 0x4e00, 0x9fff))
			g_ptr_array_remove_index (heads, i);
}

/* The notes of JMdict run into the translation behind them: "Note: archaismdwelling". */
static const char *after_note (const char *line, const char *end)
{
	static const char *const notes[] = {
		"word usually written using kana alone",
		"word usually written using kanji alone",
		"abbreviation",
		"archaism",
		"colloquialism",
		"yojijukugo",
		"slang",
		"obscure term",
		"obsolete term",
		"familiar language",
		"humble (kenjougo) language",
		"honorific or respectful (sonkeigo) language",
		"polite (teineigo) language",
		"onomatopoeic or mimetic word",
		"jocular, humorous term",
		"idiomatic expression",
		"derogatory",
		"children's language",
		"male term or language",
		"female term or language",
		"vulgar expression or word",
		"poetical term",
		"sensitive",
		"rude or X-rated term",
		"manga slang",
		"Internet slang",
		"proverb",
		"male slang",
		"rare",
	};
	const char *note = g_strstr_len (line, end - line, "Note: ");
	if (!note)
		return line;
	note += strlen ("Note: ");
	for (gsize i = 0; i < G_N_ELEMENTS (notes); i++)
		if ((gsize)(end - note) >= strlen (notes[i]) &&
		    memcmp (note, notes[i], strlen (notes[i])) == 0)
			return note + strlen (notes[i]);
	return end;
}

static void jmdict_line (const char *line, const char *end, GPtrArray *glosses)
{
	const char *sense = after_sense_number (line, end);
	split_glosses (after_note (sense ? sense : line, end), end, glosses);
}

static void read_entry (const Dict *dict, const char *entry, gsize len, GPtrArray *heads,
			GPtrArray *glosses)
{
	const char *end = entry + len, *line = entry;
	for (guint number = 0; line < end; number++) {
		const char *stop = memchr (line, '\n', (gsize)(end - line));
		if (!stop)
			stop = end;
		if (number == 0 && dict->jmdict)
			jmdict_heads (line, stop, heads);
		else if (number == 0)
			wikdict_heads (line, stop, heads);
		else if (dict->jmdict)
			jmdict_line (line, stop, glosses);
		else
			wikdict_line (line, stop, number == 1, glosses);
		line = stop + 1;
	}
}

/* A line of the index: its entry's place; false for the dictionary's description of itself and what lies outside. */
static bool index_line (const Dict *dict, const char *line, guint64 *offset, guint64 *len)
{
	const char *tab = strchr (line, '\t'), *second = tab ? strchr (tab + 1, '\t') : NULL;
	if (!second || g_str_has_prefix (line, "00database") ||
	    g_str_has_prefix (line, "00-database"))
		return false;
	const char *end = second + 1 + strcspn (second + 1, "\t");
	gint64 at = base64_number (tab + 1, (gsize)(second - tab - 1));
	gint64 count = base64_number (second + 1, (gsize)(end - second - 1));
	if (at < 0 || count <= 0 || at + count > dict->bytes->len)
		return false;
	*offset = (guint64)at;
	*len = (guint64)count;
	return true;
}

bool lexicon_dict_read (const char *path, LexiconDictVisit visit, gpointer data, GError **error)
{
	g_auto (Dict) dict = { 0 };
	if (!dict_open (&dict, path, error))
		return false;

	g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
	g_autoptr (GPtrArray) heads = g_ptr_array_new_with_free_func (g_free);
	g_autoptr (GPtrArray) glosses = g_ptr_array_new_with_free_func (g_free);
	for (char *line = dict.index, *next; line; line = next) {
		guint64 offset, len;
		next = strchr (line, '\n');
		if (next)
			*next++ = '\0';
		if (!index_line (&dict, line, &offset, &len) ||
		    !g_hash_table_add (seen, GSIZE_TO_POINTER (offset)))
			continue;
		const char *entry = (const char *)dict.bytes->data + offset;
		if (!g_utf8_validate (entry, (gssize)len, NULL))
			continue;
		g_ptr_array_set_size (heads, 0);
		g_ptr_array_set_size (glosses, 0);
		read_entry (&dict, entry, len, heads, glosses);
		if (heads->len > 0 && glosses->len > 0)
			visit (heads, glosses, data);
	}
	return true;
}
