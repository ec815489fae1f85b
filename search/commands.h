/* commands.h: the subcommands that stand in search/. */
#pragma once

#include "corpus/cmd.h"

int cmd_search (CmdContext *context, int argc, char **argv);
#define SEARCH_ABOUT                                                                               \
	"Words are all wanted; stop words only rank. A word also finds its other forms\n"          \
	"and its translations; a phrase is taken as written.\n"                                    \
	"  \"a phrase\"   a OR b   (a b)   -word   a NEAR/5 b   elect*\n"                          \
	"  =exact (neither forms nor translations)   word! (no translations)\n"                    \
	"  word{en:hack,axe} (these translations)   is:copy   has:quote\n"                         \
	"  title:  author:  site:  section:  keyword:  lang:  id:  story:ID\n"                     \
	"  story:{words} (the stories of the articles that these words find)\n"                    \
	"  date:2020-09-01..2020-09-30  date:2020-09  date:2w..\n"                                 \
	"  *  (by itself: everything)\n"                                                           \
	"When no article has all the words, those with some are shown, and that is said;\n"        \
	"of one language, behind those of the other that have all. --all has no others.\n"         \
	"Where nothing ranks (only fields, dates, -words), the newest come first.\n"               \
	"Copies of one dispatch are folded under the best of them (--copies shows them).\n"        \
	"Formats: text, json, jsonl, tsv (rank, id, score, language, date, site, title,\n"         \
	"url, story, other reports, copies, \"all\" or \"some\" of the words); with --facets\n"    \
	"jsonl and tsv print the counts instead, and what has no site or day as a row\n"           \
	"without value. A score compares within one answer."

int cmd_related (CmdContext *context, int argc, char **argv);
#define RELATED_ABOUT                                                                              \
	"The article may be in the corpus (by id, the beginning of one, or URL), in a\n"           \
	"file, on standard input, or on the web: an http(s) URL that the corpus does not\n"        \
	"have is fetched, if its robots.txt allows, and not kept. Articles are ranked by\n"        \
	"the probability that they report the same event; the evidence says which names,\n"        \
	"figures, days, quotations and words both have, and each one's share of the\n"             \
	"log-odds.\n"                                                                              \
	"With a small --min-probability other stages of the story come too, and are\n"             \
	"called \"related\". What a person judged (see judge) stands: 1 or 0 then, and\n"          \
	"\"judged\" in JSON. A linked article has the links that `links` prints; others,\n"        \
	"and what links do not keep (under 0.02), are looked for in the index.\n"                  \
	"Formats: text, json, jsonl\n"                                                             \
	"{\"id\",\"probability\",\"verdict\",\"judged\",\"language\",\"title\",\n"                 \
	"\"url\",\"evidence\":[…]}, tsv (id, probability, language, date, title, url)."

int cmd_why (CmdContext *context, int argc, char **argv);
#define WHY_ABOUT                                                                                  \
	"A and B are ids, beginnings of ids, URLs (fetched when the corpus does not have\n"        \
	"them) or files; two files need no corpus. It lists what speaks for one event\n"           \
	"(names, figures, days, quotations, words, time) and against it (names of one\n"           \
	"lead that the other article has nowhere, other articles that are nearer), where\n"        \
	"each stands, and its share of the log-odds. What a person judged of the pair is\n"        \
	"said first, and stands.\n"                                                                \
	"Formats: text, json, jsonl, tsv (kind, share, then for A and B: text, title or\n"         \
	"text, start, end in bytes)."

int cmd_links (CmdContext *context, int argc, char **argv);
#define LINKS_ABOUT                                                                                \
	"Pairs of articles that may report one event, as `link` keeps them (from 0.02\n"           \
	"on), and before them those that people judged: of probability 1 (same) or 0.\n"           \
	"Formats: tsv (id, id, probability), jsonl and json\n"                                     \
	"{\"a\",\"b\",\"probability\",\"model\", \"judged\"}, text (with the titles)."

int cmd_link (CmdContext *context, int argc, char **argv);
#define LINK_ABOUT                                                                                 \
	"Holds what is new or changed against the articles of its days, in both\n"                 \
	"languages, and brings the stories up to date. `add`, `index` and `crawl` do this\n"       \
	"unless told --no-link. --rebuild makes all anew: stories keep their ids, and\n"           \
	"what people judged stands."

