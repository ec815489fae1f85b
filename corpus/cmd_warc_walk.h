/* cmd_warc_walk.h: what both of `entente warc`'s commands do: walk an archive. */
#pragma once

#include "corpus/cmd.h"
#include "corpus/warc.h"

/* Of two statuses the one to end with. */
static inline int worse (int a, int b)
{
	return a > b ? a : b;
}

/* A record of a file that is walked. `file`: FILE, or FILE#ENTRY. True to go on. */
typedef bool (*WalkFunc) (WarcReader *reader, const WarcRecord *record, const char *file,
			  gpointer data);
/* Every record of an archive, or of the archives of a WACZ. What is damaged is told on stderr (CMD_DATA); CMD_NO_INPUT, with a message, when it is
 * no archive or not there. */
int warc_walk (const CmdContext *context, const char *path, WalkFunc func, gpointer data);
