/* crawl_task.c: a URL on its way. */
#include "corpus/crawl_private.h"

CrawlTask *crawl_task_new (CrawlTaskKind kind, const char *url)
{
	CrawlTask *task = g_new0 (CrawlTask, 1);
	task->kind = kind;
	task->url = g_strdup (url);
	task->lasting = true;
	return task;
}

void crawl_task_free (CrawlTask *task)
{
	if (!task)
		return;
	frontier_item_free (task->item);
	source_free (task->source);
	g_free (task->url);
	g_free (task);
}
