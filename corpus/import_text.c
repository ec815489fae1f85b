/* import_text.c: plain text to an article: paragraphs, a title, a language, a date. */
#include <string.h>

#include "corpus/import_private.h"
#include "corpus/textdate.h"
#include "shim/text.h"

#define TITLE_MAX 300 /* characters; longer a first line is no title */
#define TITLE_CUT 200 /* characters of a first sentence that has to serve as one */
#define SENTENCE_CLOSE                                                                             \
	120 /* with a full stop, and text right below it, a longer line is a paragraph */
#define SENTENCE_APART 160 /* also when an empty line follows */
#define WRAP_MIN 45        /* characters of a line that was broken by a typewriter or a mailer */
#define WRAP_MAX 100

typedef struct {
	const char *start;
	gsize len;
	bool blank_before;
} Line;

/* --- lines --- */

static void trim (Line *line)
{
	while (line->len && g_ascii_isspace (*line->start)) {
		line->start++;
		line->len--;
	}
	while (line->len && g_ascii_isspace (line->start[line->len - 1]))
		line->len--;
	/* No-break space, which pages put around their lines */
	while (line->len >= 2 && memcmp (line->start, "\u00a0", 2) == 0) {
		line->start += 2;
		line->len -= 2;
	}
}

static GArray *split_lines (const char *text, gsize len)
{
	GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));
	bool blank = false;
	for (const char *at = text, *end = text + len; at < end;) {
		const char *newline = memchr (at, '\n', (gsize)(end - at));
		const char *line_end = newline ? newline : end;
		Line line = { at, (gsize)(line_end - at), blank };
		trim (&line);
		blank = line.len == 0;
		if (!blank)
			g_array_append_val (lines, line);
		at = newline ? newline + 1 : end;
	}
	return lines;
}

/* Were paragraphs broken into lines of about one length? Of the lines with another right below, most are then
 * nearly as long as a line may be. Sentences stop at line ends, so such lines have to be joined. */
static bool is_wrapped (const GArray *lines)
{
	guint inner = 0, full = 0;
	for (guint i = 0; i + 1 < lines->len; i++) {
		const Line *line = &g_array_index (lines, Line, i);
		if (g_array_index (lines, Line, i + 1).blank_before)
			continue;
		glong chars = g_utf8_strlen (line->start, (gssize)line->len);
		if (chars > WRAP_MAX)
			return false;
		inner++;
		full += chars >= WRAP_MIN;
	}
	return inner >= 4 && full * 5 >= inner * 4;
}

static GPtrArray *join_lines (const GArray *lines, bool wrapped)
{
	GPtrArray *paragraphs = g_ptr_array_new_with_free_func (g_free);
	g_autoptr (GString) paragraph = g_string_new (NULL);
	for (guint i = 0; i < lines->len; i++) {
		const Line *line = &g_array_index (lines, Line, i);
		if (paragraph->len && (!wrapped || line->blank_before)) {
			g_ptr_array_add (paragraphs, g_strdup (paragraph->str));
			g_string_truncate (paragraph, 0);
		}
		if (paragraph->len)
			g_string_append_c (paragraph, ' ');
		g_string_append_len (paragraph, line->start, (gssize)line->len);
	}
	if (paragraph->len)
		g_ptr_array_add (paragraphs, g_strdup (paragraph->str));
	return paragraphs;
}

/* --- title --- */

static bool ends_with_full_stop (const char *s)
{
	static const char *const closing[] = { "\"",     "'",      ")", "\u00bb",
					       "\u201d", "\u2019", " ", "\u00a0" };
	gsize len = strlen (s);
	for (guint i = 0; i < G_N_ELEMENTS (closing);) {
		gsize closing_len = strlen (closing[i]);
		if (len > closing_len &&
		    memcmp (s + len - closing_len, closing[i], closing_len) == 0) {
			len -= closing_len;
			i = 0;
		} else {
			i++;
		}
	}
	return len > 0 && s[len - 1] == '.' && !(len > 1 && s[len - 2] == '.');
}

static bool is_title (const GPtrArray *paragraphs, bool blank_after)
{
	const char *first = paragraphs->pdata[0];
	glong chars = g_utf8_strlen (first, -1);
	glong longest = !ends_with_full_stop (first) ? TITLE_MAX
			: blank_after                ? SENTENCE_APART
						     : SENTENCE_CLOSE;
	return paragraphs->len > 1 && chars <= longest;
}

static char *first_sentence (const char *paragraph, Lang lang)
{
	g_autoptr (GArray) sentences = g_array_new (FALSE, FALSE, sizeof (TextSpan));
	gsize len = MIN (strlen (paragraph), 8192);
	while (((guchar)paragraph[len] & 0xc0) == 0x80)
		len--;
	text_sentences (paragraph, len, lang_code (lang), sentences);
	if (sentences->len == 0)
		return text_line (paragraph, -1, TITLE_CUT);
	const TextSpan *span = &g_array_index (sentences, TextSpan, 0);
	return text_line (paragraph + span->start, (gssize)(span->end - span->start), TITLE_CUT);
}

static char *join_from (const GPtrArray *paragraphs, guint from)
{
	GString *out = g_string_new (NULL);
	for (guint i = from; i < paragraphs->len; i++)
		g_string_append_printf (out, "%s%s", i > from ? "\n" : "",
					(const char *)paragraphs->pdata[i]);
	return g_string_free (out, FALSE);
}

void import_fill (Article *article, const GPtrArray *paragraphs, bool blank_lines, gint64 now_s)
{
	g_autofree char *all = join_from (paragraphs, 0);
	if (!article->language)
		import_guess_language (article, all);
	bool titled = article->title || paragraphs->len == 0 || is_title (paragraphs, blank_lines);
	guint from = 0;
	if (!titled) {
		article->title = first_sentence (paragraphs->pdata[0], article_lang (article));
	} else if (!article->title && paragraphs->len) {
		article->title = text_line (paragraphs->pdata[0], -1, 0);
		from = 1;
	}
	if (!article->text && from < paragraphs->len)
		article->text = join_from (paragraphs, from);
	if (article->date_published.precision == DATE_NONE)
		textdate_find (all, strlen (all), article_lang (article), now_s,
			       &article->date_published, &article->date_modified);
}

Article *import_text (const char *text, gsize len, gint64 now_s, const char **reason)
{
	g_autoptr (GArray) lines = split_lines (text, len);
	bool wrapped = is_wrapped (lines);
	g_autoptr (GPtrArray) paragraphs = join_lines (lines, wrapped);
	if (paragraphs->len == 0) {
		*reason = "it is empty";
		return NULL;
	}
	bool blank = lines->len > 1 && (wrapped || g_array_index (lines, Line, 1).blank_before);
	Article *article = article_new ();
	import_fill (article, paragraphs, blank, now_s);
	return article;
}
