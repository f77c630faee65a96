/*
 * The gate's plan in C, to measure ours against: one thread for each volume, everything opened
 * before, syncfs twice, rcu_expedited, freeze all, clone all, each volume thawed after its own clone.
 *
 * Arguments: MOUNT_POINT IMAGE TARGET for each volume. The targets must not exist.
 * Prints the nanoseconds from the first freeze call to the return of the last thaw.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct volume {
	const char *mount_point;
	int folder, image, target;
	long long freeze_called, thaw_returned;
	int freeze_error, clone_error, thaw_error;
	pthread_t thread;
};

static struct volume *volumes;
static int count;
static pthread_barrier_t flushed, closing, closed;

static void die(const char *what, const char *on)
{
	fprintf(stderr, "%s %s: %s\n", what, on, strerror(errno));
	exit(1);
}

static int open_or_die(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);
	if (fd < 0)
		die("open", path);
	return fd;
}

static long long now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* FIFREEZE below a mount point would freeze the file system above it. */
static void check_mount_root(int folder, const char *path)
{
	struct stat own, parent;
	if (fstat(folder, &own) || fstatat(folder, "..", &parent, 0))
		die("stat", path);
	if (own.st_dev == parent.st_dev) {
		fprintf(stderr, "%s is not a mount point\n", path);
		exit(1);
	}
}

static void *run(void *argument)
{
	struct volume *volume = argument;
	fsync(volume->image);
	syncfs(volume->folder);
	syncfs(volume->folder);
	pthread_barrier_wait(&flushed);
	pthread_barrier_wait(&closing);
	volume->freeze_called = now();
	if (ioctl(volume->folder, FIFREEZE, 0))
		volume->freeze_error = errno;
	pthread_barrier_wait(&closed);
	if (ioctl(volume->target, FICLONE, volume->image))
		volume->clone_error = errno;
	if (!volume->freeze_error && ioctl(volume->folder, FITHAW, 0))
		volume->thaw_error = errno;
	volume->thaw_returned = now();
	return NULL;
}

static int check(const char *what, const struct volume *volume, int error)
{
	if (!error)
		return 0;
	fprintf(stderr, "%s %s: %s\n", what, volume->mount_point, strerror(error));
	return 1;
}

static void write_expedited(const char *value)
{
	int fd = open("/sys/kernel/rcu_expedited", O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		fprintf(stderr, "rcu_expedited cannot be set: %s\n", strerror(errno));
	if (fd >= 0)
		close(fd);
}

static void read_expedited(char *value, size_t size)
{
	int fd = open("/sys/kernel/rcu_expedited", O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, value, size - 1);
	strcpy(length > 0 ? value + length : value, length > 0 ? "" : "0");
	if (fd >= 0)
		close(fd);
}

int main(int arguments, char **argument)
{
	char expedited[16];
	sigset_t all_signals;
	long long first = 0, last = 0;
	int failed = 0;

	count = (arguments - 1) / 3;
	if (count < 1 || (arguments - 1) % 3) {
		fprintf(stderr, "usage: gate-plan MOUNT_POINT IMAGE TARGET ...\n");
		return 2;
	}
	volumes = calloc(count, sizeof *volumes);
	if (!volumes)
		die("calloc", "volumes");
	for (int i = 0; i < count; i++) {
		char **of = argument + 1 + 3 * i;
		volumes[i].mount_point = of[0];
		volumes[i].folder = open_or_die(of[0], O_RDONLY | O_DIRECTORY);
		check_mount_root(volumes[i].folder, of[0]);
		volumes[i].image = open_or_die(of[1], O_RDONLY);
		volumes[i].target = open_or_die(of[2], O_WRONLY | O_CREAT | O_EXCL);
	}
	/* Nobody may end us half way: volumes would stay frozen and rcu_expedited set. */
	sigfillset(&all_signals);
	sigprocmask(SIG_BLOCK, &all_signals, NULL);
	pthread_barrier_init(&flushed, NULL, count + 1);
	pthread_barrier_init(&closing, NULL, count + 1);
	pthread_barrier_init(&closed, NULL, count);
	for (int i = 0; i < count; i++)
		if ((errno = pthread_create(&volumes[i].thread, NULL, run, &volumes[i])))
			die("pthread_create for", volumes[i].mount_point);
	pthread_barrier_wait(&flushed);
	read_expedited(expedited, sizeof expedited);
	write_expedited("1");
	pthread_barrier_wait(&closing);
	for (int i = 0; i < count; i++)
		pthread_join(volumes[i].thread, NULL);
	write_expedited(expedited);

	for (int i = 0; i < count; i++) {
		failed |= check("freeze", &volumes[i], volumes[i].freeze_error);
		failed |= check("clone of", &volumes[i], volumes[i].clone_error);
		failed |= check("thaw", &volumes[i], volumes[i].thaw_error);
		if (i == 0 || volumes[i].freeze_called < first)
			first = volumes[i].freeze_called;
		if (i == 0 || volumes[i].thaw_returned > last)
			last = volumes[i].thaw_returned;
	}
	if (!failed)
		printf("%lld\n", last - first);
	return failed;
}
