/* import.c: what every article and every skipped file goes through. */
#include "corpus/import.h"

#include <string.h>

#include "corpus/import_private.h"
#include "corpus/links.h"
#include "corpus/page.h"
#include "corpus/url.h"
#include "shim/text.h"

G_DEFINE_QUARK (entente - import - error - quark, import_error)

/* `where` in the file: ":line", or "". */
static void skip_where (Import *import, const ImportFile *file, const char *where,
			const char *reason)
{
	import->progress->skipped++;
	if (!import->skip)
		return;
	g_autofree char *clean = text_line (reason, -1, 200);
	g_autofree char *path = text_line (file->path, -1, 0);
	g_autofree char *what = g_strconcat (path, where, NULL);
	import->skip (what, clean, import->data);
}

void import_skip (Import *import, const ImportFile *file, guint64 line, const char *reason)
{
	g_autofree char *where = g_strdup_printf (":%" G_GUINT64_FORMAT, line);
	skip_where (import, file, line ? where : "", reason);
}

void import_skip_offset (Import *import, const ImportFile *file, guint64 offset, const char *reason)
{
	g_autofree char *where = g_strdup_printf (":offset %" G_GUINT64_FORMAT, offset);
	skip_where (import, file, where, reason);
}

/* A record that went out of a corpus and comes back knows better where it was from. */
void import_provenance (Article *article, const char *origin, const char *importer)
{
	if (!article->provenance)
		article->provenance = json_object ();
	if (json_object_get (article->provenance, "importer"))
		return;
	json_object_set_new (article->provenance, "file",
			     origin ? json_string (origin) : json_null ());
	json_object_set_new (article->provenance, "importer", json_string (importer));
	json_object_set_new (article->provenance, "importer_version", json_integer (1));
}

void import_guess_language (Article *article, const char *text)
{
	LangGuess guess;
	lang_detect (text, strlen (text), NULL, &guess);
	/* A detector may say more than the language: the script too. */
	article->language = guess.code[0] ? article_language_code (guess.code) : NULL;
	if (article->language)
		article->language_confidence = guess.confidence;
}

bool import_emit (Import *import, Article *article, const char *origin, const char *name,
		  GError **error)
{
	if (!article->language)
		import_guess_language (article, article->text ? article->text : article->title);
	const char *url = article_identity (article);
	if (!article->domain && url)
		article->domain = url_site (url);
	/* Without a name it is what it says: the same words are the same article. */
	bool id_given = article->id || url || !name;
	article_ensure_id (article, name);
	import->progress->articles++;
	return import->func (article, origin, id_given, import->data, error);
}

bool import_is_report (const Article *article, const GError *error)
{
	if (!article)
		return !g_error_matches (error, PAGE_ERROR, PAGE_ERROR_EMPTY);
	return links_article_score (article) >= LINKS_ARTICLE;
}
