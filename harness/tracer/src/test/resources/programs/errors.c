// Sends and receives that the kernel refuses at once, at a queue that is full or has no such message; and copies.
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>

static struct {
  long type;
  char text[8193];
} message = {2, "text"};

static void result(const char *name, long value) {
  dprintf(1, "%s %s\n", name, value < 0 ? strerrorname_np(errno) : message.text);
}

// A message of 4 bytes, behind which no memory is.
static void *last_words(void) {
  char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(pages + 4096, 4096);
  return memcpy(pages + 4096 - 12, &message, 12);
}

int main(void) {
  int queue = msgget(IPC_PRIVATE, 0600);
  while (msgsnd(queue, &message, 8192, IPC_NOWAIT) == 0) {
  }
  result("negative", msgsnd(queue, &message, -1, 0));
  result("most", msgsnd(queue, &message, LONG_MAX, 0));
  result("large", msgsnd(queue, &message, 8193, 0));
  result("short", msgsnd(queue, last_words(), LONG_MAX, 0));
  result("nowhere", msgsnd(queue, NULL, 4, 0));
  message.type = 0;
  result("type", msgsnd(queue, &message, 4, 0));
  result("receive", msgrcv(queue, &message, -1, 7, 0));
  result("copy", msgrcv(queue, &message, 8192, 7, MSG_COPY));
  result("except", msgrcv(queue, &message, 8192, 7, MSG_COPY | MSG_EXCEPT | IPC_NOWAIT));
  result("beyond", msgrcv(queue, &message, 8192, 7, MSG_COPY | IPC_NOWAIT));
  memset(message.text, 0, sizeof message.text);
  result("first", msgrcv(queue, &message, 8192, 0, MSG_COPY | IPC_NOWAIT));
  result("second", msgrcv(queue, &message, 8192, 1, MSG_COPY | IPC_NOWAIT));
  result("taken", msgrcv(queue, &message, 8192, 2, 0));
  result("taken", msgrcv(queue, &message, 8192, 0, 0));
  result("none", msgrcv(queue, &message, 8192, 0, IPC_NOWAIT));
  msgctl(queue, IPC_RMID, NULL);
  return 0;
}
