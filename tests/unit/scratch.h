/* scratch.h: a directory for one test, removed with everything in it when the test's scope ends. */
#pragma once

#include <ftw.h>
#include <glib.h>
#include <stdio.h>

typedef char ScratchDir;

static inline int scratch_remove (const char *path, const struct stat *st, int type,
				  struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove (path);
}

static inline void scratch_free (ScratchDir *dir)
{
	nftw (dir, scratch_remove, 16, FTW_DEPTH | FTW_PHYS);
	g_free (dir);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScratchDir, scratch_free)

/* Declares `dir`, the path of a new empty directory. */
#define SCRATCH(dir)                                                                               \
	g_autoptr (ScratchDir) dir = g_dir_make_tmp ("entente-test-XXXXXX", NULL);                 \
	g_assert_nonnull (dir)
