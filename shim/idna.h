/* idna.h: internationalised host names to ASCII. A C face over ICU's UTS #46. */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

#define IDNA_MAX_BYTES 1024 /* a longer name is refused; DNS itself ends at 253 */

/* The ASCII form of host name `utf8` (valid UTF-8, `len` bytes), as a browser makes it: lower case, mapped and
 * checked by UTS #46, non-transitional, without the STD3 rules, hyphen and length checks. A name that is ASCII already
 * is only lower-cased, also when a label of it begins "xn--" and is not Punycode. Owned; NULL when the name is not one.
 * Source: https://url.spec.whatwg.org/#concept-domain-to-ascii */
char *idna_to_ascii (const char *utf8, gsize len);

G_END_DECLS
