// A process with many threads that wait for ever ends by one of them, while its parent goes on.
#include <pthread.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 400, MESSAGES = 800 };

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

int main(void) {
  pthread_t thread;
  queue = msgget(IPC_PRIVATE, 0600);
  if (fork() == 0) {
    for (int i = 0; i < THREADS; i++) {
      pthread_create(&thread, NULL, i == THREADS - 1 ? leaver : waiter, NULL);
    }
    waiter(NULL);
  }
  for (int i = 0; i < MESSAGES; i++) {
    msgsnd(queue, &message, sizeof(int), 0);
    msgrcv(queue, &message, sizeof(int), 1, 0);
  }
  wait(NULL);
  msgctl(queue, IPC_RMID, NULL);
  return 0;
}
