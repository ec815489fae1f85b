/* article.c: the article record: its memory, its hash and its id. */
#include "corpus/article_private.h"

#include <nettle/sha2.h>
#include <string.h>

#include "corpus/url.h"
#include "shim/text.h"

G_DEFINE_QUARK (entente - article - error - quark, article_error)

Article *article_new (void)
{
	Article *article = g_new0 (Article, 1);
	article->authors = g_ptr_array_new_with_free_func (g_free);
	article->keywords = g_ptr_array_new_with_free_func (g_free);
	return article;
}

static void free_member (Article *article, const ArticleField *field)
{
	switch (field->kind) {
	case FIELD_ID:
	case FIELD_URL:
	case FIELD_LINE:
	case FIELD_TEXT:
	case FIELD_LANGUAGE:
		g_free (*ARTICLE_MEMBER (char *, article, field));
		break;
	case FIELD_DATE:
		g_free (ARTICLE_MEMBER (ArticleDate, article, field)->source);
		break;
	case FIELD_LIST:
		g_ptr_array_unref (*ARTICLE_MEMBER (GPtrArray *, article, field));
		break;
	case FIELD_OBJECT:
		json_decref (*ARTICLE_MEMBER (json_t *, article, field));
		break;
	case FIELD_SHARE:
	case FIELD_TRI:
		break;
	}
}

void article_free (Article *article)
{
	if (!article)
		return;
	for (guint i = 0; i < ARTICLE_FIELDS_COUNT; i++)
		free_member (article, &article_fields[i]);
	json_decref (article->extra);
	g_free (article);
}

Lang article_lang (const Article *article)
{
	return lang_from_code (article->language);
}

static char *sha256_hex (const char *const *parts, guint count)
{
	struct sha256_ctx sum;
	guint8 digest[SHA256_DIGEST_SIZE];
	char hex[2 * SHA256_DIGEST_SIZE + 1];
	sha256_init (&sum);
	for (guint i = 0; i < count; i++) {
		if (parts[i])
			sha256_update (&sum, strlen (parts[i]), (const guint8 *)parts[i]);
		/* Clean text holds no NUL, so that no two different articles run together into one. */
		sha256_update (&sum, 1, (const guint8 *)"");
	}
	sha256_digest (&sum, sizeof digest, digest);
	for (gsize i = 0; i < sizeof digest; i++)
		g_snprintf (hex + 2 * i, 3, "%02x", digest[i]);
	return g_strdup (hex);
}

char *article_content_hash (const Article *article)
{
	g_autofree char *published = article_date_format (&article->date_published);
	g_autofree char *modified = article_date_format (&article->date_modified);
	const char *const parts[] = { article->title, article->text, published, modified };
	return sha256_hex (parts, G_N_ELEMENTS (parts));
}

/* A name becomes an id that can be typed in a shell and stand in a line of a table. */
static char *id_from_name (const char *name)
{
	g_autofree char *line = text_line (name, -1, 0);
	for (char *c = line; *c; c++)
		if (*c == ' ' || *c == '/' || *c == '\\')
			*c = '-';
	if (strlen (line) <= ARTICLE_ID_MAX)
		return g_steal_pointer (&line);
	const char *const parts[] = { name };
	g_autofree char *hash = sha256_hex (parts, 1);
	const char *end = g_utf8_find_prev_char (line, line + ARTICLE_ID_MAX - 16);
	return g_strdup_printf ("%.*s-%.16s", (int)(end - line), line, hash);
}

static bool leads_to_article (const char *url)
{
	const char *host = url ? strstr (url, "://") : NULL;
	if (!host)
		return false;
	const char *path = host + 3 + strcspn (host + 3, "/?#");
	if (*path == '/')
		path++;
	return *path != '\0' && *path != '#';
}

const char *article_identity (const Article *article)
{
	if (leads_to_article (article->canonical_url))
		return article->canonical_url;
	return leads_to_article (article->url) ? article->url : NULL;
}

char *article_id_of_url (const char *url)
{
	g_autofree char *canonical = url_canonical (url);
	g_autofree char *hash =
		g_compute_checksum_for_string (G_CHECKSUM_SHA256, canonical ? canonical : url, -1);
	return g_strndup (hash, 16);
}

void article_ensure_id (Article *article, const char *name)
{
	if (article->id)
		return;
	const char *url = article_identity (article);
	if (url) {
		article->id = article_id_of_url (url);
		return;
	}
	g_autofree char *named = name ? id_from_name (name) : NULL;
	if (named && *named) {
		article->id = g_steal_pointer (&named);
		return;
	}
	const char *const parts[] = { article->title, article->text };
	g_autofree char *hash = sha256_hex (parts, G_N_ELEMENTS (parts));
	article->id = g_strndup (hash, 16);
}
