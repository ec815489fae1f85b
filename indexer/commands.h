/* commands.h: the subcommands that stand in indexer/. */
#pragma once

#include "corpus/cmd.h"

int cmd_lexicon (CmdContext *context, int argc, char **argv);
#define LEXICON_ABOUT                                                                              \
	"show WORD               its translations both ways, with weights and sources\n"           \
	"add FR EN               these translate each other: before all dictionaries\n"            \
	"remove FR EN            these do not, whatever a dictionary says\n"                       \
	"stats                   how much is in it\n"                                              \
	"build --output FILE     makes it from Debian's dictionaries and name lists\n"             \
	"                        (make lexicon does this) and --trained files\n"                   \
	"train --parallel FR EN  learns words from two files of which line n of one\n"             \
	"                        translates line n of the other; writes --output FILE\n"           \
	"Formats of show and stats: text, json, jsonl, tsv (from, to, weight,\n"                   \
	"translation, sources; of stats: source, licence, pairs)."

int cmd_index (CmdContext *context, int argc, char **argv);
#define INDEX_ABOUT                                                                                \
	"The index is derived from the store: --rebuild makes it anew, compacted, beside\n"        \
	"the old one, which readers keep using until the new one is complete; --jobs N\n"          \
	"makes it in N parts at once (50 MB each). --compact writes an index that has\n"           \
	"grown by many updates without its gaps: half as large, and quicker to search.\n"          \
	"`add` runs this unless told --no-index. Links and stories follow, unless told\n"          \
	"--no-link."

int cmd_add (CmdContext *context, int argc, char **argv);
#define ADD_ABOUT                                                                                  \
	"Understands .html .txt .md .json .jsonl .warc, .gz of each, and .wacz; folders\n"         \
	"are read to the bottom. JSON takes the record's own names and those of news-\n"               \
	"please, Fundus, trafilatura, Media Cloud and schema.org; a given id is kept.\n"           \
	"Of web archives the pages are taken that hold an article; interrupted, the same\n"        \
	"command goes on where it was. An article that comes again is updated, and its\n"          \
	"version before is kept. What cannot be read is named on\n"            \
	"stderr and passed over (exit status 65)."

int cmd_crawl (CmdContext *context, int argc, char **argv);
#define CRAWL_ABOUT                                                                                \
	"Asks the sources that are due and fetches what they name, newest first; with\n"             \
	"SOURCE these, due or not; with URL just these pages. --follow goes on until\n"             \
	"stopped. One request at a time on a host, robots.txt always asked. Killed at\n"            \
	"any moment, the same command goes on where it was. What was fetched is kept in\n"          \
	"the corpus as WARC. Set --contact, or ENTENTE_CONTACT: your URL or e-mail.\n"              \
	"Exit status 65 when some pages failed or were refused."

int cmd_check (CmdContext *context, int argc, char **argv);
#define CHECK_ABOUT                                                                                \
	"Checks every table of store and index, each article's text against its hash,\n"           \
	"and each document of the index against the store. An index that is only behind\n"         \
	"is no damage."
