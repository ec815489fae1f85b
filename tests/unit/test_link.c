/* test_link.c: two reports of one event against two that only share a topic; the evidence and its offsets. Needs the lexicon. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "search/link.h"
#include "search/link_bytes.h"
#include "search/link_match.h"
#include "tests/unit/article_fixture.h"
#include "tests/unit/space_fixture.h"

static Article *french (void)
{
	return make_article (
		"fr", "2026-03-05", "Le musée de Valmorel rouvre après le vol de trois tableaux",
		"La directrice du musée de Valmorel, Odile Carcassin, a annoncé mercredi la "
		"réouverture.\n"
		"Trois tableaux estimés à 2,3 millions d’euros avaient été volés dans la nuit.\n"
		"« Nous avons changé toutes les serrures et doublé la garde », a déclaré Odile "
		"Carcassin.");
}

static Article *english (void)
{
	return make_article (
		"en", "2026-03-05", "Valmorel museum reopens after theft of three paintings",
		"The museum in Valmorel opened its doors again on Wednesday, its director "
		"Odile Carcassin said.\n"
		"Thieves took three paintings worth €2.3 million during the night.\n"
		"“We have changed all the locks and doubled the guard,” Carcassin said.");
}

static Article *other (void)
{
	return make_article (
		"en", "2026-03-05", "Strasbourg museum opens new wing",
		"The museum in Strasbourg opened a new wing on Wednesday, its director "
		"Paul Meyer said.\n"
		"It shows 200 paintings and cost €14 million.");
}

static void score (Fixture *f, const Article *a, const Article *b, Link *link)
{
	g_autoptr (Profile) x = profile_new (f->space, a), y = profile_new (f->space, b);
	Link back;
	LinkSide left = link_side_alone (x), right = link_side_alone (y);
	link_score (f->space, f->model, &left, &right, link_cosines (&left, &right), link);
	link_score (f->space, f->model, &right, &left, link_cosines (&right, &left), &back);
	g_assert_cmpfloat_with_epsilon (link->probability, back.probability, 1e-6);
	/* What it reaches it can reach. */
	g_assert_true (link_reach (f->space, f->model, &left, &right, link_cosines (&left, &right),
				   link->probability, &back));
	g_assert_cmpfloat (link->probability, ==, back.probability);
}

static void test_same_and_other (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) fr = french (), en = english (), no = other ();
	Link right, wrong, same;
	score (f, fr, en, &right);
	score (f, fr, no, &wrong);
	score (f, en, en, &same);
	g_assert_cmpint (right.kind, ==, LINK_SHORT);
	g_assert_cmpint (same.kind, ==, LINK_SAME | LINK_SHORT);
	g_assert_cmpfloat (right.probability, >, 0.5);
	g_assert_cmpfloat (wrong.probability, <, 0.5);
	g_assert_cmpfloat (same.probability, >, 0.9);
	double z = 0;
	for (int i = 0; i < LINK_FEATURES; i++)
		z += right.shares[i];
	g_assert_cmpfloat_with_epsilon (right.probability, 1 / (1 + exp (-z)), 1e-9);
}

/* A link comes back from its bytes, but for rounding; the probability is the stored one. Damaged bytes are no features. */
static void test_bytes (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) a = french (), b = english ();
	Link link, back;
	StoreFeatures bytes;
	score (f, a, b, &link);
	link_pack (&link, &bytes);
	StoreLink stored = { 1, 2, 0.625, (guint8)link.kind };
	g_assert_true (link_unpack (f->model, &stored, &bytes, &back));
	g_assert_cmpint (back.kind, ==, link.kind);
	g_assert_cmpfloat (back.probability, ==, 0.625);
	for (int i = 0; i < LINK_FEATURES; i++)
		g_assert_cmpfloat_with_epsilon (back.features[i], link.features[i], 1.0 / 2048);
	double z = 0;
	for (int i = 0; i < LINK_FEATURES; i++)
		z += back.shares[i];
	g_assert_cmpfloat_with_epsilon (1 / (1 + exp (-z)), link.probability, 0.005);
	for (guint8 len = 0; len < bytes.len; len++) {
		StoreFeatures cut = bytes;
		cut.len = len;
		g_assert_false (link_unpack (f->model, &stored, &cut, &back));
		g_assert_cmpfloat (back.probability, ==, 0.625);
		g_assert_cmpfloat (back.features[LINK_WORDS], ==, 0);
	}
	bytes.bytes[0] ^= 1; /* of other features */
	g_assert_false (link_unpack (f->model, &stored, &bytes, &back));
	stored.kind = 9; /* no kind */
	bytes.bytes[0] ^= 1;
	g_assert_false (link_unpack (f->model, &stored, &bytes, &back));
	g_assert_false (link_unpack (f->model, &stored, NULL, &back));
}

