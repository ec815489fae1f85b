/* curl_library.c: libcurl's functions by their names. */
#include "corpus/curl_library.h"

const CurlLibrary *curl_library (void)
{
	static CurlLibrary curl;
	static gsize once;
	if (g_once_init_enter (&once)) {
		void *library = library_load ("libcurl.so.4");
#define CURL_FIND(name) LIBRARY_FIND (library, curl, curl, name)
		CURL_FUNCTIONS (CURL_FIND)
#undef CURL_FIND
		curl.global_init (CURL_GLOBAL_DEFAULT);
		g_once_init_leave (&once, 1);
	}
	return &curl;
}
