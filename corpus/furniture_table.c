/* furniture_table.c: reads furniture.tsv once, and tries its rows on a line. */
#include "corpus/furniture_table.h"

#include <string.h>

#include "corpus/table.h"
#include "shim/text.h"

#define TABLE_PATH "corpus/data/furniture.tsv"
#define ENDING_CHARS 100 /* see "ending" in the table's header */

/* An expression, compiled by the first line that it is tried on: all at once would be a quarter of a search's start. */
typedef struct {
	char *text;
	gsize regex; /* GRegex *; 0 until then */
} Expression;

typedef struct {
	const char *rule;
	guint max;             /* characters; G_MAXUINT: any */
	Expression expression; /* of pattern, shape, ending */
	char *text;            /* folded, of contains and part */
	gsize text_len;
	guint part; /* 0 for contains */
} Row;

typedef enum { PATTERN, SHAPE, ENDING, KIND_COUNT } Kind;

/* Rows of one kind. One expression that is all of them together tells most lines at once that none fits. */
typedef struct {
	GArray *rows; /* of Row */
	Expression any;
	guint max; /* of all */
	Kind kind;
} Rows;

/* Phrases to be found anywhere in a line, by their first four bytes. */
typedef struct {
	GArray *rows;          /* of Row */
	GHashTable *heads;     /* those bytes as a number → GArray of indices into rows */
	guint32 filter[128];   /* a bit for the hash of each head: where most of a line ends */
	const char *part_rule; /* the rule that has parts; the table has one */
	guint part_all;        /* a bit for each part */
} Phrases;

typedef struct {
	GHashTable *exact; /* core → rule as a quark */
	guint exact_max;   /* a line with more characters than this is none of them */
	GHashTable *names; /* "{NAME}" → expression */
	Rows rows[KIND_COUNT];
	Phrases phrases;
} Table;

/* --- reading --- */

static GRegex *compile (const char *expression, Kind kind)
{
	g_autoptr (GError) error = NULL;
	GRegexCompileFlags anchored = kind == ENDING ? 0 : G_REGEX_ANCHORED;
	GRegex *regex = g_regex_new (expression, G_REGEX_OPTIMIZE | anchored, 0, &error);
	if (!regex) /* in our own table */
		g_error ("%s: %s", TABLE_PATH, error->message);
	return regex;
}

static char *with_names (GHashTable *names, const char *expression)
{
	g_autoptr (GString) out = g_string_new (expression);
	GHashTableIter i;
	gpointer name, text;
	g_hash_table_iter_init (&i, names);
	while (g_hash_table_iter_next (&i, &name, &text))
		g_string_replace (out, name, text, 0);
	return g_string_free (g_steal_pointer (&out), FALSE);
}

static guint32 head_of (const char *text)
{
	guint32 head;
	memcpy (&head, text, sizeof head);
	return head;
}

static guint filter_bit (guint32 head)
{
	return head * 2654435761u >> 20; /* of 4096 */
}

static void add_phrase (Phrases *phrases, Row row, const char *text, guint part)
{
	row.text = text_fold (text, -1, &row.text_len);
	row.part = part;
	g_assert (row.text_len >= sizeof (guint32) && part <= 8);
	if (part) {
		g_assert (!phrases->part_rule || phrases->part_rule == row.rule);
		phrases->part_rule = row.rule;
		phrases->part_all |= 1u << part;
	}
	guint index = phrases->rows->len;
	g_array_append_val (phrases->rows, row);
	guint32 head = head_of (row.text);
	phrases->filter[filter_bit (head) / 32] |= 1u << filter_bit (head) % 32;
	GArray *same = g_hash_table_lookup (phrases->heads, GUINT_TO_POINTER (head));
	if (!same) {
		same = g_array_new (FALSE, FALSE, sizeof (guint));
		g_hash_table_insert (phrases->heads, GUINT_TO_POINTER (head), same);
	}
	g_array_append_val (same, index);
}

