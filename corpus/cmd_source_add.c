/* cmd_source_add.c: entente source add: addresses, lists and files to sources.
 *
 * Sites are asked first, and the corpus is opened for writing only then: a crawl is not kept waiting by the network. */
#include "corpus/cmd_source.h"

#include <errno.h>
#include <string.h>

#include "corpus/discover.h"
#include "corpus/feed.h"
#include "corpus/opml.h"
#include "corpus/url.h"
#include "shim/text.h"

#define FILE_MAX_BYTES OPML_MAX_BYTES

typedef struct {
	Source *source;
	char *parent_url; /* of the source that it was found on; NULL: given by the user */
	bool added;
} Item;

typedef struct {
	CmdContext *context;
	const SourceAddOptions *options;
	Discover *discover;
	CmdProgress *progress;
	char *user_agent;
	GPtrArray *items; /* Item */
	guint64 asked, failed;
	int status;
} Add;

static void item_free (gpointer data)
{
	Item *item = data;
	source_free (item->source);
	g_free (item->parent_url);
	g_free (item);
}

/* Take over `source`, with what the user says of all of them. */
static void take (Add *add, Source *source, const char *parent_url)
{
	Item *item = g_new0 (Item, 1);
	item->source = source;
	item->parent_url = g_strdup (parent_url);
	if (add->options->group) {
		g_free (source->group);
		source->group = text_line (add->options->group, -1, OPML_VALUE_MAX);
	}
	if (add->options->language) {
		g_free (source->language);
		source->language = g_strdup (add->options->language);
	}
	g_ptr_array_add (add->items, item);
}

/* Something could not be read: the rest is done. */
static void note_failure (Add *add, CmdStatus status, const char *message)
{
	add->failed++;
	add->status = cmd_error (add->context, status, "%s", message);
}

static void take_outlines (Add *add, const GPtrArray *outlines)
{
	for (guint i = 0; i < outlines->len; i++) {
		OpmlOutline *outline = outlines->pdata[i];
		g_autofree char *url = url_canonical (outline->source->url);
		if (url) {
			take (add, g_steal_pointer (&outline->source), outline->parent_url);
		} else {
			g_autofree char *message = g_strdup_printf (
				"'%s' is not an http or https URL", outline->source->url);
			note_failure (add, CMD_DATA, message);
		}
	}
}

/* --- addresses --- */

static SourceKind kind_of (const Add *add, const char *url)
{
	return add->options->kind ? source_kind_from_name (add->options->kind)
				  : discover_guess (url);
}

static void ask_site (Add *add, const char *url)
{
	const SourceAddOptions *o = add->options;
	g_autoptr (GError) error = NULL;
	GPtrArray *outlines = NULL;
	if (!add->discover) {
		const DiscoverOptions options = { .user_agent = add->user_agent,
						  .robots_token = "entente",
						  .delay_ms = (gint64)(o->delay_s * 1000),
						  .allow_private = o->allow_private,
						  .connect_to = o->connect_to,
						  .ca_file = o->ca_file,
						  .all_sitemaps = o->all_sitemaps,
						  .stop = cmd_interrupted };
		add->discover = discover_new (&options);
	}
	cmd_progress_step (add->progress, ++add->asked, 0, 0);
	GPtrArray *found = discover_run (add->discover, url, &outlines, &error);
	if (!found) {
		if (!g_error_matches (error, DISCOVER_ERROR, DISCOVER_ERROR_STOPPED))
			note_failure (add, CMD_DATA, error->message);
		return;
	}
	if (outlines) {
		take_outlines (add, outlines);
		g_ptr_array_unref (outlines);
	}
	const Source *first = found->len ? found->pdata[0] : NULL;
	for (guint i = 0; i < found->len; i++)
		take (add, g_steal_pointer (&found->pdata[i]), i ? first->url : NULL);
	g_ptr_array_unref (found);
}

/* "example.org" is "https://example.org/". Owned; NULL when it is no address. */
static char *address_of (const char *text)
{
	char *url = url_normalise (text);
	if (url || strstr (text, "://") || !strchr (text, '.') || strpbrk (text, " \t@"))
		return url;
	g_autofree char *with_scheme = g_strconcat ("https://", text, NULL);
	return url_normalise (with_scheme);
}

static void add_address (Add *add, const char *text)
{
	g_autofree char *url = address_of (text);
	if (!url) {
		g_autofree char *message =
			g_strdup_printf ("'%s' is neither a file nor an http or https URL", text);
		note_failure (add, CMD_NO_INPUT, message);
	} else if (add->options->no_discover) {
		take (add, source_new (kind_of (add, url), url), NULL);
	} else {
		ask_site (add, url);
	}
}

