/* index_writer.c: articles into one Xapian database, in batches. */
#include <string.h>

#include "indexer/index_private.h"
#include "indexer/schema.h"

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
	g_autoptr (Analysis) analysis = analysis_new_for_index (writer->analyzer, article);
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
