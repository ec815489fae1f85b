/* document.c: from the analysis of an article to postings. */
#include "indexer/document.h"

#include <string.h>

#include "corpus/furniture.h"
#include "indexer/gist.h"
#include "indexer/schema.h"
#include "shim/text.h"

static void add_prefixed (XapDoc *doc, const char *prefix, const char *term, gsize len, guint32 wdf)
{
	char buffer[XAP_TERM_MAX];
	gsize prefix_len = strlen (prefix);
	if (len == 0 || prefix_len + len > sizeof buffer)
		return;
	memcpy (buffer, prefix, prefix_len);
	memcpy (buffer + prefix_len, term, len);
	xap_doc_term (doc, buffer, prefix_len + len, wdf);
}

static void add_words (XapDoc *doc, const Terms *terms, bool in_title)
{
	char title_term[ANALYZE_WORD_MAX + 2] = SCHEMA_TITLE;
	guint32 before = 0; /* positions, for a title's words alone are counted from 1 */
	if (in_title && terms->terms->len)
		before = g_array_index (terms->terms, Term, 0).position - 1;
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		xap_doc_posting (doc, t->word, t->word_len, t->position, 1);
		if (in_title) {
			memcpy (title_term + 1, t->word, t->word_len);
			xap_doc_posting (doc, title_term, (gsize)t->word_len + 1,
					 t->position - before, 1);
		}
	}
}

/* Stems that the gist leaves out: of single letters. */
static void add_short_stems (XapDoc *doc, const Terms *terms, const char *prefix)
{
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		if (t->stem && !t->is_stop && !gist_counts (t))
			add_prefixed (doc, prefix, t->stem, t->stem_len, 1);
	}
}

/* Stems and numbers once each with their count, as the gist has found them. */
static void add_stems (XapDoc *doc, const Analysis *analysis, const Gist *gist)
{
	const char *prefix = schema_stem_prefix (analysis->lang);
	if (!prefix)
		return;
	for (guint i = 0; i < gist->words->len; i++) {
		const GistWord *w = &g_array_index (gist->words, GistWord, i);
		if (w->is_number || w->stem != w->word)
			add_prefixed (doc, prefix, w->stem, strlen (w->stem), w->tokens);
	}
	add_short_stems (doc, analysis->title, prefix);
	add_short_stems (doc, analysis->body, prefix);
}

/* "www.lemonde.fr" as itself and each parent, so that site: finds sub-domains. */
static void add_host (XapDoc *doc, const char *domain)
{
	for (const char *p = domain; p && strchr (p, '.'); p = strchr (p, '.') + 1)
		add_prefixed (doc, SCHEMA_HOST, p, strlen (p), 0);
}

static void add_folded (XapDoc *doc, const char *prefix, const char *text)
{
	if (!text)
		return;
	g_autofree char *folded = text_fold (text, -1, NULL);
	add_prefixed (doc, prefix, folded, strlen (folded), 0);
}

static void add_author (XapDoc *doc, const char *author)
{
	g_autofree char *folded = text_fold (author, -1, NULL);
	g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (TextSpan));
	text_words (folded, strlen (folded), words);
	for (guint i = 0; i < words->len; i++) {
		const TextSpan *w = &g_array_index (words, TextSpan, i);
		add_prefixed (doc, SCHEMA_AUTHOR, folded + w->start, w->end - w->start, 1);
	}
}

static bool has_quote (const Facts *facts)
{
	for (guint i = 0; i < facts->facts->len; i++)
		if (g_array_index (facts->facts, Fact, i).kind == FACT_QUOTE)
			return true;
	return false;
}

static void add_copy_group (const Article *article, XapDoc *doc)
{
	const char *group = article->copy_group;
	if (!group)
		return;
	xap_doc_value (doc, SCHEMA_SLOT_COPY_GROUP, group, strlen (group));
	add_prefixed (doc, SCHEMA_COPY_GROUP, group, strlen (group), 0);
	if (strcmp (group, article->id) != 0)
		xap_doc_term (doc, SCHEMA_COPY, strlen (SCHEMA_COPY), 0);
}

void document_hash (const char *content_hash, guint8 hash[DOCUMENT_HASH_LEN])
{
	for (gsize i = 0; i < DOCUMENT_HASH_LEN; i++)
		hash[i] = (guint8)(g_ascii_xdigit_value (content_hash[2 * i]) << 4 |
				   g_ascii_xdigit_value (content_hash[2 * i + 1]));
}

/* The hash and what links need of the article. */
static void add_data (const Gist *gist, const char *content_hash, XapDoc *doc)
{
	gsize len;
	g_autofree char *packed = gist_pack (gist, &len),
			*data = g_malloc (DOCUMENT_HASH_LEN + len);
	document_hash (content_hash, (guint8 *)data);
	memcpy (data + DOCUMENT_HASH_LEN, packed, len);
	xap_doc_data (doc, data, DOCUMENT_HASH_LEN + len);
}

void document_build (const Article *article, const Analysis *analysis, const char *content_hash,
		     XapDoc *doc)
{
	g_autoptr (Gist) gist = gist_new (article, analysis);
	xap_doc_clear (doc);
	add_words (doc, analysis->title, true);
	add_words (doc, analysis->body, false);
	add_stems (doc, analysis, gist);
	add_prefixed (doc, SCHEMA_ID, article->id, strlen (article->id), 0);
	if (article->language)
		add_prefixed (doc, SCHEMA_LANG, article->language, strlen (article->language),
			      analysis->title->terms->len + analysis->body->terms->len);
	if (has_quote (analysis->facts))
		xap_doc_term (doc, SCHEMA_HAS "quote", strlen (SCHEMA_HAS "quote"), 0);
	add_host (doc, article->domain);
	add_folded (doc, SCHEMA_SECTION, article->section);
	for (guint i = 0; i < article->authors->len; i++)
		add_author (doc, article->authors->pdata[i]);
	for (guint i = 0; i < article->keywords->len; i++)
		add_folded (doc, SCHEMA_KEYWORD, article->keywords->pdata[i]);
	if (article->date_published.precision)
		xap_doc_number (doc, SCHEMA_SLOT_DATE, (double)article->date_published.unix_s);
	else
		xap_doc_term (doc, SCHEMA_UNDATED, strlen (SCHEMA_UNDATED), 0);
	if (article->domain)
		xap_doc_value (doc, SCHEMA_SLOT_DOMAIN, article->domain, strlen (article->domain));
	add_copy_group (article, doc);
	add_data (gist, content_hash, doc);
}

Gist *document_gist (XapDb *db, XapDocid docid)
{
	g_autofree char *data = NULL;
	gsize len;
	if (!xap_db_data (db, docid, &data, &len, NULL) || len <= DOCUMENT_HASH_LEN)
		return NULL;
	return gist_unpack (data + DOCUMENT_HASH_LEN, len - DOCUMENT_HASH_LEN);
}
