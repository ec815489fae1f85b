/* commands.h: the subcommands that stand in search/. */
#pragma once

#include "corpus/cmd.h"

int cmd_search (CmdContext *context, int argc, char **argv);
#define SEARCH_ABOUT                                                                               \
	"Words are all wanted; stop words only rank. A word also finds its other forms\n"          \
	"and its translations; a phrase is taken as written.\n"                                    \
	"  \"a phrase\"   a OR b   (a b)   -word   a NEAR/5 b   elect*\n"                          \
	"  =exact (neither forms nor translations)   word! (no translations)\n"                    \
	"  title:  author:  site:  lang:  section:  keyword:  id:\n"                               \
	"  date:2020-09-01..2020-09-30  date:2020-09  date:2w..\n"                                 \
	"When no article has all the words, those with some are shown, and that is said.\n"        \
	"Formats: text, json, jsonl, tsv (rank, id, score, language, date, site, title,\n"         \
	"url)."

int cmd_related (CmdContext *context, int argc, char **argv);
#define RELATED_ABOUT                                                                              \
	"The article may be in the corpus (by id, the beginning of one, or URL), in a\n"           \
	"file, or on standard input. Articles are ranked by the probability that they\n"           \
	"report the same event; the evidence says which names, figures, days, quotations\n"        \
	"and words both have, and each one's share of the log-odds.\n"                             \
	"Formats: text, json, jsonl {\"id\",\"probability\",\"language\",\"title\",\"url\",\n"     \
	"\"evidence\":[…]}, tsv (id, probability, language, date, title, url)."
