/* page_match.c: class names against the table of marks. */
#include "corpus/page_match.h"

#include <stdbool.h>
#include <string.h>

#include "corpus/table.h"

static const char *const mark_names[] = {
	"body",  "title",      "summary", "author",     "date",        "comments", "related",
	"share", "newsletter", "paywall", "navigation", "advertising", "caption",  "cookies",
	"side",  "tags",       "bio",     "hidden",     "media",       "meta",     "teaser"
};

#define WORDS_MAX 12 /* of one pattern or name */
#define WORD_MAX 24  /* bytes of a word of a name that count */

typedef struct {
	char text[WORDS_MAX][WORD_MAX];
	guint8 len[WORDS_MAX];
	guint count;
} Words;

typedef struct {
	guint32 mark;
	Words words;
	bool from_start, to_end, prefix; /* "^", "$", "*" */
} Pattern;

/* Patterns by the first three bytes of their first word. */
#define BUCKETS 4096
typedef struct {
	GPtrArray *buckets[BUCKETS]; /* Pattern * */
} Table;

static guint bucket_of (const char *word)
{
	guint hash = (guint8)word[0] * 31u + (guint8)(word[0] ? word[1] : 0);
	return (hash * 31u + (guint8)(word[0] && word[1] ? word[2] : 0)) % BUCKETS;
}

/* Split "c-articleBody__text2" into c, article, body, text. Returns where the name ends: white space or the end. */
static const char *split_name (const char *s, Words *out)
{
	out->count = 0;
	guint len = 0;
	bool lower_before = false;
	for (; *s && !g_ascii_isspace (*s); s++) {
		bool letter = g_ascii_isalpha (*s) || (guint8)*s >= 0x80;
		bool begins = g_ascii_isupper (*s) && lower_before;
		if ((!letter || begins) && len) {
			out->count++;
			len = 0;
		}
		lower_before = g_ascii_islower (*s);
		if (!letter || out->count >= WORDS_MAX)
			continue;
		if (len < WORD_MAX - 1) {
			out->text[out->count][len++] = g_ascii_tolower (*s);
			out->text[out->count][len] = '\0';
			out->len[out->count] = (guint8)len;
		}
	}
	if (len && out->count < WORDS_MAX)
		out->count++;
	return s;
}

static guint32 mark_by_name (const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS (mark_names); i++)
		if (strcmp (mark_names[i], name) == 0)
			return 1u << i;
	g_assert_not_reached ();
}

const char *page_mark_name (guint32 marks)
{
	for (guint i = 0; i < G_N_ELEMENTS (mark_names); i++)
		if (marks & (1u << i))
			return mark_names[i];
	return "";
}

static void add_row (char **columns, gpointer data)
{
	Table *table = data;
	char *pattern = columns[1];
	pattern[strcspn (pattern, "\t")] = '\0'; /* a note */
	Pattern *new = g_new0 (Pattern, 1);
	new->mark = mark_by_name (columns[0]);
	gsize len = strlen (pattern);
	if (*pattern == '^') {
		new->from_start = true;
		pattern++;
		len--;
	}
	if (len && pattern[len - 1] == '$')
		new->to_end = true;
	if (len && pattern[len - 1] == '*')
		new->prefix = true;
	split_name (pattern, &new->words);
	g_assert (new->words.count > 0);
	/* "social-*" is a word and any next word: the same as "social" not at the end, here simply "social". */
	guint bucket = bucket_of (new->words.text[0]);
	if (!table->buckets[bucket])
		table->buckets[bucket] = g_ptr_array_new_with_free_func (g_free);
	g_ptr_array_add (table->buckets[bucket], new);
}

/* The table is part of the program and never changes: read once, for good. */
static const Table *get_table (void)
{
	static gsize ready;
	static Table *table;
	if (g_once_init_enter (&ready)) {
		table = g_new0 (Table, 1);
		table_each_row ("corpus/data/page_marks.tsv", 2, add_row, table);
		g_once_init_leave (&ready, 1);
	}
	return table;
}

