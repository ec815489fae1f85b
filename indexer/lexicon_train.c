/* lexicon_train.c: IBM's first model on two files of lines. */
#include "indexer/lexicon_train.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "indexer/analyze.h"
#include "indexer/lexicon.h"
#include "shim/text.h"

#define LINE_MAX_BYTES 65536
#define WORDS_MAX 120 /* different content words of a sentence: longer ones align with everything */
#define VOCABULARY_MAX 300000 /* stems of a language: later ones are not learnt */
#define CELLS_MIN (1u << 16)
#define CELLS_MAX (1u << 22) /* 32 bytes each */
#define ITERATIONS 6
#define EMPTY_SHARE                                                                                \
	1.0 /* what the empty word explains of a word, as a multiple of the word's share of all words */
#define COUNT_MIN 2     /* sentences that a pair must occur in */
#define P_MIN .1        /* geometric mean of the two probabilities */
#define STEP_EVERY 1024 /* sentences */

/* One language: its stems by number. */
typedef struct {
	Lang lang;
	gzFile file;
	const char *path;
	GHashTable *numbers; /* stem → number + 1; both in `strings` */
	GStringChunk *strings;
	GPtrArray *surfaces; /* of each stem, as written: borrowed from `strings` */
	GArray *counts;      /* guint32: sentences with it */
	GArray *totals;      /* double, in the iteration in hand */
	guint64 all;         /* sum of the counts */
	GArray *sentence;    /* guint32: the numbers of the sentence in hand, each once */
} Side;

/* A pair of stems that occur in one sentence pair. */
typedef struct {
	guint32 words[2]; /* number + 1 of the French, of the English; 0, 0 is free */
	guint32 count;
	float p[2];   /* p(en | fr), p(fr | en) */
	float sum[2]; /* of expected counts in the iteration in hand */
} Cell;

typedef struct {
	Side sides[2];
	Analyzer *analyzer;
	Terms *terms;
	FILE *sentences; /* u32 count and numbers, French then English, of every sentence */
	Cell *cells;
	guint32 cells_count, used,
		floor; /* floor: counts up to it were dropped from the full table */
	LexiconTrainStats stats;
	LexiconTrainStep step;
	gpointer data;
	guint64 steps_done, steps_all;
} Train;

/* --- reading --- */

static bool open_side (Side *side, Lang lang, const char *path, GError **error)
{
	*side = (Side){
		.lang = lang,
		.path = path,
		.numbers = g_hash_table_new (g_str_hash, g_str_equal),
		.strings = g_string_chunk_new (65536),
		.surfaces = g_ptr_array_new (),
		.counts = g_array_new (FALSE, TRUE, sizeof (guint32)),
		.totals = g_array_new (FALSE, TRUE, sizeof (double)),
		.sentence = g_array_new (FALSE, FALSE, sizeof (guint32)),
	};
	side->file = gzopen (path, "rb");
	int code = errno;
	if (!side->file)
		g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
			     "cannot read %s: %s", path, g_strerror (code));
	return side->file != NULL;
}

static void close_side (Side *side)
{
	if (!side->numbers)
		return;
	if (side->file)
		gzclose (side->file);
	g_hash_table_unref (side->numbers);
	g_string_chunk_free (side->strings);
	g_ptr_array_unref (side->surfaces);
	g_array_unref (side->counts);
	g_array_unref (side->totals);
	g_array_unref (side->sentence);
}

/* The next line into `line`, without its end; what is over the limit is left out. False at the end of the file. */
static bool read_line (Side *side, GString *line)
{
	char buffer[4096];
	bool any = false;
	g_string_set_size (line, 0);
	while (gzgets (side->file, buffer, sizeof buffer)) {
		gsize len = strlen (buffer);
		bool ends = len > 0 && buffer[len - 1] == '\n';
		any = true;
		if (line->len + len <= LINE_MAX_BYTES)
			g_string_append_len (line, buffer, (gssize)(len - ends));
		if (ends)
			break;
	}
	return any;
}

