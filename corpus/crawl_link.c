/* crawl_link.c: the links of pages, followed within a site as far as was asked, around traps (links.h). */
#include "corpus/crawl_private.h"
#include "corpus/links.h"
#include "corpus/mime.h"
#include "corpus/url.h"

void crawl_links_read (const Crawl *crawl, CrawlJob *job)
{
	const FrontierItem *item = job->task->item;
	const FetchResult *result = job->result;
	const char *type = fetch_header (result, "Content-Type");
	if (item->depth >= crawl->options.depth || (type && mime_is_html (type) == MIME_NOT_HTML))
		return;
	const LinkRules rules = { .site = item->url,
				  .depth_max = crawl->options.depth,
				  .include = (const char *const *)crawl->include,
				  .exclude = (const char *const *)crawl->exclude,
				  .now_s = job->at_us / G_USEC_PER_SEC };
	g_autofree char *charset = mime_charset (type ? type : "");
	bool nofollow;
	g_autoptr (GPtrArray) links =
		links_read (result->body->data, result->body->len, result->url, charset, &nofollow);
	job->found = g_ptr_array_new_with_free_func (crawl_found_free);
	for (guint i = 0; i < links->len && !nofollow; i++) {
		const PageLink *link = links->pdata[i];
		LinkVerdict verdict = link->nofollow
					      ? LINK_BAD_URL
					      : links_judge (&rules, link->url, item->depth + 1);
		if (verdict == LINK_FOLLOW || verdict == LINK_ARTICLE)
			crawl_found_add (job->found, link->url, NULL, NULL, NULL)->article =
				verdict == LINK_ARTICLE;
	}
}

/* Nearer pages first, of these the articles; all behind what was asked for or is dated. */
static gint64 priority_of (const Crawl *crawl, guint depth, bool article)
{
	gint64 from = crawl->options.asked_only ? CRAWL_ASKED : 0;
	return from - 2 * (gint64)MIN (depth, 400) + article;
}

/* A site that has a page for every address, and links to more of them, holds nothing that is looked for. */
static bool is_barren (Crawl *crawl, const CrawlJob *job)
{
	const FrontierItem *item = job->task->item;
	g_autofree char *name = url_host (item->url);
	CrawlHost *host = name ? crawl_host_named (crawl, name) : NULL;
	if (!host)
		return true;
	host->barren = job->article || item->article ? 0 : host->barren + 1;
	bool barren = host->barren > CRAWL_BARREN_MAX;
	crawl_host_place (crawl, host);
	return barren;
}

bool crawl_links_queue (Crawl *crawl, const CrawlJob *job)
{
	const FrontierItem *item = job->task->item;
	GError *error = NULL;
	if (!(job->may & MAY_FOLLOW) || !job->found || is_barren (crawl, job))
		return !crawl->error;
	for (guint i = 0; i < job->found->len; i++) {
		const CrawlFound *found = job->found->pdata[i];
		/* a list that was read before this crawl may have more on it now */
		bool list = !found->article && item->depth + 1 < crawl->options.depth;
		const FrontierNew page = { .changed_s = list ? crawl->begun_us / G_USEC_PER_SEC : 0,
					   .url = found->url,
					   .depth = item->depth + 1,
					   .source_id = item->source_id,
					   .priority = priority_of (crawl, item->depth + 1,
								    found->article) };
		gint64 host_id;
		FrontierAdded how;
		if (!found->url)
			continue;
		if (!frontier_add (crawl->frontier, &page, crawl_now_s (crawl), &host_id, &how,
				   &error))
			return crawl_fail (crawl, error);
		if (how == FRONTIER_KNOWN)
			continue;
		CrawlHost *host = crawl_host (crawl, host_id);
		if (!host)
			return false;
		crawl->counts.queued++;
		crawl->counts.found += how == FRONTIER_NEW;
		crawl_host_more (crawl, host);
	}
	return true;
}
