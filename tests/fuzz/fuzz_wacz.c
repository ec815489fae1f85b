/* fuzz_wacz.c: any bytes as a ZIP of archives. Each archive in it is read to its end, and again from the last place in it. */
#include <glib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "corpus/wacz.h"

#define UNPACKED_MAX (4u << 20) /* a small ZIP may be a large archive */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static void read_part (Wacz *wacz, guint index)
{
	const WaczEntry *entry = wacz_entries (wacz)->pdata[index];
	WarcPlace last = { 0, 0 };
	g_autoptr (WarcReader) reader = wacz_reader (wacz, index, NULL, NULL);
	while (reader && warc_bytes_read (reader) < UNPACKED_MAX) {
		const WarcRecord *record;
		g_autoptr (GError) error = NULL;
		WarcStep step = warc_next (reader, &record, &error);
		if (step == WARC_DONE || (step == WARC_FAIL && error->code != WARC_ERROR_INVALID))
			break;
		if (step == WARC_ROW)
			last = record->place;
	}
	g_clear_pointer (&reader, warc_close);
	if (entry->stored)
		reader = wacz_reader (wacz, index, &last, NULL);
	const WarcRecord *record;
	if (reader)
		warc_next (reader, &record, NULL);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	int fd = memfd_create ("wacz", MFD_CLOEXEC);
	if (fd < 0 || write (fd, data, len) != (ssize_t)len)
		return 0;
	g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
	g_autoptr (Wacz) wacz = wacz_open (path, NULL);
	for (guint i = 0; wacz && i < MIN (wacz_entries (wacz)->len, 8); i++)
		read_part (wacz, i);
	close (fd);
	return 0;
}
