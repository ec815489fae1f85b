/* coding.h: HTTP content codings undone, within a limit: gzip, deflate (with and without zlib's frame), br and zstd where
 * the libraries were there when the program was built, identity. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define CODING_ERROR (coding_error_quark ())
GQuark coding_error_quark (void);
typedef enum {
	CODING_ERROR_UNKNOWN, /* a coding that we do not have; the message names it */
	CODING_ERROR_DAMAGED, /* not what it says it is */
	CODING_ERROR_TOO_BIG, /* over the limit once decoded */
} CodingErrorCode;

/* Undo `codings`, the value of a Content-Encoding header ("gzip", "gzip, br", NULL: none), at most 3 of them. What came out before a body was cut
 * short or damaged is kept: `flawed` (may be NULL) then tells. Fails when nothing came out, or it is over `max` bytes. Owned. */
GByteArray *coding_decode (const char *codings, const guint8 *data, gsize len, gsize max,
			   bool *flawed, GError **error);
/* Whether `data` begins as gzip does. */
bool coding_is_gzip (const guint8 *data, gsize len);
/* "gzip, deflate[, br][, zstd]": what Accept-Encoding may say. Static. */
const char *coding_accepted (void);
