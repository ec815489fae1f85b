/* crawl_private.h: what the crawl*.c files share. */
#pragma once

#include "corpus/article.h"
#include "corpus/crawl.h"
#include "corpus/frontier.h"
#include "corpus/furniture_book.h"
#include "corpus/keep.h"
#include "corpus/rights.h"
#include "corpus/robots.h"
#include "corpus/source.h"

#define CRAWL_WINDOW 16 /* queued URLs of a host in memory */
#define CRAWL_JOBS_MAX                                                                             \
	64 /* responses that wait for extraction: no fetch begins while there are more */
#define CRAWL_JOB_BYTES_MAX (64u << 20) /* and no more bytes of bodies than these */
#define CRAWL_HELD_MAX (128u << 20)     /* bytes of bodies under way */
#define CRAWL_ORIGINS_MAX 2000          /* robots.txt in memory */
#define CRAWL_BARREN_MAX                                                                           \
	200 /* pages of a host in a row without an article: their links are followed no more */
#define CRAWL_ONCE_WAIT_S 90 /* what must wait longer is left for another run */

/* A host with something to do. */
typedef struct {
	FrontierHost row;
	GQueue tasks;   /* CrawlTask, before all of the window: hops of redirects, robots.txt */
	GQueue window;  /* FrontierItem: the first of what the store has queued */
	bool more;      /* the store may have more than the window */
	gint64 more_us; /* not before */
	guint active;   /* requests under way */
	bool blocked;   /* waits for its robots.txt */
	gint64 delay_us;
	gint64 ready_us; /* its place in crawl->turns; 0: it is not there */
	bool dirty;      /* row is newer than the store's */
	guint barren; /* pages in a row, since it is in memory, whose links were read and that held no article */
} CrawlHost;

/* Scheme, host and port, its robots.txt and its tdmrep.json. */
typedef struct {
	char *name;
	Robots *robots;   /* NULL: not known */
	gint64 fetched_s; /* of robots; 0: never */
	gint64 expires_s;
	bool fetching, loaded;
	char *dead; /* why nothing can be fetched there at all in this run; NULL */
	FrontierState dead_state;
	Tdmrep *tdm;          /* NULL: it has none, or it is not known */
	gint64 tdm_expires_s; /* 0: not known */
} CrawlOrigin;

typedef enum { TASK_PAGE, TASK_SOURCE, TASK_ROBOTS, TASK_TDM } CrawlTaskKind;

/* One URL on its way, through all its hops. */
typedef struct {
	CrawlTaskKind kind;
	char *url;           /* to be asked for now */
	guint hops;          /* redirects so far */
	bool lasting;        /* all of them were 301 or 308 */
	FrontierItem *item;  /* TASK_PAGE */
	Source *source;      /* TASK_SOURCE */
	CrawlOrigin *origin; /* TASK_ROBOTS, TASK_TDM: whose */
	CrawlHost *host;     /* where it is under way */
	gint64 begun_us;
} CrawlTask;

/* A page or a sitemap that a source or a page names. */
typedef struct {
	char *url;
	gint64 dated_s, changed_s; /* 0: not said */
	const char *dated_by;      /* static */
	bool child;                /* a sitemap */
	bool article;              /* it seems to be one, by its address */
} CrawlFound;

typedef enum { JOB_KEEP, JOB_PAGE, JOB_SOURCE } CrawlJobKind;

/* A response in the hands of another thread. */
typedef struct {
	CrawlJobKind kind;
	CrawlTask *task;           /* owned; NULL for JOB_KEEP */
	const FetchResult *result; /* held */
	char *via;
	char *old_digest;
	gint64 old_s, at_us;
	bool keep;
	/* after it */
	KeepExchange *exchange; /* NULL: not kept */
	char *digest;
	GPtrArray *
		found; /* CrawlFound: what it names; NULL when it is the body of before, or nothing is followed */
	Feed *feed;       /* when it is one */
	bool look_around; /* JOB_SOURCE: what was found on this front page fails: its feeds are wanted */
	GPtrArray *feeds; /* and here they are (Source); NULL: it was not looked for them */
	GError *bad;      /* it cannot be read */
	Article *article;
	guint may;              /* RightsMay */
	const char *forbids;    /* the fact that forbids something; static */
	const char *no_article; /* why there is none; static */
} CrawlJob;

