/* profile_private.h: what profile.c and profile_vector.c share. */
#pragma once

#include "search/profile.h"

/* Make the vectors that every article needs, of terms that are there. */
void profile_fill_vectors (Profile *profile);
