/* commands.h: the subcommands that stand in corpus/. */
#pragma once

#include "corpus/cmd.h"

int cmd_extract (CmdContext *context, int argc, char **argv);
#define EXTRACT_ABOUT                                                                                   \
	"Formats: text (default), json, jsonl, html. --batch takes a list of files or JSON Lines\n"     \
	"{\"id\",\"path\"} and uses all processors; --why shows which rule gave each field."
