/* test_furniture.c: which lines of a news text are left out, and above all which are not. */
#include <glib.h>
#include <string.h>

#include "corpus/furniture.h"
#include "shim/text.h"

/* `rule` NULL: the line is content. */
static const struct {
	const char *rule, *line;
} lines[] = {
	/* advertising */
	{ "advertising", "- Advertisement -" },
	{ "advertising", "ADVERTISEMENT" },
	{ "advertising", "Advertisement 4" },
	{ "advertising", "Publicité" },
	{ "advertising", "La suite après cette publicité" },
	{ "advertising", "Article continues below this ad" },
	{ NULL, "La publicité pour le tabac sera interdite aux abords des écoles dès l’automne." },
	{ NULL, "Advertisement spending fell for the third year in a row, the study found." },
	/* read also */
	{ "read-also", "À lire aussi : La mairie renonce au pont couvert" },
	{ "read-also", "À LIRE AUSSILa mairie renonce au pont couvert" },
	{ "read-also", "Lire aussi" },
	{ "read-also", "> Lire également : notre reportage à Valmont" },
	{ "read-also", "Lire : Que sait-on de la panne ?" },
	{ "read-also", "READ MORE: Council drops plan for covered bridge" },
	{ "read-also", "Related: Ten bridges that were never built" },
	{ "read-also", "Related" },
	{ "read-also", "Vous aimerez aussi" },
	{ NULL,
	  "Related companies must now publish their accounts, under a bill passed on Monday." },
	/* comments */
	{ "comments", "Laisser un commentaire" },
	{ "comments", "Leave a Reply" },
	{ "comments", "Leave a comment" },
	{ "comments", "3 commentaires" },
	{ "comments", "Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont "
		      "indiqués avec *" },
	{ "comments",
	  "Ce site utilise Akismet pour réduire les indésirables. En savoir plus sur la façon "
	  "dont les données de vos commentaires sont traitées." },
	{ NULL, "Twitter declined to comment." },
	{ NULL, "Le ministère n’a pas souhaité faire de commentaire." },
	/* share */
	{ "share", "Facebook Twitter WhatsApp" },
	{ "share", "Partager sur Facebook" },
	{ "share", "Share this article" },
	{ "share", "Suivez-nous sur Instagram" },
	{ "share", "Follow The Harbour Post on Twitter and Instagram" },
	{ "credit", "Photo d’illustration : Jeanne Morel" },
	{ NULL, "La photo d’illustration a été retirée par le journal." },
	{ NULL, "She put the film on Facebook and on Twitter, where thousands saw it." },
	{ NULL, "Share prices fell on Tuesday after the bank warned of losses." },
	{ NULL, "Like many mayors on Twitter, she answers every message herself, often at night." },
	{ NULL, "Facebook et Twitter ont refusé de répondre." },
	/* newsletters, accounts */
	{ "newsletter", "Abonnez-vous à notre lettre du matin" },
	{ "newsletter", "Sign up for our newsletter" },
	{ "newsletter", "• Sign up to receive our daily briefing, every weekday at seven" },
	{ "newsletter", "Get the day’s stories straight to your inbox" },
	{ NULL, "Sign up for the race closes on Friday; last year four thousand people ran." },
	{ NULL,
	  "Pour recevoir l’aide, les familles doivent envoyer un courrier avant la fin du mois." },
	{ "paywall", "Article réservé aux abonnés" },
	{ "paywall", "Cet article est réservé à nos abonnés." },
	{ "paywall", "Abonnez-vous pour lire la suite" },
	{ "paywall", "Subscribe to continue reading" },
	{ "paywall", "To read the full story, subscribe today" },
	{ "paywall", "This article is exclusive to our subscribers" },
	{ "subscription", "Lecture audio réservée aux abonnés" },
	{ "subscription", "Log in to continue reading" },
	{ NULL,
	  "Le parking est réservé aux abonnés des trains, rappelle la mairie, qui y a posé une "
	  "barrière au mois de mars, après des mois de plaintes des riverains du quartier de la "
	  "gare et de ses rues commerçantes, où les voitures se garaient jusque sur les trottoirs "
	  "et "
	  "devant les portes des écoles." },
	{ NULL, "Subscribers will pay more from May, the company said." },
	{ "paywall",
	  "Il vous reste 62.5% de cet article à lire. La suite est réservée aux abonnés." },
	{ "subscription", "Already a subscriber? Log in" },
	{ NULL, "L’accès au bâtiment est réservé aux personnes munies d’un masque." },
	/* appeals */
	{ "appeal", "Le Phare du Nord est un média libre et indépendant, sans actionnaire. Depuis "
		    "dix ans nous "
		    "enquêtons là où d’autres se taisent, et cela coûte cher. Nous comptons sur "
		    "votre soutien pour "
		    "continuer à vous informer." },
	{ "appeal", "As a reader-funded paper we answer to nobody else. If you value our "
		    "reporting, please consider "
		    "making a monthly gift: it takes a minute and keeps these pages open to all." },
	{ "appeal", "Comment pouvez-vous nous aider à vous tenir informés ?" },
	{ "appeal", "Faites un don" },
	{ NULL, "« Nous sommes un média indépendant et nous avons besoin de votre soutien », a "
		"lancé la directrice." },
	{ NULL, "« Aidez-nous », crient les habitants." },
	{ NULL, "The minister thanked voters for their support and promised a free press." },
	/* consent, rights, affiliates */
	{ "consent", "Ce site utilise des cookies pour mesurer son audience." },
	{ "consent", "We use cookies to make this website work." },
	{ NULL, "By visiting Beijing, the senator wants both sides to accept a truce." },
	{ NULL, "Regulators say the firm uses cookies to follow children across the web." },
	{ "rights", "© 2021 Le Phare du Nord. Tous droits réservés." },
	{ "rights", "Copyright 2019 The Harbour Gazette. All rights reserved." },
	{ "affiliate", "We may earn a commission from links on this page." },
	{ NULL, "Influencers earn commission on every sale, the report says." },
	/* navigation */
	{ "navigation", "Temps de lecture : 4 min" },
	{ "navigation", "5 min read" },
	{ "navigation", "Media playback is unsupported on your device" },
	/* credits and captions */
	{ "credit", "Crédits Pixabay" },
	{ "credit", "Crédits photo : Jeanne Morel" },
	{ "credit", "Photo: Ana Costa/Getty Images" },
	{ "credit", "Photo by Ana Costa on Unsplash" },
	{ "credit", "Ana Costa | Getty Images" },
	{ "navigation", "AFP" },
	{ "credit", "Crédit : DR" },
	{ "credit", "ANA COSTA/AFP via Getty Images" },
	{ "caption", "Le maire de Valmont lors de ses vœux, en janvier.REUTERS/Ana Costa" },
	{ "credit", "Protesters near the bridge. Paul Martin/AFP via Getty Images" },
	{ "caption", "The mayor at a meeting in March 2019.Reuters" },
	{ "caption", "Le pont de Valmont, fermé depuis mardi. (Photo Ana Costa / AFP)" },
	{ "caption", "The bridge before its collapse (Image: GETTY)" },
	{ "caption", "Le pont de Valmont, le 3 mai. (AFP)" },
	{ NULL, "Crédit agricole annonce deux mille embauches." },
	{ NULL, "Credit Suisse shares fell by a third." },
	{ NULL, "Le pont sera fermé deux ans, a appris l’AFP." },
	{ NULL, "The bridge will be shut for two years, two sources told Reuters." },
	{ NULL, "Un Français sur deux y est opposé, selon un sondage Reuters/Ipsos." },
	{ NULL, "LONDON (Reuters) - The bridge will be shut for two years, officials said." },
	/* templates */
	{ "template", "{{}}" },
	{ "template", "{{ article.title }}" },
	{ "template", "[gallery ids=\"1,2\"]" },
	{ NULL, "[Vidéo] Le pont s’effondre" },
	/* content that looks bare */
	{ NULL, "Updated 9/9/2020 at 4:35PM ET: The embassy declined to comment." },
	{ NULL, "Mis à jour le 3 mai à 18 h 10 : le pont a rouvert." },
	{ NULL, "Que s’est-il passé ?" },
	{ NULL, "3 juin" },
	{ NULL, "***" },
	{ NULL, "" },
};

