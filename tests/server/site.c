/* site.c: news sites that are made up: articles of invented sentences, with a front page, a feed and a sitemap. The same host and number give
 * the same bytes on every machine, so that benchmarks can be repeated. */
#include <stdlib.h>
#include <string.h>

#include "tests/server/server.h"

/* Sentences are put together from these; whatever comes out is grammar, not news. */
static const char *const fr[5][12] = {
	{ "La commune", "Le syndicat des mariniers", "Une association de riverains",
	  "Le conseil départemental", "L'observatoire", "La coopérative laitière",
	  "Le directeur du port", "Une équipe de chercheurs", "La préfecture",
	  "Le collectif des parents", "L'entreprise Valdorin", "Le musée maritime" },
	{ "a présenté", "refuse", "étudie depuis lundi", "vient d'obtenir", "réclame", "a suspendu",
	  "finance en partie", "a rendu publique", "conteste", "prépare", "a voté", "abandonne" },
	{ "un plan de rénovation des quais", "la fermeture du pont mobile",
	  "une enquête sur les tarifs du ferry", "le calendrier des travaux",
	  "une carte des zones inondables", "l'achat de trois autobus électriques",
	  "le projet de halle couverte", "un rapport de quarante pages", "la hausse des redevances",
	  "une convention avec les agriculteurs", "le retour du marché nocturne",
	  "l'inventaire des orgues anciennes" },
	{ "à Brévannes-sur-Lisle", "dans la vallée de l'Ormoy", "au nord de Castelnau-d'Orbe",
	  "sur la presqu'île de Kervaudan", "à l'entrée du tunnel des Aulnes",
	  "dans le quartier de la Fontaine-Noire", "près de la gare de Montresson",
	  "au bord du canal de Sarville", "sur le plateau de Gravelle", "à Port-Hérault",
	  "dans les faubourgs de Lormes", "au pied du mont Authion" },
	{ "selon un document daté du %u mars", "pour un montant de %u millions d'euros",
	  "après %u semaines de discussions", "malgré l'avis de %u habitants",
	  "avec l'appui de %u élus", "dont %u pour cent restent à trouver",
	  "à %u kilomètres de la frontière", "en présence de %u délégués",
	  "sous la surveillance de %u inspecteurs", "pendant %u jours",
	  "devant une salle de %u personnes", "au bout de %u ans" },
};
static const char *const en[5][12] = {
	{ "The town council", "A union of bargemen", "A residents' group", "The county board",
	  "The observatory", "The dairy cooperative", "The harbour master", "A team of researchers",
	  "The regional office", "A committee of parents", "Valdorin, a builder of lifts,",
	  "The maritime museum" },
	{ "has presented", "rejects", "has been studying since Monday", "has obtained",
	  "is asking for", "has suspended", "pays part of", "has published", "disputes",
	  "is preparing", "voted for", "is giving up" },
	{ "a plan to rebuild the quays", "the closing of the swing bridge",
	  "an inquiry into ferry fares", "the timetable of the works",
	  "a map of the areas at risk of flooding", "the purchase of three electric buses",
	  "the scheme for a covered market", "a report of forty pages", "the rise in mooring fees",
	  "an agreement with the farmers", "the return of the night market",
	  "a survey of old organs" },
	{ "in Westerham Sands", "in the valley of the Arle", "north of Castle Orby",
	  "on the Kerrow peninsula", "at the mouth of the Alder tunnel", "in the Blackwell quarter",
	  "near Mountreath station", "beside the Sarvil canal", "on the Gravel plateau",
	  "in Port Herrold", "on the outskirts of Lorme", "at the foot of Mount Authie" },
	{ "according to a paper dated %u March", "at a cost of %u million euros",
	  "after %u weeks of talks", "against the wish of %u residents",
	  "with the support of %u members", "of which %u per cent is still missing",
	  "%u kilometres from the border", "before %u delegates", "under the eyes of %u inspectors",
	  "for %u days", "in a room of %u people", "at the end of %u years" },
};

/* Numbers that look random and are the same everywhere. */
static guint next (guint64 *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (guint)(*state >> 33);
}

