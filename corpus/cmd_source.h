/* cmd_source.h: what cmd_source*.c share. */
#pragma once

#include "corpus/cmd.h"
#include "corpus/source.h"

typedef struct {
	const char *group, *language, *kind;
	gboolean no_discover, all_sitemaps, allow_private;
	double delay_s;	const char *contact, *ca_file;
	const char *const *connect_to;
} SourceAddOptions;

/* `entente source add`: the arguments are argv[0…argc-1]. */
int cmd_source_add (CmdContext *context, const SourceAddOptions *options, int argc, char **argv);

/* One source as a JSON object; `parent` may be NULL. Owned. */
json_t *cmd_source_json (const Source *source, const char *parent, bool stale);
