/* probe.c: `tests/probe SUITE`: reads JSON Lines cases on stdin, writes JSON Lines answers on stdout. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/conformance/probe.h"

/* A table that is not linked in is NULL. */
#pragma weak probe_text
#pragma weak probe_page
#pragma weak probe_web
#pragma weak probe_query

static ProbeFunc find (const char *suite)
{
	const ProbeSuite *const tables[] = { probe_text, probe_page, probe_web, probe_query };
	for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
		for (const ProbeSuite *s = tables[i]; s && s->suite; s++)
			if (strcmp (s->suite, suite) == 0)
				return s->func;
	return NULL;
}

/* A case that is no JSON to us (half a surrogate pair): answered as an error under its id. */
static void refuse (const char *line, json_t *answer)
{
	const char *id = strstr (line, "\"id\": \"");
	if (id) {
		id += strlen ("\"id\": \"");
		json_object_set_new (answer, "id", json_stringn (id, strcspn (id, "\"")));
	}
	json_object_set_new (answer, "error", json_string ("not JSON"));
}

int main (int argc, char **argv)
{
	ProbeFunc func = argc == 2 ? find (argv[1]) : NULL;
	if (!func) {
		fprintf (stderr, "usage: probe SUITE\n");
		return 2;
	}
	char *line = NULL;
	size_t capacity = 0;
	ssize_t len;
	while ((len = getline (&line, &capacity, stdin)) > 0) {
		json_t *input = json_loadb (line, (size_t)len, JSON_ALLOW_NUL, NULL);
		json_t *answer = json_object ();
		if (input) {
			json_object_set (answer, "id", json_object_get (input, "id"));
			func (input, answer);
		} else {
			refuse (line, answer);
		}
		char *out = json_dumps (answer, JSON_COMPACT);
		puts (out ? out : "{}");
		fflush (stdout);
		free (out);
		json_decref (answer);
		json_decref (input);
	}
	free (line);
	return 0;
}
