/* fuzz_feed.c: any bytes as a feed; the first byte chooses what HTTP says of them. */
#include <glib.h>
#include <string.h>

#include "corpus/feed.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static void check_text (const FeedText *text)
{
	g_autofree char *plain = feed_text_plain (text);
	g_assert_true (!text->value || g_utf8_validate (text->value, -1, NULL));
	g_assert_true (!plain || (*plain && !strchr (plain, '\n')));
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	static const char *const charsets[] = { NULL, "utf-8", "iso-8859-1", "utf-16le" };
	if (len == 0)
		return 0;
	const char *charset = charsets[data[0] & 3];
	const char *url = data[0] & 4 ? "https://a.example/b/feed" : NULL;
	g_autoptr (Feed) feed = feed_parse (data + 1, len - 1, url, charset, NULL, NULL);
	if (!feed)
		return 0;
	check_text (&feed->title);
	check_text (&feed->description);
	for (guint i = 0; i < feed->entries->len; i++) {
		const FeedEntry *entry = feed->entries->pdata[i];
		check_text (&entry->title);
		check_text (&entry->summary);
		check_text (&entry->content);
		g_assert_true (!entry->link || g_utf8_validate (entry->link, -1, NULL));
	}
	return 0;
}
