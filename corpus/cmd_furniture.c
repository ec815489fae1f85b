/* cmd_furniture.c: `entente furniture`: what the corpus has learnt to leave out of the pages of each site. */
#include <string.h>

#include "corpus/commands.h"
#include "corpus/furniture_book.h"
#include "corpus/url.h"
#include "shim/text.h"

typedef struct {
	const CmdContext *context;
	json_t *sites; /* of --format json; NULL: rows are printed as they come */
	char *domain;  /* of the last row */
	guint64 rows;
} Listing;

static void print_row (const FurnitureRow *row, Listing *listing)
{
	guint columns = (guint)MAX (listing->context->columns, 60);
	if (g_strcmp0 (listing->domain, row->domain) != 0)
		printf ("%s%s  (%u page%s)\n", listing->domain ? "\n" : "", row->domain,
			row->site_pages, row->site_pages == 1 ? "" : "s");
	if (!row->line)
		return;
	g_autofree char *line = text_line (row->line, -1, columns - 26);
	printf ("  %5u of %-6u %-5s %s\n", row->pages, row->of, row->kept ? "kept" : "", line);
}

static void add_row (const FurnitureRow *row, Listing *listing)
{
	if (g_strcmp0 (listing->domain, row->domain) != 0)
		json_array_append_new (listing->sites,
				       json_pack ("{s:s, s:I, s:[]}", "domain", row->domain,
						  "pages", (json_int_t)row->site_pages, "lines"));
	json_t *site = json_array_get (listing->sites, json_array_size (listing->sites) - 1);
	if (row->line)
		json_array_append_new (json_object_get (site, "lines"),
				       json_pack ("{s:s, s:I, s:I, s:b}", "line", row->line,
						  "pages", (json_int_t)row->pages, "of",
						  (json_int_t)row->of, "kept", row->kept));
}

static void print_tsv (const FurnitureRow *row)
{
	printf ("%s\t%u\t%u\t%s\t", row->domain, row->pages, row->of, row->kept ? "kept" : "");
	cmd_print_tsv (row->line);
	putchar ('\n');
}

static void on_row (const FurnitureRow *row, gpointer data)
{
	Listing *listing = data;
	if (listing->sites)
		add_row (row, listing);
	else if (listing->context->format == FORMAT_TSV)
		print_tsv (row);
	else
		print_row (row, listing);
	g_free (listing->domain);
	listing->domain = g_strdup (row->domain);
	listing->rows++;
}

static int list (const CmdContext *context, Store *store, const char *domain)
{
	GError *error = NULL;
	Listing listing = { .context = context };
	if (context->format == FORMAT_JSON)
		listing.sites = json_array ();
	bool ok = furniture_book_list (store, domain, on_row, &listing, &error);
	g_free (listing.domain);
	if (listing.sites && ok)
		cmd_print_json_pretty (listing.sites);
	else
		json_decref (listing.sites);
	if (!ok)
		return cmd_fail (context, &error);
	if (!listing.rows)
		cmd_warn (context, "nothing is learnt yet of %s", domain ? domain : "any site");
	return listing.rows ? CMD_OK : CMD_NONE;
}

static int forget (const CmdContext *context, Store *store, const char *domain)
{
	GError *error = NULL;
	if (furniture_book_forget (store, domain, &error))
		return CMD_OK;
	if (error)
		return cmd_fail (context, &error);
	cmd_warn (context, "nothing was learnt of %s", domain);
	return CMD_NONE;
}

static int keep (const CmdContext *context, Store *store, const char *domain, const char *words)
{
	GError *error = NULL;
	g_autofree char *line = text_line (words, -1, 0);
	if (furniture_book_keep (store, domain, line, &error))
		return CMD_OK;
	return error ? cmd_fail (context, &error)
		     : cmd_usage (context,
				  "'%s' is too short, or too long, to be taken out: it stays",
				  line);
}

/* A site as a person names it: by its domain, a host in it, or an address. */
static char *domain_of (const char *site)
{
	g_autofree char *url =
		strstr (site, "://") ? g_strdup (site) : g_strconcat ("https://", site, "/", NULL);
	return url_domain (url);
}

int cmd_furniture (CmdContext *context, int argc, char **argv)
{
	int status;
	GError *error = NULL;
	if (!cmd_options (context, &argc, &argv, NULL,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_TSV), 3, &status))
		return status;
	const char *what = argc > 1 ? argv[1] : "list";
	bool listing = strcmp (what, "list") == 0 && argc <= 3;
	bool forgetting = strcmp (what, "forget") == 0 && argc == 3;
	if (!listing && !forgetting && !(strcmp (what, "keep") == 0 && argc == 4))
		return cmd_usage (context, "expected list [SITE], forget SITE, or keep SITE LINE");
	g_autofree char *domain = argc > 2 ? domain_of (argv[2]) : NULL;
	if (argc > 2 && !domain)
		return cmd_usage (context, "'%s' is no site", argv[2]);
	g_autoptr (Store) store =
		store_open (context->corpus_dir, listing ? STORE_READ : STORE_WRITE, 5000, &error);
	if (!store)
		return cmd_fail (context, &error);
	return listing      ? list (context, store, domain)
	       : forgetting ? forget (context, store, domain)
			    : keep (context, store, domain, argv[3]);
}
