/* feed.c: the record of a feed: making and freeing it, people and plain text in it. */
#include "corpus/feed.h"

#include <string.h>

#include "corpus/xmlsafe.h"
#include "shim/text.h"

G_DEFINE_QUARK (feed - error - quark, feed_error)

/* --- making and freeing --- */

static void text_clear (FeedText *text)
{
	g_free (text->value);
	g_free (text->language);
	g_free (text->base);
}

static void person_free (gpointer data)
{
	FeedPerson *person = data;
	g_free (person->name);
	g_free (person->email);
	g_free (person->url);
	g_free (person);
}

static void link_free (gpointer data)
{
	FeedLink *link = data;
	g_free (link->href);
	g_free (link->rel);
	g_free (link->type);
	g_free (link->title);
	g_free (link->language);
	g_free (link);
}

static void entry_free (gpointer data)
{
	FeedEntry *entry = data;
	g_free (entry->id);
	g_free (entry->link);
	text_clear (&entry->title);
	text_clear (&entry->summary);
	text_clear (&entry->content);
	text_clear (&entry->rights);
	g_free (entry->license);
	g_free (entry->published.text);
	g_free (entry->updated.text);
	g_free (entry->created.text);
	g_ptr_array_unref (entry->authors);
	g_ptr_array_unref (entry->categories);
	g_ptr_array_unref (entry->links);
	g_free (entry->language);
	g_free (entry->image);
	g_free (entry->comments);
	g_free (entry->source_title);
	g_free (entry->source_link);
	g_free (entry);
}

FeedEntry *feed_entry_new (void)
{
	FeedEntry *entry = g_new0 (FeedEntry, 1);
	entry->authors = g_ptr_array_new_with_free_func (person_free);
	entry->categories = g_ptr_array_new_with_free_func (g_free);
	entry->links = g_ptr_array_new_with_free_func (link_free);
	return entry;
}

Feed *feed_new (FeedFormat format)
{
	Feed *feed = g_new0 (Feed, 1);
	feed->format = format;
	feed->hubs = g_ptr_array_new_with_free_func (g_free);
	feed->authors = g_ptr_array_new_with_free_func (person_free);
	feed->categories = g_ptr_array_new_with_free_func (g_free);
	feed->links = g_ptr_array_new_with_free_func (link_free);
	feed->entries = g_ptr_array_new_with_free_func (entry_free);
	feed->ttl_s = feed->update_s = -1;
	return feed;
}

void feed_free (Feed *feed)
{
	if (!feed)
		return;
	char *const strings[] = { feed->version,        feed->id,          feed->link,
				  feed->self_link,      feed->next_link,   feed->archive_link,
				  feed->language,       feed->image,       feed->generator,
				  feed->published.text, feed->updated.text };
	for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
		g_free (strings[i]);
	text_clear (&feed->title);
	text_clear (&feed->description);
	text_clear (&feed->rights);
	g_free (feed->license);
	g_ptr_array_unref (feed->hubs);
	g_ptr_array_unref (feed->authors);
	g_ptr_array_unref (feed->categories);
	g_ptr_array_unref (feed->links);
	g_ptr_array_unref (feed->entries);
	g_free (feed);
}

FeedLink *feed_link_new (const char *href)
{
	FeedLink *link = g_new0 (FeedLink, 1);
	link->href = g_strdup (href);
	link->length = -1;
	return link;
}

/* --- people --- */

static char *trimmed (const char *s, gsize len)
{
	char *out = g_strstrip (g_strndup (s, len));
	if (*out)
		return out;
	g_free (out);
	return NULL;
}

FeedPerson *feed_person_new (const char *name, const char *email, const char *url)
{
	FeedPerson *person = g_new0 (FeedPerson, 1);
	person->name = name ? trimmed (name, strlen (name)) : NULL;
	person->email = email ? trimmed (email, strlen (email)) : NULL;
	person->url = url ? trimmed (url, strlen (url)) : NULL;
	return person;
}

/* Start of the address around the "@" in `s`, its length in `len`; NULL when there is none. */
static const char *find_email (const char *s, gsize *len)
{
	static const char stop[] = " \t\n<>()[],;:\"";
	for (const char *at = strchr (s, '@'); at; at = strchr (at + 1, '@')) {
		const char *start = at, *end = at + 1 + strcspn (at + 1, stop);
		while (start > s && !strchr (stop, start[-1]))
			start--;
		if (start < at && end > at + 1) {
			*len = (gsize)(end - start);
			return start;
		}
	}
	return NULL;
}

