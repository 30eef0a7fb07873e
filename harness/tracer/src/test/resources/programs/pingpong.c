// A parent and a child exchange messages over two queues of their own.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct ping {
  long type;
  int number;
  char text[4];
};

static void child(int requests, int answers) {
  struct ping message;
  for (int i = 0; i < 3; i++) {
    msgrcv(requests, &message, sizeof(message) - sizeof(long), 0, 0);
    message.number *= 2;
    msgsnd(answers, &message, sizeof(message) - sizeof(long), 0);
  }
  exit(7);
}

int main(void) {
  int requests = msgget(IPC_PRIVATE, IPC_CREAT | 0664);
  int answers = msgget(0x1234, IPC_CREAT | IPC_EXCL | 0600);
  pid_t pid = fork();
  if (pid == 0) {
    child(requests, answers);
  }
  for (int i = 0; i < 3; i++) {
    struct ping message = {i + 1, 100 + i, "abc"};
    msgsnd(requests, &message, sizeof(message) - sizeof(long), 0);
    sleep(1);
    msgrcv(answers, &message, sizeof(message) - sizeof(long), i + 1, 0);
    printf("%d\n", message.number);
  }
  int status;
  waitpid(pid, &status, 0);
  msgctl(requests, IPC_RMID, NULL);
  msgctl(answers, IPC_RMID, NULL);
  return 0;
}