/* --- files --- */

/* A line of `source export --format jsonl`, or of any program that writes objects with a url. */
static bool add_record (Add *add, const char *line)
{
	json_t *object = json_loads (line, 0, NULL);
	const char *url = json_string_value (json_object_get (object, "url"));
	g_autofree char *canonical = url ? url_canonical (url) : NULL;
	if (canonical) {
		const char *kind = json_string_value (json_object_get (object, "kind"));
		SourceKind known = source_kind_from_name (kind);
		Source *source =
			source_new (known < SOURCE_KINDS ? known : discover_guess (url), url);
		const struct {
			const char *name;
			char **to;
		} fields[] = { { "title", &source->title },
			       { "group", &source->group },
			       { "language", &source->language },
			       { "site_url", &source->site_url } };
		for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
			const char *value =
				json_string_value (json_object_get (object, fields[i].name));
			if (value)
				*fields[i].to = text_line (value, -1, OPML_VALUE_MAX);
		}
		take (add, source, json_string_value (json_object_get (object, "parent")));
	}
	json_decref (object);
	return canonical != NULL;
}

/* One address a line, "#" begins a comment; or JSON Lines. */
static void add_lines (Add *add, const char *name, const char *text)
{
	g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
	for (guint n = 0; lines[n] && !cmd_interrupted (); n++) {
		char *line = g_strstrip (lines[n]);
		if (!*line || *line == '#')
			continue;
		g_autofree char *url = *line == '{' ? NULL : address_of (line);
		if (url) {
			add_address (add, url);
		} else if (*line != '{' || !add_record (add, line)) {
			g_autofree char *message = g_strdup_printf (
				"%s:%u: neither an http or https URL nor a source as JSON", name,
				n + 1);
			note_failure (add, CMD_DATA, message);
		}
	}
}

/* A feed that was saved: it must say where it is from. */
static bool add_feed (Add *add, const char *name, const guint8 *data, gsize len)
{
	g_autoptr (Feed) feed = feed_parse (data, len, NULL, NULL, NULL, NULL);
	if (!feed)
		return false;
	g_autofree char *self = feed->self_link ? url_canonical (feed->self_link) : NULL;
	g_autofree char *site = feed->link ? url_canonical (feed->link) : NULL;
	if (self) {
		Source *source = source_new (SOURCE_FEED, self);
		source->title = feed_text_plain (&feed->title);
		source->language = g_strdup (feed->language);
		source->site_url = g_steal_pointer (&site);
		take (add, source, NULL);
	} else if (site && !add->options->no_discover) {
		ask_site (add, site);
	} else {
		g_autofree char *message =
			g_strdup_printf ("%s: the feed does not say where it is from", name);
		note_failure (add, CMD_DATA, message);
	}
	return true;
}

static void add_data (Add *add, const char *name, const guint8 *data, gsize len)
{
	g_autoptr (GPtrArray) outlines = opml_parse (data, len, NULL);
	if (outlines) {
		take_outlines (add, outlines);
	} else if (!add_feed (add, name, data, len)) {
		g_autofree char *text = text_decode (data, len, NULL, false, NULL, NULL);
		const char *start = text + strspn (text, " \t\r\n");
		if (*start == '<') {
			g_autofree char *message = g_strdup_printf (
				"%s: neither OPML nor a feed nor a list of URLs", name);
			note_failure (add, CMD_DATA, message);
		} else {
			add_lines (add, name, text);
		}
	}
}

static void add_file (Add *add, const char *path)
{
	g_autoptr (GByteArray) data = g_byte_array_new ();
	bool standard = strcmp (path, "-") == 0;
	FILE *file = standard ? stdin : fopen (path, "rbe");
	guint8 block[65536];
	gsize n;
	while (file && data->len <= FILE_MAX_BYTES &&
	       (n = fread (block, 1, sizeof block, file)) > 0)
		g_byte_array_append (data, block, (guint)n);
	if (!file || ferror (file)) {
		g_autofree char *message =
			g_strdup_printf ("cannot read %s: %s", path, g_strerror (errno));
		note_failure (add, errno == EACCES ? CMD_NO_PERMISSION : CMD_IO, message);
	} else if (data->len > FILE_MAX_BYTES) {
		g_autofree char *message =
			g_strdup_printf ("%s: over %u bytes", path, FILE_MAX_BYTES);
		note_failure (add, CMD_DATA, message);
	} else {
		add_data (add, path, data->data, data->len);
	}
	if (file && !standard)
		fclose (file);
}

