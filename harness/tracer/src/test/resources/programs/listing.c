// Two queues, one of them used, and what ipcs(1) says about them.
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  long message[3] = {1, 2, 3};
  int used = msgget(0x5151, IPC_CREAT | 0640);
  int other = msgget(IPC_PRIVATE, 0600);
  if (fork() == 0) {
    msgsnd(used, message, 2 * sizeof(long), 0);
    _exit(0);
  }
  wait(NULL);
  msgsnd(used, message, 1 * sizeof(long), 0);
  msgrcv(used, message, 2 * sizeof(long), 0, 0);
  system("/usr/bin/ipcs -q; /usr/bin/ipcs -q -p; /usr/bin/ipcs -q -t");
  msgctl(used, IPC_RMID, NULL);
  msgctl(other, IPC_RMID, NULL);
  return 0;
}
