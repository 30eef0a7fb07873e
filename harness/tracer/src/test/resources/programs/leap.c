// A thread executes the program anew, while the first one waits for a message and another one computes; at once, or
// when it is woken by the first one or by another process.
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <unistd.h>

static char *again[] = {"leap", "again", NULL};
static long message[2] = {1, 2};

static int alarm_clock[2];

static void *leaps(void *woken) {
  char byte;
  if (woken != NULL) {
    read(alarm_clock[0], &byte, 1);
  }
  execv("/proc/self/exe", again);
  return NULL;
}

static void wake(void) {
  sleep(1);
  write(alarm_clock[1], "", 1);
  for (int i = 0; i < 9; i++) {
    msgget(1, IPC_CREAT | 0600);
  }
}

static void *computes(void *unused) {
  for (;;) {
  }
  return unused;
}

int main(int argc, char **argv) {
  if (argc == 1 || strcmp(argv[1], "again") != 0) {
    pthread_t thread;
    pipe(alarm_clock);
    if (argc == 1) {
      pthread_create(&thread, NULL, computes, NULL);
    } else if (strcmp(argv[1], "other") == 0 && fork() == 0) {
      wake();
      return 0;
    }
    pthread_create(&thread, NULL, leaps, argv[1]);
    if (argc > 1 && strcmp(argv[1], "first") == 0) {
      wake();
    }
    msgrcv(msgget(1, IPC_CREAT | 0600), message, sizeof(long), 0, 0);
    return 1;
  }
  int queue = msgget(1, IPC_CREAT | 0600);
  msgsnd(queue, message, sizeof(long), 0);
  dprintf(1, "%zd\n", msgrcv(queue, message, sizeof(long), 0, 0));
  msgctl(queue, IPC_RMID, NULL);
  return 0;
}
