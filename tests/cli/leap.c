/* leap.c: a clock that leaps, for LD_PRELOAD: the real time of a program is off by as many seconds as the file $LEAP_FILE says at that moment.
 * The monotonic clock goes on, as the kernel's does. (libfaketime cannot be used: it and jemalloc wait for each other's beginning.) */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long offset_s (void)
{
	char text[32] = "";
	const char *path = getenv ("LEAP_FILE");
	int fd = path ? open (path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0)
		return 0;
	ssize_t n = read (fd, text, sizeof text - 1);
	close (fd);
	return n > 0 ? strtol (text, NULL, 10) : 0;
}

int clock_gettime (clockid_t clock, struct timespec *out)
{
	long failed = syscall (SYS_clock_gettime, clock, out);
	if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		out->tv_sec += offset_s ();
	return (int)failed;
}

int gettimeofday (struct timeval *restrict out, void *restrict zone)
{
	struct timespec now;
	(void)zone;
	clock_gettime (CLOCK_REALTIME, &now);
	*out = (struct timeval){ now.tv_sec, now.tv_nsec / 1000 };
	return 0;
}

time_t time (time_t *out)
{
	struct timespec now;
	clock_gettime (CLOCK_REALTIME, &now);
	if (out)
		*out = now.tv_sec;
	return now.tv_sec;
}
