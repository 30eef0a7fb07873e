// A process of three threads: one waits in read(2) for ever, one computes, and the first sends. Its child waits.
#include <pthread.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

static int ends[2];

static void *reads(void *unused) {
  char byte;
  read(ends[0], &byte, 1);
  return unused;
}

static void *computes(void *unused) {
  for (volatile long i = 0;; i++) {
  }
  return unused;
}

int main(void) {
  struct { long type; int value; } message = {1, 7};
  int queue = msgget(IPC_PRIVATE, 0600);
  if (fork() == 0) {
    msgrcv(queue, &message, sizeof message.value, 2, 0);
    _exit(0);
  }
  pthread_t one, two;
  pipe(ends);
  pthread_create(&one, NULL, reads, NULL);
  pthread_create(&two, NULL, computes, NULL);
  for (int i = 0; i < 20; i++) msgsnd(queue, &message, sizeof message.value, 0);
  msgctl(queue, IPC_RMID, NULL);
  _exit(0);
}
