// The first thread ends before the others, of which one sleeps and one waits for a message.
#include <pthread.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <unistd.h>

static int queue;
static struct {
  long type;
  int number;
} message = {1, 0};

static void *sleeper(void *unused) {
  sleep(5);
  msgsnd(queue, &message, sizeof(int), 0);
  return NULL;
}

static void *receiver(void *unused) {
  msgrcv(queue, &message, sizeof(int), 1, 0);
  msgctl(queue, IPC_RMID, NULL);
  dprintf(1, "received\n");
  return NULL;
}

int main(void) {
  pthread_t thread;
  queue = msgget(IPC_PRIVATE, 0600);
  pthread_create(&thread, NULL, receiver, NULL);
  pthread_create(&thread, NULL, sleeper, NULL);
  pthread_exit(NULL);
}
