// Two children send one message each, and end; their parent waits for both.
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
  for (int child = 1; child <= 2; child++) {
    if (fork() == 0) {
      struct {
        long mtype;
        int child;
      } message = {child, child};
      msgsnd(queue, &message, sizeof message - sizeof message.mtype, 0);
      _exit(0);
    }
  }
  wait(NULL);
  wait(NULL);
  return 0;
}
