/* fuzz_rights.c: any bytes as tdmrep.json, as X-Robots-Tag and as a policy's address. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/rights.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	g_autofree char *text = g_strndup ((const char *)data, len);
	char names[2][16] = { "X-Robots-Tag", "tdm-reservation" };
	g_autoptr (GPtrArray) headers = g_ptr_array_new ();
	for (int i = 0; i < 2; i++) {
		g_ptr_array_add (headers, names[i]);
		g_ptr_array_add (headers, text);
	}
	json_t *rights = NULL;
	g_autoptr (Tdmrep) tdmrep = tdmrep_parse (data, len);
	rights_read_tdmrep (&rights, tdmrep, "https://a.example/2026/x-y.html?q=1", 1);
	rights_read_headers (&rights, headers, "entente", 1);
	rights_read_robots_txt (&rights, text, 1);
	/* What is noted can be written, and read again means the same. */
	guint may = rights_may (rights, false, RESPECT_ALL, 2, NULL);
	char *json = json_dumps (rights, JSON_ENCODE_ANY);
	g_assert_true (json || !rights);
	if (json) {
		json_t *again = json_loads (json, 0, NULL);
		g_assert_cmpuint (rights_may (again, false, RESPECT_ALL, 2, NULL), ==, may);
		json_decref (again);
	}
	free (json);
	json_decref (rights);
	return 0;
}