static void add_expression (Table *table, Kind kind, Row row, const char *text)
{
	row.expression.text = with_names (table->names, text);
	g_array_append_val (table->rows[kind].rows, row);
	table->rows[kind].max = MAX (table->rows[kind].max, row.max);
}

static void add_row (char **column, gpointer data)
{
	Table *table = data;
	static const char *const kinds[] = { "pattern", "shape", "ending" };
	enum { LANGUAGE, KIND, LONGEST, RULE, TEXT };
	GQuark rule = g_quark_from_string (column[RULE]);
	guint max = (guint)g_ascii_strtoull (column[LONGEST], NULL, 10);
	Row row = { .rule = g_quark_to_string (rule), .max = max ? max : G_MAXUINT };
	const char *text = column[TEXT], *kind = column[KIND];
	if (!strcmp (kind, "name")) {
		g_hash_table_insert (table->names, g_strdup_printf ("{%s}", row.rule),
				     g_strdup (text));
	} else if (!strcmp (kind, "exact")) {
		char *core = furniture_core (text, strlen (text), NULL);
		/* twice its length: for the marks around it */
		table->exact_max = MAX (table->exact_max, 2 * (guint)strlen (core));
		g_hash_table_insert (table->exact, core, GUINT_TO_POINTER (rule));
	} else if (!strcmp (kind, "contains")) {
		add_phrase (&table->phrases, row, text, 0);
	} else if (g_str_has_prefix (kind, "part ")) {
		add_phrase (&table->phrases, row, text, (guint)g_ascii_digit_value (kind[5]));
	} else {
		Kind k = PATTERN;
		while (k < KIND_COUNT && strcmp (kind, kinds[k]) != 0)
			k++;
		g_assert (k < KIND_COUNT);
		add_expression (table, k, row, text);
	}
}

static void join_rows (Rows *rows)
{
	g_autoptr (GString) all = g_string_new (NULL);
	for (guint i = 0; i < rows->rows->len; i++) {
		const Row *row = &g_array_index (rows->rows, Row, i);
		g_string_append_printf (all, "%s(?:%s)", i ? "|" : "", row->expression.text);
	}
	rows->any.text = g_string_free (g_steal_pointer (&all), FALSE);
}

static Table *read_table (void)
{
	Table *table = g_new0 (Table, 1);
	table->exact = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	table->names = g_hash_table_new (g_str_hash, g_str_equal);
	table->phrases.rows = g_array_new (FALSE, FALSE, sizeof (Row));
	table->phrases.heads = g_hash_table_new (NULL, NULL);
	for (Kind k = PATTERN; k < KIND_COUNT; k++)
		table->rows[k] =
			(Rows){ .rows = g_array_new (FALSE, FALSE, sizeof (Row)), .kind = k };
	table_each_row (TABLE_PATH, 5, add_row, table);
	for (Kind k = PATTERN; k < KIND_COUNT; k++)
		join_rows (&table->rows[k]);
	return table;
}

/* Read at the first call, then never changed but for what Expression says: a constant that the compiler could not make. */
static Table *the_table (void)
{
	static gsize table;
	if (g_once_init_enter (&table))
		g_once_init_leave (&table, (gsize)read_table ());
	return (Table *)table;
}

/* --- matching --- */

char *furniture_core (const char *line, gsize len, char **folded)
{
	gsize size;
	char *text = text_fold (line, (gssize)len, &size);
	const char *start = text, *end = text + size;
	while (start < end && !g_unichar_isalnum (g_utf8_get_char (start)))
		start += g_utf8_skip[(guchar)*start];
	for (const char *last; end > start; end = last) {
		last = g_utf8_prev_char (end);
		if (g_unichar_isalnum (g_utf8_get_char (last)))
			break;
	}
	char *core = start < end ? g_strndup (start, (gsize)(end - start)) : NULL;
	if (folded)
		*folded = text;
	else
		g_free (text);
	return core;
}