static bool matches (const Pattern *pattern, const Words *words, guint at)
{
	const Words *want = &pattern->words;
	if (at + want->count > words->count || (pattern->from_start && at > 0) ||
	    (pattern->to_end && at + want->count != words->count))
		return false;
	for (guint i = 0; i < want->count; i++) {
		bool prefix = pattern->prefix && i + 1 == want->count;
		const char *word = words->text[at + i];
		if (prefix ? strncmp (word, want->text[i], want->len[i]) != 0
			   : strcmp (word, want->text[i]) != 0)
			return false;
	}
	return true;
}

guint32 page_marks_of_name (const char *value)
{
	const Table *table = get_table ();
	guint32 marks = 0;
	Words words;
	while (*value) {
		while (g_ascii_isspace (*value))
			value++;
		value = split_name (value, &words);
		for (guint i = 0; i < words.count; i++) {
			const GPtrArray *bucket = table->buckets[bucket_of (words.text[i])];
			for (guint k = 0; bucket && k < bucket->len; k++) {
				const Pattern *pattern = g_ptr_array_index (bucket, k);
				if (!(marks & pattern->mark) && matches (pattern, &words, i))
					marks |= pattern->mark;
			}
		}
	}
	return marks;
}

static guint32 role_marks (const char *role)
{
	static const struct {
		const char *role;
		guint32 marks;
	} roles[] = {
		{ "navigation", MARK_NAVIGATION }, { "banner", MARK_SIDE },
		{ "contentinfo", MARK_SIDE },      { "complementary", MARK_SIDE },
		{ "search", MARK_NAVIGATION },     { "dialog", MARK_COOKIES },
		{ "alertdialog", MARK_COOKIES },   { "menu", MARK_NAVIGATION },
		{ "menubar", MARK_NAVIGATION },    { "toolbar", MARK_SHARE },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
		if (g_ascii_strcasecmp (role, roles[i].role) == 0)
			return roles[i].marks;
	return 0;
}

static bool is_hidden (const char *style)
{
	const char *display = strstr (style, "display");
	if (display) {
		display += strlen ("display");
		display += strspn (display, ": \t");
		if (g_ascii_strncasecmp (display, "none", 4) == 0)
			return true;
	}
	return strstr (style, "visibility:hidden") || strstr (style, "visibility: hidden");
}

guint32 page_marks (const PageTree *tree, guint32 node)
{
	guint32 marks = 0;
	const PageNode *n = &tree->nodes[node];
	for (guint32 i = n->data; n->tag != PAGE_TEXT && i < n->data + n->len; i++) {
		const PageAttrValue *attr = &g_array_index (tree->attrs, PageAttrValue, i);
		const char *value = tree->bytes->str + attr->value;
		switch (attr->attr) {
		case PAGE_ATTR_CLASS:
		case PAGE_ATTR_DATA_COMPONENT:
		case PAGE_ATTR_DATA_TESTID:
		case PAGE_ATTR_DATA_TYPE:
			marks |= page_marks_of_name (value);
			break;
		case PAGE_ATTR_ID:
			/* A heading's id is made of its words: that says nothing. */
			if (!(page_tag_flags (n->tag) & PAGE_HEADING))
				marks |= page_marks_of_name (value);
			break;
		case PAGE_ATTR_ROLE:
			marks |= role_marks (value);
			break;
		case PAGE_ATTR_ITEMPROP:
			if (strstr (value, "articleBody") || strstr (value, "reviewBody"))
				marks |= MARK_BODY;
			break;
		case PAGE_ATTR_STYLE:
			if (is_hidden (value))
				marks |= MARK_HIDDEN;
			break;
		case PAGE_ATTR_HIDDEN:
			marks |= MARK_HIDDEN;
			break;
		case PAGE_ATTR_ARIA_HIDDEN:
			if (strcmp (value, "true") == 0)
				marks |= MARK_HIDDEN;
			break;
		default:
			break;
		}
	}
	return marks;
}
