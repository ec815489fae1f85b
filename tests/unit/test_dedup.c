/* test_dedup.c: what is a copy, what is none, and that the store keeps the groups right. */
#include <string.h>

#include "corpus/dedup.h"
#include "store_fixture.h"

#define DISPATCH                                                                                   \
	"The port of Valmont will stay closed until Thursday after a crane fell across the main "  \
	"quay on Monday night, the harbour authority said. Nobody was hurt. Some 40 ships are "    \
	"waiting outside, among them two ferries with 1,200 passengers, who are to be brought "    \
	"ashore by tugs in the course of the day.\n"                                               \
	"The crane, built in 1987, had been inspected in March. \"We do not know yet why it "      \
	"gave way,\" said Ilse Morand, who heads the authority. Engineers were expected from the " \
	"capital on Tuesday, and the dockers' union asked for the other three cranes to be "       \
	"stopped until then."

static const char *const dispatch = DISPATCH;

/* `copy`: whether it is a copy of the dispatch. */
static const struct {
	const char *name;
	bool copy;
	const char *text;
} texts[] = {
	{ "the same", true, DISPATCH },
	{ "typography and case", true,
	  "THE PORT OF VALMONT will stay closed until Thursday after a crane fell across the main "
	  "quay on Monday night, the harbour authority said. Nobody was hurt. Some 40 ships are "
	  "waiting outside, among them two ferries with 1,200 passengers, who are to be brought "
	  "ashore by tugs in the course of the day.\n"
	  "The crane, built in 1987, had been inspected in March. “We do not know yet why it gave "
	  "way,” said Ilse Morand, who heads the authority. Engineers were expected from the "
	  "capital "
	  "on Tuesday, and the dockers’ union asked for the other three cranes to be stopped until "
	  "then." },
	{ "a paragraph more", true,
	  DISPATCH
	  "\nShares in the operator, Compagnie du Quai, lost four per cent in early trading. "
	  "Analysts said that the closure would cost it half a million a day, which its "
	  "insurers would have to bear unless a fault in the upkeep were found." },
	{ "twice as long, the dispatch whole in it", true,
	  DISPATCH
	  "\nShares in the operator, Compagnie du Quai, lost four per cent in early trading. "
	  "Analysts said that the closure would cost it half a million a day, which its insurers "
	  "would "
	  "have to bear unless a fault in the upkeep were found.\n"
	  "For the town it is the second blow within a year: the cannery, which gave work to a "
	  "tenth "
	  "of its people, shut its doors in the autumn, and the fish market has been losing buyers "
	  "to "
	  "the new hall at Pont-Noir. The mayor, who had come to the quay in the small hours, "
	  "would "
	  "not be drawn on who was to blame, but said that the cranes were older than most of the "
	  "men "
	  "who work them." },
	{ "a sentence corrected, one cut", true,
	  "The port of Valmont will stay closed until Friday after a crane fell across the main "
	  "quay "
	  "late on Monday, the harbour authority said. Some 40 ships are waiting outside, among "
	  "them "
	  "two ferries with 1,200 passengers, who are to be brought ashore by tugs in the course "
	  "of "
	  "the day.\n"
	  "The crane, built in 1987, had been inspected in March. \"We do not know yet why it gave "
	  "way,\" said Ilse Morand, who heads the authority. Engineers were expected from the "
	  "capital "
	  "on Tuesday, and the dockers' union asked for the other three cranes to be stopped until "
	  "then." },
	{ "the same event in other words, with the quotation", false,
	  "A crane has collapsed in Valmont harbour, blocking its largest quay and leaving 40 "
	  "vessels "
	  "stranded at sea. It came down shortly before midnight on Monday; there were no "
	  "injuries. "
	  "Harbour officials do not expect to reopen before Thursday. Passengers on a pair of "
	  "ferries, "
	  "1,200 in all, will reach land aboard tugs. The machine dates from 1987 and passed its "
	  "last "
	  "check in March. \"We do not know yet why it gave way,\" said Ilse Morand of the harbour "
	  "authority. Unions want the remaining three out of use while experts look for a cause." },
	{ "a translation", false,
	  "Le port de Valmont restera fermé jusqu'à jeudi après la chute d'une grue en travers du "
	  "quai "
	  "principal lundi soir, a annoncé l'autorité portuaire. Personne n'a été blessé. Une "
	  "quarantaine de navires attendent au large, dont deux ferries avec 1.200 passagers, qui "
	  "doivent être débarqués par des remorqueurs dans la journée.\n"
	  "La grue, construite en 1987, avait été inspectée en mars. « Nous ne savons pas encore "
	  "pourquoi elle a cédé », a dit Ilse Morand, qui dirige l'autorité. Des ingénieurs "
	  "étaient "
	  "attendus mardi de la capitale, et le syndicat des dockers a demandé l'arrêt des trois "
	  "autres "
	  "grues d'ici là." },
	{ "the first sentence alone", false,
	  "The port of Valmont will stay closed until Thursday after a crane fell across the main "
	  "quay "
	  "on Monday night, the harbour authority said. More follows." },
	{ "nothing", false, "" },
};

