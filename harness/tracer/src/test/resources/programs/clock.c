// Sleeps of every kind; prints how many tenths of a second each took by the program's own clock.
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static double last;

static void took(const char *what) {
  double t = now();
  printf("%s %d\n", what, (int)((t - last) * 10 + 0.5));
  fflush(stdout);
  last = now();
}

static void nothing(int signal) { (void)signal; }

int main(void) {
  time_t start = time(NULL);
  last = now();
  sleep(1);
  took("sleep");
  usleep(500000);
  took("usleep");
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += 2;
  clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, NULL);
  took("until");
  struct timeval tenths = {0, 300000};
  select(0, NULL, NULL, NULL, &tenths);
  took("select");
  poll(NULL, 0, 400);
  took("poll");
  int ends[2];
  pipe(ends);
  struct pollfd end = {ends[0], POLLIN, 0};
  printf("%d ", poll(&end, 1, 700));
  took("pipe");
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += 1;
  pthread_mutex_lock(&mutex);
  printf("%d ", pthread_cond_timedwait(&condition, &mutex, &until) == ETIMEDOUT);
  took("condition");
  signal(SIGALRM, nothing);
  alarm(2);
  pause();
  took("alarm");
  alarm(1);
  printf("%d ", sleep(5));
  took("interrupted");
  while (now() < last + 0.5) {
  }
  took("busy");
  struct timeval t;
  gettimeofday(&t, NULL);
  printf("%d %d\n", (int)(time(NULL) - start), (int)(t.tv_sec - start));
  return 0;
}