/* --- into the store --- */

static bool store_item (Add *add, Store *store, Item *item, GError **error)
{
	if (item->parent_url) {
		g_autoptr (Source) parent = NULL;
		if (!source_find (store, item->parent_url, &parent, error))
			return false;
		item->source->parent = parent ? parent->id : 0;
	}
	return source_add (store, item->source, add->context->now_s, &item->source->id,
			   &item->added, error);
}

static bool store_all (Add *add, GError **error)
{
	g_autoptr (Store) store = store_open (add->context->corpus_dir, STORE_CREATE, 5000, error);
	if (!store)
		return false;
	for (guint i = 0; i < add->items->len; i++)
		if (!store_item (add, store, add->items->pdata[i], error))
			return false;
	return store_commit (store, error);
}

static void print_items (const Add *add)
{
	bool text = add->context->format == FORMAT_TEXT;
	json_t *array = add->context->format == FORMAT_JSON ? json_array () : NULL;
	guint added = 0;
	for (guint i = 0; i < add->items->len; i++) {
		const Item *item = add->items->pdata[i];
		const Source *s = item->source;
		added += item->added;
		json_t *object =
			text ? NULL
			     : json_pack ("{s:I, s:s, s:s, s:s?, s:b}", "id", (json_int_t)s->id,
					  "url", s->url, "kind", source_kind_name (s->kind),
					  "parent", item->parent_url, "added", item->added);
		if (array)
			json_array_append_new (array, object);
		else if (object)
			cmd_print_json (object);
		else if (item->added)
			printf ("%-12s %s%s\n", source_kind_name (s->kind),
				item->parent_url ? "  " : "", s->url);
	}
	if (array)
		cmd_print_json_pretty (array);
	if (!text)
		return;
	printf ("%u added", added);
	if (added < add->items->len)
		printf (", %u already there", add->items->len - added);
	if (add->failed)
		printf (", %" G_GUINT64_FORMAT " could not be read", add->failed);
	putchar ('\n');
}

static int run (Add *add, int argc, char **argv)
{
	g_autoptr (GError) error = NULL;
	for (int i = 0; i < argc && !cmd_interrupted (); i++)
		if (strcmp (argv[i], "-") == 0 || g_file_test (argv[i], G_FILE_TEST_EXISTS))
			add_file (add, argv[i]);
		else
			add_address (add, argv[i]);
	g_clear_pointer (&add->progress, cmd_progress_free);
	/* What was found before a signal came is kept. */
	if (add->items->len && !store_all (add, &error))
		return cmd_fail (add->context, &error);
	print_items (add);
	return cmd_interrupted () ? CMD_INTERRUPTED : add->status;
}

/* Who we are for the servers: as `entente crawl` says it. */
static char *user_agent (const char *given)
{
	const char *contact = given ? given : g_getenv ("ENTENTE_CONTACT");
	if (!contact || !*contact)
		return g_strdup ("entente/" ENTENTE_VERSION);
	g_autofree char *clean = text_line (contact, -1, 200);
	return g_strdup_printf ("entente/" ENTENTE_VERSION " (+%s)", clean);
}

int cmd_source_add (CmdContext *context, const SourceAddOptions *options, int argc, char **argv)
{
	if (argc == 0)
		return cmd_usage (context, "add needs a URL or a file");
	if (options->kind && source_kind_from_name (options->kind) == SOURCE_KINDS)
		return cmd_usage (context,
				  "unknown kind '%s' (there are: feed, sitemap, news-sitemap, "
				  "home, page)",
				  options->kind);
	if (options->kind && !options->no_discover)
		return cmd_usage (context, "--kind goes with --no-discover");
	if (!(options->delay_s >= 0 && options->delay_s <= 3600))
		return cmd_usage (context, "--delay is from 0 to 3600 seconds");
	cmd_catch_signals ();
	Add add = { .context = context, .options = options, .status = CMD_OK };
	add.user_agent = user_agent (options->contact);
	add.items = g_ptr_array_new_with_free_func (item_free);
	add.progress = cmd_progress_new (context, "asked", 0);
	int status = run (&add, argc, argv);
	cmd_progress_free (add.progress);
	discover_free (add.discover);
	g_ptr_array_unref (add.items);
	g_free (add.user_agent);
	return status;
}
