/* link_gold.c: judged articles, read. */
#include "tests/bench/link_gold.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void link_gold_die (const char *message)
{
	fprintf (stderr, "train_links: %s\n", message);
	exit (1);
}

static void read_docs (LinkGold *t, Store *store, const char *dir)
{
	g_autofree char *path = g_build_filename (dir, "docs.jsonl", NULL);
	FILE *file = fopen (path, "r");
	char *line = NULL;
	size_t capacity = 0;
	if (!file)
		link_gold_die ("no docs.jsonl in the gold folder");
	while (getline (&line, &capacity, file) > 0) {
		json_t *row = json_loads (line, 0, NULL);
		const char *id = json_string_value (json_object_get (row, "id"));
		g_autoptr (GError) error = NULL;
		guint32 docid;
		Doc *doc = g_new0 (Doc, 1);
		doc->id = g_strdup (id);
		doc->task = g_strdup (json_string_value (json_object_get (row, "task")));
		json_decref (row);
		if (!store_find (store, doc->id, &docid, &doc->article, NULL, &error) ||
		    !doc->article)
			continue; /* a task that is not in this corpus */
		doc->lang = article_lang (doc->article) == LANG_FR ? LANG_FR : LANG_EN;
		g_hash_table_insert (t->by_id, doc->id, doc);
		g_ptr_array_add (t->docs, doc);
	}
	free (line);
	fclose (file);
}

typedef void (*RowFunc) (LinkGold *t, char **fields);

static void read_tsv (LinkGold *t, const char *dir, const char *name, bool needed, RowFunc func)
{
	g_autofree char *path = g_build_filename (dir, name, NULL), *text = NULL;
	if (!g_file_get_contents (path, &text, NULL, NULL)) {
		if (needed)
			link_gold_die ("a gold file is missing");
		return;
	}
	g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
	for (char **line = lines + 1; lines[0] && *line; line++) {
		g_auto (GStrv) fields = g_strsplit (*line, "\t", -1);
		if (g_strv_length (fields) >= 2)
			func (t, fields);
	}
}

static void on_cluster (LinkGold *t, char **fields)
{
	Doc *doc = g_hash_table_lookup (t->by_id, fields[0]);
	if (!doc)
		return;
	doc->event = g_strdup (fields[1]);
	/* Both halves of an article are one event for the folds. */
	g_autofree char *base = g_strdup (fields[1]);
	char *mark = strchr (base, '#');
	if (mark)
		*mark = '\0';
	g_autofree char *salted = g_strdup_printf ("%s %u", base, t->salt);
	doc->fold = g_str_hash (t->salt ? salted : base) % FOLDS;
}

static void on_link (LinkGold *t, char **fields)
{
	g_hash_table_add (t->gold, g_strdup_printf ("%s %s", fields[0], fields[1]));
	for (int i = 0; i < 2; i++) {
		Doc *doc = g_hash_table_lookup (t->by_id, fields[i]);
		if (doc)
			doc->linked = true;
	}
}

static void on_judged (LinkGold *t, char **fields)
{
	if (g_strv_length (fields) >= 3)
		g_hash_table_insert (t->judged, g_strdup_printf ("%s %s", fields[0], fields[1]),
				     GINT_TO_POINTER (*fields[2]));
}

static char *pair_key (const Doc *a, const Doc *b)
{
	const Doc *fr = a->lang == LANG_FR ? a : b, *en = fr == a ? b : a;
	return g_strdup_printf ("%s %s", fr->id, en->id);
}

bool link_gold_is_same (const LinkGold *t, const Doc *a, const Doc *b)
{
	if (a->lang == b->lang)
		return g_strcmp0 (a->event, b->event) == 0;
	g_autofree char *key = pair_key (a, b);
	return g_hash_table_contains (t->gold, key);
}

bool link_gold_is_story (const LinkGold *t, const Doc *a, const Doc *b)
{
	g_autofree char *key = pair_key (a, b);
	return GPOINTER_TO_INT (g_hash_table_lookup (t->judged, key)) == 'r';
}

bool link_gold_has_label (const Doc *a, const Doc *b)
{
	return strcmp (a->task, "og2021") == 0 || strcmp (a->task, "itn") == 0 ||
	       (strcmp (a->task, "dated-long") == 0 && a->linked && b->linked);
}

LinkGold *link_gold_new (guint salt)
{
	LinkGold *gold = g_new0 (LinkGold, 1);
	gold->docs = g_ptr_array_new ();
	gold->by_id = g_hash_table_new (g_str_hash, g_str_equal);
	gold->gold = g_hash_table_new (g_str_hash, g_str_equal);
	gold->judged = g_hash_table_new (g_str_hash, g_str_equal);
	gold->salt = salt;
	return gold;
}

void link_gold_read (LinkGold *gold, Store *store, const char *dir)
{
	read_docs (gold, store, dir);
	read_tsv (gold, dir, "clusters.tsv", true, on_cluster);
	read_tsv (gold, dir, "links.tsv", true, on_link);
	read_tsv (gold, dir, "judged.tsv", false, on_judged);
}