struct Crawl {
	CrawlOptions options;
	char **include, **exclude;
	char *user_agent, *robots_token, *software, *clock_path;
	Store *store;
	Frontier *frontier;
	Keep *keep; /* NULL: no archive */
	Fetcher *fetcher;
	FurnitureBook *furniture; /* learns; those that read have their own */
	GAsyncQueue *readers;     /* CrawlReader that no thread uses now */
	GRand *random;
	CrawlCounts counts;
	GError *error; /* the first failure of store or archive: it ends the crawl */

	/* clock */
	gint64 clock_base_us, clock_ahead_us; /* unix minus monotonic time; what tests added */
	int clock_fd;

	GHashTable *hosts;         /* host_id → CrawlHost */
	GTree *turns;              /* CrawlHost by ready_us */
	GHashTable *origins;       /* name → CrawlOrigin */
	GHashTable *taken;         /* &url_id: in a window, or under way */
	gint64 at_least;           /* priority of what is fetched */
	gint64 begun_us, floor_us; /* floor: no host was asked before, as far as delays go */

	GHashTable *sources;    /* &id of those that are being asked */
	GHashTable *only;       /* &id of those that were asked for; NULL: all count */
	gint64 sources_next_us; /* when another may be due */
	gint64 looked_us,
		data_version; /* when it was last looked whether others wrote, and of then */

	GThreadPool *pool;
	GAsyncQueue *finished; /* CrawlJob */
	guint jobs;            /* in the pool or finished */

	GPtrArray *lines;      /* json_t of the log, not yet committed */
	gint64 uncommitted_us; /* since when; 0: all is committed */
	guint uncommitted;
	gint64 learnt_us; /* when what was learnt of sites was last stored */
	guint learnt;     /* pages since */
	bool commit_now, ending;
	bool next_is_delay; /* the next turn waits for nothing but its host's delay */
	gsize job_bytes;    /* of bodies in jobs */
	guint64 pages_begun;
};

/* --- crawl_clock.c --- */
bool crawl_clock_open (Crawl *crawl, GError **error);
void crawl_clock_close (Crawl *crawl);
/* Nothing is under way: wait, at most a little while so that signals are seen; under a test's clock all of `us`, at once. */
void crawl_clock_wait (Crawl *crawl, gint64 us);
static inline gint64 crawl_now_s (const Crawl *crawl)
{
	return crawl_now_us (crawl) / G_USEC_PER_SEC;
}

/* --- crawl_host.c: whose turn it is --- */
void crawl_hosts_init (Crawl *crawl);
void crawl_hosts_free (Crawl *crawl);
/* All hosts with something queued in the store. */
bool crawl_hosts_load (Crawl *crawl, GError **error);
/* The host in memory, read from the store when it is not there. NULL on failure, which is set in crawl->error. */
CrawlHost *crawl_host (Crawl *crawl, gint64 host_id);
CrawlHost *crawl_host_named (Crawl *crawl, const char *name);
/* Something was queued for it in the store. */
void crawl_host_more (Crawl *crawl, CrawlHost *host);
/* Give `task` to the host of its url, before what is queued there. */
void crawl_host_push (Crawl *crawl, CrawlTask *task);
/* Put it where its time is, or forget it when there is nothing to do. */
void crawl_host_place (Crawl *crawl, CrawlHost *host);
/* The host whose turn it is, or NULL, and then *next_us when it is the turn of the next (0: of none). It leaves crawl->turns. */
CrawlHost *crawl_host_turn (Crawl *crawl, gint64 now_us, gint64 *next_us);
/* When it may be asked again. */
gint64 crawl_host_ready (const CrawlHost *host);
/* What it has to do next, taken out; NULL when nothing. */
CrawlTask *crawl_host_next (Crawl *crawl, CrawlHost *host);
/* A request begins or ends on it. */
void crawl_host_touch (Crawl *crawl, CrawlHost *host);
/* It failed or asked for less: pause for `at_least_s` (-1: not said) or a time that doubles with each failure in a row. */
void crawl_host_pause (Crawl *crawl, CrawlHost *host, gint64 at_least_s);
/* `source` waits until the host's pause is over. False with crawl->error set. */
bool crawl_host_postpone (Crawl *crawl, const CrawlHost *host, const Source *source);
/* Write what changed of hosts into the open transaction. */
bool crawl_hosts_save (Crawl *crawl, GError **error);

/* --- crawl_task.c --- */
CrawlTask *crawl_task_new (CrawlTaskKind kind, const char *url);
void crawl_task_free (CrawlTask *task);

/* --- crawl_turn.c --- */
/* Begin what may begin. When the next may, in *next_us; 0: nothing waits for its time. */
void crawl_begin (Crawl *crawl, gint64 *next_us);
/* The fetcher's callback. */
void crawl_on_result (const FetchResult *result, gpointer data);

