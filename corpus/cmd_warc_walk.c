/* cmd_warc_walk.c: what both of `entente warc`'s commands do: walk an archive. */
#include "corpus/cmd_warc_walk.h"
#include "corpus/wacz.h"

static int walk_reader (const CmdContext *context, WarcReader *reader, const char *file,
			WalkFunc func, gpointer data)
{
	const WarcRecord *record;
	int status = CMD_OK;
	g_autoptr (GError) error = NULL;
	for (WarcStep step;
	     !cmd_interrupted () && (step = warc_next (reader, &record, &error)) != WARC_DONE;) {
		if (step == WARC_ROW) {
			if (!func (reader, record, file, data))
				return status;
			continue;
		}
		bool over = !g_error_matches (error, WARC_ERROR, WARC_ERROR_INVALID);
		if (over)
			return cmd_error (context, CMD_NO_INPUT, "%s: %s", file, error->message);
		cmd_warn (context, "%s:offset %" G_GUINT64_FORMAT ": %s", file,
			  warc_fault_offset (reader), error->message);
		status = CMD_DATA;
		g_clear_error (&error);
	}
	return cmd_interrupted () ? CMD_INTERRUPTED : status;
}

static int walk_wacz (const CmdContext *context, const char *path, WalkFunc func, gpointer data)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (Wacz) wacz = wacz_open (path, &error);
	int status = CMD_OK;
	if (!wacz)
		return cmd_error (context, CMD_NO_INPUT, "%s: %s", path, error->message);
	for (guint i = 0; i < wacz_entries (wacz)->len && !cmd_interrupted (); i++) {
		const WaczEntry *entry = wacz_entries (wacz)->pdata[i];
		g_autofree char *file = g_strdup_printf ("%s#%s", path, entry->name);
		g_autoptr (WarcReader) reader = wacz_reader (wacz, i, NULL, &error);
		int one = reader ? walk_reader (context, reader, file, func, data)
				 : cmd_error (context, CMD_DATA, "%s: %s", file, error->message);
		g_clear_error (&error);
		status = worse (status, one);
	}
	return status;
}

int warc_walk (const CmdContext *context, const char *path, WalkFunc func, gpointer data)
{
	g_autoptr (GError) error = NULL;
	if (g_str_has_suffix (path, ".wacz"))
		return walk_wacz (context, path, func, data);
	g_autoptr (WarcReader) reader = warc_open (path, NULL, &error);
	if (!reader)
		return cmd_error (context, CMD_NO_INPUT, "%s", error->message);
	return walk_reader (context, reader, path, func, data);
}
