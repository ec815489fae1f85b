/* replay.c: run a fuzz target over its saved inputs, as TAP. `make check` links it where libFuzzer is not.
 *
 * The target's name is the program's (replay_NAME); its inputs are tests/fuzz/corpus/NAME/. */
#include <glib.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

int main (int argc, char **argv)
{
	(void) argc;
	const char *name = strstr (argv[0], "replay_") + strlen ("replay_");
	g_autofree char *dir_path = g_build_filename ("tests", "fuzz", "corpus", name, NULL);
	GDir *dir = g_dir_open (dir_path, 0, NULL);
	int count = 0;
	if (!dir) {
		printf ("not ok 1 - %s has no saved inputs\n1..1\n", dir_path);
		return 1;
	}
	for (const char *file; (file = g_dir_read_name (dir));) {
		g_autofree char *path = g_build_filename (dir_path, file, NULL);
		g_autofree char *data = NULL;
		gsize len;
		if (!g_file_get_contents (path, &data, &len, NULL))
			continue;
		/* A copy of the exact size, so that ASan sees a read past the end. */
		g_autofree guint8 *exact = g_memdup2 (len ? data : "", len ? len : 1);
		LLVMFuzzerTestOneInput (exact, len);
		printf ("ok %d - %s/%s\n", ++count, name, file);
		fflush (stdout);
	}
	g_dir_close (dir);
	printf ("1..%d\n", count);
	return count ? 0 : 1;
}
