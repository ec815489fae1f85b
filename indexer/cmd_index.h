/* cmd_index.h: bringing the index up to date with a progress line; shared by the commands that change the store. */
#pragma once

#include "corpus/cmd.h"
#include "corpus/store.h"

/* Then what is derived from the index follows, when context->after_index says so (`store` must be open for writing). Prints errors.
 * Returns a CmdStatus; CMD_INTERRUPTED when a signal stopped it between documents. */
int index_with_progress (const CmdContext *context, Store *store, bool rebuild, guint64 *changed);
