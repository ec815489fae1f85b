/* idna.c: UTS #46 by ICU, with the URL standard's choice of which findings are errors. */
#include "shim/idna.h"

#include <unicode/uidna.h>

/* Findings that the URL standard passes over when it is not strict: VerifyDnsLength and CheckHyphens are off. */
#define IGNORED                                                                                    \
	(UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | \
	 UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4)

static bool is_ascii (const char *s, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if ((guchar)s[i] >= 0x80)
			return false;
	return true;
}

/* ICU's answer; NULL when it finds something wrong with the name. */
static char *convert (const UIDNA *idna, const char *utf8, gsize len)
{
	UErrorCode status = U_ZERO_ERROR;
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	/* Every code point takes at most a few bytes of Punycode; mapping can make one 18 (U+FDFA). */
	int32_t capacity = (int32_t)len * 24 + 64;
	g_autofree char *buffer = g_malloc ((gsize)capacity);
	int32_t n =
		uidna_nameToASCII_UTF8 (idna, utf8, (int32_t)len, buffer, capacity, &info, &status);
	if (U_FAILURE (status) || n <= 0 || n >= capacity || (info.errors & ~(guint32)IGNORED) != 0)
		return NULL;
	return g_strndup (buffer, (gsize)n);
}

char *idna_to_ascii (const char *utf8, gsize len)
{
	if (len == 0 || len > IDNA_MAX_BYTES)
		return NULL;
	if (is_ascii (utf8, len))
		return g_ascii_strdown (utf8, (gssize)len);
	UErrorCode status = U_ZERO_ERROR;
	UIDNA *idna = uidna_openUTS46 (UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
					       UIDNA_NONTRANSITIONAL_TO_ASCII |
					       UIDNA_NONTRANSITIONAL_TO_UNICODE,
				       &status);
	if (U_FAILURE (status))
		return NULL;
	char *out = convert (idna, utf8, len);
	uidna_close (idna);
	return out;
}
