/* space_fixture.h: what a test of links and comparisons stands on: analyser, lexicon, space and model. Needs the lexicon. */
#pragma once

#include <glib.h>

#include "search/link.h"

typedef struct {
	Analyzer *analyzer;
	Lexicon *lexicon;
	Space *space;
	LinkModel *model;
} Fixture;

static inline void set_up (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (GError) error = NULL;
	g_autofree char *path = lexicon_default_path ();
	f->analyzer = analyzer_new ();
	f->lexicon = path ? lexicon_open (path, &error) : NULL;
	f->space = space_new (NULL, f->lexicon, f->analyzer, &error);
	f->model = link_model_new ();
	g_assert_no_error (error);
}

static inline void tear_down (Fixture *f, gconstpointer data)
{
	(void)data;
	space_free (f->space);
	link_model_free (f->model);
	lexicon_close (f->lexicon);
	analyzer_free (f->analyzer);
}