static bool is_new (const GArray *numbers, guint32 number)
{
	for (guint i = 0; i < numbers->len; i++)
		if (g_array_index (numbers, guint32, i) == number)
			return false;
	return true;
}

/* The number of a word's stem, made when it is new; G_MAXUINT32 when there is no more room. */
static guint32 number_of (Side *side, const Term *term, const char *text)
{
	guint32 number = GPOINTER_TO_UINT (g_hash_table_lookup (side->numbers, term->stem));
	if (number > 0)
		return number - 1;
	if (side->surfaces->len >= VOCABULARY_MAX)
		return G_MAXUINT32;
	char *surface = g_string_chunk_insert_len (side->strings, text + term->start,
						   (gssize)(term->end - term->start));
	g_ptr_array_add (side->surfaces, surface);
	g_array_set_size (side->counts, side->surfaces->len);
	g_hash_table_insert (side->numbers, g_string_chunk_insert (side->strings, term->stem),
			     GUINT_TO_POINTER (side->surfaces->len));
	return side->surfaces->len - 1;
}

static void read_words (Train *train, Side *side, const char *line)
{
	g_autofree char *clean = text_clean (line, -1, NULL);
	terms_clear (train->terms);
	g_array_set_size (side->sentence, 0);
	analyze_text (train->analyzer, clean, strlen (clean), side->lang, 1, train->terms);
	for (guint i = 0; i < train->terms->terms->len; i++) {
		const Term *term = &g_array_index (train->terms->terms, Term, i);
		if (term->is_stop || term->is_number || !term->stem || term->stem_len < 2)
			continue;
		guint32 number = number_of (side, term, clean);
		if (number != G_MAXUINT32 && is_new (side->sentence, number))
			g_array_append_val (side->sentence, number);
		if (side->sentence->len > WORDS_MAX)
			return;
	}
}

static bool is_usable (const Side *side)
{
	return side->sentence->len > 0 && side->sentence->len <= WORDS_MAX;
}

/* --- pairs --- */

static guint32 slot_of (const Train *train, guint32 fr, guint32 en)
{
	guint64 hash = ((guint64)fr << 32 | en) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
	guint32 mask = train->cells_count - 1, at = (guint32)(hash >> 40) & mask;
	for (;; at = (at + 1) & mask) {
		const Cell *cell = &train->cells[at];
		if (cell->words[0] == 0 || (cell->words[0] == fr + 1 && cell->words[1] == en + 1))
			return at;
	}
}

static Cell *find_cell (const Train *train, guint32 fr, guint32 en)
{
	Cell *cell = &train->cells[slot_of (train, fr, en)];
	return cell->words[0] ? cell : NULL;
}

/* Move the cells with counts over `floor` to a table of `cells_count`. */
static void rebuild_cells (Train *train, guint32 cells_count, guint32 floor)
{
	Cell *old = train->cells;
	guint32 old_count = train->cells_count;
	train->cells = g_new0 (Cell, cells_count);
	train->cells_count = cells_count;
	train->used = 0;
	for (guint32 i = 0; i < old_count; i++) {
		if (old[i].words[0] == 0 || old[i].count <= floor)
			continue;
		train->cells[slot_of (train, old[i].words[0] - 1, old[i].words[1] - 1)] = old[i];
		train->used++;
	}
	g_free (old);
}

static void make_room (Train *train)
{
	if (train->used < train->cells_count / 3 * 2)
		return;
	if (train->cells_count < CELLS_MAX) {
		rebuild_cells (train, train->cells_count * 2, 0);
		return;
	}
	while (train->used >= train->cells_count / 2)
		rebuild_cells (train, train->cells_count, ++train->floor);
}

static void count_pairs (Train *train)
{
	const GArray *fr = train->sides[0].sentence, *en = train->sides[1].sentence;
	for (guint i = 0; i < fr->len; i++) {
		make_room (train); /* a row of at most WORDS_MAX more */
		for (guint k = 0; k < en->len; k++) {
			guint32 f = g_array_index (fr, guint32, i),
				e = g_array_index (en, guint32, k);
			Cell *cell = &train->cells[slot_of (train, f, e)];
			if (cell->words[0] == 0) {
				*cell = (Cell){ .words = { f + 1, e + 1 }, .count = train->floor };
				train->used++;
			}
			cell->count++;
		}
	}
}

