/* furniture_site.c: counting the lines of one site. */
#include "corpus/furniture_site.h"

#include <string.h>

#include "corpus/furniture_table.h"

#define BUCKET                                                                                     \
	50 /* pages between two clearings: lines on fewer than one in so many are forgotten */
#define COUNTS_MAX 20000 /* never more, even within one bucket */
#define COPY_SHARE 80    /* per cent of a page's bytes that were seen before make it a copy */

static void count_free (gpointer data)
{
	FurnitureCount *count = data;
	g_free (count->line);
	g_free (count);
}

FurnitureSite *furniture_site_new (void)
{
	FurnitureSite *site = g_new0 (FurnitureSite, 1);
	site->counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, count_free);
	return site;
}

void furniture_site_free (FurnitureSite *site)
{
	if (!site)
		return;
	g_hash_table_unref (site->counts);
	g_free (site);
}

/* --- what a line says --- */

/* Runs of digits as one zero; in place. Returns how many letters there are, and *words with a letter in them. */
static gsize mask_digits (char *core, gsize *words)
{
	gsize letters = 0;
	char *out = core;
	bool in_word = false;
	*words = 0;
	for (const char *s = core; *s; s++) {
		bool digit = g_ascii_isdigit (*s);
		if (digit && out > core && out[-1] == '0')
			continue;
		bool letter = g_ascii_isalpha (*s) || (guchar)*s >= 0xc0;
		letters += letter;
		*words += letter && !in_word;
		in_word = letter || (in_word && *s != ' ');
		*out++ = digit ? '0' : *s;
	}
	*out = '\0';
	return letters;
}

/* False when the line says too little, or too much, to be furniture. */
static bool key_of (const char *line, gsize len, guint64 *key)
{
	gsize words;
	if (len > 2 * FURNITURE_LINE_MAX)
		return false;
	g_autofree char *core = furniture_core (line, len, NULL);
	if (!core || strlen (core) > FURNITURE_LINE_MAX || mask_digits (core, &words) < 8 ||
	    words < 2)
		return false;
	g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
	g_checksum_update (sum, (const guchar *)core, -1);
	guint8 digest[32];
	gsize digest_len = sizeof digest;
	g_checksum_get_digest (sum, digest, &digest_len);
	*key = 0;
	for (int i = 0; i < 8; i++)
		*key = *key << 8 | digest[i];
	return true;
}

static bool is_prose (const char *line, gsize len)
{
	guint words = 0;
	for (gsize i = 0; i < len; i++)
		words += line[i] != ' ' && (i == 0 || line[i - 1] == ' ');
	return words >= 12 && strchr (".!?\"", line[len - 1]);
}

/* --- learning --- */

typedef struct {
	guint64 key;
	const char *line;
	gsize len;
} Seen;

/* The lines of a page that count, each once. `known`: keys of the page so far. */
static void gather (const char *text, GArray *page, GHashTable *known)
{
	while (text && *text && page->len < FURNITURE_LINES_MAX) {
		gsize len = strcspn (text, "\n");
		Seen seen = { .line = text, .len = len };
		text += len + (text[len] == '\n');
		if (len && key_of (seen.line, len, &seen.key)) {
			gint64 *key = g_memdup2 (&seen.key, sizeof seen.key);
			if (g_hash_table_add (known, key))
				g_array_append_val (page, seen);
		}
	}
}

bool furniture_count_is (const FurnitureSite *site, const FurnitureCount *count, guint32 *of)
{
	guint32 all = site->pages >= count->since ? site->pages - count->since + 1 : 0;
	if (of)
		*of = all;
	if (count->kept)
		return false;
	return count->prose
		       ? count->pages >= 10 && all >= 30 && count->pages * 10ull >= all * 3ull
		       : count->pages >= 6 && all >= 20 && count->pages * 100ull >= all * 15ull;
}

/* Most of what it says was said before, furniture aside. */
static bool is_copy (const FurnitureSite *site, const GArray *page)
{
	gsize all = 0, before = 0;
	for (guint i = 0; i < page->len; i++) {
		const Seen *seen = &g_array_index (page, Seen, i);
		const FurnitureCount *count = g_hash_table_lookup (site->counts, &seen->key);
		if (count && furniture_count_is (site, count, NULL))
			continue;
		all += seen->len;
		before += count ? seen->len : 0;
	}
	return all && before * 100 >= all * COPY_SHARE;
}

static gboolean is_rare (gpointer key, gpointer value, gpointer data)
{
	const FurnitureCount *count = value;
	const FurnitureSite *site = data;
	guint32 bucket = (site->pages + BUCKET - 1) / BUCKET, first = (count->since - 1) / BUCKET;
	(void)key;
	return !count->kept && count->pages + first <= bucket;
}

void furniture_site_put (FurnitureSite *site, FurnitureCount *count)
{
	g_hash_table_replace (site->counts, &count->key, count);
}

static void count_line (FurnitureSite *site, const Seen *seen)
{
	FurnitureCount *count = g_hash_table_lookup (site->counts, &seen->key);
	if (!count) {
		count = g_new0 (FurnitureCount, 1);
		count->key = seen->key;
		count->since = site->pages;
		furniture_site_put (site, count);
	}
	count->prose = is_prose (seen->line, seen->len);
	if (++count->pages < 2)
		return;
	g_free (count->line);
	count->line = g_strndup (seen->line, seen->len);
}

bool furniture_site_learn (FurnitureSite *site, const char *text, const char *const *others)
{
	g_autoptr (GArray) page = g_array_new (FALSE, FALSE, sizeof (Seen));
	g_autoptr (GHashTable) known =
		g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
	gather (text, page, known);
	for (; others && *others; others++)
		gather (*others, page, known);
	if (!page->len || is_copy (site, page))
		return false;
	site->pages++;
	site->changed = true;
	for (guint i = 0; i < page->len; i++)
		count_line (site, &g_array_index (page, Seen, i));
	if (site->pages % BUCKET == 0 || g_hash_table_size (site->counts) > COUNTS_MAX)
		g_hash_table_foreach_remove (site->counts, is_rare, site);
	return true;
}

/* --- asking --- */

FurnitureCount *furniture_site_find (const FurnitureSite *site, const char *line, gsize len)
{
	guint64 key;
	return key_of (line, len, &key) ? g_hash_table_lookup (site->counts, &key) : NULL;
}

bool furniture_site_has (const FurnitureSite *site, const char *line, gsize len)
{
	const FurnitureCount *count = furniture_site_find (site, line, len);
	return count && furniture_count_is (site, count, NULL);
}

bool furniture_site_keep (FurnitureSite *site, const char *line, gsize len)
{
	guint64 key;
	if (!key_of (line, len, &key))
		return false;
	FurnitureCount *count = g_hash_table_lookup (site->counts, &key);
	if (!count) {
		count = g_new0 (FurnitureCount, 1);
		count->key = key;
		count->since = site->pages + 1;
		furniture_site_put (site, count);
	}
	g_free (count->line);
	count->line = g_strndup (line, len);
	count->kept = true;
	site->changed = true;
	return true;
}
