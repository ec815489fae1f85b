/* cmd_check.c: `entente check`: store, index, and that they agree. */
#include "indexer/commands.h"
#include "indexer/index.h"

static void print_report (const CmdContext *context, const GPtrArray *problems, guint64 behind)
{
	if (context->format == FORMAT_JSON) {
		json_t *list = json_array ();
		for (guint i = 0; i < problems->len; i++)
			json_array_append_new (list, json_string (problems->pdata[i]));
		cmd_print_json_pretty (json_pack ("{s:b, s:o, s:I}", "intact", problems->len == 0,
						  "problems", list, "index_behind",
						  (json_int_t)behind));
		return;
	}
	for (guint i = 0; i < problems->len; i++)
		printf ("%s\n", (const char *)problems->pdata[i]);
	if (behind)
		printf ("index: %" G_GUINT64_FORMAT
			" change%s behind the store; 'entente index' takes %s in\n",
			behind, behind == 1 ? "" : "s", behind == 1 ? "it" : "them");
	if (problems->len == 0)
		printf ("intact\n");
}

int cmd_check (CmdContext *context, int argc, char **argv)
{
	int status;
	guint64 behind = 0;
	GError *error = NULL;
	if (!cmd_options (context, &argc, &argv, NULL, FORMATS (FORMAT_TEXT, FORMAT_JSON), 2,
			  &status))
		return status;
	if (argc > 1)
		return cmd_usage (context, "unexpected argument '%s'", argv[1]);
	g_autoptr (Store) store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
	if (!store || !store_check (store, problems, &error) ||
	    !index_check (store, problems, &behind, &error))
		return cmd_fail (context, &error);
	print_report (context, problems, behind);
	if (problems->len == 0)
		return CMD_OK;
	return cmd_error (context, CMD_DAMAGED,
			  "%u problem%s; 'entente index --rebuild' mends an index", problems->len,
			  problems->len == 1 ? "" : "s");
}
