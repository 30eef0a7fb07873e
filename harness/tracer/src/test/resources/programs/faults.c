/* Asks a child three times by a queue, and tells of every call that fails; given a signal, both handle it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct letter { long mtype; int number; };

static const char *me = "parent";

static int told(const char *call, int result) {
  if (result == -1) {
    printf("%s %s %d\n", me, call, errno);
    fflush(stdout);
  }
  return result;
}

static int received(int queue, struct letter *letter, long type) {
  int got;
  while ((got = told("msgrcv", msgrcv(queue, letter, sizeof(int), type, 0))) == -1 && errno == EINTR) {
  }
  return got;
}

static void handled(int signal) {
}

int main(int count, char **arguments) {
  key_t key = count > 1 ? atoi(arguments[1]) : IPC_PRIVATE;
  if (count > 2) {
    struct sigaction action = {.sa_handler = handled};
    sigaction(atoi(arguments[2]), &action, NULL);
  }
  int queue = told("msgget", msgget(key, IPC_CREAT | 0600));
  if (queue == -1) {
    return 1;
  }
  printf("queue %s0\n", queue == 0 ? "= " : "> ");
  fflush(stdout);
  struct letter letter;
  pid_t child = told("fork", fork());
  if (child == 0) {
    me = "child";
    while (received(queue, &letter, 1) != -1 && letter.number != 0) {
      letter.mtype = 2;
      letter.number *= 2;
      told("msgsnd", msgsnd(queue, &letter, sizeof(int), 0));
    }
    return 3;
  }
  for (int i = 1; child != -1 && i <= 3; i++) {
    letter = (struct letter) {1, i};
    told("msgsnd", msgsnd(queue, &letter, sizeof(int), 0));
    if (received(queue, &letter, 2) != -1) {
      printf("%d\n", letter.number);
      fflush(stdout);
    }
  }
  if (child != -1) {
    letter = (struct letter) {1, 0};
    told("msgsnd", msgsnd(queue, &letter, sizeof(int), 0));
    while (told("wait", wait(NULL)) == -1 && errno == EINTR) {
    }
  }
  told("msgctl", msgctl(queue, IPC_RMID, NULL));
  return 0;
}
