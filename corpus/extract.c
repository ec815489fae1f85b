/* extract.c: a queue of pages over a thread pool. */
#include "corpus/extract.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "corpus/coding.h"

#define JOBS_PER_THREAD 8

ExtractJob *extract_job_new (const char *id, const char *path, const char *url)
{
	ExtractJob *job = g_new0 (ExtractJob, 1);
	job->id = g_strdup (id);
	job->path = g_strdup (path);
	job->url = g_strdup (url);
	return job;
}

void extract_job_free (ExtractJob *job)
{
	if (!job)
		return;
	g_free (job->id);
	g_free (job->path);
	g_free (job->url);
	g_clear_pointer (&job->page, g_byte_array_unref);
	g_free (job->http_charset);
	g_free (job->http_language);
	article_free (job->article);
	json_decref (job->more.why);
	g_free (job->more.html);
	g_clear_error (&job->error);
	g_free (job);
}

bool extract_is_address (const char *s)
{
	return g_ascii_strncasecmp (s, "http://", 7) == 0 ||
	       g_ascii_strncasecmp (s, "https://", 8) == 0;
}

bool extract_job_is_remote (const ExtractJob *job)
{
	return !job->page && extract_is_address (job->path);
}

ExtractJob *extract_job_parse (const char *line, GError **error)
{
	g_autofree char *bare = g_strstrip (g_strdup (line));
	if (!*bare)
		return NULL;
	if (*bare != '{')
		return extract_job_new (NULL, bare, extract_is_address (bare) ? bare : NULL);
	json_t *object = json_loads (bare, 0, NULL);
	const char *path = json_string_value (json_object_get (object, "path"));
	const char *url = json_string_value (json_object_get (object, "url"));
	if (!path && url && extract_is_address (url))
		path = url;
	ExtractJob *job = NULL;
	if (path && *path) {
		const json_t *id = json_object_get (object, "id");
		g_autofree char *number =
			json_is_integer (id)
				? g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (id))
				: NULL;
		job = extract_job_new (number ? number : json_string_value (id), path,
				       url                         ? url
				       : extract_is_address (path) ? path
								   : NULL);
	} else {
		g_set_error (error, ARTICLE_ERROR, ARTICLE_ERROR_JSON,
			     "neither a path nor a JSON object with a \"path\" or \"url\": %.60s",
			     bare);
	}
	json_decref (object);
	return job;
}

/* At most one byte more than a page may have: enough to know that it has more. */
static GByteArray *read_all (const char *path, GError **error)
{
	bool in = strcmp (path, "-") == 0;
	int fd = in ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		int code = errno;
		g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (code), "%s",
			     g_strerror (code));
		return NULL;
	}
	g_autoptr (GByteArray) data = g_byte_array_new ();
	bool failed = false;
	while (data->len <= PAGE_MAX_BYTES) {
		guint8 buffer[65536];
		gssize n = read (fd, buffer, sizeof buffer);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int code = errno;
			g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (code), "%s",
				     g_strerror (code));
			failed = true;
		}
		if (n <= 0)
			break;
		g_byte_array_append (data, buffer, (guint)n);
	}
	if (!in)
		close (fd);
	return failed ? NULL : g_steal_pointer (&data);
}

static GByteArray *read_page (const char *path, GError **error)
{
	GByteArray *data = read_all (path, error);
	if (!data || !g_str_has_suffix (path, ".gz") || !coding_is_gzip (data->data, data->len))
		return data;
	GByteArray *unpacked =
		coding_decode ("gzip", data->data, data->len, PAGE_MAX_BYTES, NULL, error);
	g_byte_array_unref (data);
	return unpacked;
}

void extract_job_run (ExtractJob *job, const ExtractOptions *options)
{
	const PageContext context = { .url = job->url,
				      .http_charset = job->http_charset,
				      .http_language = job->http_language,
				      .fetched_s = job->fetched_s,
				      .furniture = options->furniture,
				      .now_s = options->now_s };
	if (job->error)
		return;
	g_autoptr (GByteArray) data =
		job->page ? g_steal_pointer (&job->page) : read_page (job->path, &job->error);
	if (!data)
		return;
	job->article = page_extract_more (data->data, data->len, &context,
					  options->want_more ? &job->more : NULL, &job->error);
	if (!job->article)
		return;
	if (job->fetched_s) {
		job->article->date_fetched = (ArticleDate){ .unix_s = job->fetched_s,
							    .precision = DATE_SECOND,
							    .has_zone = true,
							    .confidence = 1,
							    .source = g_strdup ("clock") };
	}
	if (job->id) {
		g_free (job->article->id);
		job->article->id = g_strdup (job->id);
	} else {
		g_autofree char *name = g_path_get_basename (job->path);
		bool named = strcmp (name, "-") != 0 && !extract_is_address (job->path);
		article_ensure_id (job->article, named ? name : NULL);
	}
}

struct ExtractQueue {
	GThreadPool *pool;
	GMutex mutex;
	GCond finished; /* some job ended */
	GQueue waiting; /* Slot *, in order of pushing */
	guint window;
	ExtractOptions options;
	ExtractDone done;
	gpointer data;
};

typedef struct {
	ExtractJob *job;
	bool ended;
} Slot;

static void work (gpointer data, gpointer user_data)
{
	Slot *slot = data;
	ExtractQueue *queue = user_data;
	extract_job_run (slot->job, &queue->options);
	g_mutex_lock (&queue->mutex);
	slot->ended = true;
	g_cond_signal (&queue->finished);
	g_mutex_unlock (&queue->mutex);
}

ExtractQueue *extract_queue_new (guint threads, const ExtractOptions *options, ExtractDone done,
				 gpointer data)
{
	ExtractQueue *queue = g_new0 (ExtractQueue, 1);
	threads = threads ? threads : g_get_num_processors ();
	g_mutex_init (&queue->mutex);
	g_cond_init (&queue->finished);
	g_queue_init (&queue->waiting);
	queue->window = threads * JOBS_PER_THREAD;
	queue->options = *options;
	queue->done = done;
	queue->data = data;
	queue->pool = g_thread_pool_new (work, queue, (int)threads, FALSE, NULL);
	return queue;
}

/* Wait for the oldest job and hand it over. */
static void hand_over (ExtractQueue *queue)
{
	Slot *slot = g_queue_pop_head (&queue->waiting);
	g_mutex_lock (&queue->mutex);
	while (!slot->ended)
		g_cond_wait (&queue->finished, &queue->mutex);
	g_mutex_unlock (&queue->mutex);
	queue->done (slot->job, queue->data);
	extract_job_free (slot->job);
	g_free (slot);
}

void extract_queue_push (ExtractQueue *queue, ExtractJob *job)
{
	if (g_queue_get_length (&queue->waiting) >= queue->window)
		hand_over (queue);
	Slot *slot = g_new0 (Slot, 1);
	slot->job = job;
	g_queue_push_tail (&queue->waiting, slot);
	g_thread_pool_push (queue->pool, slot, NULL);
}

void extract_queue_finish (ExtractQueue *queue)
{
	while (!g_queue_is_empty (&queue->waiting))
		hand_over (queue);
	g_thread_pool_free (queue->pool, FALSE, TRUE);
	g_mutex_clear (&queue->mutex);
	g_cond_clear (&queue->finished);
	g_free (queue);
}