/* A name that nobody has: two to four syllables. */
static void name (GString *out, guint64 *state)
{
	static const char *const syllables[] = { "ba",  "cor",  "del", "fa",  "gri", "hel",
						 "jo",  "kar",  "lin", "mou", "nes", "or",
						 "pe",  "quin", "ra",  "sol", "ta",  "ul",
						 "ver", "zan",  "bri", "che", "dro", "mel" };
	gsize at = out->len;
	for (guint n = 2 + next (state) % 3; n; n--)
		g_string_append (out, syllables[next (state) % G_N_ELEMENTS (syllables)]);
	out->str[at] = g_ascii_toupper (out->str[at]);
}

/* Names stand between its parts: no two articles share a passage, as no two reports of different things do. */
static void sentence (GString *out, const char *const words[5][12], guint64 *state)
{
	bool french = words == fr;
	g_string_append_printf (out, "%s %s ", words[0][next (state) % 12], french ? "de" : "of");
	name (out, state);
	g_string_append_printf (out, " %s %s ", words[1][next (state) % 12], french ? "à" : "in");
	name (out, state);
	g_string_append_printf (out, " %s ", words[2][next (state) % 12]);
	g_string_append (out, french ? "avec " : "with ");
	name (out, state);
	g_autofree char *number = g_strdup_printf ("%u", 2 + next (state) % 700);
	g_auto (GStrv) around = g_strsplit (words[4][next (state) % 12], "%u", 2);
	g_string_append_printf (out, " %s, %s%s%s, ", words[3][next (state) % 12], around[0],
				number, around[1]);
	g_string_append (out, french ? "dit " : "says ");
	name (out, state);
	g_string_append_c (out, '.');
}

/* What a page has around its article: menus, scripts, teasers; `bytes` of it, about. */
static void furniture (GString *out, const char *host, gsize bytes, guint64 *state)
{
	gsize end = out->len + bytes;
	g_string_append (out, "<aside class=\"teasers\"><ul>\n");
	while (out->len < end) {
		guint n = next (state) % 20000;
		g_string_append_printf (
			out,
			"<li class=\"teaser teaser--%u\" data-id=\"%08x\"><a "
			"href=\"http://%s/page/%u.html\" "
			"rel=\"bookmark\"><img src=\"/media/%u/320x180.jpg\" width=\"320\" "
			"height=\"180\" alt=\"\" loading=\"lazy\"><span>N° %u</span></a></li>\n",
			n % 7, n * 2654435761u, host, n, n, n);
		if (n % 4 == 0)
			g_string_append_printf (
				out,
				"<script>window.q=window.q||[];q.push({slot:\"s%u\",sizes:[[300,%u]"
				",[728,90]],"
				"refresh:%u,target:{a:\"%x\",b:\"%x\"}});</script>\n",
				n, n % 600, n % 90, n * 40503u, n * 69069u);
	}
	g_string_append (out, "</ul></aside>\n");
}

/* N of pN.live.test; 0 for sites where time stands still. */
static guint period_of (const char *host)
{
	return g_str_has_suffix (host, ".live.test") && *host == 'p'
		       ? (guint)g_ascii_strtoull (host + 1, NULL, 10)
		       : 0;
}

static void date_of (const char *host, guint n, char *out, gsize size)
{
	guint period = period_of (host);
	gint64 unix_s =
		period ? (gint64)n * period : G_GINT64_CONSTANT (1740808800) + n % 100000 * 420;
	g_autoptr (GDateTime) then = g_date_time_new_from_unix_utc (unix_s);
	g_autofree char *text = g_date_time_format (then, "%Y-%m-%dT%H:%M:%SZ");
	g_strlcpy (out, text, size);
}