/* --- the sentences, kept as numbers --- */

static bool fail_temporary (GError **error)
{
	int code = errno;
	g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
		     "cannot keep the sentences in %s: %s", g_get_tmp_dir (), g_strerror (code));
	return false;
}

static bool open_temporary (Train *train, GError **error)
{
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp ("entente-train-XXXXXX", &path, error);
	if (fd < 0)
		return false;
	unlink (path);
	train->sentences = fdopen (fd, "w+b");
	return train->sentences || fail_temporary (error);
}

static bool keep_sentence (Train *train, GError **error)
{
	for (int i = 0; i < 2; i++) {
		Side *side = &train->sides[i];
		guint32 len = side->sentence->len;
		if (fwrite (&len, sizeof len, 1, train->sentences) != 1 ||
		    fwrite (side->sentence->data, sizeof (guint32), len, train->sentences) != len)
			return fail_temporary (error);
		for (guint k = 0; k < len; k++)
			g_array_index (side->counts, guint32,
				       g_array_index (side->sentence, guint32, k))++;
		side->all += len;
	}
	return true;
}

/* The next sentence pair that was kept. False at the end, or when the file cannot be read. */
static bool next_sentence (Train *train)
{
	for (int i = 0; i < 2; i++) {
		guint32 len;
		if (fread (&len, sizeof len, 1, train->sentences) != 1 || len > WORDS_MAX)
			return false;
		g_array_set_size (train->sides[i].sentence, len);
		if (fread (train->sides[i].sentence->data, sizeof (guint32), len,
			   train->sentences) != len)
			return false;
	}
	return true;
}

static bool step (Train *train, GError **error)
{
	if (++train->steps_done % STEP_EVERY != 0 || !train->step)
		return true;
	double done = train->steps_all ? (double)train->steps_done / (double)train->steps_all : 0;
	if (train->step (MIN (done, 1), train->data))
		return true;
	g_set_error_literal (error, LEXICON_ERROR, LEXICON_ERROR_FAILED, "stopped");
	return false;
}

static bool read_sentences (Train *train, GError **error)
{
	g_autoptr (GString) fr = g_string_new (NULL), en = g_string_new (NULL);
	guint64 lines = 0;
	for (;;) {
		bool has_fr = read_line (&train->sides[0], fr),
		     has_en = read_line (&train->sides[1], en);
		if (has_fr != has_en) {
			g_set_error (error, LEXICON_ERROR, LEXICON_ERROR_FAILED,
				     "%s ends after line %" G_GUINT64_FORMAT
				     ", %s goes on: their lines are no pairs",
				     train->sides[has_fr].path, lines, train->sides[has_en].path);
			return false;
		}
		if (!has_fr)
			return true;
		lines++;
		read_words (train, &train->sides[0], fr->str);
		read_words (train, &train->sides[1], en->str);
		if (!is_usable (&train->sides[0]) || !is_usable (&train->sides[1])) {
			train->stats.skipped++;
			continue;
		}
		train->stats.sentences++;
		count_pairs (train);
		if (!keep_sentence (train, error) || !step (train, error))
			return false;
	}
}

/* --- expectation maximisation --- */

/* Share out each word of side `to` among the words of the other side that may have brought it forth. */
static void expect_side (Train *train, int to, Cell **cells)
{
	const Side *ours = &train->sides[to], *theirs = &train->sides[!to];
	int way = !to; /* p[0] is of English words */
	for (guint k = 0; k < ours->sentence->len; k++) {
		guint32 word = g_array_index (ours->sentence, guint32, k);
		double sum = EMPTY_SHARE * g_array_index (ours->counts, guint32, word) /
			     (double)ours->all;
		guint found = 0;
		for (guint i = 0; i < theirs->sentence->len; i++) {
			guint32 other = g_array_index (theirs->sentence, guint32, i);
			Cell *cell = to ? find_cell (train, other, word)
					: find_cell (train, word, other);
			if (!cell)
				continue;
			cells[found++] = cell;
			sum += cell->p[way];
		}
		for (guint i = 0; i < found; i++)
			cells[i]->sum[way] += (float)(cells[i]->p[way] / sum);
	}
}

