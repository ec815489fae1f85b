/* commands.h: the subcommands that stand in search/. */
#pragma once

#include "corpus/cmd.h"

int cmd_search (CmdContext *context, int argc, char **argv);
#define SEARCH_ABOUT                                                                                    \
	"Words are all wanted; stop words only rank. A word also finds its other forms and its\n"      \
	"translations; a phrase is taken as written.\n"                                                 \
	"  \"a phrase\"   a OR b   (a b)   -word   a NEAR/5 b   elect*   =exact   word! (untranslated)\n" \
	"  title:  author:  site:  lang:  section:  keyword:  id:  date:2020-09-01..2020-09-30  date:2w..\n" \
	"When no article has all the words, those with some are shown, and that is said.\n"             \
	"Formats: text, json, jsonl, tsv (rank, id, score, language, date, site, title, url)."

int cmd_related (CmdContext *context, int argc, char **argv);
#define RELATED_ABOUT                                                                                   \
	"The article may be in the corpus (by id, the beginning of one, or URL), in a file, or on\n"   \
	"standard input. Articles are ranked by the probability that they report the same event; the\n" \
	"evidence says which names, figures, days, quotations and words both have, and each one's share\n" \
	"of the log-odds. Formats: text, json, jsonl {\"id\",\"probability\",\"language\",\"title\",\"url\",\n" \
	"\"evidence\":[…]}, tsv (id, probability, language, date, title, url)."
