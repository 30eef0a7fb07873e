// Polls without a pause for a message that comes after a second, then for the end of the child.
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  long message = 1;
  int queue = msgget(IPC_PRIVATE, 0600);
  pid_t child = fork();
  if (child == 0) {
    sleep(1);
    msgsnd(queue, &message, 0, 0);
    sleep(1);
    _exit(0);
  }
  while (msgrcv(queue, &message, 0, 0, IPC_NOWAIT) < 0) {
  }
  while (waitpid(child, NULL, WNOHANG) == 0) {
  }
  msgctl(queue, IPC_RMID, NULL);
  return 0;
}
