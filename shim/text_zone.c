/* text_zone.c: what clocks show in a named zone, from ICU's own copy of the tz database. */
#include "shim/text_impl.h"

#include <string.h>
#include <unicode/ucal.h>

bool text_zone_offset (const char *zone, gint64 local_s, gint32 *offset_s)
{
	UChar name[64];
	gsize len = strlen (zone);
	if (len >= G_N_ELEMENTS (name))
		return false;
	for (gsize i = 0; i <= len; i++)
		name[i] = (UChar)zone[i];
	/* ucal_open() takes an unknown name for UTC. */
	UErrorCode code = U_ZERO_ERROR;
	UChar known[64];
	UBool in_database = false;
	ucal_getCanonicalTimeZoneID (name, (gint32)len, known, G_N_ELEMENTS (known), &in_database,
				     &code);
	if (U_FAILURE (code) || !in_database)
		return false;
	UCalendar *calendar = ucal_open (name, (gint32)len, "en", UCAL_GREGORIAN, &code);
	text_check (code);
	gint32 raw_ms = 0, summer_ms = 0;
	ucal_setMillis (calendar, (double)local_s * 1000, &code);
	/* The hour that comes twice is the first of the two; the one that never comes counts as if the clock had not changed. */
	ucal_getTimeZoneOffsetFromLocal (calendar, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER,
					 &raw_ms, &summer_ms, &code);
	ucal_close (calendar);
	text_check (code);
	*offset_s = (raw_ms + summer_ms) / 1000;
	return true;
}