char *site_page (const char *host, guint n, gsize bytes)
{
	guint64 state = (guint64)g_str_hash (host) << 32 | n;
	const char *lang = n % 2 ? "en" : "fr";
	const char *const(*words)[12] = n % 2 ? en : fr;
	char date[32];
	date_of (host, n, date, sizeof date);
	next (&state);
	g_autoptr (GString) title = g_string_new (NULL);
	sentence (title, words, &state);
	g_string_truncate (title, title->len - 1);
	GString *out = g_string_sized_new (bytes + 1024);
	g_string_append_printf (
		out,
		"<!DOCTYPE html>\n<html lang=\"%s\"><head><meta "
		"charset=\"utf-8\"><title>%s</title>\n"
		"<link rel=\"canonical\" href=\"http://%s/page/%u.html\">\n"
		"<meta property=\"og:type\" content=\"article\">"
		"<meta property=\"article:published_time\" content=\"%s\">\n</head><body>\n"
		"<nav><a href=\"/\">%s</a></nav>\n",
		lang, title->str, host, n, date, host);
	gsize around = bytes > 8192 ? bytes - 8192 : 0;
	furniture (out, host, around / 2, &state);
	g_string_append_printf (out, "<article><h1>%s</h1>\n<time datetime=\"%s\">%s</time>\n",
				title->str, date, date);
	for (guint p = 0; p < 8; p++) {
		g_string_append (out, "<p>");
		for (guint s = 0; s < 5; s++) {
			sentence (out, words, &state);
			g_string_append_c (out, ' ');
		}
		g_string_append (out, "</p>\n");
	}
	g_string_append (out, "</article>\n");
	furniture (out, host, around / 2, &state);
	g_string_append (out, "</body></html>\n");
	return g_string_free (out, FALSE);
}

static char *front_page (const char *host, guint pages)
{
	GString *out = g_string_new (NULL);
	g_string_append_printf (out,
				"<!DOCTYPE html>\n<html lang=\"fr\"><head><meta "
				"charset=\"utf-8\"><title>%s</title>\n"
				"<link rel=\"alternate\" type=\"application/rss+xml\" "
				"href=\"/feed.xml\">\n</head><body><ul>\n",
				host);
	for (guint n = 0; n < MIN (pages, 40); n++)
		g_string_append_printf (out, "<li><a href=\"/page/%u.html\">%u</a></li>\n", n, n);
	g_string_append (out, "</ul></body></html>\n");
	return g_string_free (out, FALSE);
}

/* The newest twenty. */
static char *feed (const char *host, guint pages)
{
	GString *out = g_string_new (NULL);
	g_string_append_printf (
		out,
		"<?xml version=\"1.0\"?>\n<rss version=\"2.0\" "
		"xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>%s</title>\n",
		host);
	for (guint i = 0; i < MIN (pages, 20); i++) {
		guint n = pages - 1 - i;
		char date[32];
		date_of (host, n, date, sizeof date);
		g_string_append_printf (
			out,
			"<item><title>%u</title><link>http://%s/page/%u.html</link>"
			"<guid>http://%s/page/%u.html</guid><dc:date>%s</dc:date></item>\n",
			n, host, n, host, n, date);
	}
	g_string_append (out, "</channel></rss>\n");
	return g_string_free (out, FALSE);
}

static char *sitemap (const char *host, guint pages)
{
	GString *out = g_string_new ("<?xml version=\"1.0\"?>\n<urlset "
				     "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	char date[32];
	for (guint n = 0; n < pages; n++) {
		date_of (host, n, date, sizeof date);
		g_string_append_printf (
			out, "<url><loc>http://%s/page/%u.html</loc><lastmod>%s</lastmod></url>\n",
			host, n, date);
	}
	g_string_append (out, "</urlset>\n");
	return g_string_free (out, FALSE);
}

char *site_answer (const char *host, const char *path, guint pages, gsize bytes, const char **type)
{
	char *end;
	guint period = period_of (host);
	if (period)
		pages = (guint)(server_now_us () / G_USEC_PER_SEC / period) + 1;
	*type = "text/html; charset=utf-8";
	if (strcmp (path, "/") == 0)
		return front_page (host, pages);
	if (g_str_has_prefix (path, "/page/")) {
		guint64 n = g_ascii_strtoull (path + 6, &end, 10);
		return end > path + 6 && strcmp (end, ".html") == 0 && n < pages
			       ? site_page (host, (guint)n, bytes)
			       : NULL;
	}
	*type = "application/xml";
	if (strcmp (path, "/sitemap.xml") == 0)
		return period ? NULL : sitemap (host, pages);
	*type = "application/rss+xml";
	if (strcmp (path, "/feed.xml") == 0)
		return feed (host, pages);
	*type = "text/plain";
	if (strcmp (path, "/robots.txt") == 0)
		return g_strdup_printf ("User-agent: *\nDisallow: /private/\n"
					"Sitemap: http://%s/sitemap.xml\n",
					host);
	return NULL;
}
