// A process tells two others by a pipe when to go on, and goes on itself.
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TIMES = 300 };

static int queue;
static struct {
  long type;
  int number;
} message = {1, 0};

static void letter(void) {
  msgsnd(queue, &message, sizeof(int), 0);
  msgrcv(queue, &message, sizeof(int), 0, 0);
}

int main(void) {
  int go[2][2];
  queue = msgget(IPC_PRIVATE, 0600);
  for (int i = 0; i < 2; i++) {
    pipe(go[i]);
    if (fork() == 0) {
      char byte;
      close(go[i][1]);
      while (read(go[i][0], &byte, 1) == 1) {
        letter();
      }
      return 0;
    }
  }
  for (int i = 0; i < TIMES; i++) {
    write(go[0][1], "", 1);
    write(go[1][1], "", 1);
    letter();
  }
  close(go[0][1]);
  close(go[1][1]);
  wait(NULL);
  wait(NULL);
  msgctl(queue, IPC_RMID, NULL);
  return 0;
}
