/* fuzz_gist.c: any bytes as what the index keeps of an article for links; what is read is whole, and packs to what it was read from. */
#include <glib.h>
#include <string.h>

#include "indexer/gist.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	/* Not NULL when there are none: nothing asks for that. */
	g_autofree guint8 *bytes = g_malloc (len + 1);
	if (len)
		memcpy (bytes, data, len);
	if (len > 3) { /* saved inputs outlive a change of the tables */
		bytes[1] = (guint8)(shorthand_mark () >> 8);
		bytes[2] = (guint8)shorthand_mark ();
	}
	g_autoptr (Gist) gist = gist_unpack ((const char *)bytes, len);
	if (!gist)
		return 0;
	gsize packed_len, again_len;
	g_autofree char *packed = gist_pack (gist, &packed_len);
	g_autoptr (Gist) same = gist_unpack (packed, packed_len);
	g_assert_nonnull (same);
	g_autofree char *again = gist_pack (same, &again_len);
	g_assert_cmpmem (packed, packed_len, again, again_len);
	for (guint i = 0; i < gist->words->len; i++) {
		const GistWord *word = &g_array_index (gist->words, GistWord, i);
		g_assert_true (strlen (word->word) <= ANALYZE_WORD_MAX && word->count > 0);
	}
	for (guint i = 0; i < gist->quotes->len; i++) {
		const GArray *words = g_array_index (gist->quotes, GistQuote, i).words;
		for (guint k = 0; k < words->len; k++)
			g_assert_cmpuint (g_array_index (words, guint32, k), <, gist->words->len);
	}
	return 0;
}