static DedupSketch *sketch_of (const char *text)
{
	g_autoptr (GArray) words = dedup_words (text, NULL);
	return dedup_sketch_new (words);
}

static bool is_copy (const char *a, const char *b)
{
	g_autoptr (DedupSketch) x = sketch_of (a), y = sketch_of (b);
	return x && y && dedup_compare (x, y).is_copy;
}

static void test_texts (void)
{
	for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
		g_test_message ("%s", texts[i].name);
		g_assert_cmpint (is_copy (dispatch, texts[i].text), ==, texts[i].copy);
		g_assert_cmpint (is_copy (texts[i].text, dispatch), ==, texts[i].copy);
	}
}

/* The same sentences every week, with other figures. */
static void test_template (void)
{
	static const char *const form =
		"Grain stocks in the ports of the southern district stood at %d tonnes at the end "
		"of "
		"the week to %d June, the board of agriculture said on Friday in its regular "
		"statement, "
		"compared with %d tonnes the week before and %d tonnes in the same week of last "
		"year. "
		"Shipments came to %d tonnes, all of it bound for the northern islands. The board "
		"counts what lies in silos that are open to "
		"inspection, not what farmers keep for seed, and does not correct its figures once "
		"they "
		"have been given out to the press.";
	g_autofree char *first = g_strdup_printf (form, 41200, 7, 39850, 52310, 1870);
	g_autofree char *second = g_strdup_printf (form, 38640, 14, 41200, 50125, 2215);
	g_autofree char *again = g_strconcat ("By our own staff. ", first, NULL);
	g_assert_false (is_copy (first, second));
	g_assert_true (is_copy (first, again));
	g_autoptr (DedupSketch) a = sketch_of (first), b = sketch_of (second);
	DedupLikeness likeness = dedup_compare (a, b);
	g_assert_cmpfloat (likeness.resemblance, >=, DEDUP_COPY);
	g_assert_cmpfloat (likeness.figures, <, DEDUP_FIGURES);
}

static void test_repeats_itself (void)
{
	g_autoptr (GString) text = g_string_new (NULL);
	for (int i = 0; i < 200; i++)
		g_string_append (text, "please switch on cookies to go on reading here ");
	g_assert_false (is_copy (text->str, text->str));
	g_autoptr (GArray) words = dedup_words (text->str, NULL);
	g_autoptr (GArray) passages = dedup_passages (words, words);
	g_assert_cmpuint (passages->len, ==, 1);
	g_assert_cmpuint (g_array_index (passages, DedupPassage, 0).words, ==, words->len);
}

static void test_long_text (void)
{
	g_autoptr (GString) text = g_string_new (NULL);
	for (int i = 0; i < DEDUP_WORDS_MAX * 2; i++)
		g_string_append_printf (text, "w%d%c", i, i % 20 ? ' ' : '\n');
	g_autoptr (GArray) words = dedup_words (text->str, NULL);
	g_assert_cmpuint (words->len, ==, DEDUP_WORDS_MAX);
	g_assert_true (is_copy (text->str, text->str));
}

/* Every passage is in both texts, word for word, where it says. */
static void test_passages (void)
{
	const char *a = dispatch, *b = texts[4].text;
	g_autoptr (GArray) x = dedup_words (a, NULL), y = dedup_words (b, NULL);
	g_autoptr (GArray) passages = dedup_passages (x, y);
	guint32 end = 0;
	g_assert_cmpuint (passages->len, ==, 3);
	for (guint i = 0; i < passages->len; i++) {
		const DedupPassage *p = &g_array_index (passages, DedupPassage, i);
		g_assert_cmpmem (a + p->a_start, p->a_end - p->a_start, b + p->b_start,
				 p->b_end - p->b_start);
		g_assert_cmpuint (p->words, >=, DEDUP_SHINGLE);
		g_assert_cmpuint (p->b_start, >=, end);
		end = p->b_end;
	}
	g_autoptr (GArray) none = dedup_words ("", NULL);
	g_autoptr (GArray) nothing = dedup_passages (x, none);
	g_assert_cmpuint (nothing->len, ==, 0);
}

