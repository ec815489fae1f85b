/* commands.h: the subcommands that stand in corpus/. */
#pragma once

#include "corpus/cmd.h"

int cmd_extract (CmdContext *context, int argc, char **argv);
#define EXTRACT_ABOUT                                                                              \
	"A page is a file, - or a URL, which is fetched if its site's robots.txt allows.\n"        \
	"Formats: text (default), json, jsonl, html. --batch takes a list of pages or\n"           \
	"JSON Lines {\"id\",\"path\"} and uses all processors; --why shows which rule gave\n"      \
	"each field; --learn leaves out what repeats over many pages of one site."

int cmd_furniture (CmdContext *context, int argc, char **argv);
#define FURNITURE_ABOUT                                                                            \
	"Lines that stand on many pages of one site are not the news: 'add' learns them\n"         \
	"and leaves them out of later pages. list shows each line with the pages it stood\n"       \
	"on; forget SITE begins anew; keep SITE LINE says that a line is content after\n"          \
	"all. Formats: text, json, tsv."

int cmd_show (CmdContext *context, int argc, char **argv);
#define SHOW_ABOUT                                                                                 \
	"An article is named by its id, a beginning of it that no other has, or its\n"             \
	"URL. --versions adds the versions of before. Formats: text, json (an array\n"             \
	"when several are asked for), jsonl: the article record."

int cmd_stats (CmdContext *context, int argc, char **argv);
#define STATS_ABOUT                                                                                \
	"Articles by language and site, their dates, versions kept. Formats: text,\n"              \
	"json, tsv."

int cmd_why_copy (CmdContext *context, int argc, char **argv);
#define WHY_COPY_ABOUT                                                                             \
	"Shows the passages that two articles share word for word, with their places\n"            \
	"(byte offsets in either text), and whether that makes them copies: one dispatch,\n"       \
	"or an article published again. Exit status 1 when they are none. Formats: text,\n"        \
	"json, jsonl, tsv (the passages)."

int cmd_warc (CmdContext *context, int argc, char **argv);
#define WARC_ABOUT                                                                                 \
	"ls lists the records of archives (.warc .warc.gz .arc .wacz), or, without a\n"            \
	"FILE, what the corpus holds. cat prints records as they are, all of a FILE's or\n"        \
	"those of a URL, a record's ID or an OFFSET that ls shows; without a FILE those\n"         \
	"of a URL or of an article in the corpus. Formats of ls: text, json, jsonl, tsv\n"         \
	"(file, offset, type, status, bytes, media type, date, URL)."

int cmd_source (CmdContext *context, int argc, char **argv);
#define SOURCE_ABOUT                                                                               \
	"add URL|FILE…  a site's feeds and sitemaps are looked for: in its page, its\n"            \
	"               robots.txt and the customary places. A FILE is OPML 2.0, a list\n"         \
	"               of URLs, the JSON Lines of export, or a saved feed; - is stdin.\n"         \
	"list           when each last answered, its new articles a day, its failures.\n"         \
	"               With --stale the exit status is 0 when some are silent, 1 when\n"          \
	"               none is: 'entente source list --stale && notify' suits cron.\n"            \
	"remove URL|ID… with what was found on it; its articles stay.\n"                           \
	"export         as OPML 2.0 or, --format jsonl, JSON Lines; add reads both."