/* A name in brackets, quotes and blanks, without them. */
static char *bare_name (const char *s)
{
	g_autofree char *name = g_strdup (s);
	for (char *p = name; *p; p++)
		if (strchr ("\t\n\r", *p))
			*p = ' ';
	for (;;) {
		g_strstrip (name);
		gsize n = strlen (name);
		bool pair = n >= 2 && ((name[0] == '(' && name[n - 1] == ')') ||
				       (name[0] == '<' && name[n - 1] == '>') ||
				       (name[0] == '"' && name[n - 1] == '"'));
		if (!pair)
			break;
		memmove (name, name + 1, n - 2);
		name[n - 2] = '\0';
	}
	return *name ? g_steal_pointer (&name) : NULL;
}

FeedPerson *feed_person_parse (const char *text)
{
	gsize len;
	const char *email = find_email (text, &len);
	FeedPerson *person = g_new0 (FeedPerson, 1);
	if (!email) {
		person->name = bare_name (text);
		return person;
	}
	person->email = g_strndup (email, len);
	if (g_ascii_strncasecmp (person->email, "mailto:", 7) == 0)
		memmove (person->email, person->email + 7, strlen (person->email) - 6);
	g_autoptr (GString) rest = g_string_new_len (text, email - text);
	g_string_append (rest, email + len);
	g_string_replace (rest, "mailto:", "", 0);
	g_string_replace (rest, "()", "", 0);
	g_string_replace (rest, "<>", "", 0);
	person->name = bare_name (rest->str);
	return person;
}

/* --- plain text --- */

/* Behind the tag, comment or declaration at `p` ("<"); NULL when it is a plain "<". */
static const char *behind_tag (const char *p)
{
	if (g_str_has_prefix (p, "<!--")) {
		const char *end = strstr (p + 4, "-->");
		return end ? end + 3 : NULL;
	}
	if (!g_ascii_isalpha (p[1]) && p[1] != '/' && p[1] != '!' && p[1] != '?')
		return NULL;
	const char *end = strchr (p, '>');
	return end ? end + 1 : NULL;
}

/* The references that are left when the rest were made characters: those to markup, by name, and to any ASCII, by number. */
static char *without_references (const char *s)
{
	static const char *const names[][2] = {
		{ "lt;", "<" }, { "gt;", ">" }, { "quot;", "\"" }, { "apos;", "'" }, { "amp;", "&" }
	};
	GString *out = g_string_new (NULL);
	while (*s) {
		if (*s != '&') {
			g_string_append_c (out, *s++);
			continue;
		}
		gsize name = 0;
		char *end = NULL;
		guint64 c = s[1] == '#' ? g_ascii_strtoull (s + 2, &end, 10) : 0;
		while (name < G_N_ELEMENTS (names) && !g_str_has_prefix (s + 1, names[name][0]))
			name++;
		if (end && *end == ';' && c && c < 0x80) {
			g_string_append_c (out, (char)c);
			s = end + 1;
		} else if (name < G_N_ELEMENTS (names)) {
			g_string_append (out, names[name][1]);
			s += 1 + strlen (names[name][0]);
		} else {
			g_string_append_c (out, *s++);
		}
	}
	return g_string_free (out, FALSE);
}

char *feed_text_plain (const FeedText *text)
{
	if (!text->value)
		return NULL;
	g_autofree char *line = NULL;
	if (text->html) {
		g_autoptr (GString) out = g_string_new (NULL);
		for (const char *p = text->value; *p;) {
			const char *behind = *p == '<' ? behind_tag (p) : NULL;
			if (!behind) {
				g_string_append_c (out, *p++);
				continue;
			}
			g_string_append_c (out, ' ');
			p = behind;
		}
		/* The references, by the same rules as XML's from strangers. */
		gsize len;
		g_autofree char *plain =
			xmlsafe_prepare ((const guint8 *)out->str, out->len, "utf-8", &len);
		g_autofree char *bare = without_references (plain);
		line = text_line (bare, -1, 0);
	} else {
		line = text_line (text->value, -1, 0);
	}
	return line && *line ? g_steal_pointer (&line) : NULL;
}