/* A pair is refused only for less than it reaches, and an unlike one is. */
static void test_reach (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) a = french (), b = other ();
	g_autoptr (Profile) x = profile_new (f->space, a), y = profile_new (f->space, b);
	LinkSide left = link_side_alone (x), right = link_side_alone (y);
	LinkCosines cosines = link_cosines (&left, &right);
	Link link, reached;
	link_score (f->space, f->model, &left, &right, cosines, &link);
	double refused = 1;
	for (double least = 0; least <= 1; least += 0.001)
		if (!link_reach (f->space, f->model, &left, &right, cosines, least, &reached))
			refused = MIN (refused, least);
		else
			g_assert_cmpfloat (reached.probability, ==, link.probability);
	g_assert_cmpfloat (refused, >, link.probability);
	g_assert_cmpfloat (refused, <, 0.9);
}

/* Figures and days of both leads count apart; without a headline a text's first words are no lead. */
static void test_leads_and_excerpts (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) fr = make_article ("fr", "2026-03-05", "Incendie à Valmorel",
					       "L’incendie a fait 67 morts le 2 mars 2026."),
			    en = make_article ("en", "2026-03-05", "Valmorel fire",
					       "The fire killed 67 people on 2 March 2026."),
			    no = make_article ("en", "2026-03-05", "Valmorel fire",
					       "The fire killed 68 people on 3 March 2026.");
	Link right, wrong, excerpt;
	score (f, fr, en, &right);
	score (f, fr, no, &wrong);
	g_assert_cmpfloat (right.features[LINK_TOLL], >, 0);
	g_assert_cmpfloat (right.features[LINK_WHEN], ==, 1);
	g_assert_cmpfloat (wrong.features[LINK_TOLL], ==, 0);
	g_assert_cmpfloat (wrong.features[LINK_WHEN], ==, 0);
	g_clear_pointer (&en->title, g_free);
	score (f, fr, en, &excerpt);
	g_assert_cmpint (excerpt.kind, ==, LINK_SHORT);
	memset (&fr->date_published, 0, sizeof fr->date_published);
	score (f, fr, en, &excerpt);
	g_assert_cmpint (excerpt.kind, ==, LINK_SHORT | LINK_UNDATED | LINK_EXCERPT);
	score (f, fr, fr, &excerpt);
	g_assert_cmpint (excerpt.kind, ==, LINK_SHORT | LINK_UNDATED | LINK_SAME);
}

