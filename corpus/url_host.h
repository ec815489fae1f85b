/* url_host.h: hosts of URLs. */
#pragma once

#include <glib.h>

/* The URL standard's host parser. `s` is UTF-8 before percent-decoding. Owned, NULL on failure. */
char *url_host_parse (const char *s, gsize len);