static void test_lines (void)
{
	for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
		const char *rule = furniture_rule (lines[i].line, strlen (lines[i].line));
		if (g_strcmp0 (rule, lines[i].rule) != 0)
			g_test_message ("%s", lines[i].line);
		g_assert_cmpstr (rule, ==, lines[i].rule);
	}
}

/* The same words in a paragraph of prose: length is what tells. */
static void test_prose_is_long (void)
{
	static const char *const openings[] = {
		"Lire aussi vite qu’elle parle, c’est ce que",
		"Read more books was the advice that",
		"Credits: that is what the union wanted, and what",
		"Photo par photo, le procureur a montré ce que",
		"Follow the river on foot, on Facebook they said, and",
	};
	for (gsize i = 0; i < G_N_ELEMENTS (openings); i++) {
		g_autoptr (GString) text = g_string_new (openings[i]);
		while (g_utf8_strlen (text->str, -1) < 600)
			g_string_append (
				text,
				" the town council of Valmont had long refused to hear, until");
		g_assert_cmpstr (furniture_rule (text->str, text->len), ==, NULL);
	}
}

static void test_title_and_repetition (void)
{
	const char *text = "Le pont de Valmont fermé\n"
			   "\n"
			   "Publicité\n"
			   "  Le pont de Valmont fermé !  \n"
			   "Le pont est fermé depuis mardi.\r\n"
			   "Un second paragraphe.\n"
			   "« Le pont est FERME depuis mardi »\n"
			   "Le pont de Valmont fermé pour deux ans\n"
			   "Publicité\n";
	g_autofree char *kept = furniture_strip (text, strlen (text), "Le pont de Valmont fermé");
	g_assert_cmpstr (kept, ==,
			 "Le pont est fermé depuis mardi.\nUn second paragraphe.\n"
			 "Le pont de Valmont fermé pour deux ans");

	/* Without a title its first line is content, and its repetitions are not. */
	g_autoptr (GPtrArray) why = g_ptr_array_new_with_free_func (g_free);
	g_autoptr (GArray) content = furniture_content (text, strlen (text), NULL, why);
	g_assert_cmpuint (content->len, ==, 4);
	g_assert_cmpuint (why->len, ==, 4);
	g_assert_cmpstr (why->pdata[0], ==, "advertising\tPublicité");
	g_assert_cmpstr (why->pdata[1], ==, "repeated\tLe pont de Valmont fermé !");
	g_assert_cmpstr (why->pdata[2], ==, "repeated\t« Le pont est FERME depuis mardi »");
	const TextSpan *first = &g_array_index (content, TextSpan, 0);
	g_assert_cmpuint (first->start, ==, 0);
	g_assert_cmpmem (text, first->end, "Le pont de Valmont fermé",
			 strlen ("Le pont de Valmont fermé"));
}

