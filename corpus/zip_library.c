/* zip_library.c: libzip's functions by their names. */
#include "corpus/zip_library.h"

const ZipLibrary *zip_library (void)
{
	static ZipLibrary zip;
	static gsize once;
	if (g_once_init_enter (&once)) {
		void *library = library_load ("libzip.so.4");
#define ZIP_FIND(name) LIBRARY_FIND (library, zip, zip, name)
		ZIP_FUNCTIONS (ZIP_FIND)
#undef ZIP_FIND
		g_once_init_leave (&once, 1);
	}
	return &zip;
}
