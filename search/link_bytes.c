/* link_bytes.c: two bytes that say which features these are, a bit for each that is not 0, and those in their order as signed numbers of
 * 16 bits in parts of 1/1024, lowest byte first. The bias is always 1 and not written. */
#include "search/link_bytes.h"

#include <math.h>
#include <string.h>

#include "search/link_private.h"

#define PART 1024.0
#define HEAD 2
#define MASK ((LINK_FEATURES + 7) / 8)
G_STATIC_ASSERT (HEAD + MASK + 2 * LINK_FEATURES <= STORE_FEATURES_MAX);

/* A number of the features' names and order: what is added, or means another thing under another name, makes another. */
static guint16 version (void)
{
	guint32 hash = 5381;
	for (int i = 0; i < LINK_FEATURES; i++)
		hash = hash * 33 + g_str_hash (link_feature_name ((LinkFeature)i));
	return (guint16)(hash ^ hash >> 16);
}

void link_pack (const Link *link, StoreFeatures *out)
{
	guint8 *bytes = out->bytes, *at = bytes + HEAD + MASK;
	guint16 head = version ();
	memset (bytes, 0, HEAD + MASK);
	bytes[0] = (guint8)head;
	bytes[1] = (guint8)(head >> 8);
	for (int i = LINK_BIAS + 1; i < LINK_FEATURES; i++) {
		double parts = CLAMP (round (link->features[i] * PART), G_MININT16, G_MAXINT16);
		guint16 value = (guint16)(gint16)parts;
		if (!value)
			continue;
		bytes[HEAD + i / 8] |= (guint8)(1 << i % 8);
		*at++ = (guint8)value;
		*at++ = (guint8)(value >> 8);
	}
	out->len = (guint8)(at - bytes);
}

/* Fill link->features; false when they are not ours. */
static bool read_features (const StoreFeatures *features, Link *link)
{
	const guint8 *bytes = features->bytes, *at = bytes + HEAD + MASK,
		     *end = bytes + features->len;
	if (at > end || (bytes[0] | bytes[1] << 8) != version ())
		return false;
	for (int i = LINK_BIAS + 1; i < LINK_FEATURES; i++) {
		if (!(bytes[HEAD + i / 8] >> i % 8 & 1))
			continue;
		if (end - at < 2)
			return false;
		link->features[i] = (gint16)(guint16)(at[0] | at[1] << 8) / PART;
		at += 2;
	}
	link->features[LINK_BIAS] = 1;
	return at == end;
}

bool link_unpack (const LinkModel *model, const StoreLink *stored, const StoreFeatures *features,
		  Link *out)
{
	Link link = { .kind = (LinkKind)stored->kind };
	bool known = features && stored->kind < LINK_KINDS && link_kind_name (link.kind) &&
		     read_features (features, &link);
	if (known)
		link_judge (model, &link);
	else
		memset (link.features, 0, sizeof link.features);
	link.probability = stored->probability;
	link.story = MAX (link.story, link.probability);
	*out = link;
	return known;
}
