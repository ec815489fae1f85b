/* crawl_source_read.c: what a source names, read in another thread: entries of feeds and sitemaps, links of pages. */
#include "corpus/crawl_private.h"
#include "corpus/discover.h"
#include "corpus/links.h"
#include "corpus/mime.h"
#include "corpus/page.h"
#include "corpus/rights.h"
#include "corpus/sitemap.h"
#include "corpus/url.h"

#define CHILDREN_MAX 500 /* of one sitemap index, the newest */
#define UNDATED_MAX 1000 /* entries without a date of one sitemap: the first are queued */

void crawl_found_free (gpointer data)
{
	CrawlFound *found = data;
	g_free (found->url);
	g_free (found);
}

CrawlFound *crawl_found_add (GPtrArray *list, const char *link, const FeedDate *published,
			     const FeedDate *changed, const char *dated_by)
{
	CrawlFound *found = g_new0 (CrawlFound, 1);
	found->url = url_canonical (link);
	if (published && published->known)
		found->dated_s = published->unix_s;
	if (changed && changed->known)
		found->changed_s = changed->unix_s;
	found->dated_by = found->dated_s ? dated_by : NULL;
	g_ptr_array_add (list, found);
	return found;
}

static void read_feed (CrawlJob *job, const Feed *feed)
{
	for (guint i = 0; i < feed->entries->len; i++) {
		const FeedEntry *entry = feed->entries->pdata[i];
		const char *link = entry->link ? entry->link : entry->id_is_link ? entry->id : NULL;
		const FeedDate *dated = entry->published.known ? &entry->published
					: entry->created.known ? &entry->created
							       : &entry->updated;
		if (link)
			crawl_found_add (job->found, link, dated, &entry->updated,
					 dated == &entry->published ? "feed:published"
					 : dated == &entry->created ? "feed:created"
								    : "feed:updated");
	}
}

static int newest_first (gconstpointer a, gconstpointer b)
{
	const CrawlFound *x = *(CrawlFound *const *)a, *y = *(CrawlFound *const *)b;
	return x->changed_s > y->changed_s ? -1 : x->changed_s < y->changed_s;
}

static void read_sitemap (CrawlJob *job, const Sitemap *sitemap)
{
	bool index = sitemap->kind == SITEMAP_INDEX;
	guint undated = 0;
	for (guint i = 0; i < sitemap->entries->len; i++) {
		const SitemapEntry *entry = sitemap->entries->pdata[i];
		bool dated = entry->news_date.known || entry->lastmod.known;
		/* an archive of all that ever was: nobody said that it is news */
		if (!index && !dated && ++undated > UNDATED_MAX)
			continue;
		/* lastmod is when it changed, not when it was published */
		CrawlFound *found = crawl_found_add (job->found, entry->loc, &entry->news_date,
						     &entry->lastmod, "sitemap:news");
		found->child = index;
	}
	if (!index)
		return;
	g_ptr_array_sort (job->found, newest_first);
	if (job->found->len > CHILDREN_MAX)
		g_ptr_array_set_size (job->found, CHILDREN_MAX);
}

/* A front page, or a section's: the links on it that seem to be articles of the same site, unless it forbids to follow them. */
static void read_page (CrawlJob *job, const char *type, const char *charset, gint64 now_s)
{
	const FetchResult *result = job->result;
	const GByteArray *body = result->body;
	const LinkRules rules = { .site = result->url, .depth_max = 1, .now_s = now_s };
	json_t *rights = NULL;
	bool nofollow;
	if (mime_is_html (type) == MIME_NOT_HTML) {
		g_set_error (&job->bad, PAGE_ERROR, PAGE_ERROR_NOT_HTML, "not a page: %s", type);
		return;
	}
	g_autoptr (GPtrArray) links =
		links_read (body->data, body->len, result->url, charset, &nofollow);
	rights_read_headers (&rights, result->headers, "entente", 0);
	nofollow |= !(rights_may (rights, false, RESPECT_ROBOTS, now_s, NULL) & MAY_FOLLOW);
	json_decref (rights);
	if (job->look_around) {
		job->feeds = g_ptr_array_new_with_free_func ((GDestroyNotify)source_free);
		discover_feeds (body->data, body->len, result->url, charset, job->feeds);
	}
	for (guint i = 0; i < links->len && !nofollow; i++) {
		const PageLink *link = links->pdata[i];
		if (!link->nofollow && links_judge (&rules, link->url, 1) == LINK_ARTICLE)
			crawl_found_add (job->found, link->url, NULL, NULL, NULL);
	}
}

void crawl_source_read (CrawlJob *job)
{
	const FetchResult *result = job->result;
	const GByteArray *body = result->body;
	const char *type = fetch_header (result, "Content-Type");
	g_autofree char *charset = mime_charset (type ? type : "");
	job->found = g_ptr_array_new_with_free_func (crawl_found_free);
	if (job->task->source->kind == SOURCE_FEED) {
		job->feed = feed_parse (body->data, body->len, result->url, charset,
					fetch_header (result, "Content-Language"), &job->bad);
		if (job->feed)
			read_feed (job, job->feed);
	} else if (job->task->source->kind == SOURCE_HOME ||
		   job->task->source->kind == SOURCE_PAGE) {
		read_page (job, type ? type : "", charset, job->at_us / G_USEC_PER_SEC);
	} else {
		g_autoptr (Sitemap) sitemap =
			sitemap_parse (body->data, body->len, result->url, false, &job->bad);
		if (sitemap)
			read_sitemap (job, sitemap);
	}
}
