/* article_fixture.h: an article made of a few words. */
#pragma once

#include "corpus/article.h"

/* Its id is its title; `day` may be NULL. Owned. */
static inline Article *make_article (const char *language, const char *day, const char *title,
				     const char *text)
{
	Article *a = article_new ();
	a->id = g_strdup (title);
	a->language = g_strdup (language);
	a->title = g_strdup (title);
	a->text = g_strdup (text);
	if (day) {
		g_assert_true (article_date_parse (day, &a->date_published));
		a->date_published.confidence = 1;
	}
	return a;
}
