/* index_writer.c: articles into one Xapian database, in batches. */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "indexer/index_private.h"
#include "indexer/schema.h"

#define HEAP_BYTES ((gsize)64 << 20) /* what a batch needs at its height */
#define HUGE_PAGE ((guintptr)2 << 20)

/* Xapian keeps a batch in maps of millions of small blocks, and frees them all at its end. glibc's fast bins are then merged again
 * and again, the heap's end is given back and asked for, and most accesses miss the TLB. Together this is a tenth to a quarter of all
 * the time (glibc 2.36: by its tunables mxfast 0, trim_threshold, top_pad, hugetlb 1). Where there is no such thing, nothing is done. */
void index_writer_fit_memory (void)
{
	static gsize done;
	if (!g_once_init_enter (&done))
		return;
#ifdef __GLIBC__
	mallopt (M_MXFAST, 0);
	mallopt (M_TRIM_THRESHOLD, (int)(4 * HEAP_BYTES));
	mallopt (M_TOP_PAD, (int)(HEAP_BYTES / 2));
	mallopt (M_MMAP_THRESHOLD, (int)(4 * HEAP_BYTES));
	/* Let the heap grow once, without touching it, so that it can be named. */
	char *block = malloc (HEAP_BYTES);
	guintptr start = ((guintptr)block + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1),
		 end = ((guintptr)block + HEAP_BYTES) & ~(HUGE_PAGE - 1);
	if (block && end > start)
		madvise ((void *)start, end - start, MADV_HUGEPAGE);
	free (block);
#endif
	g_once_init_leave (&done, 1);
}

bool index_writer_open (IndexWriter *writer, const char *path, gint64 seq, GError **error)
{
	*writer = (IndexWriter){ .db = xap_wdb_open (path, error), .seq = seq };
	if (!writer->db)
		return false;
	writer->analyzer = analyzer_new ();
	writer->doc = xap_doc_new ();
	return true;
}

void index_writer_close (IndexWriter *writer)
{
	analyzer_free (writer->analyzer);
	xap_doc_free (writer->doc);
	xap_wdb_free (writer->db);
	*writer = (IndexWriter){ 0 };
}

bool index_writer_put (IndexWriter *writer, guint32 docid, const Article *article, GError **error)
{
	writer->pending++;
	if (!article)
		return xap_wdb_delete (writer->db, docid, error);
	g_autoptr (Analysis) analysis = analysis_new (writer->analyzer, article);
	g_autofree char *hash = article_content_hash (article);
	document_build (article, analysis, hash, writer->doc);
	writer->pending_bytes += article->text ? strlen (article->text) : 0;
	return xap_wdb_replace (writer->db, docid, writer->doc, error);
}

bool index_writer_commit (IndexWriter *writer, GError **error)
{
	char seq[32];
	g_snprintf (seq, sizeof seq, "%" G_GINT64_FORMAT, writer->seq);
	if (writer->seq >= 0 &&
	    (!xap_wdb_set_metadata (writer->db, SCHEMA_KEY_VERSION, SCHEMA_VERSION, error) ||
	     !xap_wdb_set_metadata (writer->db, SCHEMA_KEY_SEQ, seq, error)))
		return false;
	writer->pending = 0;
	writer->pending_bytes = 0;
	return xap_wdb_commit (writer->db, error);
}

bool index_writer_step (IndexWriter *writer, GError **error)
{
	bool full = writer->pending >= INDEX_BATCH || writer->pending_bytes >= INDEX_BATCH_BYTES;
	return !full || index_writer_commit (writer, error);
}
