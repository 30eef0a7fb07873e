// A thread computes while the first one sends and receives.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/resource.h>

static volatile int done;
static volatile struct {
  long type;
  int number;
} message = {1, 42};

static long used(int whose) {
  struct rusage usage;
  getrusage(whose, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

static void *writes(void *unused) {
  while (!done) {
    message.type = 3 - message.type;
    message.number++;
  }
  return unused;
}

static void *spins(void *unused) {
  while (!done) {
  }
  return unused;
}

static void *computes(void *unused) {
  while (used(RUSAGE_THREAD) < 100) {
  }
  done = 1;
  return unused;
}

static void exchange(int queue) {
  char received[16];
  msgsnd(queue, (void *)&message, sizeof(int), 0);
  msgrcv(queue, received, sizeof(int), 0, 0);
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  int queue = msgget(IPC_PRIVATE, 0600);
  pthread_t thread;
  if (strcmp(what, "computes") == 0) {
    pthread_create(&thread, NULL, computes, NULL);
    while (!done) {
      exchange(queue);
    }
  } else {
    pthread_create(&thread, NULL, strcmp(what, "writes") == 0 ? writes : spins, NULL);
    for (int i = 0; i < 64; i++) {
      exchange(queue);
    }
    done = 1;
  }
  pthread_join(thread, NULL);
  msgctl(queue, IPC_RMID, NULL);
  dprintf(1, "%ld\n", used(RUSAGE_SELF));
  return 0;
}
