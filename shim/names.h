/* names.h: the same thing's name in French and in English, as ICU's locale data (Unicode CLDR) has it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	NAMES_REGIONS,    /* countries, continents, UN M.49 areas: "Allemagne" "Germany" */
	NAMES_LANGUAGES,  /* "allemand" "German" */
	NAMES_CURRENCIES, /* "couronne danoise" "Danish krone" */
	NAMES_CITIES,     /* of time zones: "Le Caire" "Cairo" */
	NAMES_MONTHS,     /* "juillet" "July" */
	NAMES_WEEKDAYS,   /* "lundi" "Monday" */
} NamesKind;
#define NAMES_KINDS 6

/* UTF-8, borrowed for the call. */
typedef void (*NamesVisit) (const char *fr, const char *en, gpointer data);

/* Give each pair of `kind` to `visit`, equal ones too, in ICU's order. What ICU has in one of the two languages only is left
 * out. Never fails.   Cost: some milliseconds, the cities some hundred. */
void names_each (NamesKind kind, NamesVisit visit, gpointer data);

/* ICU's version, "72.1". Static. */
const char *names_version (void);

G_END_DECLS
