/* zip_library.h: libzip, loaded when the first WACZ is opened. */
#pragma once

#include <zip.h>

#include "corpus/library.h"

#define ZIP_FUNCTIONS(X)                                                                           \
	X (discard)                                                                                \
	X (error_fini)                                                                             \
	X (error_init_with_code)                                                                   \
	X (error_strerror)                                                                         \
	X (fclose)                                                                                 \
	X (fopen_index)                                                                            \
	X (fread)                                                                                  \
	X (fseek)                                                                                  \
	X (get_num_entries)                                                                        \
	X (open)                                                                                   \
	X (stat_index)                                                                             \
	X (strerror)

typedef struct {
#define ZIP_MEMBER(name) LIBRARY_MEMBER (zip, name)
	ZIP_FUNCTIONS (ZIP_MEMBER)
#undef ZIP_MEMBER
} ZipLibrary;

/* The library, for the life of the process; any thread. */
const ZipLibrary *zip_library (void);
