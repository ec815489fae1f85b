/* probe_query.c: the suite "queries": each is parsed, or refused with a reason; a crash or a hang is what fails. */
#include "search/query.h"
#include "shim/text.h"
#include "tests/conformance/probe.h"

static void answer_query (const json_t *input, json_t *answer)
{
	static Analyzer *analyzer;
	if (!analyzer)
		analyzer = analyzer_new ();
	json_t *text = json_object_get (input, "query");
	QueryContext context = { .analyzer = analyzer, .now_s = 1600000000 };
	g_autofree char *clean =
		text_clean (json_is_string (text) ? json_string_value (text) : "", -1, NULL);
	g_autoptr (GError) error = NULL;
	g_autoptr (Query) query = query_parse (&context, clean, &error);
	if (query) {
		QueryStats stats = { .synonyms = true };
		QueryTarget target = { .lang = LANG_FR };
		g_autoptr (XapQuery) built = query_build (query, &stats, &target, NULL, &error);
		g_autofree char *description = xap_query_describe (built);
		json_object_set_new (answer, "parsed", json_string (description));
	} else {
		json_object_set_new (answer, "error", json_string (error->message));
	}
}

const ProbeSuite probe_query[] = { { "queries", answer_query }, { NULL, NULL } };
