/* curl_library.h: libcurl, loaded when the first page is fetched. */
#pragma once

/* Its checks of types call the functions by name. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include "corpus/library.h"

#define CURL_FUNCTIONS(X)                                                                          \
	X (easy_cleanup)                                                                           \
	X (easy_getinfo)                                                                           \
	X (easy_init)                                                                              \
	X (easy_setopt)                                                                            \
	X (easy_strerror)                                                                          \
	X (global_init)                                                                            \
	X (multi_add_handle)                                                                       \
	X (multi_cleanup)                                                                          \
	X (multi_info_read)                                                                        \
	X (multi_init)                                                                             \
	X (multi_perform)                                                                          \
	X (multi_poll)                                                                             \
	X (multi_remove_handle)                                                                    \
	X (multi_setopt)                                                                           \
	X (multi_wakeup)                                                                           \
	X (slist_append)                                                                           \
	X (slist_free_all)

typedef struct {
#define CURL_MEMBER(name) LIBRARY_MEMBER (curl, name)
	CURL_FUNCTIONS (CURL_MEMBER)
#undef CURL_MEMBER
} CurlLibrary;

/* The library, ready for use, for the life of the process; any thread. */
const CurlLibrary *curl_library (void);