/* The day that each report is about, and a day that was ahead of one and behind the other. */
static void test_event_days (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) before = make_article ("fr", "2026-03-03", "Vote à Valmorel",
						   "Valmorel votera mercredi 4 mars 2026."),
			    fr = make_article ("fr", "2026-03-05", "Vote à Valmorel",
					       "Valmorel a voté mercredi 4 mars 2026."),
			    en = make_article ("en", "2026-03-05", "Valmorel votes",
					       "Valmorel voted on Wednesday, 4 March 2026."),
			    next = make_article ("en", "2026-03-06", "Valmorel votes",
						 "Valmorel counted again on 5 March 2026."),
			    none = make_article ("en", "2026-03-05", "Valmorel votes",
						 "The mill was built on 2 March 1926.");
	Link link;
	score (f, fr, en, &link);
	g_assert_cmpfloat (link.features[LINK_SAMEDAY], ==, 1);
	g_assert_cmpfloat (link.features[LINK_OTHERDAY] + link.features[LINK_AHEAD], ==, 0);
	score (f, before, en, &link);
	g_assert_cmpfloat (link.features[LINK_SAMEDAY], ==, 1);
	g_assert_cmpfloat (link.features[LINK_AHEAD], ==, 1);
	score (f, fr, next, &link);
	g_assert_cmpfloat (link.features[LINK_SAMEDAY], ==, 0);
	g_assert_cmpfloat (link.features[LINK_OTHERDAY], ==, 1);
	score (f, fr, none, &link);
	g_assert_cmpfloat (link.features[LINK_SAMEDAY] + link.features[LINK_OTHERDAY], ==, 0);
	memset (&fr->date_published, 0, sizeof fr->date_published);
	score (f, fr, en, &link);
	g_assert_cmpfloat (link.features[LINK_SAMEDAY] + link.features[LINK_AHEAD], ==, 0);
}

/* Who and what: the names of both leads, those of headline and first sentence, and what is said of them in the other's lead. Of
 * headlines it does not count how long the other is: what was typed in is held against whole reports. */
static void test_who_and_deed (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) fr =
		make_article ("fr", "2026-03-05", "Le musée de Valmorel rouvre",
			      "La directrice Odile Carcassin a reçu les visiteurs."),
			    en = make_article ("en", "2026-03-05", "Valmorel museum reopens",
					       "Director Odile Carcassin met the visitors."),
			    act = make_article ("en", "2026-03-05", "Valmorel under water",
						"Odile Carcassin asked for sandbags."),
			    who = make_article ("en", "2026-03-05", "Strasbourg museum reopens",
						"Director Paul Meyer met the visitors.");
	Link right, other_deed, other_names;
	score (f, fr, en, &right);
	score (f, fr, act, &other_deed);
	score (f, fr, who, &other_names);
	g_assert_cmpfloat (right.features[LINK_DEED], >, other_deed.features[LINK_DEED] + 0.2);
	g_assert_cmpfloat (right.features[LINK_NAMED], ==, 1);
	g_assert_cmpfloat (other_deed.features[LINK_NAMED], ==, 1);
	g_assert_cmpfloat (other_names.features[LINK_NAMED], <, 0.5);
	g_assert_cmpfloat (right.features[LINK_WHO], >, log (0.9));
	g_assert_cmpfloat (right.features[LINK_ACTORS], >, other_names.features[LINK_ACTORS] + 0.4);
	g_assert_cmpfloat_with_epsilon (other_names.features[LINK_WHO], log (0.02), 0.7);
	g_assert_cmpfloat (right.features[LINK_LONGER], ==, 0);
	/* What stands behind the lead is neither. */
	g_autoptr (GString) text = g_string_new ("Odile Carcassin asked for sandbags.");
	for (int i = 0; i < 40; i++)
		g_string_append (text, " Water rose everywhere that night");
	g_string_append (text, ". The museum reopens, the director met the visitors.");
	g_free (act->text);
	act->text = g_string_free (g_steal_pointer (&text), FALSE);
	score (f, fr, act, &other_names);
	g_assert_cmpfloat_with_epsilon (other_names.features[LINK_DEED],
					other_deed.features[LINK_DEED], 1e-6);
}

static void test_undated (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) fr = french (), en = english ();
	Link link;
	memset (&fr->date_published, 0, sizeof fr->date_published);
	score (f, fr, en, &link);
	g_assert_cmpint (link.kind, ==, LINK_UNDATED | LINK_SHORT);
	g_assert_cmpfloat (link.features[LINK_NEAR], ==, 0);
}

