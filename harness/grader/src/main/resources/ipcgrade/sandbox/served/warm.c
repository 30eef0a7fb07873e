/* What a spare server runs to be warm: processes that talk through a queue, as submissions do. */
#include <stdio.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 3

struct message {
  long type;
  int child;
};

int main(void) {
  int queue = msgget(IPC_PRIVATE, 0600);
  struct message message;
  for (int i = 1; i <= CHILDREN; i++) {
    if (fork() == 0) {
      message = (struct message){1, i};
      sleep(i % 2);
      msgsnd(queue, &message, sizeof message.child, 0);
      msgrcv(queue, &message, sizeof message.child, 1 + i, 0);
      printf("%d\n", message.child);
      return 0;
    }
  }
  for (int i = 1; i <= CHILDREN; i++) {
    msgrcv(queue, &message, sizeof message.child, 1, 0);
    message.type = 1 + message.child;
    msgsnd(queue, &message, sizeof message.child, 0);
  }
  while (wait(NULL) > 0) {
  }
  return msgctl(queue, IPC_RMID, NULL);
}
