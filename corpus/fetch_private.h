/* fetch_private.h: what the fetch*.c files share. */
#pragma once

#include "corpus/curl_library.h"
#include "corpus/fetch.h"

typedef struct {
	char *name;
	GQueue waiting; /* Request */
	guint active;
	gint64 delay_ms, next_us; /* not before this */
} Host;

typedef struct {
	FetchResult result; /* first: who holds it holds the request, see fetch_result_ref() */
	Fetcher *fetcher;
	Host *host;
	CURL *curl;
	struct curl_slist *headers;
	char *url;
	GString *head, *request;
	gsize head_bytes;
	guint head_lines;
	bool refused, head_too_big, body_too_big, crowded_out;
	char error[CURL_ERROR_SIZE];
} Request;

struct Fetcher {
	FetchOptions options;
	char *user_agent, *ca_file;
	struct curl_slist *connect_to;
	FetchFunc func;
	gpointer data;
	CURLM *multi;
	GHashTable *hosts; /* name → Host */
	GPtrArray *active; /* Request, under way */
	guint pending;     /* not yet told of */
	gsize held;        /* bytes of bodies as sent, of those under way */
};

/* --- fetch_answer.c --- */

/* What came of `r`, of which libcurl says `code`, into its result: head, address, time, and the body without its codings. *message (owned) is
 * for people. */
FetchOutcome fetch_read_answer (Request *r, CURLcode code, char **message);
