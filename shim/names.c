/* names.c: display names from ICU. See names.h. */
#include "shim/names.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ucurr.h>
#include <unicode/udat.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>
#include <unicode/uvernum.h>

#define NAME_UNITS 256 /* UTF-16 units; longer names are left out */

static const char *const locales[2] = { "fr", "en" };

static bool to_utf8 (const UChar *name, int32_t len, UErrorCode status, char *out, gsize capacity)
{
	int32_t written = 0;
	if (U_FAILURE (status) || status == U_STRING_NOT_TERMINATED_WARNING || len <= 0)
		return false;
	u_strToUTF8 (out, (int32_t)capacity, &written, name, len, &status);
	return U_SUCCESS (status) && written > 0 && (gsize)written < capacity;
}

/* --- names of codes --- */

/* The name of `code` in `locale`; false when ICU has none. */
typedef bool (*NameOf) (const char *code, const char *locale, char *out, gsize capacity);

static bool region_name (const char *code, const char *locale, char *out, gsize capacity)
{
	UChar name[NAME_UNITS];
	UErrorCode status = U_ZERO_ERROR;
	char tag[16];
	snprintf (tag, sizeof tag, "und_%s", code);
	int32_t len = uloc_getDisplayCountry (tag, locale, name, NAME_UNITS, &status);
	return status != U_USING_DEFAULT_WARNING && to_utf8 (name, len, status, out, capacity) &&
	       strcmp (out, code) != 0;
}

static bool language_name (const char *code, const char *locale, char *out, gsize capacity)
{
	UChar name[NAME_UNITS];
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = uloc_getDisplayLanguage (code, locale, name, NAME_UNITS, &status);
	return status != U_USING_DEFAULT_WARNING && to_utf8 (name, len, status, out, capacity) &&
	       strcmp (out, code) != 0;
}

static bool currency_name (const char *code, const char *locale, char *out, gsize capacity)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar iso[8];
	int32_t len = 0;
	u_uastrncpy (iso, code, 8);
	const UChar *name = ucurr_getName (iso, locale, UCURR_LONG_NAME, NULL, &len, &status);
	return status != U_USING_DEFAULT_WARNING && to_utf8 (name, len, status, out, capacity) &&
	       strcmp (out, code) != 0;
}

static void visit_code (const char *code, NameOf name_of, NamesVisit visit, gpointer data)
{
	char fr[4 * NAME_UNITS], en[4 * NAME_UNITS];
	if (name_of (code, locales[0], fr, sizeof fr) && name_of (code, locales[1], en, sizeof en))
		visit (fr, en, data);
}

static void each_region (NamesVisit visit, gpointer data)
{
	for (const char *const *code = uloc_getISOCountries (); *code; code++)
		visit_code (*code, region_name, visit, data);
	for (int area = 1; area < 1000; area++) { /* UN M.49 */
		char code[8];
		snprintf (code, sizeof code, "%03d", area);
		visit_code (code, region_name, visit, data);
	}
}

static void each_currency (NamesVisit visit, gpointer data)
{
	UErrorCode status = U_ZERO_ERROR;
	UEnumeration *codes = ucurr_openISOCurrencies (UCURR_ALL, &status);
	const char *code;
	while (U_SUCCESS (status) && (code = uenum_next (codes, NULL, &status)))
		visit_code (code, currency_name, visit, data);
	uenum_close (codes);
}

/* --- dates --- */

static UDateFormat *open_format (const char *locale, const UChar *zone, const UChar *pattern)
{
	UErrorCode status = U_ZERO_ERROR;
	UDateFormat *format =
		udat_open (UDAT_PATTERN, UDAT_PATTERN, locale, zone, -1, pattern, -1, &status);
	return U_SUCCESS (status) ? format : NULL;
}

static void each_symbol (UDateFormatSymbolType type, int32_t first, int32_t count, NamesVisit visit,
			 gpointer data)
{
	static const UChar pattern[] = u"y";
	UDateFormat *formats[2] = { open_format (locales[0], u"UTC", pattern),
				    open_format (locales[1], u"UTC", pattern) };
	for (int32_t i = first; i < first + count && formats[0] && formats[1]; i++) {
		char names[2][4 * NAME_UNITS];
		bool both = true;
		for (int k = 0; k < 2; k++) {
			UChar name[NAME_UNITS];
			UErrorCode status = U_ZERO_ERROR;
			int32_t len =
				udat_getSymbols (formats[k], type, i, name, NAME_UNITS, &status);
			both = both && to_utf8 (name, len, status, names[k], sizeof names[k]);
		}
		if (both)
			visit (names[0], names[1], data);
	}
	udat_close (formats[0]);
	udat_close (formats[1]);
}

/* --- cities --- */

/* The city that stands for `zone`: pattern VVV of UTS #35. */
static bool city_name (const UChar *zone, const char *locale, char *out, gsize capacity)
{
	UDateFormat *format = open_format (locale, zone, u"VVV");
	if (!format)
		return false;
	UChar name[NAME_UNITS];
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = udat_format (format, 0, name, NAME_UNITS, NULL, &status);
	udat_close (format);
	return to_utf8 (name, len, status, out, capacity);
}

static void each_city (NamesVisit visit, gpointer data)
{
	UErrorCode status = U_ZERO_ERROR;
	UEnumeration *zones = ucal_openTimeZoneIDEnumeration (UCAL_ZONE_TYPE_CANONICAL_LOCATION,
							      NULL, NULL, &status);
	const UChar *zone;
	while (U_SUCCESS (status) && (zone = uenum_unext (zones, NULL, &status))) {
		char fr[4 * NAME_UNITS], en[4 * NAME_UNITS];
		if (city_name (zone, locales[0], fr, sizeof fr) &&
		    city_name (zone, locales[1], en, sizeof en))
			visit (fr, en, data);
	}
	uenum_close (zones);
}

void names_each (NamesKind kind, NamesVisit visit, gpointer data)
{
	switch (kind) {
	case NAMES_REGIONS:
		each_region (visit, data);
		break;
	case NAMES_LANGUAGES:
		for (const char *const *code = uloc_getISOLanguages (); *code; code++)
			visit_code (*code, language_name, visit, data);
		break;
	case NAMES_CURRENCIES:
		each_currency (visit, data);
		break;
	case NAMES_CITIES:
		each_city (visit, data);
		break;
	case NAMES_MONTHS:
		each_symbol (UDAT_STANDALONE_MONTHS, 0, 12, visit, data);
		break;
	case NAMES_WEEKDAYS:
		each_symbol (UDAT_STANDALONE_WEEKDAYS, 1, 7, visit, data);
		break;
	}
}

const char *names_version (void)
{
	return U_ICU_VERSION;
}