/* What is nearer to one side makes a pair less likely, and what speaks against it is said. */
static void test_rivals (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) fr = french (), en = english ();
	g_autoptr (Profile) x = profile_new (f->space, fr), y = profile_new (f->space, en);
	LinkSide left = link_side_alone (x), right = link_side_alone (y);
	LinkCosines cosines = link_cosines (&left, &right);
	double affinity = link_affinity (profile_days_between (x, y), cosines);
	Link alone, crowded;
	link_score (f->space, f->model, &left, &right, cosines, &alone);
	g_assert_cmpfloat (alone.features[LINK_RANK], ==, 0);
	g_assert_cmpfloat (alone.features[LINK_MARGIN], >, 0);
	for (int i = 0; i < LINK_RIVALS; i++)
		left.rivals[i] = right.rivals[i] = (float)(affinity * (i < 3 ? 1.2 : 0.9));
	link_score (f->space, f->model, &left, &right, cosines, &crowded);
	g_assert_cmpfloat_with_epsilon (crowded.features[LINK_RANK], 2 * log (1 + 3), 1e-9);
	g_assert_cmpfloat (crowded.features[LINK_MARGIN], <, 0);
	g_assert_cmpfloat (crowded.features[LINK_CROWD], <, alone.features[LINK_CROWD]);
	/* Headlines (short texts with dates) are many to an event: there rivals may say nothing. */
	g_assert_cmpfloat (crowded.probability, <=, alone.probability);
	memset (&fr->date_published, 0, sizeof fr->date_published);
	x->day_s = 0;
	link_score (f->space, f->model, &left, &right, cosines, &crowded);
	for (int i = 0; i < LINK_RIVALS; i++)
		left.rivals[i] = right.rivals[i] = 0;
	link_score (f->space, f->model, &left, &right, cosines, &alone);
	g_assert_cmpfloat (crowded.probability, <, alone.probability);
	g_assert_cmpint (link_verdict (&alone, 0), ==, LINK_SAME_EVENT);
	g_assert_cmpfloat (alone.story, >=, alone.probability);
}

/* Names that two languages spell nearly alike share runs of letters. */
static void test_letters (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) a =
		make_article ("fr", NULL, "Gorbatchev rencontre Jaroslavna à Vilnius", "");
	g_autoptr (Article) b =
		make_article ("en", NULL, "Gorbachev meets Yaroslavna in Vilnius", "");
	g_autoptr (Article) c = make_article ("en", NULL, "Strasbourg museum opens new wing", "");
	g_autoptr (Profile) x = profile_new (f->space, a), y = profile_new (f->space, b),
			    z = profile_new (f->space, c);
	g_assert_cmpfloat (
		vector_dot (profile_part (x, PROFILE_LETTERS), profile_part (y, PROFILE_LETTERS)),
		>, 0.3);
	g_assert_cmpfloat (
		vector_dot (profile_part (x, PROFILE_LETTERS), profile_part (z, PROFILE_LETTERS)),
		<, 0.05);
}

static const Evidence *find (const GPtrArray *evidence, const char *kind, const char *a)
{
	for (guint i = 0; i < evidence->len; i++) {
		const Evidence *e = evidence->pdata[i];
		if (strcmp (e->kind, kind) == 0 && (!a || strcmp (e->a, a) == 0))
			return e;
	}
	return NULL;
}

static void test_evidence (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) fr = french (), en = english ();
	g_autoptr (Profile) x = profile_new (f->space, fr), y = profile_new (f->space, en);
	Link link;
	LinkSide left = link_side_alone (x), right = link_side_alone (y);
	link_score (f->space, f->model, &left, &right, link_cosines (&left, &right), &link);
	g_autoptr (GPtrArray) evidence = link_evidence (f->space, &link, x, y, 30);
	const Evidence *name = find (evidence, "name", "Odile Carcassin");
	g_assert_nonnull (name);
	g_assert_cmpstr (name->b, ==, "Odile Carcassin");
	g_assert_nonnull (find (evidence, "figure", "2,3 millions d’euros"));
	g_assert_nonnull (find (evidence, "day", "mercredi"));
	g_assert_nonnull (find (evidence, "quote", NULL));
	g_assert_nonnull (find (evidence, "words", NULL));
	g_assert_nonnull (find (evidence, "published", NULL));
	/* Offsets are where it stands. */
	for (guint i = 0; i < evidence->len; i++) {
		const Evidence *e = evidence->pdata[i];
		if (e->a_end == 0)
			continue;
		const char *text = e->a_in_title ? fr->title : fr->text;
		g_assert_cmpint (strncmp (text + e->a_start, e->a, e->a_end - e->a_start), ==, 0);
		text = e->b_in_title ? en->title : en->text;
		g_assert_cmpint (strncmp (text + e->b_start, e->b, e->b_end - e->b_start), ==, 0);
	}
	/* Strongest first. */
	for (guint i = 1; i < evidence->len; i++)
		g_assert_cmpfloat (((Evidence *)evidence->pdata[i - 1])->share, >=,
				   ((Evidence *)evidence->pdata[i])->share);
}

