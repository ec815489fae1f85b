/* import_markdown.c: Markdown to an article: its front matter, its first heading, and its text without the markup.
 *
 * Not a renderer: what is left is what a reader would read, paragraph by paragraph.  Source: https://spec.commonmark.org/ */
#include <string.h>

#include "corpus/import_private.h"
#include "shim/text.h"

#define NEAR_BYTES 2000       /* how far the end of a link or a tag is looked for */
#define BRACKETS_MAX 32       /* within one another */
#define FRONT_BYTES_MAX 65536 /* of front matter; more is text that begins with a rule */

/* --- front matter --- */

static char *unquote (const char *s)
{
	g_autofree char *line = text_line (s, -1, 0);
	gsize len = strlen (line);
	if (len >= 2 && (*line == '"' || *line == '\'') && line[len - 1] == *line)
		return g_strndup (line + 1, len - 2);
	return g_steal_pointer (&line);
}

/* A value of a key: "text", or "[one, two]". */
static json_t *front_value (const char *value)
{
	g_autofree char *line = unquote (value);
	gsize len = strlen (line);
	if (len < 2 || line[0] != '[' || line[len - 1] != ']')
		return json_string (line);
	line[len - 1] = '\0';
	g_auto (GStrv) parts = g_strsplit (line + 1, ",", -1);
	json_t *list = json_array ();
	for (char **part = parts; *part; part++) {
		g_autofree char *item = unquote (*part);
		json_array_append_new (list, json_string (item));
	}
	return list;
}

/* "key: value", and "- item" below a key without value, into `record`. False when it is neither. */
static bool front_line (const char *line, json_t *record, char **key)
{
	const char *item = line + strspn (line, " \t");
	if (*item == '\0' || *item == '#')
		return true;
	if (g_str_has_prefix (item, "- ")) {
		json_t *list = *key ? json_object_get (record, *key) : NULL;
		if (!json_is_array (list))
			return false;
		g_autofree char *text = unquote (item + 2);
		json_array_append_new (list, json_string (text));
		return true;
	}
	const char *colon = strchr (line, ':');
	if (!colon || colon == line || (colon[1] && !g_ascii_isspace (colon[1])))
		return false;
	/* What is indented belongs to a structure that we have no name for. */
	if (item != line)
		return true;
	g_free (*key);
	g_autofree char *name = g_strndup (line, (gsize)(colon - line));
	*key = g_ascii_strdown (g_strstrip (name), -1);
	const char *value = colon + 1 + strspn (colon + 1, " \t");
	json_object_set_new (record, *key, *value ? front_value (value) : json_array ());
	return true;
}

/* The line at *rest, cut off there; NULL at the end. */
static char *next_line (char **rest)
{
	char *line = *rest;
	if (!line)
		return NULL;
	char *newline = strchr (line, '\n');
	if (newline)
		*newline = '\0';
	*rest = newline ? newline + 1 : NULL;
	return line;
}

/* The front matter at the head of *rest as a record, *rest being moved behind it. NULL when there is none. */
static json_t *read_front (char **rest)
{
	if (!g_str_has_prefix (*rest, "---\n"))
		return NULL;
	/* A copy: what turns out to be no front matter is text. */
	g_autofree char *copy = g_strndup (*rest, FRONT_BYTES_MAX);
	char *copy_rest = copy + strlen ("---\n");
	json_t *record = json_object ();
	g_autofree char *key = NULL;
	for (char *line; (line = next_line (&copy_rest));) {
		if (strcmp (line, "---") == 0 || strcmp (line, "...") == 0) {
			*rest += copy_rest ? (gsize)(copy_rest - copy) : strlen (*rest);
			return record;
		}
		if (!front_line (line, record, &key))
			break;
	}
	json_decref (record);
	return NULL;
}

/* The names that static site generators use and the record's table does not know. Empty lists say nothing. */
static void rename_front (json_t *record)
{
	static const char *const names[][2] = {
		{ "lastmod", "date_modified" },   { "last_modified_at", "date_modified" },
		{ "subtitle", "description" },    { "permalink", "url" },
		{ "canonical", "canonical_url" }, { "category", "section" },
	};
	for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
		json_t *value = json_object_get (record, names[i][0]);
		if (!value || json_object_get (record, names[i][1]))
			continue;
		json_object_set (record, names[i][1], value);
		json_object_del (record, names[i][0]);
	}
	void *next;
	const char *key;
	json_t *value;
	json_object_foreach_safe (record, next, key,
				  value) if (json_is_array (value) && json_array_size (value) == 0)
		json_object_del (record, key);
}

