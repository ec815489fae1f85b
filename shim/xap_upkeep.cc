/* xap_upkeep.cc: whether a Xapian database is there and whole, and compacting it. */
#include "shim/xap_private.hh"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using xap::guard;

bool xap::openable (const char *path, GError **error) noexcept
{
	g_autofree char *version = g_build_filename (path, "iamglass", nullptr);
	g_autofree char *postlist = g_build_filename (path, "postlist.glass", nullptr);
	struct stat a, b;
	bool has_version = stat (version, &a) == 0;
	if (!has_version && errno == EACCES) {
		g_set_error (error, XAP_ERROR, XAP_ERROR_PERMISSION, "%s: %s", path,
			     g_strerror (errno));
		return false;
	}
	/* A writer killed while it creates leaves an empty postlist and no version file: nothing is lost. */
	bool has_postlist = stat (postlist, &b) == 0;
	if (has_version ? has_postlist : !has_postlist || b.st_size == 0)
		return true;
	g_set_error (error, XAP_ERROR, XAP_ERROR_CORRUPT, "%s: %s is missing", path,
		     has_version ? "postlist.glass" : "iamglass");
	return false;
}

bool xap::open_database (Xapian::Database *db, const char *path, GError **error) noexcept
{
	return openable (path, error) && guard (false, error, [&] {
		       *db = Xapian::Database (path);
		       return true;
	       });
}

/* --- checking --- */

/* Of xapian-check's report, the first line that is not good news; NULL when there is none. Owned. */
static char *first_problem (const std::string &report)
{
	static const char *const good[] = { "structure checked OK", "Lazily created, and not yet",
					    "Full structure check not implemented" };
	g_auto (GStrv) lines = g_strsplit (report.c_str (), "\n", -1);
	for (char **line = lines; *line; line++) {
		bool bad = **line && !g_str_has_suffix (*line, ":");
		for (const char *phrase : good)
			bad = bad && !strstr (*line, phrase);
		if (bad)
			return g_strdup (*line);
	}
	return nullptr;
}

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined __SANITIZE_ADDRESS__ || __has_feature(address_sanitizer)
/* Xapian 1.4.22's Database::check() frees a table as a smaller class than it made: harmless, and not ours. */
extern "C" const char *__asan_default_options (void)
{
	return "new_delete_type_mismatch=0";
}
#endif

static bool check_here (const char *path, GError **error)
{
	g_autoptr (GError) failure = nullptr;
	g_autofree char *problem = nullptr;
	bool checked = guard (false, &failure, [&] {
		Xapian::Database readable (path); /* there, and readable: else it is not damaged */
		std::ostringstream report;
		size_t count = Xapian::Database::check (path, 0, &report);
		problem = first_problem (report.str ());
		if (!problem && count)
			problem = g_strdup_printf ("%zu errors", count);
		return true;
	});
	if (checked && !problem)
		return true;
	if (checked)
		g_set_error_literal (error, XAP_ERROR, XAP_ERROR_CORRUPT, problem);
	else if (g_error_matches (failure, XAP_ERROR, XAP_ERROR_FAILED))
		g_set_error_literal (error, XAP_ERROR, XAP_ERROR_CORRUPT, failure->message);
	else
		g_propagate_error (error, g_steal_pointer (&failure));
	return false;
}

/* Exit with 0, or with 1 + the code and the message written to `out`. */
[[noreturn]] static void check_and_exit (const char *path, int out)
{
	const struct rlimit none = { 0, 0 };
	setrlimit (RLIMIT_CORE, &none);
	signal (SIGSEGV, SIG_DFL);
	signal (SIGABRT, SIG_DFL);
	int null = open ("/dev/null", O_WRONLY);
	dup2 (null, STDERR_FILENO); /* where the C library mourns a broken heap */
	g_autoptr (GError) failure = nullptr;
	if (check_here (path, &failure))
		_exit (0);
	(void)!write (out, failure->message, strlen (failure->message));
	_exit (1 + failure->code);
}

/* In a process of its own: Xapian's blocks have no checksums, and of 600 databases with a few random bytes
 * overwritten 33 crashed Xapian 1.4.22's check. */
bool xap_check (const char *path, GError **error)
{
	if (!xap::openable (path, error))
		return false;
	int ends[2];
	pid_t pid = pipe2 (ends, O_CLOEXEC) ? -1 : fork ();
	if (pid == 0)
		check_and_exit (path, ends[1]);
	if (pid < 0) {
		g_set_error (error, XAP_ERROR, XAP_ERROR_FAILED, "cannot start the check: %s",
			     g_strerror (errno));
		return false;
	}
	close (ends[1]);
	char said[1024];
	gsize len = 0;
	for (ssize_t got = 1; got > 0 && len < sizeof said - 1; len += (gsize)MAX (got, 0))
		got = read (ends[0], said + len, sizeof said - 1 - len);
	said[len] = '\0';
	close (ends[0]);
	int status = 0;
	while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
		return true;
	if (WIFEXITED (status) && len > 0)
		g_set_error_literal (error, XAP_ERROR, WEXITSTATUS (status) - 1, said);
	else
		g_set_error_literal (error, XAP_ERROR, XAP_ERROR_CORRUPT,
				     "so damaged that the check broke off");
	return false;
}

/* --- compacting --- */

bool xap_compact (const char *const *from, const char *to, GError **error)
{
	if (g_file_test (to, G_FILE_TEST_EXISTS)) {
		g_set_error (error, XAP_ERROR, XAP_ERROR_INVALID, "%s exists", to);
		return false;
	}
	Xapian::Database all;
	for (; *from; from++) {
		Xapian::Database one;
		if (!xap::open_database (&one, *from, error) || !guard (false, error, [&] {
			    all.add_database (one);
			    return true;
		    }))
			return false;
	}
	return guard (false, error, [&] {
		all.compact (to, Xapian::DBCOMPACT_NO_RENUMBER);
		return true;
	});
}
