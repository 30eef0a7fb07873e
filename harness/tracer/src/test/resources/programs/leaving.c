// Many wait for ever and end by what one of them does, while their parent goes on. They are threads, of which one
// calls exit, the first or another, or else processes, of which one kills its process group.
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MANY = 400, MESSAGES = 800 };

static int queue;
static struct {
  long type;
  int number;
} message = {1, 0};

/* others come first by the kernel's scheduler, when this is to end as well */
static void *waiter(void *unused) {
  nice(19);
  msgrcv(queue, &message, sizeof(int), 2, 0);
  return NULL;
}

static void *leaver(void *unused) {
  msgsnd(queue, &message, sizeof(int), 0);
  _exit(3);
}

static void threads(void) {
  pthread_t thread;
  for (int i = 0; i < MANY; i++) {
    pthread_create(&thread, NULL, i == MANY - 1 ? leaver : waiter, NULL);
  }
  waiter(NULL);
}

static void first(void) {
  pthread_t thread;
  for (int i = 0; i < MANY / 8; i++) {
    pthread_create(&thread, NULL, waiter, NULL);
  }
  leaver(NULL);
}

static void processes(void) {
  setpgid(0, 0);
  for (int i = 0; i < MANY / 8; i++) {
    if (fork() == 0) {
      waiter(NULL);
    }
  }
  msgsnd(queue, &message, sizeof(int), 0);
  kill(0, SIGKILL);
}

int main(int argc, char **argv) {
  queue = msgget(IPC_PRIVATE, 0600);
  if (strcmp(argv[1], "alone") == 0) {
    first();
  } else if (fork() == 0) {
    if (strcmp(argv[1], "first") == 0) {
      first();
    } else if (strcmp(argv[1], "threads") == 0) {
      threads();
    } else {
      processes();
    }
  }
  for (int i = 0; i < MESSAGES; i++) {
    msgsnd(queue, &message, sizeof(int), 0);
    msgrcv(queue, &message, sizeof(int), 1, 0);
  }
  wait(NULL);
  msgctl(queue, IPC_RMID, NULL);
  return 0;
}
