// One child takes any message, the other wants one of type 2: if the first takes that, the other waits for ever.
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct message {
  long mtype;
  int nothing;
};

int main(void) {
  int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
  for (long wanted = 0; wanted <= 2; wanted += 2) {
    if (fork() == 0) {
      struct message message;
      msgrcv(queue, &message, sizeof message.nothing, wanted, 0);
      _exit(0);
    }
  }
  struct message second = {2, 0};
  struct message first = {1, 0};
  msgsnd(queue, &second, sizeof second.nothing, 0);
  msgsnd(queue, &first, sizeof first.nothing, 0);
  wait(NULL);
  wait(NULL);
  return 0;
}