/* The prints of two random texts of `count` shingles, of which the first `same` are alike. */
static void random_prints (GRand *random, guint count, guint same, DedupPrint *a, DedupPrint *b)
{
	g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (DedupWord));
	g_autoptr (GArray) y = g_array_new (FALSE, FALSE, sizeof (DedupWord));
	for (guint i = 0; i < count + DEDUP_SHINGLE - 1; i++) {
		DedupWord word = { .hash = g_rand_int (random) };
		g_array_append_val (x, word);
		if (!same || i >= same + DEDUP_SHINGLE - 1)
			word.hash = g_rand_int (random);
		g_array_append_val (y, word);
	}
	g_autoptr (DedupSketch) s = dedup_sketch_new (x), t = dedup_sketch_new (y);
	dedup_print (s, a);
	dedup_print (t, b);
}

static bool share_key (GRand *random, guint same)
{
	DedupPrint a, b;
	random_prints (random, 300, same, &a, &b);
	bool shared = false;
	for (guint k = 0; k < DEDUP_KEYS; k++)
		shared = shared || a.keys[k] == b.keys[k];
	return shared;
}

/* Pairs share a key as often as the header says. */
static void test_keys (void)
{
	static const struct {
		guint same; /* resemblance is same / (600 - same): 0, .05, .35, .5, .6 */
		double least, most;
	} rows[] = { { 0, 0, 0 },
		     { 29, .01, .06 },
		     { 156, .73, .85 },
		     { 200, .94, .99 },
		     { 225, .985, 1 } };
	g_autoptr (GRand) random = g_rand_new_with_seed (7);
	for (gsize row = 0; row < G_N_ELEMENTS (rows); row++) {
		guint found = 0;
		for (guint pair = 0; pair < 1000; pair++)
			found += share_key (random, rows[row].same);
		g_test_message ("%u of 300 shingles alike: %u of 1000 found", rows[row].same,
				found);
		g_assert_cmpfloat (found / 1000.0, >=, rows[row].least);
		g_assert_cmpfloat (found / 1000.0, <=, rows[row].most);
	}
}

/* Bins let pass what may be a copy, and keep most of the rest from being read. */
static void test_bins (void)
{
	static const struct {
		guint count, same; /* resemblance is same / (2 count - same) */
		guint least, most; /* of 1000 pairs */
	} rows[] = {
		{ 1200, 0, 0, 0 },        /* nothing alike */
		{ 1200, 218, 0, 60 },     /* .1 */
		{ 1200, 596, 990, 1000 }, /* .33 */
		{ 300, 149, 990, 1000 },  { 60, 30, 985, 1000 }, { 300, 200, 1000, 1000 }, /* .5 */
	};
	g_autoptr (GRand) random = g_rand_new_with_seed (7);
	for (gsize row = 0; row < G_N_ELEMENTS (rows); row++) {
		guint passed = 0;
		for (guint pair = 0; pair < 1000; pair++) {
			DedupPrint a, b;
			random_prints (random, rows[row].count, rows[row].same, &a, &b);
			passed += dedup_may_be_copies (a.bins, b.bins);
			g_assert_cmpint (dedup_may_be_copies (b.bins, a.bins), ==,
					 dedup_may_be_copies (a.bins, b.bins));
		}
		g_test_message ("%u of %u shingles alike: %u of 1000 passed", rows[row].same,
				rows[row].count, passed);
		g_assert_cmpuint (passed, >=, rows[row].least);
		g_assert_cmpuint (passed, <=, rows[row].most);
	}
}

/* --- in the store --- */

static void put_text (Store *store, const char *id, const char *text)
{
	json_t *object = json_pack ("{s:s, s:s, s:s}", "id", id, "title", id, "text", text);
	g_autofree char *json = json_dumps (object, 0);
	json_decref (object);
	put (store, json);
}

static void expect_group (Store *store, const char *id, const char *group)
{
	g_autoptr (Article) article = NULL;
	guint32 docid;
	must (store_find (store, id, &docid, &article, NULL, NULL));
	g_assert_nonnull (article);
	g_assert_cmpstr (article->copy_group, ==, group);
}

