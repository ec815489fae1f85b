/* fuzz_warc.c: any bytes as an archive. Reading it ends, gives no block longer than it says, and goes on from every place it names. */
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "corpus/warc.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static void use (WarcReader *reader, const WarcRecord *record)
{
	guint64 length = record->length;
	g_autoptr (GByteArray) block = warc_block (reader, 1 << 16, NULL);
	g_assert_true (block->len <= length);
	g_autoptr (WarcHttp) http = warc_http_parse (block->data, block->len);
	if (!http)
		return;
	g_autoptr (GByteArray) body = warc_http_body (http, block->data, block->len, 1 << 16, NULL);
	g_assert_true (!body || body->len <= 1 << 16);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	int fd = memfd_create ("warc", MFD_CLOEXEC);
	if (fd < 0 || write (fd, data, len) != (ssize_t)len)
		return 0;
	g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
	g_autoptr (WarcReader) reader = warc_open (path, NULL, NULL);
	WarcPlace last = { 0, 0 };
	for (gsize steps = 0; reader; steps++) {
		const WarcRecord *record;
		g_autoptr (GError) error = NULL;
		WarcStep step = warc_next (reader, &record, &error);
		g_assert_cmpuint (steps, <=, 2 * len + 4);
		if (step == WARC_DONE || (step == WARC_FAIL && error->code != WARC_ERROR_INVALID))
			break;
		if (step == WARC_ROW) {
			last = record->place;
			use (reader, record);
		}
	}
	g_autoptr (WarcReader) again = warc_open (path, &last, NULL);
	const WarcRecord *record;
	if (again)
		warc_next (again, &record, NULL);
	close (fd);
	return 0;
}