/* --- crawl_robots.c --- */
void crawl_origins_init (Crawl *crawl);
typedef enum { ROBOTS_MAY, ROBOTS_MUST_NOT, ROBOTS_FETCH, ROBOTS_WAIT } CrawlVerdict;
/* May `url` be fetched? Also by tdmrep.json, when that is respected. MUST_NOT: *why and *state say why not; FETCH: its robots.txt is to be fetched first, by *robots; WAIT: that is under way. */
CrawlVerdict crawl_robots_ask (Crawl *crawl, CrawlHost *host, const char *url, const char **why,
			       FrontierState *state, CrawlTask **robots);
/* The Sitemap lines of its robots.txt; NULL when that is not known. Borrowed. */
const char *const *crawl_robots_sitemaps (Crawl *crawl, const char *url);
/* Set the facts that robots.txt and tdmrep.json tell of `url`. */
void crawl_robots_facts (Crawl *crawl, const char *url, json_t **rights, gint64 date_s);
/* The end of fetching a robots.txt or tdmrep.json; frees the task. */
void crawl_robots_done (Crawl *crawl, CrawlTask *task, const FetchResult *result);

/* --- crawl_page.c: what comes of pages --- */
void crawl_page_answer (Crawl *crawl, CrawlTask *task, const FetchResult *result);
/* It ends without an answer to read: tell frontier and log. Frees the task. */
void crawl_page_end (Crawl *crawl, CrawlTask *task, const FetchResult *result, FrontierState state,
		     const char *reason);
/* It redirects to a page that was fetched before, and holds `article` (NULL: none). Frees the task. */
void crawl_page_known (Crawl *crawl, CrawlTask *task, const FetchResult *result,
		       const char *article);
/* A JOB_PAGE is back: what may be done with it, into its `may` and `forbids`; all facts into the article. */
void crawl_page_rights (Crawl *crawl, CrawlJob *job);
/* Then take it in. */
void crawl_page_read (Crawl *crawl, CrawlJob *job, const char *warc, guint64 offset);
/* The article in a page, in any thread: sets the job's article or no_article. */
void crawl_page_extract (CrawlJob *job, gint64 now_s, FurnitureBook *furniture);

/* --- crawl_source.c, crawl_source_read.c --- */
/* Ask `source` (taken over), due or not. */
void crawl_source_ask (Crawl *crawl, Source *source);
/* Ask those that are due; *next_us when the next will be, 0: none. */
void crawl_sources_due (Crawl *crawl, gint64 *next_us);
void crawl_source_answer (Crawl *crawl, CrawlTask *task, const FetchResult *result);
/* It cannot be asked, or does not answer: note `why`. Frees the task. */
void crawl_source_end (Crawl *crawl, CrawlTask *task, const FetchResult *result, const char *why);
/* A JOB_SOURCE in its thread, and back. */
void crawl_source_read (CrawlJob *job);
void crawl_source_done (Crawl *crawl, CrawlJob *job);

/* Append what `link` (in any form) leads to. `published` and `changed` may be NULL. */
CrawlFound *crawl_found_add (GPtrArray *list, const char *link, const FeedDate *published,
			     const FeedDate *changed, const char *dated_by);
void crawl_found_free (gpointer found);

/* --- crawl_link.c: following links, when asked to --- */
/* Read the links of a JOB_PAGE, in its thread, into its `found`. */
void crawl_links_read (const Crawl *crawl, CrawlJob *job);
/* And queue them. False with crawl->error set. */
bool crawl_links_queue (Crawl *crawl, const CrawlJob *job);

/* --- crawl_job.c --- */
/* Hand `result`, and `task` (taken over; NULL for JOB_KEEP), to another thread. */
void crawl_job_push (Crawl *crawl, CrawlJobKind kind, CrawlTask *task, const FetchResult *result);
void crawl_job_free (CrawlJob *job);

/* --- crawl_pool.c --- */
void crawl_jobs_init (Crawl *crawl);
void crawl_jobs_free (Crawl *crawl);
/* Take what is finished; waits `wait_us` for the first. */
void crawl_jobs_take (Crawl *crawl, gint64 wait_us);

/* --- crawl.c --- */
/* Keep the first error. Returns false. */
bool crawl_fail (Crawl *crawl, GError *error);
/* Something was written: it is committed soon. */
void crawl_wrote (Crawl *crawl);
/* A line of the log: what every fetch has; `more` (taken over; may be NULL) is added. */
void crawl_log (Crawl *crawl, const CrawlTask *task, const FetchResult *result, const char *what,
		const char *reason, json_t *more);
