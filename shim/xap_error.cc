/* xap_error.cc: Xapian's exceptions as GError, and who holds a database's lock. */
#include "shim/xap_private.hh"

#include <cctype>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

GQuark xap_error_quark (void)
{
	return g_quark_from_static_string ("xap-error-quark");
}

namespace
{

/* By Xapian's own name of the class. What is not here is FAILED. */
const struct {
	const char *type;
	XapError code;
} by_type[] = {
	{ "DatabaseModifiedError", XAP_ERROR_CHANGED },
	{ "DatabaseCorruptError", XAP_ERROR_CORRUPT },
	{ "DatabaseVersionError", XAP_ERROR_VERSION },
	{ "DatabaseNotFoundError", XAP_ERROR_NOT_FOUND },
	{ "DatabaseOpeningError",
	  XAP_ERROR_NOT_FOUND }, /* a file that is neither database nor stub */
	{ "DocNotFoundError", XAP_ERROR_NOT_FOUND },
	{ "FeatureUnavailableError",
	  XAP_ERROR_CORRUPT }, /* a table that we always write is missing */
	{ "InvalidArgumentError", XAP_ERROR_INVALID },
	{ "InvalidOperationError", XAP_ERROR_INVALID },
	{ "UnimplementedError", XAP_ERROR_INVALID },
	{ "RangeError", XAP_ERROR_INVALID },
	{ "WildcardError", XAP_ERROR_INVALID },
	{ "NetworkError", XAP_ERROR_NETWORK },
	{ "NetworkTimeoutError", XAP_ERROR_NETWORK },
};

/* Xapian keeps errno to itself: only the system's text for it can be seen, as the error's string (most tables)
 * or inside the message (the lock file; a failed commit). EFBIG is a quota: ulimit -f. */
const struct {
	int number;
	XapError code;
} by_errno[] = {
	{ ENOSPC, XAP_ERROR_NO_SPACE },  { EDQUOT, XAP_ERROR_NO_SPACE },
	{ EFBIG, XAP_ERROR_NO_SPACE },   { EACCES, XAP_ERROR_PERMISSION },
	{ EPERM, XAP_ERROR_PERMISSION }, { EROFS, XAP_ERROR_PERMISSION },
	{ ENOMEM, XAP_ERROR_NO_MEMORY },
};

bool says (const char *message, const char *system, int number)
{
	char buffer[256];
	const char *text = strerror_r (number, buffer, sizeof buffer);
	return strstr (message, text) || (system && strstr (system, text));
}

/* `type` is Xapian's name of a Database…Error; `system` may be NULL. */
XapError classify_database (const char *type, const char *message, const char *system)
{
	for (const auto &row : by_errno)
		if (says (message, system, row.number))
			return row.code;
	if (!strcmp (type, "DatabaseLockError") && g_str_has_suffix (message, "already locked"))
		return XAP_ERROR_LOCKED;
	if (system && says ("", system, ENOENT)) {
		/* Of a database that is there, a table is not; or the folder to create it in is not. */
		if (!strcmp (type, "DatabaseOpeningError"))
			return XAP_ERROR_CORRUPT;
		if (!strcmp (type, "DatabaseCreateError"))
			return XAP_ERROR_NOT_FOUND;
	}
	if (!strcmp (type, "DatabaseError") && g_str_has_prefix (message, "EOF reading"))
		return XAP_ERROR_CORRUPT;
	return XAP_ERROR_FAILED;
}

XapError classify (const char *type, const char *message, const char *system)
{
	XapError code = XAP_ERROR_FAILED;
	if (g_str_has_prefix (type, "Database"))
		code = classify_database (type, message, system);
	if (code != XAP_ERROR_FAILED)
		return code;
	for (const auto &row : by_type)
		if (!strcmp (row.type, type))
			return row.code;
	return XAP_ERROR_FAILED;
}

} // namespace

void xap::translate (GError **error) noexcept
{
	try {
		throw;
	} catch (const Xapian::Error &e) {
		const char *message = e.get_msg ().c_str ();
		const char *system = e.get_error_string ();
		g_set_error (error, XAP_ERROR, classify (e.get_type (), message, system), "%s%s%s",
			     message, system ? ": " : "", system ? system : "");
	} catch (const std::bad_alloc &) {
		g_set_error_literal (error, XAP_ERROR, XAP_ERROR_NO_MEMORY, "out of memory");
	} catch (const std::exception &e) {
		g_set_error_literal (error, XAP_ERROR, XAP_ERROR_FAILED, e.what ());
	} catch (...) {
		g_set_error_literal (error, XAP_ERROR, XAP_ERROR_FAILED, "unknown failure");
	}
}

bool xap::term_ok (const char *term, gsize len, GError **error) noexcept
{
	if (len - 1 < XAP_TERM_MAX && !memchr (term, '\0', len))
		return true;
	if (len == 0)
		g_set_error_literal (error, XAP_ERROR, XAP_ERROR_INVALID, "empty term");
	else if (len > XAP_TERM_MAX)
		g_set_error (error, XAP_ERROR, XAP_ERROR_INVALID,
			     "term of %" G_GSIZE_FORMAT " bytes is over the limit of %d", len,
			     XAP_TERM_MAX);
	else
		g_set_error_literal (error, XAP_ERROR, XAP_ERROR_INVALID, "NUL byte in a term");
	return false;
}

/* Whether process `pid` (a name in /proc) has the file `wanted` open. */
static bool has_open (int proc, const char *pid, const struct stat &wanted)
{
	g_autofree char *path = g_strconcat (pid, "/fd", nullptr);
	int fd = openat (proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? nullptr : fdopendir (fd);
	if (!dir) {
		if (fd >= 0)
			close (fd);
		return false;
	}
	bool found = false;
	for (struct dirent *entry; !found && (entry = readdir (dir));) {
		struct stat st;
		found = isdigit (entry->d_name[0]) &&
			!fstatat (dirfd (dir), entry->d_name, &st, 0) &&
			st.st_dev == wanted.st_dev && st.st_ino == wanted.st_ino;
	}
	closedir (dir);
	return found;
}

/* Xapian locks by open file description (F_OFD_SETLK): F_GETLK says -1 for such a lock's owner. So look who has
 * the lock file open; nobody else opens it, and it is closed with the lock. */
char *xap::lock_holder (const char *path) noexcept
{
	g_autofree char *file = g_build_filename (path, "flintlock", nullptr);
	struct stat wanted;
	DIR *proc = stat (file, &wanted) ? nullptr : opendir ("/proc");
	char *holder = nullptr;
	for (struct dirent *entry; proc && !holder && (entry = readdir (proc));) {
		if (!isdigit (entry->d_name[0]) || !has_open (dirfd (proc), entry->d_name, wanted))
			continue;
		g_autofree char *comm = g_strconcat ("/proc/", entry->d_name, "/comm", nullptr);
		g_autofree char *name = nullptr;
		if (g_file_get_contents (comm, &name, nullptr, nullptr)) {
			g_autofree char *clean = g_strescape (g_strchomp (name), nullptr);
			holder = g_strdup_printf ("process %s (%s)", entry->d_name, clean);
		} else {
			holder = g_strdup_printf ("process %s", entry->d_name);
		}
	}
	if (proc)
		closedir (proc);
	return holder ? holder : g_strdup ("another process");
}
