/* library.c: see library.h. */
#include "corpus/library.h"

#include <dlfcn.h>
#include <string.h>

void *library_load (const char *name)
{
	void *library = dlopen (name, RTLD_NOW);
	if (!library)
		g_error ("%s", dlerror ());
	return library;
}

void library_find (void *library, const char *name, void *function, gsize size)
{
	void *found = dlsym (library, name);
	if (!found)
		g_error ("no %s: %s", name, dlerror ());
	memcpy (function, &found, size); /* C has no conversion between the two kinds of pointer */
}
