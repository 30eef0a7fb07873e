// The child waits at a pipe, which nobody steers, until its parent writes there.
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
  int ends[2];
  if (pipe(ends) != 0) {
    return 1;
  }
  struct {
    long mtype;
    char byte;
  } message = {1, 0};
  if (fork() == 0) {
    if (read(ends[0], &message.byte, 1) != 1) {
      _exit(1);
    }
    msgsnd(queue, &message, 1, 0);
    _exit(0);
  }
  msgsnd(queue, &message, 1, 0);
  if (write(ends[1], "x", 1) != 1) {
    return 1;
  }
  msgrcv(queue, &message, 1, 0, 0);
  wait(NULL);
  return 0;
}
