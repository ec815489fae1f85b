/* fuzz_lexicon.c: a damaged lexicon, a damaged dictionary, and odd glosses.
 *
 * The first byte chooses: 0 the rest is a lexicon; 1 the same with its checksums put right, so that the tables are reached; 2 a
 * gloss; 3 a dictionary, unpacked, all of it one entry of either layout; 4 a table of names, 5 of forms. */
#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "indexer/lexicon.h"
#include "indexer/lexicon_dict.h"
#include "indexer/lexicon_format.h"
#include "indexer/lexicon_forms.h"
#include "indexer/lexicon_names.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static void set_word (guint8 *bytes, gsize index, guint32 word)
{
	word = GUINT32_TO_LE (word);
	memcpy (bytes + 4 * index, &word, sizeof word);
}

static void sign (guint8 *bytes, gsize len)
{
	if (len < LEXICON_HEADER_LEN)
		return;
	memcpy (bytes, LEXICON_MAGIC, LEXICON_MAGIC_LEN);
	set_word (bytes, LEXICON_AT_VERSION, LEXICON_VERSION);
	set_word (bytes, LEXICON_AT_FILE_LEN, (guint32)len);
	guint64 sum = lexicon_sum (bytes + LEXICON_HEADER_LEN, len - LEXICON_HEADER_LEN);
	set_word (bytes, LEXICON_AT_BODY_SUM, (guint32)sum);
	set_word (bytes, LEXICON_AT_BODY_SUM_HIGH, (guint32)(sum >> 32));
	set_word (bytes, LEXICON_AT_HEADER_CRC, 0);
	set_word (bytes, LEXICON_AT_HEADER_CRC, lexicon_crc (bytes, LEXICON_HEADER_LEN));
}

/* A file in memory only; its path lives as long as *fd. */
static char *memory_file (const guint8 *bytes, gsize len, int *fd)
{
	*fd = memfd_create ("fuzz", MFD_CLOEXEC);
	g_assert (*fd >= 0 && write (*fd, bytes, len) == (gssize)len);
	return g_strdup_printf ("/proc/self/fd/%d", *fd);
}

static void read_lexicon (const guint8 *data, gsize len)
{
	static const char *const words[] = { "ambassad", "mis en examen", "embassi", "a" };
	int fd;
	g_autofree char *path = memory_file (data, len, &fd);
	g_autoptr (Lexicon) lexicon = lexicon_open (path, NULL);
	gsize sum = 0;
	for (gsize i = 0; lexicon && i < G_N_ELEMENTS (words); i++)
		for (int lang = LANG_FR; lang <= LANG_EN; lang++) {
			LexiconEntry out[16];
			guint count = lexicon_lookup (lexicon, (Lang)lang, words[i],
						      strlen (words[i]), out, 16);
			g_assert (count <= 16);
			for (guint k = 0; k < count; k++)
				sum += strlen (out[k].stem) + strlen (out[k].surface);
		}
	g_assert (sum < G_MAXSIZE / 2);
	close (fd);
}

static void clean_gloss (const guint8 *data, gsize len)
{
	for (int lang = LANG_FR; lang <= LANG_OTHER; lang++) {
		g_autofree char *clean = lexicon_clean_gloss ((const char *)data, len, (Lang)lang);
		g_assert (!clean || (*clean && g_utf8_validate (clean, -1, NULL)));
	}
}

static void on_entry (const GPtrArray *heads, const GPtrArray *glosses, gpointer data)
{
	guint *count = data;
	*count += heads->len + glosses->len;
	g_assert (heads->len > 0 && glosses->len > 0);
}

static void read_dict (const guint8 *data, gsize len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	g_autofree char *dir = g_dir_make_tmp ("entente-fuzz-XXXXXX", NULL);
	g_autofree char *path = g_build_filename (dir, "d", NULL);
	g_autofree char *dict = g_strconcat (path, ".dict.dz", NULL);
	g_autofree char *index = g_strconcat (path, ".index", NULL);
	char line[] = "w\tA\tAAAA\n";
	guint count = 0;
	len = MIN (len, 4096);
	for (gsize i = 0; i < 4; i++)
		line[7 - i] = digits[len >> 6 * i & 63];
	g_file_set_contents (dict, (const char *)data, (gssize)len, NULL);
	g_file_set_contents (index, line, -1, NULL);
	lexicon_dict_read (path, on_entry, &count, NULL);
	unlink (dict);
	unlink (index);
	rmdir (dir);
}

static void on_form (Lang lang, const char *lemma, const char *form, gpointer data)
{
	(void)data;
	g_assert ((lang == LANG_FR || lang == LANG_EN) && lemma && form);
}

static void read_table (const guint8 *data, gsize len)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (LexiconMerge) merge = lexicon_merge_new (analyzer);
	g_autoptr (LexiconWriter) writer = lexicon_writer_new ();
	lexicon_names_table (merge, (const char *)data, MIN (len, 8192), LEXICON_TABLE);
	lexicon_merge_finish (merge, writer);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	if (len < 1)
		return 0;
	g_autofree guint8 *rest = g_malloc (MAX (len - 1, 1)); /* exact, for the sanitizers */
	memcpy (rest, data + 1, len - 1);
	switch (data[0] % 6) {
	case 1:
		sign (rest, len - 1);
		read_lexicon (rest, len - 1);
		break;
	case 2:
		clean_gloss (rest, len - 1);
		break;
	case 3:
		read_dict (rest, len - 1);
		break;
	case 4:
		read_table (rest, len - 1);
		break;
	case 5:
		lexicon_forms_each ((const char *)rest, len - 1, on_form, NULL);
		break;
	default:
		read_lexicon (rest, len - 1);
	}
	return 0;
}
