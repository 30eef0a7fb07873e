// Workers that race for jobs, and answer.
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  struct {
    long type;
    int number;
  } message = {1, 0};
  size_t size = sizeof(message) - sizeof(long);
  int jobs = msgget(IPC_PRIVATE, 0600);
  int answers = msgget(IPC_PRIVATE, 0600);
  for (int worker = 0; worker < 3; worker++) {
    if (fork() == 0) {
      for (;;) {
        msgrcv(jobs, &message, size, 0, 0);
        if (message.number < 0) {
          _exit(0);
        }
        msgsnd(answers, &message, size, 0);
      }
    }
  }
  for (int i = 0; i < 9; i++) {
    message.type = 1 + i % 2;
    message.number = i;
    msgsnd(jobs, &message, size, 0);
  }
  for (int i = 0; i < 9; i++) {
    msgrcv(answers, &message, size, -2, MSG_NOERROR);
  }
  for (int worker = 0; worker < 3; worker++) {
    message.type = 3;
    message.number = -1;
    msgsnd(jobs, &message, size, 0);
  }
  for (int worker = 0; worker < 3; worker++) {
    wait(NULL);
  }
  msgctl(jobs, IPC_RMID, NULL);
  msgctl(answers, IPC_RMID, NULL);
  return 0;
}
