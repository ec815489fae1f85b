/* cmd_judge_check.h: how the probabilities of links stand beside what people judged. */
#pragma once

#include "corpus/cmd.h"
#include "corpus/store_link.h"

/* Print, for the verdicts whose two articles are in the corpus: by tenth of the probability that was reckoned, how many pairs were judged and
 * how many of them the same; the Brier score; and what accepting pairs from a threshold on comes to. Returns a CmdStatus: CMD_NONE when there is
 * no verdict. */
int judge_check (const CmdContext *context, Store *store);
