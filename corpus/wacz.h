/* wacz.h: web archives in a ZIP: the WARCs of a WACZ, each as a stream, in their place. On libzip.
 *
 * Archives that are stored, as the format wants them, can be read from any record on; those that are deflated only from their start.
 * Nothing is unpacked to disk.   Source: https://specs.webrecorder.net/wacz/1.1.1/ */
#pragma once

#include "corpus/warc.h"

#define WACZ_ENTRIES_MAX 65536 /* of a ZIP; one with more is refused */

typedef struct Wacz Wacz;

typedef struct {
	char *name;   /* clean, for people */
	guint64 size; /* unpacked */
	bool stored;  /* it can be gone to any byte of */
} WaczEntry;

/* Open the ZIP at `path`. WARC_ERROR_IO, or NOT_WARC when it is no ZIP or has no archive in it. */
Wacz *wacz_open (const char *path, GError **error);
void wacz_close (Wacz *wacz);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wacz, wacz_close)
/* Its archives (WaczEntry *), in the order of their names. Borrowed. */
const GPtrArray *wacz_entries (const Wacz *wacz);
/* Open archive `index` at `from` (NULL: its start; of one that is not stored nothing else). One at a time, closed before the next and before
 * the WACZ. */
WarcReader *wacz_reader (Wacz *wacz, guint index, const WarcPlace *from, GError **error);