static void expect_keys (Store *store, gint64 articles)
{
	gint64 keys, sketches;
	must (store_get_int (store, "SELECT count(*) FROM copy_key", &keys, NULL));
	must (store_get_int (store, "SELECT count(*) FROM copy_print", &sketches, NULL));
	g_assert_cmpint (sketches, ==, articles);
	g_assert_cmpint (keys, ==, articles * DEDUP_KEYS);
}

static void test_groups (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	gint64 before, after;
	put_text (store, "first", dispatch);
	put_text (store, "own-words", texts[5].text);
	put_text (store, "french", texts[6].text);
	expect_group (store, "first", NULL);
	must (store_last_seq (store, &before, NULL));
	put_text (store, "longer", texts[2].text);
	must (store_last_seq (store, &after, NULL));
	g_assert_cmpint (after, ==, before + 2); /* the index hears of both */
	expect_group (store, "first", "first");
	expect_group (store, "longer", "first");
	put_text (store, "corrected", texts[4].text);
	expect_group (store, "corrected", "first");
	expect_group (store, "own-words", NULL);
	expect_group (store, "french", NULL);
	expect_keys (store, 5);
	/* put again unchanged, and with another title only */
	put_text (store, "corrected", texts[4].text);
	expect_group (store, "corrected", "first");
	put (store, "{\"id\":\"short\",\"text\":\"Nobody was hurt.\"}");
	expect_group (store, "short", NULL);
	expect_keys (store, 5);
	must (store_commit (store, NULL));
	expect_clean (store);
	remove_dir (dir);
}

static void test_edits_and_deletes (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	put_text (store, "a", dispatch);
	put_text (store, "b", dispatch);
	put_text (store, "c", texts[2].text);
	/* the first is rewritten: the group keeps its name without it */
	put_text (store, "a", texts[5].text);
	expect_group (store, "a", NULL);
	expect_group (store, "b", "a");
	expect_group (store, "c", "a");
	/* it gets a copy of its own: that is another group */
	put_text (store, "d", texts[5].text);
	expect_group (store, "a", "a-2");
	expect_group (store, "d", "a-2");
	/* and comes back */
	put_text (store, "a", dispatch);
	expect_group (store, "a", "a");
	expect_group (store, "d", NULL);
	/* deletes: the name stays while there are two, one alone has none */
	must (store_delete (store, "a", NULL));
	expect_group (store, "b", "a");
	must (store_delete (store, "b", NULL));
	expect_group (store, "c", NULL);
	put_text (store, "e", dispatch);
	expect_group (store, "e", "c");
	expect_group (store, "c", "c");
	expect_keys (store, 3);
	must (store_commit (store, NULL));
	expect_clean (store);
	remove_dir (dir);
}

/* What is not committed is gone with its keys and groups. */
static void test_crash (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	put_text (store, "a", dispatch);
	must (store_commit (store, NULL));
	put_text (store, "b", dispatch);
	expect_group (store, "a", "a");
	store_close (store);
	store = must_open (dir, STORE_WRITE);
	expect_group (store, "a", NULL);
	expect_keys (store, 1);
	put_text (store, "b", dispatch);
	expect_group (store, "a", "a");
	expect_group (store, "b", "a");
	store_close (store);
	remove_dir (dir);
}

/* A thousand articles with one text: each is put at the cost of a few comparisons. */
static void test_many (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	for (int i = 0; i < 1000; i++) {
		g_autofree char *id = g_strdup_printf ("n%d", i);
		put_text (store, id, dispatch);
	}
	gint64 count;
	must (store_get_int (store, "SELECT count(*) FROM article WHERE copy_group = 'n0'", &count,
			     NULL));
	g_assert_cmpint (count, ==, 1000);
	remove_dir (dir);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/dedup/texts", test_texts);
	g_test_add_func ("/dedup/template", test_template);
	g_test_add_func ("/dedup/repeats-itself", test_repeats_itself);
	g_test_add_func ("/dedup/long-text", test_long_text);
	g_test_add_func ("/dedup/passages", test_passages);
	g_test_add_func ("/dedup/keys", test_keys);
	g_test_add_func ("/dedup/bins", test_bins);
	g_test_add_func ("/dedup/store/groups", test_groups);
	g_test_add_func ("/dedup/store/edits-and-deletes", test_edits_and_deletes);
	g_test_add_func ("/dedup/store/crash", test_crash);
	g_test_add_func ("/dedup/store/many", test_many);
	return g_test_run ();
}