/* Probabilities from the expected counts, which begin anew. */
static void maximise (Train *train)
{
	for (int way = 0; way < 2; way++) {
		GArray *totals = train->sides[way].totals;
		g_array_set_size (totals, 0);
		g_array_set_size (totals, train->sides[way].surfaces->len);
		for (guint32 i = 0; i < train->cells_count; i++)
			if (train->cells[i].words[0])
				g_array_index (totals, double, train->cells[i].words[way] - 1) +=
					train->cells[i].sum[way];
		for (guint32 i = 0; i < train->cells_count; i++) {
			Cell *cell = &train->cells[i];
			if (!cell->words[0])
				continue;
			double total = g_array_index (totals, double, cell->words[way] - 1);
			cell->p[way] = total > 0 ? (float)(cell->sum[way] / total) : 0;
			cell->sum[way] = 0;
		}
	}
}

static bool iterate (Train *train, GError **error)
{
	Cell *cells[WORDS_MAX];
	for (guint32 i = 0; i < train->cells_count; i++)
		train->cells[i].p[0] = train->cells[i].p[1] = 1;
	for (guint n = 0; n < ITERATIONS; n++) {
		rewind (train->sentences);
		for (guint64 i = 0; i < train->stats.sentences; i++) {
			errno = EIO;
			if (!next_sentence (train))
				return fail_temporary (error);
			expect_side (train, 0, cells);
			expect_side (train, 1, cells);
			if (!step (train, error))
				return false;
		}
		maximise (train);
	}
	return true;
}

static void give (Train *train, LexiconTrainVisit visit, gpointer data)
{
	for (guint32 i = 0; i < train->cells_count; i++) {
		const Cell *cell = &train->cells[i];
		if (!cell->words[0] || cell->count < COUNT_MIN ||
		    sqrt ((double)cell->p[0] * cell->p[1]) < P_MIN)
			continue;
		train->stats.pairs++;
		visit (train->sides[0].surfaces->pdata[cell->words[0] - 1],
		       train->sides[1].surfaces->pdata[cell->words[1] - 1], cell->p[0], cell->p[1],
		       data);
	}
}

static bool run (Train *train, LexiconTrainVisit visit, gpointer data, GError **error)
{
	if (!open_temporary (train, error) || !read_sentences (train, error))
		return false;
	train->steps_done = train->stats.sentences;
	train->steps_all = train->stats.sentences * (ITERATIONS + 1);
	rebuild_cells (train, train->cells_count, COUNT_MIN - 1);
	if (!iterate (train, error))
		return false;
	give (train, visit, data);
	if (train->stats.pairs > 0)
		return true;
	g_set_error (error, LEXICON_ERROR, LEXICON_ERROR_FAILED,
		     "nothing could be learnt from %" G_GUINT64_FORMAT " pairs of lines",
		     train->stats.sentences);
	return false;
}

bool lexicon_train (const char *fr, const char *en, LexiconTrainVisit visit,
		    LexiconTrainStep step_func, gpointer data, LexiconTrainStats *stats,
		    GError **error)
{
	Train train = { .step = step_func, .data = data };
	bool ok = open_side (&train.sides[0], LANG_FR, fr, error) &&
		  open_side (&train.sides[1], LANG_EN, en, error);
	if (ok) {
		train.analyzer = analyzer_new ();
		train.terms = terms_new ();
		rebuild_cells (&train, CELLS_MIN, 0);
		ok = run (&train, visit, data, error);
	}
	if (ok && stats)
		*stats = train.stats;
	if (train.sentences)
		fclose (train.sentences);
	g_free (train.cells);
	terms_free (train.terms);
	analyzer_free (train.analyzer);
	close_side (&train.sides[0]);
	close_side (&train.sides[1]);
	return ok;
}