/* --- inline markup --- */

/* The end of [text], brackets within it counted; NULL when it does not end near by. Here and below, no search goes far: a
 * line full of openings must not be searched to its end for each. */
static const char *bracket_end (const char *s)
{
	int depth = 0;
	for (const char *c = s; *c && c - s < NEAR_BYTES; c++) {
		if (*c == '\\' && c[1])
			c++;
		else if (*c == '[' && ++depth > BRACKETS_MAX)
			return NULL;
		else if (*c == ']' && --depth == 0)
			return c;
	}
	return NULL;
}

/* The first `end` in `s`, near by and before any `start`; NULL when there is none. */
static const char *find_end (const char *s, char start, char end)
{
	for (gsize i = 1; i < NEAR_BYTES && s[i] && s[i] != start; i++)
		if (s[i] == end)
			return s + i;
	return NULL;
}

/* After a link's text: "(address)" or "[reference]" or nothing. */
static const char *target_end (const char *s)
{
	const char *end = *s == '('   ? find_end (s, '[', ')')
			  : *s == '[' ? find_end (s, '[', ']')
				      : NULL;
	return end ? end + 1 : s;
}

/* A run of * or _ that opens or closes emphasis, not a product or a name_with_underscores. */
static bool is_emphasis (const char *run, gsize len, char before)
{
	char after = run[len];
	bool space_before = before == '\0' || g_ascii_isspace (before);
	bool space_after = after == '\0' || g_ascii_isspace (after);
	if (space_before && space_after)
		return false;
	bool word_before = g_ascii_isalnum (before) || (guchar)before >= 0x80;
	bool word_after = g_ascii_isalnum (after) || (guchar)after >= 0x80;
	return *run == '*' || !(word_before && word_after);
}

static void strip_inline (const char *s, GString *out, int depth)
{
	char before = '\0';
	while (*s) {
		gsize run = strspn (s, *s == '*' ? "*" : "_");
		const char *end;
		if (*s == '\\' && g_ascii_ispunct (s[1])) {
			g_string_append_c (out, s[1]);
			s += 2;
		} else if (*s == '*' || *s == '_') {
			if (!is_emphasis (s, run, before))
				g_string_append_len (out, s, (gssize)run);
			s += run;
		} else if (*s == '`' || (*s == '~' && s[1] == '~')) {
			s += *s == '`' ? 1 : 2;
		} else if (*s == '!' && s[1] == '[' && (end = bracket_end (s + 1)) &&
			   target_end (end + 1) != end + 1) {
			s = target_end (end + 1); /* a picture */
		} else if (*s == '[' && depth < 8 && (end = bracket_end (s)) &&
			   target_end (end + 1) != end + 1) {
			g_autofree char *text = g_strndup (s + 1, (gsize)(end - s - 1));
			strip_inline (text, out, depth + 1);
			s = target_end (end + 1);
		} else if (*s == '<' && (g_ascii_isalpha (s[1]) || s[1] == '/' || s[1] == '!') &&
			   (end = find_end (s, '<', '>'))) {
			if (g_ascii_strncasecmp (s, "<http", 5) == 0)
				g_string_append_len (out, s + 1, end - s - 1);
			s = end + 1;
		} else {
			g_string_append_c (out, *s++);
		}
		before = s[-1];
	}
}

/* --- blocks --- */

typedef struct {
	GPtrArray *paragraphs;
	GString *paragraph; /* being gathered, markup and all */
	char *heading;      /* the first of the first level */
	bool fenced, quoted;
} Blocks;

static void end_paragraph (Blocks *blocks)
{
	if (blocks->paragraph->len == 0)
		return;
	g_autoptr (GString) plain = g_string_new (NULL);
	strip_inline (blocks->paragraph->str, plain, 0);
	g_autofree char *line = text_line (plain->str, (gssize)plain->len, 0);
	if (*line)
		g_ptr_array_add (blocks->paragraphs, g_steal_pointer (&line));
	g_string_truncate (blocks->paragraph, 0);
}

static bool is_only (const char *s, const char *chars)
{
	return *s && s[strspn (s, chars)] == '\0';
}

