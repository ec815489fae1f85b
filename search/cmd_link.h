/* cmd_link.h: bringing links and stories up to date with a progress line: what the commands that change a corpus end with. */
#pragma once

#include "corpus/cmd.h"
#include "corpus/store.h"
#include "search/linker.h"

/* The time of now as RFC 3339. Owned. */
char *link_now (const CmdContext *context);
/* `store` is open for writing. Prints errors. Returns a CmdStatus. */
int link_with_progress (const CmdContext *context, Store *store, bool rebuild, LinkerReport *report);
/* A warning when articles of `store` are yet to be linked, so that links and stories are not all. */
void link_warn_behind (const CmdContext *context, Store *store);
/* CmdContext.after_index: says nothing when all is well; when links have to wait (no lexicon yet, or, with `store` NULL, another process
 * writes), a warning says so. */
int link_after_index (const CmdContext *context, Store *store);
