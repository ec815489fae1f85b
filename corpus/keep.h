/* keep.h: what was fetched, kept as sent: the archives warc/entente-*.warc.gz of a corpus and their CDXJ indexes.
 *
 * One exchange is a response (or revisit) record, its request and a metadata record. An archive grows to KEEP_ROTATE_BYTES; its index, a line
 * an exchange, is sorted when the archive is left. What keep_sync() covered is acknowledged by the store's next commit, and no sooner:
 * whoever opens the archive then cuts off what is behind. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/fetch.h"
#include "corpus/frontier.h"
#include "corpus/warc.h"

#define KEEP_ROTATE_BYTES (G_GUINT64_CONSTANT (1) << 30)

typedef struct Keep Keep;

/* Open the newest archive of the corpus, or begin one when something is put. `software` goes into its warcinfo. Both are borrowed. */
Keep *keep_open (Store *store, Frontier *frontier, const char *software, gint64 now_us,
		 GError **error);
void keep_free (Keep *keep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keep, keep_free)

/* What is to be said of an exchange. */
typedef struct {
	gint64 at_us;    /* when it was asked, unix time */
	const char *via; /* the source or page that named the URL; NULL */
	const char *
		old_digest; /* of the body kept before, NULL: none; the same again makes a revisit record */
	gint64 old_s; /* when that was kept */
} KeepAbout;

/* An exchange made ready, in any thread. */
typedef struct {
	GByteArray *packed;
	gsize response_len; /* of the first record in it */
	char id[WARC_ID_BYTES];
	char *url, *date, *mime, *digest; /* digest: of the body as sent */
	int status;
	bool revisit;
} KeepExchange;
KeepExchange *keep_pack (const FetchResult *result, const KeepAbout *about);
void keep_exchange_free (KeepExchange *exchange);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KeepExchange, keep_exchange_free)

/* Write an exchange; commits the store when it has to begin an archive. *name (borrowed until the next call) and *offset tell where its first record is. */
bool keep_put (Keep *keep, const KeepExchange *exchange, gint64 now_us, const char **name,
	       guint64 *offset, GError **error);
/* Everything put is on disk, and the open transaction says so: before store_commit(). */
bool keep_sync (Keep *keep, GError **error);
/* After it: leave an archive that is full, or any when `close`; its index is put in order. */
bool keep_rotate (Keep *keep, bool close, GError **error);
