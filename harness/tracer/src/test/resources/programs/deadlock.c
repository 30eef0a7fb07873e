// A parent waits for its child, and the child for a message that nobody sends.
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  long message[2] = {1, 1};
  int queue = msgget(IPC_PRIVATE, 0600);
  msgsnd(queue, message, sizeof(long), 0);
  if (fork() == 0) {
    sleep(1);
    msgrcv(queue, message, sizeof(long), 2, 0);
    _exit(0);
  }
  wait(NULL);
  msgctl(queue, IPC_RMID, NULL);
  return 0;
}
