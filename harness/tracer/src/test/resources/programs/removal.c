// Two children wait at a queue, one to receive, one to send, until it is removed.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  struct {
    long type;
    char text[8192];
  } message = {1, ""};
  int queue = msgget(IPC_PRIVATE, 0600);
  while (msgsnd(queue, &message, sizeof(message.text), IPC_NOWAIT) == 0) {
  }
  if (fork() == 0) {
    return msgrcv(queue, &message, sizeof(message.text), 2, 0) == -1 ? errno : 0;
  }
  if (fork() == 0) {
    return msgsnd(queue, &message, sizeof(message.text), 0) == -1 ? errno : 0;
  }
  usleep(100000);
  msgctl(queue, IPC_RMID, NULL);
  wait(NULL);
  wait(NULL);
  return 0;
}