static GPtrArray *explain (Fixture *f, const Article *a, const Article *b)
{
	g_autoptr (Profile) x = profile_new (f->space, a), y = profile_new (f->space, b);
	Link link;
	LinkSide left = link_side_alone (x), right = link_side_alone (y);
	link_score (f->space, f->model, &left, &right, link_cosines (&left, &right), &link);
	return link_evidence (f->space, &link, x, y, 60);
}

/* What the words are alike is due to the names too: "bronze" alone does not make the link. Names that share one word are not
 * shown as one name. */
static void test_evidence_names (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article)
		fr = make_article ("fr", "2026-03-05",
				   "Odile Carcassin en bronze rue Chiders Street", ""),
		en = make_article ("en", "2026-03-05",
				   "Odile Carcassin gets bronze in Bestwood Street", "");
	g_autoptr (GPtrArray) evidence = explain (f, fr, en);
	const Evidence *name = find (evidence, "name", "Odile Carcassin"),
		       *word = find (evidence, "words", "bronze");
	g_assert_true (name && word);
	g_assert_cmpfloat (name->share, >, word->share);
	g_assert_null (find (evidence, "name", "Chiders Street"));
	g_assert_cmpstr (find (evidence, "name", "Street")->b, ==, "Street");
}

/* A missing name is one piece, with the shares of its words; one that is partly there is missing only in part, but not within hyphens. */
static void test_evidence_missing (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article)
		fr = make_article ("fr", "2026-03-05",
				   "Le voyage de Paul Meyer et Odile Carcassin à Saint-Valmorel",
				   ""),
		en = make_article ("en", "2026-03-05", "The travels of Carcassin in Valmorel", "");
	g_autoptr (GPtrArray) evidence = explain (f, fr, en);
	const Evidence *whole = find (evidence, "missing", "Paul Meyer"),
		       *part = find (evidence, "missing", "Odile");
	g_assert_true (whole && part);
	g_assert_nonnull (find (evidence, "missing", "Saint-Valmorel"));
	g_assert_null (find (evidence, "missing", "Paul"));
	g_assert_null (find (evidence, "missing", "Meyer"));
	g_assert_cmpfloat (whole->share, <, part->share);
}

/* A translation that is not the likely one is a reason in a headline, but not deep in a text. */
static void test_evidence_doubtful (Fixture *f, gconstpointer data)
{
	(void)data;
	static const char deep[] = "Valmorel Carcassin, ";
	for (int in_lead = 0; in_lead < 2; in_lead++) {
		g_autoptr (GString) a = g_string_new (NULL), b = g_string_new (NULL);
		for (int i = 0; i < (in_lead ? 0 : 60); i++) {
			g_string_append (a, deep);
			g_string_append (b, deep);
		}
		g_string_append (a, "Elle devra porter un nom.");
		g_string_append (b, "It has a door.");
		g_autoptr (Article) fr = make_article ("fr", "2026-03-05", "Valmorel", a->str),
				    en = make_article ("en", "2026-03-05", "Valmorel", b->str);
		g_autoptr (GPtrArray) evidence = explain (f, fr, en);
		g_assert_nonnull (find (evidence, "name", NULL));
		g_assert_cmpint (find (evidence, "words", "porter") != NULL, ==, in_lead);
	}
}