/* "- ", "* ", "+ ", "1. ", "1) ", "> ": how many bytes of mark there are. */
static gsize mark_len (const char *s)
{
	gsize digits = strspn (s, "0123456789");
	if (digits > 0 && digits < 10 && (s[digits] == '.' || s[digits] == ')') &&
	    s[digits + 1] == ' ')
		return digits + 2;
	if ((*s == '-' || *s == '*' || *s == '+') && s[1] == ' ')
		return 2;
	return *s == '>' ? 1 : 0;
}

/* The last paragraph is a heading of the first level: it becomes the title when it is the first such. */
static void take_heading (Blocks *blocks)
{
	if (blocks->heading || blocks->paragraphs->len == 0)
		return;
	blocks->heading = g_ptr_array_steal_index (blocks->paragraphs, blocks->paragraphs->len - 1);
}

static void add_heading (Blocks *blocks, const char *s, gsize level)
{
	end_paragraph (blocks);
	gsize len = strlen (s);
	while (len && (s[len - 1] == '#' || s[len - 1] == ' '))
		len--;
	guint before = blocks->paragraphs->len;
	g_string_append_len (blocks->paragraph, s, (gssize)len);
	end_paragraph (blocks);
	if (level == 1 && blocks->paragraphs->len > before)
		take_heading (blocks);
}

static void add_line (Blocks *blocks, const char *line)
{
	const char *s = line + strspn (line, " \t");
	if (g_str_has_prefix (s, "```") || g_str_has_prefix (s, "~~~")) {
		end_paragraph (blocks);
		blocks->fenced = !blocks->fenced;
		return;
	}
	gsize hashes = strspn (s, "#");
	if (!blocks->fenced && hashes >= 1 && hashes <= 6 && (s[hashes] == ' ' || !s[hashes])) {
		add_heading (blocks, s + hashes, hashes);
		return;
	}
	if (blocks->paragraph->len && (is_only (s, "=") || (is_only (s, "-") && strlen (s) > 1))) {
		end_paragraph (blocks);
		if (*s == '=')
			take_heading (blocks);
		return;
	}
	/* Empty lines, rules, the line between a table's head and body, the addresses of references */
	const char *reference = *s == '[' ? bracket_end (s) : NULL;
	if (*s == '\0' || is_only (s, "-*_ ") || is_only (s, "|-: ") ||
	    (reference && reference[1] == ':')) {
		end_paragraph (blocks);
		return;
	}
	if ((*s == '>') != blocks->quoted)
		end_paragraph (blocks);
	blocks->quoted = *s == '>';
	gsize mark;
	while ((mark = mark_len (s)) > 0) {
		if (*s != '>')
			end_paragraph (blocks);
		s += mark;
		s += strspn (s, " \t");
	}
	/* A row of a table is a line of its own. */
	bool row = *s == '|';
	if (row || blocks->fenced)
		end_paragraph (blocks);
	if (blocks->paragraph->len)
		g_string_append_c (blocks->paragraph, ' ');
	gsize start = blocks->paragraph->len;
	g_string_append (blocks->paragraph, s);
	for (gsize i = start; row && i < blocks->paragraph->len; i++)
		if (blocks->paragraph->str[i] == '|')
			blocks->paragraph->str[i] = ' ';
}

static Article *article_of_front (json_t *record)
{
	rename_front (record);
	/* The text is below, whatever a key says; the title may be below too. */
	json_object_set_new (record, "text", json_string ("-"));
	Article *article = article_from_json (record, NULL);
	if (article)
		g_clear_pointer (&article->text, g_free);
	return article;
}

Article *import_markdown (const char *text, gsize len, gint64 now_s, const char **reason)
{
	g_autofree char *copy = g_strndup (text, len);
	char *rest = copy;
	json_t *front = read_front (&rest);
	g_autoptr (Article) article = front ? article_of_front (front) : NULL;
	json_decref (front);
	if (!article)
		article = article_new ();
	g_autoptr (GPtrArray) paragraphs = g_ptr_array_new_with_free_func (g_free);
	Blocks blocks = { paragraphs, g_string_new (NULL), NULL, false, false };
	for (char *line; (line = next_line (&rest));)
		add_line (&blocks, line);
	end_paragraph (&blocks);
	g_string_free (blocks.paragraph, TRUE);
	if (article->title)
		g_free (blocks.heading);
	else
		article->title = blocks.heading;
	if (!article->title && paragraphs->len == 0) {
		*reason = "it is empty";
		return NULL;
	}
	import_fill (article, paragraphs, true, now_s);
	return g_steal_pointer (&article);
}