static bool fits (Expression *expression, Kind kind, const char *text, gsize len)
{
	if (g_once_init_enter (&expression->regex))
		g_once_init_leave (&expression->regex, (gsize)compile (expression->text, kind));
	return g_regex_match_full ((const GRegex *)expression->regex, text, (gssize)len, 0, 0, NULL,
				   NULL);
}

static const char *match_rows (Rows *rows, const char *text, gsize len, guint chars)
{
	if (chars > rows->max || !fits (&rows->any, rows->kind, text, len))
		return NULL;
	for (guint i = 0; i < rows->rows->len; i++) {
		Row *row = &g_array_index (rows->rows, Row, i);
		if (chars <= row->max && fits (&row->expression, rows->kind, text, len))
			return row->rule;
	}
	return NULL;
}

/* Captions and credits end in a name or a bracket, sentences in a stop. */
static const char *match_ending (Table *table, const char *line, gsize len, guint chars)
{
	const char *end = line + len, *last = g_utf8_prev_char (end);
	bool bracket = last > line && strchr (")]", last[-1]);
	if (g_utf8_strchr (".!?…»”\"", -1, g_utf8_get_char (last)) && !bracket)
		return NULL;
	const char *start =
		chars > ENDING_CHARS ? g_utf8_offset_to_pointer (end, -ENDING_CHARS) : line;
	return match_rows (&table->rows[ENDING], start, (gsize)(end - start), chars);
}

/* The rule of the first of `phrases` at `at` that makes the line furniture alone; parts go into *parts. */
static const char *match_phrase_at (const Phrases *phrases, const char *at, gsize len, guint chars,
				    guint *parts)
{
	const GArray *same = g_hash_table_lookup (phrases->heads, GUINT_TO_POINTER (head_of (at)));
	for (guint i = 0; same && i < same->len; i++) {
		const Row *row =
			&g_array_index (phrases->rows, Row, g_array_index (same, guint, i));
		if (chars > row->max || row->text_len > len ||
		    memcmp (at, row->text, row->text_len))
			continue;
		if (!row->part)
			return row->rule;
		*parts |= 1u << row->part;
	}
	return NULL;
}

static const char *match_phrases (const Phrases *phrases, const char *folded, gsize len,
				  guint chars)
{
	guint parts = 0;
	for (gsize i = 0; i + sizeof (guint32) <= len; i++) {
		guint bit = filter_bit (head_of (folded + i));
		if (!(phrases->filter[bit / 32] >> bit % 32 & 1))
			continue;
		const char *rule = match_phrase_at (phrases, folded + i, len - i, chars, &parts);
		if (rule)
			return rule;
	}
	/* What somebody is quoted with is news. text_fold() makes all quotes ". */
	return parts && parts == phrases->part_all && !strchr (folded, '"') ? phrases->part_rule
									    : NULL;
}

static guint count_chars (const char *utf8, gsize len)
{
	guint count = 0;
	for (gsize i = 0; i < len; i++)
		count += ((guchar)utf8[i] & 0xc0) != 0x80;
	return count;
}

const char *furniture_table_match (const char *line, gsize len, const char *folded,
				   const char *core)
{
	Table *table = the_table ();
	guint chars = count_chars (line, len);
	const char *rule = NULL;
	if (core && chars <= table->exact_max)
		rule = g_quark_to_string (
			GPOINTER_TO_UINT (g_hash_table_lookup (table->exact, core)));
	if (!rule && core) {
		const char *start = strstr (folded, core); /* with the marks behind it */
		rule = match_rows (&table->rows[PATTERN], start, strlen (start), chars);
	}
	if (!rule)
		rule = match_rows (&table->rows[SHAPE], line, len, chars);
	if (!rule)
		rule = match_ending (table, line, len, chars);
	return rule ? rule : match_phrases (&table->phrases, folded, strlen (folded), chars);
}
