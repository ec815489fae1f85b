/* answer_counts.c: values and their numbers, as a table while they are counted and as a list to show. */
#include "search/answer_counts.h"

#include <string.h>

GHashTable *answer_counts_new (void)
{
	return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void answer_count (const char *name, gsize len, guint64 n, gpointer counts)
{
	g_autofree char *key = g_strndup (name, len);
	guint64 *have = g_hash_table_lookup (counts, key);
	if (!have) {
		have = g_new0 (guint64, 1);
		g_hash_table_insert (counts, g_steal_pointer (&key), have);
	}
	*have += n;
}

void answer_count_month (const char *value, gsize len, guint64 n, gpointer counts)
{
	g_autoptr (GDateTime) date =
		g_date_time_new_from_unix_utc ((gint64)xap_number (value, len));
	g_autofree char *month = date ? g_date_time_format (date, "%Y-%m") : NULL;
	if (month)
		answer_count (month, strlen (month), n, counts);
}

int answer_counts_most (gconstpointer x, gconstpointer y)
{
	const AnswerCount *p = x, *q = y;
	return p->count != q->count ? p->count > q->count ? -1 : 1 : strcmp (p->name, q->name);
}

int answer_counts_name (gconstpointer x, gconstpointer y)
{
	return strcmp (((const AnswerCount *)x)->name, ((const AnswerCount *)y)->name);
}

static void clear_count (gpointer data)
{
	g_free (((AnswerCount *)data)->name);
}

GArray *answer_counts_array (void)
{
	GArray *counts = g_array_new (FALSE, FALSE, sizeof (AnswerCount));
	g_array_set_clear_func (counts, clear_count);
	return counts;
}

GArray *answer_counts_list (GHashTable *counts, GCompareFunc order)
{
	GArray *list = answer_counts_array ();
	GHashTableIter iter;
	gpointer name, n;
	g_hash_table_iter_init (&iter, counts);
	while (g_hash_table_iter_next (&iter, &name, &n)) {
		AnswerCount made = { g_strdup (name), *(guint64 *)n };
		g_array_append_val (list, made);
	}
	g_array_sort (list, order);
	return list;
}