int cmd_stories (CmdContext *context, int argc, char **argv);
#define STORIES_ABOUT                                                                              \
	"A story is the coverage of one event, in one language or both. Copies of one\n"           \
	"dispatch count as one report. --only fr lists what no report in another\n"                \
	"language was found of: that is no proof of silence.\n"                                    \
	"Formats: text, json, jsonl "                                                              \
	"{\"id\",\"reports\",\"articles\",\"sources\",\"first\",\"last\",\n"                       \
	"\"languages\":{\"fr\":{\"articles\",\"title\"},…}}, tsv (id, reports, articles,\n"      \
	"sources, languages, first, last, French title, English title); with --members\n"          \
	"tsv is (article id, story), jsonl has \"members\":[…]."

int cmd_story (CmdContext *context, int argc, char **argv);
#define STORY_ABOUT                                                                                \
	"Its articles by language and time, which stories went into it or came out of it,\n"       \
	"and the stories before and after it that share much with it: an event's earlier\n"        \
	"and later stages. An id that went into another story finds that one; the id or\n"         \
	"URL of an article finds its story.\n"                                                     \
	"Formats: text, json, jsonl, tsv (id, language, date, copy group, title, url)."

int cmd_judge (CmdContext *context, int argc, char **argv);
#define JUDGE_ABOUT                                                                                \
	"A and B are articles: ids, beginnings of ids, or URLs. What you say is kept\n"            \
	"whatever becomes of the articles and of everything derived, and the program\n"            \
	"never overrules it: \"same\" puts two articles into one story, \"related\" (another\n"    \
	"stage of it) and \"different\" keep them apart; related, links and why show it.\n"        \
	"You may change your mind. Where verdicts contradict each other, that is said,\n"          \
	"and the two that are \"different\" stay apart.\n"                                         \
	"--check prints how the probabilities stand beside the verdicts, by tenth, and\n"          \
	"what accepting from each threshold on comes to: for choosing --min-probability.\n"        \
	"--list shows the verdicts, --export FILE writes them, --import FILE reads them\n"         \
	"(JSON Lines or, named .tsv: id, id, verdict, time).\n"                                    \
	"Formats of --list: text and tsv, json, jsonl; of --check: text, json, jsonl."

int cmd_compare (CmdContext *context, int argc, char **argv);
#define COMPARE_ABOUT                                                                              \
	"Lays the coverage of one event side by side: who published when, copies and\n"            \
	"translations, the figures that agree, differ or stand in one article only, the\n"         \
	"names, the quotations with their translations, what most articles say and what\n"         \
	"only one does. Each with its sentences: what is not found elsewhere was not\n"            \
	"found by this method, and other words may say it. The articles are a story of\n"          \
	"the corpus, articles of it by id or URL, pages on the web by URL, or files.\n"            \
	"--only takes: timeline, copies, figures, names, quotes, titles, omissions.\n"             \
	"Text lists what stands in one article alone; --full has the sentence of each.\n"          \
	"Formats: text, json (entente compare --schema), html (one page that needs\n"              \
	"nothing else), md."

int cmd_completion (CmdContext *context, int argc, char **argv);
#define COMPLETION_ABOUT                                                                           \
	"For bash: source <(entente completion bash), or, for every shell, a file in\n"            \
	"~/.local/share/bash-completion/completions; make install makes one for all.\n"            \
	"For zsh: source <(entente completion zsh) in ~/.zshrc."

int cmd_facts (CmdContext *context, int argc, char **argv);
#define FACTS_ABOUT                                                                                \
	"Names, figures, days, periods, times, scores and quotations of articles, each\n"          \
	"with its place in the text and a normal form that both languages share: what\n"           \
	"links and compare work with. Figures have their unit, what is counted, and how\n"         \
	"sure the words are (\"près de\", \"at least\").\n"                                       \
	"Formats: text, json, jsonl (an article a line), tsv (id, kind, start, end,\n"             \
	"normal, unit, bound, counted, text)."
