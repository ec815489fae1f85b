/* commands.h: the subcommands that stand in indexer/. */
#pragma once

#include "corpus/cmd.h"

int cmd_lexicon (CmdContext *context, int argc, char **argv);
#define LEXICON_ABOUT                                                                                   \
	"build --output FILE  makes it from Debian's dictionaries and name lists (make lexicon does this)\n" \
	"show WORD            its translations both ways, with weights and sources\n"                   \
	"stats                how much is in it"

int cmd_index (CmdContext *context, int argc, char **argv);
#define INDEX_ABOUT                                                                                     \
	"The index is derived from the store: --rebuild makes it anew beside the old one, which readers\n" \
	"keep using until the new one is complete. `add` runs this unless told --no-index."

int cmd_add (CmdContext *context, int argc, char **argv);
#define ADD_ABOUT                                                                                       \
	"Understands .html .txt .md .json .jsonl .warc and .gz of each; folders are read to the bottom.\n" \
	"JSON takes the record's own names and those of news-please, Fundus, trafilatura, Media Cloud and\n" \
	"schema.org; a given id is kept. Of web archives the pages are taken that hold an article. One that\n" \
	"comes again is updated, and its version before is kept. What cannot be read is named on stderr\n" \
	"and passed over (exit status 65)."

int cmd_check (CmdContext *context, int argc, char **argv);
#define CHECK_ABOUT                                                                                     \
	"Checks every table of store and index, each article's text against its hash, and each document\n" \
	"of the index against the store. An index that is only behind is no damage."
