/* cmd_warc_cat.h: `entente warc cat`. */
#pragma once

#include "corpus/cmd.h"

/* `entente warc cat`: argv[1…] are FILE and keys. */
typedef struct {
	bool head, body, all;
} CatOptions;
int warc_cat (CmdContext *context, const CatOptions *options, int argc, char **argv);
