// Three children that wake up in another order than they were made in.
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int queue = msgget(IPC_PRIVATE, 0600);
  int seconds[] = {3, 1, 2};
  for (int i = 0; i < 3; i++) {
    if (fork() == 0) {
      long message = seconds[i];
      sleep(seconds[i]);
      msgsnd(queue, &message, 0, 0);
      _exit(0);
    }
  }
  for (int i = 0; i < 3; i++) {
    long message;
    msgrcv(queue, &message, 0, 0, 0);
    wait(NULL);
  }
  msgctl(queue, IPC_RMID, NULL);
  return 0;
}
