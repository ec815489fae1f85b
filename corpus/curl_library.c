/* curl_library.c: libcurl's functions by their names. */
#include "corpus/curl_library.h"

#include <dlfcn.h>
#include <glib.h>
#include <string.h>

/* The name of the ABI that <curl/curl.h> describes. */
#define LIBRARY "libcurl.so.4"

static void find (void *handle, const char *name, void *function, gsize size)
{
	void *found = dlsym (handle, name);
	if (!found)
		g_error ("%s has no %s", LIBRARY, name);
	memcpy (function, &found, size); /* C has no conversion between the two kinds of pointer */
}

const CurlLibrary *curl_library (void)
{
	static CurlLibrary library;
	static gsize once;
	if (g_once_init_enter (&once)) {
		void *handle = dlopen (LIBRARY, RTLD_NOW);
		if (!handle)
			g_error ("%s", dlerror ());
#define CURL_FIND(name) find (handle, "curl_" #name, &library.name, sizeof library.name);
		CURL_FUNCTIONS (CURL_FIND)
#undef CURL_FIND
		library.global_init (CURL_GLOBAL_DEFAULT);
		g_once_init_leave (&once, 1);
	}
	return &library;
}