/* How many names of `a`, a French headline, the English headline `b` has. */
static guint names_shared (Fixture *f, const char *a, const char *b)
{
	g_autoptr (Article) fr = make_article ("fr", NULL, a, ""),
			    en = make_article ("en", NULL, b, "");
	g_autoptr (Profile) x = profile_new (f->space, fr), y = profile_new (f->space, en);
	g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
	match_names (f->space, x, y, matches);
	return matches->len;
}

/* A name's counterpart is a name, or the likely translation; a dictionary's word is no other spelling. */
static void test_counterparts (Fixture *f, gconstpointer data)
{
	(void)data;
	static const struct {
		const char *fr, *en;
		guint shared;
	} rows[] = {
		{ "on juge Ford coupable", "the court sat on Friday", 0 },
		{ "on juge Gorbatchev coupable", "the court heard Gorbachev", 1 },
		{ "elle relit la Constitution", "what she makes of it", 0 },
		{ "elle relit la Constitution", "she reads the constitution again", 1 },
		{ "retour à Londres", "a return to London", 1 },
		{ "elle retrouve les Jeux demain soir", "return of the games", 1 },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
		if (names_shared (f, rows[i].fr, rows[i].en) != rows[i].shared)
			g_error ("%s | %s: not %u", rows[i].fr, rows[i].en, rows[i].shared);
}

/* Nothing in it, no language, one word: comparisons with less than nothing. */
static void test_empty (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) none = make_article (NULL, NULL, "x", NULL), fr = french ();
	Link link;
	score (f, none, fr, &link);
	g_assert_cmpfloat (link.probability, <, 0.5);
	score (f, none, none, &link);
	g_assert_false (isnan (link.probability));
}

static void test_skeleton (void)
{
	static const char *const same[][2] = { { "gorbatchev", "gorbachev" },
					       { "khadafi", "kadafi" },
					       { "tchernobyl", "chernobyl" },
					       { "philippe", "filipe" } };
	for (gsize i = 0; i < G_N_ELEMENTS (same); i++) {
		g_autofree char *a = space_skeleton (same[i][0]), *b = space_skeleton (same[i][1]);
		g_assert_cmpstr (a, ==, b);
		g_assert_cmpstr (a, !=, "");
	}
	g_autofree char *brief = space_skeleton ("lee");
	g_assert_cmpstr (brief, ==, "");
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add ("/link/event-days", Fixture, NULL, set_up, test_event_days, tear_down);
	g_test_add ("/link/leads-and-excerpts", Fixture, NULL, set_up, test_leads_and_excerpts,
		    tear_down);
	g_test_add ("/link/bytes", Fixture, NULL, set_up, test_bytes, tear_down);
	g_test_add ("/link/same-and-other", Fixture, NULL, set_up, test_same_and_other, tear_down);
	g_test_add ("/link/can-reach", Fixture, NULL, set_up, test_reach, tear_down);
	g_test_add ("/link/who-and-deed", Fixture, NULL, set_up, test_who_and_deed, tear_down);
	g_test_add ("/link/undated", Fixture, NULL, set_up, test_undated, tear_down);
	g_test_add ("/link/rivals", Fixture, NULL, set_up, test_rivals, tear_down);
	g_test_add ("/link/letters", Fixture, NULL, set_up, test_letters, tear_down);
	g_test_add ("/link/evidence", Fixture, NULL, set_up, test_evidence, tear_down);
	g_test_add ("/link/evidence-names", Fixture, NULL, set_up, test_evidence_names, tear_down);
	g_test_add ("/link/evidence-missing", Fixture, NULL, set_up, test_evidence_missing,
		    tear_down);
	g_test_add ("/link/evidence-doubtful", Fixture, NULL, set_up, test_evidence_doubtful,
		    tear_down);
	g_test_add ("/link/counterparts", Fixture, NULL, set_up, test_counterparts, tear_down);
	g_test_add ("/link/empty", Fixture, NULL, set_up, test_empty, tear_down);
	g_test_add_func ("/link/skeleton", test_skeleton);
	return g_test_run ();
}
