/* library.h: shared libraries that are loaded when they are needed. Each brings others of its own (libcurl thirty, libzip a whole libcrypto), and
 * loading those that a command does not need was half of what it took to start. */
#pragma once

#include <glib.h>

/* Load the library `name` ("libzip.so.4": with the number of the ABI that its header describes), for the life of the process. A system on which it is
 * not installed ends the program, as the dynamic linker would have done at its start. */
void *library_load (const char *name);

/* Let *function, a pointer to a function of `size` bytes, be what the library calls `name`. The program ends when it has none. */
void library_find (void *library, const char *name, void *function, gsize size);

/* A member of a table of functions, and filling it, for a list X (name) of functions called PREFIX_name. */
#define LIBRARY_MEMBER(prefix, name) __typeof__ (prefix##_##name) *name;
#define LIBRARY_FIND(library, table, prefix, name)                                                 \
	library_find (library, #prefix "_" #name, &(table).name, sizeof (table).name);