static void test_edges (void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "" },
		{ "\n \n\t\n", "" },
		{ "une ligne", "une ligne" },
		{ "a\nb", "a\nb" },
		{ "Advertisement", "" },
		{ "…\n—\n…", "…\n—\n…" }, /* nothing but marks says nothing twice */
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *kept =
			furniture_strip (cases[i].text, strlen (cases[i].text), NULL);
		g_assert_cmpstr (kept, ==, cases[i].want);
	}
	/* An empty title, or one of marks alone, leaves everything. */
	g_autofree char *kept = furniture_strip ("a\n—", strlen ("a\n—"), "—");
	g_assert_cmpstr (kept, ==, "a\n—");
}

/* Lines made to send an expression back and forth end in time, whatever they end in. */
static void test_hostile (void)
{
	static const char *const units[] = { "Aa ",      "a.",           "{",
					     "(",        "photo ",       "/",
					     "share ",   "sign up to ",  "votre soutien ",
					     "\xc2\xa9", "\xe2\x80\xa6", "A.-b, " };
	for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
		for (guint chars = 80; chars <= 1300; chars += 97) {
			g_autoptr (GString) line = g_string_new (NULL);
			while (line->len < chars)
				g_string_append (line, units[i]);
			g_string_append (line, "!x");
			gint64 start = g_get_monotonic_time ();
			furniture_rule (line->str, line->len);
			g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
		}
	}
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/furniture/lines", test_lines);
	g_test_add_func ("/furniture/prose-is-long", test_prose_is_long);
	g_test_add_func ("/furniture/title-and-repetition", test_title_and_repetition);
	g_test_add_func ("/furniture/edges", test_edges);
	g_test_add_func ("/furniture/hostile", test_hostile);
	return g_test_run ();
}
