/* link_bytes.h: what a link's probability was made of, in some forty bytes, as the store keeps it beside the link: whoever asks for the pair is told what
 * was judged when all the articles around both were in sight. */
#pragma once

#include "corpus/store_link.h"
#include "search/link.h"

/* The features of `link`, each to 1/2048. */
void link_pack (const Link *link, StoreFeatures *out);

/* The stored link with its features (NULL: none) and what `model` makes of them; the probability stays the stored one. False when there are no features, or
 * a program with other features wrote them: then *out holds kind and probability alone. */
bool link_unpack (const LinkModel *model, const StoreLink *stored, const StoreFeatures *features,
		  Link *out);
